/* What a venue takes from one address, kept by all processes of a user on this
 * host together (R14, R31): new connections in a window, connections and
 * subscriptions at a time, messages that subscribe in a window. The numbers are
 * the venue's (xg_venue.budget). */
#ifndef XG_NET_BUDGET_H
#define XG_NET_BUDGET_H

#include "net/lease.h"
#include "venue/venue.h"

/* What one connection holds. Zero-filled is nothing. */
struct xg_budget_hold {
	int conn, has_conn;
	int *topics, n_topics; /* owned */
};

/* May a connection that will carry so many topics be dialled? 0, and h holds
 * what it takes; else how long to wait (us). lease NULL = always 0. Errors of
 * the files are no reason to wait. */
int64_t xg_budget_dial(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, int topics, struct xg_budget_hold *h,
	int64_t now);
void xg_budget_release(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, struct xg_budget_hold *h);
/* May a message that subscribes go out? 0, and it counts; else the wait. */
int64_t xg_budget_frame(struct xg_lease *lease, enum xg_env env,
	const struct xg_venue *v, int64_t now);

#endif
