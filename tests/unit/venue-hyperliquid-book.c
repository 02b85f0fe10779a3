/* Books of two kinds on one channel, and best prices. */
#include "hyperliquid-world.h"

#define BOOK(time, more, bids, asks) \
	"{'channel':'l2Book','data':{'coin':'BTC','time':" time more \
	",'levels':[[" bids "],[" asks "]]}}"
#define L(px, sz) "{'px':'" px "','sz':'" sz "','n':3}"
#define REC(ts, ids, bids, asks) \
	"{'type':'book','venue':'hyperliquid','sym':'BTC-USD-PERP','ts':" ts \
	"000,'rx':1000000," ids ",'snap':true,'bids':[" bids "],'asks':[" asks \
	"]}\n"

static void whole_books(void)
{
	open_world();
	gives(BOOK("1000", ",'fast':true",
		      L("105055.0", "3.03622") "," L("105054.0", "1"),
		      L("105056.0", "0.5")),
		REC("1000", "'seq':1", "[105055,3.03622],[105054,1]",
			"[105056,0.5]"),
		"a frame is a whole book");
	gives(BOOK("1500", ",'fast':true", L("105054", "2"), L("105055", "1")),
		REC("1500", "'seq':2", "[105054,2]", "[105055,1]"),
		"the next one replaces it, with the next number");
	gives(BOOK("1499", ",'fast':true", L("1", "2"), L("2", "1")), "",
		"a frame of an earlier time is ignored");
	gives(BOOK("1500", ",'fast':true", L("105054", "4"), L("105055", "1")),
		REC("1500", "'seq':3", "[105054,4]", "[105055,1]"),
		"one of the same time is of the same block, and counts");
	gives(BOOK("2000", ",'fast':true", "", ""),
		REC("2000", "'seq':4", "", ""), "an empty book is one");
	gives("{'data':{'levels':[[{'n':1,'sz':'1','px':'9'}],[]],'fast':true,"
	      "'new':{'a':[1]},'time':2001,'coin':'BTC'},'x':[],'channel':"
	      "'l2Book'}",
		REC("2001", "'seq':5", "[9,1]", ""),
		"members in any order, and unknown ones");
	decode_close(&t);
}

/* R28: levels beyond the 5 or 20 are unknown, not zero. */
static void known(void)
{
#define FIVE \
	L("9", "1") \
	"," L("8", "1") "," L("7", "1") "," L("6", "1") "," L("5", "1")
	open_world();
	gives(BOOK("1000", ",'fast':true", FIVE, L("10", "1")),
		"{'type':'book','venue':'hyperliquid','sym':'BTC-USD-PERP',"
		"'ts':1000000,'rx':1000000,'seq':1,'snap':true,'bids':[[9,1],"
		"[8,1],[7,1],[6,1],[5,1]],'asks':[[10,1]],'down':5}\n",
		"five levels of a fast book are all that it has: bids are known "
		"down to the last");
	gives(BOOK("1500", ",'fast':true", L("9", "1"), L("10", "1")),
		REC("1500", "'seq':2", "[9,1]", "[10,1]"),
		"fewer are the whole side");
	conn = 2;
	gives(BOOK("1000", "", FIVE, L("10", "1")),
		REC("1000", "'seq':3", "[9,1],[8,1],[7,1],[6,1],[5,1]",
			"[10,1]"),
		"a deep book has 20");
	decode_close(&t);
}

static void two_kinds(void)
{
	open_world();
	gives(BOOK("1000", ",'fast':true", L("9", "1"), L("10", "1")),
		REC("1000", "'seq':1", "[9,1]", "[10,1]"), "fast: it counts");
	gives(BOOK("2000", "", L("7", "1"), L("11", "1")), "",
		"the slow kind of the same symbol is another book: ignored");
	gives(BOOK("1500", ",'fast':true", L("9", "2"), L("10", "1")),
		REC("1500", "'seq':2", "[9,2]", "[10,1]"),
		"its time does not make the fast one old");
	conn = 2;
	gives(BOOK("1000", ",'fast':false", L("7", "1"), L("11", "1")),
		REC("1000", "'seq':3", "[7,1]", "[11,1]"),
		"on another connection the kind that comes first counts, and "
		"time starts anew");
	conn = 1;
	gives(BOOK("9000", ",'fast':true", L("9", "2"), L("10", "1")), "",
		"a connection that has been replaced is ignored");
	decode_close(&t);
}

static void wrong_books(void)
{
	open_world();
	frame(BOOK("1000", "", L("9", "1"), L("10", "1")));
	frame(BOOK("1001", "", L("9.5", "1"), L("9", "1")));
	ok(t.recs[XG_REC_BOOK] == 1 && t.recs[XG_REC_STATUS] == 1 &&
			t.wants == 1,
		"a locked or crossed book is not emitted: the symbol starts anew");
	gives(BOOK("1002", "", L("9", "1"), L("9.5", "1")),
		REC("1002", "'seq':2", "[9,1]", "[9.5,1]"),
		"and is in sync with the next whole book");
	refuses(BOOK("1003", "", L("0", "1"), ""), "a price of zero");
	refuses(BOOK("1003", "", L("1", "0"), ""), "a size of zero");
	refuses(BOOK("1003", "", L("-1", "1"), ""), "a price below zero");
	refuses(BOOK("1003", "", "{'px':'1'}", ""), "a level without a size");
	refuses(BOOK("1003", "", "['1','2']", ""), "a level in another form");
	refuses(BOOK("-1", "", "", ""), "a time below zero");
	refuses("{'channel':'l2Book','data':{'coin':'BTC','time':1,'levels':[["
		"]]}}",
		"one side only");
	refuses("{'channel':'l2Book','data':{'coin':'BTC','time':1,'levels':[["
		"],[],[]]}}",
		"three sides");
	refuses("{'channel':'l2Book','data':{'coin':'BTC','levels':[[],[]]}}",
		"no time");
	refuses("{'channel':'l2Book','data':{'time':1,'levels':[[],[]]}}",
		"no coin");
	refuses("{'channel':'l2Book','data':{'coin':'BTC','time':1}}",
		"no levels");
	refuses("{'channel':'l2Book','data':{'coin':'DOGE','time':1,'levels':"
		"[[],[]]}}",
		"a contract that no instrument explains");
	refuses("{'channel':'l2Book','data':{'coin':'#110','time':1,'levels':"
		"[[],[]]}}",
		"an outcome market");
	gives("{'channel':'l2Book','data':{'coin':'@999','time':1,'levels':[[],"
	      "[]]}}",
		"{'type':'book','venue':'hyperliquid','sym':'~@999','ts':1000,"
		"'rx':1000000,'seq':1,'snap':true,'bids':[],'asks':[]}\n",
		"a pair that is not known has its code for a name");
	gives(BOOK("1004", "", L("9", "2"), L("9.5", "1")),
		REC("1004", "'seq':3", "[9,2]", "[9.5,1]"),
		"and the next good frame is read as if they had not been");
	decode_close(&t);
}

#define BBO(time, list) \
	"{'channel':'bbo','data':{'coin':'@142','time':" time ",'bbo':[" list \
	"]}}"
#define TOP(ts, more) \
	"{'type':'bbo','venue':'hyperliquid','sym':'BTC-USDC','ts':" ts \
	"000,'rx':1000000" more "}\n"

static void best_prices(void)
{
	open_world();
	gives(BBO("1000", L("9.50", "2") "," L("10", "3")),
		TOP("1000", ",'bid':9.5,'bid_qty':2,'ask':10,'ask_qty':3"),
		"best prices");
	gives(BBO("1001", "null," L("10", "3")),
		TOP("1001", ",'ask':10,'ask_qty':3"),
		"a side that is null is empty");
	gives(BBO("1001", L("9", "3")), TOP("1001", ",'bid':9,'bid_qty':3"),
		"so is one that is left out");
	gives(BBO("1000", L("8", "3")), "", "an earlier time is ignored");
	conn = 2;
	gives(BBO("900", L("8", "3")), TOP("900", ",'bid':8,'bid_qty':3"),
		"but on a new connection");
	conn = 1;
	gives(BBO("9000", L("8", "3")), "", "the old one is ignored then");
	conn = 2;
	refuses(BBO("2000", L("8", "3") "," L("9", "3") "," L("9", "3")),
		"three best prices");
	refuses(BBO("2000", "1"), "a number for a level");
	decode_close(&t);
}

int main(void)
{
	whole_books();
	known();
	two_kinds();
	wrong_books();
	best_prices();
	return done();
}
