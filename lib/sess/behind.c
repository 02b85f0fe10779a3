#include "sess/behind.h"

#include <stdio.h>

#define TELL_US INT64_C(1000000)

int xg_behind_init(struct xg_behind *b, const struct xg_lag_opts *opts,
	const struct xg_behind_events *events)
{
	*b = (struct xg_behind){ .ev = *events,
		.lag = xg_lag_new(opts),
		.max_bytes = (int64_t)opts->max_bytes };
	return b->lag ? 0 : XG_ERR_MEMORY;
}

void xg_behind_release(struct xg_behind *b)
{
	xg_lag_free(b->lag);
	*b = (struct xg_behind){ 0 };
}

static struct xg_rec status(int event, int64_t now, const char *detail)
{
	static const struct xg_str none;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_STATUS, none, none, 0, now);
	XG_REC_SET(&rec, status.event, event);
	XG_REC_SET(&rec, status.detail, xg_str_from(detail));
	return rec;
}

/* How far it is behind, at first and every second. */
static int tell(struct xg_behind *b, int64_t now)
{
	struct xg_lag_stats st;
	struct xg_rec rec =
		status(XG_ST_LAG, now, "the reader is slower than the feed");

	if (now - b->told < TELL_US)
		return 0;
	b->told = now;
	xg_lag_stats(b->lag, &st);
	XG_REC_SET(&rec, status.latency_us, now - b->since);
	XG_REC_SET(&rec, status.used, (int64_t)st.bytes);
	XG_REC_SET(&rec, status.limit, b->max_bytes);
	XG_REC_SET(&rec, status.count, (int64_t)st.waiting);
	return xg_lag_put(b->lag, &rec);
}

int xg_behind_flush(struct xg_behind *b)
{
	struct xg_rec *rec;
	int rc = 0;

	while (rc >= 0 && (rec = xg_lag_take(b->lag, &rc))) {
		rc = b->ev.emit(b->ev.ctx, rec);
		xg_rec_free(rec);
	}
	return rc;
}

static int halt(struct xg_behind *b, int64_t now)
{
	struct xg_rec rec = status(XG_ST_LAG, now,
		"halted: the buffer is full; nothing was lost up to here");
	int rc = xg_behind_flush(b);

	if (rc >= 0)
		rc = b->ev.emit(b->ev.ctx, &rec);
	return rc < 0 ? rc : XG_ERR_LIMIT;
}

int xg_behind_rec(struct xg_behind *b, const struct xg_rec *rec, int64_t now)
{
	int rc;

	if (!b->lagging && !b->ev.is_slow(b->ev.ctx))
		return b->ev.emit(b->ev.ctx, rec);
	if (!b->lagging) {
		b->lagging = true;
		b->since = now;
		b->told = now - TELL_US;
	}
	rc = tell(b, now);
	if (rc == 0)
		rc = xg_lag_put(b->lag, rec);
	return rc == XG_ERR_LIMIT ? halt(b, now) : rc;
}

/* What it missed is told, and healed. */
static int caught_up(struct xg_behind *b, int64_t now)
{
	struct xg_str venue, sym;
	struct xg_lag_stats st;
	char text[160];
	struct xg_rec rec;
	bool raw = xg_lag_lost_raw(b->lag);
	int rc;

	xg_lag_stats(b->lag, &st);
	snprintf(text, sizeof text,
		"the reader has caught up: %lld records were merged, "
		"%lld dropped",
		(long long)st.merged, (long long)st.dropped);
	rec = status(XG_ST_RECOVERED, now, text);
	XG_REC_SET(&rec, status.latency_us, now - b->since);
	XG_REC_SET(&rec, status.count, st.merged + st.dropped);
	b->lagging = false;
	rc = b->ev.emit(b->ev.ctx, &rec);
	while (rc >= 0 && xg_lag_lost_book(b->lag, &venue, &sym))
		b->ev.again(b->ev.ctx, venue, sym);
	if (!b->lagging)
		xg_lag_reset(b->lag);
	if (rc >= 0 && raw)
		b->ev.restart(b->ev.ctx);
	return rc;
}

int xg_behind_turn(struct xg_behind *b, int64_t now)
{
	struct xg_rec *rec;
	int rc = 0;

	while (rc >= 0 && b->lagging && !b->ev.is_slow(b->ev.ctx)) {
		rec = xg_lag_take(b->lag, &rc);
		if (rc < 0)
			break;
		if (!rec)
			return caught_up(b, now);
		rc = b->ev.emit(b->ev.ctx, rec);
		xg_rec_free(rec);
	}
	return rc;
}
