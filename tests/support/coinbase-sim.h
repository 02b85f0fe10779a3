/* One simulated Coinbase (either venue) with a market, for unit tests. */
#ifndef XG_TESTS_COINBASE_SIM_H
#define XG_TESTS_COINBASE_SIM_H

#include "sim-front.h"
#include "sim/coinbase.h"

static void w_told(struct xg_sim_conn *c, int code, const char *why)
{
	struct world *w = c->front->io;

	(void)xg_buf_printf(
		&w->sent, "%lld close %d %s\n", (long long)c->id, code, why);
}

static inline void w_open(struct world *w, const struct xg_sim_dialect *d)
{
	w_start(w, d);
	w->f.close = w_told;
	w_level(w, "BTC-USD", false, "42000", "1");
	w_level(w, "BTC-USD", false, "41999.5", "2");
	w_level(w, "BTC-USD", true, "42000.5", "1.5");
}

#endif
