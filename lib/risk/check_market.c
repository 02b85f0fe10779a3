/* The checks of one order against its instrument and its book. */
#include "book/walk.h"
#include "risk/risk_priv.h"

static bool check_instrument(struct check *c)
{
	struct rvenue *v = risk_venue(c->r, c->rec->venue, false);
	const struct xg_instr *i = c->m ? c->m->inst : NULL;
	struct xg_rules rules;

	if (!i && (!v || !v->has_insts))
		return risk_refuse(c, XG_WHY_STALE_DATA, "instrument",
			"no instrument of this venue is known; put xg-inst "
			"before");
	if (!i)
		return risk_refuse(c, XG_WHY_UNKNOWN_SYMBOL, "symbol",
			"the venue has no such instrument");
	if (i->i.inverse)
		return risk_refuse(c, XG_WHY_OTHER, "instrument",
			"inverse contracts cannot be checked");
	if (!xg_rules_of(i, &rules))
		return risk_refuse(c, XG_WHY_MARKET_CLOSED, "instrument",
			"the instrument's status is %.*s",
			i->i.status.n > 40 ? 40 : (int)i->i.status.n,
			i->i.status.p);
	if (xg_dec_sign(c->qty) <= 0 || (c->has_px && xg_dec_sign(c->px) <= 0))
		return risk_refuse(c, XG_WHY_OTHER, "order",
			"price and quantity must be above zero");
	if (c->kind == XG_LIMIT && !c->has_px)
		return risk_refuse(
			c, XG_WHY_OTHER, "order", "a limit order has no price");
	if (c->has_px && xg_dec_sign(rules.tick) > 0 &&
		!xg_dec_is_multiple(c->px, rules.tick))
		return risk_refuse(c, XG_WHY_TICK, "tick",
			"the price is no multiple of the tick");
	if (xg_dec_sign(rules.lot) > 0 &&
		!xg_dec_is_multiple(c->qty, rules.lot))
		return risk_refuse(c, XG_WHY_LOT, "lot",
			"the quantity is no multiple of the lot");
	return true;
}

static bool check_data(struct check *c)
{
	const struct xg_market *b = c->m->book;
	int64_t max = xg_lim_int(c->lim, XG_LIM_DATA_AGE);
	int64_t age;

	if (!b || !xg_market_is_usable(b, c->r->now, 0) ||
		!risk_mid(b, &c->mid))
		return risk_refuse(c, XG_WHY_STALE_DATA, "market_data",
			"there is no book of this market that is in sync");
	age = c->r->now - b->rx;
	if (max > 0 && age > max * 1000)
		return risk_refuse(c, XG_WHY_STALE_DATA, "max_data_age_ms",
			"the book is %lld ms old; the limit is %lld",
			(long long)(age / 1000), (long long)max);
	risk_figure(
		c, "max_data_age_ms", xg_dec_int(age / 1000), xg_dec_int(max));
	if (!risk_unit(c->r, c->m, &c->unit))
		return risk_refuse(c, XG_WHY_STALE_DATA, "currency",
			"no price turns %.*s into the currency of the limits",
			XG_STR_ARG(c->m->inst->i.quote));
	return true;
}

/* 10000 * (a - b) / b, two decimals, away from zero. */
static bool bps(struct xg_dec a, struct xg_dec b, struct xg_dec *out)
{
	struct xg_dec d;

	return xg_dec_sub(&d, a, b) == 0 &&
	       xg_dec_mul(&d, d, xg_dec_int(10000), XG_ROUND_NEAREST) == 0 &&
	       xg_dec_div(out, d, b, 4, XG_ROUND_UP) == 0;
}

static bool range(struct check *c)
{
	return risk_refuse(c, XG_WHY_OTHER, "range",
		"the numbers are too large to be checked");
}

/* What the order would take at once: how far its average price is from the
 * best one, and for a market order where it ends. */
static bool check_slippage(struct check *c)
{
	int other = c->side == XG_BUY ? XG_SELL : XG_BUY;
	struct xg_dec left = c->qty, quote = { 0, 0 }, taken, avg, cost;
	struct xg_level l, best = { 0 };
	size_t i;

	for (i = 0; xg_dec_sign(left) > 0 &&
		    xg_book_level(&c->m->book->book, other, i, &l);
		i++) {
		int far = c->has_px ? xg_dec_cmp(l.px, c->px) : 0;

		if (c->side == XG_BUY ? far > 0 : far < 0)
			break;
		if (i == 0)
			best = l;
		taken = xg_dec_min(left, l.qty);
		if (xg_money_add_mul(&quote, l.px, taken) < 0 ||
			xg_dec_sub(&left, left, taken) < 0)
			return range(c);
		if (!c->has_px)
			c->px = l.px;
	}
	if (!c->has_px && xg_dec_sign(left) > 0)
		return risk_refuse(c, XG_WHY_LIMIT, "max_slippage_bps",
			"the book is too thin for this market order");
	if (i == 0 || c->tif == XG_GTX)
		return true;
	if (xg_dec_sub(&taken, c->qty, left) < 0 ||
		xg_dec_div(&avg, quote, taken, 12, XG_ROUND_NEAREST) < 0 ||
		!bps(avg, best.px, &cost))
		return range(c);
	return risk_within(c, XG_LIM_SLIPPAGE, xg_dec_abs(cost), XG_WHY_LIMIT);
}

/* Fat finger: a buy far above or a sell far below the middle. */
static bool check_band(struct check *c)
{
	struct xg_dec off;

	if (!bps(c->px, c->mid, &off))
		return range(c);
	if (c->side == XG_SELL)
		off = xg_dec_neg(off);
	return risk_within(c, XG_LIM_PRICE_BAND, off, XG_WHY_PRICE_BAND);
}

static bool check_fee(struct check *c)
{
	const struct xg_fee *f = xg_fees_of(&c->r->fees, c->m->book);
	struct xg_dec fee;

	if (!xg_lim_has(c->lim, XG_LIM_FEE))
		return true;
	if (!f || xg_dec_mul(&fee, c->tif == XG_GTX ? f->maker : f->taker,
			  xg_dec_int(10000), XG_ROUND_UP) < 0)
		return risk_refuse(c, XG_WHY_STALE_DATA, "max_fee_bps",
			"the fee of this market is not known");
	return risk_within(c, XG_LIM_FEE, fee, XG_WHY_LIMIT);
}

static bool check_amount(struct check *c)
{
	struct xg_dec notional, rate;
	struct xg_rules rules;
	int below;

	(void)xg_rules_of(c->m->inst, &rules);
	below = xg_rules_below(&rules, c->px, c->qty);
	if (below != XG_WHY_NONE)
		return risk_refuse(c, below,
			below == XG_WHY_MIN_QTY ? "min_qty" : "min_notional",
			"the order is below the least of the venue");
	if (!risk_rate(c->r, c->m->inst->i.quote, &rate) ||
		xg_dec_mul(&notional, c->px, c->qty, XG_ROUND_UP) < 0 ||
		xg_dec_mul(&notional, notional, rate, XG_ROUND_UP) < 0)
		return range(c);
	return risk_within(c, XG_LIM_ORDER_QTY, c->qty, XG_WHY_LIMIT) &&
	       risk_within(c, XG_LIM_ORDER_NOTIONAL, notional, XG_WHY_LIMIT);
}

static bool check_self(struct check *c)
{
	if (xg_lim_has(c->lim, XG_LIM_SELF_TRADE) &&
		!xg_dec_is_zero(c->lim->v[XG_LIM_SELF_TRADE]))
		return true;
	for (struct ropen *o = c->m->orders; o; o = o->next) {
		int d = o->has_px && c->has_px ? xg_dec_cmp(c->px, o->px) : 0;

		if (o->side == c->side || o == c->amended || o->is_final)
			continue;
		if (c->side == XG_BUY ? d >= 0 : d <= 0)
			return risk_refuse(c, XG_WHY_WOULD_CROSS, "self_trade",
				"it would meet the own order %.*s",
				o->id_n > 60 ? 60 : (int)o->id_n, o->id);
	}
	return true;
}

/* The price here against the middle of all venues that have the symbol. */
static bool check_dislocation(struct check *c)
{
	const struct xg_markets *all = c->m->book->of;
	struct xg_dec mid[XG_BOOKS_VENUES_MAX], ref, off, cents;
	int64_t max = xg_lim_int(c->lim, XG_LIM_DATA_AGE) * 1000;
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct xg_dec m;
		size_t k = n;

		if (!xg_market_is_usable(all->m[i], c->r->now, max) ||
			!risk_mid(all->m[i], &m))
			continue;
		for (; k > 0 && xg_dec_cmp(mid[k - 1], m) > 0; k--)
			mid[k] = mid[k - 1];
		mid[k] = m;
		n++;
	}
	if (n < 2)
		return true;
	if (xg_dec_add(&ref, mid[(n - 1) / 2], mid[n / 2]) < 0 ||
		xg_dec_mul(&ref, ref, xg_dec_make(5, -1), XG_ROUND_NEAREST) <
			0 ||
		!bps(c->mid, ref, &off) ||
		xg_dec_rescale(&cents, off, -2, XG_ROUND_NEAREST) < 0)
		return range(c);
	risk_breaker(c->r, c->m->v, XG_BRK_DISLOCATION, cents.m);
	if (c->m->v->breaker.state == XG_BRK_OPEN)
		return risk_refuse(c, XG_WHY_VENUE_DOWN, "breaker", "%s",
			c->m->v->breaker.why);
	return true;
}

bool risk_check_market(struct check *c)
{
	return check_instrument(c) && check_data(c) && check_dislocation(c) &&
	       check_slippage(c) && check_band(c) && check_fee(c) &&
	       check_amount(c) && check_self(c);
}
