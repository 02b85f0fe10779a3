/* risk: no allocation per record once markets and groups have been seen. */
#include "risk.h"
#include "allocs.h"

static void round_of(int i)
{
	char id[32];

	gate_now += 100000;
	gate_book("okx", 1000);
	gate_book("gate", 1000);
	gate_line("{\"type\":\"balance\",\"venue\":\"okx\",\"ccy\":\"USDT\","
		  "\"total\":100000}");
	gate_line("{\"type\":\"balance\",\"venue\":\"gate\",\"ccy\":\"USDT\","
		  "\"total\":100000}");
	snprintf(id, sizeof id, "a%d", i);
	gate_order("okx", id, "buy", "999", "1");
	gate_exec("okx", id, "new", "0");
	gate_fill("okx", id, id, "buy", "999", "1");
	snprintf(id, sizeof id, "b%d", i);
	gate_order("okx", id, "sell", "1001", "1");
	gate_fill("okx", id, id, "sell", "1001", "1");
	for (int leg = 0; leg < 2; leg++)
		gate_line("{\"type\":\"order\",\"venue\":\"%s\","
			  "\"sym\":\"A-USDT\",\"rx\":%lld,\"id\":\"g%d.%d\","
			  "\"side\":\"%s\",\"kind\":\"limit\",\"px\":1000,"
			  "\"qty\":1,\"group\":\"g%d\",\"legs\":2}",
			leg ? "gate" : "okx", (long long)gate_now, i, leg,
			leg ? "sell" : "buy", i);
	ok(gate_passes == 2, "round %d: both legs pass (%s)", i, gate_rule);
	for (int leg = 0; leg < 2; leg++) {
		snprintf(id, sizeof id, "g%d.%d", i, leg);
		gate_exec(leg ? "gate" : "okx", id, "canceled", "0");
	}
	snprintf(id, sizeof id, "huge%d", i);
	gate_order("okx", id, "buy", "999", "100000");
	gate_line("{\"type\":\"tick\",\"rx\":%lld}", (long long)gate_now);
}

int main(void)
{
	long before;

	gate_new("\"max_order_notional\":10000,\"max_venue_exposure\":0.3,"
		 "\"size\":{\"max_sigma\":100000,\"sample_ms\":50}");
	xg_risk_explain(gate, true);
	for (int i = 0; i < 40; i++) {
		gate_now += 100000;
		gate_book("okx", 1000 + i % 3);
		gate_book("gate", 1000 + i % 3);
	}
	/* Groups take turns in their slots: each is used once first. */
	for (int i = 0; i < 50; i++)
		round_of(i);
	before = allocs;
	for (int i = 50; i < 100; i++)
		round_of(i);
	if (ALLOCS_COUNTED) {
		ok(before > 0, "allocations are counted");
		is_int(allocs - before, 0, "50 rounds allocate nothing");
	}
	gate_end();
	return done();
}
