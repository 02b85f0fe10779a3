/* KuCoin: pushes of trades, best prices, marks, funding, candles. Source: sheet
 * kucoin, section 4: units of time are mixed, ids are numbers or texts. */
#include <stdio.h>

#include "sim/kucoin.h"

#define MINUTE_US INT64_C(60000000)

void xg_ku_send_text(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, struct xg_str text, enum xg_fault_on on,
	struct xg_sim_conn *only)
{
	for (struct xg_sim_conn *c = only ? only : f->conns, *next; c;
		c = next) {
		const struct xg_ku_conn *k = c->state;

		next = only ? NULL : c->next;
		if (k->mask && k->mask[m->index] >> chan & 1)
			f->send(c, text, on, m->spec.sym);
	}
}

/* The members of a message have another order in older ones. */
void xg_ku_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	const char *subject, struct xg_str data, enum xg_fault_on on)
{
	struct xg_ku_state *s = f->state;
	struct xg_buf *b = &s->b;
	bool old = chan == XG_KU_LEVEL2 && !xg_ku_is_futures(m);

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	if (old)
		xg_json_put_raw(b, "data", data);
	xg_json_key(b, "topic");
	xg_buf_char(b, '"');
	xg_ku_put_topic(b, chan, m);
	xg_buf_char(b, '"');
	xg_json_put_text(b, "type", "message");
	xg_json_put_text(b, "subject", subject);
	if (xg_ku_is_futures(m) && chan != XG_KU_INST && chan < XG_KU_CANDLE)
		xg_json_put_i64(b, "sn", m->seq);
	if (!old)
		xg_json_put_raw(b, "data", data);
	xg_buf_char(b, '}');
	xg_ku_send_text(f, m, chan, xg_buf_view(b), on, NULL);
}

static bool wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_ku_mkt *k = xg_ku_of(f, m);

	return k && k->wanted[chan] > 0;
}

static struct xg_buf *begin(struct xg_sim_front *f)
{
	struct xg_ku_state *s = f->state;

	xg_buf_clear(&s->data);
	xg_buf_char(&s->data, '{');
	return &s->data;
}

/* A size: a number among futures, else text. */
static void put_size(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, struct xg_dec v)
{
	xg_json_key(b, key);
	if (xg_ku_is_futures(m))
		xg_json_dec_value(b, v);
	else
		xg_ku_qty(b, m, v);
}

static void put_px(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_ku_px(b, m, v);
}

static void trade(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_trade *t = &ev->trade;
	const struct xg_sim_mkt *m = ev->mkt;
	bool futures = xg_ku_is_futures(m);
	struct xg_buf *b;

	if (!wanted(f, m, XG_KU_MATCH))
		return;
	b = begin(f);
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_json_key(b, "sequence");
	xg_buf_printf(b, futures ? "%lld" : "\"%lld\"", (long long)t->id);
	xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
	put_size(b, "size", m, t->qty);
	put_px(b, "price", m, t->px);
	xg_buf_printf(b,
		",\"takerOrderId\":\"%024llx\",\"makerOrderId\":\"%024llx\","
		"\"tradeId\":\"%lld\"",
		(unsigned long long)(2 * t->id),
		(unsigned long long)(2 * t->id + 1), (long long)t->id);
	if (futures) {
		xg_ku_ns(b, "ts", t->ts);
	} else {
		xg_json_key(b, "time");
		xg_buf_printf(b, "\"%lld000\"", (long long)t->ts);
		xg_json_put_text(b, "type", "match");
	}
	xg_buf_char(b, '}');
	xg_ku_send(f, m, XG_KU_MATCH, futures ? "match" : "trade.l3match",
		xg_buf_view(b), XG_ON_TRADE);
}

/* ["price","size"], or [] of an empty side. */
static void put_pair(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, const struct xg_level *l)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	if (l->qty.m) {
		xg_ku_px(b, m, l->px);
		xg_buf_char(b, ',');
		xg_ku_qty(b, m, l->qty);
	}
	xg_buf_char(b, ']');
}

static void top(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	const struct xg_level *bid = &m->best[0], *ask = &m->best[1];
	struct xg_buf *b;

	if (!wanted(f, m, XG_KU_TOP))
		return;
	b = begin(f);
	if (!xg_ku_is_futures(m)) {
		put_pair(b, "asks", m, ask);
		put_pair(b, "bids", m, bid);
		xg_json_put_i64(b, "timestamp", f->now / 1000);
		xg_buf_char(b, '}');
		xg_ku_send(f, m, XG_KU_TOP, "level1", xg_buf_view(b),
			XG_ON_MARKET);
		return;
	}
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_json_put_i64(b, "sequence", m->seq);
	put_size(b, "bestBidSize", m, bid->qty);
	put_px(b, "bestBidPrice", m, bid->px);
	put_px(b, "bestAskPrice", m, ask->px);
	put_size(b, "bestAskSize", m, ask->qty);
	xg_ku_ns(b, "ts", f->now);
	xg_buf_char(b, '}');
	xg_ku_send(f, m, XG_KU_TOP, "tickerV2", xg_buf_view(b), XG_ON_MARKET);
}

void xg_ku_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	if (ev->kind == XG_SIM_EV_TRADE) {
		trade(f, ev);
		xg_ku_unified_trade(f, ev);
	} else if (ev->kind == XG_SIM_EV_BBO) {
		top(f, ev->mkt);
	} else if (ev->kind == XG_SIM_EV_DELTA) {
		xg_ku_book_delta(f, ev);
	}
}

/* ---- every 100 ms ---- */

static void ticker(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, struct xg_ku_mkt *k)
{
	bool futures = xg_ku_is_futures(m);
	struct xg_buf *b;

	if (!k->wanted[XG_KU_TICKER] || k->top_seq == m->seq)
		return;
	k->top_seq = m->seq;
	b = begin(f);
	xg_json_key(b, "sequence");
	xg_buf_printf(b, "\"%lld\"", (long long)m->seq);
	put_px(b, "price", m, xg_ku_last(m));
	put_size(b, "size", m, m->best[0].qty);
	put_px(b, futures ? "bestAskPrice" : "bestAsk", m, m->best[1].px);
	put_size(b, "bestAskSize", m, m->best[1].qty);
	put_px(b, futures ? "bestBidPrice" : "bestBid", m, m->best[0].px);
	put_size(b, "bestBidSize", m, m->best[0].qty);
	if (futures)
		xg_ku_ns(b, "ts", f->now);
	else
		xg_json_put_i64(b, "time", f->now / 1000);
	xg_buf_char(b, '}');
	xg_ku_send(f, m, XG_KU_TICKER, futures ? "ticker" : "trade.ticker",
		xg_buf_view(b), XG_ON_MARKET);
}

/* The mark each second, the rate that is building up each minute. */
static void instrument(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, struct xg_ku_mkt *k)
{
	struct xg_buf *b;

	if (!k->wanted[XG_KU_INST] || f->now - k->mark_at < 1000000)
		return;
	k->mark_at = f->now;
	b = begin(f);
	xg_json_key(b, "markPrice");
	xg_json_dec_value(b, m->mark);
	xg_json_key(b, "indexPrice");
	xg_json_dec_value(b, m->index_px);
	xg_json_put_i64(b, "granularity", 1000);
	xg_json_put_i64(b, "timestamp", f->now / 1000000 * 1000);
	xg_buf_char(b, '}');
	xg_ku_send(f, m, XG_KU_INST, "mark.index.price", xg_buf_view(b),
		XG_ON_MARKET);
	if (m->spec.kind != XG_PERP || f->now - k->rate_at < MINUTE_US)
		return;
	k->rate_at = f->now;
	b = begin(f);
	xg_json_put_i64(b, "granularity", 60000);
	xg_json_key(b, "fundingRate");
	xg_buf_printf(b, "%lldE%d", (long long)m->rate.m, (int)m->rate.e);
	xg_json_put_i64(b, "timestamp", f->now / 1000);
	xg_buf_char(b, '}');
	xg_ku_send(
		f, m, XG_KU_INST, "funding.rate", xg_buf_view(b), XG_ON_MARKET);
}

static void candle(struct xg_sim_front *f, const struct xg_sim_mkt *m, int i)
{
	bool futures = xg_ku_is_futures(m);
	struct xg_sim_candle c;
	int64_t minute = f->now / MINUTE_US, from;
	struct xg_buf *b;
	int each;

	(void)xg_ku_interval(i, &each);
	from = minute / each * each;
	c = xg_sim_candle(m, from, from + each);
	if (!c.n)
		return;
	b = begin(f);
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_buf_printf(
		b, ",\"candles\":[\"%lld\",", (long long)(c.start / 1000000));
	xg_ku_px(b, m, c.open);
	xg_buf_char(b, ',');
	xg_ku_px(b, m, c.close);
	xg_buf_char(b, ',');
	xg_ku_px(b, m, c.high);
	xg_buf_char(b, ',');
	xg_ku_px(b, m, c.low);
	xg_buf_char(b, ',');
	xg_ku_qty(b, m, c.vol);
	xg_buf_char(b, ',');
	xg_ku_qty(b, m, futures ? c.vol : c.quote_vol);
	xg_buf_char(b, ']');
	if (futures)
		xg_json_put_i64(b, "time", f->now / 1000);
	else
		xg_ku_ns(b, "time", f->now);
	xg_buf_char(b, '}');
	xg_ku_send(f, m, XG_KU_CANDLE + i,
		futures ? "candle.stick" : "trade.candles.update",
		xg_buf_view(b), XG_ON_MARKET);
}

void xg_ku_tick(struct xg_sim_front *f, int64_t now)
{
	f->now = now;
	xg_ku_greet(f, now);
	for (size_t i = 0; i < f->venue.mkts && f->conns; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		struct xg_ku_mkt *k = xg_ku_of(f, m);

		if (!k)
			continue;
		xg_ku_book_tick(f, m);
		ticker(f, m, k);
		instrument(f, m, k);
		xg_ku_unified_tick(f, m);
		if (now - k->candle_at < 1000000)
			continue;
		k->candle_at = now;
		for (int c = 0; c < XG_KU_INTERVALS; c++)
			if (k->wanted[XG_KU_CANDLE + c])
				candle(f, m, c);
	}
}
