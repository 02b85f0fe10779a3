/* Groups: the legs of an arbitrage. All are checked before any is sent; all are
 * sent at once; when one fails the rest is cancelled, and what has filled beyond
 * the worst leg is unwound by policy (R6). */
#include "sess/trade_priv.h"

#include <stdio.h>
#include <stdlib.h>

void xg_groups_free(struct xg_trades *t)
{
	struct xg_group *g, *next;

	for (g = t->groups; g; g = next) {
		next = g->next;
		for (int i = 0; i < XG_GROUP_LEGS; i++)
			xg_rec_free(g->held[i]);
		free(g);
	}
	t->groups = NULL;
}

bool xg_group_is_busy(const struct xg_trades *t)
{
	for (const struct xg_group *g = t->groups; g; g = g->next) {
		if (!g->is_done)
			return true;
	}
	return false;
}

static struct xg_group *find(struct xg_trades *t, struct xg_str id)
{
	struct xg_group *g;

	for (g = t->groups; g; g = g->next) {
		if (xg_str_is_text(id, g->id))
			return g;
	}
	return NULL;
}

/* Every held leg is refused, with the reason of the one that failed. */
static int refuse_all(struct xg_trades *t, struct xg_group *g, const char *rule,
	int reason, const char *detail)
{
	int rc = 0;

	for (int i = 0; i < g->have; i++) {
		int one = xg_trade_refuse(t, g->held[i], g->held[i]->u.order.id,
			rule, reason, detail);

		if (one < 0)
			rc = one;
		xg_rec_free(g->held[i]);
		g->held[i] = NULL;
	}
	g->is_done = true;
	return rc;
}

static bool same_id(const struct xg_group *g, int i)
{
	for (int j = 0; j < i; j++) {
		if (xg_str_is(g->held[i]->u.order.id, g->held[j]->u.order.id))
			return true;
	}
	return false;
}

static int send_all(struct xg_trades *t, struct xg_group *g)
{
	int rc = 0;

	for (int i = 0; i < g->have; i++) {
		const char *rule = "group", *detail = "";
		int reason = XG_WHY_DUPLICATE_ID;

		if (same_id(g, i))
			detail = "two legs of the group have one id";
		else if (xg_trade_check(
				 t, g->held[i], &rule, &reason, &detail) == 0)
			continue;
		return refuse_all(t, g, rule, reason, detail);
	}
	g->sent = true;
	for (int i = 0; i < g->have; i++) {
		int one = xg_trade_place(t, g->held[i], &g->leg[i]);

		if (one < 0)
			rc = one;
		xg_rec_free(g->held[i]);
		g->held[i] = NULL;
	}
	return rc;
}

int xg_group_add(struct xg_trades *t, const struct xg_rec *rec)
{
	const struct xg_order *o = &rec->u.order;
	struct xg_group *g = find(t, o->group);

	if (o->legs > XG_GROUP_LEGS || o->group.n >= sizeof g->id)
		return xg_trade_refuse(t, rec, o->id, "group", XG_WHY_LIMIT,
			"a group has at most 8 legs and 79 bytes of name");
	if (g && (g->is_done || g->sent || g->want != (int)o->legs))
		return xg_trade_refuse(t, rec, o->id, "group",
			XG_WHY_DUPLICATE_ID,
			"the group was complete or refused before");
	if (!g) {
		g = calloc(1, sizeof *g);
		if (!g)
			return xg_trade_refuse(t, rec, o->id, "group",
				XG_WHY_OTHER, "out of memory");
		xg_str_copy(g->id, sizeof g->id, o->group);
		g->want = (int)o->legs;
		g->since = t->now;
		g->next = t->groups;
		t->groups = g;
	}
	g->held[g->have] = xg_rec_dup(rec);
	if (!g->held[g->have])
		return refuse_all(t, g, "group", XG_WHY_OTHER, "out of memory");
	g->have++;
	return g->have == g->want ? send_all(t, g) : 0;
}

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

/* One summary when all is over: how much each leg has, and what is left open. */
static int summary(struct xg_trades *t, struct xg_group *g)
{
	struct xg_buf text = { .max = 1024 };
	struct xg_rec rec;
	bool open = false;
	int rc;

	for (int i = 0; i < g->want; i++) {
		const struct xg_ord *o = g->leg[i];
		struct xg_dec net = o ? o->filled : (struct xg_dec){ 0, 0 };
		char a[XG_DEC_TEXT], b[XG_DEC_TEXT];

		if (!o)
			continue;
		if (g->hedge[i])
			xg_dec_sub(&net, net, g->hedge[i]->filled);
		xg_dec_fmt(a, net);
		xg_dec_fmt(b, o->rec->u.order.qty);
		xg_buf_printf(&text, "%s%.*s:%.*s %s %s of %s", i ? "; " : "",
			XG_STR_ARG(o->rec->venue), XG_STR_ARG(o->rec->sym),
			o->rec->u.order.side == XG_BUY ? "bought" : "sold", a,
			b);
		if (xg_dec_cmp(part_of(o), part_of(g->leg[0])) != 0)
			open = true;
	}
	if (g->unwound)
		xg_buf_text(&text, "; uneven legs were unwound");
	else if (open)
		xg_buf_text(&text, "; the legs are uneven");
	xg_rec_start(&rec, XG_REC_EXEC, (struct xg_str){ NULL, 0 },
		(struct xg_str){ NULL, 0 }, 0, t->now);
	XG_REC_SET(&rec, exec.id, xg_str_from(g->id));
	XG_REC_SET(&rec, exec.event, XG_EXEC_GROUP);
	XG_REC_SET(&rec, exec.detail, xg_buf_view(&text));
	rc = xg_trade_tell(t, &rec);
	xg_buf_release(&text);
	if (open && !g->unwound)
		xg_trade_alert(t, XG_CRIT, "group_uneven",
			(struct xg_str){ NULL, 0 }, (struct xg_str){ NULL, 0 },
			"group %s: the legs are unevenly filled", g->id);
	g->is_done = true;
	return rc;
}

static int unwind(struct xg_trades *t, struct xg_group *g)
{
	struct xg_dec share = part_of(g->leg[0]);
	int rc = 0;

	for (int i = 1; i < g->want; i++)
		share = xg_dec_min(share, part_of(g->leg[i]));
	for (int i = 0; i < g->want && rc >= 0; i++) {
		struct xg_dec over;

		if (!g->leg[i])
			continue;
		over = excess(t, g->leg[i], share);
		if (xg_dec_sign(over) <= 0)
			continue;
		g->unwound = true;
		rc = hedge(t, g, i, over);
	}
	return rc;
}

static int step(struct xg_trades *t, struct xg_group *g)
{
	bool failed = false, over = true, hedged = true;

	for (int i = 0; i < g->want; i++) {
		struct xg_ord *o = g->leg[i];

		if (!o || (xg_ord_is_final(o) && o->state != XG_ORD_FILLED))
			failed = true;
		if (o && (!xg_ord_is_final(o) || xg_ord_owes_fills(o)))
			over = false;
		if (g->hedge[i] && !xg_ord_is_final(g->hedge[i]))
			hedged = false;
	}
	if (failed && !g->cut) {
		g->cut = true;
		for (int i = 0; i < g->want; i++) {
			struct xg_ord *o = g->leg[i];

			if (o && !xg_ord_is_final(o) && !o->cancel_asked)
				xg_trade_cancel(t, o);
		}
		return 0;
	}
	if (!over || !hedged)
		return 0;
	if (failed && !g->unwound && t->conf.unwind != XG_UNWIND_NONE) {
		int rc = unwind(t, g);

		if (rc < 0 || g->unwound)
			return rc;
	}
	return summary(t, g);
}

int xg_group_tick(struct xg_trades *t)
{
	int rc = 0;

	for (struct xg_group *g = t->groups; g && rc >= 0; g = g->next) {
		if (g->is_done)
			continue;
		if (g->sent)
			rc = step(t, g);
		else if (t->now - g->since > t->conf.group_wait_us)
			rc = refuse_all(t, g, "group", XG_WHY_LIMIT,
				"a leg of the group did not come");
	}
	return rc;
}
