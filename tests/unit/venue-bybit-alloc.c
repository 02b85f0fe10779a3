/* After warm-up no frame allocates; and any allocation may fail. */
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

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("bybit"),
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

/* A book's frame with the number u, and levels that come and go. */
static int book(const char *market, const char *type, int depth, int u)
{
	char text[600];
	int n = snprintf(text, sizeof text,
		"{\"topic\":\"orderbook.%d.BTCUSDT\",\"type\":\"%s\",\"ts\":1,"
		"\"data\":{\"s\":\"BTCUSDT\",\"b\":[[\"99.5\",\"%d\"],[\"99\","
		"\"2\"],[\"98\",\"1.5\"]],\"a\":[[\"101\",\"%d\"],[\"102\","
		"\"2\"]],\"u\":%d,\"seq\":1},\"cts\":1}",
		depth, type, u % 2, u % 3, u);

	return feed(market, NULL, (struct xg_str){ text, (size_t)n });
}

static const char *const others[] = {
	"{\"topic\":\"publicTrade.BTCUSDT\",\"type\":\"snapshot\",\"ts\":1,"
	"\"data\":[{\"T\":1,\"s\":\"BTCUSDT\",\"S\":\"Buy\",\"v\":\"1\",\"p\":"
	"\"2\",\"i\":\"a\"},{\"T\":1,\"s\":\"BTCUSDT\",\"S\":\"Sell\",\"v\":"
	"\"1\",\"p\":\"2\",\"i\":\"b\"}]}",
	"{\"topic\":\"allLiquidation.BTCUSDT\",\"type\":\"snapshot\",\"ts\":1,"
	"\"data\":[{\"T\":1,\"s\":\"BTCUSDT\",\"S\":\"Buy\",\"v\":\"1\",\"p\":"
	"\"2\"}]}",
	"{\"topic\":\"kline.1.BTCUSDT\",\"type\":\"snapshot\",\"ts\":1,"
	"\"data\":[{\"start\":1,\"open\":\"1\",\"close\":\"1\",\"high\":\"1\","
	"\"low\":\"1\",\"volume\":\"1\",\"turnover\":\"1\",\"confirm\":true,"
	"\"timestamp\":1}]}",
	"{\"topic\":\"tickers.BTCUSDT\",\"type\":\"delta\",\"data\":{"
	"\"markPrice\":\"1\",\"openInterest\":\"2\",\"fundingRate\":\"0.1\"},"
	"\"cs\":1,\"ts\":1}",
};
#define ROUND_RECORDS (2 + 2 + 1 + 1 + 3) /* books, best; the others' */

static long round_of(int first, int n)
{
	long before = allocs;

	for (int i = 0; i < n; i++) {
		book("linear", "delta", 200, first + i);
		book("spot", "snapshot", 1, first + i);
		for (size_t k = 0; k < XG_LEN(others); k++)
			feed("linear", NULL, xg_str_from(others[k]));
	}
	return allocs - before;
}

static int begin(void)
{
	static const char req[] =
		"GET https://x/v5/market/instruments-info?category=x";
	struct xg_sink sink = { .rec = count };
	struct xg_str spot =
		XG_STR("{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":"
		       "\"BTCUSDT\",\"baseCoin\":\"BTC\",\"quoteCoin\":"
		       "\"USDT\",\"status\":\"Trading\"}]}}");
	struct xg_str linear =
		XG_STR("{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":"
		       "\"BTCUSDT\",\"contractType\":\"LinearPerpetual\","
		       "\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\","
		       "\"settleCoin\":\"USDT\",\"status\":\"Trading\"}]}}");

	if (xg_decoder_init(&d, xg_venue_find(XG_STR("bybit")), &insts, &sink) <
		0)
		return XG_ERR_MEMORY;
	feed("spot", req, spot);
	feed("linear", req, linear);
	book("linear", "snapshot", 200, 10);
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
	is_int(records, 1000 * ROUND_RECORDS, "each frame gives its records");
	is_int(d.stats.bad + d.stats.resyncs, 0, "and all are good");
	if (ALLOCS_COUNTED)
		is_int(made, 0, "6,000 frames make no allocation");
	else
		ok(true, "allocations # skip not counted under sanitizers");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	if (ALLOCS_COUNTED)
		ok(torture() > 15,
			"any allocation may fail, and the decoder goes on");
	return done();
}
