/* Bitget: market events as frames of both versions. Source: sheet bitget, sections
 * 4 and 5. */
#include <stdio.h>

#include "sim/bitget.h"

#define MINUTE_US INT64_C(60000000)
#define SNAP_LEVELS 1000
#define RECENT 50

static const struct {
	const char *v2, *v3, *interval;
	int depth, minutes;
} chans[XG_BG_CHANS] = {
	[XG_BG_BOOKS] = { "books", "books", NULL, SNAP_LEVELS, 0 },
	[XG_BG_BOOKS1] = { "books1", "books1", NULL, 1, 0 },
	[XG_BG_BOOKS5] = { "books5", "books5", NULL, 5, 0 },
	[XG_BG_BOOKS15] = { "books15", NULL, NULL, 15, 0 },
	[XG_BG_BOOKS50] = { NULL, "books50", NULL, 50, 0 },
	[XG_BG_TRADE] = { "trade", "publicTrade", NULL, 0, 0 },
	[XG_BG_TICKER] = { "ticker", "ticker", NULL, 0, 0 },
	[XG_BG_LIQ] = { NULL, "liquidation", NULL, 0, 0 },
	[XG_BG_CANDLE_1M] = { "candle1m", "kline", "1m", 0, 1 },
	[XG_BG_CANDLE_5M] = { "candle5m", "kline", "5m", 0, 5 },
	[XG_BG_CANDLE_1H] = { "candle1H", "kline", "1H", 0, 60 },
};

int xg_bg_depth(int chan)
{
	return chans[chan].depth;
}

int xg_bg_minutes(int chan)
{
	return chans[chan].minutes;
}

int xg_bg_chan(int version, struct xg_str name, struct xg_str interval)
{
	for (int i = 0; i < XG_BG_CHANS; i++) {
		const char *of = version == 2 ? chans[i].v2 : chans[i].v3;

		if (of && xg_str_is_text(name, of) &&
			(version == 2 || !chans[i].interval ||
				xg_str_is_text(interval, chans[i].interval)))
			return i;
	}
	return -1;
}

void xg_bg_arg(
	struct xg_buf *b, int version, int chan, const struct xg_sim_mkt *m)
{
	xg_buf_text(b, "{\"instType\":\"");
	for (const char *p = m->spec.market; *p; p++)
		xg_buf_char(b, version == 2 && *p >= 'a' && *p <= 'z'
				       ? (char)(*p - 'a' + 'A')
				       : *p);
	xg_buf_char(b, '"');
	if (version == 2) {
		xg_json_put_text(b, "channel", chans[chan].v2);
		xg_json_put_text(b, "instId", m->spec.native);
	} else {
		xg_json_put_text(b, "topic", chans[chan].v3);
		if (chan != XG_BG_LIQ)
			xg_json_put_text(b, "symbol", m->spec.native);
		if (chans[chan].interval)
			xg_json_put_text(b, "interval", chans[chan].interval);
	}
	xg_buf_char(b, '}');
}

/* One frame to all subscribers of a version, or to `only`. rows: inside of the
 * array. */
static void send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	int version, const char *action, struct xg_str rows,
	enum xg_fault_on on, struct xg_sim_conn *only)
{
	struct xg_bg_state *s = f->state;
	struct xg_buf *b = &s->frame;

	xg_buf_clear(b);
	xg_buf_printf(b, "{\"action\":\"%s\",\"arg\":", action);
	xg_bg_arg(b, version, chan, m);
	xg_buf_printf(b, ",\"data\":[%.*s],\"ts\":%lld}", XG_STR_ARG(rows),
		(long long)(f->now / 1000));
	for (struct xg_sim_conn *c = only ? only : f->conns, *next; c;
		c = next) {
		const struct xg_bg_conn *k = c->state;

		next = only ? NULL : c->next;
		if (k->version == version && k->mask &&
			k->mask[m->index] >> chan & 1)
			f->send(c, xg_buf_view(b), on, m->spec.sym);
	}
}

static bool wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_bg_mkt *k = xg_bg_mkt(f, m);

	return k && k->wanted[chan] > 0;
}

static struct xg_buf *fresh(struct xg_sim_front *f)
{
	struct xg_bg_state *s = f->state;

	xg_buf_clear(&s->data);
	return &s->data;
}

/* ---- books ---- */

/* v2 has no numbers; pseq of a whole book is 0, and so is its checksum. */
static void put_book(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	const struct xg_levels *bids, const struct xg_levels *asks, int32_t sum,
	int64_t seq, int64_t pseq, int64_t ts)
{
	xg_buf_char(b, '{');
	xg_bg_levels(
		b, version, m, version == 2 ? "asks" : "a", asks->p, asks->n);
	xg_bg_levels(
		b, version, m, version == 2 ? "bids" : "b", bids->p, bids->n);
	xg_json_put_i64(b, "checksum", sum);
	if (version == 3) {
		xg_json_put_i64(b, "seq", seq);
		xg_json_put_i64(b, "pseq", pseq);
	}
	xg_buf_printf(b, ",\"ts\":\"%lld\"}", (long long)(ts / 1000));
}

/* Numbers of books begin anywhere. */
#define SEQ(n) (INT64_C(451057000000) + (n))

static void whole(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	int version, enum xg_fault_on on, struct xg_sim_conn *only)
{
	struct xg_level l[2][SNAP_LEVELS];
	size_t max = (size_t)xg_bg_depth(chan);
	struct xg_levels bids = { l[0], xg_sim_levels(m, false, l[0], max) },
			 asks = { l[1], xg_sim_levels(m, true, l[1], max) };
	const struct xg_bg_mkt *k = xg_bg_mkt(f, m);
	struct xg_buf *b = fresh(f);

	put_book(b, version, m, &bids, &asks, 0, SEQ(m->seq), 0,
		k && k->told_at ? k->told_at : f->now);
	send(f, m, chan, version, "snapshot", xg_buf_view(b), on, only);
}

static bool asks_fault(struct xg_sim_front *f, enum xg_fault_kind kind,
	const struct xg_sim_mkt *m)
{
	return f->faults && xg_fault_ask(f->faults, kind, "bitget", m->spec.sym,
				    XG_ON_BOOK, f->now, NULL);
}

/* After a restart of the service whole books come that nobody asked for. */
static void delta(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_delta *d = &ev->delta;
	const struct xg_sim_mkt *m = ev->mkt;
	bool reset, wrong;

	for (int chan = XG_BG_BOOKS5; chan <= XG_BG_BOOKS50; chan++)
		for (int v = 2; v <= 3 && wanted(f, m, chan); v++)
			if (v == 2 ? chans[chan].v2 : chans[chan].v3)
				whole(f, m, chan, v, XG_ON_MARKET, NULL);
	if (!wanted(f, m, XG_BG_BOOKS))
		return;
	reset = asks_fault(f, XG_FAULT_MAINTENANCE, m);
	wrong = asks_fault(f, XG_FAULT_CHECKSUM, m);
	for (int v = 2; v <= 3; v++) {
		struct xg_buf *b;

		if (reset) {
			whole(f, m, XG_BG_BOOKS, v, XG_ON_BOOK, NULL);
			continue;
		}
		b = fresh(f);
		put_book(b, v, m, &d->bids, &d->asks,
			xg_bg_sum(v, m) ^ (wrong ? 0x5a5a : 0), SEQ(d->last),
			SEQ(d->prev), ev->ts);
		send(f, m, XG_BG_BOOKS, v, "update", xg_buf_view(b), XG_ON_BOOK,
			NULL);
	}
}

/* ---- trades ---- */

static void put_trade(struct xg_buf *b, int version, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t)
{
	bool v2 = version == 2;
	char id[24], next[24];

	xg_bg_trade_id(id, t->id);
	xg_bg_trade_id(next, t->id + 1);
	xg_json_comma(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, v2 ? "tradeId" : "i", id);
	xg_json_key(b, v2 ? "price" : "p");
	xg_bg_px(b, version, m, t->px);
	xg_json_key(b, v2 ? "size" : "v");
	xg_bg_qty(b, version, m, t->qty);
	xg_json_put_text(b, v2 ? "side" : "S", t->sell ? "sell" : "buy");
	xg_buf_printf(b, ",\"%s\":\"%lld\"", v2 ? "ts" : "T",
		(long long)(t->ts / 1000));
	if (!v2) {
		xg_json_put_text(b, "L", next);
		xg_json_put_text(b, "isRPI", "no");
	}
	xg_buf_char(b, '}');
}

static void trade(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	for (int v = 2; v <= 3 && wanted(f, ev->mkt, XG_BG_TRADE); v++) {
		struct xg_buf *b = fresh(f);

		put_trade(b, v, ev->mkt, &ev->trade);
		send(f, ev->mkt, XG_BG_TRADE, v, "update", xg_buf_view(b),
			XG_ON_TRADE, NULL);
	}
}

/* The last trades, newest first. */
static void recent(
	struct xg_sim_conn *c, const struct xg_sim_mkt *m, int version)
{
	struct xg_buf *b = fresh(c->front);
	int64_t id = m->last_trade;

	for (int n = 0; n < RECENT && id > 0; n++, id--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		put_trade(b, version, m, t);
	}
	send(c->front, m, XG_BG_TRADE, version, "snapshot", xg_buf_view(b),
		XG_ON_TRADE, c);
}

static void liq(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_buf *b = fresh(f);

	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", ev->mkt->spec.native);
	xg_json_put_text(b, "side", ev->trade.sell ? "sell" : "buy");
	xg_json_key(b, "price");
	xg_bg_px(b, 3, ev->mkt, ev->trade.px);
	xg_json_key(b, "amount");
	xg_bg_qty(b, 3, ev->mkt, ev->trade.qty);
	xg_buf_printf(b, ",\"ts\":\"%lld\"}", (long long)(ev->ts / 1000));
	send(f, ev->mkt, XG_BG_LIQ, 3, "update", xg_buf_view(b), XG_ON_MARKET,
		NULL);
}

void xg_bg_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_bg_mkt *k = ev->mkt ? xg_bg_mkt(f, ev->mkt) : NULL;

	if (!k)
		return;
	if (ev->kind == XG_SIM_EV_DELTA)
		k->told_at = ev->ts;
	if (ev->kind == XG_SIM_EV_DELTA)
		delta(f, ev);
	else if (ev->kind == XG_SIM_EV_TRADE)
		trade(f, ev);
	else if (ev->kind == XG_SIM_EV_LIQ)
		liq(f, ev);
	else if (ev->kind == XG_SIM_EV_BBO && k->wanted[XG_BG_BOOKS1])
		for (int v = 2; v <= 3; v++)
			whole(f, ev->mkt, XG_BG_BOOKS1, v, XG_ON_MARKET, NULL);
}

/* ---- tickers and candles ---- */

static void ticker(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	struct xg_sim_conn *only)
{
	struct xg_bg_mkt *k = xg_bg_mkt(f, m);
	struct xg_buf *b = fresh(f);

	xg_bg_ticker(b, 3, m, f->now);
	if (!only) {
		if (xg_str_is_text(xg_buf_view(b), k->tick))
			return;
		(void)xg_str_copy(k->tick, sizeof k->tick, xg_buf_view(b));
	}
	send(f, m, XG_BG_TICKER, 3, "snapshot", xg_buf_view(b), XG_ON_MARKET,
		only);
	b = fresh(f);
	xg_bg_ticker(b, 2, m, f->now);
	send(f, m, XG_BG_TICKER, 2, "snapshot", xg_buf_view(b), XG_ON_MARKET,
		only);
}

static void put_candle(struct xg_buf *b, int version,
	const struct xg_sim_mkt *m, const struct xg_sim_candle *c)
{
	static const char *const names[] = { "open", "high", "low", "close" };
	const struct xg_dec px[] = { c->open, c->high, c->low, c->close };
	bool v2 = version == 2;

	xg_json_comma(b);
	xg_buf_printf(b, v2 ? "[\"%lld\"" : "{\"start\":\"%lld\"",
		(long long)(c->start / 1000));
	for (int i = 0; i < 4; i++) {
		if (v2)
			xg_buf_char(b, ',');
		else
			xg_json_key(b, names[i]);
		xg_bg_px(b, version, m, px[i]);
	}
	xg_buf_text(b, v2 ? "," : ",\"volume\":");
	xg_bg_qty(b, version, m, c->vol);
	if (v2) {
		xg_buf_text(b, ",\"");
		xg_json_dec_value(b, c->quote_vol);
		xg_buf_text(b, "\",\"");
		xg_json_dec_value(b, c->quote_vol);
		xg_buf_text(b, "\"]");
		return;
	}
	xg_json_put_dec_text(b, "turnover", c->quote_vol);
	xg_buf_char(b, '}');
}

/* The candle that runs; for a new subscriber those before it, too. */
static void candle(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	struct xg_sim_conn *only)
{
	int64_t each = xg_bg_minutes(chan);
	int64_t now = f->now / MINUTE_US / each * each;

	for (int v = 2; v <= 3; v++) {
		struct xg_buf *b = fresh(f);

		for (int64_t at = now - (only ? 20 * each : 0); at <= now;
			at += each) {
			struct xg_sim_candle c =
				xg_sim_candle(m, at, at + each);

			if (c.n)
				put_candle(b, v, m, &c);
		}
		if (b->len)
			send(f, m, chan, v, only ? "snapshot" : "update",
				xg_buf_view(b), XG_ON_MARKET, only);
	}
}

void xg_bg_first(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	const struct xg_bg_conn *k = c->state;

	if (chan <= XG_BG_BOOKS50) {
		whole(c->front, m, chan, k->version,
			chan == XG_BG_BOOKS ? XG_ON_BOOK : XG_ON_MARKET, c);
	} else if (chan == XG_BG_TRADE) {
		recent(c, m, k->version);
	} else if (chan == XG_BG_TICKER) {
		ticker(c->front, m, c);
	} else if (chan >= XG_BG_CANDLE_1M) {
		candle(c->front, m, chan, c);
	}
}

/* Every 100 ms: tickers that changed; candles once a second. */
void xg_bg_tick(struct xg_sim_front *f, int64_t now)
{
	for (size_t i = 0; i < f->venue.mkts && f->conns; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		struct xg_bg_mkt *k = xg_bg_mkt(f, m);

		if (!k)
			continue;
		if (k->wanted[XG_BG_TICKER])
			ticker(f, m, NULL);
		if (now - k->candle_at < 1000000)
			continue;
		k->candle_at = now;
		for (int c = XG_BG_CANDLE_1M; c < XG_BG_CHANS; c++)
			if (k->wanted[c])
				candle(f, m, c, NULL);
	}
}
