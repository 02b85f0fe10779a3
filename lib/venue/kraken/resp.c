/* Answers of REST [spot: {"error":[],"result":...}; Futures: {"result":
 * "success" or "error", ...}]. */
#include "base/time.h"
#include "venue/kraken/kraken.h"

#define LOCKOUT_US (900 * XG_US_PER_S)

static void unclear(struct xg_answer *a, const char *why, int http)
{
	a->result = XG_RES_UNKNOWN;
	a->reason = http ? XG_WHY_VENUE_DOWN : XG_WHY_TIMEOUT;
	xg_str_copy(a->detail, sizeof a->detail, xg_str_from(why));
}

static void bad(struct xg_answer *a)
{
	a->result = XG_RES_BAD;
	a->reason = XG_WHY_OTHER;
	xg_str_copy(a->detail, sizeof a->detail,
		XG_STR("the answer is not of the documented form"));
}

/* The venue said no: its words say for how long, where they do. */
static void refused(struct xg_answer *a, struct xg_str text)
{
	static const char throttled[] = "Throttled: ";
	const char *at = memmem(text.p, text.n, throttled, strlen(throttled));
	struct xg_str until = { NULL, 0 };

	a->result = xg_kraken_error(text, &a->reason);
	xg_str_copy(a->detail, sizeof a->detail, text);
	xg_str_copy(a->code, sizeof a->code, text);
	if (a->result != XG_RES_LIMITED)
		return;
	a->retry_us = 5 * XG_US_PER_S;
	if (memmem(text.p, text.n, "lockout", strlen("lockout")))
		a->retry_us = LOCKOUT_US;
	if (at) {
		until.p = at + strlen(throttled);
		until.n = (size_t)(text.p + text.n - until.p);
		a->banned_until = xg_kraken_seconds(until);
	}
}

/* The first error of a list; warnings ("W...") are none. */
static struct xg_str first_error(struct xg_str list)
{
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	if (list.n && list.p[0] != '[')
		return list; /* futures: one word */
	if (!list.n || xg_json_next(&j) != XG_JSON_ARR)
		return (struct xg_str){ NULL, 0 };
	while (xg_json_next(&j) == XG_JSON_STR) {
		if (j.val.n && j.val.p[0] != 'W')
			return j.val;
	}
	return (struct xg_str){ NULL, 0 };
}

static void time_of(struct xg_answer *a, struct xg_str result)
{
	static const char *const keys[] = { "unixtime" };
	struct xg_str v[1];

	if (!result.n || xg_scan_text(result, keys, v, 1) < 0 ||
		(a->venue_time = xg_kraken_seconds(v[0])) <= 0)
		bad(a);
}

static void insts_of(struct xg_answer *a, const struct xg_ask *ask,
	struct xg_str body, int64_t rx, const struct xg_sink *sink)
{
	if (xg_kraken_insts(body, rx, sink, &a->n) < 0) {
		bad(a);
		return;
	}
	if (!xg_str_is_text(ask->market, "futures") && !ask->cursor.n)
		xg_str_copy(a->cursor, sizeof a->cursor, XG_STR("tokenized"));
}

static void read_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str body, int64_t rx, const struct xg_sink *sink)
{
	static const char *const keys[] = { "error", "result" };
	struct xg_str v[2] = { { NULL, 0 }, { NULL, 0 } }, why;

	if (http == 0) {
		unclear(a, "no answer came", 0);
		return;
	}
	if (http == 429) {
		refused(a, XG_STR("EGeneral:Too many requests"));
		return;
	}
	if (xg_json_check(body, NULL, NULL) < 0 ||
		xg_scan_text(body, keys, v, 2) < 0 || (!v[0].n && !v[1].n)) {
		unclear(a,
			http >= 500 ? "the venue is out of order (HTTP 5xx)"
				    : "the answer is not the venue's",
			http);
		return;
	}
	why = first_error(v[0]);
	if (why.n) {
		refused(a, why);
		return;
	}
	if (http >= 400 || xg_str_is_text(v[1], "error")) {
		unclear(a, "the venue refused without saying why", http);
		return;
	}
	if (ask->op == XG_OP_TIME)
		time_of(a, v[1]);
	else if (ask->op == XG_OP_INSTS)
		insts_of(a, ask, body, rx, sink);
}

void xg_kraken_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	(void)headers, (void)insts; /* the venue sends no usage headers */
	*a = (struct xg_answer){ .used = -1 };
	read_answer(a, ask, http, body, rx, sink);
	/* Stocks as tokens are not offered everywhere: the pairs are there. */
	if (ask->op == XG_OP_INSTS && ask->cursor.n &&
		a->result == XG_RES_REJECTED)
		*a = (struct xg_answer){ .used = -1 };
}
