/* One question to all venues that have a key, from the opening of the keys to the
 * last answer: what xg-acct and xg-key check have in common. */
#ifndef XG_DESK_ENQUIRY_H
#define XG_DESK_ENQUIRY_H

#include "desk/ask.h"
#include "io/loop.h"

/* Zero-filled is valid and releasable. */
struct xg_enquiry {
	struct xg_desk desk;
	struct xg_net *net;
	struct xg_asker *asker;
	struct xg_timer *timer;
	struct xg_asker_opts ask; /* op, symbols and functions of the caller */
	int64_t since;		  /* FILLS: at most so long ago, us; 0 = all */
};

/* Opens the desk and its network, loads the instruments and asks. ask.done is
 * called once for each round, also when something fails before it; never inside
 * of this call. XG_ERR_* and *err when nothing was begun: XG_ERR_ABSENT = no
 * key, no simulator. */
int xg_enquiry_start(struct xg_enquiry *q, struct xg_loop *loop,
	const struct xg_desk_opts *desk, struct xg_error *err);
/* Asks again after this time (us). */
void xg_enquiry_again(struct xg_enquiry *q, int64_t after);
void xg_enquiry_release(struct xg_enquiry *q);

#endif
