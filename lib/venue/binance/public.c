/* Trades, best prices, marks, liquidations, candles, open interest. */
#include "venue/binance/binance.h"

#define NAME XG_STR("binance")

static int dec_of(struct xg_dec *out, struct xg_str text)
{
	return text.n ? xg_dec_from(out, text) : XG_ERR_TYPE;
}

/* Time of the event: the match or transaction time where there is one (R27). */
static int64_t time_of(const struct xg_binance_event *e)
{
	struct xg_str t = XG_BINANCE_V(e, 'T');

	return xg_scan_ms(t.n ? t : XG_BINANCE_V(e, 'E'));
}

int xg_binance_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px)
{
	/* Spot and USD-M sizes are base units already. */
	return inst->i.inverse && !xg_dec_is_zero(*size)
		       ? xg_base_qty(size, inst, *size, px)
		       : 0;
}

int xg_binance_trade(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	bool agg = XG_BINANCE_V(e, 'e').n == sizeof "aggTrade" - 1;
	struct xg_str id = xg_binance_val(e, (agg ? 'a' : 't') - 'A');
	struct xg_str m = XG_BINANCE_V(e, 'm'), kind = XG_BINANCE_V(e, 'X');
	const struct xg_instr *inst;
	struct xg_dec px, qty;
	struct xg_rec rec;
	int rc;

	inst = xg_binance_inst_of(in, XG_BINANCE_V(e, 's'));
	if (!inst)
		return XG_ERR_ABSENT;
	rc = dec_of(&px, XG_BINANCE_V(e, 'p'));
	if (rc == 0)
		rc = dec_of(&qty, XG_BINANCE_V(e, 'q'));
	if (rc == 0)
		rc = xg_binance_base(&qty, inst, px);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0)
		return XG_ERR_RANGE;
	xg_rec_start(
		&rec, XG_REC_TRADE, NAME, inst->sym, time_of(e), in->d->rx);
	/* The samples of 2019 have no aggregate id. */
	XG_REC_SET(&rec, trade.id, id.n ? id : XG_BINANCE_V(e, 'l'));
	/* m: the buyer was the maker, so the seller was the aggressor. */
	if (xg_str_is_text(m, "true"))
		XG_REC_SET(&rec, trade.side, XG_SELL);
	else if (xg_str_is_text(m, "false"))
		XG_REC_SET(&rec, trade.side, XG_BUY);
	else
		return XG_ERR_TYPE;
	XG_REC_SET(&rec, trade.px, px);
	XG_REC_SET(&rec, trade.qty, qty);
	/* Futures: of the insurance fund, of ADL ("NA" is neither side's). */
	if (!agg && kind.n && !xg_str_is_text(kind, "MARKET"))
		XG_REC_SET(&rec, trade.off, XG_OFF_INTERNAL);
	return rec.u.trade.id.n ? xg_decoder_emit(in->d, &rec) : XG_ERR_TYPE;
}

/* One side of a bookTicker; an empty side has the price 0. */
static int bbo_side(struct xg_dec *px, struct xg_dec *qty,
	const struct xg_instr *inst, struct xg_str pxt, struct xg_str qtyt)
{
	int rc = dec_of(px, pxt);

	if (rc == 0)
		rc = dec_of(qty, qtyt);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(*px) < 0 || xg_dec_sign(*qty) < 0)
		return XG_ERR_RANGE;
	if (xg_dec_is_zero(*px))
		return 0;
	rc = xg_binance_base(qty, inst, *px);
	return rc < 0 ? rc : 1;
}

int xg_binance_bbo(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	const struct xg_instr *inst =
		xg_binance_inst_of(in, XG_BINANCE_V(e, 's'));
	struct xg_dec px, qty;
	struct xg_rec rec;
	int64_t seq = 0;
	int rc;

	if (!inst)
		return XG_ERR_ABSENT;
	xg_rec_start(&rec, XG_REC_BBO, NAME, inst->sym, time_of(e), in->d->rx);
	rc = bbo_side(
		&px, &qty, inst, XG_BINANCE_V(e, 'b'), XG_BINANCE_V(e, 'B'));
	if (rc > 0) {
		XG_REC_SET(&rec, bbo.bid, px);
		XG_REC_SET(&rec, bbo.bid_qty, qty);
	}
	if (rc >= 0)
		rc = bbo_side(&px, &qty, inst, XG_BINANCE_V(e, 'a'),
			XG_BINANCE_V(e, 'A'));
	if (rc > 0) {
		XG_REC_SET(&rec, bbo.ask, px);
		XG_REC_SET(&rec, bbo.ask_qty, qty);
	}
	/* The id of the book's update: both streams count as one. */
	if (rc >= 0 && XG_BINANCE_V(e, 'u').n) {
		rc = xg_str_i64(XG_BINANCE_V(e, 'u'), &seq);
		XG_REC_SET(&rec, bbo.seq, seq);
	}
	return rc < 0 ? rc : xg_decoder_emit(in->d, &rec);
}

/* One frame has the mark and, for perpetuals, the funding rate (dated: "", 0).
 */
int xg_binance_mark(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	const struct xg_instr *inst =
		xg_binance_inst_of(in, XG_BINANCE_V(e, 's'));
	int64_t at = xg_scan_ms(XG_BINANCE_V(e, 'E'));
	int64_t next = xg_scan_ms(XG_BINANCE_V(e, 'T'));
	struct xg_dec mark, index, rate;
	struct xg_rec rec;
	int has_index, has_rate, rc;

	if (!inst)
		return XG_ERR_ABSENT;
	has_index = xg_scan_dec(&index, XG_BINANCE_V(e, 'i'));
	has_rate = xg_scan_dec(&rate, XG_BINANCE_V(e, 'r'));
	rc = dec_of(&mark, XG_BINANCE_V(e, 'p'));
	if (rc < 0 || has_index < 0 || has_rate < 0)
		return rc < 0 ? rc : XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_MARK, NAME, inst->sym, at, in->d->rx);
	XG_REC_SET(&rec, mark.mark, mark);
	if (has_index)
		XG_REC_SET(&rec, mark.index, index);
	rc = xg_decoder_emit(in->d, &rec);
	if (rc >= 0 && inst->i.inverse)
		rc = xg_binance_oi_mark(in, inst, mark);
	if (rc < 0 || !has_rate || !next)
		return rc;
	xg_rec_start(&rec, XG_REC_FUNDING, NAME, inst->sym, at, in->d->rx);
	XG_REC_SET(&rec, funding.rate, rate);
	XG_REC_SET(&rec, funding.next, next);
	XG_REC_SET(&rec, funding.mark, mark);
	if (has_index)
		XG_REC_SET(&rec, funding.index, index);
	return xg_decoder_emit(in->d, &rec);
}

/* At most one a second of each symbol: not a full tape. S is the side of the
 * liquidating order. */
int xg_binance_liq(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	static const char *const keys[] = { "s", "S", "p", "ap", "q", "z",
		"T" };
	struct xg_str v[XG_LEN(keys)];
	const struct xg_instr *inst;
	struct xg_dec px, avg, qty, filled;
	struct xg_rec rec;
	int side;

	if (xg_scan_text(XG_BINANCE_V(e, 'o'), keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_TYPE;
	inst = xg_binance_inst_of(in, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	side = xg_str_is_text(v[1], "BUY")    ? XG_BUY
	       : xg_str_is_text(v[1], "SELL") ? XG_SELL
					      : 0;
	if (!side)
		return XG_ERR_TYPE;
	if (xg_scan_dec(&px, v[2]) < 0 || xg_scan_dec(&avg, v[3]) < 0 ||
		xg_scan_dec(&qty, v[4]) < 0 || xg_scan_dec(&filled, v[5]) < 0)
		return XG_ERR_RANGE;
	/* What was traded, where the frame says it. */
	if (xg_dec_sign(avg) > 0)
		px = avg;
	if (xg_dec_sign(filled) > 0)
		qty = filled;
	if (xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0 ||
		xg_binance_base(&qty, inst, px) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(
		&rec, XG_REC_LIQ, NAME, inst->sym, xg_scan_ms(v[6]), in->d->rx);
	XG_REC_SET(&rec, liq.side, side);
	XG_REC_SET(&rec, liq.px, px);
	XG_REC_SET(&rec, liq.qty, qty);
	return xg_decoder_emit(in->d, &rec);
}

/* "15m" -> 900; a month's length, which varies, from its first and last ms. */
static int64_t interval_of(
	struct xg_str text, struct xg_str first, struct xg_str last)
{
	int64_t n, unit = 0;

	if (text.n < 2 ||
		xg_str_i64((struct xg_str){ text.p, text.n - 1 }, &n) < 0 ||
		n < 1 || n > 1000)
		return 0;
	switch (text.p[text.n - 1]) {
	case 's':
		unit = 1;
		break;
	case 'm':
		unit = 60;
		break;
	case 'h':
		unit = 3600;
		break;
	case 'd':
		unit = 86400;
		break;
	case 'w':
		unit = 604800;
		break;
	case 'M':
		return (xg_scan_ms(last) - xg_scan_ms(first)) / 1000000 + 1;
	default:
		break;
	}
	return n * unit;
}

int xg_binance_candle(
	const struct xg_binance_in *in, const struct xg_binance_event *e)
{
	enum {
		SYM,
		START,
		LAST,
		IVL,
		OPEN,
		HIGH,
		LOW,
		CLOSE,
		VOL,
		QVOL,
		DONE,
		KEYS
	};
	static const char *const keys[KEYS] = { "s", "t", "T", "i", "o", "h",
		"l", "c", "v", "q", "x" };
	const struct xg_instr *inst;
	struct xg_str v[KEYS];
	int64_t interval;
	struct xg_dec open, high, low, close, vol;
	struct xg_rec rec;

	if (xg_scan_text(XG_BINANCE_V(e, 'k'), keys, v, KEYS) < 0)
		return XG_ERR_TYPE;
	inst = xg_binance_inst_of(in, v[SYM]);
	if (!inst)
		return XG_ERR_ABSENT;
	/* COIN-M: v counts contracts and q is the base volume. */
	if (dec_of(&open, v[OPEN]) < 0 || dec_of(&high, v[HIGH]) < 0 ||
		dec_of(&low, v[LOW]) < 0 || dec_of(&close, v[CLOSE]) < 0 ||
		dec_of(&vol, v[in->m->inverse ? QVOL : VOL]) < 0)
		return XG_ERR_RANGE;
	interval = interval_of(v[IVL], v[START], v[LAST]);
	if (interval <= 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_CANDLE, NAME, inst->sym,
		xg_scan_ms(XG_BINANCE_V(e, 'E')), in->d->rx);
	XG_REC_SET(&rec, candle.open, open);
	XG_REC_SET(&rec, candle.high, high);
	XG_REC_SET(&rec, candle.low, low);
	XG_REC_SET(&rec, candle.close, close);
	XG_REC_SET(&rec, candle.vol, vol);
	XG_REC_SET(&rec, candle.start, xg_scan_ms(v[START]));
	XG_REC_SET(&rec, candle.interval_s, interval);
	XG_REC_SET(&rec, candle.closed, xg_str_is_text(v[DONE], "true"));
	return xg_decoder_emit(in->d, &rec);
}
