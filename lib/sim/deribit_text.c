/* Deribit: numbers, trades, tickers, candles as texts. Source: sheet deribit,
 * sections 3, 4 and 10. */
#include <stdio.h>

#include "sim/deribit.h"

#define MINUTE_US INT64_C(60000000)

/* A float as its server writes them: 42500.0, 0.0015, 5.0e-4. */
void xg_dr_num(struct xg_buf *b, struct xg_dec v)
{
	char text[XG_DEC_TEXT], digits[XG_DEC_TEXT];
	struct xg_dec d = xg_dec_trim(v);
	size_t n;

	if (d.m > 0 && xg_dec_cmp(d, xg_dec_make(1, -3)) < 0) {
		n = (size_t)snprintf(
			digits, sizeof digits, "%lld", (long long)d.m);
		xg_buf_printf(b, "%c.%se%d", digits[0],
			digits[1] ? digits + 1 : "0", d.e + (int)n - 1);
		return;
	}
	xg_dec_fmt(text, v);
	xg_buf_text(b, text);
	if (!strchr(text, '.'))
		xg_buf_text(b, ".0");
}

void xg_dr_put_num(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_dr_num(b, v);
}

/* Ids of BTC are plain digits, others name the engine. */
void xg_dr_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, bool liquidation)
{
	const char *engine =
		strchr(m->spec.native, '_') ? m->spec.quote : m->spec.base;
	bool plain = strcmp(engine, "BTC") == 0;

	xg_buf_char(b, '{');
	xg_json_put_i64(b, "timestamp", t->ts / 1000);
	xg_dr_put_num(b, "price", t->px);
	xg_dr_put_num(b, "amount", t->qty);
	xg_json_put_text(b, "direction", t->sell ? "sell" : "buy");
	xg_dr_put_num(b, "index_price", m->index_px);
	xg_json_put_text(b, "instrument_name", m->spec.native);
	xg_json_put_i64(b, "trade_seq", t->id);
	xg_dr_put_num(b, "mark_price", m->mark);
	xg_json_put_i64(b, "tick_direction", t->sell ? 2 : 0);
	xg_buf_printf(b, ",\"trade_id\":\"%s%s%lld\"", plain ? "" : engine,
		plain ? "" : "-", (long long)(400000000 + t->id));
	if (liquidation)
		xg_json_put_text(b, "liquidation", "T");
	xg_buf_char(b, '}');
}

struct xg_sim_candle xg_dr_candle(const struct xg_sim_mkt *m, int64_t minute)
{
	struct xg_sim_candle none = { .start = minute * MINUTE_US };
	const struct xg_sim_candle *c;

	if (!m->first_minute || minute < m->first_minute ||
		minute > m->last_minute)
		return none;
	c = &m->candle[minute % XG_SIM_CANDLES];
	return c->n && c->start == none.start ? *c : none;
}

static void put_best(struct xg_buf *b, const struct xg_sim_mkt *m, bool sell)
{
	struct xg_level l = { { 0, 0 }, { 0, 0 } };

	(void)xg_sim_levels(m, sell, &l, 1);
	xg_dr_put_num(b, sell ? "best_ask_price" : "best_bid_price", l.px);
	xg_dr_put_num(b, sell ? "best_ask_amount" : "best_bid_amount", l.qty);
}

static struct xg_dec scaled(struct xg_dec v, int64_t m, int e)
{
	struct xg_dec out = v;

	(void)xg_dec_mul(&out, v, xg_dec_make(m, e), XG_ROUND_NEAREST);
	return out;
}

/* Nobody outside has positions here: open interest is a size that fits the
 * market's. */
void xg_dr_ticker(struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	xg_buf_char(b, '{');
	xg_json_put_i64(b, "timestamp", now / 1000);
	xg_json_put_text(b, "state", m->halted ? "halted" : "open");
	xg_buf_text(b,
		",\"stats\":{\"high\":null,\"low\":null,\"price_change\":null,"
		"\"volume\":null,\"volume_usd\":null}");
	xg_dr_put_num(b, "index_price", m->index_px);
	xg_json_put_text(b, "instrument_name", m->spec.native);
	if (t->id == m->last_trade && t->px.m)
		xg_dr_put_num(b, "last_price", t->px);
	else
		xg_json_put_raw(b, "last_price", XG_STR("null"));
	xg_dr_put_num(b, "min_price", scaled(m->mark, 98, -2));
	xg_dr_put_num(b, "max_price", scaled(m->mark, 102, -2));
	if (m->spec.kind != XG_SPOT)
		xg_dr_put_num(
			b, "open_interest", scaled(m->spec.lot, 10000000, 0));
	xg_dr_put_num(b, "mark_price", m->mark);
	put_best(b, m, true);
	put_best(b, m, false);
	xg_dr_put_num(b, "estimated_delivery_price", m->index_px);
	if (m->spec.kind == XG_PERP) {
		xg_dr_put_num(b, "current_funding", m->rate);
		xg_dr_put_num(b, "funding_8h", m->rate);
	}
	if (m->spec.kind == XG_OPTION) {
		xg_dr_put_num(b, "underlying_price", m->index_px);
		xg_json_put_text(b, "underlying_index", "index_price");
		xg_buf_text(b,
			",\"mark_iv\":66.5,\"bid_iv\":0.0,\"ask_iv\":0.0,"
			"\"interest_rate\":0.0,\"greeks\":{\"delta\":0.5,"
			"\"gamma\":1.0e-5,\"vega\":1.0,\"theta\":-1.0,\"rho\":"
			"0.1}");
	}
	xg_buf_char(b, '}');
}
