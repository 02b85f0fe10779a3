#include "sim/match.h"

#include <stdlib.h>

#include "base/err.h"

int xg_match_init(
	struct xg_match *m, struct xg_dec tick, struct xg_dec lot, size_t cap)
{
	size_t i;

	*m = (struct xg_match){ .tick = tick, .lot = lot };
	if (xg_dec_sign(tick) <= 0 || xg_dec_sign(lot) <= 0 || cap == 0)
		return XG_ERR_RANGE;
	m->pool = calloc(cap, sizeof *m->pool);
	if (!m->pool)
		return XG_ERR_MEMORY;
	for (i = 0; i < cap; i++) {
		m->pool[i].next = m->spare;
		m->spare = &m->pool[i];
	}
	return 0;
}

void xg_match_release(struct xg_match *m)
{
	free(m->pool);
	*m = (struct xg_match){ 0 };
}

/* Whether a price of this side is strictly better than another. */
static bool better(bool sell, struct xg_dec a, struct xg_dec b)
{
	int c = xg_dec_cmp(a, b);

	return sell ? c < 0 : c > 0;
}

static bool crosses(
	const struct xg_match_order *o, const struct xg_match_order *maker)
{
	if (o->kind == XG_MATCH_MARKET)
		return true;
	return !better(maker->sell, o->px, maker->px);
}

static void take_out(struct xg_match *m, struct xg_match_order *o)
{
	if (o->prev)
		o->prev->next = o->next;
	else
		m->best[o->sell] = o->next;
	if (o->next)
		o->next->prev = o->prev;
	else
		m->last[o->sell] = o->prev;
	o->prev = NULL;
	o->next = m->spare;
	m->spare = o;
}

/* Behind all of a better or the same price. */
static void put_in(struct xg_match *m, const struct xg_match_order *from)
{
	struct xg_match_order *o = m->spare, *at = m->last[from->sell];

	m->spare = o->next;
	*o = *from;
	while (at && better(o->sell, o->px, at->px))
		at = at->prev;
	o->prev = at;
	o->next = at ? at->next : m->best[o->sell];
	if (o->next)
		o->next->prev = o;
	else
		m->last[o->sell] = o;
	if (at)
		at->next = o;
	else
		m->best[o->sell] = o;
}

static struct xg_match_order *find(const struct xg_match *m, uint64_t id)
{
	struct xg_match_order *o;
	int side;

	for (side = 0; side < 2; side++)
		for (o = m->best[side]; o; o = o->next)
			if (o->id == id)
				return o;
	return NULL;
}

const struct xg_match_order *xg_match_find(
	const struct xg_match *m, uint64_t id)
{
	return find(m, id);
}

int xg_match_cancel(struct xg_match *m, uint64_t id, struct xg_match_order *out)
{
	struct xg_match_order *o = find(m, id);

	if (!o)
		return XG_ERR_ABSENT;
	if (out) {
		*out = *o;
		out->prev = out->next = NULL;
	}
	take_out(m, o);
	return 0;
}

/* Whether the book fills all of it; what self-trade prevention would end
 * does not count, and with TAKER or BOTH nothing behind it does. */
static bool fills(const struct xg_match *m, const struct xg_match_order *o)
{
	const struct xg_match_order *k = m->best[!o->sell];
	struct xg_dec left = o->left;

	for (; k && crosses(o, k); k = k->next) {
		if (k->owner == o->owner) {
			if (o->self != XG_SELF_MAKER)
				return false;
			continue;
		}
		if (xg_dec_cmp(left, k->left) <= 0)
			return true;
		if (xg_dec_sub(&left, left, k->left))
			return false;
	}
	return false;
}

/* One meeting with the best of the other side; false ends the run. */
static bool meet(
	struct xg_match *m, struct xg_match_order *o, struct xg_match_order *k)
{
	struct xg_match_trade t = { k, o, k->px, xg_dec_min(o->left, k->left) };

	if (k->owner == o->owner) {
		if (o->self != XG_SELF_TAKER) {
			if (m->on_end)
				m->on_end(m->arg, k);
			take_out(m, k);
		}
		return o->self == XG_SELF_MAKER;
	}
	/* Multiples of one lot, both at least qty: exact, cannot fail. */
	(void)xg_dec_sub(&o->left, o->left, t.qty);
	(void)xg_dec_sub(&k->left, k->left, t.qty);
	if (m->on_trade)
		m->on_trade(m->arg, &t);
	if (xg_dec_is_zero(k->left))
		take_out(m, k);
	return true;
}

static int check(const struct xg_match *m, const struct xg_match_order *o)
{
	if (o->id == 0 || xg_dec_sign(o->left) <= 0 ||
		!xg_dec_is_multiple(o->left, m->lot))
		return XG_ERR_RANGE;
	if (o->kind != XG_MATCH_MARKET &&
		(xg_dec_sign(o->px) <= 0 ||
			!xg_dec_is_multiple(o->px, m->tick)))
		return XG_ERR_RANGE;
	if (find(m, o->id))
		return XG_ERR_DUP;
	if (!m->spare && o->kind <= XG_MATCH_POST)
		return XG_ERR_LIMIT;
	return 0;
}

int xg_match_place(
	struct xg_match *m, struct xg_match_order *o, enum xg_match_end *end)
{
	struct xg_match_order *k;
	int rc = check(m, o);

	if (rc)
		return rc;
	k = m->best[!o->sell];
	*end = XG_END_CROSSED;
	if (o->kind == XG_MATCH_POST && k && crosses(o, k))
		return 0;
	*end = XG_END_KILLED;
	if (o->kind == XG_MATCH_FOK && !fills(m, o))
		return 0;
	*end = XG_END_SELF;
	while ((k = m->best[!o->sell]) && crosses(o, k)) {
		if (!meet(m, o, k))
			return 0;
		if (xg_dec_is_zero(o->left))
			break;
	}
	*end = XG_END_FILLED;
	if (xg_dec_is_zero(o->left))
		return 0;
	*end = XG_END_DROPPED;
	if (o->kind >= XG_MATCH_IOC)
		return 0;
	*end = XG_END_NONE;
	put_in(m, o);
	return 0;
}
