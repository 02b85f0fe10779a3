/* message_id: the frames of a connection, of all channels together, count by one.
 * Source: the Indexer's sources (socks): an accepted request takes a number, too,
 * so that an error may repeat the last one. */
#include "venue/dydx/dydx.h"

static struct xg_dydx_conn *slot_of(struct xg_dydx_state *st, int64_t conn)
{
	struct xg_dydx_conn *oldest = &st->conn[0];

	for (size_t i = 0; i < XG_DYDX_CONNS; i++) {
		if (st->conn[i].conn == conn)
			return &st->conn[i];
		if (st->conn[i].conn < oldest->conn)
			oldest = &st->conn[i];
	}
	*oldest = (struct xg_dydx_conn){ conn, -1 };
	return oldest;
}

void xg_dydx_conn_reset(struct xg_dydx_state *st, int64_t conn)
{
	slot_of(st, conn)->last = -1;
}

/* Nothing that came over the connection is proven any more. One gap is one gap
 * for those who count them: the other symbols are told to start anew. */
static int lose_all(struct xg_dydx_in *in, const char *what)
{
	struct xg_want w = { .kind = XG_WANT_DROP, .conn = in->conn };
	struct xg_decoder *d = in->d;
	bool told = false;
	int rc = 0;

	d->stats.gaps++;
	for (size_t i = 0; rc >= 0 && i < d->syncs.n; i++) {
		struct xg_sync *s = d->syncs.list[i];

		if (s->conn != in->conn || s->state != XG_SYNC_LIVE)
			continue;
		rc = xg_decoder_status(d, told ? XG_ST_RESYNC : XG_ST_GAP,
			s->inst->sym, in->conn, "%s", what);
		d->stats.resyncs++;
		told = true;
	}
	if (rc >= 0 && !told)
		rc = xg_decoder_status(d, XG_ST_ERROR,
			(struct xg_str){ NULL, 0 }, in->conn, "%s", what);
	if (rc >= 0)
		rc = xg_sync_conn(d, in->conn);
	return rc < 0 ? rc : xg_decoder_want(d, &w);
}

int xg_dydx_conn_take(struct xg_dydx_in *in)
{
	struct xg_dydx_conn *c = slot_of(in->st, in->conn);
	int64_t last = c->last, now = in->message_id;
	char text[96];
	int rc;

	/* An id that goes back without a `connected` is another stream. */
	if (last < 0 || now == last + 1 || in->type == XG_DYDX_CONNECTED) {
		c->last = now;
		return 1;
	}
	if (now <= last)
		return in->type == XG_DYDX_ERROR;
	c->last = now;
	snprintf(text, sizeof text, "%lld frames of the connection are missing",
		(long long)(now - last - 1));
	rc = lose_all(in, text);
	return rc < 0 ? rc : 1;
}
