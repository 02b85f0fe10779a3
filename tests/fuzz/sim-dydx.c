/* Hostile clients of the simulated dYdX: see sim-talk.h. What a client has left is
 * not counted any more. */
#define W_LISTS(sym) (strncmp(sym, "SOL", 3) != 0)
#include "sim-talk.h"

#include "dydx-sim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct talk t = {
		.path = { "/v4/ws", "/v4/ws", "/v4/ws", "/v4/ws" },
		.sym = "BTC-USD-PERP",
		.px = "42001",
		.px2 = "42000",
	};
	static struct world w;
	const struct xg_dy_state *s;

	w_open(&w);
	s = w.f.state;
	talk(&w, &t, p, n);
	for (size_t i = 0; i < xg_dy_slots(s); i++)
		if (s->topic[i].plain || s->topic[i].batched)
			abort();
	w_shut(&w);
	return 0;
}
