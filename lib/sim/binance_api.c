/* Binance: requests over the WebSocket API. Each becomes the call that REST has
 * for it. Source: sheet binance, sections 6 to 8. */
#include "crypto/text.h"
#include "sim/binance.h"

enum access { OPEN, KEY, SIGNED };

static void nothing(struct xg_bn_call *c)
{
	xg_buf_text(&c->a->body, "{}");
}

static void server_time(struct xg_bn_call *c)
{
	xg_buf_printf(&c->a->body, "{\"serverTime\":%lld}",
		(long long)(c->now / 1000));
}

static const struct {
	const char *method;
	enum access access;
	xg_bn_fn *fn;
} methods[] = {
	{ "ping", OPEN, nothing },
	{ "time", OPEN, server_time },
	{ "exchangeInfo", OPEN, xg_bn_exchange_info },
	{ "depth", OPEN, xg_bn_depth },
	{ "trades.recent", OPEN, xg_bn_trades },
	{ "trades.aggregate", OPEN, xg_bn_agg_trades },
	{ "klines", OPEN, xg_bn_klines },
	{ "ticker.book", OPEN, xg_bn_book_ticker },
	{ "ticker.price", OPEN, xg_bn_ticker_price },
	{ "ticker.24hr", OPEN, xg_bn_ticker_24h },
	{ "order.place", SIGNED, xg_bn_place },
	{ "order.test", SIGNED, xg_bn_test },
	{ "order.cancel", SIGNED, xg_bn_cancel },
	{ "order.cancelReplace", SIGNED, xg_bn_replace },
	{ "order.amend.keepPriority", SIGNED, xg_bn_amend_spot },
	{ "order.modify", SIGNED, xg_bn_amend_futures },
	{ "order.status", SIGNED, xg_bn_query },
	{ "openOrders.status", SIGNED, xg_bn_open },
	{ "openOrders.cancelAll", SIGNED, xg_bn_cancel_all },
	{ "allOrders", SIGNED, xg_bn_all },
	{ "myTrades", SIGNED, xg_bn_my_trades },
	{ "account.status", SIGNED, xg_bn_account },
	{ "account.commission", SIGNED, xg_bn_commission },
	{ "account.balance", SIGNED, xg_bn_balance },
	{ "v2/account.balance", SIGNED, xg_bn_balance },
	{ "account.position", SIGNED, xg_bn_position_risk },
	{ "v2/account.position", SIGNED, xg_bn_position_risk },
	{ "v2/account.status", SIGNED, xg_bn_fut_account },
};

/* The members of a params object as a form, values decoded and encoded anew. */
static int to_form(struct xg_buf *out, struct xg_str params)
{
	struct xg_buf val = { 0 };
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, params.p, params.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while (rc == 0 && xg_json_next(&j) == XG_JSON_KEY) {
		struct xg_str key = j.val, whole;

		xg_buf_clear(&val);
		if (xg_json_next(&j) < XG_JSON_OBJ)
			rc = XG_ERR_SYNTAX;
		else if (j.tok == XG_JSON_STR)
			rc = xg_json_unescape(&val, j.val);
		else if ((rc = xg_json_skip(&j, &whole)) == 0)
			rc = xg_buf_str(&val, whole);
		if (out->len)
			xg_buf_char(out, '&');
		xg_buf_str(out, key);
		xg_buf_char(out, '=');
		xg_pct_add(out, xg_buf_view(&val));
	}
	xg_buf_release(&val);
	return rc;
}

static void put_limits(struct xg_buf *b, const struct xg_bn_call *c)
{
	bool fut = c->market != XG_BN_SPOT;

	xg_buf_printf(b,
		",\"rateLimits\":[{\"rateLimitType\":\"REQUEST_WEIGHT\","
		"\"interval\":\"MINUTE\",\"intervalNum\":1,\"limit\":%d,"
		"\"count\":%d},{\"rateLimitType\":\"ORDERS\",\"interval\":"
		"\"SECOND\",\"intervalNum\":10,\"limit\":%d,\"count\":%d}]",
		c->s->weight[fut].max, c->s->weight[fut].used,
		c->s->orders10[fut].max, c->s->orders10[fut].used);
}

static void reply(
	struct xg_sim_conn *conn, const struct xg_bn_call *c, struct xg_str id)
{
	int status = c->a->status ? c->a->status : 200;
	struct xg_buf out = { 0 };

	xg_buf_char(&out, '{');
	xg_json_put_raw(&out, "id", id);
	xg_json_put_i64(&out, "status", status);
	xg_json_put_raw(&out, status < 400 ? "result" : "error",
		xg_buf_view(&c->a->body));
	put_limits(&out, c);
	xg_buf_char(&out, '}');
	c->f->send(conn, xg_buf_view(&out), XG_ON_REPLY, "");
	xg_buf_release(&out);
}

/* ---- user data ---- */

static void subscribe(struct xg_sim_conn *conn, struct xg_bn_call *c)
{
	struct xg_bn_conn *b = conn->state;

	if (b->next_user == 16) {
		xg_bn_fail(c, 400, -2042,
			"Maximum subscription ID reached for this "
			"connection.");
		return;
	}
	b->user[b->next_user] = true;
	xg_buf_printf(&c->a->body, "{\"subscriptionId\":%d}", b->next_user++);
}

static void unsubscribe(struct xg_sim_conn *conn, struct xg_bn_call *c)
{
	struct xg_bn_conn *b = conn->state;
	struct xg_str s = xg_bn_get(c, "subscriptionId");
	int64_t id = -1;

	if (s.n &&
		(xg_str_i64(s, &id) < 0 || id < 0 || id > 15 || !b->user[id])) {
		xg_bn_fail(c, 400, -2036,
			"Cannot unsubscribe from subscription that is not "
			"active.");
		return;
	}
	for (int i = 0; i < 16; i++)
		if (id < 0 || i == id)
			b->user[i] = false;
	xg_buf_text(&c->a->body, "{}");
}

/* The methods that concern the connection itself; false = none of them. */
static bool session(struct xg_sim_conn *conn, struct xg_bn_call *c,
	struct xg_str method, struct xg_str params)
{
	if (xg_str_is_text(method, "userDataStream.subscribe.signature")) {
		if (xg_bn_auth_api(c, params))
			subscribe(conn, c);
	} else if (xg_str_is_text(method, "userDataStream.unsubscribe")) {
		unsubscribe(conn, c);
	} else if (xg_str_is_text(method, "userDataStream.subscribe") ||
		   xg_str_is_text(method, "session.logon")) {
		/* Sessions are for Ed25519 keys, and ours is an HMAC one. */
		xg_bn_fail(c, 403, -2015,
			"Only Ed25519 keys are supported for session.logon.");
	} else if (c->market != XG_BN_SPOT &&
		   xg_str_is_text(method, "userDataStream.start")) {
		xg_bn_listen_new(c);
	} else if (c->market != XG_BN_SPOT &&
		   xg_str_is_text(method, "userDataStream.ping")) {
		xg_bn_listen_keep(c);
	} else {
		return false;
	}
	return true;
}

static void run(struct xg_sim_conn *conn, struct xg_bn_call *c,
	struct xg_str method, struct xg_str params)
{
	struct xg_sim_bucket *w = &c->s->weight[c->market != XG_BN_SPOT];

	if (xg_sim_bucket_take(w, 2, c->now) < 0) {
		xg_bn_fail(c, 429, -1003, "Too much request weight used.");
		return;
	}
	if (session(conn, c, method, params))
		return;
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
		if (!xg_str_is_text(method, methods[i].method))
			continue;
		if (methods[i].access == OPEN || xg_bn_auth_api(c, params))
			methods[i].fn(c);
		return;
	}
	xg_bn_fail(c, 400, -1100, "Unknown method.");
}

void xg_bn_api_text(struct xg_sim_conn *conn, struct xg_str text, int64_t now)
{
	struct xg_bn_conn *b = conn->state;
	struct xg_str id = XG_STR("null"), method = { 0 },
		      params = XG_STR("{}");
	struct xg_sim_answer a = { 0 };
	struct xg_buf form = { 0 };
	struct xg_bn_call c = { .f = conn->front,
		.s = conn->front->state,
		.market = b->market,
		.now = now,
		.api = true,
		.a = &a };

	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{') {
		xg_bn_fail(&c, 400, -1135,
			"This error code will occur if a "
			"parameter is not valid JSON.");
	} else {
		(void)xg_json_find(text, "id", &id);
		(void)xg_json_find(text, "params", &params);
		if (xg_json_find(text, "method", &method) != 1 ||
			method.n < 2 || to_form(&form, params) < 0) {
			xg_bn_fail(&c, 400, -1102,
				"Mandatory parameter 'method' or 'params' was "
				"not sent or malformed.");
		} else {
			method.p++;
			method.n -= 2;
			c.query = xg_buf_view(&form);
			run(conn, &c, method, params);
		}
	}
	reply(conn, &c, id);
	xg_bn_call_release(&c);
	xg_buf_release(&form);
	xg_buf_release(&a.body);
	xg_buf_release(&a.headers);
}
