/* Own orders and fills: what the private streams tell, and the records that are
 * made of that and of REST. Source: user data stream documents of spot and
 * futures. */
#include "venue/binance/order_priv.h"

#define NAME XG_STR("binance")

static const char *const report_keys[KEYS] = { [SYM] = "s",
	[CLIENT] = "c",
	[ORIG] = "C",
	[ORD] = "i",
	[STATUS] = "X",
	[EXEC] = "x",
	[SIDE] = "S",
	[PX] = "p",
	[QTY] = "q",
	[CUM] = "z",
	[QUOTE] = "Z",
	[LAST_QTY] = "l",
	[LAST_PX] = "L",
	[TRADE] = "t",
	[FEE] = "n",
	[FEE_CCY] = "N",
	[TIME] = "T",
	[MAKER] = "m",
	[REJECT] = "r",
	[EXPIRY] = "eR",
	[TIF] = "f" };
static const char *const update_keys[KEYS] = { [SYM] = "s",
	[CLIENT] = "c",
	[ORD] = "i",
	[STATUS] = "X",
	[EXEC] = "x",
	[SIDE] = "S",
	[PX] = "p",
	[QTY] = "q",
	[CUM] = "z",
	[AVG] = "ap",
	[LAST_QTY] = "l",
	[LAST_PX] = "L",
	[TRADE] = "t",
	[FEE] = "n",
	[FEE_CCY] = "N",
	[TIME] = "T",
	[MAKER] = "m",
	[EXPIRY] = "er",
	[TIF] = "f" };

int xg_binance_side(struct xg_str text)
{
	return xg_str_is_text(text, "BUY")    ? XG_BUY
	       : xg_str_is_text(text, "SELL") ? XG_SELL
					      : 0;
}

struct xg_str xg_binance_order_id(const struct xg_str *v)
{
	return v[ORIG].n && !xg_str_is_text(v[ORIG], "null") ? v[ORIG]
							     : v[CLIENT];
}

int64_t xg_binance_order_time(const struct xg_str *v)
{
	for (int i = TIME; i <= TIME3; i++) {
		if (v[i].n)
			return xg_scan_ms(v[i]);
	}
	return 0;
}

const struct xg_instr *xg_binance_own_inst(
	const struct xg_binance_out *o, struct xg_str native)
{
	return xg_insts_native(o->insts, NAME, xg_str_from(o->m->name), native);
}

/* State of an order; 0 for a word that is not known. */
static int event_of(const struct xg_str *v)
{
	static const struct {
		const char *status;
		int event;
	} map[] = {
		{ "NEW", XG_EXEC_NEW },
		{ "PENDING_NEW", XG_EXEC_NEW },
		{ "PENDING_CANCEL", XG_EXEC_NEW },
		{ "PARTIALLY_FILLED", XG_EXEC_PARTIAL },
		{ "FILLED", XG_EXEC_FILLED },
		/* taken over by the venue: liquidation and ADL */
		{ "NEW_INSURANCE", XG_EXEC_FILLED },
		{ "NEW_ADL", XG_EXEC_FILLED },
		{ "CANCELED", XG_EXEC_CANCELED },
		{ "REJECTED", XG_EXEC_REJECTED },
		{ "EXPIRED", XG_EXEC_EXPIRED },
		{ "EXPIRED_IN_MATCH", XG_EXEC_EXPIRED },
	};

	if (xg_str_is_text(v[EXEC], "AMENDMENT") ||
		xg_str_is_text(v[EXEC], "REPLACED"))
		return XG_EXEC_AMENDED;
	for (size_t i = 0; i < XG_LEN(map); i++) {
		if (xg_str_is_text(v[STATUS], map[i].status))
			return map[i].event;
	}
	return 0;
}

/* Why it ended without being filled. */
static int reason_of(const struct xg_binance_out *o, const struct xg_str *v,
	int event, bool untouched)
{
	static const struct {
		const char *word;
		int reason;
	} map[] = {
		{ "INSUFFICIENT_BALANCES", XG_WHY_INSUFFICIENT_FUNDS },
		{ "WOULD_MATCH_IMMEDIATELY", XG_WHY_WOULD_CROSS },
		{ "EXECUTION_RULE_PRICE_RANGE_EXCEEDED", XG_WHY_PRICE_BAND },
		{ "EXCHANGE_CANCELED", XG_WHY_OTHER },
	};

	for (size_t i = 0; i < XG_LEN(map); i++) {
		if (xg_str_is_text(v[REJECT], map[i].word) ||
			xg_str_is_text(v[EXPIRY], map[i].word))
			return map[i].reason;
	}
	/* A post-only order that would have taken just expires on futures. */
	if (o->m->futures && event == XG_EXEC_EXPIRED && untouched &&
		xg_str_is_text(v[TIF], "GTX"))
		return XG_WHY_WOULD_CROSS;
	return event == XG_EXEC_REJECTED ? XG_WHY_OTHER : 0;
}

static struct xg_str detail_of(const struct xg_str *v)
{
	if (v[EXPIRY].n && !xg_str_is_text(v[EXPIRY], "0"))
		return v[EXPIRY];
	if (v[REJECT].n && !xg_str_is_text(v[REJECT], "NONE"))
		return v[REJECT];
	if (xg_str_is_text(v[EXEC], "TRADE_PREVENTION") ||
		xg_str_is_text(v[STATUS], "EXPIRED_IN_MATCH"))
		return XG_STR("self-trade prevention");
	return (struct xg_str){ NULL, 0 };
}

int xg_binance_emit_fill(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct xg_binance_fill *f)
{
	struct xg_dec px, qty, fee;
	struct xg_rec rec;

	if (xg_scan_dec(&px, f->px) <= 0 || xg_scan_dec(&qty, f->qty) <= 0 ||
		xg_scan_dec(&fee, f->fee) < 0 || xg_dec_sign(px) <= 0 ||
		xg_dec_sign(qty) <= 0 || xg_binance_base(&qty, inst, px) < 0)
		return XG_ERR_RANGE;
	if (!f->side || !f->trade.n)
		return XG_ERR_TYPE;
	xg_rec_start(&rec, XG_REC_FILL, NAME, inst->sym, f->ts, o->rx);
	XG_REC_SET(&rec, fill.id, f->id);
	XG_REC_SET(&rec, fill.venue_id, f->ord);
	XG_REC_SET(&rec, fill.trade_id, f->trade);
	XG_REC_SET(&rec, fill.side, f->side);
	XG_REC_SET(&rec, fill.px, px);
	XG_REC_SET(&rec, fill.qty, qty);
	/* Futures leave the fee out when it is zero. */
	XG_REC_SET(&rec, fill.fee, fee);
	if (f->fee_ccy.n)
		XG_REC_SET(&rec, fill.fee_ccy, f->fee_ccy);
	else if (inst->i.settle.n)
		XG_REC_SET(&rec, fill.fee_ccy, inst->i.settle);
	if (f->maker >= 0)
		XG_REC_SET(&rec, fill.maker, f->maker > 0);
	return o->sink->rec(o->sink->ctx, &rec);
}

/* The fill that a stream's event brings: TRADE, and CALCULATED when the venue
 * liquidates. 0 when it has none. */
static int stream_fill(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct xg_str *v)
{
	struct xg_binance_fill f = { .id = xg_binance_order_id(v),
		.ord = v[ORD],
		.trade = v[TRADE],
		.fee = v[FEE],
		.fee_ccy = v[FEE_CCY],
		.side = xg_binance_side(v[SIDE]),
		.maker = xg_str_is_text(v[MAKER], "true"),
		.px = v[LAST_PX],
		.qty = v[LAST_QTY],
		.ts = xg_binance_order_time(v) };
	struct xg_dec qty;

	if (!xg_str_is_text(v[EXEC], "TRADE") &&
		!xg_str_is_text(v[EXEC], "CALCULATED"))
		return 0;
	if (xg_scan_dec(&qty, f.qty) < 0)
		return XG_ERR_RANGE;
	return xg_dec_sign(qty) > 0 ? xg_binance_emit_fill(o, inst, &f) : 0;
}

/* Average price: told, or of the cumulative quote. 1 when there is one. */
static int average(
	struct xg_dec *out, const struct xg_str *v, struct xg_dec cum)
{
	struct xg_dec quote;
	int rc = xg_scan_dec(out, v[AVG]);

	if (rc < 0)
		return rc;
	if (rc > 0 && xg_dec_sign(*out) > 0)
		return 1;
	if (xg_scan_dec(&quote, v[QUOTE]) <= 0 || xg_dec_sign(quote) <= 0 ||
		xg_dec_sign(cum) <= 0)
		return 0;
	return xg_dec_div(out, quote, cum, 12, XG_ROUND_NEAREST) < 0 ? 0 : 1;
}

int xg_binance_emit_exec(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct xg_str *v)
{
	struct xg_str detail = detail_of(v);
	struct xg_dec px, qty, cum, avg, at;
	int event = event_of(v), reason, has_px, has_avg;
	struct xg_rec rec;

	if (!event)
		return 0; /* a word of the future: the order will be asked for */
	has_px = xg_scan_dec(&px, v[PX]);
	if (has_px < 0 || xg_scan_dec(&qty, v[QTY]) < 0 ||
		xg_scan_dec(&cum, v[CUM]) < 0)
		return XG_ERR_RANGE;
	has_px = xg_dec_sign(px) > 0;
	has_avg = average(&avg, v, cum);
	if (has_avg < 0)
		return XG_ERR_RANGE;
	reason = reason_of(o, v, event, xg_dec_is_zero(cum));
	at = has_px ? px : avg;
	xg_rec_start(&rec, XG_REC_EXEC, NAME, inst->sym,
		xg_binance_order_time(v), o->rx);
	XG_REC_SET(&rec, exec.id, xg_binance_order_id(v));
	XG_REC_SET(&rec, exec.venue_id, v[ORD]);
	XG_REC_SET(&rec, exec.event, event);
	if (xg_binance_side(v[SIDE]))
		XG_REC_SET(&rec, exec.side, xg_binance_side(v[SIDE]));
	if (has_px)
		XG_REC_SET(&rec, exec.px, px);
	/* A market order on an inverse contract has no price to convert by
	 * before it is filled. */
	if (v[QTY].n && xg_binance_base(&qty, inst, at) == 0)
		XG_REC_SET(&rec, exec.qty, qty);
	if (v[CUM].n && xg_binance_base(&cum, inst, has_avg ? avg : px) == 0)
		XG_REC_SET(&rec, exec.filled, cum);
	if (has_avg && xg_dec_sign(cum) > 0)
		XG_REC_SET(&rec, exec.avg_px, avg);
	if (reason)
		XG_REC_SET(&rec, exec.reason, reason);
	if (detail.n)
		XG_REC_SET(&rec, exec.detail, detail);
	return o->sink->rec(o->sink->ctx, &rec);
}

/* The fill first, so that the state that follows finds it counted (R22). */
static int emit_event(const struct xg_binance_out *o, const struct xg_str *v)
{
	const struct xg_instr *inst = xg_binance_own_inst(o, v[SYM]);
	int rc;

	if (!v[SYM].n || !v[ORD].n || !v[STATUS].n)
		return XG_ERR_TYPE;
	if (!inst)
		return 0; /* an instrument that this run does not know */
	rc = stream_fill(o, inst, v);
	return rc < 0 ? rc : xg_binance_emit_exec(o, inst, v);
}

int xg_binance_exec_report(const struct xg_binance_out *o, struct xg_str event)
{
	struct xg_str v[KEYS];

	if (xg_scan_text(event, report_keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	return emit_event(o, v);
}

int xg_binance_order_update(const struct xg_binance_out *o, struct xg_str event)
{
	static const char *const keys[] = { "o" };
	struct xg_str inner, v[KEYS];

	if (xg_scan_text(event, keys, &inner, 1) < 0)
		return XG_ERR_SYNTAX;
	if (!inner.n || xg_scan_text(inner, update_keys, v, KEYS) < 0)
		return XG_ERR_TYPE;
	return emit_event(o, v);
}
