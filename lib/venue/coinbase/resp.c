/* Answers of REST. Errors are {"error":"...","message":"..."}, of limits
 * {"errors":[{"id":"rate_limit_exceeded"}]}, of the Exchange {"message":"..."}.
 * Source: Advanced Trade rate limits and errors. */
#include "venue/coinbase/coinbase.h"

#define WAIT_US 1000000 /* the venue names no time: a second, then doubling */

static void put(char *to, size_t size, struct xg_str raw)
{
	struct xg_buf b = { .max = 4096 };

	if (raw.n && xg_json_unescape(&b, raw) == 0)
		xg_str_copy(to, size, xg_buf_view(&b));
	xg_buf_release(&b);
}

/* The id of the first of {"errors":[{"id":...}]}. */
static struct xg_str first_id(struct xg_str body)
{
	struct xg_str id = { NULL, 0 };

	if (xg_json_find(body, "errors.0.id", &id) <= 0 || id.n < 2)
		return (struct xg_str){ NULL, 0 };
	return (struct xg_str){ id.p + 1, id.n - 2 };
}

static int of_status(int http)
{
	switch (http) {
	case 401:
		return XG_WHY_AUTH;
	case 403:
		return XG_WHY_PERMISSION;
	case 404:
		return XG_WHY_NOT_FOUND;
	default:
		return XG_WHY_OTHER;
	}
}

static void refused(struct xg_answer *a, int http, struct xg_str body)
{
	static const char *const keys[] = { "error", "message" };
	struct xg_str v[2] = { { NULL, 0 }, { NULL, 0 } }, id = { NULL, 0 };
	bool json = xg_json_check(body, NULL, NULL) == 0;

	if (json && xg_scan_text(body, keys, v, 2) == 0)
		id = first_id(body);
	if (!v[0].n)
		v[0] = id;
	put(a->code, sizeof a->code, v[0]);
	put(a->detail, sizeof a->detail, v[1].n ? v[1] : v[0]);
	a->reason = xg_coinbase_reason(v[0].n ? v[0] : v[1]);
	if (a->reason == XG_WHY_OTHER)
		a->reason = of_status(http);
	a->result = XG_RES_REJECTED;
	if (http == 429 || a->reason == XG_WHY_RATE_LIMITED) {
		a->result = XG_RES_LIMITED;
		a->reason = XG_WHY_RATE_LIMITED;
		a->retry_us = WAIT_US;
	} else if (http >= 500 || http == 408) {
		a->result = XG_RES_UNKNOWN;
		a->reason = http == 408 ? XG_WHY_TIMEOUT : XG_WHY_VENUE_DOWN;
	}
	if (!a->detail[0])
		snprintf(a->detail, sizeof a->detail, "HTTP %d without a word",
			http);
}

/* {"epochMillis":"1700000000123"}; the Exchange has {"epoch":1700000000.123}. */
static int read_time(struct xg_answer *a, struct xg_str body)
{
	static const char *const keys[] = { "epochMillis", "iso" };
	struct xg_str v[2];

	if (xg_scan_text(body, keys, v, 2) < 0)
		return XG_ERR_TYPE;
	a->venue_time = xg_scan_ms(v[0]);
	if (!a->venue_time)
		a->venue_time = xg_coinbase_time(v[1]);
	return a->venue_time ? 0 : XG_ERR_TYPE;
}

/* A full page has a next one. */
static int read_products(struct xg_answer *a, const struct xg_ask *ask,
	struct xg_str body, int64_t rx, const struct xg_sink *sink)
{
	int64_t offset = 0;
	int rows = 0, rc = xg_coinbase_insts(body, rx, sink, &rows);

	if (rc < 0)
		return rc;
	if (ask->cursor.n && xg_str_i64(ask->cursor, &offset) < 0)
		offset = 0;
	if (rows >= XG_COINBASE_PAGE)
		snprintf(a->cursor, sizeof a->cursor, "%lld",
			(long long)offset + rows);
	return rc;
}

static void answer(struct xg_answer *a, const struct xg_ask *ask, bool exchange,
	int http, struct xg_str body, int64_t rx, const struct xg_sink *sink)
{
	int rc = 0;

	*a = (struct xg_answer){ .used = -1 };
	if (http == 0) {
		a->result = XG_RES_UNKNOWN;
		a->reason = XG_WHY_TIMEOUT;
		xg_str_copy(
			a->detail, sizeof a->detail, XG_STR("no answer came"));
		return;
	}
	if (http != 200) {
		refused(a, http, body);
		return;
	}
	if (xg_json_check(body, NULL, NULL) < 0)
		rc = XG_ERR_SYNTAX;
	else if (ask->op == XG_OP_TIME)
		rc = read_time(a, body);
	else if (ask->op == XG_OP_INSTS && exchange)
		rc = xg_coinbase_exchange_insts(
			body, XG_STR("coinbase-exchange"), rx, sink);
	else if (ask->op == XG_OP_INSTS)
		rc = read_products(a, ask, body, rx, sink);
	else if (ask->op == XG_OP_OI && ask->inst)
		rc = xg_coinbase_product(body, ask->inst, rx, sink);
	if (rc < 0) {
		a->result = XG_RES_BAD;
		a->reason = XG_WHY_OTHER;
		xg_str_copy(a->detail, sizeof a->detail,
			XG_STR("the answer is not of the documented form"));
		return;
	}
	a->n = rc;
}

void xg_coinbase_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	(void)headers;
	(void)insts;
	answer(a, ask, false, http, body, rx, sink);
}

void xg_coinbase_exchange_answer(struct xg_answer *a, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	(void)headers;
	(void)insts;
	answer(a, ask, true, http, body, rx, sink);
}
