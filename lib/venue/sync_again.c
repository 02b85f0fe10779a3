/* A book for a reader who has lost records of it. */
#include <stdlib.h>

#include "venue/decoder.h"
#include "venue/sync.h"

static struct xg_levels copy(
	struct xg_level *to, const struct xg_book *b, int side)
{
	size_t n = xg_book_count(b, side);

	for (size_t i = 0; i < n; i++)
		xg_book_level(b, side, i, &to[i]);
	return (struct xg_levels){ to, n };
}

int xg_sync_again(struct xg_decoder *d, const struct xg_sync *s)
{
	struct xg_level *lv;
	struct xg_rec rec;
	size_t bids;
	int rc;

	if (s->state != XG_SYNC_LIVE)
		return 0;
	bids = xg_book_count(&s->book, XG_BUY);
	lv = malloc((bids + xg_book_count(&s->book, XG_SELL) + 1) * sizeof *lv);
	if (!lv)
		return XG_ERR_MEMORY;
	xg_rec_start(&rec, XG_REC_BOOK, xg_str_from(d->venue->name),
		s->inst->sym, 0, d->rx);
	XG_REC_SET(&rec, book.seq, s->emitted);
	XG_REC_SET(&rec, book.snap, true);
	XG_REC_SET(&rec, book.bids, copy(lv, &s->book, XG_BUY));
	XG_REC_SET(&rec, book.asks, copy(lv + bids, &s->book, XG_SELL));
	rc = xg_decoder_emit(d, &rec);
	free(lv);
	return rc;
}
