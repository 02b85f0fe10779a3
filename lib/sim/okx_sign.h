/* What OKX checks before it believes a request: key, passphrase, time and
 * signature. Written from the venue's sheet, apart from lib/venue. */
#ifndef XG_SIM_OKX_SIGN_H
#define XG_SIM_OKX_SIGN_H

#include <stdint.h>

#include "base/str.h"

#define XG_SIM_OKX_WINDOW_US INT64_C(30000000)

struct xg_sim_okx_key {
	struct xg_str key, secret, passphrase;
};

/* The access headers of a REST request; an absent header is empty. */
struct xg_sim_okx_heads {
	struct xg_str key, sign, timestamp, passphrase;
};

/* base64(HMAC-SHA256(secret, ts + method + path + body)) equals sign; in
 * constant time. path has the query as sent. Source: sheet okx, section 6. */
bool xg_sim_okx_sign_is(struct xg_str secret, struct xg_str ts,
	struct xg_str method, struct xg_str path, struct xg_str body,
	struct xg_str sign);

/* Which of the headers is missing or malformed, without knowing a key: 0 or
 * the venue's code (50103 50106 50107 50104 50112 50102). now in us. */
int xg_sim_okx_heads_check(const struct xg_sim_okx_heads *h, int64_t now);
/* A REST request of a known key: 0, or 50105 50113. */
int xg_sim_okx_rest_check(const struct xg_sim_okx_key *k,
	const struct xg_sim_okx_heads *h, struct xg_str method,
	struct xg_str path, struct xg_str body);
/* A WebSocket login of a known key; ts is Unix seconds as text: 0, or 60004
 * 60006 60024 60007. */
int xg_sim_okx_login_check(const struct xg_sim_okx_key *k,
	struct xg_str passphrase, struct xg_str ts, struct xg_str sign,
	int64_t now);

#endif
