/* One simulated KuCoin with a market, for unit tests. */
#ifndef XG_TESTS_KUCOIN_SIM_H
#define XG_TESTS_KUCOIN_SIM_H

#include "sim-front.h"
#include "sim/kucoin.h"

static inline void w_open(struct world *w)
{
	w_start(w, &xg_sim_kucoin);
	w_level(w, "BTC-USDT-PERP", false, "42000.1", "1");
	w_level(w, "BTC-USDT-PERP", false, "42000", "2");
	w_level(w, "BTC-USDT-PERP", true, "42000.5", "15");
	w_level(w, "BTC-USDT", false, "41999.9", "0.5");
	w_level(w, "BTC-USDT", true, "42000", "0.25");
	for (size_t i = 0; i < w->f.venue.mkts; i++)
		xg_sim_flush(w->f.venue.mkt[i], w->f.now);
}

/* A request: its answer's body. */
static inline const char *w_ask(struct world *w, const char *method,
	const char *target, const char *headers)
{
	return w_rest(w, (struct xg_sim_http){ .method = xg_str_from(method),
				 .target = xg_str_from(target),
				 .headers = xg_str_from(headers) });
}

#endif
