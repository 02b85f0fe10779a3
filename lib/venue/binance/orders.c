/* Requests about orders. Source: rest-api "Trading endpoints" of spot (v3), USD-M
 * (fapi v1) and COIN-M (dapi v1). */
#include "venue/binance/binance.h"

/* Never an exponent (R17). */
static void param_dec(struct xg_req *r, const char *key, struct xg_dec value)
{
	char text[XG_DEC_TEXT];

	xg_dec_fmt(text, value);
	xg_binance_param_text(r, key, text);
}

/* The order by its client id, else by the venue's. */
static int order_id(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	if (ask->wire_id.n)
		xg_binance_param(r, "origClientOrderId", ask->wire_id);
	else if (ask->venue_id.n)
		xg_binance_param(r, "orderId", ask->venue_id);
	else
		return xg_error_set(err, XG_ERR_ABSENT,
			"binance: the request needs an order id");
	return 0;
}

/* Base units in the venue's: COIN-M takes whole contracts, rounded down; 1e-9
 * is added since base units of a contract are seldom a finite decimal. */
static int size_of(struct xg_dec *out, const struct xg_ask *ask,
	struct xg_dec qty, struct xg_error *err)
{
	const struct xg_dec grain = { 1, -9 };
	struct xg_dec lot = ask->inst->i.lot, v;

	*out = qty;
	if (!ask->inst->i.inverse)
		return 0;
	if (xg_dec_sign(lot) <= 0)
		lot = xg_dec_int(1);
	if (xg_contract_qty(&v, ask->inst, qty, ask->px) < 0 ||
		xg_dec_rescale(&v, v, -9, XG_ROUND_NEAREST) < 0 ||
		xg_dec_add(&v, v, grain) < 0 ||
		xg_dec_round_step(out, v, lot, XG_ROUND_DOWN) < 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"binance: the quantity can't be given in contracts "
			"(market orders on inverse contracts need a price to "
			"convert it)");
	if (xg_dec_sign(*out) <= 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"binance: the quantity is less than one contract");
	return 0;
}

static const char *side_of(const struct xg_ask *ask)
{
	return ask->side == XG_BUY ? "BUY" : "SELL";
}

static const char *pos_side(const struct xg_ask *ask)
{
	bool opens_long = (ask->side == XG_BUY) != ask->reduce;

	if (ask->pos)
		return ask->pos == XG_POS_LONG ? "LONG" : "SHORT";
	return opens_long ? "LONG" : "SHORT";
}

static const char *tif_of(int tif)
{
	switch (tif) {
	case XG_IOC:
		return "IOC";
	case XG_FOK:
		return "FOK";
	case XG_GTX:
		return "GTX";
	case XG_GTD:
		return "GTD";
	default:
		return "GTC";
	}
}

static int check_place(const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	if (ask->side != XG_BUY && ask->side != XG_SELL)
		return xg_error_set(
			err, XG_ERR_ABSENT, "binance: an order needs a side");
	if (ask->kind != XG_MARKET && xg_dec_sign(ask->px) <= 0)
		return xg_error_set(err, XG_ERR_ABSENT,
			"binance: a limit order needs a price");
	if (xg_dec_sign(ask->qty) <= 0)
		return xg_error_set(err, XG_ERR_RANGE,
			"binance: the quantity is not positive");
	if (m->futures)
		return ask->kind != XG_MARKET && ask->tif == XG_GTD &&
				       ask->expire <= 0
			       ? xg_error_set(err, XG_ERR_ABSENT,
					 "binance: a good-till-date order "
					 "needs its time (expire)")
			       : 0;
	if (ask->tif == XG_GTD)
		return xg_binance_unsupported(
			err, "spot has no good-till-date orders");
	/* What the venue would not hold to is refused, not left out. */
	if (ask->reduce)
		return xg_binance_unsupported(
			err, "spot has no reduce-only orders");
	return 0;
}

static int place(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	bool limit = ask->kind != XG_MARKET;
	bool maker = !m->futures && limit && ask->tif == XG_GTX;
	struct xg_dec qty;
	int rc = check_place(m, ask, err);

	if (rc == 0)
		rc = size_of(&qty, ask, ask->qty, err);
	if (rc < 0)
		return rc;
	xg_binance_req(r, m, "POST", "/order", 1);
	r->limit = m->lim_orders;
	xg_binance_param_symbol(r, ask);
	xg_binance_param_text(r, "side", side_of(ask));
	if (m->futures && ask->hedge)
		xg_binance_param_text(r, "positionSide", pos_side(ask));
	xg_binance_param_text(r, "type",
		maker	? "LIMIT_MAKER"
		: limit ? "LIMIT"
			: "MARKET");
	if (limit && !maker)
		xg_binance_param_text(r, "timeInForce", tif_of(ask->tif));
	param_dec(r, "quantity", qty);
	if (limit)
		param_dec(r, "price", ask->px);
	if (m->futures && ask->reduce && !ask->hedge)
		xg_binance_param_text(r, "reduceOnly", "true");
	if (m->futures && limit && ask->tif == XG_GTD)
		xg_binance_param_i64(r, "goodTillDate", ask->expire / 1000);
	if (ask->wire_id.n)
		xg_binance_param(r, "newClientOrderId", ask->wire_id);
	/* The answer tells what was filled at once: spot with each fill. */
	xg_binance_param_text(
		r, "newOrderRespType", m->futures ? "RESULT" : "FULL");
	return 0;
}

static int cancel(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	xg_binance_req(r, m, "DELETE", "/order", 1);
	xg_binance_param_symbol(r, ask);
	return order_id(r, ask, err);
}

/* Spot can only make an order smaller in place. A new price would be another
 * order (cancelReplace), whose cancel would read as the end of this one and
 * whose size could not know of a fill in between: refused. */
static int amend_spot(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	int rc;

	if (xg_dec_sign(ask->px) > 0 && xg_dec_cmp(ask->px, ask->old_px) != 0)
		return xg_binance_unsupported(err,
			"spot orders keep their price: cancel and place anew");
	if (xg_dec_sign(ask->qty) <= 0 ||
		xg_dec_cmp(ask->qty, ask->old_qty) >= 0)
		return xg_binance_unsupported(err,
			"spot orders can only be made smaller: cancel and "
			"place anew");
	xg_binance_req(r, m, "PUT", "/order/amend/keepPriority", 4);
	xg_binance_param_symbol(r, ask);
	rc = order_id(r, ask, err);
	/* Without this the venue makes up a new client id (R21). */
	if (ask->wire_id.n)
		xg_binance_param(r, "newClientOrderId", ask->wire_id);
	param_dec(r, "newQty", ask->qty);
	return rc;
}

static int amend(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_dec qty;
	int rc;

	if (!m->futures)
		return amend_spot(r, m, ask, err);
	if (xg_dec_sign(ask->px) <= 0 || xg_dec_sign(ask->qty) <= 0)
		return xg_error_set(err, XG_ERR_ABSENT,
			"binance: an amend needs price and quantity");
	rc = size_of(&qty, ask, ask->qty, err);
	if (rc < 0)
		return rc;
	xg_binance_req(r, m, "PUT", "/order", 1);
	r->limit = m->lim_orders;
	xg_binance_param_symbol(r, ask);
	rc = order_id(r, ask, err);
	xg_binance_param_text(r, "side", side_of(ask));
	param_dec(r, "quantity", qty);
	param_dec(r, "price", ask->px);
	return rc;
}

/* One order, or all of a symbol. */
int xg_binance_order_request(struct xg_req *r,
	const struct xg_binance_market *m, const struct xg_ask *ask,
	struct xg_error *err)
{
	if (xg_binance_need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	switch (ask->op) {
	case XG_OP_PLACE:
		return place(r, m, ask, err);
	case XG_OP_CANCEL:
		return cancel(r, m, ask, err);
	case XG_OP_AMEND:
		return amend(r, m, ask, err);
	case XG_OP_CANCEL_ALL:
		xg_binance_req(r, m, "DELETE",
			m->futures ? "/allOpenOrders" : "/openOrders", 1);
		xg_binance_param_symbol(r, ask);
		return 0;
	case XG_OP_DEADMAN:
		if (!m->futures)
			return xg_binance_unsupported(
				err, "spot has no cancel-all-after");
		xg_binance_req(r, m, "POST", "/countdownCancelAll", 10);
		xg_binance_param_symbol(r, ask);
		xg_binance_param_i64(
			r, "countdownTime", ask->timeout_us / 1000);
		return 0;
	default: /* QUERY */
		xg_binance_req(r, m, "GET", "/order", m->futures ? 1 : 4);
		xg_binance_param_symbol(r, ask);
		return order_id(r, ask, err);
	}
}
