/* Rows of the other channels -> records. First all of them are read and held, then
 * they are told: a frame counts whole or not at all. */
#include "base/room.h"
#include "venue/bitfinex/bitfinex.h"

#define ROWS_MAX 20000

/* ---- reading ---- */

/* The cells of a row up to its end; the first one was the last token. More cells
 * than are known may come [general]. */
static int read_cells(struct xg_bitfinex_in *in, struct xg_json *j)
{
	struct xg_bitfinex_state *st = in->st;
	struct xg_bitfinex_row *r;
	int n = 0, rc = XG_ROOM(st->row, st->rows, st->row_cap, ROWS_MAX);

	if (rc < 0)
		return rc;
	r = &st->row[st->rows++];
	memset(r, 0, sizeof *r);
	for (; j->tok != XG_JSON_ARR_END; xg_json_next(j)) {
		if (j->tok == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		if ((j->tok == XG_JSON_STR || j->tok == XG_JSON_NUM) &&
			n < XG_BITFINEX_CELLS)
			r->v[n] = j->val;
		if (xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
		n++;
	}
	return 0;
}

static int read_row(void *ctx, struct xg_json *j)
{
	xg_json_next(j);
	return read_cells(ctx, j);
}

int xg_bitfinex_rows(struct xg_bitfinex_in *in, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);
	int rc;

	in->list = tok == XG_JSON_ARR || tok == XG_JSON_ARR_END;
	if (tok == XG_JSON_ARR_END)
		return 0;
	if (tok != XG_JSON_ARR)
		return read_cells(in, j);
	rc = read_row(in, j);
	return rc < 0 ? rc : xg_frame_rows(j, XG_JSON_ARR, read_row, in);
}

/* Milliseconds, with or without a fraction -> us. */
int xg_bitfinex_time(struct xg_str text, int64_t *us)
{
	struct xg_dec d;
	int rc = xg_dec_from(&d, text);

	if (rc == 0)
		rc = xg_dec_rescale(&d, d, -3, XG_ROUND_ZERO);
	*us = rc < 0 ? 0 : d.m;
	return rc < 0 ? rc : *us <= 0 ? XG_ERR_RANGE : 0;
}

void xg_bitfinex_start(struct xg_bitfinex_in *in, struct xg_rec *rec, int type,
	const struct xg_instr *inst, int64_t ts)
{
	xg_rec_start(rec, (enum xg_rec_type)type, XG_BITFINEX, inst->sym, ts,
		in->d->rx);
}

/* ---- status of derivatives ---- */

enum {
	DERIV_TIME = 0,
	DERIV_SPOT = 3,
	DERIV_NEXT = 7,
	DERIV_FUNDING = 11,
	DERIV_MARK = 14,
	DERIV_OI = 17
};

/* What the venue computes in floating point: 1 there, 0 null, <0 bad. */
static int value(struct xg_dec *out, struct xg_str text)
{
	int rc;

	*out = (struct xg_dec){ 0, 0 };
	if (!text.n)
		return 0;
	rc = xg_scan_round(out, text);
	return rc < 0 ? rc : 1;
}

/* A price of zero is none. */
static int price(struct xg_dec *out, struct xg_str text)
{
	int rc = value(out, text);

	return rc > 0 && xg_dec_sign(*out) <= 0 ? 0 : rc;
}

/* CURRENT_FUNDING is applied in the period that NEXT_FUNDING_EVT ends; the index
 * is the middle of the spot pair's book [derivatives status]. */
static int hold_deriv(struct xg_bitfinex_in *in, const struct xg_instr *inst,
	const struct xg_str *v)
{
	struct xg_dec mark, index, rate, oi;
	int has_mark = price(&mark, v[DERIV_MARK]);
	int has_index = price(&index, v[DERIV_SPOT]);
	int has_rate = value(&rate, v[DERIV_FUNDING]);
	int has_oi = value(&oi, v[DERIV_OI]);
	int64_t ts, next = 0;
	struct xg_rec rec;
	int rc = xg_bitfinex_time(v[DERIV_TIME], &ts);

	if (rc < 0 || has_mark < 0 || has_index < 0 || has_rate < 0 ||
		has_oi < 0 || (has_oi && xg_dec_sign(oi) < 0) ||
		(v[DERIV_NEXT].n && xg_bitfinex_time(v[DERIV_NEXT], &next) < 0))
		return XG_ERR_RANGE;
	if (has_mark) {
		xg_bitfinex_start(in, &rec, XG_REC_MARK, inst, ts);
		XG_REC_SET(&rec, mark.mark, mark);
		if (has_index)
			XG_REC_SET(&rec, mark.index, index);
		rc = xg_decoder_hold(in->d, &rec);
	}
	if (rc == 0 && has_rate) {
		xg_bitfinex_start(in, &rec, XG_REC_FUNDING, inst, ts);
		XG_REC_SET(&rec, funding.rate, rate);
		if (next)
			XG_REC_SET(&rec, funding.next, next);
		XG_REC_SET(&rec, funding.interval_s, 28800);
		if (has_mark)
			XG_REC_SET(&rec, funding.mark, mark);
		if (has_index)
			XG_REC_SET(&rec, funding.index, index);
		rc = xg_decoder_hold(in->d, &rec);
	}
	if (rc == 0 && has_oi) {
		if (oi.m && xg_base_qty(&oi, inst, oi, mark) < 0)
			return XG_ERR_RANGE;
		xg_bitfinex_start(in, &rec, XG_REC_OI, inst, ts);
		XG_REC_SET(&rec, oi.qty, oi);
		rc = xg_decoder_hold(in->d, &rec);
	}
	return rc;
}

/* ---- liquidations: of all instruments, one channel ---- */

enum {
	LIQ_POS = 1,
	LIQ_TIME = 2,
	LIQ_SYM = 4,
	LIQ_AMOUNT = 5,
	LIQ_IS_MATCH = 8,
	LIQ_PRICE = 11
};

static bool was_told(struct xg_bitfinex_state *st, int64_t pos, int64_t ts)
{
	for (size_t i = 0; i < XG_BITFINEX_LIQS; i++)
		if (st->liq[i].pos == pos && st->liq[i].ts == ts)
			return true;
	st->liq[st->liq_at].pos = pos;
	st->liq[st->liq_at].ts = ts;
	st->liq_at = (st->liq_at + 1) % XG_BITFINEX_LIQS;
	return false;
}

/* A row that is no match is the liquidation itself, its matches follow. Base price
 * is where the position was opened; the price is the last one. */
static int hold_liq(struct xg_bitfinex_in *in, const struct xg_str *v)
{
	const struct xg_instr *inst;
	struct xg_dec qty, px;
	struct xg_rec rec;
	int64_t pos, ts;
	int has;

	if (!xg_str_is_text(v[0], "pos") || xg_str_i64(v[LIQ_POS], &pos) < 0)
		return XG_ERR_TYPE;
	if (!xg_str_is_text(v[LIQ_IS_MATCH], "0"))
		return 0;
	has = price(&px, v[LIQ_PRICE]);
	if (has < 0 || xg_bitfinex_time(v[LIQ_TIME], &ts) < 0 ||
		xg_dec_from(&qty, v[LIQ_AMOUNT]) < 0)
		return XG_ERR_RANGE;
	/* Where the venue does not tell the price, there is nothing to say. */
	if (!has || xg_dec_is_zero(qty) || !v[LIQ_SYM].n ||
		v[LIQ_SYM].p[0] != 't')
		return 0;
	inst = xg_insts_native(in->d->insts, XG_BITFINEX,
		xg_bitfinex_market(v[LIQ_SYM]), v[LIQ_SYM]);
	if (!inst)
		return 0; /* of an instrument that nobody asked for */
	xg_bitfinex_start(in, &rec, XG_REC_LIQ, inst, ts);
	XG_REC_SET(&rec, liq.side, xg_dec_sign(qty) > 0 ? XG_SELL : XG_BUY);
	qty = xg_dec_abs(qty);
	if (xg_base_qty(&qty, inst, qty, px) < 0)
		return XG_ERR_RANGE;
	XG_REC_SET(&rec, liq.px, px);
	XG_REC_SET(&rec, liq.qty, qty);
	/* Rows that were read make room for what is told. */
	in->st->row[in->d->held_n].pos = pos;
	return xg_decoder_hold(in->d, &rec);
}

static int tell_liqs(struct xg_bitfinex_in *in)
{
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < in->d->held_n; i++) {
		const struct xg_rec *rec = &in->d->held[i];

		if (!was_told(in->st, in->st->row[i].pos, rec->ts))
			rc = xg_decoder_emit(in->d, rec);
	}
	return rc;
}

/* ---- ticker ---- */

/* [bid, sum of 25 bids, ask, sum of 25 asks, ...]: prices only. */
static int hold_ticker(struct xg_bitfinex_in *in, const struct xg_instr *inst,
	const struct xg_str *v)
{
	struct xg_dec bid, ask;
	int has_bid = price(&bid, v[0]), has_ask = price(&ask, v[2]);
	struct xg_rec rec;

	if (has_bid < 0 || has_ask < 0)
		return XG_ERR_RANGE;
	if (!has_bid && !has_ask)
		return 0;
	xg_bitfinex_start(in, &rec, XG_REC_BBO, inst, in->ts);
	if (has_bid)
		XG_REC_SET(&rec, bbo.bid, bid);
	if (has_ask)
		XG_REC_SET(&rec, bbo.ask, ask);
	return xg_decoder_hold(in->d, &rec);
}

/* ---- all of them ---- */

static int hold_row(struct xg_bitfinex_in *in, const struct xg_instr *inst,
	const struct xg_str *v)
{
	switch (in->chan->kind) {
	case XG_BITFINEX_TRADE:
		return xg_bitfinex_hold_trade(in, inst, v);
	case XG_BITFINEX_CANDLE:
		return xg_bitfinex_hold_candle(in, inst, v);
	case XG_BITFINEX_DERIV:
		return hold_deriv(in, inst, v);
	case XG_BITFINEX_LIQ:
		return hold_liq(in, v);
	default:
		return hold_ticker(in, inst, v);
	}
}

int xg_bitfinex_hold(struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < in->st->rows; i++)
		rc = hold_row(in, inst, in->st->row[i].v);
	return rc;
}

int xg_bitfinex_tell(struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	switch (in->chan->kind) {
	case XG_BITFINEX_TRADE:
		return xg_bitfinex_tell_trades(in, inst);
	case XG_BITFINEX_CANDLE:
		return xg_bitfinex_tell_candles(in, inst);
	case XG_BITFINEX_LIQ:
		return tell_liqs(in);
	default:
		return xg_decoder_held(in->d, 0);
	}
}
