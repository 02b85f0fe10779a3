/* Orders of the account: the venue's rules, matching, amending, cancelling. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/sim_priv.h"

#define FILLS_MAX 65536

/* ---- the list of orders ---- */

struct xg_sim_order *xg_sim_order_get(struct xg_sim_venue *v, uint64_t id)
{
	size_t lo = 0, hi = v->orders;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (v->order[mid]->id < id)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < v->orders && v->order[lo]->id == id ? v->order[lo] : NULL;
}

const struct xg_sim_order *xg_sim_order_id(
	const struct xg_sim_venue *v, uint64_t id)
{
	return xg_sim_order_get((struct xg_sim_venue *)(uintptr_t)v, id);
}

static struct xg_str cid_key(
	char buf[static 96], const char *market, struct xg_str cid)
{
	int n = snprintf(buf, 96, "%s %.*s", market, XG_STR_ARG(cid));

	return (struct xg_str){ buf, n < 0 || n > 95 ? 0 : (size_t)n };
}

const struct xg_sim_order *xg_sim_order_cid(
	const struct xg_sim_venue *v, const char *market, struct xg_str cid)
{
	const union xg_map_val *val;
	char key[96];

	if (cid.n == 0 || cid.n >= XG_SIM_ID_MAX)
		return NULL;
	val = xg_map_get(&v->by_cid, cid_key(key, market, cid));
	return val ? xg_sim_order_id(v, (uint64_t)val->num) : NULL;
}

static void forget(struct xg_sim_venue *v, struct xg_sim_order *o)
{
	union xg_map_val *val;
	char key[96];
	struct xg_str k =
		cid_key(key, o->mkt->spec.market, xg_str_from(o->cid));

	val = xg_map_get(&v->by_cid, k);
	if (val && (uint64_t)val->num == o->id)
		xg_map_del(&v->by_cid, k);
	free(o);
}

/* Half of the orders that have ended, the older ones, go. */
static void make_room(struct xg_sim_venue *v)
{
	size_t kept = 0, half = v->orders / 2;

	for (size_t i = 0; i < v->orders; i++) {
		if (i < half && !xg_sim_is_open(v->order[i]))
			forget(v, v->order[i]);
		else
			v->order[kept++] = v->order[i];
	}
	v->orders = kept;
}

static struct xg_sim_order *add(
	struct xg_sim_venue *v, const struct xg_sim_order *from)
{
	struct xg_sim_order *o = malloc(sizeof *o);
	union xg_map_val *val;
	char key[96];

	if (!o)
		return NULL;
	if (v->orders == XG_SIM_ORDERS_MAX)
		make_room(v);
	if (v->orders == v->order_cap) {
		size_t cap = v->order_cap ? v->order_cap * 2 : 64;
		struct xg_sim_order **list =
			realloc(v->order, cap * sizeof(*list));

		if (!list) {
			free(o);
			return NULL;
		}
		v->order = list;
		v->order_cap = cap;
	}
	*o = *from;
	val = xg_map_put(&v->by_cid,
		cid_key(key, o->mkt->spec.market, xg_str_from(o->cid)), NULL);
	if (!val) {
		free(o);
		return NULL;
	}
	val->num = (int64_t)o->id;
	v->order[v->orders++] = o;
	return o;
}

static void keep_fill(struct xg_sim_venue *v, const struct xg_sim_fill *f)
{
	if (v->fills == FILLS_MAX) {
		v->fills /= 2;
		memmove(v->fill, v->fill + v->fills,
			v->fills * sizeof *v->fill);
	}
	if (v->fills == v->fill_cap) {
		size_t cap = v->fill_cap ? v->fill_cap * 2 : 64;
		struct xg_sim_fill *list = realloc(v->fill, cap * sizeof *list);

		if (!list)
			abort(); /* a fill left out would be lost money */
		v->fill = list;
		v->fill_cap = cap;
	}
	v->fill[v->fills++] = *f;
}

/* ---- events ---- */

static struct xg_sim_event *told(struct xg_sim_venue *v, enum xg_sim_exec exec,
	const struct xg_sim_order *o)
{
	struct xg_sim_event *ev =
		xg_sim_push(v, XG_SIM_EV_ORDER, o->mkt, o->updated);

	if (ev) {
		ev->exec = exec;
		ev->order = *o;
	}
	return ev;
}

static void ended(struct xg_sim_venue *v, struct xg_sim_order *o,
	enum xg_sim_state state, enum xg_sim_end why)
{
	xg_sim_unhold(v, o);
	o->state = state;
	o->end = why;
	o->updated = v->now;
	told(v,
		state == XG_SIM_CANCELED ? XG_SIM_EXEC_CANCELED
					 : XG_SIM_EXEC_EXPIRED,
		o);
}

static void fill(struct xg_sim_venue *v, uint64_t id,
	const struct xg_match_trade *t, int64_t trade, bool maker)
{
	struct xg_sim_order *o = xg_sim_order_get(v, id);
	struct xg_sim_fill f;
	struct xg_sim_event *ev;

	if (!o)
		return;
	f = (struct xg_sim_fill){ .trade_id = trade,
		.ts = v->now,
		.order = id,
		.mkt = o->mkt,
		.sell = o->sell,
		.maker = maker,
		.leg = o->leg,
		.px = t->px,
		.qty = t->qty };
	memcpy(f.cid, o->cid, sizeof f.cid);
	o->filled = xg_sim_plus(o->filled, t->qty);
	o->value = xg_sim_plus(o->value, xg_sim_times(t->px, t->qty));
	o->state = xg_dec_cmp(o->filled, o->qty) < 0 ? XG_SIM_PARTIAL
						     : XG_SIM_FILLED;
	o->updated = v->now;
	xg_sim_book_fill(v, o, &f);
	if (o->state == XG_SIM_FILLED)
		xg_sim_unhold(v, o);
	keep_fill(v, &f);
	ev = told(v, XG_SIM_EXEC_TRADE, o);
	if (ev)
		ev->fill = f;
}

void xg_sim_on_trade(void *arg, const struct xg_match_trade *t)
{
	struct xg_sim_mkt *m = arg;
	struct xg_sim_venue *v = m->venue;
	bool by_maker = t->maker->owner == XG_SIM_USER;
	bool by_taker = t->taker->owner == XG_SIM_USER;
	int64_t id = xg_sim_trade_add(
		m, &(struct xg_sim_trade){ .ts = v->now,
			   .px = t->px,
			   .qty = t->qty,
			   .sell = t->taker->sell,
			   .maker_order = by_maker ? t->maker->id : 0,
			   .taker_order = by_taker ? t->taker->id : 0 });

	xg_sim_touch(m, t->maker->sell, t->px);
	if (by_maker)
		fill(v, t->maker->id, t, id, true);
	if (by_taker)
		fill(v, t->taker->id, t, id, false);
}

void xg_sim_on_end(void *arg, const struct xg_match_order *k)
{
	struct xg_sim_mkt *m = arg;
	struct xg_sim_order *o;

	xg_sim_touch(m, k->sell, k->px);
	if (k->owner != XG_SIM_USER)
		return;
	o = xg_sim_order_get(m->venue, k->id);
	if (o)
		ended(m->venue, o, XG_SIM_EXPIRED, XG_SIM_END_SELF);
}

/* ---- rules ---- */

bool xg_sim_would_cross(const struct xg_sim_mkt *m, bool sell, struct xg_dec px)
{
	const struct xg_match_order *k = m->match.best[!sell];
	int c;

	if (!k)
		return false;
	c = xg_dec_cmp(px, k->px);
	return sell ? c <= 0 : c >= 0;
}

/* The size that an amount buys or sells off the book, on the lot. */
static struct xg_dec sized(
	const struct xg_sim_mkt *m, bool sell, struct xg_dec amount)
{
	const struct xg_match_order *k = m->match.best[!sell];
	struct xg_dec qty = { 0 };

	for (; k && amount.m > 0; k = k->next) {
		struct xg_dec all = xg_sim_times(k->px, k->left), part;

		if (xg_dec_cmp(all, amount) <= 0) {
			qty = xg_sim_plus(qty, k->left);
			amount = xg_sim_minus(amount, all);
			continue;
		}
		if (xg_dec_div(&part, amount, k->px, 8, XG_ROUND_DOWN) == 0)
			qty = xg_sim_plus(qty, part);
		break;
	}
	(void)xg_dec_round_step(&qty, qty, m->spec.lot, XG_ROUND_DOWN);
	return qty;
}

/* What a market order of qty costs off the book. */
static struct xg_dec market_cost(
	const struct xg_sim_mkt *m, bool sell, struct xg_dec qty)
{
	const struct xg_match_order *k = m->match.best[!sell];
	struct xg_dec sum = { 0 };

	for (; k && qty.m > 0; k = k->next) {
		struct xg_dec part = xg_dec_min(qty, k->left);

		sum = xg_sim_plus(sum, xg_sim_times(k->px, part));
		qty = xg_sim_minus(qty, part);
	}
	return sum;
}

/* More than any account here can have, and what sums of money stay exact under. */
static const struct xg_dec too_much = { 1, 10 };

static enum xg_sim_no check_size(struct xg_sim_order *o)
{
	const struct xg_sim_spec *s = &o->mkt->spec;
	const struct xg_match_order *k = o->mkt->match.best[!o->sell];
	struct xg_dec px = o->px, value, far;

	if (xg_dec_cmp(o->qty, too_much) > 0 ||
		xg_dec_cmp(o->quote_qty, too_much) > 0)
		return XG_SIM_NO_MAX_QTY;
	if (o->kind == XG_MATCH_MARKET) {
		if (!k)
			return XG_SIM_NO_LIQUIDITY;
		px = k->px;
		if (o->quote_qty.m)
			o->qty = sized(o->mkt, o->sell, o->quote_qty);
	} else if (px.m <= 0 || !xg_dec_is_multiple(px, s->tick)) {
		return XG_SIM_NO_TICK;
	}
	if (o->qty.m <= 0 || xg_dec_cmp(o->qty, s->min_qty) < 0)
		return XG_SIM_NO_MIN_QTY;
	if (!xg_dec_is_multiple(o->qty, s->lot))
		return XG_SIM_NO_LOT;
	if (s->max_qty.m && xg_dec_cmp(o->qty, s->max_qty) > 0)
		return XG_SIM_NO_MAX_QTY;
	if (k && xg_dec_mul(&far, px, xg_dec_int(5), XG_ROUND_UP) == 0 &&
		xg_dec_cmp(far, k->px) < 0)
		return XG_SIM_NO_BAND;
	if (k && xg_dec_mul(&far, k->px, xg_dec_int(5), XG_ROUND_UP) == 0 &&
		xg_dec_cmp(far, px) < 0)
		return XG_SIM_NO_BAND;
	if (xg_sim_value(&value, o->mkt, px, o->qty) < 0 ||
		xg_dec_cmp(value, too_much) > 0)
		return XG_SIM_NO_MAX_QTY;
	if (!o->reduce && s->min_notional.m &&
		xg_dec_cmp(value, s->min_notional) < 0)
		return XG_SIM_NO_MIN_NOTIONAL;
	return XG_SIM_OK;
}

/* Whether it makes the position of its leg smaller. */
static bool reduces(const struct xg_sim_order *o, const struct xg_sim_pos *p)
{
	return p && p->qty.m && (p->qty.m < 0) != o->sell;
}

static enum xg_sim_no check_leg(struct xg_sim_venue *v, struct xg_sim_order *o)
{
	const struct xg_sim_pos *p = xg_sim_pos(v, o->mkt, o->leg);
	bool closes = (o->leg == XG_LEG_LONG && o->sell) ||
		      (o->leg == XG_LEG_SHORT && !o->sell);

	if (o->mkt->spec.kind == XG_SPOT)
		return o->reduce || o->leg ? XG_SIM_NO_REDUCE : XG_SIM_OK;
	if (v->acct.hedge != (o->leg != XG_LEG_NET))
		return XG_SIM_NO_LEG;
	if (closes)
		o->reduce = true;
	if (!o->reduce)
		return XG_SIM_OK;
	if (!reduces(o, p))
		return XG_SIM_NO_REDUCE;
	o->qty = xg_dec_min(o->qty, xg_dec_abs(p->qty));
	return XG_SIM_OK;
}

/* Whether the account can pay for it; *need is what it holds (spot). */
static enum xg_sim_no check_funds(struct xg_sim_venue *v,
	const struct xg_sim_order *o, struct xg_dec *need)
{
	const struct xg_sim_spec *s = &o->mkt->spec;
	const struct xg_sim_pos *p = xg_sim_pos(v, o->mkt, o->leg);
	struct xg_dec have, px = o->px, left;

	left = xg_sim_minus(o->qty, o->filled);
	if (s->kind == XG_SPOT) {
		*need = left;
		if (!o->sell)
			*need = o->kind == XG_MATCH_MARKET
					? market_cost(o->mkt, false, left)
					: xg_sim_times(px, left);
		have = xg_sim_free(v, s->wallet,
			xg_str_from(o->sell ? s->base : s->quote));
		have = xg_sim_plus(have, o->held);
		return xg_dec_cmp(*need, have) > 0 ? XG_SIM_NO_FUNDS
						   : XG_SIM_OK;
	}
	if (o->reduce ||
		(reduces(o, p) && xg_dec_cmp(left, xg_dec_abs(p->qty)) <= 0))
		return XG_SIM_OK;
	if (o->kind == XG_MATCH_MARKET)
		px = o->mkt->match.best[!o->sell]->px;
	if (xg_sim_value(need, o->mkt, px, left) < 0 ||
		xg_dec_div(need, *need, xg_dec_int(o->mkt->leverage), 8,
			XG_ROUND_UP) < 0)
		return XG_SIM_NO_FUNDS;
	have = xg_sim_free(v, s->wallet, xg_str_from(s->settle));
	return xg_dec_cmp(*need, have) > 0 ? XG_SIM_NO_FUNDS : XG_SIM_OK;
}

/* ---- placing ---- */

static enum xg_sim_no check(
	struct xg_sim_venue *v, struct xg_sim_order *o, struct xg_dec *need)
{
	const struct xg_sim_order *same;
	enum xg_sim_no no;

	if (o->mkt->halted)
		return XG_SIM_NO_HALTED;
	same = xg_sim_order_cid(v, o->mkt->spec.market, xg_str_from(o->cid));
	if (same && xg_sim_is_open(same))
		return XG_SIM_NO_DUP;
	no = check_leg(v, o);
	if (no == XG_SIM_OK)
		no = check_size(o);
	if (no == XG_SIM_OK)
		no = check_funds(v, o, need);
	if (no == XG_SIM_OK && !o->mkt->match.spare)
		no = XG_SIM_NO_ROOM;
	return no;
}

/* Gives an order (new, or amended) to the engine and ends what ends. */
static void run(struct xg_sim_venue *v, struct xg_sim_order *o)
{
	struct xg_match_order mo = { .id = o->id,
		.owner = XG_SIM_USER,
		.sell = o->sell,
		.kind = o->kind,
		.self = o->self,
		.px = o->px,
		.left = xg_sim_minus(o->qty, o->filled) };
	enum xg_match_end end = XG_END_NONE;

	if (xg_match_place(&o->mkt->match, &mo, &end) < 0) {
		ended(v, o, XG_SIM_CANCELED, XG_SIM_END_AMEND);
		return;
	}
	switch (end) {
	case XG_END_NONE:
		xg_sim_touch(o->mkt, o->sell, o->px);
		break;
	case XG_END_FILLED:
		break;
	case XG_END_DROPPED:
		ended(v, o, XG_SIM_EXPIRED, XG_SIM_END_IOC);
		break;
	case XG_END_KILLED:
		ended(v, o, XG_SIM_EXPIRED, XG_SIM_END_FOK);
		break;
	case XG_END_CROSSED:
		ended(v, o, XG_SIM_EXPIRED, XG_SIM_END_CROSSED);
		break;
	case XG_END_SELF:
		ended(v, o, XG_SIM_EXPIRED, XG_SIM_END_SELF);
		break;
	}
}

enum xg_sim_no xg_sim_place(struct xg_sim_venue *v, struct xg_sim_order *o,
	bool check_only, int64_t now)
{
	struct xg_dec need = { 0 };
	struct xg_sim_order *kept;
	enum xg_sim_no no = check(v, o, &need);

	if (no != XG_SIM_OK || check_only)
		return no;
	v->now = now;
	o->id = v->next_order ? v->next_order : 1;
	o->created = o->updated = now;
	if (!o->cid[0])
		snprintf(o->cid, sizeof o->cid, "x-%llu",
			(unsigned long long)o->id);
	kept = add(v, o);
	if (!kept)
		return XG_SIM_NO_MEMORY;
	v->next_order = o->id + 1;
	xg_sim_hold(v, kept, need);
	if (kept->kind != XG_MATCH_POST ||
		!xg_sim_would_cross(kept->mkt, kept->sell, kept->px))
		told(v, XG_SIM_EXEC_NEW, kept);
	run(v, kept);
	*o = *kept;
	xg_sim_tell(v, o->mkt, now);
	return XG_SIM_OK;
}

enum xg_sim_no xg_sim_cancel(
	struct xg_sim_venue *v, uint64_t id, enum xg_sim_end why, int64_t now)
{
	struct xg_sim_order *o = xg_sim_order_get(v, id);

	if (!o || !xg_sim_is_open(o))
		return XG_SIM_NO_ORDER;
	v->now = now;
	(void)xg_match_cancel(&o->mkt->match, id, NULL);
	xg_sim_touch(o->mkt, o->sell, o->px);
	ended(v, o, XG_SIM_CANCELED, why);
	xg_sim_tell(v, o->mkt, now);
	return XG_SIM_OK;
}

/* ---- amending ---- */

static enum xg_sim_no check_amend(struct xg_sim_venue *v,
	const struct xg_sim_order *o, struct xg_sim_order *to)
{
	struct xg_dec need;
	enum xg_sim_no no = check_size(to);

	if (no == XG_SIM_OK && xg_dec_cmp(to->qty, o->qty) <= 0 &&
		xg_dec_cmp(to->px, o->px) == 0)
		return XG_SIM_OK;
	if (no == XG_SIM_OK)
		no = check_funds(v, to, &need);
	return no;
}

/* Smaller at the same price: the waiting order shrinks where it is. */
static void shrink(struct xg_sim_order *o, struct xg_dec left)
{
	struct xg_match_order *k = o->mkt->match.best[o->sell];

	for (; k; k = k->next)
		if (k->id == o->id)
			k->left = left;
	xg_sim_touch(o->mkt, o->sell, o->px);
}

enum xg_sim_no xg_sim_amend(struct xg_sim_venue *v, uint64_t id,
	struct xg_dec px, struct xg_dec qty, int64_t now)
{
	struct xg_sim_order *o = xg_sim_order_get(v, id), to;
	struct xg_dec left, need;
	enum xg_sim_no no;
	bool stays;

	if (!o || !xg_sim_is_open(o))
		return XG_SIM_NO_ORDER;
	if (xg_dec_cmp(qty, o->filled) <= 0)
		return xg_sim_cancel(v, id, XG_SIM_END_AMEND, now);
	to = *o;
	to.px = px;
	to.qty = qty;
	no = check_amend(v, o, &to);
	if (no != XG_SIM_OK)
		return no;
	v->now = now;
	stays = xg_dec_cmp(px, o->px) == 0 && xg_dec_cmp(qty, o->qty) <= 0;
	left = xg_sim_minus(qty, o->filled);
	if (!stays) {
		(void)xg_match_cancel(&o->mkt->match, id, NULL);
		xg_sim_touch(o->mkt, o->sell, o->px);
	}
	o->px = px;
	o->qty = qty;
	o->amends++;
	o->updated = now;
	need = o->sell ? left : xg_sim_times(px, left);
	xg_sim_hold(v, o, need);
	if (stays)
		shrink(o, left);
	told(v, XG_SIM_EXEC_AMENDED, o);
	if (!stays)
		run(v, o);
	xg_sim_tell(v, o->mkt, now);
	return XG_SIM_OK;
}

bool xg_sim_has_open(const struct xg_sim_venue *v, const struct xg_sim_mkt *m)
{
	for (size_t i = 0; i < v->orders; i++)
		if (v->order[i]->mkt == m && xg_sim_is_open(v->order[i]))
			return true;
	return false;
}
