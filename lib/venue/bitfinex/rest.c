/* Requests of public data and their answers [REST, configs, errors]. */
#include "venue/bitfinex/bitfinex.h"

enum { LIM_CONF };

/* An address that asks too much is refused for a minute [requirements and
 * limitations]. */
#define REFUSED_US 60000000

int xg_bitfinex_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	bool deriv = xg_str_is_text(ask->market, "deriv");

	if (ask->op != XG_OP_INSTS)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"bitfinex: xg asks for the list of instruments only "
			"there");
	if (ask->market.n && !deriv && !xg_str_is_text(ask->market, "spot"))
		return xg_error_set(err, XG_ERR_SUPPORT,
			"bitfinex: no market is called \"%.*s\"",
			(int)(ask->market.n < 40 ? ask->market.n : 40),
			ask->market.p);
	xg_req_clear(r);
	r->method = "GET";
	r->host = "rest";
	xg_buf_text(&r->path, "/v2/conf/pub:info:pair");
	xg_buf_text(&r->path, deriv ? ":futures" : "");
	xg_buf_text(&r->path, ",pub:map:currency:sym");
	r->is_signed = false;
	r->limit = LIM_CONF;
	r->cost = 1;
	return r->path.failed ? XG_ERR_MEMORY : 0;
}

static void say(struct xg_answer *a, enum xg_result result, int reason,
	struct xg_str why)
{
	a->result = result;
	a->reason = reason;
	xg_str_copy(a->detail, sizeof a->detail, why);
}

static void refused(struct xg_answer *a, int64_t code, struct xg_str msg)
{
	int reason;
	enum xg_result result = xg_bitfinex_error(code, msg, &reason);

	say(a, result, reason, msg);
	snprintf(a->code, sizeof a->code, "%lld", (long long)code);
	if (result == XG_RES_LIMITED)
		a->retry_us = REFUSED_US;
}

/* ["error",10020,"symbol: invalid"]. False: it is none. */
static bool is_list(struct xg_answer *a, struct xg_str body)
{
	struct xg_str word = { NULL, 0 }, msg = { NULL, 0 };
	struct xg_json j;
	int64_t code = 0;

	xg_json_init(&j, body.p, body.n);
	if (xg_json_next(&j) != XG_JSON_ARR || xg_json_text(&j, &word) < 0 ||
		!xg_str_is_text(word, "error"))
		return false;
	xg_json_i64(&j, &code);
	xg_json_text(&j, &msg);
	refused(a, code, msg);
	return true;
}

/* {"error":"ERR_RATE_LIMIT"}, {"code":503,"error":"temporarily_unavailable",
 * "error_description":"..."}. False: it is none. */
static bool is_object(struct xg_answer *a, struct xg_str body)
{
	static const char *const keys[] = { "error", "code",
		"error_description", "message" };
	struct xg_str v[XG_LEN(keys)];
	int64_t code = 0;

	if (!body.n || body.p[0] != '{' ||
		xg_scan_text(body, keys, v, XG_LEN(keys)) < 0)
		return false;
	xg_str_i64(v[1], &code);
	refused(a, code, v[0].n ? v[0] : v[3]);
	if (v[2].n)
		xg_str_copy(a->detail, sizeof a->detail, v[2]);
	return true;
}

/* No clear word. True when that is the answer. */
static bool at_the_door(struct xg_answer *a, int http, struct xg_str body)
{
	bool json = http && xg_json_check(body, NULL, NULL) == 0;

	if (http == 0)
		say(a, XG_RES_UNKNOWN, XG_WHY_TIMEOUT,
			XG_STR("no answer came"));
	else if (http == 429) {
		say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
			XG_STR("too many requests (HTTP 429)"));
		a->retry_us = REFUSED_US;
	} else if (json && (is_list(a, body) || is_object(a, body)))
		return true;
	else if (http >= 500)
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			XG_STR("the venue is out of order (HTTP 5xx)"));
	else if (http >= 400)
		say(a, XG_RES_REJECTED, XG_WHY_OTHER, body);
	else if (!json)
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			XG_STR("the answer is not JSON"));
	else
		return false;
	return true;
}

void xg_bitfinex_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	(void)headers;
	(void)insts;
	*a = (struct xg_answer){ .used = -1 };
	if (at_the_door(a, http, body) || ask->op != XG_OP_INSTS)
		return;
	a->n = xg_bitfinex_insts(
		body, xg_str_is_text(ask->market, "deriv"), rx, sink);
	if (a->n >= 0)
		return;
	a->n = 0;
	say(a, XG_RES_BAD, XG_WHY_OTHER,
		XG_STR("the answer is not of the documented form"));
}
