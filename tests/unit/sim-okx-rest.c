/* The simulated OKX over REST: access, rules of orders, codes, pages. */
#include "okx-world.h"

#define SECRET "secret1"

static void post(struct world *w, const char *path, const char *body)
{
	w->f.now += 50000; /* not the place to meet the rate limit */
	w_ask(w, "POST", path, body, SECRET);
}

static void order_code(
	struct world *w, const char *body, const char *code, const char *title)
{
	char text[512];

	snprintf(text, sizeof text,
		"{\"instId\":\"BTC-USDT\",\"tdMode\":"
		"\"cash\",\"side\":\"buy\",\"ordType\":\"limit\",%s}",
		body);
	post(w, "/api/v5/trade/order", text);
	w_is(w, "data.0.sCode", code, title);
}

static void public_data(struct world *w)
{
	w_ask(w, "GET", "/api/v5/public/time", NULL, NULL);
	w_is(w, "data.0.ts", "1700000000000", "the time is in milliseconds");
	w_ask(w, "GET", "/api/v5/public/instruments?instType=SWAP", NULL, NULL);
	w_is(w, "data.0.instId", "BTC-USDT-SWAP", "contracts are listed");
	w_is(w, "data.0.instIdCode", "10462", "with their number");
	w_is(w, "data.0.ctVal", "0.01", "and the size of a contract");
	w_ask(w, "GET", "/api/v5/public/instruments", NULL, NULL);
	w_is(w, "code", "50014", "without a type there is no list");
	w_ask(w, "GET", "/api/v5/public/instruments?instType=OPTION", NULL,
		NULL);
	w_is(w, "code", "50014", "options are listed by family only");
	w_ask(w, "GET", "/api/v5/public/underlying?instType=OPTION", NULL,
		NULL);
	w_is(w, "data", "[[\"BTC-USD\",\"ETH-USD\"]]",
		"which underlyings they have is told");
	w_ask(w, "GET",
		"/api/v5/public/instruments?instType=OPTION&instFamily="
		"BTC-USD_UM",
		NULL, NULL);
	w_is(w, "data.0.instId", "BTC-USD_UM-301223-90000-C",
		"the options of a family");
	w_is(w, "data.0.stk", "90000", "have a strike");
	w_is(w, "data.0.uly", "BTC-USD", "and an underlying of two families");
	w_ask(w, "GET",
		"/api/v5/public/instruments?instType=OPTION&instFamily="
		"ETH-USD_UM",
		NULL, NULL);
	w_is(w, "code", "51000", "a family that there is not is refused");
	w_ask(w, "GET", "/api/v5/market/books?instId=BTC-USDT&sz=2", NULL,
		NULL);
	w_is(w, "data.0.asks.0", "[\"42000.5\",\"1.5\",\"0\",\"1\"]",
		"the best ask comes first");
	w_is(w, "data.0.bids.1", "[\"42000\",\"2\",\"0\",\"1\"]",
		"the second bid second");
	w_ask(w, "GET", "/api/v5/market/books?instId=NO-SUCH", NULL, NULL);
	w_is(w, "code", "51001", "an unknown instrument has its code");
	w_ask(w, "GET", "/api/v5/public/funding-rate?instId=BTC-USDT-SWAP",
		NULL, NULL);
	w_is(w, "data.0.fundingRate", "0.0001", "the funding rate is told");
	w_is(w, "data.0.fundingTime", "1700003600000", "and when it is paid");
	w_ask(w, "GET", "/api/v5/no/such", NULL, NULL);
	is_int(w->a.status, 404, "an unknown path is not found");
	w_ask(w, "PUT", "/api/v5/public/time", NULL, NULL);
	w_is(w, "code", "50115", "another method is refused");
}

static void access_rules(struct world *w)
{
	w_ask(w, "GET", "/api/v5/account/balance", NULL, NULL);
	is_int(w->a.status, 401, "a private request must be signed");
	w_is(w, "code", "50103", "and says what is missing");
	w_ask(w, "GET", "/api/v5/account/balance", NULL, "another");
	w_is(w, "code", "50113", "a wrong signature is refused");
	w_ask(w, "GET", "/api/v5/account/balance?ccy=USDT", NULL, SECRET);
	is_int(w->a.status, 200, "a right one is not");
	w_is(w, "data.0.details.0.ccy", "USDT", "the asked balance comes");
	w_is(w, "data.0.details.0.availBal", "10000", "as it is");
	w_is(w, "data.0.details.1", "(absent)", "and no other");
	w_ask(w, "POST", "/api/v5/trade/order", "", SECRET);
	w_is(w, "code", "50000", "an empty body is refused");
	w_ask(w, "POST", "/api/v5/trade/order", "{\"instId\":", SECRET);
	w_is(w, "code", "50002", "so is one that is no JSON");
	w_ask(w, "GET", "/api/v5/account/config", NULL, SECRET);
	w_is(w, "data.0.perm", "read_only,trade", "the key may not withdraw");
}

static void refusals(struct world *w)
{
	order_code(w, "\"px\":\"41000.05\",\"sz\":\"0.01\"", "51150",
		"a price off the tick");
	order_code(w, "\"px\":\"41000.1\",\"sz\":\"0.010000001\"", "51121",
		"a size off the lot");
	order_code(w, "\"px\":\"41000.1\",\"sz\":\"0.000001\"", "51020",
		"a size below the minimum");
	order_code(w, "\"px\":\"0\",\"sz\":\"1\"", "51000", "a price of 0");
	order_code(w, "\"px\":\"-1\",\"sz\":\"1\"", "51000", "a price below 0");
	order_code(w, "\"px\":\"x\",\"sz\":\"1\"", "51000", "a price of words");
	order_code(w, "\"px\":{},\"sz\":\"1\"", "51000", "a price object");
	order_code(w, "\"px\":\"60000\",\"sz\":\"0.01\"", "51137",
		"a buy far over the market");
	order_code(w, "\"px\":\"41000\",\"sz\":\"9\"", "51008",
		"more than the balance");
	order_code(w, "\"px\":\"41000\",\"sz\":\"0.01\",\"clOrdId\":\"a-b\"",
		"51000", "a client id with a hyphen");
	order_code(w, "\"px\":\"41000\",\"sz\":\"0.01\",\"reduceOnly\":true",
		"51205", "reduce-only on spot");
	post(w, "/api/v5/trade/order", "{\"instId\":\"X-Y\"}");
	w_is(w, "data.0.sCode", "51001", "an unknown instrument");
	w_is(w, "code", "1", "all of one failed");
	post(w, "/api/v5/trade/cancel-order",
		"{\"instId\":\"BTC-USDT\",\"ordId\":\"12\"}");
	w_is(w, "data.0.sCode", "51400", "canceling an unknown order");
	post(w, "/api/v5/trade/cancel-order", "{\"instId\":\"BTC-USDT\"}");
	w_is(w, "data.0.sCode", "51003", "canceling no order");
	post(w, "/api/v5/trade/amend-order",
		"{\"instId\":\"BTC-USDT\",\"ordId\":\"12\",\"newPx\":\"1\"}");
	w_is(w, "data.0.sCode", "51503", "amending an unknown order");
	w_ask(w, "GET", "/api/v5/trade/order?instId=BTC-USDT&ordId=12", NULL,
		SECRET);
	w_is(w, "code", "51603", "asking for an unknown order");
	w_ask(w, "GET", "/api/v5/trade/orders-pending", NULL, SECRET);
	w_is(w, "data", "[]", "no refused order is open");
	w_ask(w, "GET", "/api/v5/trade/orders-history", NULL, SECRET);
	w_is(w, "data", "[]", "nor in the history");
}

static void life(struct world *w)
{
	char path[128];

	order_code(w, "\"px\":\"41000.1\",\"sz\":\"0.01\",\"clOrdId\":\"a1\"",
		"0", "a right order is taken");
	snprintf(path, sizeof path,
		"/api/v5/trade/order?instId=BTC-USDT&ordId=%s",
		w_get(w, "data.0.ordId"));
	w_ask(w, "GET", path, NULL, SECRET);
	w_is(w, "data.0.state", "live", "it rests");
	w_is(w, "data.0.px", "41000.1", "at its price");
	w_is(w, "data.0.clOrdId", "a1", "with its client id");
	order_code(w, "\"px\":\"41000.1\",\"sz\":\"0.01\",\"clOrdId\":\"a1\"",
		"51016", "its client id is taken");
	w_ask(w, "GET", "/api/v5/account/balance?ccy=USDT", NULL, SECRET);
	w_is(w, "data.0.details.0.ordFrozen", "410.001", "it holds its value");
	post(w, "/api/v5/trade/amend-order",
		"{\"instId\":\"BTC-USDT\",\"clOrdId\":\"a1\",\"reqId\":\"r1\","
		"\"newPx\":\"40000\"}");
	w_is(w, "data.0.sCode", "0", "it is amended");
	w_is(w, "data.0.reqId", "r1", "by this request");
	post(w, "/api/v5/trade/cancel-order",
		"{\"instId\":\"BTC-USDT\",\"clOrdId\":\"a1\"}");
	w_is(w, "data.0.sCode", "0", "it is canceled");
	w_ask(w, "GET", path, NULL, SECRET);
	w_is(w, "data.0.state", "canceled", "and so it stays");
	w_is(w, "data.0.px", "40000", "with its last price");
	w_is(w, "data.0.cancelSource", "1", "by the user");
	order_code(w, "\"px\":\"41000.1\",\"sz\":\"0.01\",\"clOrdId\":\"a1\"",
		"0", "its client id is free again");
	post(w, "/api/v5/trade/cancel-order",
		"{\"instId\":\"BTC-USDT\",\"clOrdId\":\"a1\"}");
}

static void kinds(struct world *w)
{
	post(w, "/api/v5/trade/order",
		"{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\","
		"\"ordType\":\"post_only\",\"px\":\"42000.5\",\"sz\":\"0.01\","
		"\"clOrdId\":\"p1\"}");
	w_is(w, "data.0.sCode", "0", "post-only that crosses is acknowledged");
	w_ask(w, "GET", "/api/v5/trade/order?instId=BTC-USDT&clOrdId=p1", NULL,
		SECRET);
	w_is(w, "data.0.state", "canceled", "and canceled at once");
	w_is(w, "data.0.cancelSource", "31", "for that reason");
	post(w, "/api/v5/trade/order",
		"{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\","
		"\"ordType\":\"fok\",\"px\":\"42000.5\",\"sz\":\"0.2\","
		"\"clOrdId\":\"f1\"}");
	w_ask(w, "GET", "/api/v5/trade/order?instId=BTC-USDT&clOrdId=f1", NULL,
		SECRET);
	w_is(w, "data.0.state", "filled", "FOK with enough there fills");
	w_is(w, "data.0.avgPx", "42000.5", "at the maker's price");
	w_is(w, "data.0.feeCcy", "BTC", "a buyer pays the fee in base");
	w_is(w, "data.0.fee", "-0.0002", "and what is charged is negative");
	/* 42.0005 USDT buy 0.001 BTC: without tgtCcy the size is quote. */
	post(w, "/api/v5/trade/order",
		"{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\","
		"\"ordType\":\"market\",\"sz\":\"42.0005\",\"clOrdId\":"
		"\"m1\"}");
	w_ask(w, "GET", "/api/v5/trade/order?instId=BTC-USDT&clOrdId=m1", NULL,
		SECRET);
	w_is(w, "data.0.accFillSz", "0.001",
		"a market buy on spot is sized in quote by default");
	w_is(w, "data.0.tgtCcy", "quote_ccy", "and says so");
	post(w, "/api/v5/trade/order",
		"{\"instId\":\"BTC-USDT-SWAP\",\"tdMode\":\"cross\",\"side\":"
		"\"sell\",\"ordType\":\"market\",\"sz\":\"2\"}");
	w_is(w, "data.0.sCode", "0", "contracts are sold");
	w_ask(w, "GET", "/api/v5/account/positions", NULL, SECRET);
	w_is(w, "data.0.pos", "-2", "a net position has its sign in pos");
	w_is(w, "data.0.avgPx", "42010", "and its entry");
	post(w, "/api/v5/account/set-position-mode",
		"{\"posMode\":\"long_short_mode\"}");
	w_is(w, "code", "59000", "the mode can't change with a position");
	post(w, "/api/v5/trade/close-position",
		"{\"instId\":\"BTC-USDT-SWAP\",\"mgnMode\":\"cross\"}");
	w_is(w, "code", "0", "a position is closed");
	w_ask(w, "GET", "/api/v5/account/positions", NULL, SECRET);
	w_is(w, "data", "[]", "and gone");
	w_ask(w, "GET", "/api/v5/trade/fills?instType=SPOT", NULL, SECRET);
	w_is(w, "data.0.clOrdId", "m1", "fills come newest first");
	w_is(w, "data.1.fillSz", "0.2", "all of them");
	w_is(w, "data.2", "(absent)", "and of the asked kind only");
	for (size_t i = 0; i < w->f.venue.fills; i++)
		w->f.venue.fill[i].ts -= INT64_C(4) * 86400 * 1000000;
	w_ask(w, "GET", "/api/v5/trade/fills?instType=SPOT", NULL, SECRET);
	w_is(w, "data", "[]", "of the last three days");
	w_ask(w, "GET", "/api/v5/trade/fills-history", NULL, SECRET);
	w_is(w, "code", "50014", "the long list must be told a type");
	w_ask(w, "GET", "/api/v5/trade/fills-history?instType=SPOT", NULL,
		SECRET);
	w_is(w, "data.0.clOrdId", "m1", "and has three months");
}

static void batches(struct world *w)
{
	post(w, "/api/v5/trade/batch-orders",
		"[{\"instId\":\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":"
		"\"buy\",\"ordType\":\"limit\",\"px\":\"41000\",\"sz\":"
		"\"0.001\",\"clOrdId\":\"b1\",\"tag\":\"t1\"},{\"instId\":"
		"\"BTC-USDT\",\"tdMode\":\"cash\",\"side\":\"buy\","
		"\"ordType\":\"limit\",\"px\":\"41000.01\",\"sz\":\"0.001\"}]");
	w_is(w, "code", "2", "a batch of which one fails is a partial success");
	w_is(w, "data.0.sCode", "0", "the first is in");
	w_is(w, "data.1.sCode", "51150", "the second is not");
	w_is(w, "data.1.ordId", "", "and has no id");
	post(w, "/api/v5/trade/batch-orders", "[]");
	w_is(w, "code", "50000", "an empty batch is refused");
	post(w, "/api/v5/trade/batch-orders", "[1]");
	w_is(w, "code", "50002", "a batch of numbers too");
	post(w, "/api/v5/trade/batch-orders",
		"[{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},"
		"{}]");
	w_is(w, "code", "51111", "21 orders are too many");
	w_ask(w, "GET", "/api/v5/trade/orders-pending", NULL, SECRET);
	w_is(w, "data.0.clOrdId", "b1", "only the good one is open");
	w_is(w, "data.1", "(absent)", "only that");
}

static void deadman(struct world *w)
{
	post(w, "/api/v5/trade/cancel-all-after", "{\"timeOut\":\"5\"}");
	w_is(w, "code", "51000", "less than 10 s is refused");
	post(w, "/api/v5/trade/cancel-all-after",
		"{\"timeOut\":\"10\",\"tag\":\"other\"}");
	w_is(w, "code", "0", "the switch of a tag is set");
	w->f.now += 11 * XG_US_PER_S;
	xg_sim_okx.tick(&w->f, w->f.now);
	w_ask(w, "GET", "/api/v5/trade/orders-pending", NULL, SECRET);
	w_is(w, "data.0.state", "live", "it leaves orders of no such tag");
	post(w, "/api/v5/trade/cancel-all-after", "{\"timeOut\":\"10\"}");
	w->f.now += 9 * XG_US_PER_S;
	xg_sim_okx.tick(&w->f, w->f.now);
	w_ask(w, "GET", "/api/v5/trade/orders-pending", NULL, SECRET);
	w_is(w, "data.0.state", "live", "nothing happens before the time");
	w->f.now += XG_US_PER_S;
	xg_sim_okx.tick(&w->f, w->f.now);
	w_ask(w, "GET", "/api/v5/trade/orders-pending", NULL, SECRET);
	w_is(w, "data", "[]", "then all orders are canceled");
	w_ask(w, "GET", "/api/v5/trade/order?instId=BTC-USDT&clOrdId=b1", NULL,
		SECRET);
	w_is(w, "data.0.cancelSource", "20", "by the switch");
}

static void rates(struct world *w)
{
	const char *order = "{\"instId\":\"ETH-USDT\"}";
	int i;

	w->f.now += 10 * XG_US_PER_S;
	for (i = 0; i < 60; i++)
		w_ask(w, "POST", "/api/v5/trade/order", order, SECRET);
	is_int(w->a.status, 200, "60 orders in two seconds are in the limit");
	w_ask(w, "POST", "/api/v5/trade/order", order, SECRET);
	is_int(w->a.status, 429, "the next is not");
	w_is(w, "code", "50011", "and says so");
	w_ask(w, "POST", "/api/v5/trade/order", "{\"instId\":\"BTC-USDT\"}",
		SECRET);
	is_int(w->a.status, 200, "each instrument has its own limit");
	w_ask(w, "POST", "/api/v5/trade/cancel-order", order, SECRET);
	is_int(w->a.status, 200, "and cancels have theirs");
	w->f.now += 2 * XG_US_PER_S;
	w_ask(w, "POST", "/api/v5/trade/order", order, SECRET);
	is_int(w->a.status, 200, "two seconds later orders go again");
}

int main(void)
{
	static struct world w;

	w_open(&w);
	public_data(&w);
	access_rules(&w);
	refusals(&w);
	life(&w);
	kinds(&w);
	batches(&w);
	deadman(&w);
	rates(&w);
	w_shut(&w);
	return done();
}
