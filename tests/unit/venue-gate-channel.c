/* Trades, best prices, marks, funding, open interest, liquidations, candles:
 * sides, sizes and times in each of the venue's forms. */
#include "gate-world.h"

#define TRADE(more) "{'type':'trade','venue':'gate'," more "}\n"
#define SPOT_TRADE \
	"{'id':5541729598,'create_time':1682689046,'create_time_ms':" \
	"'1682689046123.0','side':'buy','currency_pair':'BTC_USDT','amount':" \
	"'89.238','price':'0.00000644','range':'1-2'}"
#define SPOT_REC \
	TRADE("'sym':'BTC-USDT','ts':1682689046123000,'rx':1000000,'id':" \
	      "'5541729598','side':'buy','px':0.00000644,'qty':89.238")

static void spot_trades(void)
{
	gives("spot",
		"{'time':1,'channel':'spot.trades','event':'update','result':"
		"" SPOT_TRADE "}",
		SPOT_REC, "a trade is an object, side the taker's");
	gives("spot",
		"{'time':1,'channel':'spot.trades','event':'update','result':"
		"[" SPOT_TRADE "," SPOT_TRADE "]}",
		SPOT_REC SPOT_REC, "or a list of them");
	gives("spot",
		"{'result':" SPOT_TRADE
		",'event':'update','channel':'spot.trades'}",
		SPOT_REC, "members of a frame come in any order");
	gives("spot",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':1619093543,'create_time_ms':"
		"'1619093543708.2642','side':'sell','currency_pair':'BTC_USDT',"
		"'amount':'0.2010000000','price':'121.5800000000'}}",
		TRADE("'sym':'BTC-USDT','ts':1619093543708264,'rx':1000000,"
		      "'id':'1','side':'sell','px':121.58,'qty':0.201"),
		"decimals of milliseconds are microseconds");
	gives("spot",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':1619093543,'create_time_ms':1619093543708264,"
		"'side':'sell','currency_pair':'BTC_USDT','amount':'1',"
		"'price':'2'}}",
		TRADE("'sym':'BTC-USDT','ts':1619093543708264,'rx':1000000,"
		      "'id':'1','side':'sell','px':2,'qty':1"),
		"a time in microseconds (2021) is known by its size");
	gives("spot",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':1619093543,'side':'sell','currency_pair':"
		"'BTC_USDT','amount':'1','price':'2'}}",
		TRADE("'sym':'BTC-USDT','ts':1619093543000000,'rx':1000000,"
		      "'id':'1','side':'sell','px':2,'qty':1"),
		"without milliseconds, seconds are the time");
}

#define FUT(size, more) \
	"{'channel':'futures.trades','event':'update','result':[{'size':" size \
	",'id':27753479,'create_time':1545136464,'create_time_ms':" \
	"1545136464123,'price':'96.4','contract':'BTC_USDT'" more "}]}"
#define FUT_REC(side, qty) \
	TRADE("'sym':'BTC-USDT-PERP','ts':1545136464123000,'rx':1000000," \
	      "'id':'27753479','side':'" side "','px':96.4,'qty':" qty)

static void contract_trades(void)
{
	gives("usdt", FUT("-108", ""), FUT_REC("sell", "0.0108"),
		"the sign of the size is the taker's side; the size becomes "
		"base units");
	gives("usdt", FUT("'0.5'", ""), FUT_REC("buy", "0.00005"),
		"a fraction of a contract comes as text");
	gives("usdt", FUT("'1'", ",'is_internal':false"),
		FUT_REC("buy", "0.0001"), "a size may be a text");
	gives("usdt", FUT("-108", ",'is_internal':true"),
		FUT_REC("sell", "0.0108,'off':'internal'"),
		"what the insurance fund or ADL took over is none with the "
		"book");
	gives("btc",
		"{'channel':'futures.trades','event':'update','result':"
		"[{'size':-964,'id':1,'create_time':1545136464,'price':'96.4',"
		"'contract':'BTC_USD'}]}",
		TRADE("'sym':'BTC-USD-PERP','ts':1545136464000000,'rx':"
		      "1000000,'id':'1','side':'sell','px':96.4,'qty':10"),
		"contracts of 1 USD become base units by the price");
	gives("delivery",
		"{'channel':'futures.trades','event':'update','result':"
		"[{'size':2,'id':1,'create_time':1545136464,'price':'96.4',"
		"'contract':'BTC_USDT_20260327'}]}",
		TRADE("'sym':'BTC-USDT-20260327','ts':1545136464000000,'rx':"
		      "1000000,'id':'1','side':'buy','px':96.4,'qty':0.0002"),
		"a dated contract");
	refuses("usdt", FUT("0", ""),
		"a trade of nothing: the size-decimal header was forgotten");
	is_int(frame("usdt",
		       "{'channel':'futures.trades','event':'update','result':"
		       "[{'size':2,'id':1,'create_time':1545136464,'price':"
		       "'1','contract':'NO_USDT'}]}"),
		XG_ERR_ABSENT,
		"a contract of unknown size gives no trade, and an error");
}

#define BBO(t, b, bq, a, aq) \
	"{'time':1,'channel':'futures.book_ticker','event':'update'," \
	"'result':{'t':" #t ",'u':1,'s':'BTC_USDT','b':'" b "','B':" bq \
	",'a':'" a "','A':" aq "}}"

static void best(void)
{
	gives("usdt", BBO(1001, "9.5", "3", "10", "'4.5'"),
		"{'type':'bbo','venue':'gate','sym':'BTC-USDT-PERP','ts':"
		"1001000000,'rx':1000000,'bid':9.5,'bid_qty':0.0003,'ask':10,"
		"'ask_qty':0.00045}\n",
		"best prices; sizes are numbers or texts");
	gives("usdt", BBO(0, "", "0", "", "0"), "",
		"an empty book has empty texts: nothing is said");
	gives("usdt", BBO(1001, "", "0", "10", "4"),
		"{'type':'bbo','venue':'gate','sym':'BTC-USDT-PERP','ts':"
		"1001000000,'rx':1000000,'ask':10,'ask_qty':0.0004}\n",
		"one side may be empty");
	gives("spot",
		"{'time':1,'channel':'spot.book_ticker','event':'update',"
		"'result':{'t':1682689046131,'u':5,'s':'BTC_USDT','b':"
		"'0.010326','B':'0.001','a':'0.010366','A':'10'}}",
		"{'type':'bbo','venue':'gate','sym':'BTC-USDT','ts':"
		"1682689046131000,'rx':1000000,'bid':0.010326,'bid_qty':0.001,"
		"'ask':0.010366,'ask_qty':10}\n",
		"spot: base units");
}

#define TICK(contract) \
	"{'contract':'" contract "','last':'23160.2','total_size':'300000'," \
	"'mark_price':'20000','funding_rate':'0.0001','index_price':" \
	"'23173.35','quanto_base_rate':''}"
#define TICK_REC(sym, oi) \
	"{'type':'mark','venue':'gate','sym':'" sym \
	"','ts':1677629168840000,'rx':1000000,'mark':20000,'index':" \
	"23173.35}\n" \
	"{'type':'funding','venue':'gate','sym':'" sym \
	"','ts':1677629168840000,'rx':1000000,'rate':0.0001,'mark':20000," \
	"'index':23173.35}\n" \
	"{'type':'oi','venue':'gate','sym':'" sym \
	"','ts':1677629168840000,'rx':1000000,'qty':" oi "}\n"
#define TICKS(result) \
	"{'time':1677629168,'time_ms':1677629168840,'channel':" \
	"'futures.tickers','event':'update','result':" result "}"

static void tickers(void)
{
	gives("usdt", TICKS("[" TICK("BTC_USDT") "]"),
		TICK_REC("BTC-USDT-PERP", "30"),
		"mark, funding and open interest are in one row; the time is "
		"that of the frame");
	gives("usdt", TICKS(TICK("BTC_USDT")), TICK_REC("BTC-USDT-PERP", "30"),
		"which may be an object");
	gives("usdt", TICKS("[[" TICK("BTC_USDT") "]]"),
		TICK_REC("BTC-USDT-PERP", "30"), "or a list in a list (2021)");
	refuses("usdt", TICKS("[[[" TICK("BTC_USDT") "]]]"),
		"but not one more");
	gives("btc", TICKS("[" TICK("BTC_USD") "]"),
		TICK_REC("BTC-USD-PERP", "15"),
		"inverse open interest by the mark price");
	gives("usdt",
		TICKS("[{'contract':'BTC_USDT','mark_price':'0','funding_rate':"
		      "'','total_size':''}]"),
		"", "a contract without a price says nothing");
	gives("delivery",
		TICKS("[{'contract':'BTC_USDT_20260327','mark_price':'5',"
		      "'funding_rate':'0'}]"),
		"{'type':'mark','venue':'gate','sym':'BTC-USDT-20260327','ts':"
		"1677629168840000,'rx':1000000,'mark':5}\n",
		"a dated contract has no funding");
	gives("spot",
		"{'channel':'spot.tickers','event':'update','result':"
		"{'currency_pair':'BTC_USDT','last':'1'}}",
		"", "spot tickers are not asked for");
}

static void liquidations(void)
{
	gives("usdt",
		"{'channel':'futures.public_liquidates','event':'update',"
		"'result':[{'price':'215.1','size':-124,'time_ms':"
		"1541486601123,'contract':'BTC_USDT'}]}",
		"{'type':'liq','venue':'gate','sym':'BTC-USDT-PERP','ts':"
		"1541486601123000,'rx':1000000,'side':'sell','px':215.1,"
		"'qty':0.0124}\n",
		"the sign of a liquidation is its order's side");
}

static void candles(void)
{
	gives("spot",
		"{'time':1,'channel':'spot.candlesticks','event':'update',"
		"'result':{'t':'1619093520','v':'2362.32','c':'4','h':'5',"
		"'l':'1','o':'2','n':'1m_BTC_USDT','a':'3.8','w':true}}",
		"{'type':'candle','venue':'gate','sym':'BTC-USDT','ts':1000000,"
		"'rx':1000000,'open':2,'high':5,'low':1,'close':4,'vol':3.8,"
		"'start':1619093520000000,'interval_s':60,'closed':true}\n",
		"spot tells the base volume in `a`");
	gives("spot",
		"{'time':1,'channel':'spot.candlesticks','event':'update',"
		"'result':{'t':'1619093520','v':'2362.32','c':'4','h':'5',"
		"'l':'1','o':'2','n':'1m_BTC_USDT'}}",
		"",
		"recordings of 2021 have quote volume only: no candle is made "
		"up");
	gives("usdt",
		"{'time':1,'channel':'futures.candlesticks','event':'update',"
		"'result':[{'t':1684930140,'v':30,'c':'4','h':'5','l':'1',"
		"'o':'2','n':'10s_BTC_USDT'}]}",
		"{'type':'candle','venue':'gate','sym':'BTC-USDT-PERP','ts':"
		"1000000,'rx':1000000,'open':2,'high':5,'low':1,'close':4,"
		"'vol':0.003,'start':1684930140000000,'interval_s':10,"
		"'closed':false}\n",
		"contracts are counted in `v`");
	gives("usdt",
		"{'time':1,'channel':'futures.candlesticks','event':'update',"
		"'result':[{'t':1684930140,'v':30,'c':'4','h':'5','l':'1',"
		"'o':'2','n':'1m_mark_BTC_USDT'}]}",
		"", "candles of the mark price are no trades'");
}

static void hostile(void)
{
	static const char *const bad[] = {
		"[]",
		"1",
		"{",
		"{}",
		"{'channel':'spot.trades'",
		"{'channel':'spot.trades','channel':'spot.trades'}",
		"{'channel':5.5e,'event':'update'}",
		"{'channel':'spot.trades','event':'update','result':{}}",
		"{'channel':'spot.trades','event':'update','result':[1]}",
		"{'channel':'spot.trades','event':'update','result':[" SPOT_TRADE
		",{'id':1}]}",
		"{'channel':'spot.trades','event':'update','result':" SPOT_TRADE
		",'result':" SPOT_TRADE "}",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':1,'side':'maker','currency_pair':'BTC_USDT',"
		"'amount':'1','price':'2'}}",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':1,'side':'buy','currency_pair':'BTC_USDT',"
		"'amount':'-1','price':'2'}}",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':1,'side':'buy','currency_pair':'BTC_USDT',"
		"'amount':'1','price':'0'}}",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':-1,'side':'buy','currency_pair':'BTC_USDT',"
		"'amount':'1','price':'1'}}",
		"{'channel':'spot.trades','event':'update','result':{'id':1,"
		"'create_time':1e18,'side':'buy','currency_pair':'BTC_USDT',"
		"'amount':'1','price':'1'}}",
		"{'time':'x','channel':'spot.trades','event':'update',"
		"'result':" SPOT_TRADE "}",
		"{'channel':'futures.trades','event':'update','result':[]}",
		"{'method':'trades.update','params':['BTC_USDT',[{'id':1,"
		"'time':1593561592.4,'price':'9137.38','amount':'0.0047',"
		"'type':'buy'}]],'id':null}",
	};
	struct xg_error err = { 0 };
	struct xg_rec rec;

	for (size_t i = 0; i < XG_LEN(bad); i++)
		refuses("spot", bad[i], "hostile frame %zu is refused whole",
			i);
	xg_rec_start(&rec, XG_REC_RAW, XG_STR("gate"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, XG_STR("spot"));
	XG_REC_SET(&rec, rawf.text, XG_STR("<html>"));
	ok(xg_decoder_rec(&t.d, &rec, &err) < 0 && err.text[0],
		"what is not JSON is told: %s", err.text);
	ok(frame("swap", "{}") < 0, "an unknown market is told");
}

int main(void)
{
	open_world();
	spot_trades();
	contract_trades();
	best();
	tickers();
	liquidations();
	candles();
	hostile();
	decode_close(&t);
	return done();
}
