/* Bitfinex: numbers, trades, tickers, status and liquidations as texts. Source:
 * docs.bitfinex.com, reference of trades, ticker, status, liquidations. */
#include <stdio.h>

#include "sim/bitfinex.h"

#define DAY INT64_C(1440) /* minutes */

void xg_bfx_num(struct xg_buf *b, struct xg_dec v)
{
	char digits[32], text[XG_DEC_TEXT];
	struct xg_dec t = xg_dec_trim(v);
	int n = snprintf(digits, sizeof digits, "%lld",
		(long long)(t.m < 0 ? -t.m : t.m));

	if (t.m && n + t.e <= -6) {
		xg_buf_printf(b, "%s%c%s%se%d", t.m < 0 ? "-" : "", digits[0],
			n > 1 ? "." : "", digits + 1, n + t.e - 1);
		return;
	}
	xg_dec_fmt(text, v);
	xg_buf_text(b, text);
}

static void item(struct xg_buf *b, struct xg_dec v)
{
	xg_json_comma(b);
	xg_bfx_num(b, v);
}

static void nothing(struct xg_buf *b, int n)
{
	while (n--) {
		xg_json_comma(b);
		xg_buf_text(b, "null");
	}
}

/* ---- trades ---- */

void xg_bfx_trade(struct xg_buf *b, const struct xg_sim_trade *t)
{
	xg_buf_printf(
		b, "%lld,%lld", (long long)t->id, (long long)(t->ts / 1000));
	item(b, t->sell ? xg_dec_neg(t->qty) : t->qty);
	item(b, t->px);
}

void xg_bfx_trades(struct xg_buf *b, const struct xg_sim_mkt *m, int64_t n,
	int64_t from, int64_t to, bool newest)
{
	int64_t back = m->last_trade - XG_SIM_TRADES + 1;
	int64_t id = newest ? m->last_trade : back < 1 ? 1 : back;

	for (; n > 0 && id > 0 && id >= back && id <= m->last_trade;
		id += newest ? -1 : 1) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id || t->ts / 1000 < from || t->ts / 1000 > to)
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '[');
		xg_bfx_trade(b, t);
		xg_buf_char(b, ']');
		n--;
	}
}

/* ---- tickers ---- */

/* The best price of a side and the size of its 25 best levels. */
static void top(struct xg_buf *b, const struct xg_sim_mkt *m, bool sell)
{
	struct xg_level l[XG_BFX_SUM];
	size_t n = xg_sim_levels(m, sell, l, XG_BFX_SUM);
	struct xg_dec sum = { 0, 0 };

	if (!n) {
		nothing(b, 2);
		return;
	}
	for (size_t i = 0; i < n; i++)
		(void)xg_dec_add(&sum, sum, l[i].qty);
	item(b, l[0].px);
	item(b, sum);
}

static struct xg_dec last_price(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade && t->px.m ? t->px : m->best[0].px;
}

void xg_bfx_ticker(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	struct xg_sim_candle day =
		xg_sim_candle(m, m->last_minute - DAY + 1, m->last_minute + 1);
	struct xg_dec last = last_price(m), open = day.n ? day.open : last;
	struct xg_dec change = { 0, 0 }, part = { 0, 0 };

	(void)xg_dec_sub(&change, last, open);
	(void)xg_dec_div(&part, change, open, 8, XG_ROUND_NEAREST);
	top(b, m, false);
	top(b, m, true);
	item(b, change);
	item(b, part);
	item(b, last);
	item(b, day.vol);
	item(b, day.n ? day.high : last);
	item(b, day.n ? day.low : last);
}

/* ---- derivatives ---- */

#define STEP_US INT64_C(3000000) /* a row, and a sample of the premium */
#define PERIOD_US (INT64_C(8) * 3600 * 1000000)

void xg_bfx_status_renew(
	struct xg_bfx_status *s, const struct xg_sim_mkt *m, int64_t now)
{
	struct xg_dec sum = { 0, 0 };
	int64_t next = m->next_funding ? m->next_funding
				       : (now / PERIOD_US + 1) * PERIOD_US;

	s->ts = now / 1000000 * 1000000;
	s->deriv = m->mark;
	if (m->best[0].qty.m && m->best[1].qty.m &&
		xg_dec_add(&sum, m->best[0].px, m->best[1].px) == 0)
		(void)xg_dec_mul(
			&s->deriv, sum, xg_dec_make(5, -1), XG_ROUND_NEAREST);
	s->spot = m->index_px;
	s->mark = m->mark;
	s->rate = m->rate;
	s->next = next;
	s->step = (now - (next - PERIOD_US)) / STEP_US;
	if (s->step < 0)
		s->step = 0;
}

/* Open interest, and the fund, are of the simulator's own making. */
void xg_bfx_status(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_bfx_status *s)
{
	struct xg_dec oi = { 0, 0 };

	(void)xg_dec_mul(
		&oi, m->spec.min_qty, xg_dec_int(100000000), XG_ROUND_NEAREST);
	xg_json_comma(b);
	xg_buf_printf(b, "%lld,null", (long long)(s->ts / 1000));
	item(b, s->deriv);
	item(b, s->spot);
	nothing(b, 1);
	item(b, xg_dec_make(INT64_C(6221038495685668), -8));
	nothing(b, 1);
	xg_buf_printf(b, ",%lld", (long long)(s->next / 1000));
	item(b, s->rate);
	xg_buf_printf(b, ",%lld", (long long)s->step);
	nothing(b, 1);
	item(b, s->rate);
	nothing(b, 2);
	item(b, s->mark);
	nothing(b, 2);
	item(b, oi);
	nothing(b, 3);
	item(b, xg_dec_make(5, -4));
	item(b, xg_dec_make(25, -4));
}

/* The size is the position's: what is sold was long. It was entered at a price
 * that was better for it. */
void xg_bfx_liq(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, int64_t id, bool match)
{
	struct xg_dec entry = { 0, 0 };

	(void)xg_dec_mul(&entry, t->px, xg_dec_make(t->sell ? 102 : 98, -2),
		XG_ROUND_NEAREST);
	(void)xg_dec_round_step(&entry, entry, m->spec.tick, XG_ROUND_NEAREST);
	xg_buf_printf(b, "\"pos\",%lld", (long long)id);
	item(b, xg_dec_make(t->ts, -3));
	xg_buf_printf(b, ",null,\"%s\"", m->spec.native);
	item(b, t->sell ? t->qty : xg_dec_neg(t->qty));
	item(b, entry);
	xg_buf_printf(b, ",null,%d,%d,null", match, match);
	item(b, t->px);
}
