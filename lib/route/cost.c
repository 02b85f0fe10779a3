/* Costs after fees. */
#include "route/split.h"

int xg_route_unit(
	int side, struct xg_dec px, struct xg_dec fee, struct xg_dec *out)
{
	struct xg_dec f;
	int rc = xg_dec_add(
		&f, xg_dec_int(1), side == XG_BUY ? fee : xg_dec_neg(fee));

	return rc < 0 ? rc
		      : xg_dec_mul(out, px, f,
				side == XG_BUY ? XG_ROUND_UP : XG_ROUND_DOWN);
}

int xg_route_cmp(int side, struct xg_dec a, struct xg_dec b)
{
	int c = xg_dec_cmp(a, b);

	return side == XG_BUY ? c : -c;
}
