#include "sim/premium.h"

#include "dec/dec.h"
#include "rec/sym.h"

#define E4 INT64_C(10000)
#define E8 (E4 * E4)
#define MOST INT64_C(2000000000) /* 10^-4 USD; its square fits twice */
#define WIDTH 54 /* percent of the price: some years, or much fear */

struct xg_premium xg_premium_of(struct xg_str sym, struct xg_str settle)
{
	struct xg_premium o = { 0 };
	struct xg_dec strike, cents;
	struct xg_sym s;

	if (xg_sym_parse(&s, sym) < 0 || s.kind != XG_OPTION ||
		xg_dec_from(&strike, s.strike) < 0 ||
		xg_dec_rescale(&cents, strike, -8, XG_ROUND_NEAREST) < 0)
		return o;
	o.strike = cents.m;
	o.put = s.cp == 'P';
	o.in_coin = settle.n == s.base.n &&
		    memcmp(settle.p, s.base.p, s.base.n) == 0;
	return o;
}

static int64_t root(int64_t v)
{
	int64_t r = v, next = (v + 1) / 2;

	while (next < r) {
		r = next;
		next = (r + v / r) / 2;
	}
	return r;
}

/* A hyperbola between nothing and px - strike. */
int64_t xg_premium_px(const struct xg_premium *o, int64_t px)
{
	int64_t s = px / E4, k = o->strike / E4, away, wide, usd;

	if (s > MOST)
		s = MOST;
	if (k > MOST)
		k = MOST;
	if (s <= 0)
		return 0;
	away = o->put ? k - s : s - k;
	wide = s / 100 * WIDTH;
	usd = (root(away * away + wide * wide) + away) / 2;
	return o->in_coin ? usd * E8 / s : usd * E4;
}
