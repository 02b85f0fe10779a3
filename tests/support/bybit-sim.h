/* One simulated Bybit with a market, for unit tests. */
#ifndef XG_TESTS_BYBIT_SIM_H
#define XG_TESTS_BYBIT_SIM_H

#include "sim-front.h"
#include "sim/bybit.h"

static inline void w_open(struct world *w)
{
	w_start(w, &xg_sim_bybit);
	w_level(w, "BTC-USDT-PERP", false, "42000.1", "1");
	w_level(w, "BTC-USDT-PERP", false, "42000", "2");
	w_level(w, "BTC-USDT-PERP", true, "42000.5", "1.5");
	w_level(w, "BTC-USDT", false, "41999.99", "0.5");
	w_level(w, "BTC-USDT", true, "42000", "0.25");
}

#endif
