#include "base/err.h"
#include "dec/dec_priv.h"

#include <math.h>

/* A product of two mantissas, or a mantissa times 10^18, is below 10^36. */

int xg_dec_pack(struct xg_dec *out, xg_i128 v, int e, enum xg_round how)
{
	bool exact;
	int drop = 0;
	xg_i128 a = v < 0 ? -v : v, limit = 1;

	if (v == 0) {
		*out = (struct xg_dec){ 0, 0 };
		return 0;
	}
	/* Trailing zeros first: they cost nothing. */
	while (a > XG_DEC_MANT_MAX && a % 10 == 0) {
		a /= 10;
		v /= 10;
		e++;
	}
	while (a > XG_DEC_MANT_MAX) {
		a /= 10;
		drop++;
	}
	while (e + drop < XG_DEC_EXP_MIN)
		drop++;
	if (drop > 37)
		drop = 37;
	for (int i = 0; i < drop; i++)
		limit *= 10;
	if (drop) {
		v = xg_dec_divide(v, limit, how, &exact);
		e += drop;
		if (!exact && how == XG_ROUND_EXACT)
			return XG_ERR_RANGE;
		if (v > XG_DEC_MANT_MAX || v < -XG_DEC_MANT_MAX) {
			v /= 10; /* 999..9 was rounded up to 10^18 */
			e++;
		}
	}
	while (e > XG_DEC_EXP_MAX) {
		if (v > XG_DEC_MANT_MAX / 10 || v < -XG_DEC_MANT_MAX / 10)
			return XG_ERR_RANGE;
		v *= 10;
		e--;
	}
	if (e < XG_DEC_EXP_MIN)
		e = XG_DEC_EXP_MIN; /* v is 0 here */
	*out = (struct xg_dec){ (int64_t)v, (int8_t)e };
	return 0;
}

int xg_dec_cmp_far(struct xg_dec a, struct xg_dec b)
{
	xg_i128 x = a.m, y = b.m;
	int d = a.e - b.e;

	if ((a.m > 0) != (b.m > 0) || (a.m < 0) != (b.m < 0) || !a.m || !b.m)
		return (a.m > b.m) - (a.m < b.m);
	/* Same sign. More than 18 powers apart: the larger exponent wins. */
	if (d > 18)
		return a.m > 0 ? 1 : -1;
	if (d < -18)
		return a.m > 0 ? -1 : 1;
	if (d > 0)
		x *= xg_pow10[d];
	else
		y *= xg_pow10[-d];
	return (x > y) - (x < y);
}

struct xg_dec xg_dec_min(struct xg_dec a, struct xg_dec b)
{
	return xg_dec_cmp(b, a) < 0 ? b : a;
}

struct xg_dec xg_dec_max(struct xg_dec a, struct xg_dec b)
{
	return xg_dec_cmp(b, a) > 0 ? b : a;
}

int xg_dec_add(struct xg_dec *out, struct xg_dec a, struct xg_dec b)
{
	xg_i128 v;
	int d;

	if (a.e == b.e) {
		int64_t sum = a.m + b.m; /* both below 10^18: no overflow */

		if (sum <= XG_DEC_MANT_MAX && sum >= -XG_DEC_MANT_MAX) {
			*out = (struct xg_dec){ sum, a.e };
			return 0;
		}
	}
	if (a.m == 0 || b.m == 0) {
		*out = a.m == 0 ? b : a;
		return 0;
	}
	if (a.e < b.e) {
		struct xg_dec t = a;

		a = b;
		b = t;
	}
	d = a.e - b.e;
	if (d > 18) {
		a = xg_dec_trim(a);
		b = xg_dec_trim(b);
		d = a.e - b.e;
		while (d > 18 && a.m <= XG_DEC_MANT_MAX / 10 &&
			a.m >= -XG_DEC_MANT_MAX / 10) {
			a.m *= 10;
			d--;
		}
		if (d > 18)
			return XG_ERR_RANGE;
	}
	v = (xg_i128)a.m * xg_pow10[d] + b.m;
	return xg_dec_pack(out, v, b.e, XG_ROUND_EXACT);
}

int xg_dec_sub(struct xg_dec *out, struct xg_dec a, struct xg_dec b)
{
	return xg_dec_add(out, a, xg_dec_neg(b));
}

int xg_dec_mul(
	struct xg_dec *out, struct xg_dec a, struct xg_dec b, enum xg_round how)
{
	return xg_dec_pack(out, (xg_i128)a.m * b.m, a.e + b.e, how);
}

int xg_dec_div(struct xg_dec *out, struct xg_dec a, struct xg_dec b, int places,
	enum xg_round how)
{
	xg_i128 num = a.m, den = b.m, q;
	int shift, e = -places;
	bool exact;

	if (b.m == 0 || places < 0 || places > 18)
		return XG_ERR_RANGE;
	if (den < 0) {
		num = -num;
		den = -den;
	}
	/* q = a/b * 10^places = num/den * 10^(a.e - b.e + places) */
	shift = a.e - b.e + places;
	while (shift > 0 && num < ((xg_i128)1 << 120) / 10 &&
		num > -((xg_i128)1 << 120) / 10) {
		num *= 10;
		shift--;
	}
	/* So many digits as this are more than 18 of the quotient. */
	if (shift > 0 && num == 0)
		return (*out = (struct xg_dec){ 0, 0 }, 0);
	if (shift > 0)
		e += shift;
	while (shift < 0 && den < ((xg_i128)1 << 120) / 10) {
		den *= 10;
		shift++;
	}
	if (shift < 0)
		den = (xg_i128)1 << 126; /* far below one last place */
	/* Rounded once: to 18 digits where the places ask for more. */
	for (q = num / den; q > XG_DEC_MANT_MAX || q < -XG_DEC_MANT_MAX;
		q /= 10) {
		den *= 10;
		e++;
	}
	q = xg_dec_divide(num, den, how, &exact);
	if (!exact && how == XG_ROUND_EXACT)
		return XG_ERR_RANGE;
	return xg_dec_pack(out, q, e, how);
}

int xg_dec_rescale(
	struct xg_dec *out, struct xg_dec d, int e, enum xg_round how)
{
	xg_i128 v = d.m, p = 1;
	bool exact = true;
	int up = d.e - e;

	if (e < XG_DEC_EXP_MIN || e > XG_DEC_EXP_MAX)
		return XG_ERR_RANGE;
	if (up > 0) {
		if (up > 18 && v != 0)
			return XG_ERR_RANGE;
		v *= up > 18 ? 1 : xg_pow10[up];
	} else if (up < 0) {
		for (int i = 0; i < -up && i < 37; i++)
			p *= 10;
		v = xg_dec_divide(v, p, how, &exact);
	}
	if (!exact && how == XG_ROUND_EXACT)
		return XG_ERR_RANGE;
	if (v > XG_DEC_MANT_MAX || v < -XG_DEC_MANT_MAX)
		return XG_ERR_RANGE;
	*out = (struct xg_dec){ (int64_t)v, (int8_t)e };
	return 0;
}

double xg_dec_double(struct xg_dec d)
{
	if (d.e < 0)
		return (double)d.m / (double)xg_pow10[-d.e];
	return (double)d.m * (double)xg_pow10[(int)d.e];
}

int xg_dec_from_double(struct xg_dec *out, double v, int places)
{
	double scaled;

	if (places < 0 || places > 18)
		return XG_ERR_RANGE;
	scaled = nearbyint(v * (double)xg_pow10[places]);
	if (!(scaled >= -9e17 && scaled <= 9e17))
		return XG_ERR_RANGE;
	*out = (struct xg_dec){ (int64_t)scaled, (int8_t)-places };
	return 0;
}
