/* Answers: {"jsonrpc","result":..,"usIn",..} or {"jsonrpc","error":{"code",
 * "message","data"}}; errors come with HTTP 400. Source: JSON-RPC, HTTP
 * transport, rate limits. */
#include "venue/deribit/deribit.h"

static void put_detail(
	struct xg_answer *a, struct xg_str message, struct xg_str reason)
{
	struct xg_buf b = { .max = 4096 };

	if (message.n && xg_json_unescape(&b, message) == 0 && reason.n) {
		xg_buf_text(&b, ": ");
		xg_json_unescape(&b, reason);
	}
	xg_str_copy(a->detail, sizeof a->detail, xg_buf_view(&b));
	xg_buf_release(&b);
}

static void say(
	struct xg_answer *a, enum xg_result result, int reason, const char *why)
{
	a->result = result;
	a->reason = reason;
	xg_str_copy(a->detail, sizeof a->detail, xg_str_from(why));
}

/* No clear word: for what changes something, nobody knows what happened. */
static void unclear(struct xg_answer *a, int http)
{
	if (http == 0)
		say(a, XG_RES_UNKNOWN, XG_WHY_TIMEOUT, "no answer came");
	else
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			http >= 500 ? "the venue is out of order (HTTP 5xx)"
				    : "the answer is not JSON");
}

/* {"code":-32602,"message":"Invalid params","data":{"reason":..,"param":..}} */
static void read_error(struct xg_answer *a, struct xg_str error)
{
	enum { CODE, MSG, DATA, KEYS };
	static const char *const keys[KEYS] = { "code", "message", "data" };
	static const char *const more[] = { "reason" };
	struct xg_str v[KEYS], reason = { NULL, 0 };
	int64_t code;

	if (xg_scan_text(error, keys, v, KEYS) < 0 ||
		xg_str_i64(v[CODE], &code) < 0) {
		say(a, XG_RES_BAD, XG_WHY_OTHER,
			"the error is not of the documented form");
		return;
	}
	if (v[DATA].n && v[DATA].p[0] == '{')
		xg_scan_text(v[DATA], more, &reason, 1);
	a->result = xg_deribit_code(code, &a->reason);
	xg_str_copy(a->code, sizeof a->code, v[CODE]);
	put_detail(a, v[MSG], reason);
	if (a->result == XG_RES_LIMITED)
		a->retry_us = 1000000;
}

static int read_insts(struct xg_answer *a, struct xg_str result, int64_t rx,
	const struct xg_sink *sink)
{
	int n = xg_deribit_insts(result, rx, sink);

	a->n = n < 0 ? 0 : n;
	return n < 0 ? n : 0;
}

static int read_oi(struct xg_answer *a, struct xg_str result, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	struct xg_json j;

	xg_json_init(&j, result.p, result.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	a->n = 1;
	return xg_deribit_oi_row(&j, insts, rx, sink);
}

void xg_deribit_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	enum { RESULT, ERROR, KEYS };
	static const char *const keys[KEYS] = { "result", "error" };
	struct xg_str v[KEYS];
	int rc = 0;

	(void)headers;
	*a = (struct xg_answer){ .used = -1 };
	if (http == 429) {
		say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
			"too many requests (HTTP 429)");
		a->retry_us = 1000000;
		return;
	}
	if (http == 0 || xg_json_check(body, NULL, NULL) < 0 ||
		xg_scan_text(body, keys, v, KEYS) < 0 ||
		(!v[RESULT].n && !v[ERROR].n)) {
		unclear(a, http);
		return;
	}
	if (v[ERROR].n) {
		read_error(a, v[ERROR]);
		return;
	}
	if (http >= 500) {
		unclear(a, http);
		return;
	}
	a->result = XG_RES_OK;
	if (ask->op == XG_OP_TIME) {
		a->venue_time = xg_scan_ms(v[RESULT]);
		rc = a->venue_time ? 0 : XG_ERR_TYPE;
	} else if (ask->op == XG_OP_INSTS) {
		rc = read_insts(a, v[RESULT], rx, sink);
	} else if (ask->op == XG_OP_OI) {
		rc = read_oi(a, v[RESULT], rx, insts, sink);
	}
	if (rc < 0)
		say(a, XG_RES_BAD, XG_WHY_OTHER,
			"the answer is not of the documented form");
}
