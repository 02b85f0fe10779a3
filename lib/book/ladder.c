#include "book/ladder.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define CLOSE 8	  /* rows that are counted before anything is searched */
#define SMALL 16  /* levels of a side that needs no array */
#define MISSES 64 /* changes below a low top before the array moves down */

void xg_ladder_release(struct xg_ladder *s)
{
	free(s->near);
	free(s->row);
	*s = (struct xg_ladder){ 0 };
}

static void empty_near(struct xg_ladder *s)
{
	memset(s->set, 0, sizeof s->set);
	s->near_n = 0;
	s->top = 0;
	s->misses = 0;
}

void xg_ladder_clear(struct xg_ladder *s)
{
	empty_near(s);
	s->n = 0;
	/* The next first level decides where the array is. */
	s->base = INT64_MAX;
}

/* ---- rows ---- */

/* Lower bound in [lo, hi), without branches that guess. */
static size_t halve(
	const struct xg_ladder_row *row, size_t lo, size_t hi, int64_t key)
{
	size_t n = hi - lo;

	while (n > 1) {
		size_t half = n / 2;

		lo += row[lo + half - 1].key < key ? half : 0;
		n -= half;
	}
	return n ? lo + (row[lo].key < key) : lo;
}

/* Index of the first row whose key is not below key: the best rows are counted,
 * then come steps that grow, then halving. */
static size_t seek(const struct xg_ladder *s, int64_t key)
{
	const struct xg_ladder_row *row = s->row;
	size_t hi = s->n, lo, step = 8 * CLOSE;

	if (hi >= CLOSE && row[hi - CLOSE].key < key) {
		size_t at = hi;

		for (size_t i = 1; i < CLOSE; i++)
			at -= row[hi - i].key >= key;
		return at;
	}
	lo = hi > CLOSE ? hi - CLOSE : 0;
	while (hi > lo && row[lo].key >= key) {
		hi = lo;
		lo = hi > step ? hi - step : 0;
		step *= 8;
	}
	return halve(row, lo, hi, key);
}

static int room(struct xg_ladder *s, size_t more)
{
	size_t cap = s->cap ? s->cap : 64;
	void *p;

	if (s->n + more > XG_LADDER_FAR_MAX)
		return XG_ERR_LIMIT;
	if (s->n + more <= s->cap)
		return 0;
	while (cap < s->n + more)
		cap *= 2;
	p = realloc(s->row, cap * sizeof *s->row);
	if (!p)
		return XG_ERR_MEMORY;
	s->row = p;
	s->cap = cap;
	return 0;
}

static int set_row(struct xg_ladder *s, int64_t key, struct xg_dec qty)
{
	size_t at = seek(s, key);
	bool there = at < s->n && s->row[at].key == key;
	int rc;

	if (there && qty.m) {
		s->row[at].qty = qty;
	} else if (there) {
		s->n--;
		memmove(&s->row[at], &s->row[at + 1],
			(s->n - at) * sizeof *s->row);
	} else if (qty.m) {
		rc = room(s, 1);
		if (rc < 0)
			return rc;
		memmove(&s->row[at + 1], &s->row[at],
			(s->n - at) * sizeof *s->row);
		s->row[at] = (struct xg_ladder_row){ key, qty };
		s->n++;
	}
	return 0;
}

/* ---- the array moves ---- */

/* All levels of the array become rows: they are better than any. */
static int dump(struct xg_ladder *s)
{
	int rc = room(s, s->near_n);

	if (rc < 0)
		return rc;
	for (size_t w = 0; w < XG_LADDER_NEAR / 64; w++) {
		for (uint64_t bits = s->set[w]; bits; bits &= bits - 1) {
			size_t at = w * 64 + (size_t)__builtin_ctzll(bits);

			s->row[s->n++] =
				(struct xg_ladder_row){ s->base + (int64_t)at,
					s->near[at] };
		}
	}
	empty_near(s);
	return 0;
}

/* The array covers what is around this best key, with some room above it. */
static int move_to(struct xg_ladder *s, int64_t best)
{
	int rc;

	if (!s->near) {
		s->near = calloc(XG_LADDER_NEAR, sizeof *s->near);
		if (!s->near)
			return XG_ERR_MEMORY;
	}
	rc = dump(s);
	if (rc < 0)
		return rc;
	s->base = best - XG_LADDER_NEAR * 3 / 4;
	while (s->n && s->row[s->n - 1].key >= s->base) {
		const struct xg_ladder_row *r = &s->row[--s->n];

		rc = xg_ladder_set(s, r->key, r->qty);
		if (rc < 0)
			return rc;
	}
	return 0;
}

int xg_ladder_far(struct xg_ladder *s, int64_t key, struct xg_dec qty)
{
	struct xg_ladder_row best;
	int rc;

	if (s->near && s->base != INT64_MAX && key >= s->base) {
		if (!qty.m)
			return 0; /* nothing is above the array */
		rc = move_to(s, key);
		return rc < 0 ? rc : xg_ladder_set(s, key, qty);
	}
	rc = set_row(s, key, qty);
	if (rc < 0)
		return rc;
	if (!s->near || s->base == INT64_MAX)
		return s->n > SMALL ? move_to(s, s->row[s->n - 1].key) : 0;
	/* Once the top has sunk, the array follows. */
	if (++s->misses < MISSES || !xg_ladder_at(s, 0, &best))
		return 0;
	s->misses = 0;
	return best.key - s->base < XG_LADDER_NEAR / 4 ? move_to(s, best.key)
						       : 0;
}

/* ---- reading ---- */

void xg_ladder_iter(struct xg_ladder_iter *i, const struct xg_ladder *s)
{
	*i = (struct xg_ladder_iter){ .s = s, .left = s->n, .word = -1 };
	if (s->near_n) {
		i->word = (int)(s->top >> 6);
		i->bits = s->set[i->word];
	}
}

bool xg_ladder_next(struct xg_ladder_iter *i, struct xg_ladder_row *out)
{
	const struct xg_ladder *s = i->s;
	int bit;

	while (i->word >= 0 && !i->bits)
		i->bits = --i->word >= 0 ? s->set[i->word] : 0;
	if (i->word >= 0) {
		bit = 63 - __builtin_clzll(i->bits);
		i->bits ^= UINT64_C(1) << bit;
		bit += i->word * 64;
		*out = (struct xg_ladder_row){ s->base + bit, s->near[bit] };
		return true;
	}
	if (!i->left)
		return false;
	*out = s->row[--i->left];
	return true;
}

bool xg_ladder_at(
	const struct xg_ladder *s, size_t i, struct xg_ladder_row *out)
{
	struct xg_ladder_iter it;

	if (i == 0) {
		xg_ladder_iter(&it, s);
		return xg_ladder_next(&it, out);
	}
	if (i >= s->near_n) {
		if (i - s->near_n >= s->n)
			return false;
		*out = s->row[s->n - 1 - (i - s->near_n)];
		return true;
	}
	xg_ladder_iter(&it, s);
	for (;;) {
		size_t here = (size_t)__builtin_popcountll(it.bits);

		if (i < here)
			break;
		i -= here;
		it.bits = s->set[--it.word];
	}
	while (i-- > 0)
		it.bits ^= UINT64_C(1) << (63 - __builtin_clzll(it.bits));
	return xg_ladder_next(&it, out);
}

void xg_ladder_cut(struct xg_ladder *s, size_t depth)
{
	struct xg_ladder_row r;
	size_t keep;

	if (xg_ladder_count(s) <= depth)
		return;
	keep = depth > s->near_n ? depth - s->near_n : 0;
	if (keep)
		memmove(s->row, s->row + (s->n - keep), keep * sizeof *s->row);
	s->n = keep;
	while (s->near_n > depth && xg_ladder_at(s, depth, &r))
		xg_ladder_set(s, r.key, (struct xg_dec){ 0 });
}

int xg_ladder_scale(struct xg_ladder *s, int64_t by)
{
	int rc = dump(s);

	if (rc < 0)
		return rc;
	for (size_t i = 0; i < s->n; i++)
		s->row[i].key *= by;
	s->base = INT64_MAX;
	return s->n > SMALL ? move_to(s, s->row[s->n - 1].key) : 0;
}
