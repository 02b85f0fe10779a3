/* How far a book is known. A snapshot by REST (of dYdX: in the stream) has so many
 * levels a side; what is behind the last of them is told by updates only, which is
 * some of it: so a walk through the book would find prices and amounts that are not
 * the venue's (R28). Those levels are left out, and before the market has moved
 * through the known ones a new snapshot takes the place of the book. */
#include <stdlib.h>

#include "venue/decoder.h"
#include "venue/sync_priv.h"

#define THIN 10 /* a part of the limit: so few levels are left of a side */

struct xg_level *xg_sync_room(struct xg_sync *s, int side, size_t n)
{
	struct xg_level **cut = &s->cut[side == XG_SELL];
	size_t *cap = &s->cut_cap[side == XG_SELL];
	void *p;

	if (n > *cap) {
		p = realloc(*cut, 2 * n * sizeof **cut);
		if (!p)
			return NULL;
		*cut = p;
		*cap = 2 * n;
	}
	return *cut;
}

void xg_sync_known(struct xg_sync *s, const struct xg_delta *snap)
{
	const struct xg_levels *of[2] = { &snap->bids, &snap->asks };

	s->limit = snap->limit;
	for (int i = 0; i < 2; i++) {
		s->bounded[i] = snap->limit && of[i]->n >= snap->limit;
		if (s->bounded[i])
			s->known[i] = of[i]->p[of[i]->n - 1].px;
	}
}

static bool is_behind(const struct xg_sync *s, int i, struct xg_dec px)
{
	int c = xg_dec_cmp(px, s->known[i]);

	return i == 0 ? c < 0 : c > 0;
}

#define POWER(n) \
	{ \
		(n), INT64_MAX / (n) \
	}

/* The decimal in units of 10^-8, where it is a whole number of them and not too
 * many. */
static bool is_units(struct xg_dec d, int64_t *out)
{
	static const struct {
		int64_t by, most;
	} power[] = { POWER(1), POWER(10), POWER(100), POWER(1000),
		POWER(10000), POWER(100000), POWER(1000000), POWER(10000000),
		POWER(100000000) };
	unsigned up = (unsigned)(d.e + 8);

	if (up > 8 || d.m > power[up].most || d.m < 0)
		return false;
	*out = d.m * power[up].by;
	return true;
}

/* How many levels come before the first that is behind the bound. */
static size_t before(const struct xg_sync *s, int i, const struct xg_levels *l)
{
	int64_t bound, px;
	size_t n = 0;

	if (is_units(s->known[i], &bound)) {
		while (n < l->n && is_units(l->p[n].px, &px) &&
			(i == 0 ? px >= bound : px <= bound))
			n++;
	}
	while (n < l->n && !is_behind(s, i, l->p[n].px))
		n++;
	return n;
}

static int clip(struct xg_sync *s, int i, struct xg_levels *l)
{
	struct xg_level *to;
	size_t n = before(s, i, l);

	if (n == l->n)
		return 0;
	to = xg_sync_room(s, i ? XG_SELL : XG_BUY, l->n);
	if (!to)
		return XG_ERR_MEMORY;
	n = 0;
	for (size_t k = 0; k < l->n; k++) {
		if (!is_behind(s, i, l->p[k].px))
			to[n++] = l->p[k];
	}
	*l = (struct xg_levels){ to, n };
	return 0;
}

int xg_sync_clip(struct xg_sync *s, struct xg_delta *e)
{
	int rc = s->bounded[0] ? clip(s, 0, &e->bids) : 0;

	return rc == 0 && s->bounded[1] ? clip(s, 1, &e->asks) : rc;
}

bool xg_sync_is_thin(const struct xg_sync *s)
{
	return (s->bounded[0] &&
		       xg_book_count(&s->book, XG_BUY) < s->limit / THIN) ||
	       (s->bounded[1] &&
		       xg_book_count(&s->book, XG_SELL) < s->limit / THIN);
}

/* From a snapshot over the updates that wait; with ts into the book, too, and *ts
 * is the time of the last. 1: each follows, 0: something is missing, or an error of
 * the book. */
static int walk(struct xg_sync *s, const struct xg_delta *snap, int64_t *ts)
{
	size_t pos = 0;
	int rc = 0;

	s->last = snap->last;
	s->first_pending = true;
	while (rc == 0 && pos < s->pending.len) {
		struct xg_delta e = xg_sync_waiting(&s->pending, &pos);
		enum xg_fit fit = xg_sync_fit(s, &e);

		if (fit == XG_FIT_GAP)
			return 0;
		if (fit == XG_FIT_OLD)
			continue;
		s->last = e.last;
		s->first_pending = false;
		if (!ts)
			continue;
		*ts = e.ts;
		rc = xg_sync_clip(s, &e);
		if (rc == 0)
			rc = xg_sync_set_levels(&s->book, &e, false);
	}
	return rc < 0 ? rc : 1;
}

/* Do the updates that wait lead from the snapshot to what is known? */
static bool reaches(struct xg_sync *s, const struct xg_delta *snap)
{
	int64_t known = s->last;
	bool first = s->first_pending;
	bool ok = walk(s, snap, NULL) == 1 && s->last >= known;

	s->last = known;
	s->first_pending = first;
	return ok;
}

/* The snapshot into the book, then what waits; the time of the last. */
static int build(struct xg_sync *s, const struct xg_delta *snap, int64_t *ts)
{
	int rc;

	xg_book_clear(&s->book);
	xg_sync_known(s, snap);
	*ts = snap->ts;
	rc = xg_sync_set_levels(&s->book, snap, true);
	return rc < 0 ? rc : walk(s, snap, ts);
}

int xg_sync_renew(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *snap)
{
	int64_t ts;
	int rc;

	if (!reaches(s, snap))
		return 0;
	rc = build(s, snap, &ts);
	xg_sync_wait_clear(s);
	s->renew = false;
	s->wanted_at = 0;
	s->tries = 0;
	if (rc < 0)
		return xg_sync_lost(d, s, XG_ST_RESYNC,
			"a snapshot has a level that a book cannot hold");
	if (xg_book_is_crossed(&s->book)) {
		d->stats.crossed++;
		return xg_sync_lost(d, s, XG_ST_RESYNC,
			"the book is crossed after a snapshot");
	}
	s->emitted = s->last;
	rc = xg_sync_whole(d, s, ts);
	return rc < 0 ? rc : 1;
}
