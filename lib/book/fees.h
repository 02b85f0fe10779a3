/* What venues take for a trade, as fractions (0.001 = 10 bps). In this order:
 * what the caller has set, `fee` records of the account, `inst` records, and
 * where nobody has told, usual rates of accounts without volume. */
#ifndef XG_BOOK_FEES_H
#define XG_BOOK_FEES_H

#include "book/books.h"

/* Zero-filled is valid. */
struct xg_fees {
	struct xg_map rates; /* "s venue", "f venue sym", "f venue ", "i ..." */
	struct xg_fee **list; /* owned */
	size_t n, cap;
	uint64_t gen; /* changes with every rate */
};

void xg_fees_release(struct xg_fees *f);

/* "binance=7.5": maker and taker in bps, for all markets of a venue.
 * XG_ERR_SYNTAX, XG_ERR_RANGE (not within -100 and 1000), XG_ERR_MEMORY. */
int xg_fees_set(struct xg_fees *f, struct xg_str text, struct xg_error *err);
/* Takes the rates of a fee or inst record; others do nothing. XG_ERR_RANGE (a
 * rate of 100 % or more), XG_ERR_LIMIT, XG_ERR_MEMORY. */
int xg_fees_put(struct xg_fees *f, const struct xg_rec *rec);
/* The rates of a market; kept in it, so this costs nothing again until a rate
 * changes. */
const struct xg_fee *xg_fees_of(const struct xg_fees *f, struct xg_market *m);

#endif
