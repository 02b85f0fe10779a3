/* Hostile clients of the simulated Kraken, spot on two sockets and Futures on
 * two: see sim-talk.h. What a client has left is not counted any more. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USD", 7) == 0)
#include "sim-talk.h"
#include "sim/kraken.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct talk t = {
		.path = { "/v2", "/ws/v1", "/v2", "/ws/v1" },
		.sym = "BTC-USD",
		.px = "42000.1",
		.px2 = "41999.5",
	};
	static struct world w;
	const struct xg_kr_state *s;

	w_start(&w, &xg_sim_kraken);
	s = w.f.state;
	w_level(&w, "BTC-USD", false, "41999", "0.5");
	w_level(&w, "BTC-USD", true, "42001", "0.25");
	w_level(&w, "BTC-USD-PERP", false, "41999", "0.5");
	w_level(&w, "BTC-USD-PERP:BTC", true, "42001", "100");
	talk(&w, &t, p, n);
	for (size_t i = 0; i < s->mkts; i++)
		for (int k = 0; k < XG_KR_CHANS; k++)
			if (s->mkt[i].wanted[k])
				abort();
	w_shut(&w);
	return 0;
}
