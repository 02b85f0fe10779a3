/* The books of several venues as one, best price after fees first. */
#include "route/split.h"

static int load(struct xg_route_venue *v, int side)
{
	v->live = xg_book_level(
		v->book, side == XG_BUY ? XG_SELL : XG_BUY, v->at, &v->head);
	if (v->live && v->has_limit)
		v->live = xg_route_cmp(side, v->head.px, v->limit) <= 0;
	return v->live ? xg_route_unit(side, v->head.px, v->fee, &v->unit) : 0;
}

int xg_route_merge_start(struct xg_route_venue *v, size_t n, int side)
{
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		v[i].at = 0;
		v[i].live = false;
		v[i].room = v[i].cap;
		v[i].qty = xg_dec_int(0);
		if (!v[i].why)
			rc = load(&v[i], side);
	}
	return rc;
}

int xg_route_merge_next(const struct xg_route_venue *v, size_t n, int side)
{
	int best = -1;

	for (size_t i = 0; i < n; i++) {
		int c;

		if (!v[i].live)
			continue;
		c = best < 0 ? -1 : xg_route_cmp(side, v[i].unit, v[best].unit);
		if (c < 0 || (c == 0 && v[i].rank < v[best].rank))
			best = (int)i;
	}
	return best;
}

int xg_route_merge_take(struct xg_route_venue *v, int side, struct xg_dec qty)
{
	int rc = xg_dec_sub(&v->head.qty, v->head.qty, qty);

	if (rc == 0 && xg_dec_sign(v->head.qty) <= 0) {
		v->at++;
		rc = load(v, side);
	}
	return rc;
}
