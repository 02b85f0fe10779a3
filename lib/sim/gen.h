/* A seeded market: prices of assets walk, the markets of all venues follow them
 * with a little lag and noise, and now and then one of them is off by more than
 * the fees, so that there is something to arbitrage. Pure and in integers: the
 * same seed, markets and times give the same books and trades everywhere. */
#ifndef XG_SIM_GEN_H
#define XG_SIM_GEN_H

#include "base/rng.h"
#include "sim/premium.h"
#include "sim/sim.h"

#define XG_GEN_STEP_US INT64_C(50000)
#define XG_GEN_LEVELS 25
#define XG_GEN_HOLDS 64
#define XG_GEN_ASSETS 64
#define XG_GEN_MARKETS 256

struct xg_gen_asset {
	char ccy[16];
	bool stable;
	int64_t px;    /* 10^-8 USD */
	int64_t drift; /* parts per 10^9 a step, slowly changing */
	struct xg_rng rng;
};

/* What the user has taken comes back only after a while. */
struct xg_gen_hold {
	bool sell;
	struct xg_dec px, qty;
	int64_t until;
};

struct xg_gen_market {
	struct xg_sim_mkt *m;
	int base, quote; /* assets */
	struct xg_premium option;
	struct xg_rng rng;
	int64_t noise, shift; /* parts per 10^9: jitter and dislocation */
	uint32_t version[64]; /* of the sizes, by price */
	struct xg_level set[2][XG_GEN_LEVELS]; /* as it left them */
	size_t sets[2];
	struct xg_gen_hold hold[XG_GEN_HOLDS];
	int holds;
};

/* Zero-filled but for seed is valid. */
struct xg_gen {
	uint64_t seed;
	struct xg_gen_asset asset[XG_GEN_ASSETS];
	int assets;
	struct xg_gen_market *market; /* owned */
	int markets;
	int64_t steps;
};

/* XG_ERR_LIMIT, MEMORY. */
int xg_gen_add(struct xg_gen *g, struct xg_sim_mkt *m);
/* One step of all markets; now = its time. */
void xg_gen_step(struct xg_gen *g, int64_t now);
void xg_gen_release(struct xg_gen *g);

#endif
