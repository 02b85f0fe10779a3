/* Own orders and fills: one reading for the private streams and for REST.
 * Source: user data stream and order documents of spot and futures. */
#include "venue/binance/binance.h"

#define NAME XG_STR("binance")

/* What an order is told by, whatever its members are called. */
enum {
	SYM,
	CLIENT,
	ORIG, /* our client id where CLIENT is that of a cancel (R21) */
	ORD,
	STATUS,
	EXEC,
	SIDE,
	PX,
	QTY,
	CUM,
	QUOTE, /* cumulative quote, to make the average of */
	AVG,
	LAST_QTY,
	LAST_PX,
	TRADE,
	FEE,
	FEE_CCY,
	TIME,
	TIME2,
	TIME3,
	MAKER,
	REJECT,
	EXPIRY,
	TIF,
	FILLS,
	REPORTS, /* orders of a list, in a cancel-all answer */
	KEYS
};
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
static const char *const row_keys[KEYS] = { [SYM] = "symbol",
	[CLIENT] = "clientOrderId",
	[ORIG] = "origClientOrderId",
	[ORD] = "orderId",
	[STATUS] = "status",
	[SIDE] = "side",
	[PX] = "price",
	[QTY] = "origQty",
	[CUM] = "executedQty",
	[QUOTE] = "cummulativeQuoteQty",
	[AVG] = "avgPrice",
	[TIME] = "transactTime",
	[TIME2] = "updateTime",
	[TIME3] = "time",
	[TIF] = "timeInForce",
	[FILLS] = "fills",
	[REPORTS] = "orderReports" };

static int side_of(struct xg_str text)
{
	return xg_str_is_text(text, "BUY")    ? XG_BUY
	       : xg_str_is_text(text, "SELL") ? XG_SELL
					      : 0;
}

/* Ours is the original where the message has one: on cancels and amends. */
static struct xg_str id_of(const struct xg_str *v)
{
	return v[ORIG].n && !xg_str_is_text(v[ORIG], "null") ? v[ORIG]
							     : v[CLIENT];
}

static int64_t time_of(const struct xg_str *v)
{
	for (int i = TIME; i <= TIME3; i++) {
		if (v[i].n)
			return xg_scan_ms(v[i]);
	}
	return 0;
}

static const struct xg_instr *inst_of(
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

/* What a fill consists of, from whichever message. */
struct fill {
	struct xg_str id, ord, trade, fee, fee_ccy;
	int side, maker; /* maker < 0: not told */
	struct xg_str px, qty;
	int64_t ts;
};

static int emit_fill(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct fill *f)
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
	struct fill f = { .id = id_of(v),
		.ord = v[ORD],
		.trade = v[TRADE],
		.fee = v[FEE],
		.fee_ccy = v[FEE_CCY],
		.side = side_of(v[SIDE]),
		.maker = xg_str_is_text(v[MAKER], "true"),
		.px = v[LAST_PX],
		.qty = v[LAST_QTY],
		.ts = time_of(v) };
	struct xg_dec qty;

	if (!xg_str_is_text(v[EXEC], "TRADE") &&
		!xg_str_is_text(v[EXEC], "CALCULATED"))
		return 0;
	if (xg_scan_dec(&qty, f.qty) < 0)
		return XG_ERR_RANGE;
	return xg_dec_sign(qty) > 0 ? emit_fill(o, inst, &f) : 0;
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

static int emit_exec(const struct xg_binance_out *o,
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
	xg_rec_start(&rec, XG_REC_EXEC, NAME, inst->sym, time_of(v), o->rx);
	XG_REC_SET(&rec, exec.id, id_of(v));
	XG_REC_SET(&rec, exec.venue_id, v[ORD]);
	XG_REC_SET(&rec, exec.event, event);
	if (side_of(v[SIDE]))
		XG_REC_SET(&rec, exec.side, side_of(v[SIDE]));
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
	const struct xg_instr *inst = inst_of(o, v[SYM]);
	int rc;

	if (!v[SYM].n || !v[ORD].n || !v[STATUS].n)
		return XG_ERR_TYPE;
	if (!inst)
		return 0; /* an instrument that this run does not know */
	rc = stream_fill(o, inst, v);
	return rc < 0 ? rc : emit_exec(o, inst, v);
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

/* Spot tells each fill of a new order in its answer; they took liquidity. */
static int row_fills(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct xg_str *v)
{
	static const char *const keys[] = { "price", "qty", "commission",
		"commissionAsset", "tradeId" };
	struct fill f = { .id = id_of(v),
		.ord = v[ORD],
		.side = side_of(v[SIDE]),
		.ts = time_of(v) };
	struct xg_json j;
	int rc = 0;

	if (!v[FILLS].n)
		return 0;
	xg_json_init(&j, v[FILLS].p, v[FILLS].n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ) {
		struct xg_str w[XG_LEN(keys)];

		if (xg_scan(&j, keys, w, XG_LEN(keys)) < 0)
			return XG_ERR_SYNTAX;
		f.px = w[0];
		f.qty = w[1];
		f.fee = w[2];
		f.fee_ccy = w[3];
		f.trade = w[4];
		rc = emit_fill(o, inst, &f);
	}
	return rc < 0 ? rc : 0;
}

/* The orders of a list that was cancelled as a whole. */
static int row_reports(const struct xg_binance_out *o, struct xg_str list)
{
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ) {
		struct xg_str v[KEYS];
		const struct xg_instr *inst;

		if (xg_scan(&j, row_keys, v, KEYS) < 0)
			return XG_ERR_SYNTAX;
		inst = inst_of(o, v[SYM]);
		rc = inst ? emit_exec(o, inst, v) : 0;
	}
	return rc;
}

int xg_binance_order_row(const struct xg_binance_out *o, struct xg_json *j,
	struct xg_str *venue_id)
{
	const struct xg_instr *inst;
	struct xg_str v[KEYS];
	int rc;

	if (xg_scan(j, row_keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (venue_id)
		*venue_id = v[ORD];
	if (v[REPORTS].n)
		return row_reports(o, v[REPORTS]);
	if (!v[ORD].n)
		return XG_ERR_TYPE;
	inst = inst_of(o, v[SYM]);
	if (!inst || !v[STATUS].n)
		return 0; /* an instrument not known here; or a bare ack */
	rc = row_fills(o, inst, v);
	return rc < 0 ? rc : emit_exec(o, inst, v);
}

int xg_binance_fill_row(const struct xg_binance_out *o, struct xg_json *j,
	struct xg_str id, struct xg_str *trade_id)
{
	enum {
		RSYM,
		RID,
		RORD,
		RPX,
		RQTY,
		RFEE,
		RCCY,
		RTIME,
		RBUYER,
		RBUY,
		RMAKER,
		RMAKE,
		RSIDE,
		N
	};
	static const char *const keys[N] = { "symbol", "id", "orderId", "price",
		"qty", "commission", "commissionAsset", "time", "isBuyer",
		"buyer", "isMaker", "maker", "side" };
	const struct xg_instr *inst;
	struct xg_str v[N], buyer, maker;
	struct fill f;

	if (xg_scan(j, keys, v, N) < 0)
		return XG_ERR_SYNTAX;
	*trade_id = v[RID];
	inst = inst_of(o, v[RSYM]);
	if (!inst)
		return 0;
	/* Spot and futures have other names for the same. */
	buyer = v[RBUYER].n ? v[RBUYER] : v[RBUY];
	maker = v[RMAKER].n ? v[RMAKER] : v[RMAKE];
	f = (struct fill){ .id = id,
		.ord = v[RORD],
		.trade = v[RID],
		.fee = v[RFEE],
		.fee_ccy = v[RCCY],
		.px = v[RPX],
		.qty = v[RQTY],
		.ts = xg_scan_ms(v[RTIME]),
		.maker = maker.n ? xg_str_is_text(maker, "true") : -1 };
	f.side = v[RSIDE].n			  ? side_of(v[RSIDE])
		 : xg_str_is_text(buyer, "true")  ? XG_BUY
		 : xg_str_is_text(buyer, "false") ? XG_SELL
						  : 0;
	return emit_fill(o, inst, &f);
}
