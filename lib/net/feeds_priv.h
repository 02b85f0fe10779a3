/* Inside of net/feeds.h. */
#ifndef XG_NET_FEEDS_PRIV_H
#define XG_NET_FEEDS_PRIV_H

#include "net/feed_run.h"
#include "net/feeds.h"
#include "net/insts_load.h"
#include "sess/choice.h"

enum unit_state { U_OFF, U_LOAD, U_RUN, U_WAIT };

/* One venue. */
struct unit {
	struct xg_feeds *all;
	const struct xg_venue *v;
	const struct xg_choice *choice; /* when it starts */
	struct xg_hosts hosts;
	struct xg_insts insts;
	struct xg_insts_load *load;
	struct xg_buf cached; /* instruments that are older than they may be */
	struct xg_feed *feed;
	struct xg_timer *retry;
	enum unit_state state;
	char **sub; /* owned: symbols */
	size_t subs;
	bool any_venue; /* only patterns of venues name it */
	bool asked;	/* the venue, not the cache */
	bool warned;
};

struct xg_feeds {
	struct xg_loop *loop;
	struct xg_feeds_opts o;
	struct xg_feeds_events ev;
	struct xg_net *net;
	struct xg_lease lease;
	bool has_lease;
	struct xg_feed_run *run;
	struct xg_timer *ticker;
	struct xg_buf sim;
	struct xg_choices choices;
	struct unit *unit; /* owned; in the order of xg_venue_at */
	size_t units;
	bool failed;
};

/* feeds.c: the first failure ends all. */
void feeds_fail(struct xg_feeds *f, int code, const char *text);

/* feeds_unit.c */
int feeds_unit_start(struct unit *u, struct xg_error *err);
void feeds_unit_release(struct unit *u);
int feeds_unit_add(struct unit *u, struct xg_str sym, bool any_venue);

#endif
