#include "sess/lag.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "sess/lag_lost.h"
#include "sess/lag_merge.h"

/* What waits in one place. */
struct item {
	struct xg_rec *rec; /* owned; NULL = nothing any more */
	struct xg_lag_book book;
	bool merged; /* the levels of rec are in `book` */
	bool keyed;  /* a later record of its key goes into it */
	size_t bytes;
};

struct xg_lag {
	struct xg_lag_opts o;
	struct item *item; /* owned ring; place i is item[i % cap] */
	size_t cap, head, tail, drop_at;
	struct xg_map place; /* of what can be merged: key -> place */
	struct xg_lag_lost lost;
	struct xg_lag_stats st;
	bool holed;
};

struct xg_lag *xg_lag_new(const struct xg_lag_opts *opts)
{
	struct xg_lag *l = calloc(1, sizeof *l);

	if (l)
		l->o = *opts;
	return l;
}

static struct item *at(const struct xg_lag *l, size_t place)
{
	return &l->item[place % l->cap];
}

static void empty_item(struct xg_lag *l, struct item *it)
{
	char key[XG_LAG_KEY];

	if (!it->rec)
		return;
	if (it->keyed)
		xg_map_del(&l->place, xg_lag_key(key, it->rec));
	xg_rec_free(it->rec);
	xg_lag_book_release(&it->book);
	l->st.bytes -= it->bytes;
	l->st.waiting--;
	*it = (struct item){ 0 };
}

void xg_lag_free(struct xg_lag *l)
{
	if (!l)
		return;
	for (size_t i = l->head; i < l->tail; i++)
		empty_item(l, at(l, i));
	xg_lag_lost_release(&l->lost);
	xg_map_release(&l->place);
	free(l->item);
	free(l);
}

static bool can_merge(const struct xg_lag *l, const struct xg_rec *rec)
{
	if (rec->type == XG_REC_STATUS)
		return rec->u.status.event == XG_ST_LAG;
	if (rec->type == XG_REC_TICK)
		return !l->o.raw;
	if (l->o.raw || l->o.policy != XG_LAG_CONFLATE)
		return false;
	return rec->type == XG_REC_BOOK || rec->type == XG_REC_BBO ||
	       rec->type == XG_REC_FUNDING || rec->type == XG_REC_MARK ||
	       rec->type == XG_REC_OI;
}

static size_t bytes_of(const struct xg_rec *rec)
{
	size_t n = sizeof *rec + sizeof(struct item) + 160;

	if (rec->type == XG_REC_RAW)
		n += rec->u.rawf.data.n + rec->u.rawf.text.n +
		     rec->u.rawf.req.n + rec->u.rawf.url.n;
	else if (rec->type == XG_REC_BOOK)
		n += (rec->u.book.bids.n + rec->u.book.asks.n) *
		     sizeof(struct xg_level);
	return n;
}

static void recount(struct xg_lag *l, struct item *it)
{
	l->st.bytes -= it->bytes;
	it->bytes = bytes_of(it->rec) + xg_lag_book_bytes(&it->book);
	l->st.bytes += it->bytes;
}

/* ---- what is lost ---- */

/* A book with a hole is worth nothing until a snapshot: what waits of it. */
static int drop_book(struct xg_lag *l, const struct xg_rec *rec)
{
	bool broken;
	int rc = 0;

	for (size_t i = l->head; rc == 0 && i < l->tail; i++) {
		struct item *it = at(l, i);

		if (!it->rec || it->rec == rec ||
			it->rec->type != XG_REC_BOOK ||
			!xg_str_is(it->rec->sym, rec->sym) ||
			!xg_str_is(it->rec->venue, rec->venue))
			continue;
		if (it->rec->u.book.snap) {
			xg_lag_lost_find(&l->lost, rec)->book = false;
			break;
		}
		rc = xg_lag_lost_add(&l->lost, it->rec, &broken);
		l->st.dropped++;
		empty_item(l, it);
	}
	return rc;
}

static int count_lost(struct xg_lag *l, const struct xg_rec *rec)
{
	bool broken;
	int rc;

	if (rec->type == XG_REC_TICK)
		return 0;
	rc = xg_lag_lost_add(&l->lost, rec, &broken);
	l->st.dropped++;
	return rc == 0 && broken && !l->holed ? drop_book(l, rec) : rc;
}

/* ---- in ---- */

static int make_place(struct xg_lag *l)
{
	size_t cap = l->cap ? 2 * l->cap : 256;
	struct item *p;

	if (l->tail - l->head < l->cap)
		return 0;
	p = calloc(cap, sizeof *p);
	if (!p)
		return XG_ERR_MEMORY;
	for (size_t i = l->head; i < l->tail; i++)
		p[i % cap] = *at(l, i);
	free(l->item);
	l->item = p;
	l->cap = cap;
	return 0;
}

static int append(struct xg_lag *l, const struct xg_rec *rec, bool keyed)
{
	union xg_map_val *val;
	char key[XG_LAG_KEY];
	struct item *it;
	struct xg_rec *copy;

	if (make_place(l) < 0)
		return XG_ERR_MEMORY;
	copy = xg_rec_dup(rec);
	val = copy && keyed ? xg_map_put(&l->place, xg_lag_key(key, rec), NULL)
			    : NULL;
	if (!copy || (keyed && !val)) {
		xg_rec_free(copy);
		return XG_ERR_MEMORY;
	}
	if (val)
		val->num = (int64_t)l->tail;
	it = at(l, l->tail++);
	*it = (struct item){ .rec = copy, .keyed = keyed };
	l->st.waiting++;
	recount(l, it);
	return 0;
}

/* How far a snapshot knows its book. */
static void keep_bounds(struct xg_rec *head, const struct xg_rec *snap)
{
	if (XG_REC_HAS(snap, book.down))
		XG_REC_SET(head, book.down, snap->u.book.down);
	if (XG_REC_HAS(snap, book.up))
		XG_REC_SET(head, book.up, snap->u.book.up);
}

/* Into the record of its key that waits: its head tells the newest of both and
 * the oldest `prev`, so that continuity can still be proven. */
static int merge_book(struct item *it, const struct xg_rec *rec)
{
	struct xg_rec *head = it->rec;
	int rc = 0;

	if (!it->merged)
		rc = xg_lag_book_add(&it->book, head);
	it->merged = true;
	if (rc == 0)
		rc = xg_lag_book_add(&it->book, rec);
	if (rc < 0)
		return rc;
	head->ts = rec->ts;
	head->rx = rec->rx;
	head->has = (head->has & ~(XG_HAS_TS | XG_HAS_RX)) |
		    (rec->has & (XG_HAS_TS | XG_HAS_RX));
	XG_REC_SET(head, book.seq, rec->u.book.seq);
	if (rec->u.book.snap) {
		struct xg_book_rec b = head->u.book;
		struct xg_str venue = head->venue, sym = head->sym;

		xg_rec_start(head, XG_REC_BOOK, venue, sym, head->ts, head->rx);
		XG_REC_SET(head, book.seq, b.seq);
		XG_REC_SET(head, book.snap, true);
		keep_bounds(head, rec);
	}
	return 0;
}

static int merge(struct xg_lag *l, struct item *it, const struct xg_rec *rec)
{
	struct xg_rec *copy;
	int rc = 0;

	if (rec->type == XG_REC_BOOK) {
		rc = merge_book(it, rec);
		if (rc == XG_ERR_LIMIT) {
			empty_item(l, it); /* both are lost */
			return count_lost(l, rec);
		}
	} else {
		copy = xg_rec_dup(rec);
		if (!copy)
			return XG_ERR_MEMORY;
		xg_rec_free(it->rec);
		it->rec = copy;
	}
	if (rec->type != XG_REC_TICK && rec->type != XG_REC_STATUS)
		l->st.merged++;
	if (rc == 0)
		recount(l, it);
	return rc;
}

/* Who has lost an instrument knows no lot, tick or contract of it any more, and it
 * is told once: those stay. */
static bool can_go(const struct item *it)
{
	return it->rec && it->rec->type != XG_REC_INST;
}

/* Drops one record: the oldest that cannot be merged, else the oldest. */
static int drop_one(struct xg_lag *l)
{
	struct item *it = NULL;
	size_t i = l->drop_at > l->head ? l->drop_at : l->head;
	int rc;

	for (; i < l->tail; i++) {
		it = at(l, i);
		if (can_go(it) && !it->keyed)
			break;
	}
	l->drop_at = i;
	for (i = l->head; l->drop_at == l->tail && i < l->tail; i++) {
		it = at(l, i);
		if (can_go(it))
			break;
	}
	if (!it || !can_go(it))
		return XG_ERR_ABSENT;
	rc = count_lost(l, it->rec);
	empty_item(l, it);
	return rc;
}

int xg_lag_put(struct xg_lag *l, const struct xg_rec *rec)
{
	bool keyed = can_merge(l, rec);
	struct xg_lag_row_lost *broken = xg_lag_lost_find(&l->lost, rec);
	union xg_map_val *val = NULL;
	char key[XG_LAG_KEY];
	int rc = 0;

	if (l->holed)
		return count_lost(l, rec);
	if (broken && !rec->u.book.snap)
		return count_lost(l, rec);
	if (keyed)
		val = xg_map_get(&l->place, xg_lag_key(key, rec));
	if (val && rec->type == XG_REC_TICK) {
		/* Time must not run ahead of what waits behind it. */
		empty_item(l, at(l, (size_t)val->num));
		val = NULL;
	}
	if (val)
		rc = merge(l, at(l, (size_t)val->num), rec);
	else if (l->st.bytes + bytes_of(rec) <= l->o.max_bytes)
		rc = append(l, rec, keyed);
	else if (l->o.policy == XG_LAG_HALT)
		return XG_ERR_LIMIT;
	else if (l->o.raw) {
		l->holed = true;
		return count_lost(l, rec);
	} else {
		rc = append(l, rec, keyed);
	}
	if (broken && rc == 0)
		broken->book = false;
	while (rc == 0 && l->st.bytes > l->o.max_bytes && !l->o.raw &&
		l->o.policy != XG_LAG_HALT)
		rc = drop_one(l);
	return rc == XG_ERR_ABSENT ? 0 : rc;
}

/* ---- out ---- */

static struct xg_rec *unwrap(struct xg_lag *l, struct item *it)
{
	struct xg_rec *rec = it->rec;
	char key[XG_LAG_KEY];

	if (it->merged) {
		rec = xg_lag_book_rec(&it->book, it->rec);
		empty_item(l, it);
		return rec;
	}
	if (it->keyed)
		xg_map_del(&l->place, xg_lag_key(key, rec));
	l->st.bytes -= it->bytes;
	l->st.waiting--;
	*it = (struct item){ 0 };
	return rec;
}

struct xg_rec *xg_lag_take(struct xg_lag *l, int *rc)
{
	struct xg_rec *rec = NULL;

	/* A recording's hole is behind all that still waits. */
	if (l->lost.untold && (!l->holed || l->st.waiting == 0)) {
		rec = xg_lag_lost_tell(&l->lost);
		*rc = rec ? 0 : XG_ERR_MEMORY;
		return rec;
	}
	*rc = 0;
	while (l->head < l->tail && !at(l, l->head)->rec)
		l->head++;
	if (l->head == l->tail)
		return NULL;
	rec = unwrap(l, at(l, l->head++));
	*rc = rec ? 0 : XG_ERR_MEMORY;
	return rec;
}

bool xg_lag_is_empty(const struct xg_lag *l)
{
	return l->st.waiting == 0 && l->lost.untold == 0;
}

void xg_lag_stats(const struct xg_lag *l, struct xg_lag_stats *out)
{
	*out = l->st;
}

bool xg_lag_lost_book(
	struct xg_lag *l, struct xg_str *venue, struct xg_str *sym)
{
	return !l->o.raw && xg_lag_lost_next(&l->lost, venue, sym);
}

bool xg_lag_lost_raw(const struct xg_lag *l)
{
	return l->holed;
}

void xg_lag_reset(struct xg_lag *l)
{
	if (l->st.waiting == 0)
		xg_lag_lost_clear(&l->lost);
	l->holed = false;
	l->st.merged = l->st.dropped = 0;
}
