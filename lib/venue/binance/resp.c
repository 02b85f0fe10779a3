/* Answers of REST. An error is {"code":-1121,"msg":"..."}; what a status says
 * about it: general API information of the spot and futures documents. */
#include "venue/binance/binance.h"

/* How long to wait where the venue does not say: the window of the limit. */
#define WEIGHT_US 60000000
#define ORDERS_US 10000000
#define OTHER_US 2000000

static void put_detail(struct xg_answer *a, struct xg_str raw)
{
	struct xg_buf b = { .max = 4096 };

	if (raw.n && xg_json_unescape(&b, raw) == 0)
		xg_str_copy(a->detail, sizeof a->detail, xg_buf_view(&b));
	xg_buf_release(&b);
}

/* "Way too much request weight used; IP banned until 1659146400000. ..." */
static int64_t banned_until(struct xg_str text)
{
	static const char mark[] = "banned until ";
	const char *p =
		memmem(text.p ? text.p : "", text.n, mark, sizeof mark - 1);
	struct xg_str s;

	if (!p)
		return 0;
	s.p = p + sizeof mark - 1;
	s.n = 0;
	while (s.p + s.n < text.p + text.n && s.p[s.n] >= '0' &&
		s.p[s.n] <= '9')
		s.n++;
	return xg_scan_ms(s);
}

static void limited(struct xg_answer *a, int64_t code, struct xg_str headers,
	struct xg_str msg)
{
	int64_t s;

	a->result = XG_RES_LIMITED;
	a->reason = XG_WHY_RATE_LIMITED;
	a->banned_until = banned_until(msg);
	if (xg_str_i64(xg_header(headers, "Retry-After"), &s) == 0 && s >= 0 &&
		s < 86400 * 30)
		a->retry_us = s * 1000000;
	else if (code == -1015)
		a->retry_us = ORDERS_US;
	else
		a->retry_us = code == -1008 ? OTHER_US : WEIGHT_US;
}

static void unclear(struct xg_answer *a, int reason, const char *why)
{
	a->result = XG_RES_UNKNOWN;
	a->reason = reason;
	if (!a->detail[0])
		xg_str_copy(a->detail, sizeof a->detail, xg_str_from(why));
}

/* An error by its status and, where there is one, its code. */
static void refuse(struct xg_answer *a, const struct xg_binance_market *m,
	int http, struct xg_str headers, struct xg_str codet, struct xg_str msg)
{
	int64_t code = 0;
	bool coded = xg_str_i64(codet, &code) == 0 && code < 0;

	put_detail(a, msg);
	xg_str_copy(a->code, sizeof a->code, codet);
	if (coded)
		a->result = xg_binance_code(m, code, msg, &a->reason);
	if (http == 429 || http == 418 || a->result == XG_RES_LIMITED) {
		limited(a, code, headers, msg);
	} else if (http == 503 &&
		   xg_str_has_prefix(msg, XG_STR("Service Unavailable"))) {
		a->result = XG_RES_REJECTED; /* documented: it failed */
		a->reason = XG_WHY_VENUE_DOWN;
	} else if (http >= 500 || http == 408) {
		unclear(a, http == 408 ? XG_WHY_TIMEOUT : XG_WHY_VENUE_DOWN,
			"the venue is out of order (HTTP 5xx)");
	} else if (http == 403 && !coded) {
		limited(a, 0, headers, msg); /* its firewall: not processed */
		if (!a->detail[0])
			put_detail(a, XG_STR("HTTP 403: the venue's firewall"));
	} else if (!coded) {
		unclear(a, XG_WHY_OTHER,
			"the answer is not of the documented form");
	}
}

/* ---- rows ---- */

static int time_row(struct xg_answer *a, struct xg_json *j)
{
	static const char *const keys[] = { "serverTime" };
	struct xg_str v[1];

	if (xg_scan(j, keys, v, 1) < 0)
		return XG_ERR_SYNTAX;
	a->venue_time = xg_scan_ms(v[0]);
	return a->venue_time ? 0 : XG_ERR_TYPE;
}

static int token_row(struct xg_answer *a, struct xg_json *j)
{
	static const char *const keys[] = { "listenKey" };
	struct xg_str v[1];

	if (xg_scan(j, keys, v, 1) < 0)
		return XG_ERR_SYNTAX;
	/* It goes into a URL: letters and digits only. */
	for (size_t i = 0; i < v[0].n; i++) {
		char c = v[0].p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
			!(c >= 'a' && c <= 'z'))
			return XG_ERR_TYPE;
	}
	if (v[0].n && !xg_str_copy(a->token, sizeof a->token, v[0]))
		return XG_ERR_LIMIT;
	return v[0].n ? 0 : XG_ERR_TYPE;
}

static int mode_row(struct xg_answer *a, struct xg_json *j)
{
	static const char *const keys[] = { "dualSidePosition" };
	struct xg_str v[1];

	if (xg_scan(j, keys, v, 1) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n)
		return XG_ERR_TYPE;
	a->hedge = xg_str_is_text(v[0], "true");
	return 0;
}

static int order_row(struct xg_answer *a, const struct xg_ask *ask,
	const struct xg_binance_out *o, struct xg_json *j)
{
	struct xg_str ord = { NULL, 0 };
	int rc = xg_binance_order_row(o, j, &ord);

	if (ask->op != XG_OP_OPEN && ask->op != XG_OP_CANCEL_ALL)
		xg_str_copy(a->venue_id, sizeof a->venue_id, ord);
	return rc;
}

/* Pages go on with the id behind the last one. */
static int fill_row(struct xg_answer *a, const struct xg_ask *ask,
	const struct xg_binance_out *o, struct xg_json *j)
{
	struct xg_str none = { NULL, 0 }, trade;
	int64_t id;
	int rc = xg_binance_fill_row(
		o, j, ask->venue_id.n ? ask->wire_id : none, &trade);

	if (xg_str_i64(trade, &id) == 0 && id < INT64_MAX)
		snprintf(
			a->cursor, sizeof a->cursor, "%lld", (long long)id + 1);
	return rc;
}

/* keepPriority answers {transactTime, executionId, amendedOrder}. */
static int amend_row(struct xg_answer *a, const struct xg_ask *ask,
	const struct xg_binance_out *o, struct xg_json *j)
{
	static const char *const outer[] = { "amendedOrder" };
	static const char *const inner[] = { "orderId" };
	struct xg_str v[1], w[1];

	if (o->m->futures)
		return order_row(a, ask, o, j);
	if (xg_scan(j, outer, v, 1) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n || xg_scan_text(v[0], inner, w, 1) < 0)
		return XG_ERR_TYPE;
	xg_str_copy(a->venue_id, sizeof a->venue_id, w[0]);
	return 0;
}

static int row(struct xg_answer *a, const struct xg_ask *ask,
	const struct xg_binance_out *o, struct xg_json *j)
{
	switch (ask->op) {
	case XG_OP_TIME:
		return time_row(a, j);
	case XG_OP_PLACE:
	case XG_OP_CANCEL:
	case XG_OP_CANCEL_ALL:
	case XG_OP_QUERY:
	case XG_OP_OPEN:
		return order_row(a, ask, o, j);
	case XG_OP_AMEND:
		return amend_row(a, ask, o, j);
	case XG_OP_FILLS:
		return fill_row(a, ask, o, j);
	case XG_OP_BALANCES:
		return xg_binance_balance_row(o, j);
	case XG_OP_POSITIONS:
		return xg_binance_position_row(o, j);
	case XG_OP_FEES:
		return xg_binance_fee_row(o, j, ask->inst);
	case XG_OP_KEYINFO:
		return xg_binance_keyinfo_row(o, j, ask->cursor.n > 0);
	case XG_OP_STREAM_NEW:
		return token_row(a, j);
	case XG_OP_MODE:
		return mode_row(a, j);
	default: /* DEADMAN, STREAM_KEEP, SNAPSHOT: nothing to read */
		return xg_json_skip(j, NULL);
	}
}

static bool is_list(const struct xg_ask *ask)
{
	return ask->op == XG_OP_CANCEL_ALL || ask->op == XG_OP_OPEN ||
	       ask->op == XG_OP_FILLS || ask->op == XG_OP_BALANCES ||
	       ask->op == XG_OP_POSITIONS;
}

/* One object, or an array of them where that is what was asked for. */
static int read_rows(struct xg_answer *a, const struct xg_ask *ask,
	const struct xg_binance_out *o, struct xg_str body)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int rc;

	xg_json_init(&j, body.p, body.n);
	tok = xg_json_next(&j);
	if (tok == XG_JSON_OBJ) {
		rc = row(a, ask, o, &j);
		a->n += rc >= 0;
		return rc;
	}
	if (tok != XG_JSON_ARR || !is_list(ask))
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		rc = row(a, ask, o, &j);
		if (rc < 0)
			return rc;
		a->n++;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_SYNTAX;
}

/* Futures confirm some requests by {"code":200,"msg":"success"}. */
static bool is_plain_ok(const struct xg_ask *ask, struct xg_str code)
{
	return ask->op == XG_OP_CANCEL_ALL && xg_str_is_text(code, "200");
}

static void accept(struct xg_answer *a, const struct xg_ask *ask,
	const struct xg_binance_out *o, struct xg_str code, struct xg_str body)
{
	int rc;

	if (ask->op == XG_OP_INSTS) {
		rc = xg_binance_insts(body, o->m, o->rx, o->sink);
		a->n = rc > 0 ? rc : 0;
	} else if (ask->op == XG_OP_OI) {
		rc = xg_binance_oi(body, o->m, o->insts, o->rx, o->sink);
		a->n = rc >= 0;
	} else {
		rc = is_plain_ok(ask, code) ? 0 : read_rows(a, ask, o, body);
	}
	if (rc < 0) {
		a->result = XG_RES_BAD;
		put_detail(
			a, XG_STR("the answer is not of the documented form"));
	}
	if (ask->op == XG_OP_FILLS &&
		a->n < (ask->limit > 0 && ask->limit < 1000 ? ask->limit
							    : 1000))
		a->cursor[0] = '\0'; /* a short page is the last */
}

/* The use of the bucket that the request was counted in. */
static int64_t used(const struct xg_ask *ask, struct xg_str headers)
{
	int64_t v;

	return xg_str_i64(xg_header(headers, ask->op == XG_OP_PLACE
						     ? "X-MBX-ORDER-COUNT-10S"
						     : "X-MBX-USED-WEIGHT-1M"),
		       &v) == 0
		       ? v
		       : -1;
}

/* What is not there in this environment: no COIN-M market, no key
 * restrictions. True when that is the answer. */
static bool is_absent(struct xg_answer *a, const struct xg_ask *ask, int http)
{
	if (http != 404)
		return false;
	if (ask->op == XG_OP_INSTS && xg_str_is_text(ask->market, "coinm")) {
		a->result = XG_RES_OK;
		return true;
	}
	if (ask->op != XG_OP_KEYINFO || ask->cursor.n)
		return false;
	a->result = XG_RES_OK; /* the next page asks the account */
	xg_str_copy(a->cursor, sizeof a->cursor, XG_STR("account"));
	return true;
}

void xg_binance_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	static const char *const keys[] = { "code", "msg" };
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	const struct xg_binance_market *m =
		xg_binance_market(name.n ? name : XG_STR("spot"));
	struct xg_binance_out o = { m ? m : xg_binance_market(XG_STR("spot")),
		insts, rx, sink };
	struct xg_str v[2];

	*a = (struct xg_answer){ .used = used(ask, headers) };
	if (http == 0) {
		unclear(a, XG_WHY_TIMEOUT, "no answer came");
		return;
	}
	if (is_absent(a, ask, http))
		return;
	if (xg_json_check(body, NULL, NULL) < 0) {
		struct xg_str none = { NULL, 0 };

		if (http == 200)
			unclear(a, XG_WHY_OTHER, "the answer is not JSON");
		else
			refuse(a, o.m, http, headers, none, none);
		return;
	}
	xg_scan_text(body, keys, v, 2); /* an array has neither */
	if (http != 200 || (v[0].n && v[0].p[0] == '-'))
		refuse(a, o.m, http, headers, v[0], v[1]);
	else
		accept(a, ask, &o, v[0], body);
}
