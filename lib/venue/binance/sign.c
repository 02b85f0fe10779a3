/* Signing. */
#include "venue/binance/binance.h"

#include "crypto/sign.h"
#include "crypto/text.h"

int xg_binance_sign_text(
	struct xg_buf *out, const struct xg_cred *cred, struct xg_str text)
{
	unsigned char raw[64];
	struct xg_buf sig = { 0 };
	int rc;

	if (cred->kind == XG_CRED_HMAC) {
		rc = xg_cred_mac(cred, raw, text);
		if (rc == 0)
			xg_hex_add(out, raw, 32);
	} else if (cred->kind == XG_CRED_ED25519) {
		rc = xg_ed25519_sign(raw, cred->secret, text.p, text.n);
		if (rc == 0)
			xg_b64_add(out, raw, 64);
	} else {
		rc = xg_rsa_sign(&sig, cred->secret, text.p, text.n);
		if (rc == 0)
			xg_b64_add(out, sig.p, sig.len);
		xg_buf_release(&sig);
	}
	return rc < 0 ? rc : out->failed ? XG_ERR_LIMIT : 0;
}

static bool is_clean(struct xg_str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] <= ' ' || s.p[i] > '~')
			return false;
	}
	return s.n > 0;
}

/* The parameters without what an earlier signing added. */
static struct xg_str bare(struct xg_str s)
{
	static const char tail[] = "recvWindow=";
	size_t n = sizeof tail - 1;

	if (!xg_str_has_prefix(s, XG_STR("timestamp=")))
		return s;
	xg_str_cut(&s, '&');
	for (size_t i = 0; i + n <= s.n; i++) {
		if ((i == 0 || s.p[i - 1] == '&') &&
			memcmp(s.p + i, tail, n) == 0)
			return (struct xg_str){ s.p, i ? i - 1 : 0 };
	}
	return s;
}

static int sign_params(
	struct xg_buf *params, const struct xg_cred *cred, int64_t now)
{
	struct xg_buf text = { 0 }, sig = { 0 };
	struct xg_str given = bare(xg_buf_view(params));
	int rc;

	xg_buf_printf(&text, "timestamp=%lld", (long long)(now / 1000));
	if (given.n) {
		xg_buf_char(&text, '&');
		xg_buf_str(&text, given);
	}
	xg_buf_text(&text, "&recvWindow=5000");
	rc = text.failed ? XG_ERR_LIMIT
			 : xg_binance_sign_text(&sig, cred, xg_buf_view(&text));
	if (rc == 0) {
		xg_buf_text(&text, "&signature=");
		xg_pct_add(&text, xg_buf_view(&sig));
		xg_buf_clear(params);
		xg_buf_str(params, xg_buf_view(&text));
		rc = text.failed || params->failed ? XG_ERR_LIMIT : 0;
	}
	xg_buf_release(&text);
	xg_buf_release(&sig);
	return rc;
}

int xg_binance_sign(struct xg_req *r, const struct xg_cred *cred, int64_t now,
	struct xg_error *err)
{
	struct xg_str method = xg_str_from(r->method);
	bool in_body = xg_str_is(method, XG_STR("POST")) ||
		       xg_str_is(method, XG_STR("PUT"));
	int rc = 0;

	if (!is_clean(cred->key))
		return xg_error_set(err, XG_ERR_AUTH,
			"binance: the key is empty or has odd characters "
			"(xg-key add)");
	xg_buf_clear(&r->headers);
	xg_buf_text(&r->headers, "X-MBX-APIKEY: ");
	xg_buf_str(&r->headers, cred->key);
	xg_buf_char(&r->headers, '\n');
	if (!xg_str_has_suffix(xg_buf_view(&r->path), XG_STR("/listenKey"))) {
		rc = sign_params(in_body ? &r->body : &r->query, cred, now);
		if (in_body)
			xg_buf_text(&r->headers, "Content-Type: application/"
						 "x-www-form-urlencoded\n");
	}
	if (rc == 0 && r->headers.failed)
		rc = XG_ERR_LIMIT;
	return rc < 0 ? xg_error_set(err, rc,
				"binance: the request can't be "
				"signed with this key")
		      : 0;
}
