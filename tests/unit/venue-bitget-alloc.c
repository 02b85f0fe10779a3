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

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("bitget"),
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

/* A book's frame with the number u (v3; v2 has none), and levels that come and
 * go. */
static int book(int version, bool snap, int u)
{
	bool v3 = version == 3;
	char text[600];
	int n = snprintf(text, sizeof text,
		"{\"action\":\"%s\",\"arg\":{%s,\"%s\":\"BTCUSDT\"},\"data\":"
		"[{\"%s\":[[\"99.5\",\"%d\"],[\"99\",\"2\"],[\"98\",\"1.50\"]],"
		"\"%s\":[[\"101\",\"%d\"],[\"102\",\"2\"]],\"checksum\":0,"
		"\"seq\":%d,\"pseq\":%d,\"ts\":\"1\"}],\"ts\":1}",
		snap ? "snapshot" : "update",
		v3 ? "\"instType\":\"spot\",\"topic\":\"books\""
		   : "\"instType\":\"USDT-FUTURES\",\"channel\":\"books\"",
		v3 ? "symbol" : "instId", v3 ? "b" : "bids", u % 2,
		v3 ? "a" : "asks", u % 3, u, snap ? 0 : u - 1);

	return feed("public", NULL, (struct xg_str){ text, (size_t)n });
}

static const char *const others[] = {
	"{\"action\":\"snapshot\",\"arg\":{\"instType\":\"spot\",\"topic\":"
	"\"books1\",\"symbol\":\"BTCUSDT\"},\"data\":[{\"a\":[[\"2\",\"1\"]],"
	"\"b\":[],\"ts\":\"1\"}],\"ts\":1}",
	"{\"action\":\"update\",\"arg\":{\"instType\":\"mc\",\"channel\":"
	"\"trade\",\"instId\":\"BTCUSDT\"},\"data\":[[\"1\",\"2\",\"1\","
	"\"buy\"],[\"1\",\"2\",\"1\",\"sell\"]],\"ts\":1}",
	"{\"action\":\"update\",\"arg\":{\"instType\":\"usdt-futures\","
	"\"topic\":\"liquidation\"},\"data\":[{\"symbol\":\"BTCUSDT\","
	"\"side\":\"buy\",\"price\":\"1\",\"amount\":\"1\",\"ts\":\"1\"}],"
	"\"ts\":1}",
	"{\"action\":\"snapshot\",\"arg\":{\"instType\":\"usdt-futures\","
	"\"topic\":\"ticker\",\"symbol\":\"BTCUSDT\"},\"data\":[{"
	"\"markPrice\":\"1\",\"openInterest\":\"2\",\"fundingRate\":"
	"\"0.1\"}],\"ts\":1}",
};
#define ROUND_RECORDS (2 + 1 + 2 + 1 + 3) /* books; the others' */

static long round_of(int first, int n)
{
	long before = allocs;

	for (int i = 0; i < n; i++) {
		book(3, false, first + i);
		book(2, false, first + i);
		for (size_t k = 0; k < XG_LEN(others); k++)
			feed("public", NULL, xg_str_from(others[k]));
	}
	return allocs - before;
}

static int begin(void)
{
	static const char req[] =
		"GET https://x/api/v3/market/instruments?category=x";
	struct xg_sink sink = { .rec = count };
	struct xg_str list = XG_STR(
		"{\"code\":\"00000\",\"data\":[{\"symbol\":\"BTCUSDT\","
		"\"category\":\"SPOT\",\"baseCoin\":\"BTC\",\"quoteCoin\":"
		"\"USDT\"},{\"symbol\":\"BTCUSDT\",\"category\":"
		"\"USDT-FUTURES\",\"baseCoin\":\"BTC\",\"quoteCoin\":"
		"\"USDT\",\"type\":\"perpetual\"}]}");

	if (xg_decoder_init(
		    &d, xg_venue_find(XG_STR("bitget")), &insts, &sink) < 0)
		return XG_ERR_MEMORY;
	d.keep_checksum_books = true;
	feed("rest", req, list);
	book(3, true, 10);
	book(2, true, 10);
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
