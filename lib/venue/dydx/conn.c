/* message_id: the frames of a connection, of all channels together, count by one.
 * Source: the Indexer's sources (socks): an accepted request takes a number, too,
 * so that an error may repeat the last one. */
#include "venue/dydx/dydx.h"

int xg_dydx_conn_take(struct xg_dydx_in *in)
{
	int64_t *at = xg_numbered_last(&in->st->numbered, in->conn);
	int64_t last = *at, now = in->message_id;
	int rc;

	/* An id that goes back without a `connected` is another stream. */
	if (last < 0 || now == last + 1 || in->type == XG_DYDX_CONNECTED) {
		*at = now;
		return 1;
	}
	if (now <= last)
		return in->type == XG_DYDX_ERROR;
	*at = now;
	rc = xg_numbered_lost(
		&in->st->numbered, in->d, in->conn, now - last - 1);
	return rc < 0 ? rc : 1;
}
