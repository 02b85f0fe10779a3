/* One run of order entry: a desk, its network and the order engine, from the
 * first record to the moment when nothing is in doubt any more. */
#ifndef XG_DESK_SESSION_H
#define XG_DESK_SESSION_H

#include "desk/ask.h"
#include "desk/desk.h"
#include "io/halt.h"
#include "net/trade_run.h"

struct xg_session_opts {
	struct xg_desk_opts desk;
	struct xg_trade_conf conf;
	int64_t drain_us;    /* longest wait at the end */
	bool allow_withdraw; /* take keys that may withdraw, too */
	int (*emit)(void *ctx, const struct xg_rec *rec); /* <0 stops */
	/* It is over: rc 0, or XG_ERR_* and why. open: orders of ours that rest
	 * at venues; doubt: something is still unknown (drain_us has passed).
	 * Called once; release the session later, not inside. */
	void (*over)(void *ctx, int rc, const char *why, int open, bool doubt);
	void *ctx;
};

/* Zero-filled is valid and releasable. */
struct xg_session {
	struct xg_session_opts o;
	struct xg_desk desk;
	struct xg_loop *loop;
	struct xg_net *net;
	struct xg_trade_run *run;
	struct xg_timer *timer;
	struct xg_halt halt;
	struct xg_asker *asker; /* live: what the keys may do */
	char key_why[200];	/* why a key is refused; "" = it is not */
	struct xg_rec **wait; /* owned: records that came before it was ready */
	size_t wait_n, wait_cap;
	bool ending, cancel, is_over;
	int64_t end_at;
};

/* XG_ERR_*; *err is a sentence. */
int xg_session_open(struct xg_session *s, struct xg_loop *loop,
	const struct xg_session_opts *o, struct xg_error *err);
void xg_session_release(struct xg_session *s);
/* An order, cancel or amend; kept until the venues are ready. 0 or <0. */
int xg_session_give(struct xg_session *s, const struct xg_rec *rec);
/* No more records come (cancel: and what is open is to be cancelled); over
 * follows. A second call may only add the wish to cancel. */
void xg_session_end(struct xg_session *s, bool cancel);
const struct xg_trades *xg_session_engine(const struct xg_session *s);

#endif
