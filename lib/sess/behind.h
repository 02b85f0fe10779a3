/* Records for a reader that may be behind: straight through while it keeps up,
 * else by way of the queue (sess/lag.h), with statuses that tell how far it is
 * behind and what became of its records. Pure: what is slow, and where records
 * go, is said by the caller. */
#ifndef XG_SESS_BEHIND_H
#define XG_SESS_BEHIND_H

#include "sess/lag.h"

struct xg_behind_events {
	void *ctx;
	bool (*is_slow)(void *ctx); /* the output takes no more now */
	int (*emit)(void *ctx, const struct xg_rec *rec); /* < 0 ends all */
	/* A book of which records were dropped; raw frames were dropped. */
	void (*again)(void *ctx, struct xg_str venue, struct xg_str sym);
	void (*restart)(void *ctx);
};

struct xg_behind {
	struct xg_behind_events ev;
	struct xg_lag *lag; /* owned */
	int64_t max_bytes, since, told;
	bool lagging;
};

int xg_behind_init(struct xg_behind *b, const struct xg_lag_opts *opts,
	const struct xg_behind_events *events); /* 0 or XG_ERR_MEMORY */
void xg_behind_release(struct xg_behind *b);
/* One record; now in microseconds. 0, a negative result of emit, or
 * XG_ERR_LIMIT: it does not fit and the policy is to halt; all that waited has
 * been emitted. */
int xg_behind_rec(struct xg_behind *b, const struct xg_rec *rec, int64_t now);
/* The output may take more now. */
int xg_behind_turn(struct xg_behind *b, int64_t now);
/* All that waits, slow or not. */
int xg_behind_flush(struct xg_behind *b);

#endif
