#include "sess/lag_lost.h"

#include <stdlib.h>
#include <string.h>

static size_t at_most(size_t n, size_t max)
{
	return n < max ? n : max;
}

struct xg_str xg_lag_key(char out[static XG_LAG_KEY], const struct xg_rec *rec)
{
	int n = snprintf(out, XG_LAG_KEY, "%d %.*s %.*s", rec->type,
		(int)at_most(rec->venue.n, 60), rec->venue.p,
		(int)at_most(rec->sym.n, 100), rec->sym.p);

	return (struct xg_str){ out, (size_t)n };
}

void xg_lag_lost_clear(struct xg_lag_lost *t)
{
	for (size_t i = 0; i < t->n; i++)
		free(t->row[i].key);
	t->n = t->untold = t->told_at = 0;
	xg_map_release(&t->by_key);
}

void xg_lag_lost_release(struct xg_lag_lost *t)
{
	xg_lag_lost_clear(t);
	free(t->row);
	*t = (struct xg_lag_lost){ 0 };
}

static struct xg_lag_row_lost *row_of(
	struct xg_lag_lost *t, const struct xg_rec *rec)
{
	char key[XG_LAG_KEY];
	struct xg_str k = xg_lag_key(key, rec);
	union xg_map_val *val;
	struct xg_lag_row_lost *x;
	bool made;

	if (t->n == t->cap) {
		size_t cap = t->cap ? 2 * t->cap : 16;
		void *p = realloc(t->row, cap * sizeof *t->row);

		if (!p)
			return NULL;
		t->row = p;
		t->cap = cap;
	}
	val = xg_map_put(&t->by_key, k, &made);
	if (!val)
		return NULL;
	if (!made)
		return &t->row[val->num];
	x = &t->row[t->n];
	*x = (struct xg_lag_row_lost){ .key = strndup(k.p, k.n),
		.type = rec->type,
		.venue_n = at_most(rec->venue.n, 60),
		.sym_n = at_most(rec->sym.n, 100) };
	if (!x->key) {
		xg_map_del(&t->by_key, k);
		return NULL;
	}
	val->num = (int64_t)t->n++;
	return x;
}

static struct xg_str venue_of(const struct xg_lag_row_lost *x)
{
	return (struct xg_str){ strchr(x->key, ' ') + 1, x->venue_n };
}

static struct xg_str sym_of(const struct xg_lag_row_lost *x)
{
	return (struct xg_str){ strchr(x->key, ' ') + 2 + x->venue_n,
		x->sym_n };
}

int xg_lag_lost_add(
	struct xg_lag_lost *t, const struct xg_rec *rec, bool *broken)
{
	struct xg_lag_row_lost *x = row_of(t, rec);

	*broken = false;
	if (!x)
		return XG_ERR_MEMORY;
	if (x->count == 0)
		t->untold++;
	x->count++;
	x->rx = rec->rx;
	if (rec->type == XG_REC_BOOK && !x->book) {
		*broken = x->book = true;
		t->told_at = 0;
	}
	return 0;
}

struct xg_lag_row_lost *xg_lag_lost_find(
	const struct xg_lag_lost *t, const struct xg_rec *rec)
{
	const union xg_map_val *val;
	char key[XG_LAG_KEY];

	if (rec->type != XG_REC_BOOK || t->n == 0)
		return NULL;
	val = xg_map_get(&t->by_key, xg_lag_key(key, rec));
	return val && t->row[val->num].book ? &t->row[val->num] : NULL;
}

struct xg_rec *xg_lag_lost_tell(struct xg_lag_lost *t)
{
	struct xg_lag_row_lost *x = t->row;
	struct xg_rec rec;

	while (x->count == 0)
		x++;
	xg_rec_start(&rec, XG_REC_STATUS, venue_of(x), sym_of(x), 0, x->rx);
	XG_REC_SET(&rec, status.event, XG_ST_GAP);
	XG_REC_SET(&rec, status.chan, xg_str_from(xg_rec_type_name(x->type)));
	XG_REC_SET(&rec, status.detail,
		XG_STR("the reader was too slow: records were dropped"));
	XG_REC_SET(&rec, status.count, x->count);
	x->count = 0;
	t->untold--;
	return xg_rec_dup(&rec);
}

bool xg_lag_lost_next(
	struct xg_lag_lost *t, struct xg_str *venue, struct xg_str *sym)
{
	for (; t->told_at < t->n; t->told_at++) {
		struct xg_lag_row_lost *x = &t->row[t->told_at];

		if (!x->book)
			continue;
		x->book = false;
		*venue = venue_of(x);
		*sym = sym_of(x);
		return true;
	}
	return false;
}
