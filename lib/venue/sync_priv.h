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
/* The whole book as a snapshot, with the number of the last record. */
int xg_sync_whole(struct xg_decoder *d, struct xg_sync *s, int64_t ts);

/* ---- events that wait for a snapshot (sync_wait.c) ---- */

/* A copy of an update behind those that wait. False: too many wait, or no
 * memory. */
bool xg_sync_wait(struct xg_sync *s, const struct xg_delta *e);
/* The event at *pos, which moves on; its levels are borrowed from the buffer. */
struct xg_delta xg_sync_waiting(const struct xg_buf *pending, size_t *pos);
void xg_sync_wait_clear(struct xg_sync *s);

/* ---- how far a book is known (sync_known.c; R28) ---- */

/* The bounds that a snapshot sets. */
void xg_sync_known(struct xg_sync *s, const struct xg_delta *snap);
/* Leaves out levels behind the bounds. XG_ERR_MEMORY */
int xg_sync_clip(struct xg_sync *s, struct xg_delta *e);
/* Is so little left of a side that is bounded that a snapshot must come? */
bool xg_sync_is_thin(const struct xg_sync *s);
/* A snapshot for a book that is LIVE and wants one. 1: it is the book now, with
 * the updates since, and was emitted; 0: it does not reach what is known. */
int xg_sync_renew(
	struct xg_decoder *d, struct xg_sync *s, const struct xg_delta *snap);
/* Room for n levels of a side, in s->cut. */
struct xg_level *xg_sync_room(struct xg_sync *s, int side, size_t n);
/* Puts levels into the book; the error of the first that it cannot hold. */
int xg_sync_set_levels(
	struct xg_book *b, const struct xg_delta *delta, bool snap);

#endif
