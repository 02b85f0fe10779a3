/* Shared by the files of book synchronisation. */
#ifndef XG_VENUE_SYNC_PRIV_H
#define XG_VENUE_SYNC_PRIV_H

#include "venue/sync.h"

enum xg_fit {
	XG_FIT_NEXT, /* it follows what is known */
	XG_FIT_OLD,  /* all of it is known already; or a heartbeat */
	XG_FIT_GAP   /* something before it is missing */
};
enum xg_fit xg_sync_fit(const struct xg_sync *s, const struct xg_delta *e);

/* The snapshot comes over the connection, not by REST. */
bool xg_sync_in_stream(const struct xg_sync *s);
/* The venue gives no ids of its own for this book: they are counted. */
bool xg_sync_counts(const struct xg_sync *s);

/* Levels into the book, and book records of them; or the symbol starts anew when
 * the book would not be sound. 0 or <0 of the sink. */
int xg_sync_apply(struct xg_decoder *d, struct xg_sync *s,
	const struct xg_delta *given, bool snap);
/* Only the records of it. */
int xg_sync_emit(struct xg_decoder *d, struct xg_sync *s,
	const struct xg_delta *delta, bool snap);

#endif
