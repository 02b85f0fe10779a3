/* Bybit: market events as frames. Source: sheet bybit, section 4. */
#include <stdio.h>

#include "sim/bybit.h"

#define MINUTE_US INT64_C(60000000)

/* The members of a frame in the order that its category has. */
static void put_frame(struct xg_buf *b, const struct xg_sim_mkt *m, int chan,
	const char *type, struct xg_str data, int64_t cts, int64_t now)
{
	enum xg_by_cat cat = xg_by_cat_of(m);
	bool type_last = cat == XG_BY_OPTION;
	bool ts_last = chan == XG_BY_TICKER && cat != XG_BY_OPTION;
	bool ts_first = cat == XG_BY_SPOT || chan == XG_BY_BOOK_1 || type_last;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	if (cat == XG_BY_OPTION) {
		xg_buf_text(b, "\"id\":\"");
		xg_by_put_topic(b, chan, m);
		xg_buf_printf(b, "-%lld-%lld\"", (long long)m->seq,
			(long long)(now / 1000));
	}
	xg_json_key(b, "topic");
	xg_buf_char(b, '"');
	xg_by_put_topic(b, chan, m);
	xg_buf_char(b, '"');
	if (ts_first && !ts_last)
		xg_json_put_i64(b, "ts", now / 1000);
	if (!type_last)
		xg_json_put_text(b, "type", type);
	if (!ts_first && !ts_last)
		xg_json_put_i64(b, "ts", now / 1000);
	xg_json_put_raw(b, "data", data);
	if (type_last)
		xg_json_put_text(b, "type", type);
	if (ts_last) {
		xg_json_put_i64(b, "cs", m->seq);
		xg_json_put_i64(b, "ts", now / 1000);
	}
	if (cts)
		xg_json_put_i64(b, "cts", cts / 1000);
	xg_buf_char(b, '}');
}

void xg_by_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	const char *type, struct xg_str data, int64_t cts, enum xg_fault_on on,
	struct xg_sim_conn *only)
{
	struct xg_by_state *s = f->state;
	enum xg_by_cat cat = xg_by_cat_of(m);

	put_frame(&s->frame, m, chan, type, data, cts, f->now);
	for (struct xg_sim_conn *c = only ? only : f->conns, *next; c;
		c = next) {
		const struct xg_by_conn *b = c->state;

		next = only ? NULL : c->next;
		if (b->cat == cat && b->mask[m->index] >> chan & 1)
			f->send(c, xg_buf_view(&s->frame), on, m->spec.sym);
	}
}

static bool wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_by_mkt *k = xg_by_mkt(f, m);

	return k && k->wanted[chan] > 0;
}

static void trade(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_by_state *s = f->state;
	const struct xg_sim_mkt *m = ev->mkt;
	const struct xg_sim_trade *t = &ev->trade;
	struct xg_buf *b = &s->data;
	char id[40];

	if (!wanted(f, m, XG_BY_TRADE))
		return;
	xg_by_trade_id(id, m, t->id);
	xg_buf_clear(b);
	xg_buf_text(b, "[{");
	xg_json_put_i64(b, "T", t->ts / 1000);
	xg_json_put_text(b, "s", m->spec.native);
	xg_json_put_text(b, "S", t->sell ? "Sell" : "Buy");
	xg_json_key(b, "v");
	xg_by_qty(b, m, t->qty);
	xg_json_key(b, "p");
	xg_by_px(b, m, t->px);
	xg_json_put_text(b, "i", id);
	xg_json_put_bool(b, "BT", false);
	xg_json_put_i64(b, "seq", m->seq);
	xg_buf_text(b, "}]");
	xg_by_send(f, m, XG_BY_TRADE, "snapshot", xg_buf_view(b), 0,
		XG_ON_TRADE, NULL);
}

/* S is the side of the position that is closed. */
static void liq(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_by_state *s = f->state;
	const struct xg_sim_mkt *m = ev->mkt;
	struct xg_buf *b = &s->data;

	if (!wanted(f, m, XG_BY_LIQ))
		return;
	xg_buf_clear(b);
	xg_buf_text(b, "[{");
	xg_json_put_i64(b, "T", ev->ts / 1000);
	xg_json_put_text(b, "s", m->spec.native);
	xg_json_put_text(b, "S", ev->trade.sell ? "Buy" : "Sell");
	xg_json_key(b, "v");
	xg_by_qty(b, m, ev->trade.qty);
	xg_json_key(b, "p");
	xg_by_px(b, m, ev->trade.px);
	xg_buf_text(b, "}]");
	xg_by_send(f, m, XG_BY_LIQ, "snapshot", xg_buf_view(b), 0, XG_ON_MARKET,
		NULL);
}

void xg_by_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	if (!xg_by_ready(f))
		return;
	if (ev->kind == XG_SIM_EV_TRADE)
		trade(f, ev);
	else if (ev->kind == XG_SIM_EV_LIQ)
		liq(f, ev);
	else if (ev->kind == XG_SIM_EV_BBO && wanted(f, ev->mkt, XG_BY_BOOK_1))
		xg_by_book_push(f, ev->mkt, XG_BY_BOOK_1, ev->ts);
}

/* ---- tickers ---- */

/* The fields of a ticker that are not as told: all of them when it is new. */
static bool put_ticker(struct xg_buf *b, const struct xg_sim_mkt *m,
	char now[static XG_BY_FIELDS][XG_DEC_TEXT],
	char was[static XG_BY_FIELDS][XG_DEC_TEXT], bool all)
{
	enum xg_by_cat cat = xg_by_cat_of(m);
	bool some = false;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	for (int i = 0; i < XG_BY_FIELDS; i++) {
		static const char *const option[] = { "bidPrice", "bidSize",
			"askPrice", "askSize" };
		const char *name = xg_by_tick_names[i];

		if (!xg_by_tick_has(cat, i) ||
			(!all && strcmp(now[i], was[i]) == 0))
			continue;
		if (cat == XG_BY_OPTION && i >= XG_BY_F_BID)
			name = option[i - XG_BY_F_BID];
		xg_json_put_text(b, name, now[i]);
		some = true;
	}
	if (all && m->spec.kind == XG_PERP)
		xg_json_put_text(b, "fundingIntervalHour", "8");
	xg_buf_char(b, '}');
	return some;
}

/* Spot and options send whole tickers, the others what has changed. */
static void push_ticker(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_by_state *s = f->state;
	struct xg_by_mkt *k = xg_by_mkt(f, m);
	enum xg_by_cat cat = xg_by_cat_of(m);
	bool all = cat == XG_BY_SPOT || cat == XG_BY_OPTION;
	char now[XG_BY_FIELDS][XG_DEC_TEXT];

	xg_by_tick_now(m, now);
	if (memcmp(now, k->tick, sizeof now) == 0)
		return;
	if (put_ticker(&s->data, m, now, k->tick, all))
		xg_by_send(f, m, XG_BY_TICKER, all ? "snapshot" : "delta",
			xg_buf_view(&s->data), 0, XG_ON_MARKET, NULL);
	memcpy(k->tick, now, sizeof now);
}

void xg_by_tick_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m)
{
	struct xg_by_state *s = c->front->state;
	struct xg_by_mkt *k = xg_by_mkt(c->front, m);

	/* The first one of this market's sets what all are told. */
	if (k->wanted[XG_BY_TICKER] <= 1)
		xg_by_tick_now(m, k->tick);
	(void)put_ticker(&s->data, m, k->tick, k->tick, true);
	xg_by_send(c->front, m, XG_BY_TICKER, "snapshot", xg_buf_view(&s->data),
		0, XG_ON_MARKET, c);
}

/* ---- candles ---- */

static void push_kline(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan,
	int64_t from, bool closed)
{
	struct xg_by_state *s = f->state;
	int64_t minutes = xg_by_minutes(chan);
	struct xg_sim_candle c = xg_sim_candle(m, from, from + minutes);
	struct xg_buf *b = &s->data;

	if (!c.n)
		return;
	xg_buf_clear(b);
	xg_buf_text(b, "[{");
	xg_json_put_i64(b, "start", from * 60000);
	xg_json_put_i64(b, "end", (from + minutes) * 60000 - 1);
	if (minutes < 1440)
		xg_buf_printf(b, ",\"interval\":\"%d\"", (int)minutes);
	else
		xg_json_put_text(b, "interval", "D");
	xg_json_key(b, "open");
	xg_by_px(b, m, c.open);
	xg_json_key(b, "close");
	xg_by_px(b, m, c.close);
	xg_json_key(b, "high");
	xg_by_px(b, m, c.high);
	xg_json_key(b, "low");
	xg_by_px(b, m, c.low);
	xg_json_key(b, "volume");
	xg_by_qty(b, m, c.vol);
	xg_json_put_dec_text(b, "turnover", c.quote_vol);
	xg_json_put_bool(b, "confirm", closed);
	xg_json_put_i64(b, "timestamp", f->now / 1000);
	xg_buf_text(b, "}]");
	xg_by_send(
		f, m, chan, "snapshot", xg_buf_view(b), 0, XG_ON_MARKET, NULL);
}

/* The candle that runs, once a second; the one before it when it has closed. */
static void push_klines(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_by_mkt *k = xg_by_mkt(f, m);
	int64_t minute = f->now / MINUTE_US;
	bool turned = k->minute && minute != k->minute;

	if (!turned && f->now - k->kline_at < 1000000)
		return;
	for (int chan = XG_BY_KLINE; chan < XG_BY_CHANS; chan++) {
		int64_t each = xg_by_minutes(chan);
		int64_t from = minute / each * each;

		if (!k->wanted[chan])
			continue;
		if (turned && k->minute < from)
			push_kline(f, m, chan, from - each, true);
		push_kline(f, m, chan, from, false);
	}
	k->kline_at = f->now;
	k->minute = minute;
}

/* Every 100 ms. */
void xg_by_tick(struct xg_sim_front *f, int64_t now)
{
	if (!xg_by_ready(f))
		return;
	for (size_t i = 0; i < f->venue.mkts && f->conns; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		const struct xg_by_mkt *k = xg_by_mkt(f, m);

		for (int chan = 0; k && chan < XG_BY_BOOKS; chan++)
			if (k->wanted[chan])
				xg_by_book_push(f, m, chan, now);
		if (k && k->wanted[XG_BY_TICKER])
			push_ticker(f, m);
		if (k)
			push_klines(f, m);
	}
}
