/* What waits for a reader that is behind (R11, R12). A bounded queue and a
 * declared policy: nothing is lost without being counted and told by a `gap`
 * status in the place of the loss, and what is left of the books still proves
 * its own continuity. Pure: the caller decides when the reader is behind. */
#ifndef XG_SESS_LAG_H
#define XG_SESS_LAG_H

#include <stdbool.h>
#include <stddef.h>

#include "rec/rec.h"

enum xg_lag_policy {
	/* Of each symbol: the updates of its book become one, of bbo, funding,
	 * mark and oi the last one counts; of ticks, too. The rest waits; when
	 * it does not fit, the oldest of it goes. */
	XG_LAG_CONFLATE,
	/* When they do not fit, the oldest records go; instruments stay. A
	 * book that has lost one says nothing more until a snapshot
	 * (xg_lag_lost_book). */
	XG_LAG_DROP,
	/* When one does not fit, it is refused. */
	XG_LAG_HALT
};

struct xg_lag_opts {
	enum xg_lag_policy policy;
	size_t max_bytes; /* of memory, near enough */
	/* Raw frames: a recording with a hole must start anew, so after the
	 * first that does not fit all go until the queue is empty. */
	bool raw;
};

struct xg_lag_stats {
	size_t waiting, bytes;
	int64_t merged, dropped; /* since the last xg_lag_reset */
};

struct xg_lag;

struct xg_lag *xg_lag_new(const struct xg_lag_opts *opts); /* NULL: memory */
void xg_lag_free(struct xg_lag *l);

/* Queues a copy. 0, XG_ERR_LIMIT (HALT: it does not fit), XG_ERR_MEMORY. */
int xg_lag_put(struct xg_lag *l, const struct xg_rec *rec);
/* The next record, the caller's (xg_rec_free); NULL when nothing waits, or
 * memory is out (then *rc is XG_ERR_MEMORY, else 0). */
struct xg_rec *xg_lag_take(struct xg_lag *l, int *rc);
bool xg_lag_is_empty(const struct xg_lag *l);

void xg_lag_stats(const struct xg_lag *l, struct xg_lag_stats *out);
/* When nothing waits any more: a book that needs a snapshot, one at a time;
 * false = no more. The slices live until the next call. */
bool xg_lag_lost_book(
	struct xg_lag *l, struct xg_str *venue, struct xg_str *sym);
/* raw: were frames lost, so that recordings must start anew? */
bool xg_lag_lost_raw(const struct xg_lag *l);
/* The reader has caught up: counts from nothing. */
void xg_lag_reset(struct xg_lag *l);

#endif
