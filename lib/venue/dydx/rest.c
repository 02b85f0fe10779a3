/* Requests and answers of the Indexer. Source: its documents, HTTP; rate limits.
 */
#include "base/time.h"
#include "crypto/text.h"
#include "venue/dydx/dydx.h"

static void start(struct xg_req *r, const char *path)
{
	xg_req_clear(r);
	r->method = "GET";
	r->host = "rest";
	xg_buf_text(&r->path, path);
	r->is_signed = false;
	r->limit = 0;
	r->cost = 1;
}

int xg_dydx_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;

	if (name.n && !xg_str_is_text(name, "perp"))
		return xg_error_set(err, XG_ERR_SUPPORT,
			"dydx: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	switch (ask->op) {
	case XG_OP_TIME:
		start(r, "/v4/time");
		break;
	case XG_OP_INSTS:
		start(r, "/v4/perpetualMarkets");
		break;
	case XG_OP_SNAPSHOT:
		if (!ask->inst || !ask->inst->i.native.n)
			return xg_error_set(err, XG_ERR_ABSENT,
				"dydx: a book needs an instrument");
		start(r, "/v4/orderbooks/perpetualMarket/");
		xg_pct_add(&r->path, ask->inst->i.native);
		break;
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"dydx: market data only; orders and accounts are not "
			"supported here");
	}
	if (r->path.failed)
		return xg_error_set(
			err, XG_ERR_LIMIT, "dydx: the request is too long");
	return 0;
}

static void say(
	struct xg_answer *a, enum xg_result result, int reason, const char *why)
{
	a->result = result;
	a->reason = reason;
	xg_str_copy(a->detail, sizeof a->detail, xg_str_from(why));
}

/* {"errors":[{"msg":"..."}]} */
static void put_detail(struct xg_answer *a, struct xg_str body)
{
	struct xg_buf b = { .max = 4096 };
	struct xg_str msg;

	if (xg_json_check(body, NULL, NULL) == 0 &&
		xg_json_find(body, "errors.0.msg", &msg) > 0 && msg.n > 2 &&
		msg.p[0] == '"' &&
		xg_json_unescape(&b, (struct xg_str){ msg.p + 1, msg.n - 2 }) ==
			0)
		xg_str_copy(a->detail, sizeof a->detail, xg_buf_view(&b));
	xg_buf_release(&b);
}

/* No clear word. True when that is the answer. */
static bool at_the_door(struct xg_answer *a, int http, struct xg_str body)
{
	if (http == 0)
		say(a, XG_RES_UNKNOWN, XG_WHY_TIMEOUT, "no answer came");
	else if (http == 429)
		say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
			"too many requests (HTTP 429)");
	else if (http == 403)
		say(a, XG_RES_REJECTED, XG_WHY_PERMISSION,
			"the venue does not serve this address (HTTP 403)");
	else if (http == 404)
		say(a, XG_RES_REJECTED, XG_WHY_NOT_FOUND,
			"the venue does not know it (HTTP 404)");
	else if (http >= 500)
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			"the venue is out of order (HTTP 5xx)");
	else if (http >= 400)
		say(a, XG_RES_REJECTED, XG_WHY_OTHER,
			"the venue refused the request");
	else if (xg_json_check(body, NULL, NULL) < 0)
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			"the answer is not JSON");
	else
		return false;
	if (http == 429)
		a->retry_us = 10000000;
	if (http >= 400 && http < 500)
		put_detail(a, body);
	return true;
}

static int read_time(struct xg_answer *a, struct xg_str body)
{
	static const char *const keys[] = { "iso" };
	struct xg_str v[1];

	if (xg_scan_text(body, keys, v, 1) < 0)
		return XG_ERR_TYPE;
	return xg_time_parse_iso(v[0], &a->venue_time) < 0 ? XG_ERR_TYPE : 0;
}

void xg_dydx_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	int rc = 0;

	(void)headers;
	(void)insts;
	*a = (struct xg_answer){ .used = -1 };
	if (at_the_door(a, http, body))
		return;
	if (ask->op == XG_OP_TIME)
		rc = read_time(a, body);
	else if (ask->op == XG_OP_INSTS)
		rc = a->n = xg_dydx_insts(body, rx, sink);
	if (rc >= 0)
		return;
	a->n = 0;
	say(a, XG_RES_BAD, XG_WHY_OTHER,
		"the answer is not of the documented form");
}
