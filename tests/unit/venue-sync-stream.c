/* Books whose snapshot comes over the connection: numbered by one, not numbered
 * at all, or whole in each message; and the venue's depth (R8, R9). */
#include "tap.h"
#include "venue/decoder.h"

#define KEEP 32

static struct {
	struct xg_level bid[KEEP][8];
	size_t bids[KEEP];
	int64_t seq[KEEP], prev[KEEP];
	bool snap[KEEP];
	int books, wants, kind, event;
} seen;

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	if (rec->type == XG_REC_STATUS)
		seen.event = rec->u.status.event;
	if (rec->type != XG_REC_BOOK || seen.books == KEEP)
		return 0;
	seen.seq[seen.books] = rec->u.book.seq;
	seen.prev[seen.books] = rec->u.book.prev;
	seen.snap[seen.books] = rec->u.book.snap;
	seen.bids[seen.books] = rec->u.book.bids.n;
	for (size_t i = 0; i < rec->u.book.bids.n && i < 8; i++)
		seen.bid[seen.books][i] = rec->u.book.bids.p[i];
	seen.books++;
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
static enum xg_sync_rule rule;
static int depth;
static int64_t conn_now = 1;

static void begin(enum xg_sync_rule r)
{
	struct xg_sink sink = { .rec = on_rec, .want = on_want };

	memset(&seen, 0, sizeof seen);
	xg_decoder_init(&d, &fake, &insts, &sink);
	d.rx = 1000000;
	rule = r;
	depth = 0;
	inst = xg_decoder_inst(&d, XG_STR("spot"), XG_STR("AB"));
}

static struct xg_sync *sync_of(void)
{
	struct xg_sync *s = xg_sync_of(&d, inst, rule, conn_now);

	s->depth = depth;
	return s;
}

/* Bids at the prices given, up to a zero, each of quantity qty. */
static void put(bool snap, int64_t first, int64_t last, int qty, const int *px)
{
	struct xg_level lv[8];
	struct xg_delta e = { .first = first, .last = last, .ts = 5 };
	size_t n = 0;

	for (; px[n]; n++)
		lv[n] = (struct xg_level){ xg_dec_int(px[n]), xg_dec_int(qty) };
	e.bids = (struct xg_levels){ lv, n };
	if (snap)
		xg_sync_snapshot(&d, sync_of(), &e);
	else
		xg_sync_delta(&d, sync_of(), &e);
}
#define PUT(snap, first, last, qty, ...) \
	put((snap), (first), (last), (qty), (const int[]){ __VA_ARGS__, 0 })

static void next(void)
{
	begin(XG_SYNC_STREAM_NEXT);
	PUT(false, 5, 5, 1, 9);
	ok(seen.books == 0 && seen.kind == XG_WANT_RESUB,
		"R8: an update before the snapshot is no book");
	PUT(true, 7, 7, 1, 9);
	PUT(false, 8, 8, 1, 10);
	ok(seen.books == 2 && seen.prev[1] == 7 && seen.seq[1] == 8,
		"the next number follows");
	PUT(false, 8, 8, 1, 10);
	is_int(seen.books, 2, "a number seen before is ignored");
	PUT(false, 10, 10, 1, 10);
	ok(seen.books == 2 && seen.event == XG_ST_GAP,
		"R8: a number that is missing is a gap");
	PUT(false, 11, 11, 1, 10);
	is_int(seen.books, 2, "R8: then silence until the next snapshot");
	PUT(true, 1, 1, 1, 9);
	ok(seen.books == 3 && seen.snap[2] && seen.seq[2] == 1,
		"a service that starts anew may count from one");
	xg_decoder_release(&d);
}

static void bare(void)
{
	begin(XG_SYNC_STREAM_BARE);
	PUT(false, 0, 0, 1, 9);
	is_int(seen.books, 0, "R8: no book without the stream's snapshot");
	PUT(true, 0, 0, 1, 9);
	PUT(false, 0, 0, 1, 10);
	PUT(false, 0, 0, 1, 11);
	ok(seen.books == 3 && seen.seq[2] == seen.seq[0] + 2 &&
			seen.prev[2] == seen.seq[1],
		"records are numbered here where the venue has no numbers");
	xg_sync_lost(&d, sync_of(), XG_ST_CHECKSUM, "made");
	PUT(false, 0, 0, 1, 12);
	is_int(seen.books, 3, "R9: a bad checksum ends the book");
	PUT(true, 0, 0, 1, 9);
	ok(seen.books == 4 && seen.snap[3] && seen.seq[3] > seen.seq[2],
		"its next snapshot has a number of its own");
	xg_decoder_release(&d);
}

static void full(void)
{
	begin(XG_SYNC_FULL);
	PUT(true, 0, 0, 1, 9, 8);
	PUT(true, 0, 0, 1, 7);
	ok(seen.books == 2 && seen.snap[0] && seen.snap[1] &&
			seen.seq[1] == seen.seq[0] + 1,
		"each message is a whole book");
	is_int(xg_book_count(&sync_of()->book, XG_BUY), 1,
		"and replaces the one before");
	xg_decoder_release(&d);
}

static void rim(void)
{
	begin(XG_SYNC_STREAM_BARE);
	depth = 3;
	PUT(true, 0, 0, 1, 9, 8, 7, 6);
	is_int(seen.bids[0], 3, "R9: a snapshot is cut to the venue's depth");
	PUT(false, 0, 0, 1, 10, 11);
	ok(seen.bids[1] == 4 && xg_dec_is_zero(seen.bid[1][2].qty) &&
			xg_dec_is_zero(seen.bid[1][3].qty) &&
			seen.bid[1][2].px.m == 8 && seen.bid[1][3].px.m == 7,
		"R9, R28: levels that fall out of it are deleted in the record");
	is_int(xg_book_count(&sync_of()->book, XG_BUY), 3,
		"R9: the book keeps the venue's depth");
	PUT(false, 0, 0, 0, 11);
	is_int(seen.bids[2], 1, "a deletion pushes nothing out");
	xg_decoder_release(&d);
}

static void long_books(void)
{
	static struct xg_level lv[9000];
	struct xg_delta e = { .last = 7, .ts = 5 };
	size_t levels = 0;

	begin(XG_SYNC_STREAM_NEXT);
	for (int i = 0; i < 9000; i++)
		lv[i] = (struct xg_level){ xg_dec_int(10000 - i),
			xg_dec_int(1) };
	e.bids = (struct xg_levels){ lv, 9000 };
	xg_sync_snapshot(&d, sync_of(), &e);
	for (int i = 0; i < seen.books; i++)
		levels += seen.bids[i];
	ok(seen.books == 3 && levels == 9000,
		"a book too long for a record comes in several");
	ok(seen.snap[0] && !seen.snap[1] && !seen.snap[2] &&
			seen.prev[1] == 7 && seen.seq[1] == 7 &&
			seen.prev[2] == 7,
		"the first replaces the book, the others name it");
	PUT(false, 8, 8, 1, 10001);
	ok(seen.books == 4 && seen.prev[3] == 7, "and the chain goes on");
	xg_decoder_release(&d);
}

static void in_a_row(void)
{
	begin(XG_SYNC_STREAM_BARE);
	for (int i = 0; i < 3; i++) {
		PUT(true, 0, 0, 1, 9);
		xg_sync_lost(&d, sync_of(), XG_ST_CHECKSUM, "made");
		d.rx += 1000000;
		is_int(seen.kind, i < 2 ? XG_WANT_RESUB : XG_WANT_DROP,
			"R9: loss %d in a row %s", i + 1,
			i < 2 ? "resyncs the symbol" : "drops the connection");
	}
	PUT(true, 0, 0, 1, 9);
	d.rx += 61000000;
	xg_sync_lost(&d, sync_of(), XG_ST_CHECKSUM, "made");
	is_int(seen.kind, XG_WANT_RESUB, "R9: a loss much later is a first");
	for (int i = 0; i < 3; i++) {
		d.rx += 5000000;
		xg_sync_tick(&d, d.rx);
	}
	is_int(seen.kind, XG_WANT_DROP,
		"snapshots that never come drop the connection, too");
	xg_decoder_release(&d);

	begin(XG_SYNC_STREAM_NEXT);
	for (int i = 0; i < 4; i++) {
		conn_now++;
		PUT(false, 5, 5, 1, 9);
		is_int(seen.kind, XG_WANT_RESUB,
			"an early update on new connection %d is not held "
			"against it",
			i + 1);
	}
	conn_now = 1;
	xg_decoder_release(&d);
}

static bool says_no(void *ctx, const struct xg_book *book)
{
	*(size_t *)ctx = xg_book_count(book, XG_BUY);
	return false;
}

static void checked(void)
{
	struct xg_level lv = { xg_dec_int(10), xg_dec_int(1) };
	size_t levels = 0;
	struct xg_delta e = {
		.bids = { &lv, 1 }, .holds = says_no, .ctx = &levels
	};

	begin(XG_SYNC_STREAM_BARE);
	depth = 2;
	PUT(true, 0, 0, 1, 9, 8);
	xg_sync_delta(&d, sync_of(), &e);
	ok(seen.books == 1 && seen.event == XG_ST_CHECKSUM,
		"R9: an update under a wrong checksum is not told");
	is_int(seen.kind, XG_WANT_RESUB, "R9: the symbol starts anew");
	is_int(levels, 2, "R9: what is summed is cut to the venue's depth");
	xg_decoder_release(&d);
}

int main(void)
{
	next();
	checked();
	bare();
	full();
	rim();
	long_books();
	in_a_row();
	xg_insts_release(&insts);
	return done();
}
