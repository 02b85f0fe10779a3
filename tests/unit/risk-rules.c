/* risk: each rule below, at and above its limit. */
#include "risk.h"

static int nth;

static const char *id(void)
{
	static char text[16];

	snprintf(text, sizeof text, "o%d", ++nth);
	return text;
}

/* One limit: what just passes, what just does not, by which rule and why. */
static void edge(const char *limits, const char *side, const char *px_in,
	const char *qty_in, const char *px_out, const char *qty_out,
	const char *rule, const char *reason)
{
	gate_new(limits);
	ok(gate_order("okx", id(), side, px_in, qty_in),
		"%s: %s %s at %s is within (%s)", rule, side, qty_in, px_in,
		gate_rule);
	gate_end();
	gate_new(limits);
	ok(!gate_order("okx", id(), side, px_out, qty_out) &&
			!strcmp(gate_rule, rule) &&
			!strcmp(gate_reason, reason),
		"%s: %s %s at %s is not (%s %s)", rule, side, qty_out, px_out,
		gate_rule, gate_reason);
	gate_end();
}

static void of_an_order(void)
{
	edge("", "buy", "999.5", "1", "999.7", "1", "tick", "tick");
	edge("", "buy", "999", "0.3", "999", "0.35", "lot", "lot");
	edge("", "buy", "999", "0.2", "999", "0.1", "min_qty", "min_qty");
	edge("", "buy", "25", "0.2", "24.5", "0.2", "min_notional",
		"min_notional");
	edge("\"max_order_notional\":1000", "buy", "1000", "1", "1000", "1.1",
		"max_order_notional", "limit");
	edge("\"max_order_qty\":2", "sell", "1001", "2", "1001", "2.1",
		"max_order_qty", "limit");
	edge("\"price_band_bps\":100", "buy", "1010", "1", "1010.5", "1",
		"price_band_bps", "price_band");
	edge("\"price_band_bps\":100", "sell", "990", "1", "989.5", "1",
		"price_band_bps", "price_band");
}

static void slippage(void)
{
	/* 1001 and 1002 have 1000 each: 2000 cost 1001.5 on average, that is
	 * 4.99501 bps over the best. */
	gate_new("\"max_slippage_bps\":4.995");
	ok(!gate_order("okx", id(), "buy", "1002", "2000") &&
			!strcmp(gate_rule, "max_slippage_bps"),
		"max_slippage_bps: a cost just over it is rejected");
	gate_end();
	gate_new("\"max_slippage_bps\":4.9951");
	ok(gate_order("okx", id(), "buy", "1002", "2000"),
		"max_slippage_bps: at it passes (%s)", gate_rule);
	ok(gate_order("okx", id(), "buy", "900", "2000"),
		"what takes nothing has no slippage");
	ok(!gate_line(
		   "{\"type\":\"order\",\"venue\":\"okx\",\"sym\":\"A-USDT\","
		   "\"id\":\"m\",\"side\":\"sell\",\"kind\":\"market\","
		   "\"qty\":2000.1}") &&
			!strcmp(gate_rule, "max_slippage_bps"),
		"a market order that the book cannot fill is rejected");
	gate_end();
}

static void fees(void)
{
	gate_new("\"max_fee_bps\":10");
	ok(gate_order("okx", id(), "buy", "999", "1"),
		"max_fee_bps: a taker fee at it passes (%s)", gate_rule);
	gate_end();
	gate_new("\"max_fee_bps\":9.99");
	ok(!gate_order("okx", id(), "buy", "999", "1") &&
			!strcmp(gate_rule, "max_fee_bps"),
		"max_fee_bps: one over it does not");
	ok(gate_line("{\"type\":\"order\",\"venue\":\"okx\",\"sym\":\"A-USDT\","
		     "\"id\":\"x\",\"side\":\"buy\",\"kind\":\"limit\","
		     "\"px\":999,\"qty\":1,\"tif\":\"gtx\"}"),
		"a post-only order is judged by the maker fee");
	gate_end();
}

static void lists(void)
{
	gate_new("\"allow_venues\":[\"gate\"]");
	ok(!gate_order("okx", id(), "buy", "999", "1") &&
			!strcmp(gate_rule, "allow_venues"),
		"a venue outside the list is rejected");
	ok(gate_order("gate", id(), "buy", "999", "1"), "one inside passes");
	gate_end();
	gate_new("\"allow_symbols\":[\"okx:B-*\",\"gate:A-*\"]");
	ok(!gate_order("okx", id(), "buy", "999", "1") &&
			!strcmp(gate_rule, "allow_symbols"),
		"a symbol outside the list is rejected");
	ok(gate_order("gate", id(), "buy", "999", "1"), "one inside passes");
	gate_end();
	gate_new("\"allow_sides\":[\"sell\"]");
	ok(!gate_order("okx", id(), "buy", "999", "1") &&
			!strcmp(gate_rule, "allow_sides") &&
			gate_order("okx", id(), "sell", "1001", "1"),
		"sides outside the list are rejected, others pass");
	gate_end();
	gate_new("\"allow_venues\":[]");
	ok(!gate_order("okx", id(), "buy", "999", "1"),
		"an empty list allows nothing");
	gate_end();
}

static void ages(void)
{
	gate_new("\"max_data_age_ms\":100");
	gate_now += 100000;
	ok(gate_order("okx", id(), "buy", "999", "1"),
		"R10: a book as old as allowed is good");
	gate_now += 1;
	ok(!gate_order("okx", id(), "buy", "999", "1") &&
			!strcmp(gate_reason, "stale_data"),
		"R10: one microsecond older is stale_data");
	gate_book("okx", 1000);
	ok(gate_order("okx", id(), "buy", "999", "1"), "until its next change");
	gate_line("{\"type\":\"status\",\"venue\":\"okx\",\"event\":"
		  "\"disconnected\"}");
	ok(!gate_order("okx", id(), "buy", "999", "1") &&
			!strcmp(gate_rule, "market_data"),
		"R7: after a disconnect no order passes");
	gate_end();
}

static void rates(void)
{
	int passed = 0;

	gate_new("\"max_orders_per_s\":5");
	for (int i = 0; i < 9; i++)
		passed += gate_order("okx", id(), "buy", "999", "1");
	is_int(passed, 5, "max_orders_per_s: so many pass in one second");
	is_text(gate_reason, strlen(gate_reason), "rate_limited",
		"and the others are rate_limited");
	gate_now += 999999;
	ok(!gate_order("okx", id(), "buy", "999", "1"), "not within it");
	gate_now += 1;
	ok(gate_order("okx", id(), "buy", "999", "1"), "a second later again");
	gate_end();
	gate_new("\"max_open_orders\":2");
	ok(gate_order("okx", "a", "buy", "999", "1") &&
			gate_order("okx", "b", "buy", "999", "1"),
		"max_open_orders: so many are open at a venue");
	ok(!gate_order("okx", "c", "buy", "999", "1") &&
			!strcmp(gate_rule, "max_open_orders"),
		"and not one more");
	ok(gate_order("gate", "c", "buy", "999", "1"),
		"other venues count apart");
	gate_exec("okx", "a", "canceled", "0");
	ok(gate_order("okx", "d", "buy", "999", "1"), "one that ended is gone");
	gate_end();
}

static void held(void)
{
	gate_new("\"max_position\":10");
	ok(gate_order("okx", "a", "buy", "999", "10"), "max_position: at it");
	ok(!gate_order("okx", "b", "buy", "999", "0.2") &&
			!strcmp(gate_rule, "max_position"),
		"max_position: above it, while the first is not even answered");
	ok(gate_order("okx", "c", "sell", "1001", "10"), "sells count apart");
	gate_fill("okx", "a", "t1", "buy", "999", "10");
	ok(gate_order("okx", "d", "sell", "1001", "10"),
		"what is held can be sold, and as much again");
	ok(!gate_order("okx", "e", "sell", "1001", "0.2"), "but no more");
	gate_end();
	gate_new("\"max_symbol_position\":10");
	ok(gate_order("okx", "a", "buy", "999", "6") &&
			gate_order("gate", "b", "buy", "999", "4"),
		"max_symbol_position: at it, over two venues");
	ok(!gate_order("gate", "c", "buy", "999", "0.2") &&
			!strcmp(gate_rule, "max_symbol_position"),
		"max_symbol_position: above it");
	gate_end();
}

static void exposure(void)
{
	gate_new("\"equity\":100000,\"max_venue_exposure\":0.3");
	ok(gate_order("okx", "a", "buy", "999", "30"),
		"max_venue_exposure: 30 %% of equity is held at one venue");
	ok(!gate_order("okx", "b", "buy", "999", "0.2") &&
			!strcmp(gate_rule, "max_venue_exposure"),
		"max_venue_exposure: and not more");
	ok(gate_order("gate", "c", "sell", "1001", "30"),
		"another venue has its own");
	gate_fill("okx", "a", "t", "buy", "999", "30");
	gate_book("okx", 1100);
	gate_book("gate", 1100);
	ok(gate_order("okx", "d", "sell", "1101", "30"),
		"what reduces a position passes although it is over");
	gate_end();
	gate_new("\"max_total_exposure\":50000");
	ok(gate_order("okx", "a", "buy", "999", "30") &&
			gate_order("gate", "b", "sell", "1001", "20") &&
			!gate_order("gate", "c", "sell", "1001", "0.2") &&
			!strcmp(gate_rule, "max_total_exposure"),
		"max_total_exposure: longs and shorts add up");
	gate_end();
	gate_new("\"max_venue_notional\":5000");
	ok(gate_order("okx", "a", "buy", "999", "5") &&
			!gate_order("okx", "b", "buy", "999", "0.2") &&
			!strcmp(gate_rule, "max_venue_notional"),
		"max_venue_notional: at it, not above it");
	gate_end();
	gate_new("\"max_leverage\":2,\"equity\":5000");
	ok(gate_order("okx", "a", "buy", "999", "10") &&
			!gate_order("okx", "b", "buy", "999", "0.2") &&
			!strcmp(gate_rule, "max_leverage"),
		"max_leverage: at it, not above it");
	gate_end();
}

static void losses(void)
{
	gate_new("\"max_daily_loss\":100");
	gate_fill("okx", "q", "t", "buy", "1000", "10");
	gate_book("okx", 990);
	gate_book("gate", 990);
	ok(gate_order("okx", "a", "buy", "989", "1"),
		"max_daily_loss: at it (%s)", gate_rule);
	gate_book("okx", 989);
	ok(!gate_order("okx", "b", "buy", "988", "1") &&
			!strcmp(gate_rule, "max_daily_loss") && gate_alerts,
		"max_daily_loss: above it, and an alert tells");
	ok(gate_order("okx", "c", "sell", "990", "1"),
		"what reduces the position passes");
	gate_now += INT64_C(86400000000);
	gate_book("okx", 989);
	gate_book("gate", 989);
	gate_line("{\"type\":\"tick\",\"rx\":%lld}", (long long)gate_now);
	ok(gate_order("okx", "d", "buy", "988", "1"), "a new day starts anew");
	gate_end();
	gate_new("\"max_drawdown\":0.01,\"equity\":10000");
	gate_fill("okx", "q", "t", "buy", "1000", "10");
	gate_book("okx", 1010);
	gate_line("{\"type\":\"tick\",\"rx\":%lld}", (long long)gate_now);
	gate_book("okx", 1000);
	gate_book("gate", 1000);
	ok(gate_order("okx", "a", "buy", "999", "1"),
		"max_drawdown: at it, from the highest (%s)", gate_rule);
	gate_book("okx", 999);
	ok(!gate_order("okx", "b", "buy", "998", "1") &&
			!strcmp(gate_rule, "max_drawdown"),
		"max_drawdown: above it");
	gate_end();
}

static void fails_closed(void)
{
	struct xg_limits l;

	gate_new("");
	gate_halted = true;
	ok(!gate_order("okx", "a", "buy", "999", "1") &&
			!strcmp(gate_reason, "halted"),
		"R5: halted, nothing passes");
	gate_end();
	gate_limits(&l, "{\"max_order_notional\":5000}");
	gate = xg_risk_new(&l, NULL, NULL);
	gate_line(SPOT("okx", ""));
	gate_book("okx", 1000);
	ok(!gate_order("okx", "a", "buy", "999", "1") &&
			!strcmp(gate_reason, "halted"),
		"R5: without a switch to look at, nothing passes");
	gate_end();
	gate_new("\"max_order_notional\":5000,\"max_venue_exposure\":0.3");
	ok(!gate_order("okx", "a", "buy", "999", "1") &&
			!strcmp(gate_reason, "stale_data"),
		"R5: with the defaults and no balance, nothing passes");
	gate_line("{\"type\":\"balance\",\"venue\":\"gate\",\"ccy\":\"USDT\","
		  "\"total\":100000}");
	ok(!gate_order("okx", "a", "buy", "999", "1"),
		"R5: the balance of another venue does not help");
	gate_line("{\"type\":\"balance\",\"venue\":\"okx\",\"ccy\":\"USDT\","
		  "\"total\":1000}");
	ok(gate_order("okx", "a", "buy", "999", "1"),
		"with its balance it passes (%s)", gate_rule);
	gate_end();
	gate_new("\"currency\":\"EUR\"");
	ok(!gate_order("okx", "a", "buy", "999", "1") &&
			!strcmp(gate_rule, "currency"),
		"R5: without a price into the currency, nothing passes");
	gate_end();
}

int main(void)
{
	of_an_order();
	slippage();
	fees();
	lists();
	ages();
	rates();
	held();
	exposure();
	losses();
	fails_closed();
	return done();
}
