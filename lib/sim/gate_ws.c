/* Gate: connections, and what clients say on them. Source: sheet gate, section 4:
 * one channel a message, many pairs in it but for books and candles; an unknown
 * pair of spot is confirmed and stays silent, an unknown contract is refused. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/gate.h"

static const struct {
	const char *path;
	enum xg_gt_at at;
} paths[] = {
	{ "/ws/v4/", XG_GT_SPOT },
	{ "/ws/v4", XG_GT_SPOT },
	{ "/v4/ws/spot", XG_GT_SPOT },
	{ "/v4/ws/usdt", XG_GT_USDT },
	{ "/v4/ws/btc", XG_GT_BTC },
	{ "/v4/ws/futures/usdt", XG_GT_USDT },
	{ "/v4/ws/futures/btc", XG_GT_BTC },
	{ "/v4/ws/delivery/usdt", XG_GT_DELIVERY },
};

int xg_gt_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_gt_state *s = c->front->state;
	struct xg_gt_conn *g = c->state;
	size_t i = 0;

	while (i < XG_LEN(paths) && !xg_str_is_text(r->path, paths[i].path))
		i++;
	if (i == XG_LEN(paths))
		return 404;
	g->at = paths[i].at;
	g->decimal =
		xg_str_is_text(xg_sim_header(r, "X-Gate-Size-Decimal"), "1");
	g->sub = calloc(s->mkts + 1, sizeof *g->sub);
	return g->sub ? 0 : 503;
}

static void leave(struct xg_sim_conn *c, size_t i, int chan)
{
	struct xg_gt_state *s = c->front->state;
	struct xg_gt_conn *g = c->state;

	if (g->sub[i].mask >> chan & 1)
		s->mkt[i].wanted[chan]--;
	g->sub[i].mask &= ~(UINT32_C(1) << chan);
}

void xg_gt_ws_shut(struct xg_sim_conn *c)
{
	struct xg_gt_state *s = c->front->state;
	struct xg_gt_conn *g = c->state;

	for (size_t i = 0; g->sub && s->mkt && i < s->mkts; i++)
		for (int chan = 0; g->sub[i].mask && chan < XG_GT_CHANS; chan++)
			leave(c, i, chan);
	free(g->sub);
	g->sub = NULL;
}

/* ---- answers ---- */

/* A message of a client: texts as they came, with their quotes. */
struct ask {
	struct xg_sim_conn *c;
	struct xg_str id, channel, event, payload;
	int chan;
	int64_t now;
};

static void answer(const struct ask *a, int code, const char *msg)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b, "{\"time\":%lld,\"time_ms\":%lld",
		(long long)(a->now / 1000000), (long long)(a->now / 1000));
	if (a->id.n)
		xg_json_put_raw(&b, "id", a->id);
	xg_buf_printf(&b, ",\"conn_id\":\"%016llx\",\"trace_id\":\"%032llx\"",
		(unsigned long long)a->c->id, (unsigned long long)a->now);
	if (a->channel.n)
		xg_json_put_raw(&b, "channel", a->channel);
	if (a->event.n)
		xg_json_put_raw(&b, "event", a->event);
	if (a->payload.n)
		xg_json_put_raw(&b, "payload", a->payload);
	if (code) {
		xg_buf_printf(&b, ",\"error\":{\"code\":%d", code);
		xg_json_put_text(&b, "message", msg);
		xg_buf_text(&b, "},\"result\":null");
	} else {
		xg_buf_text(&b, ",\"error\":null,\"result\":{\"status\":"
				"\"success\"}");
	}
	xg_buf_printf(
		&b, ",\"requestId\":\"%032llx\"}", (unsigned long long)a->now);
	a->c->front->send(a->c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

/* ---- payloads ---- */

/* What a message is about: up to so many of its texts. */
#define PARTS 3
struct parts {
	struct xg_str p[PARTS];
	int n; /* also those beyond */
};

static bool read_parts(struct parts *out, struct xg_str payload)
{
	struct xg_json j;

	*out = (struct parts){ 0 };
	xg_json_init(&j, payload.p, payload.n);
	if (!payload.n || xg_json_next(&j) != XG_JSON_ARR)
		return false;
	while (xg_json_next(&j) == XG_JSON_STR) {
		if (out->n < PARTS)
			out->p[out->n] = j.val;
		out->n++;
	}
	return j.tok == XG_JSON_ARR_END && out->n > 0;
}

static struct xg_sim_mkt *find(const struct ask *a, struct xg_str native)
{
	const struct xg_gt_conn *g = a->c->state;

	return xg_sim_find(&a->c->front->venue, xg_gt_ats[g->at], native);
}

/* "ob.BTC_USDT.400" -> the code, and the channel of its depth; -1 = neither. */
static int split_obu(struct xg_str text, struct xg_str *native)
{
	static const struct {
		const char *tail;
		int chan;
	} tails[] = { { ".50", XG_GT_OBU_50 }, { ".400", XG_GT_OBU_400 } };

	for (size_t i = 0; i < XG_LEN(tails); i++) {
		struct xg_str tail = xg_str_from(tails[i].tail);

		if (!xg_str_has_prefix(text, XG_STR("ob.")) ||
			!xg_str_has_suffix(text, tail) || text.n <= 3 + tail.n)
			continue;
		*native = (struct xg_str){ text.p + 3, text.n - 3 - tail.n };
		return tails[i].chan;
	}
	return -1;
}

/* Of order_book_update: the level that was asked for, 0 = none, and the levels of
 * its window. */
struct window {
	int level, depth;
};

static bool read_window(
	const struct parts *p, enum xg_gt_at at, struct window *out)
{
	bool fast = xg_str_is_text(p->p[1], "20ms");
	int64_t level = 0;

	if (p->n < 2 || p->n > 3 ||
		(!fast && !xg_str_is_text(p->p[1], "100ms")))
		return false;
	if (p->n == 3 && (at == XG_GT_SPOT || xg_str_i64(p->p[2], &level) < 0 ||
				 (level != 100 && level != 50 && level != 20)))
		return false;
	if (fast && p->n == 3 && level != 20)
		return false;
	*out = (struct window){ (int)level, level  ? (int)level
					    : fast ? 20
						   : 100 };
	return true;
}

/* Channels whose messages are about one instrument: which channel it is, and its
 * code. -1: bad arguments. */
static int single(const struct ask *a, const struct parts *p,
	struct xg_str *native, struct window *w)
{
	const struct xg_gt_conn *g = a->c->state;

	*native = p->p[0];
	if (a->chan == XG_GT_DIFF)
		return read_window(p, g->at, w) ? XG_GT_DIFF : -1;
	if (a->chan == XG_GT_OBU_50)
		return p->n == 1 ? split_obu(p->p[0], native) : -1;
	*native = p->p[1];
	return p->n == 2 ? xg_gt_span_from(p->p[0]) : -1;
}

static void join(const struct ask *a, struct xg_sim_mkt *m, int chan,
	const struct window *w)
{
	struct xg_gt_state *s = a->c->front->state;
	struct xg_gt_conn *g = a->c->state;
	size_t i = (size_t)m->index;

	if (i >= s->mkts || g->sub[i].mask >> chan & 1)
		return;
	if (chan < XG_GT_OBUS && !xg_gt_obu_join(a->c, m, chan))
		return;
	if (chan == XG_GT_DIFF) {
		if (!xg_gt_diff_join(a->c->front, m, w->depth))
			return;
		g->sub[i].level = (uint8_t)w->level;
		g->sub[i].depth = (uint8_t)w->depth;
	}
	g->sub[i].mask |= UINT32_C(1) << chan;
	s->mkt[i].wanted[chan]++;
}

/* An unknown pair of spot: as if it were there. */
static bool is_unknown(const struct ask *a, struct xg_str native)
{
	const struct xg_gt_conn *g = a->c->state;
	char msg[128];

	if (find(a, native) || g->at == XG_GT_SPOT)
		return false;
	snprintf(msg, sizeof msg, "unknown contract %.*s",
		(int)(native.n < 64 ? native.n : 64), native.p);
	answer(a, 2, msg);
	return true;
}

static void subscribe_one(const struct ask *a, const struct parts *p)
{
	const struct xg_gt_conn *g = a->c->state;
	struct window w = { 0 };
	struct xg_str native;
	int chan = single(a, p, &native, &w);
	struct xg_sim_mkt *m;
	char msg[128];

	if (chan < 0) {
		answer(a, 2, "invalid argument");
		return;
	}
	if (is_unknown(a, native))
		return;
	m = find(a, native);
	if (m && chan < XG_GT_OBUS && g->sub[m->index].mask >> chan & 1) {
		snprintf(msg, sizeof msg, "Alert sub ob %.*s already exists",
			(int)(p->p[0].n < 64 ? p->p[0].n : 64), p->p[0].p);
		answer(a, 2, msg);
		return;
	}
	answer(a, 0, NULL);
	if (m)
		join(a, m, chan, &w);
}

static bool each(const struct ask *a, bool look)
{
	struct xg_json j;

	xg_json_init(&j, a->payload.p, a->payload.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_STR) {
		struct xg_sim_mkt *m = find(a, j.val);

		if (look && is_unknown(a, j.val))
			return false;
		if (!look && m)
			join(a, m, a->chan, NULL);
	}
	return true;
}

static void unsubscribe(const struct ask *a, const struct parts *p)
{
	struct window w;
	struct xg_str native;
	struct xg_json j;
	int chan;

	answer(a, 0, NULL);
	if (a->chan <= XG_GT_DIFF || a->chan == XG_GT_CANDLE) {
		chan = single(a, p, &native, &w);
		if (chan >= 0 && find(a, native))
			leave(a->c, (size_t)find(a, native)->index, chan);
		return;
	}
	xg_json_init(&j, a->payload.p, a->payload.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_STR)
		if (find(a, j.val))
			leave(a->c, (size_t)find(a, j.val)->index, a->chan);
}

/* ---- messages ---- */

static struct xg_str inside(struct xg_str quoted)
{
	if (quoted.n < 2 || quoted.p[0] != '"')
		return (struct xg_str){ "", 0 };
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

static void pong(const struct ask *a, bool spot)
{
	char text[160];

	snprintf(text, sizeof text,
		"{\"time\":%lld,\"time_ms\":%lld,\"channel\":\"%s.pong\","
		"\"event\":\"\",\"error\":null,\"result\":null}",
		(long long)(a->now / 1000000), (long long)(a->now / 1000),
		spot ? "spot" : "futures");
	a->c->front->send(a->c, xg_str_from(text), XG_ON_REPLY, "");
}

/* Members of a message; false: they are not as the documents say. */
static bool read_ask(struct ask *a, struct xg_str text)
{
	struct xg_str time;
	int64_t id;

	if (xg_json_check(text, NULL, NULL) < 0 || !text.n ||
		text.p[0] != '{' || xg_json_find(text, "time", &time) != 1 ||
		xg_json_find(text, "channel", &a->channel) != 1 ||
		xg_str_i64(time, &id) < 0)
		return false;
	if (xg_json_find(text, "event", &a->event) != 1)
		a->event.n = 0;
	if (xg_json_find(text, "payload", &a->payload) != 1)
		a->payload.n = 0;
	if (xg_json_find(text, "id", &a->id) != 1)
		a->id.n = 0;
	/* A number of more than 31 bits is refused. */
	return !a->id.n || (xg_str_i64(a->id, &id) == 0 && id >= INT32_MIN &&
				   id <= INT32_MAX);
}

void xg_gt_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct ask a = { .c = c, .now = now };
	const struct xg_gt_conn *g = c->state;
	struct xg_str channel, event;
	struct parts p;

	if (!read_ask(&a, text)) {
		a.id.n = 0;
		answer(&a, 1, "invalid argument struct");
		return;
	}
	channel = inside(a.channel);
	event = inside(a.event);
	if (xg_str_is_text(channel,
		    g->at == XG_GT_SPOT ? "spot.ping" : "futures.ping")) {
		pong(&a, g->at == XG_GT_SPOT);
		return;
	}
	a.chan = xg_gt_chan_from(channel, g->at);
	if (a.chan < 0 || !read_parts(&p, a.payload)) {
		answer(&a, 2,
			a.chan < 0 ? "unknown channel" : "invalid argument");
		return;
	}
	if (xg_str_is_text(event, "unsubscribe")) {
		unsubscribe(&a, &p);
	} else if (!xg_str_is_text(event, "subscribe")) {
		answer(&a, 1, "invalid argument struct");
	} else if (a.chan <= XG_GT_DIFF || a.chan == XG_GT_CANDLE) {
		subscribe_one(&a, &p);
	} else if (each(&a, true)) {
		answer(&a, 0, NULL);
		each(&a, false);
	}
}
