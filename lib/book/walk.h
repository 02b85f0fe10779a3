/* What it costs to take liquidity out of a book: level by level, exactly. */
#ifndef XG_BOOK_WALK_H
#define XG_BOOK_WALK_H

#include "book/book.h"

struct xg_walk {
	struct xg_dec qty;   /* taken: less than asked when the book is thin */
	struct xg_dec quote; /* sum of price times quantity, without fees */
	struct xg_dec worst; /* price of the last level used; 0 if none */
	size_t levels;	     /* used */
};

/* Takes qty (base) as a taker: XG_BUY walks the asks, XG_SELL the bids.
 * 0, or XG_ERR_RANGE. */
int xg_book_walk(const struct xg_book *b, int side, struct xg_dec qty,
	struct xg_walk *out);
/* quote / qty with two more decimals than the price has; XG_ERR_RANGE when
 * nothing was taken. */
int xg_walk_avg(const struct xg_walk *w, struct xg_dec *out);

/* *sum += v; beyond 18 digits the last ones are rounded. XG_ERR_RANGE. */
int xg_money_add(struct xg_dec *sum, struct xg_dec v);
/* *sum += px * qty, in the same way. */
int xg_money_add_mul(struct xg_dec *sum, struct xg_dec px, struct xg_dec qty);

#endif
