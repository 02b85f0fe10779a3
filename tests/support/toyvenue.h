/* A venue of plain words, and an engine of sess/feed.h on it: time is what the
 * test says, and what the engine does is kept in lists. */
#ifndef XG_TESTS_TOYVENUE_H
#define XG_TESTS_TOYVENUE_H

#include <stdio.h>
#include <stdlib.h>

#include "book/book.h"
#include "sess/feed.h"
#include "tap.h"

#define S INT64_C(1000000)
#define TOY_PRICES 40

/* The venue's book after event u: event i sets one bid. */
static inline int64_t toy_px(int64_t i)
{
	return 1 + i * 7 % TOY_PRICES;
}
static inline int64_t toy_qty(int64_t i)
{
	return i % 5;
}
static inline void toy_book(int64_t *qty, int64_t u)
{
	for (int i = 0; i <= TOY_PRICES; i++)
		qty[i] = 0;
	for (int64_t i = u > 400 ? u - 400 : 1; i <= u; i++)
		qty[toy_px(i)] = toy_qty(i);
}

static int toy_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	(void)max;
	if (channel != XG_CH_TRADE && channel != XG_CH_BOOK)
		return XG_ERR_SUPPORT;
	out->channel = channel;
	out->inst = inst;
	out->snapshot = channel == XG_CH_BOOK;
	snprintf(out->text, sizeof out->text, "%s@%.*s",
		xg_channel_name(channel), XG_STR_ARG(inst->i.native));
	return 1;
}

static int toy_subscribe(struct xg_buf *out, const struct xg_topic *const *t,
	int n, int64_t id, bool on)
{
	xg_buf_printf(out, "%s %lld", on ? "sub" : "unsub", (long long)id);
	for (int i = 0; i < n; i++)
		xg_buf_printf(out, " %s", t[i]->text);
	return 0;
}

static int toy_snapshot(struct xg_decoder *d, struct xg_sync *s, int64_t u)
{
	struct xg_level lv[TOY_PRICES];
	int64_t qty[TOY_PRICES + 1];
	struct xg_delta snap = { .last = u };
	size_t n = 0;

	toy_book(qty, u);
	for (int i = TOY_PRICES; i > 0; i--)
		if (qty[i])
			lv[n++] = (struct xg_level){ { i, 0 }, { qty[i], 0 } };
	snap.bids = (struct xg_levels){ lv, n };
	return xg_sync_snapshot(d, s, &snap);
}

/* "ack ID", "nack ID", either with a topic of it that failed the whole
 * frame ("nack ID TOPIC"), "trade SYM", "book SYM U u", by REST "snap SYM u". */
static int toy_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	struct xg_want w = { .conn = raw->u.rawf.conn };
	char text[100], word[16], name[16] = "", topic[32] = "";
	const struct xg_instr *inst;
	long long a = 0, b = 0;
	struct xg_sync *s;
	struct xg_rec r;

	xg_str_copy(text, sizeof text, raw->u.rawf.text);
	if (sscanf(text, "%15s %15s %lld %lld", word, name, &a, &b) < 1)
		return 0;
	if (strcmp(word, "ack") == 0 || strcmp(word, "nack") == 0) {
		w.kind = word[0] == 'a' ? XG_WANT_ACK : XG_WANT_NACK;
		w.id = strtoll(name, NULL, 10);
		w.again = sscanf(text, "%*s %*s %31s", topic) == 1;
		w.topic = xg_str_from(topic);
		return xg_decoder_want(d, &w);
	}
	inst = xg_insts_native(
		d->insts, XG_STR("toy"), XG_STR("spot"), xg_str_from(name));
	if (!inst)
		return xg_error_set(err, XG_ERR_SYNTAX, "what is %s?", name);
	if (strcmp(word, "trade") == 0) {
		xg_rec_start(
			&r, XG_REC_TRADE, XG_STR("toy"), inst->sym, 0, d->rx);
		return xg_decoder_emit(d, &r);
	}
	s = xg_sync_of(d, inst, XG_SYNC_FIRST_LAST,
		strcmp(word, "snap") == 0 ? -1 : raw->u.rawf.conn);
	if (strcmp(word, "snap") == 0)
		return toy_snapshot(d, s, a);
	{
		struct xg_level lv[8];
		struct xg_delta e = { .first = a, .last = b };

		for (; a <= b && e.bids.n < 8; a++)
			lv[e.bids.n++] = (struct xg_level){ { toy_px(a), 0 },
				{ toy_qty(a), 0 } };
		e.bids.p = lv;
		return xg_sync_delta(d, s, &e);
	}
}

static int toy_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err)
{
	(void)err;
	out->method = "GET";
	out->host = "rest";
	out->cost = 1;
	xg_buf_text(&out->path, "/snap/");
	xg_buf_str(&out->path, ask->inst->i.native);
	return 0;
}

/* Body: "retry MICROSECONDS" or "ban UNTIL". */
static void toy_answer(struct xg_answer *out, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	char text[100];
	long long n = 0;

	(void)ask, (void)headers, (void)rx, (void)insts, (void)sink;
	xg_str_copy(text, sizeof text, body);
	out->result = http == 429 || http == 418 ? XG_RES_LIMITED : XG_RES_BAD;
	if (sscanf(text, "retry %lld", &n) == 1)
		out->retry_us = n;
	else if (sscanf(text, "ban %lld", &n) == 1)
		out->banned_until = n;
}

static const struct xg_host toy_hosts[] = { { .name = "ws" },
	{ .name = "rest" }, { 0 } };
static const struct xg_limit toy_limits[] = {
	{ .name = "ip", .window_us = S, .max = 100 }, { 0 }
};
static const struct xg_link toy_links[] = { { .name = "main",
						    .host = "ws",
						    .max_topics = 4,
						    .topics_per_frame = 2,
						    .frame_gap_us = S / 4,
						    .life_us = 86400 * S,
						    .idle_us = 20 * S,
						    .pong_us = 8 * S,
						    .ping = "ping" },
	{ 0 } };
static const struct xg_venue toy = {
	.name = "toy",
	.hosts = toy_hosts,
	.limits = toy_limits,
	.links = toy_links,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK,
	.topics = toy_topics,
	.subscribe = toy_subscribe,
	.frame = toy_frame,
	.request = toy_request,
	.answer = toy_answer,
};

/* ---- the rig ---- */

#define TOY_ACTS 4096

struct toy_act {
	int kind;
	int64_t conn, id, at;
	char text[100];
	bool done; /* a test has dealt with it */
};

struct toy {
	struct xg_feed *f;
	const struct xg_venue *v; /* NULL = toy */
	struct xg_insts insts;
	int64_t now;
	struct toy_act act[TOY_ACTS];
	int acts;
	struct xg_buf log;				 /* records as text */
	int (*rec)(void *ctx, const struct xg_rec *rec); /* may be NULL */
	void *ctx;
};

static int toy_rec(void *ctx, const struct xg_rec *rec)
{
	struct toy *t = ctx;
	size_t before = t->log.len;

	if (rec->type != XG_REC_TRADE && xg_rec_write(&t->log, rec) < 0)
		t->log.len = before;
	return t->rec ? t->rec(t->ctx, rec) : 0;
}

static void toy_collect(struct toy *t)
{
	struct xg_feed_action a;

	while (t->acts < TOY_ACTS && xg_feed_next(t->f, &a)) {
		struct toy_act *to = &t->act[t->acts++];

		*to = (struct toy_act){ .kind = (int)a.kind,
			.conn = a.conn,
			.id = a.id,
			.at = t->now };
		xg_str_copy(to->text, sizeof to->text, a.text);
	}
}

/* n instruments A, B, ... with a channel each; the engine has started. */
static inline int toy_start(struct toy *t, int n, int channel,
	const struct xg_feed_opts *more, struct xg_error *err)
{
	static const char *const ws[] = { "wss://one", "wss://two", NULL };
	static const char *const rest[] = { "https://one", "https://two",
		NULL };
	static const struct xg_feed_host at[] = { { "ws", ws },
		{ "rest", rest }, { 0 } };
	struct xg_feed_opts o = more ? *more : (struct xg_feed_opts){ 0 };
	struct xg_sink sink = { .ctx = t, .rec = toy_rec };
	char name[2] = "A";
	int rc;

	o.hosts = at;
	t->now = 1000 * S;
	t->f = xg_feed_new(t->v ? t->v : &toy, &t->insts, &o, &sink);
	for (int i = 0; i < n; i++, name[0]++) {
		struct xg_rec r;
		char sym[8];

		snprintf(sym, sizeof sym, "%s-X", name);
		xg_rec_start(
			&r, XG_REC_INST, XG_STR("toy"), xg_str_from(sym), 0, 0);
		XG_REC_SET(&r, inst.kind, XG_SPOT);
		XG_REC_SET(&r, inst.base, xg_str_from(name));
		XG_REC_SET(&r, inst.quote, XG_STR("X"));
		XG_REC_SET(&r, inst.native, xg_str_from(name));
		XG_REC_SET(&r, inst.market, XG_STR("spot"));
		xg_insts_put(&t->insts, &r);
		xg_feed_sub(t->f,
			xg_insts_sym(
				&t->insts, XG_STR("toy"), xg_str_from(sym)),
			channel);
	}
	rc = xg_feed_start(t->f, t->now, err);
	toy_collect(t);
	return rc;
}

static inline void toy_free(struct toy *t)
{
	xg_feed_free(t->f);
	xg_insts_release(&t->insts);
	xg_buf_release(&t->log);
	*t = (struct toy){ 0 };
}

/* Time passes; what is due is done when it is due. */
static inline void toy_run(struct toy *t, int64_t us)
{
	int64_t end = t->now + us, at;

	while ((at = xg_feed_deadline(t->f)) <= end) {
		if (at > t->now)
			t->now = at;
		xg_feed_timer(t->f, t->now);
		toy_collect(t);
		if (xg_feed_deadline(t->f) <= t->now)
			t->now++; /* no deadline may stand still */
	}
	t->now = end;
	xg_feed_timer(t->f, t->now);
	toy_collect(t);
}

static inline void toy_frame_in(struct toy *t, int64_t conn, const char *text)
{
	xg_feed_frame(t->f, conn, xg_str_from(text), t->now);
	toy_collect(t);
}

/* The next action of a kind that no test has dealt with; NULL = none. */
static inline struct toy_act *toy_next(struct toy *t, int kind)
{
	for (int i = 0; i < t->acts; i++)
		if (!t->act[i].done && t->act[i].kind == kind) {
			t->act[i].done = true;
			return &t->act[i];
		}
	return NULL;
}

static inline int toy_count(const struct toy *t, int kind)
{
	int n = 0;

	for (int i = 0; i < t->acts; i++)
		n += !t->act[i].done && t->act[i].kind == kind;
	return n;
}

static inline void toy_forget(struct toy *t)
{
	t->acts = 0;
	xg_buf_clear(&t->log);
}

/* Opens what was dialled; its number, 0 when nothing was. */
static inline int64_t toy_open(struct toy *t)
{
	struct toy_act *a = toy_next(t, XG_FEED_DIAL);
	int64_t conn = a ? a->conn : 0;

	if (conn)
		xg_feed_opened(t->f, conn, t->now);
	toy_collect(t);
	return conn;
}

/* Confirms every subscribe frame that was sent. */
static inline void toy_ack(struct toy *t)
{
	struct toy_act *a;
	char text[32];

	while ((a = toy_next(t, XG_FEED_SEND))) {
		if (strncmp(a->text, "sub ", 4) != 0)
			continue;
		snprintf(text, sizeof text, "ack %lld",
			strtoll(a->text + 4, NULL, 10));
		toy_frame_in(t, a->conn, text);
	}
}

static inline bool toy_said(const struct toy *t, const char *words)
{
	return t->log.p && strstr(t->log.p, words);
}

#endif
