/* The simulated Bybit: instruments and pages, books by their numbers, four forms
 * of acknowledgements, tickers, trades, refusals. */
#include "bybit-sim.h"

static struct world w;

static int rows(const char *body)
{
	int n = 0;

	for (const char *p = body; (p = strstr(p, "\"symbol\":")); p++)
		n++;
	return n;
}

static void instruments(void)
{
	char page[64] = "", target[200];
	struct xg_str next;
	int n = 0, pages = 0;

	w_open(&w);
	has(w_get(&w, "/v5/market/instruments-info?category=linear"),
		"{\"symbol\":\"BTCPERP\",\"status\":\"Trading\",\"baseCoin\":"
		"\"BTC\",\"quoteCoin\":\"USDC\",\"contractType\":"
		"\"LinearPerpetual\"",
		"BTCPERP is a contract in USDC");
	is_int(rows(w_get(&w,
		       "/v5/market/instruments-info?category=spot&limit=1")),
		5, "spot comes whole, whatever limit says");
	do {
		snprintf(target, sizeof target,
			"/v5/market/instruments-info?category=linear&limit=2%s%s",
			page[0] ? "&cursor=" : "", page);
		n += rows(w_get(&w, target)) - 0;
		if (xg_json_find(xg_buf_view(&w.a.body),
			    "result.nextPageCursor", &next) != 1)
			abort();
		xg_str_copy(page, sizeof page,
			(struct xg_str){ next.p + 1, next.n - 2 });
	} while (page[0] && ++pages < 10);
	is_int(n, 5, "linear comes by pages, each row once");
	is_int(pages, 2, "of as many as were asked for");
	is_int(rows(w_get(&w, "/v5/market/instruments-info?category=option")),
		1, "options of BTC come unasked");
	is_int(rows(w_get(&w, "/v5/market/instruments-info?category=option&"
			      "baseCoin=ETH")),
		0, "those of another asset when asked for");
	is_int(rows(w_get(&w, "/v5/market/instruments-info?category=option&"
			      "baseCoin=All")),
		1, "or of all");
	has(w_get(&w, "/v5/market/instruments-info?category=swap"),
		"\"retCode\":10001", "there is no such category");
	has(w_get(&w, "/v5/market/orderbook?category=spot&symbol=NOUSDT"),
		"\"retCode\":10001,\"retMsg\":\"params error: symbol invalid\"",
		"there is no such symbol");
	has(w_get(&w, "/v5/market/nothing"), "\"retCode\":10017",
		"there is no such path");
	has(w_get(&w, "/v5/market/time"),
		"\"timeNano\":\"1700000000000000000\"",
		"the time in nanoseconds");
	for (int i = 0; i < 600 && w.a.status != 403; i++)
		w_get(&w, "/v5/market/time");
	is_text(w.a.body.p, w.a.body.len, "access too frequent",
		"600 requests in 5 s are too many, told in plain words");
	w_shut(&w);
}

static void acks(void)
{
	struct xg_sim_conn *spot, *linear, *option;
	char many[400] = "{'op':'subscribe','args':[";
	int n;

	w_open(&w);
	spot = w_conn(&w, 1, "/v5/public/spot", "");
	linear = w_conn(&w, 2, "/v5/public/linear", "");
	option = w_conn(&w, 3, "/v5/public/option", "");
	has(w_say(spot, "{'req_id':'7','op':'subscribe','args':["
			"'publicTrade.BTCUSDT']}"),
		"1 {\"success\":true,\"ret_msg\":\"subscribe\",\"conn_id\":"
		"\"cejreaspqfm9se7usbrg-1\",\"req_id\":\"7\",\"op\":"
		"\"subscribe\"}\n",
		"spot says subscribe");
	has(w_say(linear, "{'req_id':'7','op':'subscribe','args':["
			  "'publicTrade.BTCUSDT']}"),
		"\"ret_msg\":\"\"", "contracts say nothing");
	has(w_say(option, "{'req_id':'7','op':'subscribe','args':["
			  "'publicTrade.BTC','tickers.NONE']}"),
		"\"data\":{\"failTopics\":[\"tickers.NONE\"],\"successTopics\":"
		"[\"publicTrade.BTC\"]},\"type\":\"COMMAND_RESP\"}",
		"options tell each topic");
	says(w_say(linear, "{'req_id':'8','op':'subscribe','args':["
			   "'tickers.ETHUSDT','tickers.NONE']}"),
		"2 {\"success\":false,\"ret_msg\":\"Invalid topic: "
		"tickers.NONE\",\"conn_id\":\"cejreaspqfm9se7usbrg-2\",\"op\":"
		"\"subscribe\"}\n",
		"one bad topic fails the whole request");
	has(w_say(linear, "{'op':'subscribe','args':['publicTrade.BTCUSDT']}"),
		"error:already subscribed,topic:publicTrade.BTCUSDT",
		"so does one that is there already");
	has(w_say(linear, "{'op':'subscribe','args':['orderbook.25.BTCUSDT']}"),
		"Invalid topic", "25 levels are for options");
	has(w_say(linear,
		    "{'op':'unsubscribe','args':['publicTrade.BTCUSDT']}"),
		"\"op\":\"unsubscribe\"", "a topic may be left");
	has(w_say(spot, "{'op':'ping'}"), "\"ret_msg\":\"pong\"",
		"the pong of spot");
	has(w_say(spot, "{'op':'ping'}"), "\"op\":\"ping\"", "says ping");
	says(w_say(option, "{'op':'ping'}"),
		"3 {\"args\":[\"1700000000000\"],\"op\":\"pong\"}\n",
		"that of options does not");
	n = (int)strlen(many);
	for (int i = 0; i < 11; i++)
		n += snprintf(many + n, sizeof many - (size_t)n,
			"%s'tickers.BTCUSDT'", i ? "," : "");
	snprintf(many + n, sizeof many - (size_t)n, "]}");
	has(w_say(spot, many), "args size >10", "spot takes 10 arguments");
	has(w_say(spot, "hello"), "Params Error", "what is no JSON is refused");
	has(w_say(spot, "{'op':'subscribe','args':[]}"), "Params Error",
		"an empty request, too");
	is_int(xg_sim_bybit.ws_open(spot,
		       &(struct xg_sim_http){ .path = XG_STR("/v5/private") }),
		404, "there are no accounts yet");
	w_shut(&w);
}

static void books(void)
{
	struct xg_sim_conn *c, *late;

	w_open(&w);
	c = w_conn(&w, 1, "/v5/public/linear", "");
	has(w_say(c, "{'op':'subscribe','args':['orderbook.50.BTCUSDT']}"),
		"{\"topic\":\"orderbook.50.BTCUSDT\",\"type\":\"snapshot\","
		"\"ts\":1700000000000,\"data\":{\"s\":\"BTCUSDT\",\"b\":[["
		"\"42000.1\",\"1.000\"],[\"42000.0\",\"2.000\"]],\"a\":[["
		"\"42000.5\",\"1.500\"]],\"u\":7052001,\"seq\":",
		"a book begins with a snapshot");
	says(w_tick(&w, 100000), "", "nothing is sent when nothing changes");
	w_level(&w, "BTC-USDT-PERP", false, "42000", "0");
	w_level(&w, "BTC-USDT-PERP", true, "42001", "4");
	has(w_tick(&w, 100000),
		"\"type\":\"delta\",\"ts\":1700000000200,\"data\":{\"s\":"
		"\"BTCUSDT\",\"b\":[[\"42000.0\",\"0\"]],\"a\":[[\"42001.0\","
		"\"4.000\"]],\"u\":7052002,",
		"then changes, counted by one");
	has(w_get(&w, "/v5/market/orderbook?category=linear&symbol=BTCUSDT&"
		      "limit=50"),
		"\"u\":7052002", "by REST the same book has the same number");
	w_level(&w, "BTC-USDT-PERP", true, "42002", "1");
	late = w_conn(&w, 2, "/v5/public/linear", "");
	has(w_say(late, "{'op':'subscribe','args':['orderbook.50.BTCUSDT']}"),
		"\"u\":7052002",
		"who comes later gets the book as all have it");
	has(w_tick(&w, 100000), "2 {\"topic\":\"orderbook.50.BTCUSDT\"",
		"and goes on with all");
	xg_fault_add(&w.faults, XG_STR("maintenance,on=book,nth=1"), NULL);
	xg_fault_start(&w.faults, 1, w.f.now);
	w_level(&w, "BTC-USDT-PERP", true, "42002", "2");
	has(w_tick(&w, 100000),
		"\"type\":\"delta\",\"ts\":1700000000400,\"data\":{\"s\":"
		"\"BTCUSDT\",\"b\":[[\"42000.1\",\"1.000\"]],\"a\":[["
		"\"42000.5\",\"1.500\"],[\"42001.0\",\"4.000\"],[\"42002.0\","
		"\"2.000\"]],\"u\":1,",
		"a service that restarts sends the whole book with the number "
		"1");
	w_shut(&w);
}

static void best(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/v5/public/spot", "");
	has(w_say(c, "{'op':'subscribe','args':['orderbook.1.BTCUSDT']}"),
		"{\"topic\":\"orderbook.1.BTCUSDT\",\"ts\":1700000000000,"
		"\"type\":\"snapshot\",\"data\":{\"s\":\"BTCUSDT\",\"b\":[["
		"\"41999.99\",\"0.500000\"]],\"a\":[[\"42000.00\",\"0.250000\""
		"]],\"u\":7000001,",
		"depth 1 is whole");
	says(w_tick(&w, 2900000), "", "for 3 s");
	has(w_tick(&w, 100000), "\"u\":7000001",
		"then it is repeated with the same number");
	xg_buf_clear(&w.sent);
	w_level(&w, "BTC-USDT", true, "42000", "0.5");
	has(w.sent.p, "[[\"42000.00\",\"0.500000\"]],\"u\":7000002",
		"a change has the next one");
	w_shut(&w);
}

static void others(void)
{
	struct xg_sim_conn *c;
	struct xg_sim_mkt *m;

	w_open(&w);
	c = w_conn(&w, 1, "/v5/public/linear", "");
	m = w_mkt(&w, "BTC-USDT-PERP");
	xg_sim_set_mark(m, w_dec("42001"), w_dec("42002"), w_dec("0.0001"),
		T0 + 3600000000, T0);
	has(w_say(c, "{'op':'subscribe','args':['tickers.BTCUSDT',"
		     "'publicTrade.BTCUSDT','allLiquidation.BTCUSDT',"
		     "'kline.1.BTCUSDT']}"),
		"\"type\":\"snapshot\",\"data\":{\"symbol\":\"BTCUSDT\","
		"\"lastPrice\":\"42000.1\",\"markPrice\":\"42001.0\","
		"\"indexPrice\":\"42002.0\"",
		"a ticker is whole first");
	xg_sim_set_mark(
		m, w_dec("42003"), w_dec("42002"), w_dec("0.0001"), 0, T0);
	has(w_tick(&w, 100000),
		"\"type\":\"delta\",\"data\":{\"symbol\":\"BTCUSDT\","
		"\"markPrice\":\"42003.0\"},\"cs\":",
		"then what has changed");
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(m, true, w_dec("42000.1"), w_dec("0.25"), w.f.now);
	has(w.sent.p,
		"\"s\":\"BTCUSDT\",\"S\":\"Sell\",\"v\":\"0.250\",\"p\":"
		"\"42000.1\",\"i\":\"",
		"a trade has the taker's side");
	has(w_get(&w, "/v5/market/recent-trade?category=linear&symbol="
		      "BTCUSDT"),
		"\"price\":\"42000.1\",\"size\":\"0.250\",\"side\":\"Sell\"",
		"by REST, too");
	has(w_tick(&w, 1000000), "\"volume\":\"0.250\"",
		"the candle that runs is told");
	xg_buf_clear(&w.sent);
	xg_sim_liq(m, true, w_dec("42000"), w_dec("0.5"), w.f.now);
	has(w.sent.p, "\"S\":\"Buy\",\"v\":\"0.500\",\"p\":\"42000.0\"",
		"a liquidation has the position's side: a long is sold");
	xg_buf_clear(&w.sent);
	xg_sim_bybit.farewell(&w.f, w.f.now);
	has(w.sent.p, "\"retCode\":10019", "a restart is announced");
	xg_sim_bybit.refuse(&w.f, XG_FAULT_429, 500000, &w.a);
	has(w.a.headers.p,
		"X-Bapi-Limit-Reset-Timestamp: ", "a limit says when it ends");
	w_shut(&w);
}

/* Records bring symbols while clients are there. */
static void newcomers(void)
{
	struct xg_sim_spec spec = xg_sim_bybit.specs[0];
	struct xg_sim_conn *c;
	struct xg_sim_mkt *m;

	w_open(&w);
	c = w_conn(&w, 1, "/v5/public/spot", "");
	has(w_say(c, "{'op':'subscribe','args':['orderbook.50.BTCUSDT']}"),
		"snapshot", "a client is there");
	for (int i = 0; i < 100; i++) {
		snprintf(spec.sym, sizeof spec.sym, "N%d-USDT", i);
		snprintf(spec.native, sizeof spec.native, "N%dUSDT", i);
		if (xg_sim_list(&w.f.venue, &spec, &m) < 0)
			abort();
		w_level(&w, spec.sym, false, "5", "1");
	}
	has(w_say(c, "{'op':'subscribe','args':['orderbook.50.N99USDT']}"),
		"\"b\":[[\"5.00\",\"1.000000\"]]",
		"a symbol that came later may be subscribed");
	w_level(&w, "BTC-USDT", false, "41000", "1");
	w_level(&w, "N99-USDT", false, "6", "2");
	has(w_tick(&w, 100000), "orderbook.50.N99USDT", "and is told");
	has(w.sent.p, "orderbook.50.BTCUSDT", "with those that were there");
	w_shut(&w);
}

int main(void)
{
	instruments();
	acks();
	books();
	best();
	others();
	newcomers();
	return done();
}
