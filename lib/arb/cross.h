/* Opportunities between two venues that trade the same symbol: bought at one,
 * sold at the other, both as taker. */
#ifndef XG_ARB_CROSS_H
#define XG_ARB_CROSS_H

#include "arb/walk.h"
#include "book/fees.h"

#define XG_CROSS_TAKES \
	(XG_BOOKS_TAKES | XG_REC_BIT(XG_REC_FEE) | XG_REC_BIT(XG_REC_INST))

struct xg_cross_opts {
	struct xg_dec min_bps;	    /* after fees, of each further unit */
	struct xg_dec min_profit;   /* quote */
	struct xg_dec max_notional; /* quote; 0 = no bound */
	int64_t max_age;   /* us: older books are not used; 0 = any (R6) */
	int64_t ttl;	   /* us, for ttl_ms */
	int64_t cool_down; /* us between two records of a pair */
	int64_t change;	   /* percent of profit that is a change to tell */
};

struct xg_cross_pair; /* what was told of a pair of markets */
struct xg_cross_sym {
	struct xg_cross_pair *pair; /* owned: [buy place * cap + sell place] */
	size_t cap;
};

/* Zero-filled is valid; fill o (and fees by xg_fees_set) before use. */
struct xg_cross {
	struct xg_cross_opts o;
	struct xg_books books;
	struct xg_insts insts;
	struct xg_fees fees;
	struct xg_cross_sym *sym; /* owned, by id of xg_markets */
	size_t sym_n;
	/* the search that is going on, and the record it gave */
	struct xg_market *m;
	size_t at;
	struct xg_leg leg[2];
	char id[64];
};

void xg_cross_release(struct xg_cross *c);

/* Takes a record of XG_CROSS_TAKES. As xg_books_apply: 1 = prices changed (then
 * ask xg_cross_next), XG_ERR_STATE = *m went out of sync, others = bad. */
int xg_cross_apply(struct xg_cross *c, const struct xg_rec *rec,
	struct xg_market **m, struct xg_error *err);
/* The next opportunity that the last change gives and that is worth telling: 1
 * and an `arb` record (it points into c and lives until the next call), 0 = no
 * more, XG_ERR_RANGE or XG_ERR_MEMORY: this pair could not be worked out, go
 * on with the next call. Ids are functions of the input only. */
int xg_cross_next(struct xg_cross *c, struct xg_rec *out);

#endif
