/* The simulated dYdX speaks as its sheet says: it greets, numbers its frames, tells
 * books so that they cross, batches, refuses and throws out. */
#include "dydx-sim.h"

static struct world w;

#define BTC "BTC-USD-PERP"
#define SUB(chan, id) "{'type':'subscribe','channel':'" chan "','id':'" id "'}"
#define BATCHED(chan, id) \
	"{'type':'subscribe','channel':'" chan "','id':'" id "','batched':true}"
#define END(chan, id) \
	"{'type':'unsubscribe','channel':'" chan "','id':'" id "'}"
#define UUID(n) "0000000" n "-0000-4000-8000-000000000000"

static const char *flush(const char *sym)
{
	xg_buf_clear(&w.sent);
	xg_sim_flush(w_mkt(&w, sym), w.f.now);
	return w.sent.len ? w.sent.p : "";
}

static void rest(void)
{
	w_open(&w);
	xg_sim_set_mark(w_mkt(&w, BTC), w_dec("42003"), w_dec("42002"),
		w_dec("0.0001"), 0, T0);
	has(w_get(&w, "/v4/perpetualMarkets"),
		"{\"markets\":{\"BTC-USD\":{\"clobPairId\":\"0\",\"ticker\":"
		"\"BTC-USD\",\"status\":\"ACTIVE\",\"oraclePrice\":\"42002\"",
		"markets by ticker");
	has(w.a.body.p,
		"\"initialMarginFraction\":\"0.02\","
		"\"maintenanceMarginFraction\":\"0.012\"",
		"margins");
	has(w.a.body.p,
		"\"atomicResolution\":-10,\"quantumConversionExponent\":-9,"
		"\"tickSize\":\"1\",\"stepSize\":\"0.0001\","
		"\"stepBaseQuantums\":1000000,\"subticksPerTick\":100000",
		"steps and exponents are those of 2025-12 (BTC)");
	has(w.a.body.p,
		"\"atomicResolution\":-7,\"quantumConversionExponent\":-9,"
		"\"tickSize\":\"0.01\",\"stepSize\":\"0.1\","
		"\"stepBaseQuantums\":1000000,\"subticksPerTick\":1000000",
		"and of SOL");
	ok(!strstr(w_get(&w, "/v4/perpetualMarkets?ticker=ETH-USD"), "BTC-USD"),
		"or one alone");
	w_get(&w, "/v4/perpetualMarkets?ticker=NOPE");
	is_int(w.a.status, 400, "that there is");
	says(w_get(&w, "/v4/orderbooks/perpetualMarket/BTC-USD"),
		"{\"bids\":[{\"price\":\"42000\",\"size\":\"10\"}],\"asks\":[{"
		"\"price\":\"42001\",\"size\":\"1.5\"}]}",
		"a book has neither time nor number");
	has(w.a.headers.p, "max-age=1", "and may be a second old");
	says(w_get(&w, "/v4/orderbooks/perpetualMarket/ETH-USD"),
		"{\"bids\":[{\"price\":\"3000\",\"size\":\"0.5\"}],\"asks\":[]}",
		"an empty side");
	says(w_get(&w, "/v4/trades/perpetualMarket/BTC-USD"), "{\"trades\":[]}",
		"no trades yet");
	says(w_get(&w, "/v4/time"),
		"{\"iso\":\"2023-11-14T22:13:20.000Z\",\"epoch\":1700000000."
		"000}",
		"the time, in seconds");
	says(w_get(&w, "/v4/height"),
		"{\"height\":\"20000000\",\"time\":\"2023-11-14T22:13:20.000Z\""
		"}",
		"the block");
	has(w_get(&w, "/v4/historicalFunding/BTC-USD?limit=2"),
		"\"effectiveAt\":\"2023-11-14T22:00:00.000Z\"",
		"rates are of full hours");
	w_get(&w, "/v4/orderbooks/perpetualMarket/");
	is_int(w.a.status, 400, "no ticker");
	w_get(&w, "/v4/candles/perpetualMarkets/BTC-USD");
	is_int(w.a.status, 400, "no resolution");
	w_get(&w, "/v4/trades/perpetualMarket/BTC-USD?limit=1001");
	is_int(w.a.status, 400, "too many rows");
	w_get(&w, "/v5/time");
	is_int(w.a.status, 404, "no path");
	for (int i = 0; i < 120 && w.a.status != 429; i++)
		w_get(&w, "/v4/time");
	says(w.a.body.p, "{\"errors\":[{\"msg\":\"Too many requests\"}]}",
		"100 requests in 10 s");
	w_get(&w, "/v4/candles/perpetualMarkets/BTC-USD?resolution=1MIN");
	is_int(w.a.status, 0, "candles have a limit of their own");
	w_shut(&w);
}

static void acks(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/v4/ws", "");
	says(w_tick(&w, 100000),
		"1 {\"type\":\"connected\",\"connection_id\":\"" UUID(
			"1") "\","
			     "\"message_id\":0}\n",
		"the venue speaks first");
	says(w_say(c, SUB("v4_orderbook", "BTC-USD")),
		"1 {\"type\":\"subscribed\",\"connection_id\":\"" UUID(
			"1") "\",\"message_id\":1,\"channel\":\"v4_orderbook\",\"id\":"
			     "\"BTC-USD\",\"contents\":{\"bids\":[{\"price\":\"42000\","
			     "\"size\":\"10\"}],\"asks\":[{\"price\":\"42001\",\"size\":"
			     "\"1.5\"}]}}\n",
		"an ack has the whole book");
	says(w_say(c, SUB("v4_orderbook", "NOPE-USD")),
		"1 {\"type\":\"error\",\"connection_id\":\"" UUID(
			"1") "\",\"message_id\":2,\"message\":\"Invalid subscription id for "
			     "channel: (v4_orderbook-NOPE-USD)\",\"channel\":"
			     "\"v4_orderbook\",\"id\":\"NOPE-USD\"}\n",
		"a request that is accepted and fails takes a number");
	has(w_say(c, SUB("v4_dance", "BTC-USD")),
		"\"message_id\":2,\"message\":\"Invalid channel: v4_dance\"",
		"one that is not, takes none");
	has(w_say(c, SUB("v4_orderbook", "BTC-USD")),
		"\"message_id\":3,\"message\":\"Invalid subscribe message: "
		"already subscribed (v4_orderbook-BTC-USD)\"",
		"twice");
	has(w_say(c, "{'type':'subscribe','channel':'v4_trades'}"),
		"Invalid id: undefined", "no id");
	has(w_say(c, "{'type':'subscribe'}"), "channel is required",
		"no channel");
	w_shut(&w);
}

static void other_channels(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/v4/ws", "");
	has(w_say(c, "{'type':'subscribe','channel':'v4_markets'}"),
		"\"message_id\":0}\n1 {\"type\":\"subscribed\"",
		"who does not wait is greeted all the same, first");
	has(w.sent.p,
		"\"message_id\":1,\"channel\":\"v4_markets\",\"contents\":{"
		"\"markets\":{\"BTC-USD\":{",
		"all markets; no id");
	xg_buf_clear(&w.sent);
	xg_sim_set_mark(w_mkt(&w, BTC), w_dec("42003"), w_dec("42002"),
		w_dec("0.0001"), 0, T0);
	has(w.sent.p,
		"\"message_id\":2,\"channel\":\"v4_markets\",\"version\":"
		"\"1.0.0\",\"contents\":{\"oraclePrices\":{\"BTC-USD\":{"
		"\"oraclePrice\":\"42002\",\"effectiveAt\":\"2023-11-14T22:13:"
		"20.000Z\",\"effectiveAtHeight\":\"20000000\",\"marketId\":85}"
		"}}}\n",
		"prices");
	has(w.sent.p,
		"\"message_id\":3,\"channel\":\"v4_markets\",\"version\":"
		"\"1.0.0\",\"contents\":{\"trading\":{\"BTC-USD\":{\"id\":"
		"\"0\",\"nextFundingRate\":\"0.0001\",\"openInterest\":",
		"and the rest, a frame each");
	ok(!strstr(w.sent.p, "status"), "the status is not told again");
	w_mkt(&w, BTC)->halted = true;
	has(w_tick(&w, 100000), "\"status\":\"PAUSED\"", "but when it changes");
	has(w_say(c, "{'type':'subscribe','channel':'v4_block_height'}"),
		"\"id\":\"v4_block_height\",\"contents\":{\"height\":\"20000000"
		"\"",
		"heights");
	has(w_tick(&w, 1000000),
		"\"id\":\"v4_block_height\",\"channel\":\"v4_block_height\","
		"\"version\":\"1.0.0\",\"contents\":{\"blockHeight\":"
		"\"20000001\"",
		"by another name when they change");
	has(w_say(c, SUB("v4_subaccounts", "dydx1abc/0")), "\"contents\":{}",
		"nobody has an account");
	has(w_say(c, END("v4_subaccounts", "dydx1abc/0")),
		"\"type\":\"unsubscribed\"", "and may leave");
	has(w_say(c, SUB("v4_candles", "BTC-USD/7MIN")),
		"Invalid subscription id for channel: "
		"(v4_candles-BTC-USD/7MIN)",
		"an interval that there is not");
	has(w_say(c, SUB("v4_candles", "BTC-USD/1MIN")),
		"\"contents\":{\"candles\":[]}", "no candles yet");
	(void)xg_sim_print(
		w_mkt(&w, BTC), true, w_dec("42000"), w_dec("0.5"), w.f.now);
	has(w_tick(&w, 1000000),
		"\"id\":\"BTC-USD/1MIN\",\"channel\":\"v4_candles\",\"version\""
		":\"1.0.0\",\"contents\":{\"startedAt\":\"2023-11-14T22:13:00."
		"000Z\",\"ticker\":\"BTC-USD\",\"resolution\":\"1MIN\",\"low\":"
		"\"42000\",\"high\":\"42000\",\"open\":\"42000\",\"close\":"
		"\"42000\",\"baseTokenVolume\":\"0.5\",\"usdVolume\":\"21000\","
		"\"trades\":1",
		"one candle at a time");
	ok(!strstr(w_tick(&w, 1000000), "v4_candles"), "none without a trade");
	w_shut(&w);
}

static void books(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/v4/ws", "");
	w_say(c, SUB("v4_orderbook", "BTC-USD"));
	w_tick(&w, 100000);
	w_level(&w, BTC, true, "42001", "0");
	w_level(&w, BTC, false, "42002", "1");
	w_level(&w, BTC, true, "42003", "2");
	flush(BTC);
	says(w.sent.p,
		"1 {\"type\":\"channel_data\",\"connection_id\":\"" UUID(
			"1") "\",\"message_id\":2,\"id\":\"BTC-USD\",\"channel\":"
			     "\"v4_orderbook\",\"version\":\"1.0.0\",\"contents\":{\"bids\":"
			     "[[\"42002\",\"1\"]]}}\n"
			     "1 {\"type\":\"channel_data\",\"connection_id\":\"" UUID(
				     "1") "\",\"message_id\":3,\"id\":\"BTC-USD\",\"channel\":"
					  "\"v4_orderbook\",\"version\":\"1.0.0\",\"contents\":{\"asks\":"
					  "[[\"42003\",\"2\"]]}}\n",
		"what comes is told first, a side at a time: the book crosses");
	has(w_tick(&w, 100000),
		"\"message_id\":4,\"id\":\"BTC-USD\",\"channel\":"
		"\"v4_orderbook\",\"version\":\"1.0.0\",\"contents\":{\"asks\":"
		"[[\"42001\",\"0\"]]}}\n",
		"what is gone only later");
	for (int i = 2; i < 8; i++) {
		w_level(&w, BTC, false, "41000", i & 1 ? "1" : "2");
		flush(BTC);
	}
	w_level(&w, BTC, true, "42003", "0");
	flush(BTC);
	says(w_tick(&w, 100000), "", "now and then with the next change");
	w_level(&w, BTC, true, "42003", "5");
	flush(BTC);
	ok(strstr(w.sent.p, "[\"42003\",\"0\"]") != NULL, "but then");
	ok(strstr(w.sent.p, "[\"42003\",\"0\"]") <
			strstr(w.sent.p, "[\"42003\",\"5\"]"),
		"never after what has come again");
	for (int i = 1; i < 7; i++) {
		w_level(&w, BTC, false, "41000", i & 1 ? "3" : "4");
		flush(BTC);
	}
	w_level(&w, BTC, true, "42003", "0");
	flush(BTC);
	says(w_tick(&w, 100000), "", "where no change follows,");
	has(w_tick(&w, 1000000), "[\"42003\",\"0\"]", "with the next second");
	has(w_say(c, END("v4_orderbook", "BTC-USD")),
		"\"type\":\"unsubscribed\"", "the end");
	w_level(&w, BTC, true, "42003", "6");
	says(flush(BTC), "", "is the end");
	w_shut(&w);
}

static void batches(void)
{
	struct xg_sim_conn *a, *b;

	w_open(&w);
	a = w_conn(&w, 1, "/v4/ws", "");
	b = w_conn(&w, 2, "/v4/ws", "");
	w_tick(&w, 250000);
	w_say(a, BATCHED("v4_orderbook", "BTC-USD"));
	w_level(&w, BTC, false, "42000", "9");
	says(flush(BTC), "", "a batch waits");
	has(w_say(b, BATCHED("v4_orderbook", "BTC-USD")),
		"1 {\"type\":\"channel_batch_data\",\"connection_id\":\"" UUID(
			"1") "\",\"message_id\":2,\"id\":\"BTC-USD\","
			     "\"channel\":\"v4_orderbook\",\"version\":\"1.0.0"
			     "\",\"contents\":[{\"bids\":[[\"42000\",\"9\"]]}]"
			     "}\n2 {\"type\":\"subscribed\"",
		"but what came before a subscription is not in its batches");
	w_level(&w, BTC, false, "42000", "8");
	flush(BTC);
	w_level(&w, BTC, true, "42001", "1");
	flush(BTC);
	says(w_tick(&w, 100000), "", "not yet");
	has(w_tick(&w, 150000),
		"\"contents\":[{\"bids\":[[\"42000\",\"8\"]]},{\"asks\":[["
		"\"42001\",\"1\"]]}]}\n",
		"every 250 ms");
	has(w.sent.p, "\n1 {\"type\":\"channel_batch_data\"", "for both");
	w_shut(&w);
}

static void trades(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	c = w_conn(&w, 1, "/v4/ws", "");
	(void)xg_sim_print(
		w_mkt(&w, BTC), true, w_dec("42000"), w_dec("0.5"), w.f.now);
	w_tick(&w, 100000);
	has(w_say(c, SUB("v4_trades", "BTC-USD")),
		"\"contents\":{\"trades\":[{\"id\":\"01312d000000000200000001\""
		",\"side\":\"SELL\",\"size\":\"0.5\",\"price\":\"42000\","
		"\"type\":\"LIMIT\",\"createdAt\":\"2023-11-14T22:13:20.000Z\""
		",\"createdAtHeight\":\"20000000\"}]}",
		"the first frame is a backlog; an id is height, transaction, "
		"event");
	(void)xg_sim_print(
		w_mkt(&w, BTC), false, w_dec("42001"), w_dec("0.1"), w.f.now);
	(void)xg_sim_print(
		w_mkt(&w, BTC), true, w_dec("42000"), w_dec("2"), w.f.now);
	xg_sim_liq(w_mkt(&w, BTC), true, w_dec("42000"), w_dec("2"), w.f.now);
	has(w_tick(&w, 100000),
		"\"version\":\"2.1.0\",\"contents\":{\"trades\":[{\"id\":"
		"\"01312d000000000200000002\",\"size\":\"0.1\",\"price\":"
		"\"42001\",\"side\":\"BUY\",\"createdAt\":\"2023-11-14T22:13:"
		"20.100Z\",\"type\":\"LIMIT\"},{\"id\":"
		"\"01312d000000000200000003\",\"size\":\"2\",\"price\":"
		"\"42000\",\"side\":\"SELL\",\"createdAt\":\"2023-11-14T22:13:"
		"20.100Z\",\"type\":\"LIQUIDATED\"}]}}\n",
		"the trades of a block come together; one is a liquidation");
	has(w_get(&w, "/v4/trades/perpetualMarket/BTC-USD?limit=1"),
		"{\"trades\":[{\"id\":\"01312d000000000200000003\"",
		"REST has the newest first");
	has(w.a.body.p, "\"type\":\"LIQUIDATED\"", "with its kind");
	xg_buf_clear(&w.sent);
	xg_sim_liq(w_mkt(&w, BTC), false, w_dec("42001"), w_dec("3"), w.f.now);
	has(w.sent.p, "\"id\":\"01312d000000000300000001\"",
		"a liquidation without a print is a trade, too");
	w_shut(&w);
}

static int closed;
static void note_close(struct xg_sim_conn *c, int code, const char *why)
{
	(void)c;
	is_text(why, strlen(why), "{\"message\":\"Rate limited\"}", "why");
	closed = code;
}

static void limits(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	w.f.close = note_close;
	c = w_conn(&w, 1, "/v4/ws", "");
	w_tick(&w, 1000000);
	says(w_say(c, "{'type':'ping'}"), "", "a ping is not answered");
	has(w_say(c, "hello"), "Invalid message: could not parse", "no JSON");
	has(w_say(c, "{'type':'dance'}"), "Invalid message type: dance",
		"nothing known");
	is_int(closed, 0, "two in a second are borne");
	has(w_say(c, "{}"), "Too many invalid messages", "a third");
	is_int(closed, 1008, "ends the connection");
	closed = 0;
	w_tick(&w, 1000000);
	has(w_say(c, "[]"), "type is required", "later it begins anew");
	w_say(c, SUB("v4_orderbook", "BTC-USD"));
	w_say(c, END("v4_orderbook", "BTC-USD"));
	w_say(c, SUB("v4_orderbook", "BTC-USD"));
	w_say(c, END("v4_orderbook", "BTC-USD"));
	is_int(closed, 0, "a topic may be asked for twice in a second");
	has(w_say(c, SUB("v4_orderbook", "BTC-USD")),
		"Too many subscribe attempts for channel v4_orderbook-BTC-USD.",
		"not three times");
	is_int(closed, 1008, "that ends the connection");
	is_int(xg_sim_dydx.ws_open(
		       c, &(struct xg_sim_http){ .path = XG_STR("/ws") }),
		404, "other paths are not there");
	w_shut(&w);
}

static void many(void)
{
	struct xg_sim_conn *c;
	struct xg_sim_mkt *m;
	char text[200];
	int n = 0;

	w_open(&w);
	c = w_conn(&w, 1, "/v4/ws", "");
	for (int i = 0; i < 40; i++) {
		struct xg_sim_spec s = w_mkt(&w, BTC)->spec;

		snprintf(s.sym, sizeof s.sym, "C%d-USD-PERP", i);
		snprintf(s.native, sizeof s.native, "C%d-USD", i);
		is_int(xg_sim_list(&w.f.venue, &s, &m), 0, "listed later");
		is_int(xg_sim_dydx.grow(&w.f), 0, "there is room for it");
	}
	for (int i = 0; i < 40; i++) {
		snprintf(text, sizeof text, SUB("v4_orderbook", "C%d-USD"), i);
		n += strstr(w_say(c, text), "\"subscribed\"") != NULL;
	}
	is_int(n, 32, "32 books on a connection");
	has(w.sent.p, "subscription limit reached", "and no more");
	has(w_say(c, SUB("v4_trades", "C39-USD")), "\"subscribed\"",
		"each channel has its own limit");
	w_level(&w, "C31-USD-PERP", false, "10", "1");
	has(flush("C31-USD-PERP"), "\"id\":\"C31-USD\"",
		"later ones are told as well");
	w_shut(&w);
}

static void faults(void)
{
	struct xg_sim_conn *c;

	w_open(&w);
	xg_fault_start(&w.faults, 1, T0);
	c = w_conn(&w, 1, "/v4/ws", "");
	(void)xg_fault_add(&w.faults, XG_STR("5xx,on=reply,max=1"), NULL);
	has(w_say(c, SUB("v4_orderbook", "BTC-USD")),
		"Internal error, could not fetch data for subscription: "
		"v4_orderbook.",
		"the first contents can fail");
	has(w_say(c, SUB("v4_orderbook", "BTC-USD")), "\"subscribed\"",
		"and then there is no subscription");
	(void)xg_fault_add(
		&w.faults, XG_STR("maintenance,on=book,max=1"), NULL);
	w_level(&w, BTC, true, "42001", "0");
	w_level(&w, BTC, true, "42002", "1");
	has(flush(BTC), "[[\"42002\",\"1\"]]", "a level comes");
	says(w_tick(&w, 100000), "", "and one is gone that nobody is told of");
	xg_sim_dydx.refuse(&w.f, XG_FAULT_5XX, 0, &w.a);
	is_int(w.a.status, 500, "an error of the server");
	xg_sim_dydx.refuse(&w.f, XG_FAULT_429, 1500000, &w.a);
	has(w.a.headers.p, "Retry-After: 2\n", "a limit says until when");
	w_shut(&w);
}

int main(void)
{
	rest();
	acks();
	other_channels();
	books();
	batches();
	trades();
	limits();
	many();
	faults();
	return done();
}
