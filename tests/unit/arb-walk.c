/* arb: the walk through two books against brute force, and its bounds. */
#include "arb/walk.h"
#include "base/rng.h"
#include "tap.h"

#define LEVELS 4

static void fill(struct xg_book *b, struct xg_rng *r, int side, int from)
{
	int px = from + (int)xg_rng_below(r, 20);

	xg_book_clear(b);
	for (int i = 0; i < LEVELS; i++) {
		xg_book_set(b, side, xg_dec_make(px, -1),
			xg_dec_int(1 + (int64_t)xg_rng_below(r, 4)));
		px += side == XG_SELL ? 1 + (int)xg_rng_below(r, 4)
				      : -1 - (int)xg_rng_below(r, 4);
	}
}

/* Profit of n units in 10^-5 of quote; INT64_MIN when a book is too thin. */
static int64_t profit(const struct xg_book *buy, const struct xg_book *sell,
	int n, int buy_bps, int sell_bps)
{
	int64_t sum = 0;

	for (int i = 0; i < n; i++) {
		struct xg_level a, b;
		size_t at = 0;
		int left = i;

		while (xg_book_level(buy, XG_SELL, at, &a) &&
			left >= (int)a.qty.m)
			left -= (int)a.qty.m, at++;
		if (at >= xg_book_count(buy, XG_SELL))
			return INT64_MIN;
		for (at = 0, left = i; xg_book_level(sell, XG_BUY, at, &b) &&
				       left >= (int)b.qty.m;
			at++)
			left -= (int)b.qty.m;
		if (at >= xg_book_count(sell, XG_BUY))
			return INT64_MIN;
		sum += b.px.m * (10000 - sell_bps) - a.px.m * (10000 + buy_bps);
	}
	return sum;
}

static void test_brute(void)
{
	struct xg_book b[2] = { { .e = 0 } };
	struct xg_rng r = { 11 };
	int bad = 0, found = 0;

	for (int round = 0; round < 3000; round++) {
		int fb = (int)xg_rng_below(&r, 20);
		int fs = (int)xg_rng_below(&r, 20);
		struct xg_arb_side buy = { .book = &b[0],
			.fee = xg_dec_make(fb, -4) };
		struct xg_arb_side sell = { .book = &b[1],
			.fee = xg_dec_make(fs, -4) };
		struct xg_arb_plan plan;
		int64_t best = 0, p;

		fill(&b[0], &r, XG_SELL, 10000);
		fill(&b[1], &r, XG_BUY, 10010);
		for (int n = 1;
			(p = profit(&b[0], &b[1], n, fb, fs)) != INT64_MIN; n++)
			best = p > best ? p : best;
		found += best > 0;
		if (xg_arb_walk(&buy, &sell, xg_dec_int(0), xg_dec_int(0),
			    &plan) != (best > 0) ||
			(best > 0 && xg_dec_cmp(plan.profit,
					     xg_dec_make(best, -5)) != 0))
			bad++;
	}
	is_int(bad, 0,
		"the walk earns what the best of all quantities earns, "
		"in 3,000 random cases");
	ok(found > 300 && found < 2900, "some of which have a profit");
	xg_book_release(&b[0]);
	xg_book_release(&b[1]);
}

static void test_bounds(void)
{
	struct xg_book b[2] = { { .e = 0 } };
	struct xg_arb_side buy = { .book = &b[0] }, sell = { .book = &b[1] };
	struct xg_dec none = xg_dec_int(0);
	struct xg_arb_plan p;

	xg_book_set(&b[0], XG_SELL, xg_dec_int(100), xg_dec_int(2));
	xg_book_set(&b[0], XG_SELL, xg_dec_make(1005, -1), xg_dec_int(2));
	xg_book_set(&b[1], XG_BUY, xg_dec_int(101), xg_dec_int(9));
	xg_arb_walk(&buy, &sell, none, none, &p);
	ok(xg_dec_cmp(p.qty, xg_dec_int(4)) == 0 &&
			xg_dec_cmp(p.buy_px, xg_dec_make(1005, -1)) == 0 &&
			xg_dec_cmp(p.profit, xg_dec_int(3)) == 0,
		"depth is walked, and the worst level is the limit price");
	xg_arb_walk(&buy, &sell, xg_dec_int(60), none, &p);
	ok(xg_dec_cmp(p.qty, xg_dec_int(2)) == 0,
		"units that bring less than asked are left");
	xg_arb_walk(&buy, &sell, none, xg_dec_int(150), &p);
	ok(xg_dec_cmp(p.qty, xg_dec_make(15, -1)) == 0,
		"no more is paid than the greatest notional");
	buy.rules.lot = xg_dec_make(4, -1);
	sell.rules.lot = xg_dec_make(6, -1);
	xg_arb_walk(&buy, &sell, none, none, &p);
	ok(xg_dec_cmp(p.qty, xg_dec_make(36, -1)) == 0,
		"the quantity is a multiple of both lots");
	sell.rules.min_notional = xg_dec_int(1000);
	ok(xg_arb_walk(&buy, &sell, none, none, &p) == 0,
		"below the least notional of a venue there is nothing");
	sell.rules.min_notional = none;
	buy.fee = xg_dec_make(2, -2);
	ok(xg_arb_walk(&buy, &sell, none, none, &p) == 0,
		"fees above the difference leave nothing");
	xg_book_release(&b[0]);
	xg_book_release(&b[1]);
}

int main(void)
{
	test_brute();
	test_bounds();
	return done();
}
