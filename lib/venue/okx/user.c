/* Own orders, fills, balances, positions: the same rows come from the private
 * channels and from REST [trade, get order details; orders channel]. */
#include "venue/okx/okx.h"

/* State of an order: the venue's word, refined by who cancelled it. */
static int event_of(struct xg_str state, struct xg_str source, int *reason)
{
	static const struct {
		const char *source;
		int event, reason;
	} how[] = {
		/* fok not filled, ioc remainder, contract expired, slippage,
		 * too many makers */
		{ "13", XG_EXEC_EXPIRED, 0 },
		{ "14", XG_EXEC_EXPIRED, 0 },
		{ "7", XG_EXEC_EXPIRED, XG_WHY_MARKET_CLOSED },
		{ "10", XG_EXEC_EXPIRED, XG_WHY_MARKET_CLOSED },
		{ "27", XG_EXEC_EXPIRED, XG_WHY_PRICE_BAND },
		{ "33", XG_EXEC_EXPIRED, XG_WHY_LIMIT },
		{ "31", XG_EXEC_REJECTED, XG_WHY_WOULD_CROSS },
		{ "15", XG_EXEC_REJECTED, XG_WHY_PRICE_BAND },
		{ "45", XG_EXEC_REJECTED, XG_WHY_PRICE_BAND },
		{ "2", XG_EXEC_CANCELED, XG_WHY_INSUFFICIENT_FUNDS },
		{ "3", XG_EXEC_CANCELED, XG_WHY_INSUFFICIENT_FUNDS },
		{ "6", XG_EXEC_CANCELED, XG_WHY_INSUFFICIENT_FUNDS },
		{ "9", XG_EXEC_CANCELED, XG_WHY_INSUFFICIENT_FUNDS },
		{ "44", XG_EXEC_CANCELED, XG_WHY_INSUFFICIENT_FUNDS },
	};

	*reason = 0;
	if (xg_str_is_text(state, "live"))
		return XG_EXEC_NEW;
	if (xg_str_is_text(state, "partially_filled"))
		return XG_EXEC_PARTIAL;
	if (xg_str_is_text(state, "filled"))
		return XG_EXEC_FILLED;
	if (!xg_str_is_text(state, "canceled") &&
		!xg_str_is_text(state, "mmp_canceled"))
		return 0;
	for (size_t i = 0; i < XG_LEN(how); i++) {
		if (xg_str_is_text(source, how[i].source)) {
			*reason = how[i].reason;
			return how[i].event;
		}
	}
	return XG_EXEC_CANCELED;
}

static const struct xg_instr *inst_of(
	const struct xg_insts *insts, struct xg_str native)
{
	return xg_insts_native(
		insts, XG_STR("okx"), xg_okx_market(native), native);
}

/* Balances with interest and average prices can have over 18 digits: the decimals that do
 * not fit are cut, so that no more is told than there is. */
static int cut_dec(struct xg_dec *out, struct xg_str text)
{
	int rc = xg_okx_dec(out, text);

	while (rc == XG_ERR_RANGE && text.n &&
		xg_str_find(text, '.') < text.n - 1) {
		text.n--;
		rc = xg_okx_dec(out, text);
	}
	return rc;
}

/* What is said of an instrument that is not known cannot be put in base units.
 * It is never dropped silently: it may be a fill. */
static int unknown(const struct xg_sink *sink, int64_t rx, struct xg_str native,
	const char *what)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"okx: %s of '%.*s', whose instrument is not known, is left out",
		what, (int)(native.n < 64 ? native.n : 64),
		native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("okx"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

/* A size of the venue in base units; px may be zero for linear contracts. */
static int base_of(struct xg_dec *out, const struct xg_instr *inst,
	struct xg_str text, struct xg_dec px)
{
	struct xg_dec sz;
	int rc = xg_okx_dec(&sz, text);

	if (rc < 0)
		return rc;
	*out = sz;
	if (rc == 0 || inst->i.kind == XG_SPOT || xg_dec_is_zero(sz))
		return 0;
	return xg_base_qty(out, inst, sz, px);
}

enum {
	ID,
	ORD,
	CL,
	STATE,
	SOURCE,
	SIDE,
	PX,
	SZ,
	CUM,
	AVG,
	FPX,
	FSZ,
	TRADE,
	FTIME,
	ETYPE,
	FFEE,
	FCCY,
	UTIME,
	MSG,
	AMEND,
	CODE,
	BILL,
	KEYS
};
static const char *const keys[KEYS] = { "instId", "ordId", "clOrdId", "state",
	"cancelSource", "side", "px", "sz", "accFillSz", "avgPx", "fillPx",
	"fillSz", "tradeId", "fillTime", "execType", "fillFee", "fillFeeCcy",
	"uTime", "msg", "amendResult", "code", "" };

static int emit_fill(const struct xg_str *v, const struct xg_instr *inst,
	int64_t rx, const struct xg_sink *sink)
{
	struct xg_dec px, qty, fee;
	struct xg_rec rec;
	int has_px = xg_okx_dec(&px, v[FPX]);

	if (!v[TRADE].n || has_px == 0)
		return 0;
	if (has_px < 0)
		return XG_ERR_RANGE;
	if (base_of(&qty, inst, v[FSZ], px) < 0 || cut_dec(&fee, v[FFEE]) < 0)
		return XG_ERR_RANGE;
	if (xg_dec_is_zero(qty))
		return 0;
	if (!xg_word_from(XG_WORDS_SIDE, v[SIDE]))
		return XG_ERR_TYPE;
	xg_rec_start(&rec, XG_REC_FILL, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[FTIME]), rx);
	XG_REC_SET(&rec, fill.id, v[CL]);
	XG_REC_SET(&rec, fill.venue_id, v[ORD]);
	XG_REC_SET(&rec, fill.trade_id, v[TRADE]);
	XG_REC_SET(&rec, fill.side, xg_word_from(XG_WORDS_SIDE, v[SIDE]));
	XG_REC_SET(&rec, fill.px, px);
	XG_REC_SET(&rec, fill.qty, qty);
	if (v[FFEE].n) {
		/* the venue's sign: negative is charged */
		XG_REC_SET(&rec, fill.fee, xg_dec_neg(fee));
		XG_REC_SET(&rec, fill.fee_ccy, v[FCCY]);
	}
	XG_REC_SET(&rec, fill.maker, xg_str_is_text(v[ETYPE], "M"));
	return sink->rec(sink->ctx, &rec);
}

static int emit_exec(const struct xg_str *v, const struct xg_instr *inst,
	int64_t rx, const struct xg_sink *sink)
{
	struct xg_dec px, avg, qty, cum;
	struct xg_rec rec;
	int reason, event = event_of(v[STATE], v[SOURCE], &reason);
	int has_px = xg_okx_dec(&px, v[PX]), has_avg = cut_dec(&avg, v[AVG]);

	if (!event || has_px < 0 || has_avg < 0 ||
		!xg_word_from(XG_WORDS_SIDE, v[SIDE]))
		return XG_ERR_TYPE;
	/* An amend that failed: the order is as it was. */
	if (xg_str_is_text(v[AMEND], "-1") && !reason &&
		xg_okx_code(v[CODE], &reason) == XG_RES_OK)
		reason = XG_WHY_OTHER;
	if (base_of(&qty, inst, v[SZ], has_px ? px : avg) < 0 ||
		base_of(&cum, inst, v[CUM], has_avg ? avg : px) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_EXEC, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[UTIME]), rx);
	XG_REC_SET(&rec, exec.id, v[CL]);
	XG_REC_SET(&rec, exec.venue_id, v[ORD]);
	XG_REC_SET(&rec, exec.event, event);
	XG_REC_SET(&rec, exec.side, xg_word_from(XG_WORDS_SIDE, v[SIDE]));
	if (has_px)
		XG_REC_SET(&rec, exec.px, px);
	XG_REC_SET(&rec, exec.qty, qty);
	XG_REC_SET(&rec, exec.filled, cum);
	if (has_avg && !xg_dec_is_zero(cum))
		XG_REC_SET(&rec, exec.avg_px, avg);
	if (reason)
		XG_REC_SET(&rec, exec.reason, reason);
	if (v[MSG].n)
		XG_REC_SET(&rec, exec.detail, v[MSG]);
	return sink->rec(sink->ctx, &rec);
}

int xg_okx_order_row(struct xg_json *j, const struct xg_insts *insts,
	int64_t rx, bool stream, const struct xg_sink *sink,
	struct xg_str *ord_id)
{
	const struct xg_instr *inst;
	struct xg_str v[KEYS];
	int rc;

	if (xg_okx_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (ord_id)
		*ord_id = v[ORD];
	inst = inst_of(insts, v[ID]);
	if (!inst)
		return unknown(sink, rx, v[ID], "an order");
	/* The fill first, so that the state that follows finds it counted. REST
	 * rows repeat the last fill: its fee is not in them, so only the
	 * stream's and those of the fills request count. */
	rc = stream ? emit_fill(v, inst, rx, sink) : 0;
	return rc < 0 ? rc : emit_exec(v, inst, rx, sink);
}

int xg_okx_fill_row(struct xg_json *j, const struct xg_insts *insts, int64_t rx,
	const struct xg_sink *sink, struct xg_str *bill_id)
{
	static const char *const names[KEYS] = { "instId", "ordId", "clOrdId",
		"", "", "side", "", "", "", "", "fillPx", "fillSz", "tradeId",
		"ts", "execType", "fee", "feeCcy", "", "", "", "", "billId" };
	const struct xg_instr *inst;
	struct xg_str v[KEYS];

	if (xg_okx_scan(j, names, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (bill_id)
		*bill_id = v[BILL];
	inst = inst_of(insts, v[ID]);
	return inst ? emit_fill(v, inst, rx, sink)
		    : unknown(sink, rx, v[ID], "a fill");
}

static int one_balance(
	struct xg_json *j, int64_t rx, const struct xg_sink *sink)
{
	static const char *const names[] = { "ccy", "cashBal", "availBal",
		"availEq", "frozenBal", "uTime" };
	struct xg_str v[XG_LEN(names)];
	struct xg_dec total, freed, used;
	struct xg_rec rec;

	if (xg_okx_scan(j, names, v, XG_LEN(names)) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n)
		return XG_ERR_TYPE;
	if (cut_dec(&total, v[1]) < 0 ||
		cut_dec(&freed, v[2].n ? v[2] : v[3]) < 0 ||
		cut_dec(&used, v[4]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_BALANCE, XG_STR("okx"),
		(struct xg_str){ NULL, 0 }, xg_okx_ms(v[5]), rx);
	XG_REC_SET(&rec, balance.ccy, v[0]);
	XG_REC_SET(&rec, balance.total, total);
	XG_REC_SET(&rec, balance.free, freed);
	XG_REC_SET(&rec, balance.used, used);
	return sink->rec(sink->ctx, &rec);
}

/* One row of account/balance: its details are the currencies. */
int xg_okx_balance_rows(
	struct xg_json *j, int64_t rx, const struct xg_sink *sink)
{
	static const char *const names[] = { "details" };
	struct xg_str v[1];
	enum xg_json_tok tok = XG_JSON_ERR;
	struct xg_json in;
	int rc = 0;

	if (xg_okx_scan(j, names, v, 1) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n)
		return 0;
	xg_json_init(&in, v[0].p, v[0].n);
	if (xg_json_next(&in) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && (tok = xg_json_next(&in)) == XG_JSON_OBJ)
		rc = one_balance(&in, rx, sink);
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

int xg_okx_position_row(struct xg_json *j, const struct xg_insts *insts,
	int64_t rx, const struct xg_sink *sink)
{
	static const char *const names[] = { "instId", "posSide", "pos",
		"avgPx", "markPx", "upl", "lever", "margin", "uTime", "imr" };
	struct xg_str v[XG_LEN(names)];
	struct xg_dec avg, mark, upl, lever, margin, qty;
	const struct xg_instr *inst;
	struct xg_rec rec;

	if (xg_okx_scan(j, names, v, XG_LEN(names)) < 0)
		return XG_ERR_SYNTAX;
	inst = inst_of(insts, v[0]);
	if (!inst)
		return unknown(sink, rx, v[0], "a position");
	if (!v[2].n)
		return XG_ERR_TYPE;
	if (cut_dec(&avg, v[3]) < 0 || cut_dec(&mark, v[4]) < 0 ||
		cut_dec(&upl, v[5]) < 0 || xg_okx_dec(&lever, v[6]) < 0 ||
		cut_dec(&margin, v[7].n ? v[7] : v[9]) < 0 ||
		base_of(&qty, inst, v[2], xg_dec_is_zero(avg) ? mark : avg) < 0)
		return XG_ERR_RANGE;
	if (xg_str_is_text(v[1], "short"))
		qty = xg_dec_neg(xg_dec_abs(qty));
	xg_rec_start(&rec, XG_REC_POSITION, XG_STR("okx"), inst->sym,
		xg_okx_ms(v[8]), rx);
	XG_REC_SET(&rec, position.qty, qty);
	if (!xg_dec_is_zero(avg))
		XG_REC_SET(&rec, position.entry, avg);
	if (!xg_dec_is_zero(mark))
		XG_REC_SET(&rec, position.mark, mark);
	if (v[5].n)
		XG_REC_SET(&rec, position.upnl, upl);
	if (v[6].n)
		XG_REC_SET(&rec, position.leverage, lever);
	if (v[7].n || v[9].n)
		XG_REC_SET(&rec, position.margin, margin);
	return sink->rec(sink->ctx, &rec);
}
