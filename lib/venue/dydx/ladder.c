/* A book whose levels remember the frame that touched them last. Source: the
 * venue's documents, how to uncross the order book. */
#include <stdlib.h>

#include "base/room.h"
#include "venue/dydx/dydx.h"

#define LEVELS_MAX 16384

void xg_dydx_ladder_release(struct xg_dydx_ladder *b)
{
	free(b->side[0].lv);
	free(b->side[1].lv);
	*b = (struct xg_dydx_ladder){ 0 };
}

void xg_dydx_ladder_clear(struct xg_dydx_ladder *b)
{
	b->side[0].n = b->side[1].n = 0;
}

/* Where a price is, or would go. *found says which. */
static size_t place_of(
	const struct xg_dydx_side *s, int side, struct xg_dec px, bool *found)
{
	size_t lo = 0, hi = s->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int way = xg_dec_cmp(s->lv[mid].px, px);

		if (way == 0) {
			*found = true;
			return mid;
		}
		if (side == 0 ? way > 0 : way < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	*found = false;
	return lo;
}

static void remove_at(struct xg_dydx_side *s, size_t at)
{
	memmove(s->lv + at, s->lv + at + 1, (s->n - at - 1) * sizeof *s->lv);
	s->n--;
}

static int insert_at(
	struct xg_dydx_side *s, size_t at, const struct xg_dydx_level *l)
{
	int rc = XG_ROOM(s->lv, s->n, s->cap, LEVELS_MAX);

	if (rc < 0)
		return rc;
	memmove(s->lv + at + 1, s->lv + at, (s->n - at) * sizeof *l);
	s->lv[at] = *l;
	s->n++;
	return 1;
}

int xg_dydx_ladder_set(struct xg_dydx_ladder *b, int side, struct xg_dec px,
	struct xg_dec qty, int64_t stamp)
{
	const struct xg_dydx_level l = { px, qty, stamp };
	struct xg_dydx_side *s = &b->side[side];
	bool found;
	size_t at = place_of(s, side, px, &found);

	if (!found && xg_dec_is_zero(qty))
		return 0;
	if (!found)
		return insert_at(s, at, &l);
	if (xg_dec_is_zero(qty))
		remove_at(s, at);
	else
		s->lv[at] = l;
	return 1;
}

struct xg_dec xg_dydx_ladder_qty(
	const struct xg_dydx_ladder *b, int side, struct xg_dec px)
{
	bool found;
	size_t at = place_of(&b->side[side], side, px, &found);

	return found ? b->side[side].lv[at].qty : (struct xg_dec){ 0, 0 };
}

int xg_dydx_list_add(struct xg_dydx_list *l, struct xg_level level)
{
	int rc = XG_ROOM(l->lv, l->n, l->cap, 4 * LEVELS_MAX);

	if (rc < 0)
		return rc;
	l->lv[l->n++] = level;
	return 0;
}

/* The best level of a side loses so much; what has nothing left goes. */
static int take(struct xg_dydx_ladder *b, int side, struct xg_dec qty,
	struct xg_dydx_list *changed)
{
	struct xg_dydx_side *s = &b->side[side];
	struct xg_dydx_level *best = &s->lv[0];
	struct xg_dec left;
	int rc = xg_dec_sub(&left, best->qty, qty);

	if (rc == 0)
		rc = xg_dydx_list_add(
			changed, (struct xg_level){ best->px, left });
	if (rc < 0)
		return rc;
	if (xg_dec_is_zero(left))
		remove_at(s, 0);
	else
		best->qty = left;
	return 0;
}

int xg_dydx_ladder_uncross(
	struct xg_dydx_ladder *b, struct xg_dydx_list changed[static 2])
{
	struct xg_dydx_side *bids = &b->side[0], *asks = &b->side[1];

	while (bids->n && asks->n &&
		xg_dec_cmp(bids->lv[0].px, asks->lv[0].px) >= 0) {
		struct xg_dydx_level bid = bids->lv[0], ask = asks->lv[0];
		struct xg_dec less = xg_dec_min(bid.qty, ask.qty);
		int rc = 0;

		if (bid.stamp <= ask.stamp)
			rc = take(b, 0, bid.stamp < ask.stamp ? bid.qty : less,
				&changed[0]);
		if (rc == 0 && ask.stamp <= bid.stamp)
			rc = take(b, 1, ask.stamp < bid.stamp ? ask.qty : less,
				&changed[1]);
		if (rc < 0)
			return rc;
	}
	return 0;
}
