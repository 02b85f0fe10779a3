/* Hostile clients of the simulated Hyperliquid, with questions by POST: see
 * sim-talk.h. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USD", 7) == 0)
#include "sim-talk.h"

#include "hyperliquid-sim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct talk t = {
		.path = { "/ws", "/ws", "/ws", "/ws" },
		.post = "/info",
		.bare = true,
		.sym = "BTC-USD-PERP",
		.px = "42000",
		.px2 = "41999",
	};
	static struct world w;

	w_open(&w);
	talk(&w, &t, p, n);
	w_shut(&w);
	return 0;
}
