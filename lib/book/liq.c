#include "book/liq.h"

#include "json/write.h"

#define BANDS 6
static const int bands[BANDS] = { 1, 5, 10, 25, 50, 100 };

void xg_liq_text_release(struct xg_liq_text *t)
{
	xg_buf_release(&t->depth);
	xg_buf_release(&t->venues);
}

/* Best price of a side over the healthy markets and all quantity at it. */
static bool best(const struct xg_markets *s, int side, int64_t now,
	int64_t max_age, struct xg_level *out)
{
	struct xg_level l;
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		int c;

		if (!xg_market_is_healthy(s->m[i], now, max_age) ||
			!xg_book_level(&s->m[i]->book, side, 0, &l))
			continue;
		c = any ? xg_dec_cmp(l.px, out->px) : 1;
		if (side != XG_BUY && any)
			c = -c;
		if (c > 0)
			*out = l;
		else if (c == 0 && xg_dec_add(&out->qty, out->qty, l.qty) < 0)
			return false;
		any = true;
	}
	return any;
}

/* Adds the quantities of one book within each band of the middle. */
static int band_sums(const struct xg_book *b, int side, struct xg_dec mid,
	struct xg_dec sum[BANDS])
{
	struct xg_dec edge[BANDS];
	struct xg_level l;
	int rc = 0;

	for (int k = 0; k < BANDS && rc == 0; k++)
		rc = xg_dec_mul(&edge[k], mid,
			xg_dec_make(side == XG_BUY ? 10000 - bands[k]
						   : 10000 + bands[k],
				-4),
			XG_ROUND_NEAREST);
	for (size_t i = 0; rc == 0 && xg_book_level(b, side, i, &l); i++) {
		int k = BANDS - 1, c = xg_dec_cmp(l.px, edge[k]);

		if (side == XG_BUY ? c < 0 : c > 0)
			break;
		for (; k >= 0 && rc == 0; k--) {
			c = xg_dec_cmp(l.px, edge[k]);
			if (side == XG_BUY ? c < 0 : c > 0)
				break;
			rc = xg_dec_add(&sum[k], sum[k], l.qty);
		}
	}
	return rc;
}

static int ratio(
	struct xg_dec *out, struct xg_dec a, struct xg_dec b, int places)
{
	if (xg_dec_is_zero(b)) {
		*out = xg_dec_int(0);
		return 0;
	}
	return xg_dec_div(
		out, a, b, places < 18 ? places : 18, XG_ROUND_NEAREST);
}

struct sums {
	struct xg_dec bid[BANDS], ask[BANDS];
	struct xg_dec venue[XG_BOOKS_VENUES_MAX], total;
};

static int all_sums(const struct xg_markets *s, int64_t now, int64_t max_age,
	struct xg_dec mid, struct sums *t)
{
	int rc = 0;

	for (size_t i = 0; i < s->n && rc == 0; i++) {
		struct xg_dec bid[BANDS] = { { 0, 0 } };
		struct xg_dec ask[BANDS] = { { 0, 0 } };

		if (!xg_market_is_healthy(s->m[i], now, max_age))
			continue;
		rc = band_sums(&s->m[i]->book, XG_BUY, mid, bid);
		if (rc == 0)
			rc = band_sums(&s->m[i]->book, XG_SELL, mid, ask);
		for (int k = 0; k < BANDS && rc == 0; k++) {
			rc = xg_dec_add(&t->bid[k], t->bid[k], bid[k]);
			if (rc == 0)
				rc = xg_dec_add(&t->ask[k], t->ask[k], ask[k]);
		}
		if (rc == 0)
			rc = xg_dec_add(
				&t->venue[i], bid[BANDS - 1], ask[BANDS - 1]);
		if (rc == 0)
			rc = xg_dec_add(&t->total, t->total, t->venue[i]);
	}
	return rc;
}

static int texts(const struct xg_markets *s, int64_t now, int64_t max_age,
	const struct sums *sum, struct xg_liq_text *t)
{
	xg_buf_clear(&t->depth);
	xg_buf_clear(&t->venues);
	xg_buf_char(&t->depth, '[');
	for (int k = 0; k < BANDS; k++) {
		xg_buf_printf(&t->depth, "%s[%d,", k ? "," : "", bands[k]);
		xg_json_dec_value(&t->depth, sum->bid[k]);
		xg_buf_char(&t->depth, ',');
		xg_json_dec_value(&t->depth, sum->ask[k]);
		xg_buf_char(&t->depth, ']');
	}
	xg_buf_char(&t->depth, ']');
	xg_buf_char(&t->venues, '[');
	for (size_t i = 0; i < s->n; i++) {
		struct xg_dec share;

		if (!xg_market_is_healthy(s->m[i], now, max_age))
			continue;
		if (ratio(&share, sum->venue[i], sum->total, 4) < 0)
			return XG_ERR_RANGE;
		xg_json_comma(&t->venues);
		xg_buf_char(&t->venues, '{');
		xg_json_put_str(&t->venues, "venue", s->m[i]->venue);
		xg_json_put_dec(&t->venues, "share", share);
		xg_buf_char(&t->venues, '}');
	}
	xg_buf_char(&t->venues, ']');
	return t->depth.failed || t->venues.failed ? XG_ERR_MEMORY : 0;
}

/* The figures of the top; places: decimals of prices. */
static int top_figures(struct xg_liquidity *q, const struct xg_level *bid,
	const struct xg_level *ask)
{
	int pb = xg_dec_places(bid->px), pa = xg_dec_places(ask->px);
	int places = (pb > pa ? pb : pa) + 2;
	struct xg_dec spread, both, diff, cross = { 0, 0 }, x;
	int rc;

	rc = xg_dec_add(&both, bid->px, ask->px);
	if (rc == 0)
		rc = xg_dec_mul(
			&q->mid, both, xg_dec_make(5, -1), XG_ROUND_NEAREST);
	if (rc == 0)
		rc = xg_dec_sub(&spread, ask->px, bid->px);
	if (rc == 0)
		rc = xg_dec_mul(
			&spread, spread, xg_dec_int(10000), XG_ROUND_NEAREST);
	if (rc == 0)
		rc = ratio(&q->spread_bps, spread, q->mid, 4);
	if (rc == 0)
		rc = xg_dec_add(&both, bid->qty, ask->qty);
	if (rc == 0)
		rc = xg_dec_sub(&diff, bid->qty, ask->qty);
	if (rc == 0)
		rc = ratio(&q->imbalance, diff, both, 6);
	/* Micro price: bid + (ask - bid) * bid_qty / both. */
	if (rc == 0)
		rc = xg_dec_sub(&x, ask->px, bid->px);
	if (rc == 0)
		rc = xg_dec_mul(&cross, x, bid->qty, XG_ROUND_NEAREST);
	if (rc == 0)
		rc = ratio(&x, cross, both, places);
	return rc < 0 ? rc : xg_dec_add(&q->micro, bid->px, x);
}

int xg_markets_liquidity(const struct xg_markets *s, int64_t now,
	int64_t max_age, struct xg_liq_text *t, struct xg_rec *out)
{
	struct sums sum = { 0 };
	struct xg_level bid, ask;
	int rc;

	if (!best(s, XG_BUY, now, max_age, &bid) ||
		!best(s, XG_SELL, now, max_age, &ask))
		return 0;
	xg_rec_start(out, XG_REC_LIQUIDITY, (struct xg_str){ NULL, 0 }, s->sym,
		0, now);
	rc = top_figures(&out->u.liquidity, &bid, &ask);
	if (rc == 0)
		rc = all_sums(s, now, max_age, out->u.liquidity.mid, &sum);
	if (rc == 0)
		rc = texts(s, now, max_age, &sum, t);
	if (rc < 0)
		return rc;
	out->u.liquidity.depth = xg_buf_view(&t->depth);
	out->u.liquidity.venues = xg_buf_view(&t->venues);
	out->has |= XG_HAS(0) | XG_HAS(1) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4) |
		    XG_HAS(5);
	return 1;
}
