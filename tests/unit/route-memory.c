/* book, route: each allocation fails once. Nothing is lost or leaked: the
 * same records again give what they give with memory enough. */
#include "route/route.h"
#include "tap.h"
#include "allocs.h"

#define RECORDS 10

static const char *const venues[] = { "okx", "gate", "kraken" };
static struct xg_level bid[2], ask[2];

/* The i-th record of a little market; seq makes later rounds follow. */
static void make(struct xg_rec *rec, int i)
{
	struct xg_str venue = xg_str_from(venues[i % 3]);
	struct xg_str sym = i / 3 ? XG_STR("C-D") : XG_STR("A-B");

	if (i < 6) {
		xg_rec_start(rec, XG_REC_BOOK, venue, sym, 0, 1000 + i);
		rec->u.book = (struct xg_book_rec){ .seq = 1,
			.snap = true,
			.bids = { bid, 2 },
			.asks = { ask, 2 } };
		rec->has |= XG_HAS(0) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4);
	} else if (i < 9) {
		xg_rec_start(rec, XG_REC_BALANCE, venue,
			(struct xg_str){ NULL, 0 }, 0, 0);
		XG_REC_SET(rec, balance.ccy, XG_STR("B"));
		XG_REC_SET(rec, balance.free, xg_dec_int(1000));
	} else {
		xg_rec_start(rec, XG_REC_FEE, venue, XG_STR("A-B"), 0, 0);
		XG_REC_SET(rec, fee.maker, xg_dec_int(0));
		XG_REC_SET(rec, fee.taker, xg_dec_make(1, -3));
	}
}

static int order(struct xg_route *r)
{
	struct xg_rec rec, out;
	int n = 0;

	xg_rec_start(&rec, XG_REC_ORDER, (struct xg_str){ NULL, 0 },
		XG_STR("A-B"), 0, 0);
	XG_REC_SET(&rec, order.id, XG_STR("o"));
	XG_REC_SET(&rec, order.side, XG_BUY);
	XG_REC_SET(&rec, order.kind, XG_MARKET);
	XG_REC_SET(&rec, order.qty, xg_dec_int(5));
	xg_route_plan(r, &rec);
	while (xg_route_next(r, &out) > 0)
		n += out.type == XG_REC_ORDER;
	return n;
}

/* All records; each one that memory was not enough for is given again.
 * Returns how often that happened, -1 for any other error. */
static int feed(struct xg_route *r)
{
	struct xg_market *m;
	struct xg_rec rec;
	int again = 0;

	for (int i = 0; i < RECORDS; i++) {
		int rc;

		make(&rec, i);
		while ((rc = xg_route_apply(r, &rec, &m, NULL)) ==
			XG_ERR_MEMORY)
			again++;
		if (rc < 0)
			return -1;
	}
	return again;
}

int main(void)
{
	static struct xg_route r;
	int bad = 0, failed = 0;
	long all = 0;

	for (int i = 0; i < 2; i++) {
		bid[i] =
			(struct xg_level){ xg_dec_int(100 - i), xg_dec_int(2) };
		ask[i] =
			(struct xg_level){ xg_dec_int(101 + i), xg_dec_int(2) };
	}
	for (long n = 0; n <= all; n++) {
		int again;

		memset(&r, 0, sizeof r);
		allocs = 0;
		allocs_fail = n;
		again = feed(&r);
		allocs_fail = 0;
		if (n == 0)
			all = allocs;
		failed += again;
		bad += again != (n > 0) || r.books.n != 6 || order(&r) != 3;
		xg_route_release(&r);
	}
	is_int(bad, 0,
		"with any one allocation failing, the same record given "
		"again is kept, and orders are routed as ever");
	if (ALLOCS_COUNTED)
		ok(failed > 20, "%d allocations failed", failed);
	return done();
}
