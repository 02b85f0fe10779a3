/* Requests: paths and parameters. Source: rest-api documents of spot (v3), USD-M
 * (fapi v1 to v3) and COIN-M (dapi v1). */
#include "crypto/text.h"
#include "venue/binance/binance.h"

/* Weights that differ by what is asked are in weight_of_depth and here. */
static void start(struct xg_req *r, const struct xg_binance_market *m,
	const char *method, const char *path, int cost)
{
	xg_req_clear(r);
	r->method = method;
	r->host = m->host;
	if (path[0] == '/')
		xg_buf_text(&r->path, m->prefix);
	else
		xg_buf_char(&r->path, '/'); /* "fapi/v3/balance": whole */
	xg_buf_text(&r->path, path);
	r->is_signed = true;
	r->limit = m->lim_weight;
	r->cost = cost;
}

static void start_public(struct xg_req *r, const struct xg_binance_market *m,
	const char *path, int cost)
{
	start(r, m, "GET", path, cost);
	r->is_signed = false;
}

/* Parameters are in the body of POST and PUT, else in the query: as sign(). */
static void param(struct xg_req *r, const char *key, struct xg_str value)
{
	bool in_body = r->method[0] == 'P';
	struct xg_buf *b = in_body ? &r->body : &r->query;

	if (b->len)
		xg_buf_char(b, '&');
	xg_buf_text(b, key);
	xg_buf_char(b, '=');
	xg_pct_add(b, value);
}

static void param_text(struct xg_req *r, const char *key, const char *value)
{
	param(r, key, xg_str_from(value));
}

static void param_i64(struct xg_req *r, const char *key, int64_t value)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)value);
	param_text(r, key, text);
}

/* Never an exponent (R17). */
static void param_dec(struct xg_req *r, const char *key, struct xg_dec value)
{
	char text[XG_DEC_TEXT];

	xg_dec_fmt(text, value);
	param_text(r, key, text);
}

static void symbol(struct xg_req *r, const struct xg_ask *ask)
{
	param(r, "symbol", ask->inst->i.native);
}

static int need_inst(const struct xg_ask *ask, struct xg_error *err)
{
	return ask->inst && ask->inst->i.native.n
		       ? 0
		       : xg_error_set(err, XG_ERR_ABSENT,
				 "binance: the request needs an instrument");
}

static int unsupported(struct xg_error *err, const char *why)
{
	return xg_error_set(err, XG_ERR_SUPPORT, "binance: %s", why);
}

/* The order by its client id, else by the venue's. */
static int order_id(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	if (ask->wire_id.n)
		param(r, "origClientOrderId", ask->wire_id);
	else if (ask->venue_id.n)
		param(r, "orderId", ask->venue_id);
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
		return unsupported(err, "spot has no good-till-date orders");
	/* What the venue would not hold to is refused, not left out. */
	if (ask->reduce)
		return unsupported(err, "spot has no reduce-only orders");
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
	start(r, m, "POST", "/order", 1);
	r->limit = m->lim_orders;
	symbol(r, ask);
	param_text(r, "side", side_of(ask));
	if (m->futures && ask->hedge)
		param_text(r, "positionSide", pos_side(ask));
	param_text(r, "type",
		maker	? "LIMIT_MAKER"
		: limit ? "LIMIT"
			: "MARKET");
	if (limit && !maker)
		param_text(r, "timeInForce", tif_of(ask->tif));
	param_dec(r, "quantity", qty);
	if (limit)
		param_dec(r, "price", ask->px);
	if (m->futures && ask->reduce && !ask->hedge)
		param_text(r, "reduceOnly", "true");
	if (m->futures && limit && ask->tif == XG_GTD)
		param_i64(r, "goodTillDate", ask->expire / 1000);
	if (ask->wire_id.n)
		param(r, "newClientOrderId", ask->wire_id);
	/* The answer tells what was filled at once: spot with each fill. */
	param_text(r, "newOrderRespType", m->futures ? "RESULT" : "FULL");
	return 0;
}

static int cancel(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	start(r, m, "DELETE", "/order", 1);
	symbol(r, ask);
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
		return unsupported(err,
			"spot orders keep their price: cancel and place anew");
	if (xg_dec_sign(ask->qty) <= 0 ||
		xg_dec_cmp(ask->qty, ask->old_qty) >= 0)
		return unsupported(err,
			"spot orders can only be made smaller: cancel and "
			"place anew");
	start(r, m, "PUT", "/order/amend/keepPriority", 4);
	symbol(r, ask);
	rc = order_id(r, ask, err);
	/* Without this the venue makes up a new client id (R21). */
	if (ask->wire_id.n)
		param(r, "newClientOrderId", ask->wire_id);
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
	start(r, m, "PUT", "/order", 1);
	r->limit = m->lim_orders;
	symbol(r, ask);
	rc = order_id(r, ask, err);
	param_text(r, "side", side_of(ask));
	param_dec(r, "quantity", qty);
	param_dec(r, "price", ask->px);
	return rc;
}

static int fills(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	int limit = ask->limit > 0 && ask->limit < 1000 ? ask->limit : 1000;

	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	start(r, m, "GET", m->futures ? "/userTrades" : "/myTrades",
		m->futures || ask->venue_id.n ? 5 : 20);
	symbol(r, ask);
	if (ask->venue_id.n)
		param(r, "orderId", ask->venue_id);
	/* A page goes on behind the last trade; a time may not come with it. */
	if (ask->cursor.n)
		param(r, "fromId", ask->cursor);
	else if (ask->since > 0 && !ask->venue_id.n)
		param_i64(r, "startTime", ask->since / 1000);
	param_i64(r, "limit", limit);
	return 0;
}

static int snapshot(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	static const struct {
		int limit, cost;
	} futures[] = { { 5, 2 }, { 10, 2 }, { 20, 2 }, { 50, 2 }, { 100, 5 },
		{ 500, 10 }, { 1000, 20 } };
	int limit = ask->limit > 0 ? ask->limit : 1000, cost;

	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (m->futures) {
		size_t i = 0;

		/* Only these depths exist. */
		while (i + 1 < XG_LEN(futures) && futures[i].limit < limit)
			i++;
		limit = futures[i].limit;
		cost = futures[i].cost;
	} else {
		limit = limit > 5000 ? 5000 : limit;
		cost = limit <= 100    ? 5
		       : limit <= 500  ? 25
		       : limit <= 1000 ? 50
				       : 250;
	}
	start_public(r, m, "/depth", cost);
	symbol(r, ask);
	param_i64(r, "limit", limit);
	return 0;
}

static int open_interest(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	if (!m->futures || m->inverse)
		return unsupported(err, "open interest is told for USD-M only");
	start_public(r, m, "/openInterest", 1);
	symbol(r, ask);
	return 0;
}

/* One order, or all of a symbol. */
static int of_order(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	if (need_inst(ask, err) < 0)
		return XG_ERR_ABSENT;
	switch (ask->op) {
	case XG_OP_PLACE:
		return place(r, m, ask, err);
	case XG_OP_CANCEL:
		return cancel(r, m, ask, err);
	case XG_OP_AMEND:
		return amend(r, m, ask, err);
	case XG_OP_CANCEL_ALL:
		start(r, m, "DELETE",
			m->futures ? "/allOpenOrders" : "/openOrders", 1);
		symbol(r, ask);
		return 0;
	case XG_OP_DEADMAN:
		if (!m->futures)
			return unsupported(err, "spot has no cancel-all-after");
		start(r, m, "POST", "/countdownCancelAll", 10);
		symbol(r, ask);
		param_i64(r, "countdownTime", ask->timeout_us / 1000);
		return 0;
	default: /* QUERY */
		start(r, m, "GET", "/order", m->futures ? 1 : 4);
		symbol(r, ask);
		return order_id(r, ask, err);
	}
}

static int of_account(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	switch (ask->op) {
	case XG_OP_OPEN:
		start(r, m, "GET", "/openOrders",
			m->futures ? (ask->inst ? 1 : 40)
				   : (ask->inst ? 6 : 80));
		if (ask->inst)
			symbol(r, ask);
		return 0;
	case XG_OP_BALANCES:
		start(r, m, "GET",
			!m->futures  ? "/account"
			: m->inverse ? "/balance"
				     : "fapi/v3/balance",
			!m->futures  ? 20
			: m->inverse ? 1
				     : 5);
		if (!m->futures)
			param_text(r, "omitZeroBalances", "true");
		return 0;
	case XG_OP_POSITIONS:
		if (!m->futures)
			return unsupported(err, "spot has no positions");
		start(r, m, "GET",
			m->inverse ? "/positionRisk" : "fapi/v3/positionRisk",
			m->inverse ? 1 : 5);
		if (ask->inst && !m->inverse)
			symbol(r, ask);
		return 0;
	case XG_OP_FEES:
		if (need_inst(ask, err) < 0)
			return XG_ERR_ABSENT;
		start(r, m, "GET",
			m->futures ? "/commissionRate" : "/account/commission",
			20);
		symbol(r, ask);
		return 0;
	case XG_OP_MODE:
		if (!m->futures)
			return unsupported(err, "spot has no position mode");
		/* USD-M and COIN-M have had one mode since 2026-06-30. */
		start(r, xg_binance_market(XG_STR("usdm")), "GET",
			"/positionSide/dual", 30);
		return 0;
	default: /* KEYINFO: where keys can't be asked about, the account */
		m = xg_binance_market(XG_STR("spot"));
		if (ask->cursor.n)
			start(r, m, "GET", "/account", 20);
		else
			start(r, m, "GET", "sapi/v1/account/apiRestrictions",
				1);
		return 0;
	}
}

static int stream(struct xg_req *r, const struct xg_binance_market *m,
	const struct xg_ask *ask, struct xg_error *err)
{
	if (!m->futures)
		return unsupported(
			err, "the user data of spot need no listen key");
	start(r, m, ask->op == XG_OP_STREAM_NEW ? "POST" : "PUT", "/listenKey",
		1);
	return 0;
}

int xg_binance_request(
	struct xg_req *r, const struct xg_ask *ask, struct xg_error *err)
{
	struct xg_str name = ask->inst ? ask->inst->i.market : ask->market;
	const struct xg_binance_market *m =
		xg_binance_market(name.n ? name : XG_STR("spot"));
	int rc;

	if (!m)
		return xg_error_set(err, XG_ERR_SUPPORT,
			"binance: no market is called \"%.*s\"",
			(int)(name.n < 40 ? name.n : 40), name.p);
	switch (ask->op) {
	case XG_OP_TIME:
		start_public(r, m, "/time", 1);
		rc = 0;
		break;
	case XG_OP_INSTS:
		start_public(r, m, "/exchangeInfo", m->futures ? 1 : 20);
		rc = 0;
		break;
	case XG_OP_SNAPSHOT:
		rc = snapshot(r, m, ask, err);
		break;
	case XG_OP_OI:
		rc = open_interest(r, m, ask, err);
		break;
	case XG_OP_FILLS:
		rc = fills(r, m, ask, err);
		break;
	case XG_OP_PLACE:
	case XG_OP_CANCEL:
	case XG_OP_CANCEL_ALL:
	case XG_OP_AMEND:
	case XG_OP_QUERY:
	case XG_OP_DEADMAN:
		rc = of_order(r, m, ask, err);
		break;
	case XG_OP_STREAM_NEW:
	case XG_OP_STREAM_KEEP:
		rc = stream(r, m, ask, err);
		break;
	default:
		rc = of_account(r, m, ask, err);
		break;
	}
	if (rc == 0 && (r->path.failed || r->query.failed || r->body.failed))
		rc = xg_error_set(
			err, XG_ERR_LIMIT, "binance: the request is too long");
	return rc;
}
