/* KuCoin: public REST answers, and the whole book of spot, which needs a key.
 * Source: sheet kucoin, sections 1, 3, 4, 5, 6 and 9. */
#include <stdio.h>
#include <stdlib.h>

#include "crypto/hmac.h"
#include "crypto/text.h"
#include "sim/kucoin.h"

#define WHOLE 5000

/* A request being answered. */
struct call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_sim_answer *a;
	struct xg_sim_mkt *m; /* of routes that need one */
	struct xg_buf val;    /* owned: the parameter that was looked up last */
};

void xg_ku_fail(
	struct xg_sim_answer *a, int status, const char *code, const char *msg)
{
	a->status = status;
	xg_buf_clear(&a->body);
	xg_buf_char(&a->body, '{');
	xg_json_put_text(&a->body, "code", code);
	xg_json_put_text(&a->body, "msg", msg);
	xg_buf_char(&a->body, '}');
}

/* {"code":"200000","data": ... } */
static struct xg_buf *begin(struct call *c, const char *open)
{
	xg_buf_printf(&c->a->body, "{\"code\":\"200000\",\"data\":%s", open);
	return &c->a->body;
}

static void end(struct call *c, const char *close)
{
	xg_buf_printf(&c->a->body, "%s}", close);
}

static void server_time(struct call *c)
{
	xg_buf_printf(begin(c, ""), "%lld", (long long)(c->r->now / 1000));
	end(c, "");
}

/* A token for one connection, and where to go with it. */
static void bullet(struct call *c)
{
	struct xg_ku_state *s = c->f->state;
	struct xg_str host = xg_sim_header(c->r, "Host");
	struct xg_buf *b = begin(c, "{");

	xg_buf_printf(b, "\"token\":\"KU.%lld.%lld==\"", (long long)++s->tokens,
		(long long)(c->r->now + XG_KU_LIFE_US));
	xg_buf_printf(b,
		",\"instanceServers\":[{\"endpoint\":\"wss://%.*s/endpoint\","
		"\"encrypt\":true,\"protocol\":\"websocket\",\"pingInterval\":"
		"%d,\"pingTimeout\":%d}]",
		(int)host.n, host.n ? host.p : "", XG_KU_PING_MS,
		XG_KU_PONG_MS);
	end(c, "}");
}

/* ---- instruments ---- */

static void put_dec(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_put_dec_text(b, key, v);
}

static void put_number(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_json_dec_value(b, v);
}

static void symbol_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", s->native);
	xg_json_put_text(b, "name", s->native);
	xg_json_put_text(b, "baseCurrency", s->base);
	xg_json_put_text(b, "quoteCurrency", s->quote);
	xg_json_put_text(b, "feeCurrency", s->quote);
	xg_json_put_text(b, "market", "USDS");
	put_dec(b, "baseMinSize", s->min_qty);
	xg_json_put_text(b, "quoteMinSize", "0.1");
	put_dec(b, "baseMaxSize", s->max_qty);
	xg_json_put_text(b, "quoteMaxSize", "99999999");
	put_dec(b, "baseIncrement", s->lot);
	xg_json_put_text(b, "quoteIncrement", "0.000001");
	put_dec(b, "priceIncrement", s->tick);
	xg_json_put_text(b, "priceLimitRate", "0.1");
	put_dec(b, "minFunds", s->min_notional);
	xg_json_put_bool(b, "isMarginEnabled", false);
	xg_json_put_bool(b, "enableTrading", !m->halted);
	xg_json_put_i64(b, "feeCategory", 1);
	xg_json_put_text(b, "makerFeeCoefficient", "1.00");
	xg_json_put_text(b, "takerFeeCoefficient", "1.00");
	xg_buf_text(b, ",\"st\":false,\"callauctionIsEnabled\":false,"
		       "\"tradingStartTime\":null}");
}

/* Nobody outside has positions: open interest is a size that fits. */
static void contract_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", s->native);
	xg_json_put_text(b, "rootSymbol", xg_ku_asset(m, s->settle));
	xg_json_put_text(b, "type", s->kind == XG_PERP ? "FFWCSX" : "FFICSX");
	xg_json_put_i64(b, "firstOpenDate", INT64_C(1585555200000));
	xg_json_key(b, "expireDate");
	if (s->expiry)
		xg_buf_printf(b, "%lld", (long long)(s->expiry / 1000));
	else
		xg_buf_text(b, "null");
	xg_json_put_text(b, "baseCurrency", xg_ku_asset(m, s->base));
	xg_json_put_text(b, "quoteCurrency", s->quote);
	xg_json_put_text(b, "settleCurrency", xg_ku_asset(m, s->settle));
	put_number(b, "maxOrderQty", s->max_qty);
	xg_buf_text(b, ",\"maxPrice\":1000000.0");
	put_number(b, "lotSize", s->lot);
	put_number(b, "tickSize", s->tick);
	put_number(b, "indexPriceTickSize", s->tick);
	put_number(b, "multiplier",
		s->inverse ? xg_dec_neg(s->contract) : s->contract);
	xg_buf_text(b, ",\"initialMargin\":0.008,\"maintainMargin\":0.004");
	xg_buf_printf(b, ",\"makerFeeRate\":%lldE%d,\"takerFeeRate\":%lldE%d",
		(long long)s->maker.m, s->maker.e, (long long)s->taker.m,
		s->taker.e);
	xg_json_put_bool(b, "isInverse", s->inverse);
	xg_json_put_text(b, "status", m->halted ? "Paused" : "Open");
	put_number(b, "fundingFeeRate", m->rate);
	put_number(b, "predictedFundingFeeRate", m->rate);
	xg_json_put_i64(b, "fundingRateGranularity", 28800000);
	xg_json_put_text(b, "openInterest", "6748176");
	put_number(b, "markPrice", m->mark);
	put_number(b, "indexPrice", m->index_px);
	put_number(b, "lastTradePrice", xg_ku_last(m));
	xg_json_put_i64(b, "nextFundingRateTime",
		m->next_funding > now ? (m->next_funding - now) / 1000 : 0);
	xg_json_put_i64(b, "maxLeverage", s->leverage_max);
	xg_json_put_bool(b, "supportCross", true);
	xg_buf_char(b, '}');
}

static void list(struct call *c, bool futures)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = begin(c, "[");

	for (size_t i = 0; i < v->mkts; i++) {
		if (xg_ku_is_futures(v->mkt[i]) != futures)
			continue;
		xg_json_comma(b);
		if (futures)
			contract_row(b, v->mkt[i], c->r->now);
		else
			symbol_row(b, v->mkt[i]);
	}
	end(c, "]");
}

static void symbols(struct call *c)
{
	list(c, false);
}

static void contracts(struct call *c)
{
	list(c, true);
}

static void nothing(struct call *c)
{
	begin(c, "[");
	end(c, "]");
}

/* ---- books ---- */

static void book(struct call *c, size_t max)
{
	bool futures = xg_ku_is_futures(c->m);
	struct xg_level *l = malloc(2 * max * sizeof *l);
	struct xg_ku_mkt *k = xg_ku_of(c->f, c->m);
	enum xg_ku_form form = futures ? XG_KU_NUMBERS : XG_KU_TEXTS;
	size_t n[2];
	struct xg_buf *b;

	if (!l || !k) {
		free(l);
		xg_ku_fail(c->a, 500, "500000", "out of memory");
		return;
	}
	xg_sim_flush(c->m, c->r->now);
	n[0] = xg_sim_levels(c->m, false, l, max);
	n[1] = xg_sim_levels(c->m, true, l + max, max);
	b = begin(c, "{");
	if (futures) {
		xg_json_put_i64(b, "sequence", k->seq);
		xg_json_put_text(b, "symbol", c->m->spec.native);
	} else {
		xg_json_put_i64(b, "time", c->r->now / 1000);
		xg_buf_printf(b, ",\"sequence\":\"%lld\"", (long long)k->seq);
	}
	xg_ku_levels(b, c->m, "bids", l, n[0], form);
	xg_ku_levels(b, c->m, "asks", l + max, n[1], form);
	if (futures)
		xg_ku_ns(b, "ts", c->r->now);
	end(c, "}");
	free(l);
}

static void book20(struct call *c)
{
	book(c, 20);
}

static void book100(struct call *c)
{
	book(c, 100);
}

static void whole_book(struct call *c)
{
	book(c, WHOLE);
}

/* ---- trades and tickers ---- */

static void trades(struct call *c)
{
	const struct xg_sim_mkt *m = c->m;
	bool futures = xg_ku_is_futures(m);
	struct xg_buf *b = begin(c, "[");
	int64_t id = m->last_trade;

	for (int n = 0; n < 100 && id > 0; id--, n++) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		xg_json_comma(b);
		xg_buf_printf(
			b, "{\"sequence\":\"%lld\",\"price\":", (long long)id);
		xg_ku_px(b, m, t->px);
		xg_buf_text(b, ",\"size\":");
		if (futures)
			xg_json_dec_value(b, t->qty);
		else
			xg_ku_qty(b, m, t->qty);
		xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
		if (futures) {
			xg_buf_printf(
				b, ",\"tradeId\":\"%lld\"", (long long)id);
			xg_ku_ns(b, "ts", t->ts);
		} else {
			xg_ku_ns(b, "time", t->ts);
		}
		xg_buf_char(b, '}');
	}
	end(c, "]");
}

static void ticker(struct call *c)
{
	const struct xg_sim_mkt *m = c->m;
	bool futures = xg_ku_is_futures(m);
	static const char *const keys[2][4] = {
		{ "bestBid", "bestBidSize", "bestAsk", "bestAskSize" },
		{ "bestBidPrice", "bestBidSize", "bestAskPrice", "bestAskSize" }
	};
	struct xg_buf *b = begin(c, "{");

	if (futures)
		xg_json_put_text(b, "symbol", m->spec.native);
	xg_buf_printf(b,
		"%s\"sequence\":\"%lld\",\"price\":", futures ? "," : "",
		(long long)m->seq);
	xg_ku_px(b, m, xg_ku_last(m));
	for (int i = 0; i < 2; i++) {
		xg_json_key(b, keys[futures][2 * i]);
		xg_ku_px(b, m, m->best[i].px);
		xg_json_key(b, keys[futures][2 * i + 1]);
		if (futures)
			xg_json_dec_value(b, m->best[i].qty);
		else
			xg_ku_qty(b, m, m->best[i].qty);
	}
	if (futures)
		xg_ku_ns(b, "ts", c->r->now);
	else
		xg_json_put_i64(b, "time", c->r->now / 1000);
	end(c, "}");
}

static void all_tickers(struct call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = begin(c, "{");

	xg_json_put_i64(b, "time", c->r->now / 1000);
	xg_buf_text(b, ",\"ticker\":[");
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (xg_ku_is_futures(m))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "symbol", m->spec.native);
		xg_json_put_text(b, "symbolName", m->spec.native);
		xg_json_key(b, "buy");
		xg_ku_px(b, m, m->best[0].px);
		xg_json_key(b, "sell");
		xg_ku_px(b, m, m->best[1].px);
		xg_json_key(b, "last");
		xg_ku_px(b, m, xg_ku_last(m));
		xg_json_put_text(b, "takerFeeRate", "0.001");
		xg_json_put_text(b, "makerFeeRate", "0.001");
		xg_json_put_text(b, "takerCoefficient", "1");
		xg_json_put_text(b, "makerCoefficient", "1");
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
	end(c, "}");
}

/* ---- signatures ---- */

static bool is_mac(struct xg_str secret, struct xg_str text, struct xg_str mac)
{
	struct xg_buf b = { 0 };
	unsigned char raw[32];
	bool same = false;

	if (xg_hmac_sha256(raw, secret.p, secret.n, text.p, text.n) == 0) {
		xg_b64_add(&b, raw, sizeof raw);
		same = xg_sim_same(xg_buf_view(&b), mac);
	}
	xg_buf_release(&b);
	return same;
}

/* The signed query is not percent-encoded. */
static bool is_signed(struct call *c, struct xg_str ms)
{
	struct xg_str secret = xg_str_from(c->f->cred.secret);
	struct xg_buf text = { 0 };
	bool good;

	xg_buf_str(&text, ms);
	xg_buf_str(&text, c->r->method);
	xg_buf_str(&text, c->r->path);
	if (c->r->query.n) {
		xg_buf_char(&text, '?');
		(void)xg_pct_decode(&text, c->r->query, false);
	}
	xg_buf_str(&text, c->r->body);
	good = is_mac(
		secret, xg_buf_view(&text), xg_sim_header(c->r, "KC-API-SIGN"));
	xg_buf_release(&text);
	return good;
}

static bool may(struct call *c)
{
	struct xg_str key = xg_sim_header(c->r, "KC-API-KEY");
	struct xg_str ms = xg_sim_header(c->r, "KC-API-TIMESTAMP");
	const struct xg_sim_cred *cred = &c->f->cred;
	const char *code = NULL, *msg = "";
	int64_t at;

	if (!key.n || !ms.n)
		code = "400001", msg = "Please check the header of your "
				       "request for KC-API-KEY, KC-API-SIGN, "
				       "KC-API-TIMESTAMP, KC-API-PASSPHRASE";
	else if (xg_str_i64(ms, &at) < 0 || llabs(at - c->r->now / 1000) > 5000)
		code = "400002", msg = "KC-API-TIMESTAMP Invalid";
	else if (!xg_sim_same(key, xg_str_from(cred->key)))
		code = "400003", msg = "KC-API-KEY not exists";
	else if (!is_mac(xg_str_from(cred->secret),
			 xg_str_from(cred->passphrase),
			 xg_sim_header(c->r, "KC-API-PASSPHRASE")))
		code = "400004", msg = "Invalid KC-API-PASSPHRASE";
	else if (!is_signed(c, ms))
		code = "400005", msg = "Invalid KC-API-SIGN";
	if (code)
		xg_ku_fail(c->a, 401, code, msg);
	return !code;
}

/* ---- paths ---- */

enum { SPOT = 1, FUTURES = 2, KEY = 4, POST = 8 };
static const struct {
	const char *path; /* with "/" at its end: a symbol follows */
	void (*fn)(struct call *c);
	int needs;
} routes[] = {
	{ "/api/v1/timestamp", server_time, 0 },
	{ "/api/v1/bullet-public", bullet, POST },
	{ "/api/v2/symbols", symbols, 0 },
	{ "/api/v1/symbols", symbols, 0 },
	{ "/api/v1/contracts/active", contracts, 0 },
	{ "/api/v3/currencies", nothing, 0 },
	{ "/api/v1/market/allTickers", all_tickers, 0 },
	{ "/api/v1/market/orderbook/level1", ticker, SPOT },
	{ "/api/v1/market/orderbook/level2_20", book20, SPOT },
	{ "/api/v1/market/orderbook/level2_100", book100, SPOT },
	{ "/api/v3/market/orderbook/level2", whole_book, SPOT | KEY },
	{ "/api/v1/market/histories", trades, SPOT },
	{ "/api/v1/level2/snapshot", whole_book, FUTURES },
	{ "/api/v1/level2/depth20", book20, FUTURES },
	{ "/api/v1/level2/depth100", book100, FUTURES },
	{ "/api/v1/trade/history", trades, FUTURES },
	{ "/api/v1/ticker", ticker, FUTURES },
};

static bool one(struct call *c, const char *prefix, bool futures)
{
	struct xg_str name = c->r->path;
	struct xg_buf *b;

	if (!xg_str_has_prefix(name, xg_str_from(prefix)))
		return false;
	name.p += strlen(prefix);
	name.n -= strlen(prefix);
	c->m = xg_sim_find(&c->f->venue, futures ? "futures" : "spot", name);
	if (!c->m) {
		xg_ku_fail(c->a, 200, "900001", "symbol not exists");
		return true;
	}
	b = begin(c, "");
	if (futures)
		contract_row(b, c->m, c->r->now);
	else
		symbol_row(b, c->m);
	end(c, "");
	return true;
}

static void answer(struct call *c, size_t i)
{
	int needs = routes[i].needs;

	if ((needs & KEY) && !may(c))
		return;
	if (needs & (SPOT | FUTURES)) {
		if (xg_sim_param(&c->val, c->r->query, "symbol") == 1)
			c->m = xg_sim_find(&c->f->venue,
				needs & SPOT ? "spot" : "futures",
				xg_buf_view(&c->val));
		if (!c->m) {
			xg_ku_fail(c->a, 200, "900001", "symbol not exists");
			return;
		}
	}
	routes[i].fn(c);
}

void xg_ku_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_ku_state *s = f->state;
	struct call c = { .f = f, .r = r, .a = a };
	int used = xg_sim_bucket_take(&s->pool, 3, r->now);
	int64_t wait = xg_sim_bucket_wait(&s->pool, r->now) / 1000;

	xg_buf_printf(&a->headers,
		"gw-ratelimit-limit: %d\ngw-ratelimit-remaining: %d\n"
		"gw-ratelimit-reset: %lld\n",
		s->pool.max, used < 0 ? 0 : s->pool.max - used,
		(long long)wait);
	if (used < 0) {
		xg_ku_fail(a, 429, "429000",
			"Too many requests in a short period of time, please "
			"retry later");
		return;
	}
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		bool post = routes[i].needs & POST;

		if (xg_str_is_text(r->path, routes[i].path) &&
			xg_str_is_text(r->method, post ? "POST" : "GET")) {
			answer(&c, i);
			xg_buf_release(&c.val);
			return;
		}
	}
	if (xg_str_is_text(r->method, "GET") &&
		(one(&c, "/api/v2/symbols/", false) ||
			one(&c, "/api/v1/contracts/", true)))
		return;
	xg_ku_fail(a, 404, "404", "Not Found");
}
