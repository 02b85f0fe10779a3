/* The price-dependent tick. Source: the venue's documents, tick and lot size. */
#include "venue/hyperliquid/hyperliquid.h"

#define SIGNIFICANT 5

/* Exponent of the first digit of m * 10^e: 0 for 1..9. */
static int magnitude(struct xg_dec d)
{
	int n = d.e;

	for (int64_t m = d.m; m >= 10; m /= 10)
		n++;
	return n;
}

int xg_hyperliquid_tick(
	struct xg_dec *out, const struct xg_instr *inst, struct xg_dec px)
{
	struct xg_dec digits;
	int e;

	if (px.m <= 0)
		return XG_ERR_RANGE;
	e = magnitude(px) - (SIGNIFICANT - 1);
	if (e > 0)
		e = 0; /* whole numbers always pass */
	if (e < XG_DEC_EXP_MIN)
		e = XG_DEC_EXP_MIN;
	digits = xg_dec_make(1, e);
	*out = xg_dec_max(digits, inst->i.tick);
	return 0;
}
