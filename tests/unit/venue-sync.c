/* R7, R8: a book is emitted only when nothing of it can be missing. */
#include "tap.h"
#include "venue/decoder.h"

static struct {
	int64_t seq[64], prev[64], conn;
	bool snap[64];
	int books, statuses, event, wants, kind;
} seen;

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	if (rec->type == XG_REC_BOOK && seen.books < 64) {
		seen.seq[seen.books] = rec->u.book.seq;
		seen.prev[seen.books] = rec->u.book.prev;
		seen.snap[seen.books++] = rec->u.book.snap;
	}
	if (rec->type == XG_REC_STATUS) {
		seen.statuses++;
		seen.event = rec->u.status.event;
	}
	return 0;
}

static int on_want(void *ctx, const struct xg_want *want)
{
	(void)ctx;
	seen.wants++;
	seen.kind = want->kind;
	seen.conn = want->conn;
	return 0;
}

static const struct xg_venue fake = { .name = "fake" };
static struct xg_insts insts;
static struct xg_decoder d;
static const struct xg_instr *inst;
static enum xg_sync_rule rule;

static void begin(enum xg_sync_rule r)
{
	struct xg_sink sink = { .rec = on_rec, .want = on_want };

	memset(&seen, 0, sizeof seen);
	xg_decoder_init(&d, &fake, &insts, &sink);
	d.rx = 1000000;
	rule = r;
	inst = xg_decoder_inst(&d, XG_STR("spot"), XG_STR("AB"));
}

static struct xg_delta levels(
	int64_t first, int64_t last, int64_t prev, int bid, int ask)
{
	static struct xg_level lv[2];

	lv[0] = (struct xg_level){ xg_dec_int(bid), xg_dec_int(1) };
	lv[1] = (struct xg_level){ xg_dec_int(ask), xg_dec_int(1) };
	return (struct xg_delta){ .first = first,
		.last = last,
		.prev = prev,
		.ts = 5,
		.bids = { lv, bid > 0 },
		.asks = { lv + 1, ask > 0 } };
}

static void delta_on(int64_t conn, int64_t first, int64_t last, int64_t prev)
{
	struct xg_delta e = levels(first, last, prev, 9, 12);

	xg_sync_delta(&d, xg_sync_of(&d, inst, rule, conn), &e);
}

static void delta(int64_t first, int64_t last, int64_t prev)
{
	delta_on(1, first, last, prev);
}

static void snapshot(int64_t last)
{
	struct xg_delta e = levels(last, last, 0, 10, 11);

	xg_sync_snapshot(&d, xg_sync_of(&d, inst, rule, -1), &e);
}

static void end(void)
{
	xg_decoder_release(&d);
}

/* Every emitted record follows from the one before it. */
static bool chained(void)
{
	for (int i = 0; i < seen.books; i++) {
		if (i == 0 ? !seen.snap[0]
			   : !seen.snap[i] && seen.prev[i] != seen.seq[i - 1])
			return false;
	}
	return true;
}

static void first_last(void)
{
	begin(XG_SYNC_FIRST_LAST);
	delta(10, 12, 0);
	is_int(seen.kind, XG_WANT_SNAPSHOT, "R8: an update wants a snapshot");
	delta(13, 15, 0);
	is_int(seen.wants, 1, "R8: one snapshot is wanted for many updates");
	is_int(seen.books, 0, "R8: nothing is emitted before the snapshot");
	snapshot(8);
	is_int(seen.books, 0,
		"R8: a snapshot older than the first update "
		"leaves a hole and is not used");
	is_int(seen.wants, 2, "R8: and another one is wanted");
	snapshot(13);
	is_int(seen.books, 2,
		"R8: what the snapshot holds is dropped, what "
		"overlaps is applied");
	is_int(seen.seq[1], 15, "R8: the last id is the overlapping update's");
	delta(14, 15, 0);
	is_int(seen.books, 2, "an old update is ignored");
	delta(16, 16, 0);
	ok(seen.books == 3 && chained(), "a record's prev is the seq before");
	snapshot(16);
	is_int(seen.books, 3, "a snapshot nobody needs changes nothing");
	delta(18, 19, 0);
	is_int(seen.event, XG_ST_GAP, "R8: a missing update is a gap");
	is_int(seen.wants, 3, "R8: that wants a snapshot");
	delta(20, 20, 0);
	is_int(seen.books, 3, "R8: silence until it comes");
	snapshot(19);
	ok(seen.books == 5 && chained(), "R8: then the chain starts anew");
	end();

	begin(XG_SYNC_FIRST_LAST);
	snapshot(100);
	delta(101, 102, 0);
	ok(seen.books == 2 && chained(), "R8: the update right behind a "
					 "snapshot joins");
	end();

	begin(XG_SYNC_FIRST_LAST);
	delta(10, 11, 0);
	delta(14, 15, 0);
	snapshot(10);
	is_int(seen.event, XG_ST_GAP,
		"R8: a gap among waiting updates is "
		"found");
	end();
}

static void prev(void)
{
	begin(XG_SYNC_PREV);
	delta(10, 12, 5);
	delta(15, 20, 12);
	snapshot(18);
	ok(seen.books == 2 && seen.seq[1] == 20, "R8: futures join where "
						 "U <= L <= u");
	delta(30, 33, 20);
	ok(seen.books == 3 && chained(), "R8: then prev is the last id, first "
					 "is not looked at");
	delta(34, 40, 32);
	is_int(seen.event, XG_ST_GAP, "R8: another prev is a gap");
	end();

	begin(XG_SYNC_PREV);
	delta(15, 20, 12);
	snapshot(12);
	is_int(seen.books, 2,
		"R8: a snapshot between two updates joins by "
		"prev");
	end();

	begin(XG_SYNC_PREV);
	delta(15, 20, 13);
	snapshot(12);
	ok(seen.books == 0 && seen.wants == 2, "R8: a futures snapshot that "
					       "is too old is wanted again");
	end();
}

static void stream(void)
{
	struct xg_delta e;

	begin(XG_SYNC_STREAM);
	delta(3, 3, 2);
	is_int(seen.books, 0, "R8: no record without the stream's snapshot");
	is_int(seen.kind, XG_WANT_RESUB, "R8: a stream is subscribed anew");
	snapshot(3);
	delta(3, 3, 3);
	is_int(seen.books, 1, "seq equal to prev is a heartbeat");
	is_int(seen.kind, XG_WANT_ALIVE, "R10: that says: quiet, not stale");
	delta(2, 2, 3);
	ok(seen.books == 2 && chained(), "seq under prev is a reset that keeps "
					 "the chain");
	delta(9, 9, 8);
	is_int(seen.event, XG_ST_GAP, "R8: another prev is a gap");
	snapshot(9);
	e = levels(10, 10, 9, 11, 0);
	xg_sync_delta(&d, xg_sync_of(&d, inst, rule, 1), &e);
	ok(seen.books == 3 && d.stats.crossed == 1 &&
			seen.event == XG_ST_RESYNC,
		"R9: a crossed book is not "
		"emitted but starts anew");
	end();
}

static void connections(void)
{
	begin(XG_SYNC_FIRST_LAST);
	delta(1, 2, 0);
	snapshot(2);
	xg_sync_conn(&d, 1);
	delta_on(2, 3, 3, 0);
	is_int(seen.books, 1,
		"R7: after a reconnect nothing follows the old "
		"book, not even the next id");
	ok(seen.wants == 2 && seen.conn == 2, "R7: the new connection wants "
					      "its own snapshot");
	delta_on(1, 4, 4, 0);
	snapshot(2);
	ok(seen.books == 3 && seen.seq[2] == 3 && chained(),
		"R7: a replaced connection is not heard");
	xg_sync_conn(&d, 1);
	delta_on(2, 4, 4, 0);
	is_int(seen.books, 4, "R7: its end touches nobody else's books");
	end();

	begin(XG_SYNC_FIRST_LAST);
	delta(1, 2, 0);
	xg_sync_tick(&d, d.rx + 4999999);
	is_int(seen.wants, 1, "a snapshot has 5 s to come");
	d.rx += 5000000;
	xg_sync_tick(&d, d.rx);
	is_int(seen.wants, 2, "then it is wanted again");
	for (int i = 0; i < 10001; i++)
		delta(3 + i, 3 + i, 0);
	is_int(seen.event, XG_ST_RESYNC, "waiting updates are bounded");
	end();
}

int main(void)
{
	first_last();
	prev();
	stream();
	connections();
	xg_insts_release(&insts);
	return done();
}
