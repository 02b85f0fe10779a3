/* How much can be bought in one book and sold in another at a profit. */
#ifndef XG_ARB_WALK_H
#define XG_ARB_WALK_H

#include "book/books.h"
#include "book/rules.h"

struct xg_arb_side {
	const struct xg_book *book;
	struct xg_dec fee; /* taker, fraction */
	struct xg_rules rules;
};
struct xg_arb_plan {
	struct xg_dec qty;	       /* base, the same on both sides */
	struct xg_dec buy_px, sell_px; /* worst levels used: limit prices */
	struct xg_dec buy, sell; /* quote paid and received, without fees */
	struct xg_dec profit;	 /* after both fees, 8 decimals, down */
	struct xg_dec gross_bps, net_bps; /* of what is paid, 4 decimals */
};

/* Takes levels of both books as long as each further unit brings at least
 * min_bps after fees and (max_notional > 0) the quote paid is within it, then
 * rounds down to both lots. 1: a plan with a profit over 0; 0: none, also when
 * a minimum of a venue is not reached; XG_ERR_RANGE. */
int xg_arb_walk(const struct xg_arb_side *buy, const struct xg_arb_side *sell,
	struct xg_dec min_bps, struct xg_dec max_notional,
	struct xg_arb_plan *out);

#endif
