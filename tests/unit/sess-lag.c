/* What waits for a slow reader (R11, R12): bounded, counted, and what is left
 * of the books proves its own continuity. */
#include "base/rng.h"
#include "book/book.h"
#include "sess/lag.h"
#include "tap.h"

static struct xg_dec num(int64_t m)
{
	return (struct xg_dec){ m, 0 };
}

static struct xg_rec trade(const char *sym, int64_t rx)
{
	struct xg_rec r;

	xg_rec_start(&r, XG_REC_TRADE, XG_STR("okx"), xg_str_from(sym), 0, rx);
	XG_REC_SET(&r, trade.side, XG_BUY);
	XG_REC_SET(&r, trade.px, num(rx));
	XG_REC_SET(&r, trade.qty, num(1));
	return r;
}

static struct xg_rec bbo(const char *sym, int64_t px)
{
	struct xg_rec r;

	xg_rec_start(&r, XG_REC_BBO, XG_STR("okx"), xg_str_from(sym), 0, px);
	XG_REC_SET(&r, bbo.bid, num(px));
	return r;
}

/* One bid and one ask level; quantity 0 deletes. */
static struct xg_rec book(const char *sym, int64_t seq, bool snap,
	struct xg_level *lv, int64_t bid, int64_t bid_qty, int64_t ask,
	int64_t ask_qty)
{
	struct xg_rec r;

	lv[0] = (struct xg_level){ num(bid), num(bid_qty) };
	lv[1] = (struct xg_level){ num(ask), num(ask_qty) };
	xg_rec_start(&r, XG_REC_BOOK, XG_STR("okx"), xg_str_from(sym), 0, seq);
	XG_REC_SET(&r, book.seq, seq);
	if (!snap)
		XG_REC_SET(&r, book.prev, seq - 1);
	XG_REC_SET(&r, book.snap, snap);
	XG_REC_SET(&r, book.bids, (struct xg_levels){ lv, 1 });
	XG_REC_SET(&r, book.asks, (struct xg_levels){ lv + 1, 1 });
	return r;
}

static struct xg_lag *lag(enum xg_lag_policy policy, size_t max, bool raw)
{
	return xg_lag_new(&(struct xg_lag_opts){ policy, max, raw });
}

/* The next record as text without LF, "" when there is none. */
static const char *next(struct xg_lag *l)
{
	static struct xg_buf text;
	int rc;
	struct xg_rec *rec = xg_lag_take(l, &rc);

	xg_buf_clear(&text);
	xg_buf_text(&text, "");
	if (rec) {
		xg_rec_write(&text, rec);
		text.p[text.len - 1] = '\0';
	}
	xg_rec_free(rec);
	return text.p;
}

static void next_is(struct xg_lag *l, const char *want, const char *title)
{
	const char *got = next(l);

	is_text(got, strlen(got), want, "%s", title);
}

#define BOOK(sym, rx) \
	"{\"type\":\"book\",\"venue\":\"okx\",\"sym\":\"" sym "\",\"rx\":" rx \
	","

static void conflated(void)
{
	struct xg_lag *l = lag(XG_LAG_CONFLATE, 1 << 20, false);
	struct xg_lag_stats st;
	struct xg_level lv[2];
	struct xg_rec r;

	r = book("A-B", 11, false, lv, 100, 1, 105, 1);
	xg_lag_put(l, &r);
	r = trade("A-B", 12);
	xg_lag_put(l, &r);
	r = bbo("A-B", 99);
	xg_lag_put(l, &r);
	r = book("A-B", 12, false, lv, 101, 2, 105, 0);
	xg_lag_put(l, &r);
	r = book("A-B", 13, false, lv, 100, 7, 104, 3);
	xg_lag_put(l, &r);
	r = bbo("A-B", 101);
	xg_lag_put(l, &r);
	r = trade("A-B", 14);
	xg_lag_put(l, &r);
	xg_lag_stats(l, &st);
	is_int(st.waiting, 4, "R12: a symbol's books are one, its bbo are one");
	is_int(st.merged, 3, "R12: what was merged is counted");
	next_is(l,
		BOOK("A-B", "13") "\"seq\":13,\"prev\":10,\"snap\":false,"
				  "\"bids\":[[101,2],[100,7]],"
				  "\"asks\":[[104,3],[105,0]]}",
		"R12: the last quantity of a price counts, prev is the oldest");
	next_is(l,
		"{\"type\":\"trade\",\"venue\":\"okx\",\"sym\":\"A-B\",\"rx\":12,"
		"\"side\":\"buy\",\"px\":12,\"qty\":1}",
		"R12: trades are kept");
	next_is(l,
		"{\"type\":\"bbo\",\"venue\":\"okx\",\"sym\":\"A-B\",\"rx\":101,"
		"\"bid\":101}",
		"R12: of bbo the last one counts");
	next_is(l,
		"{\"type\":\"trade\",\"venue\":\"okx\",\"sym\":\"A-B\",\"rx\":14,"
		"\"side\":\"buy\",\"px\":14,\"qty\":1}",
		"R12: each trade");
	next_is(l, "", "nothing is made up");
	ok(xg_lag_is_empty(l), "and then it is empty");

	r = book("A-B", 20, false, lv, 100, 1, 105, 1);
	xg_lag_put(l, &r);
	r = book("A-B", 30, true, lv, 90, 1, 95, 1);
	xg_lag_put(l, &r);
	r = book("A-B", 31, false, lv, 90, 0, 96, 1);
	xg_lag_put(l, &r);
	next_is(l,
		BOOK("A-B", "31") "\"seq\":31,\"snap\":true,\"bids\":[],"
				  "\"asks\":[[95,1],[96,1]]}",
		"R12: a snapshot replaces, and stays one with what follows");
	xg_lag_free(l);
}

static int64_t count_of(const char *text)
{
	const char *p = strstr(text, "\"count\":");

	return p ? strtoll(p + 8, NULL, 10) : -1;
}

static void oldest_trades_go(void)
{
	struct xg_lag *l = lag(XG_LAG_CONFLATE, 16 << 10, false);
	struct xg_lag_stats st;
	struct xg_level lv[2];
	struct xg_rec r = book("C-D", 5, false, lv, 1, 1, 2, 1);
	struct xg_str venue, sym;
	const char *got;
	int i, n = 0;

	xg_lag_put(l, &r);
	for (i = 0; i < 1000; i++) {
		r = trade("A-B", i);
		xg_lag_put(l, &r);
	}
	xg_lag_stats(l, &st);
	ok(st.bytes <= 16 << 10, "R11: the queue stays within its bytes");
	ok(st.dropped > 900, "R12: then the oldest trades go");
	got = next(l);
	ok(strstr(got, "\"event\":\"gap\",\"channel\":\"trade\"") &&
			strstr(got, "A-B"),
		"R12: a gap status names what was lost");
	is_int(count_of(got), st.dropped, "R12: and how many");
	ok(strstr(next(l), "\"book\""), "R12: a book is dropped last");
	for (got = next(l); *got; got = next(l))
		n++;
	is_int(n, 1000 - st.dropped, "R12: nothing is lost uncounted");
	ok(!xg_lag_lost_book(l, &venue, &sym), "no book was harmed");
	xg_lag_free(l);
}

/* They are told once, before all else: the oldest of a reader that sleeps. */
static void instruments_stay(void)
{
	static const enum xg_lag_policy policies[] = { XG_LAG_CONFLATE,
		XG_LAG_DROP };

	for (size_t i = 0; i < XG_LEN(policies); i++) {
		struct xg_lag *l = lag(policies[i], 16 << 10, false);
		struct xg_rec r, *first;
		int rc;

		xg_rec_start(&r, XG_REC_INST, XG_STR("okx"), XG_STR("A"), 0, 1);
		XG_REC_SET(&r, inst.native, XG_STR("A"));
		xg_lag_put(l, &r);
		for (int64_t t = 1; t < 500; t++) {
			r = trade("A", t);
			xg_lag_put(l, &r);
		}
		do
			first = xg_lag_take(l, &rc);
		while (first && first->type == XG_REC_STATUS &&
			(xg_rec_free(first), true));
		ok(first && first->type == XG_REC_INST,
			"an instrument is never dropped");
		xg_rec_free(first);
		xg_lag_free(l);
	}
}

static void drop_policy(void)
{
	struct xg_lag *l = lag(XG_LAG_DROP, 16 << 10, false);
	struct xg_level lv[2];
	struct xg_str venue, sym;
	struct xg_rec r;
	const char *got;
	int i, books = 0;

	for (i = 0; i < 200; i++) {
		r = book("A-B", i, i == 0, lv, i, 1, i + 1000, 1);
		xg_lag_put(l, &r);
		r = trade("A-B", i);
		xg_lag_put(l, &r);
	}
	got = next(l);
	ok(strstr(got, "\"gap\"") && strstr(got, "\"book\""),
		"drop: a lost update of a book is told");
	is_int(count_of(got), 200, "drop: with all that is worthless by it");
	ok(strstr(next(l), "\"gap\""), "drop: so are lost trades");
	for (got = next(l); *got; got = next(l))
		books += strstr(got, "\"book\"") != NULL;
	is_int(books, 0, "drop: a book with a hole says nothing more");
	ok(xg_lag_lost_book(l, &venue, &sym) && xg_str_is_text(sym, "A-B"),
		"drop: it is named, so that a snapshot can be made");
	ok(!xg_lag_lost_book(l, &venue, &sym), "drop: once");

	xg_lag_reset(l);
	for (i = 0; i < 100; i++) {
		r = book("A-B", i, i == 90, lv, i, 1, i + 1000, 1);
		xg_lag_put(l, &r);
	}
	got = next(l);
	ok(strstr(got, "\"gap\""), "drop: the hole is told");
	got = next(l);
	ok(strstr(got, "\"seq\":90,\"snap\":true"),
		"drop: and the venue's own snapshot heals the book");
	for (i = 91; i < 100; i++)
		got = next(l);
	ok(strstr(got, "\"seq\":99"), "drop: with all that follows it");
	ok(!xg_lag_lost_book(l, &venue, &sym), "drop: no other is needed");
	xg_lag_free(l);
}

static void halt_policy(void)
{
	struct xg_lag *l = lag(XG_LAG_HALT, 16 << 10, false);
	struct xg_rec r;
	int64_t n = 0, m = 0;

	do
		r = trade("A-B", n);
	while (xg_lag_put(l, &r) == 0 && ++n < 1000);
	ok(n > 5 && n < 100, "halt: what does not fit is refused");
	while (*next(l))
		m++;
	is_int(m, n, "halt: and nothing before it is lost");
	xg_lag_free(l);
}

static struct xg_rec frame(int64_t rx)
{
	struct xg_rec r;

	xg_rec_start(
		&r, XG_REC_RAW, XG_STR("okx"), (struct xg_str){ 0 }, 0, rx);
	XG_REC_SET(&r, rawf.conn, 1);
	XG_REC_SET(&r, rawf.dir, XG_STR("in"));
	XG_REC_SET(&r, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&r, rawf.data, XG_STR("{}"));
	return r;
}

static void raw_frames(void)
{
	struct xg_lag *l = lag(XG_LAG_CONFLATE, 16 << 10, true);
	const char *got = "";
	struct xg_rec r;
	char want[32];
	int i, n = 0;

	for (i = 0; i < 200; i++) {
		r = frame(i);
		xg_lag_put(l, &r);
		if (i == 100)
			next(l);
	}
	ok(xg_lag_lost_raw(l), "raw: frames that do not fit are lost");
	for (n = 1; !strstr(got, "\"gap\"") && n < 200; n++) {
		got = next(l);
		snprintf(want, sizeof want, "\"rx\":%d,", n);
		if (!strstr(got, want) && !strstr(got, "\"gap\""))
			break;
	}
	ok(strstr(got, "\"gap\",\"channel\":\"raw\""),
		"raw: what comes is without a hole up to the gap status");
	is_int(count_of(got), 200 - n + 1, "raw: the rest is counted");
	ok(xg_lag_is_empty(l), "raw: nothing comes after the hole");
	xg_lag_reset(l);
	r = frame(1);
	xg_lag_put(l, &r);
	ok(!xg_lag_lost_raw(l) && strstr(next(l), "\"rx\":1,"),
		"raw: and it can begin anew");
	xg_lag_free(l);
}

/* ---- any schedule of puts and takes ---- */

#define SYMS 3

struct seen {
	struct xg_book book;
	int64_t seq;
	bool has;
};

static bool take_one(
	struct xg_lag *l, struct seen *to, int64_t *trades, int64_t *last_trade)
{
	int rc;
	struct xg_rec *r = xg_lag_take(l, &rc);
	bool good = rc == 0;

	if (r && r->type == XG_REC_TRADE) {
		good = r->rx > *last_trade;
		*last_trade = r->rx;
		++*trades;
	} else if (r && r->type == XG_REC_BOOK) {
		struct seen *s = &to[r->sym.p[0] - 'A'];

		if (r->u.book.snap)
			xg_book_clear(&s->book);
		else
			good = s->has && r->u.book.prev == s->seq;
		s->has = true;
		s->seq = r->u.book.seq;
		for (size_t i = 0; i < r->u.book.bids.n; i++)
			xg_book_set(&s->book, XG_BUY, r->u.book.bids.p[i].px,
				r->u.book.bids.p[i].qty);
		for (size_t i = 0; i < r->u.book.asks.n; i++)
			xg_book_set(&s->book, XG_SELL, r->u.book.asks.p[i].px,
				r->u.book.asks.p[i].qty);
	}
	xg_rec_free(r);
	return good;
}

static bool same_side(
	const struct xg_book *a, const struct xg_book *b, int side)
{
	size_t n = xg_book_count(a, side);
	struct xg_level x, y;

	if (n != xg_book_count(b, side))
		return false;
	for (size_t i = 0; i < n; i++) {
		xg_book_level(a, side, i, &x);
		xg_book_level(b, side, i, &y);
		if (xg_dec_cmp(x.px, y.px) || xg_dec_cmp(x.qty, y.qty))
			return false;
	}
	return true;
}

static void any_schedule(void)
{
	static const char *const sym[SYMS] = { "A-X", "B-X", "C-X" };
	struct xg_rng rng = { 7 };
	bool good = true, same = true;
	int round, i;

	for (round = 0; round < 200; round++) {
		struct xg_lag *l = lag(XG_LAG_CONFLATE, 64 << 20, false);
		struct seen got[SYMS] = { 0 }, all[SYMS] = { 0 };
		int64_t trades = 0, last = -1, sent = 0;
		unsigned slow = 1 + (unsigned)xg_rng_below(&rng, 9);

		for (i = 0; i < 300; i++) {
			size_t k = (size_t)xg_rng_below(&rng, SYMS);
			struct seen *s = &all[k];
			struct xg_level lv[2];
			struct xg_rec r;

			if (xg_rng_below(&rng, 4) == 0) {
				r = trade(sym[k], i);
				sent++;
			} else {
				bool snap =
					!s->has || xg_rng_below(&rng, 20) == 0;

				r = book(sym[k], ++s->seq, snap, lv,
					10 + (int64_t)xg_rng_below(&rng, 9),
					(int64_t)xg_rng_below(&rng, 3),
					30 + (int64_t)xg_rng_below(&rng, 9),
					(int64_t)xg_rng_below(&rng, 3));
				s->has = true;
				if (snap)
					xg_book_clear(&s->book);
				xg_book_set(
					&s->book, XG_BUY, lv[0].px, lv[0].qty);
				xg_book_set(
					&s->book, XG_SELL, lv[1].px, lv[1].qty);
			}
			good = good && xg_lag_put(l, &r) == 0;
			if (xg_rng_below(&rng, slow) == 0)
				good = good && take_one(l, got, &trades, &last);
		}
		while (!xg_lag_is_empty(l))
			good = good && take_one(l, got, &trades, &last);
		same = same && trades == sent;
		for (i = 0; i < SYMS; i++) {
			same = same && got[i].seq == all[i].seq &&
			       same_side(&got[i].book, &all[i].book, XG_BUY) &&
			       same_side(&got[i].book, &all[i].book, XG_SELL);
			xg_book_release(&got[i].book);
			xg_book_release(&all[i].book);
		}
		xg_lag_free(l);
	}
	ok(good, "R12: each record follows the one before it, however slow the "
		 "reader is");
	ok(same, "R12: and in the end the reader has the same books and all "
		 "trades");
}

int main(void)
{
	conflated();
	oldest_trades_go();
	instruments_stay();
	drop_policy();
	halt_policy();
	raw_frames();
	any_schedule();
	return done();
}
