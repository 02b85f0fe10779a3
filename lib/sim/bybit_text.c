/* Bybit: numbers, ids, candles and tickers as texts. Source: sheet bybit,
 * section 4. */
#include <stdio.h>

#include "sim/bybit.h"

static void fixed(
	char out[static XG_DEC_TEXT], struct xg_dec step, struct xg_dec v)
{
	struct xg_dec cut;
	int places = xg_dec_places(step);

	if (xg_dec_rescale(&cut, v, -places, XG_ROUND_NEAREST) == 0)
		v = cut;
	if (xg_dec_fmt_fixed(out, v, places) < 0)
		xg_dec_fmt(out, v);
}

void xg_by_px(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	fixed(text, m->spec.tick, v);
	xg_buf_printf(b, "\"%s\"", text);
}

void xg_by_qty(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	if (v.m)
		fixed(text, m->spec.lot, v);
	else
		memcpy(text, "0", 2);
	xg_buf_printf(b, "\"%s\"", text);
}

void xg_by_put_px(struct xg_buf *b, const char *key, const struct xg_sim_mkt *m,
	struct xg_dec v)
{
	xg_json_key(b, key);
	xg_by_px(b, m, v);
}

void xg_by_put_qty(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_by_qty(b, m, v);
}

void xg_by_levels(struct xg_buf *b, const struct xg_sim_mkt *m, const char *key,
	const struct xg_level *l, size_t n)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(b, i ? ",[" : "[");
		xg_by_px(b, m, l[i].px);
		xg_buf_char(b, ',');
		xg_by_qty(b, m, l[i].qty);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

void xg_by_trade_id(char out[static 40], const struct xg_sim_mkt *m, int64_t id)
{
	uint64_t h = (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);

	if (xg_by_cat_of(m) == XG_BY_SPOT)
		snprintf(out, 40, "%lld",
			(long long)(INT64_C(2290000000000000000) + id));
	else
		snprintf(out, 40, "%08x-%04x-5%03x-a%03x-%012llx",
			(unsigned)(h >> 32), (unsigned)(h >> 16 & 0xffff),
			(unsigned)(h & 0xfff), (unsigned)(h >> 12 & 0xfff),
			(unsigned long long)id);
}

struct xg_dec xg_by_last(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade && t->px.m ? t->px : m->best[0].px;
}

const char *const xg_by_tick_names[XG_BY_FIELDS] = {
	[XG_BY_F_LAST] = "lastPrice",
	[XG_BY_F_MARK] = "markPrice",
	[XG_BY_F_INDEX] = "indexPrice",
	[XG_BY_F_OI] = "openInterest",
	[XG_BY_F_RATE] = "fundingRate",
	[XG_BY_F_NEXT] = "nextFundingTime",
	[XG_BY_F_BID] = "bid1Price",
	[XG_BY_F_BID_QTY] = "bid1Size",
	[XG_BY_F_ASK] = "ask1Price",
	[XG_BY_F_ASK_QTY] = "ask1Size",
};

bool xg_by_tick_has(enum xg_by_cat cat, int field)
{
	if (cat == XG_BY_SPOT)
		return field == XG_BY_F_LAST;
	if (cat == XG_BY_OPTION)
		return field != XG_BY_F_RATE && field != XG_BY_F_NEXT;
	return true;
}

static void best(const struct xg_sim_mkt *m, int side, char *px, char *qty)
{
	struct xg_level l;

	if (!xg_sim_levels(m, side, &l, 1)) {
		memcpy(px, "0", 2);
		memcpy(qty, "0", 2);
		return;
	}
	fixed(px, m->spec.tick, l.px);
	fixed(qty, m->spec.lot, l.qty);
}

/* Nobody outside has positions here: open interest is a size that fits the
 * market's. Dated contracts have no funding: their texts are empty. */
void xg_by_tick_now(
	const struct xg_sim_mkt *m, char out[static XG_BY_FIELDS][XG_DEC_TEXT])
{
	struct xg_dec oi = { 0 };

	memset(out, 0, XG_BY_FIELDS * XG_DEC_TEXT);
	(void)xg_dec_mul(
		&oi, m->spec.lot, xg_dec_int(10000000), XG_ROUND_NEAREST);
	fixed(out[XG_BY_F_LAST], m->spec.tick, xg_by_last(m));
	fixed(out[XG_BY_F_MARK], m->spec.tick, m->mark);
	fixed(out[XG_BY_F_INDEX], m->spec.tick, m->index_px);
	fixed(out[XG_BY_F_OI], m->spec.lot, oi);
	if (m->spec.kind == XG_PERP) {
		xg_dec_fmt(out[XG_BY_F_RATE], m->rate);
		snprintf(out[XG_BY_F_NEXT], XG_DEC_TEXT, "%lld",
			(long long)(m->next_funding / 1000));
	}
	best(m, 0, out[XG_BY_F_BID], out[XG_BY_F_BID_QTY]);
	best(m, 1, out[XG_BY_F_ASK], out[XG_BY_F_ASK_QTY]);
}
