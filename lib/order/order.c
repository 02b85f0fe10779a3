#include "order/order.h"

#include <stdlib.h>

#include "base/err.h"

struct xg_ord *xg_ord_new(const struct xg_rec *order, const char *wire_id)
{
	struct xg_ord *o = calloc(1, sizeof *o);

	if (!o)
		return NULL;
	o->rec = xg_rec_dup(order);
	if (!o->rec) {
		free(o);
		return NULL;
	}
	xg_str_copy(o->wire_id, sizeof o->wire_id, xg_str_from(wire_id));
	return o;
}

void xg_ord_free(struct xg_ord *o)
{
	if (!o)
		return;
	xg_rec_free(o->rec);
	xg_map_release(&o->trades);
	free(o);
}

bool xg_ord_is_final(const struct xg_ord *o)
{
	return o->state >= XG_ORD_FILLED;
}

struct xg_dec xg_ord_left(const struct xg_ord *o)
{
	struct xg_dec left;

	if (xg_dec_sub(&left, o->rec->u.order.qty, o->filled) < 0 || left.m < 0)
		return (struct xg_dec){ 0, 0 };
	return left;
}

struct xg_dec xg_ord_avg(const struct xg_ord *o)
{
	struct xg_dec avg = { 0, 0 };
	int places;

	if (xg_dec_is_zero(o->filled))
		return avg;
	places = xg_dec_places(o->notional) + 2;
	if (places > 12)
		places = 12;
	if (xg_dec_div(&avg, o->notional, o->filled, places, XG_ROUND_NEAREST) <
		0)
		return (struct xg_dec){ 0, 0 };
	return avg;
}

bool xg_ord_owes_fills(const struct xg_ord *o)
{
	struct xg_dec need = o->venue_cum;

	if (o->inexact)
		(void)xg_dec_mul(
			&need, need, xg_dec_make(9999999, -7), XG_ROUND_ZERO);
	return xg_dec_cmp(o->filled, need) < 0;
}

/* A sum of many products may need more than 18 digits: then round it, to as
 * many decimals as there is room for. */
static int add_rounded(struct xg_dec *sum, struct xg_dec a, struct xg_dec b)
{
	if (xg_dec_add(sum, a, b) == 0)
		return 0;
	for (int e = -17; e <= 0; e++) {
		struct xg_dec x = a, y = b;

		if (a.e < e && xg_dec_rescale(&x, a, e, XG_ROUND_NEAREST) < 0)
			continue;
		if (b.e < e && xg_dec_rescale(&y, b, e, XG_ROUND_NEAREST) < 0)
			continue;
		if (xg_dec_add(sum, x, y) == 0)
			return 0;
	}
	return XG_ERR_RANGE;
}

int xg_ord_fill(struct xg_ord *o, const struct xg_rec *fill)
{
	const struct xg_fill *f = &fill->u.fill;
	struct xg_dec value, filled, notional;

	if (xg_map_get(&o->trades, f->trade_id))
		return 0;
	if (xg_dec_mul(&value, f->px, f->qty, XG_ROUND_NEAREST) < 0 ||
		(o->inexact ? add_rounded(&filled, o->filled, f->qty)
			    : xg_dec_add(&filled, o->filled, f->qty)) < 0 ||
		add_rounded(&notional, o->notional, value) < 0)
		return XG_ERR_RANGE;
	if (!xg_map_put(&o->trades, f->trade_id, NULL))
		return XG_ERR_MEMORY;
	o->filled = filled;
	o->notional = notional;
	if (o->state != XG_ORD_NONE && o->state < XG_ORD_PARTIAL)
		o->state = XG_ORD_PARTIAL;
	return 1;
}

/* States and the events that tell of them, in both directions. */
static const unsigned char event_of[] = {
	[XG_ORD_NONE] = XG_EXEC_NONE,
	[XG_ORD_SENT] = XG_EXEC_SENT,
	[XG_ORD_UNKNOWN] = XG_EXEC_UNKNOWN,
	[XG_ORD_NEW] = XG_EXEC_NEW,
	[XG_ORD_PARTIAL] = XG_EXEC_PARTIAL,
	[XG_ORD_FILLED] = XG_EXEC_FILLED,
	[XG_ORD_CANCELED] = XG_EXEC_CANCELED,
	[XG_ORD_REJECTED] = XG_EXEC_REJECTED,
	[XG_ORD_EXPIRED] = XG_EXEC_EXPIRED,
};

int xg_ord_event_of(enum xg_ord_state state)
{
	return event_of[state];
}

static enum xg_ord_state state_of(int event)
{
	for (size_t i = 1; i < XG_LEN(event_of); i++) {
		if (event_of[i] == event)
			return (enum xg_ord_state)i;
	}
	return XG_ORD_NONE;
}

int xg_ord_exec(struct xg_ord *o, const struct xg_rec *exec)
{
	const struct xg_exec *e = &exec->u.exec;
	enum xg_ord_state to = state_of(e->event);

	if (XG_REC_HAS(exec, exec.filled) &&
		xg_dec_cmp(e->filled, o->venue_cum) > 0)
		o->venue_cum = e->filled;
	/* Filled, and it does not say how much: all of it. */
	if (to == XG_ORD_FILLED && !XG_REC_HAS(exec, exec.filled))
		o->venue_cum = xg_dec_max(o->venue_cum, o->rec->u.order.qty);
	if (to == XG_ORD_NONE)
		return 1; /* amended, cancel_rejected: news, not a state */
	if (xg_ord_is_final(o) || to <= o->state)
		return 0;
	if (e->reason)
		o->reason = e->reason;
	if (to < XG_ORD_FILLED) {
		o->state = to;
		return 1;
	}
	if (o->final_as == XG_ORD_NONE)
		o->final_as = to;
	return xg_ord_settle(o, false);
}

void xg_ord_terms(struct xg_ord *o, const struct xg_rec *exec)
{
	const struct xg_exec *e = &exec->u.exec;

	if (o->rec->u.order.kind != XG_LIMIT || o->inexact)
		return;
	if (XG_REC_HAS(exec, exec.px) && xg_dec_sign(e->px) > 0)
		o->rec->u.order.px = e->px;
	if (XG_REC_HAS(exec, exec.qty) && xg_dec_sign(e->qty) > 0)
		o->rec->u.order.qty = e->qty;
}

int xg_ord_settle(struct xg_ord *o, bool force)
{
	if (o->final_as == XG_ORD_NONE || xg_ord_is_final(o))
		return 0;
	if (!force && xg_ord_owes_fills(o))
		return 0;
	o->state = o->final_as;
	return 1;
}

void xg_ord_report(const struct xg_ord *o, struct xg_rec *out, int event,
	int64_t ts, int64_t rx)
{
	const struct xg_order *r = &o->rec->u.order;

	xg_rec_start(out, XG_REC_EXEC, o->rec->venue, o->rec->sym, ts, rx);
	XG_REC_SET(out, exec.id, r->id);
	if (o->venue_id[0])
		XG_REC_SET(out, exec.venue_id, xg_str_from(o->venue_id));
	XG_REC_SET(out, exec.event, event);
	XG_REC_SET(out, exec.side, r->side);
	if (XG_REC_HAS(o->rec, order.px))
		XG_REC_SET(out, exec.px, r->px);
	XG_REC_SET(out, exec.qty, r->qty);
	XG_REC_SET(out, exec.filled, o->filled);
	if (!xg_dec_is_zero(o->filled))
		XG_REC_SET(out, exec.avg_px, xg_ord_avg(o));
	if (o->reason && event != XG_EXEC_SENT && event != XG_EXEC_NEW)
		XG_REC_SET(out, exec.reason, o->reason);
}
