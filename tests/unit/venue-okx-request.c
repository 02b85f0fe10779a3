/* OKX: each request as exact text. */
#include "venue-kit.h"
#include "venue/okx/okx.h"

static struct xg_instr spot = { .venue = { "okx", 3 },
	.sym = { "BTC-USDT", 8 },
	.i = { .kind = XG_SPOT,
		.native = { "BTC-USDT", 8 },
		.market = { "spot", 4 } } };
static struct xg_instr swap = { .venue = { "okx", 3 },
	.sym = { "BTC-USDT-PERP", 13 },
	.i = { .kind = XG_PERP,
		.native = { "BTC-USDT-SWAP", 13 },
		.market = { "swap", 4 },
		.contract = { 1, -2 } } };
static struct xg_instr inverse = { .venue = { "okx", 3 },
	.sym = { "BTC-USD-PERP", 12 },
	.i = { .kind = XG_PERP,
		.native = { "BTC-USD-SWAP", 12 },
		.market = { "swap", 4 },
		.contract = { 100, 0 },
		.lot = { 1, 0 },
		.inverse = true } };
static struct xg_instr option = { .venue = { "okx", 3 },
	.sym = { "x", 1 },
	.i = { .kind = XG_OPTION,
		.native = { "BTC-USD-250328-92000-C", 22 },
		.market = { "option", 6 },
		.contract = { 1, -2 } } };

static const char *last_err;

/* "METHOD path?query body", or "" when it is refused. */
static const char *text(struct xg_ask ask)
{
	static char out[2048];
	static struct xg_error err;
	struct xg_req r = { 0 };

	err = (struct xg_error){ 0 };
	out[0] = '\0';
	if (xg_okx_request(&r, &ask, &err) == 0)
		snprintf(out, sizeof out, "%s%s %.*s%s%.*s%s%.*s",
			r.is_signed ? "signed " : "", r.method,
			XG_STR_ARG(xg_buf_view(&r.path)),
			r.query.len ? "?" : "",
			XG_STR_ARG(xg_buf_view(&r.query)),
			r.body.len ? " " : "",
			XG_STR_ARG(xg_buf_view(&r.body)));
	last_err = err.text;
	xg_req_release(&r);
	return out;
}

#define IS(want, title, ...) \
	do { \
		const char *got = text((struct xg_ask){ __VA_ARGS__ }); \
		is_text(got, strlen(got), q(want), "%s", title); \
	} while (0)
#define REFUSED(title, ...) \
	do { \
		const char *got = text((struct xg_ask){ __VA_ARGS__ }); \
		ok(!got[0] && last_err[0], "%s", title); \
	} while (0)

#define ID XG_STR("xg000001")
#define LIMIT_BUY \
	.op = XG_OP_PLACE, .side = XG_BUY, .kind = XG_LIMIT, .wire_id = ID, \
	.px = { 420001, -1 }, .qty = { 1, -3 }

static void place(void)
{
#define ORDER "signed POST /api/v5/trade/order "
	IS(ORDER "{'instId':'BTC-USDT','tdMode':'cash','clOrdId':'xg000001',"
		 "'side':'buy','ordType':'limit','px':'42000.1','sz':'0.001'}",
		"a limit order: the text of the vector", LIMIT_BUY,
		.inst = &spot);
	IS(ORDER "{'instId':'BTC-USDT','tdMode':'cross','clOrdId':'xg000001',"
		 "'side':'buy','ordType':'limit','px':'42000.1','sz':'0.001'}",
		"spot in account levels 3 and 4 is crossed", LIMIT_BUY,
		.inst = &spot, .margin_mode = true);
	IS(ORDER "{'instId':'BTC-USDT','tdMode':'cash','clOrdId':'xg000001',"
		 "'side':'buy','ordType':'post_only','px':'42000.1','sz':"
		 "'0.001'}",
		"gtx is post_only", LIMIT_BUY, .inst = &spot, .tif = XG_GTX);
	IS(ORDER "{'instId':'BTC-USDT','tdMode':'cash','clOrdId':'xg000001',"
		 "'side':'buy','ordType':'ioc','px':'42000.1','sz':'0.001'}",
		"ioc", LIMIT_BUY, .inst = &spot, .tif = XG_IOC);
	IS(ORDER "{'instId':'BTC-USDT','tdMode':'cash','clOrdId':'xg000001',"
		 "'side':'buy','ordType':'fok','px':'42000.1','sz':'0.001'}",
		"fok", LIMIT_BUY, .inst = &spot, .tif = XG_FOK);
	IS(ORDER "{'instId':'BTC-USDT','tdMode':'cash','clOrdId':'xg000001',"
		 "'side':'buy','ordType':'market','sz':'0.5','tgtCcy':"
		 "'base_ccy'}",
		"a market buy is sized in base, never in quote",
		.op = XG_OP_PLACE, .side = XG_BUY, .kind = XG_MARKET,
		.wire_id = ID, .qty = { 5, -1 }, .inst = &spot);
	IS(ORDER "{'instId':'BTC-USDT-SWAP','tdMode':'cross','clOrdId':"
		 "'xg000002','side':'sell','posSide':'short','ordType':"
		 "'post_only','px':'42000.1','sz':'1'}",
		"hedge mode: the text of the vector; 0.01 is one contract",
		.op = XG_OP_PLACE, .side = XG_SELL, .kind = XG_LIMIT,
		.tif = XG_GTX, .wire_id = XG_STR("xg000002"),
		.px = { 420001, -1 }, .qty = { 1, -2 }, .inst = &swap,
		.hedge = true);
	IS(ORDER "{'instId':'BTC-USDT-SWAP','tdMode':'cross','clOrdId':"
		 "'xg000001','side':'buy','posSide':'short','ordType':'limit',"
		 "'px':'42000.1','sz':'0.1'}",
		"hedge mode: a reduce-only buy closes a short", LIMIT_BUY,
		.inst = &swap, .hedge = true, .reduce = true);
	IS(ORDER "{'instId':'BTC-USDT-SWAP','tdMode':'cross','clOrdId':"
		 "'xg000001','side':'buy','ordType':'limit','px':'42000.1',"
		 "'sz':'0.1','reduceOnly':true}",
		"net mode: reduceOnly", LIMIT_BUY, .inst = &swap,
		.reduce = true);
	IS(ORDER "{'instId':'BTC-USD-SWAP','tdMode':'cross','clOrdId':"
		 "'xg000001','side':'buy','ordType':'limit','px':'50000','sz':"
		 "'5'}",
		"inverse: 0.01 at 50000 are 5 contracts of 100",
		.op = XG_OP_PLACE, .side = XG_BUY, .kind = XG_LIMIT,
		.wire_id = ID, .px = { 50000, 0 }, .qty = { 1, -2 },
		.inst = &inverse);
	IS(ORDER "{'instId':'BTC-USD-SWAP','tdMode':'cross','clOrdId':"
		 "'xg000001','side':'buy','ordType':'limit','px':'30233.6',"
		 "'sz':'5'}",
		"inverse: the last of 18 digits does not cost a contract",
		.op = XG_OP_PLACE, .side = XG_BUY, .kind = XG_LIMIT,
		.wire_id = ID, .px = { 302336, -1 },
		.qty = { INT64_C(16537891617273496), -18 }, .inst = &inverse);
	IS(ORDER "{'instId':'BTC-USD-250328-92000-C','tdMode':'cross',"
		 "'clOrdId':'xg000001','side':'buy','ordType':'limit','px':"
		 "'42000.1','sz':'0.1'}",
		"options have no posSide", LIMIT_BUY, .inst = &option,
		.hedge = true);
	REFUSED("gtd is not sent as something else", LIMIT_BUY, .inst = &spot,
		.tif = XG_GTD);
	REFUSED("a market order that must fill whole is refused",
		.op = XG_OP_PLACE, .side = XG_BUY, .kind = XG_MARKET,
		.tif = XG_FOK, .wire_id = ID, .qty = { 5, -1 }, .inst = &spot);
	REFUSED("an inverse market order has no price to be sized by",
		.op = XG_OP_PLACE, .side = XG_BUY, .kind = XG_MARKET,
		.wire_id = ID, .qty = { 5, -1 }, .inst = &inverse);
	REFUSED("reduce-only does not exist on spot", LIMIT_BUY, .inst = &spot,
		.reduce = true);
	REFUSED("nor on options", LIMIT_BUY, .inst = &option, .reduce = true);
	REFUSED("reduce-only that would open is refused", LIMIT_BUY,
		.inst = &swap, .hedge = true, .reduce = true,
		.pos = XG_POS_LONG);
	REFUSED("an order without an instrument", LIMIT_BUY);
	REFUSED("an order of nothing", .op = XG_OP_PLACE, .side = XG_BUY,
		.kind = XG_LIMIT, .wire_id = ID, .px = { 1, 0 }, .inst = &spot);
	REFUSED("an order without a side", .op = XG_OP_PLACE, .kind = XG_LIMIT,
		.wire_id = ID, .px = { 1, 0 }, .qty = { 1, 0 }, .inst = &spot);
}

static void change(void)
{
	IS("signed POST /api/v5/trade/cancel-order {'instId':'BTC-USDT',"
	   "'clOrdId':'xg000001'}",
		"cancel: the text of the vector", .op = XG_OP_CANCEL,
		.inst = &spot, .wire_id = ID);
	IS("signed POST /api/v5/trade/cancel-order {'instId':'BTC-USDT',"
	   "'ordId':'77'}",
		"cancel by the venue's id", .op = XG_OP_CANCEL, .inst = &spot,
		.venue_id = XG_STR("77"));
	REFUSED("cancel of nothing", .op = XG_OP_CANCEL, .inst = &spot);
	IS("signed POST /api/v5/trade/amend-order {'instId':'BTC-USDT',"
	   "'clOrdId':'xg000001','newPx':'41999.9'}",
		"amend: only what changes", .op = XG_OP_AMEND, .inst = &spot,
		.wire_id = ID, .px = { 419999, -1 }, .old_px = { 42, 3 },
		.qty = { 1, 0 }, .old_qty = { 10, -1 });
	IS("signed POST /api/v5/trade/amend-order {'instId':'BTC-USDT-SWAP',"
	   "'clOrdId':'xg000001','newSz':'200','newPx':'2'}",
		"amend: the new total, in contracts", .op = XG_OP_AMEND,
		.inst = &swap, .wire_id = ID, .px = { 2, 0 },
		.old_px = { 1, 0 }, .qty = { 2, 0 }, .old_qty = { 1, 0 });
	REFUSED("amend without a change", .op = XG_OP_AMEND, .inst = &spot,
		.wire_id = ID, .px = { 2, 0 }, .old_px = { 20, -1 });
	REFUSED("amend to no price", .op = XG_OP_AMEND, .inst = &spot,
		.wire_id = ID, .old_px = { 20, -1 });
	REFUSED("there is no cancel of all", .op = XG_OP_CANCEL_ALL,
		.inst = &spot);
#define DEADMAN "signed POST /api/v5/trade/cancel-all-after "
	IS(DEADMAN "{'timeOut':'60'}", "dead-man: the text of the vector",
		.op = XG_OP_DEADMAN, .timeout_us = 60000000);
	IS(DEADMAN "{'timeOut':'0'}", "0 turns it off", .op = XG_OP_DEADMAN);
	IS(DEADMAN "{'timeOut':'10'}", "half a second does not",
		.op = XG_OP_DEADMAN, .timeout_us = 500000);
	IS(DEADMAN "{'timeOut':'16'}", "parts of seconds are rounded up",
		.op = XG_OP_DEADMAN, .timeout_us = 15000001);
	REFUSED("more than 120 s would end sooner than asked",
		.op = XG_OP_DEADMAN, .timeout_us = 121000000);
}

static void ask(void)
{
	IS("signed GET /api/v5/trade/order?instId=BTC-USDT-SWAP&clOrdId="
	   "xg000001",
		"query", .op = XG_OP_QUERY, .inst = &swap, .wire_id = ID);
	IS("signed GET /api/v5/trade/order?instId=BTC-USDT&ordId=77",
		"query by the venue's id", .op = XG_OP_QUERY, .inst = &spot,
		.venue_id = XG_STR("77"));
	REFUSED("query of nothing", .op = XG_OP_QUERY, .inst = &spot);
	REFUSED("an id that would change the query", .op = XG_OP_QUERY,
		.inst = &spot, .wire_id = XG_STR("a&instId=b"));
	IS("signed GET /api/v5/trade/orders-pending", "all open orders",
		.op = XG_OP_OPEN);
	IS("signed GET /api/v5/trade/orders-pending?instType=SWAP&after=55",
		"of a market, the next page", .op = XG_OP_OPEN,
		.market = XG_STR("swap"), .cursor = XG_STR("55"));
	IS("signed GET /api/v5/trade/orders-pending?instId=BTC-USDT",
		"of an instrument, whatever its margin", .op = XG_OP_OPEN,
		.inst = &spot);
	IS("signed GET /api/v5/trade/fills?instId=BTC-USDT&begin=1700000000000"
	   "&ordId=77&after=9",
		"fills since, of one order, the next page", .op = XG_OP_FILLS,
		.inst = &spot, .venue_id = XG_STR("77"),
		.since = INT64_C(1700000000000999), .cursor = XG_STR("9"));
	IS("signed GET /api/v5/trade/fills-history?instId=BTC-USDT-SWAP&ordId="
	   "77&instType=SWAP",
		"R22: fills of days ago are in another list", .op = XG_OP_FILLS,
		.inst = &swap, .venue_id = XG_STR("77"), .old = true);
	IS("signed GET /api/v5/trade/fills-history?instId=BTC-USDT&ordId=77&"
	   "instType=MARGIN",
		"which has spot with margin by another type", .op = XG_OP_FILLS,
		.inst = &spot, .venue_id = XG_STR("77"), .margin_mode = true,
		.old = true);
	IS("signed GET /api/v5/account/balance", "balances",
		.op = XG_OP_BALANCES);
	IS("signed GET /api/v5/account/positions", "positions",
		.op = XG_OP_POSITIONS);
	IS("signed GET /api/v5/account/trade-fee?instType=SPOT&instId=BTC-USDT",
		"fees of spot", .op = XG_OP_FEES, .inst = &spot);
	IS("signed GET /api/v5/account/trade-fee?instType=SWAP",
		"fees of swaps", .op = XG_OP_FEES, .inst = &swap);
	IS("signed GET /api/v5/account/config", "what a key may do",
		.op = XG_OP_KEYINFO);
	IS("signed GET /api/v5/account/config", "the account's mode",
		.op = XG_OP_MODE);
	IS("GET /api/v5/public/time", "time", .op = XG_OP_TIME);
	IS("GET /api/v5/public/instruments?instType=SWAP", "instruments",
		.op = XG_OP_INSTS, .market = XG_STR("swap"));
	IS("GET /api/v5/public/underlying?instType=OPTION",
		"options are listed by family: which there are is asked first",
		.op = XG_OP_INSTS, .market = XG_STR("option"));
	IS("GET /api/v5/public/instruments?instType=OPTION&instFamily=BTC-USD",
		"then for each of them", .op = XG_OP_INSTS,
		.market = XG_STR("option"),
		.cursor = XG_STR("BTC-USD,BTC-USD_UM"));
	REFUSED("a family that a request cannot carry", .op = XG_OP_INSTS,
		.market = XG_STR("option"), .cursor = XG_STR("BTC&USD"));
	IS("GET /api/v5/public/open-interest?instType=SWAP&instId="
	   "BTC-USDT-SWAP",
		"open interest", .op = XG_OP_OI, .inst = &swap);
	REFUSED("books come by the stream", .op = XG_OP_SNAPSHOT,
		.inst = &spot);
}

/* Topics, and the frames that subscribe. */
static void topics(void)
{
	const struct xg_venue *v = xg_venue_find(XG_STR("okx"));
	static const struct {
		int channel;
		const char *spot, *swap;
	} t[] = { { XG_CH_TRADE, "0 trades:BTC-USDT",
			  "0 trades:BTC-USDT-SWAP" },
		{ XG_CH_BOOK, "0 books:BTC-USDT", "0 books:BTC-USDT-SWAP" },
		{ XG_CH_BBO, "0 bbo-tbt:BTC-USDT", "0 bbo-tbt:BTC-USDT-SWAP" },
		{ XG_CH_FUNDING, "", "0 funding-rate:BTC-USDT-SWAP" },
		{ XG_CH_MARK, "", "0 mark-price:BTC-USDT-SWAP" },
		{ XG_CH_OI, "", "0 open-interest:BTC-USDT-SWAP" },
		{ XG_CH_LIQ, "", "0 liquidation-orders:SWAP" },
		{ XG_CH_CANDLE, "1 candle1m:BTC-USDT",
			"1 candle1m:BTC-USDT-SWAP" } };
	struct xg_topic a[2];
	const struct xg_topic *list[] = { &a[0], &a[1] };
	struct xg_buf out = { 0 };
	char got[160];

	for (size_t i = 0; i < 2 * XG_LEN(t); i++) {
		const struct xg_instr *inst = i % 2 ? &swap : &spot;
		const char *want = i % 2 ? t[i / 2].swap : t[i / 2].spot;

		got[0] = '\0';
		if (v->topics(inst, t[i / 2].channel, a, 2) == 1)
			snprintf(
				got, sizeof got, "%d %s", a[0].link, a[0].text);
		is_text(got, strlen(got), want, "%s of %.*s",
			xg_channel_name(t[i / 2].channel),
			XG_STR_ARG(inst->sym));
	}
	v->topics(&spot, XG_CH_BOOK, &a[0], 1);
	v->topics(&swap, XG_CH_LIQ, &a[1], 1);
	v->subscribe(&out, list, 2, 1512, true);
	is_text(out.p, out.len,
		q("{'id':'1512','op':'subscribe','args':[{'channel':'books',"
		  "'instId':'BTC-USDT'},{'channel':'liquidation-orders',"
		  "'instType':'SWAP'}]}"),
		"a frame subscribes many");
	xg_buf_clear(&out);
	v->subscribe(&out, list, 1, 7, false);
	is_text(out.p, out.len,
		q("{'id':'7','op':'unsubscribe','args':[{'channel':'books',"
		  "'instId':'BTC-USDT'}]}"),
		"and the other way");
	xg_buf_release(&out);
}

int main(void)
{
	place();
	change();
	ask();
	topics();
	return done();
}
