/* What an option costs in the simulated market: no model of anybody's, but what all
 * of them have in common. More than at once exercised, falling with the distance of
 * the strike, and a call less a put is the price less the strike. Pure, in integers. */
#ifndef XG_SIM_PREMIUM_H
#define XG_SIM_PREMIUM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* What is known of an option. */
struct xg_premium {
	int64_t strike; /* 10^-8 USD; 0: it is none */
	bool put;
	bool in_coin; /* it is paid in what it is about, not in dollars */
};
/* Of a unified symbol and the asset it settles in ("" otherwise). */
struct xg_premium xg_premium_of(struct xg_str sym, struct xg_str settle);
/* Its price (10^-8 USD, or of the coin) where the coin costs px (10^-8 USD). */
int64_t xg_premium_px(const struct xg_premium *o, int64_t px);

#endif
