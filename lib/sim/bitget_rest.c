/* Bitget: public REST answers of v2 and v3. Source: sheet bitget, sections 3, 5 and
 * 9. */
#include <stdio.h>

#include "sim/bitget.h"

/* A request being answered. */
struct call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_sim_answer *a;
	int version;
	enum xg_bg_cat cat;
	struct xg_sim_mkt *m; /* NULL when no symbol was given */
	struct xg_buf val;    /* owned: the parameter that was looked up last */
};

void xg_bg_fail(
	struct xg_sim_answer *a, int64_t now, const char *code, const char *msg)
{
	struct xg_buf *b = &a->body;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "code", code);
	xg_json_put_text(b, "msg", msg);
	xg_buf_printf(b, ",\"requestTime\":%lld,\"data\":null}",
		(long long)(now / 1000));
}

static void fail(struct call *c, const char *code, const char *msg)
{
	c->a->status = 400;
	xg_bg_fail(c->a, c->r->now, code, msg);
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

static struct xg_buf *begin(struct call *c, const char *open)
{
	struct xg_buf *b = &c->a->body;

	xg_buf_printf(b,
		"{\"code\":\"00000\",\"msg\":\"success\",\"requestTime\":%lld,"
		"\"data\":%s",
		(long long)(c->r->now / 1000), open);
	return b;
}

static void end(struct call *c, const char *close)
{
	xg_buf_printf(&c->a->body, "%s}", close);
}

static void server_time(struct call *c)
{
	xg_buf_printf(begin(c, "{"), "\"serverTime\":\"%lld\"",
		(long long)(c->r->now / 1000));
	end(c, "}");
}

/* ---- instruments ---- */

static void put_int(struct xg_buf *b, const char *key, int v)
{
	xg_json_key(b, key);
	xg_buf_printf(b, "\"%d\"", v);
}

static void head(struct xg_buf *b, const struct xg_sim_spec *s)
{
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", s->native);
	xg_json_put_text(b, "baseCoin", s->base);
	xg_json_put_text(b, "quoteCoin", s->quote);
	xg_json_put_dec_text(b, "makerFeeRate", s->maker);
	xg_json_put_dec_text(b, "takerFeeRate", s->taker);
}

static void delivery(struct xg_buf *b, const struct xg_sim_spec *s)
{
	xg_json_key(b, "deliveryTime");
	if (s->expiry)
		xg_buf_printf(b, "\"%lld\"", (long long)(s->expiry / 1000));
	else
		xg_buf_text(b, "\"\"");
}

static void v3_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	static const char *const codes[] = { "SPOT", "USDT-FUTURES",
		"USDC-FUTURES", "COIN-FUTURES" };
	const struct xg_sim_spec *s = &m->spec;

	head(b, s);
	xg_json_put_text(b, "category", codes[xg_bg_cat_of(m)]);
	xg_json_put_dec_text(b, "minOrderQty", s->min_qty);
	xg_json_put_dec_text(b, "maxOrderQty", s->max_qty);
	xg_json_put_dec_text(b, "minOrderAmount", s->min_notional);
	put_int(b, "pricePrecision", xg_dec_places(s->tick));
	put_int(b, "quantityPrecision", xg_dec_places(s->lot));
	if (s->kind != XG_SPOT) {
		xg_json_put_dec_text(b, "priceMultiplier", s->tick);
		xg_json_put_dec_text(b, "quantityMultiplier", s->lot);
		xg_json_put_text(b, "type",
			s->kind == XG_PERP ? "perpetual" : "delivery");
		xg_json_put_text(b, "fundInterval", "8");
		delivery(b, s);
	}
	xg_json_put_text(b, "status", m->halted ? "halt" : "online");
	xg_buf_char(b, '}');
}

static void v2_spot_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	head(b, s);
	xg_json_put_text(b, "minTradeAmount", "0");
	xg_json_put_dec_text(b, "maxTradeAmount", s->max_qty);
	put_int(b, "pricePrecision", xg_dec_places(s->tick));
	put_int(b, "quantityPrecision", xg_dec_places(s->lot));
	put_int(b, "quotePrecision", 8);
	xg_json_put_dec_text(b, "minTradeUSDT", s->min_notional);
	xg_json_put_text(b, "status", m->halted ? "halt" : "online");
	xg_buf_char(b, '}');
}

/* The tick counts units of the last place. */
static void v2_mix_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;
	int places = xg_dec_places(s->tick);
	struct xg_dec step;

	head(b, s);
	xg_buf_printf(b, ",\"supportMarginCoins\":[\"%s\"]", s->settle);
	xg_json_put_dec_text(b, "minTradeNum", s->min_qty);
	if (xg_dec_rescale(&step, s->tick, -places, XG_ROUND_EXACT) == 0)
		put_int(b, "priceEndStep", (int)step.m);
	put_int(b, "volumePlace", xg_dec_places(s->lot));
	put_int(b, "pricePlace", places);
	xg_json_put_dec_text(b, "sizeMultiplier", s->lot);
	xg_json_put_text(
		b, "symbolType", s->kind == XG_PERP ? "perpetual" : "delivery");
	xg_json_put_dec_text(b, "minTradeUSDT", s->min_notional);
	xg_json_put_text(b, "symbolStatus", m->halted ? "maintain" : "normal");
	delivery(b, s);
	xg_json_put_text(b, "fundInterval", "8");
	xg_json_put_text(b, "minLever", "1");
	put_int(b, "maxLever", s->leverage_max);
	xg_buf_char(b, '}');
}

static void instruments(struct call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = begin(c, "[");

	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (xg_bg_cat_of(m) != c->cat || (c->m && c->m != m))
			continue;
		if (c->version == 3)
			v3_row(b, m);
		else if (c->cat == XG_BG_SPOT)
			v2_spot_row(b, m);
		else
			v2_mix_row(b, m);
	}
	end(c, "]");
}

/* Lists that clients ask for, of what is not here. */
static void nothing(struct call *c)
{
	begin(c, "[");
	end(c, "]");
}

/* ---- one symbol ---- */

static void order_book(struct call *c)
{
	struct xg_level l[2][200];
	size_t max = (size_t)number(c, "limit", 50, 200), n[2];
	const struct xg_bg_mkt *k = xg_bg_mkt(c->f, c->m);
	bool v3 = c->version == 3;
	struct xg_buf *b;

	c->f->now = c->r->now;
	xg_sim_flush(c->m, c->r->now); /* streams are as far */
	for (int s = 0; s < 2; s++)
		n[s] = xg_sim_levels(c->m, s, l[s], max);
	b = begin(c, "{");
	xg_bg_levels(b, c->version, c->m, v3 ? "a" : "asks", l[1], n[1]);
	xg_bg_levels(b, c->version, c->m, v3 ? "b" : "bids", l[0], n[0]);
	xg_buf_printf(b, ",\"ts\":\"%lld\"",
		(long long)((k && k->told_at ? k->told_at : c->r->now) / 1000));
	end(c, "}");
}

static void fills(struct call *c)
{
	int64_t n = number(c, "limit", 100, 500), id = c->m->last_trade;
	bool v3 = c->version == 3;
	struct xg_buf *b = begin(c, "[");

	for (; n > 0 && id > 0; id--, n--) {
		const struct xg_sim_trade *t = &c->m->trade[id % XG_SIM_TRADES];
		char text[24];

		if (t->id != id)
			break;
		xg_bg_trade_id(text, id);
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, v3 ? "execId" : "tradeId", text);
		if (!v3)
			xg_json_put_text(b, "symbol", c->m->spec.native);
		xg_json_key(b, "price");
		xg_bg_px(b, c->version, c->m, t->px);
		xg_json_key(b, "size");
		xg_bg_qty(b, c->version, c->m, t->qty);
		xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
		xg_buf_printf(
			b, ",\"ts\":\"%lld\"}", (long long)(t->ts / 1000));
	}
	end(c, "]");
}

static void tickers(struct call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = begin(c, "[");

	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];
		struct xg_buf row = { 0 };

		if (xg_bg_cat_of(m) != c->cat || (c->m && c->m != m))
			continue;
		xg_bg_ticker(&row, c->version, m, c->r->now);
		xg_json_comma(b);
		xg_buf_printf(b, "{\"symbol\":\"%s\",%.*s", m->spec.native,
			(int)row.len - 1, row.p + 1);
		xg_buf_release(&row);
	}
	end(c, "]");
}

static void open_interest(struct call *c)
{
	struct xg_buf *b = begin(c, "{\"openInterestList\":[{");

	xg_json_put_text(b, "symbol", c->m->spec.native);
	xg_json_key(b, "size");
	xg_bg_qty(b, c->version, c->m, xg_bg_oi(c->m));
	xg_buf_printf(b, "}],\"ts\":\"%lld\"", (long long)(c->r->now / 1000));
	end(c, "}");
}

/* Minutes, oldest first; of them only "1m" and "1min" are kept. */
static void candles(struct call *c)
{
	int64_t n = number(c, "limit", 100, 1000);
	int64_t now = c->r->now / INT64_C(60000000);
	struct xg_buf *b = begin(c, "[");

	for (int64_t at = now - n + 1; at <= now; at++) {
		struct xg_sim_candle k = xg_sim_candle(c->m, at, at + 1);
		const struct xg_dec px[] = { k.open, k.high, k.low, k.close };

		if (!k.n)
			continue;
		xg_json_comma(b);
		xg_buf_printf(b, "[\"%lld\"", (long long)(k.start / 1000));
		for (int i = 0; i < 4; i++) {
			xg_buf_char(b, ',');
			xg_bg_px(b, 2, c->m, px[i]);
		}
		xg_buf_char(b, ',');
		xg_bg_qty(b, 2, c->m, k.vol);
		xg_buf_text(b, ",\"");
		xg_json_dec_value(b, k.quote_vol);
		xg_buf_text(b, "\"]");
	}
	end(c, "]");
}

static void fund_rate(struct call *c)
{
	struct xg_buf *b = begin(c, "[{");

	xg_json_put_text(b, "symbol", c->m->spec.native);
	xg_json_put_dec_text(b, "fundingRate", c->m->rate);
	xg_json_put_text(b, "fundingRateInterval", "8");
	xg_buf_printf(b, ",\"nextUpdate\":\"%lld\"",
		(long long)(c->m->next_funding / 1000));
	end(c, "}]");
}

/* ---- paths ---- */

static const struct {
	const char *path;
	void (*fn)(struct call *c);
	enum { NOTHING, SPOT, TYPE, CATEGORY } cat; /* of what */
	bool symbol;				    /* it needs one */
} routes[] = {
	{ "/api/v2/public/time", server_time, NOTHING, false },
	{ "/api/v2/spot/public/symbols", instruments, SPOT, false },
	{ "/api/v2/spot/public/coins", nothing, NOTHING, false },
	{ "/api/v2/margin/currencies", nothing, NOTHING, false },
	{ "/api/v2/mix/market/contracts", instruments, TYPE, false },
	{ "/api/v3/market/instruments", instruments, CATEGORY, false },
	{ "/api/v2/spot/market/orderbook", order_book, SPOT, true },
	{ "/api/v2/mix/market/merge-depth", order_book, TYPE, true },
	{ "/api/v3/market/orderbook", order_book, CATEGORY, true },
	{ "/api/v2/spot/market/fills", fills, SPOT, true },
	{ "/api/v2/mix/market/fills", fills, TYPE, true },
	{ "/api/v2/spot/market/fills-history", fills, SPOT, true },
	{ "/api/v2/mix/market/fills-history", fills, TYPE, true },
	{ "/api/v3/market/fills", fills, CATEGORY, true },
	{ "/api/v2/spot/market/tickers", tickers, SPOT, false },
	{ "/api/v2/mix/market/tickers", tickers, TYPE, false },
	{ "/api/v2/mix/market/ticker", tickers, TYPE, true },
	{ "/api/v3/market/tickers", tickers, CATEGORY, false },
	{ "/api/v2/spot/market/candles", candles, SPOT, true },
	{ "/api/v2/spot/market/history-candles", candles, SPOT, true },
	{ "/api/v2/mix/market/history-candles", candles, TYPE, true },
	{ "/api/v2/mix/market/candles", candles, TYPE, true },
	{ "/api/v2/mix/market/current-fund-rate", fund_rate, TYPE, true },
	{ "/api/v2/mix/market/open-interest", open_interest, TYPE, true },
};

/* Category and symbol; false after an answer that refuses them. */
static bool read_params(struct call *c, int cat, bool needs_symbol)
{
	struct xg_str symbol;

	if (cat == NOTHING)
		return true;
	c->cat = cat == SPOT ? XG_BG_SPOT
			     : xg_bg_cat_from(get(c, cat == TYPE ? "productType"
								 : "category"));
	if (c->cat == XG_BG_CATS) {
		/* Demo products and margin exist, but nothing is listed. */
		if (needs_symbol)
			fail(c, "40020", "Parameter category error");
		else
			nothing(c);
		return false;
	}
	symbol = get(c, "symbol");
	if (symbol.n)
		c->m = xg_sim_find(&c->f->venue, xg_bg_cats[c->cat], symbol);
	if ((symbol.n || needs_symbol) && !c->m) {
		fail(c, "40034", "Parameter symbol does not exist");
		return false;
	}
	return true;
}

void xg_bg_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_bg_state *s = f->state;
	struct call c = { .f = f, .r = r, .a = a };

	c.version = xg_str_has_prefix(r->path, XG_STR("/api/v3/")) ? 3 : 2;
	if (xg_sim_bucket_take(&s->ip, 1, r->now) < 0) {
		a->status = 429;
		xg_bg_fail(a, r->now, "429", "Too Many Requests");
		return;
	}
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (!xg_str_is_text(r->method, "GET") ||
			!xg_str_is_text(r->path, routes[i].path))
			continue;
		if (read_params(&c, routes[i].cat, routes[i].symbol))
			routes[i].fn(&c);
		xg_buf_release(&c.val);
		return;
	}
	a->status = 404;
	xg_bg_fail(a, r->now, "40404", "Request URL NOT FOUND");
}
