/* Groups: the legs of an arbitrage. All are checked before any is sent; all are
 * sent at once; when one fails the rest is cancelled, and what has filled beyond
 * the worst leg is unwound by policy (R6). */
#include "sess/trade_priv.h"

#include <stdio.h>
#include <stdlib.h>

#define KEEP_US INT64_C(600000000)

static void group_free(struct xg_group *g)
{
	for (int i = 0; i < XG_GROUP_LEGS; i++)
		xg_rec_free(g->held[i]);
	free(g);
}

void xg_groups_free(struct xg_trades *t)
{
	struct xg_group *g, *next;

	for (g = t->groups; g; g = next) {
		next = g->next;
		group_free(g);
	}
	t->groups = NULL;
	xg_map_release(&t->group_by_id);
}

/* A group that is over is remembered for a while, so that late legs are told
 * what they are; then it goes (R11). */
static void forget_old(struct xg_trades *t)
{
	struct xg_group **at = &t->groups, *g;

	while ((g = *at)) {
		if (!g->is_done || t->now - g->since < KEEP_US) {
			at = &g->next;
			continue;
		}
		*at = g->next;
		xg_map_del(&t->group_by_id, xg_str_from(g->id));
		group_free(g);
	}
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
	union xg_map_val *v = xg_map_get(&t->group_by_id, id);

	return v ? v->ptr : NULL;
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

/* All legs go to the journal, then to the disk with the last one, then out: a
 * crash or a full disk before that leaves none of them sent. */
static int launch(struct xg_trades *t, struct xg_group *g)
{
	int rc = 0, n = 0;

	while (n < g->have && rc >= 0) {
		rc = xg_trade_prepare(
			t, g->held[n], n == g->have - 1, &g->leg[n]);
		if (rc <= 0)
			break;
		n++;
	}
	for (int i = 0; i < g->have; i++) {
		int one = 0;

		if (i < n && n == g->have)
			one = xg_trade_send(t, g->leg[i]);
		else if (i < n)
			one = xg_trade_drop(t, g->leg[i],
				"another leg of the group was refused");
		else if (i > n)
			one = xg_trade_refuse(t, g->held[i],
				g->held[i]->u.order.id, "group", XG_WHY_OTHER,
				"another leg of the group was refused");
		if (one < 0)
			rc = one;
		xg_rec_free(g->held[i]);
		g->held[i] = NULL;
	}
	return rc < 0 ? rc : 0;
}

static int send_all(struct xg_trades *t, struct xg_group *g)
{
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
	return launch(t, g);
}

static struct xg_group *add(struct xg_trades *t, const struct xg_order *o)
{
	struct xg_group *g = calloc(1, sizeof *g);
	union xg_map_val *v;

	if (!g)
		return NULL;
	xg_str_copy(g->id, sizeof g->id, o->group);
	v = xg_map_put(&t->group_by_id, xg_str_from(g->id), NULL);
	if (!v) {
		free(g);
		return NULL;
	}
	v->ptr = g;
	g->want = (int)o->legs;
	g->since = t->now;
	g->next = t->groups;
	t->groups = g;
	return g;
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
		g = add(t, o);
		if (!g)
			return xg_trade_refuse(t, rec, o->id, "group",
				XG_WHY_OTHER, "out of memory");
	}
	g->held[g->have] = xg_rec_dup(rec);
	if (!g->held[g->have])
		return refuse_all(t, g, "group", XG_WHY_OTHER, "out of memory");
	g->have++;
	return g->have == g->want ? send_all(t, g) : 0;
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
	if (failed && t->conf.unwind != XG_UNWIND_NONE && !t->broken) {
		int rc = xg_group_unwind(t, g);

		if (rc)
			return rc < 0 ? rc : 0;
	}
	return xg_group_summary(t, g);
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
	forget_old(t);
	return rc;
}

/* "GROUP.uN" -> N - 1, or -1. */
static int hedge_index(const struct xg_group *g, struct xg_str id)
{
	struct xg_str stem = xg_str_from(g->id);

	if (!xg_str_has_prefix(id, stem) || id.n != stem.n + 3 ||
		id.p[stem.n] != '.' || id.p[stem.n + 1] != 'u')
		return -1;
	return id.p[stem.n + 2] >= '1' && id.p[stem.n + 2] <= '0' + g->want
		       ? id.p[stem.n + 2] - '1'
		       : -1;
}

int xg_group_recover(struct xg_trades *t, struct xg_ord *o)
{
	const struct xg_order *r = &o->rec->u.order;
	struct xg_group *g = find(t, r->parent);
	int i = g ? hedge_index(g, r->id) : -1;

	if (i >= 0) {
		g->hedge[i] = o;
		g->hedged |= 1u << i;
		return 0;
	}
	if (!r->group.n || r->legs < 2 || r->legs > XG_GROUP_LEGS)
		return 0;
	g = find(t, r->group);
	if (!g)
		g = add(t, r);
	if (!g)
		return XG_ERR_MEMORY;
	/* A leg that is missing in the journal never went out. */
	g->sent = true;
	if (g->have < g->want)
		g->leg[g->have++] = o;
	return 0;
}

void xg_group_recover_end(struct xg_trades *t, struct xg_str id)
{
	struct xg_group *g = find(t, id);

	if (g)
		g->is_done = true;
}

void xg_group_recovered(struct xg_trades *t)
{
	for (struct xg_group *g = t->groups; g; g = g->next) {
		for (int i = 0; i < g->want; i++) {
			const struct xg_ord *o = g->leg[i];

			/* Of a venue or account that this run does not use: nothing can be
			 * done about it here. */
			if (o && xg_trade_of(t, o) < 0)
				g->is_done = true;
		}
	}
}
