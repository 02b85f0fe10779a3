/* Balances as bounds of what a venue may get. */
#include "book/walk.h"
#include "rec/sym.h"
#include "route/route.h"

/* The asset that an order binds. */
struct binds {
	struct xg_str ccy;
	bool base;
	int64_t leverage; /* 1 for spot */
};

static bool binds_of(const struct xg_route *r, const struct xg_market *m,
	int side, struct binds *out)
{
	struct xg_str quote, settle;
	struct xg_sym sym;
	bool spot;

	if (xg_sym_parse(&sym, m->sym) < 0 || sym.kind == XG_INST_NONE)
		return false;
	quote = sym.quote;
	settle = sym.settle.n ? sym.settle : quote;
	spot = sym.kind == XG_SPOT;
	out->base = spot && side == XG_SELL;
	out->ccy = !spot ? settle : out->base ? sym.base : quote;
	out->leverage = spot || r->o.leverage < 1 ? 1 : r->o.leverage;
	return true;
}

/* The venue's own division that an instrument is traded in. */
static struct xg_str market_of(
	const struct xg_route *r, const struct xg_market *m)
{
	const struct xg_instr *i = xg_insts_sym(&r->insts, m->venue, m->sym);

	return i ? i->i.market : XG_STR("");
}

int xg_route_cap(const struct xg_route *r, struct xg_route_venue *v, int side)
{
	const struct xg_dec *free_now;
	struct binds b;

	v->has_cap = false;
	if (r->o.no_balances)
		return XG_WHY_NONE;
	if (!binds_of(r, v->m, side, &b))
		return XG_WHY_STALE_DATA;
	free_now =
		xg_funds_get(&r->funds, v->m->venue, market_of(r, v->m), b.ccy);
	if (!free_now)
		return XG_WHY_STALE_DATA;
	v->has_cap = true;
	v->cap_base = b.base;
	v->cap = *free_now;
	if (b.leverage > 1 &&
		xg_dec_mul(&v->cap, v->cap, xg_dec_int(b.leverage),
			XG_ROUND_DOWN) < 0)
		return XG_WHY_STALE_DATA;
	return XG_WHY_NONE;
}

bool xg_route_affords(const struct xg_route_venue *v, int side,
	struct xg_dec px, struct xg_dec qty)
{
	struct xg_dec cost = qty, unit;

	if (!v->has_cap)
		return true;
	if (!v->cap_base &&
		(xg_route_unit(side, px, v->fee, &unit) < 0 ||
			xg_dec_mul(&cost, unit, qty, XG_ROUND_UP) < 0))
		return false;
	return xg_dec_cmp(cost, v->cap) <= 0;
}

bool xg_route_most(const struct xg_route_venue *v, int side, struct xg_dec px,
	struct xg_dec *out)
{
	struct xg_dec unit;

	*out = v->cap;
	if (!v->has_cap)
		return false;
	return v->cap_base ||
	       (xg_route_unit(side, px, v->fee, &unit) == 0 &&
		       xg_dec_sign(unit) > 0 &&
		       xg_dec_div(out, v->cap, unit, 12, XG_ROUND_DOWN) == 0);
}

void xg_route_bind(struct xg_route *r, const struct xg_route_venue *v, int side,
	struct xg_dec px, struct xg_dec qty)
{
	struct xg_dec unit, cost = { 0, 0 }, *free_now;
	struct binds b;

	if (r->o.no_balances || !binds_of(r, v->m, side, &b))
		return;
	free_now =
		xg_funds_get(&r->funds, v->m->venue, market_of(r, v->m), b.ccy);
	if (!free_now)
		return;
	if (b.base) {
		cost = qty;
	} else if (xg_route_unit(XG_BUY, px, v->fee, &unit) < 0 ||
		   xg_money_add_mul(&cost, unit, qty) < 0 ||
		   (b.leverage > 1 &&
			   xg_dec_div(&cost, cost, xg_dec_int(b.leverage), 8,
				   XG_ROUND_UP) < 0)) {
		cost = *free_now; /* nothing is left that is sure */
	}
	if (xg_money_add(free_now, xg_dec_neg(cost)) < 0)
		*free_now = xg_dec_int(0);
}
