/* Bitget: numbers, the checksum, ids, candles and tickers as texts. Source: sheet
 * bitget, sections 4 and 5. */
#include <stdio.h>

#include "crypto/crc32.h"
#include "sim/bitget.h"

#define MINUTE_US INT64_C(60000000)
#define SUM_LEVELS 25

/* v2: as many places as the step has; v3: no zeros at the end. */
static void number(char out[static XG_DEC_TEXT], int version,
	struct xg_dec step, struct xg_dec v)
{
	struct xg_dec cut;
	int places = xg_dec_places(step);

	if (xg_dec_rescale(&cut, v, -places, XG_ROUND_NEAREST) == 0)
		v = cut;
	if (version == 3 || xg_dec_fmt_fixed(out, v, places) < 0)
		xg_dec_fmt(out, v);
}

void xg_bg_px(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	number(text, version, m->spec.tick, v);
	xg_buf_printf(b, "\"%s\"", text);
}

/* A level that is gone has the size "0". */
void xg_bg_qty(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	struct xg_dec v)
{
	char text[XG_DEC_TEXT] = "0";

	if (v.m)
		number(text, version, m->spec.lot, v);
	xg_buf_printf(b, "\"%s\"", text);
}

void xg_bg_levels(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	const char *key, const struct xg_level *l, size_t n)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(b, i ? ",[" : "[");
		xg_bg_px(b, version, m, l[i].px);
		xg_buf_char(b, ',');
		xg_bg_qty(b, version, m, l[i].qty);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

int32_t xg_bg_sum(int version, const struct xg_sim_mkt *m)
{
	struct xg_level l[2][SUM_LEVELS];
	size_t n[2] = { xg_sim_levels(m, false, l[0], SUM_LEVELS),
		xg_sim_levels(m, true, l[1], SUM_LEVELS) };
	char part[2 * XG_DEC_TEXT + 4], px[XG_DEC_TEXT], qty[XG_DEC_TEXT];
	uint32_t crc = 0;
	bool some = false;

	for (size_t i = 0; i < SUM_LEVELS; i++)
		for (int side = 0; side < 2; side++) {
			int len;

			if (i >= n[side])
				continue;
			number(px, version, m->spec.tick, l[side][i].px);
			number(qty, version, m->spec.lot, l[side][i].qty);
			len = snprintf(part, sizeof part, "%s%s:%s",
				some ? ":" : "", px, qty);
			crc = xg_crc32(crc, part, (size_t)len);
			some = true;
		}
	return crc ? (int32_t)crc : 1; /* 0 is none */
}

void xg_bg_trade_id(char out[static 24], int64_t id)
{
	snprintf(out, 24, "%lld",
		(long long)(INT64_C(1432912000000000000) + id));
}

struct xg_dec xg_bg_last(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade && t->px.m ? t->px : m->best[0].px;
}

/* Nobody outside has positions here: a size that fits the market's. */
struct xg_dec xg_bg_oi(const struct xg_sim_mkt *m)
{
	struct xg_dec oi = { 0 };

	(void)xg_dec_mul(
		&oi, m->spec.lot, xg_dec_int(10000000), XG_ROUND_NEAREST);
	return oi;
}

static void put(struct xg_buf *b, const char *key, int version,
	const struct xg_sim_mkt *m, struct xg_dec v, bool is_qty)
{
	xg_json_key(b, key);
	if (is_qty)
		xg_bg_qty(b, version, m, v);
	else
		xg_bg_px(b, version, m, v);
}

/* Of futures: funding, prices, open interest. */
static void put_future(struct xg_buf *b, bool v2, const struct xg_sim_mkt *m)
{
	int version = v2 ? 2 : 3;
	bool perp = m->spec.kind == XG_PERP;

	xg_json_put_dec_text(b, "fundingRate", perp ? m->rate : xg_dec_int(0));
	xg_buf_printf(b, ",\"nextFundingTime\":\"%lld\"",
		(long long)(perp ? m->next_funding / 1000 : 0));
	put(b, "markPrice", version, m, m->mark, false);
	put(b, "indexPrice", version, m, m->index_px, false);
	put(b, v2 ? "holdingAmount" : "openInterest", version, m, xg_bg_oi(m),
		true);
	if (!v2) {
		xg_json_put_text(b, "deliveryTime", "");
		return;
	}
	xg_json_put_text(b, "symbolType", perp ? "1" : "2");
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_json_put_text(b, "deliveryPrice", "0");
}

void xg_bg_ticker(
	struct xg_buf *b, int version, const struct xg_sim_mkt *m, int64_t now)
{
	static const char *const names[2][9] = {
		{ "lastPr", "bidPr", "bidSz", "askPr", "askSz", "open24h",
			"high24h", "low24h", "baseVolume" },
		{ "lastPrice", "bid1Price", "bid1Size", "ask1Price", "ask1Size",
			"openPrice24h", "highPrice24h", "lowPrice24h",
			"volume24h" },
	};
	const char *const *name = names[version == 3];
	int64_t to = now / MINUTE_US + 1;
	struct xg_sim_candle d = xg_sim_candle(m, to - 1440, to);
	struct xg_level best[2] = { { { 0 }, { 0 } }, { { 0 }, { 0 } } };

	(void)xg_sim_levels(m, false, &best[0], 1);
	(void)xg_sim_levels(m, true, &best[1], 1);
	xg_buf_char(b, '{');
	if (version == 2)
		xg_json_put_text(b, "instId", m->spec.native);
	put(b, name[0], version, m, xg_bg_last(m), false);
	put(b, name[1], version, m, best[0].px, false);
	put(b, name[2], version, m, best[0].qty, true);
	put(b, name[3], version, m, best[1].px, false);
	put(b, name[4], version, m, best[1].qty, true);
	put(b, name[5], version, m, d.open, false);
	put(b, name[6], version, m, d.high, false);
	put(b, name[7], version, m, d.low, false);
	put(b, name[8], version, m, d.vol, true);
	xg_json_put_dec_text(
		b, version == 2 ? "quoteVolume" : "turnover24h", d.quote_vol);
	if (xg_bg_cat_of(m) != XG_BG_SPOT)
		put_future(b, version == 2, m);
	if (version == 2)
		xg_buf_printf(b, ",\"ts\":\"%lld\"", (long long)(now / 1000));
	xg_buf_char(b, '}');
}
