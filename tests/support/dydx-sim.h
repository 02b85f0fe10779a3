/* One simulated dYdX with a market, for unit tests. */
#ifndef XG_TESTS_DYDX_SIM_H
#define XG_TESTS_DYDX_SIM_H

#include "sim-front.h"
#include "sim/dydx.h"

static inline void w_open(struct world *w)
{
	w_start(w, &xg_sim_dydx);
	w_level(w, "BTC-USD-PERP", false, "42000", "10");
	w_level(w, "BTC-USD-PERP", true, "42001", "1.5");
	w_level(w, "ETH-USD-PERP", false, "3000", "0.5");
	xg_sim_flush(w_mkt(w, "BTC-USD-PERP"), w->f.now);
	xg_sim_flush(w_mkt(w, "ETH-USD-PERP"), w->f.now);
}

#endif
