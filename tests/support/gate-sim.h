/* One simulated Gate with a market, for unit tests. */
#ifndef XG_TESTS_GATE_SIM_H
#define XG_TESTS_GATE_SIM_H

#include "sim-front.h"
#include "sim/gate.h"

static inline void w_open(struct world *w)
{
	w_start(w, &xg_sim_gate);
	w_level(w, "BTC-USDT-PERP", false, "42000.1", "10");
	w_level(w, "BTC-USDT-PERP", true, "42000.5", "15");
	w_level(w, "BTC-USDT", false, "41999.9", "0.5");
	w_level(w, "BTC-USDT", true, "42000", "0.25");
}

/* A request of a client that knows decimal sizes. */
static inline const char *w_ask(struct world *w, const char *target)
{
	return w_rest(
		w, (struct xg_sim_http){ .method = XG_STR("GET"),
			   .target = xg_str_from(target),
			   .headers = XG_STR("X-Gate-Size-Decimal: 1\n") });
}

/* A WebSocket of a client that knows decimal sizes, or does not. */
static inline struct xg_sim_conn *w_sizes(
	struct world *w, int64_t id, const char *path, bool decimal)
{
	return w_conn(w, id, path, decimal ? "x-gate-size-decimal: 1\n" : "");
}

#endif
