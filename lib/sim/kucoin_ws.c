/* KuCoin: connections, and what clients say on them. Source: sheet kucoin,
 * section 4: the venue speaks first; a token is good for 24 h and for one
 * connection; one bad symbol fails a whole message. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/kucoin.h"

static void say(struct xg_sim_conn *c, struct xg_str text)
{
	c->front->send(c, text, XG_ON_REPLY, "");
}

/* The token is "KU" and the time (us) of its end, in the clear: this is no
 * venue's secret. */
static bool token_end(struct xg_str query, int64_t *end)
{
	struct xg_buf token = { 0 };
	bool good = xg_sim_param(&token, query, "token") == 1;
	struct xg_str text = xg_buf_view(&token), rest;

	rest = text;
	if (good && xg_str_has_prefix(text, XG_STR("KU."))) {
		xg_str_cut(&rest, '.');
		xg_str_cut(&rest, '.');
		good = xg_str_i64(xg_str_cut(&rest, '='), end) == 0;
	} else {
		good = false;
	}
	xg_buf_release(&token);
	return good;
}

int xg_ku_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_ku_state *s = c->front->state;
	struct xg_ku_conn *k = c->state;
	struct xg_buf id = { 0 };

	k->unified = xg_str_is_text(r->path, "/");
	if (!k->unified && !xg_str_is_text(r->path, "/endpoint"))
		return 404;
	if (!k->unified) {
		if (!token_end(r->query, &k->token_end) ||
			k->token_end <= r->now)
			return 401;
		if (xg_sim_param(&id, r->query, "connectId") == 1)
			(void)xg_str_copy(
				k->id, sizeof k->id, xg_buf_view(&id));
		xg_buf_release(&id);
	}
	k->mask = calloc(s->mkts + 1, sizeof *k->mask);
	return k->mask ? 0 : 503;
}

static void leave(struct xg_sim_conn *c, size_t i, int chan)
{
	struct xg_ku_state *s = c->front->state;
	struct xg_ku_conn *k = c->state;

	if (k->mask[i] >> chan & 1) {
		s->mkt[i].wanted[chan]--;
		k->topics--;
	}
	k->mask[i] &= ~(UINT64_C(1) << chan);
}

void xg_ku_ws_shut(struct xg_sim_conn *c)
{
	struct xg_ku_state *s = c->front->state;
	struct xg_ku_conn *k = c->state;

	for (size_t i = 0; k->mask && s->mkt && i < s->mkts; i++)
		for (int chan = 0; k->mask[i] && chan < XG_KU_CHANS; chan++)
			leave(c, i, chan);
	free(k->mask);
	k->mask = NULL;
}

/* The greeting of each new connection; the end of tokens that have expired. */
void xg_ku_greet(struct xg_sim_front *f, int64_t now)
{
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		struct xg_ku_conn *k = c->state;
		struct xg_buf b = { 0 };

		next = c->next;
		if (k->welcomed &&
			(k->unified || now < k->token_end || k->expired))
			continue;
		xg_buf_char(&b, '{');
		if (k->welcomed) {
			k->expired = true;
			xg_json_put_text(&b, "id", k->id);
			xg_json_put_text(&b, "type", "error");
			xg_json_put_i64(&b, "code", 401);
			xg_json_put_text(&b, "data", "token is expired");
		} else if (k->unified) {
			xg_buf_printf(&b, "\"sessionId\":\"%016llx\"",
				(unsigned long long)c->id);
			xg_json_put_text(&b, "message", "welcome");
			xg_json_put_i64(&b, "pingInterval", XG_KU_PING_MS);
			xg_json_put_i64(&b, "pingTimeout", XG_KU_PONG_MS);
		} else {
			xg_json_put_text(&b, "id", k->id);
			xg_json_put_text(&b, "type", "welcome");
		}
		k->welcomed = true;
		xg_buf_char(&b, '}');
		say(c, xg_buf_view(&b));
		xg_buf_release(&b);
	}
}

/* ---- subscriptions ---- */

static void join(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan, bool on)
{
	struct xg_ku_state *s = c->front->state;
	struct xg_ku_conn *k = c->state;
	bool has = k->mask[m->index] >> chan & 1;

	if (!on) {
		leave(c, (size_t)m->index, chan);
		return;
	}
	if (has)
		return;
	xg_sim_flush(m, c->front->now); /* what was is not told to it */
	k->mask[m->index] |= UINT64_C(1) << chan;
	s->mkt[m->index].wanted[chan]++;
	k->topics++;
	if (chan >= XG_KU_OBU_1 && chan <= XG_KU_OBU_BEST)
		xg_ku_obu_snap(c, m, chan);
}

/* {"id":..,"type":"error","code":..,"data":..}; the id is text, whatever it
 * was. */
static void error(
	struct xg_sim_conn *c, struct xg_str id, int code, const char *data)
{
	struct xg_buf b = { 0 };

	xg_buf_char(&b, '{');
	xg_json_put_str(&b, "id", id);
	xg_json_put_text(&b, "type", "error");
	xg_json_put_i64(&b, "code", code);
	xg_json_put_text(&b, "data", data);
	xg_buf_char(&b, '}');
	say(c, xg_buf_view(&b));
	xg_buf_release(&b);
}

/* The market of a topic's symbol, and the channel (candles have more of them).
 */
static struct xg_sim_mkt *market(
	struct xg_sim_conn *c, struct xg_str symbol, bool futures, int *chan)
{
	if (*chan == XG_KU_CANDLE) {
		*chan = xg_ku_candle_of(&symbol);
		if (*chan < 0)
			return NULL;
	}
	return xg_sim_find(
		&c->front->venue, futures ? "futures" : "spot", symbol);
}

static void classic(
	struct xg_sim_conn *c, struct xg_str id, struct xg_str topic, bool on)
{
	struct xg_ku_conn *k = c->state;
	struct xg_str list = topic, name = xg_str_cut(&list, ':'), all = list;
	bool futures = false;
	int chan = xg_ku_topic(name, &futures), n = 0;
	char text[160];

	snprintf(text, sizeof text, "topic %.*s is not found",
		(int)(topic.n < 100 ? topic.n : 100), topic.n ? topic.p : "");
	if (chan < 0 || !list.n) {
		error(c, id, 404, text);
		return;
	}
	for (; list.n; n++) {
		int which = chan;

		if (!market(c, xg_str_cut(&list, ','), futures, &which)) {
			error(c, id, 404, text);
			return;
		}
	}
	if (n > 100 || (on && k->topics + n > XG_KU_TOPICS)) {
		error(c, id, 509,
			"exceed max subscription count limitation of 400 per "
			"session");
		return;
	}
	snprintf(text, sizeof text, "{\"id\":\"%.*s\",\"type\":\"ack\"}",
		(int)(id.n < 60 ? id.n : 60), id.n ? id.p : "");
	say(c, xg_str_from(text));
	while (all.n) {
		int which = chan;
		struct xg_sim_mkt *m =
			market(c, xg_str_cut(&all, ','), futures, &which);

		if (m)
			join(c, m, which, on);
	}
}

/* An unknown symbol is acknowledged like any other and stays silent. */
static void unified(
	struct xg_sim_conn *c, struct xg_str id, struct xg_str text, bool on)
{
	enum { CHANNEL, TYPE, SYMBOL, DEPTH, INTERVAL, N };
	static const char *const paths[N] = { "channel", "tradeType", "symbol",
		"depth", "interval" };
	struct xg_str v[N] = { { 0 } };
	struct xg_ku_wish w;
	struct xg_sim_mkt *m;
	char reply[160];
	const char *why;
	int chan;

	for (int i = 0; i < N; i++) {
		if (xg_json_find(text, paths[i], &v[i]) != 1 || v[i].n < 2 ||
			v[i].p[0] != '"') {
			v[i].n = 0;
			continue;
		}
		v[i].p++;
		v[i].n -= 2;
	}
	w = (struct xg_ku_wish){ v[CHANNEL], v[DEPTH], v[INTERVAL],
		xg_str_is_text(v[TYPE], "FUTURES") };
	chan = xg_ku_unified(&w, &why);
	if (chan >= 0)
		why = w.futures || xg_str_is_text(v[TYPE], "SPOT")
			      ? NULL
			      : "tradeType is invalid";
	snprintf(reply, sizeof reply,
		why ? "{\"id\":\"%.*s\",\"result\":false,\"reason\":\"%s\"}"
		    : "{\"id\":\"%.*s\",\"result\":true}",
		(int)(id.n < 60 ? id.n : 60), id.n ? id.p : "", why);
	say(c, xg_str_from(reply));
	if (why)
		return;
	m = xg_sim_find(
		&c->front->venue, w.futures ? "futures" : "spot", v[SYMBOL]);
	if (m)
		join(c, m, chan, on);
}

/* ---- what clients send ---- */

static struct xg_str plain(struct xg_str text, const char *path)
{
	struct xg_str v;

	if (xg_json_find(text, path, &v) != 1 || !v.n)
		return (struct xg_str){ "", 0 };
	if (v.p[0] == '"')
		return (struct xg_str){ v.p + 1, v.n - 2 };
	return v.p[0] == '{' || v.p[0] == '[' ? (struct xg_str){ "", 0 } : v;
}

static void pong(struct xg_sim_conn *c, struct xg_str id)
{
	const struct xg_ku_conn *k = c->state;
	struct xg_buf b = { 0 };

	xg_buf_char(&b, '{');
	xg_json_put_str(&b, "id", id);
	xg_json_put_text(&b, "type", "pong");
	if (k->unified)
		xg_json_put_i64(&b, "timestamp", c->front->now);
	xg_buf_char(&b, '}');
	say(c, xg_buf_view(&b));
	xg_buf_release(&b);
}

void xg_ku_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	const struct xg_ku_conn *k = c->state;
	struct xg_str id, what;
	bool on;

	c->front->now = now;
	/* Some clients do not wait for it, but it comes first. */
	if (!k->welcomed)
		xg_ku_greet(c->front, now);
	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{') {
		error(c, XG_STR(""), 400, "Bad Request");
		return;
	}
	id = plain(text, "id");
	what = plain(text, "type");
	if (xg_str_is_text(what, "ping")) {
		pong(c, id);
		return;
	}
	if (k->unified)
		what = plain(text, "action");
	on = xg_str_is_text(what, k->unified ? "SUBSCRIBE" : "subscribe") ||
	     (k->unified && xg_str_is_text(what, "subscribe"));
	if (!on &&
		!xg_str_is_text(
			what, k->unified ? "UNSUBSCRIBE" : "unsubscribe") &&
		!(k->unified && xg_str_is_text(what, "unsubscribe")))
		error(c, id, 415, "type is not supported");
	else if (k->unified)
		unified(c, id, text, on);
	else
		classic(c, id, plain(text, "topic"), on);
}
