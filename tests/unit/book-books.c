/* book: health of markets (R6, R7, R8, R10), merging, walking, fees. */
#include "book/books.h"
#include "book/fees.h"
#include "book/walk.h"
#include "tap.h"

static struct xg_books set;
static struct xg_error err;

static struct xg_level at(int64_t px, int64_t qty)
{
	return (struct xg_level){ xg_dec_int(px), xg_dec_int(qty) };
}

static int book(const char *venue, int64_t rx, int64_t seq, bool snap,
	struct xg_level bid, struct xg_level ask)
{
	struct xg_rec rec;

	xg_rec_start(
		&rec, XG_REC_BOOK, xg_str_from(venue), XG_STR("A-B"), 0, rx);
	rec.u.book = (struct xg_book_rec){ .seq = seq,
		.prev = seq - 1,
		.snap = snap,
		.bids = { &bid, bid.px.m > 0 },
		.asks = { &ask, ask.px.m > 0 } };
	rec.has |= XG_HAS(0) | XG_HAS(1) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4);
	return xg_books_apply(&set, &rec, NULL, &err);
}

static void status(
	const char *venue, const char *sym, int event, const char *chan)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_STATUS, xg_str_from(venue), xg_str_from(sym),
		0, 0);
	XG_REC_SET(&rec, status.event, event);
	if (chan)
		XG_REC_SET(&rec, status.chan, xg_str_from(chan));
	xg_books_apply(&set, &rec, NULL, &err);
}

static struct xg_market *get(const char *venue)
{
	return xg_books_get(&set, xg_str_from(venue), XG_STR("A-B"));
}

static bool healthy(const char *venue)
{
	return xg_market_is_healthy(get(venue), set.now, 0);
}

static void test_health(void)
{
	struct xg_level no = { { 0, 0 }, { 0, 0 } };

	book("okx", 1000, 1, true, at(10, 1), at(12, 1));
	ok(healthy("okx"), "a snapshot makes a market healthy");
	ok(xg_market_is_healthy(get("okx"), 1900, 900) &&
			!xg_market_is_healthy(get("okx"), 1901, 900),
		"until it is older than the greatest age (R10)");
	is_int(book("okx", 2000, 9, false, at(10, 2), no), XG_ERR_STATE,
		"a gap is told");
	ok(!healthy("okx") && xg_book_count(&get("okx")->book, XG_BUY) == 0,
		"and the levels are gone with it (R7)");
	is_int(book("okx", 2000, 10, false, at(10, 2), no), 0,
		"once: what follows is passed over");
	book("okx", 2000, 20, true, at(10, 1), at(12, 1));
	ok(healthy("okx"), "the next snapshot heals");
	is_int(book("okx", 2000, 21, false, at(13, 1), no), XG_ERR_STATE,
		"a crossed book is told as a defect (R7)");
	ok(!healthy("okx"), "and is out of sync");
	book("okx", 2000, 30, true, at(12, 1), at(12, 1));
	ok(healthy("okx") && !xg_market_is_usable(get("okx"), set.now, 0),
		"a locked book is kept but not fit to trade on (R6)");
	book("okx", 2000, 31, false, at(12, 0), no);
	ok(xg_market_is_usable(get("okx"), set.now, 0), "until it unlocks");
}

static void test_status(void)
{
	struct xg_level no = { { 0, 0 }, { 0, 0 } };

	book("gate", 2000, 1, true, at(9, 1), at(11, 1));
	status("okx", "", XG_ST_DISCONNECTED, NULL);
	ok(!healthy("okx") && healthy("gate"),
		"a lost connection makes the books of its venue suspect");
	is_int(book("okx", 2100, 32, false, at(9, 1), no), 1,
		"an update that follows in sequence is applied");
	ok(healthy("okx"), "and proves that nothing was missed");
	status("okx", "A-B", XG_ST_STALE, "trade");
	ok(healthy("okx"), "a stale trade channel says nothing about the book");
	status("okx", "A-B", XG_ST_STALE, "book");
	ok(!healthy("okx"), "a stale book is not healthy");
	book("okx", 2200, 33, false, at(9, 2), no);
	ok(healthy("okx"), "until its next update");
	status("okx", "A-B", XG_ST_RESYNC, "book");
	book("okx", 2300, 34, false, at(9, 2), no);
	ok(!healthy("okx"), "after a resync only a snapshot counts");
	status("okx", "A-B", XG_ST_STALE, NULL);
	book("okx", 2300, 35, false, at(9, 2), no);
	ok(!healthy("okx"), "also when it is told to be stale meanwhile");
}

static void test_merge(void)
{
	struct xg_clevel top[4];
	size_t n;

	book("okx", 3000, 50, true, at(9, 3), at(11, 1));
	book("bybit", 3000, 1, true, at(10, 2), at(12, 1));
	n = xg_markets_top(get("okx")->of, XG_BUY, set.now, 0, top, 4);
	ok(n == 3 && xg_str_is_text(top[0].venue, "bybit") &&
			xg_str_is_text(top[1].venue, "okx") &&
			xg_str_is_text(top[2].venue, "gate"),
		"merged levels are best first, equals by first record");
	status("bybit", "", XG_ST_MAINTENANCE, NULL);
	n = xg_markets_top(get("okx")->of, XG_BUY, set.now, 0, top, 4);
	is_int(n, 2, "markets that are not healthy are left out");
	n = xg_markets_top(get("okx")->of, XG_BUY, set.now, 500, top, 4);
	is_int(n, 1, "and those that are too old");
}

static void test_walk(void)
{
	struct xg_book b = { 0 };
	struct xg_dec avg;
	struct xg_walk w;

	xg_book_set(&b, XG_SELL, xg_dec_int(10), xg_dec_int(1));
	xg_book_set(&b, XG_SELL, xg_dec_int(11), xg_dec_int(1));
	xg_book_set(&b, XG_SELL, xg_dec_int(13), xg_dec_int(5));
	xg_book_walk(&b, XG_BUY, xg_dec_int(3), &w);
	ok(xg_dec_cmp(w.quote, xg_dec_int(34)) == 0 &&
			xg_dec_cmp(w.worst, xg_dec_int(13)) == 0 &&
			w.levels == 3,
		"a walk sums what each level costs");
	xg_walk_avg(&w, &avg);
	ok(xg_dec_cmp(avg, xg_dec_make(1133, -2)) == 0,
		"the average is what was paid over what was bought");
	xg_book_walk(&b, XG_BUY, xg_dec_int(30), &w);
	ok(xg_dec_cmp(w.qty, xg_dec_int(7)) == 0,
		"a thin book gives what it has");
	xg_book_walk(&b, XG_SELL, xg_dec_int(1), &w);
	ok(xg_dec_is_zero(w.qty) && xg_walk_avg(&w, &avg) == XG_ERR_RANGE,
		"an empty side gives nothing and has no average");
	xg_book_release(&b);
}

static void test_fees(void)
{
	struct xg_fees f = { 0 };
	struct xg_market *m = get("okx");
	struct xg_rec rec;

	ok(xg_dec_cmp(xg_fees_of(&f, m)->taker, xg_dec_make(15, -4)) == 0,
		"where nobody has told, the usual fee of the venue");
	xg_rec_start(&rec, XG_REC_FEE, XG_STR("okx"), XG_STR("A-B"), 0, 0);
	XG_REC_SET(&rec, fee.maker, xg_dec_make(8, -4));
	XG_REC_SET(&rec, fee.taker, xg_dec_make(9, -4));
	xg_fees_put(&f, &rec);
	ok(xg_dec_cmp(xg_fees_of(&f, m)->taker, xg_dec_make(9, -4)) == 0,
		"a fee record of the account wins over that");
	ok(xg_fees_set(&f, XG_STR("okx=2.5"), &err) == 0 &&
			xg_dec_cmp(xg_fees_of(&f, m)->taker,
				xg_dec_make(25, -5)) == 0,
		"and what the caller sets over both");
	ok(xg_fees_set(&f, XG_STR("okx=5000"), &err) == XG_ERR_RANGE &&
			xg_fees_set(&f, XG_STR("okx=x"), &err) == XG_ERR_SYNTAX,
		"fees that make no sense are refused");
	xg_fees_release(&f);
}

int main(void)
{
	test_health();
	test_status();
	test_merge();
	test_walk();
	test_fees();
	xg_books_release(&set);
	return done();
}
