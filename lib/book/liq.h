/* Liquidity of a symbol over all healthy venues, as a `liquidity` record. */
#ifndef XG_BOOK_LIQ_H
#define XG_BOOK_LIQ_H

#include "book/books.h"

/* Texts of the last record. Zero-filled is valid; reused without allocation. */
struct xg_liq_text {
	struct xg_buf depth, venues;
};
void xg_liq_text_release(struct xg_liq_text *t);

/* 1: *out is made and points into t and s; 0: no two-sided market is healthy;
 * or XG_ERR_RANGE, XG_ERR_MEMORY. The quantities of `depth` are sums within 1,
 * 5, 10, 25, 50 and 100 bps of the middle; `share` is of the widest band. */
int xg_markets_liquidity(const struct xg_markets *s, int64_t now,
	int64_t max_age, struct xg_liq_text *t, struct xg_rec *out);

#endif
