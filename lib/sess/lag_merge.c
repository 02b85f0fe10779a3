#include "sess/lag_merge.h"

#include <stdlib.h>
#include <string.h>

void xg_lag_book_release(struct xg_lag_book *b)
{
	free(b->bid.row);
	free(b->ask.row);
	*b = (struct xg_lag_book){ 0 };
}

static int ascending(const void *pa, const void *pb)
{
	const struct xg_lag_row *a = pa, *b = pb;
	int by_px = xg_dec_cmp(a->lv.px, b->lv.px);

	if (by_px)
		return by_px;
	return a->at < b->at ? -1 : a->at > b->at;
}

static int descending(const void *pa, const void *pb)
{
	const struct xg_lag_row *a = pa, *b = pb;
	int by_px = xg_dec_cmp(b->lv.px, a->lv.px);

	if (by_px)
		return by_px;
	return a->at < b->at ? -1 : a->at > b->at;
}

/* Best first, one row a price: the last one. In a snapshot a level without
 * quantity is none. */
static void tidy(struct xg_lag_side *s, bool bids, bool snap)
{
	size_t kept = 0;

	if (s->n > 1)
		qsort(s->row, s->n, sizeof *s->row,
			bids ? descending : ascending);
	for (size_t i = 0; i < s->n; i++) {
		bool last = i + 1 == s->n || xg_dec_cmp(s->row[i].lv.px,
						     s->row[i + 1].lv.px) != 0;

		if (!last || (snap && xg_dec_is_zero(s->row[i].lv.qty)))
			continue;
		s->row[kept] = s->row[i];
		s->row[kept].at = kept;
		kept++;
	}
	s->n = s->tidy = kept;
}

static int add(
	struct xg_lag_side *s, const struct xg_levels *l, bool bids, bool snap)
{
	if (s->n + l->n > s->cap) {
		size_t cap = 2 * (s->n + l->n) + 16;
		void *p = realloc(s->row, cap * sizeof *s->row);

		if (!p)
			return XG_ERR_MEMORY;
		s->row = p;
		s->cap = cap;
	}
	for (size_t i = 0; i < l->n; i++, s->n++)
		s->row[s->n] = (struct xg_lag_row){ l->p[i], s->n };
	if (s->n > 2 * s->tidy + 64)
		tidy(s, bids, snap);
	return s->tidy > XG_LAG_LEVELS ? XG_ERR_LIMIT : 0;
}

int xg_lag_book_add(struct xg_lag_book *b, const struct xg_rec *rec)
{
	const struct xg_book_rec *from = &rec->u.book;
	int rc;

	if (from->snap) {
		b->snap = true;
		b->bid.n = b->bid.tidy = 0;
		b->ask.n = b->ask.tidy = 0;
	}
	rc = add(&b->bid, &from->bids, true, b->snap);
	return rc < 0 ? rc : add(&b->ask, &from->asks, false, b->snap);
}

static struct xg_levels copy(struct xg_level *to, const struct xg_lag_side *s)
{
	for (size_t i = 0; i < s->n; i++)
		to[i] = s->row[i].lv;
	return (struct xg_levels){ to, s->n };
}

struct xg_rec *xg_lag_book_rec(struct xg_lag_book *b, const struct xg_rec *head)
{
	struct xg_rec made = *head, *out;
	struct xg_level *lv;

	tidy(&b->bid, true, b->snap);
	tidy(&b->ask, false, b->snap);
	lv = malloc((b->bid.n + b->ask.n + 1) * sizeof *lv);
	if (!lv)
		return NULL;
	made.raw = (struct xg_str){ 0 };
	XG_REC_SET(&made, book.bids, copy(lv, &b->bid));
	XG_REC_SET(&made, book.asks, copy(lv + b->bid.n, &b->ask));
	out = xg_rec_dup(&made);
	free(lv);
	return out;
}

size_t xg_lag_book_bytes(const struct xg_lag_book *b)
{
	return (b->bid.cap + b->ask.cap) * sizeof(struct xg_lag_row);
}
