/* One simulated Hyperliquid with a market, for unit tests. */
#ifndef XG_TESTS_HYPERLIQUID_SIM_H
#define XG_TESTS_HYPERLIQUID_SIM_H

#include "sim-front.h"
#include "sim/hyperliquid.h"

static inline void w_open(struct world *w)
{
	w_start(w, &xg_sim_hyperliquid);
	w_level(w, "BTC-USD-PERP", false, "42000", "10");
	w_level(w, "BTC-USD-PERP", true, "42001", "1.5");
	w_level(w, "BTC-USDC", false, "41999", "0.5");
	w_level(w, "BTC-USDC", true, "42000", "0.25");
}

/* The answer to a question (' for "). */
static inline const char *w_ask(struct world *w, const char *text)
{
	char json[2000];

	return w_rest(w,
		(struct xg_sim_http){ .method = XG_STR("POST"),
			.target = XG_STR("/info"),
			.headers = XG_STR("Content-Type: application/json\n"),
			.body = w_quoted(json, text) });
}

#endif
