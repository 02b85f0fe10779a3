#include "sim/okx_sign.h"

#include "base/buf.h"
#include "base/time.h"
#include "crypto/hmac.h"
#include "crypto/text.h"

/* Both of the same length: no early end tells how much was right. */
static bool same(struct xg_str a, struct xg_str b)
{
	unsigned char diff = 0;
	size_t i;

	if (a.n != b.n)
		return false;
	for (i = 0; i < a.n; i++)
		diff |= (unsigned char)(a.p[i] ^ b.p[i]);
	return diff == 0;
}

bool xg_sim_okx_sign_is(struct xg_str secret, struct xg_str ts,
	struct xg_str method, struct xg_str path, struct xg_str body,
	struct xg_str sign)
{
	unsigned char mac[32];
	struct xg_buf text = { 0 }, want = { 0 };
	bool good = false;

	(void)xg_buf_str(&text, ts);
	(void)xg_buf_str(&text, method);
	(void)xg_buf_str(&text, path);
	(void)xg_buf_str(&text, body);
	if (!text.failed &&
		!xg_hmac_sha256(mac, secret.p, secret.n, text.p, text.len)) {
		xg_b64_add(&want, mac, sizeof mac);
		good = !want.failed && same(xg_buf_view(&want), sign);
	}
	xg_buf_release(&text);
	xg_buf_release(&want);
	return good;
}

static bool in_window(int64_t t, int64_t now)
{
	return t >= now - XG_SIM_OKX_WINDOW_US &&
	       t <= now + XG_SIM_OKX_WINDOW_US;
}

int xg_sim_okx_heads_check(const struct xg_sim_okx_heads *h, int64_t now)
{
	int64_t t;

	if (h->key.n == 0)
		return 50103;
	if (h->sign.n == 0)
		return 50106;
	if (h->timestamp.n == 0)
		return 50107;
	if (h->passphrase.n == 0)
		return 50104;
	/* A date alone or an offset other than Z is not of the grammar. */
	if (h->timestamp.n < 20 || h->timestamp.p[h->timestamp.n - 1] != 'Z' ||
		xg_time_parse_iso(h->timestamp, &t))
		return 50112;
	return in_window(t, now) ? 0 : 50102;
}

int xg_sim_okx_rest_check(const struct xg_sim_okx_key *k,
	const struct xg_sim_okx_heads *h, struct xg_str method,
	struct xg_str path, struct xg_str body)
{
	if (!same(k->passphrase, h->passphrase))
		return 50105;
	if (!xg_sim_okx_sign_is(
		    k->secret, h->timestamp, method, path, body, h->sign))
		return 50113;
	return 0;
}

int xg_sim_okx_login_check(const struct xg_sim_okx_key *k,
	struct xg_str passphrase, struct xg_str ts, struct xg_str sign,
	int64_t now)
{
	int64_t s;

	if (xg_str_i64(ts, &s) || s < 0 || s > INT64_MAX / XG_US_PER_S)
		return 60004;
	if (!in_window(s * XG_US_PER_S, now))
		return 60006;
	if (!same(k->passphrase, passphrase))
		return 60024;
	if (!xg_sim_okx_sign_is(k->secret, ts, XG_STR("GET"),
		    XG_STR("/users/self/verify"), XG_STR(""), sign))
		return 60007;
	return 0;
}
