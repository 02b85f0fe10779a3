/* Gate: public REST answers. Source: sheet gate, sections 3, 4, 5 and 9. */
#include <stdio.h>

#include "sim/gate.h"

/* A request being answered. */
struct call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_sim_answer *a;
	enum xg_gt_at at;
	bool decimal;
	struct xg_sim_mkt *m; /* NULL when no symbol was given */
	struct xg_buf val;    /* owned: the parameter that was looked up last */
};

void xg_gt_fail(
	struct xg_sim_answer *a, int status, const char *label, const char *msg)
{
	struct xg_buf *b = &a->body;

	a->status = status;
	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "label", label);
	xg_json_put_text(b, "message", msg);
	xg_buf_char(b, '}');
}

static struct xg_str get(struct call *c, const char *name)
{
	if (xg_sim_param(&c->val, c->r->query, name) != 1)
		return (struct xg_str){ "", 0 };
	return xg_buf_view(&c->val);
}

static int64_t number(
	struct call *c, const char *name, int64_t usual, int64_t max)
{
	struct xg_str text = get(c, name);
	int64_t n = usual;

	if (text.n && (xg_str_i64(text, &n) < 0 || n < 1))
		n = usual;
	return n > max ? max : n;
}

/* ---- instruments ---- */

static void pair_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_buf_char(b, '{');
	xg_json_put_text(b, "id", s->native);
	xg_json_put_text(b, "base", s->base);
	xg_json_put_text(b, "base_name", s->base);
	xg_json_put_text(b, "quote", s->quote);
	xg_json_put_text(b, "quote_name", s->quote);
	xg_json_put_text(b, "fee", "0.2");
	xg_gt_text(b, "min_base_amount", s->min_qty);
	xg_gt_text(b, "min_quote_amount", s->min_notional);
	xg_json_put_text(b, "max_quote_amount", "5000000");
	xg_json_put_i64(b, "amount_precision", xg_dec_places(s->lot));
	xg_json_put_i64(b, "precision", xg_dec_places(s->tick));
	xg_json_put_text(b, "trade_status", "tradable");
	xg_json_put_i64(b, "sell_start", 0);
	xg_json_put_i64(b, "buy_start", 0);
	xg_json_put_text(b, "type", "normal");
	xg_buf_char(b, '}');
}

static void contract_row(struct xg_buf *b, const struct xg_sim_mkt *m,
	enum xg_gt_at at, bool decimal)
{
	const struct xg_sim_spec *s = &m->spec;
	const struct xg_dec none = { 0 };

	xg_buf_char(b, '{');
	xg_json_put_text(b, "name", s->native);
	xg_json_put_text(b, "type", s->inverse ? "inverse" : "direct");
	xg_gt_text(b, "quanto_multiplier", s->inverse ? none : s->contract);
	xg_gt_text(b, "order_price_round", s->tick);
	xg_gt_size(b, "order_size_min", at, decimal, s->min_qty);
	xg_gt_size(b, "order_size_max", at, decimal, s->max_qty);
	xg_json_put_bool(b, "enable_decimal", xg_dec_places(s->lot) > 0);
	xg_gt_text(b, "mark_price_round", s->tick);
	xg_json_put_text(b, "leverage_min", "1");
	xg_buf_printf(b, ",\"leverage_max\":\"%d\"", s->leverage_max);
	xg_gt_text(b, "maker_fee_rate", s->maker);
	xg_gt_text(b, "taker_fee_rate", s->taker);
	xg_json_put_text(b, "maintenance_rate", "0.005");
	xg_gt_text(b, "mark_price", m->mark);
	xg_gt_text(b, "index_price", m->index_px);
	xg_gt_text(b, "last_price", xg_gt_last(m));
	xg_json_put_text(b, "order_price_deviate", "0.5");
	xg_json_put_i64(b, "orders_limit", 100);
	xg_json_put_bool(b, "in_delisting", false);
	xg_json_put_i64(b, "orderbook_id", m->seq);
	xg_json_put_i64(b, "trade_id", m->last_trade);
	xg_json_put_i64(b, "position_size", 5000000);
	if (s->kind == XG_FUTURE) {
		xg_json_put_text(b, "cycle", "QUARTERLY");
		xg_json_put_text(b, "underlying", "BTC_USDT");
		xg_json_put_i64(b, "expire_time", s->expiry / 1000000);
	} else {
		xg_json_put_text(b, "status", "trading");
		xg_gt_text(b, "funding_rate", m->rate);
		xg_json_put_i64(b, "funding_interval",
			m->funding_us ? m->funding_us / 1000000 : 28800);
		xg_json_put_i64(
			b, "funding_next_apply", m->next_funding / 1000000);
	}
	xg_buf_char(b, '}');
}

static void insts(struct call *c)
{
	struct xg_buf *b = &c->a->body;

	xg_buf_char(b, '[');
	for (size_t i = 0; i < c->f->venue.mkts; i++) {
		const struct xg_sim_mkt *m = c->f->venue.mkt[i];

		if (xg_gt_at_of(m) != c->at)
			continue;
		xg_json_comma(b);
		if (c->at == XG_GT_SPOT)
			pair_row(b, m);
		else
			contract_row(b, m, c->at, c->decimal);
	}
	xg_buf_char(b, ']');
}

/* ---- the market ---- */

static void server_time(struct call *c)
{
	xg_buf_printf(&c->a->body, "{\"server_time\":%lld}",
		(long long)(c->r->now / 1000));
}

/* Spot has its times in ms, futures in seconds with decimals. */
static void put_time(struct call *c, const char *key)
{
	int64_t ms = c->r->now / 1000;

	xg_json_key(&c->a->body, key);
	if (c->at == XG_GT_SPOT)
		xg_buf_printf(&c->a->body, "%lld", (long long)ms);
	else
		xg_buf_printf(&c->a->body, "%lld.%03d", (long long)(ms / 1000),
			(int)(ms % 1000));
}

/* A number only where it is asked for, and as what was told last by the stream:
 * what is not flushed yet is told first. */
static void order_book(struct call *c)
{
	struct xg_level l[2][1000];
	struct xg_buf *b = &c->a->body;
	size_t max = (size_t)number(c, "limit", 10, 1000);
	bool with_id = xg_str_is_text(get(c, "with_id"), "true");
	bool spot = c->at == XG_GT_SPOT;

	xg_sim_flush(c->m, c->r->now);
	xg_buf_char(b, '{');
	if (with_id)
		xg_json_put_i64(b, "id", c->m->seq);
	put_time(c, "current");
	put_time(c, "update");
	for (int s = 1; s >= 0; s--) {
		size_t n = xg_sim_levels(c->m, s, l[s], max);

		xg_gt_levels(b, s ? "asks" : "bids", !spot, c->decimal, c->at,
			l[s], n);
	}
	xg_buf_char(b, '}');
}

static void trades(struct call *c)
{
	int64_t n = number(c, "limit", 100, 1000), id = c->m->last_trade;
	struct xg_buf *b = &c->a->body;

	xg_buf_char(b, '[');
	for (; n > 0 && id > 0; id--, n--) {
		const struct xg_sim_trade *t = &c->m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		xg_json_comma(b);
		xg_gt_trade(b, c->m, t, c->decimal, true);
	}
	xg_buf_char(b, ']');
}

static void spot_ticker(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_buf_char(b, '{');
	xg_json_put_text(b, "currency_pair", m->spec.native);
	xg_gt_text(b, "last", xg_gt_last(m));
	xg_gt_text(b, "lowest_ask", m->best[1].px);
	xg_gt_text(b, "highest_bid", m->best[0].px);
	xg_json_put_text(b, "change_percentage", "0");
	xg_json_put_text(b, "base_volume", "0");
	xg_json_put_text(b, "quote_volume", "0");
	xg_gt_text(b, "high_24h", xg_gt_last(m));
	xg_gt_text(b, "low_24h", xg_gt_last(m));
	xg_buf_char(b, '}');
}

static void tickers(struct call *c)
{
	struct xg_buf *b = &c->a->body;

	xg_buf_char(b, '[');
	for (size_t i = 0; i < c->f->venue.mkts; i++) {
		const struct xg_sim_mkt *m = c->f->venue.mkt[i];

		if (xg_gt_at_of(m) != c->at || (c->m && c->m != m))
			continue;
		xg_json_comma(b);
		if (c->at == XG_GT_SPOT)
			spot_ticker(b, m);
		else
			xg_gt_ticker(b, m);
	}
	xg_buf_char(b, ']');
}

static void candlesticks(struct call *c)
{
	struct xg_str span = get(c, "interval");
	int chan = span.n ? xg_gt_span_from(span) : XG_GT_CANDLE + 1;
	struct xg_buf *b = &c->a->body;

	if (chan < 0) {
		xg_gt_fail(
			c->a, 400, "INVALID_PARAM_VALUE", "invalid interval");
		return;
	}
	xg_buf_char(b, '[');
	xg_gt_bars(b, c->m, chan, number(c, "limit", 100, 1000), c->r->now);
	xg_buf_char(b, ']');
}

static bool is_new(const struct xg_sim_venue *v, size_t mkts, const char *ccy)
{
	for (size_t i = 0; i < mkts; i++) {
		if (strcmp(v->mkt[i]->spec.base, ccy) == 0)
			return false;
	}
	return true;
}

/* Base assets of all markets, and USDT. */
static void currencies(struct call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = &c->a->body;

	xg_buf_char(b, '[');
	for (size_t i = 0; i <= v->mkts; i++) {
		const char *ccy = i < v->mkts ? v->mkt[i]->spec.base : "USDT";

		if (!is_new(v, i, ccy))
			continue;
		xg_json_comma(b);
		xg_buf_printf(b,
			"{\"currency\":\"%s\",\"name\":\"%s\",\"delisted\":"
			"false,\"withdraw_disabled\":false,\"deposit_disabled\""
			":false,\"trade_disabled\":false,\"chain\":\"%s\","
			"\"chains\":[]}",
			ccy, ccy, ccy);
	}
	xg_buf_char(b, ']');
}

/* No pair can be traded on margin. */
static void no_margin(struct call *c)
{
	xg_buf_text(&c->a->body, "[]");
}

/* ---- routes ---- */

static const struct {
	const char *prefix;
	enum xg_gt_at at;
} roots[] = {
	{ "/api/v4/spot", XG_GT_SPOT },
	{ "/api/v4/futures/usdt", XG_GT_USDT },
	{ "/api/v4/futures/btc", XG_GT_BTC },
	{ "/api/v4/delivery/usdt", XG_GT_DELIVERY },
};

static const struct {
	const char *path;
	void (*answer)(struct call *c);
	bool spot, futures, needs_inst;
} routes[] = {
	{ "/time", server_time, true, false, false },
	{ "/currency_pairs", insts, true, false, false },
	{ "/contracts", insts, false, true, false },
	{ "/currencies", currencies, true, false, false },
	{ "/order_book", order_book, true, true, true },
	{ "/candlesticks", candlesticks, true, true, true },
	{ "/trades", trades, true, true, true },
	{ "/tickers", tickers, true, true, false },
};

/* The instrument of a request; false: it was answered with an error. */
static bool take_inst(struct call *c, bool needed)
{
	bool spot = c->at == XG_GT_SPOT;
	struct xg_str native = get(c, spot ? "currency_pair" : "contract");

	if (native.n)
		c->m = xg_sim_find(&c->f->venue, xg_gt_ats[c->at], native);
	if (c->m || (!native.n && !needed))
		return true;
	if (spot)
		xg_gt_fail(c->a, 400, "INVALID_CURRENCY_PAIR",
			"Invalid currency pair");
	else
		xg_gt_fail(c->a, 400, "CONTRACT_NOT_FOUND",
			"contract is not found");
	return false;
}

/* One contract alone. */
static void contract(struct call *c, struct xg_str native)
{
	c->m = xg_sim_find(&c->f->venue, xg_gt_ats[c->at], native);
	if (c->m)
		contract_row(&c->a->body, c->m, c->at, c->decimal);
	else
		xg_gt_fail(c->a, 400, "CONTRACT_NOT_FOUND",
			"contract is not found");
}

static void route(struct call *c, struct xg_str path)
{
	static const char one[] = "/contracts/";
	bool spot = c->at == XG_GT_SPOT;

	if (!spot && xg_str_has_prefix(path, xg_str_from(one))) {
		contract(c, (struct xg_str){ path.p + strlen(one),
				    path.n - strlen(one) });
		return;
	}
	for (size_t i = 0; i < XG_LEN(routes); i++) {
		if (!xg_str_is_text(path, routes[i].path) ||
			!(spot ? routes[i].spot : routes[i].futures))
			continue;
		if (take_inst(c, routes[i].needs_inst))
			routes[i].answer(c);
		return;
	}
	xg_gt_fail(c->a, 404, "NOT_FOUND", "no such path");
}

void xg_gt_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_gt_state *s = f->state;
	struct call c = { .f = f, .r = r, .a = a };
	int used = xg_sim_bucket_take(&s->ip, 1, r->now);

	if (used < 0) {
		f->dialect->refuse(
			f, XG_FAULT_429, xg_sim_bucket_wait(&s->ip, r->now), a);
		return;
	}
	xg_buf_printf(&a->headers,
		"X-Gate-RateLimit-Requests-Remain: %d\n"
		"X-Gate-RateLimit-Limit: %d\n",
		s->ip.max - used, s->ip.max);
	c.decimal =
		xg_str_is_text(xg_sim_header(r, "X-Gate-Size-Decimal"), "1");
	if (!xg_str_is_text(r->method, "GET")) {
		xg_gt_fail(a, 405, "INVALID_PROTOCOL", "only GET here");
		return;
	}
	if (xg_str_is_text(r->path, "/api/v4/margin/currency_pairs")) {
		no_margin(&c);
		return;
	}
	for (size_t i = 0; i < XG_LEN(roots); i++) {
		struct xg_str path = r->path;
		size_t n = strlen(roots[i].prefix);

		if (!xg_str_has_prefix(path, xg_str_from(roots[i].prefix)))
			continue;
		c.at = roots[i].at;
		route(&c, (struct xg_str){ path.p + n, path.n - n });
		xg_buf_release(&c.val);
		return;
	}
	xg_gt_fail(a, 404, "NOT_FOUND", "no such path");
}
