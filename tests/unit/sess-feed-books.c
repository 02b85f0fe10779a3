/* The feed engine and its books: silence, reconnects, snapshots in any order,
 * limits and bans. No sockets, no clock. */
#include "base/rng.h"
#include "toyvenue.h"

static struct toy t;

static int64_t open_and_ack(void)
{
	int64_t conn = toy_open(&t);

	toy_ack(&t);
	toy_run(&t, S);
	toy_ack(&t);
	return conn;
}

/* Keeps the books of some symbols lively for a while. */
static void lively(int64_t conn, const char *syms, int64_t us, int64_t *u)
{
	int64_t end = t.now + us;
	char text[64];

	while (t.now < end) {
		toy_run(&t, S);
		++*u;
		for (const char *p = syms; *p; p++) {
			snprintf(text, sizeof text, "book %c %lld %lld", *p,
				(long long)*u, (long long)*u);
			toy_frame_in(&t, conn, text);
		}
	}
}

static void answer_snapshots(int64_t u)
{
	struct toy_act *a;
	char text[64];

	while ((a = toy_next(&t, XG_FEED_REST))) {
		snprintf(text, sizeof text, "snap %s %lld",
			strrchr(a->text, '/') + 1, (long long)u);
		xg_feed_answer(t.f, a->id, 200, (struct xg_str){ 0 },
			xg_str_from(text), "", t.now);
		toy_collect(&t);
	}
}

static void stale(void)
{
	int64_t conn, u = 0;
	struct toy_act *a;

	toy_start(&t, 2, XG_CH_BOOK, NULL, NULL);
	conn = open_and_ack();
	lively(conn, "AB", 2 * S, &u);
	answer_snapshots(u);
	toy_forget(&t);
	lively(conn, "A", 29 * S, &u);
	ok(!toy_said(&t, "stale"), "R10: 29 s of silence are none");
	lively(conn, "A", 3 * S, &u);
	ok(toy_said(&t, "\"sym\":\"B-X\"") &&
			toy_said(&t, "\"event\":\"stale\"") &&
			toy_said(&t, "\"channel\":\"book\""),
		"R10: one symbol's silence is told while the socket is up");
	ok(!strstr(strstr(t.log.p, "\"stale\"") + 7, "\"stale\""),
		"R10: and only that one's");
	a = toy_next(&t, XG_FEED_SEND);
	is_text(a->text, 6, "unsub ", "R10: it is unsubscribed");
	ok(strstr(a->text, "book@B") && !strstr(a->text, "book@A"),
		"R10: it alone");
	a = toy_next(&t, XG_FEED_SEND);
	ok(a && strncmp(a->text, "sub ", 4) == 0, "R10: and subscribed anew");
	is_int(toy_count(&t, XG_FEED_CLOSE), 0, "R10: the others go on");
	toy_forget(&t);
	lively(conn, "AB", S, &u);
	answer_snapshots(u);
	ok(toy_said(&t, "\"event\":\"recovered\""), "R10: its return is told");
	toy_free(&t);
}

static void all_stale(void)
{
	struct xg_feed_opts o = { .stale_us = 5 * S };
	int64_t conn, u = 0;
	struct toy_act *a;

	toy_start(&t, 2, XG_CH_BOOK, &o, NULL);
	conn = open_and_ack();
	lively(conn, "AB", 2 * S, &u);
	answer_snapshots(u);
	for (int i = 0; i < 20 && !toy_count(&t, XG_FEED_CLOSE); i++) {
		toy_run(&t, S);
		toy_frame_in(&t, conn, "pong"); /* the socket is up */
		toy_ack(&t);
	}
	a = toy_next(&t, XG_FEED_CLOSE);
	ok(a && a->conn == conn,
		"R10: when all its symbols are silent, the connection goes");
	ok(toy_said(&t, "all its symbols are silent"), "R10: it is told why");
	toy_free(&t);
}

static void stalled(void)
{
	struct xg_feed_opts o = { .stale_us = 3 * S };
	int64_t conn, u = 0;

	toy_start(&t, 2, XG_CH_BOOK, &o, NULL);
	conn = open_and_ack();
	lively(conn, "AB", 2 * S, &u);
	answer_snapshots(u);
	toy_forget(&t);
	toy_run(&t, 4 * S);
	is_int(toy_count(&t, XG_FEED_CLOSE), 1,
		"R10: a connection on which nothing at all comes goes at once");
	toy_run(&t, S);
	is_int(toy_count(&t, XG_FEED_DIAL), 1, "R10: and is dialled anew");
	open_and_ack();
	toy_run(&t, S);
	is_int(toy_count(&t, XG_FEED_CLOSE), 1,
		"R10: a new one gets the time that a symbol has");
	toy_free(&t);
}

static void never_stale(void)
{
	struct xg_feed_opts o = { .stale_us = -1 };
	int64_t conn;

	toy_start(&t, 1, XG_CH_BOOK, &o, NULL);
	conn = open_and_ack();
	for (int i = 0; i < 100; i++) {
		toy_run(&t, 10 * S);
		toy_frame_in(&t, conn, "pong");
	}
	ok(!toy_said(&t, "stale"), "no limit, no staleness");
	toy_free(&t);
}

static void reconnect(void)
{
	int64_t conn, u = 0, next;
	struct toy_act *a;

	toy_start(&t, 1, XG_CH_BOOK, NULL, NULL);
	conn = open_and_ack();
	lively(conn, "A", 2 * S, &u);
	ok(!toy_said(&t, "\"type\":\"book\""), "R8: no book before a snapshot");
	a = toy_next(&t, XG_FEED_REST);
	is_text(a->text, strlen(a->text), "https://one/snap/A",
		"R8: it is asked for when updates have begun");
	a->done = false;
	answer_snapshots(u - 1);
	ok(toy_said(&t, "\"snap\":true"), "R8: then it is the first record");
	toy_forget(&t);
	xg_feed_closed(t.f, conn, 1006, 0, 0, "cut", t.now);
	toy_run(&t, S);
	next = open_and_ack();
	toy_frame_in(&t, conn, "book A 3 3");
	lively(next, "A", 2 * S, &u);
	ok(!toy_said(&t, "\"type\":\"book\""),
		"R7: a reconnect clears; nothing is known until a snapshot");
	is_int(toy_count(&t, XG_FEED_REST), 1, "R7: a new one is asked for");
	answer_snapshots(u);
	ok(toy_said(&t, "\"snap\":true"), "R7: and comes first");
	toy_free(&t);
}

static void limits(void)
{
	int64_t conn, u = 0, at;
	struct toy_act *a;
	char text[64];

	toy_start(&t, 1, XG_CH_BOOK, NULL, NULL);
	conn = open_and_ack();
	lively(conn, "A", S, &u);
	a = toy_next(&t, XG_FEED_REST);
	xg_feed_answer(t.f, a->id, 429, (struct xg_str){ 0 },
		XG_STR("retry 7000000"), "", t.now);
	toy_collect(&t);
	at = t.now;
	ok(toy_said(&t, "\"event\":\"ratelimit\""), "R13: a 429 is told");
	is_int(xg_feed_hold(t.f, 0), at + 7 * S,
		"R13: with the time for all processes");
	lively(conn, "A", 6 * S, &u);
	is_int(toy_count(&t, XG_FEED_REST), 0, "R13: and obeyed");
	lively(conn, "A", 3 * S, &u);
	a = toy_next(&t, XG_FEED_REST);
	ok(a && a->at >= at + 7 * S, "R13: not a moment sooner");
	at = t.now;
	snprintf(text, sizeof text, "ban %lld", (long long)(at + 300 * S));
	xg_feed_answer(t.f, a->id, 418, (struct xg_str){ 0 }, xg_str_from(text),
		"", t.now);
	toy_collect(&t);
	lively(conn, "A", 290 * S, &u);
	is_int(toy_count(&t, XG_FEED_REST), 0, "R13: a ban is sat out");
	lively(conn, "A", 20 * S, &u);
	is_int(toy_count(&t, XG_FEED_REST), 1, "R13: to its end");
	toy_free(&t);
}

static void failing_rest(void)
{
	int64_t conn, u = 0;
	struct toy_act *a;

	toy_start(&t, 1, XG_CH_BOOK, NULL, NULL);
	conn = open_and_ack();
	lively(conn, "A", S, &u);
	a = toy_next(&t, XG_FEED_REST);
	xg_feed_answer(
		t.f, a->id, 503, (struct xg_str){ 0 }, XG_STR("x"), "", t.now);
	toy_collect(&t);
	lively(conn, "A", 2 * S, &u);
	a = toy_next(&t, XG_FEED_REST);
	is_text(a->text, strlen(a->text), "https://two/snap/A",
		"a failed snapshot is asked of the next address");
	lively(conn, "A", 17 * S, &u);
	ok(toy_said(&t, "no answer in time"), "one that hangs is given up");
	ok(toy_count(&t, XG_FEED_REST) >= 1, "and asked again");
	toy_free(&t);
}

/* ---- R8: any interleaving ---- */

struct reader {
	int64_t qty[TOY_PRICES + 1], seq;
	bool has, good;
	int records, snaps;
};

static int read_book(void *ctx, const struct xg_rec *r)
{
	struct reader *to = ctx;
	int64_t want[TOY_PRICES + 1];

	if (r->type != XG_REC_BOOK)
		return 0;
	to->records++;
	to->snaps += r->u.book.snap;
	if (r->u.book.snap)
		memset(to->qty, 0, sizeof to->qty);
	else
		to->good = to->good && to->has && r->u.book.prev == to->seq;
	to->has = true;
	to->seq = r->u.book.seq;
	for (size_t i = 0; i < r->u.book.bids.n; i++)
		to->qty[r->u.book.bids.p[i].px.m] = r->u.book.bids.p[i].qty.m;
	toy_book(want, to->seq);
	to->good = to->good && memcmp(want, to->qty, sizeof want) == 0;
	return 0;
}

/* One life of a connection between a venue and an engine: updates that are
 * lost, doubled, or late; snapshots from before and after; cuts. */
static void one_life(struct xg_rng *rng, const struct xg_feed_opts *o,
	int (*rec)(void *ctx, const struct xg_rec *rec), void *ctx)
{
	int64_t conn = 0, u = 1 + (int64_t)xg_rng_below(rng, 50);
	struct toy_act *a;
	char text[64] = "";

	t.rec = rec;
	t.ctx = ctx;
	toy_start(&t, 1, XG_CH_BOOK, o, NULL);
	for (int i = 0; i < 400; i++) {
		uint64_t what = xg_rng_below(rng, 40);
		int64_t n = 1 + (int64_t)xg_rng_below(rng, 3);

		if (toy_count(&t, XG_FEED_DIAL))
			conn = open_and_ack();
		toy_run(&t, (int64_t)xg_rng_below(rng, S / 10));
		toy_ack(&t);
		if (what == 0) {
			u++; /* lost on the way */
		} else if (what == 1) {
			xg_feed_closed(t.f, conn, 1006, 0, 0, "cut", t.now);
			toy_collect(&t);
		} else if (what == 2) {
			toy_frame_in(&t, conn, text); /* twice */
		} else if (what < 8 && (a = toy_next(&t, XG_FEED_REST))) {
			/* An answer may be older than what was shown. */
			int64_t at = what < 5 && u > 3 ? u - 3 : u;

			snprintf(text, sizeof text, "snap A %lld",
				(long long)at);
			xg_feed_answer(t.f, a->id, 200, (struct xg_str){ 0 },
				xg_str_from(text), "", t.now);
			toy_collect(&t);
		} else {
			snprintf(text, sizeof text, "book A %lld %lld",
				(long long)(u + 1), (long long)(u + n));
			u += n;
			toy_frame_in(&t, conn, text);
		}
	}
	toy_free(&t);
}

static void any_order(void)
{
	struct xg_rng rng = { 11 };
	bool good = true;
	int records = 0, snaps = 0;

	for (int i = 0; i < 200; i++) {
		struct reader r = { .good = true };

		one_life(&rng, NULL, read_book, &r);
		good = good && r.good;
		records += r.records;
		snaps += r.snaps;
	}
	ok(good,
		"R8: whatever the order, each record follows the one before it "
		"and the book is the venue's");
	ok(records > 5000 && snaps > 400, "R8: in %d records, %d snapshots",
		records, snaps);
}

/* ---- a recording decodes to what was live ---- */

static int add_text(void *ctx, const struct xg_rec *rec)
{
	return xg_rec_write(ctx, rec);
}

static int decode_rec(void *ctx, const struct xg_rec *rec)
{
	struct xg_decoder *d = ctx;
	struct xg_error err = { 0 };

	if (rec->type == XG_REC_RAW || rec->type == XG_REC_INST)
		return xg_decoder_rec(d, rec, &err) == XG_ERR_MEMORY
			       ? XG_ERR_MEMORY
			       : 0;
	return xg_rec_write(d->sink.ctx, rec);
}

static void recorded(void)
{
	bool same = true;
	size_t bytes = 0;

	for (uint64_t seed = 1; seed <= 50; seed++) {
		struct xg_feed_opts live = { .seed = seed };
		struct xg_feed_opts raw = { .seed = seed, .raw = true };
		struct xg_rng a = { seed }, b = { seed };
		struct xg_buf one = { 0 }, two = { 0 };
		struct xg_sink sink = { .ctx = &two, .rec = add_text };
		struct xg_insts insts = { 0 };
		struct xg_decoder d;

		xg_decoder_init(&d, &toy, &insts, &sink);
		one_life(&a, &live, add_text, &one);
		one_life(&b, &raw, decode_rec, &d);
		same = same && one.len == two.len &&
		       memcmp(one.p, two.p, one.len) == 0;
		bytes += one.len;
		xg_decoder_release(&d);
		xg_insts_release(&insts);
		xg_buf_release(&one);
		xg_buf_release(&two);
	}
	ok(same, "what a recording decodes to is what was live, byte for byte");
	ok(bytes > 500000, "in %zu bytes of records", bytes);
}

static void again(void)
{
	struct reader r = { .good = true };
	int64_t conn, u = 0;

	toy_start(&t, 1, XG_CH_BOOK, NULL, NULL);
	conn = open_and_ack();
	t.rec = read_book;
	t.ctx = &r;
	lively(conn, "A", 2 * S, &u);
	xg_feed_again(t.f, XG_STR("A-X"), t.now);
	is_int(r.records, 0, "R12: a book not in sync has nothing to show");
	answer_snapshots(u);
	lively(conn, "A", 5 * S, &u);
	r.has = false; /* the reader has lost it */
	xg_feed_again(t.f, XG_STR("A-X"), t.now);
	is_int(r.seq, u,
		"R12: a reader who lost updates gets the book as it is");
	lively(conn, "A", 5 * S, &u);
	ok(r.good && r.seq == u, "R12: and what follows it");
	toy_free(&t);
}

int main(void)
{
	stale();
	all_stale();
	stalled();
	never_stale();
	reconnect();
	limits();
	failing_rest();
	any_order();
	recorded();
	again();
	return done();
}
