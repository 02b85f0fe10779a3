/* R28: a snapshot of so many levels says nothing of what is behind them: the book
 * tells how far it is known, leaves out the rest, and is replaced in time. */
#include "tap.h"
#include "venue/decoder.h"
#include "venue/sync.h"

#define LIMIT 30

static struct {
	int books, wants, statuses, kind;
	bool snap, has_down, has_up;
	int64_t seq, prev;
	struct xg_dec down, up;
	size_t bids, asks;
} seen;

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	const struct xg_book_rec *b = &rec->u.book;

	(void)ctx;
	seen.statuses += rec->type == XG_REC_STATUS;
	if (rec->type != XG_REC_BOOK)
		return 0;
	seen.books++;
	seen.snap = b->snap;
	seen.seq = b->seq;
	seen.prev = b->prev;
	seen.bids = b->bids.n;
	seen.asks = b->asks.n;
	seen.has_down = XG_REC_HAS(rec, book.down);
	seen.has_up = XG_REC_HAS(rec, book.up);
	seen.down = b->down;
	seen.up = b->up;
	return 0;
}

static int on_want(void *ctx, const struct xg_want *want)
{
	(void)ctx;
	seen.wants++;
	seen.kind = want->kind;
	return 0;
}

static const struct xg_venue fake = { .name = "fake" };
static struct xg_insts insts;
static struct xg_decoder d;
static const struct xg_instr *inst;

static enum xg_sync_rule rule = XG_SYNC_FIRST_LAST;

static struct xg_sync *sync_of(int64_t conn)
{
	return xg_sync_of(&d, inst, rule, conn);
}

/* A bid at px, or none (0), and an ask. */
static void update(int64_t id, int bid, int bid_qty, int ask, int ask_qty)
{
	struct xg_level b = { xg_dec_int(bid), xg_dec_int(bid_qty) };
	struct xg_level a = { xg_dec_int(ask), xg_dec_int(ask_qty) };
	struct xg_delta e = { .first = id,
		.last = id,
		.bids = { &b, bid > 0 },
		.asks = { &a, ask > 0 } };

	xg_sync_delta(&d, sync_of(1), &e);
}

/* Bids from `best` down and asks from best + 1 up, so many of each. */
static void snapshot(int64_t id, int best, size_t bids, size_t asks)
{
	struct xg_level b[LIMIT], a[LIMIT];
	struct xg_delta e = { .first = id, .last = id, .limit = LIMIT };

	for (int i = 0; i < LIMIT; i++) {
		b[i] = (struct xg_level){ xg_dec_int(best - i), xg_dec_int(1) };
		a[i] = (struct xg_level){ xg_dec_int(best + 1 + i),
			xg_dec_int(1) };
	}
	e.bids = (struct xg_levels){ b, bids };
	e.asks = (struct xg_levels){ a, asks };
	xg_sync_snapshot(&d, sync_of(rule == XG_SYNC_FIRST_LAST ? -1 : 1), &e);
}

static void begin(size_t bids, size_t asks)
{
	struct xg_sink sink = { .rec = on_rec, .want = on_want };

	memset(&seen, 0, sizeof seen);
	xg_decoder_init(&d, &fake, &insts, &sink);
	d.rx = 1000000;
	inst = xg_decoder_inst(&d, XG_STR("spot"), XG_STR("AB"));
	update(100, 1000, 2, 0, 0);
	snapshot(100, 1000, bids, asks);
	seen.wants = 0;
}

static size_t count(int side)
{
	return xg_book_count(&sync_of(1)->book, side);
}

static void bounds(void)
{
	begin(LIMIT, LIMIT - 1);
	ok(seen.snap && seen.has_down && !seen.has_up,
		"a side with as many levels as were asked for is cut, a shorter "
		"one is whole");
	ok(xg_dec_cmp(seen.down, xg_dec_int(1000 - LIMIT + 1)) == 0,
		"bids are known down to the last of them");
	update(101, 900, 5, 0, 0);
	ok(seen.books == 2 && seen.bids == 0 && seen.seq == 101,
		"a level behind it is left out, the sequence goes on");
	is_int(count(XG_BUY), LIMIT, "it is not in the book either");
	update(102, 999, 5, 2000, 5);
	ok(seen.bids == 1 && seen.asks == 1,
		"levels before it, and all of a whole side, are told");
	ok(!seen.has_down, "updates don't tell bounds again");
	is_int(seen.wants, 0, "the book is wide enough");
	xg_decoder_release(&d);
}

/* Takes the best bids away until few are left; the last id. */
static int64_t eat_from(int64_t id, int best)
{
	for (int px = best; px > best - LIMIT + 2; px--)
		update(++id, px, 0, 0, 0);
	return id;
}

static int64_t eat(void)
{
	return eat_from(100, 1000);
}

static void renewed(void)
{
	int64_t id;

	begin(LIMIT, LIMIT);
	id = eat();
	ok(seen.wants == 1 && seen.kind == XG_WANT_SNAPSHOT,
		"before the known bids are used up, one snapshot is wanted");
	ok(seen.statuses == 0 && !seen.snap && seen.seq == id,
		"the book goes on meanwhile");
	update(++id, 0, 0, 1003, 7);
	snapshot(id - 1, 972, LIMIT, LIMIT);
	ok(seen.snap && seen.seq == id,
		"the snapshot and what came since are one whole book, of the "
		"newest number");
	ok(seen.has_down &&
			xg_dec_cmp(seen.down, xg_dec_int(972 - LIMIT + 1)) == 0,
		"that is known further down");
	is_int(seen.asks, LIMIT, "what is behind its new bound was left out");
	is_int(count(XG_BUY), LIMIT, "the book is wide again");
	update(++id, 972, 3, 0, 0);
	ok(!seen.snap && seen.prev == id - 1, "and its chain goes on");
	ok(seen.statuses == 0, "nothing was out of sync");
	xg_decoder_release(&d);
}

static void too_old(void)
{
	int64_t id;
	int books;

	begin(LIMIT, LIMIT);
	id = eat();
	books = seen.books;
	snapshot(90, 1000, LIMIT, LIMIT);
	is_int(seen.books, books,
		"a snapshot from before what waits is not used");
	d.rx += 6000000;
	xg_sync_tick(&d, d.rx);
	is_int(seen.wants, 2, "it is asked for again after a while");
	snapshot(id + 5, 972, LIMIT, LIMIT);
	ok(seen.snap && seen.seq == id + 5,
		"a snapshot ahead of the stream is taken");
	books = seen.books;
	update(id + 3, 972, 9, 0, 0);
	is_int(seen.books, books, "what it holds already is passed over");
	update(id + 6, 972, 9, 0, 0);
	ok(seen.books == books + 1 && seen.prev == id + 5,
		"what follows it goes on");
	xg_decoder_release(&d);
}

/* The chain breaks while a snapshot is under way: as always. */
static void broken(void)
{
	int64_t id;

	begin(LIMIT, LIMIT);
	id = eat();
	update(id + 2, 990, 1, 0, 0);
	is_int(seen.statuses, 1, "a gap meanwhile is a gap");
	snapshot(id + 2, 972, LIMIT, LIMIT);
	ok(seen.snap && seen.seq == id + 2, "and the snapshot heals it");
	xg_decoder_release(&d);
}

/* A snapshot in the stream that is cut, updates of the whole book behind it. */
static void in_stream(void)
{
	int books;

	rule = XG_SYNC_STREAM_BARE;
	begin(LIMIT, LIMIT);
	ok(seen.snap && seen.has_down && seen.has_up,
		"a snapshot in the stream may be cut, too");
	update(101, 900, 5, 2000, 5);
	ok(seen.bids == 0 && seen.asks == 0, "what is behind is left out");
	eat();
	ok(seen.wants == 1 && seen.kind == XG_WANT_RESUB,
		"when few levels are left its subscription is renewed, once");
	ok(seen.statuses == 0 && !seen.snap, "the book goes on meanwhile");
	books = seen.books;
	update(200, 972, 3, 0, 0);
	is_int(seen.books, books + 1, "as do its updates");
	snapshot(201, 972, LIMIT, LIMIT);
	ok(seen.snap && xg_dec_cmp(seen.down, xg_dec_int(972 - LIMIT + 1)) == 0,
		"the new snapshot is the book, known further down");
	is_int(seen.books, books + 2, "and nothing of before comes behind it");
	update(202, 950, 4, 0, 0);
	ok(!seen.snap && seen.bids == 1, "it goes on from there");
	eat_from(202, 972);
	is_int(seen.wants, 2, "until it is thin again");
	xg_decoder_release(&d);
	rule = XG_SYNC_FIRST_LAST;
}

/* Whole books of the best levels: each says how far it knows. */
static void whole_each_time(void)
{
	rule = XG_SYNC_FULL;
	begin(LIMIT, LIMIT - 1);
	ok(seen.snap && seen.has_down && !seen.has_up,
		"of a book that is sent whole a full side is cut");
	snapshot(2, 1005, LIMIT - 1, LIMIT);
	ok(seen.snap && !seen.has_down && seen.has_up &&
			xg_dec_cmp(seen.up, xg_dec_int(1005 + LIMIT)) == 0,
		"the next one has bounds of its own");
	is_int(seen.wants, 0, "and nothing needs to be renewed");
	xg_decoder_release(&d);
	rule = XG_SYNC_FIRST_LAST;
}

int main(void)
{
	in_stream();
	whole_each_time();
	bounds();
	renewed();
	too_old();
	broken();
	xg_insts_release(&insts);
	return done();
}
