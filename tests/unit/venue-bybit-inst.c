/* Instruments: names by assets, rules, pages; what a row that can't be read does. */
#include "bybit-world.h"
#include "venue/bybit/bybit.h"

static struct xg_buf text;

static int take(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	return xg_rec_write(&text, rec);
}

/* The answer to a question about instruments, as records. */
static struct xg_answer ask(
	const char *market, const char *cursor, const char *body)
{
	const struct xg_sink sink = { .rec = take };
	struct xg_ask a = { .op = XG_OP_INSTS,
		.market = xg_str_from(market),
		.cursor = xg_str_from(cursor) };
	struct xg_insts none = { 0 };
	struct xg_answer out;

	xg_buf_clear(&text);
	xg_bybit_answer(&out, &a, 200, (struct xg_str){ NULL, 0 },
		xg_str_from(q(body)), 9, &none, &sink);
	return out;
}

#define HEAD "{'retCode':0,'retMsg':'OK','result':{'category':'x','list':["
#define TAIL "],'nextPageCursor':''},'retExtInfo':{},'time':1}"
#define is_insts(market, rows, want, ...) \
	do { \
		struct xg_answer is_a = ask(market, "", HEAD rows TAIL); \
		const char *is_want = q(want); \
		ok(is_a.result == XG_RES_OK, "%s rows are read", market); \
		is_text(text.p ? text.p : "", text.len, is_want, __VA_ARGS__); \
	} while (0)
#define INST(sym, more) \
	"{'type':'inst','venue':'bybit','sym':'" sym "','rx':9," more "}\n"

static void names(void)
{
	is_insts("spot",
		"{'symbol':'BTCUSDT','baseCoin':'BTC','quoteCoin':'USDT',"
		"'innovation':'0','status':'Trading','marginTrading':'utaOnly',"
		"'lotSizeFilter':{'basePrecision':'0.000001','quotePrecision':"
		"'0.01','minOrderQty':'0.000048','minOrderAmt':'5'},"
		"'priceFilter':{'tickSize':'0.1'}}",
		INST("BTC-USDT",
			"'base':'BTC','quote':'USDT','kind':'spot','native':"
			"'BTCUSDT','tick':0.1,'lot':0.000001,'min_qty':0.000048"
			",'min_notional':5,'status':'trading','market':"
			"'spot'"),
		"spot: the step is basePrecision, the least value minOrderAmt");
	is_insts("linear",
		"{'symbol':'BTCUSDT','contractType':'LinearPerpetual','status':"
		"'Trading','baseCoin':'BTC','quoteCoin':'USDT','settleCoin':"
		"'USDT','deliveryTime':'0','priceScale':'2','priceFilter':{"
		"'tickSize':'0.10'},'lotSizeFilter':{'minOrderQty':'0.001',"
		"'qtyStep':'0.001','minNotionalValue':'5'},'fundingInterval':"
		"480,'symbolId':5},"
		"{'symbol':'BTCPERP','contractType':'LinearPerpetual','status':"
		"'Trading','baseCoin':'BTC','quoteCoin':'USDC','settleCoin':"
		"'USDC','deliveryTime':'0'},"
		"{'symbol':'BTCUSDT-26JUN26','contractType':'LinearFutures',"
		"'status':'Trading','baseCoin':'BTC','quoteCoin':'USDT',"
		"'settleCoin':'USDT','deliveryTime':'1782460800000'},"
		"{'symbol':'BTC-26JUN26','contractType':'LinearFutures',"
		"'status':'Trading','baseCoin':'BTC','quoteCoin':'USD',"
		"'settleCoin':'USDC','deliveryTime':'1782460800000'},"
		"{'symbol':'WC_SCO_MAR_USDT-20JUN26','contractType':"
		"'LinearFutures','status':'PreLaunch','baseCoin':'WC_SCO_MAR',"
		"'quoteCoin':'USDT','settleCoin':'USDT','deliveryTime':"
		"'1781942400000'},"
		"{'symbol':'1000PEPEUSDT','contractType':'LinearPerpetual',"
		"'status':'Trading','baseCoin':'1000PEPE','quoteCoin':'USDT',"
		"'settleCoin':'USDT'},"
		"{'symbol':'ODD','contractType':'LinearPerpetual','status':"
		"'Trading','baseCoin':'A','quoteCoin':'B','settleCoin':'C'}",
		INST("BTC-USDT-PERP",
			"'base':'BTC','quote':'USDT','settle':'USDT','kind':"
			"'perp','native':'BTCUSDT','tick':0.1,'lot':0.001,"
			"'min_qty':0.001,'min_notional':5,'contract':1,"
			"'status':'trading','market':'linear','code':5") INST("BTC-USDC-PERP",
			"'base':'BTC','quote':'USDC','settle':'USDC','kind':"
			"'perp','native':'BTCPERP','contract':1,'status':"
			"'trading','market':'linear'") INST("BTC-USDT-20260626",
			"'base':'BTC','quote':'USDT','settle':'USDT','kind':"
			"'future','native':'BTCUSDT-26JUN26','contract':1,"
			"'status':'trading','market':'linear','expiry':"
			"1782460800000000") INST("BTC-USDC-20260626",
			"'base':'BTC','quote':'USDC','settle':'USDC','kind':"
			"'future','native':'BTC-26JUN26','contract':1,'status':"
			"'trading','market':'linear','expiry':"
			"1782460800000000") INST("WC_SCO_MAR-USDT-20260620",
			"'base':'WC_SCO_MAR','quote':'USDT','settle':'USDT',"
			"'kind':'future','native':'WC_SCO_MAR_USDT-20JUN26',"
			"'contract':1,'status':'PreLaunch','market':'linear',"
			"'expiry':1781942400000000") INST("1000PEPE-USDT-PERP",
			"'base':'1000PEPE','quote':'USDT','settle':'USDT',"
			"'kind':'perp','native':'1000PEPEUSDT','contract':1,"
			"'status':'trading','market':'linear'") INST("A-B-PERP:C",
			"'base':'A','quote':'B','settle':'C','kind':'perp',"
			"'native':'ODD','contract':1,'status':'trading',"
			"'market':'linear'"),
		"linear: names come from the assets; BTCPERP is BTC in USDC; "
		"another settlement is said");
	is_insts("inverse",
		"{'symbol':'BTCUSD','contractType':'InversePerpetual','status':"
		"'Trading','baseCoin':'BTC','quoteCoin':'USD','settleCoin':"
		"'BTC','deliveryTime':'0','lotSizeFilter':{'qtyStep':'1',"
		"'minOrderQty':'1'}},"
		"{'symbol':'BTCUSDH26','contractType':'InverseFutures','status'"
		":'Trading','baseCoin':'BTC','quoteCoin':'USD','settleCoin':"
		"'BTC','deliveryTime':'1774598400000'}",
		INST("BTC-USD-PERP",
			"'base':'BTC','quote':'USD','settle':'BTC','kind':"
			"'perp','native':'BTCUSD','lot':1,'min_qty':1,"
			"'contract':1,'status':'trading','market':'inverse',"
			"'inverse':true") INST("BTC-USD-20260327",
			"'base':'BTC','quote':'USD','settle':'BTC','kind':"
			"'future','native':'BTCUSDH26','contract':1,'status':"
			"'trading','market':'inverse','inverse':true,'expiry':"
			"1774598400000000"),
		"inverse: contracts of 1 USD; the date is that of delivery");
	is_insts("option",
		"{'symbol':'BTC-13FEB25-89000-P-USDT','status':'Trading',"
		"'baseCoin':'BTC','quoteCoin':'USDT','settleCoin':'USDT',"
		"'optionsType':'Put','deliveryTime':'1739433600000',"
		"'priceFilter':{'tickSize':'5'},'lotSizeFilter':{'qtyStep':"
		"'0.01','minOrderQty':'0.01'}},"
		"{'symbol':'ETH-28FEB25-2800-C','status':'Delivering',"
		"'baseCoin':'ETH','quoteCoin':'USD','settleCoin':'USDC',"
		"'optionsType':'Call','deliveryTime':'1740729600000'}",
		INST("BTC-USDT-20250213-89000-P",
			"'base':'BTC','quote':'USDT','settle':'USDT','kind':"
			"'option','native':'BTC-13FEB25-89000-P-USDT','tick':5,"
			"'lot':0.01,'min_qty':0.01,'contract':1,'status':"
			"'trading','market':'option','expiry':"
			"1739433600000000") INST("ETH-USDC-20250228-2800-C",
			"'base':'ETH','quote':'USDC','settle':'USDC','kind':"
			"'option','native':'ETH-28FEB25-2800-C','contract':1,"
			"'status':'Delivering','market':'option','expiry':"
			"1740729600000000"),
		"options: what is settled in USDC is quoted in it");
}

static void bad_rows(void)
{
	struct xg_answer a = ask("linear", "",
		HEAD "{'symbol':'A','contractType':'Swap','baseCoin':'B',"
		     "'quoteCoin':'C'},{'symbol':'D','contractType':"
		     "'LinearPerpetual','status':'Trading','baseCoin':'E',"
		     "'quoteCoin':'F','settleCoin':'F','priceFilter':{"
		     "'tickSize':'x'}},{'symbol':'G','contractType':"
		     "'LinearPerpetual','baseCoin':'','quoteCoin':'F'},"
		     "{'symbol':'EF','contractType':'LinearPerpetual','status':"
		     "'Trading','baseCoin':'E','quoteCoin':'F','settleCoin':"
		     "'F'},{'symbol':'HF-1','contractType':'LinearFutures',"
		     "'status':'Trading','baseCoin':'H','quoteCoin':'F',"
		     "'settleCoin':'F','deliveryTime':'0'}" TAIL);
	size_t bad = 0, good = 0;
	struct xg_str rest = xg_buf_view(&text);

	while (rest.n) {
		struct xg_str line = xg_str_cut(&rest, '\n');

		bad += xg_str_has_prefix(line, XG_STR("{\"type\":\"status\""));
		good += xg_str_has_prefix(line, XG_STR("{\"type\":\"inst\""));
	}
	is_int(a.result, XG_RES_OK, "rows that can't be read cost no other");
	is_int(bad, 3, "each of them is told");
	is_int(good, 2, "the others are read");
	ok(memmem(text.p, text.len, "\"sym\":\"~HF-1\"", 13) != NULL,
		"a dated contract without a date is called by its code");
}

static void pages(void)
{
	struct xg_answer a = ask("linear", "",
		"{'retCode':0,'retMsg':'OK','result':{'nextPageCursor':"
		"'first%3DBTC%26last','list':[{'symbol':'EF','contractType':"
		"'LinearPerpetual','baseCoin':'E','quoteCoin':'F',"
		"'settleCoin':'F'}]},'time':1}");
	struct xg_ask next = { .op = XG_OP_INSTS,
		.market = XG_STR("linear"),
		.cursor = xg_str_from(a.cursor) };
	struct xg_req req = { 0 };

	is_text(a.cursor, strlen(a.cursor), "first%3DBTC%26last",
		"linear has more than one page: the cursor says where it goes "
		"on");
	xg_bybit_request(&req, &next, NULL);
	is_text(req.query.p, req.query.len,
		"category=linear&limit=1000&cursor=first%3DBTC%26last",
		"and goes back as it came");
	xg_req_release(&req);
	a = ask("linear", "same",
		"{'retCode':0,'retMsg':'OK','result':{'nextPageCursor':'same',"
		"'list':[{'symbol':'EF','contractType':'LinearPerpetual',"
		"'baseCoin':'E','quoteCoin':'F','settleCoin':'F'}]},'time':1}");
	is_int(a.cursor[0], 0, "a cursor that stays is the end, not a circle");
	a = ask("linear", "x",
		"{'retCode':0,'retMsg':'OK','result':{'nextPageCursor':'y',"
		"'list':[]},'time':1}");
	is_int(a.cursor[0], 0, "an empty page is the last");
	a = ask("linear", "",
		"{'retCode':0,'retMsg':'OK','result':{'nextPageCursor':null,"
		"'list':[]},'time':1}");
	ok(a.result == XG_RES_OK && !a.cursor[0], "null is no cursor");
	a = ask("linear", "", "{'retCode':0,'retMsg':'OK','result':{}}");
	is_int(a.result, XG_RES_BAD, "an answer without a list is told");
}

static void learned(void)
{
	open_world();
	xg_buf_clear(&t.out);
	is_int(decode_rest(&t, "linear",
		       "GET https://x/v5/market/instruments-info?category="
		       "linear",
		       5,
		       xg_str_from(q(HEAD
			       "{'symbol':'XUSDT','contractType':"
			       "'LinearPerpetual','status':'Trading',"
			       "'baseCoin':'X','quoteCoin':'USDT','settleCoin'"
			       ":'USDT'}" TAIL))),
		0, "a recorded list of instruments is read");
	gives("linear",
		"{'topic':'allLiquidation.XUSDT','type':'snapshot','data':[{"
		"'T':1,'s':'XUSDT','S':'Buy','v':'2','p':'3'}]}",
		"{'type':'liq','venue':'bybit','sym':'X-USDT-PERP','ts':1000,"
		"'rx':1000000,'side':'sell','px':3,'qty':2}\n",
		"and teaches what its symbols mean");
	decode_close(&t);
}

int main(void)
{
	names();
	bad_rows();
	pages();
	learned();
	xg_buf_release(&text);
	return done();
}
