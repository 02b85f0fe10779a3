/* Arithmetic of decimals against 128-bit integers. */
#include "base/err.h"
#include "base/rng.h"
#include "dec/dec.h"
#include "tap.h"

__extension__ typedef __int128 wide;

static struct xg_rng rng = { 5 };

static int64_t any(int digits)
{
	int64_t v = 0;

	for (int n = 1 + (int)xg_rng_below(&rng, (uint64_t)digits); n; n--)
		v = v * 10 + (int64_t)xg_rng_below(&rng, 10);
	return xg_rng_below(&rng, 2) ? v : -v;
}

static wide pow10w(int n)
{
	wide p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

/* num / den, den > 0, rounded once. */
static wide rounded(wide num, wide den, enum xg_round how)
{
	wide q = num / den, r = num % den;

	if (r < 0) {
		q--;
		r += den; /* floor */
	}
	if (r == 0 || how == XG_ROUND_DOWN)
		return q;
	if (how == XG_ROUND_UP)
		return q + 1;
	if (how == XG_ROUND_ZERO)
		return num < 0 ? q + 1 : q;
	if (2 * r == den)
		return num < 0 ? q : q + 1;
	return 2 * r > den ? q + 1 : q;
}

static void compare(void)
{
	int wrong = 0;

	for (int k = 0; k < 100000; k++) {
		struct xg_dec a = { any(9),
			(int8_t) - (int)xg_rng_below(&rng, 10) };
		struct xg_dec b = { any(9),
			(int8_t) - (int)xg_rng_below(&rng, 10) };
		wide x = (wide)a.m * pow10w(18 + a.e);
		wide y = (wide)b.m * pow10w(18 + b.e);

		if (k % 3 == 0) {
			b = (struct xg_dec){ a.m * 1000, (int8_t)(a.e - 3) };
			y = x;
		}
		wrong += xg_dec_cmp(a, b) != (x > y) - (x < y) ||
			 xg_dec_cmp(b, a) != (y > x) - (y < x) ||
			 xg_dec_cmp(xg_dec_min(a, b), a) > 0 ||
			 xg_dec_cmp(xg_dec_max(a, b), b) < 0;
	}
	is_int(wrong, 0, "100,000 comparisons");
	is_int(xg_dec_cmp(
		       xg_dec_make(1, 18), xg_dec_make(XG_DEC_MANT_MAX, -18)),
		1, "far apart");
	is_int(xg_dec_cmp(xg_dec_make(-1, 18), xg_dec_make(1, -18)), -1,
		"signs decide");
	is_int(xg_dec_cmp(xg_dec_make(0, 5), xg_dec_make(0, -5)), 0,
		"zeros are equal");
	is_int(xg_dec_cmp(xg_dec_make(0, 5), xg_dec_make(-1, -18)), 1,
		"zero is over what is below it");
}

static void sums(void)
{
	struct xg_dec out;
	int wrong = 0;

	for (int k = 0; k < 100000; k++) {
		struct xg_dec a = { any(12),
			(int8_t) - (int)xg_rng_below(&rng, 9) };
		struct xg_dec b = { any(12),
			(int8_t) - (int)xg_rng_below(&rng, 9) };
		wide x = (wide)a.m * pow10w(9 + a.e);
		wide y = (wide)b.m * pow10w(9 + b.e);

		if (xg_dec_add(&out, a, b) == 0)
			wrong += (wide)out.m * pow10w(9 + out.e) != x + y;
		else
			wrong += x + y < pow10w(18) && x + y > -pow10w(18);
		if (xg_dec_sub(&out, a, b) == 0)
			wrong += (wide)out.m * pow10w(9 + out.e) != x - y;
	}
	is_int(wrong, 0, "100,000 sums and differences are exact");
	is_int(xg_dec_add(&out, xg_dec_int(XG_DEC_MANT_MAX), xg_dec_int(1)), 0,
		"10^18 fits: its zeros are an exponent");
	is_int(xg_dec_add(&out, xg_dec_int(XG_DEC_MANT_MAX), xg_dec_int(2)),
		XG_ERR_RANGE, "19 digits do not, and are not rounded");
	is_int(xg_dec_add(&out, xg_dec_make(1, 18), xg_dec_make(1, -18)),
		XG_ERR_RANGE, "nor what is too far apart");
	ok(xg_dec_add(&out, xg_dec_make(1, 18), xg_dec_make(0, -18)) == 0 &&
			xg_dec_cmp(out, xg_dec_make(1, 18)) == 0,
		"but for zero");
}

/* v * 10^e to at most 18 digits, rounded once: the value as {m, e}. */
static void cut(wide v, int *e, enum xg_round how, wide *m)
{
	wide a = v < 0 ? -v : v;
	int drop = 0;

	while (a / pow10w(drop) > XG_DEC_MANT_MAX)
		drop++;
	while (*e + drop < XG_DEC_EXP_MIN)
		drop++;
	*m = drop ? rounded(v, pow10w(drop), how) : v;
	*e += drop;
}

static void products(void)
{
	struct xg_dec out;
	int wrong = 0, exact = 0;

	for (int k = 0; k < 100000; k++) {
		struct xg_dec a = { any(18),
			(int8_t) - (int)xg_rng_below(&rng, 10) };
		struct xg_dec b = { any(18),
			(int8_t) - (int)xg_rng_below(&rng, 10) };
		enum xg_round how = (enum xg_round)(k % 4);
		wide v = (wide)a.m * b.m, m;
		int e = a.e + b.e, rc = xg_dec_mul(&out, a, b, how);

		cut(v, &e, how, &m);
		/* same value, whatever the exponent */
		if (rc == 0)
			wrong += out.e >= e
					 ? m != (wide)out.m * pow10w(out.e - e)
					 : m * pow10w(e - out.e) != out.m;
		else
			wrong += e <= XG_DEC_EXP_MAX;
		rc = xg_dec_mul(&out, a, b, XG_ROUND_EXACT);
		e = a.e + b.e;
		cut(v, &e, XG_ROUND_ZERO, &m);
		exact +=
			(rc == 0) != (m * pow10w(e - a.e - b.e) == v || v == 0);
	}
	is_int(wrong, 0, "100,000 products are rounded once, as asked");
	is_int(exact, 0, "an exact one is exact or refused");
	is_int(xg_dec_mul(&out, xg_dec_make(XG_DEC_MANT_MAX, 18),
		       xg_dec_make(XG_DEC_MANT_MAX, 18), XG_ROUND_NEAREST),
		XG_ERR_RANGE, "too large");
	ok(xg_dec_mul(&out, xg_dec_make(1, -18), xg_dec_make(1, -18),
		   XG_ROUND_ZERO) == 0 &&
			out.m == 0,
		"too small is zero when asked so");
	is_int(xg_dec_mul(&out, xg_dec_make(1, -18), xg_dec_make(1, -18),
		       XG_ROUND_EXACT),
		XG_ERR_RANGE, "and refused when it must be exact");
}

static void quotients(void)
{
	struct xg_dec out;
	int wrong = 0;

	for (int k = 0; k < 100000; k++) {
		int places = (int)xg_rng_below(&rng, 19);
		int64_t a = any(16), b = any(k % 2 ? 3 : 12);
		enum xg_round how = (enum xg_round)(k % 4);
		wide num = (wide)a * pow10w(places), q;
		wide den = b < 0 ? -(wide)b : b;
		int e = -places, rc;

		if (b == 0)
			continue;
		rc = xg_dec_div(
			&out, xg_dec_int(a), xg_dec_int(b), places, how);
		num = b < 0 ? -num : num;
		q = rounded(num, den, XG_ROUND_ZERO);
		/* 18 digits at most, in one step */
		while (q > XG_DEC_MANT_MAX || q < -XG_DEC_MANT_MAX) {
			q /= 10;
			den *= 10;
			e++;
		}
		q = rounded(num, den, how);
		if (rc < 0)
			wrong++;
		else if (out.e >= e)
			wrong += q != (wide)out.m * pow10w(out.e - e);
		else
			wrong += q * pow10w(e - out.e) != out.m;
	}
	is_int(wrong, 0, "100,000 quotients are rounded once, as asked");
	is_int(xg_dec_div(&out, xg_dec_int(1), xg_dec_int(0), 2, XG_ROUND_UP),
		XG_ERR_RANGE, "nothing is divided by zero");
	is_int(xg_dec_div(
		       &out, xg_dec_int(1), xg_dec_int(3), 18, XG_ROUND_EXACT),
		XG_ERR_RANGE, "1/3 is not exact");
	ok(xg_dec_div(&out, xg_dec_int(1), xg_dec_int(8), 3, XG_ROUND_EXACT) ==
				0 &&
			xg_dec_cmp(out, xg_dec_make(125, -3)) == 0,
		"1/8 is");
	ok(xg_dec_div(&out, xg_dec_make(1, -18), xg_dec_make(1, 18), 18,
		   XG_ROUND_UP) == 0 &&
			xg_dec_cmp(out, xg_dec_make(1, -18)) == 0,
		"far below a last place: up is one of them");
	is_int(xg_dec_div(&out, xg_dec_int(1), xg_dec_int(2), 19, XG_ROUND_UP),
		XG_ERR_RANGE, "at most 18 places");
	ok(xg_dec_div(&out, xg_dec_make(300725800, -1),
		   xg_dec_make(2197968641534714, -11), 18,
		   XG_ROUND_ZERO) == 0 &&
			xg_dec_cmp(out, xg_dec_make(136819877370962225, -14)) ==
				0,
		"a long divisor and all places: rounded to 18 digits");
}

int main(void)
{
	compare();
	sums();
	products();
	quotients();
	return done();
}
