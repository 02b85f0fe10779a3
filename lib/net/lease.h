/* Rate limits and bans that all processes of a user on this host share: a
 * small locked file per bucket in $XDG_RUNTIME_DIR/xg/rate (R13, R14). A process
 * that dies leaves nothing locked, and what it used counts all the same. */
#ifndef XG_NET_LEASE_H
#define XG_NET_LEASE_H

#include <stdint.h>

#include "base/err.h"
#include "base/map.h"

/* Zero-filled is valid and releasable. */
struct xg_lease {
	char dir[256];
	struct xg_map fds;  /* open files by bucket name */
	struct xg_map held; /* owned: our places by name */
};

/* dir NULL = the runtime folder, made when it is not there. */
int xg_lease_open(struct xg_lease *l, const char *dir, struct xg_error *err);
void xg_lease_release(struct xg_lease *l);

/* What is asked of a bucket. name: letters, digits, '-', '_' and '.', such as
 * "live-binance-weight" or "live-okx-order-1a2b"; others become '_'. */
struct xg_lease_ask {
	const char *name;
	int64_t window_us;
	int64_t max; /* cost in a window */
	int64_t cost;
	int share; /* use at most this percent of it; 0 = 100. Feeds leave
	                * room for orders, orders for cancels */
};
/* 0 = granted and counted; > 0 = wait so many microseconds, nothing counted;
 * XG_ERR_* when the files do not work: then the caller decides. */
int64_t xg_lease_take(
	struct xg_lease *l, const struct xg_lease_ask *ask, int64_t now);
/* Nothing is granted from the bucket before `until`; never shortens. */
int xg_lease_ban(struct xg_lease *l, const char *name, int64_t until);
/* The venue says that so much of the window is used. Never lowers. */
int xg_lease_used(struct xg_lease *l, const struct xg_lease_ask *ask,
	int64_t used, int64_t now);

/* Places of which the host has `max` (connections at a time): held until they
 * are given back or the process ends, however it ends. n of them, their numbers
 * into at: 0, or XG_ERR_LIMIT when fewer are free (then none is taken), or
 * XG_ERR_* when the files do not work. */
int xg_lease_hold(
	struct xg_lease *l, const char *name, int max, int n, int *at);
void xg_lease_give_back(
	struct xg_lease *l, const char *name, const int *at, int n);

#endif
