/* Hostile clients of the simulated Deribit: see sim-talk.h. What nobody wants any
 * more is not sent. */
#define W_LISTS(sym) (strncmp(sym, "BTC-USD", 7) == 0)
#include "sim-talk.h"
#include "sim/deribit.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct talk t = {
		.path = { "/ws/api/v2", "/ws/api/v2", "/ws/api/v2",
			"/ws/api/v2" },
		.sym = "BTC-USD-PERP",
		.px = "42000",
		.px2 = "41999.5",
	};
	static struct world w;

	w_start(&w, &xg_sim_deribit);
	w_level(&w, "BTC-USD-PERP", false, "41999", "1000");
	w_level(&w, "BTC-USD-PERP", true, "42001", "10");
	w_level(&w, "BTC-USDC", true, "42001", "0.25");
	talk(&w, &t, p, n);
	for (size_t i = 0; i < w.f.venue.mkts; i++)
		for (int k = 0; k < XG_DR_CHANS; k++)
			if (xg_dr_wanted(&w.f, w.f.venue.mkt[i], k))
				abort();
	w_shut(&w);
	return 0;
}
