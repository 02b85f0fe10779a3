/* What all venues have in common when raw frames become records. */
#include "venue/decoder.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/room.h"

#define UNKNOWN_MAX 64 /* bytes of a native code that we do not know */

int xg_decoder_init(struct xg_decoder *d, const struct xg_venue *v,
	struct xg_insts *insts, const struct xg_sink *sink)
{
	*d = (struct xg_decoder){ .venue = v,
		.name = xg_str_from(v->name),
		.insts = insts,
		.sink = *sink };
	if (v->decoder_size) {
		d->priv = calloc(1, v->decoder_size);
		if (!d->priv)
			return XG_ERR_MEMORY;
	}
	return 0;
}

void xg_decoder_release(struct xg_decoder *d)
{
	if (d->venue && d->venue->decoder_release && d->priv)
		d->venue->decoder_release(d);
	free(d->priv);
	free(d->held);
	xg_syncs_release(&d->syncs);
	xg_recent_release(&d->recent);
	*d = (struct xg_decoder){ 0 };
}

/* Does a connection that opens begin another run? It has the number of one that
 * was there before, or one that was given long ago. */
static bool is_new_run(const struct xg_decoder *d, int64_t conn)
{
	size_t n = d->opened_n < XG_DECODER_OPENED ? d->opened_n
						   : XG_DECODER_OPENED;

	for (size_t i = 0; i < n; i++) {
		if (d->opened[i] == conn)
			return true;
	}
	return d->opened_n >= XG_DECODER_OPENED &&
	       conn < d->newest - XG_DECODER_OPENED;
}

/* A connection opened or closed; conn as in the record. */
static int on_edge(struct xg_decoder *d, int64_t conn, bool open)
{
	if (open && is_new_run(d, conn)) {
		if (d->base < INT64_MAX / 4)
			d->base += d->newest;
		d->newest = 0;
		d->opened_n = 0;
	}
	if (open) {
		d->opened[d->opened_n++ % XG_DECODER_OPENED] = conn;
		if (conn > d->newest && conn < INT64_MAX / 4)
			d->newest = conn;
	} else {
		xg_recent_closed(&d->recent, d->base + conn);
	}
	return xg_sync_conn(d, d->base + conn);
}

static int decode_raw(
	struct xg_decoder *d, const struct xg_rec *rec, struct xg_error *err)
{
	struct xg_str dir = rec->u.rawf.dir;
	bool edge = xg_str_is(dir, XG_STR("open")) ||
		    xg_str_is(dir, XG_STR("close"));
	struct xg_rec own;
	int rc;

	if (!edge && !xg_str_is(dir, XG_STR("in")))
		return 0;
	if (edge && xg_str_is(rec->u.rawf.ch, XG_STR("ws"))) {
		rc = on_edge(
			d, rec->u.rawf.conn, xg_str_is(dir, XG_STR("open")));
		if (rc < 0)
			return rc;
	}
	d->stats.frames++;
	d->err = err;
	d->held_n = 0;
	d->conn = xg_str_is(rec->u.rawf.ch, XG_STR("ws"))
			  ? d->base + rec->u.rawf.conn
			  : 0;
	if (d->base && d->conn) {
		own = *rec;
		own.u.rawf.conn = d->conn;
		rec = &own;
	}
	d->kept = rec->u.rawf.kept;
	rc = d->venue->frame(d, rec, err);
	d->kept = NULL;
	d->err = NULL;
	d->conn = 0;
	if (rc == XG_ERR_SYNTAX || rc == XG_ERR_TYPE || rc == XG_ERR_RANGE)
		d->stats.bad++;
	return rc;
}

int xg_decoder_rec(
	struct xg_decoder *d, const struct xg_rec *rec, struct xg_error *err)
{
	bool ours = xg_str_is(rec->venue, d->name);

	if (rec->rx)
		d->rx = rec->rx;
	if (rec->type == XG_REC_TICK)
		return xg_sync_tick(d, d->rx);
	if (!ours)
		return 0;
	if (rec->type == XG_REC_INST)
		return xg_decoder_learn(d, rec);
	return rec->type == XG_REC_RAW ? decode_raw(d, rec, err) : 0;
}

int xg_decoder_learn(struct xg_decoder *d, const struct xg_rec *inst)
{
	int rc = xg_insts_put(d->insts, inst);

	if (rc < 0)
		return rc;
	xg_insts_told(d->insts, inst->venue, inst->sym);
	return xg_decoder_emit(d, inst);
}

int xg_decoder_take(void *decoder, const struct xg_rec *rec)
{
	return rec->type == XG_REC_INST ? xg_decoder_learn(decoder, rec)
					: xg_decoder_emit(decoder, rec);
}

int xg_decoder_emit(struct xg_decoder *d, const struct xg_rec *rec)
{
	if (!xg_recent_is_news(&d->recent, rec, d->conn))
		return 0;
	d->stats.records++;
	return d->sink.rec ? d->sink.rec(d->sink.ctx, rec) : 0;
}

int xg_decoder_hold(struct xg_decoder *d, const struct xg_rec *rec)
{
	int rc = XG_ROOM(d->held, d->held_n, d->held_cap, XG_ROOM_ANY);

	if (rc < 0)
		return rc;
	d->held[d->held_n++] = *rec;
	return 0;
}

void xg_decoder_date(struct xg_decoder *d, int64_t ts)
{
	for (size_t i = 0; ts && i < d->held_n; i++) {
		if (d->held[i].has & XG_HAS_TS)
			continue;
		d->held[i].ts = ts;
		d->held[i].has |= XG_HAS_TS;
	}
}

int xg_decoder_held(struct xg_decoder *d, int64_t ts)
{
	int rc = 0;

	xg_decoder_date(d, ts);
	for (size_t i = 0; i < d->held_n && rc >= 0; i++)
		rc = xg_decoder_emit(d, &d->held[i]);
	d->held_n = 0;
	return rc < 0 ? rc : 0;
}

int xg_decoder_want(struct xg_decoder *d, const struct xg_want *want)
{
	return d->sink.want ? d->sink.want(d->sink.ctx, want) : 0;
}

int xg_decoder_status(struct xg_decoder *d, int event, struct xg_str sym,
	int64_t conn, const char *fmt, ...)
{
	struct xg_rec rec;
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	xg_rec_start(&rec, XG_REC_STATUS, d->name, sym, 0, d->rx);
	XG_REC_SET(&rec, status.event, event);
	/* As the recording numbers it. */
	XG_REC_SET(&rec, status.conn, conn > d->base ? conn - d->base : conn);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return xg_decoder_emit(d, &rec);
}

bool xg_decoder_is_told(
	const struct xg_decoder *d, struct xg_str sym, struct xg_str id)
{
	return d->conn > 0 && xg_recent_has(&d->recent, sym, id, d->conn);
}

int xg_decoder_backlog(
	struct xg_decoder *d, struct xg_str sym, int64_t conn, int64_t n)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_STATUS, d->name, sym, 0, d->rx);
	XG_REC_SET(&rec, status.event, XG_ST_SUBSCRIBED);
	XG_REC_SET(&rec, status.conn, conn);
	XG_REC_SET(&rec, status.chan, XG_STR("trade"));
	XG_REC_SET(&rec, status.detail,
		XG_STR("the trades that follow are from before the "
		       "subscription"));
	XG_REC_SET(&rec, status.count, n);
	return xg_decoder_emit(d, &rec);
}

static const struct xg_instr *unknown(
	struct xg_decoder *d, struct xg_str market, struct xg_str native)
{
	xg_error_set(d->err, XG_ERR_ABSENT,
		"%s: %.*s %.*s is not among the instruments; its inst record "
		"must come first",
		d->venue->name, XG_STR_ARG(market),
		(int)(native.n < UNKNOWN_MAX ? native.n : UNKNOWN_MAX),
		native.n ? native.p : "");
	return NULL;
}

const struct xg_instr *xg_decoder_inst(
	struct xg_decoder *d, struct xg_str market, struct xg_str native)
{
	struct xg_str venue = d->name;
	const struct xg_instr *i =
		xg_insts_native(d->insts, venue, market, native);
	char sym[UNKNOWN_MAX + 2] = "~";
	struct xg_rec rec;

	if (i)
		return i;
	if (!xg_str_is(market, XG_STR("spot")) || native.n == 0 ||
		native.n > UNKNOWN_MAX || d->unknown >= XG_DECODER_UNKNOWN_MAX)
		return unknown(d, market, native);
	xg_str_copy(sym + 1, sizeof sym - 1, native);
	xg_rec_start(&rec, XG_REC_INST, venue, xg_str_from(sym), 0, d->rx);
	XG_REC_SET(&rec, inst.kind, XG_SPOT);
	XG_REC_SET(&rec, inst.native, native);
	XG_REC_SET(&rec, inst.market, market);
	if (xg_insts_put(d->insts, &rec) < 0)
		return NULL;
	d->unknown++;
	return xg_insts_native(d->insts, venue, market, native);
}
