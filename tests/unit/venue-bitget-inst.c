/* Instruments of the three dialects: names by assets, rules; what a row that
 * can't be read does. */
#include "bitget-world.h"
#include "venue/bitget/bitget.h"

static void rest(
	const char *req, const char *rows, const char *want, const char *why)
{
	struct xg_buf body = { 0 };
	int rc;

	decode_open(&t, "bitget");
	xg_buf_printf(&body,
		"{'code':'00000','msg':'success','requestTime':1,'data':[%s]}",
		rows);
	rc = decode_rest(&t, "rest", req, 9, xg_str_from(q(body.p)));
	is_int(rc, 0, "%s is read", req);
	is_text(t.out.p ? t.out.p : "", t.out.len, q(want), "%s", why);
	xg_buf_release(&body);
	decode_close(&t);
}

#define INST(sym, more) \
	"{'type':'inst','venue':'bitget','sym':'" sym "','rx':9," more "}\n"
#define V3 "GET https://api.bitget.com/api/v3/market/instruments?category="
#define V2 "GET https://api.bitget.com/api/v2/"

static void v3(void)
{
	rest(V3 "SPOT",
		"{'symbol':'BTCUSDT','category':'SPOT','baseCoin':'BTC',"
		"'quoteCoin':'USDT','minOrderQty':'0.000001','minOrderAmount':"
		"'1','pricePrecision':'2','quantityPrecision':'6','status':"
		"'online'}",
		INST("BTC-USDT",
			"'base':'BTC','quote':'USDT','kind':'spot','native':"
			"'BTCUSDT','tick':0.01,'lot':0.000001,'min_qty':"
			"0.000001,'min_notional':1,'status':'trading','market':"
			"'spot'"),
		"spot: steps by the number of decimals");
	rest(V3 "USDT-FUTURES",
		"{'symbol':'BTCUSDT','category':'USDT-FUTURES','baseCoin':"
		"'BTC','quoteCoin':'USDT','minOrderQty':'0.0001',"
		"'minOrderAmount':'5','pricePrecision':'1',"
		"'quantityPrecision':'4','priceMultiplier':'0.5',"
		"'quantityMultiplier':'0.0002','type':'perpetual','status':"
		"'online','fundInterval':'8','deliveryTime':''}",
		INST("BTC-USDT-PERP",
			"'base':'BTC','quote':'USDT','settle':'USDT','kind':"
			"'perp','native':'BTCUSDT','tick':0.5,'lot':0.0002,"
			"'min_qty':0.0001,'min_notional':5,'contract':1,"
			"'status':'trading','market':'usdt-futures'"),
		"a perpetual: the multipliers are the steps");
	rest(V3 "USDC-FUTURES",
		"{'symbol':'BTCPERP','category':'USDC-FUTURES','baseCoin':"
		"'BTC','quoteCoin':'USD','type':'perpetual','status':'limit'}",
		INST("BTC-USDC-PERP",
			"'base':'BTC','quote':'USDC','settle':'USDC','kind':"
			"'perp','native':'BTCPERP','contract':1,'status':"
			"'limit','market':'usdc-futures'"),
		"BTCPERP is named by its assets; other states as they come");
	rest(V3 "COIN-FUTURES",
		"{'symbol':'BTCUSD','category':'COIN-FUTURES','baseCoin':"
		"'BTC','quoteCoin':'USD','type':'perpetual','status':"
		"'online'},{'symbol':'BTCUSDZ24','category':'coin-futures',"
		"'baseCoin':'BTC','quoteCoin':'USD','type':'delivery','status'"
		":'online','deliveryTime':'1735286400000'},{'symbol':"
		"'BTCUSDH25','category':'COIN-FUTURES','baseCoin':'BTC',"
		"'quoteCoin':'USD','type':'delivery','status':'online',"
		"'deliveryTime':''},{'symbol':'BTCUSDT','category':'MARGIN',"
		"'baseCoin':'BTC','quoteCoin':'USDT'}",
		INST("BTC-USD-PERP",
			"'base':'BTC','quote':'USD','settle':'BTC','kind':"
			"'perp','native':'BTCUSD','contract':1,'status':"
			"'trading','market':'coin-futures'") INST("BTC-USD-"
								  "20241227",
			"'base':'BTC','quote':'USD','settle':'BTC','kind':"
			"'future','native':'BTCUSDZ24','contract':1,'status':"
			"'trading','market':'coin-futures','expiry':"
			"1735286400000000") INST("~BTCUSDH25",
			"'base':'BTC','quote':'USD','settle':'BTC','kind':"
			"'future','native':'BTCUSDH25','contract':1,'status':"
			"'trading','market':'coin-futures'"),
		"coin futures: sizes are base units, so nothing is inverse; a "
		"dated one by its time, or by the venue's code without; pairs "
		"on margin are those of spot");
}

static void v2(void)
{
	rest(V2 "spot/public/symbols",
		"{'symbol':'ETHBTC','baseCoin':'ETH','quoteCoin':'BTC',"
		"'minTradeAmount':'0','takerFeeRate':'0.002','pricePrecision':"
		"'6','quantityPrecision':'4','status':'halt','minTradeUSDT':"
		"'1'}",
		INST("ETH-BTC",
			"'base':'ETH','quote':'BTC','kind':'spot','native':"
			"'ETHBTC','tick':0.000001,'lot':0.0001,'min_notional':"
			"1,'status':'halt','market':'spot'"),
		"spot of v2; a least size of 0 is none");
	rest(V2 "mix/market/contracts?productType=COIN-FUTURES",
		"{'symbol':'BTCUSD','baseCoin':'BTC','quoteCoin':'USD',"
		"'minTradeNum':'0.001','priceEndStep':'5','volumePlace':'3',"
		"'pricePlace':'1','sizeMultiplier':'0.001','symbolType':"
		"'perpetual','minTradeUSDT':'5','symbolStatus':'normal'},"
		"{'symbol':'BTCUSDZ24','baseCoin':'BTC','quoteCoin':'USD',"
		"'priceEndStep':'1','pricePlace':'1','symbolType':'delivery',"
		"'symbolStatus':'normal','deliveryTime':'1735286400000'}",
		INST("BTC-USD-PERP",
			"'base':'BTC','quote':'USD','settle':'BTC','kind':"
			"'perp','native':'BTCUSD','tick':0.5,'lot':0.001,"
			"'min_qty':0.001,'min_notional':5,'contract':1,"
			"'status':'trading','market':'coin-futures'")
			INST("BTC-USD-20241227",
				"'base':'BTC','quote':'USD','settle':'BTC',"
				"'kind':'future','native':'BTCUSDZ24','tick':"
				"0.1,'contract':1,'status':'trading','market':"
				"'coin-futures','expiry':1735286400000000"),
		"contracts of v2: the tick is priceEndStep units of the last "
		"place; the category is that of the request");
}

static void v1(void)
{
	rest("GET https://api.bitget.com/api/spot/v1/public/products",
		"{'symbol':'ALPHAUSDT_SPBL','symbolName':'ALPHAUSDT',"
		"'baseCoin':'ALPHA','quoteCoin':'USDT','minTradeAmount':'2',"
		"'priceScale':'4','quantityScale':'4','status':'online'}",
		INST("ALPHA-USDT",
			"'base':'ALPHA','quote':'USDT','kind':'spot','native':"
			"'ALPHAUSDT','tick':0.0001,'lot':0.0001,'min_qty':2,"
			"'status':'trading','market':'spot'"),
		"spot of v1: streams have the symbol without its end");
	rest("GET https://x/api/mix/v1/market/contracts?productType=dmcbl",
		"{'symbol':'BTCUSD_DMCBL','baseCoin':'BTC','quoteCoin':'USD',"
		"'minTradeNum':'0.001','priceEndStep':'5','volumePlace':'3',"
		"'pricePlace':'1'},{'symbol':'BTCPERP_CMCBL','baseCoin':'BTC',"
		"'quoteCoin':'USD','minTradeNum':'0.001','priceEndStep':'5',"
		"'volumePlace':'3','pricePlace':'1'}",
		INST("BTC-USD-PERP",
			"'base':'BTC','quote':'USD','settle':'BTC','kind':"
			"'perp','native':'BTCUSD','tick':0.5,'lot':0.001,"
			"'min_qty':0.001,'contract':1,'market':'coin-futures'")
			INST("BTC-USDC-PERP",
				"'base':'BTC','quote':'USDC','settle':'USDC',"
				"'kind':'perp','native':'BTCPERP','tick':0.5,"
				"'lot':0.001,'min_qty':0.001,'contract':1,"
				"'market':'usdc-futures'"),
		"contracts of v1: the end of the symbol is the category");
}

static void bad(void)
{
	static const char *const rows[] = {
		"{'symbol':'AUSDT','baseCoin':'A'}",
		"{'symbol':'AUSDT','baseCoin':'A','quoteCoin':'U',"
		"'pricePrecision':'99'}",
		"{'symbol':'AUSDT','baseCoin':'A','quoteCoin':'U',"
		"'priceMultiplier':'-1'}",
		"{'symbol':'AUSDT','baseCoin':'A','quoteCoin':'U','category':"
		"'OPTIONS'}",
		"{'symbol':'AUSDT','baseCoin':'A','quoteCoin':'U',"
		"'minOrderQty':'x'}",
	};
	char body[800];

	for (size_t i = 0; i < XG_LEN(rows); i++) {
		decode_open(&t, "bitget");
		snprintf(body, sizeof body,
			"{'code':'00000','data':[%s,{'symbol':'BTCUSDT',"
			"'baseCoin':'BTC','quoteCoin':'USDT'}]}",
			rows[i]);
		decode_rest(&t, "rest", V3 "SPOT", 9, xg_str_from(q(body)));
		ok(t.recs[XG_REC_STATUS] == 1 && t.recs[XG_REC_INST] == 1 &&
				strstr(t.out.p, "'AUSDT' could not be read"),
			"%s: is told, and costs no other", rows[i]);
		decode_close(&t);
	}
	decode_open(&t, "bitget");
	ok(decode_rest(&t, "rest", V3 "SPOT", 9, XG_STR("{\"data\":{}}")) < 0,
		"a list that is none is refused");
	ok(decode_rest(&t, "rest", V3 "SPOT", 9, XG_STR("{\"data\":[1]}")) < 0,
		"rows that are none are refused");
	ok(decode_rest(&t, "rest", "GET https://x/api/v3/market/fills", 9,
		   XG_STR("{\"data\":{}}")) == 0 &&
			!t.out.len,
		"other answers are left alone");
	decode_close(&t);
}

int main(void)
{
	v3();
	v2();
	v1();
	bad();
	return done();
}
