#include "book/lead.h"

void xg_lead_off(struct xg_lead *l, struct xg_book *b)
{
	while (l->n > 0) {
		l->n--;
		/* It was in the book, so the book can hold it. */
		(void)xg_book_set(b, l->undo[l->n].side, l->undo[l->n].was.px,
			l->undo[l->n].was.qty);
	}
}

static bool change(struct xg_lead *l, struct xg_book *b, int side,
	struct xg_level was, struct xg_dec qty)
{
	if (l->n == XG_LEAD_MAX || xg_book_set(b, side, was.px, qty) < 0)
		return false;
	l->undo[l->n].side = side;
	l->undo[l->n++].was = was;
	return true;
}

/* One side gets its best price. */
static bool lay(struct xg_lead *l, struct xg_book *b, int side,
	struct xg_dec px, struct xg_dec qty)
{
	const struct xg_dec none = { 0 };
	struct xg_level best, was = { px, none };

	while (xg_book_level(b, side, 0, &best)) {
		int c = xg_dec_cmp(best.px, px);

		if (c == 0) {
			was = best;
			break;
		}
		if (side == XG_BUY ? c < 0 : c > 0)
			break;
		if (!change(l, b, side, best, none))
			return false;
	}
	return xg_dec_cmp(was.qty, qty) == 0 || change(l, b, side, was, qty);
}

static bool lay_both(struct xg_lead *l, struct xg_book *b)
{
	if (l->has_bid && !lay(l, b, XG_BUY, l->bbo.bid, l->bbo.bid_qty))
		return false;
	if (l->has_ask && !lay(l, b, XG_SELL, l->bbo.ask, l->bbo.ask_qty))
		return false;
	return !xg_book_is_crossed(b);
}

void xg_lead_again(struct xg_lead *l, struct xg_book *b)
{
	if (b->synced && l->bbo.seq > b->seq && !lay_both(l, b))
		xg_lead_off(l, b);
}

bool xg_lead_put(struct xg_lead *l, struct xg_book *b, const struct xg_bbo *bbo,
	bool has_bid, bool has_ask)
{
	bool changed = l->n > 0;

	/* The book is as new, or newer prices have come. */
	if (bbo->seq <= b->seq || bbo->seq < l->bbo.seq)
		return false;
	xg_lead_off(l, b);
	l->bbo = *bbo;
	l->has_bid = has_bid;
	l->has_ask = has_ask;
	xg_lead_again(l, b);
	return changed || l->n > 0;
}
