/* The simulated Coinbase, both venues: what clients are told, by the sheet. */
#include "coinbase-sim.h"

static struct world w;

#define SUB(channel) \
	"{'type':'subscribe','product_ids':['BTC-USD'],'channel':'" channel "'}"

static void numbers(void)
{
	struct xg_sim_conn *c;
	const char *sent;

	w_open(&w, &xg_sim_coinbase);
	c = w_conn(&w, 1, "/", "");
	sent = w_say(c, "{'type':'subscribe','channel':'heartbeats'}");
	has(sent,
		"\"sequence_num\":0,\"events\":[{\"subscriptions\":{"
		"\"heartbeats\":[\"heartbeats\"]}}]",
		"an ack has a number and is the whole list");
	sent = w_say(c, SUB("level2"));
	has(sent,
		"{\"channel\":\"l2_data\",\"client_id\":\"\",\"timestamp\":"
		"\"2023-11-14T22:13:20.000000Z\",\"sequence_num\":1,"
		"\"events\":[{\"type\":\"snapshot\",\"product_id\":"
		"\"BTC-USD\"",
		"data comes before its ack, and counts with it");
	has(sent,
		"\"sequence_num\":2,\"events\":[{\"subscriptions\":{"
		"\"heartbeats\":[\"heartbeats\"],\"level2\":[\"BTC-USD\"]",
		"then the ack");
	has(sent,
		"{\"side\":\"bid\",\"event_time\":\"2023-11-14T22:13:20."
		"000000Z\",\"price_level\":\"41999.5\",\"new_quantity\":"
		"\"2\"},{\"side\":\"offer\"",
		"rows of both sides are mixed");
	has(w_tick(&w, 1000000), "\"channel\":\"heartbeats\"",
		"a heartbeat a second");
	w_level(&w, "BTC-USD", false, "42000", "0");
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, "BTC-USD"), w.f.now);
	xg_buf_char(&w.sent, '\0');
	has(w.sent.p, "\"sequence_num\":4,\"events\":[{\"type\":\"update\"",
		"the numbers go over all channels");
	has(w.sent.p, "\"price_level\":\"42000\",\"new_quantity\":\"0\"",
		"an empty level is 0");
	w_shut(&w);
}

static void trades(void)
{
	struct xg_sim_conn *c;
	const char *sent;

	w_open(&w, &xg_sim_coinbase);
	c = w_conn(&w, 1, "/", "");
	(void)xg_sim_print(w_mkt(&w, "BTC-USD"), true, w_dec("42000"),
		w_dec("0.25"), w.f.now);
	has(w_say(c, SUB("market_trades")), "\"type\":\"snapshot\",\"trades\":",
		"the last trades come first");
	(void)xg_sim_print(w_mkt(&w, "BTC-USD"), true, w_dec("42000"),
		w_dec("0.25"), w.f.now);
	sent = w_tick(&w, 300000);
	has(sent, "\"price\":\"42000\",\"size\":\"0.25\",\"side\":\"BUY\"",
		"a sale hit a resting buy: BUY, the maker's side");
	ok(!strstr(w_tick(&w, 300000), "market_trades"), "no trade, no batch");
	has(w_say(c, SUB("ticker_batch")), "\"product_id\":\"\",\"price\":\"\"",
		"a row with nothing in it, as the venue sends it");
	w_shut(&w);
}

static void refusals(void)
{
	struct xg_sim_conn *c, *idle;
	const char *sent = "";

	w_open(&w, &xg_sim_coinbase);
	c = w_conn(&w, 1, "/", "");
	idle = w_conn(&w, 2, "", "");
	says(w_say(c, SUB("nothing")),
		"1 {\"type\":\"error\",\"message\":\"authentication failure\"}\n",
		"a channel that there is not");
	says(w_say(c, "{'type':'subscribe','product_ids':['NO-USD'],'channel':"
		      "'level2'}"),
		"1 {\"type\":\"error\",\"message\":\"failure to subscribe\"}\n",
		"a product that there is not");
	says(w_say(c, "not json"),
		"1 {\"type\":\"error\",\"message\":\"failure to subscribe\"}\n",
		"no JSON");
	has(w_say(c, "{'type':'subscribe','product_ids':['BTC-USDC'],"
		     "'channel':'level2'}"),
		"\"product_id\":\"BTC-USD\"", "a view gives the book it shows");
	has(w_say(c, "{'type':'unsubscribe','channel':'level2'}"),
		"\"events\":[{\"subscriptions\":{}}]",
		"a whole channel is left");
	for (int i = 0; i < 9; i++)
		sent = w_say(c, SUB("level2"));
	has(sent, "rate limit exceeded", "eight messages a second");
	(void)idle;
	has(w_tick(&w, 5000000), "2 close 1008",
		"who subscribes to nothing within 5 s is closed");
	w_shut(&w);
}

static void rest(void)
{
	w_open(&w, &xg_sim_coinbase);
	has(w_get(&w, "/api/v3/brokerage/time"),
		"\"epochMillis\":\"1700000000000\"", "time");
	has(w_get(&w, "/api/v3/brokerage/market/products?product_type=SPOT"),
		"\"alias\":\"BTC-USD\"", "a list with views");
	has(w_get(&w, "/api/v3/brokerage/market/products?product_type=SPOT&"
		      "limit=1&offset=1"),
		"{\"products\":[{\"product_id\":\"BTC-USDC\"", "a page");
	has(w_get(&w, "/api/v3/brokerage/market/products?product_type=FUTURE"),
		"\"contract_size\":\"0.01\"", "contracts");
	has(w_get(&w, "/api/v3/brokerage/market/product_book?product_id="
		      "BTC-USD&limit=1"),
		"\"bids\":[{\"price\":\"42000\",\"size\":\"1\"}]", "a book");
	w_get(&w, "/api/v3/brokerage/market/products/NO-USD");
	is_int(w.a.status, 404, "an unknown product");
	w_get(&w, "/api/v3/brokerage/accounts");
	is_int(w.a.status, 401, "there is no account yet");
	for (int i = 0; i < 10; i++)
		w_get(&w, "/api/v3/brokerage/time");
	is_int(w.a.status, 429, "ten requests a second");
	w_shut(&w);
}

static void exchange(void)
{
	struct xg_sim_conn *c;
	const char *sent;

	w_open(&w, &xg_sim_coinbase_exchange);
	c = w_conn(&w, 1, "/", "");
	sent = w_say(c, "{'type':'subscribe','product_ids':['BTC-USD'],"
			"'channels':['level2_batch','heartbeat',{'name':"
			"'matches','product_ids':['BTC-USD']}]}");
	has(sent,
		"{\"type\":\"snapshot\",\"product_id\":\"BTC-USD\",\"asks\":"
		"[[\"42000.5\",\"1.5\"]],\"bids\":[[\"42000\",\"1\"],"
		"[\"41999.5\",\"2\"]]}",
		"a snapshot");
	has(sent,
		"{\"type\":\"subscriptions\",\"channels\":[{\"name\":"
		"\"level2_batch\",\"product_ids\":[\"BTC-USD\"]}",
		"the ack is the whole list");
	xg_buf_clear(&w.sent);
	(void)xg_sim_print(w_mkt(&w, "BTC-USD"), false, w_dec("42000.5"),
		w_dec("0.5"), w.f.now);
	xg_buf_char(&w.sent, '\0');
	has(w.sent.p,
		"\"side\":\"sell\",\"size\":\"0.5\",\"price\":\"42000.5\"",
		"a match has the maker's side");
	has(w_tick(&w, 1000000), "{\"type\":\"heartbeat\"", "a heartbeat");
	has(w_say(c, "{'type':'subscribe','product_ids':['BTC-USD'],"
		     "'channels':['level2']}"),
		"require authentication", "level2 needs a signature");
	has(w_say(c, "{'type':'subscribe','product_ids':['NO'],'channels':["
		     "'matches']}"),
		"Failed to subscribe", "an unknown product");
	w_shut(&w);
}

int main(void)
{
	numbers();
	trades();
	refusals();
	rest();
	exchange();
	return done();
}
