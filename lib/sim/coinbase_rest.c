/* Coinbase Advanced Trade: public answers of REST. Source: sheet coinbase,
 * sections 3 to 5 and 9. */
#include <stdio.h>

#include "base/time.h"
#include "sim/coinbase.h"

#define ROOT "/api/v3/brokerage"
#define PAGE_MAX 1000

static void fail(
	struct xg_sim_answer *a, int status, const char *error, const char *why)
{
	a->status = status;
	xg_buf_clear(&a->body);
	xg_buf_char(&a->body, '{');
	xg_json_put_text(&a->body, "error", error);
	xg_json_put_text(&a->body, "message", why);
	xg_buf_char(&a->body, '}');
}

static int64_t number(const struct xg_sim_http *r, const char *name,
	int64_t usual, int64_t most)
{
	struct xg_buf b = { 0 };
	int64_t n = usual;

	if (xg_sim_param(&b, r->query, name) != 1 ||
		xg_str_i64(xg_buf_view(&b), &n) < 0 || n < 0)
		n = usual;
	xg_buf_release(&b);
	return n > most ? most : n;
}

/* Is the parameter this text, or absent? */
static bool is_asked(
	const struct xg_sim_http *r, const char *name, const char *text)
{
	struct xg_buf b = { 0 };
	bool yes = xg_sim_param(&b, r->query, name) != 1 ||
		   xg_str_is_text(xg_buf_view(&b), text);

	xg_buf_release(&b);
	return yes;
}

/* ---- products ---- */

static void put_flags(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	static const char *const flags[] = { "cancel_only", "limit_only",
		"post_only", "auction_mode", "view_only", "is_disabled" };

	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		xg_json_put_bool(b, flags[i], false);
	xg_json_put_bool(b, "trading_disabled", m->halted);
}

static void put_details(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;
	struct xg_str rest = xg_str_from(s->native);
	struct xg_str code = xg_str_cut(&rest, '-');

	xg_buf_text(b, ",\"future_product_details\":{\"venue\":\"cde\"");
	xg_json_put_str(b, "contract_code", code);
	xg_json_put_text(b, "contract_expiry", "2030-12-20T16:00:00Z");
	xg_cb_dec(b, "contract_size", s->contract);
	xg_json_put_text(b, "contract_root_unit", s->base);
	xg_json_put_text(b, "contract_expiry_type", "EXPIRING");
	xg_json_put_text(b, "funding_interval", "28800s");
	xg_cb_dec(b, "funding_rate", m->rate);
	xg_cb_time(b, "funding_time", m->next_funding - m->funding_us);
	xg_json_put_text(b, "open_interest", "183283");
	xg_cb_dec(b, "index_price", m->index_px);
	xg_buf_char(b, '}');
}

static bool is_usd(const struct xg_sim_mkt *m)
{
	return m->spec.kind == XG_SPOT && strcmp(m->spec.quote, "USD") == 0;
}

/* A market, or (alias) the view of it with the quote USDC. */
static void put_product(
	struct xg_buf *b, const struct xg_sim_mkt *m, bool alias)
{
	const struct xg_sim_spec *s = &m->spec;
	bool spot = s->kind == XG_SPOT;
	char text[80];

	xg_buf_char(b, '{');
	snprintf(text, sizeof text, "%s%s", s->native, alias ? "C" : "");
	xg_json_put_text(b, "product_id", text);
	xg_cb_dec(b, "price", xg_cb_last(m));
	xg_cb_dec(b, "base_increment", s->lot);
	xg_json_put_text(b, "quote_increment", "0.01");
	xg_cb_dec(b, "price_increment", s->tick);
	xg_cb_dec(b, "base_min_size", s->min_qty);
	xg_cb_dec(b, "base_max_size", s->max_qty);
	xg_cb_dec(b, "quote_min_size", s->min_notional);
	xg_json_put_text(b, "quote_max_size", "150000000");
	xg_json_put_text(b, "status", spot ? "online" : "");
	put_flags(b, m);
	xg_json_put_text(b, "product_type", spot ? "SPOT" : "FUTURE");
	xg_json_put_text(b, "product_venue", spot ? "CBE" : "FCM");
	snprintf(text, sizeof text, "%s%s", s->quote, alias ? "C" : "");
	xg_json_put_text(b, "quote_currency_id", spot ? text : "USD");
	xg_json_put_text(b, "base_currency_id", spot ? s->base : "");
	snprintf(text, sizeof text, "%s PERP", s->base);
	xg_json_put_text(b, "display_name", spot ? s->native : text);
	xg_json_put_text(b, "alias", alias ? s->native : "");
	xg_json_key(b, "alias_to");
	if (is_usd(m) && !alias)
		xg_buf_printf(b, "[\"%sC\"]", s->native);
	else
		xg_buf_text(b, "[]");
	if (!spot)
		put_details(b, m);
	xg_buf_char(b, '}');
}

static void products(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	int64_t from = number(r, "offset", 0, INT64_MAX), at = 0, n = 0;
	int64_t most = number(r, "limit", PAGE_MAX, PAGE_MAX);

	xg_buf_text(&a->body, "{\"products\":[");
	for (size_t i = 0; i < f->venue.mkts; i++) {
		const struct xg_sim_mkt *m = f->venue.mkt[i];
		bool spot = m->spec.kind == XG_SPOT;

		if (!is_asked(r, "product_type", spot ? "SPOT" : "FUTURE") ||
			!is_asked(r, "contract_expiry_type", "EXPIRING"))
			continue;
		for (int alias = 0; alias < (is_usd(m) ? 2 : 1);
			alias++, at++) {
			if (at < from || n == most)
				continue;
			xg_json_comma(&a->body);
			put_product(&a->body, m, alias);
			n++;
		}
	}
	xg_buf_printf(&a->body, "],\"num_products\":%lld}", (long long)at);
}

/* ---- one product ---- */

static void put_side(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, bool ask, size_t most)
{
	struct xg_level l[500];
	size_t n = xg_sim_levels(m, ask, l, most < 500 ? most : 500);

	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(b, i ? ",{" : "{");
		xg_cb_dec(b, "price", l[i].px);
		xg_cb_dec(b, "size", l[i].qty);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

static void book(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_buf id = { 0 };
	const struct xg_sim_mkt *m = NULL;
	size_t most = (size_t)number(r, "limit", 500, 500);

	if (xg_sim_param(&id, r->query, "product_id") == 1)
		m = xg_cb_product(f, xg_buf_view(&id));
	xg_buf_release(&id);
	if (!m) {
		fail(a, 404, "NOT_FOUND", "product not found");
		return;
	}
	xg_buf_text(&a->body, "{\"pricebook\":{");
	xg_json_put_text(&a->body, "product_id", m->spec.native);
	put_side(&a->body, "bids", m, false, most);
	put_side(&a->body, "asks", m, true, most);
	xg_cb_time(&a->body, "time", r->now);
	xg_buf_text(&a->body, "}}");
}

static void trades(
	const struct xg_sim_mkt *m, int64_t most, struct xg_sim_answer *a)
{
	struct xg_buf *b = &a->body;

	xg_buf_text(b, "{\"trades\":[");
	for (int64_t id = m->last_trade; id > 0 && id > m->last_trade - most;
		id--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		xg_json_comma(b);
		xg_buf_printf(b, "{\"trade_id\":\"%lld\"", (long long)id);
		xg_json_put_text(b, "product_id", m->spec.native);
		xg_cb_dec(b, "price", t->px);
		xg_cb_dec(b, "size", t->qty);
		xg_cb_time(b, "time", t->ts);
		xg_json_put_text(b, "side", t->sell ? "BUY" : "SELL");
		xg_buf_text(b, ",\"bid\":\"\",\"ask\":\"\"}");
	}
	xg_buf_char(b, ']');
	xg_cb_dec(b, "best_bid", m->best[0].px);
	xg_cb_dec(b, "best_ask", m->best[1].px);
	xg_buf_char(b, '}');
}

static void product(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_str rest, struct xg_sim_answer *a)
{
	struct xg_str id = xg_str_cut(&rest, '/');
	const struct xg_sim_mkt *m = xg_cb_product(f, id);

	if (!m)
		fail(a, 404, "NOT_FOUND", "product not found");
	else if (!rest.n)
		put_product(&a->body, m, !xg_str_is_text(id, m->spec.native));
	else if (xg_str_is_text(rest, "ticker"))
		trades(m, number(r, "limit", 100, 1000), a);
	else
		fail(a, 404, "NOT_FOUND", "no such path");
}

static void time_now(const struct xg_sim_http *r, struct xg_sim_answer *a)
{
	xg_buf_char(&a->body, '{');
	xg_cb_time(&a->body, "iso", r->now);
	xg_buf_printf(&a->body,
		",\"epochSeconds\":\"%lld\",\"epochMillis\":\"%lld\"}",
		(long long)(r->now / XG_US_PER_S),
		(long long)(r->now / XG_US_PER_MS));
}

void xg_cb_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	static const char one[] = ROOT "/market/products/";
	struct xg_cb_state *s = f->state;
	struct xg_str path = r->path;

	f->now = r->now;
	if (xg_sim_bucket_take(&s->ip, 1, r->now) < 0) {
		xg_cb_refuse(f, XG_FAULT_429, 0, a);
		return;
	}
	if (!xg_str_is_text(r->method, "GET")) {
		fail(a, 401, "UNAUTHORIZED", "orders are not simulated yet");
	} else if (xg_str_is_text(path, ROOT "/time")) {
		time_now(r, a);
	} else if (xg_str_is_text(path, ROOT "/market/products")) {
		products(f, r, a);
	} else if (xg_str_is_text(path, ROOT "/market/product_book")) {
		book(f, r, a);
	} else if (xg_str_has_prefix(path, xg_str_from(one))) {
		path.p += sizeof one - 1;
		path.n -= sizeof one - 1;
		product(f, r, path, a);
	} else if (xg_str_has_prefix(path, XG_STR(ROOT "/"))) {
		fail(a, 401, "UNAUTHORIZED", "no account is simulated yet");
	} else {
		fail(a, 404, "NOT_FOUND", "no such path");
	}
}
