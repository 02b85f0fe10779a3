/* Rows of the public channels -> records [WebSocket API, public channels]. */
#include "venue/okx/okx.h"

const struct xg_instr *xg_okx_inst_of(
	struct xg_decoder *d, struct xg_str native)
{
	return xg_decoder_inst(d, xg_okx_market(native), native);
}

static const struct xg_instr *inst_of(
	struct xg_decoder *d, const struct xg_okx_head *f, struct xg_str native)
{
	if (!native.n)
		native = f->native;
	return xg_okx_inst_of(d, native);
}

/* Contracts -> base units; spot sizes are base units already. */
static int base_of(struct xg_dec *out, const struct xg_instr *inst,
	struct xg_str size, struct xg_dec px)
{
	struct xg_dec sz;
	int rc = xg_dec_from(&sz, size);

	if (rc < 0)
		return rc;
	*out = sz;
	return inst->i.kind == XG_SPOT || xg_dec_is_zero(sz)
		       ? 0
		       : xg_base_qty(out, inst, sz, px);
}

int xg_okx_on_trade(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "tradeId", "px", "sz",
		"side", "ts", "source" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px, qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_dec_from(&px, v[2]) < 0 || base_of(&qty, inst, v[3], px) < 0 ||
		xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0)
		return XG_ERR_RANGE;
	if (!v[1].n)
		return XG_ERR_TYPE;
	/* side is the taker's */
	xg_rec_start(&rec, XG_REC_TRADE, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[5]), d->rx);
	XG_REC_SET(&rec, trade.id, v[1]);
	XG_REC_SET(&rec, trade.side, xg_word_from(XG_WORDS_SIDE, v[4]));
	XG_REC_SET(&rec, trade.px, px);
	XG_REC_SET(&rec, trade.qty, qty);
	/* 1: with an ELP (RPI) order, which books do not have */
	if (xg_str_is_text(v[6], "1"))
		XG_REC_SET(&rec, trade.off, XG_OFF_RPI);
	return rec.u.trade.side ? xg_decoder_emit(d, &rec) : XG_ERR_TYPE;
}

int xg_okx_on_ticker(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "bidPx", "bidSz", "askPx",
		"askSz", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px, qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	xg_rec_start(&rec, XG_REC_BBO, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[5]), d->rx);
	if (v[1].n && v[2].n) {
		if (xg_dec_from(&px, v[1]) < 0 ||
			base_of(&qty, inst, v[2], px) < 0)
			return XG_ERR_RANGE;
		XG_REC_SET(&rec, bbo.bid, px);
		XG_REC_SET(&rec, bbo.bid_qty, qty);
	}
	if (v[3].n && v[4].n) {
		if (xg_dec_from(&px, v[3]) < 0 ||
			base_of(&qty, inst, v[4], px) < 0)
			return XG_ERR_RANGE;
		XG_REC_SET(&rec, bbo.ask, px);
		XG_REC_SET(&rec, bbo.ask_qty, qty);
	}
	return xg_decoder_emit(d, &rec);
}

int xg_okx_on_funding(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "fundingRate",
		"fundingTime", "nextFundingTime", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec rate;
	int64_t at, next;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_okx_dec(&rate, v[1]) <= 0)
		return v[1].n ? XG_ERR_RANGE : 0;
	at = xg_okx_ms(v[2]);
	next = xg_okx_ms(v[3]);
	xg_rec_start(&rec, XG_REC_FUNDING, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[4]), d->rx);
	XG_REC_SET(&rec, funding.rate, rate);
	if (at)
		XG_REC_SET(&rec, funding.next, at);
	if (next > at && at)
		XG_REC_SET(&rec, funding.interval_s,
			(next - at) / INT64_C(1000000));
	return xg_decoder_emit(d, &rec);
}

int xg_okx_on_mark(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "markPx", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_dec_from(&px, v[1]) < 0 || xg_dec_sign(px) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_MARK, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[2]), d->rx);
	XG_REC_SET(&rec, mark.mark, px);
	return xg_decoder_emit(d, &rec);
}

int xg_okx_on_oi(struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "oiCcy", "ts" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_dec_from(&qty, v[1]) < 0 || xg_dec_sign(qty) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_OI, XG_STR("okx"), inst->sym, xg_okx_ms(v[2]),
		d->rx);
	XG_REC_SET(&rec, oi.qty, qty);
	return xg_decoder_emit(d, &rec);
}

static int one_liq(
	struct xg_decoder *d, const struct xg_instr *inst, struct xg_json *j)
{
	static const char *const keys[] = { "bkPx", "sz", "side", "ts" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_rec rec;
	struct xg_dec px, qty;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	if (xg_dec_from(&px, v[0]) < 0 || base_of(&qty, inst, v[1], px) < 0)
		return XG_ERR_RANGE;
	if (!xg_word_from(XG_WORDS_SIDE, v[2]))
		return XG_ERR_TYPE;
	xg_rec_start(&rec, XG_REC_LIQ, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[3]), d->rx);
	XG_REC_SET(&rec, liq.side, xg_word_from(XG_WORDS_SIDE, v[2]));
	XG_REC_SET(&rec, liq.px, px);
	XG_REC_SET(&rec, liq.qty, qty);
	return xg_decoder_emit(d, &rec);
}

int xg_okx_on_liq(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "instId", "details" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	enum xg_json_tok tok = XG_JSON_ERR;
	struct xg_json in;
	int rc = 0;

	if (xg_okx_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(d, f, v[0]);
	if (!inst)
		return 0; /* one of all contracts of the type: not ours */
	xg_json_init(&in, v[1].p, v[1].n);
	if (xg_json_next(&in) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && (tok = xg_json_next(&in)) == XG_JSON_OBJ)
		rc = one_liq(d, inst, &in);
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

int64_t xg_okx_candle_s(struct xg_str channel)
{
	static const struct {
		char unit;
		int64_t s;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'H', 3600 }, { 'D', 86400 },
		{ 'W', 7 * 86400 } };
	struct xg_str n = channel;
	int64_t v;

	if (!xg_str_has_prefix(channel, XG_STR("candle")))
		return 0;
	n.p += strlen("candle");
	n.n -= strlen("candle");
	if (xg_str_has_suffix(n, XG_STR("utc")))
		n.n -= strlen("utc");
	if (n.n < 2 || n.n > 3)
		return 0;
	n.n--;
	if (xg_str_i64(n, &v) < 0 || v <= 0)
		return 0;
	for (size_t i = 0; i < XG_LEN(units); i++) {
		if (n.p[n.n] == units[i].unit)
			return v * units[i].s;
	}
	return 0;
}

/* [ts, o, h, l, c, vol, volCcy, volCcyQuote, confirm] */
int xg_okx_on_candle(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	const struct xg_instr *inst = inst_of(d, f, f->native);
	struct xg_str v[9] = { { NULL, 0 } };
	enum xg_json_tok tok;
	struct xg_rec rec;
	struct xg_dec px[5];
	size_t n = 0;

	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok != XG_JSON_STR && tok != XG_JSON_NUM)
			return XG_ERR_TYPE;
		if (n < XG_LEN(v))
			v[n++] = j->val;
	}
	if (n < 6)
		return XG_ERR_TYPE;
	if (!inst)
		return XG_ERR_ABSENT;
	for (size_t i = 0; i < 4; i++) {
		if (xg_dec_from(&px[i], v[i + 1]) < 0)
			return XG_ERR_RANGE;
	}
	if (base_of(&px[4], inst, v[5], px[3]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_CANDLE, XG_STR("okx"), inst->sym, 0, d->rx);
	XG_REC_SET(&rec, candle.open, px[0]);
	XG_REC_SET(&rec, candle.high, px[1]);
	XG_REC_SET(&rec, candle.low, px[2]);
	XG_REC_SET(&rec, candle.close, px[3]);
	XG_REC_SET(&rec, candle.vol, px[4]);
	XG_REC_SET(&rec, candle.start, xg_okx_ms(v[0]));
	XG_REC_SET(&rec, candle.interval_s, xg_okx_candle_s(f->channel));
	XG_REC_SET(&rec, candle.closed, xg_str_is_text(v[8], "1"));
	return xg_decoder_emit(d, &rec);
}
