/* Own orders: shared by the files that read them. */
#ifndef XG_VENUE_BINANCE_ORDER_PRIV_H
#define XG_VENUE_BINANCE_ORDER_PRIV_H

#include "venue/binance/binance.h"

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
/* What a fill consists of, from whichever message. */
struct xg_binance_fill {
	struct xg_str id, ord, trade, fee, fee_ccy;
	int side, maker; /* maker < 0: not told */
	struct xg_str px, qty;
	int64_t ts;
};

int xg_binance_side(struct xg_str text); /* 0 if it is none */
/* Our client id: the original where the message has one (cancels, amends). */
struct xg_str xg_binance_order_id(const struct xg_str *v);
int64_t xg_binance_order_time(const struct xg_str *v);
/* NULL when this run does not know it. */
const struct xg_instr *xg_binance_own_inst(
	const struct xg_binance_out *o, struct xg_str native);
/* The records. 0, <0 from the sink, XG_ERR_RANGE, _TYPE. */
int xg_binance_emit_fill(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct xg_binance_fill *f);
int xg_binance_emit_exec(const struct xg_binance_out *o,
	const struct xg_instr *inst, const struct xg_str *v);

#endif
