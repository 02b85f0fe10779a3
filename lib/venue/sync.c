/* The state machine of sync.h; what follows what: sync_rules.c. */
#include "venue/sync.h"

#include <stdlib.h>

#include "venue/decoder.h"
#include "venue/sync_priv.h"

#define PENDING_BYTES ((size_t)32 << 20)
#define WANT_AGAIN_US 5000000
#define LOST_SOON_US 60000000 /* losses closer than this are in a row */
#define LOST_MAX 3	      /* so many, and the connection is to blame */

static void sync_free(struct xg_sync *s)
{
	xg_book_release(&s->book);
	xg_buf_release(&s->pending);
	free(s->cut[0]);
	free(s->cut[1]);
	free(s);
}

void xg_syncs_release(struct xg_syncs *s)
{
	for (size_t i = 0; i < s->n; i++)
		sync_free(s->list[i]);
	free(s->list);
	xg_map_release(&s->by_key);
	*s = (struct xg_syncs){ 0 };
}

static void restart(struct xg_sync *s, enum xg_sync_state state)
{
	xg_book_clear(&s->book);
	xg_sync_wait_clear(s);
	s->state = state;
	s->bounded[0] = s->bounded[1] = false;
	s->renew = false;
	s->first_pending = false;
	s->last = 0;
	s->wanted_at = 0;
}

static struct xg_sync *sync_new(struct xg_syncs *all,
	const struct xg_instr *inst, enum xg_sync_rule rule, int64_t conn)
{
	struct xg_sync *s;

	if (all->n == all->cap) {
		size_t cap = all->cap ? all->cap * 2 : 16;
		void *p = realloc(all->list, cap * sizeof(*all->list));

		if (!p)
			return NULL;
		all->list = p;
		all->cap = cap;
	}
	s = calloc(1, sizeof(*s));
	if (!s)
		return NULL;
	s->inst = inst;
	s->rule = rule;
	s->conn = conn;
	s->pending.max = PENDING_BYTES;
	all->list[all->n++] = s;
	return s;
}

static void take_over(struct xg_sync *s, int64_t conn)
{
	s->from = conn < 0 ? s->conn : conn;
	if (s->conn < 0)
		s->conn = s->from; /* a snapshot came before any update */
	if (s->from == s->conn)
		return;
	if (s->from > s->conn || s->state == XG_SYNC_NONE) {
		restart(s, XG_SYNC_NONE);
		s->conn = s->from;
		s->tries = 0; /* the new connection is not to blame */
	}
}

struct xg_sync *xg_sync_of(struct xg_decoder *d, const struct xg_instr *inst,
	enum xg_sync_rule rule, int64_t conn)
{
	char key[160];
	size_t m = inst->i.market.n, n = inst->i.native.n;
	union xg_map_val *v;

	if (m + n + 1 > sizeof key)
		return NULL;
	if (m)
		memcpy(key, inst->i.market.p, m);
	key[m] = ' ';
	if (n)
		memcpy(key + m + 1, inst->i.native.p, n);
	v = xg_map_put(
		&d->syncs.by_key, (struct xg_str){ key, m + n + 1 }, NULL);
	if (!v)
		return NULL;
	if (!v->ptr)
		v->ptr = sync_new(&d->syncs, inst, rule, conn);
	if (v->ptr) {
		take_over(v->ptr, conn);
		((struct xg_sync *)v->ptr)->last_rx = d->rx;
	}
	return v->ptr;
}

static int want(struct xg_decoder *d, struct xg_sync *s)
{
	struct xg_want w = {
		.conn = s->conn, .inst = s->inst, .channel = XG_CH_BOOK
	};

	w.kind = xg_sync_in_stream(s) ? XG_WANT_RESUB : XG_WANT_SNAPSHOT;
	if (s->lost >= LOST_MAX ||
		(xg_sync_in_stream(s) && s->tries >= LOST_MAX)) {
		w.kind = XG_WANT_DROP;
		s->lost = s->tries = 0;
	}
	s->wanted_at = d->rx ? d->rx : 1;
	s->tries++;
	return xg_decoder_want(d, &w);
}

int xg_sync_lost(
	struct xg_decoder *d, struct xg_sync *s, int event, const char *detail)
{
	int rc;

	restart(s, XG_SYNC_WAIT);
	s->lost =
		s->lost && d->rx - s->lost_at < LOST_SOON_US ? s->lost + 1 : 1;
	s->lost_at = d->rx;
	d->stats.resyncs++;
	if (event == XG_ST_GAP)
		d->stats.gaps++;
	rc = xg_decoder_status(d, event, s->inst->sym, s->conn, "%s", detail);
	return rc < 0 ? rc : want(d, s);
}

/* A quiet book that says so is not stale (R10). */
static int heartbeat(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *e)
{
	struct xg_want w = { .kind = XG_WANT_ALIVE,
		.conn = s->conn,
		.inst = s->inst,
		.channel = XG_CH_BOOK };

	return s->rule == XG_SYNC_STREAM && e->last == e->prev
		       ? xg_decoder_want(d, &w)
		       : 0;
}

/* Before a book is known no further, a snapshot is wanted; what comes until then
 * leads from the snapshot to here. */
static int look_ahead(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *e)
{
	if (s->renew) {
		if (xg_sync_in_stream(s) || xg_sync_wait(s, e))
			return 0;
		xg_sync_wait_clear(s); /* a snapshot would be too old for it */
		s->renew = false;
	}
	if (!xg_sync_is_thin(s))
		return 0;
	s->renew = true;
	return want(d, s);
}

static int live(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *e)
{
	int rc;

	switch (xg_sync_fit(s, e)) {
	case XG_FIT_OLD:
		return heartbeat(d, s, e);
	case XG_FIT_GAP:
		return xg_sync_lost(
			d, s, XG_ST_GAP, "an update of the book is missing");
	case XG_FIT_NEXT:
		break;
	}
	s->first_pending = false;
	rc = xg_sync_apply(d, s, e, false);
	return rc == 0 && s->state == XG_SYNC_LIVE ? look_ahead(d, s, e) : rc;
}

static int keep(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *e)
{
	return xg_sync_wait(s, e)
		       ? 0
		       : xg_sync_lost(d, s, XG_ST_RESYNC,
				 "too many updates waited for the snapshot");
}

int xg_sync_delta(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *delta)
{
	int rc;

	if (s->from != s->conn)
		return 0; /* a connection that has been replaced */
	if (s->state == XG_SYNC_LIVE)
		return live(d, s, delta);
	if (xg_sync_in_stream(s)) {
		s->state = XG_SYNC_WAIT;
		return s->wanted_at ? 0 : want(d, s);
	}
	s->state = XG_SYNC_WAIT;
	rc = keep(d, s, delta);
	return rc == 0 && !s->wanted_at ? want(d, s) : rc;
}

/* Does the first waiting event that the snapshot does not hold follow it? */
static bool is_joined(struct xg_sync *s, const struct xg_delta *snap)
{
	size_t pos = 0;

	s->last = snap->last;
	s->first_pending = true;
	while (pos < s->pending.len) {
		struct xg_delta e = xg_sync_waiting(&s->pending, &pos);
		enum xg_fit fit = xg_sync_fit(s, &e);

		if (fit != XG_FIT_OLD)
			return fit == XG_FIT_NEXT;
	}
	return true;
}

static int replay(struct xg_decoder *d, struct xg_sync *s)
{
	struct xg_buf kept = s->pending;
	size_t pos = 0;
	int rc = 0;

	/* Taken out, so that a gap among them may clear and refill it. */
	s->pending = (struct xg_buf){ .max = PENDING_BYTES };
	s->pending_n = 0;
	while (rc == 0 && pos < kept.len && s->state == XG_SYNC_LIVE) {
		struct xg_delta e = xg_sync_waiting(&kept, &pos);

		rc = live(d, s, &e);
	}
	xg_buf_release(&s->pending);
	xg_buf_clear(&kept);
	s->pending = kept;
	return rc;
}

int xg_sync_snapshot(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *snap)
{
	int rc;

	if (s->from != s->conn)
		return 0;
	if (!xg_sync_in_stream(s)) {
		if (s->state == XG_SYNC_LIVE) {
			rc = s->renew ? xg_sync_renew(d, s, snap) : 0;
			return rc < 0 ? rc : 0; /* else the stream is ahead */
		}
		if (!is_joined(s, snap)) {
			s->first_pending = false;
			return want(d, s); /* older than what waits */
		}
	}
	s->first_pending = !xg_sync_in_stream(s);
	s->state = XG_SYNC_LIVE;
	s->renew = false;
	s->wanted_at = 0;
	rc = xg_sync_apply(d, s, snap, true);
	if (rc < 0 || s->state != XG_SYNC_LIVE)
		return rc;
	s->tries = 0;
	return replay(d, s);
}

int xg_sync_conn(struct xg_decoder *d, int64_t conn)
{
	for (size_t i = 0; i < d->syncs.n; i++) {
		if (d->syncs.list[i]->conn == conn)
			restart(d->syncs.list[i], XG_SYNC_NONE);
	}
	return 0;
}

int xg_sync_tick(struct xg_decoder *d, int64_t now)
{
	for (size_t i = 0; i < d->syncs.n; i++) {
		struct xg_sync *s = d->syncs.list[i];
		int rc;

		if ((s->state != XG_SYNC_WAIT && !s->renew) || !s->wanted_at ||
			now - s->wanted_at < WANT_AGAIN_US)
			continue;
		rc = want(d, s);
		if (rc < 0)
			return rc;
	}
	return 0;
}
