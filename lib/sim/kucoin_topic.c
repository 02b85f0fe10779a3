/* KuCoin: topics there and back. Source: sheet kucoin, section 4. */
#include "sim/kucoin.h"

static const struct {
	const char *name;
	bool futures;
	int chan;
} topics[] = {
	{ "/market/match", false, XG_KU_MATCH },
	{ "/contractMarket/execution", true, XG_KU_MATCH },
	{ "/market/level2", false, XG_KU_LEVEL2 },
	{ "/contractMarket/level2", true, XG_KU_LEVEL2 },
	{ "/spotMarket/level1", false, XG_KU_TOP },
	{ "/contractMarket/tickerV2", true, XG_KU_TOP },
	{ "/market/ticker", false, XG_KU_TICKER },
	{ "/contractMarket/ticker", true, XG_KU_TICKER },
	{ "/spotMarket/level2Depth5", false, XG_KU_DEPTH5 },
	{ "/contractMarket/level2Depth5", true, XG_KU_DEPTH5 },
	{ "/spotMarket/level2Depth50", false, XG_KU_DEPTH50 },
	{ "/contractMarket/level2Depth50", true, XG_KU_DEPTH50 },
	{ "/contract/instrument", true, XG_KU_INST },
	{ "/market/candles", false, XG_KU_CANDLE },
	{ "/contractMarket/limitCandle", true, XG_KU_CANDLE },
};

int xg_ku_topic(struct xg_str name, bool *futures)
{
	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
		if (!xg_str_is_text(name, topics[i].name))
			continue;
		*futures = topics[i].futures;
		return topics[i].chan;
	}
	return -1;
}

int xg_ku_candle_of(struct xg_str *symbol)
{
	size_t n = symbol->n;
	struct xg_str unit;

	while (n && symbol->p[n - 1] != '_')
		n--;
	if (!n)
		return -1;
	unit = (struct xg_str){ symbol->p + n, symbol->n - n };
	for (int i = 0; xg_ku_interval(i, NULL); i++) {
		if (!xg_str_is_text(unit, xg_ku_interval(i, NULL)))
			continue;
		symbol->n = n - 1;
		return XG_KU_CANDLE + i;
	}
	return -1;
}

int xg_ku_depth(struct xg_str depth)
{
	static const char *const names[] = { "1", "5", "50", "increment",
		"increment@10ms" };

	for (int i = 0; i < 5; i++)
		if (xg_str_is_text(depth, names[i]))
			return XG_KU_OBU_1 + i;
	return -1;
}

void xg_ku_put_topic(struct xg_buf *b, int chan, const struct xg_sim_mkt *m)
{
	int kind = chan > XG_KU_CANDLE ? XG_KU_CANDLE : chan;

	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
		if (topics[i].chan == kind &&
			topics[i].futures == xg_ku_is_futures(m))
			xg_buf_printf(
				b, "%s:%s", topics[i].name, m->spec.native);
	if (kind == XG_KU_CANDLE)
		xg_buf_printf(
			b, "_%s", xg_ku_interval(chan - XG_KU_CANDLE, NULL));
}
