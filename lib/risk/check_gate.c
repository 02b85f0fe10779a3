/* The checks that need no market: halt, breaker, lists, numbers of orders. */
#include "risk/risk_priv.h"

static bool check_halt(struct check *c)
{
	struct xg_risk *r = c->r;
	struct xg_str why = XG_STR("the halt switch is not known");

	if (!r->halted || r->halted(r->halted_arg, c->rec->venue, &why))
		return risk_refuse(c, XG_WHY_HALTED, "halt", "halted: %.*s",
			why.n > 200 ? 200 : (int)why.n, why.p);
	return true;
}

static bool check_lists(struct check *c)
{
	const struct xg_limits *l = &c->r->limits;

	if (!xg_limits_allow_venue(l, c->rec->venue))
		return risk_refuse(c, XG_WHY_PERMISSION, "allow_venues",
			"this venue is not in the list");
	if (!xg_limits_allow_symbol(l, c->rec->venue, c->rec->sym))
		return risk_refuse(c, XG_WHY_PERMISSION, "allow_symbols",
			"this symbol is not in the list");
	if (!(c->lim->sides >> c->side & 1))
		return risk_refuse(c, XG_WHY_PERMISSION, "allow_sides",
			"%s is not in the list",
			xg_word(XG_WORDS_SIDE, c->side));
	if (!(c->lim->kinds >> c->kind & 1))
		return risk_refuse(c, XG_WHY_PERMISSION, "allow_kinds",
			"%s orders are not in the list",
			xg_word(XG_WORDS_KIND, c->kind));
	return true;
}

static bool check_breaker(struct check *c)
{
	struct xg_risk *r = c->r;
	struct rvenue *v = risk_venue(r, c->rec->venue, false);
	bool changed, lets;

	if (!v)
		return true;
	lets = xg_breaker_lets(&v->breaker, &v->lim, r->now, &changed);
	if (changed)
		risk_breaker_say(r, v);
	if (!lets)
		return risk_refuse(c, XG_WHY_VENUE_DOWN, "breaker",
			"the breaker is %s: %s",
			xg_breaker_word(v->breaker.state), v->breaker.why);
	if (r->many_open)
		return risk_refuse(c, XG_WHY_HALTED, "max_venues_open",
			"too many venues have an open breaker");
	return true;
}

static bool check_age(struct check *c)
{
	const struct xg_rec *rec = c->rec;
	int64_t made = rec->has & XG_HAS_RX   ? rec->rx
		       : rec->has & XG_HAS_TS ? rec->ts
					      : c->r->now;
	int64_t age = (c->r->now - made) / 1000;

	return risk_within(c, XG_LIM_ORDER_AGE, xg_dec_int(age < 0 ? 0 : age),
		XG_WHY_STALE_DATA);
}

/* At most N orders in any second: the N-th last one is a second old. */
static bool check_rate(struct check *c)
{
	struct xg_risk *r = c->r;
	int64_t n = xg_lim_int(&r->limits.top, XG_LIM_ORDERS_PER_S), count = 0;

	if (!xg_lim_has(&r->limits.top, XG_LIM_ORDERS_PER_S))
		return true;
	for (size_t i = 0; i < RATE_MAX && i < r->sent_n; i++) {
		size_t at = (r->sent_n - 1 - i) % RATE_MAX;

		if (r->now - r->sent_at[at] >= 1000000)
			break;
		count++;
	}
	risk_figure(
		c, "max_orders_per_s", xg_dec_int(count + 1), xg_dec_int(n));
	if (count < n)
		return true;
	return risk_refuse(c, XG_WHY_RATE_LIMITED, "max_orders_per_s",
		"%lld orders within a second; the limit is %lld",
		(long long)(count + 1), (long long)n);
}

static bool check_count(struct check *c)
{
	struct rvenue *v = risk_venue(c->r, c->rec->venue, false);

	if (c->amended)
		return true;
	if (risk_open_find(c->r, c->rec->u.order.id))
		return risk_refuse(c, XG_WHY_DUPLICATE_ID, "id",
			"an open order has this id");
	if (c->rec->u.order.id.n > ID_MAX || !c->r->free)
		return risk_refuse(c, XG_WHY_LIMIT, "id",
			"no more orders can be kept, or the id is longer than "
			"%d bytes",
			ID_MAX);
	return risk_within(c, XG_LIM_OPEN_ORDERS,
		xg_dec_int((v ? v->open : 0) + 1), XG_WHY_LIMIT);
}

bool risk_check_gate(struct check *c)
{
	return check_halt(c) && check_breaker(c) && check_lists(c) &&
	       check_age(c) && check_count(c) && check_rate(c);
}
