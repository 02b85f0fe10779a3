#include "book/book.h"

#include <stdlib.h>

void xg_book_release(struct xg_book *b)
{
	free(b->bid.row);
	free(b->ask.row);
	*b = (struct xg_book){ 0 };
}

void xg_book_clear(struct xg_book *b)
{
	b->bid.n = b->ask.n = 0;
	b->has_e = false;
	b->synced = false;
	b->seq = 0;
}

static int scale_side(struct xg_book_side *s, int64_t by)
{
	for (size_t i = 0; i < s->n; i++) {
		if (__builtin_mul_overflow(s->row[i].key, by, &s->row[i].key))
			return XG_ERR_RANGE;
	}
	return 0;
}

/* The keys of the whole book to a finer exponent. */
static int refine(struct xg_book *b, int e)
{
	int64_t by = 1, most = INT64_MAX;

	for (int i = b->e; i > e; i--) {
		if (by > INT64_MAX / 10)
			return XG_ERR_RANGE;
		by *= 10;
	}
	/* First see that all fit: the largest are the ends. */
	most /= by;
	for (int k = 0; k < 2; k++) {
		const struct xg_book_side *s = k ? &b->ask : &b->bid;

		if (s->n &&
			(llabs((long long)s->row[0].key) > most ||
				llabs((long long)s->row[s->n - 1].key) > most))
			return XG_ERR_RANGE;
	}
	if (scale_side(&b->bid, by) < 0 || scale_side(&b->ask, by) < 0)
		return XG_ERR_RANGE;
	b->e = e;
	return 0;
}

/* The price as a key of this book. */
static int key_of(struct xg_book *b, struct xg_dec px, int64_t *key)
{
	int rc, up;

	if (!b->has_e) {
		b->e = px.e;
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

#define NEAR 8

/* Lower bound in [lo, hi), without branches that guess. */
static size_t halve(
	const struct xg_book_row *row, size_t lo, size_t hi, int64_t key)
{
	size_t n = hi - lo;

	while (n > 1) {
		size_t half = n / 2;

		lo += row[lo + half - 1].key < key ? half : 0;
		n -= half;
	}
	return n ? lo + (row[lo].key < key) : lo;
}

/* Index of the first row whose key is not below key; every row from hi on has
 * one that is not. The rows next to hi are counted, since most changes are near
 * the top or near the change before; then steps that grow, then halving. */
static size_t seek(const struct xg_book_side *s, int64_t key, size_t hi)
{
	const struct xg_book_row *row = s->row;
	size_t lo, step = 8 * NEAR;

	if (hi >= NEAR && row[hi - NEAR].key < key) {
		size_t at = hi;

		for (size_t i = 1; i < NEAR; i++)
			at -= row[hi - i].key >= key;
		return at;
	}
	lo = hi > NEAR ? hi - NEAR : 0;
	while (hi > lo && row[lo].key >= key) {
		hi = lo;
		lo = hi > step ? hi - step : 0;
		step *= 8;
	}
	return halve(row, lo, hi, key);
}

static int insert(
	struct xg_book_side *s, size_t at, int64_t key, struct xg_dec qty)
{
	if (s->n == s->cap) {
		size_t cap = s->cap ? s->cap * 2 : 256;
		void *p;

		if (s->n >= XG_BOOK_LEVELS_MAX)
			return XG_ERR_LIMIT;
		p = realloc(s->row, cap * sizeof *s->row);
		if (!p)
			return XG_ERR_MEMORY;
		s->row = p;
		s->cap = cap;
	}
	if (s->n - at > NEAR) {
		memmove(&s->row[at + 1], &s->row[at],
			(s->n - at) * sizeof *s->row);
	} else {
		for (size_t i = s->n; i > at; i--)
			s->row[i] = s->row[i - 1];
	}
	s->row[at] = (struct xg_book_row){ key, qty };
	s->n++;
	return 0;
}

static void take_out(struct xg_book_side *s, size_t at)
{
	s->n--;
	if (s->n - at > NEAR) {
		memmove(&s->row[at], &s->row[at + 1],
			(s->n - at) * sizeof *s->row);
		return;
	}
	for (; at < s->n; at++)
		s->row[at] = s->row[at + 1];
}

/* Where the level before this one went: its key, and the index of the first row
 * that is not below it. */
struct finger {
	int64_t key;
	size_t at;
};

static int set_one(
	struct xg_book *b, int side, const struct xg_level *l, struct finger *f)
{
	struct xg_book_side *s = side == XG_BUY ? &b->bid : &b->ask;
	int64_t key = l->px.m;
	size_t at;
	int rc;

	if (l->px.m < 0 || l->qty.m < 0)
		return XG_ERR_RANGE;
	if (!b->has_e || l->px.e != b->e) {
		int e = b->e;

		rc = key_of(b, l->px, &key);
		if (rc < 0)
			return rc;
		if (b->e != e)
			f->at = s->n; /* all keys have changed */
	}
	if (side != XG_BUY)
		key = -key;
	at = seek(s, key, f->at < s->n && key < f->key ? f->at : s->n);
	*f = (struct finger){ key, at };
	if (at < s->n && s->row[at].key == key) {
		if (l->qty.m)
			s->row[at].qty = l->qty;
		else
			take_out(s, at);
		return 0;
	}
	return l->qty.m ? insert(s, at, key, l->qty) : 0;
}

int xg_book_set(
	struct xg_book *b, int side, struct xg_dec px, struct xg_dec qty)
{
	const struct xg_level l = { px, qty };
	struct finger f = { 0, SIZE_MAX };

	return set_one(b, side, &l, &f);
}

int xg_book_set_levels(
	struct xg_book *b, int side, const struct xg_levels *l, bool back)
{
	struct finger f = { 0, SIZE_MAX };
	int rc = 0;

	for (size_t i = 0; i < l->n && rc == 0; i++)
		rc = set_one(b, side, &l->p[back ? l->n - 1 - i : i], &f);
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

bool xg_book_level(
	const struct xg_book *b, int side, size_t i, struct xg_level *out)
{
	const struct xg_book_side *s = side == XG_BUY ? &b->bid : &b->ask;
	const struct xg_book_row *r;
	int64_t m;
	int e = b->e;

	if (i >= s->n)
		return false;
	r = &s->row[s->n - 1 - i];
	m = side == XG_BUY ? r->key : -r->key;
	/* A key may have more digits than a decimal holds only by zeros. */
	while (m > XG_DEC_MANT_MAX && m % 10 == 0) {
		m /= 10;
		e++;
	}
	*out = (struct xg_level){ { m, (int8_t)e }, r->qty };
	return true;
}

size_t xg_book_top(
	const struct xg_book *b, int side, struct xg_level *out, size_t max)
{
	size_t n = 0;

	while (n < max && xg_book_level(b, side, n, &out[n]))
		n++;
	return n;
}

/* Best bid less best ask, in keys; false when a side is empty. */
static bool over(const struct xg_book *b, int64_t *diff)
{
	if (!b->bid.n || !b->ask.n)
		return false;
	*diff = b->bid.row[b->bid.n - 1].key + b->ask.row[b->ask.n - 1].key;
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

static void cut(struct xg_book_side *s, size_t depth)
{
	if (s->n <= depth)
		return;
	memmove(s->row, s->row + (s->n - depth), depth * sizeof *s->row);
	s->n = depth;
}

void xg_book_truncate(struct xg_book *b, size_t depth)
{
	cut(&b->bid, depth);
	cut(&b->ask, depth);
}
