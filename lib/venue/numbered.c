/* Connections whose frames are numbered. */
#include "venue/numbered.h"

/* The slot of a connection; if it has none, that of the oldest, emptied. */
static size_t slot_of(struct xg_numbered *n, int64_t conn)
{
	size_t at = 0;

	for (size_t i = 0; i < XG_NUMBERED_MAX; i++) {
		if (n->slot[i].used && n->slot[i].conn == conn)
			return i;
		if (!n->slot[at].used)
			continue;
		if (!n->slot[i].used || n->slot[i].conn < n->slot[at].conn)
			at = i;
	}
	n->slot[at].conn = conn;
	n->slot[at].last = -1;
	n->slot[at].used = true;
	n->slot[at].holed = false;
	return at;
}

int64_t *xg_numbered_last(struct xg_numbered *n, int64_t conn)
{
	return &n->slot[slot_of(n, conn)].last;
}

bool xg_numbered_is_whole(const struct xg_numbered *n, int64_t conn)
{
	for (size_t i = 0; i < XG_NUMBERED_MAX; i++) {
		if (n->slot[i].used && n->slot[i].conn == conn)
			return !n->slot[i].holed;
	}
	return true;
}

void xg_numbered_reset(struct xg_numbered *n, int64_t conn)
{
	size_t at = slot_of(n, conn);

	n->slot[at].last = -1;
	n->slot[at].holed = false;
}

int xg_numbered_lost(struct xg_numbered *n, struct xg_decoder *d, int64_t conn,
	int64_t missing)
{
	static const char text[] = "%lld frames of the connection are missing";
	struct xg_want w = { .kind = XG_WANT_DROP, .conn = conn };
	struct xg_str none = { NULL, 0 };
	bool told = false;
	int rc = 0;

	n->slot[slot_of(n, conn)].holed = true;
	d->stats.gaps++;
	for (size_t i = 0; rc >= 0 && i < d->syncs.n; i++) {
		struct xg_sync *s = d->syncs.list[i];

		if (s->conn != conn || s->state != XG_SYNC_LIVE)
			continue;
		rc = xg_decoder_status(d, told ? XG_ST_RESYNC : XG_ST_GAP,
			s->inst->sym, conn, text, (long long)missing);
		d->stats.resyncs++;
		told = true;
	}
	if (rc >= 0 && !told)
		rc = xg_decoder_status(
			d, XG_ST_ERROR, none, conn, text, (long long)missing);
	if (rc >= 0)
		rc = xg_sync_conn(d, conn);
	return rc < 0 ? rc : xg_decoder_want(d, &w);
}

int xg_numbered_take(
	struct xg_numbered *n, struct xg_decoder *d, int64_t conn, int64_t seq)
{
	int64_t *at = xg_numbered_last(n, conn), last = *at;
	int rc = 0;

	if (last >= 0 && seq <= last)
		return 0;
	*at = seq;
	if (last >= 0 && seq != last + 1)
		rc = xg_numbered_lost(n, d, conn, seq - last - 1);
	return rc < 0 ? rc : 1;
}
