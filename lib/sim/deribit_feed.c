/* Deribit: channels, and market events as notifications. Source: sheet deribit,
 * section 4. */
#include <stdio.h>

#include "sim/deribit.h"

#define MINUTE_US INT64_C(60000000)

static const struct {
	const char *head, *tail;
} names[XG_DR_CHANS] = {
	[XG_DR_BOOK] = { "book.", ".100ms" },
	[XG_DR_TOP_1] = { "book.", ".none.1.100ms" },
	[XG_DR_TOP_10] = { "book.", ".none.10.100ms" },
	[XG_DR_TOP_20] = { "book.", ".none.20.100ms" },
	[XG_DR_TRADE] = { "trades.", ".100ms" },
	[XG_DR_QUOTE] = { "quote.", "" },
	[XG_DR_TICKER] = { "ticker.", ".100ms" },
	[XG_DR_CHART] = { "chart.trades.", ".1" },
};

/* raw needs a login, which there is not yet: no such channel. */
int xg_dr_channel(
	struct xg_sim_front *f, struct xg_str text, struct xg_sim_mkt **m)
{
	for (int i = 0; i < XG_DR_CHANS; i++) {
		struct xg_str head = xg_str_from(names[i].head);
		struct xg_str tail = xg_str_from(names[i].tail);
		struct xg_str name = text;

		if (text.n <= head.n + tail.n ||
			!xg_str_has_prefix(text, head) ||
			!xg_str_has_suffix(text, tail))
			continue;
		name.p += head.n;
		name.n -= head.n + tail.n;
		*m = xg_sim_find(&f->venue, NULL, name);
		if (*m && xg_dr_mkt(f, *m) &&
			(i != XG_DR_TICKER || (*m)->spec.kind != XG_SPOT))
			return i;
	}
	return -1;
}

static bool has(
	const struct xg_sim_conn *c, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_dr_conn *d = c->state;

	return d->mask && (size_t)m->index < d->mkts &&
	       (d->mask[m->index] >> chan & 1);
}

bool xg_dr_wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next)
		if (has(c, m, chan))
			return true;
	return false;
}

void xg_dr_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	struct xg_str data, enum xg_fault_on on, struct xg_sim_conn *only)
{
	struct xg_dr_state *s = f->state;
	struct xg_buf *b = &s->frame;

	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"jsonrpc\":\"2.0\",\"method\":\"subscription\",\"params\":{"
		"\"channel\":\"%s%s%s\",\"data\":",
		names[chan].head, m->spec.native, names[chan].tail);
	xg_buf_str(b, data);
	xg_buf_text(b, "}}");
	for (struct xg_sim_conn *c = only ? only : f->conns, *next; c;
		c = next) {
		next = only ? NULL : c->next;
		if (has(c, m, chan))
			f->send(c, xg_buf_view(b), on, m->spec.sym);
	}
}

/* ---- trades: those of 100 ms in one frame ---- */

static void trade(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_dr_mkt *k = xg_dr_mkt(f, ev->mkt);
	int side = ev->trade.sell ? XG_SELL : XG_BUY;

	if (!k || !xg_dr_wanted(f, ev->mkt, XG_DR_TRADE))
		return;
	xg_buf_char(&k->trades, k->trades.len ? ',' : '[');
	xg_dr_trade(&k->trades, ev->mkt, &ev->trade, k->liq == side);
	if (k->liq == side)
		k->liq = XG_SIDE_NONE;
}

static void push_trades(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_dr_mkt *k = xg_dr_mkt(f, m);

	if (!k->trades.len)
		return;
	xg_buf_char(&k->trades, ']');
	if (!k->trades.failed)
		xg_dr_send(f, m, XG_DR_TRADE, xg_buf_view(&k->trades),
			XG_ON_TRADE, NULL);
	xg_buf_clear(&k->trades);
}

/* ---- quotes ---- */

static void put_quote(struct xg_buf *b, const char *side,
	const struct xg_sim_mkt *m, bool sell)
{
	struct xg_level l;
	char key[40];

	snprintf(key, sizeof key, "best_%s_price", side);
	if (!xg_sim_levels(m, sell, &l, 1)) {
		xg_json_put_raw(b, key, XG_STR("null"));
		l.qty = (struct xg_dec){ 0, 0 };
	} else {
		xg_dr_put_num(b, key, l.px);
	}
	snprintf(key, sizeof key, "best_%s_amount", side);
	xg_dr_put_num(b, key, l.qty);
}

static void quote(
	struct xg_sim_front *f, struct xg_sim_mkt *m, struct xg_sim_conn *only)
{
	struct xg_dr_state *s = f->state;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "timestamp", f->now / 1000);
	xg_json_put_text(b, "instrument_name", m->spec.native);
	put_quote(b, "bid", m, false);
	put_quote(b, "ask", m, true);
	xg_buf_char(b, '}');
	xg_dr_send(f, m, XG_DR_QUOTE, xg_buf_view(b), XG_ON_MARKET, only);
}

void xg_dr_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_dr_mkt *k = ev->mkt ? xg_dr_mkt(f, ev->mkt) : NULL;

	if (ev->kind == XG_SIM_EV_TRADE)
		trade(f, ev);
	else if (ev->kind == XG_SIM_EV_DELTA)
		xg_dr_book_event(f, ev);
	else if (ev->kind == XG_SIM_EV_LIQ && k)
		k->liq = ev->trade.sell ? XG_SELL : XG_BUY;
	else if (ev->kind == XG_SIM_EV_BBO &&
		 xg_dr_wanted(f, ev->mkt, XG_DR_QUOTE))
		quote(f, ev->mkt, NULL);
}

/* ---- tickers and candles ---- */

static void ticker(
	struct xg_sim_front *f, struct xg_sim_mkt *m, struct xg_sim_conn *only)
{
	struct xg_dr_state *s = f->state;

	xg_buf_clear(&s->data);
	xg_dr_ticker(&s->data, m, f->now);
	xg_dr_send(
		f, m, XG_DR_TICKER, xg_buf_view(&s->data), XG_ON_MARKET, only);
}

/* When something of it has changed. */
static void push_ticker(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_dr_mkt *k = xg_dr_mkt(f, m);

	if (k->ticker_seq == m->seq && xg_dec_cmp(k->mark, m->mark) == 0)
		return;
	k->ticker_seq = m->seq;
	k->mark = m->mark;
	ticker(f, m, NULL);
}

static void chart(
	struct xg_sim_front *f, struct xg_sim_mkt *m, struct xg_sim_conn *only)
{
	struct xg_dr_state *s = f->state;
	int64_t minute = f->now / MINUTE_US;
	struct xg_sim_candle c = xg_dr_candle(m, minute);
	struct xg_buf *b = &s->data;

	if (!c.n)
		return;
	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "tick", minute * 60000);
	xg_dr_put_num(b, "open", c.open);
	xg_dr_put_num(b, "high", c.high);
	xg_dr_put_num(b, "low", c.low);
	xg_dr_put_num(b, "close", c.close);
	/* volume in base units, cost in the quote's. */
	xg_dr_put_num(b, "volume", m->spec.inverse ? c.quote_vol : c.vol);
	xg_dr_put_num(b, "cost", m->spec.inverse ? c.vol : c.quote_vol);
	xg_buf_char(b, '}');
	xg_dr_send(f, m, XG_DR_CHART, xg_buf_view(b), XG_ON_MARKET, only);
}

void xg_dr_begin(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	if (chan <= XG_DR_TOP_20)
		xg_dr_book_snap(c, m, chan);
	else if (chan == XG_DR_QUOTE)
		quote(c->front, m, c);
	else if (chan == XG_DR_TICKER)
		ticker(c->front, m, c);
	else if (chan == XG_DR_CHART)
		chart(c->front, m, c);
}

void xg_dr_tick(struct xg_sim_front *f, int64_t now)
{
	for (size_t i = 0; i < f->venue.mkts && f->conns; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		struct xg_dr_mkt *k = xg_dr_mkt(f, m);

		if (!k)
			continue;
		push_trades(f, m);
		if (xg_dr_wanted(f, m, XG_DR_TICKER))
			push_ticker(f, m);
		if (now - k->chart_at >= 1000000 &&
			xg_dr_wanted(f, m, XG_DR_CHART)) {
			k->chart_at = now;
			chart(f, m, NULL);
		}
	}
}
