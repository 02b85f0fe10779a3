/* Each request of each market, byte for byte, before it is signed. */
#include "tap.h"
#include "venue/binance/binance.h"

/* XG_STR is no constant expression to every compiler. */
#define S(text) \
	{ \
		text, sizeof(text) - 1 \
	}
static struct xg_instr spot = {
	.i = { .kind = XG_SPOT, .native = S("BTCUSDT"), .market = S("spot") }
};
static struct xg_instr usdm = { .i = { .kind = XG_PERP,
					.native = S("BTCUSDT"),
					.market = S("usdm"),
					.contract = { 1, 0 } } };
static struct xg_instr coinm = { .i = { .kind = XG_PERP,
					 .native = S("BTCUSD_PERP"),
					 .market = S("coinm"),
					 .inverse = true,
					 .lot = { 1, 0 },
					 .contract = { 100, 0 } } };
static struct xg_instr wide = { .i = { .kind = XG_SPOT,
					.native = S("１２３４５６"),
					.market = S("spot") } };

/* "METHOD host path?query body" and the bucket with its cost. */
static void text_of(struct xg_buf *b, const struct xg_req *r)
{
	const struct xg_venue *v = xg_venue_find(XG_STR("binance"));

	xg_buf_clear(b);
	xg_buf_printf(b, "%s %s %.*s", r->method, r->host,
		XG_STR_ARG(xg_buf_view(&r->path)));
	if (r->query.len)
		xg_buf_printf(b, "?%.*s", XG_STR_ARG(xg_buf_view(&r->query)));
	if (r->body.len)
		xg_buf_printf(b, " %.*s", XG_STR_ARG(xg_buf_view(&r->body)));
	xg_buf_printf(b, " %s %s:%d", r->is_signed ? "signed" : "public",
		v->limits[r->limit].name, r->cost);
}

static void yes(struct xg_ask ask, const char *want, const char *title)
{
	struct xg_error err = { 0 };
	struct xg_req r = { 0 };
	struct xg_buf b = { 0 };

	if (xg_binance_request(&r, &ask, &err) < 0)
		xg_buf_text(&b, err.text);
	else
		text_of(&b, &r);
	is_text(b.p, b.len, want, "%s", title);
	xg_req_release(&r);
	xg_buf_release(&b);
}

static void no(struct xg_ask ask, int rc, const char *why)
{
	struct xg_error err = { 0 };
	struct xg_req r = { 0 };

	is_int(xg_binance_request(&r, &ask, &err), rc, "refused: %s", why);
	is_text(err.text, strlen(err.text), why, "and it says so");
	xg_req_release(&r);
}

#define ASK(...) ((struct xg_ask){ __VA_ARGS__ })
#define PX(m, e) .px = { (m), (e) }
#define QTY(m, e) .qty = { (m), (e) }
#define ID .wire_id = XG_STR("xg-000001")
#define LIMIT(i, s, ...) \
	ASK(.op = XG_OP_PLACE, .inst = &(i), .side = (s), .kind = XG_LIMIT, \
		__VA_ARGS__)
#define MARKET(i, s, ...) \
	ASK(.op = XG_OP_PLACE, .inst = &(i), .side = (s), .kind = XG_MARKET, \
		__VA_ARGS__)

static void place_spot(void)
{
	yes(LIMIT(spot, XG_BUY, PX(4200001, -2), QTY(100, -5), ID),
		"POST spot-rest /api/v3/order symbol=BTCUSDT&side=BUY&type="
		"LIMIT&timeInForce=GTC&quantity=0.001&price=42000.01&"
		"newClientOrderId=xg-000001&newOrderRespType=FULL signed "
		"spot-orders:1",
		"spot limit, good till cancelled by default");
	yes(LIMIT(spot, XG_SELL, PX(1, 3), QTY(1, -8), ID, .tif = XG_GTX),
		"POST spot-rest /api/v3/order symbol=BTCUSDT&side=SELL&type="
		"LIMIT_MAKER&quantity=0.00000001&price=1000&"
		"newClientOrderId=xg-000001&newOrderRespType=FULL signed "
		"spot-orders:1",
		"R17: spot post-only has a type of its own; no exponents");
	yes(LIMIT(spot, XG_BUY, PX(42, 0), QTY(15, -1), ID, .tif = XG_IOC),
		"POST spot-rest /api/v3/order symbol=BTCUSDT&side=BUY&type="
		"LIMIT&timeInForce=IOC&quantity=1.5&price=42&"
		"newClientOrderId=xg-000001&newOrderRespType=FULL signed "
		"spot-orders:1",
		"spot immediate or cancel");
	yes(LIMIT(spot, XG_BUY, PX(42, 0), QTY(15, -1), ID, .tif = XG_FOK),
		"POST spot-rest /api/v3/order symbol=BTCUSDT&side=BUY&type="
		"LIMIT&timeInForce=FOK&quantity=1.5&price=42&"
		"newClientOrderId=xg-000001&newOrderRespType=FULL signed "
		"spot-orders:1",
		"spot fill or kill");
	yes(MARKET(spot, XG_BUY, QTY(15, -1), ID),
		"POST spot-rest /api/v3/order symbol=BTCUSDT&side=BUY&type="
		"MARKET&quantity=1.5&newClientOrderId=xg-000001&"
		"newOrderRespType=FULL signed spot-orders:1",
		"a spot market order is sized in base");
	yes(LIMIT(wide, XG_BUY, PX(1, 0), QTY(1, 0), .wire_id = XG_STR("a:/b")),
		"POST spot-rest /api/v3/order symbol=%EF%BC%91%EF%BC%92%EF%BC"
		"%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&"
		"timeInForce=GTC&quantity=1&price=1&newClientOrderId=a%3A%2Fb&"
		"newOrderRespType=FULL signed spot-orders:1",
		"values are percent-encoded before they are signed");
	no(LIMIT(spot, XG_BUY, PX(1, 0), QTY(1, 0), ID, .tif = XG_GTD),
		XG_ERR_SUPPORT, "binance: spot has no good-till-date orders");
	no(LIMIT(spot, XG_SELL, PX(1, 0), QTY(1, 0), ID, .reduce = true),
		XG_ERR_SUPPORT, "binance: spot has no reduce-only orders");
	no(LIMIT(spot, XG_BUY, QTY(1, 0), ID), XG_ERR_ABSENT,
		"binance: a limit order needs a price");
	no(LIMIT(spot, XG_BUY, PX(1, 0), ID), XG_ERR_RANGE,
		"binance: the quantity is not positive");
	no(LIMIT(spot, 0, PX(1, 0), QTY(1, 0), ID), XG_ERR_ABSENT,
		"binance: an order needs a side");
	no(ASK(.op = XG_OP_PLACE, .market = XG_STR("spot")), XG_ERR_ABSENT,
		"binance: the request needs an instrument");
}

static void place_futures(void)
{
	yes(LIMIT(usdm, XG_SELL, PX(420001, -1), QTY(10, -3), ID, .tif = XG_GTX,
		    .hedge = true, .pos = XG_POS_SHORT),
		"POST usdm-rest /fapi/v1/order symbol=BTCUSDT&side=SELL&"
		"positionSide=SHORT&type=LIMIT&timeInForce=GTX&quantity=0.01&"
		"price=42000.1&newClientOrderId=xg-000001&newOrderRespType="
		"RESULT signed futures-orders:1",
		"usdm post-only in hedge mode names its side");
	yes(LIMIT(usdm, XG_SELL, PX(42, 0), QTY(1, 0), ID, .hedge = true,
		    .reduce = true),
		"POST usdm-rest /fapi/v1/order symbol=BTCUSDT&side=SELL&"
		"positionSide=LONG&type=LIMIT&timeInForce=GTC&quantity=1&"
		"price=42&newClientOrderId=xg-000001&newOrderRespType=RESULT "
		"signed futures-orders:1",
		"R19: in hedge mode a reducing sell closes the long side, "
		"without reduceOnly");
	yes(MARKET(usdm, XG_BUY, QTY(1, 0), ID, .reduce = true),
		"POST usdm-rest /fapi/v1/order symbol=BTCUSDT&side=BUY&type="
		"MARKET&quantity=1&reduceOnly=true&newClientOrderId=xg-000001&"
		"newOrderRespType=RESULT signed futures-orders:1",
		"usdm reduce-only in one-way mode");
	yes(LIMIT(usdm, XG_BUY, PX(42, 0), QTY(1, 0), ID, .tif = XG_GTD,
		    .expire = INT64_C(1700000600000000)),
		"POST usdm-rest /fapi/v1/order symbol=BTCUSDT&side=BUY&type="
		"LIMIT&timeInForce=GTD&quantity=1&price=42&goodTillDate="
		"1700000600000&newClientOrderId=xg-000001&newOrderRespType="
		"RESULT signed futures-orders:1",
		"usdm good till date, in milliseconds");
	no(LIMIT(usdm, XG_BUY, PX(42, 0), QTY(1, 0), ID, .tif = XG_GTD),
		XG_ERR_ABSENT,
		"binance: a good-till-date order needs its time (expire)");
	/* 0.002 BTC at 50000 are 100 USD: one contract. */
	yes(LIMIT(coinm, XG_BUY, PX(50000, 0), QTY(2, -3), ID),
		"POST coinm-rest /dapi/v1/order symbol=BTCUSD_PERP&side=BUY&"
		"type=LIMIT&timeInForce=GTC&quantity=1&price=50000&"
		"newClientOrderId=xg-000001&newOrderRespType=RESULT signed "
		"futures-orders:1",
		"coinm is sized in contracts");
	/* 3 contracts at 30000 are 0.01 BTC; at 70000 0.00428571428571428571,
	 * which no decimal of 18 digits is exactly. */
	yes(LIMIT(coinm, XG_BUY, PX(70000, 0), QTY(4285714285714285, -18), ID),
		"POST coinm-rest /dapi/v1/order symbol=BTCUSD_PERP&side=BUY&"
		"type=LIMIT&timeInForce=GTC&quantity=3&price=70000&"
		"newClientOrderId=xg-000001&newOrderRespType=RESULT signed "
		"futures-orders:1",
		"base units that came from contracts give them back");
	yes(LIMIT(coinm, XG_BUY, PX(50000, 0), QTY(39, -4), ID),
		"POST coinm-rest /dapi/v1/order symbol=BTCUSD_PERP&side=BUY&"
		"type=LIMIT&timeInForce=GTC&quantity=1&price=50000&"
		"newClientOrderId=xg-000001&newOrderRespType=RESULT signed "
		"futures-orders:1",
		"R17: parts of a contract are cut off, never added");
	no(LIMIT(coinm, XG_BUY, PX(50000, 0), QTY(1, -3), ID), XG_ERR_RANGE,
		"binance: the quantity is less than one contract");
	no(MARKET(coinm, XG_BUY, QTY(1, 0), ID), XG_ERR_RANGE,
		"binance: the quantity can't be given in contracts (market "
		"orders on inverse contracts need a price to convert it)");
}

static void of_orders(void)
{
	yes(ASK(.op = XG_OP_CANCEL, .inst = &spot, ID),
		"DELETE spot-rest /api/v3/order?symbol=BTCUSDT&"
		"origClientOrderId=xg-000001 signed spot-weight:1",
		"cancel by client id");
	yes(ASK(.op = XG_OP_CANCEL, .inst = &usdm, .venue_id = XG_STR("12")),
		"DELETE usdm-rest /fapi/v1/order?symbol=BTCUSDT&orderId=12 "
		"signed futures-weight:1",
		"cancel by the venue's id");
	no(ASK(.op = XG_OP_CANCEL, .inst = &spot), XG_ERR_ABSENT,
		"binance: the request needs an order id");
	yes(ASK(.op = XG_OP_CANCEL_ALL, .inst = &spot),
		"DELETE spot-rest /api/v3/openOrders?symbol=BTCUSDT signed "
		"spot-weight:1",
		"spot cancel all");
	yes(ASK(.op = XG_OP_CANCEL_ALL, .inst = &usdm),
		"DELETE usdm-rest /fapi/v1/allOpenOrders?symbol=BTCUSDT signed "
		"futures-weight:1",
		"usdm cancel all");
	yes(ASK(.op = XG_OP_AMEND, .inst = &usdm, ID, .side = XG_BUY, PX(41, 0),
		    QTY(2, 0), .old_px = { 42, 0 }, .old_qty = { 2, 0 }),
		"PUT usdm-rest /fapi/v1/order symbol=BTCUSDT&"
		"origClientOrderId=xg-000001&side=BUY&quantity=2&price=41 "
		"signed futures-orders:1",
		"usdm amend names price and quantity");
	yes(ASK(.op = XG_OP_AMEND, .inst = &spot, ID, .side = XG_BUY, PX(42, 0),
		    QTY(1, 0), .old_px = { 420, -1 }, .old_qty = { 2, 0 }),
		"PUT spot-rest /api/v3/order/amend/keepPriority symbol=BTCUSDT&"
		"origClientOrderId=xg-000001&newClientOrderId=xg-000001&"
		"newQty=1 signed spot-weight:4",
		"R21: spot amend keeps the client id");
	no(ASK(.op = XG_OP_AMEND, .inst = &spot, ID, PX(41, 0), QTY(1, 0),
		   .old_px = { 42, 0 }, .old_qty = { 2, 0 }),
		XG_ERR_SUPPORT,
		"binance: spot orders keep their price: cancel and place anew");
	no(ASK(.op = XG_OP_AMEND, .inst = &spot, ID, PX(42, 0), QTY(3, 0),
		   .old_px = { 42, 0 }, .old_qty = { 2, 0 }),
		XG_ERR_SUPPORT,
		"binance: spot orders can only be made smaller: cancel and "
		"place anew");
	yes(ASK(.op = XG_OP_QUERY, .inst = &spot, ID, .venue_id = XG_STR("12")),
		"GET spot-rest /api/v3/order?symbol=BTCUSDT&"
		"origClientOrderId=xg-000001 signed spot-weight:4",
		"R2: an order is asked for by its client id");
	yes(ASK(.op = XG_OP_OPEN, .inst = &spot),
		"GET spot-rest /api/v3/openOrders?symbol=BTCUSDT signed "
		"spot-weight:6",
		"open orders of a symbol");
	yes(ASK(.op = XG_OP_OPEN, .market = XG_STR("usdm")),
		"GET usdm-rest /fapi/v1/openOrders signed futures-weight:40",
		"all open orders cost more");
	yes(ASK(.op = XG_OP_FILLS, .inst = &spot, .venue_id = XG_STR("12")),
		"GET spot-rest /api/v3/myTrades?symbol=BTCUSDT&orderId=12&"
		"limit=1000 signed spot-weight:5",
		"fills of an order");
	yes(ASK(.op = XG_OP_FILLS, .inst = &usdm,
		    .since = INT64_C(1700000000000999)),
		"GET usdm-rest /fapi/v1/userTrades?symbol=BTCUSDT&startTime="
		"1700000000000&limit=1000 signed futures-weight:5",
		"fills since a time");
	yes(ASK(.op = XG_OP_FILLS, .inst = &spot, .limit = 10, .since = 1000,
		    .cursor = XG_STR("77")),
		"GET spot-rest /api/v3/myTrades?symbol=BTCUSDT&fromId=77&"
		"limit=10 signed spot-weight:20",
		"the next page of fills goes on by id");
	yes(ASK(.op = XG_OP_DEADMAN, .inst = &usdm, .timeout_us = 120000000),
		"POST usdm-rest /fapi/v1/countdownCancelAll symbol=BTCUSDT&"
		"countdownTime=120000 signed futures-weight:10",
		"cancel-all-after");
	yes(ASK(.op = XG_OP_DEADMAN, .inst = &usdm),
		"POST usdm-rest /fapi/v1/countdownCancelAll symbol=BTCUSDT&"
		"countdownTime=0 signed futures-weight:10",
		"and off");
	no(ASK(.op = XG_OP_DEADMAN, .inst = &spot), XG_ERR_SUPPORT,
		"binance: spot has no cancel-all-after");
}

#define OF(o, m) ASK(.op = XG_OP_##o, .market = XG_STR(m))

static void of_account(void)
{
	yes(OF(BALANCES, "spot"),
		"GET spot-rest /api/v3/account?omitZeroBalances=true signed "
		"spot-weight:20",
		"spot balances");
	yes(OF(BALANCES, "usdm"),
		"GET usdm-rest /fapi/v3/balance signed futures-weight:5",
		"usdm balances");
	yes(OF(BALANCES, "coinm"),
		"GET coinm-rest /dapi/v1/balance signed futures-weight:1",
		"coinm balances");
	yes(OF(POSITIONS, "usdm"),
		"GET usdm-rest /fapi/v3/positionRisk signed futures-weight:5",
		"usdm positions");
	yes(OF(POSITIONS, "coinm"),
		"GET coinm-rest /dapi/v1/positionRisk signed "
		"futures-weight:1",
		"coinm positions");
	no(OF(POSITIONS, "spot"), XG_ERR_SUPPORT,
		"binance: spot has no positions");
	yes(ASK(.op = XG_OP_FEES, .inst = &spot),
		"GET spot-rest /api/v3/account/commission?symbol=BTCUSDT "
		"signed spot-weight:20",
		"spot fees");
	yes(ASK(.op = XG_OP_FEES, .inst = &usdm),
		"GET usdm-rest /fapi/v1/commissionRate?symbol=BTCUSDT signed "
		"futures-weight:20",
		"usdm fees");
	yes(OF(KEYINFO, "usdm"),
		"GET spot-rest /sapi/v1/account/apiRestrictions signed "
		"spot-weight:1",
		"what the key may do is asked of the spot host");
	yes(ASK(.op = XG_OP_KEYINFO, .cursor = XG_STR("account")),
		"GET spot-rest /api/v3/account signed spot-weight:20",
		"where there are no restrictions to ask for, of the account");
	yes(OF(MODE, "usdm"),
		"GET usdm-rest /fapi/v1/positionSide/dual signed "
		"futures-weight:30",
		"hedge mode or not");
	yes(OF(MODE, "coinm"),
		"GET usdm-rest /fapi/v1/positionSide/dual signed "
		"futures-weight:30",
		"which COIN-M shares");
	no(OF(MODE, "spot"), XG_ERR_SUPPORT,
		"binance: spot has no position mode");
	yes(OF(STREAM_NEW, "usdm"),
		"POST usdm-rest /fapi/v1/listenKey signed futures-weight:1",
		"a listen key");
	yes(OF(STREAM_KEEP, "coinm-private"),
		"PUT coinm-rest /dapi/v1/listenKey signed futures-weight:1",
		"kept alive; a link's name tells its market");
	no(OF(STREAM_NEW, "spot"), XG_ERR_SUPPORT,
		"binance: the user data of spot need no listen key");
}

static void of_market(void)
{
	yes(ASK(.op = XG_OP_TIME),
		"GET spot-rest /api/v3/time public spot-weight:1",
		"the time, of spot when no market is named");
	yes(OF(TIME, "usdm"),
		"GET usdm-rest /fapi/v1/time public futures-weight:1",
		"the time of usdm");
	yes(OF(INSTS, "spot"),
		"GET spot-rest /api/v3/exchangeInfo public spot-weight:20",
		"instruments");
	yes(OF(INSTS, "coinm"),
		"GET coinm-rest /dapi/v1/exchangeInfo public "
		"futures-weight:1",
		"instruments of coinm");
	yes(ASK(.op = XG_OP_SNAPSHOT, .inst = &spot, .limit = 1000),
		"GET spot-rest /api/v3/depth?symbol=BTCUSDT&limit=1000 public "
		"spot-weight:50",
		"a snapshot");
	yes(ASK(.op = XG_OP_SNAPSHOT, .inst = &spot, .limit = 9999),
		"GET spot-rest /api/v3/depth?symbol=BTCUSDT&limit=5000 public "
		"spot-weight:250",
		"as deep as there is");
	yes(ASK(.op = XG_OP_SNAPSHOT, .inst = &usdm, .limit = 60),
		"GET usdm-rest /fapi/v1/depth?symbol=BTCUSDT&limit=100 public "
		"futures-weight:5",
		"futures have fixed depths");
	yes(ASK(.op = XG_OP_SNAPSHOT, .inst = &usdm, .limit = 5000),
		"GET usdm-rest /fapi/v1/depth?symbol=BTCUSDT&limit=1000 public "
		"futures-weight:20",
		"the deepest of them is 1000");
	yes(ASK(.op = XG_OP_OI, .inst = &usdm),
		"GET usdm-rest /fapi/v1/openInterest?symbol=BTCUSDT public "
		"futures-weight:1",
		"open interest");
	yes(ASK(.op = XG_OP_OI, .inst = &coinm),
		"GET coinm-rest /dapi/v1/openInterest?symbol=BTCUSD_PERP "
		"public futures-weight:1",
		"of COIN-M, too");
	no(ASK(.op = XG_OP_OI, .inst = &spot), XG_ERR_SUPPORT,
		"binance: there is no open interest of spot");
	no(OF(TIME, "swap"), XG_ERR_SUPPORT,
		"binance: no market is called \"swap\"");
}

int main(void)
{
	place_spot();
	place_futures();
	of_orders();
	of_account();
	of_market();
	return done();
}
