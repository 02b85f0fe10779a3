/* Which path is which request: access, rate limits, the envelope of answers.
 * Source: sheet okx, sections 6 and 9. */
#include <stdio.h>
#include <strings.h>

#include "base/time.h"
#include "json/write.h"
#include "sim/okx_code.h"
#include "sim/okx_priv.h"
#include "sim/okx_sign.h"

#define WINDOW_US (2 * XG_US_PER_S)

enum per { PER_ALL, PER_INST }; /* what a limit is counted for */

struct route {
	const char *method, *path;
	xg_sim_okx_fn *fn;
	bool is_private;
	enum per per;
	int max; /* requests in two seconds */
	enum xg_fault_on on;
	const char *shares; /* path of the limit that it counts on */
};

#define GET(path, fn, max) \
	{ \
		"GET", path, fn, false, PER_ALL, max, XG_ON_REST, NULL \
	}
#define MINE(path, fn, max) \
	{ \
		"GET", path, fn, true, PER_ALL, max, XG_ON_REST, NULL \
	}
#define POST(path, fn, max, per, on) \
	{ \
		"POST", path, fn, true, per, max, on, NULL \
	}

static const struct route routes[] = {
	GET("/api/v5/public/time", xg_sim_okx_get_time, 10),
	GET("/api/v5/public/instruments", xg_sim_okx_get_instruments, 20),
	GET("/api/v5/public/underlying", xg_sim_okx_get_underlying, 20),
	GET("/api/v5/public/funding-rate", xg_sim_okx_get_funding, 20),
	GET("/api/v5/public/mark-price", xg_sim_okx_get_mark, 10),
	GET("/api/v5/public/open-interest", xg_sim_okx_get_interest, 20),
	GET("/api/v5/public/price-limit", xg_sim_okx_get_limit, 20),
	GET("/api/v5/market/books", xg_sim_okx_get_books, 40),
	GET("/api/v5/market/books-full", xg_sim_okx_get_books, 10),
	GET("/api/v5/market/trades", xg_sim_okx_get_trades, 100),
	GET("/api/v5/market/history-trades", xg_sim_okx_get_trades, 20),
	GET("/api/v5/public/option-trades", xg_sim_okx_get_option_trades, 20),
	GET("/api/v5/public/opt-summary", xg_sim_okx_get_option_summary, 20),
	GET("/api/v5/market/ticker", xg_sim_okx_get_ticker, 20),
	GET("/api/v5/market/tickers", xg_sim_okx_get_tickers, 20),
	GET("/api/v5/market/candles", xg_sim_okx_get_candles, 40),
	GET("/api/v5/market/history-candles", xg_sim_okx_get_candles, 20),
	GET("/api/v5/market/index-tickers", xg_sim_okx_get_index, 20),
	GET("/api/v5/system/status", xg_sim_okx_get_status, 10),
	MINE("/api/v5/account/balance", xg_sim_okx_get_balance, 10),
	MINE("/api/v5/account/positions", xg_sim_okx_get_positions, 10),
	MINE("/api/v5/account/config", xg_sim_okx_get_config, 5),
	MINE("/api/v5/account/trade-fee", xg_sim_okx_get_fee, 5),
	MINE("/api/v5/account/instruments", xg_sim_okx_get_instruments, 20),
	MINE("/api/v5/account/leverage-info", xg_sim_okx_get_leverage, 20),
	POST("/api/v5/account/set-leverage", xg_sim_okx_set_leverage, 20,
		PER_ALL, XG_ON_REST),
	POST("/api/v5/account/set-position-mode", xg_sim_okx_set_mode, 5,
		PER_ALL, XG_ON_REST),
	MINE("/api/v5/asset/currencies", xg_sim_okx_get_currencies, 12),
	MINE("/api/v5/asset/balances", xg_sim_okx_get_assets, 12),
	POST("/api/v5/trade/order", xg_sim_okx_post_order, 60, PER_INST,
		XG_ON_ORDER),
	POST("/api/v5/trade/batch-orders", xg_sim_okx_post_orders, 300,
		PER_INST, XG_ON_ORDER),
	POST("/api/v5/trade/cancel-order", xg_sim_okx_post_cancel, 60, PER_INST,
		XG_ON_CANCEL),
	POST("/api/v5/trade/cancel-batch-orders", xg_sim_okx_post_cancels, 300,
		PER_INST, XG_ON_CANCEL),
	POST("/api/v5/trade/amend-order", xg_sim_okx_post_amend, 60, PER_INST,
		XG_ON_AMEND),
	POST("/api/v5/trade/amend-batch-orders", xg_sim_okx_post_amends, 300,
		PER_INST, XG_ON_AMEND),
	POST("/api/v5/trade/close-position", xg_sim_okx_post_close, 20,
		PER_INST, XG_ON_ORDER),
	POST("/api/v5/trade/cancel-all-after", xg_sim_okx_post_deadman, 2,
		PER_ALL, XG_ON_CANCEL),
	POST("/api/v5/trade/mass-cancel", xg_sim_okx_post_mass_cancel, 5,
		PER_ALL, XG_ON_CANCEL),
	{ "GET", "/api/v5/trade/order", xg_sim_okx_get_order, true, PER_INST,
		60, XG_ON_REST, NULL },
	MINE("/api/v5/trade/orders-pending", xg_sim_okx_get_pending, 60),
	MINE("/api/v5/trade/orders-history", xg_sim_okx_get_history, 40),
	MINE("/api/v5/trade/orders-history-archive", xg_sim_okx_get_history,
		20),
	MINE("/api/v5/trade/fills", xg_sim_okx_get_fills, 60),
	MINE("/api/v5/trade/fills-history", xg_sim_okx_get_fills_history, 10),
};
#define ROUTES (sizeof routes / sizeof *routes)

size_t xg_sim_okx_routes(void)
{
	return ROUTES;
}

/* The route of a request; *path_known: its path is, by another method. */
static const struct route *find(
	struct xg_str method, struct xg_str path, bool *path_known)
{
	size_t i;

	*path_known = false;
	for (i = 0; i < ROUTES; i++) {
		if (!xg_str_is_text(path, routes[i].path))
			continue;
		*path_known = true;
		if (xg_str_is_text(method, routes[i].method))
			return &routes[i];
	}
	return NULL;
}

enum xg_fault_on xg_sim_okx_classify(const struct xg_sim_http *r)
{
	bool known;
	const struct route *rt = find(r->method, r->path, &known);

	return rt ? rt->on : XG_ON_REST;
}

struct xg_str xg_sim_okx_query(struct xg_sim_okx_call *c, const char *name)
{
	xg_buf_clear(&c->param);
	if (xg_sim_param(&c->param, c->r->query, name) != 1)
		return XG_STR("");
	return xg_buf_view(&c->param);
}

struct xg_sim_mkt *xg_sim_okx_query_inst(struct xg_sim_okx_call *c, int *code)
{
	struct xg_str id = xg_sim_okx_query(c, "instId");
	struct xg_sim_mkt *m;

	c->arg = "instId";
	*code = 50014;
	if (id.n == 0)
		return NULL;
	*code = 51001;
	m = xg_sim_find(&c->f->venue, NULL, id);
	return m;
}

int64_t xg_sim_okx_query_int(struct xg_sim_okx_call *c, const char *name,
	int64_t usual, int64_t min, int64_t max)
{
	int64_t v;

	if (xg_str_i64(xg_sim_okx_query(c, name), &v))
		return usual;
	return v < min ? min : v > max ? max : v;
}

/* ---- rate limits ---- */

static bool take(struct xg_sim_front *f, const struct route *rt, int mkt,
	int cost, int64_t now)
{
	struct xg_sim_okx_state *s = xg_sim_okx_of(f);
	size_t i = (size_t)(rt - routes) * (f->venue.mkts + 1) +
		   (size_t)(rt->per == PER_INST ? mkt + 1 : 0);

	if (i >= s->buckets)
		return true;
	s->bucket[i].window_us = WINDOW_US;
	s->bucket[i].max = rt->max;
	return xg_sim_bucket_take(&s->bucket[i], cost, now) >= 0;
}

bool xg_sim_okx_take(
	struct xg_sim_front *f, const char *path, int mkt, int64_t now)
{
	bool known;
	const struct route *rt =
		find(XG_STR("POST"), xg_str_from(path), &known);

	return !rt || take(f, rt, mkt, 1, now);
}

/* The market that an order request is about, -1 when it is not known: the
 * first of a batch counts for all. */
static int about(struct xg_sim_okx_call *c)
{
	const struct xg_sim_mkt *m;
	struct xg_str id = xg_sim_okx_query(c, "instId");

	if (id.n == 0 &&
		(xg_json_find(c->r->body, "instId", &id) == 1 ||
			xg_json_find(c->r->body, "0.instId", &id) == 1) &&
		id.n >= 2)
		id = (struct xg_str){ id.p + 1, id.n - 2 };
	m = xg_sim_find(&c->f->venue, NULL, id);
	return m ? m->index : -1;
}

/* A batch costs as many as it has orders. */
static int cost_of(const struct route *rt, struct xg_str body)
{
	struct xg_str item;
	char path[16];
	int n = 0;

	if (rt->max != 300)
		return 1;
	while (n < 20) {
		snprintf(path, sizeof path, "%d", n);
		if (xg_json_find(body, path, &item) != 1)
			break;
		n++;
	}
	return n ? n : 1;
}

/* ---- answers ---- */

static void finish(struct xg_sim_answer *a, struct xg_sim_okx_call *c, int code)
{
	a->status = 200;
	if (code) {
		a->status = xg_sim_okx_code_http(code);
		xg_buf_clear(&a->body);
		xg_sim_okx_code_body(&a->body, code, c->arg);
		return;
	}
	(void)xg_buf_printf(&a->body, "{\"code\":\"%d\",\"msg\":\"%s\"",
		c->code,
		c->code == 1   ? "All operations failed"
		: c->code == 2 ? "Bulk operation partially succeeded."
			       : "");
	(void)xg_buf_text(&a->body, ",\"data\":[");
	(void)xg_buf_str(&a->body, xg_buf_view(c->out));
	(void)xg_buf_printf(&a->body,
		"],\"inTime\":\"%lld\",\"outTime\":\"%lld\"}",
		(long long)c->now, (long long)c->now);
}

static int check_access(struct xg_sim_front *f, const struct xg_sim_http *r)
{
	const struct xg_sim_cred *cred = &f->cred;
	struct xg_sim_okx_key key = { xg_str_from(cred->key),
		xg_str_from(cred->secret), xg_str_from(cred->passphrase) };
	struct xg_sim_okx_heads h = { xg_sim_header(r, "OK-ACCESS-KEY"),
		xg_sim_header(r, "OK-ACCESS-SIGN"),
		xg_sim_header(r, "OK-ACCESS-TIMESTAMP"),
		xg_sim_header(r, "OK-ACCESS-PASSPHRASE") };
	struct xg_str demo = xg_sim_header(r, "x-simulated-trading");
	int code = xg_sim_okx_heads_check(&h, r->now);

	if (code)
		return code;
	/* The simulated account may be asked as live or as demo. */
	if (demo.n && !xg_str_is_text(demo, "1") && !xg_str_is_text(demo, "0"))
		return 50101;
	if (!xg_sim_same(h.key, key.key))
		return 50111;
	return xg_sim_okx_rest_check(&key, &h, r->method, r->target, r->body);
}

static int check_body(const struct xg_sim_http *r)
{
	struct xg_str type = xg_sim_header(r, "Content-Type");

	if (!xg_str_is_text(r->method, "POST"))
		return 0;
	if (r->body.n == 0)
		return 50000;
	if (type.n < 16 || strncasecmp(type.p, "application/json", 16) != 0)
		return 50006;
	return xg_json_check(r->body, NULL, NULL) ? 50002 : 0;
}

void xg_sim_okx_rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_buf data = { 0 };
	struct xg_sim_okx_call c = {
		.f = f, .r = r, .out = &data, .now = r->now
	};
	const struct route *rt;
	bool known;
	int code = 0;

	f->now = r->now;
	rt = find(r->method, r->path, &known);
	if (!rt && !known) {
		a->status = 404;
		(void)xg_buf_text(&a->body,
			"{\"msg\":\"API endpoint doesn't exist\","
			"\"code\":\"404\"}");
		return;
	}
	if (!rt)
		code = 50115;
	else if (rt->is_private)
		code = check_access(f, r);
	if (!code)
		code = check_body(r);
	if (!code && !take(f, rt, rt->per == PER_INST ? about(&c) : 0,
			     cost_of(rt, r->body), r->now))
		code = 50011;
	if (!code)
		code = rt->fn(&c);
	if (data.failed && !code)
		code = 50026;
	finish(a, &c, code);
	xg_buf_release(&c.param);
	xg_buf_release(&data);
}
