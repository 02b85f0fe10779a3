/* book: the sorted arrays against a naive model, and the rules of sequence. */
#include "base/rng.h"
#include "book/book.h"
#include "tap.h"

#define PRICES 400

/* One random change in the book and in the model (an array by price). */
static void change(
	struct xg_book *b, struct xg_rng *r, int64_t model[2][PRICES])
{
	int side = xg_rng_below(r, 2) ? XG_BUY : XG_SELL;
	int64_t at = (int64_t)xg_rng_below(r, PRICES);
	int64_t qty = xg_rng_below(r, 3) ? (int64_t)xg_rng_below(r, 50) : 0;
	struct xg_dec px = xg_dec_make(at + 1, -2);

	/* The same price in other scales is the same level. */
	switch (xg_rng_below(r, 3)) {
	case 0:
		px = xg_dec_make((at + 1) * 1000, -5);
		break;
	case 1:
		px = xg_dec_trim(px);
		break;
	default:
		break;
	}
	xg_book_set(b, side, px, xg_dec_int(qty));
	model[side == XG_BUY][at] = qty;
}

static bool same(const struct xg_book *b, int side, const int64_t *model)
{
	size_t n = 0;

	for (int64_t k = 0; k < PRICES; k++) {
		int64_t at = side == XG_BUY ? PRICES - 1 - k : k;
		struct xg_level l;

		if (!model[at])
			continue;
		if (!xg_book_level(b, side, n++, &l) ||
			xg_dec_cmp(l.px, xg_dec_make(at + 1, -2)) != 0 ||
			xg_dec_cmp(l.qty, xg_dec_int(model[at])) != 0)
			return false;
	}
	return n == xg_book_count(b, side);
}

static void test_model(void)
{
	static int64_t model[2][PRICES];
	struct xg_book b = { 0 };
	struct xg_rng r = { 7 };
	bool good = true;

	for (int i = 0; i < 20000 && good; i++) {
		change(&b, &r, model);
		if (i % 50 == 0)
			good = same(&b, XG_BUY, model[1]) &&
			       same(&b, XG_SELL, model[0]);
	}
	ok(good, "20,000 random changes give what a naive model gives");
	xg_book_truncate(&b, 5);
	ok(xg_book_count(&b, XG_BUY) == 5 && xg_book_count(&b, XG_SELL) == 5,
		"truncation keeps the best levels (R9)");
	xg_book_release(&b);
}

static void test_sequence(void)
{
	struct xg_level bid = { { 10, 0 }, { 1, 0 } };
	struct xg_level ask = { { 11, 0 }, { 1, 0 } };
	struct xg_book_rec snap = {
		.seq = 5, .snap = true, .bids = { &bid, 1 }, .asks = { &ask, 1 }
	};
	struct xg_book_rec next = { .seq = 6, .prev = 5 };
	struct xg_book_rec gap = { .seq = 9, .prev = 8 };
	struct xg_error err = { 0 };
	struct xg_book b = { 0 };

	ok(xg_book_apply(&b, &next, true, &err) == XG_ERR_STATE,
		"an update before the snapshot is refused (R8)");
	ok(xg_book_apply(&b, &snap, false, &err) == 0 && b.synced,
		"a snapshot puts the book in sync");
	ok(xg_book_apply(&b, &next, true, &err) == 0,
		"an update that follows is applied");
	ok(xg_book_apply(&b, &gap, true, &err) == XG_ERR_STATE && !b.synced,
		"a gap takes the book out of sync");
	is_text(err.text, strlen(err.text),
		"updates are missing between seq 6 and 8",
		"and the error says which updates are missing");
	ok(xg_book_apply(&b, &next, true, &err) == XG_ERR_STATE,
		"until the next snapshot nothing is applied");
	xg_book_release(&b);
}

static void test_edges(void)
{
	struct xg_book b = { 0 };

	xg_book_set(&b, XG_BUY, xg_dec_int(100), xg_dec_int(1));
	xg_book_set(&b, XG_SELL, xg_dec_int(101), xg_dec_int(1));
	ok(!xg_book_is_crossed(&b), "bid below ask is not crossed");
	xg_book_set(&b, XG_BUY, xg_dec_make(1010, -1), xg_dec_int(1));
	ok(xg_book_is_crossed(&b) && xg_book_is_locked(&b),
		"bid at ask is locked, at whatever scale it came");
	xg_book_set(&b, XG_BUY, xg_dec_make(1011, -1), xg_dec_int(1));
	ok(xg_book_is_crossed(&b) && !xg_book_is_locked(&b),
		"bid over ask is crossed");
	ok(xg_book_set(&b, XG_BUY, xg_dec_make(1, -18), xg_dec_int(1)) ==
			XG_ERR_RANGE,
		"a price that the keys can't hold is refused");
	ok(xg_book_count(&b, XG_BUY) == 3, "and changes nothing");
	ok(xg_book_set(&b, XG_SELL, xg_dec_int(-1), xg_dec_int(1)) ==
			XG_ERR_RANGE,
		"a negative price is refused");
	ok(xg_book_set(&b, XG_SELL, xg_dec_int(500), xg_dec_int(0)) == 0,
		"deleting a level that is not there is no error");
	xg_book_release(&b);
}

int main(void)
{
	test_model();
	test_sequence();
	test_edges();
	return done();
}
