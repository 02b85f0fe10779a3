#include "book/walk.h"

int xg_money_add(struct xg_dec *sum, struct xg_dec v)
{
	struct xg_dec a = *sum;

	while (xg_dec_add(sum, a, v) < 0) {
		struct xg_dec *fine = a.e < v.e ? &a : &v;
		int e = fine->e + 1;

		if (e > 0)
			return XG_ERR_RANGE;
		if (xg_dec_rescale(fine, *fine, e, XG_ROUND_NEAREST) < 0)
			return XG_ERR_RANGE;
	}
	return 0;
}

int xg_money_add_mul(struct xg_dec *sum, struct xg_dec px, struct xg_dec qty)
{
	struct xg_dec v;
	int rc = xg_dec_mul(&v, px, qty, XG_ROUND_NEAREST);

	return rc < 0 ? rc : xg_money_add(sum, v);
}

int xg_book_walk(const struct xg_book *b, int side, struct xg_dec qty,
	struct xg_walk *out)
{
	int other = side == XG_BUY ? XG_SELL : XG_BUY;
	struct xg_dec left = qty;
	struct xg_level l;
	int rc;

	*out = (struct xg_walk){ 0 };
	while (xg_dec_sign(left) > 0 &&
		xg_book_level(b, other, out->levels, &l)) {
		struct xg_dec take = xg_dec_min(left, l.qty);

		rc = xg_money_add_mul(&out->quote, l.px, take);
		if (rc == 0)
			rc = xg_dec_sub(&left, left, take);
		if (rc < 0)
			return rc;
		out->worst = l.px;
		out->levels++;
	}
	return xg_dec_sub(&out->qty, qty, left);
}

int xg_walk_avg(const struct xg_walk *w, struct xg_dec *out)
{
	int places = xg_dec_places(w->worst) + 2;

	return xg_dec_div(out, w->quote, w->qty, places > 18 ? 18 : places,
		XG_ROUND_NEAREST);
}
