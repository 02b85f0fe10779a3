/* Answers of REST: {"code":"200000","data":...} or {"code","msg"}, with HTTP 200
 * or 4xx. Source: request documents, rate limits, apply for a public token. */
#include "venue/kucoin/kucoin.h"

/* The edge of the venue refuses an address for minutes, and says not how many. */
#define EDGE_US (INT64_C(120) * 1000000)
#define WINDOW_US 30000000

static void say(
	struct xg_answer *a, enum xg_result result, int reason, const char *why)
{
	a->result = result;
	a->reason = reason;
	xg_str_copy(a->detail, sizeof a->detail, xg_str_from(why));
}

static void put_detail(struct xg_answer *a, struct xg_str raw)
{
	struct xg_buf b = { .max = 4096 };

	if (raw.n && xg_json_unescape(&b, raw) == 0)
		xg_str_copy(a->detail, sizeof a->detail, xg_buf_view(&b));
	xg_buf_release(&b);
}

/* Until the pool is full again. */
static int64_t wait_of(struct xg_str headers)
{
	int64_t ms;

	return xg_str_i64(xg_header(headers, "gw-ratelimit-reset"), &ms) == 0 &&
			       ms > 0 && ms <= 600000
		       ? ms * 1000
		       : WINDOW_US;
}

static int64_t used_of(struct xg_str headers)
{
	int64_t limit, left;

	return xg_str_i64(xg_header(headers, "gw-ratelimit-limit"), &limit) ==
				       0 &&
			       xg_str_i64(xg_header(headers,
						  "gw-ratelimit-remaining"),
				       &left) == 0 &&
			       limit >= left && left >= 0
		       ? limit - left
		       : -1;
}

/* `data` is the time in milliseconds. */
static int read_time(struct xg_answer *a, struct xg_str data)
{
	a->venue_time = xg_scan_ms(data);
	return a->venue_time ? 0 : XG_ERR_TYPE;
}

/* An address with TLS and nothing in it that an address has not. */
static int put_url(struct xg_answer *a, struct xg_str url)
{
	size_t slashes = 0;

	if (!xg_str_has_prefix(url, XG_STR("wss://")) ||
		url.n + 2 > sizeof a->url)
		return XG_ERR_TYPE;
	for (size_t i = 0; i < url.n; i++) {
		if (url.p[i] <= ' ' || url.p[i] >= 0x7f || url.p[i] == '\\' ||
			url.p[i] == '?' || url.p[i] == '#' || url.p[i] == '@')
			return XG_ERR_TYPE;
		slashes += url.p[i] == '/';
	}
	snprintf(a->url, sizeof a->url, "%.*s%s", XG_STR_ARG(url),
		slashes < 3 ? "/" : "");
	return 0;
}

/* {"token","instanceServers":[{"endpoint","protocol","pingInterval",...}]} */
static int read_token(struct xg_answer *a, struct xg_str data)
{
	static const char *const keys[] = { "token", "instanceServers" };
	static const char *const server[] = { "endpoint" };
	struct xg_str v[2], url;
	struct xg_json j;

	if (xg_scan_text(data, keys, v, 2) < 0 || !v[0].n || !v[1].n)
		return XG_ERR_TYPE;
	if (memchr(v[0].p, '\\', v[0].n) ||
		!xg_str_copy(a->token, sizeof a->token, v[0]))
		return XG_ERR_TYPE;
	xg_json_init(&j, v[1].p, v[1].n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	if (xg_json_next(&j) != XG_JSON_OBJ || xg_scan(&j, server, &url, 1) < 0)
		return XG_ERR_TYPE;
	return put_url(a, url);
}

static int read_data(struct xg_answer *a, const struct xg_ask *ask,
	struct xg_str data, int64_t rx, const struct xg_insts *insts,
	const struct xg_sink *sink)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	int rc;

	switch (ask->op) {
	case XG_OP_TIME:
		return read_time(a, data);
	case XG_OP_STREAM_NEW:
		rc = read_token(a, data);
		if (rc < 0)
			a->token[0] = a->url[0] = '\0';
		return rc;
	case XG_OP_INSTS:
		rc = xg_kucoin_insts(
			data, xg_kucoin_is_futures(name) == 1, rx, sink);
		a->n = rc > 0 ? rc : 0;
		return rc;
	case XG_OP_OI:
		rc = xg_kucoin_oi(data, insts, rx, sink);
		a->n = rc >= 0;
		return rc;
	default:
		return 0;
	}
}

/* No clear word. */
static void unclear(struct xg_answer *a, int http, struct xg_str headers)
{
	if (http == 0) {
		say(a, XG_RES_UNKNOWN, XG_WHY_TIMEOUT, "no answer came");
	} else if (http == 429) {
		say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
			"too many requests (HTTP 429)");
		a->retry_us = wait_of(headers);
	} else if (http == 403) {
		say(a, XG_RES_LIMITED, XG_WHY_RATE_LIMITED,
			"the venue's edge refuses this address (HTTP 403)");
		a->retry_us = EDGE_US;
	} else {
		say(a, XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN,
			http >= 500 ? "the venue is out of order (HTTP 5xx)"
				    : "the answer is not JSON with a code");
	}
}

void xg_kucoin_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	enum { CODE, MSG, DATA, KEYS };
	static const char *const keys[KEYS] = { "code", "msg", "data" };
	struct xg_str v[KEYS];

	*a = (struct xg_answer){ .used = used_of(headers) };
	if (http == 0 || xg_json_check(body, NULL, NULL) < 0 ||
		xg_scan_text(body, keys, v, KEYS) < 0 || !v[CODE].n) {
		unclear(a, http, headers);
		return;
	}
	a->result = xg_kucoin_code(v[CODE], v[MSG], &a->reason);
	xg_str_copy(a->code, sizeof a->code, v[CODE]);
	if (a->result != XG_RES_OK) {
		put_detail(a, v[MSG]);
		if (http == 429 && a->result != XG_RES_LIMITED) {
			a->result = XG_RES_LIMITED;
			a->reason = XG_WHY_RATE_LIMITED;
		}
		if (a->result == XG_RES_LIMITED)
			a->retry_us = xg_str_is_text(v[CODE], "1015")
					      ? EDGE_US
					      : wait_of(headers);
		return;
	}
	if (http != 200) {
		unclear(a, http, headers);
		return;
	}
	if (read_data(a, ask, v[DATA], rx, insts, sink) < 0)
		say(a, XG_RES_BAD, XG_WHY_OTHER,
			"the answer is not of the documented form");
}
