/* Kraken: connections, and what clients say on them. Source: sheet kraken,
 * sections 4 and 12: one acknowledgement a symbol. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/kraken.h"

int xg_kr_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_kr_state *s = c->front->state;
	struct xg_kr_conn *k = c->state;

	k->futures = xg_str_is_text(r->path, "/ws/v1");
	if (!k->futures && !xg_str_is_text(r->path, "/v2"))
		return 404;
	k->mask = calloc(s->mkts + 1, sizeof *k->mask);
	return k->mask ? 0 : 503;
}

static void leave(struct xg_sim_conn *c, size_t i, int chan)
{
	struct xg_kr_state *s = c->front->state;
	struct xg_kr_conn *k = c->state;

	if (k->mask[i] >> chan & 1)
		s->mkt[i].wanted[chan]--;
	k->mask[i] &= ~(UINT32_C(1) << chan);
}

void xg_kr_ws_shut(struct xg_sim_conn *c)
{
	struct xg_kr_state *s = c->front->state;
	struct xg_kr_conn *k = c->state;

	for (size_t i = 0; k->mask && s->mkt && i < s->mkts; i++)
		for (int chan = 0; k->mask[i] && chan < XG_KR_CHANS; chan++)
			leave(c, i, chan);
	free(k->mask);
	k->mask = NULL;
}

void xg_kr_status(struct xg_sim_conn *c, const char *state)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b,
		"{\"channel\":\"status\",\"type\":\"update\",\"data\":[{"
		"\"version\":\"2.0.10\",\"system\":\"%s\",\"api_version\":"
		"\"v2\",\"connection_id\":%lld}]}",
		state, (long long)c->id);
	c->front->send(c, xg_buf_view(&b), XG_ON_MARKET, "");
	xg_buf_release(&b);
}

static struct xg_sim_mkt *find(struct xg_sim_conn *c, struct xg_str name)
{
	const struct xg_kr_conn *k = c->state;

	return xg_sim_find(
		&c->front->venue, k->futures ? "futures" : "spot", name);
}

/* What a new subscriber gets at once. */
static void first(
	struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan, bool snapshot)
{
	if (!snapshot)
		return;
	if (chan < XG_KR_BOOKS)
		xg_kr_book_snap(c, m, chan);
	else if (chan == XG_KR_TRADE)
		xg_kr_trade_snap(c, m);
	else if (chan == XG_KR_TICKER)
		xg_kr_ticker_send(c->front, m, c);
	else
		xg_kr_ohlc_send(c->front, m);
}

static bool join(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	struct xg_kr_conn *k = c->state;

	if (chan < XG_KR_BOOKS && !xg_kr_book_ready(c->front, m, chan))
		return false;
	if (!(k->mask[m->index] >> chan & 1))
		xg_kr_mkt(c->front, m)->wanted[chan]++;
	k->mask[m->index] |= UINT32_C(1) << chan;
	k->beats = true;
	return true;
}

/* ---- spot ---- */

struct ask {
	struct xg_sim_conn *c;
	const char *method;
	struct xg_str params, req_id, channel;
	int chan, depth;
	bool snapshot;
};

static void put_times(struct xg_buf *b, const struct ask *a)
{
	xg_kr_iso(b, "time_in", a->c->front->now);
	xg_kr_iso(b, "time_out", a->c->front->now);
	if (a->req_id.n)
		xg_json_put_raw(b, "req_id", a->req_id);
	xg_buf_char(b, '}');
}

static void send(struct ask *a, struct xg_buf *b, const char *sym)
{
	a->c->front->send(a->c, xg_buf_view(b), XG_ON_REPLY, sym);
	xg_buf_release(b);
}

static void fail(struct ask *a, const char *why, struct xg_str symbol)
{
	struct xg_buf b = { 0 }, text = { 0 };

	xg_buf_printf(&text, "%s%s%.*s", why, symbol.n ? " " : "",
		(int)symbol.n, symbol.n ? symbol.p : "");
	xg_buf_text(&b, "{\"error\":");
	xg_json_quote(&b, xg_buf_view(&text));
	xg_json_put_text(&b, "method", a->method);
	xg_json_put_bool(&b, "success", false);
	if (symbol.n)
		xg_json_put_str(&b, "symbol", symbol);
	put_times(&b, a);
	send(a, &b, "");
	xg_buf_release(&text);
}

static void confirm(struct ask *a, const char *symbol)
{
	struct xg_buf b = { 0 };

	xg_buf_char(&b, '{');
	xg_json_put_text(&b, "method", a->method);
	xg_buf_text(&b, ",\"result\":{");
	xg_json_put_str(&b, "channel", a->channel);
	if (symbol)
		xg_json_put_text(&b, "symbol", symbol);
	if (a->depth)
		xg_json_put_i64(&b, "depth", a->depth);
	xg_json_put_bool(&b, "snapshot", a->snapshot);
	xg_buf_char(&b, '}');
	xg_json_put_bool(&b, "success", true);
	put_times(&b, a);
	send(a, &b, symbol ? symbol : "");
}

/* The channel and its parameters; NULL, or why not. */
static const char *read_channel(struct ask *a)
{
	struct xg_str v;
	int64_t depth = 10;

	a->chan = -1;
	a->snapshot = !xg_str_is_text(a->channel, "trade");
	if (xg_json_find(a->params, "snapshot", &v) == 1)
		a->snapshot = xg_str_is_text(v, "true");
	if (xg_str_is_text(a->channel, "trade"))
		a->chan = XG_KR_TRADE;
	else if (xg_str_is_text(a->channel, "ticker"))
		a->chan = XG_KR_TICKER;
	else if (xg_str_is_text(a->channel, "ohlc"))
		a->chan = XG_KR_OHLC;
	if (a->chan >= 0)
		return NULL;
	if (!xg_str_is_text(a->channel, "book"))
		return "Channel not supported";
	if (xg_json_find(a->params, "depth", &v) == 1)
		(void)xg_str_i64(v, &depth);
	for (int i = 0; i < XG_KR_BOOKS; i++)
		if (xg_kr_depth(i) == depth)
			a->chan = i;
	a->depth = (int)depth;
	return a->chan < 0 ? "Depth not supported" : NULL;
}

static void one(struct ask *a, struct xg_str symbol, bool on)
{
	struct xg_sim_mkt *m = find(a->c, symbol);

	if (!m) {
		fail(a, "Currency pair not supported", symbol);
		return;
	}
	if (on && !join(a->c, m, a->chan)) {
		fail(a, "Internal error", symbol);
		return;
	}
	if (!on)
		leave(a->c, (size_t)m->index, a->chan);
	confirm(a, m->spec.native);
	if (on)
		first(a->c, m, a->chan, a->snapshot);
}

static void subscribe(struct ask *a, bool on)
{
	const char *why;
	struct xg_str list;
	struct xg_json j;

	if (xg_json_find(a->params, "channel", &a->channel) != 1 ||
		a->channel.n < 2 || a->channel.p[0] != '"') {
		fail(a, "Channel field missing", (struct xg_str){ NULL, 0 });
		return;
	}
	a->channel.p++;
	a->channel.n -= 2;
	if (xg_str_is_text(a->channel, "instrument")) {
		a->snapshot = true;
		confirm(a, NULL);
		if (on)
			xg_kr_instruments(a->c);
		return;
	}
	why = read_channel(a);
	if (!why && xg_json_find(a->params, "symbol", &list) != 1)
		why = "Symbol(s) not found";
	if (why) {
		fail(a, why, (struct xg_str){ NULL, 0 });
		return;
	}
	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return;
	while (xg_json_next(&j) == XG_JSON_STR)
		one(a, j.val, on);
}

static void spot_text(struct xg_sim_conn *c, struct xg_str text)
{
	struct ask a = { .c = c, .method = "subscribe" };
	struct xg_str method;
	struct xg_buf b = { 0 };

	if (xg_json_find(text, "method", &method) != 1) {
		fail(&a, "Malformed request", (struct xg_str){ NULL, 0 });
		return;
	}
	(void)xg_json_find(text, "req_id", &a.req_id);
	(void)xg_json_find(text, "params", &a.params);
	if (xg_str_is_text(method, "\"ping\"")) {
		xg_buf_text(&b, "{\"method\":\"pong\"");
		put_times(&b, &a);
		send(&a, &b, "");
	} else if (xg_str_is_text(method, "\"subscribe\"")) {
		subscribe(&a, true);
	} else if (xg_str_is_text(method, "\"unsubscribe\"")) {
		a.method = "unsubscribe";
		subscribe(&a, false);
	} else {
		fail(&a, "Unsupported method", (struct xg_str){ NULL, 0 });
	}
}

/* ---- futures ---- */

static void futures_say(
	struct xg_sim_conn *c, const char *event, const char *message)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(
		&b, "{\"event\":\"%s\",\"message\":\"%s\"}", event, message);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void futures_one(
	struct xg_sim_conn *c, struct xg_str name, int chan, bool on)
{
	static const char *const feeds[] = { [XG_KR_BOOK_1000] = "book",
		[XG_KR_TRADE] = "trade",
		[XG_KR_TICKER] = "ticker" };
	char upper[64];
	struct xg_sim_mkt *m;
	struct xg_buf b = { 0 };

	(void)xg_str_copy(upper, sizeof upper, name);
	for (char *p = upper; *p; p++)
		*p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
	m = find(c, xg_str_from(upper));
	if (!m) {
		futures_say(c, "error", "Invalid product id");
		return;
	}
	if (on && !join(c, m, chan))
		return;
	if (!on)
		leave(c, (size_t)m->index, chan);
	xg_buf_printf(&b,
		"{\"event\":\"%s\",\"feed\":\"%s\",\"product_ids\":[\"%s\"]}",
		on ? "subscribed" : "unsubscribed", feeds[chan],
		m->spec.native);
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, m->spec.sym);
	xg_buf_release(&b);
	if (on)
		first(c, m, chan, true);
}

static void futures_text(struct xg_sim_conn *c, struct xg_str text)
{
	struct xg_str event, feed, list = { NULL, 0 };
	int chan = -1;
	struct xg_json j;
	bool on;

	if (xg_json_find(text, "event", &event) != 1 ||
		xg_json_find(text, "feed", &feed) != 1) {
		futures_say(c, "alert", "Bad request");
		return;
	}
	on = xg_str_is_text(event, "\"subscribe\"");
	if (xg_str_is_text(feed, "\"book\""))
		chan = XG_KR_BOOK_1000;
	else if (xg_str_is_text(feed, "\"trade\""))
		chan = XG_KR_TRADE;
	else if (xg_str_is_text(feed, "\"ticker\""))
		chan = XG_KR_TICKER;
	if (chan < 0 || (!on && !xg_str_is_text(event, "\"unsubscribe\""))) {
		futures_say(c, "error", "Invalid feed");
		return;
	}
	(void)xg_json_find(text, "product_ids", &list);
	xg_json_init(&j, list.p, list.n);
	if (!list.n || xg_json_next(&j) != XG_JSON_ARR) {
		futures_say(c, "error", "Invalid product id");
		return;
	}
	while (xg_json_next(&j) == XG_JSON_STR)
		futures_one(c, j.val, chan, on);
}

void xg_kr_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	const struct xg_kr_conn *k = c->state;

	c->front->now = now;
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{') {
		if (k->futures)
			futures_say(c, "alert", "Bad request");
		else
			spot_text(c, XG_STR("{}"));
		return;
	}
	if (k->futures)
		futures_text(c, text);
	else
		spot_text(c, text);
}
