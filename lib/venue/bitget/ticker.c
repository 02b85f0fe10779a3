/* Tickers of futures: marks, funding, open interest; each is whole. Those of spot
 * are statistics of 24 hours. Source: market channels of v2, tickers channel of
 * v3, recordings of v1. */
#include "venue/bitget/bitget.h"

#define NAME XG_STR("bitget")

enum { MARK, INDEX, OI, RATE, NEXT, AT, AT_V1, KEYS };
static const char *const v1[KEYS] = { "markPrice", "indexPrice", "holding",
	"capitalRate", "nextSettleTime", "ts", "systemTime" };
static const char *const v2[KEYS] = { "markPrice", "indexPrice",
	"holdingAmount", "fundingRate", "nextFundingTime", "ts", NULL };
static const char *const v3[KEYS] = { "markPrice", "indexPrice", "openInterest",
	"fundingRate", "nextFundingTime", "ts", NULL };

/* A decimal of which the venue writes more digits than one has (an index of
 * 21): those at the end are cut. 1 read, 0 empty, <0 bad. */
static int cut_dec(struct xg_dec *out, struct xg_str text)
{
	int rc = xg_scan_dec(out, text);

	while (rc == XG_ERR_RANGE && text.n > XG_DEC_DIGITS &&
		memchr(text.p, '.', text.n - 1)) {
		text.n--;
		rc = text.p[text.n - 1] == '.' ? XG_ERR_RANGE
					       : xg_scan_dec(out, text);
	}
	return rc;
}

/* A price: 1 read, 0 none ("" or 0), <0 bad. */
static int price(struct xg_dec *out, struct xg_str text)
{
	int rc = cut_dec(out, text);

	if (rc < 0 || xg_dec_sign(*out) < 0)
		return XG_ERR_RANGE;
	return rc > 0 && !xg_dec_is_zero(*out);
}

/* What the records of one ticker have in common. */
struct ticker {
	struct xg_bitget_in *in;
	int64_t ts;
	struct xg_dec mark, index;
	bool has_mark, has_index;
};

static void start(const struct ticker *t, struct xg_rec *rec, int type)
{
	xg_rec_start(rec, type, NAME, t->in->inst->sym, t->ts, t->in->d->rx);
}

static int hold_mark(const struct ticker *t)
{
	struct xg_rec rec;

	if (!t->has_mark)
		return 0;
	start(t, &rec, XG_REC_MARK);
	XG_REC_SET(&rec, mark.mark, t->mark);
	if (t->has_index)
		XG_REC_SET(&rec, mark.index, t->index);
	return xg_decoder_hold(t->in->d, &rec);
}

/* Dated contracts have a rate of 0 and no next time. */
static int hold_funding(
	const struct ticker *t, struct xg_str rate, struct xg_str next)
{
	struct xg_rec rec;
	struct xg_dec r;
	int rc = cut_dec(&r, rate);

	if (rc <= 0 || t->in->inst->i.kind != XG_PERP)
		return rc;
	start(t, &rec, XG_REC_FUNDING);
	XG_REC_SET(&rec, funding.rate, r);
	if (xg_scan_ms(next))
		XG_REC_SET(&rec, funding.next, xg_scan_ms(next));
	if (t->has_mark)
		XG_REC_SET(&rec, funding.mark, t->mark);
	if (t->has_index)
		XG_REC_SET(&rec, funding.index, t->index);
	return xg_decoder_hold(t->in->d, &rec);
}

static int hold_oi(const struct ticker *t, struct xg_str text)
{
	struct xg_rec rec;
	struct xg_dec qty;
	int rc = cut_dec(&qty, text);

	if (rc <= 0)
		return rc;
	if (xg_dec_sign(qty) < 0)
		return XG_ERR_RANGE;
	start(t, &rec, XG_REC_OI);
	XG_REC_SET(&rec, oi.qty, qty);
	return xg_decoder_hold(t->in->d, &rec);
}

int xg_bitget_ticker_row(void *ctx, struct xg_json *j)
{
	struct xg_bitget_in *in = ctx;
	static const char *const *const names[] = {
		[XG_BITGET_V1] = v1, [XG_BITGET_V2] = v2, [XG_BITGET_V3] = v3
	};
	struct ticker t = { .in = in };
	struct xg_str v[KEYS];
	int mark, index, rc;

	if (xg_scan(j, names[in->dialect], v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (in->inst->i.kind == XG_SPOT)
		return 0;
	t.ts = xg_scan_ms(v[AT].n ? v[AT] : v[AT_V1]);
	mark = price(&t.mark, v[MARK]);
	index = price(&t.index, v[INDEX]);
	if (mark < 0 || index < 0)
		return XG_ERR_RANGE;
	t.has_mark = mark > 0;
	t.has_index = index > 0;
	rc = hold_mark(&t);
	if (rc >= 0)
		rc = hold_funding(&t, v[RATE], v[NEXT]);
	return rc < 0 ? rc : hold_oi(&t, v[OI]);
}
