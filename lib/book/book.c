#include "book/book.h"

#include <stdlib.h>

void xg_book_release(struct xg_book *b)
{
	xg_ladder_release(&b->bid);
	xg_ladder_release(&b->ask);
	*b = (struct xg_book){ 0 };
}

void xg_book_clear(struct xg_book *b)
{
	xg_ladder_clear(&b->bid);
	xg_ladder_clear(&b->ask);
	b->has_e = false;
	b->synced = false;
	b->seq = 0;
}

/* Are all keys of a side within bounds? The ends have the largest. */
static bool within(const struct xg_ladder *s, int64_t most)
{
	struct xg_ladder_row r;
	size_t n = xg_ladder_count(s);

	return !n ||
	       (xg_ladder_at(s, 0, &r) && llabs((long long)r.key) <= most &&
		       xg_ladder_at(s, n - 1, &r) &&
		       llabs((long long)r.key) <= most);
}

/* The keys of the whole book to a finer exponent. */
static int refine(struct xg_book *b, int e)
{
	int64_t by = 1;
	int rc;

	for (int i = b->e; i > e; i--) {
		if (by > INT64_MAX / 10)
			return XG_ERR_RANGE;
		by *= 10;
	}
	if (!within(&b->bid, INT64_MAX / 2 / by) ||
		!within(&b->ask, INT64_MAX / 2 / by))
		return XG_ERR_RANGE;
	rc = xg_ladder_scale(&b->bid, by);
	if (rc == 0)
		rc = xg_ladder_scale(&b->ask, by);
	b->e = e;
	return rc;
}

/* The price as a key of this book. */
static int key_of(struct xg_book *b, struct xg_dec px, int64_t *key)
{
	int up, rc;

	if (!b->has_e) {
		/* "64250.10000000" has one place: coarse keys are near ones. */
		px = xg_dec_trim(px);
		b->e = px.e < 0 ? px.e : 0;
		b->has_e = true;
	}
	while (px.e < b->e && px.m % 10 == 0 && px.m) {
		px.m /= 10;
		px.e++;
	}
	if (px.e < b->e) {
		rc = refine(b, px.e);
		if (rc < 0)
			return rc;
	}
	for (up = px.e - b->e; up > 0; up--) {
		if (px.m > INT64_MAX / 10)
			return XG_ERR_RANGE;
		px.m *= 10;
	}
	*key = px.m;
	return 0;
}

static int set_one(struct xg_book *b, int side, const struct xg_level *l)
{
	int64_t key = l->px.m;
	int rc;

	if (l->px.m < 0 || l->qty.m < 0)
		return XG_ERR_RANGE;
	if (!b->has_e || l->px.e != b->e) {
		rc = key_of(b, l->px, &key);
		if (rc < 0)
			return rc;
	}
	return side == XG_BUY ? xg_ladder_set(&b->bid, key, l->qty)
			      : xg_ladder_set(&b->ask, -key, l->qty);
}

int xg_book_set(
	struct xg_book *b, int side, struct xg_dec px, struct xg_dec qty)
{
	const struct xg_level l = { px, qty };

	return set_one(b, side, &l);
}

#define UP_MAX 8
#define SMALL_MAX (INT64_MAX / 100000000) /* fits with UP_MAX zeros more */

int xg_book_set_levels(
	struct xg_book *b, int side, const struct xg_levels *l, bool back)
{
	static const int64_t pow10[UP_MAX + 1] = { 1, 10, 100, 1000, 10000,
		100000, 1000000, 10000000, 100000000 };
	struct xg_ladder *to = side == XG_BUY ? &b->bid : &b->ask;
	int64_t sign = side == XG_BUY ? 1 : -1;
	int rc = 0;

	for (size_t i = 0; i < l->n && rc == 0; i++) {
		const struct xg_level *one = &l->p[back ? l->n - 1 - i : i];
		unsigned up = (unsigned)(one->px.e - b->e);

		/* Nearly all are as fine as the book, or coarser by little. */
		if (XG_LIKELY(b->has_e && up <= UP_MAX && one->px.m >= 0 &&
			      one->px.m <= SMALL_MAX && one->qty.m >= 0))
			rc = xg_ladder_set(
				to, sign * one->px.m * pow10[up], one->qty);
		else
			rc = set_one(b, side, one);
	}
	return rc;
}

int xg_book_apply(struct xg_book *b, const struct xg_book_rec *rec,
	bool has_prev, struct xg_error *err)
{
	int rc;

	if (rec->snap) {
		xg_book_clear(b);
		b->synced = true;
	} else if (!b->synced) {
		return xg_error_set(err, XG_ERR_STATE,
			"an update came before the snapshot");
	} else if (!has_prev || rec->prev != b->seq) {
		b->synced = false;
		return xg_error_set(err, XG_ERR_STATE,
			"updates are missing between seq %lld and %lld",
			(long long)b->seq,
			(long long)(has_prev ? rec->prev : rec->seq));
	}
	/* Of changes the last word on a price holds. Snapshots come best first:
	 * from the worst on, each level is appended. */
	rc = xg_book_set_levels(b, XG_BUY, &rec->bids, rec->snap);
	if (rc == 0)
		rc = xg_book_set_levels(b, XG_SELL, &rec->asks, rec->snap);
	if (rc < 0) {
		b->synced = false;
		return xg_error_set(
			err, rc, "a level can't be kept: %s", xg_err_text(rc));
	}
	b->seq = rec->seq;
	return 0;
}

static void level_of(const struct xg_book *b, int side,
	const struct xg_ladder_row *r, struct xg_level *out)
{
	int64_t m = side == XG_BUY ? r->key : -r->key;
	int e = b->e;

	/* A key may have more digits than a decimal holds only by zeros. */
	while (m > XG_DEC_MANT_MAX && m % 10 == 0) {
		m /= 10;
		e++;
	}
	*out = (struct xg_level){ { m, (int8_t)e }, r->qty };
}

static const struct xg_ladder *side_of(const struct xg_book *b, int side)
{
	return side == XG_BUY ? &b->bid : &b->ask;
}

bool xg_book_level(
	const struct xg_book *b, int side, size_t i, struct xg_level *out)
{
	struct xg_ladder_row r;

	if (!xg_ladder_at(side_of(b, side), i, &r))
		return false;
	level_of(b, side, &r, out);
	return true;
}

size_t xg_book_top(
	const struct xg_book *b, int side, struct xg_level *out, size_t max)
{
	struct xg_ladder_iter it;
	struct xg_ladder_row r;
	size_t n = 0;

	xg_ladder_iter(&it, side_of(b, side));
	while (n < max && xg_ladder_next(&it, &r))
		level_of(b, side, &r, &out[n++]);
	return n;
}

/* Best bid less best ask, in keys; false when a side is empty. */
static bool over(const struct xg_book *b, int64_t *diff)
{
	struct xg_ladder_row bid, ask;

	if (!xg_ladder_at(&b->bid, 0, &bid) || !xg_ladder_at(&b->ask, 0, &ask))
		return false;
	*diff = bid.key + ask.key;
	return true;
}

bool xg_book_is_crossed(const struct xg_book *b)
{
	int64_t diff;

	return over(b, &diff) && diff >= 0;
}

bool xg_book_is_locked(const struct xg_book *b)
{
	int64_t diff;

	return over(b, &diff) && diff == 0;
}

void xg_book_truncate(struct xg_book *b, size_t depth)
{
	xg_ladder_cut(&b->bid, depth);
	xg_ladder_cut(&b->ask, depth);
}
