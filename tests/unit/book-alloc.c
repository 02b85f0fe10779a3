/* book: no allocation once a market and its depth have been seen. */
#include "base/rng.h"
#include "book/books.h"
#include "book/walk.h"
#include "tap.h"
#include "allocs.h"

#define WIDE 400
#define FEW 20

static struct xg_level bids[WIDE], asks[WIDE];

static void level(struct xg_level *l, int64_t px, int64_t qty)
{
	*l = (struct xg_level){ xg_dec_make(px, -2), xg_dec_make(qty, -3) };
}

static void book_of(
	struct xg_rec *rec, const char *venue, int64_t seq, size_t n)
{
	xg_rec_start(rec, XG_REC_BOOK, xg_str_from(venue), XG_STR("BTC-USDT"),
		0, 1000000 + seq);
	rec->u.book = (struct xg_book_rec){ .seq = seq,
		.prev = seq - 1,
		.snap = seq == 1,
		.bids = { bids, n },
		.asks = { asks, n } };
	rec->has |= XG_HAS(0) | XG_HAS(1) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4);
}

/* A snapshot, then changes around its levels. */
static int run(struct xg_books *s, const char *venue, int64_t rounds)
{
	struct xg_rng r = { 3 };
	struct xg_rec rec;
	int bad = 0;

	for (int i = 0; i < WIDE; i++) {
		level(&bids[i], 100000 - i, 1000);
		level(&asks[i], 100001 + i, 1000);
	}
	book_of(&rec, venue, 1, WIDE);
	bad += xg_books_apply(s, &rec, NULL, NULL) != 1;
	for (int64_t seq = 2; seq < rounds; seq++) {
		for (int i = 0; i < FEW; i++) {
			int64_t at = (int64_t)xg_rng_below(&r, WIDE);

			level(&bids[i], 100000 - at,
				(int64_t)xg_rng_below(&r, 3) * 500);
			level(&asks[i], 100001 + at,
				(int64_t)xg_rng_below(&r, 3) * 500);
		}
		book_of(&rec, venue, seq, FEW);
		bad += xg_books_apply(s, &rec, NULL, NULL) != 1;
	}
	return bad;
}

int main(void)
{
	struct xg_books s = { 0 };
	struct xg_clevel top[50];
	struct xg_market *m;
	struct xg_walk w;
	long before, made;
	int bad = run(&s, "okx", 50) + run(&s, "binance", 50);

	before = allocs;
	bad += run(&s, "okx", 5000) + run(&s, "binance", 5000);
	m = xg_books_get(&s, XG_STR("okx"), XG_STR("BTC-USDT"));
	xg_markets_top(m->of, XG_BUY, s.now, 0, top, 50);
	xg_book_walk(&m->book, XG_BUY, xg_dec_int(100), &w);
	made = allocs - before;
	is_int(bad, 0, "all records are applied");
	if (ALLOCS_COUNTED) {
		ok(before > 0, "allocations are counted");
		is_int(made, 0,
			"10,000 updates, a merge and a "
			"walk allocate nothing");
	}
	xg_books_release(&s);
	return done();
}
