/* Signing [overview, REST authentication; WebSocket login]. */
#include "venue/okx/okx.h"

#include "base/time.h"
#include "crypto/text.h"
#include "json/write.h"

/* prehash = timestamp + METHOD + path[?query] + body */
static int sign_text(
	struct xg_buf *out, const struct xg_cred *cred, struct xg_str text)
{
	unsigned char mac[32];

	if (xg_cred_mac(cred, mac, text) < 0)
		return XG_ERR_SYSTEM;
	xg_b64_add(out, mac, sizeof mac);
	return 0;
}

static void header(struct xg_req *r, const char *name, struct xg_str value)
{
	xg_buf_text(&r->headers, name);
	xg_buf_text(&r->headers, ": ");
	xg_buf_str(&r->headers, value);
	xg_buf_char(&r->headers, '\n');
}

static bool is_clean(struct xg_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if ((unsigned char)s.p[i] < ' ')
			return false;
	}
	return s.n > 0;
}

#define XG_OKX_EXPIRE_MS 5000

static bool makes_order(const struct xg_req *r)
{
	struct xg_str path = xg_buf_view(&r->path);

	return strcmp(r->method, "POST") == 0 &&
	       (xg_str_is_text(path, "/api/v5/trade/order") ||
		       xg_str_is_text(path, "/api/v5/trade/amend-order"));
}

int xg_okx_sign(struct xg_req *r, const struct xg_cred *cred, int64_t now,
	struct xg_error *err)
{
	struct xg_buf text = { 0 }, sig = { 0 };
	char iso[32];
	int rc;

	if (!is_clean(cred->key) || !is_clean(cred->passphrase))
		return xg_error_set(err, XG_ERR_AUTH,
			"okx: the key needs a passphrase (xg-key add)");
	xg_time_iso(iso, now, 3);
	xg_buf_text(&text, iso);
	xg_buf_text(&text, r->method);
	xg_buf_str(&text, xg_buf_view(&r->path));
	if (r->query.len) {
		xg_buf_char(&text, '?');
		xg_buf_str(&text, xg_buf_view(&r->query));
	}
	xg_buf_str(&text, xg_buf_view(&r->body));
	rc = text.failed ? XG_ERR_MEMORY
			 : sign_text(&sig, cred, xg_buf_view(&text));
	xg_buf_clear(&r->headers);
	header(r, "OK-ACCESS-KEY", cred->key);
	header(r, "OK-ACCESS-SIGN", xg_buf_view(&sig));
	header(r, "OK-ACCESS-TIMESTAMP", xg_str_from(iso));
	header(r, "OK-ACCESS-PASSPHRASE", cred->passphrase);
	if (r->body.len)
		header(r, "Content-Type", XG_STR("application/json"));
	/* Not accepted after 5 s, wherever it was kept meanwhile (the venue
	 * takes timestamps of up to 30 s): so "no such order" is proof after
	 * that (R2) [place order, expTime]. */
	if (makes_order(r)) {
		char ms[24];

		snprintf(ms, sizeof ms, "%lld",
			(long long)(now / 1000 + XG_OKX_EXPIRE_MS));
		header(r, "expTime", xg_str_from(ms));
	}
	if (cred->demo)
		header(r, "x-simulated-trading", XG_STR("1"));
	xg_buf_release(&text);
	xg_buf_release(&sig);
	return rc < 0 ? xg_error_set(err, rc,
				"okx: the request can't be "
				"signed")
		      : 0;
}

int xg_okx_login(struct xg_buf *out, const struct xg_link *link, int step,
	const struct xg_cred *cred, int64_t now)
{
	struct xg_buf text = { 0 }, sig = { 0 };
	char secs[24];

	(void)link;
	if (step == 1) {
		xg_buf_text(out,
			"{\"id\":\"2\",\"op\":\"subscribe\",\"args\":["
			"{\"channel\":\"orders\",\"instType\":\"ANY\"},"
			"{\"channel\":\"account\"},"
			"{\"channel\":\"positions\",\"instType\":\"ANY\"}]}");
		return 1;
	}
	if (step > 1)
		return 0;
	snprintf(secs, sizeof secs, "%lld", (long long)(now / 1000000));
	xg_buf_text(&text, secs);
	xg_buf_text(&text, "GET/users/self/verify");
	if (sign_text(&sig, cred, xg_buf_view(&text)) < 0) {
		xg_buf_release(&text);
		return XG_ERR_SYSTEM;
	}
	xg_buf_text(out, "{\"op\":\"login\",\"args\":[{");
	xg_json_put_str(out, "apiKey", cred->key);
	xg_json_put_str(out, "passphrase", cred->passphrase);
	xg_json_put_text(out, "timestamp", secs);
	xg_json_put_str(out, "sign", xg_buf_view(&sig));
	xg_buf_text(out, "}]}");
	xg_buf_release(&text);
	xg_buf_release(&sig);
	return out->failed ? XG_ERR_LIMIT : 1;
}
