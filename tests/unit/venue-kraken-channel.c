/* Kraken: every channel but books: trades and their snapshots, quotes, candles,
 * tickers of Futures, states of pairs and of the venue, acks and refusals. */
#include "venue-kit.h"
#include "venue/kraken/kraken.h"

static struct kit k;

static const char *trade(const char *type, const char *ids)
{
	static char out[2048];
	size_t n = (size_t)snprintf(out, sizeof out,
		"{'channel':'trade','type':'%s','data':[", type);

	for (const char *p = ids; *p; p++)
		n += (size_t)snprintf(out + n, sizeof out - n,
			"%s{'symbol':'BTC/USD','side':'sell','price':105.5,"
			"'qty':0.25,'ord_type':'limit','trade_id':10%c,"
			"'timestamp':'2026-07-10T00:00:00.123456789Z'}",
			p == ids ? "" : ",", *p);
	snprintf(out + n, sizeof out - n, "]}");
	return out;
}

#define TRADE(id) \
	"{'type':'trade','venue':'kraken','sym':'BTC-USD','ts':" \
	"1783641600123456,'rx':1000000,'id':'" id "','side':'sell','px':" \
	"105.5,'qty':0.25}\n"

static void trades(void)
{
	gives(&k, trade("snapshot", "12"), "",
		"the first snapshot of trades is history");
	gives(&k, trade("update", "34"), TRADE("103") TRADE("104"),
		"the taker's side; nanoseconds become microseconds");
	gives(&k, trade("snapshot", "3456"), TRADE("105") TRADE("106"),
		"a later snapshot gives what was missed, and nothing twice");
	gives(&k, trade("update", "1"), TRADE("101"),
		"a venue that counts anew is heard");
	refuses(&k,
		"{'channel':'trade','type':'update','data':[{'symbol':"
		"'BTC/USD','side':'up','price':1,'qty':1,'trade_id':1}]}",
		"no side");
	refuses(&k,
		"{'channel':'trade','type':'update','data':[{'symbol':"
		"'BTC/USD','side':'buy','price':0,'qty':1,'trade_id':1}]}",
		"no price");
	refuses(&k,
		"{'channel':'trade','type':'update','data':[{'symbol':"
		"'BTC/USD','side':'buy','price':1,'qty':1}]}",
		"no number");
	refuses(&k,
		"{'channel':'trade','type':'update','data':[{'symbol':"
		"'BTC/USD','side':'buy','price':1,'qty':1,'trade_id':7},7]}",
		"a frame is told whole or not at all");
}

static void quotes(void)
{
	gives(&k,
		"{'channel':'ticker','type':'update','data':[{'symbol':"
		"'BTC/USD','bid':99.9,'bid_qty':1.2,'ask':100.1,'ask_qty':2.3,"
		"'last':1,'timestamp':'2026-07-10T00:00:02.123456Z'}]}",
		"{'type':'bbo','venue':'kraken','sym':'BTC-USD','ts':"
		"1783641602123456,'rx':1000000,'bid':99.9,'bid_qty':1.2,'ask':"
		"100.1,'ask_qty':2.3}\n",
		"a quote");
	gives(&k,
		"{'channel':'ticker','type':'update','data':[{'symbol':"
		"'ANETx/USD','bid':0.0,'bid_qty':0.0,'ask':0.0,'ask_qty':0.0,"
		"'timestamp':'1970-01-01T00:00:00.000000Z'}]}",
		"", "what was never traded has no quote of zeros");
	gives(&k,
		"{'channel':'ticker','type':'update','data':[{'symbol':"
		"'BTC/USD','bid':0.0,'bid_qty':0.0,'ask':100.1,'ask_qty':2.3}]}",
		"{'type':'bbo','venue':'kraken','sym':'BTC-USD','rx':1000000,"
		"'ask':100.1,'ask_qty':2.3}\n",
		"one side may be empty");
	refuses(&k,
		"{'channel':'ticker','type':'update','data':[{'symbol':"
		"'BTC/USD','bid':-1}]}",
		"no price below zero");
}

static const char *bar(const char *begin, const char *close)
{
	static char out[512];

	snprintf(out, sizeof out,
		"{'channel':'ohlc','type':'update','data':[{'symbol':'BTC/USD',"
		"'interval':1,'interval_begin':'2023-10-04T16:%s:00.000000000Z'"
		",'open':1,'high':3,'low':0.5,'close':%s,'volume':7,'vwap':1,"
		"'trades':2,'timestamp':'2023-10-04T16:%s:59Z'}]}",
		begin, close, begin);
	return out;
}

#define BAR(ts, close, start, closed) \
	"{'type':'candle','venue':'kraken','sym':'BTC-USD','ts':" ts \
	",'rx':1000000,'open':1,'high':3,'low':0.5,'close':" close \
	",'vol':7,'start':" start ",'interval_s':60,'closed':" closed "}\n"

static void candles(void)
{
	gives(&k, bar("25", "2"),
		BAR("1696436759000000", "2", "1696436700000000", "false"),
		"a candle in the making");
	gives(&k, bar("25", "2.5"),
		BAR("1696436759000000", "2.5", "1696436700000000", "false"),
		"and again");
	gives(&k, bar("26", "2.6"),
		BAR("1696436759000000", "2.5", "1696436700000000", "true") BAR(
			"1696436819000000", "2.6", "1696436760000000", "false"),
		"the next one closes it");
	gives(&k, bar("25", "9"), "", "what is closed stays closed");
	refuses(&k,
		"{'channel':'ohlc','type':'update','data':[{'symbol':'BTC/USD',"
		"'interval':0,'interval_begin':'2023-10-04T16:25:00Z','open':1,"
		"'high':1,'low':1,'close':1,'volume':1}]}",
		"no interval");
}

static const char *pair(const char *status, int px)
{
	static char out[512];

	snprintf(out, sizeof out,
		"{'channel':'instrument','type':'update','data':{'assets':[],"
		"'pairs':[{'symbol':'BTC/USD','status':'%s','qty_precision':8,"
		"'price_precision':%d,'qty_increment':1e-8}]}}",
		status, px);
	return out;
}

static void pairs(void)
{
	struct xg_kraken_sym *s;

	kit_frame(&k, pair("cancel_only", 2));
	ok(strstr(k.out.p, "\"type\":\"inst\"") &&
			strstr(k.out.p, "\"status\":\"cancel_only\"") &&
			strstr(k.out.p, "\"tick\":0.1"),
		"a pair's state is told by its inst record");
	gives(&k, pair("cancel_only", 2), "", "once");
	s = xg_kraken_sym_of(&k.d, XG_STR("BTC/USD"));
	ok(s && s->px_places == 2 && s->qty_places == 8,
		"R9: the venue's precision counts more than the steps");
	kit_frame(&k, pair("online", 2));
	ok(strstr(k.out.p, "\"status\":\"trading\""), "online is trading");
	refuses(&k, pair("online", 99), "no precision");
	gives(&k,
		"{'channel':'instrument','type':'update','data':{'assets':[{"
		"'id':'BTC'}]}}",
		"", "assets alone say nothing");
}

static void state(void)
{
	gives(&k,
		"{'channel':'status','type':'update','data':[{'system':"
		"'online','api_version':'v2','connection_id':1}]}",
		"", "that the venue is up is nothing new");
	gives(&k,
		"{'channel':'status','type':'update','data':[{'system':"
		"'cancel_only'}]}",
		"{'type':'status','venue':'kraken','rx':1000000,'event':"
		"'maintenance','conn':1,'detail':'state of the venue: cancel_only'}\n",
		"cancel_only is maintenance");
	ok(k.wants.len == 0, "and no reason to leave: books go on");
	gives(&k, "{'event':'systemStatus','status':'cancel_only'}", "",
		"it is told once, whatever the dialect");
	kit_frame(&k, "{'channel':'status','type':'update','data':[{'system':"
		      "'post_only'}]}");
	ok(strstr(k.out.p, "post_only"), "the next state is told");
	kit_frame(&k, "{'channel':'status','type':'update','data':[{'system':"
		      "'online'}]}");
	ok(strstr(k.out.p, "\"event\":\"recovered\""), "and its end");
	gives(&k, "{'channel':'heartbeat'}", "", "a heartbeat is no record");
	gives(&k, "{'event':'heartbeat'}", "", "nor is that of v1");
	gives(&k, "{'method':'pong','time_in':'2023-09-25T09:05:00.123456Z'}",
		"", "nor a pong");
}

static void acks(void)
{
	wants(&k,
		"{'method':'subscribe','result':{'channel':'ticker','symbol':"
		"'BTC/USD','snapshot':true},'success':true,'req_id':1}",
		"ack ticker:BTC/USD 0 1\n",
		"each symbol is confirmed by itself");
	wants(&k,
		"{'method':'subscribe','result':{'channel':'instrument'},"
		"'success':true}",
		"", "the list of instruments is nobody's topic");
	wants(&k,
		"{'error':'Currency pair not supported XBT/USD','method':"
		"'subscribe','success':false,'symbol':'XBT/USD','req_id':113}",
		"nack book:XBT/USD 0 1\n",
		"a refusal names the symbol; the channel is in the number");
	wants(&k,
		"{'error':'Depth not supported','method':'subscribe',"
		"'success':false,'req_id':114}",
		"nack  7 1\n", "a refusal of a whole request");
	wants(&k,
		"{'error':'Exceeded msg rate','method':'subscribe','success':"
		"false,'symbol':'BTC/USD','req_id':114}",
		"", "too fast is not refused for ever");
	ok(strstr(k.out.p, "\"event\":\"ratelimit\""), "but told");
	wants(&k,
		"{'method':'unsubscribe','error':'x','success':false,'req_id':"
		"113}",
		"", "the end of a subscription is nobody's concern");
	wants(&k,
		"{'event':'subscribed','feed':'book','product_ids':["
		"'PI_XBTUSD','PF_ETHUSD']}",
		"ack book:PI_XBTUSD 0 1\nack book:PF_ETHUSD 0 1\n",
		"futures confirm by product");
	wants(&k, "{'event':'error','message':'Invalid product id'}", "",
		"futures do not say what was wrong");
	ok(strstr(k.out.p, "Invalid product id"), "their words are told");
	wants(&k, "{'event':'info','version':1}", "", "a greeting");
	refuses(&k, "{'method':'subscribe','success':true}",
		"a confirmation of nothing");
	refuses(&k, "{'event':'subscribed','feed':'book','product_ids':7}",
		"no products");
}

static const char *ticker(const char *product, const char *more)
{
	static char out[1024];

	snprintf(out, sizeof out,
		"{'time':5,'product_id':'%s','feed':'ticker','bid':100.0,'ask':"
		"125.0,'bid_size':50.0,'ask_size':1000.0,'index':110.5,"
		"'markPrice':128.0,'openInterest':640.0%s}",
		product, more);
	return out;
}

#define FUT(type, sym) \
	"{'type':'" type "','venue':'kraken','sym':'" sym \
	"','ts':5000,'rx':1000000,"

static void tickers(void)
{
	gives(&k,
		ticker("PI_XBTUSD",
			",'funding_rate':-6e-11,'relative_funding_rate':"
			"-1.380384722222e-06,'next_funding_rate_time':7"),
		FUT("bbo", "BTC-USD-PERP:BTC") "'bid':100,'bid_qty':0.5,'ask':125,'ask_qty':8}\n" FUT(
			"mark",
			"BTC-USD-PERP:BTC") "'mark':128,'index':110.5}\n" FUT("funding",
			"BTC-USD-PERP:BTC") "'rate':-0.000001380384722222,'next':7000,'interval_s':3600,"
					    "'mark':128,'index':110.5}\n" FUT(
						    "oi",
						    "BTC-USD-PERP:BTC") "'qty':5}\n",
		"inverse: base units by price; the relative rate is the rate");
	gives(&k, ticker("PF_XBTUSD", ",'relative_funding_rate':0.0"),
		FUT("bbo", "BTC-USD-PERP") "'bid':100,'bid_qty':50,'ask':125,'ask_qty':1000}\n" FUT(
			"mark",
			"BTC-USD-PERP") "'mark':128,'index':110.5}\n" FUT("funding",
			"BTC-USD-PERP") "'rate':0,'interval_s':3600,'mark':128,'index':110.5}\n" FUT("oi",
			"BTC-USD-PERP") "'qty':640}\n",
		"linear: sizes are base units");
	kit_frame(&k, ticker("PF_XBTUSD", ",'relative_funding_rate':"
					  "1.23456789012345678951e-07"));
	ok(strstr(k.out.p, "\"rate\":\"0.000000123456789012\"") ||
			strstr(k.out.p, "\"rate\":0.000000123456789012"),
		"a rate of more than 18 places is rounded");
	gives(&k,
		"{'time':5,'product_id':'PF_XBTUSD','feed':'ticker','bid':0.0,"
		"'ask':0.0,'bid_size':0.0,'ask_size':0.0,'markPrice':1.5}",
		FUT("mark", "BTC-USD-PERP") "'mark':1.5}\n",
		"no quote of zeros");
	gives(&k,
		"{'feed':'ticker_lite','product_id':'PI_XBTUSD','bid':1,'ask':"
		"2}",
		"", "the small ticker has no sizes: it is left alone");
	refuses(&k,
		"{'time':5,'product_id':'PF_XBTUSD','feed':'ticker','bid':-1}",
		"no price below zero");
}

#define LIQ FUT("trade", "BTC-USD-PERP:BTC")

static const char *fut_trade(const char *feed, const char *type, int seq)
{
	static char out[512];

	snprintf(out, sizeof out,
		"{'feed':'%s','product_id':'PI_XBTUSD','uid':'u-%d','side':"
		"'sell','type':'%s','seq':%d,'time':5,'qty':50.0,'price':100.0}",
		feed, seq, type, seq);
	return out;
}

static const char *fut_trades(int newest, int n)
{
	static char out[2048];
	size_t at = (size_t)snprintf(out, sizeof out,
		"{'feed':'trade_snapshot','product_id':'PI_XBTUSD','trades':[");

	for (int i = 0; i < n; i++)
		at += (size_t)snprintf(out + at, sizeof out - at, "%s%s",
			i ? "," : "", fut_trade("trade", "fill", newest - i));
	snprintf(out + at, sizeof out - at, "]}");
	return out;
}

#define ONE(id) LIQ "'id':'" id "','side':'sell','px':100,'qty':0.5}\n"

static void futures_trades(void)
{
	gives(&k, fut_trades(4, 3), "", "the first snapshot is history");
	gives(&k, fut_trade("trade", "fill", 5), ONE("u-5"), "a trade");
	gives(&k, fut_trades(8, 5), ONE("u-6") ONE("u-7") ONE("u-8"),
		"a later snapshot is told from the oldest on, and only what "
		"was missed");
	gives(&k, fut_trade("trade", "liquidation", 9),
		ONE("u-9") FUT("liq",
			"BTC-USD-PERP:BTC") "'side':'sell','px':100,'qty':0.5}\n",
		"a liquidation is a trade, and told as what it is");
	kit_frame(&k, fut_trade("trade", "block", 10));
	ok(strstr(k.out.p, "\"off\":\"block\"}") != NULL,
		"a block trade is none with the book");
	kit_frame(&k, fut_trade("trade", "termination", 11));
	ok(strstr(k.out.p, "\"off\":\"internal\"}") != NULL,
		"nor is a position that was taken over");
	refuses(&k, "{'feed':'trade_snapshot','trades':7}", "no trades");
	refuses(&k,
		"{'feed':'trade','product_id':'PI_XBTUSD','uid':'u','side':"
		"'sell','seq':1,'time':5,'qty':0,'price':100.0}",
		"no quantity");
}

static void legacy(void)
{
	gives(&k,
		"[993,[['354.11000000','0.89594024','1618678142.557535','s',"
		"'l',''],['354.2','1','1618678142.6','b','m','']],'trade',"
		"'XBT/USD']",
		"{'type':'trade','venue':'kraken','sym':'BTC-USD','ts':"
		"1618678142557535,'rx':1000000,'side':'sell','px':354.11,'qty':"
		"0.89594024}\n{'type':'trade','venue':'kraken','sym':'BTC-USD',"
		"'ts':1618678142600000,'rx':1000000,'side':'buy','px':354.2,"
		"'qty':1}\n",
		"v1: trades without numbers");
	gives(&k,
		"[325,['43770.2','43770.3','1633053779.916349','0.009','0.3'],"
		"'spread','XBT/USD']",
		"{'type':'bbo','venue':'kraken','sym':'BTC-USD','ts':"
		"1633053779916349,'rx':1000000,'bid':43770.2,'bid_qty':0.009,"
		"'ask':43770.3,'ask_qty':0.3}\n",
		"v1: spreads");
	gives(&k,
		"[545,['0.0','0.0','0.000000','0.0','0.0'],'spread','XBT/USD']",
		"", "v1: no quote of zeros");
	gives(&k,
		"[1,{'a':['13.2',35,'35.7'],'b':['13.1',185,'185.1']},'ticker',"
		"'XDG\\/XBT']",
		"{'type':'bbo','venue':'kraken','sym':'~DOGE/BTC','rx':1000000,"
		"'bid':13.1,'bid_qty':185.1,'ask':13.2,'ask_qty':35.7}\n",
		"v1: tickers; XDG is DOGE");
	gives(&k,
		"[42,['1542057314.748456','1542057360.435743','3586.7','3586.8'"
		",'3586.6','3586.65','3586.68','0.034',2],'ohlc-1','XBT/EUR']",
		"{'type':'candle','venue':'kraken','sym':'~BTC/EUR','ts':"
		"1542057314748456,'rx':1000000,'open':3586.7,'high':3586.8,"
		"'low':3586.6,'close':3586.65,'vol':0.034,'start':"
		"1542057300435743,'interval_s':60,'closed':false}\n",
		"v1: candles");
	gives(&k, "[1,[],'ownTrades','XBT/USD']", "", "v1: other channels");
	refuses(&k, "[1,[['1','1','1','x']],'trade','XBT/USD']", "no side");
	refuses(&k, "[1,['1'],'spread','XBT/USD']", "no spread");
	refuses(&k, "[1,{},'ticker','XBT/USD']", "no ticker");
	refuses(&k, "[1,['1'],'ohlc-0','XBT/USD']", "no candle");
	refuses(&k, "[1,[],[],'trade','XBT/USD']", "two payloads of trades");
}

static void hostile(void)
{
	static const char *const frames[] = { "7", "'x'", "null", "[]", "[[]]",
		"{'channel':'book','type':'update','data':7}",
		"{'channel':'trade','type':'new','data':[]}",
		"{'channel':'trade','data':[]}",
		"{'channel':'status','type':'update','data':[{}]}" };

	for (size_t i = 0; i < XG_LEN(frames); i++)
		refuses(&k, frames[i], "no frame: %s", frames[i]);
	ok(kit_raw(&k, XG_STR("{\"channel\":\"book\""), NULL, true) < 0 &&
			strstr(k.err.text, "not JSON"),
		"half a frame is told so");
	ok(kit_raw(&k, XG_STR("hello"), NULL, false) < 0 && k.err.text[0],
		"so is text");
	gives(&k, "{}", "", "an empty object says nothing");
	gives(&k, "{'channel':'executions','type':'update','data':[{}]}", "",
		"channels of an account are not read here");
}

int main(void)
{
	kit_start(&k, "kraken");
	kit_inst(&k,
		"{'type':'inst','venue':'kraken','sym':'BTC-USD','base':'BTC',"
		"'quote':'USD','kind':'spot','native':'BTC/USD','tick':0.1,"
		"'lot':0.00000001,'status':'trading','market':'spot'}");
	kit_inst(&k, "{'type':'inst','venue':'kraken','sym':'BTC-USD-PERP:BTC',"
		     "'base':'BTC','quote':'USD','settle':'BTC','kind':'perp',"
		     "'native':'PI_XBTUSD','contract':1,'market':'futures',"
		     "'inverse':true}");
	kit_inst(&k,
		"{'type':'inst','venue':'kraken','sym':'BTC-USD-PERP','base':"
		"'BTC','quote':'USD','settle':'USD','kind':'perp','native':"
		"'PF_XBTUSD','contract':1,'market':'futures'}");
	trades();
	quotes();
	candles();
	pairs();
	state();
	acks();
	tickers();
	futures_trades();
	legacy();
	hostile();
	kit_end(&k);
	return done();
}
