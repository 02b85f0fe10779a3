/* Connections whose frames count by one over all channels: a number that is
 * missing may be of any symbol, so all books of the connection start anew. */
#ifndef XG_VENUE_NUMBERED_H
#define XG_VENUE_NUMBERED_H

#include "venue/decoder.h"

#define XG_NUMBERED_MAX 16 /* connections; the oldest makes room */

struct xg_numbered {
	struct {
		int64_t conn, last; /* -1: none yet */
		bool used, holed;
	} slot[XG_NUMBERED_MAX];
};

/* The number of the connection's last frame, -1 before the first; writable. */
int64_t *xg_numbered_last(struct xg_numbered *n, int64_t conn);
/* No number of the connection has been missing. Behind one that was, the newest
 * trade that is known says nothing of those before it: it is not what decides
 * which trades are made good later. */
bool xg_numbered_is_whole(const struct xg_numbered *n, int64_t conn);
/* It opened or closed: it counts anew. */
void xg_numbered_reset(struct xg_numbered *n, int64_t conn);
/* Takes a frame's number: 1 in order, 0 not newer than the last (leave the frame
 * out), <0 of the sink. A gap is told by xg_numbered_lost. */
int xg_numbered_take(
	struct xg_numbered *n, struct xg_decoder *d, int64_t conn, int64_t seq);
/* So many frames are missing: the first book of the connection tells `gap`, the
 * others `resync` (one gap is one for those who count them), without books it is
 * an `error`; the connection is wanted away. 0 or <0 of the sink. */
int xg_numbered_lost(struct xg_numbered *n, struct xg_decoder *d, int64_t conn,
	int64_t missing);

#endif
