#include "arb/walk.h"

#include "book/walk.h"

#define QTY_PLACES 8 /* of quantities where no lot is known */

/* Price factors: a unit is worth it while bid * gain >= ask * cost. */
struct factors {
	struct xg_dec cost, gain;
};

static int factors_of(struct factors *f, struct xg_dec buy_fee,
	struct xg_dec sell_fee, struct xg_dec min_bps)
{
	struct xg_dec one = xg_dec_int(1), min;
	int rc = xg_dec_mul(&min, min_bps, xg_dec_make(1, -4), XG_ROUND_UP);

	if (rc == 0)
		rc = xg_dec_add(&f->cost, one, buy_fee);
	if (rc == 0)
		rc = xg_dec_add(&f->cost, f->cost, min);
	return rc < 0 ? rc : xg_dec_sub(&f->gain, one, sell_fee);
}

static int is_worth(
	const struct factors *f, struct xg_dec ask, struct xg_dec bid)
{
	struct xg_dec cost, gain;
	int rc = xg_dec_mul(&cost, ask, f->cost, XG_ROUND_UP);

	if (rc == 0)
		rc = xg_dec_mul(&gain, bid, f->gain, XG_ROUND_DOWN);
	return rc < 0 ? rc : xg_dec_cmp(gain, cost) >= 0;
}

/* At most what `room` of quote buys at this price. */
static struct xg_dec within(
	struct xg_dec take, struct xg_dec room, struct xg_dec ask)
{
	struct xg_dec most;

	if (xg_dec_sign(room) <= 0)
		return xg_dec_int(0);
	/* A quotient too large to be held is no cap. */
	if (xg_dec_div(&most, room, ask, QTY_PLACES, XG_ROUND_DOWN) < 0)
		return take;
	return xg_dec_min(take, most);
}

/* The quantity over which both books are worth it. */
static int common_depth(const struct xg_arb_side *buy,
	const struct xg_arb_side *sell, const struct factors *f,
	struct xg_dec max_notional, struct xg_dec *qty)
{
	bool capped = xg_dec_sign(max_notional) > 0;
	struct xg_dec room = max_notional, paid;
	struct xg_level ask, bid;
	size_t i = 0, j = 0;
	int rc;

	*qty = xg_dec_int(0);
	if (!xg_book_level(buy->book, XG_SELL, 0, &ask) ||
		!xg_book_level(sell->book, XG_BUY, 0, &bid))
		return 0;
	for (;;) {
		struct xg_dec take = xg_dec_min(ask.qty, bid.qty), whole = take;

		rc = is_worth(f, ask.px, bid.px);
		if (rc <= 0)
			return rc;
		if (capped)
			take = within(take, room, ask.px);
		rc = xg_dec_add(qty, *qty, take);
		if (rc == 0)
			rc = xg_dec_mul(&paid, ask.px, take, XG_ROUND_UP);
		if (rc == 0 && capped)
			rc = xg_dec_sub(&room, room, paid);
		if (rc < 0)
			return rc;
		if (xg_dec_cmp(take, whole) < 0)
			return 0;
		if (xg_dec_sub(&ask.qty, ask.qty, take) < 0 ||
			xg_dec_sub(&bid.qty, bid.qty, take) < 0)
			return XG_ERR_RANGE;
		if (xg_dec_is_zero(ask.qty) &&
			!xg_book_level(buy->book, XG_SELL, ++i, &ask))
			return 0;
		if (xg_dec_is_zero(bid.qty) &&
			!xg_book_level(sell->book, XG_BUY, ++j, &bid))
			return 0;
	}
}

/* Down to a multiple of both lots. Lots of venues divide each other in
 * practice; where they don't, a few steps find a common multiple or 0. */
static int fit_lots(struct xg_dec *qty, struct xg_dec a, struct xg_dec b)
{
	bool has_a = xg_dec_sign(a) > 0, has_b = xg_dec_sign(b) > 0;
	int rc = 0;

	if (!has_a && !has_b)
		return -xg_dec_places(*qty) < -QTY_PLACES
			       ? xg_dec_rescale(
					 qty, *qty, -QTY_PLACES, XG_ROUND_DOWN)
			       : 0;
	for (int i = 0; i < 64; i++) {
		if (has_a)
			rc = xg_dec_round_step(qty, *qty, a, XG_ROUND_DOWN);
		if (rc < 0 || !has_b)
			return rc;
		rc = xg_dec_round_step(qty, *qty, b, XG_ROUND_DOWN);
		if (rc < 0 || !has_a || xg_dec_is_multiple(*qty, a))
			return rc;
	}
	*qty = xg_dec_int(0);
	return 0;
}

static int bps_of(struct xg_dec *out, struct xg_dec part, struct xg_dec whole)
{
	struct xg_dec x;
	int rc = xg_dec_mul(&x, part, xg_dec_int(10000), XG_ROUND_DOWN);

	return rc < 0 ? rc : xg_dec_div(out, x, whole, 4, XG_ROUND_DOWN);
}

/* Money of a plan whose qty is set. */
static int settle(const struct xg_arb_side *buy, const struct xg_arb_side *sell,
	struct xg_arb_plan *p)
{
	struct xg_walk b, s;
	struct xg_dec gross, fee;
	int rc = xg_book_walk(buy->book, XG_BUY, p->qty, &b);

	if (rc == 0)
		rc = xg_book_walk(sell->book, XG_SELL, p->qty, &s);
	if (rc < 0)
		return rc;
	p->buy_px = b.worst;
	p->sell_px = s.worst;
	p->buy = b.quote;
	p->sell = s.quote;
	gross = p->sell;
	rc = xg_money_add(&gross, xg_dec_neg(p->buy));
	p->profit = gross;
	if (rc == 0)
		rc = xg_dec_mul(&fee, p->buy, buy->fee, XG_ROUND_UP);
	if (rc == 0)
		rc = xg_money_add(&p->profit, xg_dec_neg(fee));
	if (rc == 0)
		rc = xg_dec_mul(&fee, p->sell, sell->fee, XG_ROUND_UP);
	if (rc == 0)
		rc = xg_money_add(&p->profit, xg_dec_neg(fee));
	if (rc == 0)
		rc = bps_of(&p->gross_bps, gross, p->buy);
	if (rc == 0)
		rc = bps_of(&p->net_bps, p->profit, p->buy);
	if (rc == 0 && xg_dec_places(p->profit) > 8)
		rc = xg_dec_rescale(&p->profit, p->profit, -8, XG_ROUND_DOWN);
	return rc;
}

int xg_arb_walk(const struct xg_arb_side *buy, const struct xg_arb_side *sell,
	struct xg_dec min_bps, struct xg_dec max_notional,
	struct xg_arb_plan *out)
{
	struct factors f;
	int rc = factors_of(&f, buy->fee, sell->fee, min_bps);

	*out = (struct xg_arb_plan){ 0 };
	if (rc == 0)
		rc = common_depth(buy, sell, &f, max_notional, &out->qty);
	if (rc == 0)
		rc = fit_lots(&out->qty, buy->rules.lot, sell->rules.lot);
	if (rc < 0 || xg_dec_sign(out->qty) <= 0)
		return rc;
	rc = settle(buy, sell, out);
	if (rc < 0)
		return rc;
	return xg_rules_below(&buy->rules, out->buy_px, out->qty) == 0 &&
	       xg_rules_below(&sell->rules, out->sell_px, out->qty) == 0 &&
	       xg_dec_sign(out->profit) > 0;
}
