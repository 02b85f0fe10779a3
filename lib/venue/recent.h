/* What was told a short time ago, by symbol: where two connections overlap (one
 * takes the place of the other) each trade is told once, and nothing of the older
 * connection comes behind what the newer one has said. */
#ifndef XG_VENUE_RECENT_H
#define XG_VENUE_RECENT_H

#include <stdbool.h>

#include "base/map.h"
#include "rec/rec.h"

#define XG_RECENT_TRADES 256 /* of a symbol that are remembered */

/* Zero-filled is valid and releasable. */
struct xg_recent {
	struct xg_map by_sym; /* owned: struct of recent.c */
};
void xg_recent_release(struct xg_recent *r);

/* May this record be told, which came over a connection (0 = none)? */
bool xg_recent_is_news(
	struct xg_recent *r, const struct xg_rec *rec, int64_t conn);
/* Has another connection told the trade of this id? */
bool xg_recent_has(const struct xg_recent *r, struct xg_str sym,
	struct xg_str id, int64_t conn);
/* A connection is gone: what comes over any other one is news. */
void xg_recent_closed(struct xg_recent *r, int64_t conn);

#endif
