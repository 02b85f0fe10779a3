/* The simulated Bitget: instruments of both versions, books with their numbers
 * and checksums, trades newest first, one answer for each argument, limits. */
#include "bitget-sim.h"

static struct world w;

#define BOOKS3 \
	"{'op':'subscribe','args':[{'instType':'usdt-futures','topic':" \
	"'books','symbol':'BTCUSDT'}]}"
#define ARG3 \
	"\"arg\":{\"instType\":\"usdt-futures\",\"topic\":\"books\"," \
	"\"symbol\":\"BTCUSDT\"}"
#define ARG2 \
	"\"arg\":{\"instType\":\"USDT-FUTURES\",\"channel\":\"books\"," \
	"\"instId\":\"BTCUSDT\"}"

static void instruments(void)
{
	w_open(&w);
	has(w_get(&w, "/api/v3/market/instruments?category=COIN-FUTURES"),
		"\"symbol\":\"BTCUSDZ30\",\"baseCoin\":\"BTC\",\"quoteCoin\":"
		"\"USD\"",
		"v3 lists a dated contract");
	has(w.a.body.p, "\"deliveryTime\":\"1924848000000\"", "with its time");
	has(w_get(&w, "/api/v3/market/instruments?category=USDT-FUTURES"),
		"\"priceMultiplier\":\"0.1\",\"quantityMultiplier\":\"0.0001\"",
		"v3 has the steps");
	has(w_get(&w, "/api/v2/mix/market/contracts?productType=USDT-FUTURES"),
		"\"priceEndStep\":\"1\",\"volumePlace\":\"4\",\"pricePlace\":"
		"\"1\"",
		"v2 has units of the last place");
	has(w_get(&w, "/api/v2/spot/public/symbols"),
		"\"pricePrecision\":\"2\",\"quantityPrecision\":\"6\"",
		"spot has places");
	has(w_get(&w, "/api/v2/mix/market/contracts?productType=SUSDT-FUTURES"),
		"\"data\":[]}", "of demo products nothing is listed");
	has(w_get(&w, "/api/v3/market/orderbook?category=SPOT&symbol=NONE"),
		"\"code\":\"40034\"", "there is no such symbol");
	has(w_get(&w, "/api/v3/nothing"), "\"code\":\"40404\"",
		"there is no such path");
	has(w_get(&w, "/api/v2/public/time"),
		"\"data\":{\"serverTime\":\"1700000000000\"}}", "the time");
	for (int i = 0; i < 6000 && w.a.status != 429; i++)
		w_get(&w, "/api/v2/public/time");
	has(w.a.body.p, "\"code\":\"429\"", "6000 requests a minute");
	w_shut(&w);
}

static void books(void)
{
	struct xg_sim_conn *v3, *v2;

	w_open(&w);
	v3 = w_conn(&w, 3, "/v3/ws/public", "");
	v2 = w_conn(&w, 2, "/v2/ws/public", "");
	has(w_say(v3, BOOKS3),
		"3 {\"event\":\"subscribe\"," ARG3 "}\n"
		"3 {\"action\":\"snapshot\"," ARG3
		",\"data\":[{\"a\":[[\"42000.5\",\"1.5\"]],\"b\":[["
		"\"42000.1\",\"1.5\"],[\"42000\",\"2\"]],\"checksum\":0,"
		"\"seq\":451057000003,\"pseq\":0,\"ts\":\"1700000000000\"}],"
		"\"ts\":1700000000000}\n",
		"v3: the shortest numbers; a snapshot has pseq and checksum 0");
	has(w_say(v2, "{'op':'subscribe','args':[{'instType':'USDT-FUTURES',"
		      "'channel':'books','instId':'BTCUSDT'}]}"),
		ARG2 ",\"data\":[{\"asks\":[[\"42000.5\",\"1.5000\"]],"
		     "\"bids\":[[\"42000.1\",\"1.5000\"],[\"42000.0\","
		     "\"2.0000\"]],\"checksum\":0,\"ts\":\"1700000000000\"}]",
		"v2: all places, and no number");
	xg_buf_clear(&w.sent);
	w_level(&w, "BTC-USDT-PERP", false, "42000.1", "0");
	w_level(&w, "BTC-USDT-PERP", true, "42001", "4");
	w.f.now += 100000;
	xg_sim_flush(w_mkt(&w, "BTC-USDT-PERP"), w.f.now);
	/* crc32 of 42000:2:42000.5:1.5:42001:4 */
	has(w.sent.p,
		"\"b\":[[\"42000.1\",\"0\"]],\"checksum\":22732298,\"seq\":"
		"451057000005,\"pseq\":451057000003,",
		"an update of v3 names the one before");
	/* crc32 of 42000.0:2.0000:42000.5:1.5000:42001.0:4.0000 */
	has(w.sent.p, "\"checksum\":1869868141,\"ts\":\"1700000000100\"}]",
		"v2 sums its own texts");
	has(w_get(&w, "/api/v3/market/orderbook?category=USDT-FUTURES&symbol="
		      "BTCUSDT"),
		"\"b\":[[\"42000\",\"2\"]],\"ts\":\"1700000000100\"",
		"REST has the time of the last change");
	w_shut(&w);
}

static void trades(void)
{
	struct xg_sim_conn *c;
	const char *text, *first, *second;

	w_open(&w);
	c = w_conn(&w, 1, "/v3/ws/public", "");
	xg_sim_print(w_mkt(&w, "BTC-USDT"), false, w_dec("42000"), w_dec("0.1"),
		w.f.now);
	xg_sim_print(w_mkt(&w, "BTC-USDT"), true, w_dec("41999.99"),
		w_dec("0.2"), w.f.now);
	text = w_say(c, "{'op':'subscribe','args':[{'instType':'spot','topic':"
			"'publicTrade','symbol':'BTCUSDT'}]}");
	first = strstr(text, "\"v\":\"0.2\",\"S\":\"sell\"");
	second = strstr(text, "\"v\":\"0.1\",\"S\":\"buy\"");
	ok(strstr(text, "\"action\":\"snapshot\"") && first && second &&
			first < second,
		"a subscription begins with the last trades, newest first");
	xg_buf_clear(&w.sent);
	xg_sim_print(w_mkt(&w, "BTC-USDT"), false, w_dec("42000"),
		w_dec("0.05"), w.f.now);
	has(w.sent.p, "{\"action\":\"update\"", "then each as it happens");
	has(w_say(c, "{'op':'subscribe','args':[{'instType':'usdt-futures',"
		     "'topic':'liquidation'}]}"),
		"\"event\":\"subscribe\"", "liquidations need no symbol");
	xg_buf_clear(&w.sent);
	xg_sim_liq(w_mkt(&w, "ETH-USDT-PERP"), true, w_dec("2000"), w_dec("3"),
		w.f.now);
	has(w.sent.p,
		"\"arg\":{\"instType\":\"usdt-futures\",\"topic\":"
		"\"liquidation\"},\"data\":[{\"symbol\":\"ETHUSDT\",\"side\":"
		"\"sell\",\"price\":\"2000\",\"amount\":\"3\"",
		"and come for all of a category");
	w_shut(&w);
}

static void answers(void)
{
	struct xg_sim_conn *c;
	int n = 0;

	w_open(&w);
	c = w_conn(&w, 1, "/v3/ws/public", "");
	says(w_say(c, "ping"), "1 pong\n", "ping and pong are bare texts");
	has(w_say(c, "{'op':'subscribe','args':[{'instType':'spot','topic':"
		     "'books','symbol':'NONE'},{'instType':'spot','topic':"
		     "'ticker','symbol':'BTCUSDT'}]}"),
		"\"symbol\":\"NONE\"},\"code\":30001,\"msg\":",
		"a bad argument is refused by itself");
	has(w.sent.p,
		"{\"event\":\"subscribe\",\"arg\":{\"instType\":\"spot\","
		"\"topic\":\"ticker\"",
		"and the others are not");
	has(w_say(c, "{'op':'subscribe','args':[{'instType':'SPOT','topic':"
		     "'ticker','symbol':'BTCUSDT'}]}"),
		"\"code\":30001", "v3 wants lower case");
	has(w_say(c, "{'op':'order'}"), "\"code\":30003", "no such op");
	has(w_say(c, "hello"), "\"code\":30002", "no JSON");
	has(w_say(c, "{'op':'subscribe'}"), "\"code\":30016", "no arguments");
	while (n < 300) {
		n++;
		w.f.now += 200000;
		if (strstr(w_say(c, "{'op':'unsubscribe','args':[]}"), "30006"))
			break;
	}
	is_int(3 + n - 1, 240, "240 subscription requests an hour");
	for (n = 0; n < 20 && !strstr(w_say(c, "ping"), "30007"); n++)
		;
	ok(n < 20, "more than 10 messages a second are too many");
	is_int(xg_sim_bitget.ws_open(c,
		       &(struct xg_sim_http){
			       .path = XG_STR("/v2/ws/private") }),
		404, "there are no accounts yet");
	w_shut(&w);
}

int main(void)
{
	instruments();
	books();
	trades();
	answers();
	return done();
}
