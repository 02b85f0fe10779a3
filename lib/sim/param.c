/* Small helpers that dialects share. */
#include "crypto/hmac.h"
#include "crypto/text.h"
#include "sim/dialect.h"

int xg_sim_param(struct xg_buf *out, struct xg_str form, const char *name)
{
	xg_buf_clear(out);
	while (form.n) {
		struct xg_str val = xg_str_cut(&form, '&');
		struct xg_str key = xg_str_cut(&val, '=');
		int rc;

		if (!xg_str_is_text(key, name))
			continue;
		rc = xg_pct_decode(out, val, true);
		if (rc == 0 && !out->p)
			rc = xg_buf_text(out, "");
		return rc < 0 ? rc : 1;
	}
	return 0;
}

int xg_sim_bucket_take(struct xg_sim_bucket *b, int cost, int64_t now)
{
	int64_t start = now - now % b->window_us;

	if (start != b->start) {
		b->start = start;
		b->used = 0;
	}
	if (b->used + cost > b->max)
		return -1;
	b->used += cost;
	return b->used;
}

bool xg_sim_is_idle(const struct xg_sim_dialect *d, const struct xg_sim_conn *c,
	int64_t now)
{
	int64_t last = c->heard;

	if (d->idle_both && c->told > last)
		last = c->told;
	return d->idle_us && now - last > d->idle_us;
}

int64_t xg_sim_bucket_wait(const struct xg_sim_bucket *b, int64_t now)
{
	int64_t left = b->start + b->window_us - now;

	return left > 0 ? left : 0;
}

bool xg_sim_same(struct xg_str a, struct xg_str b)
{
	unsigned char diff = a.n != b.n;

	for (size_t i = 0; i < a.n && i < b.n; i++)
		diff |= (unsigned char)(a.p[i] ^ b.p[i]);
	return !diff;
}

int xg_sim_hmac_hex(struct xg_buf *out, struct xg_str key, struct xg_str text)
{
	unsigned char mac[32];
	int rc = xg_hmac_sha256(mac, key.p, key.n, text.p, text.n);

	if (rc == 0)
		xg_hex_add(out, mac, sizeof mac);
	return rc;
}
