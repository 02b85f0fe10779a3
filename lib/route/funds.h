/* What is free at each venue: the last `balance` record less what was routed
 * since. */
#ifndef XG_ROUTE_FUNDS_H
#define XG_ROUTE_FUNDS_H

#include "base/map.h"
#include "rec/rec.h"

/* Zero-filled is valid. */
struct xg_funds {
	struct xg_map by_key; /* "venue ccy" */
	struct xg_dec **list; /* owned */
	size_t n, cap;
};

void xg_funds_release(struct xg_funds *f);
/* Takes a balance record: `free`, or total less used where it has no free.
 * XG_ERR_ABSENT when it has neither, XG_ERR_LIMIT, XG_ERR_MEMORY. */
int xg_funds_put(struct xg_funds *f, const struct xg_rec *rec);
/* The amount, to be changed in place, or NULL when nobody has told. market: that
 * of the instrument; the wallet of its name, else the venue's only one. */
struct xg_dec *xg_funds_get(const struct xg_funds *f, struct xg_str venue,
	struct xg_str market, struct xg_str ccy);

#endif
