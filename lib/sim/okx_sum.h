/* The checksum that OKX sent with books until June 2026. */
#ifndef XG_SIM_OKX_SUM_H
#define XG_SIM_OKX_SUM_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

#define XG_SIM_OKX_SUM_LEVELS 25

struct xg_sim_okx_text_level {
	struct xg_str px, qty; /* the texts as they are sent */
};

/* CRC-32 as a signed number over the best 25 levels of both sides taken in
 * turn, bid first, "px:qty" joined by ":"; a side that has ended is left out.
 * Both best first. Source: sheet okx, section 5. */
int32_t xg_sim_okx_sum(const struct xg_sim_okx_text_level *bids, size_t nb,
	const struct xg_sim_okx_text_level *asks, size_t na);

#endif
