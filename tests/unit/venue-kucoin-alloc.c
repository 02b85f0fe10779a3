/* KuCoin: after warm-up no frame allocates. */
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

static void feed(const char *req, const char *text, size_t n)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("kucoin"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, req ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	if (req)
		XG_REC_SET(&rec, rawf.req, xg_str_from(req));
	XG_REC_SET(&rec, rawf.data, ((struct xg_str){ text, n }));
	if (xg_decoder_rec(&d, &rec, NULL) < 0)
		abort();
}

/* Updates of three books, with levels that come and go. */
static void updates(int u)
{
	char text[600];
	int n = snprintf(text, sizeof text,
		"{\"topic\":\"/market/level2:BTC-USDT\",\"type\":\"message\","
		"\"subject\":\"trade.l2update\",\"data\":{\"changes\":{\"asks\""
		":[[\"101\",\"%d\",\"%d\"],[\"102\",\"1\",\"%d\"]],\"bids\":[["
		"\"98\",\"%d\",\"%d\"],[\"0\",\"0\",\"%d\"]]},\"sequenceEnd\":"
		"%d,\"sequenceStart\":%d,\"symbol\":\"BTC-USDT\",\"time\":"
		"1729816425625}}",
		u % 3, 4 * u, 4 * u + 1, u % 2, 4 * u + 2, 4 * u + 3, 4 * u + 3,
		4 * u);

	feed(NULL, text, (size_t)n);
	n = snprintf(text, sizeof text,
		"{\"topic\":\"/contractMarket/level2:XBTUSDTM\",\"type\":"
		"\"message\",\"subject\":\"level2\",\"sn\":1,\"data\":{"
		"\"sequence\":%d,\"change\":\"98,buy,%d\",\"timestamp\":"
		"1731897467182}}",
		u, u % 2);
	feed(NULL, text, (size_t)n);
	n = snprintf(text, sizeof text,
		"{\"T\":\"obu.FUTURES\",\"dp\":\"increment@10ms\",\"t\":"
		"\"delta\",\"P\":1768217909684719896,\"d\":{\"C\":%d,\"M\":"
		"1768217909683000000,\"O\":%d,\"a\":[[\"101\",\"%d\"]],\"b\":[["
		"\"98\",\"%d\"]],\"s\":\"XBTUSDM\"}}",
		u, u, u % 3, u % 2);
	feed(NULL, text, (size_t)n);
}

static const char *const others[] = {
	"{\"topic\":\"/market/match:BTC-USDT\",\"type\":\"message\",\"data\":{"
	"\"price\":\"67523\",\"sequence\":\"1\",\"side\":\"buy\",\"size\":"
	"\"0.003\",\"symbol\":\"BTC-USDT\",\"time\":\"1729843222921000000\","
	"\"tradeId\":\"1\",\"type\":\"match\"}}",
	"{\"topic\":\"/spotMarket/level1:BTC-USDT\",\"type\":\"message\","
	"\"data\":{\"asks\":[\"3\",\"1\"],\"bids\":[\"2\",\"1\"],"
	"\"timestamp\":1729816058766}}",
	"{\"topic\":\"/contractMarket/tickerV2:XBTUSDM\",\"type\":\"message\","
	"\"data\":{\"symbol\":\"XBTUSDM\",\"bestBidSize\":713,\"bestBidPrice\":"
	"\"88987.4\",\"bestAskPrice\":\"88987.5\",\"bestAskSize\":1037,\"ts\":"
	"1731665526461000000}}",
	"{\"topic\":\"/contract/instrument:XBTUSDTM\",\"type\":\"message\","
	"\"subject\":\"mark.index.price\",\"data\":{\"markPrice\":9,"
	"\"indexPrice\":9,\"timestamp\":1731899129000}}",
	"{\"topic\":\"/market/candles:BTC-USDT_1min\",\"type\":\"message\","
	"\"data\":{\"symbol\":\"BTC-USDT\",\"candles\":[\"1729839600\",\"1\","
	"\"1\",\"1\",\"1\",\"1\",\"1\"],\"time\":1729842192785164840}}",
	"{\"T\":\"trade.FUTURES\",\"P\":1768218157098477768,\"d\":{\"p\":"
	"\"9\",\"q\":\"12\",\"s\":\"XBTUSDTM\",\"S\":\"buy\",\"ti\":\"1\","
	"\"M\":1768218157097000000}}",
	"{\"T\":\"mark-price\",\"P\":1731899129000,\"d\":{\"s\":\"XBTUSDTM\","
	"\"mp\":\"9\",\"ip\":\"9\",\"oi\":\"5\",\"ts\":1731899128999}}",
	"{\"T\":\"kline.SPOT\",\"P\":1776090720846219590,\"d\":{\"o\":\"1\","
	"\"c\":\"1\",\"l\":\"1\",\"h\":\"1\",\"v\":\"1\",\"i\":\"1min\","
	"\"s\":\"BTC-USDT\",\"O\":1776090720}}",
	"{\"id\":\"1\",\"type\":\"pong\"}",
};

static long round_of(int first, int n)
{
	long before = allocs;

	for (int i = 0; i < n; i++) {
		updates(first + i);
		for (size_t k = 0; k < XG_LEN(others); k++)
			feed(NULL, others[k], strlen(others[k]));
	}
	return allocs - before;
}

static void begin(void)
{
	static const char contracts[] =
		"{\"code\":\"200000\",\"data\":[{\"symbol\":\"XBTUSDTM\","
		"\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USDT\","
		"\"settleCurrency\":\"USDT\",\"multiplier\":0.001},{\"symbol\":"
		"\"XBTUSDM\",\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USD\""
		",\"settleCurrency\":\"XBT\",\"multiplier\":-1,\"isInverse\":"
		"true}]}";
	static const char spot[] =
		"{\"code\":\"200000\",\"data\":{\"time\":1,\"sequence\":\"39\","
		"\"bids\":[[\"99\",\"1\"]],\"asks\":[[\"101\",\"1\"]]}}";
	static const char futures[] =
		"{\"code\":\"200000\",\"data\":{\"sequence\":9,\"symbol\":"
		"\"XBTUSDTM\",\"bids\":[[99,1]],\"asks\":[[101,1]]}}";
	static const char obu[] =
		"{\"T\":\"obu.FUTURES\",\"dp\":\"increment@10ms\",\"t\":"
		"\"snapshot\",\"P\":1,\"d\":{\"C\":9,\"M\":1,\"O\":9,\"a\":[["
		"\"102\",\"1\"]],\"b\":[[\"99\",\"1\"]],\"s\":\"XBTUSDM\"}}";
	struct xg_sink sink = { .rec = count };

	if (xg_decoder_init(&d, xg_venue_find(XG_STR("kucoin")), &insts, &sink))
		abort();
	feed("GET https://x/api/v1/contracts/active", contracts,
		sizeof contracts - 1);
	feed("GET https://x/api/v3/market/orderbook/level2?symbol=BTC-USDT",
		spot, sizeof spot - 1);
	feed("GET https://x/api/v1/level2/snapshot?symbol=XBTUSDTM", futures,
		sizeof futures - 1);
	feed(NULL, obu, sizeof obu - 1);
}

int main(void)
{
	begin();
	round_of(10, 100);
	records = 0;
	is_int(round_of(110, 1000), 0,
		"1000 rounds of books, trades and tickers allocate nothing");
	is_int(records, 12 * 1000, "and all of them are told");
	is_int(d.stats.gaps + d.stats.bad + d.stats.crossed, 0,
		"without a gap");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return done();
}
