/* The checks of what is held once every open order has been filled. */
#include "book/walk.h"
#include "risk/risk_priv.h"

static bool unknown(struct check *c, const char *what)
{
	return risk_refuse(c, XG_WHY_STALE_DATA, what,
		"what this limit needs is not known: %s",
		"balances, or the price of something that is held");
}

/* The position in the order's direction, after it. */
static bool check_position(struct check *c)
{
	struct xg_dec hi, lo, all = c->qty;

	if (!risk_worst(c->m, &hi, &lo))
		return unknown(c, "max_position");
	if (c->side == XG_SELL)
		hi = xg_dec_neg(lo);
	if (xg_money_add(&hi, c->qty) < 0)
		return unknown(c, "max_position");
	if (!risk_within(c, XG_LIM_POSITION, hi, XG_WHY_LIMIT))
		return false;
	if (!xg_lim_has(c->lim, XG_LIM_SYMBOL_POSITION))
		return true;
	for (size_t i = 0; i < c->r->actives; i++) {
		const struct rmarket *m = c->r->active[i];

		if (!xg_str_is(m->sym, c->m->sym))
			continue;
		if (!risk_worst(m, &hi, &lo) ||
			xg_money_add(&all,
				c->side == XG_BUY ? hi : xg_dec_neg(lo)) < 0)
			return unknown(c, "max_symbol_position");
	}
	return risk_within(c, XG_LIM_SYMBOL_POSITION, all, XG_WHY_LIMIT);
}

/* How much the order adds to the worst value of its market; 0 if it only
 * lowers a position. */
static bool added(struct check *c, struct xg_dec *out)
{
	struct xg_dec hi, lo, before, after;

	if (!risk_worst(c->m, &hi, &lo))
		return false;
	before = xg_dec_max(hi, xg_dec_neg(lo));
	if (xg_money_add(c->side == XG_BUY ? &hi : &lo,
		    c->side == XG_BUY ? c->qty : xg_dec_neg(c->qty)) < 0)
		return false;
	after = xg_dec_max(hi, xg_dec_neg(lo));
	*out = (struct xg_dec){ 0, 0 };
	return xg_dec_cmp(after, before) <= 0 ||
	       (xg_dec_sub(out, after, before) == 0 &&
		       xg_dec_mul(out, *out, c->unit, XG_ROUND_UP) == 0);
}

static bool share(struct check *c, enum xg_lim l, struct xg_dec part,
	struct xg_dec equity)
{
	struct xg_dec of;

	if (xg_dec_sign(equity) <= 0)
		return risk_refuse(c, XG_WHY_LIMIT, xg_lim_rule(l),
			"the equity is not above zero");
	if (xg_dec_div(&of, part, equity, 8, XG_ROUND_UP) < 0)
		return unknown(c, xg_lim_rule(l));
	return risk_within(c, l, of, XG_WHY_LIMIT);
}

static bool check_venue(struct check *c, struct xg_dec add)
{
	bool of_equity = xg_lim_has(c->lim, XG_LIM_VENUE_EXPOSURE);
	struct xg_dec gross, equity;

	if (!of_equity && !xg_lim_has(c->lim, XG_LIM_VENUE_NOTIONAL))
		return true;
	if (!risk_gross(c->r, c->m->v, &gross) || xg_money_add(&gross, add) < 0)
		return unknown(c, "max_venue_notional");
	if (!risk_within(c, XG_LIM_VENUE_NOTIONAL, gross, XG_WHY_LIMIT))
		return false;
	if (!of_equity)
		return true;
	if ((!xg_lim_has(&c->r->limits.top, XG_LIM_EQUITY) &&
		    !c->m->v->has_balance) ||
		!risk_equity(c->r, &equity))
		return unknown(c, "max_venue_exposure");
	return share(c, XG_LIM_VENUE_EXPOSURE, gross, equity);
}

static bool check_total(struct check *c, struct xg_dec add)
{
	const struct xg_lim_set *top = &c->r->limits.top;
	struct xg_dec gross, equity;

	if (!xg_lim_has(top, XG_LIM_TOTAL_EXPOSURE) &&
		!xg_lim_has(top, XG_LIM_LEVERAGE))
		return true;
	if (!risk_gross(c->r, NULL, &gross) || xg_money_add(&gross, add) < 0)
		return unknown(c, "max_total_exposure");
	if (!risk_within(c, XG_LIM_TOTAL_EXPOSURE, gross, XG_WHY_LIMIT))
		return false;
	if (!xg_lim_has(top, XG_LIM_LEVERAGE))
		return true;
	if (!risk_equity(c->r, &equity))
		return unknown(c, "max_leverage");
	return share(c, XG_LIM_LEVERAGE, gross, equity);
}

static bool check_loss(struct check *c)
{
	const struct xg_lim_set *top = &c->r->limits.top;
	struct xg_dec loss, fall, equity;

	risk_profit(c->r);
	if (xg_dec_sub(&loss, c->r->day_base, c->r->profit) < 0 ||
		xg_dec_sub(&fall, c->r->peak, c->r->profit) < 0)
		return unknown(c, "max_daily_loss");
	if (!risk_within(c, XG_LIM_DAILY_LOSS, loss, XG_WHY_LIMIT)) {
		if (!c->r->loss_told)
			risk_alert(c->r, (struct xg_str){ NULL, 0 }, XG_CRIT,
				"daily_loss",
				"the daily loss is over its "
				"limit: only orders that reduce a position "
				"pass until midnight UTC");
		c->r->loss_told = true;
		return false;
	}
	if (!xg_lim_has(top, XG_LIM_DRAWDOWN))
		return true;
	if (!risk_equity(c->r, &equity))
		return unknown(c, "max_drawdown");
	if (share(c, XG_LIM_DRAWDOWN, fall, equity)) {
		c->r->drawdown_told = false;
		return true;
	}
	if (!c->r->drawdown_told)
		risk_alert(c->r, (struct xg_str){ NULL, 0 }, XG_CRIT,
			"drawdown",
			"the drawdown is over its limit: only "
			"orders that reduce a position pass");
	c->r->drawdown_told = true;
	return false;
}

bool risk_check_held(struct check *c)
{
	struct xg_dec add;

	if (!check_position(c))
		return false;
	if (!added(c, &add))
		return unknown(c, "max_position");
	/* What only takes a position down passes these, whatever they are. */
	if (xg_dec_is_zero(add))
		return true;
	return check_venue(c, add) && check_total(c, add) && check_loss(c) &&
	       risk_check_size(c);
}
