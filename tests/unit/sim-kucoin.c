/* The simulated KuCoin: tokens and their end, greetings, instruments, books of
 * both dialects by their numbers, acknowledgements and refusals, signatures. */
#include "kucoin-sim.h"

#include "crypto/hmac.h"
#include "crypto/text.h"

static struct world w;

static void instruments(void)
{
	w_open(&w);
	has(w_get(&w, "/api/v1/contracts/active"),
		"\"symbol\":\"XBTUSDTM\",\"rootSymbol\":\"USDT\",\"type\":"
		"\"FFWCSX\"",
		"a perpetual");
	has(w_get(&w, "/api/v1/contracts/XBTUSDM"),
		"\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USD\","
		"\"settleCurrency\":\"XBT\"",
		"Bitcoin is XBT among futures");
	has(w_get(&w, "/api/v1/contracts/XBTUSDM"), "\"multiplier\":-1",
		"an inverse lot is 1 USD");
	has(w_get(&w, "/api/v1/contracts/XBTMZ30"),
		"\"expireDate\":1923984000000", "a dated one");
	has(w_get(&w, "/api/v2/symbols/BTC-USDT"), "\"baseCurrency\":\"BTC\"",
		"but not on spot");
	has(w_get(&w, "/api/v2/symbols/NO-USDT"),
		"{\"code\":\"900001\",\"msg\":\"symbol not exists\"}",
		"there is no such symbol");
	has(w_get(&w, "/api/v1/nothing"), "\"code\":\"404\"",
		"there is no such path");
	says(w_get(&w, "/api/v1/timestamp"),
		"{\"code\":\"200000\",\"data\":1700000000000}", "the time");
	for (int i = 0; i < 1000 && w.a.status != 429; i++)
		w_get(&w, "/api/v1/timestamp");
	has(w.a.body.p, "\"code\":\"429000\"", "a pool is used up");
	has(w.a.headers.p, "gw-ratelimit-remaining: 0\n", "which headers tell");
	w_shut(&w);
}

/* The path of a classic connection with a new token. */
static void classic(char out[static 200])
{
	struct xg_str token;

	w_ask(&w, "POST", "/api/v1/bullet-public", "Host: 127.0.0.1:9\n");
	if (xg_json_find(xg_buf_view(&w.a.body), "data.token", &token) != 1)
		abort();
	snprintf(out, 200, "/endpoint?token=%.*s&connectId=me",
		(int)token.n - 2, token.p + 1);
}

static void tokens(void)
{
	struct xg_sim_conn *c;
	char path[200];
	int status;

	w_open(&w);
	has(w_get(&w, "/api/v1/bullet-public"), "404", "a token is POSTed for");
	classic(path);
	has(w.a.body.p,
		"\"endpoint\":\"wss://127.0.0.1:9/endpoint\",\"encrypt\":true,"
		"\"protocol\":\"websocket\",\"pingInterval\":18000,"
		"\"pingTimeout\":10000",
		"with it comes where to go");
	ok(!w_dial(&w, 1, "/endpoint", "", &status) && status == 401,
		"without a token the door is shut");
	ok(!w_dial(&w, 1, "/endpoint?token=KU.1.5", "", &status) &&
			status == 401,
		"so it is with an old one");
	ok(!w_dial(&w, 1, "/other", "", &status) && status == 404,
		"another path");
	c = w_dial(&w, 1, path, "", &status);
	ok(c != NULL, "with a token it opens");
	says(w_tick(&w, 100000), "1 {\"id\":\"me\",\"type\":\"welcome\"}\n",
		"the venue speaks first");
	says(w_tick(&w, 100000), "", "but once");
	says(w_say(c, "{'id':5,'type':'ping'}"),
		"1 {\"id\":\"5\",\"type\":\"pong\"}\n",
		"an id comes back as text");
	says(w_tick(&w, XG_KU_LIFE_US),
		"1 {\"id\":\"me\",\"type\":\"error\",\"code\":401,\"data\":"
		"\"token is expired\"}\n",
		"after a day the token has expired");
	says(w_tick(&w, 100000), "", "which is told once");
	c = w_dial(&w, 2, "/", "", &status);
	has(w_tick(&w, 100000),
		"\"message\":\"welcome\",\"pingInterval\":18000",
		"the unified greeting");
	says(w_tick(&w, XG_KU_LIFE_US * 2), "", "has no token to expire");
	w_shut(&w);
}

static void classic_books(void)
{
	struct xg_sim_conn *c;
	char path[200];
	int status;

	w_open(&w);
	classic(path);
	c = w_dial(&w, 1, path, "", &status);
	w_tick(&w, 100000);
	says(w_say(c, "{'id':'1','type':'subscribe','topic':"
		      "'/market/level2:BTC-USDT','response':true}"),
		"1 {\"id\":\"1\",\"type\":\"ack\"}\n",
		"a classic book begins without a snapshot");
	has(w_get(&w, "/api/v1/market/orderbook/level2_20?symbol=BTC-USDT"),
		"\"sequence\":\"1709294000003\",\"bids\":[[\"41999.9\","
		"\"0.5\"]],\"asks\":[[\"42000\",\"0.25\"]]",
		"it is asked for");
	w_level(&w, "BTC-USDT", false, "41999.9", "0");
	w_level(&w, "BTC-USDT", false, "41999.8", "1");
	w_level(&w, "BTC-USDT", true, "42000", "2");
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USDT"), w.f.now);
	has(w.sent.p,
		"\"changes\":{\"asks\":[[\"0\",\"0\",\"1709294000007\"],["
		"\"42000\",\"2\",\"1709294000006\"]],\"bids\":[[\"41999.9\","
		"\"0\",\"1709294000005\"],[\"41999.8\",\"1\","
		"\"1709294000004\"]]},\"sequenceEnd\":1709294000007,"
		"\"sequenceStart\":1709294000004",
		"rows have numbers in no order; one is no level");
	has(w_say(c, "{'id':'2','type':'subscribe','topic':"
		     "'/contractMarket/level2:XBTUSDTM'}"),
		"ack", "futures");
	w_level(&w, "BTC-USDT-PERP", false, "42000", "0");
	w_level(&w, "BTC-USDT-PERP", true, "42001", "7");
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USDT-PERP"), w.f.now);
	has(w.sent.p, "\"sequence\":1709294400004,\"change\":\"42000,buy,0\"",
		"one level a message");
	has(w.sent.p, "\"sequence\":1709294400005,\"change\":\"42001,sell,7\"",
		"numbered by one");
	has(w_get(&w, "/api/v1/level2/snapshot?symbol=XBTUSDTM"),
		"\"sequence\":1709294400005,\"symbol\":\"XBTUSDTM\",\"bids\":[["
		"42000.1,1]],\"asks\":[[42000.5,15],[42001,7]]",
		"the snapshot has numbers, and the same count");
	w_level(&w, "BTC-USDT-PERP", false, "42000.6", "1");
	w_level(&w, "BTC-USDT-PERP", true, "42000.5", "0");
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USDT-PERP"), w.f.now);
	has(w.sent.p,
		"\"sequence\":1709294400006,\"change\":\"42000.5,sell,0\"",
		"what goes is told first");
	has(w.sent.p, "\"sequence\":1709294400007,\"change\":\"42000.6,buy,1\"",
		"so no book is crossed between two messages");
	w_shut(&w);
}

static void unified_books(void)
{
	struct xg_sim_conn *c;
	int status;

	w_open(&w);
	c = w_dial(&w, 1, "/", "", &status);
	w_tick(&w, 100000);
	says(w_say(c, "{'id':'9','action':'SUBSCRIBE','channel':'obu',"
		      "'tradeType':'FUTURES','symbol':'XBTUSDTM','depth':"
		      "'increment@10ms','rpiFilter':0}"),
		"1 {\"id\":\"9\",\"result\":true}\n"
		"1 {\"T\":\"obu.FUTURES\",\"dp\":\"increment@10ms\",\"t\":"
		"\"snapshot\",\"P\":1700000000100000000,\"d\":{\"C\":"
		"1709294400003,\"M\":1700000000100000000,\"O\":1709294400003,"
		"\"a\":[[\"42000.5\",\"15\"]],\"b\":[[\"42000.1\",\"1\"],["
		"\"42000\",\"2\"]],\"s\":\"XBTUSDTM\"}}\n",
		"an acknowledgement, then the snapshot");
	w_level(&w, "BTC-USDT-PERP", false, "42000", "0");
	w_level(&w, "BTC-USDT-PERP", true, "42001", "7");
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USDT-PERP"), w.f.now);
	has(w.sent.p,
		"\"t\":\"delta\",\"P\":1700000000100000000,\"d\":{\"C\":"
		"1709294400005,\"M\":1700000000100000000,\"O\":1709294400004,"
		"\"a\":[[\"42001\",\"7\"]],\"b\":[[\"42000\",\"0\"]]",
		"O follows the last C");
	says(w_say(c, "{'id':'1','action':'SUBSCRIBE','channel':'x',"
		      "'tradeType':'SPOT','symbol':'BTC-USDT','depth':'5'}"),
		"1 {\"id\":\"1\",\"result\":false,\"reason\":\"channel is not "
		"supported\"}\n",
		"a refusal says why");
	says(w_say(c, "{'id':'2','action':'SUBSCRIBE','channel':'obu',"
		      "'tradeType':'SPOT','symbol':'NO-USDT','depth':'5'}"),
		"1 {\"id\":\"2\",\"result\":true}\n",
		"a symbol that is not there is acknowledged, and stays silent");
	has(w_say(c, "{'id':'3','action':'UNSUBSCRIBE','channel':'obu',"
		     "'tradeType':'FUTURES','symbol':'XBTUSDTM','depth':"
		     "'increment@10ms'}"),
		"true", "the end of a subscription");
	w_level(&w, "BTC-USDT-PERP", true, "42002", "7");
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USDT-PERP"), w.f.now);
	is_int(w.sent.len, 0, "then nothing comes");
	w_shut(&w);
}

static void unified_channels(void)
{
	struct xg_sim_conn *c;
	int status;

	w_open(&w);
	c = w_dial(&w, 1, "/", "", &status);
	w_tick(&w, 100000);
	says(w_say(c, "{'id':'1','action':'SUBSCRIBE','channel':'trade',"
		      "'tradeType':'FUTURES','symbol':'XBTUSDTM'}"),
		"1 {\"id\":\"1\",\"result\":true}\n", "trades");
	has(w_say(c, "{'id':'2','action':'SUBSCRIBE','channel':'ticker',"
		     "'tradeType':'SPOT','symbol':'BTC-USDT'}"),
		"true", "a ticker");
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(w_mkt(&w, "BTC-USDT-PERP"), true, w_dec("42000.1"),
		w_dec("1"), w.f.now);
	says(w.sent.p,
		"1 {\"T\":\"trade.FUTURES\",\"P\":1700000000100000000,\"d\":{"
		"\"s\":\"XBTUSDTM\",\"p\":\"42000.1\",\"q\":\"1\",\"S\":"
		"\"sell\",\"E\":1,\"ti\":\"1\",\"rpi\":false,\"M\":"
		"1700000000100000000}}\n",
		"lots, the taker's side, nanoseconds; no ticker of another");
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(w_mkt(&w, "BTC-USDT"), false, w_dec("42000"),
		w_dec("0.1"), w.f.now);
	has(w.sent.p,
		"\"a\":\"42000\",\"A\":\"0.15\",\"b\":\"41999.9\",\"B\":"
		"\"0.5\",\"l\":\"42000\",\"q\":\"0.1\",\"S\":\"BUY\"",
		"a ticker comes with a trade: a is the ask");
	has(w_say(c, "{'id':'3','action':'SUBSCRIBE','channel':'mark-price',"
		     "'tradeType':'FUTURES','symbol':'XBTUSDTM'}"),
		"true", "marks");
	has(w_say(c, "{'id':'4','action':'SUBSCRIBE','channel':'funding-fee',"
		     "'tradeType':'FUTURES','symbol':'XBTUSDTM'}"),
		"true", "funding");
	has(w_say(c, "{'id':'5','action':'SUBSCRIBE','channel':'kline',"
		     "'tradeType':'SPOT','symbol':'BTC-USDT','interval':"
		     "'1min'}"),
		"true", "candles");
	xg_buf_clear(&w.sent);
	w_tick(&w, 1000000);
	has(w.sent.p, "{\"T\":\"mark-price\",", "a mark each second");
	has(w.sent.p, "\"oi\":\"6748176\"", "with the open interest in lots");
	has(w.sent.p, "{\"T\":\"funding-fee\",", "funding");
	has(w.sent.p, "\"gl\":28800000", "its length in milliseconds");
	has(w.sent.p,
		"{\"T\":\"kline.SPOT\",\"P\":1700000001100000000,\"d\":{"
		"\"s\":\"BTC-USDT\",\"o\":\"42000\",\"c\":\"42000\",\"h\":"
		"\"42000\",\"l\":\"42000\",\"v\":\"0.1\"",
		"a candle");
	has(w.sent.p, "\"O\":1699999980,\"C\":1700000040",
		"its ends in seconds");
	has(w_say(c, "{'id':'6','action':'SUBSCRIBE','channel':'mark-price',"
		     "'tradeType':'SPOT','symbol':'BTC-USDT'}"),
		"\"result\":false", "spot has no mark");
	has(w_say(c, "{'id':'7','action':'SUBSCRIBE','channel':'kline',"
		     "'tradeType':'SPOT','symbol':'BTC-USDT','interval':'1m'}"),
		"interval is invalid", "an interval that is none");
	has(w_say(c, "{'id':'8','action':'SUBSCRIBE','channel':'trade',"
		     "'tradeType':'X','symbol':'BTC-USDT'}"),
		"tradeType is invalid", "a type that is none");
	has(w_say(c, "{'id':'9','action':'UNSUBSCRIBE','channel':'trade',"
		     "'tradeType':'FUTURES','symbol':'XBTUSDTM'}"),
		"true", "the end of a subscription");
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(w_mkt(&w, "BTC-USDT-PERP"), true, w_dec("42000.1"),
		w_dec("1"), w.f.now);
	is_int(w.sent.len, 0, "then nothing comes");
	w_shut(&w);
}

static void refusals(void)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ "{'id':'1','type':'subscribe','topic':'/market/x:BTC-USDT'}",
			"\"code\":404,\"data\":\"topic /market/x:BTC-USDT is "
			"not found\"" },
		{ "{'id':'1','type':'subscribe','topic':'/market/match:"
		  "BTC-USDT,NO-USDT'}",
			"\"code\":404" },
		{ "{'id':'1','type':'subscribe','topic':'/market/match'}",
			"\"code\":404" },
		{ "{'id':'1','type':'other'}",
			"\"code\":415,\"data\":\"type is not supported\"" },
		{ "x", "\"code\":400" },
		{ "[]", "\"code\":400" },
	};
	struct xg_sim_conn *c;
	char path[200];
	int status;

	w_open(&w);
	classic(path);
	c = w_dial(&w, 1, path, "", &status);
	w_tick(&w, 100000);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		has(w_say(c, rows[i].text), rows[i].want, "refused: %s",
			rows[i].text);
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(w_mkt(&w, "BTC-USDT"), false, w_dec("42000"),
		w_dec("0.1"), w.f.now);
	is_int(w.sent.len, 0, "one bad symbol fails the whole message");
	has(w_say(c, "{'id':'1','type':'subscribe','topic':'/market/match:"
		     "BTC-USDT'}"),
		"ack", "trades");
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(w_mkt(&w, "BTC-USDT"), true, w_dec("41999.9"),
		w_dec("0.1"), w.f.now);
	has(w.sent.p,
		"\"side\":\"sell\",\"size\":\"0.1\",\"price\":\"41999.9\"",
		"the taker's side");
	has(w.sent.p, "\"time\":\"1700000000100000000\"",
		"nanoseconds as text");
	w_shut(&w);
}

/* The whole book of spot is for those with a key. */
static void signatures(void)
{
	static const char target[] =
		"/api/v3/market/orderbook/level2?symbol=BTC-USDT";
	static const char text[] = "1700000000000GET/api/v3/market/orderbook/"
				   "level2?symbol=BTC-USDT";
	struct xg_buf h = { 0 };
	unsigned char mac[32];

	w_open(&w);
	snprintf(w.f.cred.key, sizeof w.f.cred.key, "key");
	snprintf(w.f.cred.secret, sizeof w.f.cred.secret, "secret");
	snprintf(w.f.cred.passphrase, sizeof w.f.cred.passphrase, "pass");
	has(w_get(&w, target), "\"code\":\"400001\"", "no key");
	xg_buf_text(&h, "KC-API-KEY: key\nKC-API-TIMESTAMP: 1700000000000\n"
			"KC-API-PASSPHRASE: ");
	xg_hmac_sha256(mac, "secret", 6, "pass", 4);
	xg_b64_add(&h, mac, 32);
	has(w_ask(&w, "GET", target, h.p), "\"code\":\"400005\"",
		"no signature");
	xg_buf_text(&h, "\nKC-API-SIGN: ");
	xg_hmac_sha256(mac, "secret", 6, text, strlen(text));
	xg_b64_add(&h, mac, 32);
	xg_buf_char(&h, '\n');
	has(w_ask(&w, "GET", target, h.p), "\"sequence\":\"1709294000003\"",
		"with both it is given");
	w.f.now += 6000000;
	has(w_ask(&w, "GET", target, h.p), "\"code\":\"400002\"", "for 5 s");
	xg_buf_release(&h);
	w_shut(&w);
}

int main(void)
{
	instruments();
	tokens();
	classic_books();
	unified_books();
	unified_channels();
	refusals();
	signatures();
	return done();
}
