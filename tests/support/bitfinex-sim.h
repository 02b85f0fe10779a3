/* One simulated Bitfinex with a market, for unit tests. */
#ifndef XG_TESTS_BITFINEX_SIM_H
#define XG_TESTS_BITFINEX_SIM_H

#include "sim-front.h"
#include "sim/bitfinex.h"

static inline void w_open(struct world *w)
{
	w_start(w, &xg_sim_bitfinex);
	w_level(w, "BTC-USD", false, "63990", "0.5");
	w_level(w, "BTC-USD", false, "63989", "1.25");
	w_level(w, "BTC-USD", true, "64000", "0.25");
	w_level(w, "BTC-USDT-PERP", false, "63980", "2");
	w_level(w, "BTC-USDT-PERP", true, "64010", "1.5");
}

/* A WebSocket that has its greeting behind it. */
static inline struct xg_sim_conn *w_ws(struct world *w, int64_t id)
{
	struct xg_sim_conn *c = w_conn(w, id, "/ws/2", "");

	xg_bfx_greet(c);
	xg_buf_clear(&w->sent);
	return c;
}

#endif
