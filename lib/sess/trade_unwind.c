/* Evening out the legs of a group that failed, and its summary (R6). */
#include "sess/trade_priv.h"

#include <stdio.h>

/* The part of a leg that is filled, as a fraction with 12 decimals. */
static struct xg_dec part_of(const struct xg_ord *o)
{
	struct xg_dec part = { 0, 0 };

	if (!o || xg_dec_div(&part, o->filled, o->rec->u.order.qty, 12,
			  XG_ROUND_ZERO) < 0)
		return (struct xg_dec){ 0, 0 };
	return part;
}

/* What leg i has over the share that all legs have, in whole lots. */
static struct xg_dec excess(
	const struct xg_trades *t, const struct xg_ord *o, struct xg_dec share)
{
	struct xg_ask of = xg_trade_ask_of(t, o, XG_OP_PLACE);
	struct xg_dec even, over;

	if (xg_dec_mul(&even, o->rec->u.order.qty, share, XG_ROUND_UP) < 0 ||
		xg_dec_sub(&over, o->filled, even) < 0)
		return (struct xg_dec){ 0, 0 };
	if (of.inst && !of.inst->i.inverse && xg_dec_sign(of.inst->i.lot) > 0)
		xg_dec_round_step(&over, over, of.inst->i.lot, XG_ROUND_ZERO);
	return over;
}

static int hedge(
	struct xg_trades *t, struct xg_group *g, int i, struct xg_dec qty)
{
	const struct xg_ord *o = g->leg[i];
	struct xg_ask of = xg_trade_ask_of(t, o, XG_OP_PLACE);
	bool sell = o->rec->u.order.side == XG_BUY;
	struct xg_rec rec;
	struct xg_dec px;
	char id[128];

	snprintf(id, sizeof id, "%s.u%d", g->id, i + 1);
	xg_rec_start(&rec, XG_REC_ORDER, o->rec->venue, o->rec->sym, 0, t->now);
	XG_REC_SET(&rec, order.id, xg_str_from(id));
	XG_REC_SET(&rec, order.parent, xg_str_from(g->id));
	XG_REC_SET(&rec, order.side, sell ? XG_SELL : XG_BUY);
	XG_REC_SET(&rec, order.qty, qty);
	XG_REC_SET(&rec, order.kind, XG_MARKET);
	if (o->rec->u.order.pos)
		XG_REC_SET(&rec, order.pos, o->rec->u.order.pos);
	if (t->conf.unwind == XG_UNWIND_LIMIT && of.inst) {
		struct xg_dec off, bps = xg_dec_make(t->conf.unwind_bps.m,
					   t->conf.unwind_bps.e - 4);

		px = xg_ord_avg(o);
		if (xg_dec_mul(&off, px, bps, XG_ROUND_NEAREST) == 0 &&
			(sell ? xg_dec_sub(&px, px, off)
			      : xg_dec_add(&px, px, off)) == 0 &&
			xg_dec_round_step(&px, px, of.inst->i.tick,
				sell ? XG_ROUND_DOWN : XG_ROUND_UP) == 0) {
			XG_REC_SET(&rec, order.kind, XG_LIMIT);
			XG_REC_SET(&rec, order.px, px);
			XG_REC_SET(&rec, order.tif, XG_IOC);
		}
	}
	return xg_trade_place(t, &rec, &g->hedge[i]);
}

/* What a leg has in the end, its unwinding counted. */
static struct xg_dec net_of(const struct xg_group *g, int i)
{
	struct xg_dec net = { 0, 0 };

	if (g->leg[i])
		net = g->leg[i]->filled;
	if (g->hedge[i] && xg_dec_sub(&net, net, g->hedge[i]->filled) < 0)
		net = g->leg[i]->filled;
	return net;
}

/* Have two legs different shares of their quantity, by more than a lot? */
static bool is_uneven(const struct xg_trades *t, const struct xg_group *g,
	struct xg_dec share)
{
	for (int i = 0; i < g->want; i++) {
		const struct xg_instr *inst;
		struct xg_dec even, off, lot = { 0, 0 };

		if (!g->leg[i])
			continue;
		inst = xg_trade_ask_of(t, g->leg[i], XG_OP_PLACE).inst;
		if (inst && !inst->i.inverse)
			lot = inst->i.lot;
		if (xg_dec_mul(&even, g->leg[i]->rec->u.order.qty, share,
			    XG_ROUND_NEAREST) < 0 ||
			xg_dec_sub(&off, net_of(g, i), even) < 0)
			return true;
		if (xg_dec_is_zero(off))
			continue;
		if (xg_dec_sign(lot) <= 0 ||
			xg_dec_cmp(xg_dec_abs(off), lot) >= 0)
			return true;
	}
	return false;
}

static struct xg_dec share_of(const struct xg_group *g)
{
	struct xg_dec share = part_of(g->leg[0]);

	for (int i = 1; i < g->want; i++)
		share = xg_dec_min(share, part_of(g->leg[i]));
	return share;
}

int xg_group_summary(struct xg_trades *t, struct xg_group *g)
{
	struct xg_buf text = { .max = 1024 };
	struct xg_rec rec;
	bool uneven = is_uneven(t, g, share_of(g)), unwound = false;
	int rc;

	for (int i = 0; i < g->want; i++) {
		const struct xg_ord *o = g->leg[i];
		char a[XG_DEC_TEXT], b[XG_DEC_TEXT];

		unwound = unwound || g->hedge[i];
		if (!o)
			continue;
		xg_dec_fmt(a, net_of(g, i));
		xg_dec_fmt(b, o->rec->u.order.qty);
		xg_buf_printf(&text, "%s%.*s:%.*s %s %s of %s",
			text.len ? "; " : "", XG_STR_ARG(o->rec->venue),
			XG_STR_ARG(o->rec->sym),
			o->rec->u.order.side == XG_BUY ? "bought" : "sold", a,
			b);
	}
	if (unwound)
		xg_buf_text(&text, "; uneven legs were unwound");
	if (uneven)
		xg_buf_text(&text, "; the legs are uneven");
	xg_rec_start(&rec, XG_REC_EXEC, (struct xg_str){ NULL, 0 },
		(struct xg_str){ NULL, 0 }, 0, t->now);
	XG_REC_SET(&rec, exec.id, xg_str_from(g->id));
	XG_REC_SET(&rec, exec.event, XG_EXEC_GROUP);
	XG_REC_SET(&rec, exec.detail, xg_buf_view(&text));
	rc = xg_trade_tell(t, &rec);
	xg_buf_release(&text);
	if (uneven)
		xg_trade_alert(t, XG_CRIT, "group_uneven",
			(struct xg_str){ NULL, 0 }, (struct xg_str){ NULL, 0 },
			"group %s: the legs are unevenly filled", g->id);
	g->is_done = true;
	return rc;
}

int xg_group_unwind(struct xg_trades *t, struct xg_group *g)
{
	struct xg_dec share = share_of(g);
	int rc = 0, n = 0;

	for (int i = 0; i < g->want && rc >= 0; i++) {
		struct xg_dec over;

		if (!g->leg[i] || (g->hedged & 1u << i))
			continue;
		over = excess(t, g->leg[i], share);
		if (xg_dec_sign(over) <= 0)
			continue;
		g->hedged |= 1u << i;
		rc = hedge(t, g, i, over);
		n++;
	}
	return rc < 0 ? rc : n;
}
