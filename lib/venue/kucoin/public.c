/* Trades, best prices, marks, funding, candles, open interest. Source: public
 * channels of spot and futures. */
#include "venue/kucoin/kucoin.h"

static int dec_of(struct xg_dec *out, struct xg_str text)
{
	return text.n ? xg_dec_from(out, text) : XG_ERR_TYPE;
}

static void start(struct xg_rec *rec, int type, const struct xg_kucoin_in *in,
	const struct xg_instr *inst)
{
	const struct xg_kucoin_msg *m = in->m;

	/* What tells no time of its own happened when it was pushed. */
	xg_rec_start(rec, type, XG_KUCOIN, inst->sym,
		xg_kucoin_time(m->v[XG_KUCOIN_TIME].n ? m->v[XG_KUCOIN_TIME]
						      : m->pushed),
		in->d->rx);
}

/* In either case. */
static int aggressor(struct xg_str text)
{
	if (xg_str_is_text(text, "BUY"))
		return XG_BUY;
	return xg_str_is_text(text, "SELL") ? XG_SELL
					    : xg_word_from(XG_WORDS_SIDE, text);
}

int xg_kucoin_trade(const struct xg_kucoin_in *in)
{
	const struct xg_str *v = in->m->v;
	const struct xg_instr *inst = xg_kucoin_inst_of(in);
	int side = aggressor(v[XG_KUCOIN_SIDE]);
	struct xg_dec px, qty;
	struct xg_rec rec;
	int rc;

	if (!inst)
		return XG_ERR_ABSENT;
	rc = dec_of(&px, v[XG_KUCOIN_PX]);
	if (rc == 0)
		rc = dec_of(&qty, v[XG_KUCOIN_QTY]);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0 ||
		xg_kucoin_base(&qty, inst, px) < 0)
		return XG_ERR_RANGE;
	if (!v[XG_KUCOIN_ID].n || !side)
		return XG_ERR_TYPE;
	start(&rec, XG_REC_TRADE, in, inst);
	XG_REC_SET(&rec, trade.id, v[XG_KUCOIN_ID]);
	XG_REC_SET(&rec, trade.side, side); /* the taker's */
	XG_REC_SET(&rec, trade.px, px);
	XG_REC_SET(&rec, trade.qty, qty);
	if (in->m->rpi)
		XG_REC_SET(&rec, trade.off, XG_OFF_RPI);
	return xg_decoder_emit(in->d, &rec);
}

/* One side of a ticker; an empty side has no price, or 0. 1: there is one. */
static int side_of(struct xg_level *l, const struct xg_instr *inst,
	struct xg_str px, struct xg_str qty)
{
	int rc, has_px = xg_scan_dec(&l->px, px);
	int has_qty = xg_scan_dec(&l->qty, qty);

	if (has_px < 0 || has_qty < 0)
		return XG_ERR_RANGE;
	if (xg_dec_sign(l->px) < 0 || xg_dec_sign(l->qty) < 0)
		return XG_ERR_RANGE;
	if (!has_px || !has_qty || xg_dec_is_zero(l->px))
		return 0;
	rc = xg_kucoin_base(&l->qty, inst, l->px);
	return rc < 0 ? XG_ERR_RANGE : 1;
}

static int emit_bbo(const struct xg_kucoin_in *in, const struct xg_instr *inst,
	const struct xg_level *bid, const struct xg_level *ask)
{
	struct xg_rec rec;

	start(&rec, XG_REC_BBO, in, inst);
	if (bid) {
		XG_REC_SET(&rec, bbo.bid, bid->px);
		XG_REC_SET(&rec, bbo.bid_qty, bid->qty);
	}
	if (ask) {
		XG_REC_SET(&rec, bbo.ask, ask->px);
		XG_REC_SET(&rec, bbo.ask_qty, ask->qty);
	}
	return xg_decoder_emit(in->d, &rec);
}

int xg_kucoin_bbo(const struct xg_kucoin_in *in)
{
	const struct xg_str *v = in->m->v;
	const struct xg_instr *inst = xg_kucoin_inst_of(in);
	struct xg_level bid, ask;
	int has_bid, has_ask;

	if (!inst)
		return XG_ERR_ABSENT;
	has_bid = side_of(&bid, inst, v[XG_KUCOIN_BID], v[XG_KUCOIN_BID_QTY]);
	has_ask = side_of(&ask, inst, v[XG_KUCOIN_ASK], v[XG_KUCOIN_ASK_QTY]);
	if (has_bid < 0 || has_ask < 0)
		return XG_ERR_RANGE;
	return emit_bbo(in, inst, has_bid ? &bid : NULL, has_ask ? &ask : NULL);
}

/* Whole books of few levels, level1 among them: the best of each side. */
int xg_kucoin_best(const struct xg_kucoin_in *in)
{
	struct xg_kucoin_state *st = in->d->priv;
	const struct xg_instr *inst = xg_kucoin_inst_of(in);

	if (!in->m->has_side[0] || !in->m->has_side[1] || in->m->numbered)
		return XG_ERR_TYPE;
	if (!inst)
		return XG_ERR_ABSENT;
	for (int side = 0; side < 2; side++) {
		if (st->n[side] && xg_kucoin_base(&st->lv[side][0].qty, inst,
					   st->lv[side][0].px) < 0)
			return XG_ERR_RANGE;
	}
	return emit_bbo(in, inst, st->n[0] ? &st->lv[0][0] : NULL,
		st->n[1] ? &st->lv[1][0] : NULL);
}

int xg_kucoin_mark(const struct xg_kucoin_in *in)
{
	const struct xg_str *v = in->m->v;
	const struct xg_instr *inst = xg_kucoin_inst_of(in);
	struct xg_dec mark, index;
	struct xg_rec rec;
	int has_index, rc;

	if (!inst)
		return XG_ERR_ABSENT;
	rc = dec_of(&mark, v[XG_KUCOIN_MARK]);
	has_index = xg_scan_dec(&index, v[XG_KUCOIN_INDEX]);
	if (rc < 0 || has_index < 0)
		return rc < 0 ? rc : has_index;
	if (xg_dec_sign(mark) < 0 || xg_dec_sign(index) < 0)
		return XG_ERR_RANGE;
	start(&rec, XG_REC_MARK, in, inst);
	XG_REC_SET(&rec, mark.mark, mark);
	if (has_index)
		XG_REC_SET(&rec, mark.index, index);
	return xg_decoder_emit(in->d, &rec);
}

/* funding.rate comes each minute as the rate that is building up (granularity
 * 60000), and at the payment for the whole period (its length); funding.begin
 * names the time of the payment. */
int xg_kucoin_funding(const struct xg_kucoin_in *in)
{
	const struct xg_str *v = in->m->v;
	const struct xg_instr *inst = xg_kucoin_inst_of(in);
	int64_t due = xg_kucoin_time(v[XG_KUCOIN_DUE]), span = 0;
	struct xg_dec rate;
	struct xg_rec rec;
	int rc;

	if (!inst)
		return XG_ERR_ABSENT;
	rc = dec_of(&rate, v[XG_KUCOIN_RATE]);
	if (rc < 0)
		return rc;
	if (xg_str_i64(v[XG_KUCOIN_SPAN], &span) < 0)
		span = 0;
	start(&rec, XG_REC_FUNDING, in, inst);
	XG_REC_SET(&rec, funding.rate, rate);
	if (due)
		XG_REC_SET(&rec, funding.next, due);
	if (span >= 3600000)
		XG_REC_SET(&rec, funding.interval_s, span / 1000);
	return xg_decoder_emit(in->d, &rec);
}

int64_t xg_kucoin_interval_s(struct xg_str text)
{
	static const struct {
		const char *unit;
		int64_t s;
	} units[] = { { "min", 60 }, { "hour", 3600 }, { "day", 86400 },
		{ "week", 604800 } };
	size_t digits = 0;
	int64_t n;

	while (digits < text.n && text.p[digits] >= '0' &&
		text.p[digits] <= '9')
		digits++;
	if (xg_str_i64((struct xg_str){ text.p, digits }, &n) < 0 || n < 1 ||
		n > 1000)
		return 0;
	for (size_t i = 0; i < XG_LEN(units); i++) {
		if (xg_str_is_text(
			    (struct xg_str){ text.p + digits, text.n - digits },
			    units[i].unit))
			return n * units[i].s;
	}
	return 0;
}

enum { START, OPEN, CLOSE, HIGH, LOW, VOLUME, LOTS, ITEMS };

static int read_items(struct xg_str array, struct xg_str *v)
{
	struct xg_json j;

	xg_json_init(&j, array.p, array.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	for (int i = 0; i < ITEMS; i++) {
		if (xg_json_text(&j, &v[i]) < 0)
			return XG_ERR_TYPE;
	}
	return xg_json_next(&j) == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* Whether a candle is final is not told. Inverse volumes have no one price to be
 * converted at: the close. */
static int put_candle(const struct xg_kucoin_in *in,
	const struct xg_instr *inst, int64_t span, const struct xg_str *v)
{
	struct xg_dec d[ITEMS];
	struct xg_rec rec;

	for (int i = OPEN; i < ITEMS; i++) {
		/* turnover is of no use, and may have any length */
		if (i == LOTS && !in->futures)
			break;
		if (dec_of(&d[i], v[i]) < 0 || xg_dec_sign(d[i]) < 0)
			return XG_ERR_RANGE;
	}
	if (in->futures) {
		d[VOLUME] = d[LOTS];
		if (xg_kucoin_base(&d[VOLUME], inst, d[CLOSE]) < 0)
			return XG_ERR_RANGE;
	}
	if (!xg_kucoin_time(v[START]))
		return XG_ERR_RANGE;
	start(&rec, XG_REC_CANDLE, in, inst);
	XG_REC_SET(&rec, candle.open, d[OPEN]);
	XG_REC_SET(&rec, candle.high, d[HIGH]);
	XG_REC_SET(&rec, candle.low, d[LOW]);
	XG_REC_SET(&rec, candle.close, d[CLOSE]);
	XG_REC_SET(&rec, candle.vol, d[VOLUME]);
	XG_REC_SET(&rec, candle.start, xg_kucoin_time(v[START]));
	XG_REC_SET(&rec, candle.interval_s, span);
	return xg_decoder_emit(in->d, &rec);
}

/* Spot: the sixth is the volume, the seventh the turnover; futures: the seventh
 * are lots (what the sixth is, is not confirmed). */
int xg_kucoin_candle(const struct xg_kucoin_in *in)
{
	struct xg_str native = in->native, v[ITEMS];
	size_t at = native.n;
	int64_t span;
	struct xg_kucoin_in own = *in;
	const struct xg_instr *inst;

	while (at > 0 && native.p[at - 1] != '_')
		at--;
	if (!at)
		return XG_ERR_TYPE;
	span = xg_kucoin_interval_s(
		(struct xg_str){ native.p + at, native.n - at });
	if (!span)
		return 0;
	own.native.n = at - 1;
	inst = xg_kucoin_inst_of(&own);
	if (!inst)
		return XG_ERR_ABSENT;
	if (read_items(in->m->v[XG_KUCOIN_CANDLES], v) < 0)
		return XG_ERR_TYPE;
	return put_candle(in, inst, span, v);
}

/* `v` is base units of spot, lots of futures. */
int xg_kucoin_kline(const struct xg_kucoin_in *in)
{
	const struct xg_str *v = in->m->v;
	const struct xg_str items[ITEMS] = { [START] = v[XG_KUCOIN_FIRST],
		[OPEN] = v[XG_KUCOIN_OPEN],
		[CLOSE] = v[XG_KUCOIN_CLOSE],
		[HIGH] = v[XG_KUCOIN_HIGH],
		[LOW] = v[XG_KUCOIN_LOW],
		[VOLUME] = v[XG_KUCOIN_VOLUME],
		[LOTS] = v[XG_KUCOIN_VOLUME] };
	int64_t span = xg_kucoin_interval_s(v[XG_KUCOIN_INTERVAL]);
	const struct xg_instr *inst = xg_kucoin_inst_of(in);

	if (!inst)
		return XG_ERR_ABSENT;
	return span ? put_candle(in, inst, span, items) : 0;
}

/* Open interest in lots; of inverse contracts in base units by the mark price
 * beside it. */
int xg_kucoin_marked(const struct xg_kucoin_in *in)
{
	const struct xg_str *v = in->m->v;
	const struct xg_instr *inst = xg_kucoin_inst_of(in);
	struct xg_dec lots = { 0 }, mark;
	struct xg_rec rec;
	int has, rc;

	if (!inst)
		return XG_ERR_ABSENT;
	has = xg_scan_dec(&lots, v[XG_KUCOIN_OI]);
	if (has < 0 || xg_dec_sign(lots) < 0 ||
		dec_of(&mark, v[XG_KUCOIN_MARK]) < 0 ||
		(has && xg_kucoin_base(&lots, inst, mark) < 0))
		return XG_ERR_RANGE;
	rc = xg_kucoin_mark(in);
	if (rc < 0 || !has)
		return rc;
	start(&rec, XG_REC_OI, in, inst);
	XG_REC_SET(&rec, oi.qty, lots);
	return xg_decoder_emit(in->d, &rec);
}

/* Lots; of inverse contracts in base units by the mark price of the answer. */
int xg_kucoin_oi(struct xg_str contract, const struct xg_insts *insts,
	int64_t rx, const struct xg_sink *sink)
{
	static const char *const keys[] = { "symbol", "openInterest",
		"markPrice" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec lots, mark;
	struct xg_rec rec;

	if (xg_scan_text(contract, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_TYPE;
	inst = xg_insts_native(insts, XG_KUCOIN, XG_STR("futures"), v[0]);
	if (!inst || !v[1].n)
		return 0;
	if (dec_of(&lots, v[1]) < 0 || xg_dec_sign(lots) < 0 ||
		xg_scan_dec(&mark, v[2]) < 0 ||
		xg_kucoin_base(&lots, inst, mark) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_OI, XG_KUCOIN, inst->sym, 0, rx);
	XG_REC_SET(&rec, oi.qty, lots);
	return sink->rec(sink->ctx, &rec);
}
