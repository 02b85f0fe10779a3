/* What is in order goes into the book of its symbol and out as records. */
#include <stdlib.h>

#include "venue/decoder.h"
#include "venue/sync_priv.h"

int xg_sync_set_levels(
	struct xg_book *b, const struct xg_delta *delta, bool snap)
{
	int rc = xg_book_set_levels(b, XG_BUY, &delta->bids, snap);

	return rc < 0 ? rc : xg_book_set_levels(b, XG_SELL, &delta->asks, snap);
}

/* A book of a venue may be longer than a record may be: the best levels come as
 * the snapshot, the others as updates that name it (prev = seq). */
#define RECORD_LEVELS 4000 /* a side */

static struct xg_levels part(const struct xg_levels *l, size_t from)
{
	size_t left = l->n > from ? l->n - from : 0;

	return (struct xg_levels){ left ? l->p + from : NULL,
		left < RECORD_LEVELS ? left : RECORD_LEVELS };
}

/* Members of a book record by their place in the text: a snapshot has no prev. */
#define WHOLE (XG_HAS(0) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4))
#define CHANGE (WHOLE | XG_HAS(1))

static int emit_part(struct xg_decoder *d, struct xg_sync *s,
	const struct xg_delta *delta, bool snap)
{
	struct xg_rec rec;

	xg_rec_start(
		&rec, XG_REC_BOOK, d->name, s->inst->sym, delta->ts, d->rx);
	rec.u.book = (struct xg_book_rec){ .seq = delta->last,
		.prev = s->emitted,
		.snap = snap,
		.bids = delta->bids,
		.asks = delta->asks };
	rec.has |= snap ? WHOLE : CHANGE;
	if (snap && s->bounded[0])
		XG_REC_SET(&rec, book.down, s->known[0]);
	if (snap && s->bounded[1])
		XG_REC_SET(&rec, book.up, s->known[1]);
	s->emitted = delta->last;
	return xg_decoder_emit(d, &rec);
}

int xg_sync_emit(struct xg_decoder *d, struct xg_sync *s,
	const struct xg_delta *delta, bool snap)
{
	struct xg_delta e = *delta;
	size_t from = 0;
	int rc = 0;

	do {
		e.bids = part(&delta->bids, from);
		e.asks = part(&delta->asks, from);
		rc = emit_part(d, s, &e, snap && from == 0);
		from += RECORD_LEVELS;
	} while (rc >= 0 && (from < delta->bids.n || from < delta->asks.n));
	return rc;
}

/* What does not fit into the venue's depth is deleted, here and for those who
 * follow the records: levels of *to become the update's own and the deletions.
 */
static int trim(struct xg_sync *s, int side, struct xg_levels *to)
{
	size_t have = xg_book_count(&s->book, side), depth = (size_t)s->depth;
	struct xg_level *cut;
	size_t n = to->n;

	if (!s->depth || have <= depth)
		return 0;
	cut = xg_sync_room(s, side, n + have - depth);
	if (!cut)
		return XG_ERR_MEMORY;
	if (n)
		memcpy(cut, to->p, n * sizeof *cut);
	for (size_t i = depth; i < have; i++, n++) {
		xg_book_level(&s->book, side, i, &cut[n]);
		cut[n].qty = (struct xg_dec){ 0 };
	}
	*to = (struct xg_levels){ cut, n };
	return 0;
}

/* A snapshot that is deeper than the venue keeps: its best levels. */
static void shorten(const struct xg_sync *s, struct xg_levels *l)
{
	if (s->depth && l->n > (size_t)s->depth)
		l->n = (size_t)s->depth;
}

/* Levels go in; the book must stay sound, or the symbol starts anew. */
int xg_sync_apply(struct xg_decoder *d, struct xg_sync *s,
	const struct xg_delta *given, bool snap)
{
	struct xg_delta e = *given, *delta = &e;

	if (snap) {
		xg_book_clear(&s->book);
		shorten(s, &e.bids);
		shorten(s, &e.asks);
		xg_sync_known(s, &e);
	} else if (xg_sync_clip(s, &e) < 0) {
		return XG_ERR_MEMORY;
	}
	if (xg_sync_counts(s))
		e.last = s->emitted + 1;
	if (xg_sync_set_levels(&s->book, delta, snap) < 0)
		return xg_sync_lost(d, s, XG_ST_RESYNC,
			"an update has a level that a book cannot hold");
	if (trim(s, XG_BUY, &e.bids) < 0 || trim(s, XG_SELL, &e.asks) < 0)
		return XG_ERR_MEMORY;
	if (s->depth)
		xg_book_truncate(&s->book, (size_t)s->depth);
	if (e.holds && !e.holds(e.ctx, &s->book))
		return xg_sync_lost(d, s, XG_ST_CHECKSUM,
			"the book's checksum differs from the venue's");
	if (xg_book_is_crossed(&s->book)) {
		d->stats.crossed++;
		return xg_sync_lost(d, s, XG_ST_RESYNC,
			"the book is crossed after an update");
	}
	s->last = delta->last;
	return xg_sync_emit(d, s, delta, snap);
}
