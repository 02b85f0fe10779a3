/* Binance: which REST path is which call, what it weighs, and who may. */
#include <stdio.h>

#include "sim/binance.h"

static void ping(struct xg_bn_call *c)
{
	xg_buf_text(&c->a->body, "{}");
}

static void server_time(struct xg_bn_call *c)
{
	xg_buf_printf(&c->a->body, "{\"serverTime\":%lld}",
		(long long)(c->now / 1000));
}

static void empty_list(struct xg_bn_call *c)
{
	xg_buf_text(&c->a->body, "[]");
}

#define S 1 /* spot: /api/v3 */
#define F 2 /* /fapi/v1..v3 */
#define C 4 /* /dapi/v1, v2 */
#define W 8 /* /sapi/v1 */
enum access { OPEN, KEY, SIGNED };

static const struct route {
	const char *method, *tail;
	unsigned markets;
	enum access access;
	int weight;
	xg_bn_fn *fn;
} routes[] = {
	{ "GET", "ping", S | F | C, OPEN, 1, ping },
	{ "GET", "time", S | F | C, OPEN, 1, server_time },
	{ "GET", "exchangeInfo", S, OPEN, 20, xg_bn_exchange_info },
	{ "GET", "exchangeInfo", F | C, OPEN, 1, xg_bn_exchange_info },
	{ "GET", "depth", S | F | C, OPEN, 5, xg_bn_depth },
	{ "GET", "trades", S | F | C, OPEN, 25, xg_bn_trades },
	{ "GET", "aggTrades", S | F | C, OPEN, 4, xg_bn_agg_trades },
	{ "GET", "klines", S | F | C, OPEN, 2, xg_bn_klines },
	{ "GET", "ticker/bookTicker", S | F | C, OPEN, 2, xg_bn_book_ticker },
	{ "GET", "ticker/24hr", S | F | C, OPEN, 2, xg_bn_ticker_24h },
	{ "GET", "ticker/price", S | F | C, OPEN, 2, xg_bn_ticker_price },
	{ "GET", "premiumIndex", F | C, OPEN, 1, xg_bn_premium_index },
	{ "GET", "fundingInfo", F | C, OPEN, 1, xg_bn_funding_info },
	{ "GET", "fundingRate", F | C, OPEN, 1, xg_bn_funding_rate },
	{ "GET", "openInterest", F | C, OPEN, 1, xg_bn_open_interest },
	{ "POST", "order", S | F | C, SIGNED, 1, xg_bn_place },
	{ "POST", "order/test", S | F, SIGNED, 1, xg_bn_test },
	{ "DELETE", "order", S | F | C, SIGNED, 1, xg_bn_cancel },
	{ "GET", "order", S | F | C, SIGNED, 4, xg_bn_query },
	{ "PUT", "order/amend/keepPriority", S, SIGNED, 4, xg_bn_amend_spot },
	{ "POST", "order/cancelReplace", S, SIGNED, 1, xg_bn_replace },
	{ "PUT", "order", F | C, SIGNED, 1, xg_bn_amend_futures },
	{ "DELETE", "openOrders", S, SIGNED, 1, xg_bn_cancel_all },
	{ "DELETE", "allOpenOrders", F | C, SIGNED, 1, xg_bn_cancel_all },
	{ "GET", "openOrders", S | F | C, SIGNED, 6, xg_bn_open },
	{ "GET", "openOrder", F | C, SIGNED, 1, xg_bn_query },
	{ "GET", "allOrders", S | F | C, SIGNED, 20, xg_bn_all },
	{ "GET", "myTrades", S, SIGNED, 20, xg_bn_my_trades },
	{ "GET", "userTrades", F | C, SIGNED, 5, xg_bn_my_trades },
	{ "GET", "openAlgoOrders", F | C, SIGNED, 1, empty_list },
	{ "POST", "countdownCancelAll", F | C, SIGNED, 10, xg_bn_deadman_set },
	{ "GET", "account", S, SIGNED, 20, xg_bn_account },
	{ "GET", "account/commission", S, SIGNED, 20, xg_bn_commission },
	{ "GET", "balance", F | C, SIGNED, 5, xg_bn_balance },
	{ "GET", "account", F | C, SIGNED, 5, xg_bn_fut_account },
	{ "GET", "positionRisk", F | C, SIGNED, 5, xg_bn_position_risk },
	{ "GET", "leverageBracket", F | C, SIGNED, 1, xg_bn_brackets },
	{ "GET", "commissionRate", F | C, SIGNED, 20, xg_bn_commission_rate },
	{ "GET", "accountConfig", F, SIGNED, 5, xg_bn_account_config },
	{ "GET", "symbolConfig", F, SIGNED, 5, xg_bn_symbol_config },
	{ "GET", "multiAssetsMargin", F, SIGNED, 30, xg_bn_multi_assets },
	{ "GET", "positionSide/dual", F | C, SIGNED, 30, xg_bn_dual },
	{ "POST", "positionSide/dual", F | C, SIGNED, 1, xg_bn_dual_set },
	{ "POST", "leverage", F | C, SIGNED, 1, xg_bn_leverage_set },
	{ "POST", "marginType", F | C, SIGNED, 1, xg_bn_margin_set },
	{ "POST", "listenKey", F | C, KEY, 1, xg_bn_listen_new },
	{ "PUT", "listenKey", F | C, KEY, 1, xg_bn_listen_keep },
	{ "DELETE", "listenKey", F | C, KEY, 1, xg_bn_listen_end },
	{ "GET", "margin/allPairs", W, KEY, 1, empty_list },
	{ "GET", "margin/isolated/allPairs", W, KEY, 1, empty_list },
	{ "GET", "capital/config/getall", W, SIGNED, 10, xg_bn_coins },
	{ "GET", "account/apiRestrictions", W, SIGNED, 1, xg_bn_restrictions },
};

static const struct {
	const char *prefix;
	enum xg_bn_market market;
	unsigned bit;
} bases[] = {
	{ "/api/v", XG_BN_SPOT, S },
	{ "/fapi/v", XG_BN_USDM, F },
	{ "/dapi/v", XG_BN_COINM, C },
	{ "/sapi/v", XG_BN_SAPI, W },
};

/* The call of a path, NULL if unknown; *market and *known (the path exists
 * with another method). */
static const struct route *find(
	const struct xg_sim_http *r, enum xg_bn_market *market, bool *known)
{
	struct xg_str tail = r->path;
	unsigned bit = 0;

	*known = false;
	for (size_t i = 0; i < sizeof bases / sizeof *bases && !bit; i++) {
		struct xg_str p = xg_str_from(bases[i].prefix);

		if (!xg_str_has_prefix(tail, p) || tail.n < p.n + 2 ||
			tail.p[p.n + 1] != '/')
			continue;
		bit = bases[i].bit;
		*market = bases[i].market;
		tail.p += p.n + 2;
		tail.n -= p.n + 2;
	}
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		const struct route *k = &routes[i];

		if (!(k->markets & bit) || !xg_str_is_text(tail, k->tail))
			continue;
		if (xg_str_is_text(r->method, k->method))
			return k;
		*known = true;
	}
	return NULL;
}

enum xg_fault_on xg_bn_classify(const struct xg_sim_http *r)
{
	enum xg_bn_market market;
	bool known;
	const struct route *k = find(r, &market, &known);

	if (!k)
		return XG_ON_REST;
	if (k->fn == xg_bn_place || k->fn == xg_bn_replace)
		return XG_ON_ORDER;
	if (k->fn == xg_bn_cancel || k->fn == xg_bn_cancel_all)
		return XG_ON_CANCEL;
	if (k->fn == xg_bn_amend_spot || k->fn == xg_bn_amend_futures)
		return XG_ON_AMEND;
	return XG_ON_REST;
}

/* Depth weighs by its limit. Source: sheet binance, sections 5 and 9. */
static int weight_of(struct xg_bn_call *c, const struct route *k)
{
	int64_t limit = 100;
	struct xg_str text;

	if (k->fn != xg_bn_depth)
		return k->weight;
	text = xg_bn_get(c, "limit");
	if (text.n)
		(void)xg_str_i64(text, &limit);
	if (c->market == XG_BN_SPOT)
		return limit <= 100    ? 5
		       : limit <= 500  ? 25
		       : limit <= 1000 ? 50
				       : 250;
	return limit <= 50 ? 2 : limit <= 100 ? 5 : limit <= 500 ? 10 : 20;
}

static void run(struct xg_bn_call *c, const struct route *k,
	const struct xg_sim_http *r)
{
	bool fut = c->market != XG_BN_SPOT && c->market != XG_BN_SAPI;
	struct xg_sim_bucket *b = &c->s->weight[fut];
	int used = xg_sim_bucket_take(b, weight_of(c, k), c->now);

	if (used < 0) {
		xg_bn_refuse(c->f, XG_FAULT_429, xg_sim_bucket_wait(b, c->now),
			c->a);
		return;
	}
	xg_buf_printf(&c->a->headers,
		"X-MBX-USED-WEIGHT: %d\nX-MBX-USED-WEIGHT-1M: %d\n", used,
		used);
	if (k->access == OPEN || xg_bn_auth(c, r, k->access == SIGNED))
		k->fn(c);
}

void xg_bn_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_bn_call c = { .f = f,
		.s = f->state,
		.query = r->query,
		.form = r->body,
		.now = r->now,
		.a = a };
	bool known;
	const struct route *k = find(r, &c.market, &known);

	if (k)
		run(&c, k, r);
	else if (known)
		xg_bn_fail(&c, 405, -1100, "Method Not Allowed");
	else
		xg_bn_fail(&c, 404, -1100, "Not Found");
	xg_bn_call_release(&c);
}
