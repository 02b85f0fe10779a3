/* After warm-up no frame of Gate allocates. */
#include "allocs.h"
#include "tap.h"
#include "venue/decoder.h"

static struct xg_insts insts;
static struct xg_decoder d;
static long records, u = 10;

static int count(void *ctx, const struct xg_rec *rec)
{
	(void)ctx, (void)rec;
	records++;
	return 0;
}

static int feed(const char *market, const char *req, struct xg_str data)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("gate"),
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

/* A book of so many levels a side, the worst first, as no venue sends it. */
static int book(bool full, int n)
{
	static char text[65536];
	int at = snprintf(text, sizeof text,
		"{\"channel\":\"futures.obu\",\"result\":{\"t\":1,%s\"s\":"
		"\"ob.BTC_USDT.400\",\"u\":%ld,\"U\":%ld",
		full ? "\"full\":true," : "", u + 1, u + 1);

	u++;
	for (int side = 0; side < 2; side++) {
		at += snprintf(text + at, sizeof text - (size_t)at, ",\"%s\":[",
			side ? "a" : "b");
		for (int i = 0; i < n; i++)
			at += snprintf(text + at, sizeof text - (size_t)at,
				"%s[\"%d\",\"%ld\"]", i ? "," : "",
				side ? 2000 - i : 1000 + i, u % 7);
		at += snprintf(text + at, sizeof text - (size_t)at, "]");
	}
	at += snprintf(text + at, sizeof text - (size_t)at,
		"},\"time_ms\":1,\"event\":\"update\"}");
	return feed("usdt", NULL, (struct xg_str){ text, (size_t)at });
}

static const char *const frames[] = {
	"{\"time\":1,\"channel\":\"futures.trades\",\"event\":\"update\","
	"\"result\":[{\"size\":\"-3\",\"id\":1,\"create_time\":1,\"price\":"
	"\"9\",\"contract\":\"BTC_USDT\"},{\"size\":4,\"id\":2,\"create_time\":"
	"1,\"price\":\"9\",\"contract\":\"BTC_USDT\"}]}",
	"{\"time\":1,\"channel\":\"futures.book_ticker\",\"event\":\"update\","
	"\"result\":{\"t\":1,\"u\":1,\"s\":\"BTC_USDT\",\"b\":\"9\",\"B\":1,"
	"\"a\":\"10\",\"A\":\"2\"}}",
	"{\"time\":1,\"channel\":\"futures.tickers\",\"event\":\"update\","
	"\"result\":[{\"contract\":\"BTC_USDT\",\"mark_price\":\"9\","
	"\"index_price\":\"9\",\"funding_rate\":\"0.1\",\"total_size\":\"5\"}]"
	"}",
	"{\"time\":1,\"channel\":\"futures.candlesticks\",\"event\":"
	"\"update\",\"result\":[{\"t\":60,\"v\":1,\"c\":\"1\",\"h\":\"1\","
	"\"l\":\"1\",\"o\":\"1\",\"n\":\"1m_BTC_USDT\"}]}",
	"{\"time\":1,\"id\":5,\"channel\":\"futures.trades\",\"event\":"
	"\"subscribe\",\"error\":{\"code\":2,\"message\":\"unknown contract "
	"A_B\"},\"result\":null}",
	"{\"time\":1,\"channel\":\"futures.pong\",\"event\":\"\"}",
};

static int round_of(void)
{
	int rc = book(true, 300);

	for (int i = 0; i < 20 && rc == 0; i++)
		rc = book(false, 1 + i * 10);
	for (size_t i = 0; i < XG_LEN(frames) && rc == 0; i++)
		rc = feed("usdt", NULL, xg_str_from(frames[i]));
	return rc;
}

int main(void)
{
	struct xg_sink sink = { .rec = count };

	xg_decoder_init(&d, xg_venue_find(XG_STR("gate")), &insts, &sink);
	if (feed("usdt", "GET https://x/api/v4/futures/usdt/contracts",
		    XG_STR("[{\"name\":\"BTC_USDT\",\"type\":\"direct\","
			   "\"quanto_multiplier\":\"0.0001\"}]")) < 0)
		abort();
	for (int i = 0; i < 5; i++)
		ok(round_of() == 0, "warm-up %d", i);
	records = 0;
	allocs = 0;
	for (int i = 0; i < 50; i++) {
		if (round_of() < 0)
			abort();
	}
	is_int(allocs, 0, "nothing was allocated in %ld records", records);
	ok(records > 1000, "and there were records");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return done();
}
