/* Trades, liquidations, candles and tickers: sides, units, times, and what a
 * change of a ticker means. */
#include "bybit-world.h"

#define TICK(type, data) \
	"{'topic':'tickers.BTCUSDT','type':'" type "','data':{" data \
	"},'cs':2,'ts':1000}"
#define REC(kind, more) \
	"{'type':'" kind "','venue':'bybit','sym':'BTC-USDT-PERP','ts':" \
	"1000000,'rx':1000000," more "}\n"

static void trades(void)
{
	open_world();
	gives("linear",
		"{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':9,'data'"
		":[{'T':1000,'s':'BTCUSDT','S':'Buy','v':'0.001','p':"
		"'16578.50','L':'PlusTick','i':'20f43950-d8dd-5b31-9112-"
		"a178eb6023af','BT':false,'seq':1783284617,'RPI':true},{'i':"
		"'x','S':'Sell','p':'3','v':'2','s':'BTCUSDT','T':1001}]}",
		REC("trade",
			"'id':'20f43950-d8dd-5b31-9112-a178eb6023af',"
			"'side':'buy','px':16578.5,'qty':0.001,"
			"'off':'rpi'") "{'type':'trade','venue':'bybit','sym':'BTC-USDT-PERP','ts':"
				       "1001000,'rx':1000000,'id':'x','side':'sell','px':3,'qty':2}\n",
		"S is the aggressor's side, T the time of the match; what met an "
		"RPI order is none with the book");
	gives("linear",
		"{'topic':'publicTrade.BTCUSDT','type':'snapshot','ts':9,'data'"
		":[{'T':1000,'s':'BTCUSDT','S':'Buy','v':'2','p':'3','i':'b',"
		"'BT':true,'RPI':false},{'T':1000,'s':'BTCUSDT','S':'Buy','v':"
		"'2','p':'3','i':'c','BT':null,'RPI':'x'}]}",
		REC("trade",
			"'id':'b','side':'buy','px':3,'qty':2,'off':'block'")
			REC("trade", "'id':'c','side':'buy','px':3,'qty':2"),
		"nor is a block trade");
	gives("spot",
		"{'topic':'publicTrade.BTCUSDT','ts':9,'type':'snapshot','data'"
		":[{'i':'2290000000050703789','T':1000,'p':'2','v':'1','S':"
		"'Sell','s':'BTCUSDT','BT':false}]}",
		"{'type':'trade','venue':'bybit','sym':'BTC-USDT','ts':1000000,"
		"'rx':1000000,'id':'2290000000050703789','side':'sell','px':2,"
		"'qty':1}\n",
		"the same symbol on spot is another instrument; ids of 19 "
		"digits are kept as text");
	gives("linear",
		"{'topic':'publicTrade.BTCPERP','ts':9,'type':'snapshot','data'"
		":[{'i':'a','T':1000,'p':'2','v':'1','S':'Buy','s':"
		"'BTCPERP'}]}",
		"{'type':'trade','venue':'bybit','sym':'BTC-USDC-PERP','ts':"
		"1000000,'rx':1000000,'id':'a','side':'buy','px':2,'qty':1}\n",
		"BTCPERP is BTC in USDC");
	gives("inverse",
		"{'topic':'publicTrade.BTCUSD','ts':9,'type':'snapshot','data'"
		":[{'i':'a','T':1000,'p':'20000','v':'5000','S':'Buy','s':"
		"'BTCUSD'}]}",
		"{'type':'trade','venue':'bybit','sym':'BTC-USD-PERP','ts':"
		"1000000,'rx':1000000,'id':'a','side':'buy','px':20000,'qty':"
		"0.25}\n",
		"USD of an inverse contract are base units by the price");
	gives("option",
		"{'id':'z','topic':'publicTrade.BTC','ts':9,'data':[{'p':'985',"
		"'v':'0.01','i':'a','T':1000,'BT':false,'s':"
		"'BTC-28APR23-29500-C','S':'Sell'},{'p':'5','v':'0.02','i':'b',"
		"'T':1000,'s':'BTC-13FEB25-89000-P-USDT','S':'Buy','mP':'1',"
		"'iv':'x'}],'type':'snapshot'}",
		"{'type':'trade','venue':'bybit','sym':"
		"'BTC-USDT-20250213-89000-P','ts':1000000,'rx':1000000,'id':"
		"'b','side':'buy','px':5,'qty':0.02}\n",
		"trades of all options of an asset come: those of options that "
		"are not known are left out");
	refuses("linear",
		"{'topic':'publicTrade.BTCUSDT','ts':9,'type':'snapshot','data'"
		":[{'i':'a','T':1,'p':'2','v':'1','S':'Buy','s':'BTCUSDT'},"
		"{'i':'b','T':1,'p':'2','v':'1','S':'buy','s':'BTCUSDT'}]}",
		"a side in another word is refused, and the good trade before "
		"it with it: a frame counts whole or not at all");
	gives("linear",
		"{'topic':'publicTrade.BTCUSDT','ts':9,'type':'snapshot','data'"
		":[]}",
		"", "and is not kept for the next frame");
	refuses("linear",
		"{'topic':'publicTrade.BTCUSDT','data':[{'i':'a','T':1,'p':'0',"
		"'v':'1','S':'Buy','s':'BTCUSDT'}]}",
		"a price of zero is refused");
	refuses("linear",
		"{'topic':'publicTrade.BTCUSDT','data':[{'T':1,'p':'1','v':'1',"
		"'S':'Buy','s':'BTCUSDT'}]}",
		"a trade without id is refused");
	refuses("linear",
		"{'topic':'publicTrade.BTCUSDT','data':[{'i':'a','T':1,'p':'1',"
		"'v':{},'S':'Buy','s':'BTCUSDT'}]}",
		"a size that is an object is refused");
	refuses("linear", "{'topic':'publicTrade.BTCUSDT','data':[1]}",
		"a row that is no object is refused");
	refuses("linear", "{'topic':'publicTrade.BTCUSDT','data':{}}",
		"rows that are no array are refused");
	decode_close(&t);
}

static void liquidations(void)
{
	open_world();
	gives("linear",
		"{'topic':'allLiquidation.BTCUSDT','type':'snapshot','ts':9,"
		"'data':[{'T':1000,'s':'BTCUSDT','S':'Buy','v':'2','p':'3'},"
		"{'T':1000,'s':'BTCUSDT','S':'Sell','v':'1','p':'4'}]}",
		REC("liq", "'side':'sell','px':3,'qty':2")
			REC("liq", "'side':'buy','px':4,'qty':1"),
		"S is the side of the position: a long that is liquidated is "
		"sold, so the order's side is the other one");
	gives("inverse",
		"{'topic':'allLiquidation.BTCUSD','type':'snapshot','ts':9,"
		"'data':[{'T':1000,'s':'BTCUSD','S':'Buy','v':'10','p':'4'}]}",
		"{'type':'liq','venue':'bybit','sym':'BTC-USD-PERP','ts':"
		"1000000,'rx':1000000,'side':'sell','px':4,'qty':2.5}\n",
		"inverse liquidations in base units");
	decode_close(&t);
}

static void candles(void)
{
	open_world();
	gives("linear",
		"{'topic':'kline.5.BTCUSDT','data':[{'start':60000,'end':359999,"
		"'interval':'5','open':'2','close':'3','high':'4','low':'1',"
		"'volume':'7','turnover':'20','confirm':false,'timestamp':1000}"
		"],'ts':1000,'type':'snapshot'}",
		REC("candle", "'open':2,'high':4,'low':1,'close':3,'vol':7,"
			      "'start':60000000,'interval_s':300,'closed':"
			      "false"),
		"a candle that is not closed yet");
	gives("inverse",
		"{'topic':'kline.D.BTCUSD','data':[{'start':60000,'open':'2',"
		"'close':'3','high':'4','low':'1','volume':'7','turnover':"
		"'2.5','confirm':true,'timestamp':1000}],'ts':1000,'type':"
		"'snapshot'}",
		"{'type':'candle','venue':'bybit','sym':'BTC-USD-PERP','ts':"
		"1000000,'rx':1000000,'open':2,'high':4,'low':1,'close':3,"
		"'vol':2.5,'start':60000000,'interval_s':86400,'closed':"
		"true}\n",
		"an inverse contract's volume in base units is its turnover");
	gives("linear",
		"{'topic':'kline.M.BTCUSDT','data':[{'start':60000,'open':'2',"
		"'close':'3','high':'4','low':'1','volume':'7','turnover':'20',"
		"'confirm':true,'timestamp':1000}],'ts':1000,'type':"
		"'snapshot'}",
		"", "months have no fixed length: no candle of ours");
	refuses("linear",
		"{'topic':'kline.5.BTCUSDT','data':[{'start':60000,'open':'2',"
		"'close':'x','high':'4','low':'1','volume':'7','confirm':true"
		"}]}",
		"a price that is no number is refused");
	decode_close(&t);
}

static void tickers(void)
{
	open_world();
	gives("linear",
		TICK("snapshot",
			"'symbol':'BTCUSDT','markPrice':'100','indexPrice':"
			"'101','openInterest':'7','openInterestValue':'700',"
			"'fundingRate':'-0.0001','nextFundingTime':'2000',"
			"'fundingIntervalHour':'8','bid1Price':'1','bid1Size':"
			"'2'"),
		REC("mark", "'mark':100,'index':101")
			REC("funding", "'rate':-0.0001,'next':2000000,"
				       "'interval_s':28800,'mark':100,"
				       "'index':101") REC("oi", "'qty':7"),
		"a ticker is mark, index, funding and open interest");
	gives("linear", TICK("delta", "'symbol':'BTCUSDT','markPrice':'102'"),
		REC("mark", "'mark':102,'index':101"),
		"a change leaves out what has not changed: it is laid upon the "
		"last state");
	gives("linear", TICK("delta", "'fundingRate':'0.0002'"),
		REC("funding",
			"'rate':0.0002,'next':2000000,'interval_s':28800,"
			"'mark':102,'index':101"),
		"so is a new rate");
	gives("linear", TICK("delta", "'lastPrice':'5','volume24h':'6'"), "",
		"statistics of the day are no channel");
	gives("linear", TICK("delta", "'indexPrice':'','openInterest':'8'"),
		REC("mark", "'mark':102") REC("oi", "'qty':8"),
		"an empty text takes a value back");
	refuses("linear", TICK("delta", "'openInterest':'9','fundingRate':'x'"),
		"a rate that is no number is refused");
	refuses("linear", TICK("delta", "'markPrice':'-1'"),
		"a mark below zero is refused");
	gives("linear", TICK("delta", "'fundingIntervalHour':'4'"),
		REC("funding",
			"'rate':0.0002,'next':2000000,'interval_s':14400,"
			"'mark':102"),
		"and has changed nothing");
	gives("linear", TICK("snapshot", "'markPrice':'5'"),
		REC("mark", "'mark':5"), "a snapshot forgets what was");
	gives("linear", TICK("delta", "'nextFundingTime':'3000'"), "",
		"without a rate there is no funding");
	frame("linear", TICK("snapshot", "'markPrice':'5','indexPrice':'6'"));
	edge("open");
	gives("linear", TICK("delta", "'markPrice':'7'"),
		REC("mark", "'mark':7"),
		"what is known does not outlive its connection");
	decode_close(&t);
}

static void other_tickers(void)
{
	open_world();
	gives("inverse",
		"{'topic':'tickers.BTCUSD','type':'snapshot','data':{'markPrice"
		"':'20000','openInterest':'5000','openInterestValue':'0.3'},"
		"'cs':1,'ts':1000}",
		"{'type':'mark','venue':'bybit','sym':'BTC-USD-PERP','ts':"
		"1000000,'rx':1000000,'mark':20000}\n"
		"{'type':'oi','venue':'bybit','sym':'BTC-USD-PERP','ts':1000000"
		",'rx':1000000,'qty':0.25}\n",
		"the open interest of inverse contracts is USD: base units at "
		"the mark price");
	edge("open");
	gives("inverse",
		"{'topic':'tickers.BTCUSD','type':'delta','data':{"
		"'openInterest':'5000'},'cs':1,'ts':1000}",
		"", "without a mark price it can't be told");
	gives("linear",
		"{'topic':'tickers.BTCUSDT-26JUN26','type':'snapshot','data':{"
		"'markPrice':'5','fundingRate':'0','nextFundingTime':'',"
		"'indexPrice':'0'},'ts':1000}",
		"{'type':'mark','venue':'bybit','sym':'BTC-USDT-20260626','ts':"
		"1000000,'rx':1000000,'mark':5}\n",
		"a dated contract has no funding; an index of 0 is none");
	gives("option",
		"{'id':'x','topic':'tickers.BTC-13FEB25-89000-P-USDT','ts':1000"
		",'data':{'symbol':'BTC-13FEB25-89000-P-USDT','bidPrice':'0',"
		"'bidSize':'0','askPrice':'10','askSize':'5.1','markPrice':"
		"'7.5','indexPrice':'16823.73','openInterest':'49.85','delta':"
		"'0.04'},'type':'snapshot'}",
		"{'type':'mark','venue':'bybit','sym':"
		"'BTC-USDT-20250213-89000-P','ts':1000000,'rx':1000000,'mark':"
		"7.5,'index':16823.73}\n"
		"{'type':'oi','venue':'bybit','sym':'BTC-USDT-20250213-89000-P'"
		",'ts':1000000,'rx':1000000,'qty':49.85}\n"
		"{'type':'bbo','venue':'bybit','sym':"
		"'BTC-USDT-20250213-89000-P','ts':1000000,'rx':1000000,'ask':"
		"10,'ask_qty':5.1}\n",
		"options have their best prices in the ticker; a price of 0 is "
		"an empty side");
	gives("spot",
		"{'topic':'tickers.BTCUSDT','ts':1,'type':'snapshot','cs':2,"
		"'data':{'symbol':'BTCUSDT','lastPrice':'1'}}",
		"", "the ticker of spot has statistics only");
	decode_close(&t);
}

int main(void)
{
	trades();
	liquidations();
	candles();
	tickers();
	other_tickers();
	return done();
}
