/* route: splitting against brute force, and the rules of venues. */
#include "base/rng.h"
#include "route/route.h"
#include "tap.h"

#define VENUES 3
#define LEVELS 3

/* A small random book of asks or bids, all quantities whole. */
static void fill(struct xg_book *b, struct xg_rng *r, int side)
{
	int px = 1000 + (int)xg_rng_below(r, 10);

	xg_book_clear(b);
	for (int i = 0; i < LEVELS; i++) {
		xg_book_set(b, side == XG_BUY ? XG_SELL : XG_BUY,
			xg_dec_make(px, -1),
			xg_dec_int(1 + (int64_t)xg_rng_below(r, 3)));
		px += side == XG_BUY ? 1 + (int)xg_rng_below(r, 5)
				     : -1 - (int)xg_rng_below(r, 5);
	}
}

/* Net quote of taking n units: paid by a buyer, received by a seller, in
 * 10^-5; -1 when the book is too thin. All inputs are whole in these units. */
static int64_t net(const struct xg_book *b, int side, int n, int fee_bps)
{
	struct xg_level l;
	int64_t sum = 0;

	for (size_t i = 0; n > 0; i++) {
		int take;

		if (!xg_book_level(b, side == XG_BUY ? XG_SELL : XG_BUY, i, &l))
			return -1;
		take = n < (int)l.qty.m ? n : (int)l.qty.m;
		sum += take * l.px.m *
		       (side == XG_BUY ? 10000 + fee_bps : 10000 - fee_bps);
		n -= take;
	}
	return sum;
}

static int64_t brute(const struct xg_book *b, int side, int qty, const int *fee)
{
	int64_t best = -1;

	for (int x = 0; x <= qty; x++) {
		for (int y = 0; x + y <= qty; y++) {
			int64_t p = net(&b[0], side, x, fee[0]);
			int64_t q = net(&b[1], side, y, fee[1]);
			int64_t s = net(&b[2], side, qty - x - y, fee[2]);
			int64_t all = p + q + s;

			if (p < 0 || q < 0 || s < 0)
				continue;
			if (best < 0 ||
				(side == XG_BUY ? all < best : all > best))
				best = all;
		}
	}
	return best;
}

static void test_brute(void)
{
	struct xg_book book[VENUES] = { { .e = 0 } };
	struct xg_rng r = { 42 };
	int bad = 0, filled = 0;

	for (int round = 0; round < 3000; round++) {
		struct xg_route_venue v[VENUES] = { { .rank = 0 } };
		int side = round % 2 ? XG_BUY : XG_SELL, fee[VENUES];
		int qty = 1 + (int)xg_rng_below(&r, 20);
		int64_t best, got = 0;
		struct xg_dec left;

		for (int i = 0; i < VENUES; i++) {
			fill(&book[i], &r, side);
			fee[i] = (int)xg_rng_below(&r, 30) - 3;
			v[i].book = &book[i];
			v[i].fee = xg_dec_make(fee[i], -4);
			v[i].rules.lot = xg_dec_int(1);
		}
		best = brute(book, side, qty, fee);
		if (xg_route_split(v, VENUES, side, xg_dec_int(qty), &left) < 0)
			bad++;
		if (xg_dec_sign(left) > 0) {
			bad += best >= 0;
			continue;
		}
		filled++;
		for (int i = 0; i < VENUES; i++)
			got += net(&book[i], side, (int)v[i].qty.m, fee[i]);
		bad += got != best;
	}
	is_int(bad, 0,
		"greedy costs what the best of all splits costs, in "
		"3,000 random cases of 3 venues");
	ok(filled > 1000, "and most of them could be filled");
	for (int i = 0; i < VENUES; i++)
		xg_book_release(&book[i]);
}

static struct xg_book one(int64_t px, int64_t qty)
{
	struct xg_book b = { 0 };

	xg_book_set(&b, XG_SELL, xg_dec_int(px), xg_dec_make(qty, -3));
	return b;
}

static void test_rules(void)
{
	struct xg_book b[2] = { one(100, 5000), one(100, 5000) };
	struct xg_route_venue v[2] = { { .book = &b[0], .rank = 1 },
		{ .book = &b[1], .rank = 0 } };
	struct xg_dec left;

	xg_route_split(v, 2, XG_BUY, xg_dec_int(3), &left);
	ok(xg_dec_is_zero(v[0].qty) && xg_dec_cmp(v[1].qty, xg_dec_int(3)) == 0,
		"equal costs go to the venue that is liked more");
	v[1].fee = xg_dec_make(1, -4);
	xg_route_split(v, 2, XG_BUY, xg_dec_int(3), &left);
	ok(xg_dec_is_zero(v[1].qty), "a lower fee outweighs the liking");
	v[1].fee = xg_dec_int(0);
	v[1].rules.min_qty = xg_dec_int(4);
	xg_route_split(v, 2, XG_BUY, xg_dec_int(3), &left);
	ok(v[1].reason == XG_WHY_MIN_QTY &&
			xg_dec_cmp(v[0].qty, xg_dec_int(3)) == 0,
		"below the least quantity of a venue the next one gets it");
	v[1] = (struct xg_route_venue){ .book = &b[1],
		.rules.lot = xg_dec_int(2) };
	v[0].rules.lot = xg_dec_make(1, -1);
	xg_route_split(v, 2, XG_BUY, xg_dec_make(325, -2), &left);
	ok(xg_dec_cmp(v[1].qty, xg_dec_int(2)) == 0 &&
			xg_dec_cmp(v[0].qty, xg_dec_make(12, -1)) == 0 &&
			xg_dec_cmp(left, xg_dec_make(5, -2)) == 0,
		"what one venue's lot cuts off goes to the other, on its lot");
	xg_book_release(&b[0]);
	xg_book_release(&b[1]);
}

static void test_rest(void)
{
	struct xg_book b[3] = { one(102, 5000), one(101, 5000),
		one(100, 5000) };
	struct xg_route_venue v[3] = { { .book = &b[0] }, { .book = &b[1] },
		{ .book = &b[2], .rules.lot = xg_dec_make(1, -1) } };
	struct xg_dec left;

	xg_route_split(v, 3, XG_BUY, xg_dec_make(325, -2), &left);
	ok(xg_dec_cmp(v[2].qty, xg_dec_make(32, -1)) == 0 &&
			xg_dec_cmp(v[1].qty, xg_dec_make(5, -2)) == 0 &&
			xg_dec_is_zero(v[0].qty) && xg_dec_is_zero(left),
		"what a lot cuts off goes where it costs least");
	for (int i = 0; i < 3; i++)
		xg_book_release(&b[i]);
}

static void test_bounds(void)
{
	struct xg_book b[2] = { one(100, 5000), one(101, 5000) };
	struct xg_route_venue v[2] = { { .book = &b[0],
					       .has_cap = true,
					       .cap = xg_dec_int(150),
					       .rules.lot =
						       xg_dec_make(1, -2) },
		{ .book = &b[1], .rules.lot = xg_dec_make(1, -2) } };
	struct xg_dec left;

	xg_route_split(v, 2, XG_BUY, xg_dec_int(3), &left);
	ok(xg_dec_cmp(v[0].qty, xg_dec_make(15, -1)) == 0 &&
			xg_dec_cmp(v[1].qty, xg_dec_make(15, -1)) == 0,
		"a venue gets no more than its balance pays for");
	v[1].has_limit = true;
	v[1].limit = xg_dec_int(100);
	xg_route_split(v, 2, XG_BUY, xg_dec_int(3), &left);
	ok(xg_dec_is_zero(v[1].qty) &&
			xg_dec_cmp(left, xg_dec_make(15, -1)) == 0,
		"nothing is taken beyond the limit price");
	v[0].why = "down";
	xg_route_split(v, 2, XG_BUY, xg_dec_int(3), &left);
	ok(xg_dec_cmp(left, xg_dec_int(3)) == 0,
		"a venue with a reason against it gets nothing");
	xg_book_release(&b[0]);
	xg_book_release(&b[1]);
}

static void test_steps(void)
{
	struct xg_rules r = { .tick = xg_dec_make(5, -1),
		.lot = xg_dec_make(1, -2) };
	struct xg_dec px = xg_dec_make(10074, -2), qty = xg_dec_make(1239, -3);

	xg_rules_fit_px(&r, XG_BUY, &px);
	xg_rules_fit_qty(&r, &qty);
	ok(xg_dec_cmp(px, xg_dec_make(1005, -1)) == 0,
		"a buyer's price goes down to the tick");
	ok(xg_dec_cmp(qty, xg_dec_make(123, -2)) == 0,
		"quantities go down to the lot");
	px = xg_dec_make(10074, -2);
	xg_rules_fit_px(&r, XG_SELL, &px);
	ok(xg_dec_cmp(px, xg_dec_int(101)) == 0,
		"a seller's price goes up to the tick");
}

int main(void)
{
	test_brute();
	test_rules();
	test_rest();
	test_bounds();
	test_steps();
	return done();
}
