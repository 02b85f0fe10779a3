/* Trades and candles: what is told once, in order, whatever a new connection
 * repeats. */
#include "venue/bitfinex/bitfinex.h"

/* ---- trades: [id, time, amount, price] ---- */

/* amount is over zero where the aggressor has bought [trades]. */
int xg_bitfinex_hold_trade(struct xg_bitfinex_in *in,
	const struct xg_instr *inst, const struct xg_str *v)
{
	struct xg_dec px, qty;
	struct xg_rec rec;
	int64_t id, ts;

	if (xg_str_i64(v[0], &id) < 0 || id < 0)
		return XG_ERR_TYPE;
	if (xg_bitfinex_time(v[1], &ts) < 0 || xg_dec_from(&qty, v[2]) < 0 ||
		xg_dec_from(&px, v[3]) < 0 || xg_dec_sign(px) <= 0 ||
		xg_dec_is_zero(qty))
		return XG_ERR_RANGE;
	xg_bitfinex_start(in, &rec, XG_REC_TRADE, inst, ts);
	XG_REC_SET(&rec, trade.id, v[0]);
	XG_REC_SET(&rec, trade.side, xg_dec_sign(qty) > 0 ? XG_BUY : XG_SELL);
	XG_REC_SET(&rec, trade.px, px);
	XG_REC_SET(&rec, trade.qty, xg_dec_abs(qty));
	return xg_decoder_hold(in->d, &rec);
}

static int64_t id_of(const struct xg_rec *rec)
{
	int64_t id = 0;

	xg_str_i64(rec->u.trade.id, &id);
	return id;
}

/* The newest trade that is known, and so are all before it. */
static void learn(struct xg_bitfinex_in *in, struct xg_bitfinex_sym *sym)
{
	if (sym->has_trade &&
		!xg_numbered_is_whole(&in->st->numbered, in->conn))
		return;
	sym->has_trade = true;
	for (size_t i = 0; i < in->d->held_n; i++) {
		int64_t id = id_of(&in->d->held[i]);

		if (id > sym->trade)
			sym->trade = id;
	}
}

/* The snapshot, newest first: history when it is the first one; later it has what
 * was missed, and what is known. */
static int tell_backlog(struct xg_bitfinex_in *in, const struct xg_instr *inst,
	struct xg_bitfinex_sym *sym)
{
	int64_t known = sym->trade, n = 0;
	bool history = !sym->has_trade;
	int rc = 0;

	learn(in, sym);
	for (size_t i = 0; i < in->d->held_n; i++) {
		const struct xg_rec *rec = &in->d->held[i];

		n += id_of(rec) > known &&
		     !xg_decoder_is_told(in->d, rec->sym, rec->u.trade.id);
	}
	if (history || !n)
		return 0;
	rc = xg_decoder_backlog(in->d, inst->sym, in->conn, n);
	for (size_t i = in->d->held_n; rc >= 0 && i-- > 0;) {
		if (id_of(&in->d->held[i]) > known)
			rc = xg_decoder_emit(in->d, &in->d->held[i]);
	}
	return rc;
}

int xg_bitfinex_tell_trades(
	struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	struct xg_bitfinex_sym *sym = xg_bitfinex_sym_of(in->d, inst);

	if (!sym)
		return XG_ERR_MEMORY;
	if (!in->word.n)
		return tell_backlog(in, inst, sym);
	learn(in, sym);
	return xg_decoder_held(in->d, 0);
}

/* ---- candles: [time, open, close, high, low, volume] ---- */

int xg_bitfinex_hold_candle(struct xg_bitfinex_in *in,
	const struct xg_instr *inst, const struct xg_str *v)
{
	struct xg_dec n[5];
	struct xg_rec rec;
	int64_t begin;

	for (size_t i = 0; i < XG_LEN(n); i++) {
		if (xg_scan_round(&n[i], v[i + 1]) < 0 || xg_dec_sign(n[i]) < 0)
			return XG_ERR_RANGE;
	}
	if (xg_bitfinex_time(v[0], &begin) < 0)
		return XG_ERR_RANGE;
	xg_bitfinex_start(in, &rec, XG_REC_CANDLE, inst, in->ts);
	XG_REC_SET(&rec, candle.open, n[0]);
	XG_REC_SET(&rec, candle.close, n[1]);
	XG_REC_SET(&rec, candle.high, n[2]);
	XG_REC_SET(&rec, candle.low, n[3]);
	XG_REC_SET(&rec, candle.vol, n[4]);
	XG_REC_SET(&rec, candle.start, begin);
	XG_REC_SET(&rec, candle.interval_s, in->chan->interval_s);
	XG_REC_SET(&rec, candle.closed, false);
	return xg_decoder_hold(in->d, &rec);
}

/* The venue does not say when a candle is closed: when the next one begins. One
 * that came late is the final one. */
static int tell_candle(struct xg_bitfinex_in *in, struct xg_bitfinex_sym *sym,
	struct xg_rec *rec)
{
	struct xg_candle *now = &rec->u.candle;
	int64_t span = (int64_t)now->interval_s * 1000000;
	struct xg_rec last = *rec;
	int rc = 0;

	if (sym->has_candle && now->start < sym->candle.start) {
		if (now->start + span != sym->candle.start)
			return 0; /* of the past */
		now->closed = true;
		return xg_decoder_emit(in->d, rec);
	}
	if (sym->has_candle && now->start > sym->candle.start) {
		last.u.candle = sym->candle;
		last.u.candle.closed = true;
		rc = xg_decoder_emit(in->d, &last);
	}
	sym->has_candle = true;
	sym->candle = *now;
	return rc < 0 ? rc : xg_decoder_emit(in->d, rec);
}

/* A snapshot is newest first. Of the first one only the newest counts; of a later
 * one, those from the one that is open. */
int xg_bitfinex_tell_candles(
	struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	struct xg_bitfinex_sym *sym = xg_bitfinex_sym_of(in->d, inst);
	int64_t from = INT64_MIN;
	int rc = 0;

	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->candle_conn)
		return 0; /* a connection that is about to be replaced */
	sym->candle_conn = in->conn;
	if (in->list && sym->has_candle)
		from = sym->candle.start;
	for (size_t i = 0; in->list && !sym->has_candle && i < in->d->held_n;
		i++)
		if (in->d->held[i].u.candle.start > from)
			from = in->d->held[i].u.candle.start;
	for (size_t i = in->d->held_n; rc >= 0 && i-- > 0;)
		if (in->d->held[i].u.candle.start >= from)
			rc = tell_candle(in, sym, &in->d->held[i]);
	return rc;
}
