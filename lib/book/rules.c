#include "book/rules.h"

bool xg_rules_of(const struct xg_instr *i, struct xg_rules *out)
{
	*out = (struct xg_rules){ 0 };
	if (!i)
		return true;
	if (i->i.inverse ||
		(i->i.status.n && !xg_str_is_text(i->i.status, "trading")))
		return false;
	*out = (struct xg_rules){ i->i.tick, i->i.lot, i->i.min_qty,
		i->i.min_notional };
	return true;
}

int xg_rules_fit_px(const struct xg_rules *r, int side, struct xg_dec *px)
{
	if (xg_dec_sign(r->tick) <= 0)
		return 0;
	return xg_dec_round_step(
		px, *px, r->tick, side == XG_BUY ? XG_ROUND_DOWN : XG_ROUND_UP);
}

int xg_rules_fit_qty(const struct xg_rules *r, struct xg_dec *qty)
{
	if (xg_dec_sign(r->lot) <= 0)
		return 0;
	return xg_dec_round_step(qty, *qty, r->lot, XG_ROUND_DOWN);
}

int xg_rules_below(
	const struct xg_rules *r, struct xg_dec px, struct xg_dec qty)
{
	struct xg_dec notional;

	if (xg_dec_cmp(qty, r->min_qty) < 0)
		return XG_WHY_MIN_QTY;
	/* A notional too large to be held is above any minimum. */
	if (xg_dec_mul(&notional, px, qty, XG_ROUND_DOWN) == 0 &&
		xg_dec_cmp(notional, r->min_notional) < 0)
		return XG_WHY_MIN_NOTIONAL;
	return XG_WHY_NONE;
}
