/* Answers of REST: {"code":"00000","msg","requestTime","data"}. Source: market
 * documents, rate limits. */
#include "venue/bitget/bitget.h"

#define NAME XG_STR("bitget")
#define RETRY_US 1000000

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

static int read_time(struct xg_answer *a, struct xg_str data)
{
	static const char *const keys[] = { "serverTime" };
	struct xg_str v[1];

	if (xg_scan_text(data, keys, v, 1) < 0)
		return XG_ERR_TYPE;
	a->venue_time = xg_scan_ms(v[0]);
	return a->venue_time ? 0 : XG_ERR_TYPE;
}

static int oi_row(struct xg_json *j, enum xg_bitget_cat cat, int64_t ts,
	int64_t rx, const struct xg_insts *insts, const struct xg_sink *sink)
{
	static const char *const keys[] = { "symbol", "size", "openInterest" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec qty;
	struct xg_rec rec;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = xg_insts_native(
		insts, NAME, xg_str_from(xg_bitget_cat_name(cat)), v[0]);
	if (!inst)
		return 0;
	if (xg_dec_from(&qty, v[1].n ? v[1] : v[2]) < 0 || xg_dec_sign(qty) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_OI, NAME, inst->sym, ts, rx);
	XG_REC_SET(&rec, oi.qty, qty);
	return sink->rec(sink->ctx, &rec);
}

static int read_oi(struct xg_answer *a, enum xg_bitget_cat cat,
	struct xg_str data, int64_t rx, const struct xg_insts *insts,
	const struct xg_sink *sink)
{
	static const char *const keys[] = { "openInterestList", "list", "ts" };
	struct xg_str v[XG_LEN(keys)], list;
	enum xg_json_tok tok;
	struct xg_json j;

	if (xg_scan_text(data, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_TYPE;
	list = v[0].n ? v[0] : v[1];
	xg_json_init(&j, list.p, list.n);
	if (!list.n || xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = oi_row(&j, cat, xg_scan_ms(v[2]), rx, insts, sink);

		if (rc < 0)
			return rc;
		a->n++;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

static int read_insts(struct xg_answer *a, enum xg_bitget_cat cat,
	struct xg_str data, int64_t rx, const struct xg_sink *sink)
{
	int n = xg_bitget_insts(data, cat, rx, sink);

	if (n < 0)
		return n;
	a->n = n;
	return 0;
}

void xg_bitget_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	enum { CODE, MSG, DATA, KEYS };
	static const char *const keys[KEYS] = { "code", "msg", "data" };
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	enum xg_bitget_cat cat = xg_bitget_cat(name.n ? name : XG_STR("spot"));
	struct xg_str v[KEYS];
	int rc = 0;

	(void)headers; /* none tells of limits */
	*a = (struct xg_answer){ .used = -1 };
	if (http == 429) {
		say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
			"too many requests (HTTP 429)");
		a->retry_us = RETRY_US;
		return;
	}
	if (http == 0 || xg_json_check(body, NULL, NULL) < 0 ||
		xg_scan_text(body, keys, v, KEYS) < 0 || !v[CODE].n) {
		unclear(a, http);
		return;
	}
	a->result = xg_bitget_code(v[CODE], v[MSG], &a->reason);
	xg_str_copy(a->code, sizeof a->code, v[CODE]);
	if (a->result == XG_RES_LIMITED)
		a->retry_us = RETRY_US;
	if (a->result != XG_RES_OK) {
		put_detail(a, v[MSG]);
		return;
	}
	if (http >= 500) {
		unclear(a, http);
		return;
	}
	if (ask->op == XG_OP_TIME)
		rc = read_time(a, v[DATA]);
	else if (ask->op == XG_OP_INSTS && cat != XG_BITGET_CATS)
		rc = read_insts(a, cat, v[DATA], rx, sink);
	else if (ask->op == XG_OP_OI && cat != XG_BITGET_CATS)
		rc = read_oi(a, cat, v[DATA], rx, insts, sink);
	if (rc < 0)
		say(a, XG_RES_BAD, XG_WHY_OTHER,
			"the answer is not of the documented form");
}
