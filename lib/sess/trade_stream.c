/* Executions and fills, from the private stream or from answers, and time. */
#include "sess/trade_priv.h"

#include <stdlib.h>

static int tell_end(struct xg_trades *t, struct xg_ord *o, int64_t ts)
{
	return xg_trade_tell_exec(t, o, xg_ord_event_of(o->state), o->reason,
		(struct xg_str){ NULL, 0 }, ts, 0);
}

/* The order that the stream tells of. Ids of another account may be the same. */
static struct xg_ord *order_of(
	const struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = xg_orders_of(&t->orders, rec);

	return o && xg_trade_of(t, o) >= 0 ? o : NULL;
}

static int on_fill(struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = order_of(t, rec);
	struct xg_rec own = *rec;
	bool late, counted;
	int rc;

	if (!o) {
		t->stats.foreign++;
		return 0;
	}
	late = xg_ord_is_final(o);
	rc = xg_ord_fill(o, rec);
	counted = rc > 0;
	if (rc == 0)
		t->stats.dup_fills++;
	if (rc < 0)
		return xg_trade_alert(t, XG_CRIT, "fill_lost", rec->venue,
			rec->sym, "a fill of order %.*s can't be counted: %s",
			XG_STR_ARG(o->rec->u.order.id), xg_err_text(rc));
	if (rc > 0) {
		t->stats.fills++;
		o->asks = 0;
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
	if (counted && late)
		return xg_trade_alert(t, XG_WARN, "late_fill", rec->venue,
			rec->sym, "order %.*s has filled after its end",
			XG_STR_ARG(o->rec->u.order.id));
	return 0;
}

static int on_exec(struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = order_of(t, rec);
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
	o->confirmed = true;
	rc = xg_ord_exec(o, rec);
	if (rc <= 0)
		return rc;
	o->asks = 0;
	if (o->state == was && (e->event == XG_EXEC_AMENDED ||
				       e->event == XG_EXEC_CANCEL_REJECTED))
		return xg_trade_tell_exec(
			t, o, e->event, e->reason, e->detail, rec->ts, 0);
	rc = xg_trade_tell_exec(t, o, xg_ord_event_of(o->state), o->reason,
		e->detail, rec->ts,
		was == XG_ORD_SENT ? t->now - o->sent_at : 0);
	return rc < 0 ? rc : xg_trade_cancel_waiting(t, o);
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
		return xg_trade_tell(t, rec);
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
	/* Links of a venue come up together: one question for all of them. */
	if (t->venue[venue].account_at > now + 300000 ||
		!t->venue[venue].account_at)
		t->venue[venue].account_at = now + 300000;
	/* What happened while nobody listened: ask for all that is not over. */
	for (size_t i = t->orders.first_live; i < t->orders.n; i++) {
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
	/* A stream that is up and silent may have lost something. */
	if (t->now - o->asked_at > 60000000 && t->now - o->sent_at > 60000000)
		doubt = true;
	/* An answer or a push may be lost: an order that stays "sent" for 2 s,
	 * or should have ended by itself, is asked for. */
	if (o->state == XG_ORD_SENT)
		doubt = t->now - o->sent_at > 2000000;
	else if (!doubt && xg_trade_is_unsure(o))
		doubt = t->now - o->sent_at > 300000;
	else if (!doubt && !xg_ord_is_final(o)) {
		int tif = o->rec->u.order.tif;

		doubt = (o->rec->u.order.kind == XG_MARKET || tif == XG_IOC ||
				tif == XG_FOK) &&
			t->now - o->sent_at > 500000;
	}
	return doubt && !xg_ord_is_final(o) ? xg_trade_query(t, o) : 0;
}

/* ---- dead-man switches ---- */

static struct xg_str switch_of(const struct xg_venue *v, const struct xg_ord *o)
{
	return v->deadman_by_sym ? o->rec->sym : (struct xg_str){ "", 0 };
}

static void arm(struct xg_trades *t, int vi, const struct xg_ord *o,
	int64_t timeout_us, union xg_map_val *at)
{
	struct xg_ask ask = xg_trade_ask_of(t, o, XG_OP_DEADMAN);
	struct xg_error err = { 0 };
	int rc;

	ask.timeout_us = timeout_us;
	if (timeout_us)
		at->num = t->now + timeout_us / 3;
	rc = xg_trade_ask(t, vi, NULL, &ask, &err);
	if (rc == 0 || !timeout_us)
		return;
	/* The venue has none for this market: said once, not asked again. */
	at->num = rc == XG_ERR_SUPPORT ? INT64_MAX
				       : t->now + t->conf.deadman_us / 10;
	xg_trade_alert(t, rc == XG_ERR_SUPPORT ? XG_INFO : XG_WARN, "deadman",
		o->rec->venue, o->rec->sym, "no dead-man switch: %s", err.text);
}

static bool is_wanted(const struct xg_trades *t, int vi, struct xg_str key)
{
	const struct xg_venue *v = t->venue[vi].v;

	for (size_t i = t->orders.first_live; i < t->orders.n; i++) {
		const struct xg_ord *o = t->orders.list[i];

		if (!xg_ord_is_final(o) &&
			xg_str_is_text(o->rec->venue, v->name) &&
			xg_str_is(switch_of(v, o), key))
			return true;
	}
	return false;
}

/* Switches off what nothing is open for; one a call is enough. */
static void disarm(struct xg_trades *t, int vi)
{
	struct xg_trade_venue *v = &t->venue[vi];
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&v->armed, &pos))) {
		struct xg_str key = { s->key, s->len };

		/* INT64_MAX: the venue has no switch, which was said. */
		if (s->val.num == INT64_MAX || is_wanted(t, vi, key))
			continue;
		for (size_t i = t->orders.n; i-- > 0;) {
			const struct xg_ord *o = t->orders.list[i];

			if (xg_str_is_text(o->rec->venue, v->v->name) &&
				xg_str_is(switch_of(v->v, o), key)) {
				arm(t, vi, o, 0, NULL);
				break;
			}
		}
		xg_map_del(&v->armed, key);
		return;
	}
}

static void deadman(struct xg_trades *t, int vi)
{
	struct xg_trade_venue *v = &t->venue[vi];

	if (!v->v->has_deadman || t->conf.deadman_us == 0)
		return;
	for (size_t i = t->orders.first_live; i < t->orders.n; i++) {
		const struct xg_ord *o = t->orders.list[i];
		union xg_map_val *at;

		if (xg_ord_is_final(o) ||
			!xg_str_is_text(o->rec->venue, v->v->name))
			continue;
		at = xg_map_put(&v->armed, switch_of(v->v, o), NULL);
		if (at && at->num <= t->now)
			arm(t, vi, o, t->conf.deadman_us, at);
	}
	disarm(t, vi);
}

/* A halt ends what is open, once; orders that come are refused. */
static int halt(struct xg_trades *t, int vi)
{
	struct xg_str name = xg_str_from(t->venue[vi].v->name);
	bool halted = t->ops->halted(t->ctx, name);
	bool news = halted && !t->venue[vi].halt_seen;

	t->venue[vi].halt_seen = halted;
	return news ? xg_trade_cancel_open(t, name, (struct xg_str){ NULL, 0 })
		    : 0;
}

int xg_trade_tick(struct xg_trades *t, int64_t now)
{
	int rc = 0;

	t->now = now;
	for (int i = 0; i < t->venues && rc >= 0; i++)
		rc = halt(t, i);
	xg_orders_settle(&t->orders);
	for (size_t i = t->orders.first_live; i < t->orders.n && rc >= 0; i++) {
		struct xg_ord *o = t->orders.list[i];

		if (xg_ord_is_final(o) && !xg_ord_owes_fills(o))
			continue;
		if (xg_trade_of(t, o) >= 0)
			rc = chase(t, o);
	}
	for (int i = 0; i < t->venues; i++) {
		deadman(t, i);
		xg_trade_account(t, i);
	}
	return rc < 0 ? rc : xg_group_tick(t);
}
