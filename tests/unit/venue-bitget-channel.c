/* Trades, tickers, liquidations and candles in the three dialects. */
#include "bitget-world.h"
#include "venue/bitget/bitget.h"

#define SPOT3(topic) \
	"'arg':{'instType':'spot','topic':'" topic "','symbol':'BTCUSDT'}"
#define TRADES3(action, rows) \
	"{'action':'" action "'," SPOT3("publicTrade") ",'data':[" rows \
						       "],'ts':9}"
#define T3(id, at, side) \
	"{'i':'" #id "','p':'76671.22','v':'0.001367','S':'" side \
	"','T':'" #at "','L':'7','isRPI':'no'}"
#define REC(id, at, side) \
	"{'type':'trade','venue':'bitget','sym':'BTC-USDT','ts':" #at \
	"000,'rx':1000000,'id':'" #id "','side':'" side \
	"','px':76671.22,'qty':0.001367}\n"

static void trades(void)
{
	open_world();
	gives(TRADES3("snapshot", T3(3, 30, "sell") "," T3(2, 20, "buy") "," T3(
					  1, 20, "buy")),
		REC(1, 20, "buy") REC(2, 20, "buy") REC(3, 30, "sell"),
		"a snapshot of trades comes newest first and is turned");
	gives(TRADES3("update", T3(4, 40, "buy")), REC(4, 40, "buy"),
		"the side is the taker's");
	gives(TRADES3("snapshot", T3(5, 50, "buy") "," T3(4, 40, "buy") "," T3(
					  3, 30, "sell")),
		REC(5, 50, "buy"),
		"after a new subscription only what is new is told");
	gives(TRADES3("update", T3(5, 50, "buy")), "",
		"a trade that comes twice is told once");
	conn = 2;
	gives(TRADES3("snapshot", T3(5, 50, "buy")), "",
		"also over another connection");
	conn = 1;
	gives(TRADES3("update", T3(8, 80, "buy") "," T3(9, 90, "buy")),
		REC(8, 80, "buy") REC(9, 90, "buy"),
		"what is oldest first already stays so");
	gives("{'action':'update','arg':{'instType':'COIN-FUTURES','channel':"
	      "'trade','instId':'BTCUSD'},'data':[{'ts':'1730332859962',"
	      "'price':'72168.3','size':'0.447','side':'sell','tradeId':"
	      "'1235671063871070209'}],'ts':1730332859979}",
		"{'type':'trade','venue':'bitget','sym':'BTC-USD-PERP','ts':"
		"1730332859962000,'rx':1000000,'id':'1235671063871070209',"
		"'side':'sell','px':72168.3,'qty':0.447}\n",
		"v2; sizes of coin futures are base units");
	gives("{'action':'update','arg':{'instType':'mc','channel':'trade',"
	      "'instId':'BTCUSD'},'data':[['1649290078916','43000.5','1',"
	      "'sell']]}",
		"{'type':'trade','venue':'bitget','sym':'BTC-USD-PERP','ts':"
		"1649290078916000,'rx':1000000,'side':'sell','px':43000.5,"
		"'qty':1}\n",
		"v1 has arrays, no ids, and one type for all futures");
	gives("{'action':'update','arg':{'instType':'usdc-futures','topic':"
	      "'publicTrade','symbol':'BTCPERP'},'data':[" T3(
		      1, 5, "buy") "],'ts':1}",
		"{'type':'trade','venue':'bitget','sym':'BTC-USDC-PERP','ts':"
		"5000,'rx':1000000,'id':'1','side':'buy','px':76671.22,'qty':"
		"0.001367}\n",
		"BTCPERP is BTC-USDC-PERP; ids are of one symbol");
	refuses(TRADES3("update", T3(10, 1, "Buy")), "no side");
	refuses(TRADES3("update", T3(, 1, "buy")), "no id");
	refuses(TRADES3("update", T3(10, 0, "buy")), "no time");
	refuses(TRADES3("update", "{}"), "an empty row");
	refuses(TRADES3("update", "[]"), "an array where v3 has objects");
	refuses(TRADES3("update", T3(10, 1, "buy") ",{'i':'11','p':'x'}"),
		"one bad row costs its frame");
	gives(TRADES3("update", T3(10, 100, "buy")), REC(10, 100, "buy"),
		"and what is refused is not remembered");
	gives(TRADES3("update", "{'i':'11','p':'3','v':'2','S':'buy','T':'110',"
				"'L':'7','isRPI':'yes'}"),
		"{'type':'trade','venue':'bitget','sym':'BTC-USDT','ts':110000,"
		"'rx':1000000,'id':'11','side':'buy','px':3,'qty':2,'off':"
		"'rpi'}\n",
		"what met an RPI order is none with the book");
	refuses("{'action':'update','arg':{'instType':'mc','channel':'trade',"
		"'instId':'BTCUSD'},'data':[['1649290078916','43000.5']]}",
		"half an array");
	decode_close(&t);
}

static void tickers(void)
{
	open_world();
	gives("{'action':'snapshot','arg':{'instType':'usdt-futures','topic':"
	      "'ticker','symbol':'BTCUSDT'},'data':[{'lastPrice':'76631.3',"
	      "'indexPrice':'76671.4381686055379793','markPrice':'76631.3',"
	      "'fundingRate':'-0.00003','openInterest':'29539.3825',"
	      "'deliveryTime':'','nextFundingTime':'1777363200000'}],'ts':"
	      "1777358880084}",
		"{'type':'mark','venue':'bitget','sym':'BTC-USDT-PERP','ts':"
		"1777358880084000,'rx':1000000,'mark':76631.3,'index':"
		"'76671.4381686055379'}\n"
		"{'type':'funding','venue':'bitget','sym':'BTC-USDT-PERP',"
		"'ts':1777358880084000,'rx':1000000,'rate':-0.00003,'next':"
		"1777363200000000,'mark':76631.3,'index':"
		"'76671.4381686055379'}\n"
		"{'type':'oi','venue':'bitget','sym':'BTC-USDT-PERP','ts':"
		"1777358880084000,'rx':1000000,'qty':29539.3825}\n",
		"a ticker of v3 gives mark, funding and open interest; of an "
		"index with more digits than a decimal has the last are cut");
	gives("{'action':'snapshot','arg':{'instType':'COIN-FUTURES','channel':"
	      "'ticker','instId':'BTCUSDZ24'},'data':[{'instId':'BTCUSDZ24',"
	      "'fundingRate':'0','nextFundingTime':'0','markPrice':'73731.8',"
	      "'indexPrice':'0','holdingAmount':'57.714','symbolType':'2',"
	      "'ts':'1730332823217'}],'ts':1730332823221}",
		"{'type':'mark','venue':'bitget','sym':'BTC-USD-20241227','ts':"
		"1730332823217000,'rx':1000000,'mark':73731.8}\n"
		"{'type':'oi','venue':'bitget','sym':'BTC-USD-20241227','ts':"
		"1730332823217000,'rx':1000000,'qty':57.714}\n",
		"v2; a dated contract has no funding, and an index of 0 is "
		"none");
	gives("{'action':'snapshot','arg':{'instType':'mc','channel':'ticker',"
	      "'instId':'BTCUSDT'},'data':[{'instId':'BTCUSDT','capitalRate':"
	      "'0.0001','nextSettleTime':1649318400000,'markPrice':'43000',"
	      "'indexPrice':'43001','holding':'12','systemTime':"
	      "1649290077000}]}",
		"{'type':'mark','venue':'bitget','sym':'BTC-USDT-PERP','ts':"
		"1649290077000000,'rx':1000000,'mark':43000,'index':43001}\n"
		"{'type':'funding','venue':'bitget','sym':'BTC-USDT-PERP',"
		"'ts':1649290077000000,'rx':1000000,'rate':0.0001,'next':"
		"1649318400000000,'mark':43000,'index':43001}\n"
		"{'type':'oi','venue':'bitget','sym':'BTC-USDT-PERP','ts':"
		"1649290077000000,'rx':1000000,'qty':12}\n",
		"v1");
	gives("{'action':'snapshot'," SPOT3(
		      "ticker") ",'data':[{'lastPrice':'1','bid1Price':'1',"
				"'ask1Price':'1'}],'ts':5}",
		"",
		"tickers of spot give nothing: their best prices are rounded");
	refuses("{'action':'snapshot','arg':{'instType':'usdt-futures','topic':"
		"'ticker','symbol':'BTCUSDT'},'data':[{'markPrice':'-1'}],"
		"'ts':5}",
		"a mark below zero");
	refuses("{'action':'snapshot','arg':{'instType':'usdt-futures','topic':"
		"'ticker','symbol':'BTCUSDT'},'data':[{'markPrice':"
		"'1234567890123456789012.5'}],'ts':5}",
		"a mark that is too large is not cut");
	refuses("{'action':'snapshot','arg':{'instType':'usdt-futures','topic':"
		"'ticker','symbol':'BTCUSDT'},'data':[{'openInterest':'many'}],"
		"'ts':5}",
		"open interest that is no number");
	decode_close(&t);
}

#define LIQ(rows) \
	"{'action':'update','arg':{'instType':'usdt-futures','topic':" \
	"'liquidation'},'data':[" rows "],'ts':1777358897167}"

static void liquidations(void)
{
	open_world();
	gives(LIQ("{'symbol':'APEUSDT','side':'buy','price':'0.1649','amount':"
		  "'13.70319','ts':'1777358886549'},{'symbol':'BTCUSDT','side':"
		  "'buy','price':'70000.280739469','amount':"
		  "'143.330431857868','ts':'1777358876983'}"),
		"{'type':'liq','venue':'bitget','sym':'BTC-USDT-PERP','ts':"
		"1777358876983000,'rx':1000000,'side':'buy','px':"
		"70000.280739469,'qty':143.330431857868}\n",
		"liquidations come for all symbols; those that are not ours "
		"are left alone");
	refuses(LIQ("{'symbol':'BTCUSDT','side':'','price':'1','amount':'1',"
		    "'ts':'1'}"),
		"no side");
	refuses(LIQ("{'side':'buy','price':'1','amount':'1','ts':'1'}"),
		"no symbol");
	decode_close(&t);
}

#define CANDLE(start, closed) \
	"{'type':'candle','venue':'bitget','sym':'BTC-USDT','rx':1000000," \
	"'open':1,'high':4,'low':0.5,'close':2,'vol':9,'start':" start \
	",'interval_s':60,'closed':" closed "}\n"

static void candles(void)
{
	open_world();
	gives("{'action':'snapshot','arg':{'instType':'sp','channel':"
	      "'candle1m','instId':'BTCUSDT'},'data':[['1000','1','4','0.5',"
	      "'2','9'],['61000','1','4','0.5','2','9'],['121000','1','4',"
	      "'0.5','2','9']]}",
		CANDLE("61000000", "true") CANDLE("121000000", "false"),
		"of the history only its end is news: one that is final, and "
		"the one that is not");
	gives("{'action':'update','arg':{'instType':'SPOT','channel':"
	      "'candle1m','instId':'BTCUSDT'},'data':[['121000','1','4','0.5',"
	      "'2','9','18','18']],'ts':5}",
		"{'type':'candle','venue':'bitget','sym':'BTC-USDT','ts':5000,"
		"'rx':1000000,'open':1,'high':4,'low':0.5,'close':2,'vol':9,"
		"'start':121000000,'interval_s':60,'closed':false}\n",
		"v2: the time is the frame's");
	gives("{'action':'update','arg':{'instType':'spot','topic':'kline',"
	      "'symbol':'BTCUSDT','interval':'1H'},'data':[{'start':'3600000',"
	      "'open':'1','close':'2','high':'4','low':'0.5','volume':'9',"
	      "'turnover':'18'}],'ts':5}",
		"{'type':'candle','venue':'bitget','sym':'BTC-USDT','ts':5000,"
		"'rx':1000000,'open':1,'high':4,'low':0.5,'close':2,'vol':9,"
		"'start':3600000000,'interval_s':3600,'closed':false}\n",
		"v3: the interval is in the arg");
	gives("{'action':'update','arg':{'instType':'spot','topic':'kline',"
	      "'symbol':'BTCUSDT','interval':'1M'},'data':[{'start':'3600000',"
	      "'open':'1','close':'2','high':'4','low':'0.5','volume':'9',"
	      "'turnover':'18'}],'ts':5}",
		"", "months have no length");
	refuses("{'action':'update','arg':{'instType':'SPOT','channel':"
		"'candle1m','instId':'BTCUSDT'},'data':[['121000','1','4',"
		"'0','2','9']],'ts':5}",
		"a price of 0");
	is_int(xg_bitget_interval_s(XG_STR("15m")), 900, "15m");
	is_int(xg_bitget_interval_s(XG_STR("1Dutc")), 86400, "1Dutc");
	is_int(xg_bitget_interval_s(XG_STR("1W")), 604800, "1W");
	is_int(xg_bitget_interval_s(XG_STR("1x")), 0, "no unit");
	is_int(xg_bitget_interval_s(XG_STR("")), 0, "nothing");
	is_int(xg_bitget_interval_s(XG_STR("1Dcet")), 0, "no zone");
	decode_close(&t);
}

static void events(void)
{
	struct xg_error err = { 0 };

	open_world();
	gives("{'event':'subscribe','arg':{'instType':'usdt-futures','topic':"
	      "'books','symbol':'BTCUSDT'}}",
		"want ack conn=1 topic=usdt-futures:books:BTCUSDT\n",
		"each topic is confirmed by itself");
	gives("{'event':'subscribe','arg':{'instType':'SPOT','channel':'trade',"
	      "'instId':'XAUTUSDT'}}",
		"want ack conn=1 topic=spot:trade:XAUTUSDT\n",
		"v2 writes types in upper case");
	gives("{'event':'subscribe','arg':{'instType':'usdt-futures','topic':"
	      "'liquidation'}}",
		"want ack conn=1 topic=usdt-futures:liquidation\n",
		"a topic without a symbol");
	gives("{'event':'subscribe','arg':{'instType':'spot','topic':'kline',"
	      "'symbol':'BTCUSDT','interval':'1m'}}",
		"want ack conn=1 topic=spot:kline:BTCUSDT:1m\n",
		"one with an interval");
	gives("{'event':'error','arg':{'instType':'spot','topic':'books',"
	      "'symbol':'XUSDT'},'code':30001,'msg':'no such'}",
		"want nack conn=1 topic=spot:books:XUSDT detail=no such\n",
		"a refusal names its topic");
	gives("{'event':'error','code':30016,'msg':'Param error'}",
		"want nack conn=1 detail=Param error\n", "or nothing");
	gives("{'event':'error','code':30006,'msg':'too many'}",
		"{'type':'status','venue':'bitget','rx':1000000,'event':"
		"'ratelimit','conn':1,'detail':'the venue is asked too often "
		"on this connection (30006 too many)'}\n",
		"asked too often: no topic was refused; it is told, and asked "
		"again");
	gives("{'event':'error','code':30015,'msg':'sign'}",
		"want login-bad conn=1 detail=sign\n", "a login is refused");
	gives("{'event':'login','code':0}", "want login-ok conn=1\n",
		"a login is good");
	gives("{'event':'login','code':'30005'}", "want login-bad conn=1\n",
		"or not");
	gives("{'event':'unsubscribe','arg':{'instType':'spot','topic':"
	      "'books','symbol':'BTCUSDT'}}",
		"", "the end of a subscription needs no word");
	xg_buf_clear(&t.out);
	ok(decode_line(&t,
		   xg_str_from(q("{'type':'raw','venue':'bitget','rx':1,"
				 "'conn':1,'ch':'ws','dir':'in','market':"
				 "'public','text':'pong'}")),
		   &err) == 0 &&
			t.out.len == 0,
		"pong is a text, not JSON");
	ok(decode_line(&t,
		   xg_str_from(q("{'type':'raw','venue':'bitget','rx':1,"
				 "'conn':1,'ch':'ws','dir':'in','market':"
				 "'public','text':'pang'}")),
		   &err) < 0 &&
			strstr(err.text, "not JSON"),
		"another text is an error: %s", err.text);
	decode_close(&t);
}

int main(void)
{
	trades();
	tickers();
	liquidations();
	candles();
	events();
	return done();
}
