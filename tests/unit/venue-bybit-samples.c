/* Every sample frame of the venue's sheet is read, or is in the list below with
 * the reason why it gives nothing. */
#include "decode.h"
#include "json/pull.h"
#include "tap.h"
#include "venue/bybit/bybit.h"

/* What a sample is: channel (a prefix with *), and its market where the file
 * says "any". */
static const struct {
	const char *channel, *market;
	int op;		 /* the answer to a request; -1 = a frame */
	const char *why; /* it gives nothing */
} how[] = {
	{ "http_get_instruments_inverse*", "inverse", XG_OP_INSTS, NULL },
	{ "http_get_instruments_linear*", "linear", XG_OP_INSTS, NULL },
	{ "http_get_instruments_option*", "option", XG_OP_INSTS, NULL },
	{ "http_get_instruments_spot*", "spot", XG_OP_INSTS, NULL },
	{ "http_get_*", "linear", XG_OP_TIME,
		"not asked for, or of an account: orders come later" },
	{ "ws_account_*", "linear", -1, "accounts come later" },
	{ "ws_order_response", "linear", -1, "orders come later" },
	{ "ws_public_trade", "linear", -1,
		"its topic is made up: trade.linear.BTCUSDT" },
	{ "ws_ticker_option", "option", -1, NULL },
	{ "ws_*", "linear", -1, NULL },
	{ "tickers:*", "", -1, NULL },
	{ "orderbook.full:*", "", -1, "the full book has rules of its own" },
	{ "orderbook.rpi:*", "", -1, "the book of retail orders, likewise" },
	{ "auth", "linear", -1, "it is what we send" },
	{ "ping", "linear", -1, "it is what we send" },
	{ "dcp:subscribe", "linear", -1, "it is what we send" },
	{ "trade:auth:ok", "linear", -1, NULL },
	{ "trade:*", "linear", -1, "orders come later" },
	{ "auth:ok", "linear", -1, NULL },
	{ "pong", "linear", -1, "a sign of life" },
};

static int read_as_frame, read_as_answer, left_alone, bad;

static bool fits(const char *pattern, struct xg_str channel)
{
	return xg_str_glob(xg_str_from(pattern), channel);
}

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

/* Makes the symbol of a sample known. */
static void learn(struct decode *t, const char *market, struct xg_str raw)
{
	static const char *const paths[] = { "data.s", "data.symbol",
		"data.0.s", "data.0.symbol", "topic" };
	bool spot = !strcmp(market, "spot");
	struct xg_str sym;
	struct xg_rec rec;
	char native[64];

	for (size_t i = 0; i < XG_LEN(paths); i++) {
		if (xg_json_find(raw, paths[i], &sym) <= 0 || sym.n < 3)
			continue;
		sym = inside(sym);
		if (i == 4) { /* kline.5.BTCUSDT */
			xg_str_cut(&sym, '.');
			xg_str_cut(&sym, '.');
		}
		snprintf(native, sizeof native, "%.*s", XG_STR_ARG(sym));
		xg_rec_start(&rec, XG_REC_INST, XG_STR("bybit"),
			xg_str_from(native), 0, 1);
		XG_REC_SET(&rec, inst.base, XG_STR("A"));
		XG_REC_SET(&rec, inst.quote, XG_STR("B"));
		XG_REC_SET(&rec, inst.kind,
			spot			    ? XG_SPOT
			: !strcmp(market, "option") ? XG_OPTION
						    : XG_PERP);
		XG_REC_SET(&rec, inst.native, xg_str_from(native));
		XG_REC_SET(&rec, inst.market, xg_str_from(market));
		XG_REC_SET(&rec, inst.contract, xg_dec_int(1));
		if (!strcmp(market, "inverse"))
			XG_REC_SET(&rec, inst.inverse, true);
		xg_insts_put(&t->insts, &rec);
		return;
	}
}

static void as_answer(
	struct decode *t, const char *market, struct xg_str raw, int op, int n)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	struct xg_str none = { NULL, 0 };
	struct xg_answer a;

	xg_bybit_answer(&a, &ask, 200, none, raw, 1, &t->insts, &t->d.sink);
	ok(a.result == XG_RES_OK && t->recs[XG_REC_INST] == a.n && a.n > 0,
		"line %d: %d instruments of %s", n, a.n, market);
	read_as_answer++;
}

static void one(struct xg_str channel, const char *market, size_t i,
	struct xg_str raw, int n)
{
	bool listed = i < XG_LEN(how);
	struct decode t;
	int rc;

	decode_open(&t, "bybit");
	learn(&t, market, raw);
	if (listed && how[i].op == XG_OP_INSTS) {
		as_answer(&t, market, raw, how[i].op, n);
		decode_close(&t);
		return;
	}
	rc = listed && how[i].op >= 0
		     ? decode_rest(&t, market, "GET https://x/v5/y", 1, raw)
		     : decode_frame(&t, market, 1, 1, raw);
	if (listed && how[i].why) {
		ok(rc >= 0 && !t.out.len, "line %d: %.*s gives nothing: %s", n,
			XG_STR_ARG(channel), how[i].why);
		left_alone++;
	} else {
		if (!ok(rc == 0 && t.out.len, "line %d: %s %.*s is read", n,
			    market, XG_STR_ARG(channel)))
			printf("# %s\n", xg_err_text(rc));
		read_as_frame++;
	}
	decode_close(&t);
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	static const char *const markets[] = { "spot", "linear", "inverse",
		"option" };
	struct xg_str ch, mk, raw;
	const char *market = NULL;
	size_t i = 0;

	(void)ctx;
	if (xg_json_find(line, "channel", &ch) <= 0 ||
		xg_json_find(line, "market", &mk) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0) {
		bad++;
		return;
	}
	while (i < XG_LEN(how) && !fits(how[i].channel, inside(ch)))
		i++;
	for (size_t m = 0; m < XG_LEN(markets); m++)
		if (xg_str_is_text(inside(mk), markets[m]))
			market = markets[m];
	if (!market)
		market = i < XG_LEN(how) ? how[i].market : "linear";
	one(inside(ch), market, i, raw, n);
}

/* The recorded pairs of the sheet (section 5): u counts by one. */
static void on_pair(void *ctx, struct xg_str line, int n)
{
	static const char *const markets[] = { "spot", "linear" };
	struct xg_str ch, mk, src, raw;
	struct decode *t = ctx;

	(void)n;
	if (xg_json_find(line, "channel", &ch) <= 0 ||
		xg_json_find(line, "market", &mk) <= 0 ||
		xg_json_find(line, "src", &src) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0 ||
		!xg_str_has_prefix(inside(ch), XG_STR("orderbook.")) ||
		!xg_str_has_prefix(inside(src), XG_STR("tardis")))
		return;
	for (size_t m = 0; m < XG_LEN(markets); m++) {
		if (!xg_str_is_text(inside(mk), markets[m]))
			continue;
		learn(t, markets[m], raw);
		decode_frame(t, markets[m], 1, 1, raw);
	}
}

static void pairs(const char *path)
{
	struct decode t;

	decode_open(&t, "bybit");
	decode_file(path, on_pair, &t);
	is_int(t.recs[XG_REC_BOOK] + t.recs[XG_REC_BBO], 8,
		"4 recorded pairs of snapshot and update are read");
	is_int(t.d.stats.gaps + t.wants, 0, "and follow one another");
	decode_close(&t);
}

int main(void)
{
	static const char path[] = "../shared/venues/bybit/samples.ndjson";
	int n = decode_file(path, on_line, NULL);

	if (n < 0) {
		ok(true, "samples # skip %s is not here", path);
		return done();
	}
	is_int(bad, 0, "each line is a sample");
	is_int(read_as_frame + read_as_answer + left_alone, n,
		"all are accounted for: %d frames, %d answers, %d left alone",
		read_as_frame, read_as_answer, left_alone);
	pairs(path);
	return done();
}
