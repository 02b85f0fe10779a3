/* Performs what the feed engines of several venues decide (sess/feed.h): dials,
 * sends, requests, timers. It moves bytes and decides nothing. */
#ifndef XG_NET_FEED_RUN_H
#define XG_NET_FEED_RUN_H

#include "net/hosts.h"
#include "net/lease.h"
#include "net/net.h"
#include "sess/feed.h"

struct xg_feed_run;

/* fail is called with a negative result of an engine (its sink's, too); the
 * run must then be freed, but not inside of fail. All is borrowed. */
struct xg_feed_run *xg_feed_run_new(struct xg_net *net, enum xg_env env,
	struct xg_lease *lease, void (*fail)(void *ctx, int rc), void *ctx);
void xg_feed_run_free(struct xg_feed_run *run);
/* Adds an engine before it starts. */
int xg_feed_run_add(struct xg_feed_run *run, const struct xg_venue *v,
	struct xg_feed *feed);
/* Performs what engines have decided outside of an event (start, tick). */
void xg_feed_run_kick(struct xg_feed_run *run);

#endif
