/* Coinbase Advanced Trade: market events as frames. Rows of a book come with both
 * sides mixed, trades in batches with the newest first and the maker's side.
 * Source: sheet coinbase, section 4a. */
#include "base/time.h"
#include "sim/coinbase.h"

#define TRADES_US (250 * XG_US_PER_MS)
#define BATCH_US (5 * XG_US_PER_S)
#define BUCKET_US (300 * XG_US_PER_S)
#define DEPTH 5000
#define FIRST_TRADES 20

static struct xg_buf *start(struct xg_sim_front *f)
{
	struct xg_cb_state *s = f->state;

	xg_buf_clear(&s->events);
	return &s->events;
}

static bool has(
	const struct xg_sim_conn *c, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_cb_conn *k = c->state;

	return k->mask && k->mask[m->index] >> chan & 1;
}

static bool wanted(
	const struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	for (const struct xg_sim_conn *c = f->conns; c; c = c->next)
		if (has(c, m, chan))
			return true;
	return false;
}

/* The channel's name in its own frames. */
static const char *frame_name(int chan)
{
	return chan == XG_CB_LEVEL2 ? "l2_data" : xg_cb_chans[chan];
}

/* The events that were made, to all who want them, or to one. */
static void publish(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, enum xg_fault_on on, struct xg_sim_conn *only)
{
	struct xg_cb_state *s = f->state;

	for (struct xg_sim_conn *c = only ? only : f->conns, *next; c;
		c = next) {
		next = only ? NULL : c->next;
		if (has(c, m, chan))
			xg_cb_send(c, frame_name(chan), xg_buf_view(&s->events),
				on, m->spec.sym);
	}
}

static void head(struct xg_buf *b, const char *type)
{
	xg_buf_char(b, '{');
	xg_json_put_text(b, "type", type);
}

/* ---- books ---- */

static void put_row(
	struct xg_buf *b, bool ask, const struct xg_level *l, int64_t at)
{
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "side", ask ? "offer" : "bid");
	xg_cb_time(b, "event_time", at);
	xg_cb_dec(b, "price_level", l->px);
	xg_cb_dec(b, "new_quantity", l->qty);
	xg_buf_char(b, '}');
}

/* Both sides in turn, from the worst to the best: no order that a client could
 * rely on. Times of old rows are 1970. */
static void put_book(struct xg_buf *b, const struct xg_sim_mkt *m,
	const char *type, const struct xg_levels *side, int64_t at)
{
	size_t most = side[0].n > side[1].n ? side[0].n : side[1].n;

	head(b, type);
	xg_json_put_text(b, "product_id", m->spec.native);
	xg_json_key(b, "updates");
	xg_buf_char(b, '[');
	for (size_t i = most; i > 0; i--)
		for (int s = 1; s >= 0; s--)
			if (i <= side[s].n)
				put_row(b, s, &side[s].p[i - 1],
					i % 7 == 3 ? 0 : at);
	xg_buf_text(b, "]}");
}

static void snapshot(struct xg_sim_conn *c, struct xg_sim_mkt *m)
{
	struct xg_level l[2][DEPTH];
	struct xg_levels side[2];

	for (int s = 0; s < 2; s++) {
		side[s].n = xg_sim_levels(m, s, l[s], DEPTH);
		side[s].p = l[s];
	}
	put_book(start(c->front), m, "snapshot", side, c->front->now);
	publish(c->front, m, XG_CB_LEVEL2, XG_ON_BOOK, c);
}

static void delta(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_levels side[2] = { ev->delta.bids, ev->delta.asks };

	if (!wanted(f, ev->mkt, XG_CB_LEVEL2))
		return;
	put_book(start(f), ev->mkt, "update", side, ev->ts);
	publish(f, ev->mkt, XG_CB_LEVEL2, XG_ON_BOOK, NULL);
}

/* ---- trades ---- */

/* Trades after `from`, the newest first. How many. */
static int put_trades(struct xg_buf *b, const struct xg_sim_mkt *m,
	const char *type, int64_t from)
{
	int n = 0;

	head(b, type);
	xg_json_key(b, "trades");
	xg_buf_char(b, '[');
	for (int64_t id = m->last_trade; id > from && id > 0; id--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		xg_json_comma(b);
		xg_buf_printf(b, "{\"trade_id\":\"%lld\"", (long long)id);
		xg_json_put_text(b, "product_id", m->spec.native);
		xg_cb_dec(b, "price", t->px);
		xg_cb_dec(b, "size", t->qty);
		xg_json_put_text(b, "side", t->sell ? "BUY" : "SELL");
		xg_cb_time(b, "time", t->ts);
		xg_buf_char(b, '}');
		n++;
	}
	xg_buf_text(b, "]}");
	return n;
}

static void push_trades(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_cb_state *s = f->state;
	struct xg_cb_mkt *k = &s->mkt[m->index];
	int64_t from;

	if ((size_t)m->index >= s->mkts)
		return;
	from = k->told_trade ? k->told_trade : m->last_trade;
	k->told_trade = m->last_trade;
	if (wanted(f, m, XG_CB_TRADES) &&
		put_trades(start(f), m, "update", from) > 0)
		publish(f, m, XG_CB_TRADES, XG_ON_TRADE, NULL);
}

/* ---- tickers and candles ---- */

static void put_ticker(struct xg_buf *b, const struct xg_sim_mkt *m,
	const char *type, bool best)
{
	head(b, type);
	xg_buf_text(b, ",\"tickers\":[{\"type\":\"ticker\"");
	xg_json_put_text(b, "product_id", m->spec.native);
	xg_cb_dec(b, "price", xg_cb_last(m));
	xg_buf_text(b,
		",\"volume_24_h\":\"1\",\"low_24_h\":\"1\",\"high_24_h\":\"1\","
		"\"low_52_w\":\"1\",\"high_52_w\":\"1\","
		"\"price_percent_chg_24_h\":\"0\"");
	if (best) {
		xg_cb_dec(b, "best_bid", m->best[0].px);
		xg_cb_dec(b, "best_bid_quantity", m->best[0].qty);
		xg_cb_dec(b, "best_ask", m->best[1].px);
		xg_cb_dec(b, "best_ask_quantity", m->best[1].qty);
	}
	xg_buf_text(b, "}]}");
}

static bool put_candle(struct xg_buf *b, const struct xg_sim_mkt *m,
	const char *type, int64_t now)
{
	struct xg_sim_candle c =
		xg_sim_candle(m, now / BUCKET_US * 5, now / BUCKET_US * 5 + 5);

	if (!c.n)
		return false;
	head(b, type);
	xg_buf_printf(b, ",\"candles\":[{\"start\":\"%lld\"",
		(long long)(c.start / XG_US_PER_S));
	xg_cb_dec(b, "high", c.high);
	xg_cb_dec(b, "low", c.low);
	xg_cb_dec(b, "open", c.open);
	xg_cb_dec(b, "close", c.close);
	xg_cb_dec(b, "volume", c.vol);
	xg_json_put_text(b, "product_id", m->spec.native);
	xg_buf_text(b, "}]}");
	return true;
}

/* ---- what the server calls ---- */

void xg_cb_first(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	struct xg_sim_front *f = c->front;

	if (chan == XG_CB_LEVEL2) {
		snapshot(c, m);
	} else if (chan == XG_CB_TRADES) {
		push_trades(f, m);
		put_trades(
			start(f), m, "snapshot", m->last_trade - FIRST_TRADES);
		publish(f, m, chan, XG_ON_TRADE, c);
	} else if (chan == XG_CB_TICKER) {
		put_ticker(start(f), m, "snapshot", true);
		publish(f, m, chan, XG_ON_MARKET, c);
	} else if (chan == XG_CB_BATCH) {
		/* A row with nothing in it, as the venue sends it. */
		xg_buf_text(start(f),
			"{\"type\":\"snapshot\",\"tickers\":[{\"type\":"
			"\"ticker\",\"product_id\":\"\",\"price\":\"\"}]}");
		publish(f, m, chan, XG_ON_MARKET, c);
	} else if (chan == XG_CB_CANDLES &&
		   put_candle(start(f), m, "snapshot", f->now)) {
		publish(f, m, chan, XG_ON_MARKET, c);
	}
}

void xg_cb_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	if (ev->kind == XG_SIM_EV_DELTA) {
		delta(f, ev);
	} else if (ev->kind == XG_SIM_EV_TRADE &&
		   wanted(f, ev->mkt, XG_CB_TICKER)) {
		put_ticker(start(f), ev->mkt, "update", true);
		publish(f, ev->mkt, XG_CB_TICKER, XG_ON_MARKET, NULL);
	}
}

static bool due(int64_t *at, int64_t span, int64_t now)
{
	if (now - *at < span)
		return false;
	*at = now;
	return true;
}

void xg_cb_push(struct xg_sim_front *f, int64_t now)
{
	struct xg_cb_state *s = f->state;
	bool trades = due(&s->trades_at, TRADES_US, now);
	bool batch = due(&s->batch_at, BATCH_US, now);
	bool candles = due(&s->candles_at, XG_US_PER_S, now);

	for (size_t i = 0; i < f->venue.mkts; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];

		if (trades)
			push_trades(f, m);
		if (batch && wanted(f, m, XG_CB_BATCH)) {
			put_ticker(start(f), m, "update", false);
			publish(f, m, XG_CB_BATCH, XG_ON_MARKET, NULL);
		}
		if (candles && wanted(f, m, XG_CB_CANDLES) &&
			put_candle(start(f), m, "update", now))
			publish(f, m, XG_CB_CANDLES, XG_ON_MARKET, NULL);
	}
}
