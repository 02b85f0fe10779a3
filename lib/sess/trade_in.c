/* Orders, cancels and amends coming in: checked, journaled, sent. */
#include "sess/trade_priv.h"

#include "json/write.h"

static bool is_trading(const struct xg_instr *i)
{
	return i->i.status.n == 0 || xg_str_is_text(i->i.status, "trading");
}

/* Tick, lot and least sizes; what the instrument does not say is not checked
 * here but by the venue. */
static int check_sizes(const struct xg_rec *rec, const struct xg_instr *inst,
	const char **rule, const char **detail)
{
	const struct xg_order *o = &rec->u.order;
	struct xg_dec value;

	if (xg_dec_sign(o->qty) <= 0) {
		*rule = "qty";
		*detail = "the quantity must be above zero";
		return XG_WHY_MIN_QTY;
	}
	if (o->kind == XG_LIMIT &&
		(!XG_REC_HAS(rec, order.px) || xg_dec_sign(o->px) <= 0)) {
		*rule = "px";
		*detail = "a limit order needs a price above zero";
		return XG_WHY_OTHER;
	}
	if (o->kind == XG_LIMIT && xg_dec_sign(inst->i.tick) > 0 &&
		!xg_dec_is_multiple(o->px, inst->i.tick)) {
		*rule = "tick";
		*detail = "the price is not a multiple of the tick";
		return XG_WHY_TICK;
	}
	/* The lot of inverse contracts is in contracts: the venue checks it. */
	if (!inst->i.inverse && xg_dec_sign(inst->i.lot) > 0 &&
		!xg_dec_is_multiple(o->qty, inst->i.lot)) {
		*rule = "lot";
		*detail = "the quantity is not a multiple of the lot";
		return XG_WHY_LOT;
	}
	if (!inst->i.inverse && xg_dec_cmp(o->qty, inst->i.min_qty) < 0) {
		*rule = "min_qty";
		*detail = "the quantity is below the venue's minimum";
		return XG_WHY_MIN_QTY;
	}
	if (o->kind == XG_LIMIT && !o->reduce &&
		xg_dec_mul(&value, o->px, o->qty, XG_ROUND_NEAREST) == 0 &&
		xg_dec_cmp(value, inst->i.min_notional) < 0) {
		*rule = "min_notional";
		*detail = "price times quantity is below the venue's minimum";
		return XG_WHY_MIN_NOTIONAL;
	}
	return 0;
}

/* XG_ERR_STATE and why, when the order must not be sent. */
int xg_trade_check(struct xg_trades *t, const struct xg_rec *rec,
	const char **rule, int *reason, const char **detail)
{
	int vi = xg_trade_venue_of(t, rec->venue);
	const struct xg_instr *inst;

	*rule = "state";
	*reason = XG_WHY_OTHER;
	if (xg_orders_id(&t->orders, rec->u.order.id)) {
		*rule = "id";
		*reason = XG_WHY_DUPLICATE_ID;
		*detail = "an order with this id was sent before";
		return XG_ERR_STATE;
	}
	if (t->broken) {
		*rule = "journal";
		*detail = "the journal can't be written, so nothing is sent";
		return XG_ERR_STATE;
	}
	if (t->stopping) {
		*reason = XG_WHY_HALTED;
		*detail = "stopping: no new orders";
		return XG_ERR_STATE;
	}
	if (vi < 0) {
		*rule = "venue";
		*detail =
			rec->venue.n
				? "this venue is not set up here"
				: "the order has no venue; route it first (xg-route)";
		return XG_ERR_STATE;
	}
	if (t->ops->halted(t->ctx, rec->venue)) {
		*rule = "halt";
		*reason = XG_WHY_HALTED;
		*detail = "trading is halted (xg-risk resume lifts it)";
		return XG_ERR_STATE;
	}
	if (t->venue[vi].limited_until > t->now) {
		*rule = "rate";
		*reason = XG_WHY_RATE_LIMITED;
		*detail = "the venue has asked us to wait";
		return XG_ERR_STATE;
	}
	inst = xg_insts_sym(t->venue[vi].insts, rec->venue, rec->sym);
	if (!inst) {
		*rule = "symbol";
		*reason = XG_WHY_UNKNOWN_SYMBOL;
		*detail = "the venue has no such instrument";
		return XG_ERR_STATE;
	}
	if (!is_trading(inst)) {
		*rule = "status";
		*reason = XG_WHY_MARKET_CLOSED;
		*detail = "the instrument is not trading";
		return XG_ERR_STATE;
	}
	if (!rec->u.order.side || !rec->u.order.kind) {
		*rule = "form";
		*detail = "an order needs side and kind";
		return XG_ERR_STATE;
	}
	*reason = check_sizes(rec, inst, rule, detail);
	return *reason ? XG_ERR_STATE : 0;
}

int xg_trade_prepare(struct xg_trades *t, const struct xg_rec *rec, bool sync,
	struct xg_ord **out)
{
	int vi = xg_trade_venue_of(t, rec->venue);
	struct xg_ord *o;
	struct xg_rec sent;
	char wire[64];
	int rc;

	*out = NULL;
	xg_wire_id(t->venue[vi].v, wire, rec->u.order.id);
	rc = xg_orders_add(&t->orders, rec, wire, &o);
	if (rc < 0)
		return xg_trade_refuse(t, rec, rec->u.order.id, "id",
			rc == XG_ERR_DUP ? XG_WHY_DUPLICATE_ID : XG_WHY_OTHER,
			rc == XG_ERR_DUP ? "the id is in use at this venue"
					 : xg_err_text(rc));
	*out = o;
	t->stats.orders++;
	o->state = XG_ORD_SENT;
	o->sent_at = t->now;
	o->inexact = xg_trade_ask_of(t, o, XG_OP_PLACE).inst->i.inverse;
	/* The order and the word that it goes out are on disk before its first
	 * byte: after a crash it is asked for and never repeated. */
	xg_str_copy(o->account, sizeof o->account,
		xg_str_from(t->venue[vi].account));
	xg_ord_report(o, &sent, XG_EXEC_SENT, 0, t->now);
	if (o->account[0])
		XG_REC_SET(&sent, exec.account, xg_str_from(o->account));
	if (xg_trade_journal_rec(t, o->rec, false) < 0 ||
		xg_trade_journal_rec(t, &sent, sync) < 0) {
		o->state = XG_ORD_REJECTED;
		return xg_trade_refuse(t, rec, rec->u.order.id, "journal",
			XG_WHY_OTHER,
			"the journal can't be written, so it was not sent");
	}
	return 1;
}

int xg_trade_drop(struct xg_trades *t, struct xg_ord *o, const char *detail)
{
	o->state = XG_ORD_REJECTED;
	if (!o->reason)
		o->reason = XG_WHY_OTHER;
	t->stats.rejected++;
	return xg_trade_tell_exec(
		t, o, XG_EXEC_REJECTED, o->reason, xg_str_from(detail), 0, 0);
}

int xg_trade_send(struct xg_trades *t, struct xg_ord *o)
{
	struct xg_ask ask = xg_trade_ask_of(t, o, XG_OP_PLACE);
	struct xg_error err = { 0 };
	struct xg_rec sent;
	int rc;

	xg_ord_report(o, &sent, XG_EXEC_SENT, 0, t->now);
	rc = t->ops->emit(t->ctx, &sent);
	if (rc < 0)
		return rc;
	if (xg_trade_ask(t, xg_trade_of(t, o), o, &ask, &err) < 0)
		return xg_trade_drop(t, o, err.text);
	t->stats.sent++;
	return 0;
}

int xg_trade_place(
	struct xg_trades *t, const struct xg_rec *rec, struct xg_ord **out)
{
	int rc = xg_trade_prepare(t, rec, true, out);

	return rc > 0 ? xg_trade_send(t, *out) : rc;
}

static int on_order(struct xg_trades *t, const struct xg_rec *rec)
{
	const char *rule, *detail = "";
	struct xg_ord *o;
	int reason;

	if (rec->u.order.group.n && rec->u.order.legs > 1)
		return xg_group_add(t, rec);
	if (xg_trade_check(t, rec, &rule, &reason, &detail) < 0)
		return xg_trade_refuse(
			t, rec, rec->u.order.id, rule, reason, detail);
	return xg_trade_place(t, rec, &o);
}

/* Refuses what is asked of an order that this run cannot reach: 1, else 0. */
static int out_of_reach(
	struct xg_trades *t, const struct xg_rec *rec, const struct xg_ord *o)
{
	char why[256];
	int rc;

	if (xg_trade_of(t, o) >= 0)
		return 0;
	if (xg_trade_venue_of(t, o->rec->venue) < 0)
		snprintf(why, sizeof why,
			"the order is at %.*s, which is not set up here",
			XG_STR_ARG(o->rec->venue));
	else
		snprintf(why, sizeof why,
			"the order went to another account of %.*s (key %s); use "
			"that key, or --same-account if this one has replaced it",
			XG_STR_ARG(o->rec->venue), o->account);
	rc = xg_trade_refuse(
		t, rec, o->rec->u.order.id, "venue", XG_WHY_OTHER, why);
	return rc < 0 ? rc : 1;
}

static int on_cancel(struct xg_trades *t, const struct xg_rec *rec)
{
	int rc;
	struct xg_ord *o;

	/* A cancel only lowers risk: it goes out even without a journal. */
	(void)xg_trade_journal_rec(t, rec, false);
	if (!rec->u.cancel.all) {
		o = xg_orders_id(&t->orders, rec->u.cancel.id);
		if (!o)
			return xg_trade_refuse(t, rec, rec->u.cancel.id, "id",
				XG_WHY_NOT_FOUND, "no order with this id");
		if (xg_ord_is_final(o))
			return xg_trade_tell_exec(t, o, XG_EXEC_CANCEL_REJECTED,
				XG_WHY_NOT_FOUND, XG_STR("the order has ended"),
				0, 0);
		rc = out_of_reach(t, rec, o);
		return rc ? (rc < 0 ? rc : 0) : xg_trade_cancel(t, o);
	}
	return xg_trade_cancel_open(t, rec->venue, rec->sym);
}

static int on_amend(struct xg_trades *t, const struct xg_rec *rec)
{
	struct xg_ord *o = xg_orders_id(&t->orders, rec->u.amend.id);
	struct xg_error err = { 0 };
	struct xg_ask ask;
	int vi;

	if (!o)
		return xg_trade_refuse(t, rec, rec->u.amend.id, "id",
			XG_WHY_NOT_FOUND, "no order with this id");
	if (xg_ord_is_final(o))
		return xg_trade_refuse(t, rec, rec->u.amend.id, "state",
			XG_WHY_NOT_FOUND, "the order has ended");
	vi = out_of_reach(t, rec, o);
	if (vi)
		return vi < 0 ? vi : 0;
	vi = xg_trade_of(t, o);
	if (t->stopping || t->ops->halted(t->ctx, o->rec->venue))
		return xg_trade_refuse(t, rec, rec->u.amend.id, "halt",
			XG_WHY_HALTED, "trading is halted");
	if (t->broken || xg_trade_journal_rec(t, rec, true) < 0)
		return xg_trade_refuse(t, rec, rec->u.amend.id, "journal",
			XG_WHY_OTHER,
			"the journal can't be written, so it was not sent");
	ask = xg_trade_ask_of(t, o, XG_OP_AMEND);
	if (XG_REC_HAS(rec, amend.px))
		ask.px = rec->u.amend.px;
	if (XG_REC_HAS(rec, amend.qty))
		ask.qty = rec->u.amend.qty;
	o->amended_at = t->now;
	ask.old_px = o->rec->u.order.px;
	ask.old_qty = o->rec->u.order.qty;
	if (xg_trade_ask(t, vi, o, &ask, &err) < 0)
		return xg_trade_refuse(t, rec, rec->u.amend.id, "amend",
			XG_WHY_OTHER, err.text);
	return 0;
}

int xg_trade_record(struct xg_trades *t, const struct xg_rec *rec, int64_t now)
{
	t->now = now;
	switch (rec->type) {
	case XG_REC_ORDER:
		return on_order(t, rec);
	case XG_REC_CANCEL:
		return on_cancel(t, rec);
	case XG_REC_AMEND:
		return on_amend(t, rec);
	default:
		return 0;
	}
}
