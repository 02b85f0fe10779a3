/* A venue in memory for tests of the order engine (sess/trade.h): requests stay
 * in a list until the test lets them arrive, lets their answers come back, or
 * loses either; pushes of the private stream likewise. Quantities are whole. */
#ifndef XG_TESTS_FAKEVENUE_H
#define XG_TESTS_FAKEVENUE_H

#include <stdio.h>
#include <stdlib.h>

#include "sess/trade.h"
#include "venue/venue.h"

#define FV_ORDERS 256
#define FV_FILLS 1024
#define FV_CALLS 1024

struct fv_order {
	char wire[64], vid[24];
	int side, kind, tif;
	long px, qty, cum;
	int event;  /* enum xg_exec_event of its state */
	int placed; /* times that it was accepted */
};
struct fv_fill {
	int order;
	long px, qty;
	int tid;
};
struct fv_call { /* a request under way */
	int64_t flight;
	struct xg_ask ask;
	char wire[64], vid[24];
	bool arrived, gone; /* gone: answered or lost for the engine */
	char answer[4096];
};

struct rig {
	struct xg_trades t;
	struct xg_insts insts;
	int64_t now, skew; /* skew: the venue's clock minus ours, us */
	/* the venue */
	struct fv_order order[FV_ORDERS];
	int orders;
	struct fv_fill fill[FV_FILLS];
	int fills;
	int reject_next;	    /* enum xg_reason; 0 none */
	int clock_next, limit_next; /* refuse so many requests */
	bool instant;		    /* market, ioc and fok orders fill whole */
	/* the wire */
	struct fv_call call[FV_CALLS];
	int calls;
	struct xg_buf stream; /* pushes, a line each */
	/* what the engine did */
	struct xg_buf journal, out;
	int lines, synced;	     /* of the journal; the last one on disk */
	int fail_journal_at, die_at; /* 0 = never */
	int unsynced_sends; /* requests that change something, not on disk */
	bool dead, halted;
	const char *account; /* of the engine, from its next start; NULL: "" */
	bool same_account;
};

/* ---- the venue ---- */

static struct fv_order *fv_find(
	struct rig *r, const char *wire, const char *vid)
{
	for (int i = r->orders; i-- > 0;) {
		struct fv_order *o = &r->order[i];

		if (wire[0] ? !strcmp(o->wire, wire) : !strcmp(o->vid, vid))
			return o;
	}
	return NULL;
}

static void fv_exec_text(struct xg_buf *b, const struct fv_order *o)
{
	xg_buf_printf(b, "E %s %s %d %ld %ld %ld\n", o->wire, o->vid, o->event,
		o->cum, o->px, o->qty);
}

static void fv_fill_text(struct xg_buf *b, struct rig *r, int i)
{
	const struct fv_order *o = &r->order[r->fill[i].order];

	xg_buf_printf(b, "F %s %s %d %ld %ld\n", o->wire, o->vid,
		r->fill[i].tid, r->fill[i].px, r->fill[i].qty);
}

static bool fv_is_open(const struct fv_order *o)
{
	return o->event == XG_EXEC_NEW || o->event == XG_EXEC_PARTIAL;
}

/* The market takes so much of the order; pushes follow. */
static void fv_trade(struct rig *r, int i, long qty)
{
	struct fv_order *o = &r->order[i];

	if (!fv_is_open(o) || r->fills == FV_FILLS)
		return;
	if (qty > o->qty - o->cum)
		qty = o->qty - o->cum;
	if (qty <= 0)
		return;
	o->cum += qty;
	o->event = o->cum == o->qty ? XG_EXEC_FILLED : XG_EXEC_PARTIAL;
	r->fill[r->fills] = (struct fv_fill){ i, o->px ? o->px : 100, qty,
		1000 + r->fills };
	fv_fill_text(&r->stream, r, r->fills++);
	fv_exec_text(&r->stream, o);
}

static void fv_end(struct rig *r, int i, int event)
{
	if (!fv_is_open(&r->order[i]))
		return;
	r->order[i].event = event;
	fv_exec_text(&r->stream, &r->order[i]);
}

static long fv_long(struct xg_dec d)
{
	struct xg_dec v;

	return xg_dec_rescale(&v, d, 0, XG_ROUND_EXACT) == 0 ? (long)v.m : -1;
}

static void fv_place(struct rig *r, struct fv_call *c, struct xg_buf *b)
{
	struct fv_order *o = fv_find(r, c->wire, "");

	if (o && (fv_is_open(o) || r->orders == FV_ORDERS)) {
		o->placed++;
		xg_buf_printf(
			b, "R %d %d -\n", XG_RES_REJECTED, XG_WHY_DUPLICATE_ID);
		return;
	}
	if (o)
		o->placed++; /* the test will see it */
	o = &r->order[r->orders++];
	*o = (struct fv_order){ .side = c->ask.side,
		.kind = c->ask.kind,
		.tif = c->ask.tif,
		.px = fv_long(c->ask.px),
		.qty = fv_long(c->ask.qty),
		.event = XG_EXEC_NEW,
		.placed = 1 };
	xg_str_copy(o->wire, sizeof o->wire, xg_str_from(c->wire));
	snprintf(o->vid, sizeof o->vid, "v%d", r->orders);
	xg_buf_printf(b, "R %d 0 %s\n", XG_RES_OK, o->vid);
	fv_exec_text(&r->stream, o);
	if (r->instant && o->kind == XG_MARKET)
		fv_trade(r, r->orders - 1, o->qty);
}

static void fv_existing(struct rig *r, struct fv_call *c, struct xg_buf *b)
{
	struct fv_order *o = fv_find(r, c->wire, c->vid);

	if (!o || (c->ask.op != XG_OP_QUERY && c->ask.op != XG_OP_FILLS &&
			  !fv_is_open(o))) {
		xg_buf_printf(
			b, "R %d %d -\n", XG_RES_REJECTED, XG_WHY_NOT_FOUND);
		return;
	}
	xg_buf_printf(b, "R %d 0 %s\n", XG_RES_OK, o->vid);
	if (c->ask.op == XG_OP_CANCEL)
		fv_end(r, (int)(o - r->order), XG_EXEC_CANCELED);
	if (c->ask.op == XG_OP_AMEND) {
		o->px = fv_long(c->ask.px);
		o->qty = fv_long(c->ask.qty);
	}
	if (c->ask.op == XG_OP_QUERY)
		fv_exec_text(b, o);
	for (int i = 0; c->ask.op == XG_OP_FILLS && i < r->fills; i++)
		if (&r->order[r->fill[i].order] == o)
			fv_fill_text(b, r, i);
}

/* The request reaches the venue; its answer is made. */
static void fv_arrive(struct rig *r, int i)
{
	struct fv_call *c = &r->call[i];
	struct xg_buf b = { 0 };

	if (c->arrived)
		return;
	c->arrived = true;
	if (c->ask.op != XG_OP_TIME && r->clock_next > 0) {
		r->clock_next--;
		xg_buf_printf(&b, "R %d %d -\n", XG_RES_CLOCK, XG_WHY_AUTH);
	} else if (c->ask.op != XG_OP_TIME && r->limit_next > 0) {
		r->limit_next--;
		xg_buf_printf(
			&b, "R %d %d -\n", XG_RES_LIMITED, XG_WHY_RATE_LIMITED);
	} else if (c->ask.op == XG_OP_PLACE && r->reject_next) {
		xg_buf_printf(
			&b, "R %d %d -\n", XG_RES_REJECTED, r->reject_next);
		r->reject_next = 0;
	} else if (c->ask.op == XG_OP_PLACE) {
		fv_place(r, c, &b);
	} else if (c->ask.op == XG_OP_TIME) {
		xg_buf_printf(&b, "T %lld\n", (long long)(r->now + r->skew));
	} else if (c->ask.op == XG_OP_DEADMAN) {
		xg_buf_printf(&b, "R %d 0 -\n", XG_RES_OK);
	} else {
		fv_existing(r, c, &b);
	}
	snprintf(c->answer, sizeof c->answer, "%s", b.p);
	xg_buf_release(&b);
}

/* One line of a push or an answer as a record. */
static int fv_record(struct xg_rec *rec, const char *line, char (*s)[64])
{
	long a, b, c, d;

	if (sscanf(line, "E %63s %63s %ld %ld %ld %ld", s[0], s[1], &a, &b, &c,
		    &d) == 6) {
		xg_rec_start(
			rec, XG_REC_EXEC, XG_STR("fake"), XG_STR("A-B"), 1, 1);
		XG_REC_SET(rec, exec.id, xg_str_from(s[0]));
		XG_REC_SET(rec, exec.venue_id, xg_str_from(s[1]));
		XG_REC_SET(rec, exec.event, (int)a);
		XG_REC_SET(rec, exec.filled, xg_dec_int(b));
		XG_REC_SET(rec, exec.px, xg_dec_int(c));
		XG_REC_SET(rec, exec.qty, xg_dec_int(d));
		return 1;
	}
	if (sscanf(line, "F %63s %63s %63s %ld %ld", s[0], s[1], s[2], &a,
		    &b) == 5) {
		xg_rec_start(
			rec, XG_REC_FILL, XG_STR("fake"), XG_STR("A-B"), 1, 1);
		XG_REC_SET(rec, fill.id, xg_str_from(s[0]));
		XG_REC_SET(rec, fill.venue_id, xg_str_from(s[1]));
		XG_REC_SET(rec, fill.trade_id, xg_str_from(s[2]));
		XG_REC_SET(rec, fill.side, XG_BUY);
		XG_REC_SET(rec, fill.px, xg_dec_int(a));
		XG_REC_SET(rec, fill.qty, xg_dec_int(b));
		return 1;
	}
	return 0;
}

static void fv_answer(struct xg_answer *a, const struct xg_ask *ask, int http,
	struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	char line[256], s[3][64], vid[64];
	int result, reason;
	long long time;

	(void)ask, (void)headers, (void)rx, (void)insts;
	*a = (struct xg_answer){ .result = XG_RES_UNKNOWN, .used = -1 };
	if (http != 200)
		return;
	while (body.n) {
		struct xg_rec rec;

		xg_str_copy(line, sizeof line, xg_str_cut(&body, '\n'));
		if (sscanf(line, "R %d %d %63s", &result, &reason, vid) == 3) {
			a->result = (enum xg_result)result;
			a->reason = reason;
			if (strcmp(vid, "-") != 0)
				snprintf(a->venue_id, sizeof a->venue_id, "%s",
					vid);
		} else if (sscanf(line, "T %lld", &time) == 1) {
			a->result = XG_RES_OK;
			a->venue_time = time;
		} else if (fv_record(&rec, line, s)) {
			sink->rec(sink->ctx, &rec);
		}
	}
}

static const struct xg_venue fv_venue = { .name = "fake",
	.wire_id_max = 32,
	.wire_id_punct = "-.",
	.has_deadman = true,
	.has_amend = true,
	.answer = fv_answer };

/* ---- the caller of the engine ---- */

static int rig_journal(void *ctx, struct xg_str line, bool sync)
{
	struct rig *r = ctx;

	if (r->dead)
		return 0;
	if (r->fail_journal_at && r->lines + 1 >= r->fail_journal_at)
		return XG_ERR_SYSTEM;
	xg_buf_str(&r->journal, line);
	xg_buf_char(&r->journal, '\n');
	r->lines++;
	if (sync)
		r->synced = r->lines;
	if (r->die_at && r->lines == r->die_at)
		r->dead = true;
	return 0;
}

static int rig_request(void *ctx, int venue, int64_t flight,
	const struct xg_ask *ask, struct xg_error *err)
{
	struct rig *r = ctx;
	struct fv_call *c = &r->call[r->calls];

	(void)venue;
	if (r->dead)
		return 0;
	if (r->calls == FV_CALLS)
		return xg_error_set(err, XG_ERR_LIMIT, "test: too many calls");
	*c = (struct fv_call){ .flight = flight, .ask = *ask };
	xg_str_copy(c->wire, sizeof c->wire, ask->wire_id);
	xg_str_copy(c->vid, sizeof c->vid, ask->venue_id);
	if (ask->op == XG_OP_PLACE && r->synced < r->lines)
		r->unsynced_sends++;
	r->calls++;
	return 0;
}

static int rig_emit(void *ctx, const struct xg_rec *rec)
{
	struct rig *r = ctx;

	return r->dead ? 0 : xg_rec_write(&r->out, rec);
}

static bool rig_halted(void *ctx, struct xg_str venue)
{
	(void)venue;
	return ((struct rig *)ctx)->halted;
}

static const struct xg_trade_ops rig_ops = { rig_journal, rig_request, rig_emit,
	rig_halted };

static void rig_engine(struct rig *r)
{
	struct xg_trade_conf conf = { .group_wait_us = 1000000,
		.forget_us = 15000000,
		.same_account = r->same_account,
		.unwind = XG_UNWIND_MARKET,
		.unwind_bps = { 50, 0 } };

	xg_trade_init(&r->t, &rig_ops, r, &conf);
	xg_trade_add_venue(
		&r->t, &fv_venue, &r->insts, r->account ? r->account : "");
}

static struct rig *rig_new(void)
{
	struct rig *r = calloc(1, sizeof *r);
	struct xg_rec inst;

	xg_rec_start(&inst, XG_REC_INST, XG_STR("fake"), XG_STR("A-B"), 0, 0);
	XG_REC_SET(&inst, inst.kind, XG_SPOT);
	XG_REC_SET(&inst, inst.native, XG_STR("AB"));
	XG_REC_SET(&inst, inst.market, XG_STR("spot"));
	XG_REC_SET(&inst, inst.lot, xg_dec_int(1));
	XG_REC_SET(&inst, inst.tick, xg_dec_int(1));
	xg_insts_put(&r->insts, &inst);
	r->now = INT64_C(1700000000000000);
	rig_engine(r);
	return r;
}

static void rig_free(struct rig *r)
{
	xg_trade_release(&r->t);
	xg_insts_release(&r->insts);
	xg_buf_release(&r->journal);
	xg_buf_release(&r->out);
	xg_buf_release(&r->stream);
	free(r);
}

/* A line of text for the engine. */
__attribute__((unused)) static void rig_give(struct rig *r, const char *text)
{
	struct xg_rec_reader reader = { 0 };
	struct xg_error err = { 0 };
	struct xg_rec rec;

	if (xg_rec_read(&reader, xg_str_from(text), ~UINT64_C(0), &rec, &err) <
		0) {
		printf("not ok - test: %s: %s\n", text, err.text);
		abort();
	}
	xg_trade_record(&r->t, &rec, r->now);
	xg_rec_reader_release(&reader);
}

/* The answer of call i comes back (http 200), or something else does. */
static void rig_answer(struct rig *r, int i, int http)
{
	struct fv_call *c = &r->call[i];
	struct xg_str none = { "", 0 };

	if (c->gone)
		return;
	c->gone = true;
	xg_trade_answer(&r->t, c->flight, http, none,
		http == 200 ? xg_str_from(c->answer) : none, r->now);
}

/* Arrives and comes back. */
static void rig_serve(struct rig *r, int i)
{
	fv_arrive(r, i);
	rig_answer(r, i, 200);
}

/* The first push of the stream: delivered, or only removed. */
static void rig_push(struct rig *r, bool deliver, bool keep)
{
	struct xg_str all = xg_buf_view(&r->stream), line;
	char text[256], s[3][64];
	struct xg_rec rec;

	line = xg_str_cut(&all, '\n');
	xg_str_copy(text, sizeof text, line);
	if (!keep)
		xg_buf_shift(&r->stream, line.n + 1);
	if (deliver && fv_record(&rec, text, s))
		xg_trade_stream(&r->t, &rec, r->now);
}

__attribute__((unused)) static void rig_pushes(struct rig *r)
{
	while (r->stream.len)
		rig_push(r, true, false);
}

/* Time passes in steps, everything is served. */
__attribute__((unused)) static void rig_run(struct rig *r, int64_t us)
{
	for (int64_t end = r->now + us; r->now < end; r->now += 100000) {
		xg_trade_tick(&r->t, r->now);
		for (int i = 0; i < r->calls; i++) {
			if (!r->call[i].gone)
				rig_serve(r, i);
		}
		rig_pushes(r);
	}
}

/* A new engine from the journal, as after a crash. */
__attribute__((unused)) static int rig_restart(struct rig *r)
{
	struct xg_rec_reader reader = { 0 };
	struct xg_str all = xg_buf_view(&r->journal);
	struct xg_error err = { 0 };
	int rc = 0;

	xg_trade_release(&r->t);
	for (int i = 0; i < r->calls; i++)
		r->call[i].gone = true;
	rig_engine(r);
	r->dead = false;
	r->die_at = 0;
	while (all.n && rc == 0)
		rc = xg_trade_recover(
			&r->t, xg_str_cut(&all, '\n'), &reader, &err);
	xg_rec_reader_release(&reader);
	if (rc < 0)
		printf("# %s\n", err.text);
	else
		xg_trade_recovered(&r->t, r->now);
	return rc;
}

/* How often a text is in what was emitted since the last look. */
__attribute__((unused)) static int rig_said(struct rig *r, const char *text)
{
	int n = 0;

	for (const char *p = r->out.len ? r->out.p : ""; (p = strstr(p, text));
		p++)
		n++;
	return n;
}

__attribute__((unused)) static void rig_forget_out(struct rig *r)
{
	xg_buf_clear(&r->out);
	xg_buf_text(&r->out, "");
}

__attribute__((unused)) static struct xg_ord *rig_ord(
	struct rig *r, const char *id)
{
	return xg_orders_id(&r->t.orders, xg_str_from(id));
}

#endif
