/* Trades, and liquidations, which are a flag of trades. Source: trades
 * notifications. Rows are held until their frame was read to its end. */
#include "base/room.h"
#include "venue/deribit/deribit.h"

#define NAME XG_STR("deribit")

static int hold(struct xg_decoder *d, const struct xg_deribit_trade *t)
{
	struct xg_deribit_state *st = d->priv;
	int rc = XG_ROOM(st->held, st->held_n, st->held_cap, XG_ROOM_ANY);

	if (rc < 0)
		return rc;
	st->held[st->held_n++] = *t;
	return 0;
}

enum { TS, SYM, ID, SEQ, SIDE, PX, QTY, LIQ, BLOCK, RFQ, COMBO, LEG, KEYS };
static const char *const keys[KEYS] = { "timestamp", "instrument_name",
	"trade_id", "trade_seq", "direction", "price", "amount", "liquidation",
	"block_trade_id", "block_rfq_id", "combo_id", "combo_trade_id" };

/* Blocks and legs of combos print away from the book; a block may be of a combo.
 * A member that is null is none. */
static int off_of(const struct xg_str *v)
{
	if (v[BLOCK].n || v[RFQ].n)
		return XG_OFF_BLOCK;
	return v[COMBO].n || v[LEG].n ? XG_OFF_COMBO : XG_OFF_NONE;
}

/* direction is the taker's. */
int xg_deribit_trade_row(void *ctx, struct xg_json *j)
{
	struct xg_deribit_in *in = ctx;
	struct xg_deribit_trade t = { 0 };
	struct xg_str v[KEYS];
	struct xg_dec px, qty;
	int side, rc = 0;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	t.inst = xg_deribit_inst_of(in, v[SYM], &rc);
	if (!t.inst)
		return rc;
	side = xg_word_from(XG_WORDS_SIDE, v[SIDE]);
	if (!side || !v[ID].n || memchr(v[ID].p, '\\', v[ID].n))
		return XG_ERR_TYPE;
	if (!v[PX].n || !v[QTY].n || xg_dec_from(&px, v[PX]) < 0 ||
		xg_dec_from(&qty, v[QTY]) < 0 || xg_dec_sign(px) <= 0 ||
		xg_dec_sign(qty) <= 0 || xg_deribit_base(&qty, t.inst, px) < 0)
		return XG_ERR_RANGE;
	t.has_seq = v[SEQ].n && xg_str_i64(v[SEQ], &t.seq) == 0 && t.seq > 0;
	t.liq_taker = v[LIQ].n && memchr(v[LIQ].p, 'T', v[LIQ].n);
	t.liq_maker = v[LIQ].n && memchr(v[LIQ].p, 'M', v[LIQ].n);
	xg_rec_start(&t.rec, XG_REC_TRADE, NAME, t.inst->sym, xg_scan_ms(v[TS]),
		in->d->rx);
	XG_REC_SET(&t.rec, trade.id, v[ID]);
	XG_REC_SET(&t.rec, trade.side, side);
	XG_REC_SET(&t.rec, trade.px, px);
	XG_REC_SET(&t.rec, trade.qty, qty);
	if (off_of(v))
		XG_REC_SET(&t.rec, trade.off, off_of(v));
	return hold(in->d, &t);
}

static int liq(const struct xg_deribit_in *in, const struct xg_deribit_trade *t,
	int side)
{
	struct xg_rec rec;

	xg_rec_start(
		&rec, XG_REC_LIQ, NAME, t->inst->sym, t->rec.ts, in->d->rx);
	XG_REC_SET(&rec, liq.side, side);
	XG_REC_SET(&rec, liq.px, t->rec.u.trade.px);
	XG_REC_SET(&rec, liq.qty, t->rec.u.trade.qty);
	return xg_decoder_emit(in->d, &rec);
}

static int gap(const struct xg_deribit_in *in, const struct xg_deribit_trade *t,
	int64_t last)
{
	struct xg_rec rec;
	char text[120];

	snprintf(text, sizeof text,
		"trades are missing: trade_seq %lld follows %lld",
		(long long)t->seq, (long long)last);
	xg_rec_start(&rec, XG_REC_STATUS, NAME, t->inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, status.event, XG_ST_GAP);
	XG_REC_SET(&rec, status.conn, in->conn);
	XG_REC_SET(&rec, status.chan, XG_STR("trade"));
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	XG_REC_SET(&rec, status.count, t->seq - last - 1);
	return xg_decoder_emit(in->d, &rec);
}

/* Where two connections overlap, each trade comes twice: the second one is told
 * by its number, and by its time, which a restart of the numbers has not. */
static int numbered(
	struct xg_deribit_in *in, const struct xg_deribit_trade *t, bool *again)
{
	struct xg_deribit_sym *sym = xg_deribit_sym_of(in->d, t->inst);
	int rc = 0;

	*again = false;
	if (!sym)
		return XG_ERR_MEMORY;
	if (!t->has_seq)
		return 0;
	if (sym->has_seq && t->seq <= sym->seq && t->rec.ts <= sym->trade_ts &&
		in->conn != sym->trade_conn) {
		*again = true;
		return 0;
	}
	if (sym->has_seq && t->seq > sym->seq && t->seq - sym->seq > 1)
		rc = gap(in, t, sym->seq);
	sym->has_seq = true;
	sym->seq = t->seq;
	sym->trade_ts = t->rec.ts;
	sym->trade_conn = in->conn;
	return rc;
}

int xg_deribit_trades_apply(struct xg_deribit_in *in)
{
	struct xg_deribit_state *st = in->d->priv;
	int rc = 0;

	for (size_t i = 0; i < st->held_n && rc >= 0; i++) {
		const struct xg_deribit_trade *t = &st->held[i];
		int side = t->rec.u.trade.side;
		bool again;

		rc = numbered(in, t, &again);
		if (rc < 0 || again)
			continue;
		rc = xg_decoder_emit(in->d, &t->rec);
		if (rc >= 0 && t->liq_taker)
			rc = liq(in, t, side);
		if (rc >= 0 && t->liq_maker)
			rc = liq(in, t, side == XG_BUY ? XG_SELL : XG_BUY);
	}
	st->held_n = 0;
	return rc;
}
