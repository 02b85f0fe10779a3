/* The simulated Gate speaks as its sheet says: instruments, books in both ways,
 * sizes with and without the header, acknowledgements, refusals. */
#include "gate-sim.h"

static struct world w;

#define SUB(channel, payload) \
	"{'time':1,'id':7,'channel':'" channel \
	"','event':'subscribe','payload':" payload "}"

static void rest(void)
{
	w_open(&w);
	has(w_ask(&w, "/api/v4/spot/currency_pairs"),
		"{\"id\":\"BTC_USDT\",\"base\":\"BTC\",\"base_name\":\"BTC\","
		"\"quote\":\"USDT\",\"quote_name\":\"USDT\",\"fee\":\"0.2\","
		"\"min_base_amount\":\"0.000001\",\"min_quote_amount\":\"3\","
		"\"max_quote_amount\":\"5000000\",\"amount_precision\":6,"
		"\"precision\":1,\"trade_status\":\"tradable\"",
		"pairs have numbers of decimals");
	has(w_ask(&w, "/api/v4/futures/usdt/contracts"),
		"{\"name\":\"BTC_USDT\",\"type\":\"direct\","
		"\"quanto_multiplier\":\"0.0001\",\"order_price_round\":"
		"\"0.1\",\"order_size_min\":\"1\"",
		"contracts have a multiplier");
	has(w_ask(&w, "/api/v4/futures/btc/contracts"),
		"{\"name\":\"BTC_USD\",\"type\":\"inverse\","
		"\"quanto_multiplier\":\"0\"",
		"that of an inverse one is 0");
	has(w_ask(&w, "/api/v4/delivery/usdt/contracts"),
		"\"expire_time\":1924243200", "dated ones have their date");
	has(w_ask(&w, "/api/v4/spot/time"), "{\"server_time\":1700000000000}",
		"the time");
	has(w_ask(&w, "/api/v4/spot/order_book?currency_pair=BTC_USDT&limit=5&"
		      "with_id=true"),
		"\"current\":1700000000000,\"update\":1700000000000,\"asks\":"
		"[[\"42000\",\"0.25\"]],\"bids\":[[\"41999.9\",\"0.5\"]]}",
		"books of spot are pairs, times milliseconds");
	has(w_ask(&w, "/api/v4/futures/usdt/order_book?contract=BTC_USDT&"
		      "with_id=true"),
		"\"current\":1700000000.000,\"update\":1700000000.000,"
		"\"asks\":[{\"p\":\"42000.5\",\"s\":\"15\"}]",
		"books of contracts are objects, times seconds");
	ok(!strstr(w_ask(&w, "/api/v4/spot/order_book?currency_pair=BTC_USDT"),
		   "\"id\""),
		"without with_id there is no number");
	says(w_ask(&w, "/api/v4/spot/order_book?currency_pair=NO_NO"),
		"{\"label\":\"INVALID_CURRENCY_PAIR\",\"message\":\"Invalid "
		"currency pair\"}",
		"errors have labels");
	is_int(w.a.status, 400, "and a status");
	w_ask(&w, "/api/v4/futures/usdt/order_book?contract=NO_NO");
	has(w.a.body.p, "CONTRACT_NOT_FOUND", "contracts have their own");
	w_ask(&w, "/api/v5/x");
	is_int(w.a.status, 404, "other paths are not there");
	for (int i = 0; i < 200 && w.a.status != 429; i++)
		w_ask(&w, "/api/v4/spot/time");
	has(w.a.body.p, "TOO_MANY_REQUESTS", "200 requests in 10 s");
	has(w.a.headers.p, "X-Gate-RateLimit-Reset-Timestamp: 1700000010",
		"and when the window ends");
	w_shut(&w);
}

static void acks(void)
{
	struct xg_sim_conn *spot, *perp;

	w_open(&w);
	spot = w_sizes(&w, 1, "/ws/v4/", true);
	perp = w_sizes(&w, 2, "/v4/ws/usdt", true);
	has(w_say(spot, SUB("spot.trades", "['BTC_USDT','NO_NO']")),
		"\"id\":7,\"conn_id\":\"0000000000000001\"",
		"an ack has the number of its message");
	has(w.sent.p, "\"result\":{\"status\":\"success\"}",
		"an unknown pair of spot is confirmed");
	has(w_say(perp, SUB("futures.trades", "['BTC_USDT','NO_NO']")),
		"\"error\":{\"code\":2,\"message\":\"unknown contract "
		"NO_NO\"},\"result\":null",
		"an unknown contract fails the whole message");
	has(w_say(perp, SUB("futures.order_book_update",
				"['BTC_USDT','20ms','100']")),
		"\"code\":2", "20ms is for level 20 only");
	has(w_say(perp, SUB("futures.obu", "['ob.BTC_USDT.99']")), "\"code\":2",
		"obu has 50 and 400 levels");
	has(w_say(perp,
		    SUB("futures.obu", "['ob.BTC_USDT.50','ob.ETH_USDT.50']")),
		"\"code\":2", "a message is about one book");
	has(w_say(spot, SUB("futures.trades", "['BTC_USDT']")),
		"unknown channel", "each market has its own channels");
	has(w_say(spot, "{'time':1,'id':4294967296,'channel':'spot.trades',"
			"'event':'subscribe','payload':['BTC_USDT']}"),
		"invalid argument struct", "a number has at most 31 bits");
	has(w_say(spot, "{'id':4,'channel':'spot.trades','event':'subscribe',"
			"'payload':['BTC_USDT']}"),
		"invalid argument struct", "the time may not be missing");
	has(w_say(spot, "hello"), "invalid argument struct", "nor JSON");
	has(w_say(spot, "{'time':1,'channel':'spot.ping'}"),
		"\"channel\":\"spot.pong\"", "a ping has its pong");
	has(w_say(perp, "{'time':1,'channel':'futures.ping'}"),
		"\"channel\":\"futures.pong\"", "in its market's name");
	is_int(xg_sim_gate.ws_open(
		       spot, &(struct xg_sim_http){ .path = XG_STR("/v5/x") }),
		404, "other paths are not there");
	w_shut(&w);
}

static void whole_books(void)
{
	struct xg_sim_conn *c, *late;

	w_open(&w);
	c = w_sizes(&w, 1, "/v4/ws/usdt", true);
	has(w_say(c, SUB("futures.obu", "['ob.BTC_USDT.50']")),
		"\n1 {\"channel\":\"futures.obu\",\"result\":{\"t\":"
		"1700000000000,\"full\":true,\"s\":\"ob.BTC_USDT.50\",\"u\":2,"
		"\"b\":[[\"42000.1\",\"10\"]],\"a\":[[\"42000.5\",\"15\"]]},"
		"\"time_ms\":1700000000000,\"event\":\"update\"}\n",
		"behind the ack comes the whole book");
	has(w_say(c, SUB("futures.obu", "['ob.BTC_USDT.50']")),
		"\"message\":\"Alert sub ob ob.BTC_USDT.50",
		"who asks twice is told so");
	says(w_tick(&w, 100000), "", "nothing is sent when nothing changes");
	w_level(&w, "BTC-USDT-PERP", false, "42000.1", "0");
	w_level(&w, "BTC-USDT-PERP", false, "42000", "4");
	has(w_tick(&w, 100000),
		"\"u\":4,\"U\":3,\"b\":[[\"42000\",\"4\"],[\"42000.1\",\"0\"]]"
		",\"a\":[]",
		"then changes whose U is the last u + 1, deletions behind");
	w_level(&w, "BTC-USDT-PERP", true, "42002", "1");
	late = w_sizes(&w, 2, "/v4/ws/usdt", true);
	has(w_say(late, SUB("futures.obu", "['ob.BTC_USDT.50']")), "\"u\":4,",
		"who comes later gets the book as all have it");
	has(w_tick(&w, 100000), "2 {\"channel\":\"futures.obu\",\"result\":{",
		"and goes on with all");
	xg_fault_add(&w.faults, XG_STR("maintenance,on=book,nth=1"), NULL);
	xg_fault_start(&w.faults, 1, w.f.now);
	w_level(&w, "BTC-USDT-PERP", true, "42002", "2");
	has(w_tick(&w, 100000), "\"full\":true",
		"a whole book may come at any time");
	w_say(late, "{'time':1,'channel':'futures.obu','event':'unsubscribe',"
		    "'payload':['ob.BTC_USDT.50']}");
	w_level(&w, "BTC-USDT-PERP", true, "42002", "3");
	ok(!strstr(w_tick(&w, 100000), "2 {"), "a topic may be left");
	w_shut(&w);
}

static void updates(void)
{
	struct xg_sim_conn *c, *old;

	w_open(&w);
	w_level(&w, "BTC-USDT-PERP", false, "41999", "2.5");
	c = w_sizes(&w, 1, "/v4/ws/usdt", true);
	old = w_sizes(&w, 2, "/v4/ws/usdt", false);
	w_say(c,
		SUB("futures.order_book_update", "['BTC_USDT','100ms','100']"));
	w_say(old, SUB("futures.order_book_update", "['BTC_USDT','100ms']"));
	w_level(&w, "BTC-USDT-PERP", false, "42000.2", "10");
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USDT-PERP"), w.f.now);
	has(w.sent.p,
		"1 {\"time\":1700000000,\"time_ms\":1700000000000,"
		"\"channel\":\"futures.order_book_update\",\"event\":"
		"\"update\",\"result\":{\"t\":1700000000000,\"s\":"
		"\"BTC_USDT\",\"U\":3,\"u\":3",
		"updates have the range of their changes");
	has(w.sent.p, "\"l\":\"100\"", "and the level that was asked for");
	has(w.sent.p, "{\"p\":\"42000.2\",\"s\":\"10\"}",
		"with the header sizes are texts");
	has(w.sent.p, "{\"p\":\"42000.2\",\"s\":10}", "without it numbers");
	w_shut(&w);
}

/* A bid, and what was sent of it. */
static const char *bid(int px, const char *qty)
{
	char text[16];

	snprintf(text, sizeof text, "%d", px);
	w_level(&w, "BTC-USDT-PERP", false, text, qty);
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USDT-PERP"), w.f.now);
	xg_buf_char(&w.sent, '\0');
	return w.sent.p;
}

/* Updates are of so many levels a side, as the recordings have them. */
static void window(void)
{
	const char *text;

	w_open(&w);
	for (int px = 41000; px > 40900; px--)
		bid(px, "1");
	w_say(w_sizes(&w, 1, "/v4/ws/usdt", true),
		SUB("futures.order_book_update", "['BTC_USDT','100ms','20']"));
	text = bid(40950, "7");
	ok(!*text, "a change behind the window is not told");
	text = bid(41500, "2");
	has(text,
		"\"U\":103,\"u\":104,\"b\":[{\"p\":\"41500\",\"s\":\"2\"},"
		"{\"p\":\"40982\",\"s\":\"0\"}]",
		"the next one has its number, too; what falls out is deleted");
	text = bid(41500, "0");
	has(text, "{\"p\":\"40982\",\"s\":\"1\"}", "what comes in is told");
	has(text, "{\"p\":\"41500\",\"s\":\"0\"}", "and what is gone");
	w_shut(&w);
}

static void trades(void)
{
	struct xg_sim_conn *spot, *perp;

	w_open(&w);
	spot = w_sizes(&w, 1, "/ws/v4/", true);
	perp = w_sizes(&w, 2, "/v4/ws/usdt", false);
	w_say(spot, SUB("spot.trades", "['BTC_USDT']"));
	w_say(perp, SUB("futures.trades", "['BTC_USDT']"));
	xg_buf_clear(&w.sent);
	xg_sim_print(w_mkt(&w, "BTC-USDT"), true, w_dec("41999.9"),
		w_dec("0.1"), T0 + 1234);
	has(w.sent.p,
		"\"create_time\":1700000000,\"create_time_ms\":"
		"\"1700000000001.234\",\"side\":\"sell\","
		"\"currency_pair\":\"BTC_USDT\",\"amount\":\"0.1\","
		"\"price\":\"41999.9\"}}\n",
		"spot: an object; its time is a text with decimals");
	xg_buf_clear(&w.sent);
	xg_sim_print(w_mkt(&w, "BTC-USDT-PERP"), true, w_dec("42000.1"),
		w_dec("3"), T0);
	has(w.sent.p, "\"result\":[{\"size\":-3,\"id\":",
		"futures: a list; who sold has a minus");
	xg_sim_gate.farewell(&w.f, w.f.now);
	has(w.sent.p, "\"event\":\"upgrade\"", "a restart is announced");
	xg_buf_clear(&w.a.body);
	xg_sim_gate.refuse(&w.f, XG_FAULT_MAINTENANCE, 0, &w.a);
	has(w.a.body.p, "<html>", "maintenance is HTML");
	is_int(w.a.status, 503, "and 503");
	w_shut(&w);
}

int main(void)
{
	rest();
	acks();
	whole_books();
	updates();
	window();
	trades();
	return done();
}
