/* Trades, best prices, liquidations, candles. Source: the channels of those
 * names in the WebSocket v4 documents; the sign of a contract size is the
 * taker's side. */
#include "venue/gate/gate.h"

#define NAME XG_STR("gate")

static int dec_of(struct xg_dec *out, struct xg_str text)
{
	return text.n ? xg_dec_from(out, text) : XG_ERR_TYPE;
}

/* What trades and liquidations have in common. */
struct deal {
	const struct xg_instr *inst;
	struct xg_dec px, qty;
	int side;
	int64_t ts;
};

/* size: signed contracts, or (side_text given) an amount of base units. */
static int read_deal(const struct xg_gate_in *in, struct deal *out,
	struct xg_str native, struct xg_str px, struct xg_str size,
	const struct xg_str *side_text)
{
	int rc = dec_of(&out->px, px);

	if (rc == 0)
		rc = dec_of(&out->qty, size);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(out->px) <= 0 || xg_dec_is_zero(out->qty))
		return XG_ERR_RANGE;
	out->inst = xg_gate_inst_of(in, native);
	if (!out->inst)
		return XG_ERR_ABSENT;
	out->side = xg_dec_sign(out->qty) > 0 ? XG_BUY : XG_SELL;
	if (side_text)
		out->side = xg_word_from(XG_WORDS_SIDE, *side_text);
	if (!out->side)
		return XG_ERR_TYPE;
	return xg_gate_base(&out->qty, out->inst, out->px);
}

int xg_gate_trade_row(void *ctx, struct xg_json *j)
{
	struct xg_gate_in *in = ctx;
	enum { ID, S, MS, SIDE, PAIR, AMOUNT, PX, SIZE, CONTRACT, OWN, KEYS };
	static const char *const keys[KEYS] = { "id", "create_time",
		"create_time_ms", "side", "currency_pair", "amount", "price",
		"size", "contract", "is_internal" };
	bool spot = in->m->index == XG_GATE_SPOT;
	struct xg_str v[KEYS];
	struct xg_rec rec;
	struct deal t;
	int rc;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (!v[ID].n)
		return XG_ERR_TYPE;
	rc = read_deal(in, &t, v[spot ? PAIR : CONTRACT], v[PX],
		v[spot ? AMOUNT : SIZE], spot ? &v[SIDE] : NULL);
	if (rc == 0)
		rc = xg_gate_time(&t.ts, v[MS].n ? v[MS] : v[S]);
	if (rc < 0)
		return rc;
	xg_rec_start(&rec, XG_REC_TRADE, NAME, t.inst->sym, t.ts, in->d->rx);
	XG_REC_SET(&rec, trade.id, v[ID]);
	XG_REC_SET(&rec, trade.side, t.side);
	XG_REC_SET(&rec, trade.px, t.px);
	XG_REC_SET(&rec, trade.qty, t.qty);
	/* A position that the insurance fund or ADL took over. */
	if (xg_str_is_text(v[OWN], "true"))
		XG_REC_SET(&rec, trade.off, XG_OFF_INTERNAL);
	return xg_decoder_hold(in->d, &rec);
}

/* size: of the liquidating order. */
int xg_gate_liq_row(void *ctx, struct xg_json *j)
{
	struct xg_gate_in *in = ctx;
	enum { PX, SIZE, MS, S, CONTRACT, KEYS };
	static const char *const keys[KEYS] = { "price", "size", "time_ms",
		"time", "contract" };
	struct xg_str v[KEYS];
	struct xg_rec rec;
	struct deal t;
	int rc;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	rc = read_deal(in, &t, v[CONTRACT], v[PX], v[SIZE], NULL);
	if (rc == 0)
		rc = xg_gate_time(&t.ts, v[MS].n ? v[MS] : v[S]);
	if (rc < 0)
		return rc;
	xg_rec_start(&rec, XG_REC_LIQ, NAME, t.inst->sym, t.ts, in->d->rx);
	XG_REC_SET(&rec, liq.side, t.side);
	XG_REC_SET(&rec, liq.px, t.px);
	XG_REC_SET(&rec, liq.qty, t.qty);
	return xg_decoder_hold(in->d, &rec);
}

/* One side of the best prices; an empty one has no price: 0. */
static int bbo_side(struct xg_dec *px, struct xg_dec *qty,
	const struct xg_instr *inst, struct xg_str pxt, struct xg_str qtyt)
{
	int rc = xg_scan_dec(px, pxt);

	if (rc <= 0 || xg_dec_is_zero(*px))
		return rc < 0 ? rc : 0;
	rc = dec_of(qty, qtyt);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(*px) < 0 || xg_dec_sign(*qty) < 0)
		return XG_ERR_RANGE;
	if (xg_dec_is_zero(*qty))
		return 0;
	rc = xg_gate_base(qty, inst, *px);
	return rc < 0 ? rc : 1;
}

int xg_gate_bbo_row(void *ctx, struct xg_json *j)
{
	struct xg_gate_in *in = ctx;
	enum { T, SYM, BID, BID_QTY, ASK, ASK_QTY, KEYS };
	static const char *const keys[KEYS] = { "t", "s", "b", "B", "a", "A" };
	struct xg_dec bid, bid_qty, ask, ask_qty;
	const struct xg_instr *inst;
	struct xg_str v[KEYS];
	int64_t ts, b, a;
	struct xg_rec rec;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	/* A market without orders: nothing is said. */
	if (!v[BID].n && !v[ASK].n && v[SYM].n)
		return 0;
	inst = xg_gate_inst_of(in, v[SYM]);
	if (!inst)
		return XG_ERR_ABSENT;
	b = bbo_side(&bid, &bid_qty, inst, v[BID], v[BID_QTY]);
	a = bbo_side(&ask, &ask_qty, inst, v[ASK], v[ASK_QTY]);
	if (b < 0 || a < 0 || xg_gate_time(&ts, v[T]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_BBO, NAME, inst->sym, ts, in->d->rx);
	if (b) {
		XG_REC_SET(&rec, bbo.bid, bid);
		XG_REC_SET(&rec, bbo.bid_qty, bid_qty);
	}
	if (a) {
		XG_REC_SET(&rec, bbo.ask, ask);
		XG_REC_SET(&rec, bbo.ask_qty, ask_qty);
	}
	return b || a ? xg_decoder_hold(in->d, &rec) : 0;
}

/* Volume in base units: spot tells it (`a`; recordings of 2021 do not, and what
 * they tell is quote volume); contracts are counted (`v`), those of an inverse
 * one turned by the close. 1 read, 0 not told. */
static int volume(struct xg_dec *out, const struct xg_gate_in *in,
	const struct xg_instr *inst, const struct xg_str v[static 2],
	struct xg_dec close)
{
	int rc = xg_scan_dec(out, v[in->m->index == XG_GATE_SPOT]);

	if (rc <= 0)
		return rc;
	if (xg_dec_sign(*out) < 0 || xg_gate_base(out, inst, close) < 0)
		return XG_ERR_RANGE;
	return 1;
}

int xg_gate_candle_row(void *ctx, struct xg_json *j)
{
	struct xg_gate_in *in = ctx;
	enum { V, A, T, O, H, L, C, N, W, KEYS };
	static const char *const keys[KEYS] = { "v", "a", "t", "o", "h", "l",
		"c", "n", "w" };
	const struct xg_instr *inst;
	struct xg_str v[KEYS], name, span;
	struct xg_dec px[4], vol;
	struct xg_rec rec;
	int64_t start;
	int rc;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	name = v[N];
	span = xg_str_cut(&name, '_');
	/* Of the mark or the index price: no trades made them. */
	if (xg_str_has_prefix(name, XG_STR("mark_")) ||
		xg_str_has_prefix(name, XG_STR("index_")))
		return 0;
	if (!xg_gate_interval(span))
		return XG_ERR_TYPE;
	inst = xg_gate_inst_of(in, name);
	if (!inst)
		return XG_ERR_ABSENT;
	for (int i = 0; i < 4; i++) {
		rc = dec_of(&px[i], v[O + i]);
		if (rc < 0 || xg_dec_sign(px[i]) <= 0)
			return rc < 0 ? rc : XG_ERR_RANGE;
	}
	if (xg_gate_time(&start, v[T]) < 0 || !start)
		return XG_ERR_RANGE;
	rc = volume(&vol, in, inst, v, px[3]);
	if (rc <= 0)
		return rc;
	xg_rec_start(&rec, XG_REC_CANDLE, NAME, inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, candle.open, px[0]);
	XG_REC_SET(&rec, candle.high, px[1]);
	XG_REC_SET(&rec, candle.low, px[2]);
	XG_REC_SET(&rec, candle.close, px[3]);
	XG_REC_SET(&rec, candle.vol, vol);
	XG_REC_SET(&rec, candle.start, start);
	XG_REC_SET(&rec, candle.interval_s, xg_gate_interval(span));
	XG_REC_SET(&rec, candle.closed, xg_str_is_text(v[W], "true"));
	return xg_decoder_hold(in->d, &rec);
}
