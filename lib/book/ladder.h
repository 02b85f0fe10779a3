/* One side of a book. Prices are keys: units of the book's exponent, negative
 * for asks, so that the best level always has the greatest key. Near the top,
 * where nearly all changes are, quantities stand in an array by key with a bit
 * for each level that is there: a change costs the same everywhere and moves
 * nothing. Levels further down are rows sorted by key. */
#ifndef XG_BOOK_LADDER_H
#define XG_BOOK_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dec/dec.h"

#define XG_LADDER_NEAR 1024	 /* keys that the array covers */
#define XG_LADDER_FAR_MAX 200000 /* rows; more is XG_ERR_LIMIT */

struct xg_ladder_row {
	int64_t key;
	struct xg_dec qty;
};

/* Zero-filled is valid and empty. Every row has a key below base; the array is
 * there once a side has had more than a few levels. */
struct xg_ladder {
	struct xg_dec *near; /* owned; XG_LADDER_NEAR quantities */
	int64_t base;	     /* key of near[0] */
	uint64_t set[XG_LADDER_NEAR / 64];
	size_t near_n;		   /* bits that are set */
	unsigned top;		   /* no bit above this one is set */
	unsigned misses;	   /* changes below the array since it moved */
	struct xg_ladder_row *row; /* owned; ascending */
	size_t n, cap;
};

void xg_ladder_release(struct xg_ladder *s);
void xg_ladder_clear(struct xg_ladder *s);

/* What the array does not hold: see xg_ladder_set. */
int xg_ladder_far(struct xg_ladder *s, int64_t key, struct xg_dec qty);

/* Sets the quantity (>= 0) at a key; zero deletes, whether or not there is a
 * level. 0, XG_ERR_LIMIT or XG_ERR_MEMORY. */
static inline int xg_ladder_set(
	struct xg_ladder *s, int64_t key, struct xg_dec qty)
{
	uint64_t at = (uint64_t)key - (uint64_t)s->base;
	uint64_t *word, now, was;

	if (!s->near || at >= XG_LADDER_NEAR)
		return xg_ladder_far(s, key, qty);
	word = &s->set[at >> 6];
	now = qty.m != 0;
	was = *word >> (at & 63) & 1;
	s->near[at] = qty;
	*word ^= (now ^ was) << (at & 63);
	s->near_n += now - was;
	s->top = now && at > s->top ? (unsigned)at : s->top;
	return 0;
}

static inline size_t xg_ladder_count(const struct xg_ladder *s)
{
	return s->near_n + s->n;
}

/* Goes over the levels, best first. */
struct xg_ladder_iter {
	const struct xg_ladder *s;
	uint64_t bits;
	size_t left; /* rows still to come */
	int word;
};
void xg_ladder_iter(struct xg_ladder_iter *i, const struct xg_ladder *s);
bool xg_ladder_next(struct xg_ladder_iter *i, struct xg_ladder_row *out);

/* The i-th best level (0 = best). false when there is none. */
bool xg_ladder_at(
	const struct xg_ladder *s, size_t i, struct xg_ladder_row *out);

/* Drops all but the best `depth` levels. */
void xg_ladder_cut(struct xg_ladder *s, size_t depth);
/* Multiplies all keys; the caller knows that they fit. 0 or XG_ERR_MEMORY. */
int xg_ladder_scale(struct xg_ladder *s, int64_t by);

#endif
