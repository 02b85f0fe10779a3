/* Shared by the files of the order engine only. */
#ifndef XG_SESS_TRADE_PRIV_H
#define XG_SESS_TRADE_PRIV_H

#include "sess/trade.h"

#define XG_GROUP_LEGS 8

/* Orders that are sent together; all legs or none. */
struct xg_group {
	char id[80];
	int want, have;
	int64_t since;
	struct xg_rec *held[XG_GROUP_LEGS]; /* owned, until all are there */
	struct xg_ord *leg[XG_GROUP_LEGS];  /* once sent */
	bool sent, cut, is_done;
	struct xg_ord *hedge[XG_GROUP_LEGS]; /* unwinding orders */
	unsigned hedged;		     /* bit per leg: tried */
	struct xg_group *next;
};

/* ---- trade.c ---- */
int xg_trade_venue_of(const struct xg_trades *t, struct xg_str venue);
/* The venue that an order is of; <0 when this run has not set it up, or has set it
 * up with another account than the order went to. */
int xg_trade_of(const struct xg_trades *t, const struct xg_ord *o);
int xg_trade_journal_rec(
	struct xg_trades *t, const struct xg_rec *rec, bool sync);
/* Journals and emits. */
int xg_trade_tell(struct xg_trades *t, const struct xg_rec *rec);
int xg_trade_tell_exec(struct xg_trades *t, struct xg_ord *o, int event,
	int reason, struct xg_str detail, int64_t ts, int64_t latency);
int xg_trade_refuse(struct xg_trades *t, const struct xg_rec *rec,
	struct xg_str id, const char *rule, int reason, const char *detail);
int xg_trade_alert(struct xg_trades *t, int level, const char *code,
	struct xg_str venue, struct xg_str sym, const char *fmt, ...)
	XG_PRINTF(6, 7);
/* Sends a question. o may be NULL. 0 or <0 with *err filled. */
int xg_trade_ask(struct xg_trades *t, int venue, struct xg_ord *o,
	const struct xg_ask *ask, struct xg_error *err);
/* The ask about an existing order. */
struct xg_ask xg_trade_ask_of(
	const struct xg_trades *t, const struct xg_ord *o, enum xg_op op);
int xg_trade_check(struct xg_trades *t, const struct xg_rec *rec,
	const char **rule, int *reason, const char **detail);
/* Journals and sends one checked order. */
int xg_trade_place(
	struct xg_trades *t, const struct xg_rec *rec, struct xg_ord **out);
/* The two halves of it, for groups. prepare journals (sync: and waits for the
 * disk): 1 and *out when it may be sent, 0 when it was refused. */
int xg_trade_prepare(struct xg_trades *t, const struct xg_rec *rec, bool sync,
	struct xg_ord **out);
int xg_trade_send(struct xg_trades *t, struct xg_ord *o);
/* It was prepared but must not go: it ends as rejected. */
int xg_trade_drop(struct xg_trades *t, struct xg_ord *o, const char *detail);
int xg_trade_cancel(struct xg_trades *t, struct xg_ord *o);
/* The order is there now: a cancel that waited for it goes out. */
int xg_trade_cancel_waiting(struct xg_trades *t, struct xg_ord *o);
/* All that is open, of a venue and symbol (n = 0: of any). */
int xg_trade_cancel_open(
	struct xg_trades *t, struct xg_str venue, struct xg_str sym);
/* The journal has failed: says so once. */
void xg_trade_broken(struct xg_trades *t);
/* Queries an order unless a query is under way. */
int xg_trade_query(struct xg_trades *t, struct xg_ord *o);
int xg_trade_fetch_fills(struct xg_trades *t, struct xg_ord *o);

/* ---- trade_account.c ---- */
/* Asks for balances and positions when it is time. */
void xg_trade_account(struct xg_trades *t, int venue);
int xg_trade_on_account(struct xg_trades *t, const struct xg_flight *f,
	const struct xg_answer *a);

/* A post-only order of which only the receipt was told: some venues (OKX) accept
 * it and end it a moment later, because it would trade. */
bool xg_trade_is_unsure(const struct xg_ord *o);

/* ---- trade_group.c ---- */
int xg_group_add(struct xg_trades *t, const struct xg_rec *rec);
/* Reading the journal back: an order of a group or of its unwinding, and the
 * summary of a group. */
int xg_group_recover(struct xg_trades *t, struct xg_ord *o);
void xg_group_recover_end(struct xg_trades *t, struct xg_str id);
void xg_group_recovered(struct xg_trades *t);
int xg_group_tick(struct xg_trades *t);
bool xg_group_is_busy(const struct xg_trades *t);
void xg_groups_free(struct xg_trades *t);

/* ---- trade_unwind.c ---- */
/* Sends what evens the legs. Number of orders, or an error. */
int xg_group_unwind(struct xg_trades *t, struct xg_group *g);
/* One summary when all is over: how much each leg has, what is left open. */
int xg_group_summary(struct xg_trades *t, struct xg_group *g);

#endif
