/* Hostile clients of the simulated Bitget, v2 on two sockets and v3 on two: see
 * sim-talk.h. What a client has left is not counted any more. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USD", 7) == 0)
#include "sim-talk.h"

#include "bitget-sim.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct talk t = {
		.path = { "/v2/ws/public", "/v3/ws/public", "/v2/ws/public",
			"/v3/ws/public" },
		.plain = "pong",
		.sym = "BTC-USDT-PERP",
		.px = "42000.2",
		.px2 = "42000",
	};
	static struct world w;
	const struct xg_bg_state *s;

	w_open(&w);
	s = w.f.state;
	talk(&w, &t, p, n);
	for (size_t i = 0; i < s->mkts; i++)
		for (int k = 0; k < XG_BG_CHANS; k++)
			if (s->mkt[i].wanted[k])
				abort();
	w_shut(&w);
	return 0;
}
