/* arb: no allocation per record once markets and pairs are known; ids. */
#include "arb/cross.h"
#include "tap.h"
#include "allocs.h"

static struct xg_cross c;
static char first_id[64], last_id[64];

static int feed(const char *venue, int64_t seq, int64_t px)
{
	struct xg_level bid = { xg_dec_int(px), xg_dec_int(2) };
	struct xg_level ask = { xg_dec_int(px + 1), xg_dec_int(2) };
	struct xg_market *m;
	struct xg_rec rec, out;
	int found = 0;

	xg_rec_start(&rec, XG_REC_BOOK, xg_str_from(venue), XG_STR("A-B"), 0,
		1000000 + seq * 1000);
	rec.u.book = (struct xg_book_rec){ .seq = seq,
		.snap = true,
		.bids = { &bid, 1 },
		.asks = { &ask, 1 } };
	rec.has |= XG_HAS(0) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4);
	if (xg_cross_apply(&c, &rec, &m, NULL) < 0)
		return -1000;
	while (xg_cross_next(&c, &out) > 0) {
		if (!first_id[0])
			xg_str_copy(first_id, sizeof first_id, out.u.arb.id);
		xg_str_copy(last_id, sizeof last_id, out.u.arb.id);
		found++;
	}
	return found;
}

/* Each allocation fails once; the changes that follow still find all. */
static void test_memory(void)
{
	int bad = 0, want = 0;
	long all = 0;

	for (long n = 0; n <= all; n++) {
		int found = 0;

		memset(&c, 0, sizeof c);
		allocs = 0;
		allocs_fail = n;
		for (int64_t seq = 1; seq < 4; seq++) {
			feed("okx", 10 * seq, 1000);
			feed("gate", 10 * seq + 1, 1100);
			feed("kraken", 10 * seq + 2, 1050);
		}
		if (n == 0)
			all = allocs;
		allocs_fail = 0;
		for (int64_t seq = 4; seq < 7; seq++) {
			found += feed("okx", 10 * seq, 1000 - seq);
			found += feed("gate", 10 * seq + 1, 1100 + seq);
			found += feed("kraken", 10 * seq + 2, 1050);
		}
		if (n == 0)
			want = found;
		bad += found != want || c.books.n != 3;
		xg_cross_release(&c);
	}
	is_int(bad, 0, "a failed allocation costs no later opportunity");
	if (ALLOCS_COUNTED)
		ok(all > 8 && want > 5, "%ld allocations failed", all);
}

int main(void)
{
	long before, made;
	int found = 0;

	feed("okx", 1, 1000);
	feed("gate", 2, 1100);
	feed("kraken", 3, 1050);
	before = allocs;
	for (int64_t i = 4; i < 3000; i += 3) {
		found += feed("okx", i, 1000 + i % 7);
		found += feed("gate", i + 1, 1100 + i % 5);
		found += feed("kraken", i + 2, 1050);
	}
	made = allocs - before;
	ok(found > 1000, "opportunities come at the pace of the changes");
	if (ALLOCS_COUNTED) {
		ok(before > 0, "allocations are counted");
		is_int(made, 0, "3,000 changes allocate nothing");
	}
	ok(strcmp(first_id, last_id) != 0, "ids differ");
	xg_cross_release(&c);
	test_memory();
	return done();
}
