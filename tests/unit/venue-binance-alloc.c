/* After warm-up no frame of trades, best prices, marks or books allocates. */
#include "allocs.h"
#include "tap.h"
#include "venue/decoder.h"

static struct xg_insts insts;
static struct xg_decoder d;
static long records;

static int count(void *ctx, const struct xg_rec *rec)
{
	(void)ctx, (void)rec;
	records++;
	return 0;
}

static int feed(const char *market, const char *req, struct xg_str data)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("binance"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, req ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, xg_str_from(market));
	if (req)
		XG_REC_SET(&rec, rawf.req, xg_str_from(req));
	XG_REC_SET(&rec, rawf.data, data);
	return xg_decoder_rec(&d, &rec, NULL);
}

/* An update with ids u, and levels that come and go. */
static int update(const char *market, int u)
{
	char text[600];
	int n = snprintf(text, sizeof text,
		"{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":"
		"\"depthUpdate\",\"E\":%d,\"T\":%d,\"s\":\"BTCUSDT\",\"U\":%d,"
		"\"u\":%d,\"pu\":%d,\"b\":[[\"99.5\",\"%d\"],[\"99\",\"2\"],"
		"[\"98\",\"1.5\"]],\"a\":[[\"101\",\"%d\"],[\"102\",\"2\"]]}}",
		u, u, u, u, u - 1, u % 2, u % 3);

	return feed(market, NULL, (struct xg_str){ text, (size_t)n });
}

static const char *const others[] = {
	"{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":1,\"s\":"
	"\"BTCUSDT\",\"t\":1,\"p\":\"64250.10000000\",\"q\":\"0.0123\",\"T\":1,"
	"\"m\":true,\"M\":true}}",
	"{\"stream\":\"btcusdt@aggTrade\",\"data\":{\"e\":\"aggTrade\",\"E\":1,"
	"\"s\":\"BTCUSDT\",\"a\":1,\"p\":\"1\",\"q\":\"1\",\"f\":1,\"l\":1,"
	"\"T\":1,\"m\":true}}",
	"{\"u\":1,\"s\":\"BTCUSDT\",\"b\":\"1\",\"B\":\"2\",\"a\":\"3\",\"A\":"
	"\"4\"}",
	"{\"e\":\"markPriceUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"p\":\"1\","
	"\"i\":\"2\",\"P\":\"3\",\"r\":\"0.0001\",\"T\":5}",
	"{\"e\":\"kline\",\"E\":1,\"s\":\"BTCUSDT\",\"k\":{\"t\":1,\"s\":"
	"\"BTCUSDT\",\"i\":\"1m\",\"o\":\"1\",\"c\":\"1\",\"h\":\"1\",\"l\":"
	"\"1\",\"v\":\"1\",\"q\":\"1\",\"x\":true}}",
	"{\"e\":\"forceOrder\",\"E\":1,\"o\":{\"s\":\"BTCUSDT\",\"S\":\"SELL\","
	"\"q\":\"1\",\"p\":\"1\",\"ap\":\"1\",\"z\":\"1\",\"T\":1}}",
};

static long round_of(int first, int n)
{
	long before = allocs;

	for (int i = 0; i < n; i++) {
		update("spot", first + i);
		update("usdm", first + i);
		for (size_t k = 0; k < XG_LEN(others); k++) {
			struct xg_str text = xg_str_from(others[k]);

			feed(k < 3 ? "spot" : "usdm", NULL, text);
		}
	}
	return allocs - before;
}

static int begin(void)
{
	struct xg_sink sink = { .rec = count };
	struct xg_str list = XG_STR(
		"{\"symbols\":[{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\","
		"\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\",\"marginAsset\":"
		"\"USDT\",\"filters\":[]}]}");
	struct xg_str snap = XG_STR(
		"{\"lastUpdateId\":10,\"bids\":[[\"99\",\"1\"]],\"asks\":[["
		"\"101\",\"1\"]]}");

	if (xg_decoder_init(
		    &d, xg_venue_find(XG_STR("binance")), &insts, &sink) < 0)
		return XG_ERR_MEMORY;
	feed("spot", "GET https://x/api/v3/exchangeInfo", list);
	feed("usdm", "GET https://x/fapi/v1/exchangeInfo", list);
	update("spot", 10);
	update("usdm", 10);
	feed("spot", "GET https://x/api/v3/depth?symbol=BTCUSDT", snap);
	feed("usdm", "GET https://x/fapi/v1/depth?symbol=BTCUSDT", snap);
	return 0;
}

/* Each allocation of a start fails once: what is lost is reported, and the next
 * frames are read. Returns how many there were. */
static int torture(void)
{
	int n = 1;

	for (;; n++) {
		bool over;

		allocs = 0;
		allocs_fail = n;
		if (begin() == 0)
			round_of(11, 2);
		over = allocs < n;
		allocs_fail = 0;
		if (d.priv)
			round_of(13, 2);
		xg_decoder_release(&d);
		xg_insts_release(&insts);
		if (over)
			return n - 1;
	}
}

int main(void)
{
	long made;

	begin();
	round_of(11, 10);
	records = 0;
	made = round_of(21, 1000);
	/* mark and funding come from one frame */
	is_int(records, 1000 * (2 + (long)XG_LEN(others) + 1),
		"each frame gives its records");
	is_int(d.stats.bad + d.stats.resyncs, 0, "and all are good");
	if (ALLOCS_COUNTED)
		is_int(made, 0, "8,000 frames make no allocation");
	else
		ok(true, "allocations # skip not counted under sanitizers");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	if (ALLOCS_COUNTED)
		ok(torture() > 20,
			"any allocation may fail, and the decoder goes on");
	return done();
}
