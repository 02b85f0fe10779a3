/* Connections that overlap, and recordings of several runs. */
#include "toyvenue.h"
#include "venue/recent.h"

static struct xg_recent r;

static bool trade(const char *sym, const char *id, int64_t conn)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_TRADE, XG_STR("toy"), xg_str_from(sym), 0, 1);
	XG_REC_SET(&rec, trade.id, xg_str_from(id));
	return xg_recent_is_news(&r, &rec, conn);
}

static bool told(enum xg_rec_type type, int64_t conn)
{
	struct xg_rec rec;

	xg_rec_start(&rec, type, XG_STR("toy"), XG_STR("A-X"), 0, 1);
	return xg_recent_is_news(&r, &rec, conn);
}

static void overlap(void)
{
	char id[32];
	int again = 0;

	ok(trade("A-X", "1", 1) && trade("A-X", "2", 1), "trades are news");
	ok(!trade("A-X", "2", 2), "not over a second connection");
	ok(trade("A-X", "3", 2) && !trade("A-X", "3", 1),
		"nor the other way round");
	ok(trade("B-X", "3", 1), "another symbol has its own");
	ok(trade("A-X", "3", 2), "one connection means what it says twice");
	for (int i = 0; i < 100; i++) {
		snprintf(id, sizeof id, "n%d", i);
		trade("A-X", id, 2);
	}
	for (int i = 0; i < 100; i++) {
		snprintf(id, sizeof id, "n%d", i);
		again += trade("A-X", id, 1);
	}
	is_int(again, 0, "a hundred that are late are known all");
	ok(told(XG_REC_BBO, 1) && told(XG_REC_BBO, 2),
		"a newer connection goes on");
	ok(!told(XG_REC_BBO, 1), "the older one is late");
	ok(told(XG_REC_MARK, 1), "for what the newer one tells");
	ok(told(XG_REC_BOOK, 1), "books are kept in order elsewhere");
	ok(told(XG_REC_BBO, 0), "and an answer is no connection's");
	xg_recent_closed(&r, 2);
	ok(told(XG_REC_BBO, 1), "when the newer one is gone the other counts");
	xg_recent_release(&r);
}

/* ---- several runs in one recording ---- */

static char said[4096];
static size_t said_n;

static int take(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	if (rec->type == XG_REC_BOOK && said_n < sizeof said - 40)
		said_n += (size_t)snprintf(said + said_n, 40, "%s%lld ",
			rec->u.book.snap ? "s" : "u",
			(long long)rec->u.book.seq);
	return 0;
}

static void raw(struct xg_decoder *d, const char *ch, const char *dir,
	int64_t conn, const char *text)
{
	static int64_t rx = 1000 * S;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("toy"), (struct xg_str){ 0 }, 0,
		rx += S);
	XG_REC_SET(&rec, rawf.conn, conn);
	XG_REC_SET(&rec, rawf.ch, xg_str_from(ch));
	XG_REC_SET(&rec, rawf.dir, xg_str_from(dir));
	XG_REC_SET(&rec, rawf.market, XG_STR("spot"));
	XG_REC_SET(&rec, rawf.text, xg_str_from(text));
	xg_decoder_rec(d, &rec, NULL);
}

static void runs(void)
{
	struct xg_sink sink = { .rec = take };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_rec inst;

	xg_rec_start(&inst, XG_REC_INST, XG_STR("toy"), XG_STR("A-X"), 0, 0);
	XG_REC_SET(&inst, inst.kind, XG_SPOT);
	XG_REC_SET(&inst, inst.base, XG_STR("A"));
	XG_REC_SET(&inst, inst.quote, XG_STR("X"));
	XG_REC_SET(&inst, inst.native, XG_STR("A"));
	XG_REC_SET(&inst, inst.market, XG_STR("spot"));
	xg_insts_put(&insts, &inst);
	xg_decoder_init(&d, &toy, &insts, &sink);
	/* A run whose fifth connection has the book, and that is killed. */
	for (int64_t c = 1; c <= 5; c++)
		raw(&d, "ws", "open", c, "");
	raw(&d, "ws", "in", 5, "book A 1 1");
	raw(&d, "rest", "in", 0, "snap A 1");
	raw(&d, "ws", "in", 5, "book A 2 2");
	is_text(said, said_n, "s1 u2 ", "the first run has a book");
	said_n = 0;
	/* The next one numbers its connections from 1. */
	raw(&d, "ws", "open", 2, "");
	raw(&d, "ws", "open", 1, "");
	raw(&d, "ws", "in", 1, "book A 3 3");
	is_text(said, said_n, "",
		"R7: nothing of the run before goes on in the next one");
	raw(&d, "rest", "in", 0, "snap A 3");
	raw(&d, "ws", "in", 1, "book A 4 4");
	is_text(said, said_n, "s3 u4 ", "R33: which has books of its own");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
}

int main(void)
{
	overlap();
	runs();
	return done();
}
