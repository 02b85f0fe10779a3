/* Binance: who is asking. Source: sheet binance, section 6. */
#include <stdlib.h>

#include "sim/binance.h"

#define WINDOW_MS 5000
#define WINDOW_MAX_MS 60000
#define AHEAD_US 1000000

bool xg_bn_time_ok(struct xg_bn_call *c)
{
	struct xg_str text = xg_bn_get(c, "timestamp");
	struct xg_str window = xg_bn_get(c, "recvWindow");
	struct xg_dec w = xg_dec_int(WINDOW_MS);
	int64_t ts, span;

	if (!text.n || xg_str_i64(text, &ts) < 0) {
		xg_bn_fail(c, 400, -1102,
			"Mandatory parameter 'timestamp' was not sent, was "
			"empty/null, or malformed.");
		return false;
	}
	if (window.n && (xg_dec_from(&w, window) < 0 || xg_dec_sign(w) <= 0 ||
				xg_dec_cmp(w, xg_dec_int(WINDOW_MAX_MS)) > 0)) {
		xg_bn_fail(
			c, 400, -1131, "recvWindow must be less than 60000.");
		return false;
	}
	/* Milliseconds or microseconds, by size. */
	if (ts < INT64_C(100000000000000))
		ts = ts > INT64_MAX / 1000 ? 0 : ts * 1000;
	if (xg_dec_rescale(&w, w, -3, XG_ROUND_DOWN) < 0)
		w = xg_dec_make(0, -3);
	span = w.m;
	if (ts >= c->now + AHEAD_US) {
		xg_bn_fail(c, 400, -1021,
			"Timestamp for this request was 1000ms ahead of the "
			"server's time.");
		return false;
	}
	if (c->now - ts > span) {
		xg_bn_fail(c, 400, -1021,
			"Timestamp for this request is outside of the "
			"recvWindow.");
		return false;
	}
	return true;
}

static bool key_ok(struct xg_bn_call *c, struct xg_str key)
{
	if (!key.n)
		xg_bn_fail(c, 401, -2014, "API-key format invalid.");
	else if (!xg_sim_same(key, xg_str_from(c->f->cred.key)))
		xg_bn_fail(c, 401, -2015,
			"Invalid API-key, IP, or permissions for action.");
	else
		return true;
	return false;
}

/* The text without its last parameter, which must be the signature. */
static bool cut_signature(struct xg_str *text, struct xg_str *sig)
{
	static const char mark[] = "signature=";
	size_t n = text->n;

	while (n && text->p[n - 1] != '&')
		n--;
	*sig = (struct xg_str){ text->p + n, text->n - n };
	if (!xg_str_has_prefix(*sig, XG_STR(mark)))
		return false;
	sig->p += sizeof mark - 1;
	sig->n -= sizeof mark - 1;
	text->n = n ? n - 1 : 0;
	return true;
}

static bool check(struct xg_bn_call *c, struct xg_str text, struct xg_str sig)
{
	struct xg_buf mac = { 0 };
	bool same = xg_sim_hmac_hex(
			    &mac, xg_str_from(c->f->cred.secret), text) == 0 &&
		    xg_sim_same(xg_buf_view(&mac), sig);

	xg_buf_release(&mac);
	if (!same)
		xg_bn_fail(c, 400, -1022,
			"Signature for this request is not valid.");
	return same;
}

bool xg_bn_auth(struct xg_bn_call *c, const struct xg_sim_http *r, bool sign)
{
	struct xg_str query = r->query, body = r->body, sig;
	struct xg_buf text = { 0 };
	bool ok;

	if (!key_ok(c, xg_sim_header(r, "X-MBX-APIKEY")))
		return false;
	if (!sign)
		return true;
	if (!cut_signature(body.n ? &body : &query, &sig) &&
		!(body.n && cut_signature(&query, &sig))) {
		xg_bn_fail(c, 400, -1102,
			"Mandatory parameter 'signature' was not sent, was "
			"empty/null, or malformed.");
		return false;
	}
	if (!xg_bn_time_ok(c))
		return false;
	xg_buf_str(&text, query);
	xg_buf_str(&text, body);
	ok = check(c, xg_buf_view(&text), sig);
	xg_buf_release(&text);
	return ok;
}

/* ---- the WebSocket API: parameters sorted by name, values as they are ---- */

#define PARAMS 64

struct param {
	struct xg_str key, val;
};

static int by_name(const void *a, const void *b)
{
	return xg_str_cmp(
		((const struct param *)a)->key, ((const struct param *)b)->key);
}

/* Reads the params object. Returns the number, or -1. Values without quotes;
 * escapes are decoded into text. */
static int read_params(struct xg_str json, struct param *p, struct xg_buf *text)
{
	struct xg_json j;
	int n = 0;

	xg_json_init(&j, json.p, json.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return -1;
	while (xg_json_next(&j) == XG_JSON_KEY) {
		struct xg_str key = j.val, whole;
		size_t at = text->len;

		if (n == PARAMS || xg_json_next(&j) < XG_JSON_OBJ)
			return -1;
		if (j.tok == XG_JSON_STR) {
			if (xg_json_unescape(text, j.val) < 0)
				return -1;
		} else if (xg_json_skip(&j, &whole) < 0 ||
			   xg_buf_str(text, whole) < 0) {
			return -1;
		}
		p[n++] = (struct param){ key, { NULL, text->len - at } };
	}
	return j.tok == XG_JSON_OBJ_END ? n : -1;
}

bool xg_bn_auth_api(struct xg_bn_call *c, struct xg_str params)
{
	struct param p[PARAMS];
	struct xg_buf text = { 0 }, sum = { 0 };
	struct xg_str sig = { 0 }, key = { 0 };
	int n = read_params(params, p, &text);
	size_t at = 0;
	bool ok = false;

	for (int i = 0; i < n; i++) {
		p[i].val.p = text.p + at;
		at += p[i].val.n;
	}
	if (n > 0)
		qsort(p, (size_t)n, sizeof *p, by_name);
	for (int i = 0; i < n; i++) {
		if (xg_str_is_text(p[i].key, "signature")) {
			sig = p[i].val;
			continue;
		}
		if (xg_str_is_text(p[i].key, "apiKey"))
			key = p[i].val;
		if (sum.len)
			xg_buf_char(&sum, '&');
		xg_buf_str(&sum, p[i].key);
		xg_buf_char(&sum, '=');
		xg_buf_str(&sum, p[i].val);
	}
	if (key_ok(c, key) && xg_bn_time_ok(c))
		ok = check(c, xg_buf_view(&sum), sig);
	xg_buf_release(&text);
	xg_buf_release(&sum);
	return ok;
}
