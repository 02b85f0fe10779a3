/* route: no allocation per order once the markets are known. */
#include "route/route.h"
#include "tap.h"
#include "allocs.h"

static struct xg_route r;

static void feed(const char *venue, int64_t seq)
{
	struct xg_level bid = { xg_dec_int(100), xg_dec_int(5) };
	struct xg_level ask = { xg_dec_int(101), xg_dec_int(5) };
	struct xg_market *m;
	struct xg_rec rec;

	xg_rec_start(
		&rec, XG_REC_BOOK, xg_str_from(venue), XG_STR("A-B"), 0, seq);
	rec.u.book = (struct xg_book_rec){ .seq = seq,
		.snap = true,
		.bids = { &bid, 1 },
		.asks = { &ask, 1 } };
	rec.has |= XG_HAS(0) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4);
	xg_route_apply(&r, &rec, &m, NULL);
}

static void balance(const char *venue, const char *ccy)
{
	struct xg_market *m;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_BALANCE, xg_str_from(venue),
		(struct xg_str){ NULL, 0 }, 0, 0);
	XG_REC_SET(&rec, balance.ccy, xg_str_from(ccy));
	XG_REC_SET(&rec, balance.free, xg_dec_int(100000));
	xg_route_apply(&r, &rec, &m, NULL);
}

static int order(int64_t qty)
{
	struct xg_rec rec, out;
	int n = 0;

	xg_rec_start(&rec, XG_REC_ORDER, (struct xg_str){ NULL, 0 },
		XG_STR("A-B"), 0, 0);
	XG_REC_SET(&rec, order.id, XG_STR("o"));
	XG_REC_SET(&rec, order.side, XG_BUY);
	XG_REC_SET(&rec, order.kind, XG_MARKET);
	XG_REC_SET(&rec, order.qty, xg_dec_int(qty));
	xg_route_plan(&r, &rec);
	while (xg_route_next(&r, &out) > 0)
		n += out.type == XG_REC_ORDER;
	return n;
}

int main(void)
{
	long before, made;
	int n = 0;

	feed("okx", 1);
	feed("gate", 2);
	balance("okx", "B");
	balance("gate", "B");
	before = allocs;
	for (int i = 0; i < 500; i++) {
		feed("okx", 10 + i);
		balance("okx", "B");
		balance("gate", "B");
		n += order(7);
	}
	made = allocs - before;
	is_int(n, 1000, "each order is split over two venues");
	if (ALLOCS_COUNTED) {
		ok(before > 0, "allocations are counted");
		is_int(made, 0, "500 orders allocate nothing");
	}
	xg_route_release(&r);
	return done();
}
