/* Bitfinex: trades, candles, status of derivatives, liquidations, tickers. */
#include "venue-kit.h"
#include "venue/bitfinex/bitfinex.h"

static struct kit k;

static void sub(const char *channel, int chan, const char *arg, int64_t conn)
{
	char text[256];
	bool by_key = strcmp(channel, "candles") == 0 ||
		      strcmp(channel, "status") == 0;

	k.conn = conn;
	snprintf(text, sizeof text,
		"{'event':'subscribed','channel':'%s','chanId':%d,'%s':'%s'}",
		channel, chan, by_key ? "key" : "symbol", arg);
	kit_frame(&k, text);
}

#define TRADE(ts, id, side, px, qty) \
	"{'type':'trade','venue':'bitfinex','sym':'BTC-USD','ts':" ts \
	",'rx':1000000,'id':'" id "','side':'" side "','px':" px ",'qty':" qty \
	"}\n"
#define BACKLOG(n) \
	"{'type':'status','venue':'bitfinex','sym':'BTC-USD','rx':1000000," \
	"'event':'subscribed','conn':2,'channel':'trade','detail':'the trades " \
	"that follow are from before the subscription','count':" n "}\n"

static void trades(void)
{
	sub("trades", 17470, "tBTCUSD", 1);
	gives(&k,
		"[17470,[[401597395,1574694478808,0.005,7245.3],[401597394,"
		"1574694476808,-0.5,7245]]]",
		"", "trades from before the subscription are no news");
	gives(&k, "[17470,'te',[401597396,1574694478809,0.005,7245.3]]",
		TRADE("1574694478809000", "401597396", "buy", "7245.3",
			"0.005"),
		"te is a trade; an amount over zero is bought");
	gives(&k, "[17470,'tu',[401597396,1574694478809,0.005,7245.3]]", "",
		"R21: tu tells it again, and counts for nothing");
	gives(&k, "[17470,'te',[401597397,1574694478810.25,-1e-7,7245,'new']]",
		TRADE("1574694478810250", "401597397", "sell", "7245",
			"0.0000001"),
		"below zero: sold; a time may have a fraction");
	gives(&k, "[17470,'fte',[401597398,1574694478809,1,0.1,30]]", "",
		"trades of the funding market are none");
	wants(&k, "[17470,'hb']", "alive  0 1\n", "a heartbeat");
	sub("trades", 5, "tBTCUSD", 2);
	gives(&k,
		"[5,[[401597399,1574694478813,2,7],[401597398,1574694478812,-1,"
		"7],[401597397,1574694478810.25,-1e-7,7245]]]",
		BACKLOG("2") TRADE(
			"1574694478812000", "401597398", "sell", "7", "1")
			TRADE("1574694478813000", "401597399", "buy", "7", "2"),
		"R33: after a new connection what was missed is told, oldest "
		"first, and what is known is not");
	k.conn = 1;
	gives(&k, "[17470,'te',[401597400,1574694478814,1,7]]",
		TRADE("1574694478814000", "401597400", "buy", "7", "1"),
		"R33: the old connection goes on for a while: it may be first");
	k.conn = 2;
	gives(&k, "[5,'te',[401597400,1574694478814,1,7]]", "",
		"R21: then the new one tells the same trade, and it is known");
	k.conn = 2;
	gives(&k, "[5,[]]", "", "no trades at all");
	refuses(&k, "[5,'te',[1,1574694478814,0,7]]", "nothing was traded");
	refuses(&k, "[5,'te',[1,1574694478814,1,0]]", "for nothing");
	refuses(&k, "[5,'te',[1,0,1,1]]", "at no time");
	refuses(&k, "[5,'te',[null,1574694478814,1,1]]", "without a number");
	refuses(&k, "[5,[[1,1574694478814,1,1],[2]]]",
		"one of two trades is bad: neither is told");
	sub("trades", 6, "fUSD", 2);
	gives(&k, "[6,[[133323072,1574694245478,-59.84,0.00023647,2]]]", "",
		"the funding market is left out");
}

#define CANDLE(start, o, h, l, c, v, closed) \
	"{'type':'candle','venue':'bitfinex','sym':'BTC-USD','rx':1000000," \
	"'open':" o ",'high':" h ",'low':" l ",'close':" c ",'vol':" v \
	",'start':" start ",'interval_s':60,'closed':" closed "}\n"

static void candles(void)
{
	sub("candles", 343351, "trade:1m:tBTCUSD", 1);
	gives(&k,
		"[343351,[[1574698260000,7379.78,7383.8,7388.3,7379,1.68],["
		"1574698200000,7399.9,7379.7,7399.9,7371.8,41.63]]]",
		CANDLE("1574698260000000", "7379.78", "7388.3", "7379",
			"7383.8", "1.68", "false"),
		"close stands before high; history is no news");
	gives(&k, "[343351,[1574698260000,7379.78,7384,7388.3,7379,2]]",
		CANDLE("1574698260000000", "7379.78", "7388.3", "7379", "7384",
			"2", "false"),
		"an update");
	gives(&k, "[343351,[1574698320000,7384,7384,7384,7384,0.5]]",
		CANDLE("1574698260000000", "7379.78", "7388.3", "7379", "7384",
			"2", "true") CANDLE("1574698320000000", "7384", "7384",
			"7384", "7384", "0.5", "false"),
		"the next one closes it");
	gives(&k, "[343351,[1574698260000,7379.78,7384,7388.3,7379,2.5]]",
		CANDLE("1574698260000000", "7379.78", "7388.3", "7379", "7384",
			"2.5", "true"),
		"one that comes late is the final one");
	gives(&k, "[343351,[1574698200000,1,1,1,1,1]]", "",
		"what is older was told");
	sub("candles", 9, "trade:1m:tBTCUSD", 2);
	gives(&k,
		"[9,[[1574698380000,7385,7386,7387,7383,1],[1574698320000,7384,"
		"7385,7385,7384,0.75],[1574698260000,1,1,1,1,1]]]",
		CANDLE("1574698320000000", "7384", "7385", "7384", "7385",
			"0.75", "false") CANDLE("1574698320000000", "7384",
			"7385", "7384", "7385", "0.75", "true")
			CANDLE("1574698380000000", "7385", "7387", "7383",
				"7386", "1", "false"),
		"after a new connection what was missed is made good");
	refuses(&k, "[9,[1574698380000,1,1,1,1]]", "without a volume");
	refuses(&k, "[9,[1574698380000,1,1,-1,1,1]]", "below zero");
	sub("candles", 10, "trade:1m:fUSD:p30", 2);
	gives(&k, "[10,[1574698380000,1,1,1,1,1]]", "",
		"of the funding market");
	sub("candles", 11, "trade:7m:tBTCUSD", 2);
	gives(&k, "[11,[1574698380000,1,1,1,1,1]]", "", "of no known length");
}

#define PERP(type) \
	"{'type':'" type \
	"','venue':'bitfinex','sym':'BTC-USDT-PERP','ts':1596124822000000," \
	"'rx':1000000,"

static void derivatives(void)
{
	sub("status", 335856, "deriv:tBTCF0:USTF0", 1);
	gives(&k,
		"[335856,[1596124822000,null,0.896,0.771995,null,"
		"1396531.67460709,null,1596153600000,0.0001056,6,null,"
		"-0.01381344,null,null,0.7664,null,null,246502.09001551,null,"
		"null,null,null,0.3]]",
		PERP("mark") "'mark':0.7664,'index':0.771995}\n" PERP(
			"funding") "'rate':-0.01381344,'next':1596153600000000,"
				   "'interval_s':28800,'mark':0.7664,'index':"
				   "0.771995}\n" PERP("oi") "'qty':"
							    "246502.09001551}"
							    "\n",
		"the documents' sample: rate, mark, index, open interest");
	gives(&k,
		"[335856,[1596124822000,null,null,null,null,null,null,null,null"
		",null,null,null,null,null,null]]",
		"", "what is null is not told");
	gives(&k,
		"[335856,[1596124822000,null,1,0,null,1,null,null,1,1,null,0,null,"
		"null,0,null,null,0]]",
		PERP("funding") "'rate':0,'interval_s':28800}\n" PERP(
			"oi") "'qty':0}\n",
		"a rate of zero is one, a price of zero is none");
	gives(&k,
		"[335856,[1596124822000,null,1,0.000012345678901234567,null,1,"
		"null,null,1,1,null,1.2345678901234567e-7,null,null,"
		"0.000012345678901234567]]",
		PERP("mark") "'mark':0.000012345678901235,'index':"
			     "0.000012345678901235}\n" PERP(
				     "funding") "'rate':0.000000123456789012,"
						"'interval_s':28800,'mark':"
						"0.000012345678901235,'index'"
						":0.000012345678901235}\n",
		"what it computed in floating point is rounded to 18 places");
	refuses(&k, "[335856,[0,null,1]]", "no time");
	refuses(&k,
		"[335856,[1596124822000,0,0,0,0,0,0,0,0,0,0,0,0,0,1,0,0,-1]]",
		"an open interest below zero");
	sub("status", 7, "deriv:tETHF0:USTF0", 1);
	is_int(kit_frame(&k, "[7,[1596124822000]]"), XG_ERR_ABSENT,
		"R11: of a contract that is not known nothing can be told");
	ok(strstr(k.err.text, "tETHF0:USTF0 is not among the instruments"),
		"which is said");
}

static void liquidations(void)
{
	static const char one[] =
		"[91684,[['pos',142397657,1574697680828.2002,null,'tBTCUSD',"
		"-2.62932,91.583875238719,null,0,1,null,112.27],['pos',1,"
		"1574697680829,null,'tBTCF0:USTF0',3,90,null,0,0,null,112.5]]]";

	sub("status", 91684, "liq:global", 1);
	gives(&k, one,
		"{'type':'liq','venue':'bitfinex','sym':'BTC-USD','ts':"
		"1574697680828200,'rx':1000000,'side':'buy','px':112.27,'qty':"
		"2.62932}\n{'type':'liq','venue':'bitfinex','sym':"
		"'BTC-USDT-PERP','ts':1574697680829000,'rx':1000000,'side':"
		"'sell','px':112.5,'qty':3}\n",
		"a short is bought back, a long is sold; not at its entry");
	gives(&k, one, "", "the same rows again are no news");
	gives(&k,
		"[91684,[['pos',2,1574697680830,null,'tBTCUSD',1,1,null,1,1,"
		"null,1]]]",
		"", "its matches are not counted again");
	gives(&k,
		"[91684,['pos',3,1574697680831,null,'tBTCUSD',1,1,null,0,1,"
		"null,2]]",
		"{'type':'liq','venue':'bitfinex','sym':'BTC-USD','ts':"
		"1574697680831000,'rx':1000000,'side':'sell','px':2,'qty':1}\n",
		"a row alone");
	gives(&k,
		"[91684,[['pos',4,1574697680831,null,'tBTCUSD',1,1,null,0,1,"
		"null,null],['pos',5,1574697680831,null,'tXXXF0:USTF0',1,1,"
		"null,0,1,null,1],['pos',6,1574697680831,null,'fUSD',1,1,null,"
		"0,1,null,1]]]",
		"", "without a price, or of what is not known: nothing");
	wants(&k, "[91684,'hb']", "", "its heartbeat is of no symbol");
	refuses(&k, "[91684,[['x',1]]]", "not a position");
	refuses(&k, "[91684,[['pos',1,'x',0,'tBTCUSD',1,1,0,0,1,0,1]]]",
		"at no time");
}

static void tickers(void)
{
	sub("ticker", 340432, "tBTCUSD", 1);
	gives(&k,
		"[340432,[7616.5,31.89055171,7617.5,43.358118629999986,-550.8,"
		"-0.0674,7617.1,8314.71200815,8257.8,7500]]",
		"{'type':'bbo','venue':'bitfinex','sym':'BTC-USD','rx':1000000,"
		"'bid':7616.5,'ask':7617.5}\n",
		"a ticker's sizes are sums of 25 levels: they are not told");
	gives(&k, "[340432,[null,null,7617.5,1]]",
		"{'type':'bbo','venue':'bitfinex','sym':'BTC-USD','rx':1000000,"
		"'ask':7617.5}\n",
		"no bid");
	gives(&k, "[340432,[null,null,null,null]]", "", "neither");
	sub("ticker", 8, "fUSD", 1);
	gives(&k, "[8,[0.0003,0.0002,30,1,0.0001,2,1]]", "", "of funding");
	sub("book", 12, "tBTCUSD", 1);
	gives(&k, "[12,[[34753002978,7294.7,1.54340371]]]", "",
		"a book of another precision is none");
}

int main(void)
{
	kit_start(&k, "bitfinex");
	kit_inst(&k, "{'type':'inst','venue':'bitfinex','sym':'BTC-USD','base':"
		     "'BTC','quote':'USD','kind':'spot','native':'tBTCUSD',"
		     "'market':'spot'}");
	kit_inst(&k,
		"{'type':'inst','venue':'bitfinex','sym':'BTC-USDT-PERP',"
		"'base':'BTC','quote':'USDT','settle':'USDT','kind':'perp',"
		"'native':'tBTCF0:USTF0','contract':1,'market':'deriv'}");
	trades();
	candles();
	derivatives();
	liquidations();
	tickers();
	kit_end(&k);
	return done();
}
