/* Answers of REST: {"retCode","retMsg","result":{...},"time"}. Source: market
 * documents, rate limits. */
#include "venue/bybit/bybit.h"

/* An address that asked too much gets HTTP 403, or 429, and must be silent for
 * 10 minutes; a 403 in other words is a country that is not served. */
#define BAN_US (INT64_C(600) * 1000000)

static void put_detail(struct xg_answer *a, struct xg_str raw)
{
	struct xg_buf b = { .max = 4096 };

	if (raw.n && xg_json_unescape(&b, raw) == 0)
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

static bool contains(struct xg_str text, const char *part)
{
	return memmem(text.n ? text.p : "", text.n, part, strlen(part)) != NULL;
}

/* Refused before the service looked at it. True when that is the answer. */
static bool at_the_door(
	struct xg_answer *a, int http, struct xg_str body, int64_t rx)
{
	bool often = contains(body, "too frequent");

	if (http == 403 && !often) {
		say(a, XG_RES_REJECTED, XG_WHY_PERMISSION,
			"the venue does not serve this address (HTTP 403)");
		return true;
	}
	if (http != 403 && http != 429)
		return false;
	say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
		http == 403 ? "access too frequent (HTTP 403)"
			    : "too many requests (HTTP 429)");
	a->retry_us = http == 403 ? BAN_US : 5000000;
	if (http == 403)
		a->banned_until = rx + BAN_US;
	return true;
}

/* The time in nanoseconds, else that of the answer in milliseconds. */
static int read_time(
	struct xg_answer *a, struct xg_str result, struct xg_str time)
{
	static const char *const keys[] = { "timeNano" };
	struct xg_str v[1];
	int64_t ns;

	if (xg_scan_text(result, keys, v, 1) == 0 &&
		xg_str_i64(v[0], &ns) == 0 && ns > 0)
		a->venue_time = ns / 1000;
	else
		a->venue_time = xg_scan_ms(time);
	return a->venue_time ? 0 : XG_ERR_TYPE;
}

static int read_insts(struct xg_answer *a, const struct xg_ask *ask,
	enum xg_bybit_cat cat, struct xg_str result, int64_t rx,
	const struct xg_sink *sink)
{
	static const char *const keys[] = { "list", "nextPageCursor" };
	struct xg_str v[XG_LEN(keys)];
	int n;

	if (xg_scan_text(result, keys, v, XG_LEN(keys)) < 0 || !v[0].n)
		return XG_ERR_TYPE;
	n = xg_bybit_insts(v[0], cat, rx, sink);
	if (n < 0)
		return n;
	a->n = n;
	/* A cursor that does not move on is the end, not a circle. */
	if (cat == XG_BYBIT_SPOT || n == 0 || !v[1].n ||
		xg_str_is(v[1], ask->cursor))
		return 0;
	if (memchr(v[1].p, '\\', v[1].n) || v[1].n >= sizeof a->cursor)
		return XG_ERR_TYPE;
	xg_str_copy(a->cursor, sizeof a->cursor, v[1]);
	return 0;
}

static int read_oi(struct xg_answer *a, enum xg_bybit_cat cat,
	struct xg_str result, struct xg_str time, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	static const char *const keys[] = { "list" };
	enum xg_json_tok tok;
	struct xg_str list;
	struct xg_json j;

	if (xg_scan_text(result, keys, &list, 1) < 0 || !list.n)
		return XG_ERR_TYPE;
	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = xg_bybit_oi_row(
			&j, cat, insts, xg_scan_ms(time), rx, sink);

		if (rc < 0)
			return rc;
		a->n++;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* When the bucket of the answer is full again. */
static int64_t wait_of(struct xg_str headers, int64_t rx)
{
	int64_t at =
		xg_scan_ms(xg_header(headers, "X-Bapi-Limit-Reset-Timestamp"));

	return at > rx && at - rx < BAN_US ? at - rx : 1000000;
}

void xg_bybit_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	enum { CODE, MSG, RESULT, TIME, KEYS };
	static const char *const keys[KEYS] = { "retCode", "retMsg", "result",
		"time" };
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	enum xg_bybit_cat cat = xg_bybit_cat(name);
	struct xg_str v[KEYS];
	int64_t code;
	int rc = 0;

	*a = (struct xg_answer){ .used = -1 };
	if (http && at_the_door(a, http, body, rx))
		return;
	if (http == 0 || xg_json_check(body, NULL, NULL) < 0 ||
		xg_scan_text(body, keys, v, KEYS) < 0 ||
		xg_str_i64(v[CODE], &code) < 0) {
		unclear(a, http);
		return;
	}
	a->result = xg_bybit_code(code, v[MSG], &a->reason);
	xg_str_copy(a->code, sizeof a->code, v[CODE]);
	if (a->result != XG_RES_OK)
		put_detail(a, v[MSG]);
	if (a->result == XG_RES_LIMITED)
		a->retry_us = wait_of(headers, rx);
	if (a->result != XG_RES_OK)
		return;
	if (http >= 500) {
		unclear(a, http);
		return;
	}
	if (ask->op == XG_OP_TIME)
		rc = read_time(a, v[RESULT], v[TIME]);
	else if (ask->op == XG_OP_INSTS && cat != XG_BYBIT_CATS)
		rc = read_insts(a, ask, cat, v[RESULT], rx, sink);
	else if (ask->op == XG_OP_OI && cat != XG_BYBIT_CATS)
		rc = read_oi(a, cat, v[RESULT], v[TIME], rx, insts, sink);
	if (rc < 0)
		say(a, XG_RES_BAD, XG_WHY_OTHER,
			"the answer is not of the documented form");
}
