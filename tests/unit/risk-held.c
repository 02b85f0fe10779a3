/* risk: positions as records tell of them; groups, amends, variance. */
#include "risk.h"

static bool pos_is(const char *venue, int64_t tenths)
{
	struct xg_risk_stand s;

	xg_risk_stand(gate, xg_str_from(venue), XG_STR("A-USDT"), &s);
	return xg_dec_cmp(s.pos, xg_dec_make(tenths, -1)) == 0;
}

static void at(const char *what, int64_t ts, const char *id, const char *qty)
{
	if (!strcmp(what, "fill"))
		gate_line("{\"type\":\"fill\",\"venue\":\"okx\",\"sym\":"
			  "\"A-USDT\",\"ts\":%lld,\"rx\":2000000,\"id\":\"x\","
			  "\"trade_id\":\"%s\",\"side\":\"buy\",\"px\":1000,"
			  "\"qty\":%s}",
			(long long)ts, id, qty);
	else
		gate_line("{\"type\":\"position\",\"venue\":\"okx\",\"sym\":"
			  "\"A-USDT\",\"ts\":%lld,\"rx\":2000000,\"qty\":%s}",
			(long long)ts, qty);
}

static void positions(void)
{
	gate_new("");
	at("fill", 100, "t1", "1");
	at("position", 200, "", "5");
	ok(pos_is("okx", 50), "a position record replaces what fills made");
	at("fill", 300, "t2", "1");
	ok(pos_is("okx", 60), "fills after it add to it");
	at("fill", 150, "t3", "1");
	ok(pos_is("okx", 60), "R4: a fill from before it is in it already");
	at("position", 250, "", "5");
	ok(pos_is("okx", 60), "R4: a fill after it, told before it, is not");
	at("position", 220, "", "9");
	ok(pos_is("okx", 60), "an older position record changes nothing");
	at("fill", 300, "t2", "1");
	ok(pos_is("okx", 60), "R22: a fill that is told twice counts once");
	ok(xg_dec_is_zero(xg_risk_profit(gate)),
		"what a position record corrects is no profit");
	gate_end();
}

/* In one process what became of an order comes back by function call, and again
 * later by the journal: first the order itself. */
static void twice(void)
{
	struct xg_rec_reader reader = { 0 };
	struct xg_risk_stand s;
	struct xg_rec rec;
	struct xg_error err;

	gate_new("");
	gate_order("okx", "a", "buy", "999", "5");
	gate_fill("okx", "a", "t", "buy", "999", "5");
	gate_exec("okx", "a", "filled", "5");
	xg_rec_read(&reader,
		XG_STR("{\"type\":\"order\",\"venue\":\"okx\",\"sym\":"
		       "\"A-USDT\",\"id\":\"a\",\"side\":\"buy\",\"kind\":"
		       "\"limit\",\"px\":999,\"qty\":5}"),
		XG_REC_BIT(XG_REC_ORDER), &rec, &err);
	xg_risk_follow(gate, &rec, false, &err);
	xg_risk_stand(gate, XG_STR("okx"), XG_STR("A-USDT"), &s);
	ok(s.open == 0 && xg_dec_is_zero(s.buys),
		"an order that has ended is not opened again by the journal");
	xg_rec_reader_release(&reader);
	gate_end();
}

static void late_fills(void)
{
	gate_new("\"max_position\":10");
	gate_order("okx", "a", "buy", "999", "10");
	gate_exec("okx", "a", "canceled", "6");
	ok(!gate_order("okx", "b", "buy", "999", "4.1") &&
			gate_order("okx", "c", "buy", "999", "4"),
		"R3: fills that the end of an order tells of count before they "
		"come");
	gate_fill("okx", "a", "t", "buy", "999", "6");
	ok(!gate_order("okx", "d", "buy", "999", "0.2"),
		"and not twice when they do");
	gate_line("{\"type\":\"reject\",\"id\":\"c\",\"by\":\"order\","
		  "\"rule\":\"x\"}");
	ok(gate_order("okx", "e", "buy", "999", "4"),
		"an order that xg-order did not send counts no more");
	gate_exec("okx", "e", "sent", "0");
	gate_line("{\"type\":\"reject\",\"id\":\"e\",\"by\":\"order\","
		  "\"rule\":\"x\"}");
	ok(!gate_order("okx", "f", "buy", "999", "0.2"),
		"one that was sent stays, whatever is refused about it");
	gate_exec("okx", "e", "unknown", "0");
	ok(!gate_order("okx", "g", "buy", "999", "0.2"),
		"R1: an order of unknown state may exist, so it counts");
	gate_end();
}

static bool leg(const char *venue, const char *id, const char *qty, int legs)
{
	return gate_line("{\"type\":\"order\",\"venue\":\"%s\",\"sym\":"
			 "\"A-USDT\",\"rx\":%lld,\"id\":\"%s\",\"side\":"
			 "\"buy\",\"kind\":\"limit\",\"px\":999,\"qty\":%s,"
			 "\"group\":\"g\",\"legs\":%d}",
		venue, (long long)gate_now, id, qty, legs);
}

static void groups(void)
{
	struct xg_risk_stand s;

	gate_new("\"max_symbol_position\":10");
	leg("okx", "a", "6", 2);
	is_int(gate_passes, 0, "R6: a first leg waits");
	leg("gate", "b", "6", 2);
	ok(gate_rejects == 2 && !strcmp(gate_rule, "max_symbol_position"),
		"R6: legs that are over a limit only together all fail");
	xg_risk_stand(gate, XG_STR("okx"), XG_STR("A-USDT"), &s);
	ok(s.open == 0 && xg_dec_is_zero(s.buys), "and leave nothing open");
	leg("okx", "a", "5", 2);
	leg("gate", "b", "5", 2);
	is_int(gate_passes, 2, "within it both pass");
	leg("okx", "c", "5", 0);
	ok(gate_rejects == 1, "a leg that does not say how many is rejected");
	leg("okx", "d", "5", 2);
	leg("gate", "e", "5", 3);
	is_int(gate_rejects, 2, "legs that disagree are all rejected");
	leg("okx", "f", "5", 2);
	gate_now += 1000001;
	gate_line("{\"type\":\"tick\",\"rx\":%lld}", (long long)gate_now);
	ok(gate_rejects == 1 && !strcmp(gate_reason, "timeout"),
		"a leg whose other does not come is rejected");
	gate_end();
}

static bool amend(const char *id, const char *more)
{
	return gate_line("{\"type\":\"amend\",\"rx\":%lld,\"id\":\"%s\"%s}",
		(long long)gate_now, id, more);
}

static void amends(void)
{
	gate_new("\"max_position\":10,\"price_band_bps\":100");
	gate_order("okx", "a", "buy", "999", "6");
	ok(amend("a", ",\"qty\":10") && !amend("a", ",\"qty\":10.1"),
		"an amend is within the limit, or not (%s)", gate_rule);
	ok(!amend("a", ",\"px\":1100") && !strcmp(gate_rule, "price_band_bps"),
		"its price is checked, too");
	ok(amend("a", ",\"qty\":2") &&
			!gate_order("okx", "b", "buy", "999", "0.2"),
		"until the venue has answered, the larger quantity counts");
	gate_line("{\"type\":\"exec\",\"venue\":\"okx\",\"id\":\"a\",\"event\":"
		  "\"amended\",\"qty\":2,\"px\":999}");
	ok(gate_order("okx", "b", "buy", "999", "8"), "then the new one");
	gate_end();
}

/* Two prices that alternate by 1 %: variance of a return is about 1e-4. */
static void variance(void)
{
	gate_new("\"size\":{\"max_sigma\":200,\"horizon_s\":1,\"window\":50}");
	ok(!gate_order("okx", "a", "buy", "999", "1") &&
			!strcmp(gate_reason, "stale_data"),
		"R5: without returns to judge by, nothing passes");
	for (int i = 0; i < 60; i++) {
		gate_now += 1000000;
		gate_book("okx", i % 2 ? 1000 : 1010);
	}
	gate_book("gate", 1000);
	ok(gate_order("okx", "a", "buy", "999", "19"),
		"max_sigma: 19000 at 1 %% are within 200 (%s)", gate_rule);
	ok(!gate_order("okx", "b", "buy", "999", "1.2") &&
			!strcmp(gate_rule, "max_sigma"),
		"max_sigma: 20200 are not (%s)", gate_rule);
	ok(gate_order("gate", "c", "sell", "1001", "19"),
		"a hedge has its own open side (%s)", gate_rule);
	gate_end();
	gate_new("\"equity\":100000,\"size\":{\"target_vol\":10}");
	for (int i = 0; i < 60; i++) {
		gate_now += 1000000;
		gate_book("okx", i % 2 ? 1000 : 1010);
	}
	ok(gate_order("okx", "a", "buy", "999", "10") &&
			!gate_order("okx", "b", "buy", "999", "10") &&
			!strcmp(gate_rule, "target_vol"),
		"target_vol: volatile markets allow less leverage");
	gate_end();
}

int main(void)
{
	positions();
	twice();
	late_fills();
	groups();
	amends();
	variance();
	return done();
}
