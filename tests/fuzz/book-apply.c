/* Hostile book records: two bytes choose each change. The book stays sorted
 * and within its bounds, and snapshots heal whatever came before. */
#include "book/books.h"
#include "book/walk.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define MOST 64

static struct xg_level level_of(uint8_t a, uint8_t b)
{
	/* Exponents from -18 to 13, and mantissas that trim or overflow. */
	int64_t m = b & 0x80 ? XG_DEC_MANT_MAX - b : (int64_t)b * 10;

	return (struct xg_level){ { m, (int8_t)((a & 31) - 18) },
		{ a >> 5, (int8_t)(b % 7 - 3) } };
}

static void check_side(const struct xg_book *b, int side)
{
	struct xg_level l, before = { { 0, 0 }, { 0, 0 } };

	for (size_t i = 0; xg_book_level(b, side, i, &l); i++) {
		int c = i ? xg_dec_cmp(l.px, before.px) : 0;

		if ((i && (side == XG_BUY ? c >= 0 : c <= 0)) ||
			xg_dec_sign(l.qty) <= 0 || l.px.m < 0 ||
			l.px.m > XG_DEC_MANT_MAX)
			abort();
		before = l;
	}
}

static void check(const struct xg_market *m)
{
	struct xg_walk w;

	check_side(&m->book, XG_BUY);
	check_side(&m->book, XG_SELL);
	if (m->state == XG_MARKET_LIVE && xg_book_is_crossed(&m->book) &&
		!xg_book_is_locked(&m->book))
		abort();
	if (m->state == XG_MARKET_OUT && xg_book_count(&m->book, XG_BUY))
		abort();
	(void)xg_book_walk(&m->book, XG_BUY, xg_dec_int(1000), &w);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_books s = { 0 };
	struct xg_level bids[MOST], asks[MOST];
	struct xg_market *m = NULL;
	int64_t seq = 0;

	while (n >= 4) {
		size_t nb = p[0] % MOST, na = p[1] % MOST;
		struct xg_rec rec;

		xg_rec_start(
			&rec, XG_REC_BOOK, XG_STR("v"), XG_STR("A-B"), 0, seq);
		rec.u.book.snap = p[2] & 1;
		rec.u.book.prev = p[2] & 14 ? seq : seq - 1;
		rec.u.book.seq = ++seq;
		rec.has |= XG_HAS(0) | XG_HAS(1) | XG_HAS(2) | XG_HAS(3) |
			   XG_HAS(4);
		p += 3;
		n -= 3;
		rec.u.book.bids = (struct xg_levels){ bids, 0 };
		rec.u.book.asks = (struct xg_levels){ asks, 0 };
		for (; nb && n >= 2; nb--, p += 2, n -= 2)
			bids[rec.u.book.bids.n++] = level_of(p[0], p[1]);
		for (; na && n >= 2; na--, p += 2, n -= 2)
			asks[rec.u.book.asks.n++] = level_of(p[0], p[1]);
		(void)xg_books_apply(&s, &rec, &m, NULL);
		if (m)
			check(m);
	}
	xg_books_release(&s);
	return 0;
}
