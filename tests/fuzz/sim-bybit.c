/* Hostile clients of the simulated Bybit, a socket for each market: see
 * sim-talk.h. What a client has left is not counted any more. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USDT", 8) == 0)
#include "sim-talk.h"

#include "bybit-sim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct talk t = {
		.path = { "/v5/public/spot", "/v5/public/linear",
			"/v5/public/inverse", "/v5/public/option" },
		.sym = "BTC-USDT",
		.px = "42001",
		.px2 = "42000",
	};
	static struct world w;
	const struct xg_by_state *s;

	w_open(&w);
	s = w.f.state;
	talk(&w, &t, p, n);
	for (size_t i = 0; i < s->mkts; i++)
		for (int k = 0; k < XG_BY_CHANS; k++)
			if (s->mkt[i].wanted[k])
				abort();
	w_shut(&w);
	return 0;
}
