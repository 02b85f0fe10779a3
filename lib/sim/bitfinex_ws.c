/* Bitfinex: connections, and what clients say on them. An error repeats the
 * request. Source: docs.bitfinex.com, "WebSocket General"; what the documents'
 * codes leave open is as the venue answers in life: whatever is wrong with a
 * subscription is 10300 with its own text. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/bitfinex.h"

#define STEP 37 /* between the numbers of a connection's channels */

int xg_bfx_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	struct xg_bfx_state *s = c->front->state;

	if (!xg_str_is_text(r->path, "/ws/2"))
		return 404;
	return xg_sim_bucket_take(&s->limit[XG_BFX_DIALS], 1, r->now) < 0 ? 429
									  : 0;
}

void xg_bfx_ws_shut(struct xg_sim_conn *c)
{
	struct xg_bfx_conn *k = c->state;

	for (int i = 0; i < XG_BFX_CHANNELS; i++)
		xg_bfx_leave(&k->chan[i]);
}

/* ---- what was said ---- */

struct ask {
	struct xg_sim_conn *c;
	struct xg_str text; /* the whole message */
	struct xg_str sub_id;
	struct xg_bfx_topic topic;
};

/* The text or the digits of a member, as written; "" when it has neither. */
static struct xg_str get(const struct ask *a, const char *name)
{
	struct xg_str v;

	if (xg_json_find(a->text, name, &v) != 1 || !v.n || v.p[0] == '{' ||
		v.p[0] == '[')
		return (struct xg_str){ "", 0 };
	if (v.p[0] != '"')
		return v;
	return (struct xg_str){ v.p + 1, v.n - 2 };
}

static struct xg_str get_or(
	const struct ask *a, const char *name, const char *usual)
{
	struct xg_str v = get(a, name);

	return v.n ? v : xg_str_from(usual);
}

/* Clients of old name the pair instead of the symbol. */
static struct xg_str symbol_of(const struct ask *a)
{
	struct xg_str s = get(a, "symbol");

	return s.n ? s : get(a, "pair");
}

static struct xg_sim_mkt *find(struct xg_sim_front *f, struct xg_str name)
{
	struct xg_sim_mkt *m = xg_sim_find(&f->venue, NULL, name);
	char text[64];

	if (m || name.n > sizeof text - 2)
		return m;
	snprintf(text, sizeof text, "t%.*s", XG_STR_ARG(name));
	return xg_sim_find(&f->venue, NULL, xg_str_from(text));
}

/* ---- answers ---- */

static void send(struct xg_sim_conn *c, struct xg_buf *b, const char *sym)
{
	c->front->send(c, xg_buf_view(b), XG_ON_REPLY, sym);
	xg_buf_release(b);
}

static void echo(struct xg_buf *b, struct xg_str text)
{
	struct xg_json j;

	xg_json_init(&j, text.p, text.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return;
	while (xg_json_next(&j) == XG_JSON_KEY) {
		struct xg_str key = j.val, value;

		if (xg_json_skip(&j, &value) < 0)
			return;
		if (xg_str_is_text(key, "event") || xg_str_is_text(key, "pair"))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '"');
		xg_buf_str(b, key);
		xg_buf_text(b, "\":");
		xg_buf_str(b, value);
	}
}

/* chan: the channel that is meant, 0 = none. */
static void error(const struct ask *a, int code, const char *why, int64_t chan)
{
	struct xg_str symbol = symbol_of(a);
	struct xg_buf b = { 0 };

	xg_buf_char(&b, '{');
	echo(&b, a->text);
	xg_json_put_text(&b, "event", "error");
	xg_json_put_text(&b, "msg", why);
	xg_json_put_i64(&b, "code", code);
	if (chan)
		xg_json_put_i64(&b, "chanId", chan);
	/* The first letter, whatever it is, is taken for the kind of symbol. */
	if (symbol.n > 1 && symbol.p[0] != '\\' && !(symbol.p[0] & 0x80))
		xg_buf_printf(&b, ",\"pair\":\"%.*s\"", (int)symbol.n - 1,
			symbol.p + 1);
	xg_buf_char(&b, '}');
	send(a->c, &b, "");
}

static void confirm(const struct ask *a, const struct xg_bfx_chan *ch)
{
	static const char *const names[] = { [XG_BFX_TICKER] = "ticker",
		[XG_BFX_TRADES] = "trades",
		[XG_BFX_BOOK] = "book",
		[XG_BFX_CANDLE] = "candles",
		[XG_BFX_DERIV] = "status",
		[XG_BFX_LIQ] = "status" };
	const struct xg_bfx_topic *t = &ch->topic;
	const char *native = t->mkt ? t->mkt->spec.native : "";
	struct xg_buf b = { 0 };

	xg_buf_printf(&b,
		"{\"event\":\"subscribed\",\"channel\":\"%s\",\"chanId\":%lld",
		names[t->kind], (long long)ch->id);
	if (t->kind >= XG_BFX_CANDLE)
		xg_buf_printf(
			&b, ",\"key\":\"%.*s\"", XG_STR_ARG(get(a, "key")));
	else
		xg_json_put_text(&b, "symbol", native);
	if (t->kind == XG_BFX_BOOK)
		xg_buf_printf(&b,
			",\"prec\":\"%s%d\",\"freq\":\"F%d\",\"len\":\"%d\"",
			t->prec == XG_BFX_RAW ? "R" : "P",
			t->prec == XG_BFX_RAW ? 0 : t->prec, t->slow, t->len);
	if (a->sub_id.n)
		xg_json_put_raw(&b, "subId", a->sub_id);
	if (t->kind < XG_BFX_CANDLE)
		xg_json_put_text(&b, "pair", native + 1);
	xg_buf_char(&b, '}');
	send(a->c, &b, t->mkt ? t->mkt->spec.sym : "");
}

/* ---- subscriptions ---- */

static const char *read_book(struct ask *a)
{
	struct xg_str freq = get_or(a, "freq", "F0");
	struct xg_bfx_topic *t = &a->topic;

	t->prec = xg_bfx_prec(get_or(a, "prec", "P0"));
	t->len = xg_bfx_len(get_or(a, "len", "25"));
	t->slow = xg_str_is_text(freq, "F1");
	if (t->prec < 0)
		return "precision: invalid";
	if (t->len < 0)
		return "length: invalid";
	return t->slow || xg_str_is_text(freq, "F0") ? NULL : "freq: invalid";
}

static const char *read_candles(struct ask *a)
{
	struct xg_str symbol;

	a->topic.span = xg_bfx_candle_key(get(a, "key"), &symbol);
	if (a->topic.span < 0)
		return "key: invalid";
	a->topic.mkt = xg_sim_find(&a->c->front->venue, NULL, symbol);
	return a->topic.mkt ? NULL : "symbol: invalid";
}

/* An unknown derivative is not answered at all: "". */
static const char *read_status(struct ask *a)
{
	struct xg_str key = get(a, "key");

	if (xg_str_is_text(key, "liq:global")) {
		a->topic.kind = XG_BFX_LIQ;
		return NULL;
	}
	if (!xg_str_has_prefix(key, XG_STR("deriv:")))
		return "key: invalid";
	key.p += 6;
	key.n -= 6;
	a->topic.kind = XG_BFX_DERIV;
	a->topic.mkt = xg_sim_find(&a->c->front->venue, NULL, key);
	return a->topic.mkt && !xg_bfx_is_spot(a->topic.mkt) ? NULL : "";
}

/* What is asked for; NULL, or why not. */
static const char *read_topic(struct ask *a)
{
	struct xg_str channel = get(a, "channel");
	struct xg_bfx_topic *t = &a->topic;

	if (xg_str_is_text(channel, "candles")) {
		t->kind = XG_BFX_CANDLE;
		return read_candles(a);
	}
	if (xg_str_is_text(channel, "status"))
		return read_status(a);
	if (xg_str_is_text(channel, "ticker"))
		t->kind = XG_BFX_TICKER;
	else if (xg_str_is_text(channel, "trades"))
		t->kind = XG_BFX_TRADES;
	else if (xg_str_is_text(channel, "book"))
		t->kind = XG_BFX_BOOK;
	else
		return "channel: unknown";
	t->mkt = find(a->c->front, symbol_of(a));
	if (!t->mkt)
		return "symbol: invalid";
	return t->kind == XG_BFX_BOOK ? read_book(a) : NULL;
}

static bool same(const struct xg_bfx_topic *a, const struct xg_bfx_topic *b)
{
	return a->kind == b->kind && a->mkt == b->mkt && a->prec == b->prec &&
	       a->len == b->len && a->slow == b->slow && a->span == b->span;
}

/* Numbers are a connection's own and are not used again on it. */
static int64_t next_id(struct xg_sim_conn *c)
{
	struct xg_bfx_conn *k = c->state;

	if (k->last)
		return k->last += STEP;
	k->first = k->last = 1000 + c->id * INT64_C(7919) % 400000;
	return k->last;
}

static void join(struct ask *a, struct xg_bfx_chan *ch)
{
	ch->id = next_id(a->c);
	ch->topic = a->topic;
	confirm(a, ch);
	if (!xg_bfx_first(a->c, ch))
		xg_bfx_leave(ch);
}

static void subscribe(struct ask *a)
{
	struct xg_bfx_conn *k = a->c->state;
	struct xg_bfx_chan *room = NULL;
	const char *why = read_topic(a);

	if (why) {
		if (*why)
			error(a, 10300, why, 0);
		return;
	}
	for (int i = 0; i < XG_BFX_CHANNELS; i++) {
		struct xg_bfx_chan *ch = &k->chan[i];

		if (ch->id && same(&ch->topic, &a->topic)) {
			error(a, 10301, "subscribe: dup", ch->id);
			return;
		}
		if (!ch->id && !room)
			room = ch;
	}
	if (room)
		join(a, room);
	else
		error(a, 10305, "subscribe: limit", 0);
}

/* 10401: a channel that the connection once had. */
static void unsubscribe(struct ask *a)
{
	struct xg_bfx_conn *k = a->c->state;
	struct xg_buf b = { 0 };
	int64_t id = 0;

	(void)xg_str_i64(get(a, "chanId"), &id);
	for (int i = 0; i < XG_BFX_CHANNELS && id; i++) {
		if (k->chan[i].id != id)
			continue;
		xg_bfx_leave(&k->chan[i]);
		xg_buf_printf(&b,
			"{\"event\":\"unsubscribed\",\"status\":\"OK\","
			"\"chanId\":%lld}",
			(long long)id);
		send(a->c, &b, "");
		return;
	}
	if (k->last && id >= k->first && id <= k->last &&
		(id - k->first) % STEP == 0)
		error(a, 10401, "unsubscribe: not subscribed", 0);
	else
		error(a, 10400, "unsubscribe: invalid", 0);
}

/* ---- the rest ---- */

/* New flags take the place of those before. */
static void configure(struct ask *a)
{
	struct xg_bfx_conn *k = a->c->state;
	struct xg_buf b = { 0 };
	int64_t flags;

	if (xg_str_i64(get(a, "flags"), &flags) < 0 || flags < 0) {
		error(a, 10050, "conf: invalid", 0);
		return;
	}
	k->flags = flags;
	xg_buf_printf(&b,
		"{\"event\":\"conf\",\"status\":\"OK\",\"flags\":%lld}",
		(long long)flags);
	send(a->c, &b, "");
}

static void pong(struct ask *a)
{
	struct xg_buf b = { 0 };
	struct xg_str cid;

	xg_buf_printf(&b, "{\"event\":\"pong\",\"ts\":%lld",
		(long long)(a->c->front->now / 1000));
	if (xg_json_find(a->text, "cid", &cid) == 1 && cid.n &&
		cid.p[0] != '{' && cid.p[0] != '[')
		xg_json_put_raw(&b, "cid", cid);
	xg_buf_char(&b, '}');
	send(a->c, &b, "");
}

/* There is no account on this side yet. */
static void no_login(struct ask *a)
{
	struct xg_buf b = { 0 };

	xg_buf_text(&b, "{\"event\":\"auth\",\"status\":\"FAILED\","
			"\"chanId\":0,\"code\":10100,\"msg\":\"apikey: "
			"invalid\"}");
	send(a->c, &b, "");
}

static void unknown(struct ask *a, struct xg_str event)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b,
		"{\"event\":\"error\",\"msg\":\"event: invalid (%.*s)\","
		"\"code\":10000}",
		XG_STR_ARG(event.n ? event : XG_STR("undefined")));
	send(a->c, &b, "");
}

/* What is no JSON object is not answered. */
void xg_bfx_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct ask a = { .c = c, .text = text };
	struct xg_str event;

	c->front->now = now;
	xg_bfx_greet(c);
	if (!xg_bfx_ready(c->front) || xg_json_check(text, NULL, NULL) < 0)
		return;
	while (a.text.n && strchr(" \t\r\n", a.text.p[0])) {
		a.text.p++;
		a.text.n--;
	}
	if (!a.text.n || a.text.p[0] != '{')
		return;
	(void)xg_json_find(a.text, "subId", &a.sub_id);
	event = get(&a, "event");
	if (xg_str_is_text(event, "subscribe"))
		subscribe(&a);
	else if (xg_str_is_text(event, "unsubscribe"))
		unsubscribe(&a);
	else if (xg_str_is_text(event, "ping"))
		pong(&a);
	else if (xg_str_is_text(event, "conf"))
		configure(&a);
	else if (xg_str_is_text(event, "auth"))
		no_login(&a);
	else
		unknown(&a, event);
}
