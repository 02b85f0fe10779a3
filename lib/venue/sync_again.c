/* A book for a reader who has lost records of it. */
#include <stdlib.h>

#include "venue/decoder.h"
#include "venue/sync_priv.h"

static struct xg_levels copy(
	struct xg_level *to, const struct xg_book *b, int side)
{
	size_t n = xg_book_count(b, side);

	for (size_t i = 0; i < n; i++)
		xg_book_level(b, side, i, &to[i]);
	return (struct xg_levels){ to, n };
}

int xg_sync_whole(struct xg_decoder *d, struct xg_sync *s, int64_t ts)
{
	struct xg_delta all = { .last = s->emitted, .ts = ts };
	size_t bids = xg_book_count(&s->book, XG_BUY);
	size_t asks = xg_book_count(&s->book, XG_SELL);
	struct xg_level *lv;
	int rc;

	lv = malloc((bids + asks + 1) * sizeof *lv);
	if (!lv)
		return XG_ERR_MEMORY;
	all.bids = copy(lv, &s->book, XG_BUY);
	all.asks = copy(lv + bids, &s->book, XG_SELL);
	rc = xg_sync_emit(d, s, &all, true);
	free(lv);
	return rc;
}

int xg_sync_again(struct xg_decoder *d, struct xg_sync *s)
{
	return s->state == XG_SYNC_LIVE ? xg_sync_whole(d, s, 0) : 0;
}
