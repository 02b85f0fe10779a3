/* sequence_num: the frames of a connection, of all channels together, count by
 * one. Source: live captures of 2026-09 (an ack and a heartbeat count, too). */
#include "venue/coinbase/coinbase.h"

static struct xg_coinbase_conn *slot_of(
	struct xg_coinbase_state *st, int64_t conn)
{
	struct xg_coinbase_conn *oldest = &st->conn[0];

	for (size_t i = 0; i < XG_COINBASE_CONNS; i++) {
		if (st->conn[i].conn == conn)
			return &st->conn[i];
		if (st->conn[i].conn < oldest->conn)
			oldest = &st->conn[i];
	}
	*oldest = (struct xg_coinbase_conn){ conn, -1 };
	return oldest;
}

void xg_coinbase_conn_reset(struct xg_coinbase_state *st, int64_t conn)
{
	slot_of(st, conn)->last = -1;
}

/* The books of the connection are no longer proven. One gap is one gap for
 * those who count them: the other symbols are told to start anew. */
static int lose_all(struct xg_coinbase_in *in, int64_t missing)
{
	struct xg_decoder *d = in->d;
	struct xg_want w = { .kind = XG_WANT_DROP, .conn = in->conn };
	struct xg_str none = { NULL, 0 };
	bool told = false;
	int rc = 0;

	d->stats.gaps++;
	for (size_t i = 0; rc >= 0 && i < d->syncs.n; i++) {
		struct xg_sync *s = d->syncs.list[i];

		if (s->conn != in->conn || s->state != XG_SYNC_LIVE)
			continue;
		rc = xg_decoder_status(d, told ? XG_ST_RESYNC : XG_ST_GAP,
			s->inst->sym, in->conn,
			"%lld frames of the connection are missing",
			(long long)missing);
		d->stats.resyncs++;
		told = true;
	}
	if (rc >= 0 && !told)
		rc = xg_decoder_status(d, XG_ST_ERROR, none, in->conn,
			"%lld frames of the connection are missing",
			(long long)missing);
	if (rc >= 0)
		rc = xg_sync_conn(d, in->conn);
	return rc < 0 ? rc : xg_decoder_want(d, &w);
}

int xg_coinbase_conn_take(struct xg_coinbase_in *in, int64_t seq)
{
	struct xg_coinbase_conn *c = slot_of(in->st, in->conn);
	int64_t last = c->last;
	int rc = 0;

	if (last >= 0 && seq <= last)
		return 0;
	c->last = seq;
	if (last >= 0 && seq != last + 1)
		rc = lose_all(in, seq - last - 1);
	return rc < 0 ? rc : 1;
}
