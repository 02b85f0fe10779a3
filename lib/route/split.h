/* Splitting a quantity over venues by marginal cost. */
#ifndef XG_ROUTE_SPLIT_H
#define XG_ROUTE_SPLIT_H

#include "book/books.h"
#include "book/rules.h"

/* A venue that may get a part. Zero-filled but for what is known is valid. */
struct xg_route_venue {
	/* given */
	struct xg_market *m; /* for texts; the split uses only book */
	const struct xg_book *book;
	struct xg_dec fee; /* taker, fraction; negative = rebate */
	int rank;	   /* preference among equals, low first */
	struct xg_rules rules;
	bool has_limit, has_cap;
	bool cap_base;	     /* cap is in base, else in quote with the fee */
	struct xg_dec limit; /* worst price to take, on this venue's tick */
	struct xg_dec cap;   /* of the balance */
	/* result; why: NULL, or the reason that it gets nothing */
	struct xg_dec qty, quote, worst;
	const char *why;
	int reason; /* enum xg_reason that goes with why */
	/* work */
	struct xg_level head;
	struct xg_dec unit; /* price of head after fee */
	struct xg_dec room; /* what is left of cap */
	size_t at;
	bool live;
};

/* Price of a unit after the taker fee: more for a buyer, less for a seller. */
int xg_route_unit(
	int side, struct xg_dec px, struct xg_dec fee, struct xg_dec *out);
/* Is unit price a better than b for this side? -1 better, 0 equal, 1 worse. */
int xg_route_cmp(int side, struct xg_dec a, struct xg_dec b);

/* The next best level over all venues that are live. xg_route_merge_start looks
 * at the first ones; _next gives the index of the best, -1 when none is left;
 * _take uses up quantity of it. */
int xg_route_merge_start(struct xg_route_venue *v, size_t n, int side);
int xg_route_merge_next(const struct xg_route_venue *v, size_t n, int side);
int xg_route_merge_take(struct xg_route_venue *v, int side, struct xg_dec qty);

/* Splits qty over those of n venues whose why is NULL. Greedy on the merged
 * depth after fees, which is optimal because fees are linear; equal costs by
 * rank, then order. Then each part goes down to the lot; venues where it is
 * below a minimum get nothing (why says so) and the rest is split again; what
 * the lots cut off goes to the venue where it costs least. *left is what no
 * venue takes within limits, caps and depth. 0 or XG_ERR_RANGE. */
int xg_route_split(struct xg_route_venue *v, size_t n, int side,
	struct xg_dec qty, struct xg_dec *left);

#endif
