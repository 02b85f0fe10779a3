/* KuCoin: numbers, candles, assets as texts. Source: sheet kucoin, sections 2 to
 * 4. */
#include <stdio.h>

#include "sim/kucoin.h"

const char *xg_ku_asset(const struct xg_sim_mkt *m, const char *name)
{
	return xg_ku_is_futures(m) && strcmp(name, "BTC") == 0 ? "XBT" : name;
}

static void cut(
	char out[static XG_DEC_TEXT], struct xg_dec step, struct xg_dec v)
{
	struct xg_dec near;

	if (xg_dec_rescale(&near, v, -xg_dec_places(step), XG_ROUND_NEAREST) ==
		0)
		v = near;
	xg_dec_fmt(out, v);
}

void xg_ku_px(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	cut(text, m->spec.tick, v);
	xg_buf_printf(b, "\"%s\"", text);
}

void xg_ku_qty(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	cut(text, m->spec.lot, v);
	xg_buf_printf(b, "\"%s\"", text);
}

static void number(struct xg_buf *b, struct xg_dec step, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	cut(text, step, v);
	xg_buf_text(b, text);
}

void xg_ku_levels(struct xg_buf *b, const struct xg_sim_mkt *m, const char *key,
	const struct xg_level *l, size_t n, enum xg_ku_form form)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(b, i ? ",[" : "[");
		if (form == XG_KU_NUMBERS)
			number(b, m->spec.tick, l[i].px);
		else
			xg_ku_px(b, m, l[i].px);
		xg_buf_char(b, ',');
		if (form == XG_KU_TEXTS)
			xg_ku_qty(b, m, l[i].qty);
		else
			number(b, m->spec.lot, l[i].qty);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

void xg_ku_ns(struct xg_buf *b, const char *key, int64_t us)
{
	xg_json_key(b, key);
	xg_buf_printf(b, "%lld000", (long long)us);
}

struct xg_dec xg_ku_last(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade && t->px.m ? t->px : m->best[0].px;
}

const char *xg_ku_interval(int i, int *minutes)
{
	static const struct {
		const char *name;
		int minutes;
	} all[] = { { "1min", 1 }, { "3min", 3 }, { "5min", 5 },
		{ "15min", 15 }, { "30min", 30 }, { "1hour", 60 },
		{ "2hour", 120 }, { "4hour", 240 }, { "8hour", 480 },
		{ "1day", 1440 } };

	_Static_assert(sizeof all / sizeof *all == XG_KU_INTERVALS,
		"a channel for each interval");
	if (i < 0 || i >= (int)(sizeof all / sizeof *all))
		return NULL;
	if (minutes)
		*minutes = all[i].minutes;
	return all[i].name;
}
