/* Executions and fills, from the private stream or from answers, and time. */
#include "sess/trade_priv.h"

#include <stdlib.h>

static int tell_end(struct xg_trades *t, struct xg_ord *o, int64_t ts)
{
	return xg_trade_tell_exec(t, o, xg_ord_event_of(o->state), o->reason,
		(struct xg_str){ NULL, 0 }, ts, 0);
}

static int on_fill(struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = xg_orders_of(&t->orders, rec);
	struct xg_rec own = *rec;
	int rc;

	if (!o) {
		t->stats.foreign++;
		return 0;
	}
	rc = xg_ord_fill(o, rec);
	if (rc == 0)
		t->stats.dup_fills++;
	if (rc < 0)
		return xg_trade_alert(t, XG_CRIT, "fill_lost", rec->venue,
			rec->sym, "a fill of order %.*s can't be counted: %s",
			XG_STR_ARG(o->rec->u.order.id), xg_err_text(rc));
	if (rc > 0) {
		t->stats.fills++;
		own.raw = (struct xg_str){ NULL, 0 };
		own.rx = t->now;
		own.has |= XG_HAS_RX;
		XG_REC_SET(&own, fill.id, o->rec->u.order.id);
		rc = xg_trade_tell(t, &own);
		if (rc < 0)
			return rc;
	}
	if (rec->u.fill.venue_id.n && !o->venue_id[0])
		xg_orders_set_venue_id(&t->orders, o, rec->u.fill.venue_id);
	if (xg_ord_settle(o, false))
		return tell_end(t, o, rec->ts);
	return 0;
}

static int on_exec(struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = xg_orders_of(&t->orders, rec);
	const struct xg_exec *e = &rec->u.exec;
	enum xg_ord_state was;
	int rc;

	if (!o) {
		t->stats.foreign++;
		return 0;
	}
	if (e->venue_id.n && !o->venue_id[0])
		xg_orders_set_venue_id(&t->orders, o, e->venue_id);
	was = o->state;
	rc = xg_ord_exec(o, rec);
	if (rc <= 0)
		return rc;
	if (o->state == was && (e->event == XG_EXEC_AMENDED ||
				       e->event == XG_EXEC_CANCEL_REJECTED))
		return xg_trade_tell_exec(
			t, o, e->event, e->reason, e->detail, rec->ts, 0);
	return xg_trade_tell_exec(t, o, xg_ord_event_of(o->state), o->reason,
		e->detail, rec->ts,
		was == XG_ORD_SENT ? t->now - o->sent_at : 0);
}

int xg_trade_stream(struct xg_trades *t, const struct xg_rec *rec, int64_t now)
{
	t->now = now;
	switch (rec->type) {
	case XG_REC_FILL:
		return on_fill(t, rec);
	case XG_REC_EXEC:
		return on_exec(t, rec);
	case XG_REC_BALANCE:
	case XG_REC_POSITION:
	case XG_REC_STATUS:
	case XG_REC_ALERT:
		return t->ops->emit(t->ctx, rec);
	default:
		return 0;
	}
}

int xg_trade_link(struct xg_trades *t, int venue, bool up, int64_t now)
{
	struct xg_str name = xg_str_from(t->venue[venue].v->name);

	t->now = now;
	t->venue[venue].stream_up = up;
	if (!up)
		return 0;
	/* What happened while nobody listened: ask for all that is not over. */
	for (size_t i = 0; i < t->orders.n; i++) {
		struct xg_ord *o = t->orders.list[i];

		if (!xg_ord_is_final(o) && xg_str_is(o->rec->venue, name) &&
			o->state != XG_ORD_SENT)
			xg_trade_query(t, o);
	}
	return 0;
}

/* Waits 0.2 s, then twice as long each time, 10 s at most. */
static int64_t patience(const struct xg_ord *o)
{
	int n = o->asks < 6 ? o->asks : 6;
	int64_t us = INT64_C(200000) << n;

	return us < 10000000 ? us : 10000000;
}

static int chase(struct xg_trades *t, struct xg_ord *o)
{
	bool doubt = o->state == XG_ORD_UNKNOWN || o->cancel_asked;

	if (o->query_busy || t->now - o->asked_at < patience(o))
		return 0;
	if (xg_ord_owes_fills(o) && o->venue_id[0]) {
		if (o->asks == 8)
			xg_trade_alert(t, XG_CRIT, "fills_missing",
				o->rec->venue, o->rec->sym,
				"order %.*s: the venue reports more than its "
				"fills add up to",
				XG_STR_ARG(o->rec->u.order.id));
		return xg_trade_fetch_fills(t, o);
	}
	/* An answer or a push may be lost: an order that stays "sent" for 2 s,
	 * or should have ended by itself, is asked for. */
	if (o->state == XG_ORD_SENT)
		doubt = t->now - o->sent_at > 2000000;
	else if (!doubt && !xg_ord_is_final(o)) {
		int tif = o->rec->u.order.tif;

		doubt = (o->rec->u.order.kind == XG_MARKET || tif == XG_IOC ||
				tif == XG_FOK) &&
			t->now - o->sent_at > 500000;
	}
	return doubt && !xg_ord_is_final(o) ? xg_trade_query(t, o) : 0;
}

static bool has_open(const struct xg_trades *t, const char *venue)
{
	for (size_t i = 0; i < t->orders.n; i++) {
		const struct xg_ord *o = t->orders.list[i];

		if (!xg_ord_is_final(o) && xg_str_is_text(o->rec->venue, venue))
			return true;
	}
	return false;
}

static void deadman(struct xg_trades *t, int vi)
{
	struct xg_trade_venue *v = &t->venue[vi];
	struct xg_ask ask = { .op = XG_OP_DEADMAN };
	struct xg_error err = { 0 };
	bool want = has_open(t, v->v->name);

	if (!v->v->has_deadman || t->conf.deadman_us == 0)
		return;
	if (!want && !v->deadman_at)
		return;
	if (want && v->deadman_at > t->now)
		return;
	/* Per symbol where the venue wants it so: every symbol with an open
	 * order; one request is enough where it covers the account. */
	ask.timeout_us = want ? t->conf.deadman_us : 0;
	for (size_t i = 0; i < t->orders.n; i++) {
		const struct xg_ord *o = t->orders.list[i];
		struct xg_ask of;

		if (!xg_str_is_text(o->rec->venue, v->v->name) ||
			(want && xg_ord_is_final(o)))
			continue;
		of = xg_trade_ask_of(t, o, XG_OP_DEADMAN);
		ask.inst = of.inst;
		ask.market = of.market;
		if (ask.inst)
			break;
	}
	xg_trade_ask(t, vi, NULL, &ask, &err);
	v->deadman_at = want ? t->now + t->conf.deadman_us / 3 : 0;
}

int xg_trade_tick(struct xg_trades *t, int64_t now)
{
	int rc = 0;

	t->now = now;
	for (size_t i = 0; i < t->orders.n && rc >= 0; i++) {
		struct xg_ord *o = t->orders.list[i];

		if (xg_ord_is_final(o) && !xg_ord_owes_fills(o))
			continue;
		if (xg_trade_venue_of(t, o->rec->venue) >= 0)
			rc = chase(t, o);
	}
	for (int i = 0; i < t->venues; i++)
		deadman(t, i);
	return rc < 0 ? rc : xg_group_tick(t);
}
