/* Answers of REST: the thing itself, or {"label","message"} ("detail" on
 * futures) with a status of 4xx. Source: API v4, error handling, rate limits. */
#include "venue/gate/gate.h"

#define WINDOW_US 10000000

static void put_detail(struct xg_answer *a, struct xg_str raw)
{
	struct xg_buf b = { .max = 4096 };

	if (raw.n && xg_json_unescape(&b, raw) == 0)
		xg_str_copy(a->detail, sizeof a->detail, xg_buf_view(&b));
	xg_buf_release(&b);
}

/* No clear word: for what changes something, nobody knows what happened. */
static void unclear(struct xg_answer *a, int http, const char *why)
{
	a->result = XG_RES_UNKNOWN;
	a->reason = http ? XG_WHY_VENUE_DOWN : XG_WHY_TIMEOUT;
	if (!a->detail[0])
		xg_str_copy(a->detail, sizeof a->detail, xg_str_from(why));
}

/* When the bucket is full again, in s since the epoch. */
static int64_t wait_of(struct xg_str headers, int64_t rx)
{
	int64_t at;

	if (xg_gate_time(&at,
		    xg_header(headers, "X-Gate-RateLimit-Reset-Timestamp")) ==
			0 &&
		at > rx && at - rx < INT64_C(3600) * 1000000)
		return at - rx;
	return WINDOW_US;
}

static void refuse(struct xg_answer *a, int http, struct xg_str headers,
	struct xg_str body, int64_t rx)
{
	static const char *const keys[] = { "label", "message", "detail" };
	struct xg_str v[XG_LEN(keys)], msg;
	bool told = xg_json_check(body, NULL, NULL) == 0 &&
		    xg_scan_text(body, keys, v, XG_LEN(keys)) == 0 && v[0].n;

	if (told) {
		msg = v[1].n ? v[1] : v[2];
		put_detail(a, msg);
		xg_str_copy(a->code, sizeof a->code, v[0]);
		a->result = xg_gate_label(v[0], msg, &a->reason);
	}
	if (http == 429 || a->result == XG_RES_LIMITED) {
		a->result = XG_RES_LIMITED;
		a->reason = XG_WHY_RATE_LIMITED;
		a->retry_us = wait_of(headers, rx);
		if (!a->detail[0])
			put_detail(a, XG_STR("too many requests (HTTP 429)"));
	} else if (http >= 500) {
		unclear(a, http, "the venue is out of order (HTTP 5xx)");
	} else if (http == 403 && !told) {
		/* Its firewall, after far too many requests. */
		a->result = XG_RES_LIMITED;
		a->reason = XG_WHY_RATE_LIMITED;
		a->retry_us = 6 * (int64_t)WINDOW_US;
		put_detail(a, XG_STR("HTTP 403: the venue's firewall"));
	} else if (!told) {
		unclear(a, http, "the answer is not of the documented form");
	}
}

static int read_time(struct xg_answer *a, struct xg_str body)
{
	static const char *const keys[] = { "server_time" };
	struct xg_str v[1];

	if (xg_scan_text(body, keys, v, 1) < 0 || !v[0].n)
		return XG_ERR_TYPE;
	return xg_gate_time(&a->venue_time, v[0]);
}

static int read_oi(struct xg_answer *a, const struct xg_gate_market *m,
	struct xg_str body, int64_t rx, const struct xg_insts *insts,
	const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_json j;

	xg_json_init(&j, body.p, body.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = xg_gate_oi_row(&j, m, insts, rx, sink);

		if (rc < 0)
			return rc;
		a->n++;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* What is left of the bucket is told, not what is used. */
static int64_t used(struct xg_str headers)
{
	int64_t max, left;

	return xg_str_i64(xg_header(headers, "X-Gate-RateLimit-Limit"), &max) ==
				       0 &&
			       xg_str_i64(xg_header(headers,
						  "X-Gate-RateLimit-Requests-"
						  "Remain"),
				       &left) == 0 &&
			       left >= 0 && left <= max
		       ? max - left
		       : -1;
}

/* A market that this environment or region does not have: it lists nothing, and
 * that is told, but the others are listed. */
static bool is_absent(struct xg_answer *a, const struct xg_ask *ask,
	const struct xg_gate_market *m, int http, int64_t rx,
	const struct xg_sink *sink)
{
	char text[96];
	struct xg_rec rec;

	if (http != 404 || ask->op != XG_OP_INSTS || !m ||
		m->index == XG_GATE_SPOT)
		return false;
	snprintf(text, sizeof text,
		"gate: there is no market \"%s\" at this address (HTTP 404)",
		m->name);
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("gate"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	a->result = sink->rec(sink->ctx, &rec) < 0 ? XG_RES_BAD : XG_RES_OK;
	return true;
}

void xg_gate_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	const struct xg_gate_market *m =
		xg_gate_market(name.n ? name : XG_STR("spot"));
	int rc = 0;

	*a = (struct xg_answer){ .used = used(headers) };
	if (http == 0) {
		unclear(a, 0, "no answer came");
		return;
	}
	if (is_absent(a, ask, m, http, rx, sink))
		return;
	if (http != 200) {
		refuse(a, http, headers, body, rx);
		return;
	}
	if (!m || xg_json_check(body, NULL, NULL) < 0) {
		unclear(a, http, "the answer is not JSON");
		return;
	}
	if (ask->op == XG_OP_TIME) {
		rc = read_time(a, body);
	} else if (ask->op == XG_OP_INSTS) {
		rc = xg_gate_insts(body, m, rx, sink);
		a->n = rc > 0 ? rc : 0;
	} else if (ask->op == XG_OP_OI) {
		rc = read_oi(a, m, body, rx, insts, sink);
	}
	if (rc < 0) {
		a->result = XG_RES_BAD;
		put_detail(
			a, XG_STR("the answer is not of the documented form"));
	}
}
