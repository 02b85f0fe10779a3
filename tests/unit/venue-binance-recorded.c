/* Recorded streams of real markets give books that are proven whole (R7, R8). */
#include "decode.h"
#include "json/pull.h"
#include "tap.h"

#define SHARED "../shared/"

static int errors;
static char first_error[400];

static void note(int rc, const struct xg_error *err, int n)
{
	if (rc >= 0)
		return;
	if (!errors++)
		snprintf(first_error, sizeof first_error, "line %d: %s", n,
			err->text);
}

/* ---- the recording of spot: raw records ---- */

static void recorded_line(void *ctx, struct xg_str line, int n)
{
	struct xg_error err = { 0 };

	note(decode_line(ctx, line, &err), &err, n);
}

/* Every diff is either in a book record or older than its snapshot. */
static void recording(void)
{
	static const char path[] = SHARED "recordings/binance-spot-2021.ndjson";
	struct decode t;
	int n;

	decode_open(&t, "binance");
	errors = 0;
	n = decode_file(path, recorded_line, &t);
	if (n < 0) {
		ok(true, "spot 2021 # skip %s is not here", path);
		decode_close(&t);
		return;
	}
	is_int(errors, 0, "the recording decodes without one error");
	if (errors)
		printf("# %s\n", first_error);
	is_int(t.d.stats.bad, 0, "and no frame is bad");
	is_int(t.recs[XG_REC_INST], 1695, "all instruments are learned");
	is_int(t.recs[XG_REC_BBO], 84, "each bookTicker is a bbo");
	is_int(t.recs[XG_REC_TRADE], 2, "each aggTrade is a trade");
	is_int(t.recs[XG_REC_CANDLE], 2, "each kline is a candle");
	/* 177 updates, 5 of them older than the snapshots of their books. */
	is_int(t.recs[XG_REC_BOOK], 4 + 177 - 5,
		"R8: each update is applied once the snapshot is there");
	is_int(t.d.stats.gaps, 0, "no update is missing");
	is_int(t.d.stats.resyncs, 0, "no book starts anew");
	is_int(t.d.stats.crossed + t.crossed, 0, "no book is ever crossed");
	is_int(t.d.syncs.n, 4, "four books were kept");
	for (size_t i = 0; i < t.d.syncs.n; i++)
		is_int(t.d.syncs.list[i]->state, XG_SYNC_LIVE,
			"the book of %.*s is in sync",
			XG_STR_ARG(t.d.syncs.list[i]->inst->sym));
	decode_close(&t);
}

/* ---- the three streams of the venue's sheet ---- */

struct book_case {
	const char *file, *market, *native, *inst, *path;
	long long snap, first_u; /* lastUpdateId; u of the first kept event */
	const char *first;	 /* its record's prev and seq */
	struct decode t;
	long deltas, old;
};

static void book_line(void *ctx, struct xg_str line, int n)
{
	struct book_case *c = ctx;
	struct xg_str channel, raw, last;
	char req[200];
	int rc;

	if (xg_json_find(line, "channel", &channel) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0) {
		errors++;
		return;
	}
	if (xg_str_is_text(channel, "\"rest-depth-snapshot\"")) {
		snprintf(req, sizeof req, "GET https://x%s/depth?symbol=%s",
			c->path, c->native);
		rc = decode_rest(&c->t, c->market, req, n, raw);
	} else {
		c->deltas++;
		if (xg_json_find(raw, "data.u", &last) > 0) {
			int64_t u;

			c->old += xg_str_i64(last, &u) == 0 && u < c->first_u;
		}
		rc = decode_frame(&c->t, c->market, 1, n, raw);
	}
	if (rc < 0) {
		printf("# line %d: %s\n", n, xg_err_text(rc));
		errors++;
	}
}

static void book(struct book_case *c)
{
	struct xg_error err = { 0 };
	char path[200];
	int n;

	snprintf(path, sizeof path, SHARED "venues/binance/%s", c->file);
	decode_open(&c->t, "binance");
	errors = 0;
	is_int(decode_line(&c->t, xg_str_from(c->inst), &err), 0,
		"%s: the instrument is learned", c->market);
	xg_buf_clear(&c->t.out);
	n = decode_file(path, book_line, c);
	if (n < 0) {
		ok(true, "%s # skip %s is not here", c->market, path);
		decode_close(&c->t);
		return;
	}
	is_int(errors, 0, "%s: the stream decodes without error", c->market);
	ok(c->t.out.len && strstr(c->t.out.p, c->first),
		"%s: the first update behind the snapshot is the documented one",
		c->market);
	is_int(c->t.recs[XG_REC_BOOK], 1 + c->deltas - c->old,
		"%s: every update is applied, the older ones are dropped",
		c->market);
	ok(c->old > 0, "%s: there were older ones", c->market);
	is_int(c->t.d.stats.gaps + c->t.d.stats.resyncs, 0,
		"%s: nothing is missing and no book starts anew", c->market);
	is_int(c->t.crossed + c->t.d.stats.crossed, 0,
		"%s: the book is uncrossed at every step", c->market);
	decode_close(&c->t);
}

#define INST(sym, base, quote, mkt, native, more) \
	"{\"type\":\"inst\",\"venue\":\"binance\",\"sym\":\"" sym \
	"\",\"base\":\"" base "\",\"quote\":\"" quote \
	"\",\"native\":\"" native "\",\"market\":\"" mkt "\"," more "}"

int main(void)
{
	static struct book_case cases[] = {
		{ .file = "book-sync-spot.ndjson",
			.market = "spot",
			.native = "LRCBTC",
			.path = "/api/v3",
			.inst = INST("LRC-BTC", "LRC", "BTC", "spot", "LRCBTC",
				"\"kind\":\"spot\""),
			.first_u = 259345545,
			.first = "\"seq\":259345545,\"prev\":259345543" },
		{ .file = "book-sync-usdm.ndjson",
			.market = "usdm",
			.native = "KEEPUSDT",
			.path = "/fapi/v1",
			.inst = INST("KEEP-USDT-PERP", "KEEP", "USDT", "usdm",
				"KEEPUSDT", "\"kind\":\"perp\",\"contract\":1"),
			.first_u = 600859619434,
			.first = "\"seq\":600859619434,\"prev\":600859619434" },
		{ .file = "book-sync-coinm.ndjson",
			.market = "coinm",
			.native = "LINKUSD_211231",
			.path = "/dapi/v1",
			.inst = INST("LINK-USD-20211231", "LINK", "USD",
				"coinm", "LINKUSD_211231",
				"\"kind\":\"future\",\"contract\":10,"
				"\"inverse\":true"),
			.first_u = 167006134953,
			.first = "\"seq\":167006134953,\"prev\":167006134953" },
	};

	for (size_t i = 0; i < XG_LEN(cases); i++)
		book(&cases[i]);
	recording();
	return done();
}
