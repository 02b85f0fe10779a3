/* Bybit: a row of the list of instruments. Source: sheet bybit, section 3. */
#include "sim/bybit.h"

static void spot_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_json_put_text(b, "innovation", "0");
	xg_json_put_text(b, "marginTrading", "utaOnly");
	xg_buf_text(b, ",\"lotSizeFilter\":{");
	xg_by_put_qty(b, "basePrecision", m, s->lot);
	xg_json_put_text(b, "quotePrecision", "0.00000001");
	xg_by_put_qty(b, "minOrderQty", m, s->min_qty);
	xg_by_put_qty(b, "maxOrderQty", m, s->max_qty);
	xg_json_put_dec_text(b, "minOrderAmt", s->min_notional);
	xg_json_put_text(b, "maxOrderAmt", "4000000");
	xg_buf_text(b, "},\"priceFilter\":{");
	xg_by_put_px(b, "tickSize", m, s->tick);
	xg_buf_char(b, '}');
}

static void contract_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, enum xg_by_cat cat)
{
	const struct xg_sim_spec *s = &m->spec;

	if (cat == XG_BY_OPTION) {
		const char *end = strrchr(s->sym, '-');

		xg_json_put_text(b, "optionsType",
			end && end[1] == 'P' ? "Put" : "Call");
	} else {
		xg_buf_printf(b, ",\"contractType\":\"%s%s\"",
			cat == XG_BY_INVERSE ? "Inverse" : "Linear",
			s->kind == XG_PERP ? "Perpetual" : "Futures");
		xg_json_put_i64(b, "fundingInterval", 480);
	}
	xg_json_put_text(b, "settleCoin", s->settle);
	xg_json_put_text(b, "launchTime", "1585526400000");
	xg_buf_printf(
		b, ",\"deliveryTime\":\"%lld\"", (long long)(s->expiry / 1000));
	xg_json_put_text(b, "deliveryFeeRate", "");
	xg_buf_printf(b, ",\"priceScale\":\"%d\"", xg_dec_places(s->tick));
	xg_buf_printf(b,
		",\"leverageFilter\":{\"minLeverage\":\"1\",\"maxLeverage\":"
		"\"%d.00\",\"leverageStep\":\"0.01\"}",
		s->leverage_max);
	xg_buf_text(b, ",\"priceFilter\":{");
	xg_by_put_px(b, "minPrice", m, s->tick);
	xg_by_put_px(b, "maxPrice", m, xg_dec_int(1999999));
	xg_by_put_px(b, "tickSize", m, s->tick);
	xg_buf_text(b, "},\"lotSizeFilter\":{");
	xg_by_put_qty(b, "maxOrderQty", m, s->max_qty);
	xg_by_put_qty(b, "minOrderQty", m, s->min_qty);
	xg_by_put_qty(b, "qtyStep", m, s->lot);
	if (s->min_notional.m)
		xg_json_put_dec_text(b, "minNotionalValue", s->min_notional);
	xg_buf_char(b, '}');
	xg_json_put_i64(b, "symbolId", m->index + 1);
}

void xg_by_inst_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, enum xg_by_cat cat)
{
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_json_put_text(b, "status", m->halted ? "Closed" : "Trading");
	xg_json_put_text(b, "baseCoin", m->spec.base);
	xg_json_put_text(b, "quoteCoin", m->spec.quote);
	if (cat == XG_BY_SPOT)
		spot_row(b, m);
	else
		contract_row(b, m, cat);
	xg_buf_char(b, '}');
}
