/* Every sample line of the venue's sheet is read, or is in the list below with
 * the reason why it gives nothing. */
#include "gate-world.h"

/* What gives no record, by channel and the beginning of the frame's text. */
static const struct {
	const char *channel, *part, *why;
	bool refused;
} silent[] = {
	{ "*.update", "\"method\"", "the protocol of before 2023-04", true },
	{ "futures.order_book", "", "limited books: not asked for", false },
	{ "*", "\"event\":\"subscribe\"", "an answer", false },
	{ "futures.book_ticker", "\"b\":\"\"", "an empty book", false },
	{ "spot.tickers", "", "spot's best prices have their own channel",
		false },
	{ "spot.candlesticks", "", "quote volume only (2021)", false },
	{ "spot.order_book_update", "\"event\":\"update\"",
		"it waits for its snapshot", false },
	{ "spot.obu", "\"U\":", "it waits for a whole book", false },
	{ "futures.tickers", "\"ETC_USD\"",
		"a quanto contract: its size is not known", true },
};

static int read_n, silent_n;

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

static bool holds(struct xg_str text, const char *part)
{
	return memmem(text.p, text.n, part, strlen(part)) != NULL;
}

/* Contracts of the samples are of size 1 here. */
static void learn_perp(const char *native, const char *market)
{
	char line[400];

	snprintf(line, sizeof line,
		"{'type':'inst','venue':'gate','sym':'~%s','base':'X','quote':"
		"'Y','kind':'perp','native':'%s','contract':1,'market':'%s'%s}",
		native, native, market,
		strcmp(market, "btc") == 0 ? ",'inverse':true" : "");
	learn(line);
}

/* Did the last frame give a record? */
static bool holds_record(void)
{
	return t.out.len && holds(xg_buf_view(&t.out), "{\"type\"");
}

static void sample(void *ctx, struct xg_str line, int n)
{
	struct xg_str channel, market, raw, dir;
	size_t i = 0;
	int rc;

	(void)ctx;
	if (xg_json_find(line, "channel", &channel) <= 0 ||
		xg_json_find(line, "market", &market) <= 0 ||
		xg_json_find(line, "dir", &dir) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0)
		abort();
	channel = inside(channel);
	market = inside(market);
	decode_close(&t);
	open_world();
	learn_perp("COMP_USDT", "usdt");
	learn_perp("ETH_USDT", "usdt");
	learn_perp("BSV_USDT", "usdt");
	learn_perp("BTC_USD", "usdt");
	rc = decode_frame(&t, xg_str_is_text(market, "spot") ? "spot" : "usdt",
		1, 1000000, raw);
	while (i < XG_LEN(silent) &&
		(!xg_str_glob(xg_str_from(silent[i].channel), channel) ||
			!holds(raw, silent[i].part)))
		i++;
	if (i < XG_LEN(silent)) {
		silent_n++;
		ok((rc < 0) == silent[i].refused && !holds_record(),
			"line %d: %.*s: %s", n, XG_STR_ARG(channel),
			silent[i].why);
		return;
	}
	read_n++;
	ok(rc == 0 && holds_record(), "line %d: %.*s is read", n,
		XG_STR_ARG(channel));
}

static const struct {
	const char *channel, *market;
	int n;
} lists[] = {
	{ "http GET /futures/usdt/contracts", "usdt", 3 },
	{ "http GET /spot/currency_pairs", "spot", 3 },
};

static void answer(void *ctx, struct xg_str line, int n)
{
	const struct xg_venue *v = xg_venue_find(XG_STR("gate"));
	struct xg_str channel, raw;

	(void)ctx;
	if (xg_json_find(line, "channel", &channel) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0)
		abort();
	for (size_t i = 0; i < XG_LEN(lists); i++) {
		struct xg_ask ask = { .op = XG_OP_INSTS,
			.market = xg_str_from(lists[i].market) };
		struct xg_sink sink = { .ctx = &t, .rec = decode_rec };
		struct xg_answer a;

		if (!xg_str_is_text(inside(channel), lists[i].channel))
			continue;
		v->answer(&a, &ask, 200, (struct xg_str){ NULL, 0 }, raw, 1,
			&t.insts, &sink);
		ok(a.result == XG_RES_OK && a.n == lists[i].n,
			"line %d: %d instruments", n, a.n);
		return;
	}
	ok(false, "line %d is none that this test knows", n);
}

int main(void)
{
	open_world();
	if (decode_file("../shared/venues/gate/ws_frames.ndjson", sample,
		    NULL) < 0) {
		ok(true, "# SKIP ../shared is not here");
		return done();
	}
	ok(read_n >= 8 && read_n + silent_n == 35,
		"%d samples give records, %d give none for a reason", read_n,
		silent_n);
	decode_file("../shared/venues/gate/rest.ndjson", answer, NULL);
	decode_close(&t);
	return done();
}
