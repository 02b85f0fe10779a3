/* The WebSocket channels of the simulated OKX: which socket serves each, what
 * its argument names, and the bars of candles. */
#ifndef XG_SIM_OKX_CHAN_H
#define XG_SIM_OKX_CHAN_H

#include <stdint.h>

#include "base/str.h"

enum xg_sim_okx_socket {
	XG_SIM_OKX_PUBLIC = 1,
	XG_SIM_OKX_PRIVATE = 2,
	XG_SIM_OKX_BUSINESS = 4,
};

enum xg_sim_okx_kind {
	XG_SIM_OKX_TRADES = 1,
	XG_SIM_OKX_TRADES_ALL,
	XG_SIM_OKX_BOOKS,
	XG_SIM_OKX_BOOKS5,
	XG_SIM_OKX_BBO,
	XG_SIM_OKX_L2, /* books-l2-tbt, books50-l2-tbt: for VIP tiers only */
	XG_SIM_OKX_TICKERS,
	XG_SIM_OKX_MARK,
	XG_SIM_OKX_INDEX,
	XG_SIM_OKX_FUNDING,
	XG_SIM_OKX_INTEREST,
	XG_SIM_OKX_LIMITS,
	XG_SIM_OKX_LIQ,
	XG_SIM_OKX_INSTS,
	XG_SIM_OKX_STATUS,
	XG_SIM_OKX_CANDLE,
	XG_SIM_OKX_ORDERS,
	XG_SIM_OKX_FILLS,
	XG_SIM_OKX_ACCOUNT,
	XG_SIM_OKX_POSITIONS,
	XG_SIM_OKX_BALPOS,
};

enum xg_sim_okx_arg {
	XG_SIM_OKX_ARG_INST, /* instId */
	XG_SIM_OKX_ARG_TYPE, /* instType, and instId or instFamily at will */
	XG_SIM_OKX_ARG_NONE, /* nothing that is needed */
};

struct xg_sim_okx_chan {
	const char *name;
	enum xg_sim_okx_kind kind;
	enum xg_sim_okx_socket socket;
	enum xg_sim_okx_arg arg;
};

/* A bar of candles: "1m", "1Dutc" ... */
struct xg_sim_okx_bar {
	int64_t us;    /* its length; 0: calendar months, not served */
	int64_t shift; /* where the day begins: 16:00 UTC without "utc" */
};

/* NULL when there is no such channel. */
const struct xg_sim_okx_chan *xg_sim_okx_chan_find(struct xg_str name);
/* The bar of a candle channel's name, or of a REST parameter. 0, XG_ERR_ABSENT.
 * Source: sheet okx, section 4: day bars follow UTC+8 without the suffix. */
int xg_sim_okx_bar_find(struct xg_str bar, struct xg_sim_okx_bar *out);
/* The bar of a channel's name ("candle1m"). 0, XG_ERR_ABSENT. */
int xg_sim_okx_chan_bar(struct xg_str name, struct xg_sim_okx_bar *out);
/* When the bar that holds t began. */
int64_t xg_sim_okx_bar_start(const struct xg_sim_okx_bar *bar, int64_t t);

#endif
