/* Kraken: public REST answers of both systems. Source: sheet kraken, sections 3,
 * 5 and 12. */
#include <stdio.h>

#include "base/time.h"
#include "sim/kraken.h"

/* A request being answered. */
struct call {
	struct xg_sim_front *f;
	const struct xg_sim_http *r;
	struct xg_buf *b;
	struct xg_buf val; /* owned: the parameter that was looked up last */
};

static struct xg_str get(struct call *c, const char *name)
{
	if (xg_sim_param(&c->val, c->r->query, name) != 1)
		return (struct xg_str){ "", 0 };
	return xg_buf_view(&c->val);
}

static void error(struct call *c, const char *text)
{
	xg_buf_clear(c->b);
	xg_buf_printf(c->b, "{\"error\":[\"%s\"]}", text);
}

/* "XBTUSD": accepted wherever a pair is named. */
static void altname(char out[static 40], const struct xg_sim_mkt *m)
{
	snprintf(out, 40, "%s%s", xg_kr_asset(m->spec.base),
		xg_kr_asset(m->spec.quote));
}

static struct xg_sim_mkt *pair_of(struct call *c)
{
	struct xg_str name = get(c, "pair");
	char alt[40];

	for (size_t i = 0; i < c->f->venue.mkts; i++) {
		struct xg_sim_mkt *m = c->f->venue.mkt[i];

		altname(alt, m);
		if (xg_kr_is_spot(m) && xg_str_is_text(name, alt))
			return m;
	}
	error(c, "EQuery:Unknown asset pair");
	return NULL;
}

static void server_time(struct call *c)
{
	xg_buf_printf(c->b, "{\"error\":[],\"result\":{\"unixtime\":%lld}}",
		(long long)(c->r->now / XG_US_PER_S));
}

static void system_status(struct call *c)
{
	xg_buf_text(c->b, "{\"error\":[],\"result\":{\"status\":\"online\"");
	xg_kr_iso(c->b, "timestamp", c->r->now);
	xg_buf_text(c->b, "}}");
}

static void assets(struct call *c)
{
	xg_buf_text(c->b,
		"{\"error\":[],\"result\":{"
		"\"XXBT\":{\"aclass\":\"currency\",\"altname\":\"XBT\","
		"\"decimals\":10,\"display_decimals\":5},"
		"\"ZUSD\":{\"aclass\":\"currency\",\"altname\":\"USD\","
		"\"decimals\":4,\"display_decimals\":2}}}");
}

static void pair_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;
	char alt[40], ws[64];

	altname(alt, m);
	snprintf(ws, sizeof ws, "%s\\/%s", xg_kr_asset(s->base),
		xg_kr_asset(s->quote));
	xg_json_key(b, alt);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "altname", alt);
	xg_buf_printf(b, ",\"wsname\":\"%s\"", ws);
	xg_json_put_text(b, "aclass_base", "currency");
	xg_json_put_text(b, "base", xg_kr_asset(s->base));
	xg_json_put_text(b, "aclass_quote", "currency");
	xg_json_put_text(b, "quote", xg_kr_asset(s->quote));
	xg_json_put_text(b, "lot", "unit");
	xg_json_put_i64(b, "cost_decimals", 5);
	xg_json_put_i64(b, "pair_decimals", xg_dec_places(s->tick));
	xg_json_put_i64(b, "lot_decimals", xg_dec_places(s->lot));
	xg_buf_text(b, ",\"lot_multiplier\":1,\"leverage_buy\":[],"
		       "\"leverage_sell\":[],\"fees\":[[0,0.4]],"
		       "\"fees_maker\":[[0,0.25]],\"fee_volume_currency\":"
		       "\"ZUSD\",\"margin_call\":80,\"margin_stop\":40");
	xg_json_put_dec_text(b, "ordermin", s->min_qty);
	xg_json_put_dec_text(b, "costmin", s->min_notional);
	xg_json_put_dec_text(b, "tick_size", s->tick);
	xg_json_put_text(b, "status", m->halted ? "cancel_only" : "online");
	xg_buf_char(b, '}');
}

static void asset_pairs(struct call *c)
{
	bool all = get(c, "asset_class").n == 0;

	xg_buf_text(c->b, "{\"error\":[],\"result\":{");
	for (size_t i = 0; all && i < c->f->venue.mkts; i++)
		if (xg_kr_is_spot(c->f->venue.mkt[i]))
			pair_row(c->b, c->f->venue.mkt[i]);
	xg_buf_text(c->b, "}}");
}

static void depth_side(struct call *c, const struct xg_sim_mkt *m, bool sell,
	const char *key, size_t max)
{
	struct xg_level l[500];
	size_t n = xg_sim_levels(m, sell, l, max);

	xg_json_key(c->b, key);
	xg_buf_char(c->b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(c->b, i ? ",[\"" : "[\"");
		xg_kr_px(c->b, m, l[i].px);
		xg_buf_text(c->b, "\",\"");
		xg_kr_qty(c->b, m, l[i].qty);
		xg_buf_printf(
			c->b, "\",%lld]", (long long)(c->r->now / XG_US_PER_S));
	}
	xg_buf_char(c->b, ']');
}

static void depth(struct call *c)
{
	struct xg_sim_mkt *m = pair_of(c);
	int64_t n = 100;
	char alt[40];

	if (!m)
		return;
	if (xg_str_i64(get(c, "count"), &n) < 0 || n < 1 || n > 500)
		n = 100;
	altname(alt, m);
	xg_buf_printf(c->b, "{\"error\":[],\"result\":{\"%s\":{", alt);
	depth_side(c, m, true, "asks", (size_t)n);
	depth_side(c, m, false, "bids", (size_t)n);
	xg_buf_text(c->b, "}}}");
}

static void trades(struct call *c)
{
	struct xg_sim_mkt *m = pair_of(c);
	char alt[40];
	int64_t id;

	if (!m)
		return;
	altname(alt, m);
	xg_buf_printf(c->b, "{\"error\":[],\"result\":{\"%s\":[", alt);
	id = m->last_trade > 500 ? m->last_trade - 500 : 1;
	for (; id <= m->last_trade; id++) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			continue;
		xg_json_comma(c->b);
		xg_buf_text(c->b, "[\"");
		xg_kr_px(c->b, m, t->px);
		xg_buf_text(c->b, "\",\"");
		xg_kr_qty(c->b, m, t->qty);
		xg_buf_printf(c->b, "\",%lld.%06lld,\"%s\",\"m\",\"\",%lld]",
			(long long)(t->ts / XG_US_PER_S),
			(long long)(t->ts % XG_US_PER_S), t->sell ? "s" : "b",
			(long long)t->id);
	}
	xg_buf_printf(c->b, "],\"last\":\"%lld000\"}}", (long long)c->r->now);
}

/* ---- futures ---- */

static void contract_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", s->native);
	xg_json_put_text(
		b, "type", s->inverse ? "futures_inverse" : "flexible_futures");
	xg_json_put_dec(b, "tickSize", s->tick);
	xg_json_put_i64(b, "contractSize", 1);
	xg_json_put_bool(b, "tradeable", !m->halted);
	if (s->expiry) {
		char text[32];

		(void)xg_time_iso(text, s->expiry, 3);
		xg_json_put_text(b, "lastTradingTime", text);
	}
	xg_json_put_i64(
		b, "contractValueTradePrecision", xg_dec_places(s->lot));
	xg_json_put_bool(b, "postOnly", false);
	xg_json_put_text(b, "base", s->base);
	xg_json_put_text(b, "quote", s->quote);
	xg_buf_printf(b, ",\"pair\":\"%s:%s\"}", s->base, s->quote);
}

static void instruments(struct call *c)
{
	xg_buf_text(c->b, "{\"result\":\"success\",\"instruments\":[");
	for (size_t i = 0; i < c->f->venue.mkts; i++)
		if (!xg_kr_is_spot(c->f->venue.mkt[i]))
			contract_row(c->b, c->f->venue.mkt[i]);
	xg_buf_text(c->b, "]");
	xg_kr_iso(c->b, "serverTime", c->r->now);
	xg_buf_char(c->b, '}');
}

static void book_side(
	struct call *c, const struct xg_sim_mkt *m, bool sell, const char *key)
{
	struct xg_level l[1000];
	size_t n = xg_sim_levels(m, sell, l, 1000);

	xg_json_key(c->b, key);
	xg_buf_char(c->b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(c->b, i ? ",[" : "[");
		xg_kr_px(c->b, m, l[i].px);
		xg_buf_char(c->b, ',');
		xg_kr_qty(c->b, m, l[i].qty);
		xg_buf_char(c->b, ']');
	}
	xg_buf_char(c->b, ']');
}

static void orderbook(struct call *c)
{
	const struct xg_sim_mkt *m =
		xg_sim_find(&c->f->venue, "futures", get(c, "symbol"));

	if (!m) {
		xg_buf_text(c->b, "{\"result\":\"error\",\"error\":"
				  "\"contractNotFound\"}");
		return;
	}
	xg_buf_text(c->b, "{\"result\":\"success\",\"orderBook\":{");
	book_side(c, m, false, "bids");
	book_side(c, m, true, "asks");
	xg_buf_char(c->b, '}');
	xg_kr_iso(c->b, "serverTime", c->r->now);
	xg_buf_char(c->b, '}');
}

static const struct {
	const char *path;
	void (*answer)(struct call *c);
} routes[] = {
	{ "/0/public/Time", server_time },
	{ "/0/public/SystemStatus", system_status },
	{ "/0/public/Assets", assets },
	{ "/0/public/AssetPairs", asset_pairs },
	{ "/0/public/Depth", depth },
	{ "/0/public/Trades", trades },
	{ "/derivatives/api/v3/instruments", instruments },
	{ "/derivatives/api/v3/orderbook", orderbook },
};

void xg_kr_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct call c = { .f = f, .r = r, .b = &a->body };

	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (!xg_str_is_text(r->path, routes[i].path))
			continue;
		routes[i].answer(&c);
		xg_buf_release(&c.val);
		return;
	}
	a->status = 404;
	error(&c, "EGeneral:Unknown method");
}
