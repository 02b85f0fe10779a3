/* REST answers that are part of the market data: instruments, snapshots, open
 * interest. */
#include "crypto/text.h"
#include "venue/binance/binance.h"
#include "venue/frame.h"

/* The levels a side that a snapshot was asked for. Source: "Order book": the
 * default is 100, on futures 500. */
static size_t limit_of(const struct xg_binance_market *m, struct xg_str query)
{
	int64_t n;

	if (xg_str_i64(xg_frame_param(query, "limit"), &n) == 0 && n > 0)
		return (size_t)n;
	return m->futures ? 500 : 100;
}

int xg_binance_poll(const struct xg_binance_in *in, const struct xg_rec *raw)
{
	struct xg_binance_state *st = in->d->priv;
	struct xg_sink learner = { .ctx = in->d, .rec = xg_decoder_take };
	struct xg_str query = raw->u.rawf.req, path = xg_str_cut(&query, '?');
	struct xg_str body = raw->u.rawf.data;
	int rc;

	if (XG_REC_HAS(raw, rawf.http) && raw->u.rawf.http != 200)
		return 0;
	if (xg_json_check(body, NULL, NULL) < 0)
		return XG_ERR_SYNTAX;
	if (xg_str_has_suffix(path, XG_STR("/exchangeInfo"))) {
		rc = xg_binance_insts(body, in->m, in->d->rx, &learner);
		return rc < 0 ? rc : 0;
	}
	if (xg_str_has_suffix(path, XG_STR("/openInterest")))
		return xg_binance_oi_poll(in, body);
	if (!xg_str_has_suffix(path, XG_STR("/depth")))
		return 0;
	xg_buf_clear(&st->text);
	rc = xg_pct_decode(&st->text, xg_frame_param(query, "symbol"), true);
	if (rc < 0 || !st->text.len)
		return XG_ERR_SYNTAX;
	return xg_binance_snapshot(
		in, xg_buf_view(&st->text), limit_of(in->m, query), body);
}
