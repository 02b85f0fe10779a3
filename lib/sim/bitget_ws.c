/* Bitget: connections, and what clients say on them. Source: sheet bitget, section
 * 4: one answer for each argument; ping and pong are bare texts. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/bitget.h"

#define HOUR_US INT64_C(3600000000)
#define SUBS_AN_HOUR 240
#define MESSAGES_A_SECOND 10

int xg_bg_ws_open(struct xg_sim_conn *c, const struct xg_sim_http *r)
{
	const struct xg_bg_state *s = c->front->state;
	struct xg_bg_conn *k = c->state;

	if (xg_str_is_text(r->path, "/v2/ws/public"))
		k->version = 2;
	else if (xg_str_is_text(r->path, "/v3/ws/public"))
		k->version = 3;
	else
		return 404;
	k->hour = (struct xg_sim_bucket){ .window_us = HOUR_US,
		.max = SUBS_AN_HOUR };
	k->second = (struct xg_sim_bucket){ .window_us = 1000000,
		.max = MESSAGES_A_SECOND };
	k->mask = calloc(s->mkts + 1, sizeof *k->mask);
	return k->mask ? 0 : 503;
}

static void leave(struct xg_sim_conn *c, size_t i, int chan)
{
	struct xg_bg_state *s = c->front->state;
	struct xg_bg_conn *k = c->state;

	if (k->mask[i] >> chan & 1)
		s->mkt[i].wanted[chan]--;
	k->mask[i] &= ~(UINT32_C(1) << chan);
}

void xg_bg_ws_shut(struct xg_sim_conn *c)
{
	struct xg_bg_state *s = c->front->state;
	struct xg_bg_conn *k = c->state;

	for (size_t i = 0; k->mask && s->mkt && i < s->mkts; i++)
		for (int chan = 0; k->mask[i] && chan < XG_BG_CHANS; chan++)
			leave(c, i, chan);
	free(k->mask);
	k->mask = NULL;
}

/* An error; arg n = 0: without one. */
static void refuse(
	struct xg_sim_conn *c, struct xg_str arg, int code, const char *msg)
{
	struct xg_buf b = { 0 };

	xg_buf_text(&b, "{\"event\":\"error\"");
	if (arg.n)
		xg_json_put_raw(&b, "arg", arg);
	xg_json_put_i64(&b, "code", code);
	xg_json_put_text(&b, "msg", msg);
	xg_buf_char(&b, '}');
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

/* A text member of an arg. */
static struct xg_str word(struct xg_str arg, const char *key)
{
	struct xg_str v;

	if (xg_json_find(arg, key, &v) != 1 || v.n < 2 || v.p[0] != '"')
		return (struct xg_str){ NULL, 0 };
	return (struct xg_str){ v.p + 1, v.n - 2 };
}

/* What an arg means: its channel and markets. */
struct wish {
	int chan;
	enum xg_bg_cat cat;
	struct xg_str native; /* n = 0: all of the category */
};

static bool read_arg(
	const struct xg_bg_conn *k, struct xg_str arg, struct wish *w)
{
	bool v2 = k->version == 2;
	struct xg_str type = word(arg, "instType");

	w->cat = xg_bg_cat_from(type);
	w->chan = xg_bg_chan(k->version, word(arg, v2 ? "channel" : "topic"),
		word(arg, "interval"));
	w->native = word(arg, v2 ? "instId" : "symbol");
	if (w->cat == XG_BG_CATS || w->chan < 0)
		return false;
	/* v2 is in upper, v3 in lower case. */
	if ((type.p[0] >= 'a') == v2)
		return false;
	if (w->chan == XG_BG_LIQ)
		return w->cat != XG_BG_SPOT && !w->native.n;
	return w->native.n > 0;
}

static bool means(const struct xg_sim_mkt *m, const struct wish *w)
{
	return xg_bg_cat_of(m) == w->cat &&
	       (!w->native.n || xg_str_is_text(w->native, m->spec.native));
}

static bool is_listed(const struct xg_sim_front *f, const struct wish *w)
{
	for (size_t i = 0; i < f->venue.mkts; i++)
		if (means(f->venue.mkt[i], w))
			return true;
	return false;
}

static void confirm(struct xg_sim_conn *c, struct xg_str arg, bool on)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b, "{\"event\":\"%s\",\"arg\":%.*s}",
		on ? "subscribe" : "unsubscribe", XG_STR_ARG(arg));
	c->front->send(c, xg_buf_view(&b), XG_ON_REPLY, "");
	xg_buf_release(&b);
}

static void one(struct xg_sim_conn *c, struct xg_str arg, bool on)
{
	struct xg_sim_front *f = c->front;
	struct xg_bg_state *s = f->state;
	struct xg_bg_conn *k = c->state;
	struct wish w;

	if (!read_arg(k, arg, &w) || !is_listed(f, &w)) {
		refuse(c, arg, 30001, "the channel doesn't exist");
		return;
	}
	confirm(c, arg, on);
	for (size_t i = 0; i < f->venue.mkts && i < s->mkts; i++) {
		if (!means(f->venue.mkt[i], &w))
			continue;
		if (!on) {
			leave(c, i, w.chan);
			continue;
		}
		/* Its first change is the one after its snapshot. */
		xg_sim_flush(f->venue.mkt[i], f->now);
		if (!(k->mask[i] >> w.chan & 1))
			s->mkt[i].wanted[w.chan]++;
		k->mask[i] |= UINT32_C(1) << w.chan;
		xg_bg_first(c, f->venue.mkt[i], w.chan);
	}
}

static void subscribe(struct xg_sim_conn *c, struct xg_str args, bool on)
{
	struct xg_bg_conn *k = c->state;
	struct xg_str none = { NULL, 0 };
	struct xg_json j;

	if (xg_sim_bucket_take(&k->hour, 1, c->front->now) < 0) {
		refuse(c, none, 30006, "too many requests");
		return;
	}
	xg_json_init(&j, args.p, args.n);
	if (!args.n || xg_json_next(&j) != XG_JSON_ARR) {
		refuse(c, none, 30016, "Param error");
		return;
	}
	while (xg_json_next(&j) == XG_JSON_OBJ) {
		const char *start = j.val.p;

		if (xg_json_skip(&j, NULL) < 0)
			return;
		one(c, (struct xg_str){ start, (size_t)(j.p - start) }, on);
	}
}

void xg_bg_ws_text(struct xg_sim_conn *c, struct xg_str text, int64_t now)
{
	struct xg_bg_conn *k = c->state;
	struct xg_str op, args = { NULL, 0 }, none = { NULL, 0 };

	c->front->now = now;
	if (xg_sim_bucket_take(&k->second, 1, now) < 0) {
		refuse(c, none, 30007, "request over limit, connection close");
		c->front->close(c, 1008, "request over limit");
		return;
	}
	if (xg_str_is_text(text, "ping")) {
		c->front->send(c, XG_STR("pong"), XG_ON_REPLY, "");
		return;
	}
	if (!text.n || text.p[0] != '{' ||
		xg_json_check(text, NULL, NULL) < 0) {
		refuse(c, none, 30002, "Illegal request");
		return;
	}
	op = word(text, "op");
	(void)xg_json_find(text, "args", &args);
	if (xg_str_is_text(op, "subscribe"))
		subscribe(c, args, true);
	else if (xg_str_is_text(op, "unsubscribe"))
		subscribe(c, args, false);
	else
		refuse(c, none, 30003, "Invalid op");
}
