/* An opportunity as a group of orders: all legs or none. */
#include "route/route.h"

/* Does the order fit the venue's steps and minimums? */
static int fits(const struct xg_rules *rules, const struct xg_leg *leg,
	struct xg_dec *px, const char **rule)
{
	*rule = "tick";
	if (xg_rules_fit_px(rules, leg->side, px) < 0 || xg_dec_sign(*px) <= 0)
		return XG_WHY_TICK;
	*rule = "lot";
	if (xg_dec_sign(leg->qty) <= 0 ||
		(xg_dec_sign(rules->lot) > 0 &&
			!xg_dec_is_multiple(leg->qty, rules->lot)))
		return XG_WHY_LOT;
	*rule = "minimum";
	return xg_rules_below(rules, *px, leg->qty);
}

static int pays(struct xg_route *r, struct xg_route_venue *v,
	const struct xg_leg *leg, struct xg_dec px)
{
	int why = xg_route_cap(r, v, leg->side);

	if (why || xg_route_affords(v, leg->side, px, leg->qty))
		return why;
	return XG_WHY_INSUFFICIENT_FUNDS;
}

static struct xg_str venue_text(const struct xg_leg *leg)
{
	return (struct xg_str){ leg->venue.p,
		leg->venue.n < 40 ? leg->venue.n : 40 };
}

/* Both legs of the same size, down to what every balance pays for and every lot
 * holds: a part of a profitable size is profitable, since the best prices are
 * the first. Opportunities with legs of different sizes stay as they are. */
static void shrink(struct xg_route *r, struct xg_leg *legs, size_t n)
{
	struct xg_dec qty = legs[0].qty, most;
	bool settled = false;

	for (size_t i = 0; i < n; i++) {
		struct xg_market *m =
			xg_books_get(&r->books, legs[i].venue, legs[i].sym);
		struct xg_route_venue v = { .m = m };

		if (!m || xg_dec_cmp(legs[i].qty, legs[0].qty) != 0 ||
			!xg_rules_of(xg_insts_sym(&r->insts, legs[i].venue,
					     legs[i].sym),
				&r->venue[i].rules))
			return;
		v.fee = xg_fees_of(&r->fees, m)->taker;
		if (xg_route_cap(r, &v, legs[i].side) == XG_WHY_NONE &&
			xg_route_most(&v, legs[i].side, legs[i].px, &most))
			qty = xg_dec_min(qty, most);
	}
	if (xg_dec_cmp(qty, legs[0].qty) == 0)
		return;
	for (int turn = 0; turn < 8 && !settled; turn++) {
		struct xg_dec before = qty;

		for (size_t i = 0; i < n; i++)
			if (xg_rules_fit_qty(&r->venue[i].rules, &qty) < 0)
				return;
		settled = xg_dec_cmp(before, qty) == 0;
	}
	for (size_t i = 0; settled && i < n; i++)
		legs[i].qty = qty;
}

/* One leg against what is known now; false: the plan is rejected. */
static bool check(struct xg_route *r, const struct xg_leg *leg,
	struct xg_route_venue *v, struct xg_dec *px)
{
	struct xg_market *m = xg_books_get(&r->books, leg->venue, leg->sym);
	const char *rule = "book";
	int why = XG_WHY_NONE;

	*v = (struct xg_route_venue){ .m = m };
	*px = leg->px;
	if (!m || !xg_market_is_usable(m, r->books.now, r->o.max_age)) {
		why = XG_WHY_STALE_DATA;
	} else if (xg_route_barred(r, m->venue)) {
		rule = "venue";
		why = xg_route_barred(r, m->venue)->reason;
	} else if (!xg_rules_of(xg_insts_sym(&r->insts, leg->venue, leg->sym),
			   &v->rules)) {
		rule = "status";
		why = XG_WHY_MARKET_CLOSED;
	} else {
		v->fee = xg_fees_of(&r->fees, m)->taker;
		why = fits(&v->rules, leg, px, &rule);
	}
	if (!why) {
		rule = "balance";
		why = pays(r, v, leg, *px);
	}
	if (why)
		xg_route_reject(r, why, rule, "the leg at %.*s does not pass",
			XG_STR_ARG(venue_text(leg)));
	return !why;
}

static bool is_fresh(struct xg_route *r, const struct xg_rec *rec)
{
	const struct xg_arb *a = &rec->u.arb;
	int64_t age = r->books.now - rec->rx;

	if (!a->legs.n || a->legs.n > XG_ROUTE_LEGS) {
		xg_route_reject(r, XG_WHY_OTHER, "legs",
			"it has %zu legs; 1 to %d are possible", a->legs.n,
			XG_ROUTE_LEGS);
		return false;
	}
	if ((rec->has & XG_HAS(7)) && (rec->has & XG_HAS_RX) &&
		age / 1000 > a->ttl_ms) {
		xg_route_reject(r, XG_WHY_STALE_DATA, "ttl",
			"it is %lld ms old and was good for %lld",
			(long long)(age / 1000), (long long)a->ttl_ms);
		return false;
	}
	return true;
}

void xg_route_legs(struct xg_route *r, const struct xg_rec *rec)
{
	const struct xg_arb *a = &rec->u.arb;
	struct xg_dec px[XG_ROUTE_LEGS];
	struct xg_leg legs[XG_ROUTE_LEGS];
	uint64_t has = XG_HAS(1) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4) |
		       XG_HAS(5) | XG_HAS(6) | XG_HAS(10) | XG_HAS(12);

	if (!is_fresh(r, rec))
		return;
	memcpy(legs, a->legs.p, a->legs.n * sizeof *legs);
	shrink(r, legs, a->legs.n);
	for (size_t i = 0; i < a->legs.n; i++) {
		if (!check(r, &legs[i], &r->venue[i], &px[i]))
			return;
	}
	for (size_t i = 0; i < a->legs.n; i++) {
		const struct xg_leg *leg = &legs[i];
		struct xg_order o = { .parent = a->id,
			.side = leg->side,
			.kind = XG_LIMIT,
			.px = px[i],
			.qty = leg->qty,
			.tif = XG_IOC,
			.group = a->id,
			.legs = (int64_t)a->legs.n };

		if (!xg_route_add(r, r->venue[i].m, &o, has))
			return;
	}
	for (size_t i = 0; i < a->legs.n; i++)
		xg_route_bind(
			r, &r->venue[i], legs[i].side, px[i], legs[i].qty);
}
