/* Trades and their backlog, contexts, candles. */
#include "hyperliquid-world.h"
#include "venue/hyperliquid/hyperliquid.h"

#define TRADES(rows) "{'channel':'trades','data':[" rows "]}"
#define T(coin, side, px, sz, time, tid) \
	"{'coin':'" coin "','side':'" side "','px':'" px "','sz':'" sz \
	"','time':" time ",'hash':'0x0','tid':" tid ",'users':['0x1','0x2']}"
#define REC(sym, ts, id, more) \
	"{'type':'trade','venue':'hyperliquid','sym':'" sym "','ts':" ts \
	"000,'rx':1000000,'id':'" id "'," more "}\n"
#define BACKLOG(conn, sym, n) \
	"{'type':'status','venue':'hyperliquid','sym':'" sym \
	"','rx':1000000,'event':'subscribed','conn':" conn \
	",'channel':'trade','detail':'the trades that follow are from before " \
	"the subscription','count':" n "}\n"
#define BUY1 "'side':'buy','px':1,'qty':1"

static void trades(void)
{
	open_world();
	gives(TRADES(T("BTC", "B", "69997.0", "0.38111", "1000",
		      "1016375172059570") "," T("BTC", "A", "69998.5", "1",
		      "1001", "7")),
		BACKLOG("1", "BTC-USD-PERP", "2")
			REC("BTC-USD-PERP", "1000", "1016375172059570",
				"'side':'buy','px':69997,'qty':0.38111")
				REC("BTC-USD-PERP", "1001", "7",
					"'side':'sell','px':69998.5,'qty':1"),
		"B and A are the aggressor's side; the first frame is from "
		"before the subscription, which is told");
	gives(TRADES(T("BTC", "B", "1", "1", "1001", "8") "," T(
		      "BTC", "A", "69998.5", "1", "1001", "7")),
		REC("BTC-USD-PERP", "1001", "8", BUY1),
		"the next is not; a trade that comes again is told once");
	gives(TRADES(T("ETH", "B", "1", "1", "1001", "7")),
		BACKLOG("1", "ETH-USD-PERP", "1")
			REC("ETH-USD-PERP", "1001", "7", BUY1),
		"ids are counted by instrument");
	conn = 2;
	gives(TRADES(T("BTC", "A", "69998.5", "1", "1001", "7") "," T("BTC",
		      "B", "1", "1", "1001",
		      "8") "," T("BTC", "B", "1", "1", "1002", "9")),
		BACKLOG("2", "BTC-USD-PERP", "1")
			REC("BTC-USD-PERP", "1002", "9", BUY1),
		"after a reconnect what is known is left out, and what was "
		"missed made good");
	conn = 1;
	gives(TRADES(T("BTC", "B", "1", "1", "2000", "10")), "",
		"a connection that has been replaced is ignored");
	conn = 3;
	gives(TRADES(T("BTC", "B", "1", "1", "1002", "9")), "",
		"a backlog with nothing new is silent");
	gives(TRADES(""), "", "no trades are none");
	decode_close(&t);
}

static void many_trades(void)
{
	char text[400];

	open_world();
	for (int i = 0; i < 3 * XG_HYPERLIQUID_SEEN; i++) {
		snprintf(text, sizeof text,
			TRADES("{'coin':'BTC','side':'B','px':'1','sz':'1',"
			       "'time':%d,'tid':%d}"),
			1000 + i, 1 + i);
		frame(text);
	}
	is_int(t.recs[XG_REC_TRADE], 3 * XG_HYPERLIQUID_SEEN,
		"trades are told, however many");
	gives(TRADES(T("BTC", "B", "1", "1", "1001", "5000")),
		REC("BTC-USD-PERP", "1001", "5000", BUY1),
		"a new one of an earlier time is told (those of a TWAP order)");
	conn = 2;
	gives(TRADES(T("BTC", "B", "1", "1", "1000", "1") "," T(
		      "BTC", "B", "1", "1", "1767", "768")),
		"", "of a backlog, what is older than the memory is not");
	decode_close(&t);
}

static void wrong_trades(void)
{
	open_world();
	refuses(TRADES(T("BTC", "B", "1", "1", "1", "1") "," T(
			"BTC", "b", "1", "1", "1", "2")),
		"a side in another word is refused, and the good trade before "
		"it with it: a frame counts whole or not at all");
	refuses(TRADES(T("BTC", "B", "0", "1", "1", "1")), "a price of zero");
	refuses(TRADES(T("BTC", "B", "1", "0", "1", "1")), "a size of zero");
	refuses(TRADES(T("BTC", "B", "1", "-1", "1", "1")), "or below");
	refuses(TRADES(T("BTC", "B", "1e400", "1", "1", "1")),
		"a price beyond all bounds");
	refuses(TRADES(T("BTC", "B", "1", "1", "1", "-1")), "an id below zero");
	refuses(TRADES(T("BTC", "B", "1", "1", "null", "1")), "no time");
	refuses(TRADES(T("DOGE", "B", "1", "1", "1", "1")),
		"a contract that no instrument explains");
	refuses("{'channel':'trades','data':{}}", "an object of trades");
	gives(TRADES(T("BTC", "B", "1", "1", "1", "1")),
		BACKLOG("1", "BTC-USD-PERP", "1")
			REC("BTC-USD-PERP", "1", "1", BUY1),
		"nothing of them is left");
	decode_close(&t);
}

#define CTX(coin, more) \
	"{'channel':'activeAssetCtx','data':{'coin':'" coin "','ctx':{" more \
	"}}}"
#define HEAD(kind) \
	"{'type':'" kind "','venue':'hyperliquid','sym':'BTC-USD-PERP','rx':" \
	"1000000,"

static void contexts(void)
{
	open_world();
	gives(CTX("BTC", "'funding':'0.00004863','openInterest':'18617460.0',"
			 "'prevDayPx':'0.20296','premium':'0.00008521',"
			 "'oraclePx':'0.1995','markPx':'0.19963','midPx':null,"
			 "'impactPxs':['1','2']"),
		HEAD("mark") "'mark':0.19963,'index':0.1995}\n" HEAD(
			"funding") "'rate':0.00004863,'interval_s':3600,"
				   "'mark':0.19963,'index':0.1995}\n" HEAD(
					   "oi") "'qty':18617460}\n",
		"a context has mark, index, the rate of an hour and the open "
		"interest, and no time");
	gives(CTX("BTC", "'funding':'-0.1','openInterest':'0.0','oraclePx':'1',"
			 "'markPx':null"),
		HEAD("funding") "'rate':-0.1,'interval_s':3600,'index':1}\n" HEAD(
			"oi") "'qty':0}\n",
		"what is null is not told");
	gives(CTX("BTC", ""), "", "nothing gives nothing");
	gives("{'channel':'activeSpotAssetCtx','data':{'coin':'@142','ctx':{"
	      "'markPx':'1'}}}",
		"", "a pair has no mark");
	refuses(CTX("BTC", "'markPx':'-1'"), "a mark below zero");
	refuses(CTX("BTC", "'markPx':'x'"), "a mark that is no number");
	refuses(CTX("DOGE", "'markPx':'1'"), "of a contract that is not known");
	refuses("{'channel':'activeAssetCtx','data':{'ctx':{}}}", "no coin");
	refuses("{'channel':'activeAssetCtx','data':[1]}", "an array");
	decode_close(&t);
}

#define C(t, i, close) \
	"{'channel':'candle','data':{'t':" t ",'T':9,'s':'BTC','i':'" i \
	"','o':'2','c':'" close "','h':'4.0','l':'1','v':'5','n':3}}"
#define CREC(start, s, close, closed) \
	HEAD("candle") \
	"'open':2,'high':4,'low':1,'close':" close ",'vol':5,'start':" start \
	"000,'interval_s':" s ",'closed':" closed "}\n"

static void candles(void)
{
	open_world();
	gives(C("60000", "1m", "3"), CREC("60000", "60", "3", "false"),
		"a candle that runs");
	gives(C("60000", "1m", "3.5"), CREC("60000", "60", "3.5", "false"),
		"changes with each trade");
	gives(C("120000", "1m", "3"),
		CREC("60000", "60", "3.5", "true")
			CREC("120000", "60", "3", "false"),
		"and is closed by the first frame of a later one");
	gives(C("60000", "1m", "3"), "", "an earlier one is ignored");
	conn = 2;
	gives(C("180000", "1m", "3"), CREC("180000", "60", "3", "false"),
		"of another connection's candle the last change may be "
		"missing: it is not closed");
	gives(C("180000", "4h", "3"), CREC("180000", "14400", "3", "false"),
		"hours");
	gives(C("180000", "3d", "3"), CREC("180000", "259200", "3", "false"),
		"days");
	gives(C("180000", "1w", "3"), CREC("180000", "604800", "3", "false"),
		"weeks");
	gives(C("180000", "1M", "3"), "", "a month has no length");
	refuses(C("180000", "1m", "0"), "a price of zero");
	refuses(C("-1", "1m", "1"), "a time below zero");
	refuses("{'channel':'candle','data':{}}", "an empty one");
	decode_close(&t);
}

int main(void)
{
	trades();
	many_trades();
	wrong_trades();
	contexts();
	candles();
	return done();
}
