/* KuCoin: greetings, acknowledgements, refusals, tokens that expire; hostile
 * frames; empty sides. */
#include "kucoin-world.h"

static void events(void)
{
	wants(&k, "{'id':'hQvf8jkno','type':'welcome'}", "ready  0 1\n",
		"the classic greeting");
	wants(&k,
		"{'sessionId':'a','message':'welcome','pingInterval':18000,"
		"'pingTimeout':10000}",
		"ready  0 1\n", "the unified greeting");
	wants(&k, "{'sessionId':'a','data':'welcome','pingInterval':18000}",
		"ready  0 1\n", "and its other form");
	wants(&k, "{'id':'12','type':'ack'}", "ack  12 1\n",
		"an acknowledgement by its number as text");
	wants(&k, "{'type':'ack','id':12}", "ack  12 1\n", "or as a number");
	wants(&k, "{'id':'12','result':true}", "ack  12 1\n", "unified");
	wants(&k, "{'id':12,'result':'true'}", "ack  12 1\n", "or in words");
	wants(&k, "{'id':'12','result':false,'reason':'no such symbol'}",
		"nack  12 1\n", "a unified refusal");
	wants(&k,
		"{'id':'12','type':'error','code':404,'data':'topic "
		"/market/match:X is not found'}",
		"nack  12 1\n", "a classic refusal");
	wants(&k,
		"{'id':'12','type':'error','code':509,'data':'exceed max "
		"subscription count'}",
		"nack  12 1\n", "too many topics");
	wants(&k,
		"{'id':'12','type':'error','code':401,'data':'token is "
		"expired'}",
		"token  12 1\n", "a token that has expired: a new one");
	wants(&k, "{'type':'error','code':401,'data':'token is expired'}",
		"token  0 1\n", "whatever it answers");
	wants(&k, "{'id':'1545910590801','type':'pong'}", "", "a pong");
	wants(&k, "{'id':'abc','type':'ack'}", "",
		"an acknowledgement without our number is of nothing");
	gives(&k, "{'type':'error','code':415,'data':'type is not supported'}",
		"{'type':'status','venue':'kucoin','rx':1000000,'event':"
		"'error','conn':1,'detail':'the venue says: 415 type is not "
		"supported'}\n",
		"an error that answers nothing is told");
	wants(&k, "{'type':'error','code':415,'data':'type is not supported'}",
		"", "and refuses no topic");
}

static void others(void)
{
	gives(&k,
		"{'topic':'/market/snapshot:BTC','type':'message','subject':"
		"'trade.snapshot','data':{'sequence':'1','data':{'bids':[['x'"
		"]],'price':{}}}}",
		"", "a topic that is not asked for gives nothing");
	gives(&k,
		"{'topic':'/contract/instrument:XBTUSDTM','subject':'other',"
		"'data':{}}",
		"", "nor a subject");
	gives(&k, "{'T':'callAuctionInfo.SPOT','d':{'s':'BTC-USDT','ep':'1'}}",
		"", "nor another unified channel");
	gives(&k,
		"{'topic':'/market/candles:BTC-USDT_1month','type':'message',"
		"'data':{'symbol':'BTC-USDT','candles':['1','1','1','1','1',"
		"'1','1'],'time':1}}",
		"", "a month has no fixed length");
	gives(&k,
		"{'topic':'/market/match:NEW-USDT','type':'message','data':{"
		"'price':'1','side':'buy','size':'2','symbol':'NEW-USDT',"
		"'time':'1729843222921000000','tradeId':7}}",
		"{'type':'trade','venue':'kucoin','sym':'~NEW-USDT','ts':"
		"1729843222921000,'rx':1000000,'id':'7','side':'buy','px':1,"
		"'qty':2}\n",
		"a pair that is not known keeps the venue's name");
	gives(&k,
		"{'topic':'/market/ticker:BTC-USDT','type':'message','data':{"
		"'bestAsk':null,'bestAskSize':null,'bestBid':'0','bestBidSize'"
		":'0','price':'1','sequence':'1','size':'1','time':"
		"1729757723612}}",
		"{'type':'bbo','venue':'kucoin','sym':'BTC-USDT','ts':"
		"1729757723612000,'rx':1000000}\n",
		"sides without a price are empty");
	gives(&k,
		"{'topic':'/contractMarket/tickerV2:XBTUSDM','type':'message',"
		"'data':{'symbol':'XBTUSDM','bestBidSize':100,'bestBidPrice':"
		"'50000','bestAskPrice':'','bestAskSize':0,'ts':"
		"1705708800078000001}}",
		"{'type':'bbo','venue':'kucoin','sym':'BTC-USD-PERP','ts':"
		"1705708800078000,'rx':1000000,'bid':50000,'bid_qty':0.002}\n",
		"inverse lots by the price; nanoseconds beyond 2^53 are exact");
	refuses(&k,
		"{'topic':'/contractMarket/execution:ETHUSDTM','type':"
		"'message','data':{'symbol':'ETHUSDTM','side':'sell','size':10,"
		"'price':'93','tradeId':'1','ts':1705708799998000000}}",
		"a contract of unknown size is refused, not guessed");
	ok(strstr(k.err.text, "ETHUSDTM") != NULL, "and named");
}

/* Refused whole. */
static void hostile(void)
{
#define MATCH(data) \
	"{'topic':'/market/match:BTC-USDT','type':'message'," \
	"'data':{" data "}}"
#define L2(data) \
	"{'topic':'/market/level2:BTC-USDT','type':'message','data':{" data "}}"
	static const char *const frames[] = {
		"[]",
		"7",
		"{'topic':'/market/match:BTC-USDT','data':{}",
		"{}x",
		MATCH("'price':'1','size':'1','tradeId':'1'"),
		MATCH("'price':'1','size':'1','side':'both','tradeId':'1'"),
		MATCH("'price':'0','size':'1','side':'buy','tradeId':'1'"),
		MATCH("'price':'1','size':'0','side':'buy','tradeId':'1'"),
		MATCH("'price':'-1','size':'1','side':'buy','tradeId':'1'"),
		MATCH("'price':'1e99','size':'1','side':'buy','tradeId':'1'"),
		MATCH("'price':'1','size':'NaN','side':'buy','tradeId':'1'"),
		MATCH("'price':'1','size':'1','side':'buy'"),
		MATCH("'price':{},'size':'1','side':'buy','tradeId':'1'"),
		L2("'sequenceStart':1,'sequenceEnd':1"),
		L2("'sequenceStart':1,'changes':{'asks':[]}"),
		L2("'sequenceStart':-1,'sequenceEnd':1,'changes':{'asks':[]}"),
		L2("'sequenceStart':1,'sequenceEnd':1,'changes':{'asks':[['1',"
		   "'1']]}"),
		L2("'sequenceStart':1,'sequenceEnd':1,'changes':{'asks':[['1',"
		   "'1','1','1']]}"),
		L2("'sequenceStart':1,'sequenceEnd':1,'changes':{'asks':[['-1',"
		   "'1','1']]}"),
		L2("'sequenceStart':1,'sequenceEnd':1,'changes':{'asks':[['1',"
		   "'-1','1']]}"),
		L2("'sequenceStart':1,'sequenceEnd':1,'changes':{'asks':{}}"),
		L2("'sequenceStart':1,'sequenceEnd':1,'changes':{'asks':[7]}"),
		("{'topic':'/contractMarket/level2:XBTUSDTM','data':{"
		 "'sequence':1,'change':'1,buy'}}"),
		("{'topic':'/contractMarket/level2:XBTUSDTM','data':{"
		 "'sequence':1,'change':'1,up,1'}}"),
		("{'topic':'/contractMarket/level2:XBTUSDTM','data':{"
		 "'sequence':1,'change':'1,buy,1,1'}}"),
		("{'topic':'/contractMarket/level2:XBTUSDTM','data':{"
		 "'change':'1,buy,1'}}"),
		("{'topic':'/contract/instrument:XBTUSDTM','subject':"
		 "'mark.index.price','data':{'indexPrice':1}}"),
		("{'topic':'/contract/instrument:XBTUSDTM','subject':"
		 "'funding.rate','data':{'fundingRate':'x'}}"),
		("{'topic':'/market/candles:BTC-USDT_1min','data':{'candles':["
		 "'1','1','1']}}"),
		"{'topic':'/market/candles:BTC-USDT','data':{'candles':[]}}",
		"{'topic':'/spotMarket/level1:BTC-USDT','data':{'asks':['1']}}",
		"{'topic':'/spotMarket/level1:BTC-USDT','data':{'asks':['1',"
		"'1']}}",
	};

	k.d.stats.bad = 0;
	for (size_t i = 0; i < XG_LEN(frames); i++)
		refuses(&k, frames[i], "refused: %s", frames[i]);
	is_int(k.d.stats.bad, XG_LEN(frames), "bad frames are counted");
	ok(kit_raw(&k, XG_STR("pong"), NULL, false) < 0 && k.out.len == 0,
		"text that is not JSON is no frame");
}

int main(void)
{
	open_world();
	events();
	others();
	hostile();
	kit_end(&k);
	return done();
}
