#include "sim/okx_chan.h"

#include "base/err.h"
#include "base/time.h"

#define PUB(name, kind, arg) \
	{ \
		name, XG_SIM_OKX_##kind, XG_SIM_OKX_PUBLIC, \
			XG_SIM_OKX_ARG_##arg \
	}
#define PRIV(name, kind, arg) \
	{ \
		name, XG_SIM_OKX_##kind, XG_SIM_OKX_PRIVATE, \
			XG_SIM_OKX_ARG_##arg \
	}
#define BUS(name, kind, arg) \
	{ \
		name, XG_SIM_OKX_##kind, XG_SIM_OKX_BUSINESS, \
			XG_SIM_OKX_ARG_##arg \
	}

/* Source: sheet okx, sections 4 and 8. */
static const struct xg_sim_okx_chan chans[] = {
	PUB("trades", TRADES, INST),
	PUB("books", BOOKS, INST),
	PUB("books5", BOOKS5, INST),
	PUB("bbo-tbt", BBO, INST),
	PUB("books-l2-tbt", L2, INST),
	PUB("books50-l2-tbt", L2, INST),
	PUB("tickers", TICKERS, INST),
	PUB("mark-price", MARK, INST),
	PUB("index-tickers", INDEX, INST),
	PUB("funding-rate", FUNDING, INST),
	PUB("open-interest", INTEREST, INST),
	PUB("price-limit", LIMITS, INST),
	PUB("liquidation-orders", LIQ, TYPE),
	PUB("instruments", INSTS, TYPE),
	PUB("status", STATUS, NONE),
	BUS("trades-all", TRADES_ALL, INST),
	PRIV("orders", ORDERS, TYPE),
	PRIV("fills", FILLS, NONE),
	PRIV("account", ACCOUNT, NONE),
	PRIV("positions", POSITIONS, TYPE),
	PRIV("balance_and_position", BALPOS, NONE),
};
static const struct xg_sim_okx_chan candles = BUS("candle", CANDLE, INST);

static const struct {
	const char *name;
	int64_t s;
} bars[] = {
	{ "1m", 60 },
	{ "3m", 180 },
	{ "5m", 300 },
	{ "15m", 900 },
	{ "30m", 1800 },
	{ "1H", 3600 },
	{ "2H", 7200 },
	{ "4H", 14400 },
	{ "6H", 21600 },
	{ "12H", 43200 },
	{ "1D", 86400 },
	{ "2D", 172800 },
	{ "3D", 259200 },
	{ "5D", 432000 },
	{ "1W", 604800 },
};

const struct xg_sim_okx_chan *xg_sim_okx_chan_find(struct xg_str name)
{
	struct xg_sim_okx_bar bar;
	size_t i;

	for (i = 0; i < sizeof chans / sizeof *chans; i++)
		if (xg_str_is_text(name, chans[i].name))
			return &chans[i];
	return xg_sim_okx_chan_bar(name, &bar) == 0 ? &candles : NULL;
}

int xg_sim_okx_chan_bar(struct xg_str name, struct xg_sim_okx_bar *out)
{
	if (!xg_str_has_prefix(name, XG_STR("candle")))
		return XG_ERR_ABSENT;
	return xg_sim_okx_bar_find(
		(struct xg_str){ name.p + 6, name.n - 6 }, out);
}

int xg_sim_okx_bar_find(struct xg_str bar, struct xg_sim_okx_bar *out)
{
	bool utc = xg_str_has_suffix(bar, XG_STR("utc"));
	size_t i;

	if (utc)
		bar.n -= 3;
	for (i = 0; i < sizeof bars / sizeof *bars; i++) {
		if (!xg_str_is_text(bar, bars[i].name))
			continue;
		/* Bars below six hours begin at the same times either way. */
		if (utc && bars[i].s < 21600)
			return XG_ERR_ABSENT;
		out->us = bars[i].s * XG_US_PER_S;
		out->shift = utc ? 0 : 16 * 3600 * XG_US_PER_S;
		if (bars[i].s <= 14400)
			out->shift = 0;
		/* Weeks begin on Monday; the epoch was a Thursday. */
		if (bars[i].s == 604800)
			out->shift += 4 * 86400 * XG_US_PER_S -
				      (utc ? 0 : 1) * 86400 * XG_US_PER_S;
		return 0;
	}
	return XG_ERR_ABSENT;
}

int64_t xg_sim_okx_bar_start(const struct xg_sim_okx_bar *bar, int64_t t)
{
	int64_t into = (t - bar->shift) % bar->us;

	if (into < 0)
		into += bar->us;
	return t - into;
}
