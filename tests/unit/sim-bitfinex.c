/* The simulated Bitfinex speaks as its documents say: lists, books and their
 * checksums, channels, numbers of frames, notices, refusals. */
#include "bitfinex-client.h"
#include "bitfinex-sim.h"
#include "crypto/crc32.h"

static struct world w;

#define SUB(what) "{'event':'subscribe'," what "}"
#define BOOK(what) SUB("'channel':'book','symbol':'tBTCUSD'" what)
#define S INT64_C(1000000)

static void rest(void)
{
	w_open(&w);
	says(w_get(&w, "/v2/platform/status"), "[1]", "the platform operates");
	says(w_get(&w, "/v2/conf/pub:list:pair:exchange,pub:list:pair:futures"),
		"[[\"BTCUSD\",\"BTCUST\",\"ETHUSD\",\"ETHBTC\",\"SOLUSD\","
		"\"DOGE:USD\"],[\"BTCF0:USTF0\",\"ETHF0:USTF0\","
		"\"SOLF0:USTF0\",\"ETHF0:BTCF0\"]]",
		"a list for each label; long codes have a colon");
	has(w_get(&w, "/v2/conf/pub%3Ainfo%3Apair%2Cpub:info:pair:futures"),
		"[[[\"BTCUSD\",[null,null,null,\"0.00004\",\"2000.0\",null,"
		"null,null,0.2,0.1,null,null]],",
		"least and greatest order, margins; the path may be escaped");
	has(w.a.body.p,
		"[\"BTCF0:USTF0\",[null,null,null,\"0.00004\",\"100.0\",null,"
		"null,null,0.01,0.005]]",
		"of derivatives too");
	says(w_get(&w, "/v2/conf/pub:list:currency,pub:map:currency:sym,"
		       "pub:map:currency:undl,pub:what"),
		"[[\"BTC\",\"USD\",\"UST\",\"ETH\",\"SOL\",\"DOGE\",\"BTCF0\","
		"\"USTF0\",\"ETHF0\",\"SOLF0\"],[[\"UST\",\"USDt\"],[\"USTF0\","
		"\"USDt0\"]],[[\"BTCF0\",\"BTC\"],[\"USTF0\",\"UST\"],"
		"[\"ETHF0\",\"ETH\"],[\"SOLF0\",\"SOL\"]],[]]",
		"currencies have codes of the venue's own");
	says(w_get(&w, "/v2/book/tBTCUSD/P0?len=25"),
		"[[63990,1,0.5],[63989,1,1.25],[64000,1,-0.25]]",
		"books: bids, then asks with a minus");
	says(w_get(&w, "/v2/book/tBTCUSD/R0?len=1"),
		"[[200000000001,63990,0.5],[200000000003,64000,-0.25]]",
		"raw books tell orders");
	says(w_get(&w, "/v2/book/tBTCUSD/P4"),
		"[[60000,2,1.75],[70000,1,-0.25]]",
		"P4 keeps one digit of a price");
	says(w_get(&w, "/v2/ticker/tBTCUSD"),
		"[63990,1.75,64000,0.25,0,0,63990,0,63990,63990]",
		"a ticker's sizes are those of 25 levels");
	has(w_get(&w, "/v2/tickers?symbols=tBTCUSD,tNOPE"),
		"[[\"tBTCUSD\",63990,", "tickers begin with their symbol");
	says(w_get(&w, "/v2/trades/tBTCUSD/hist"), "[]", "no trades yet");
	says(w_get(&w, "/v2/candles/trade:1m:tBTCF0:USTF0/hist"), "[]",
		"no candles yet");
	says(w_get(&w, "/v2/status/deriv?keys=tNOPEF0:USTF0,tBTCUSD"), "[]",
		"a wrong derivative is no error");
	has(w_get(&w, "/v2/status/deriv?keys=ALL"),
		"[[\"tBTCF0:USTF0\",1700000000000,null,63995,0,null,"
		"62210384.95685668,null,1700006400000,0,",
		"rows of derivatives");
	w_shut(&w);
}

static void refusals(void)
{
	w_open(&w);
	says(w_get(&w, "/v2/book/tNOPE/P0"),
		"[\"error\",10020,\"symbol: invalid\"]", "errors are lists");
	is_int(w.a.status, 500, "with HTTP 500");
	has(w_get(&w, "/v2/book/tBTCUSD/P9"), "10020,\"prec: invalid\"",
		"precisions end with P4");
	has(w_get(&w, "/v2/book/tBTCUSD/P0?len=7"), "10020,\"len: invalid\"",
		"there are four lengths");
	has(w_get(&w, "/v2/candles/trade:2m:tBTCUSD/hist"),
		"time_interval: invalid", "and so many intervals");
	has(w_get(&w, "/v2/nope"), "<pre>Cannot GET", "other paths: a page");
	is_int(w.a.status, 404, "with HTTP 404");
	has(w_get(&w, "/v1/symbols"), "Cannot GET", "v1 is not there");
	for (int i = 0; i < 30; i++)
		w_get(&w, "/v2/platform/status");
	says(w_get(&w, "/v2/platform/status"), "{\"error\":\"ERR_RATE_LIMIT\"}",
		"30 requests a minute for the status");
	is_int(w.a.status, 429, "then HTTP 429");
	says(w_get(&w, "/v2/trades/tBTCUSD/hist"), "[]",
		"each kind of request has its own limit");
	w.f.now += 60 * S;
	says(w_get(&w, "/v2/platform/status"), "[1]", "for a minute");
	xg_buf_clear(&w.a.body);
	xg_sim_bitfinex.refuse(&w.f, XG_FAULT_MAINTENANCE, 0, &w.a);
	says(w.a.body.p, "[\"error\",20060,\"maintenance\"]",
		"maintenance has its own code");
	w_shut(&w);
}

/* The fixture of the venue's own Go client: a book of tXRPBTC with prices that
 * JavaScript writes with an exponent, and its checksum. */
static const char fixture[] =
	"[0.0000011,12,266122.94],[0.00000109,4,500793.10790141],[0.00000108,5,"
	"776367.43],[0.00000107,1,23329.54842056],[0.00000106,3,"
	"116868.87735849],[0.00000105,3,205000],[0.00000103,3,"
	"227308.25386407],[0.00000102,2,105000],[0.00000101,1,2970],[0.000001,"
	"2,21000],[7e-7,1,10000],[6.6e-7,1,10000],[6e-7,1,100000],[4.9e-7,1,"
	"10000],[2.5e-7,1,2000],[6e-8,1,100000],[5e-8,1,200000],[1e-8,4,"
	"640000],[0.00000111,1,-4847.13],[0.00000112,7,-528102.69042633],["
	"0.00000113,5,-302397.07],[0.00000114,3,-339088.93],[0.00000126,4,"
	"-245944.06],[0.00000127,1,-5000],[0.0000013,1,-5000],[0.00000134,1,"
	"-8249.18938656],[0.00000136,1,-13161.25184766],[0.00000145,1,-2914],["
	"0.0000015,3,-54448.5],[0.00000152,2,-5538.54849594],[0.00000153,1,"
	"-62691.75475079],[0.00000159,1,-2914],[0.0000016,1,-52631.10296831],["
	"0.00000164,1,-4000],[0.00000166,1,-3831.46784605],[0.00000171,1,"
	"-14575.17730379],[0.00000174,1,-3124.81815395],[0.0000018,1,-18000],["
	"0.00000182,1,-16000],[0.00000186,1,-4000],[0.00000189,1,"
	"-10000.686624],[0.00000191,1,-14500],[0.00000193,1,-2422]";

static void read_rows(const char *text, struct xg_bfx_view *v)
{
	struct xg_str rest = xg_str_from(text);

	v->n[0] = v->n[1] = 0;
	while (rest.n) {
		struct xg_str row = xg_str_cut(&rest, ']');
		struct xg_bfx_row r = { 0 };
		bool sell;

		while (row.n && (*row.p == ',' || *row.p == '[')) {
			row.p++;
			row.n--;
		}
		(void)xg_dec_from(&r.px, xg_str_cut(&row, ','));
		(void)xg_str_i64(xg_str_cut(&row, ','), &r.count);
		(void)xg_dec_from(&r.qty, row);
		sell = r.qty.m < 0;
		r.qty = xg_dec_abs(r.qty);
		v->side[sell][v->n[sell]++] = r;
	}
}

static void vectors(void)
{
	struct xg_bfx_row rows[2][50] = { 0 };
	struct xg_bfx_view v = { .side = { rows[0], rows[1] } };
	struct xg_buf b = { 0 };

	read_rows(fixture, &v);
	is_int((int64_t)v.n[0], 18, "a side may have fewer than 25 levels");
	is_int(xg_bfx_sum(0, &v), -1175357890,
		"the checksum of the venue's fixture, signed");
	xg_bfx_rows(&b, 0, &v);
	says(b.p, fixture, "numbers are written as JavaScript writes them");
	for (int i = 0; i < 4; i++)
		rows[i % 2][i / 2].id = 100 + (i % 2) * 2 + i / 2;
	for (int i = 0; i < 4; i++)
		rows[i % 2][i / 2].qty = xg_dec_int("1324"[i] - '0');
	v.n[0] = v.n[1] = 2;
	is_int(xg_bfx_sum(XG_BFX_RAW, &v),
		(int32_t)xg_crc32(0, "100:1:102:-3:101:2:103:-4", 25),
		"of a raw book: numbers of orders instead of prices");
	xg_buf_release(&b);
}

static void events(void)
{
	struct xg_sim_conn *c;
	int status;

	w_open(&w);
	c = w_conn(&w, 1, "/ws/2", "");
	c->heard = T0;
	has(w_tick(&w, 100000),
		"1 {\"event\":\"info\",\"version\":2,\"serverId\"",
		"a connection begins with the version");
	has(w.sent.p, "\"platform\":{\"status\":1}}\n",
		"and the platform's state");
	says(w_tick(&w, 100000), "", "once");
	says(w_say(c, "{'event':'ping','cid':1234}"),
		"1 {\"event\":\"pong\",\"ts\":1700000000200,\"cid\":1234}\n",
		"a ping has its pong");
	says(w_say(c, "{'event':'conf','flags':196608}"),
		"1 {\"event\":\"conf\",\"status\":\"OK\",\"flags\":196608}\n",
		"conf repeats the flags");
	has(w_say(c, "{'event':'conf','flags':'x'}"), "\"code\":10050",
		"flags are a number");
	says(w_say(c, "{'event':'nope'}"),
		"1 {\"event\":\"error\",\"msg\":\"event: invalid (nope)\","
		"\"code\":10000}\n",
		"an unknown event");
	says(w_say(c, "hello"), "", "what is no JSON is not answered");
	says(w_say(c, "[0,'on',null,{}]"), "", "nor what is no object");
	has(w_say(c, "{'event':'auth','apiKey':'x'}"), "\"status\":\"FAILED\"",
		"nobody can log in yet");
	ok(!w_dial(&w, 2, "/ws/1", "", &status) && status == 404,
		"other paths are not there");
	for (int i = 0; i < 19; i++)
		(void)w_dial(&w, 10 + i, "/ws/2", "", &status);
	ok(!w_dial(&w, 40, "/ws/2", "", &status) && status == 429,
		"20 connections a minute");
	w_shut(&w);
}

static void subscriptions(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_ws(&w, 1);
	has(w_say(c, BOOK("")),
		"1 {\"event\":\"subscribed\",\"channel\":\"book\",\"chanId\":"
		"8919,\"symbol\":\"tBTCUSD\",\"prec\":\"P0\",\"freq\":\"F0\","
		"\"len\":\"25\",\"pair\":\"BTCUSD\"}\n1 [8919,[[63990,",
		"an ack with what was left out, and the snapshot behind it");
	says(w_say(c, BOOK(",'len':25,'pair':'x'")),
		"1 {\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"len\":25,"
		"\"event\":\"error\",\"msg\":\"subscribe: dup\",\"code\":10301,"
		"\"chanId\":8919,\"pair\":\"BTCUSD\"}\n",
		"the same again: the request, and its channel");
	has(w_say(c, BOOK(",'len':'100','freq':'F1','prec':'R0','subId':'a'")),
		"\"chanId\":8956,\"symbol\":\"tBTCUSD\",\"prec\":\"R0\","
		"\"freq\":\"F1\",\"len\":\"100\",\"subId\":\"a\",\"pair\"",
		"another kind of it is another channel");
	has(w_say(c, SUB("'channel':'trades','symbol':'BTCF0:USTF0'")),
		"\"channel\":\"trades\",\"chanId\":8993,\"symbol\":"
		"\"tBTCF0:USTF0\",\"pair\":\"BTCF0:USTF0\"}\n1 [8993,[]]\n",
		"a symbol may lack its t");
	has(w_say(c, SUB("'channel':'candles','key':'trade:1m:tBTCF0:USTF0'")),
		"\"chanId\":9030,\"key\":\"trade:1m:tBTCF0:USTF0\"}\n1 [9030,"
		"[]]\n",
		"candles have a key");
	says(w_say(c, SUB("'channel':'status','key':'liq:global'")),
		"1 {\"event\":\"subscribed\",\"channel\":\"status\",\"chanId\":"
		"9067,\"key\":\"liq:global\"}\n",
		"liquidations have no snapshot");
	says(w_say(c, SUB("'channel':'status','key':'deriv:tNOPEF0:USTF0'")),
		"", "a wrong derivative is not answered");
	says(w_say(c, BOOK(",'prec':'P9'")),
		"1 {\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"prec\":"
		"\"P9\",\"event\":\"error\",\"msg\":\"precision: invalid\","
		"\"code\":10300,\"pair\":\"BTCUSD\"}\n",
		"wrong precision");
	has(w_say(c, BOOK(",'len':'7'")), "\"length: invalid\",\"code\":10300",
		"wrong length");
	has(w_say(c, SUB("'channel':'ticker','symbol':'tNOPE'")),
		"\"symbol: invalid\",\"code\":10300,\"pair\":\"NOPE\"",
		"wrong symbol");
	says(w_say(c, SUB("'channel':'nope'")),
		"1 {\"channel\":\"nope\",\"event\":\"error\",\"msg\":\"channel: "
		"unknown\",\"code\":10300}\n",
		"wrong channel");
	says(w_say(c, "{'event':'unsubscribe','chanId':8919}"),
		"1 {\"event\":\"unsubscribed\",\"status\":\"OK\",\"chanId\":"
		"8919}\n",
		"a channel may be left");
	has(w_say(c, "{'event':'unsubscribe','chanId':8919}"), "\"code\":10401",
		"but not twice");
	says(w_say(c, "{'event':'unsubscribe','chanId':8920}"),
		"1 {\"chanId\":8920,\"event\":\"error\",\"msg\":\"unsubscribe: "
		"invalid\",\"code\":10400}\n",
		"a number that was never given");
	w_level(&w, "BTC-USD", false, "63990", "0.1");
	says(w_tick(&w, 100000), "", "what was left is silent");
	has(w_say(c, BOOK("")), "\"chanId\":9104,\"symbol\"",
		"numbers are not used again");
	w_shut(&w);
}

static void limit(void)
{
	static const char *const spans[] = { "1m", "5m", "15m", "30m", "1h",
		"3h", "6h", "12h", "1D", "14D" };
	static const char *const pairs[] = { "tBTCUSD", "tETHUSD", "tSOLUSD" };
	struct xg_sim_conn *c;
	char text[200];

	w_open(&w);
	c = w_ws(&w, 1);
	for (int i = 0; i < 30; i++) {
		snprintf(text, sizeof text,
			SUB("'channel':'candles','key':'trade:%s:%s'"),
			spans[i % 10], pairs[i / 10]);
		w_say(c, text);
		if (!strstr(w.sent.p, "\"subscribed\""))
			break;
	}
	has(w.sent.p, "\"subscribed\"", "30 channels of a connection");
	has(w_say(c, BOOK("")), "\"subscribe: limit\",\"code\":10305",
		"and no more");
	w_shut(&w);
}

static void books(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_ws(&w, 1);
	w_say(c, BOOK(",'len':1"));
	has(w.sent.p, "1 [8919,[[63990,1,0.5],[64000,1,-0.25]]]\n",
		"a snapshot is a list of rows");
	says(w_tick(&w, 100000), "", "nothing is sent when nothing changes");
	w_level(&w, "BTC-USD", false, "63989", "9");
	says(w_tick(&w, 100000), "", "nor when it changes behind the length");
	w_level(&w, "BTC-USD", false, "63991", "0.125");
	says(w_tick(&w, 100000),
		"1 [8919,[63990,0,1]]\n1 [8919,[63991,1,0.125]]\n",
		"a row that leaves the length is taken back; one row a frame");
	w_level(&w, "BTC-USD", true, "64000", "0");
	says(w_tick(&w, 100000), "1 [8919,[64000,0,-1]]\n",
		"a gone ask has -1");
	w_level(&w, "BTC-USD", false, "63991", "0.25");
	says(w_tick(&w, 100000), "1 [8919,[63991,2,0.25]]\n",
		"the second order of a price is counted");
	w_say(c, "{'event':'conf','flags':536870912}");
	w_level(&w, "BTC-USD", false, "63992", "0.00000012");
	says(w_tick(&w, 100000), "1 [8919,[[63991,0,1],[63992,1,1.2e-7]]]\n",
		"in bulk all rows are one frame");
	w_shut(&w);
}

static void other_books(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_ws(&w, 1);
	has(w_say(c, BOOK(",'prec':'P1','freq':'F1'")),
		"[[63990,1,0.5],[63980,1,1.25],[64000,1,-0.25]]",
		"P1 keeps four digits: bids down");
	w_level(&w, "BTC-USD", true, "64001", "1");
	says(w_tick(&w, 1900000), "", "F1 waits");
	says(w_tick(&w, 100000), "1 [8919,[64010,1,-1]]\n",
		"for two seconds; asks up");
	has(w_say(c, BOOK(",'prec':'R0'")),
		"1 [8956,[[200000000001,63990,0.5],[200000000002,63989,1.25],"
		"[200000000003,64000,-0.25],[200000000006,64001,-1]]]\n",
		"raw: number, price, amount");
	w_level(&w, "BTC-USD", true, "64001", "0");
	w_level(&w, "BTC-USD", false, "63990", "0.75");
	says(w_tick(&w, 100000),
		"1 [8956,[200000000006,0,-1]]\n1 [8956,[200000000007,63990,"
		"0.25]]\n",
		"raw: a price of 0 is an order that is gone");
	xg_buf_clear(&w.sent);
	w_level(&w, "BTC-USD", false, "63989", "0");
	has(w_get(&w, "/v2/book/tBTCUSD/R0"),
		"[[200000000001,63990,0.5],[200000000007,63990,0.25],[",
		"REST tells the same");
	says(w.sent.p, "1 [8956,[200000000002,0,1]]\n",
		"and subscribers have it by then");
	w_shut(&w);
}

static int64_t sum_of(const char *text)
{
	uint32_t crc = xg_crc32(0, text, strlen(text));

	return (int32_t)crc;
}

static void checksums(void)
{
	struct xg_sim_conn *c;
	char want[100];

	w_open(&w);
	c = w_ws(&w, 1);
	w_say(c, BOOK(""));
	w_level(&w, "BTC-USD", true, "64001", "1");
	ok(!strstr(w_tick(&w, 3 * S), "cs"), "who does not ask has none");
	w_say(c, "{'event':'conf','flags':131072}");
	snprintf(want, sizeof want, "1 [8919,\"cs\",%lld]\n",
		(long long)sum_of("63990:0.5:64000:-0.25:63989:1.25:64001:-1"));
	says(w_tick(&w, 100000), want,
		"the changed book, bids and asks in turn");
	says(w_tick(&w, 3 * S), "", "none while it does not change");
	w_level(&w, "BTC-USD", true, "64000", "0");
	snprintf(want, sizeof want,
		"1 [8919,[64000,0,-1]]\n1 [8919,\"cs\",%lld]\n",
		(long long)sum_of("63990:0.5:64001:-1:63989:1.25"));
	says(w_tick(&w, 100000), want, "behind what it is about");
	xg_fault_add(&w.faults, XG_STR("checksum,nth=1"), NULL);
	xg_fault_start(&w.faults, 1, w.f.now);
	w_level(&w, "BTC-USD", true, "64001", "0");
	snprintf(want, sizeof want, "\"cs\",%lld]\n",
		(long long)(sum_of("63990:0.5:63989:1.25") ^ 1));
	has(w_tick(&w, 3 * S), want, "fault: a wrong one");
	w_shut(&w);
}

/* Moves anywhere on a few prices, so that rows come, go and change places. */
static void move_any(struct xg_rng *r)
{
	bool sell = xg_rng_below(r, 2);
	char px[16], qty[24];

	snprintf(px, sizeof px, "%d",
		(sell ? 64000 : 63940) + (int)xg_rng_below(r, 60));
	snprintf(qty, sizeof qty, "0.%08d",
		xg_rng_below(r, 3) ? (int)xg_rng_below(r, 99999999) : 0);
	w_level(&w, "BTC-USD", sell, px, qty);
}

static const char *follow(struct bf_book *k)
{
	struct xg_str rest = xg_buf_view(&w.sent);
	const char *bad = NULL;

	while (rest.n && !bad) {
		struct xg_str line = xg_str_cut(&rest, '\n');

		(void)xg_str_cut(&line, ' ');
		if (line.n && line.p[0] == '[')
			bad = bf_frame(k, line);
	}
	return bad;
}

/* A client that knows the rules alone has the venue's book at each checksum. */
static void followed(const char *prec, int len, bool bulk)
{
	struct bf_book k = { .raw = prec[0] == 'R', .most = (size_t)len };
	struct xg_rng r = { (uint64_t)len + (uint64_t)prec[1] };
	const char *bad;
	struct xg_sim_conn *c;
	char text[200];

	w_open(&w);
	for (int i = 0; i < 100; i++)
		move_any(&r);
	c = w_ws(&w, 1);
	w_say(c, bulk ? "{'event':'conf','flags':537001984}"
		      : "{'event':'conf','flags':131072}");
	snprintf(text, sizeof text, BOOK(",'prec':'%s','len':%d"), prec, len);
	w_say(c, text);
	bad = follow(&k);
	for (int i = 0; i < 600 && !bad; i++) {
		for (uint64_t n = xg_rng_below(&r, 8); n; n--)
			move_any(&r);
		w_tick(&w, 100000);
		bad = follow(&k);
	}
	ok(!bad && k.sums >= 10, "%s, %d rows%s: %d checksums%s%s", prec, len,
		bulk ? " in bulk" : "", k.sums, bad ? "; " : "",
		bad ? bad : "");
	w_shut(&w);
}

static void all_followed(void)
{
	static const char *const precs[] = { "P0", "P1", "P2", "P3", "P4",
		"R0" };
	static const int lens[] = { 1, 25, 100, 250 };

	for (int i = 0; i < 6; i++)
		for (int n = 0; n < 4; n++)
			followed(precs[i], lens[n], (i + n) % 2);
}

static void numbers(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_ws(&w, 1);
	w_say(c, "{'event':'conf','flags':229376}");
	has(w_say(c, BOOK("")), "],1,1700000000000]\n",
		"frames are numbered from 1; behind it the time");
	has(w_say(c, SUB("'channel':'trades','symbol':'tBTCUSD'")),
		"1 [8956,[],2,1700000000000]\n", "over all channels");
	w_level(&w, "BTC-USD", true, "64000", "1");
	says(w_tick(&w, 15 * S),
		"1 [8919,[64000,2,-1],3,1700000015000]\n"
		"1 [8919,\"cs\",-2064126122,4,1700000015000]\n"
		"1 [8919,\"hb\",5,1700000015000]\n"
		"1 [8956,\"hb\",6,1700000015000]\n",
		"updates, checksums and heartbeats too");
	says(w_tick(&w, 14 * S), "", "a heartbeat of each channel");
	has(w_tick(&w, 1 * S), "1 [8919,\"hb\",7,", "every 15 s");
	w_shut(&w);
}

static void trades(void)
{
	struct xg_sim_conn *c;
	struct xg_sim_mkt *m;

	w_open(&w);
	c = w_ws(&w, 1);
	m = w_mkt(&w, "BTC-USD");
	w_say(c, SUB("'channel':'trades','symbol':'tBTCUSD'"));
	xg_buf_clear(&w.sent);
	xg_sim_print(m, true, w_dec("63990"), w_dec("0.1"), T0 + 1234);
	says(w.sent.p, "1 [8919,\"te\",[1,1700000000001,-0.1,63990]]\n",
		"a trade at once; who sold has a minus");
	xg_sim_print(m, false, w_dec("64000"), w_dec("0.2"), T0 + 2000);
	says(w_tick(&w, 100000),
		"1 [8919,\"tu\",[1,1700000000001,-0.1,63990]]\n1 [8919,\"tu\","
		"[2,1700000000002,0.2,64000]]\n",
		"and each once more, updated");
	says(w_tick(&w, 100000), "", "once");
	c = w_ws(&w, 2);
	has(w_say(c, SUB("'channel':'trades','symbol':'tBTCUSD'")),
		"[[2,1700000000002,0.2,64000],[1,1700000000001,-0.1,63990]]",
		"a snapshot begins with the newest");
	says(w_get(&w, "/v2/trades/tBTCUSD/hist?limit=1&sort=1"),
		"[[1,1700000000001,-0.1,63990]]",
		"lists may begin with the oldest");
	says(w_get(&w, "/v2/trades/tBTCUSD/hist?start=1700000000002"),
		"[[2,1700000000002,0.2,64000]]", "and have bounds");
	says(w_get(&w, "/v2/candles/trade:1m:tBTCUSD/hist"),
		"[[1699999980000,63990,64000,64000,63990,0.3]]",
		"candles: open, close, high, low, volume");
	says(w_get(&w, "/v2/candles/trade:1M:tBTCUSD/last"),
		"[1698796800000,63990,64000,64000,63990,0.3]",
		"months begin on their first day");
	says(w_get(&w, "/v2/candles/trade:1W:tBTCUSD/last"),
		"[1699833600000,63990,64000,64000,63990,0.3]",
		"weeks on Mondays");
	w_shut(&w);
}

static void market(void)
{
	struct xg_sim_conn *c;
	struct xg_sim_mkt *m;

	w_open(&w);
	c = w_ws(&w, 1);
	m = w_mkt(&w, "BTC-USDT-PERP");
	has(w_say(c, SUB("'channel':'ticker','symbol':'tBTCUSD'")),
		"1 [8919,[63990,1.75,64000,0.25,0,0,63990,0,63990,63990,"
		"null]]\n",
		"a ticker at once");
	w_level(&w, "BTC-USD", true, "64000", "1");
	ok(!strstr(w_tick(&w, 14 * S), "[63990"), "then not at each change");
	has(w_tick(&w, S), "1 [8919,[63990,1.75,64000,1,", "but every 15 s");
	xg_sim_set_mark(m, w_dec("64001.5"), w_dec("64002"), w_dec("0.0001"), 0,
		w.f.now);
	w_tick(&w, 4 * S);
	has(w_say(c, SUB("'channel':'status','key':'deriv:tBTCF0:USTF0'")),
		"1 [8956,[1700000019000,null,63995,64002,null,"
		"62210384.95685668,null,1700006400000,0.0001,7473,null,0.0001,"
		"null,null,64001.5,null,null,4000,null,null,null,0.0005,"
		"0.0025]]\n",
		"the row of a derivative");
	w_level(&w, "BTC-USDT-PERP", false, "63990", "1");
	has(w_tick(&w, S), "[1700000019000,null,63995,", "comes each second");
	has(w_tick(&w, 2 * S), "[1700000022000,null,64000,",
		"and is another one every 3 s");
	w_say(c, SUB("'channel':'status','key':'liq:global'"));
	xg_buf_clear(&w.sent);
	xg_sim_liq(m, true, w_dec("63000"), w_dec("0.5"), T0 + 1500);
	says(w.sent.p,
		"1 [8993,[[\"pos\",1,1700000000001.5,null,\"tBTCF0:USTF0\","
		"0.5,64260,null,0,0,null,63000]]]\n"
		"1 [8993,[[\"pos\",1,1700000000001.5,null,\"tBTCF0:USTF0\","
		"0.5,64260,null,1,1,null,63000]]]\n",
		"a liquidation is triggered and executed; a long one is sold");
	w_say(c, SUB("'channel':'candles','key':'trade:1m:tBTCUSD'"));
	xg_buf_clear(&w.sent);
	xg_sim_print(w_mkt(&w, "BTC-USD"), true, w_dec("63990"), w_dec("0.1"),
		w.f.now);
	has(w_tick(&w, S),
		"1 [9030,[1699999980000,63990,63990,63990,63990,0.1]]\n",
		"a candle when it has changed");
	ok(!strstr(w_tick(&w, S), "9030"), "and not when it has not");
	w_shut(&w);
}

static void notices(void)
{
	struct xg_sim_conn *c, *late;

	w_open(&w);
	c = w_ws(&w, 1);
	w_say(c, BOOK(""));
	xg_fault_add(
		&w.faults, XG_STR("maintenance,on=market,at=1s,for=16s"), NULL);
	xg_fault_start(&w.faults, 1, w.f.now);
	has(w_tick(&w, S), "1 {\"event\":\"info\",\"code\":20060,\"msg\":",
		"maintenance is told");
	w_level(&w, "BTC-USD", true, "64001", "1");
	says(w_tick(&w, S), "", "then nothing comes");
	says(w_tick(&w, 13 * S), "1 [8919,\"hb\"]\n", "but heartbeats");
	says(w_get(&w, "/v2/platform/status"), "[0]", "REST knows of it");
	late = w_conn(&w, 2, "/ws/2", "");
	has(w_say(late, "{'event':'ping'}"), "\"platform\":{\"status\":0}}",
		"and so does who comes now");
	has(w_tick(&w, 3 * S), "1 {\"event\":\"info\",\"code\":20061,",
		"its end is told");
	has(w.sent.p, "1 [8919,[64001,1,-1]]\n", "and the market goes on");
	xg_buf_clear(&w.sent);
	xg_sim_bitfinex.farewell(&w.f, w.f.now);
	has(w.sent.p, "1 {\"event\":\"info\",\"code\":20051,",
		"a restart is announced");
	w_shut(&w);
}

static int closed;

static void count(struct xg_sim_conn *c, int code, const char *why)
{
	(void)c, (void)code, (void)why;
	closed++;
}

static void alone(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	w.f.close = count;
	c = w_ws(&w, 1);
	c->heard = T0;
	w_tick(&w, 59 * S);
	is_int(closed, 0, "a connection may be silent for a minute");
	w_say(c, BOOK(""));
	w_tick(&w, 500 * S);
	is_int(closed, 0, "for ever when it has channels");
	w_say(c, "{'event':'unsubscribe','chanId':8919}");
	w_tick(&w, S);
	is_int(closed, 1, "without any it is closed");
	w_shut(&w);
}

static void recorded(void)
{
	struct xg_sim_spec s = {
		.kind = XG_SPOT, .base = "AVAX", .quote = "USDT"
	};

	xg_sim_bitfinex.name_spec(&s);
	says(s.native, "tAVAX:UST", "a long code makes a colon");
	s = (struct xg_sim_spec){
		.kind = XG_PERP, .base = "XRP", .quote = "USDT"
	};
	xg_sim_bitfinex.name_spec(&s);
	says(s.native, "tXRPF0:USTF0", "derivatives have F0 behind both");
	says(s.settle, "USDT", "and settle in what they are quoted in");
}

int main(void)
{
	rest();
	refusals();
	vectors();
	events();
	subscriptions();
	limit();
	books();
	other_books();
	checksums();
	all_followed();
	numbers();
	trades();
	market();
	notices();
	alone();
	recorded();
	return done();
}
