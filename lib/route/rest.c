/* Where the part of an order that nobody takes now waits. */
#include "route/route.h"

/* May the whole of qty rest here? */
static bool may_rest(const struct xg_route_venue *v, int side,
	struct xg_dec qty, bool post_only)
{
	struct xg_level top;

	if ((v->why && v->reason != XG_WHY_MIN_QTY &&
		    v->reason != XG_WHY_MIN_NOTIONAL) ||
		xg_dec_sign(qty) <= 0 ||
		xg_rules_below(&v->rules, v->limit, qty) != XG_WHY_NONE ||
		!xg_route_affords(v, side, v->limit, qty))
		return false;
	if (!post_only || !xg_book_level(v->book,
				  side == XG_BUY ? XG_SELL : XG_BUY, 0, &top))
		return true;
	return xg_route_cmp(side, v->limit, top.px) < 0;
}

int xg_route_rest(struct xg_route *r, int side, bool post_only)
{
	struct xg_route_venue *best = NULL;
	struct xg_dec best_qty = { 0, 0 }, best_more = { 0, 0 };

	for (size_t i = 0; i < r->venue_n; i++) {
		struct xg_route_venue *v = &r->venue[i];
		struct xg_dec more = r->left, all;
		int c;

		if (xg_rules_fit_qty(&v->rules, &more) < 0 ||
			xg_dec_add(&all, v->qty, more) < 0)
			return XG_ERR_RANGE;
		if (xg_dec_sign(more) <= 0 ||
			!may_rest(v, side, all, post_only))
			continue;
		c = best ? v->rank - best->rank : -1;
		if (c == 0)
			c = xg_dec_cmp(v->m->fee.maker, best->m->fee.maker);
		if (c >= 0)
			continue;
		best = v;
		best_qty = all;
		best_more = more;
	}
	if (!best)
		return 0;
	best->qty = best_qty;
	best->why = NULL;
	return xg_dec_sub(&r->left, r->left, best_more);
}
