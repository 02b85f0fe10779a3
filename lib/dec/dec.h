/* Exact decimals: value = m * 10^e, at most 18 digits. The only number type of
 * prices, quantities and money in xg; no binary floating point anywhere. */
#ifndef XG_DEC_DEC_H
#define XG_DEC_DEC_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

#define XG_DEC_DIGITS 18
#define XG_DEC_MANT_MAX INT64_C(999999999999999999)
#define XG_DEC_EXP_MIN (-18)
#define XG_DEC_EXP_MAX 18
#define XG_DEC_TEXT 48 /* bytes that hold any formatted decimal and a NUL */

/* Not unique: 1.50 is {150,-2} or {15,-1}; use the functions to compare. A
 * zero-filled struct is 0. |m| <= XG_DEC_MANT_MAX, e within its bounds. */
struct xg_dec {
	int64_t m;
	int8_t e;
};

enum xg_round {
	XG_ROUND_DOWN,	  /* toward minus infinity */
	XG_ROUND_UP,	  /* toward plus infinity */
	XG_ROUND_NEAREST, /* half away from zero */
	XG_ROUND_ZERO,	  /* toward zero */
	XG_ROUND_EXACT,	  /* a rest is XG_ERR_RANGE */
};

static inline struct xg_dec xg_dec_make(int64_t m, int e)
{
	return (struct xg_dec){ m, (int8_t)e };
}
static inline struct xg_dec xg_dec_int(int64_t v)
{
	return (struct xg_dec){ v, 0 };
}

/* Reads JSON-number grammar plus forms that venues and tools write: leading
 * zeros, ".5", "5.", "1e-08", "+1" are XG_ERR_SYNTAX except exponents and
 * leading/trailing zeros, which are read exactly. Whole text must match.
 * Trailing zeros beyond 18 digits are dropped when that is exact; else more
 * than 18 significant digits or an exponent out of bounds is XG_ERR_RANGE.
 * The scale as written is kept where it fits ("1.50" -> {150,-2}). */
int xg_dec_parse(struct xg_dec *out, const char *p, size_t n);
static inline int xg_dec_from(struct xg_dec *out, struct xg_str s)
{
	return xg_dec_parse(out, s.p, s.n);
}

/* Plain text: no exponent, no trailing zeros, no "-0". Returns the length;
 * terminates with NUL. */
size_t xg_dec_fmt(char out[static XG_DEC_TEXT], struct xg_dec d);
/* The same with exactly `places` decimals (0-18), padded by zeros; XG_ERR_RANGE
 * when d has more decimals than that. Returns length or error. */
int xg_dec_fmt_fixed(char out[static XG_DEC_TEXT], struct xg_dec d, int places);
/* Significant digits of the plain text (0 has 1): decides number or string. */
int xg_dec_digits(struct xg_dec d);
/* Decimals behind the point in the plain text (0 for integers). */
int xg_dec_places(struct xg_dec d);
struct xg_dec xg_dec_trim(struct xg_dec d); /* no trailing zeros in m */

int xg_dec_cmp_far(struct xg_dec a, struct xg_dec b); /* the general way */
/* -1, 0, 1; never fails. */
static inline int xg_dec_cmp(struct xg_dec a, struct xg_dec b)
{
	return a.e == b.e ? (a.m > b.m) - (a.m < b.m) : xg_dec_cmp_far(a, b);
}
static inline bool xg_dec_is_zero(struct xg_dec d)
{
	return d.m == 0;
}
static inline int xg_dec_sign(struct xg_dec d)
{
	return (d.m > 0) - (d.m < 0);
}
static inline struct xg_dec xg_dec_neg(struct xg_dec d)
{
	return (struct xg_dec){ -d.m, d.e };
}
static inline struct xg_dec xg_dec_abs(struct xg_dec d)
{
	return d.m < 0 ? xg_dec_neg(d) : d;
}
struct xg_dec xg_dec_min(struct xg_dec a, struct xg_dec b);
struct xg_dec xg_dec_max(struct xg_dec a, struct xg_dec b);

/* Checked arithmetic. An exact result of up to 18 digits is given exactly; one
 * that needs more digits is rounded by `how` to 18 digits (XG_ROUND_EXACT:
 * XG_ERR_RANGE instead); one over the bounds is XG_ERR_RANGE. add and sub are
 * exact or XG_ERR_RANGE. */
int xg_dec_add(struct xg_dec *out, struct xg_dec a, struct xg_dec b);
int xg_dec_sub(struct xg_dec *out, struct xg_dec a, struct xg_dec b);
int xg_dec_mul(struct xg_dec *out, struct xg_dec a, struct xg_dec b,
	enum xg_round how);
/* Quotient with at most `places` decimals (0-18), rounded by how; division by
 * zero is XG_ERR_RANGE. */
int xg_dec_div(struct xg_dec *out, struct xg_dec a, struct xg_dec b, int places,
	enum xg_round how);
/* To exactly this exponent. */
int xg_dec_rescale(
	struct xg_dec *out, struct xg_dec d, int e, enum xg_round how);

/* To a multiple of step (tick or lot, > 0; else XG_ERR_RANGE). */
int xg_dec_round_step(struct xg_dec *out, struct xg_dec d, struct xg_dec step,
	enum xg_round how);
bool xg_dec_is_multiple(struct xg_dec d, struct xg_dec step);

/* For statistics, ordering heuristics and display only, never for money. */
double xg_dec_double(struct xg_dec d);
/* A double rounded to `places` decimals; NaN, infinity, too large: RANGE. */
int xg_dec_from_double(struct xg_dec *out, double v, int places);

#endif
