/* Deribit: public methods, the same by REST and over the WebSocket. Source: sheet
 * deribit, sections 3, 4 and 9. */
#include <stdio.h>

#include "sim/deribit.h"

#define NO_PARAM -32602

struct xg_str xg_dr_get(struct xg_dr_call *c, const char *name)
{
	struct xg_str v;

	xg_buf_clear(&c->val);
	if (c->json.n) {
		if (xg_json_find(c->json, name, &v) <= 0)
			return (struct xg_str){ "", 0 };
		if (v.n >= 2 && v.p[0] == '"') {
			v.p++;
			v.n -= 2;
		}
		xg_buf_str(&c->val, v);
	} else if (xg_sim_param(&c->val, c->query, name) != 1) {
		return (struct xg_str){ "", 0 };
	}
	return xg_buf_view(&c->val);
}

static int64_t number(
	struct xg_dr_call *c, const char *name, int64_t usual, int64_t max)
{
	struct xg_str text = xg_dr_get(c, name);
	int64_t n = usual;

	if (text.n && (xg_str_i64(text, &n) < 0 || n < 1))
		n = usual;
	return n > max ? max : n;
}

static void fail(
	struct xg_dr_call *c, int code, const char *message, const char *reason)
{
	c->code = code;
	c->message = message;
	c->reason = reason;
}

/* The market that is asked for; NULL after the refusal. */
static struct xg_sim_mkt *market(struct xg_dr_call *c)
{
	struct xg_sim_mkt *m = xg_sim_find(
		&c->f->venue, NULL, xg_dr_get(c, "instrument_name"));

	if (!m || !xg_dr_mkt(c->f, m))
		fail(c, NO_PARAM, "Invalid params", "wrong format");
	return m && xg_dr_mkt(c->f, m) ? m : NULL;
}

/* ---- instruments ---- */

static void put_option(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const char *end = strrchr(m->spec.sym, '-');
	const char *at = end;

	while (at && at > m->spec.sym && *--at != '-')
		;
	if (!at)
		return;
	xg_json_put_text(b, "option_type", end[1] == 'P' ? "put" : "call");
	xg_buf_printf(b, ",\"strike\":%.*s%s", (int)(end - at - 1), at + 1,
		memchr(at, '.', (size_t)(end - at)) ? "" : ".0");
}

/* An inverse option has its base asset for a price: quote_currency says so. */
static void put_inst(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;
	bool usd = s->kind != XG_SPOT && strcmp(s->quote, "USD") == 0;

	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "kind", s->market);
	xg_json_put_text(b, "instrument_name", s->native);
	xg_json_put_text(b, "state", m->halted ? "halted" : "open");
	xg_json_put_bool(b, "is_active", !m->halted);
	xg_json_put_text(b, "instrument_type", usd ? "reversed" : "linear");
	xg_dr_put_num(b, "maker_commission", s->maker);
	xg_dr_put_num(b, "taker_commission", s->taker);
	xg_json_put_i64(b, "expiration_timestamp",
		s->expiry ? s->expiry / 1000 : INT64_C(32503708800000));
	xg_json_put_i64(b, "creation_timestamp", INT64_C(1534167754000));
	xg_dr_put_num(b, "tick_size", s->tick);
	xg_buf_text(b, ",\"tick_size_steps\":[]");
	xg_dr_put_num(b, "contract_size",
		s->kind == XG_OPTION ? xg_dec_int(1) : s->lot);
	xg_json_put_i64(b, "instrument_id", 100000 + m->index);
	xg_dr_put_num(b, "min_trade_amount", s->min_qty);
	if (s->kind != XG_SPOT) {
		xg_json_put_text(b, "settlement_period",
			s->kind == XG_PERP ? "perpetual" : "month");
		if (s->kind != XG_OPTION)
			xg_json_put_i64(b, "max_leverage", s->leverage_max);
	}
	xg_json_put_text(
		b, "settlement_currency", s->settle[0] ? s->settle : s->quote);
	xg_json_put_text(b, "base_currency", s->base);
	xg_json_put_text(b, "counter_currency", s->quote);
	xg_json_put_text(b, "quote_currency",
		usd && s->kind == XG_OPTION ? s->base : s->quote);
	if (s->kind == XG_OPTION)
		put_option(b, m);
	xg_buf_char(b, '}');
}

static void get_instruments(struct xg_dr_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	char currency[24] = "", kind[24] = "";

	(void)xg_str_copy(currency, sizeof currency, xg_dr_get(c, "currency"));
	(void)xg_str_copy(kind, sizeof kind, xg_dr_get(c, "kind"));
	xg_buf_char(&c->out, '[');
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_spec *s = &v->mkt[i]->spec;
		const char *ccy = s->settle[0] ? s->settle : s->base;

		if (kind[0] && strcmp(kind, s->market) != 0)
			continue;
		if (!currency[0] || strcmp(currency, "any") == 0 ||
			strcmp(currency, ccy) == 0)
			put_inst(&c->out, v->mkt[i]);
	}
	xg_buf_char(&c->out, ']');
}

static void get_instrument(struct xg_dr_call *c)
{
	struct xg_sim_mkt *m = market(c);

	if (m)
		put_inst(&c->out, m);
}

static bool has_text(struct xg_str list, const char *text)
{
	char quoted[32];
	int n = snprintf(quoted, sizeof quoted, "\"currency\":\"%s\"", text);

	return memmem(list.n ? list.p : "", list.n, quoted, (size_t)n) != NULL;
}

static void get_currencies(struct xg_dr_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;

	xg_buf_char(&c->out, '[');
	for (size_t i = 0; i < 2 * v->mkts; i++) {
		const struct xg_sim_spec *s = &v->mkt[i / 2]->spec;
		const char *ccy = i % 2 ? s->quote : s->base;

		if (has_text(xg_buf_view(&c->out), ccy))
			continue;
		xg_json_comma(&c->out);
		xg_buf_char(&c->out, '{');
		xg_json_put_text(&c->out, "currency", ccy);
		xg_json_put_text(&c->out, "currency_long", ccy);
		xg_json_put_text(&c->out, "coin_type", ccy);
		xg_buf_text(&c->out,
			",\"min_confirmations\":1,\"fee_precision\":4,"
			"\"withdrawal_fee\":1.0e-4,\"withdrawal_priorities\":"
			"[]}");
	}
	xg_buf_char(&c->out, ']');
}

/* ---- one instrument ---- */

static void put_side(struct xg_buf *b, const char *key,
	const struct xg_dr_side *s, size_t most)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < s->n && i < most; i++) {
		xg_buf_text(b, i ? ",[" : "[");
		xg_dr_num(b, s->l[i].px);
		xg_buf_char(b, ',');
		xg_dr_num(b, s->l[i].qty);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

/* The ticker, and the book as the streams have it: time and number are theirs. */
static void get_order_book(struct xg_dr_call *c)
{
	size_t depth = (size_t)number(c, "depth", 20, 10000);
	struct xg_sim_mkt *m = market(c);
	const struct xg_dr_mkt *k;
	struct xg_buf *b = &c->out;

	if (!m)
		return;
	if (!xg_dr_book_ready(c->f, m)) {
		fail(c, 11094, "internal_server_error", NULL);
		return;
	}
	k = xg_dr_mkt(c->f, m);
	xg_dr_ticker(b, m, k->changed);
	b->len--; /* its last brace */
	xg_json_put_i64(b, "change_id", k->change);
	put_side(b, "bids", &k->side[0], depth);
	put_side(b, "asks", &k->side[1], depth);
	xg_buf_char(b, '}');
}

static void ticker(struct xg_dr_call *c)
{
	struct xg_sim_mkt *m = market(c);

	if (m)
		xg_dr_ticker(&c->out, m, c->now);
}

/* The newest, oldest first. */
static void last_trades(struct xg_dr_call *c)
{
	int64_t n = number(c, "count", 10, 1000);
	int64_t from = number(c, "start_seq", 0, INT64_MAX);
	struct xg_sim_mkt *m = market(c);
	int64_t id;

	if (!m)
		return;
	id = m->last_trade > n ? m->last_trade - n + 1 : 1;
	if (from > 0)
		id = from;
	xg_buf_text(&c->out, "{\"trades\":[");
	for (; id <= m->last_trade && n > 0; id++, n--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			continue;
		xg_json_comma(&c->out);
		xg_dr_trade(&c->out, m, t, false);
	}
	xg_buf_printf(&c->out, "],\"has_more\":%s}",
		id <= m->last_trade ? "true" : "false");
}

/* One array for each member; only minutes are kept here. */
static void chart_data(struct xg_dr_call *c)
{
	static const char *const keys[] = { "ticks", "open", "high", "low",
		"close", "volume", "cost" };
	int64_t to = number(c, "end_timestamp", c->now / 1000, c->now / 1000);
	int64_t from = number(c, "start_timestamp", 1, to) / 60000;
	bool minutes = xg_str_is_text(xg_dr_get(c, "resolution"), "1");
	struct xg_sim_mkt *m = market(c);

	if (!m)
		return;
	if (from < m->first_minute)
		from = m->first_minute;
	xg_buf_printf(&c->out, "{\"status\":\"%s\"",
		minutes && from ? "ok" : "no_data");
	for (size_t k = 0; k < sizeof keys / sizeof *keys; k++) {
		xg_json_key(&c->out, keys[k]);
		xg_buf_char(&c->out, '[');
		for (int64_t at = from; minutes && at && at <= to / 60000 &&
					at <= m->last_minute;
			at++) {
			struct xg_sim_candle d = xg_dr_candle(m, at);
			bool inv = m->spec.inverse;
			const struct xg_dec v[] = { { at * 60000, 0 }, d.open,
				d.high, d.low, d.close,
				inv ? d.quote_vol : d.vol,
				inv ? d.vol : d.quote_vol };

			if (!d.n)
				continue;
			xg_json_comma(&c->out);
			if (k == 0)
				xg_buf_printf(
					&c->out, "%lld", (long long)v[0].m);
			else
				xg_dr_num(&c->out, v[k]);
		}
		xg_buf_char(&c->out, ']');
	}
	xg_buf_char(&c->out, '}');
}

/* What one pays over the time that is asked for: here, the rate of 8 hours. */
static void funding_value(struct xg_dr_call *c)
{
	struct xg_sim_mkt *m = market(c);

	if (m)
		xg_dr_num(&c->out, m->rate);
}

static void get_time(struct xg_dr_call *c)
{
	xg_buf_printf(&c->out, "%lld", (long long)(c->now / 1000));
}

static void test(struct xg_dr_call *c)
{
	xg_buf_text(&c->out, "{\"version\":\"1.2.26\"}");
}

static void status(struct xg_dr_call *c)
{
	xg_buf_text(&c->out, "{\"locked\":\"false\",\"locked_indices\":[]}");
}

static const struct {
	const char *name;
	void (*fn)(struct xg_dr_call *c);
} methods[] = {
	{ "public/get_time", get_time },
	{ "public/test", test },
	{ "public/hello", test },
	{ "public/status", status },
	{ "public/get_instruments", get_instruments },
	{ "public/get_instrument", get_instrument },
	{ "public/get_currencies", get_currencies },
	{ "public/get_order_book", get_order_book },
	{ "public/get_funding_rate_value", funding_value },
	{ "public/get_tradingview_chart_data", chart_data },
	{ "public/ticker", ticker },
	{ "public/get_last_trades_by_instrument", last_trades },
};

bool xg_dr_method(struct xg_dr_call *c, struct xg_str method)
{
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (xg_str_is_text(method, methods[i].name)) {
			methods[i].fn(c);
			return true;
		}
	return false;
}

void xg_dr_answer(
	struct xg_buf *b, const struct xg_dr_call *c, struct xg_str id)
{
	xg_buf_text(b, "{\"jsonrpc\":\"2.0\"");
	if (id.n)
		xg_json_put_raw(b, "id", id);
	if (c->code) {
		xg_buf_printf(b, ",\"error\":{\"code\":%d", c->code);
		xg_json_put_text(b, "message", c->message);
		if (c->reason) {
			xg_buf_text(b, ",\"data\":{");
			xg_json_put_text(b, "reason", c->reason);
			xg_buf_char(b, '}');
		}
		xg_buf_char(b, '}');
	} else {
		xg_json_put_raw(b, "result", xg_buf_view(&c->out));
	}
	xg_json_put_i64(b, "usIn", c->now);
	xg_json_put_i64(b, "usOut", c->now);
	xg_buf_text(b, ",\"usDiff\":0,\"testnet\":true}");
}

void xg_dr_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	static const char prefix[] = "/api/v2/";
	struct xg_dr_state *s = f->state;
	struct xg_dr_call c = { .f = f, .query = r->query, .now = r->now };
	struct xg_str path = r->path;

	if (!xg_dr_ready(f) || xg_sim_bucket_take(&s->ip, 1, r->now) < 0) {
		fail(&c, 10028, "too_many_requests", NULL);
	} else if (xg_str_has_prefix(path, xg_str_from(prefix)) &&
		   xg_str_is_text(r->method, "GET")) {
		path.p += sizeof prefix - 1;
		path.n -= sizeof prefix - 1;
		if (!xg_dr_method(&c, path))
			fail(&c, -32601, "Method not found", NULL);
	} else {
		fail(&c, -32601, "Method not found", NULL);
	}
	if (c.code)
		a->status = 400;
	xg_dr_answer(&a->body, &c, (struct xg_str){ NULL, 0 });
	xg_buf_release(&c.val);
	xg_buf_release(&c.out);
}
