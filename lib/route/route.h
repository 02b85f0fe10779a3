/* From parent orders and opportunities to orders at venues. */
#ifndef XG_ROUTE_ROUTE_H
#define XG_ROUTE_ROUTE_H

#include "book/fees.h"
#include "route/funds.h"
#include "route/split.h"

#define XG_ROUTE_ID 96	   /* bytes of a child's id at most */
#define XG_ROUTE_PREFER 32 /* venues in the order of preference */
#define XG_ROUTE_LEGS 16   /* legs of an opportunity */
#define XG_ROUTE_HOPS 3	   /* venues that may reject, one after the other */
#define XG_ROUTE_SENT 1024 /* orders that are remembered */
#define XG_ROUTE_TAKES \
	(XG_BOOKS_TAKES | XG_REC_BIT(XG_REC_FEE) | XG_REC_BIT(XG_REC_INST) | \
		XG_REC_BIT(XG_REC_BALANCE))

struct xg_route_opts {
	struct xg_str prefer[XG_ROUTE_PREFER]; /* the caller's texts */
	size_t prefer_n;
	bool no_balances; /* pass without balances; else fail closed */
	int64_t max_age;  /* us: older books are not used; 0 = any */
	int64_t leverage; /* of derivatives, for their margin; 0 = 1 */
};

/* An order to be emitted. */
struct xg_route_child {
	char id[XG_ROUTE_ID];
	struct xg_str venue, sym;
	struct xg_order order; /* without id; texts are the parent's */
	uint64_t has;
};

/* A venue that is left alone for a while. */
struct xg_route_bar {
	char venue[32];
	int64_t until; /* stream time */
	int reason;
	const char *why;
};

/* An order that was emitted, for the case that its venue rejects it. */
struct xg_route_sent {
	bool live;
	char id[XG_ROUTE_ID];
	char venue[32], sym[64];
	struct xg_order order; /* the parent's, with the child's quantity */
	uint64_t has;
	int hops;
};

/* Zero-filled is valid; fill o first. */
struct xg_route {
	struct xg_route_opts o;
	struct xg_books books;
	struct xg_insts insts;
	struct xg_fees fees;
	struct xg_funds funds;

	/* The last plan: venues looked at, and what comes of it. */
	struct xg_route_venue venue[XG_BOOKS_VENUES_MAX];
	size_t venue_n;
	struct xg_route_child child[XG_BOOKS_VENUES_MAX];
	size_t child_n, child_at;
	struct xg_str id;   /* of the parent; lives as long as its record */
	struct xg_dec left; /* not routed: told by an alert */
	bool rejected, short_told;
	int reason;
	const char *rule;
	char detail[200];
	char msg[200];

	/* Failover (again.c). */
	struct xg_route_bar bar[64];
	size_t bar_n;
	struct xg_route_sent sent[XG_ROUTE_SENT];
	size_t sent_at;
	char again_id[XG_ROUTE_ID], avoid[32];
	int hops;
};

void xg_route_release(struct xg_route *r);

/* Takes a record of XG_ROUTE_TAKES. 0 or 1; XG_ERR_STATE: *m (may come back
 * NULL) went out of sync; others: the record is bad. */
int xg_route_apply(struct xg_route *r, const struct xg_rec *rec,
	struct xg_market **m, struct xg_error *err);

/* Plans an `order` record without venue, or an `arb` record. Then
 * xg_route_next gives what comes of it: orders, or a reject, or an alert that
 * says what could not be placed. 0, or an error when rec is neither. */
int xg_route_plan(struct xg_route *r, const struct xg_rec *rec);
/* 1 and a record that points into r and the planned record; 0 = no more. */
int xg_route_next(struct xg_route *r, struct xg_rec *out);

/* An `exec` record: when a venue rejected an order of ours for a reason that is
 * not the order's (down, closed, rate, key, funds), plans the same quantity
 * over the other venues with ids "<child>.<n>", and returns 1: ask
 * xg_route_next. 0: nothing to do. A timeout is never such a reason. */
int xg_route_again(struct xg_route *r, const struct xg_rec *exec);
/* A `status` record: a venue that says when to come again is left alone. */
void xg_route_heed(struct xg_route *r, const struct xg_rec *status);
/* Why a venue is left alone now, or NULL. */
const struct xg_route_bar *xg_route_barred(
	const struct xg_route *r, struct xg_str venue);
void xg_route_remember(struct xg_route *r, const struct xg_route_child *c,
	const struct xg_rec *parent);

/* legs.c: the plan of an `arb` record (called by xg_route_plan). */
void xg_route_legs(struct xg_route *r, const struct xg_rec *arb);
/* prefer.c: lower is liked more; venues not named come last. */
int xg_route_rank(const struct xg_route_opts *o, struct xg_str venue);
/* caps.c: sets cap of v from the balances, for an order of this side.
 * XG_WHY_NONE, or XG_WHY_STALE_DATA when the balance is not known. */
int xg_route_cap(const struct xg_route *r, struct xg_route_venue *v, int side);
/* The most that the balance pays for at a price; false without a bound. */
bool xg_route_most(const struct xg_route_venue *v, int side, struct xg_dec px,
	struct xg_dec *out);
/* Is an order within v's cap? */
bool xg_route_affords(const struct xg_route_venue *v, int side,
	struct xg_dec px, struct xg_dec qty);
/* rest.c: what nobody takes now goes to the venue that is liked most, among
 * equals where makers pay least; post_only: where it does not cross. Lowers
 * `left`. 0 or XG_ERR_RANGE. */
int xg_route_rest(struct xg_route *r, int side, bool post_only);
/* Lowers the balance by what an order binds. */
void xg_route_bind(struct xg_route *r, const struct xg_route_venue *v, int side,
	struct xg_dec px, struct xg_dec qty);
/* Rejects the plan; fmt is the detail. No orders come of it. */
void xg_route_reject(struct xg_route *r, int reason, const char *rule,
	const char *fmt, ...) XG_PRINTF(4, 5);
/* Appends an order to the plan with the id "<parent>.<n>"; false when full or
 * the id is too long (the plan is rejected then). */
bool xg_route_add(struct xg_route *r, const struct xg_market *m,
	const struct xg_order *order, uint64_t has);

#endif
