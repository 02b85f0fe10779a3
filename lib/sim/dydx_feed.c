/* dYdX: what is told to subscribers. Source: sheet dydx, sections 4 and 5. The
 * order of what happens is kept for an order, not for a price: levels that come are
 * told first, those that are gone after them, so that books are crossed between two
 * frames; now and then they are until the next change, or the next second where
 * nothing changes any more. */
#include <stdio.h>

#include "sim/dydx.h"

#define BATCH_US INT64_C(250000)
#define SECOND_US INT64_C(1000000)
#define LATE 8 /* one change in so many leaves its book crossed */

size_t xg_dy_slot(const struct xg_sim_mkt *m, int chan)
{
	return m ? XG_DY_GLOBAL + (size_t)m->index * XG_DY_PER_MKT +
			       (size_t)chan
		 : (size_t)chan - XG_DY_PER_MKT;
}

const char *xg_dy_name(int chan)
{
	switch (chan) {
	case XG_DY_BOOK:
		return "v4_orderbook";
	case XG_DY_TRADES:
		return "v4_trades";
	case XG_DY_MARKETS:
		return "v4_markets";
	case XG_DY_HEIGHT:
		return "v4_block_height";
	default:
		return "v4_candles";
	}
}

void xg_dy_id(struct xg_buf *b, const struct xg_sim_mkt *m, int chan)
{
	if (!m)
		xg_buf_text(b, xg_dy_name(chan));
	else if (chan < XG_DY_CANDLE)
		xg_buf_text(b, m->spec.native);
	else
		xg_buf_printf(b, "%s/%s", m->spec.native, xg_dy_span(chan));
}

static enum xg_fault_on fault_on(int chan)
{
	if (chan == XG_DY_BOOK)
		return XG_ON_BOOK;
	return chan == XG_DY_TRADES ? XG_ON_TRADE : XG_ON_MARKET;
}

struct xg_buf *xg_dy_begin(struct xg_sim_conn *c, const char *type)
{
	struct xg_dy_state *s = c->front->state;
	struct xg_dy_conn *d = c->state;

	xg_buf_clear(&s->frame);
	xg_buf_printf(&s->frame,
		"{\"type\":\"%s\",\"connection_id\":\"%08llx-0000-4000-8000-"
		"%012llx\",\"message_id\":%lld",
		type, (unsigned long long)c->id & 0xffffffff,
		(unsigned long long)c->opened & 0xffffffffffff,
		(long long)++d->message);
	return &s->frame;
}

/* A frame of a channel on one connection. */
static void tell(struct xg_sim_conn *c, const struct xg_sim_mkt *m, int chan,
	bool batch, struct xg_str contents)
{
	struct xg_buf *b =
		xg_dy_begin(c, batch ? "channel_batch_data" : "channel_data");

	if (chan != XG_DY_MARKETS) {
		xg_buf_text(b, ",\"id\":\"");
		xg_dy_id(b, m, chan);
		xg_buf_char(b, '"');
	}
	xg_json_put_text(b, "channel", xg_dy_name(chan));
	xg_json_put_text(
		b, "version", chan == XG_DY_TRADES ? "2.1.0" : "1.0.0");
	xg_buf_text(b, batch ? ",\"contents\":[" : ",\"contents\":");
	xg_buf_str(b, contents);
	xg_buf_text(b, batch ? "]}" : "}");
	c->front->send(c, xg_buf_view(b), fault_on(chan), m ? m->spec.sym : "");
}

static void tell_all(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, bool batch, struct xg_str contents)
{
	size_t i = xg_dy_slot(m, chan);

	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_dy_conn *d = c->state;

		next = c->next;
		if (i < d->slots && d->sub[i].on && d->sub[i].batched == batch)
			tell(c, m, chan, batch, contents);
	}
}

void xg_dy_flush(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	struct xg_dy_state *s = f->state;
	struct xg_dy_topic *t = &s->topic[xg_dy_slot(m, chan)];

	if (t->batch.len && t->batched)
		tell_all(f, m, chan, true, xg_buf_view(&t->batch));
	xg_buf_clear(&t->batch);
}

static bool is_wanted(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_dy_state *s = f->state;
	const struct xg_dy_topic *t = &s->topic[xg_dy_slot(m, chan)];

	return t->plain || t->batched;
}

/* The contents are in s->text. */
static void publish(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	struct xg_dy_state *s = f->state;
	struct xg_dy_topic *t = &s->topic[xg_dy_slot(m, chan)];

	if (t->plain)
		tell_all(f, m, chan, false, xg_buf_view(&s->text));
	if (!t->batched)
		return;
	xg_buf_text(&t->batch, t->batch.len ? "," : "");
	xg_buf_str(&t->batch, xg_buf_view(&s->text));
}

static struct xg_buf *start(struct xg_sim_front *f, const char *text)
{
	struct xg_dy_state *s = f->state;

	xg_buf_clear(&s->text);
	xg_buf_text(&s->text, text);
	return &s->text;
}

/* ---- books ---- */

/* A frame for each side; the other is absent. */
static void publish_side(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	bool asks, struct xg_str levels)
{
	struct xg_buf *b;

	if (!levels.n)
		return;
	b = start(f, asks ? "{\"asks\":[" : "{\"bids\":[");
	xg_buf_str(b, levels);
	xg_buf_text(b, "]}");
	publish(f, m, XG_DY_BOOK);
}

static void tell_gone(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_dy_mkt *k = xg_dy_mkt(f, m);

	for (int side = 0; side < 2; side++) {
		publish_side(f, m, side, xg_buf_view(&k->gone[side]));
		xg_buf_clear(&k->gone[side]);
	}
}

/* The Indexer's housekeeping deletes levels without telling. */
static bool forgets(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	return f->faults &&
	       xg_fault_ask(f->faults, XG_FAULT_MAINTENANCE, "dydx",
		       m->spec.sym, XG_ON_BOOK, f->now, NULL);
}

static void on_delta(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_levels *side[2] = { &ev->delta.bids, &ev->delta.asks };
	struct xg_dy_mkt *k = xg_dy_mkt(f, ev->mkt);
	struct xg_buf come = { 0 };

	tell_gone(f, ev->mkt);
	if (!is_wanted(f, ev->mkt, XG_DY_BOOK))
		return;
	for (int s = 0; s < 2; s++) {
		xg_buf_clear(&come);
		for (size_t i = 0; i < side[s]->n; i++)
			xg_dy_level(side[s]->p[i].qty.m ? &come : &k->gone[s],
				&side[s]->p[i]);
		publish_side(f, ev->mkt, s, xg_buf_view(&come));
	}
	xg_buf_release(&come);
	k->deltas++;
	if (k->gone[0].len + k->gone[1].len && forgets(f, ev->mkt)) {
		xg_buf_clear(&k->gone[0]);
		xg_buf_clear(&k->gone[1]);
	}
}

/* ---- trades: told a block at a time ---- */

static void publish_trades(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_dy_mkt *k = xg_dy_mkt(f, m);
	int64_t id = k->told_trade + 1, from = m->last_trade - XG_SIM_TRADES;
	struct xg_buf *b;
	int n = 0;

	if (k->told_trade == m->last_trade)
		return;
	k->told_trade = m->last_trade;
	if (!is_wanted(f, m, XG_DY_TRADES))
		return;
	b = start(f, "{\"trades\":[");
	for (id = id > from ? id : from + 1; id <= m->last_trade; id++) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			continue;
		xg_buf_text(b, n++ ? "," : "");
		xg_dy_trade(b, f, m, t, false);
	}
	xg_buf_text(b, "]}");
	if (n)
		publish(f, m, XG_DY_TRADES);
}

/* A liquidation is a trade: the last one, or one of its own (transaction 3). */
static void on_liq(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_mkt *m = ev->mkt;
	const struct xg_sim_trade
		*t = &ev->trade,
		*last = &m->trade[m->last_trade % XG_SIM_TRADES];
	struct xg_dy_mkt *k = xg_dy_mkt(f, m);
	struct xg_buf *b;

	if (m->last_trade > k->told_trade && last->id == m->last_trade &&
		last->sell == t->sell && xg_dec_cmp(last->px, t->px) == 0 &&
		xg_dec_cmp(last->qty, t->qty) == 0) {
		k->liq[last->id % XG_SIM_TRADES] = 1;
		return;
	}
	publish_trades(f, m);
	b = start(f, "{\"trades\":[{");
	xg_buf_printf(b, "\"id\":\"%08llx00000003%08llx\"",
		(unsigned long long)xg_dy_height(t->ts) & 0xffffffff,
		(unsigned long long)++k->liqs & 0xffffffff);
	xg_json_put_dec_text(b, "size", t->qty);
	xg_json_put_dec_text(b, "price", t->px);
	xg_json_put_text(b, "side", t->sell ? "SELL" : "BUY");
	xg_dy_time(b, "createdAt", t->ts);
	xg_buf_text(b, ",\"type\":\"LIQUIDATED\"}]}");
	publish(f, m, XG_DY_TRADES);
}

/* ---- markets, heights, candles ---- */

static void publish_trading(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, bool status)
{
	struct xg_buf *b = start(f, "{\"trading\":{");

	xg_dy_trading(b, m, status);
	xg_buf_text(b, "}}");
	publish(f, NULL, XG_DY_MARKETS);
}

static void on_mark(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_buf *b = start(f, "{\"oraclePrices\":{");

	xg_dy_oracle(b, ev->mkt, ev->ts);
	xg_buf_text(b, "}}");
	publish(f, NULL, XG_DY_MARKETS);
	publish_trading(f, ev->mkt, false);
}

void xg_dy_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_dy_mkt *k = ev->mkt ? xg_dy_mkt(f, ev->mkt) : NULL;

	if (!k)
		return;
	if (ev->kind == XG_SIM_EV_DELTA)
		on_delta(f, ev);
	else if (ev->kind == XG_SIM_EV_TRADE)
		k->liq[ev->trade.id % XG_SIM_TRADES] = 0;
	else if (ev->kind == XG_SIM_EV_LIQ)
		on_liq(f, ev);
	else if (ev->kind == XG_SIM_EV_MARK)
		on_mark(f, ev);
}

static void publish_height(struct xg_sim_front *f, int64_t now)
{
	struct xg_dy_state *s = f->state;
	struct xg_buf *b;

	if (s->height == xg_dy_height(now))
		return;
	s->height = xg_dy_height(now);
	b = start(f, "{");
	xg_buf_printf(b, "\"blockHeight\":\"%lld\"", (long long)s->height);
	xg_dy_time(b, "time", now);
	xg_buf_char(b, '}');
	publish(f, NULL, XG_DY_HEIGHT);
}

static void publish_candles(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, int64_t now)
{
	struct xg_dy_mkt *k = xg_dy_mkt(f, m);

	if (k->candle_trade == m->last_trade)
		return;
	k->candle_trade = m->last_trade;
	for (int chan = XG_DY_CANDLE; chan < XG_DY_PER_MKT; chan++)
		if (is_wanted(f, m, chan) && xg_dy_candle(start(f, ""), m, chan,
						     now / (60 * SECOND_US)))
			publish(f, m, chan);
}

static void flush_all(struct xg_sim_front *f)
{
	for (int chan = XG_DY_PER_MKT; chan < XG_DY_CHANS; chan++)
		xg_dy_flush(f, NULL, chan);
	for (size_t i = 0; i < f->venue.mkts; i++)
		for (int chan = 0; chan < XG_DY_PER_MKT; chan++)
			xg_dy_flush(f, f->venue.mkt[i], chan);
}

void xg_dy_tick(struct xg_sim_front *f, int64_t now)
{
	struct xg_dy_state *s = f->state;
	bool second = now - s->candle_at >= SECOND_US;

	xg_dy_greet(f);
	publish_height(f, now);
	for (size_t i = 0; i < f->venue.mkts && i < s->mkts; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		struct xg_dy_mkt *k = &s->mkt[i];

		if (k->deltas % LATE || second)
			tell_gone(f, m);
		publish_trades(f, m);
		if (second)
			publish_candles(f, m, now);
		if (k->halted != m->halted)
			publish_trading(f, m, true);
		k->halted = m->halted;
	}
	if (second)
		s->candle_at = now;
	if (now - s->batch_at < BATCH_US)
		return;
	s->batch_at = now;
	flush_all(f);
}
