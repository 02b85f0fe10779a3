/* The order book of one symbol: two sides (book/ladder.h) with exact prices, and
 * the rules of sequence. */
#ifndef XG_BOOK_BOOK_H
#define XG_BOOK_BOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "book/ladder.h"
#include "rec/rec.h"

/* Zero-filled is valid and empty. */
struct xg_book {
	struct xg_ladder bid, ask;
	int e;	     /* exponent of keys */
	bool has_e;  /* e is set (a price was seen) */
	bool synced; /* has had a snapshot and no gap since */
	int64_t seq; /* of the last record applied */
};

void xg_book_release(struct xg_book *b);
/* No levels, not in sync; keeps the memory. */
void xg_book_clear(struct xg_book *b);

/* Sets the quantity at a price; zero deletes (a level that is not there: no
 * error, venues do that). side: XG_BUY for bids. 0,
 * XG_ERR_RANGE (negative, or beyond what one book can hold), _LIMIT or
 * _MEMORY. */
int xg_book_set(
	struct xg_book *b, int side, struct xg_dec px, struct xg_dec qty);

/* The same for each level of a list, in its order, or from its end with back
 * (snapshots come best first: then each level is appended). Changes that are
 * sorted best first cost least. */
int xg_book_set_levels(
	struct xg_book *b, int side, const struct xg_levels *l, bool back);

/* Applies a book record. A snapshot replaces; else prev must be the seq that
 * was applied last: XG_ERR_STATE when it is not (or no snapshot came yet), and
 * the book is not synced until the next snapshot. *err (may be NULL) says what
 * was wrong. */
int xg_book_apply(struct xg_book *b, const struct xg_book_rec *rec,
	bool has_prev, struct xg_error *err);

/* The i-th best level (0 = best). false when there is none. */
bool xg_book_level(
	const struct xg_book *b, int side, size_t i, struct xg_level *out);
static inline size_t xg_book_count(const struct xg_book *b, int side)
{
	return xg_ladder_count(side == XG_BUY ? &b->bid : &b->ask);
}
/* The best `max` levels into out, best first. Returns how many. */
size_t xg_book_top(
	const struct xg_book *b, int side, struct xg_level *out, size_t max);
/* Best bid at or over best ask. */
bool xg_book_is_crossed(const struct xg_book *b);
/* Best bid equal to best ask. */
bool xg_book_is_locked(const struct xg_book *b);
/* Drops all but the best `depth` levels of each side (R9). */
void xg_book_truncate(struct xg_book *b, size_t depth);

#endif
