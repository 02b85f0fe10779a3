/* To multiples of a step: ticks of prices, lots of quantities. */
#include "base/err.h"
#include "dec/dec_priv.h"

/* Both over one exponent; XG_ERR_RANGE when they are too far apart. */
static int align(
	struct xg_dec d, struct xg_dec step, xg_i128 *v, xg_i128 *s, int *e)
{
	int up = d.e - step.e;

	if (step.m <= 0)
		return XG_ERR_RANGE;
	if (up > 18 || up < -18) {
		d = xg_dec_trim(d);
		step = xg_dec_trim(step);
		up = d.e - step.e;
		if (up > 18 || up < -18)
			return XG_ERR_RANGE;
	}
	*v = d.m;
	*s = step.m;
	*e = up > 0 ? step.e : d.e;
	if (up > 0)
		*v *= xg_pow10[up];
	else
		*s *= xg_pow10[-up];
	return 0;
}

int xg_dec_round_step(struct xg_dec *out, struct xg_dec d, struct xg_dec step,
	enum xg_round how)
{
	xg_i128 v, s, q;
	bool exact;
	int e, rc = align(d, step, &v, &s, &e);

	if (rc < 0)
		return rc;
	q = xg_dec_divide(v, s, how, &exact);
	if (exact) {
		*out = d;
		return 0;
	}
	if (how == XG_ROUND_EXACT)
		return XG_ERR_RANGE;
	return xg_dec_pack(out, q * s, e, XG_ROUND_EXACT);
}

bool xg_dec_is_multiple(struct xg_dec d, struct xg_dec step)
{
	xg_i128 v, s;
	int e;

	return align(d, step, &v, &s, &e) == 0 && v % s == 0;
}
