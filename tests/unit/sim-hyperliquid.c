/* The simulated Hyperliquid speaks as its sheet says: lists, books of two kinds,
 * backlogs, acknowledgements, refusals. */
#include "hyperliquid-sim.h"

static struct world w;

#define SUB(sub) "{'method':'subscribe','subscription':{" sub "}}"
#define END(sub) "{'method':'unsubscribe','subscription':{" sub "}}"

static void rest(void)
{
	struct xg_sim_http get = {
		.method = XG_STR("GET"), .path = XG_STR("/info"), .now = T0
	};

	w_open(&w);
	has(w_ask(&w, "{'type':'meta'}"),
		"{\"universe\":[{\"name\":\"BTC\",\"szDecimals\":5,"
		"\"maxLeverage\":40,",
		"perpetuals of the venue's own exchange");
	ok(!strstr(w.a.body.p, "xyz:ETH"), "and no others");
	has(w_ask(&w, "{'type':'meta','dex':'xyz'}"),
		"{\"universe\":[{\"name\":\"xyz:ETH\"", "but by its name");
	has(w_ask(&w, "{'type':'allPerpMetas'}"),
		"\"collateralToken\":0},{\"universe\":[{\"name\":\"xyz:ETH\"",
		"or all of them");
	has(w_ask(&w, "{'type':'perpDexs'}"), "[null,{\"name\":\"xyz\"",
		"the exchanges; the first is null");
	has(w_ask(&w, "{'type':'spotMeta'}"),
		"{\"tokens\":[1,0],\"name\":\"@142\",\"index\":142,"
		"\"isCanonical\":false}",
		"pairs have an index for a name");
	has(w.a.body.p, "{\"name\":\"UBTC\",\"szDecimals\":5",
		"and tokens, bridged ones by their own names");
	has(w.a.body.p, "\"weiDecimals\":8,\"index\":1,",
		"numbered by their places");
	has(w_ask(&w, "{'type':'metaAndAssetCtxs'}"),
		"\"openInterest\":", "contexts come in the order of the list");
	says(w_ask(&w, "{'type':'l2Book','coin':'BTC'}"),
		"{\"coin\":\"BTC\",\"time\":1700000000000,\"levels\":[[{\"px\":"
		"\"42000.0\",\"sz\":\"10.0\",\"n\":1}],[{\"px\":\"42001.0\","
		"\"sz\":\"1.5\",\"n\":1}]]}",
		"whole numbers have .0");
	has(w_ask(&w, "{'type':'allMids'}"), "\"BTC\":\"42000.5\"", "mids");
	says(w_ask(&w, "{'type':'exchangeStatus'}"),
		"{\"time\":1700000000000,\"specialStatuses\":null}",
		"the time");
	says(w_ask(&w, "{'type':'recentTrades','coin':'@142'}"), "[]",
		"no trades yet");
	w_ask(&w, "{'type':'l2Book','coin':'NOPE'}");
	is_int(w.a.status, 500, "a coin that there is not");
	w_ask(&w, "{'type':'what'}");
	is_int(w.a.status, 422, "a question that there is not");
	w_ask(&w, "{");
	is_int(w.a.status, 422, "half a question");
	w.a.status = 0;
	xg_sim_hyperliquid.rest(&w.f, &get, &w.a);
	is_int(w.a.status, 405, "questions are posted");
	for (int i = 0; i < 100 && w.a.status != 429; i++)
		w_ask(&w, "{'type':'meta'}");
	says(w.a.body.len ? w.a.body.p : "", "null",
		"1200 of weight a minute, then null");
	w_shut(&w);
}

static void acks(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/ws", "");
	says(w_say(c, "{'method':'ping'}"), "1 {\"channel\":\"pong\"}\n",
		"a ping");
	has(w_say(c, SUB("'type':'l2Book','coin':'BTC'")),
		"1 {\"channel\":\"subscriptionResponse\",\"data\":{\"method\":"
		"\"subscribe\",\"subscription\":{\"type\":\"l2Book\",\"coin\":"
		"\"BTC\",\"nSigFigs\":null,\"mantissa\":null}}}\n1 "
		"{\"channel\":\"l2Book\",\"data\":{\"coin\":\"BTC\"",
		"an ack repeats the subscription, and the first frame follows");
	says(w_say(c, SUB("'type':'l2Book','coin':'BTC'")),
		"1 {\"channel\":\"error\",\"data\":\"Already subscribed: "
		"{\\\"type\\\":\\\"l2Book\\\",\\\"coin\\\":\\\"BTC\\\"}\"}\n",
		"who asks twice is told so, in a text that has JSON in it");
	has(w_say(c, SUB("'type':'bbo','coin':'NOPE'")),
		"Invalid subscription {", "a coin that there is not");
	has(w_say(c, SUB("'type':'candle','coin':'BTC','interval':'7m'")),
		"Invalid subscription {", "an interval that there is not");
	has(w_say(c, END("'type':'l2Book','coin':'BTC'")),
		"\"method\":\"unsubscribe\"", "the end of a subscription");
	has(w_say(c, END("'type':'l2Book','coin':'BTC'")),
		"Already unsubscribed: ", "which comes once");
	has(w_say(c, "hello"), "\"channel\":\"error\"", "no JSON");
	has(w_say(c, "{'method':'dance','subscription':{}}"),
		"\"channel\":\"error\"", "another method");
	is_int(xg_sim_hyperliquid.ws_open(
		       c, &(struct xg_sim_http){ .path = XG_STR("/v5/x") }),
		404, "other paths are not there");
	w_shut(&w);
}

static void books(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/ws", "");
	has(w_say(c, SUB("'type':'l2Book','coin':'BTC','fast':true")),
		"\"sz\":\"1.5\",\"n\":1}]],\"fast\":true}}\n",
		"frames of the fast kind say so");
	w_tick(&w, 100000);
	w_level(&w, "BTC-USD-PERP", true, "42001", "2");
	w_level(&w, "BTC-USDC", true, "42003", "2");
	xg_sim_flush(w_mkt(&w, "BTC-USD-PERP"), w.f.now);
	says(w_tick(&w, 100000), "", "not at once");
	has(w_tick(&w, 500000), "\"sz\":\"2.0\",\"n\":1}]],\"fast\":true}}\n",
		"but every 0.5 s");
	has(w_say(c, SUB("'type':'l2Book','coin':'BTC'")), "\"l2Book\"",
		"both kinds may be subscribed");
	w_tick(&w, 5000000);
	has(w.sent.p, "\"n\":1}]]}}\n", "one every 5 s");
	has(w.sent.p, ",\"fast\":true}}\n", "and the other");
	w_shut(&w);
}

static void trades(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/ws", "");
	(void)xg_sim_print(w_mkt(&w, "BTC-USD-PERP"), true, w_dec("42000"),
		w_dec("0.5"), w.f.now);
	has(w_say(c, SUB("'type':'trades','coin':'BTC'")),
		"{\"channel\":\"trades\",\"data\":[{\"coin\":\"BTC\",\"side\":"
		"\"A\",\"px\":\"42000.0\",\"sz\":\"0.5\"",
		"the first frame is a backlog; A sells");
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(w_mkt(&w, "BTC-USD-PERP"), false, w_dec("42001"),
		w_dec("0.1"), w.f.now);
	has(w.sent.p, "\"side\":\"B\",\"px\":\"42001.0\"", "B buys");
	has(w_say(c, SUB("'type':'candle','coin':'BTC','interval':'1m'")),
		"\"i\":\"1m\",\"o\":\"42000.0\",\"c\":\"42001.0\"", "candles");
	has(w_say(c, SUB("'type':'bbo','coin':'@142'")),
		"\"channel\":\"bbo\",\"data\":{\"coin\":\"@142\"",
		"best prices");
	has(w_say(c, SUB("'type':'activeAssetCtx','coin':'@142'")),
		"\"activeSpotAssetCtx\"", "contexts of pairs are others");
	w_shut(&w);
}

static void refusals(void)
{
	w_open(&w);
	xg_sim_hyperliquid.refuse(&w.f, XG_FAULT_429, 1000000, &w.a);
	ok(w.a.status == 429 && !w.a.headers.len,
		"a limit has no header that says until when");
	xg_buf_clear(&w.a.body);
	xg_sim_hyperliquid.refuse(&w.f, XG_FAULT_5XX, 0, &w.a);
	has(w.a.body.p, "<html>", "a gateway's error is no JSON");
	is_int(w.a.status, 502, "with HTTP 502");
	w_shut(&w);
}

int main(void)
{
	rest();
	acks();
	books();
	trades();
	refusals();
	return done();
}
