/* The account: balances, holds, positions, margins, funding. */
#include <stdlib.h>

#include "sim/sim_priv.h"

struct xg_dec xg_sim_plus(struct xg_dec a, struct xg_dec b)
{
	struct xg_dec sum;

	if (xg_dec_add(&sum, a, b) == 0)
		return sum;
	if (xg_dec_rescale(&a, a, -8, XG_ROUND_NEAREST) < 0 ||
		xg_dec_rescale(&b, b, -8, XG_ROUND_NEAREST) < 0 ||
		xg_dec_add(&sum, a, b) < 0)
		abort(); /* over 10^10: no account of ours */
	return sum;
}

struct xg_dec xg_sim_minus(struct xg_dec a, struct xg_dec b)
{
	return xg_sim_plus(a, xg_dec_neg(b));
}

/* The places that money keeps. */
static struct xg_dec money(struct xg_dec d, int places, enum xg_round how)
{
	struct xg_dec cut;

	d = xg_dec_trim(d);
	if (d.e >= -places || xg_dec_rescale(&cut, d, -places, how) < 0)
		return d;
	return xg_dec_trim(cut);
}

struct xg_dec xg_sim_times(struct xg_dec a, struct xg_dec b)
{
	struct xg_dec v = { 0 };

	(void)xg_dec_mul(&v, a, b, XG_ROUND_NEAREST);
	return money(v, 10, XG_ROUND_NEAREST);
}

struct xg_dec xg_sim_fee(struct xg_dec amount, struct xg_dec rate)
{
	struct xg_dec v = { 0 };

	(void)xg_dec_mul(&v, amount, rate, XG_ROUND_UP);
	return money(v, 8, XG_ROUND_UP);
}

struct xg_sim_balance *xg_sim_balance(
	struct xg_sim_venue *v, int wallet, struct xg_str ccy)
{
	struct xg_sim_acct *a = &v->acct;
	struct xg_sim_balance *b;

	for (size_t i = 0; i < a->balances; i++) {
		b = &a->balance[i];
		if (b->wallet == wallet && xg_str_is_text(ccy, b->ccy))
			return b;
	}
	if (a->balances == XG_SIM_BALANCES)
		return NULL;
	b = &a->balance[a->balances];
	*b = (struct xg_sim_balance){ .wallet = wallet };
	if (!xg_str_copy(b->ccy, sizeof b->ccy, ccy))
		return NULL;
	a->balances++;
	return b;
}

static void pay(struct xg_sim_venue *v, int wallet, const char *ccy,
	struct xg_dec amount)
{
	struct xg_sim_balance *b = xg_sim_balance(v, wallet, xg_str_from(ccy));

	if (!b || xg_dec_is_zero(amount))
		return;
	b->total = xg_sim_plus(b->total, amount);
	b->changed = true;
}

struct xg_sim_balance *xg_sim_pays(
	struct xg_sim_venue *v, const struct xg_sim_order *o)
{
	const struct xg_sim_spec *s = &o->mkt->spec;

	return xg_sim_balance(
		v, s->wallet, xg_str_from(o->sell ? s->base : s->quote));
}

void xg_sim_hold(
	struct xg_sim_venue *v, struct xg_sim_order *o, struct xg_dec amount)
{
	struct xg_sim_balance *b = xg_sim_pays(v, o);

	if (o->mkt->spec.kind != XG_SPOT || !b ||
		xg_dec_cmp(o->held, amount) == 0)
		return;
	b->held = xg_sim_plus(b->held, xg_sim_minus(amount, o->held));
	b->changed = true;
	o->held = amount;
}

void xg_sim_unhold(struct xg_sim_venue *v, struct xg_sim_order *o)
{
	xg_sim_hold(v, o, (struct xg_dec){ 0 });
}

/* ---- positions ---- */

int xg_sim_value(struct xg_dec *out, const struct xg_sim_mkt *m,
	struct xg_dec px, struct xg_dec qty)
{
	const struct xg_sim_spec *s = &m->spec;
	int rc = xg_dec_mul(out, qty, s->contract, XG_ROUND_NEAREST);

	if (rc == 0 && s->inverse)
		return xg_dec_div(out, *out, px, 10, XG_ROUND_NEAREST);
	if (rc == 0)
		rc = xg_dec_mul(out, *out, px, XG_ROUND_NEAREST);
	*out = money(*out, 10, XG_ROUND_NEAREST);
	return rc;
}

struct xg_sim_pos *xg_sim_pos(const struct xg_sim_venue *v,
	const struct xg_sim_mkt *m, enum xg_sim_leg leg)
{
	for (size_t i = 0; i < v->acct.positions; i++) {
		const struct xg_sim_pos *p = &v->acct.pos[i];

		if (p->mkt == m && p->leg == leg)
			return (struct xg_sim_pos *)(uintptr_t)p;
	}
	return NULL;
}

static struct xg_sim_pos *pos_make(
	struct xg_sim_venue *v, struct xg_sim_mkt *m, enum xg_sim_leg leg)
{
	struct xg_sim_pos *p = xg_sim_pos(v, m, leg);

	if (p || v->acct.positions == XG_SIM_POSITIONS)
		return p;
	p = &v->acct.pos[v->acct.positions++];
	*p = (struct xg_sim_pos){ .mkt = m, .leg = leg };
	return p;
}

/* Profit of value `out` against value `in` at entry. */
static struct xg_dec profit(
	const struct xg_sim_mkt *m, struct xg_dec in, struct xg_dec out)
{
	return m->spec.inverse ? xg_sim_minus(in, out) : xg_sim_minus(out, in);
}

/* Closes `close` (> 0) of a position at px: the profit. What was paid for all
 * of it leaves with the last unit, so that no rounding stays behind. */
static struct xg_dec close_some(
	struct xg_sim_pos *p, struct xg_dec close, struct xg_dec px)
{
	struct xg_dec size = xg_dec_abs(p->qty), in = p->cost, out, gain;
	bool shrt = p->qty.m < 0;

	if (xg_dec_cmp(close, size) != 0) {
		in = xg_sim_times(p->cost, close);
		(void)xg_dec_div(&in, in, size, 8, XG_ROUND_NEAREST);
	}
	if (xg_sim_value(&out, p->mkt, px, close) < 0)
		out = (struct xg_dec){ 0 };
	if (shrt)
		out = xg_dec_neg(out);
	gain = profit(p->mkt, in, out);
	p->cost = xg_sim_minus(p->cost, in);
	p->qty =
		shrt ? xg_sim_plus(p->qty, close) : xg_sim_minus(p->qty, close);
	p->realized = xg_sim_plus(p->realized, gain);
	return gain;
}

/* A trade of dq (signed) on a position: the profit that it realises. */
static struct xg_dec pos_trade(
	struct xg_sim_pos *p, struct xg_dec dq, struct xg_dec px)
{
	struct xg_dec gain = { 0 }, cost, close;

	if (p->qty.m && (p->qty.m < 0) != (dq.m < 0)) {
		close = xg_dec_min(xg_dec_abs(dq), xg_dec_abs(p->qty));
		gain = close_some(p, close, px);
		dq = dq.m < 0 ? xg_sim_plus(dq, close)
			      : xg_sim_minus(dq, close);
	}
	if (dq.m && xg_sim_value(&cost, p->mkt, px, dq) == 0) {
		p->qty = xg_sim_plus(p->qty, dq);
		p->cost = xg_sim_plus(p->cost, cost);
	}
	return gain;
}

struct xg_dec xg_sim_entry(const struct xg_sim_pos *p)
{
	const struct xg_sim_spec *s = &p->mkt->spec;
	struct xg_dec units = { 0 }, px = { 0 };

	if (!p->qty.m)
		return px;
	(void)xg_dec_mul(&units, p->qty, s->contract, XG_ROUND_NEAREST);
	if (s->inverse)
		(void)xg_dec_div(&px, units, p->cost, 8, XG_ROUND_NEAREST);
	else
		(void)xg_dec_div(&px, p->cost, units, 8, XG_ROUND_NEAREST);
	return xg_dec_trim(px);
}

struct xg_dec xg_sim_upnl(const struct xg_sim_pos *p)
{
	struct xg_dec v;

	if (!p->qty.m || !p->mkt->mark.m ||
		xg_sim_value(&v, p->mkt, p->mkt->mark, p->qty) < 0)
		return (struct xg_dec){ 0 };
	return money(profit(p->mkt, p->cost, v), 8, XG_ROUND_NEAREST);
}

struct xg_dec xg_sim_margin(const struct xg_sim_pos *p)
{
	struct xg_dec v = xg_dec_abs(p->cost);

	(void)xg_dec_div(&v, v, xg_dec_int(p->mkt->leverage), 8, XG_ROUND_UP);
	return v;
}

/* Initial margin of the orders that wait in a market and may open. */
static struct xg_dec waiting(struct xg_sim_venue *v, const struct xg_sim_mkt *m)
{
	struct xg_dec sum = { 0 }, one;

	for (int side = 0; side < 2; side++) {
		const struct xg_match_order *o = m->match.best[side];

		for (; o; o = o->next) {
			const struct xg_sim_order *u;

			if (o->owner != XG_SIM_USER)
				continue;
			u = xg_sim_order_get(v, o->id);
			if (u && !u->reduce &&
				xg_sim_value(&one, m, o->px, o->left) == 0)
				sum = xg_sim_plus(sum, one);
		}
	}
	(void)xg_dec_div(&sum, sum, xg_dec_int(m->leverage), 8, XG_ROUND_UP);
	return sum;
}

struct xg_dec xg_sim_free(struct xg_sim_venue *v, int wallet, struct xg_str ccy)
{
	const struct xg_sim_balance *b = xg_sim_balance(v, wallet, ccy);
	struct xg_dec left;

	if (!b)
		return (struct xg_dec){ 0 };
	left = xg_sim_minus(b->total, b->held);
	for (size_t i = 0; i < v->acct.positions; i++) {
		const struct xg_sim_pos *p = &v->acct.pos[i];

		if (!p->qty.m || p->mkt->spec.wallet != wallet ||
			!xg_str_is_text(ccy, p->mkt->spec.settle))
			continue;
		left = xg_sim_plus(left, xg_sim_upnl(p));
		left = xg_sim_minus(left, xg_sim_margin(p));
	}
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (m->spec.kind != XG_SPOT && m->spec.wallet == wallet &&
			xg_str_is_text(ccy, m->spec.settle))
			left = xg_sim_minus(left, waiting(v, m));
	}
	return left;
}

/* ---- fills ---- */

static void fill_spot(
	struct xg_sim_venue *v, struct xg_sim_order *o, struct xg_sim_fill *f)
{
	const struct xg_sim_spec *s = &o->mkt->spec;
	struct xg_dec value = xg_sim_times(f->px, f->qty), got, paid;

	got = o->sell ? value : f->qty;
	paid = o->sell ? f->qty : value;
	f->fee = xg_sim_fee(got, f->maker ? s->maker : s->taker);
	(void)xg_str_copy(f->fee_ccy, sizeof f->fee_ccy,
		xg_str_from(o->sell ? s->quote : s->base));
	pay(v, s->wallet, o->sell ? s->base : s->quote, xg_dec_neg(paid));
	pay(v, s->wallet, f->fee_ccy, xg_sim_minus(got, f->fee));
	/* It held its own price; what it needs no more is let go. */
	paid = o->sell ? f->qty : xg_sim_times(o->px.m ? o->px : f->px, f->qty);
	xg_sim_hold(v, o, xg_sim_minus(o->held, xg_dec_min(paid, o->held)));
}

static void fill_contract(
	struct xg_sim_venue *v, struct xg_sim_order *o, struct xg_sim_fill *f)
{
	const struct xg_sim_spec *s = &o->mkt->spec;
	struct xg_sim_pos *p = pos_make(v, o->mkt, o->leg);
	struct xg_dec value = { 0 };

	(void)xg_sim_value(&value, o->mkt, f->px, f->qty);
	f->fee = xg_sim_fee(value, f->maker ? s->maker : s->taker);
	(void)xg_str_copy(
		f->fee_ccy, sizeof f->fee_ccy, xg_str_from(s->settle));
	if (p) {
		f->realized = pos_trade(
			p, o->sell ? xg_dec_neg(f->qty) : f->qty, f->px);
		p->updated = f->ts;
		p->changed = true;
	}
	pay(v, s->wallet, s->settle, xg_sim_minus(f->realized, f->fee));
}

void xg_sim_book_fill(
	struct xg_sim_venue *v, struct xg_sim_order *o, struct xg_sim_fill *f)
{
	if (o->mkt->spec.kind == XG_SPOT)
		fill_spot(v, o, f);
	else
		fill_contract(v, o, f);
	o->fee = xg_sim_plus(o->fee, f->fee);
	o->realized = xg_sim_plus(o->realized, f->realized);
	memcpy(o->fee_ccy, f->fee_ccy, sizeof o->fee_ccy);
}

/* ---- funding ---- */

static void settle(struct xg_sim_venue *v, struct xg_sim_pos *p, int64_t now)
{
	struct xg_sim_event *ev;
	struct xg_dec amount;

	if (!p->qty.m ||
		xg_sim_value(&amount, p->mkt, p->mkt->mark, p->qty) < 0)
		return;
	amount = money(xg_sim_times(amount, p->mkt->rate), 8, XG_ROUND_UP);
	pay(v, p->mkt->spec.wallet, p->mkt->spec.settle, xg_dec_neg(amount));
	ev = xg_sim_push(v, XG_SIM_EV_FUNDING, p->mkt, now);
	if (ev)
		ev->trade = (struct xg_sim_trade){
			.ts = now, .px = p->mkt->rate, .qty = amount
		};
}

void xg_sim_time(struct xg_sim_venue *v, int64_t now)
{
	for (size_t i = 0; i < v->mkts; i++) {
		struct xg_sim_mkt *m = v->mkt[i];

		if (!m->next_funding || now < m->next_funding)
			continue;
		for (size_t k = 0; k < v->acct.positions; k++)
			if (v->acct.pos[k].mkt == m)
				settle(v, &v->acct.pos[k], now);
		while (m->next_funding <= now)
			m->next_funding += m->funding_us;
	}
	xg_sim_tell(v, NULL, now);
}
