/* The recordings beside the venue's sheet: books by updates and REST snapshots,
 * without a gap, and equal to the vectors (made by another program). */
#include "gate-world.h"

struct book {
	const char *native;
	long snaps, updates;
	int64_t first, last; /* seq of the snapshot and of the last update */
	bool broken;
};
static struct book omg;
static size_t most, least; /* levels of a side; since it had 100 */
static bool full[32][2];
static const char *market;
static long frames;

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	const struct xg_book_rec *b = &rec->u.book;

	(void)ctx;
	t.recs[rec->type]++;
	if (rec->type != XG_REC_BOOK ||
		!xg_str_is(rec->sym, XG_STR("~OMG_USDT")))
		return 0;
	if (b->snap) {
		omg.snaps++;
		omg.first = b->seq;
	} else {
		omg.updates++;
		omg.broken |= b->prev != omg.last;
	}
	omg.last = b->seq;
	return 0;
}

/* Contracts of size 1: the vectors count contracts. */
static void know(struct xg_str raw)
{
	struct xg_str names;
	enum xg_json_tok tok;
	struct xg_json j;

	if (xg_json_find(raw, "payload", &names) <= 0)
		return;
	xg_json_init(&j, names.p, names.n);
	xg_json_next(&j);
	while ((tok = xg_json_next(&j)) == XG_JSON_STR) {
		char line[300];

		if (!memchr(j.val.p, '_', j.val.n))
			continue;
		snprintf(line, sizeof line,
			"{'type':'inst','venue':'gate','sym':'~%.*s','base':"
			"'X','quote':'Y','kind':'perp','native':'%.*s',"
			"'contract':1,'market':'usdt'}",
			XG_STR_ARG(j.val), XG_STR_ARG(j.val));
		learn(line);
	}
}

/* R28: what the venue says of books that are joined by REST, without our own cut. */
static void count_levels(void)
{
	for (size_t i = 0; i < t.d.syncs.n; i++) {
		struct xg_sync *s = t.d.syncs.list[i];

		for (int side = 0; side < 2; side++) {
			size_t n = xg_book_count(
				&s->book, side ? XG_SELL : XG_BUY);

			most = n > most ? n : most;
			least = full[i][side] && n < least ? n : least;
			full[i][side] |= n == 100;
		}
		s->depth = 0;
	}
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	struct xg_str channel, dir, raw;
	int rc;

	(void)ctx;
	if (xg_json_find(line, "channel", &channel) <= 0 ||
		xg_json_find(line, "dir", &dir) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0)
		abort();
	channel = inside(channel);
	if (xg_str_is_text(dir, "\"out\"")) {
		if (strcmp(market, "usdt") == 0)
			know(raw);
		return;
	}
	frames++;
	if (xg_str_has_prefix(channel, XG_STR("http "))) {
		char req[300];

		snprintf(req, sizeof req, "GET https://x/api/v4%.*s",
			(int)(channel.n - 5), channel.p + 5);
		rc = decode_rest(&t, market, req, n, raw);
	} else {
		rc = decode_frame(&t, market, 1, n, raw);
	}
	if (rc < 0)
		ok(false, "line %d: %s", n, xg_err_text(rc));
	count_levels();
}

static void top(int side, const char *px, const char *qty)
{
	const struct xg_instr *inst = xg_insts_native(&t.insts, XG_STR("gate"),
		xg_str_from(market), XG_STR("OMG_USDT"));
	struct xg_level l = { 0 };
	char p[XG_DEC_TEXT], z[XG_DEC_TEXT];

	for (size_t i = 0; i < t.d.syncs.n; i++) {
		if (t.d.syncs.list[i]->inst == inst)
			xg_book_level(&t.d.syncs.list[i]->book, side, 0, &l);
	}
	xg_dec_fmt(p, l.px);
	xg_dec_fmt(z, l.qty);
	ok(!strcmp(p, px) && !strcmp(z, qty), "best %s %s x %s",
		side == XG_BUY ? "bid" : "ask", p, z);
}

static bool run(const char *name, const char *path)
{
	struct xg_sink sink = { .ctx = &t, .rec = on_rec };

	market = name;
	omg = (struct book){ 0 };
	frames = 0;
	most = 0;
	least = SIZE_MAX;
	memset(full, 0, sizeof full);
	decode_open(&t, "gate");
	t.d.sink = sink;
	if (decode_file(path, on_line, NULL) < 0) {
		ok(true, "# SKIP ../shared is not here");
		decode_close(&t);
		return false;
	}
	ok(t.d.stats.gaps == 0 && t.d.stats.bad == 0 && t.d.stats.crossed == 0,
		"%s: %ld frames, no gap, none bad, no crossed book", path,
		frames);
	ok(most == 100 && least == 100,
		"R28: a side has never more than 100 levels, and never fewer "
		"once it had as many: what falls out is deleted, what comes in "
		"is told");
	ok(omg.snaps == 1 && !omg.broken, "every update names the one before");
	return true;
}

int main(void)
{
	if (run("spot", "../shared/venues/gate/recording_2021_spot.ndjson")) {
		is_int(omg.first, 59231869, "spot: the snapshot's number");
		is_int(omg.updates, 50, "updates applied");
		is_int(omg.last, 59231950, "the last number");
		top(XG_BUY, "7.899", "288");
		top(XG_SELL, "7.927", "316.6");
		is_int(t.recs[XG_REC_TRADE], 9, "trades");
		decode_close(&t);
	}
	if (run("usdt",
		    "../shared/venues/gate/recording_2023_futures.ndjson")) {
		is_int(omg.first, 3132789259, "perpetuals: the snapshot");
		is_int(omg.updates, 101, "updates applied");
		is_int(omg.last, 3132789386, "the last number");
		top(XG_BUY, "0.7703", "42");
		top(XG_SELL, "0.7711", "129");
		is_int(t.recs[XG_REC_BBO], 75, "best prices");
		is_int(t.recs[XG_REC_CANDLE], 1, "candles");
		decode_close(&t);
	}
	return done();
}
