/* Own orders and fills in answers of REST. Source: order and trade documents of
 * spot and futures. */
#include "venue/binance/order_priv.h"

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

/* Spot tells each fill of a new order in its answer; they took liquidity. */
static int row_fills(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct xg_str *v)
{
	static const char *const keys[] = { "price", "qty", "commission",
		"commissionAsset", "tradeId" };
	struct xg_binance_fill f = { .id = xg_binance_order_id(v),
		.ord = v[ORD],
		.side = xg_binance_side(v[SIDE]),
		.ts = xg_binance_order_time(v) };
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
		rc = xg_binance_emit_fill(o, inst, &f);
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
		inst = xg_binance_own_inst(o, v[SYM]);
		rc = inst ? xg_binance_emit_exec(o, inst, v) : 0;
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
	inst = xg_binance_own_inst(o, v[SYM]);
	if (!inst || !v[STATUS].n)
		return 0; /* an instrument not known here; or a bare ack */
	rc = row_fills(o, inst, v);
	return rc < 0 ? rc : xg_binance_emit_exec(o, inst, v);
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
	struct xg_binance_fill f;

	if (xg_scan(j, keys, v, N) < 0)
		return XG_ERR_SYNTAX;
	*trade_id = v[RID];
	inst = xg_binance_own_inst(o, v[RSYM]);
	if (!inst)
		return 0;
	/* Spot and futures have other names for the same. */
	buyer = v[RBUYER].n ? v[RBUYER] : v[RBUY];
	maker = v[RMAKER].n ? v[RMAKER] : v[RMAKE];
	f = (struct xg_binance_fill){ .id = id,
		.ord = v[RORD],
		.trade = v[RID],
		.fee = v[RFEE],
		.fee_ccy = v[RCCY],
		.px = v[RPX],
		.qty = v[RQTY],
		.ts = xg_scan_ms(v[RTIME]),
		.maker = maker.n ? xg_str_is_text(maker, "true") : -1 };
	f.side = v[RSIDE].n			  ? xg_binance_side(v[RSIDE])
		 : xg_str_is_text(buyer, "true")  ? XG_BUY
		 : xg_str_is_text(buyer, "false") ? XG_SELL
						  : 0;
	return xg_binance_emit_fill(o, inst, &f);
}
