/* Bitfinex: what is sent on channels, and when. Source: docs.bitfinex.com,
 * "WebSocket General" and the reference of each channel. */
#include <stdlib.h>

#include "crypto/crc32.h"
#include "sim/bitfinex.h"

#define BEAT_US INT64_C(15000000)
#define TICKER_US INT64_C(15000000)
#define SECOND_US INT64_C(1000000)
#define STATUS_US INT64_C(3000000) /* a row is repeated until the next one */
#define ALONE_US INT64_C(60000000) /* a connection without channels */

static const char *sym_of(const struct xg_bfx_chan *ch)
{
	return ch->topic.mkt ? ch->topic.mkt->spec.sym : "";
}

void xg_bfx_send(struct xg_sim_conn *c, const struct xg_bfx_chan *ch,
	struct xg_str payload, enum xg_fault_on on)
{
	struct xg_bfx_conn *k = c->state;
	struct xg_bfx_state *s = c->front->state;
	struct xg_buf *b = &s->frame;

	xg_buf_clear(b);
	xg_buf_printf(b, "[%lld,", (long long)ch->id);
	xg_buf_str(b, payload);
	if (k->flags & XG_BFX_SEQ_ALL)
		xg_buf_printf(b, ",%lld", (long long)++k->seq);
	if (k->flags & XG_BFX_TIMESTAMP)
		xg_buf_printf(b, ",%lld", (long long)(c->front->now / 1000));
	xg_buf_char(b, ']');
	c->front->send(c, xg_buf_view(b), on, sym_of(ch));
}

/* ---- events of a connection ---- */

void xg_bfx_info(struct xg_sim_conn *c, int code, const char *msg)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b, "{\"event\":\"info\",\"code\":%d,\"msg\":\"%s\"}",
		code, msg);
	c->front->send(c, xg_buf_view(&b), XG_ON_MARKET, "");
	xg_buf_release(&b);
}

/* The first message of a connection: the version, and whether the platform is
 * operative. */
void xg_bfx_greet(struct xg_sim_conn *c)
{
	const struct xg_bfx_state *s = c->front->state;
	struct xg_bfx_conn *k = c->state;
	struct xg_buf b = { 0 };

	if (k->greeted)
		return;
	k->greeted = true;
	xg_buf_printf(&b,
		"{\"event\":\"info\",\"version\":2,\"serverId\":"
		"\"00000000-0000-4000-8000-000000000001\",\"platform\":{"
		"\"status\":%d}}",
		!s->away);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void all(struct xg_sim_front *f, int code, const char *msg)
{
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		next = c->next;
		xg_bfx_info(c, code, msg);
	}
}

/* Fault: nothing but heartbeats between the two notices. */
static void maintain(struct xg_sim_front *f, int64_t now)
{
	struct xg_bfx_state *s = f->state;
	bool away =
		f->faults && xg_fault_ask(f->faults, XG_FAULT_MAINTENANCE,
				     "bitfinex", "", XG_ON_MARKET, now, NULL);

	if (away == s->away)
		return;
	s->away = away;
	if (away)
		all(f, 20060, "Entering in Maintenance mode.");
	else
		all(f, 20061, "Maintenance ended.");
}

/* ---- channels ---- */

static struct xg_buf *start(struct xg_sim_front *f, const char *text)
{
	struct xg_bfx_state *s = f->state;

	xg_buf_clear(&s->data);
	xg_buf_text(&s->data, text);
	return &s->data;
}

/* Only what differs from the last. */
static void send_new(
	struct xg_sim_conn *c, struct xg_bfx_chan *ch, const struct xg_buf *b)
{
	uint32_t print = xg_crc32(0, b->p, b->len);

	if (ch->print == print)
		return;
	ch->print = print;
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_MARKET);
}

/* A ticker has a place that is empty at its end. */
static void ticker(struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now)
{
	struct xg_buf *b = start(c->front, "[");

	if (now - ch->pushed < TICKER_US)
		return;
	ch->pushed = now;
	xg_bfx_ticker(b, ch->topic.mkt);
	xg_buf_text(b, ",null]");
	send_new(c, ch, b);
}

static void candle(struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now)
{
	struct xg_buf *b = start(c->front, "");

	if (now - ch->pushed < SECOND_US)
		return;
	ch->pushed = now;
	if (xg_bfx_candle(b, ch->topic.mkt, ch->topic.span, now))
		send_new(c, ch, b);
}

static void deriv(struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now)
{
	struct xg_bfx_state *s = c->front->state;
	struct xg_bfx_status *row = &s->status[ch->topic.mkt->index];
	struct xg_buf *b = start(c->front, "[");

	if (now - ch->pushed < SECOND_US)
		return;
	ch->pushed = now;
	if (!row->ts)
		xg_bfx_status_renew(row, ch->topic.mkt, now);
	xg_bfx_status(b, ch->topic.mkt, row);
	xg_buf_char(b, ']');
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_MARKET);
}

static void trade(struct xg_sim_conn *c, const struct xg_bfx_chan *ch,
	const char *how, const struct xg_sim_trade *t)
{
	struct xg_buf *b = start(c->front, how);

	xg_bfx_trade(b, t);
	xg_buf_char(b, ']');
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_TRADE);
}

/* Behind each trade that was executed ("te") it comes once more, updated. */
static void updated(struct xg_sim_conn *c, struct xg_bfx_chan *ch)
{
	const struct xg_sim_mkt *m = ch->topic.mkt;

	if (ch->trade < m->last_trade - XG_SIM_TRADES)
		ch->trade = m->last_trade - XG_SIM_TRADES;
	while (ch->trade < m->last_trade) {
		const struct xg_sim_trade *t =
			&m->trade[++ch->trade % XG_SIM_TRADES];

		if (t->id == ch->trade)
			trade(c, ch, "\"tu\",[", t);
	}
}

static void push(struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now)
{
	switch (ch->topic.kind) {
	case XG_BFX_TICKER:
		ticker(c, ch, now);
		break;
	case XG_BFX_TRADES:
		updated(c, ch);
		break;
	case XG_BFX_BOOK:
		xg_bfx_book_push(c, ch, now);
		xg_bfx_book_sum(c, ch, now);
		break;
	case XG_BFX_CANDLE:
		candle(c, ch, now);
		break;
	case XG_BFX_DERIV:
		deriv(c, ch, now);
		break;
	case XG_BFX_LIQ:
		break;
	}
}

static void backlog(struct xg_sim_conn *c, struct xg_bfx_chan *ch)
{
	struct xg_buf *b = start(c->front, "[");

	xg_bfx_trades(b, ch->topic.mkt, XG_BFX_BACKLOG, 0, INT64_MAX, true);
	xg_buf_char(b, ']');
	ch->trade = ch->topic.mkt->last_trade;
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_TRADE);
}

static void past_candles(struct xg_sim_conn *c, struct xg_bfx_chan *ch)
{
	struct xg_buf *b = start(c->front, "[");

	xg_bfx_candles(b, ch->topic.mkt, ch->topic.span, XG_BFX_CANDLES, 0,
		INT64_MAX, true);
	xg_buf_char(b, ']');
	ch->pushed = c->front->now;
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_MARKET);
}

bool xg_bfx_first(struct xg_sim_conn *c, struct xg_bfx_chan *ch)
{
	ch->beat = c->front->now;
	switch (ch->topic.kind) {
	case XG_BFX_BOOK:
		return xg_bfx_book_first(c, ch);
	case XG_BFX_TRADES:
		backlog(c, ch);
		break;
	case XG_BFX_CANDLE:
		past_candles(c, ch);
		break;
	default:
		push(c, ch, c->front->now);
	}
	return true;
}

void xg_bfx_leave(struct xg_bfx_chan *ch)
{
	free(ch->told.side[0]);
	free(ch->told.side[1]);
	*ch = (struct xg_bfx_chan){ .id = 0 };
}

/* ---- what happens ---- */

static void liquidated(struct xg_sim_conn *c, const struct xg_bfx_chan *ch,
	const struct xg_sim_event *ev, bool match)
{
	const struct xg_bfx_state *s = c->front->state;
	struct xg_buf *b = start(c->front, "[[");

	xg_bfx_liq(b, ev->mkt, &ev->trade, s->liqs, match);
	xg_buf_text(b, "]]");
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_MARKET);
}

static void happened(struct xg_sim_conn *c, const struct xg_bfx_chan *ch,
	const struct xg_sim_event *ev)
{
	if (ev->kind == XG_SIM_EV_TRADE && ch->topic.kind == XG_BFX_TRADES &&
		ch->topic.mkt == ev->mkt)
		trade(c, ch, "\"te\",[", &ev->trade);
	if (ev->kind == XG_SIM_EV_LIQ && ch->topic.kind == XG_BFX_LIQ) {
		liquidated(c, ch, ev, false);
		liquidated(c, ch, ev, true);
	}
}

void xg_bfx_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_bfx_state *s = f->state;

	if (s->away || !ev->mkt ||
		(ev->kind != XG_SIM_EV_TRADE && ev->kind != XG_SIM_EV_LIQ))
		return;
	s->liqs += ev->kind == XG_SIM_EV_LIQ;
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_bfx_conn *k = c->state;

		next = c->next;
		for (int i = 0; i < XG_BFX_CHANNELS; i++)
			if (k->chan[i].id)
				happened(c, &k->chan[i], ev);
	}
}

/* Each channel has its own heartbeat, whether it is silent or not. */
static void one(struct xg_sim_conn *c, int64_t now)
{
	const struct xg_bfx_state *s = c->front->state;
	struct xg_bfx_conn *k = c->state;
	int n = 0;

	xg_bfx_greet(c);
	for (int i = 0; i < XG_BFX_CHANNELS; i++) {
		struct xg_bfx_chan *ch = &k->chan[i];

		if (!ch->id)
			continue;
		n++;
		if (!s->away)
			push(c, ch, now);
		else if (ch->topic.kind == XG_BFX_TRADES)
			ch->trade = ch->topic.mkt->last_trade;
		if (now - ch->beat < BEAT_US)
			continue;
		ch->beat = now;
		xg_bfx_send(c, ch, XG_STR("\"hb\""), XG_ON_MARKET);
	}
	if (!n && now - c->heard > ALONE_US)
		c->front->close(c, 1001, "idle");
}

void xg_bfx_tick(struct xg_sim_front *f, int64_t now)
{
	struct xg_bfx_state *s = f->state;

	if (!xg_bfx_ready(f))
		return;
	f->now = now;
	maintain(f, now);
	for (size_t i = 0; i < f->venue.mkts; i++)
		if (!xg_bfx_is_spot(f->venue.mkt[i]) &&
			now - s->status[i].ts >= STATUS_US)
			xg_bfx_status_renew(
				&s->status[i], f->venue.mkt[i], now);
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		next = c->next;
		one(c, now);
	}
}
