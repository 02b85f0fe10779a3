/* Updates that wait for a snapshot. */
#include "venue/sync_priv.h"

#define WAITING_MAX 10000

/* An event that waits: this, then its bids, then its asks. */
struct waiting {
	int64_t first, last, prev, ts;
	uint64_t bids, asks;
};
_Static_assert(sizeof(struct waiting) % sizeof(int64_t) == 0, "alignment");
_Static_assert(sizeof(struct xg_level) % sizeof(int64_t) == 0, "alignment");

static void add(struct xg_buf *b, const struct xg_levels *l)
{
	if (l->n)
		xg_buf_add(b, l->p, l->n * sizeof *l->p);
}

bool xg_sync_wait(struct xg_sync *s, const struct xg_delta *e)
{
	struct waiting w = { e->first, e->last, e->prev, e->ts, e->bids.n,
		e->asks.n };
	size_t before = s->pending.len;

	if (s->pending_n >= WAITING_MAX)
		return false;
	xg_buf_add(&s->pending, &w, sizeof w);
	add(&s->pending, &e->bids);
	add(&s->pending, &e->asks);
	if (s->pending.failed) {
		s->pending.len = before;
		return false;
	}
	s->pending_n++;
	return true;
}

struct xg_delta xg_sync_waiting(const struct xg_buf *pending, size_t *pos)
{
	const struct waiting *w = (const void *)(pending->p + *pos);
	const struct xg_level *lv = (const void *)(w + 1);

	*pos += sizeof *w + (w->bids + w->asks) * sizeof *lv;
	return (struct xg_delta){ .first = w->first,
		.last = w->last,
		.prev = w->prev,
		.ts = w->ts,
		.bids = { lv, w->bids },
		.asks = { lv + w->bids, w->asks } };
}

void xg_sync_wait_clear(struct xg_sync *s)
{
	xg_buf_clear(&s->pending);
	s->pending_n = 0;
}
