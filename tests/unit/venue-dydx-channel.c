/* Trades, liquidations, oracle prices, funding, candles; greetings and errors. */
#include "dydx-world.h"

#define FRAME(type, id, name, contents) \
	"{'type':'" type "','connection_id':'c','message_id':" id \
	",'channel':'" name "','id':'BTC-USD','contents':" contents "}"
#define T(id, side, px, sz, more) \
	"{'id':'" id "','side':'" side "','price':'" px "','size':'" sz \
	"','createdAt':'2024-08-22T23:59:58.855Z','type':'" more "'}"
#define BATCH(a, b) "[{'trades':[" a "]},{'trades':[" b "]}]"
#define HEAD(kind) \
	"{'type':'" kind "','venue':'dydx','sym':'BTC-USD-PERP','ts':" \
	"1724371198855000,'rx':1000000,"
#define TRADE(id, side, px, qty) \
	HEAD("trade") \
	"'id':'" id "','side':'" side "','px':" px ",'qty':" qty "}\n"
#define OFF(id, side, px, qty) \
	HEAD("trade") \
	"'id':'" id "','side':'" side "','px':" px ",'qty':" qty \
	",'off':'internal'}\n"
#define BACKLOG(conn, n) \
	"want ack conn=" conn " topic=v4_trades:BTC-USD\n" \
	"{'type':'status','venue':'dydx','sym':'BTC-USD-PERP','rx':1000000," \
	"'event':'subscribed','conn':" conn ",'channel':'trade','detail':" \
	"'the trades that follow are from before the subscription','count':" n \
	"}\n"

static void trades(void)
{
	open_world();
	gives(FRAME("subscribed", "1", "v4_trades",
		      "{'trades':[" T("0b", "SELL", "10", "2", "LIMIT") "," T(
			      "0a", "BUY", "9", "1", "LIMIT") "]}"),
		BACKLOG("1", "2") TRADE("0a", "buy", "9", "1")
			TRADE("0b", "sell", "10", "2"),
		"the first frame is a backlog, newest first: it is told in its "
		"order, and as what it is; the side is the taker's");
	gives(FRAME("channel_data", "2", "v4_trades",
		      "{'trades':[" T("0b", "SELL", "10", "2", "LIMIT") "," T(
			      "0c", "SELL", "11", "3", "LIQUIDATED") "]}"),
		TRADE("0c", "sell", "11", "3")
			HEAD("liq") "'side':'sell','px':11,'qty':3}\n",
		"what was told is not told again; a liquidation is a trade, "
		"and said");
	gives(FRAME("channel_batch_data", "3", "v4_trades",
		      BATCH(T("0e", "BUY", "1", "1", "DELEVERAGED"),
			      T("0d", "BUY", "2", "1", "TWAP_SUBORDER"))),
		OFF("0e", "buy", "1", "1") TRADE("0d", "buy", "2", "1"),
		"a batch, in whatever order; what was deleveraged is none with "
		"the book, other types are");
	conn = 2;
	gives(FRAME("subscribed", "1", "v4_trades",
		      "{'trades':[" T("0f", "BUY", "3", "1", "LIMIT") "," T(
			      "0e", "BUY", "1", "1", "LIMIT") "]}"),
		BACKLOG("2", "1") TRADE("0f", "buy", "3", "1"),
		"after a reconnect what was missed is made good");
	conn = 1;
	gives(FRAME("channel_data", "4", "v4_trades",
		      "{'trades':[" T("10", "BUY", "1", "1", "LIMIT") "]}"),
		"", "a connection that has been replaced is ignored");
	conn = 2;
	refuses(FRAME("channel_data", "2", "v4_trades",
			"{'trades':[" T("11", "BUY", "1", "1", "LIMIT") "," T(
				"12", "buy", "1", "1", "LIMIT") "]}"),
		"a side in another word is refused, and the good trade before "
		"it with it: a frame counts whole or not at all");
	refuses(FRAME("channel_data", "2", "v4_trades",
			"{'trades':[" T("11", "BUY", "0", "1", "LIMIT") "]}"),
		"a price of zero");
	refuses(FRAME("channel_data", "2", "v4_trades",
			"{'trades':[" T("11", "BUY", "1", "0", "LIMIT") "]}"),
		"a size of zero");
	refuses(FRAME("channel_data", "2", "v4_trades",
			"{'trades':[{'id':'11','side':'BUY','price':'1','size':"
			"'1','createdAt':'yesterday'}]}"),
		"a time that is none");
	refuses(FRAME("channel_data", "2", "v4_trades", "{'trades':{}}"),
		"an object of trades");
	gives(FRAME("channel_data", "2", "v4_trades", "{'trades':[]}"), "",
		"nothing of them is left");
	decode_close(&t);
}

/* A trade is in a frame that is lost: the number of the next one shows it. */
static void lost(void)
{
	open_world();
	frame(FRAME("subscribed", "1", "v4_trades",
		"{'trades':[" T("0a", "BUY", "9", "1", "LIMIT") "]}"));
	frame(FRAME("channel_data", "3", "v4_trades",
		"{'trades':[" T("0c", "BUY", "11", "1", "LIMIT") "]}"));
	ok(t.d.stats.gaps == 1 && memmem(t.out.p, t.out.len, "\"0c\"", 4),
		"what shows a gap is told");
	edge("close");
	conn = 2;
	edge("open");
	gives(FRAME("subscribed", "1", "v4_trades",
		      "{'trades':[" T("0d", "BUY", "12", "1", "LIMIT") "," T(
			      "0c", "BUY", "11", "1", "LIMIT") "," T("0b",
			      "SELL", "10", "2", "LIMIT") "," T("0a", "BUY",
			      "9", "1", "LIMIT") "]}"),
		BACKLOG("2", "2") TRADE("0b", "sell", "10", "2")
			TRADE("0d", "buy", "12", "1"),
		"R8: the trade that was lost is made good, the one behind it "
		"is not told again");
	gives(FRAME("channel_data", "2", "v4_trades",
		      "{'trades':[" T("0d", "BUY", "12", "1", "LIMIT") "]}"),
		"", "the newest one is known from then on");
	decode_close(&t);
}

#define MARKETS(type, id, contents) \
	"{'type':'" type "','message_id':" id \
	",'channel':'v4_markets','contents':" contents "}"
#define NOTS(kind, sym) \
	"{'type':'" kind "','venue':'dydx','sym':'" sym "','rx':1000000,"

static void markets(void)
{
	open_world();
	gives(MARKETS("subscribed", "1",
		      "{'markets':{'BTC-USD':{'ticker':'BTC-USD','status':"
		      "'PAUSED','oraclePrice':'60387.5','nextFundingRate':"
		      "'0.0000135','openInterest':'648.2'},'NEW-USD':{"
		      "'oraclePrice':'1'}}}"),
		"want ack conn=1 topic=v4_markets\n" NOTS("mark",
			"BTC-USD-PERP") "'mark':60387.5,'index':60387.5}\n" NOTS("funding",
			"BTC-USD-PERP") "'rate':0.0000135,'interval_s':3600,"
					"'index':60387.5}\n" NOTS("oi",
						"BTC-USD-PERP") "'qty':648.2}\n",
		"one subscription for all markets; those that are not known "
		"are left out; the oracle's price is mark and index");
	gives(MARKETS("channel_data", "2",
		      "{'trading':{'ETH-USD':{'id':'1','openInterest':"
		      "'15398.4'}}}"),
		NOTS("oi", "ETH-USD-PERP") "'qty':15398.4}\n",
		"a change tells what has changed");
	gives(MARKETS("channel_data", "3",
		      "{'oraclePrices':{'BTC-USD':{'oraclePrice':'2','"
		      "effectiveAt':'2024-08-22T23:59:58.855Z','marketId':0}}"
		      "}"),
		HEAD("mark") "'mark':2,'index':2}\n",
		"an oracle's price has its time");
	gives(MARKETS("channel_batch_data", "4",
		      "[{'trading':{'BTC-USD':{'status':'CANCEL_ONLY'}}},{"
		      "'trading':{'BTC-USD':{'status':'ACTIVE'}}}]"),
		NOTS("status",
			"BTC-USD-PERP") "'event':'maintenance','conn':1,"
					"'detail':'the market is CANCEL_ONLY'}"
					"\n" NOTS("status",
						"BTC-USD-PERP") "'event':'recovered','conn':1,'detail':"
								"'the market is ACTIVE'}\n",
		"states of markets are told when they change");
	gives(MARKETS("channel_data", "5",
		      "{'trading':{'BTC-USD':{'nextFundingRate':"
		      "'-0.00001351666666666667'}}}"),
		NOTS("funding", "BTC-USD-PERP") "'rate':-0.000013516666666666,"
						"'interval_s':3600}\n",
		"a rate of 20 decimals has the first 18 of them");
	refuses(MARKETS("channel_data", "6",
			"{'trading':{'BTC-USD':{"
			"'nextFundingRate':'0.0x'}}}"),
		"a rate that is no number");
	refuses(MARKETS("channel_data", "7",
			"{'trading':{'BTC-USD':{'openInterest':'1'},'ETH-USD':{"
			"'openInterest':'-1'}}}"),
		"a bad row costs the frame, whole");
	gives(MARKETS("channel_data", "8", "{'other':1}"), "",
		"other members mean nothing");
	refuses(MARKETS("channel_data", "9", "{'trading':[]}"), "a list");
	decode_close(&t);
}

#define C(min, close) \
	"{'startedAt':'2024-01-01T00:0" min \
	":00.000Z','ticker':'BTC-USD','resolution':'1MIN','low':'1','high':" \
	"'4','open':'2','close':'" close "','baseTokenVolume':'5'}"
#define CREC(start, close, closed) \
	NOTS("candle", "BTC-USD-PERP") \
	"'open':2,'high':4,'low':1,'close':" close ",'vol':5,'start':" start \
	",'interval_s':60,'closed':" closed "}\n"
#define CFRAME(type, id, contents) \
	"{'type':'" type "','message_id':" id \
	",'channel':'v4_candles','id':'BTC-USD/1MIN','contents':" contents "}"

static void candles(void)
{
	open_world();
	gives(CFRAME("subscribed", "1",
		      "{'candles':[" C("1", "3") "," C("0", "3") "]}"),
		"want ack conn=1 topic=v4_candles:BTC-USD/1MIN\n" CREC(
			"1704067260000000", "3", "false"),
		"of the first frame the newest one runs");
	gives(CFRAME("channel_data", "2", C("1", "3.5")),
		CREC("1704067260000000", "3.5", "false"), "it changes");
	gives(CFRAME("channel_data", "3", C("2", "3")),
		CREC("1704067260000000", "3.5", "true")
			CREC("1704067320000000", "3", "false"),
		"a later one closes it");
	gives(CFRAME("channel_data", "4", C("1", "3")), "",
		"an earlier one is ignored");
	gives(CFRAME("subscribed", "5", "{'candles':[]}"),
		"want ack conn=1 topic=v4_candles:BTC-USD/1MIN\n",
		"a market without candles");
	refuses(CFRAME("channel_data", "6", C("1", "0")), "a price of zero");
	decode_close(&t);
}

static void events(void)
{
	open_world();
	gives("{'type':'connected','connection_id':'c','message_id':0}",
		"want ready conn=1\n", "the venue speaks first");
	gives("{'type':'unsubscribed','connection_id':'c','message_id':1,"
	      "'channel':'v4_trades','id':'BTC-USD'}",
		"", "the end of a subscription");
	gives("{'type':'error','message':'Invalid id','connection_id':'c',"
	      "'message_id':1,'channel':'v4_trades','id':'NO-USD'}",
		"want nack conn=1 topic=v4_trades:NO-USD detail=Invalid id\n",
		"a refusal names its topic");
	gives("{'type':'error','message':'Internal error, could not fetch data "
	      "for subscription: v4_orderbook.','connection_id':'c',"
	      "'message_id':2,'channel':'v4_orderbook','id':'BTC-USD'}",
		"{'type':'status','venue':'dydx','rx':1000000,'event':'error',"
		"'conn':1,'detail':'the venue says: Internal error, could not "
		"fetch data for subscription: v4_orderbook.'}\n",
		"what could not be fetched is not refused: it is asked for "
		"again");
	gives("{'type':'subscribed','message_id':3,'channel':'v4_block_height',"
	      "'id':'v4_block_height','contents':{'height':'1'}}",
		"", "a channel that we do not ask for");
	gives("{'type':'news','message_id':4}", "", "another type");
	refuses("{'type':'pong','type':'pong'}", "two types");
	refuses("{'type':'channel_data','channel':'a','channel':'b'}",
		"two channels");
	refuses("{'type':'x','contents':{},'contents':{}}", "two contents");
	refuses("[]", "an array");
	refuses("{'type':'x'", "half a frame");
	refuses("{'type':'x'}{", "more than one");
	decode_close(&t);
}

int main(void)
{
	trades();
	lost();
	markets();
	candles();
	events();
	return done();
}
