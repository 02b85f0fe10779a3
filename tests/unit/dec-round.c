/* Rounding to ticks and lots, to exponents, and doubles. */
#include <math.h>

#include "base/err.h"
#include "base/rng.h"
#include "dec/dec.h"
#include "tap.h"

static struct xg_dec dec(const char *text)
{
	struct xg_dec d;

	if (xg_dec_from(&d, xg_str_from(text)) < 0)
		abort();
	return d;
}

#define STEP(value, step, how, want, ...) \
	do { \
		struct xg_dec step_out; \
		ok(xg_dec_round_step(&step_out, dec(value), dec(step), how) == \
					0 && \
				xg_dec_cmp(step_out, dec(want)) == 0, \
			__VA_ARGS__); \
	} while (0)

static void steps(void)
{
	struct xg_dec out;

	STEP("100.17", "0.05", XG_ROUND_DOWN, "100.15",
		"a buyer's limit goes down to the tick");
	STEP("100.17", "0.05", XG_ROUND_UP, "100.20",
		"a seller's limit goes up");
	STEP("100.17", "0.05", XG_ROUND_NEAREST, "100.15", "nearest: below");
	STEP("100.18", "0.05", XG_ROUND_NEAREST, "100.20", "nearest: above");
	STEP("100.175", "0.05", XG_ROUND_NEAREST, "100.20",
		"nearest: half away from zero");
	STEP("-100.175", "0.05", XG_ROUND_NEAREST, "-100.20",
		"the same below zero");
	STEP("-100.17", "0.05", XG_ROUND_DOWN, "-100.20", "down is down");
	STEP("-100.17", "0.05", XG_ROUND_ZERO, "-100.15", "zero is to zero");
	STEP("100.15", "0.05", XG_ROUND_UP, "100.15",
		"a multiple stays, whatever is asked");
	STEP("0.1", "0.25", XG_ROUND_DOWN, "0", "under one step");
	STEP("7", "2.5", XG_ROUND_NEAREST, "7.5", "a step over one");
	STEP("123456789012345678", "1000", XG_ROUND_DOWN, "123456789012345000",
		"18 digits");
	STEP("0.000000000000000001", "1000000", XG_ROUND_DOWN, "0",
		"far below the step");
	is_int(xg_dec_round_step(&out, dec("1"), dec("0"), XG_ROUND_UP),
		XG_ERR_RANGE, "a step of zero is none");
	is_int(xg_dec_round_step(&out, dec("1"), dec("-1"), XG_ROUND_UP),
		XG_ERR_RANGE, "nor one below it");
	is_int(xg_dec_round_step(&out, dec("1.3"), dec("0.5"), XG_ROUND_EXACT),
		XG_ERR_RANGE, "exact: a rest is an error");
	ok(xg_dec_is_multiple(dec("0.3"), dec("0.1")) &&
			xg_dec_is_multiple(dec("1e3"), dec("0.05")) &&
			!xg_dec_is_multiple(dec("0.35"), dec("0.1")) &&
			!xg_dec_is_multiple(dec("1"), dec("0")),
		"multiples, where doubles say otherwise (0.3 of 0.1)");
}

/* floor <= value <= ceiling, both multiples, at most a step apart. */
static void property(void)
{
	struct xg_rng rng = { 3 };
	int wrong = 0;

	for (int k = 0; k < 100000; k++) {
		struct xg_dec d = { (int64_t)xg_rng_below(&rng, 1000000000) -
					    500000000,
			(int8_t) - (int)xg_rng_below(&rng, 9) };
		struct xg_dec s = { 1 + (int64_t)xg_rng_below(&rng, 1000),
			(int8_t) - (int)xg_rng_below(&rng, 6) };
		struct xg_dec lo, hi, near, gap, dl, dh;

		if (xg_dec_round_step(&lo, d, s, XG_ROUND_DOWN) < 0 ||
			xg_dec_round_step(&hi, d, s, XG_ROUND_UP) < 0 ||
			xg_dec_round_step(&near, d, s, XG_ROUND_NEAREST) < 0 ||
			xg_dec_sub(&gap, hi, lo) < 0 ||
			xg_dec_sub(&dl, d, lo) < 0 ||
			xg_dec_sub(&dh, hi, d) < 0) {
			wrong++;
			continue;
		}
		wrong += !xg_dec_is_multiple(lo, s) ||
			 !xg_dec_is_multiple(hi, s) || xg_dec_cmp(lo, d) > 0 ||
			 xg_dec_cmp(hi, d) < 0 || xg_dec_cmp(gap, s) > 0;
		wrong += xg_dec_cmp(dl, dh) < 0 ? xg_dec_cmp(near, lo) != 0
			 : xg_dec_cmp(dl, dh) > 0
				 ? xg_dec_cmp(near, hi) != 0
				 : xg_dec_cmp(near,
					   xg_dec_sign(d) < 0 ? lo : hi) != 0;
	}
	is_int(wrong, 0, "100,000 values between their multiples");
}

static void rescale(void)
{
	struct xg_dec out;

	ok(xg_dec_rescale(&out, dec("1.5"), -3, XG_ROUND_EXACT) == 0 &&
			out.m == 1500 && out.e == -3,
		"to more decimals");
	ok(xg_dec_rescale(&out, dec("1.25"), -1, XG_ROUND_NEAREST) == 0 &&
			out.m == 13,
		"to fewer: half away from zero");
	is_int(xg_dec_rescale(&out, dec("1.25"), -1, XG_ROUND_EXACT),
		XG_ERR_RANGE, "exact: nothing is cut");
	is_int(xg_dec_rescale(
		       &out, xg_dec_int(XG_DEC_MANT_MAX), -1, XG_ROUND_EXACT),
		XG_ERR_RANGE, "19 digits do not fit");
	is_int(xg_dec_rescale(&out, dec("1"), 19, XG_ROUND_UP), XG_ERR_RANGE,
		"no such exponent");
	ok(xg_dec_rescale(&out, dec("0.000000000000000001"), 18, XG_ROUND_UP) ==
				0 &&
			out.m == 1,
		"up from far below");
}

static void doubles(void)
{
	struct xg_dec out;

	ok(xg_dec_from_double(&out, 0.1 + 0.2, 8) == 0 &&
			xg_dec_cmp(out, dec("0.3")) == 0,
		"a double is rounded");
	is_int(xg_dec_from_double(&out, NAN, 2), XG_ERR_RANGE, "not NaN");
	is_int(xg_dec_from_double(&out, INFINITY, 2), XG_ERR_RANGE, "nor inf");
	is_int(xg_dec_from_double(&out, 1e300, 2), XG_ERR_RANGE, "nor 1e300");
	ok(xg_dec_double(dec("0.1")) == 0.1 &&
			xg_dec_double(dec("-1e3")) == -1000,
		"and back");
}

int main(void)
{
	steps();
	property();
	rescale();
	doubles();
	return done();
}
