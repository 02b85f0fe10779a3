/* --dry-run: what would be sent, as a record of type `request`, and nothing is
 * sent. The order engine checks and builds as it does in earnest. */
#ifndef XG_DESK_DRY_H
#define XG_DESK_DRY_H

#include "desk/desk.h"
#include "sess/trade.h"

/* Zero-filled is valid and releasable. */
struct xg_dry {
	struct xg_desk *desk;
	struct xg_trades t;
	int64_t at; /* us: the fixed clock; 0 = the real one */
	bool show;  /* the key and the signature as they are sent */
	bool ready;
	struct xg_buf line;
	int (*emit)(void *ctx, const struct xg_rec *rec);
	void *ctx;
};

/* desk: opened, with its instruments. */
int xg_dry_open(struct xg_dry *d, struct xg_desk *desk, int64_t at, bool show,
	int (*emit)(void *ctx, const struct xg_rec *rec), void *ctx);
void xg_dry_release(struct xg_dry *d);
/* Orders that the journal of the environment knows, for cancels and amends;
 * no journal is no error. */
int xg_dry_journal(struct xg_dry *d, struct xg_error *err);
int xg_dry_give(struct xg_dry *d, const struct xg_rec *rec);

#endif
