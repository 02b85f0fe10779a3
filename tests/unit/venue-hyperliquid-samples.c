/* Every sample of the venue's sheet is read, or is in the list below with the
 * reason why it gives nothing; live books are as books must be. */
#include "decode.h"
#include "json/pull.h"
#include "tap.h"
#include "venue/hyperliquid/hyperliquid.h"

/* What a sample is, by its channel; the first row that fits. */
static const struct {
	const char *channel, *dir;
	int op;		 /* the answer to a request; -1 = a frame */
	const char *why; /* it gives nothing */
	bool refused;
} how[] = {
	{ "*", "out", -1, "it is what is sent", true },
	{ "activeSpotAssetCtx", "in", -1, "a pair has no mark", false },
	{ "allMids", "in", -1, "not asked for: bbo has more", false },
	{ "ws_book_data", "in", -1, "a part of a frame, without its channel",
		true },
	{ "user", "in", -1, "accounts come later", false },
	{ "POST /info meta", "in", XG_OP_INSTS, NULL, false },
	{ "POST /info allPerpMetas", "in", XG_OP_INSTS, NULL, false },
	{ "POST /info spotMeta", "in", XG_OP_INSTS,
		"it has tokens, but no pairs", false },
	{ "POST /info l2Book", "in", XG_OP_TIME, NULL, false },
	{ "POST /info recentTrades", "in", XG_OP_PLACE, "not asked for",
		false },
	{ "POST /info fundingHistory", "in", XG_OP_PLACE, "not asked for",
		false },
	{ "POST /info *", "in", XG_OP_PLACE, "accounts come later", false },
	{ "*", "in", -1, NULL, false },
};

static int told, left_alone, bad;

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

/* Makes the contracts of the samples known. */
static void learn(struct decode *t)
{
	static const char *const coins[] = { "BTC", "FXS", "SHIA", "BANANA",
		"MOODENG" };

	for (size_t i = 0; i < XG_LEN(coins); i++) {
		char sym[XG_DEC_TEXT];
		struct xg_rec rec;

		snprintf(sym, sizeof sym, "%s-USD-PERP", coins[i]);
		xg_rec_start(&rec, XG_REC_INST, XG_HYPERLIQUID,
			xg_str_from(sym), 0, 1);
		XG_REC_SET(&rec, inst.kind, XG_PERP);
		XG_REC_SET(&rec, inst.native, xg_str_from(coins[i]));
		XG_REC_SET(&rec, inst.market, XG_STR("perp"));
		if (xg_insts_put(&t->insts, &rec) < 0)
			abort();
	}
}

static void as_answer(
	struct decode *t, size_t i, struct xg_str channel, struct xg_str raw)
{
	bool spot = xg_str_has_suffix(channel, XG_STR("spotMeta"));
	struct xg_ask ask = { .op = (enum xg_op)how[i].op,
		.market = spot ? XG_STR("spot") : XG_STR("perp") };
	struct xg_str none = { NULL, 0 };
	struct xg_answer a;

	t->d.venue->answer(&a, &ask, 200, none, raw, 1, &t->insts, &t->d.sink);
	if (how[i].why)
		ok(a.result == XG_RES_OK && !t->out.len,
			"%.*s gives nothing: %s", XG_STR_ARG(channel),
			how[i].why);
	else
		ok(a.result == XG_RES_OK && (a.n == 3 || a.venue_time),
			"%.*s is read", XG_STR_ARG(channel));
}

/* A book is sorted, best first, and not crossed. */
static bool is_book(const struct xg_sync *s)
{
	struct xg_level a, b;

	for (int side = XG_BUY; side <= XG_SELL; side++)
		for (size_t i = 1; xg_book_level(&s->book, side, i, &b); i++) {
			xg_book_level(&s->book, side, i - 1, &a);
			if (xg_dec_cmp(a.px, b.px) != (side == XG_BUY ? 1 : -1))
				return false;
		}
	return !xg_book_is_crossed(&s->book);
}

static void as_frame(struct decode *t, size_t i, struct xg_str channel,
	struct xg_str raw, int n)
{
	int rc = decode_frame(t, "public", 1, 1, raw);

	if (how[i].why)
		ok((rc < 0) == how[i].refused && !t->out.len,
			"line %d: %.*s gives nothing: %s", n,
			XG_STR_ARG(channel), how[i].why);
	else
		ok(rc == 0 && t->out.len, "line %d: %.*s is read", n,
			XG_STR_ARG(channel));
	if (t->d.syncs.n)
		ok(is_book(t->d.syncs.list[0]), "and is a book");
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	struct xg_str ch, dir, raw;
	struct decode t;
	size_t i = 0;

	(void)ctx;
	if (xg_json_find(line, "channel", &ch) <= 0 ||
		xg_json_find(line, "dir", &dir) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0) {
		bad++;
		return;
	}
	ch = inside(ch);
	while (!xg_str_glob(xg_str_from(how[i].channel), ch) ||
		!xg_str_is_text(inside(dir), how[i].dir))
		i++;
	decode_open(&t, "hyperliquid");
	learn(&t);
	if (how[i].op >= 0)
		as_answer(&t, i, ch, raw);
	else
		as_frame(&t, i, ch, raw, n);
	*(how[i].why ? &left_alone : &told) += 1;
	decode_close(&t);
}

/* The live frames one after the other, on one connection. */
static void on_live(void *ctx, struct xg_str line, int n)
{
	struct decode *t = ctx;
	struct xg_str note, raw;

	(void)n;
	if (xg_json_find(line, "note", &note) <= 0 ||
		!memmem(note.p, note.n, "recorded live", 13))
		return;
	if (xg_json_find(line, "raw", &raw) <= 0 ||
		decode_frame(t, "public", 1, 1, raw) < 0)
		bad++;
}

static void live(const char *path)
{
	struct decode t;

	decode_open(&t, "hyperliquid");
	learn(&t);
	decode_file(path, on_live, &t);
	is_int(t.d.stats.frames, 55, "there are 55 live frames");
	is_int(t.recs[XG_REC_BOOK], 46, "46 books, none of them ignored");
	is_int(t.recs[XG_REC_TRADE], 64, "all trades, each once");
	ok(t.recs[XG_REC_STATUS] == 1 && !t.wants && !t.crossed,
		"the backlog is flagged, and nothing else is said");
	decode_close(&t);
}

int main(void)
{
	static const char frames[] =
		"../shared/venues/hyperliquid/ws_frames.ndjson";
	static const char answers[] =
		"../shared/venues/hyperliquid/rest.ndjson";
	int n = decode_file(frames, on_line, NULL), m;

	if (n < 0) {
		ok(true, "samples # skip %s is not here", frames);
		return done();
	}
	m = decode_file(answers, on_line, NULL);
	is_int(told + left_alone, n + m,
		"all are accounted for: %d, %d of "
		"them give nothing",
		n + m, left_alone);
	live(frames);
	is_int(bad, 0, "each line is a sample");
	return done();
}
