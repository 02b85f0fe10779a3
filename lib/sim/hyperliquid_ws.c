/* Hyperliquid: connections, subscriptions, and what is sent on them. Source: sheet
 * hyperliquid, sections 4, 5 and 10. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/hyperliquid.h"

#define SLOW_US INT64_C(5000000)
#define QUICK_US INT64_C(500000)
#define MINUTE_US INT64_C(60000000)

int xg_hl_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_hl_state *s = c->front->state;
	struct xg_hl_conn *h = c->state;

	if (!xg_str_is_text(r->path, "/ws"))
		return 404;
	if (!xg_hl_ready(c->front))
		return 503;
	h->mask = calloc(s->mkts + 1, sizeof *h->mask);
	h->mkts = s->mkts;
	return h->mask ? 0 : 503;
}

void xg_hl_ws_shut(struct xg_sim_conn *c)
{
	struct xg_hl_conn *h = c->state;

	free(h->mask);
	h->mask = NULL;
}

/* ---- frames ---- */

static struct xg_buf *begin(struct xg_sim_front *f, const char *channel)
{
	struct xg_hl_state *s = f->state;

	xg_buf_clear(&s->frame);
	xg_buf_printf(&s->frame, "{\"channel\":\"%s\",\"data\":", channel);
	return &s->frame;
}

/* To `only`, or to all that have subscribed. */
static void send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	enum xg_fault_on on, struct xg_sim_conn *only)
{
	struct xg_hl_state *s = f->state;

	xg_buf_char(&s->frame, '}');
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_hl_conn *h = c->state;

		next = c->next;
		if (h->mask &&
			(only ? only == c : h->mask[m->index] >> chan & 1))
			f->send(c, xg_buf_view(&s->frame), on, m->spec.sym);
	}
}

static bool wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	for (const struct xg_sim_conn *c = f->conns; c; c = c->next) {
		const struct xg_hl_conn *h = c->state;

		if (h->mask && h->mask[m->index] >> chan & 1)
			return true;
	}
	return false;
}

static void send_book(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan,
	struct xg_sim_conn *only)
{
	bool fast = chan == XG_HL_QUICK;

	xg_hl_book(begin(f, "l2Book"), f, m, fast ? XG_HL_FAST : XG_HL_DEPTH,
		fast);
	send(f, m, chan, XG_ON_BOOK, only);
}

static void put_best(struct xg_buf *b, const struct xg_level *l)
{
	if (!l->qty.m) {
		xg_buf_text(b, "null");
		return;
	}
	xg_buf_char(b, '{');
	xg_hl_num(b, "px", l->px);
	xg_hl_num(b, "sz", l->qty);
	xg_buf_text(b, ",\"n\":1}");
}

static void send_bbo(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	struct xg_sim_conn *only)
{
	struct xg_buf *b = begin(f, "bbo");

	xg_buf_char(b, '{');
	xg_json_put_text(b, "coin", m->spec.native);
	xg_json_put_i64(b, "time", f->now / 1000);
	xg_buf_text(b, ",\"bbo\":[");
	put_best(b, &m->best[0]);
	xg_buf_char(b, ',');
	put_best(b, &m->best[1]);
	xg_buf_text(b, "]}");
	send(f, m, XG_HL_BBO, XG_ON_MARKET, only);
}

static void send_ctx(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	struct xg_sim_conn *only)
{
	struct xg_buf *b = begin(
		f, xg_hl_is_spot(m) ? "activeSpotAssetCtx" : "activeAssetCtx");

	xg_buf_char(b, '{');
	xg_json_put_text(b, "coin", m->spec.native);
	xg_buf_text(b, ",\"ctx\":{");
	xg_hl_ctx(b, m);
	xg_buf_text(b, "}}");
	send(f, m, XG_HL_CTX, XG_ON_MARKET, only);
}

/* The last trades from before a subscription, oldest first. */
static void send_backlog(struct xg_sim_conn *c, const struct xg_sim_mkt *m)
{
	int64_t id = m->last_trade - XG_HL_BACKLOG + 1;
	struct xg_buf *b = begin(c->front, "trades");
	int n = 0;

	xg_buf_char(b, '[');
	for (id = id < 1 ? 1 : id; id <= m->last_trade; id++) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			continue;
		xg_buf_text(b, n++ ? "," : "");
		xg_hl_trade(b, m, t);
	}
	xg_buf_char(b, ']');
	if (n)
		send(c->front, m, XG_HL_TRADES, XG_ON_MARKET, c);
}

/* ---- what happens ---- */

void xg_hl_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_hl_state *s = f->state;
	struct xg_buf *b;

	if (!ev->mkt || (size_t)ev->mkt->index >= s->mkts)
		return;
	if (ev->kind == XG_SIM_EV_DELTA)
		s->mkt[ev->mkt->index].dirty = true;
	if (ev->kind == XG_SIM_EV_BBO && wanted(f, ev->mkt, XG_HL_BBO))
		send_bbo(f, ev->mkt, NULL);
	if (ev->kind == XG_SIM_EV_MARK && wanted(f, ev->mkt, XG_HL_CTX))
		send_ctx(f, ev->mkt, NULL);
	if (ev->kind != XG_SIM_EV_TRADE || !wanted(f, ev->mkt, XG_HL_TRADES))
		return;
	b = begin(f, "trades");
	xg_buf_char(b, '[');
	xg_hl_trade(b, ev->mkt, &ev->trade);
	xg_buf_char(b, ']');
	send(f, ev->mkt, XG_HL_TRADES, XG_ON_TRADE, NULL);
}

/* A book that has changed is a new one, with a time of its own. */
static void renew(struct xg_sim_mkt *m, struct xg_hl_mkt *k, int64_t now)
{
	if (!k->dirty && k->book.ms)
		return;
	k->dirty = false;
	k->book.ms = now / 1000 > k->book.ms ? now / 1000 : k->book.ms + 1;
	for (int side = 0; side < 2; side++)
		k->book.n[side] =
			xg_sim_levels(m, side, k->book.side[side], XG_HL_DEPTH);
}

static void push_books(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int64_t now)
{
	static const int64_t every[2] = { SLOW_US, QUICK_US };
	struct xg_hl_state *s = f->state;
	struct xg_hl_mkt *k = &s->mkt[m->index];

	renew(m, k, now);
	for (int i = 0; i < 2; i++) {
		if (now - k->told[i] < every[i] ||
			!wanted(f, m, XG_HL_SLOW + i))
			continue;
		k->told[i] = now;
		send_book(f, m, XG_HL_SLOW + i, NULL);
	}
}

static void push_candles(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int64_t now)
{
	struct xg_hl_state *s = f->state;

	for (int chan = XG_HL_CANDLE; chan < XG_HL_CHANS; chan++) {
		if (!wanted(f, m, chan))
			continue;
		if (xg_hl_candle(begin(f, "candle"), m, chan, now / MINUTE_US))
			send(f, m, chan, XG_ON_MARKET, NULL);
	}
	s->mkt[m->index].candle_at = now;
}

void xg_hl_tick(struct xg_sim_front *f, int64_t now)
{
	struct xg_hl_state *s = f->state;

	if (!xg_hl_ready(f))
		return;
	for (size_t i = 0; i < f->venue.mkts; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];

		push_books(f, m, now);
		if (now - s->mkt[i].candle_at >= 1000000)
			push_candles(f, m, now);
	}
}

/* ---- what clients say ---- */

static struct xg_str text_of(struct xg_str json, const char *path)
{
	struct xg_str v;

	if (xg_json_find(json, path, &v) != 1 || v.n < 2 || v.p[0] != '"')
		return (struct xg_str){ "", 0 };
	return (struct xg_str){ v.p + 1, v.n - 2 };
}

/* An error repeats what was sent as a text in its text. */
static void error(struct xg_sim_conn *c, const char *why, struct xg_str sent)
{
	struct xg_buf text = { 0 }, b = { 0 };

	xg_buf_text(&text, why);
	xg_buf_str(&text, sent);
	xg_buf_char(&b, '{');
	xg_json_put_text(&b, "channel", "error");
	xg_json_put_str(&b, "data", xg_buf_view(&text));
	xg_buf_char(&b, '}');
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&text);
	xg_buf_release(&b);
}

static int chan_of(struct xg_str sub)
{
	struct xg_str type = text_of(sub, "type"), fast;

	if (xg_str_is_text(type, "l2Book"))
		return xg_json_find(sub, "fast", &fast) == 1 &&
				       xg_str_is_text(fast, "true")
			       ? XG_HL_QUICK
			       : XG_HL_SLOW;
	if (xg_str_is_text(type, "trades"))
		return XG_HL_TRADES;
	if (xg_str_is_text(type, "bbo"))
		return XG_HL_BBO;
	if (xg_str_is_text(type, "activeAssetCtx"))
		return XG_HL_CTX;
	if (xg_str_is_text(type, "candle"))
		return xg_hl_candle_chan(text_of(sub, "interval"));
	return -1;
}

/* The answer repeats the subscription, with what was left out. */
static void confirm(struct xg_sim_conn *c, bool on, struct xg_str sub, int chan)
{
	struct xg_buf b = { 0 };

	while (sub.n && sub.p[sub.n - 1] != '}')
		sub.n--;
	xg_buf_text(&b, "{\"channel\":\"subscriptionResponse\",\"data\":{");
	xg_json_put_text(&b, "method", on ? "subscribe" : "unsubscribe");
	xg_buf_text(&b, ",\"subscription\":");
	xg_buf_str(&b, (struct xg_str){ sub.p, sub.n - 1 });
	if (chan == XG_HL_SLOW || chan == XG_HL_QUICK)
		xg_buf_text(&b, ",\"nSigFigs\":null,\"mantissa\":null");
	xg_buf_text(&b, "}}}");
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

/* The first frame of a subscription comes at once. */
static void first(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	struct xg_sim_front *f = c->front;

	if (chan == XG_HL_SLOW || chan == XG_HL_QUICK)
		send_book(f, m, chan, c);
	else if (chan == XG_HL_TRADES)
		send_backlog(c, m);
	else if (chan == XG_HL_BBO)
		send_bbo(f, m, c);
	else if (chan == XG_HL_CTX)
		send_ctx(f, m, c);
	else if (xg_hl_candle(begin(f, "candle"), m, chan, f->now / MINUTE_US))
		send(f, m, chan, XG_ON_MARKET, c);
}

static void subscribe(struct xg_sim_conn *c, struct xg_str sub, bool on)
{
	struct xg_hl_conn *h = c->state;
	struct xg_sim_mkt *m =
		xg_sim_find(&c->front->venue, NULL, text_of(sub, "coin"));
	int chan = chan_of(sub);
	uint32_t bit;

	if (!m || chan < 0) {
		error(c, "Invalid subscription ", sub);
		return;
	}
	bit = UINT32_C(1) << chan;
	if (!(h->mask[m->index] & bit) != on) {
		error(c, on ? "Already subscribed: " : "Already unsubscribed: ",
			sub);
		return;
	}
	h->mask[m->index] ^= bit;
	confirm(c, on, sub, chan);
	if (on)
		first(c, m, chan);
}

void xg_hl_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_str method, sub;

	(void)now;
	if (!xg_hl_ready(c->front))
		return;
	/* What is no JSON may be no text either: it is not repeated. */
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{') {
		error(c, "Error parsing JSON into valid websocket request",
			(struct xg_str){ NULL, 0 });
		return;
	}
	method = text_of(text, "method");
	if (xg_str_is_text(method, "ping")) {
		c->front->send(
			c, XG_STR("{\"channel\":\"pong\"}"), XG_ON_REPLY, "");
		return;
	}
	if (xg_json_find(text, "subscription", &sub) != 1 || !sub.n ||
		sub.p[0] != '{' ||
		(!xg_str_is_text(method, "subscribe") &&
			!xg_str_is_text(method, "unsubscribe"))) {
		error(c, "Error parsing JSON into valid websocket request: ",
			text);
		return;
	}
	subscribe(c, sub, xg_str_is_text(method, "subscribe"));
}
