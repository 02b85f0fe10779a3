/* The gate before the market: orders in, passes and rejects out. It knows only
 * what records have told (books, instruments, fees, balances, positions, own
 * orders and fills), and what it would need and was not told it does not let
 * pass. Pure: time is that of the records. */
#ifndef XG_RISK_RISK_H
#define XG_RISK_RISK_H

#include "base/buf.h"
#include "book/books.h"
#include "book/fees.h"
#include "rec/insts.h"
#include "risk/limits.h"

/* Market data, account data and what became of orders. */
#define XG_RISK_APPLIES \
	(XG_BOOKS_TAKES | XG_REC_BIT(XG_REC_INST) | XG_REC_BIT(XG_REC_FEE) | \
		XG_REC_BIT(XG_REC_BALANCE) | XG_REC_BIT(XG_REC_POSITION) | \
		XG_REC_BIT(XG_REC_EXEC) | XG_REC_BIT(XG_REC_FILL) | \
		XG_REC_BIT(XG_REC_REJECT) | XG_REC_BIT(XG_REC_ALERT))

struct xg_risk; /* risk_priv.h */

/* Why a venue (n = 0: everything) is halted; false when it is not. */
typedef bool xg_risk_halted_fn(
	void *arg, struct xg_str venue, struct xg_str *why);

/* Takes over *limits (it is emptied). halted NULL: everything is halted. NULL
 * when memory is out. */
struct xg_risk *xg_risk_new(
	struct xg_limits *limits, xg_risk_halted_fn *halted, void *arg);
void xg_risk_free(struct xg_risk *r);
/* Other limits from now on. XG_ERR_MEMORY: the old ones stay. */
int xg_risk_limits(struct xg_risk *r, struct xg_limits *limits);
/* Record what was checked, for passes too. */
void xg_risk_explain(struct xg_risk *r, bool on);
/* Best prices that are ahead of a book count (R28; book/books.h). */
void xg_risk_merge_bbo(struct xg_risk *r, bool on);

/* A record of XG_RISK_APPLIES; others do nothing. 0, or an error with a
 * sentence: the record is bad. Alerts may wait afterwards. */
int xg_risk_apply(
	struct xg_risk *r, const struct xg_rec *rec, struct xg_error *err);
/* A record of the journal of this environment, also its orders: they were sent,
 * by this process or an earlier one. It does not move the time. past: it was
 * written before this run, and breakers do not hear of it. */
int xg_risk_follow(struct xg_risk *r, const struct xg_rec *rec, bool past,
	struct xg_error *err);

/* Judges an order or amend; a leg of a group waits for the others. What comes
 * of it waits for xg_risk_next. */
void xg_risk_judge(struct xg_risk *r, const struct xg_rec *rec);
/* No more input: groups that wait for legs are rejected. */
void xg_risk_finish(struct xg_risk *r);

enum xg_risk_outcome {
	XG_RISK_PASS, /* the record was let through: pass it on as it is */
	XG_RISK_MADE, /* a record of ours: reject or alert */
};
/* The next result: 1 and *out, which lives until the next call of anything
 * here; 0 when there is none. Take all before the next record comes. */
int xg_risk_next(
	struct xg_risk *r, struct xg_rec *out, enum xg_risk_outcome *outcome);

/* How things stand, for tests and for people. false: unknown market. */
struct xg_risk_stand {
	struct xg_dec pos, buys, sells; /* base; open orders not yet filled */
	int open;			/* orders */
};
bool xg_risk_stand(const struct xg_risk *r, struct xg_str venue,
	struct xg_str sym, struct xg_risk_stand *out);
/* Profit since the start in the currency of the limits. */
struct xg_dec xg_risk_profit(const struct xg_risk *r);

#endif
