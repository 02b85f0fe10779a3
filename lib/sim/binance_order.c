/* Binance: placing orders. Source: sheet binance, section 7. */
#include <stdio.h>

#include "sim/binance.h"

const char *xg_bn_status(const struct xg_sim_order *o)
{
	static const char *const words[] = { "NEW", "PARTIALLY_FILLED",
		"FILLED", "CANCELED", "EXPIRED", "REJECTED" };

	return o->end == XG_SIM_END_SELF ? "EXPIRED_IN_MATCH" : words[o->state];
}

/* ---- refusals ---- */

static const struct {
	enum xg_sim_no no;
	int spot, futures;
	const char *spot_msg, *futures_msg;
} refusals[] = {
	{ XG_SIM_NO_TICK, -1013, -4014, "Filter failure: PRICE_FILTER",
		"Price not increased by tick size." },
	{ XG_SIM_NO_LOT, -1013, -4023, "Filter failure: LOT_SIZE",
		"Qty not increased by step size." },
	{ XG_SIM_NO_MIN_QTY, -1013, -4004, "Filter failure: LOT_SIZE",
		"Quantity less than min quantity." },
	{ XG_SIM_NO_MAX_QTY, -1013, -4005, "Filter failure: LOT_SIZE",
		"Quantity greater than max quantity." },
	{ XG_SIM_NO_MIN_NOTIONAL, -1013, -4164, "Filter failure: NOTIONAL",
		"Order's notional must be no smaller than the minimum (unless "
		"you choose reduce only)." },
	{ XG_SIM_NO_BAND, -1013, -4131, "Filter failure: PERCENT_PRICE_BY_SIDE",
		"The counterparty's best price does not meet the PERCENT_PRICE "
		"filter limit." },
	{ XG_SIM_NO_FUNDS, -2010, -2019,
		"Account has insufficient balance for requested action.",
		"Margin is insufficient." },
	{ XG_SIM_NO_DUP, -2010, -4116, "Duplicate order sent.",
		"ClientOrderId is duplicated." },
	{ XG_SIM_NO_REDUCE, -1106, -2022,
		"Parameter 'reduceOnly' sent when not required.",
		"ReduceOnly Order is rejected." },
	{ XG_SIM_NO_LEG, -1106, -4061,
		"Parameter 'positionSide' sent when not required.",
		"Order's position side does not match user's setting." },
	{ XG_SIM_NO_HALTED, -2010, -4141, "Market is closed.",
		"Symbol is closed." },
	{ XG_SIM_NO_LIQUIDITY, -2010, -2020, "Market is closed.",
		"Unable to fill." },
	{ XG_SIM_NO_ROOM, -1013, -2025, "Filter failure: MAX_NUM_ORDERS",
		"Reach max open order limit." },
	{ XG_SIM_NO_ORDER, -2011, -2011, "Unknown order sent.",
		"Unknown order sent." },
};

static void refuse(struct xg_bn_call *c, enum xg_sim_no no)
{
	bool spot = c->market == XG_BN_SPOT;

	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		if (refusals[i].no == no) {
			xg_bn_fail(c, 400,
				spot ? refusals[i].spot : refusals[i].futures,
				spot ? refusals[i].spot_msg
				     : refusals[i].futures_msg);
			return;
		}
	xg_bn_fail(c, 503, -1000, "Unknown error.");
}

static bool missing(struct xg_bn_call *c, const char *name)
{
	char msg[120];

	snprintf(msg, sizeof msg,
		"Mandatory parameter '%s' was not sent, was empty/null, or "
		"malformed.",
		name);
	xg_bn_fail(c, 400, -1102, msg);
	return false;
}

static bool illegal(struct xg_bn_call *c, int code, const char *msg)
{
	xg_bn_fail(c, 400, code, msg);
	return false;
}

/* ---- reading ---- */

/* A number: plain digits as the venue wants them. */
static bool number(
	struct xg_bn_call *c, const char *name, bool must, struct xg_dec *out)
{
	struct xg_str s = xg_bn_get(c, name);
	char msg[120];

	*out = (struct xg_dec){ 0 };
	if (!s.n)
		return !must || missing(c, name);
	for (size_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.') {
			snprintf(msg, sizeof msg,
				"Illegal characters found in parameter '%s'; "
				"legal range is "
				"'^([0-9]{1,20})(\\\\.[0-9]{1,20})?$'.",
				name);
			return illegal(c, -1100, msg);
		}
	if (xg_dec_from(out, s) < 0)
		return illegal(c, -1100, "Illegal number.");
	if (xg_dec_places(*out) > 8) {
		snprintf(msg, sizeof msg,
			"Parameter '%s' has too much precision.", name);
		return illegal(c, -1111, msg);
	}
	return true;
}

static bool client_id(struct xg_bn_call *c, struct xg_sim_order *o)
{
	struct xg_str id = xg_bn_get(c, "newClientOrderId");

	for (size_t i = 0; i < id.n; i++) {
		char k = id.p[i];
		bool letter = (k >= 'a' && k <= 'z') || (k >= 'A' && k <= 'Z');

		if (!letter && !(k >= '0' && k <= '9') && !strchr("-_.:/", k))
			id.n = 99;
	}
	if (id.n > 36)
		return illegal(c, -1100,
			"Illegal characters found in parameter "
			"'newClientOrderId'; legal range is "
			"'^[\\\\.A-Z\\\\:/a-z0-9_-]{1,36}$'.");
	if (id.n)
		return xg_str_copy(o->cid, sizeof o->cid, id);
	snprintf(o->cid, sizeof o->cid, "sim%019lld",
		(long long)(c->now * 1000 + ++c->s->update % 1000));
	return true;
}

static bool side(struct xg_bn_call *c, struct xg_sim_order *o)
{
	struct xg_str s = xg_bn_get(c, "side");

	if (!s.n)
		return missing(c, "side");
	o->sell = xg_str_is_text(s, "SELL");
	return o->sell || xg_str_is_text(s, "BUY") ||
	       illegal(c, -1117, "Invalid side.");
}

static bool tif(struct xg_bn_call *c, struct xg_sim_order *o)
{
	static const struct {
		const char *word;
		enum xg_match_kind kind;
	} words[] = { { "GTC", XG_MATCH_LIMIT }, { "IOC", XG_MATCH_IOC },
		{ "FOK", XG_MATCH_FOK }, { "GTX", XG_MATCH_POST } };
	struct xg_str s = xg_bn_get(c, "timeInForce");
	size_t n = c->market == XG_BN_SPOT ? 3 : 4;

	if (!s.n)
		return missing(c, "timeInForce");
	for (size_t i = 0; i < n; i++)
		if (xg_str_is_text(s, words[i].word)) {
			o->kind = words[i].kind;
			return xg_str_copy(o->tif, sizeof o->tif, s);
		}
	return illegal(c, -1115, "Invalid timeInForce.");
}

static bool type(struct xg_bn_call *c, struct xg_sim_order *o)
{
	struct xg_str s = xg_bn_get(c, "type");
	bool spot = c->market == XG_BN_SPOT;

	if (!s.n)
		return missing(c, "type");
	(void)xg_str_copy(o->type, sizeof o->type, s);
	(void)xg_str_copy(o->tif, sizeof o->tif, XG_STR("GTC"));
	if (xg_str_is_text(s, "MARKET")) {
		o->kind = XG_MATCH_MARKET;
		if (!spot || xg_bn_get(c, "quantity").n)
			return number(c, "quantity", true, &o->qty);
		return number(c, "quoteOrderQty", true, &o->quote_qty);
	}
	if (spot && xg_str_is_text(s, "LIMIT_MAKER"))
		o->kind = XG_MATCH_POST;
	else if (!xg_str_is_text(s, "LIMIT"))
		return spot ? illegal(c, -1116, "Invalid orderType.")
			    : illegal(c, -4120,
				      "Order type not supported for this "
				      "endpoint. Please use the Algo Order API "
				      "endpoints instead.");
	else if (!tif(c, o))
		return false;
	return number(c, "quantity", true, &o->qty) &&
	       number(c, "price", true, &o->px);
}

static bool self_trade(struct xg_bn_call *c, struct xg_sim_order *o)
{
	struct xg_str s = xg_bn_get(c, "selfTradePreventionMode");

	o->self = XG_SELF_MAKER;
	(void)xg_str_copy(o->mode, sizeof o->mode, XG_STR("EXPIRE_MAKER"));
	if (!s.n || xg_str_is_text(s, "NONE"))
		return true;
	(void)xg_str_copy(o->mode, sizeof o->mode, s);
	if (xg_str_is_text(s, "EXPIRE_TAKER"))
		o->self = XG_SELF_TAKER;
	else if (xg_str_is_text(s, "EXPIRE_BOTH"))
		o->self = XG_SELF_BOTH;
	else if (!xg_str_is_text(s, "EXPIRE_MAKER"))
		return illegal(c, -1013, "Invalid selfTradePreventionMode.");
	return true;
}

static bool position(struct xg_bn_call *c, struct xg_sim_order *o)
{
	struct xg_str s = xg_bn_get(c, "positionSide");
	struct xg_str r = xg_bn_get(c, "reduceOnly");

	if (xg_str_is_text(s, "LONG"))
		o->leg = XG_LEG_LONG;
	else if (xg_str_is_text(s, "SHORT"))
		o->leg = XG_LEG_SHORT;
	else if (s.n && !xg_str_is_text(s, "BOTH"))
		return illegal(c, -4116, "Invalid positionSide.");
	o->reduce = xg_str_is_text(r, "true") || xg_str_is_text(r, "TRUE");
	if (o->reduce && c->f->venue.acct.hedge)
		return illegal(c, -1106,
			"Parameter 'reduceonly' sent when not required.");
	return true;
}

static bool read_order(struct xg_bn_call *c, struct xg_sim_order *o)
{
	o->mkt = xg_bn_symbol(c);
	return o->mkt && side(c, o) && type(c, o) && client_id(c, o) &&
	       self_trade(c, o) && (c->market == XG_BN_SPOT || position(c, o));
}

/* Post-only that would take is refused before it is an order. */
static bool crosses(struct xg_bn_call *c, const struct xg_sim_order *o)
{
	if (o->kind != XG_MATCH_POST ||
		!xg_sim_would_cross(o->mkt, o->sell, o->px))
		return false;
	if (c->market == XG_BN_SPOT)
		xg_bn_fail(c, 400, -2010,
			"Order would immediately match and take.");
	else
		xg_bn_fail(c, 400, -5022,
			"Due to the order could not be executed as maker, the "
			"Post Only order will be rejected. The order will not "
			"be recorded in the order history");
	return true;
}

/* ---- answers ---- */

static void put_fills(struct xg_bn_call *c, const struct xg_sim_order *o)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = &c->a->body;

	xg_json_key(b, "fills");
	xg_buf_char(b, '[');
	for (size_t i = 0; i < v->fills; i++) {
		const struct xg_sim_fill *f = &v->fill[i];

		if (f->order != o->id)
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_bn_put(b, "price", c->market, f->px);
		xg_bn_put(b, "qty", c->market, f->qty);
		xg_bn_put(b, "commission", c->market, f->fee);
		xg_json_put_text(b, "commissionAsset", f->fee_ccy);
		xg_json_put_i64(b, "tradeId", f->trade_id);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

static void answer_spot(struct xg_bn_call *c, const struct xg_sim_order *o)
{
	struct xg_str how = xg_bn_get(c, "newOrderRespType");
	struct xg_buf *b = &c->a->body;
	bool ack = xg_str_is_text(how, "ACK") ||
		   (!how.n && o->kind == XG_MATCH_POST);

	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", o->mkt->spec.native);
	xg_json_put_i64(b, "orderId", (int64_t)o->id);
	xg_json_put_i64(b, "orderListId", -1);
	xg_json_put_text(b, "clientOrderId", o->cid);
	xg_json_put_i64(b, "transactTime", o->updated / 1000);
	if (!ack) {
		xg_bn_put(b, "price", XG_BN_SPOT, o->px);
		xg_bn_put(b, "origQty", XG_BN_SPOT, o->qty);
		xg_bn_put(b, "executedQty", XG_BN_SPOT, o->filled);
		xg_bn_put(b, "origQuoteOrderQty", XG_BN_SPOT, o->quote_qty);
		xg_bn_put(b, "cummulativeQuoteQty", XG_BN_SPOT, o->value);
		xg_json_put_text(b, "status", xg_bn_status(o));
		xg_json_put_text(b, "timeInForce", o->tif);
		xg_json_put_text(b, "type", o->type);
		xg_json_put_text(b, "side", o->sell ? "SELL" : "BUY");
		xg_json_put_i64(b, "workingTime", o->created / 1000);
		xg_json_put_text(b, "selfTradePreventionMode", o->mode);
		if (!xg_str_is_text(how, "RESULT"))
			put_fills(c, o);
	}
	xg_buf_char(b, '}');
}

/* An ACK shows the order as it was taken; RESULT as it is, where it ends at
 * once. */
static void answer_futures(struct xg_bn_call *c, const struct xg_sim_order *o)
{
	struct xg_sim_order was = *o;
	struct xg_str how = xg_bn_get(c, "newOrderRespType");

	if (!xg_str_is_text(how, "RESULT")) {
		was.state = XG_SIM_NEW;
		was.end = XG_SIM_END_NONE;
		was.filled = was.value = (struct xg_dec){ 0 };
	}
	xg_bn_put_order(&c->a->body, &was, false);
}

/* Counts a new order. */
static bool count(struct xg_bn_call *c)
{
	bool fut = c->market != XG_BN_SPOT;
	struct xg_sim_bucket *ten = &c->s->orders10[fut];
	int n = xg_sim_bucket_take(ten, 1, c->now);
	int m = n < 0 ? -1
		      : xg_sim_bucket_take(&c->s->orders60[fut], 1, c->now);

	if (n < 0 || m < 0) {
		xg_bn_fail(c, 429, -1015,
			"Too many new orders; current limit is 300 orders per "
			"TEN SECONDS.");
		xg_buf_printf(&c->a->headers, "Retry-After: %lld\n",
			(long long)(xg_sim_bucket_wait(ten, c->now) / 1000000 +
				    1));
		return false;
	}
	xg_buf_printf(&c->a->headers, "X-MBX-ORDER-COUNT-10S: %d\n", n);
	xg_buf_printf(&c->a->headers, "X-MBX-ORDER-COUNT-1M: %d\n", m);
	return true;
}

static void place(struct xg_bn_call *c, bool test)
{
	struct xg_sim_order o = { 0 };
	enum xg_sim_no no;

	if (!read_order(c, &o) || (!test && !count(c)))
		return;
	no = xg_sim_place(&c->f->venue, &o, true, c->now);
	if (no != XG_SIM_OK) {
		refuse(c, no);
		return;
	}
	if (crosses(c, &o))
		return;
	if (test) {
		xg_buf_text(&c->a->body, "{}");
		return;
	}
	no = xg_sim_place(&c->f->venue, &o, false, c->now);
	if (no != XG_SIM_OK)
		refuse(c, no);
	else if (c->market == XG_BN_SPOT)
		answer_spot(c, &o);
	else
		answer_futures(c, &o);
}

void xg_bn_place(struct xg_bn_call *c)
{
	place(c, false);
}

void xg_bn_test(struct xg_bn_call *c)
{
	place(c, true);
}

/* ---- amending ---- */

/* The order that a call names; NULL after an error answer. */
const struct xg_sim_order *xg_bn_named(
	struct xg_bn_call *c, const char *cid_name, int code, const char *msg)
{
	const struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_str id = xg_bn_get(c, "orderId");
	struct xg_str cid = xg_bn_get(c, cid_name);
	const struct xg_sim_order *o = NULL;
	uint64_t n;

	if (!m)
		return NULL;
	if (!id.n && !cid.n) {
		xg_bn_fail(c, 400, -1102,
			"Param 'origClientOrderId' or 'orderId' must be sent, "
			"but both were empty/null!");
		return NULL;
	}
	if (id.n && xg_str_u64(id, &n) == 0)
		o = xg_sim_order_id(&c->f->venue, n);
	else if (!id.n)
		o = xg_sim_order_cid(
			&c->f->venue, xg_bn_markets[c->market], cid);
	if (o && o->mkt == m)
		return o;
	xg_bn_fail(c, 400, code, msg);
	return NULL;
}

void xg_bn_amend_spot(struct xg_bn_call *c)
{
	const struct xg_sim_order *o = xg_bn_named(
		c, "origClientOrderId", -2013, "Order does not exist.");
	struct xg_buf *b = &c->a->body;
	struct xg_dec qty;
	enum xg_sim_no no;
	uint64_t id;

	if (!o || !number(c, "newQty", true, &qty))
		return;
	if (!xg_sim_is_open(o)) {
		xg_bn_fail(c, 400, -2038, "Order amend was rejected.");
		return;
	}
	if (xg_dec_cmp(qty, o->qty) >= 0 || xg_dec_cmp(qty, o->filled) <= 0) {
		xg_bn_fail(c, 400, -2038,
			"The newQty must be greater than 0 and less than the "
			"order's quantity.");
		return;
	}
	id = o->id;
	no = xg_sim_amend(&c->f->venue, id, o->px, qty, c->now);
	if (no != XG_SIM_OK) {
		refuse(c, no);
		return;
	}
	o = xg_sim_order_id(&c->f->venue, id);
	xg_buf_printf(b, "{\"transactTime\":%lld,\"executionId\":%lld,",
		(long long)(c->now / 1000), (long long)c->s->execution);
	xg_buf_text(b, "\"amendedOrder\":{");
	xg_json_put_text(b, "symbol", o->mkt->spec.native);
	xg_json_put_i64(b, "orderId", (int64_t)id);
	xg_json_put_i64(b, "orderListId", -1);
	xg_json_put_text(b, "origClientOrderId", o->cid);
	xg_json_put_text(b, "clientOrderId", o->cid);
	xg_bn_put(b, "price", XG_BN_SPOT, o->px);
	xg_bn_put(b, "qty", XG_BN_SPOT, o->qty);
	xg_bn_put(b, "executedQty", XG_BN_SPOT, o->filled);
	xg_bn_put(b, "cumulativeQuoteQty", XG_BN_SPOT, o->value);
	xg_json_put_text(b, "status", xg_bn_status(o));
	xg_json_put_text(b, "timeInForce", o->tif);
	xg_json_put_text(b, "type", o->type);
	xg_json_put_text(b, "side", o->sell ? "SELL" : "BUY");
	xg_buf_text(b, "}}");
}

void xg_bn_amend_futures(struct xg_bn_call *c)
{
	const struct xg_sim_order *o = xg_bn_named(
		c, "origClientOrderId", -2013, "Order does not exist.");
	struct xg_sim_order to = { 0 };
	enum xg_sim_no no;
	uint64_t id;

	if (!o || !side(c, &to) || !number(c, "quantity", true, &to.qty) ||
		!number(c, "price", true, &to.px))
		return;
	id = o->id;
	if (!xg_sim_is_open(o) || o->sell != to.sell) {
		xg_bn_fail(c, 400, -2013, "Order does not exist.");
		return;
	}
	/* A post-only order that would take now is lost. */
	if (o->kind == XG_MATCH_POST &&
		xg_sim_would_cross(o->mkt, o->sell, to.px)) {
		to.mkt = o->mkt;
		to.sell = o->sell;
		to.kind = XG_MATCH_POST;
		(void)xg_sim_cancel(
			&c->f->venue, id, XG_SIM_END_CROSSED, c->now);
		(void)crosses(c, &to);
		return;
	}
	no = xg_sim_amend(&c->f->venue, id, to.px, to.qty, c->now);
	if (no != XG_SIM_OK)
		refuse(c, no);
	else
		xg_bn_put_order(
			&c->a->body, xg_sim_order_id(&c->f->venue, id), true);
}

/* Cancel, then place; each half tells its result. */
void xg_bn_replace(struct xg_bn_call *c)
{
	struct xg_str mode = xg_bn_get(c, "cancelReplaceMode");
	struct xg_buf *b = &c->a->body, first = { 0 }, second = { 0 };
	bool stop = xg_str_is_text(mode, "STOP_ON_FAILURE"), ok[2], tried;

	if (!stop && !xg_str_is_text(mode, "ALLOW_FAILURE")) {
		missing(c, "cancelReplaceMode");
		return;
	}
	xg_bn_cancel(c);
	ok[0] = c->a->status < 400;
	xg_buf_str(&first, xg_buf_view(b));
	xg_buf_clear(b);
	c->a->status = 0;
	tried = ok[0] || !stop;
	if (tried)
		place(c, false);
	ok[1] = tried && c->a->status < 400;
	xg_buf_str(&second, xg_buf_view(b));
	xg_buf_clear(b);
	c->a->status = ok[0] && ok[1] ? 200 : ok[0] || ok[1] ? 409 : 400;
	xg_buf_char(b, '{');
	if (c->a->status != 200) {
		xg_json_put_i64(b, "code", ok[0] || ok[1] ? -2021 : -2022);
		xg_json_put_text(b, "msg",
			ok[0] || ok[1]
				? "Order cancel-replace partially failed."
				: "Order cancel-replace failed.");
		xg_buf_text(b, ",\"data\":{");
	}
	xg_json_put_text(b, "cancelResult", ok[0] ? "SUCCESS" : "FAILURE");
	xg_json_put_text(b, "newOrderResult",
		ok[1]	? "SUCCESS"
		: tried ? "FAILURE"
			: "NOT_ATTEMPTED");
	xg_json_put_raw(b, "cancelResponse", xg_buf_view(&first));
	xg_json_put_raw(b, "newOrderResponse",
		tried ? xg_buf_view(&second) : XG_STR("null"));
	xg_buf_text(b, c->a->status == 200 ? "}" : "}}");
	xg_buf_release(&first);
	xg_buf_release(&second);
}
