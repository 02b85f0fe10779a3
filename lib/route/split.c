#include "route/split.h"

#include "book/walk.h"

#define CAP_PLACES 12

/* At most what the balance pays for at the price of head. */
static struct xg_dec capped(const struct xg_route_venue *v, struct xg_dec take)
{
	struct xg_dec most = v->room;

	if (!v->has_cap)
		return take;
	if (xg_dec_sign(v->room) <= 0)
		return xg_dec_int(0);
	if (!v->cap_base && (xg_dec_sign(v->unit) <= 0 ||
				    xg_dec_div(&most, v->room, v->unit,
					    CAP_PLACES, XG_ROUND_DOWN) < 0))
		return take; /* more than can be said: no bound */
	return xg_dec_min(take, most);
}

static int spend(struct xg_route_venue *v, struct xg_dec take)
{
	struct xg_dec cost = take;
	int rc = 0;

	if (!v->has_cap)
		return 0;
	if (!v->cap_base)
		rc = xg_dec_mul(&cost, take, v->unit, XG_ROUND_UP);
	return rc < 0 ? rc : xg_money_add(&v->room, xg_dec_neg(cost));
}

static int greedy(
	struct xg_route_venue *v, size_t n, int side, struct xg_dec qty)
{
	struct xg_dec left = qty;
	int i, rc = xg_route_merge_start(v, n, side);

	while (rc == 0 && xg_dec_sign(left) > 0 &&
		(i = xg_route_merge_next(v, n, side)) >= 0) {
		struct xg_dec take = xg_dec_min(left, v[i].head.qty);
		struct xg_dec whole = take;

		take = capped(&v[i], take);
		rc = xg_dec_add(&v[i].qty, v[i].qty, take);
		if (rc == 0)
			rc = xg_dec_sub(&left, left, take);
		if (rc == 0)
			rc = spend(&v[i], take);
		if (xg_dec_cmp(take, whole) < 0)
			v[i].live = false;
		else if (rc == 0)
			rc = xg_route_merge_take(&v[i], side, take);
	}
	return rc;
}

static int weigh(struct xg_route_venue *v, int side)
{
	struct xg_walk w;
	int rc = xg_book_walk(v->book, side, v->qty, &w);

	v->quote = w.quote;
	v->worst = w.worst;
	return rc;
}

static const char *words_of(int reason)
{
	return reason == XG_WHY_MIN_QTY
		       ? "its part is below the least quantity"
		       : "its part is below the least notional";
}

/* Rounds all parts; *again when a venue dropped out. */
static int fit(struct xg_route_venue *v, size_t n, int side, bool *again)
{
	int rc = 0;

	*again = false;
	for (size_t i = 0; i < n && rc == 0; i++) {
		bool had = xg_dec_sign(v[i].qty) > 0;

		if (v[i].why || !had)
			continue;
		rc = xg_rules_fit_qty(&v[i].rules, &v[i].qty);
		if (rc == 0)
			rc = weigh(&v[i], side);
		if (rc < 0 || xg_dec_is_zero(v[i].qty))
			continue; /* the rest of a lot may still come */
		v[i].reason = xg_rules_below(&v[i].rules,
			v[i].has_limit ? v[i].limit : v[i].worst, v[i].qty);
		if (v[i].reason) {
			v[i].why = words_of(v[i].reason);
			*again = true;
		}
	}
	return rc;
}

/* Can this venue take `more` on top, and what would the last unit cost? */
static bool can_add(const struct xg_route_venue *v, int side,
	struct xg_dec more, struct xg_dec *unit)
{
	struct xg_dec all, cost;
	struct xg_walk w;

	if (v->why || xg_dec_add(&all, v->qty, more) < 0 ||
		xg_book_walk(v->book, side, all, &w) < 0 ||
		xg_dec_cmp(w.qty, all) != 0 ||
		(v->has_limit && xg_route_cmp(side, w.worst, v->limit) > 0) ||
		xg_rules_below(&v->rules, v->has_limit ? v->limit : w.worst,
			all) != XG_WHY_NONE)
		return false;
	if (v->has_cap) {
		if (v->cap_base)
			cost = all;
		else if (xg_route_unit(side, w.quote, v->fee, &cost) < 0)
			return false;
		if (xg_dec_cmp(cost, v->cap) > 0)
			return false;
	}
	return xg_route_unit(side, w.worst, v->fee, unit) == 0;
}

/* What the lots cut off: each venue is asked at most once. */
static int top_up(
	struct xg_route_venue *v, size_t n, int side, struct xg_dec *left)
{
	for (size_t round = 0; round < n && xg_dec_sign(*left) > 0; round++) {
		struct xg_dec best_unit = { 0, 0 }, best_more = { 0, 0 };
		size_t best = n;

		for (size_t i = 0; i < n; i++) {
			struct xg_dec more = *left, unit;

			if (xg_rules_fit_qty(&v[i].rules, &more) < 0 ||
				xg_dec_sign(more) <= 0 ||
				!can_add(&v[i], side, more, &unit))
				continue;
			if (best < n &&
				xg_route_cmp(side, unit, best_unit) >= 0)
				continue;
			best = i;
			best_unit = unit;
			best_more = more;
		}
		if (best == n)
			return 0;
		if (xg_dec_add(&v[best].qty, v[best].qty, best_more) < 0 ||
			xg_dec_sub(left, *left, best_more) < 0 ||
			weigh(&v[best], side) < 0)
			return XG_ERR_RANGE;
	}
	return 0;
}

int xg_route_split(struct xg_route_venue *v, size_t n, int side,
	struct xg_dec qty, struct xg_dec *left)
{
	bool again = true;
	int rc = 0;

	while (again && rc == 0) {
		rc = greedy(v, n, side, qty);
		if (rc == 0)
			rc = fit(v, n, side, &again);
	}
	*left = qty;
	for (size_t i = 0; i < n && rc == 0; i++) {
		if (v[i].why)
			v[i].qty = xg_dec_int(0);
		else
			rc = xg_dec_sub(left, *left, v[i].qty);
	}
	return rc < 0 ? rc : top_up(v, n, side, left);
}
