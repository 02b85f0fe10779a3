/* Signing of REST. Source: authentication: base64 of HMAC-SHA256 over
 * timestamp + method + path[?query] + body, the query as it is before it is
 * percent-encoded; the passphrase is signed likewise for keys of version 2 and
 * 3, which are those that there are. */
#include "crypto/text.h"
#include "venue/kucoin/kucoin.h"

static int put_mac(
	struct xg_buf *out, const struct xg_cred *cred, struct xg_str text)
{
	unsigned char mac[32];
	int rc = xg_cred_mac(cred, mac, text);

	if (rc < 0)
		return rc;
	xg_b64_add(out, mac, sizeof mac);
	return out->failed ? XG_ERR_MEMORY : 0;
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

static int put_text(struct xg_buf *out, const struct xg_req *r, const char *ms)
{
	xg_buf_text(out, ms);
	xg_buf_text(out, r->method);
	xg_buf_str(out, xg_buf_view(&r->path));
	if (r->query.len) {
		int rc;

		xg_buf_char(out, '?');
		rc = xg_pct_decode(out, xg_buf_view(&r->query), false);
		if (rc < 0)
			return rc;
	}
	xg_buf_str(out, xg_buf_view(&r->body));
	return out->failed ? XG_ERR_MEMORY : 0;
}

int xg_kucoin_sign(struct xg_req *r, const struct xg_cred *cred, int64_t now,
	struct xg_error *err)
{
	struct xg_buf text = { 0 }, sig = { 0 }, pass = { 0 };
	char ms[24];
	int rc;

	if (!is_clean(cred->key) || !is_clean(cred->passphrase))
		return xg_error_set(err, XG_ERR_AUTH,
			"kucoin: the key needs a passphrase (xg-key add)");
	snprintf(ms, sizeof ms, "%lld", (long long)(now / 1000));
	rc = put_text(&text, r, ms);
	if (rc == 0)
		rc = put_mac(&sig, cred, xg_buf_view(&text));
	if (rc == 0)
		rc = put_mac(&pass, cred, cred->passphrase);
	xg_buf_clear(&r->headers);
	header(r, "KC-API-KEY", cred->key);
	header(r, "KC-API-SIGN", xg_buf_view(&sig));
	header(r, "KC-API-TIMESTAMP", xg_str_from(ms));
	header(r, "KC-API-PASSPHRASE", xg_buf_view(&pass));
	header(r, "KC-API-KEY-VERSION", XG_STR("3"));
	if (r->body.len)
		header(r, "Content-Type", XG_STR("application/json"));
	xg_buf_release(&text);
	xg_buf_release(&sig);
	xg_buf_release(&pass);
	return rc < 0 ? xg_error_set(
				err, rc, "kucoin: the request can't be signed")
		      : 0;
}
