/* Requests and answers: POST /info, with the question in the body. Source: the
 * venue's documents, info endpoint, rate limits (weights). */
#include "json/write.h"
#include "venue/hyperliquid/hyperliquid.h"

#define WEIGHT_BOOK 2
#define WEIGHT_LIST 20

static void start(struct xg_req *r, const char *type, int cost)
{
	xg_req_clear(r);
	r->method = "POST";
	r->host = "rest";
	xg_buf_text(&r->path, "/info");
	xg_buf_text(&r->headers, "Content-Type: application/json\n");
	xg_buf_char(&r->body, '{');
	xg_json_put_str(&r->body, "type", xg_str_from(type));
	r->is_signed = false;
	r->limit = 0;
	r->cost = cost;
}

/* A book has the time of its block: the venue tells its clock nowhere else. */
static void book(struct xg_req *r, struct xg_str coin)
{
	start(r, "l2Book", WEIGHT_BOOK);
	xg_json_put_str(&r->body, "coin", coin);
}

int xg_hyperliquid_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	bool spot = xg_str_is_text(name, "spot");

	if (name.n && !spot && !xg_str_is_text(name, "perp"))
		return xg_error_set(err, XG_ERR_SUPPORT,
			"hyperliquid: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	switch (ask->op) {
	case XG_OP_TIME:
		book(r, XG_STR("BTC"));
		break;
	case XG_OP_INSTS:
		start(r, spot ? "spotMeta" : "allPerpMetas", WEIGHT_LIST);
		break;
	case XG_OP_SNAPSHOT:
		if (!ask->inst || !ask->inst->i.native.n)
			return xg_error_set(err, XG_ERR_ABSENT,
				"hyperliquid: a book needs an instrument");
		book(r, ask->inst->i.native);
		break;
	default:
		return xg_error_set(err, XG_ERR_SUPPORT,
			"hyperliquid: market data only; orders and accounts "
			"are not supported here");
	}
	xg_buf_char(&r->body, '}');
	if (r->path.failed || r->body.failed || r->headers.failed)
		return xg_error_set(err, XG_ERR_LIMIT,
			"hyperliquid: the request is too long");
	return 0;
}

static void say(struct xg_answer *a, enum xg_result result, int reason,
	struct xg_str why)
{
	a->result = result;
	a->reason = reason;
	xg_str_copy(a->detail, sizeof a->detail, why);
}

/* No clear word. True when that is the answer. A limit comes as HTTP 429, without
 * a time; malformed questions as HTTP 422 with a plain text. */
static bool at_the_door(struct xg_answer *a, int http, struct xg_str body)
{
	if (http == 0)
		say(a, XG_RES_UNKNOWN, XG_WHY_TIMEOUT,
			XG_STR("no answer came"));
	else if (http == 429)
		say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
			XG_STR("too many requests (HTTP 429)"));
	else if (http >= 500)
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			XG_STR("the venue is out of order (HTTP 5xx)"));
	else if (http >= 400)
		say(a, XG_RES_REJECTED, XG_WHY_OTHER, body);
	else if (xg_json_check(body, NULL, NULL) < 0)
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			XG_STR("the answer is not JSON"));
	else
		return false;
	if (http == 429)
		a->retry_us = 10000000;
	return true;
}

/* {"status":"err","response":"text"}. True when that is the answer. */
static bool is_refusal(struct xg_answer *a, struct xg_str body)
{
	static const char *const keys[] = { "status", "response" };
	struct xg_buf b = { .max = 4096 };
	struct xg_str v[2];

	if (body.p[0] != '{' || xg_scan_text(body, keys, v, 2) < 0 ||
		!xg_str_is_text(v[0], "err"))
		return false;
	xg_json_unescape(&b, v[1]);
	a->result = xg_hyperliquid_words(xg_buf_view(&b), &a->reason);
	xg_str_copy(a->detail, sizeof a->detail, xg_buf_view(&b));
	xg_buf_release(&b);
	return true;
}

static int read_time(struct xg_answer *a, struct xg_str body)
{
	static const char *const keys[] = { "time" };
	struct xg_str v[1];

	if (xg_scan_text(body, keys, v, 1) < 0)
		return XG_ERR_TYPE;
	a->venue_time = xg_scan_ms(v[0]);
	return a->venue_time ? 0 : XG_ERR_TYPE;
}

void xg_hyperliquid_answer(struct xg_answer *a, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	bool spot = xg_str_is_text(ask->market, "spot");
	int rc = 0;

	(void)headers;
	(void)insts;
	*a = (struct xg_answer){ .used = -1 };
	if (at_the_door(a, http, body) || is_refusal(a, body))
		return;
	if (ask->op == XG_OP_TIME)
		rc = read_time(a, body);
	else if (ask->op == XG_OP_INSTS)
		rc = a->n = spot ? xg_hyperliquid_spots(body, rx, sink)
				 : xg_hyperliquid_perps(body, rx, sink);
	if (rc >= 0)
		return;
	a->n = 0;
	say(a, XG_RES_BAD, XG_WHY_OTHER,
		XG_STR("the answer is not of the documented form"));
}
