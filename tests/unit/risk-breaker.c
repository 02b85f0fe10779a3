/* risk: a breaker opens on what its limits say, tries one order, and closes. */
#include "risk.h"
#include "risk/breaker.h"

#define S INT64_C(1000000)

static struct xg_lim_set lim;
static struct xg_breaker b;

static void limits(const char *text)
{
	struct xg_limits l;

	gate_limits(&l, text);
	xg_limits_for(&l, XG_STR("okx"), XG_STR("A"), &lim);
	xg_limits_release(&l);
	b = (struct xg_breaker){ 0 };
}

static bool event(int64_t now, enum xg_brk_event e, int64_t value)
{
	return xg_breaker_event(&b, &lim, now, e, value);
}

static bool lets(int64_t now)
{
	bool changed;

	return xg_breaker_lets(&b, &lim, now, &changed);
}

static void in_a_row(void)
{
	limits("{\"max_order_notional\":1,\"breaker\":{\"max_rejects\":2}}");
	event(S, XG_BRK_REJECTED, 0);
	event(S, XG_BRK_REJECTED, 0);
	ok(b.state == XG_BRK_CLOSED, "as many rejects as allowed leave it");
	event(S, XG_BRK_GOOD, 0);
	event(S, XG_BRK_REJECTED, 0);
	event(S, XG_BRK_REJECTED, 0);
	ok(b.state == XG_BRK_CLOSED, "a good answer ends the row");
	ok(event(S, XG_BRK_REJECTED, 0) && b.state == XG_BRK_OPEN,
		"one more opens it: %s", b.why);
	ok(!lets(2 * S) && !lets(31 * S - 1), "then nothing passes");
	ok(lets(31 * S) && b.state == XG_BRK_HALF, "until open_s is over");
	xg_breaker_sent(&b, 31 * S);
	ok(!lets(32 * S), "one order is under way, no other passes");
	ok(event(33 * S, XG_BRK_REJECTED, 0) && b.state == XG_BRK_OPEN,
		"if it fails, the breaker opens again");
	ok(!lets(62 * S) && lets(63 * S), "for as long again");
	xg_breaker_sent(&b, 63 * S);
	ok(lets(93 * S), "an order without any answer does not block for ever");
	ok(event(94 * S, XG_BRK_GOOD, 0) && b.state == XG_BRK_CLOSED &&
			lets(94 * S),
		"a good answer closes it");
}

static void rate(void)
{
	limits("{\"max_order_notional\":1,\"breaker\":{\"max_rejects\":null,"
	       "\"min_orders\":4,\"max_error_rate\":0.5,\"window_s\":8}}");
	event(10 * S, XG_BRK_UNKNOWN, 0);
	event(10 * S, XG_BRK_UNKNOWN, 0);
	event(10 * S, XG_BRK_UNKNOWN, 0);
	ok(b.state == XG_BRK_CLOSED, "too few answers say nothing");
	event(20 * S, XG_BRK_GOOD, 0);
	event(20 * S, XG_BRK_GOOD, 0);
	event(20 * S, XG_BRK_REJECTED, 0);
	event(21 * S, XG_BRK_REJECTED, 0);
	ok(b.state == XG_BRK_CLOSED,
		"errors older than the window count no more; half is allowed");
	ok(event(22 * S, XG_BRK_UNKNOWN, 0), "over half opens it: %s", b.why);
}

static void others(void)
{
	static const char none[] =
		"{\"max_order_notional\":1,\"breaker\":{"
		"\"max_latency_ms\":100,\"max_gaps\":2,\"max_clock_ms\":50,"
		"\"max_dislocation_bps\":20}}";

	limits(none);
	event(S, XG_BRK_LATENCY, 100001);
	event(S, XG_BRK_LATENCY, 100001);
	event(S, XG_BRK_LATENCY, 100000);
	event(S, XG_BRK_LATENCY, 200000);
	event(S, XG_BRK_LATENCY, 200000);
	ok(b.state == XG_BRK_CLOSED, "two slow answers in a row leave it");
	ok(event(S, XG_BRK_LATENCY, 200000), "three open it: %s", b.why);
	limits(none);
	event(S, XG_BRK_GAP, 0);
	event(2 * S, XG_BRK_GAP, 0);
	ok(b.state == XG_BRK_CLOSED && event(3 * S, XG_BRK_GAP, 0),
		"gaps over the limit open it: %s", b.why);
	limits(none);
	ok(!event(S, XG_BRK_CLOCK, -50000) && event(S, XG_BRK_CLOCK, -50001),
		"a clock that is off opens it: %s", b.why);
	limits(none);
	ok(!event(S, XG_BRK_DISLOCATION, 2000) &&
			event(S, XG_BRK_DISLOCATION, -2001),
		"a price far from the others opens it: %s", b.why);
	limits(none);
	ok(event(S, XG_BRK_BALANCE, 0), "balances open it: %s", b.why);
	ok(!event(S, XG_BRK_BALANCE, 0), "once");
	limits(none);
	ok(event(S, XG_BRK_DOWN, 0), "maintenance opens it: %s", b.why);
}

/* The same seen through the gate. */
static void gated(void)
{
	gate_new("\"breaker\":{\"max_dislocation_bps\":100,"
		 "\"balance_tolerance\":0.01,\"max_venues_open\":1}");
	gate_line("{\"type\":\"balance\",\"venue\":\"okx\",\"ccy\":\"USDT\","
		  "\"total\":1000,\"free\":900,\"used\":90}");
	ok(gate_order("okx", "a", "buy", "999", "1"),
		"balances that differ by the tolerance are good (%s)",
		gate_rule);
	gate_line("{\"type\":\"balance\",\"venue\":\"okx\",\"ccy\":\"USDT\","
		  "\"total\":1000,\"free\":900,\"used\":89.9}");
	ok(gate_alerts == 1 && !gate_order("okx", "b", "buy", "999", "1") &&
			!strcmp(gate_reason, "venue_down"),
		"by more, the venue gets no orders");
	ok(gate_order("gate", "b", "buy", "999", "1"), "others do");
	gate_book("okx", 1200);
	ok(!gate_order("gate", "c", "buy", "999", "1") &&
			!strcmp(gate_rule, "breaker"),
		"dislocated prices open the breaker (%s)", gate_rule);
	gate_line("{\"type\":\"fee\",\"venue\":\"x\",\"maker\":0,\"taker\":0}");
	gate_end();
	gate_new("\"breaker\":{\"max_venues_open\":0}");
	gate_line("{\"type\":\"status\",\"venue\":\"okx\",\"event\":"
		  "\"maintenance\"}");
	gate_book("okx", 1000);
	ok(!gate_order("gate", "a", "buy", "999", "1") &&
			!strcmp(gate_reason, "halted"),
		"more open breakers than allowed halt every venue");
	gate_now += 31 * S;
	gate_book("okx", 1000);
	gate_book("gate", 1000);
	ok(gate_order("okx", "b", "buy", "999", "1"),
		"the first of them is tried after its time (%s)", gate_rule);
	gate_exec("okx", "b", "new", "0");
	ok(gate_order("gate", "c", "buy", "999", "1"),
		"and once it is closed, all pass (%s)", gate_rule);
	gate_end();
}

int main(void)
{
	in_a_row();
	rate();
	others();
	gated();
	return done();
}
