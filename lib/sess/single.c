#include "sess/single.h"

#include <stdio.h>

void xg_made_id(
	char out[static XG_MADE_ID], int64_t now, const unsigned char some[4])
{
	snprintf(out, XG_MADE_ID, "xg%013llx%02x%02x%02x%02x",
		(unsigned long long)now, some[0], some[1], some[2], some[3]);
}

int xg_single_order(
	struct xg_single *s, struct xg_rec *rec, struct xg_error *err)
{
	struct xg_dec qty;
	int n;

	if (xg_dec_from(&qty, xg_str_from(s->qty_word)) < 0 ||
		xg_dec_sign(qty) <= 0)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"the quantity \"%.40s\" is no number above zero",
			s->qty_word);
	n = xg_sym_normal(s->sym, xg_str_from(s->sym_word));
	if (n < 0)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"\"%.60s\" is no symbol, such as BTC-USDT",
			s->sym_word);
	xg_rec_start(rec, XG_REC_ORDER, xg_str_from(s->venue),
		(struct xg_str){ s->sym, (size_t)n }, 0, 0);
	XG_REC_SET(rec, order.id, xg_str_from(s->id));
	XG_REC_SET(rec, order.side, s->side);
	XG_REC_SET(rec, order.qty, qty);
	XG_REC_SET(
		rec, order.kind, xg_dec_is_zero(s->px) ? XG_MARKET : XG_LIMIT);
	if (!xg_dec_is_zero(s->px))
		XG_REC_SET(rec, order.px, s->px);
	if (s->post_only || s->tif)
		XG_REC_SET(rec, order.tif, s->post_only ? XG_GTX : s->tif);
	if (s->reduce)
		XG_REC_SET(rec, order.reduce, true);
	if (s->pos)
		XG_REC_SET(rec, order.pos, s->pos);
	return 0;
}

int xg_single_amend(
	const struct xg_single *s, struct xg_rec *rec, struct xg_error *err)
{
	const struct xg_str none = { NULL, 0 };

	if (xg_dec_is_zero(s->px) && xg_dec_is_zero(s->qty))
		return xg_error_set(err, XG_ERR_SYNTAX,
			"say the id of the order, and --px or --qty");
	xg_rec_start(rec, XG_REC_AMEND, none, none, 0, 0);
	XG_REC_SET(rec, amend.id, xg_str_from(s->id));
	if (!xg_dec_is_zero(s->px))
		XG_REC_SET(rec, amend.px, s->px);
	if (!xg_dec_is_zero(s->qty))
		XG_REC_SET(rec, amend.qty, s->qty);
	return 0;
}

void xg_single_cancel(const struct xg_single *s, struct xg_rec *rec)
{
	const struct xg_str none = { NULL, 0 };

	xg_rec_start(rec, XG_REC_CANCEL, none, none, 0, 0);
	if (strcmp(s->id, "all") == 0)
		XG_REC_SET(rec, cancel.all, true);
	else
		XG_REC_SET(rec, cancel.id, xg_str_from(s->id));
}
