/* After a restart: the journal is read back, and the venue is asked about every
 * order that has no end in it. */
#include "sess/trade_priv.h"

static int on_exec(struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = xg_orders_id(&t->orders, rec->u.exec.id);
	const struct xg_exec *e = &rec->u.exec;

	if (e->event == XG_EXEC_GROUP)
		xg_group_recover_end(t, e->id);
	if (!o)
		return 0;
	if (e->venue_id.n && !o->venue_id[0])
		xg_orders_set_venue_id(&t->orders, o, e->venue_id);
	if (e->account.n)
		xg_str_copy(o->account, sizeof o->account, e->account);
	if (e->event == XG_EXEC_SENT)
		o->sent_at = rec->rx;
	if (e->event == XG_EXEC_AMENDED)
		xg_ord_terms(o, rec);
	xg_ord_exec(o, rec);
	/* The journal's word on an end is ours and was complete then. */
	xg_ord_settle(o, true);
	return 0;
}

/* Client ids of venues that this run does not use: only unique. */
static const struct xg_venue any = { .wire_id_max = 36,
	.wire_id_punct = "-_.:" };

/* It was asked for and may not have gone out. */
static void on_cancel(struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = xg_orders_id(&t->orders, rec->u.cancel.id);

	if (!rec->u.cancel.all) {
		if (o)
			o->cancel_asked = true;
		return;
	}
	for (size_t i = t->orders.first_live; i < t->orders.n; i++) {
		o = t->orders.list[i];
		if (!xg_ord_is_final(o) &&
			(!rec->venue.n ||
				xg_str_is(rec->venue, o->rec->venue)) &&
			(!rec->sym.n || xg_str_is(rec->sym, o->rec->sym)))
			o->cancel_asked = true;
	}
}

static int on_line(struct xg_trades *t, const struct xg_rec *rec)
{
	const struct xg_instr *inst = NULL;
	struct xg_ord *o;
	char wire[64];
	int vi, rc;

	switch (rec->type) {
	case XG_REC_ORDER:
		vi = xg_trade_venue_of(t, rec->venue);
		/* Of a venue that this run does not use: the id stays known. */
		if (vi >= 0)
			xg_wire_id(t->venue[vi].v, wire, rec->u.order.id);
		else
			xg_wire_id(&any, wire, rec->u.order.id);
		rc = xg_orders_add(&t->orders, rec, wire, &o);
		if (rc < 0)
			return rc;
		o->sent_at = rec->rx ? rec->rx : rec->ts;
		if (vi >= 0)
			inst = xg_trade_ask_of(t, o, XG_OP_PLACE).inst;
		o->inexact = inst && inst->i.inverse;
		return xg_group_recover(t, o);
	case XG_REC_CANCEL:
		on_cancel(t, rec);
		return 0;
	case XG_REC_EXEC:
		return on_exec(t, rec);
	case XG_REC_FILL:
		o = xg_orders_id(&t->orders, rec->u.fill.id);
		rc = o ? xg_ord_fill(o, rec) : 0;
		return rc < 0 ? rc : 0;
	case XG_REC_REJECT:
		/* Journaled, then the journal failed: it was never sent. */
		o = xg_orders_id(&t->orders, rec->u.reject.id);
		if (o && o->state <= XG_ORD_SENT &&
			xg_str_is_text(rec->u.reject.rule, "journal"))
			o->state = XG_ORD_REJECTED;
		return 0;
	default:
		return 0;
	}
}

int xg_trade_recover(struct xg_trades *t, struct xg_str line,
	struct xg_rec_reader *reader, struct xg_error *err)
{
	const uint64_t want =
		XG_REC_BIT(XG_REC_ORDER) | XG_REC_BIT(XG_REC_EXEC) |
		XG_REC_BIT(XG_REC_FILL) | XG_REC_BIT(XG_REC_REJECT) |
		XG_REC_BIT(XG_REC_CANCEL);
	struct xg_rec rec;
	int rc = xg_rec_read(reader, line, want, &rec, err);

	if (rc < 0)
		return rc;
	rc = on_line(t, &rec);
	if (rc < 0)
		return xg_error_set(err, rc,
			"the journal does not make sense "
			"here: %s",
			xg_err_text(rc));
	return 0;
}

/* An order that this run's key has taken over, for runs to come. */
static void take_over(
	struct xg_trades *t, struct xg_ord *o, const char *account)
{
	struct xg_rec rec;

	xg_str_copy(o->account, sizeof o->account, xg_str_from(account));
	xg_ord_report(o, &rec, xg_ord_event_of(o->state), 0, t->now);
	XG_REC_SET(&rec, exec.account, xg_str_from(o->account));
	xg_trade_journal_rec(t, &rec, false);
}

/* Orders that went to another account: taken over, or told. */
static void other_account(struct xg_trades *t, struct xg_trade_venue *v)
{
	struct xg_str name = xg_str_from(v->v->name);
	const struct xg_ord *last = NULL;
	int n = 0;

	for (size_t i = 0; i < t->orders.n; i++) {
		struct xg_ord *o = t->orders.list[i];

		if (xg_ord_is_final(o) || !xg_str_is(o->rec->venue, name) ||
			xg_trade_of(t, o) >= 0)
			continue;
		if (t->conf.same_account) {
			take_over(t, o, v->account);
			continue;
		}
		last = o;
		n++;
	}
	if (last)
		xg_trade_alert(t, XG_CRIT, "other_account", name,
			(struct xg_str){ NULL, 0 },
			"%d orders without an end went to another account (key "
			"%s, now %s) and are left alone: use that key, or "
			"--same-account if this one has replaced it",
			n, last->account, v->account);
}

void xg_trade_recovered(struct xg_trades *t, int64_t now)
{
	t->now = now;
	for (int i = 0; i < t->venues; i++)
		other_account(t, &t->venue[i]);
	xg_group_recovered(t);
	for (size_t i = 0; i < t->orders.n; i++) {
		struct xg_ord *o = t->orders.list[i];

		if (xg_ord_is_final(o) || xg_trade_of(t, o) < 0)
			continue;
		/* The word that it goes out is on disk before it goes. */
		if (o->state == XG_ORD_NONE) {
			xg_trade_drop(
				t, o, "it was not sent before the restart");
			continue;
		}
		if (o->state == XG_ORD_SENT) {
			o->state = XG_ORD_UNKNOWN;
			t->stats.unknown++;
			xg_trade_tell_exec(t, o, XG_EXEC_UNKNOWN,
				XG_WHY_TIMEOUT,
				XG_STR("no answer before the restart"), 0, 0);
		}
		xg_trade_query(t, o);
		if (o->cancel_asked)
			xg_trade_cancel(t, o);
	}
}
