/* Order books: a snapshot, then numbers that count by one; what replaces, what
 * is a gap; best prices of depth 1. */
#include "bybit-world.h"

#define BOOK(type, u, b, a) \
	"{'topic':'orderbook.200.BTCUSDT','type':'" type \
	"','ts':1001,'data':{'s':'BTCUSDT','b':" b ",'a':" a ",'u':" #u \
	",'seq':7},'cts':1000}"
#define REC(more) \
	"{'type':'book','venue':'bybit','sym':'BTC-USDT-PERP','ts':1000000," \
	"'rx':1000000," more "}\n"
#define TOP(type, u, b, a) \
	"{'topic':'orderbook.1.BTCUSDT','ts':1001,'type':'" type \
	"','data':{'s':'BTCUSDT','b':" b ",'a':" a ",'u':" #u ",'seq':7}}"
#define BBO(more) \
	"{'type':'bbo','venue':'bybit','sym':'BTC-USDT','ts':1001000," \
	"'rx':1000000" more "}\n"
#define RESUB "want resub conn=1 sym=BTC-USDT-PERP\n"

static void order(void)
{
	open_world();
	gives("linear", BOOK("delta", 10, "[]", "[]"), RESUB,
		"before a snapshot nothing is emitted, and one is asked for");
	gives("linear", BOOK("delta", 11, "[]", "[]"), "", "but once");
	gives("linear",
		BOOK("snapshot", 20, "[['9','1.50'],['8','2']]",
			"[['11','3']]"),
		REC("'seq':20,'snap':true,'bids':[[9,1.5],[8,2]],"
		    "'asks':[[11,3]]"),
		"a snapshot replaces; its time is that of the matching engine");
	gives("linear", BOOK("delta", 21, "[['9','0'],['8.5','1']]", "[]"),
		REC("'seq':21,'prev':20,'snap':false,'bids':[[9,0],[8.5,1]],"
		    "'asks':[]"),
		"size 0 deletes, another sets");
	gives("linear",
		"{'data':{'seq':8,'u':22,'a':[],'b':[],'s':'BTCUSDT'},'cts':"
		"1000,'ts':1001,'type':'delta','topic':"
		"'orderbook.200.BTCUSDT'}",
		REC("'seq':22,'prev':21,'snap':false,'bids':[],'asks':[]"),
		"members come in any order");
	gives("linear", BOOK("snapshot", 400, "[['7','1']]", "[]"),
		REC("'seq':400,'snap':true,'bids':[[7,1]],'asks':[]"),
		"a surprise snapshot in mid-stream replaces the book");
	gives("linear", BOOK("delta", 1, "[['6','1'],['5','0']]", "[]"),
		REC("'seq':1,'snap':true,'bids':[[6,1]],'asks':[]"),
		"the number 1 means that the service has restarted: the frame "
		"replaces the book, whatever its type");
	gives("linear", BOOK("delta", 2, "[]", "[['10','1']]"),
		REC("'seq':2,'prev':1,'snap':false,'bids':[],'asks':[[10,1]]"),
		"and it counts on from there");
	decode_close(&t);
}

static void gaps(void)
{
	static const char status[] =
		"{'type':'status','venue':'bybit','sym':'BTC-USDT-PERP','rx':"
		"1000000,'event':'gap','conn':1,'detail':'an update of the "
		"book is missing'}\n" RESUB;
	static const char back[] =
		"{'type':'status','venue':'bybit','sym':'BTC-USDT-PERP','rx':"
		"1000000,'event':'gap','conn':1,'detail':'the number of an "
		"update of the book went back'}\n" RESUB;

	open_world();
	frame("linear", BOOK("snapshot", 20, "[['9','1']]", "[['11','3']]"));
	gives("linear", BOOK("delta", 22, "[['9','2']]", "[]"), status,
		"a number is missing: a gap, and the topic anew");
	gives("linear", BOOK("delta", 23, "[['9','2']]", "[]"), "",
		"out of sync nothing is emitted");
	frame("linear", BOOK("snapshot", 30, "[['9','1']]", "[['11','3']]"));
	gives("linear", BOOK("delta", 30, "[['9','2']]", "[]"), back,
		"a number that comes twice is a gap: changes may be lost");
	is_int(t.d.stats.gaps, 2, "gaps are counted");
	frame("linear", BOOK("snapshot", 30, "[['9','1']]", "[['11','3']]"));
	edge("close");
	gives("linear", BOOK("delta", 31, "[['9','2']]", "[]"), RESUB,
		"a connection's book does not outlive it (R7)");
	decode_close(&t);
}

static void depths(void)
{
	char deep[6000];
	int n;

	open_world();
	n = snprintf(deep, sizeof deep,
		"{'topic':'orderbook.50.BTCUSDT','type':'snapshot','ts':1,"
		"'data':{'s':'BTCUSDT','u':5,'a':[],'b':[");
	for (int i = 0; i < 50; i++)
		n += snprintf(deep + n, sizeof deep - (size_t)n, "%s['%d','1']",
			i ? "," : "", 100 - i);
	snprintf(deep + n, sizeof deep - (size_t)n, "]}}");
	frame("linear", deep);
	gives("linear", BOOK("delta", 6, "[['9','1']]", "[]"), "",
		"another depth of a symbol is another stream: not merged");
	gives("linear",
		"{'topic':'orderbook.50.BTCUSDT','type':'delta','ts':1000,"
		"'data':{'s':'BTCUSDT','b':[['101','1']],'a':[],'u':6}}",
		REC("'seq':6,'prev':5,'snap':false,'bids':[[101,1],[51,0]],"
		    "'asks':[]"),
		"what falls out of the depth is deleted with the update that "
		"pushed it out (R9); without a matching time the frame's "
		"counts");
	gives("linear",
		"{'topic':'orderbook.full.BTCUSDT','type':'delta','ts':1,"
		"'data':{'s':'BTCUSDT','b':[['1','1']],'a':[],'u':7}}",
		"", "the full book has rules of its own: left alone");
	gives("linear",
		"{'topic':'orderbook.rpi.BTCUSDT','type':'delta','ts':1,"
		"'data':{'s':'BTCUSDT','b':[['1','1','2']],'a':[],'u':7}}",
		"", "so has the one of retail orders");
	decode_close(&t);
}

static void inverse(void)
{
	open_world();
	gives("inverse",
		"{'topic':'orderbook.200.BTCUSD','type':'snapshot','ts':1000,"
		"'data':{'s':'BTCUSD','b':[['20000','5000']],'a':[['25000',"
		"'1']],'u':3,'seq':1}}",
		"{'type':'book','venue':'bybit','sym':'BTC-USD-PERP','ts':"
		"1000000,'rx':1000000,'seq':3,'snap':true,'bids':[[20000,"
		"0.25]],'asks':[[25000,0.00004]]}\n",
		"sizes of inverse contracts are USD: by the level's price they "
		"are base units");
	gives("option",
		"{'id':'x','topic':'orderbook.25.BTC-13FEB25-89000-P-USDT',"
		"'ts':1000,'data':{'s':'BTC-13FEB25-89000-P-USDT','b':[],'a':"
		"[],'u':0},'type':'snapshot'}",
		"{'type':'book','venue':'bybit','sym':"
		"'BTC-USDT-20250213-89000-P','ts':1000000,'rx':1000000,'seq':"
		"0,'snap':true,'bids':[],'asks':[]}\n",
		"the book of an option may be empty, with the number 0");
	gives("option",
		"{'topic':'orderbook.25.BTC-13FEB25-89000-P-USDT','ts':1000,"
		"'data':{'s':'BTC-13FEB25-89000-P-USDT','b':[['5','1']],'a':"
		"[],'u':1},'type':'delta'}",
		"{'type':'book','venue':'bybit','sym':"
		"'BTC-USDT-20250213-89000-P','ts':1000000,'rx':1000000,'seq':"
		"1,'snap':true,'bids':[[5,1]],'asks':[]}\n",
		"and goes on");
	decode_close(&t);
}

static void top(void)
{
	open_world();
	gives("spot", TOP("delta", 5, "[['9','1']]", "[]"),
		"want resub conn=1 sym=BTC-USDT\n",
		"best prices begin with a snapshot, too");
	gives("spot", TOP("snapshot", 6, "[['9','1']]", "[['11','2']]"),
		BBO(",'bid':9,'bid_qty':1,'ask':11,'ask_qty':2"),
		"depth 1 is the best prices");
	gives("spot", TOP("snapshot", 6, "[['9','1']]", "[['11','2']]"),
		BBO(",'bid':9,'bid_qty':1,'ask':11,'ask_qty':2"),
		"the same number again after 3 s is a sign of life, no gap");
	gives("spot", TOP("delta", 7, "[['9','0'],['8','4']]", "[]"),
		BBO(",'bid':8,'bid_qty':4,'ask':11,'ask_qty':2"),
		"a change of 2023: one side moves, the other stays");
	gives("spot", TOP("delta", 8, "[]", "[['11','0']]"),
		BBO(",'bid':8,'bid_qty':4"), "a side may be empty");
	gives("spot", TOP("delta", 9, "[['10','1'],['7','1'],['9','1']]", "[]"),
		BBO(",'bid':10,'bid_qty':1"), "of several the best counts");
	gives("spot", TOP("delta", 11, "[['1','1']]", "[]"),
		"{'type':'status','venue':'bybit','sym':'BTC-USDT','rx':1000000,"
		"'event':'gap','conn':1,'detail':'an update of the best prices "
		"is missing'}\nwant resub conn=1 sym=BTC-USDT\n",
		"a missing change is a gap");
	gives("spot", TOP("delta", 12, "[['1','1']]", "[]"), "",
		"and silence until the next snapshot");
	gives("spot", TOP("snapshot", 90, "[]", "[['12','1']]"),
		BBO(",'ask':12,'ask_qty':1"), "which replaces both sides");
	gives("spot", TOP("delta", 1, "[['3','1']]", "[]"),
		BBO(",'bid':3,'bid_qty':1"), "as the number 1 does");
	conn = 2;
	gives("spot", TOP("delta", 2, "[['4','1']]", "[]"),
		"want resub conn=2 sym=BTC-USDT\n",
		"a new connection starts anew");
	frame("spot", TOP("snapshot", 3, "[['4','1']]", "[]"));
	conn = 1;
	gives("spot", TOP("snapshot", 3, "[['5','1']]", "[]"), "",
		"and what the old one still sends is left alone");
	decode_close(&t);
}

static void hostile(void)
{
	open_world();
	frame("linear", BOOK("snapshot", 20, "[['9','1']]", "[['11','3']]"));
	refuses("linear", BOOK("delta", 21, "[['-9','1']]", "[]"),
		"a price below zero is refused");
	refuses("linear", BOOK("delta", 21, "[['0','1']]", "[]"),
		"a price of zero is refused");
	refuses("linear", BOOK("delta", 21, "[['9','-1']]", "[]"),
		"a size below zero is refused");
	refuses("linear", BOOK("delta", 21, "[['9']]", "[]"),
		"a level without a size is refused");
	refuses("linear", BOOK("delta", 21, "[['9','1','2']]", "[]"),
		"a level of three is no level of this book");
	refuses("linear", BOOK("delta", 21, "{}", "[]"),
		"a side that is no array is refused");
	refuses("linear", BOOK("update", 21, "[]", "[]"),
		"a type that is unknown is refused");
	refuses("linear", BOOK("delta", -21, "[]", "[]"),
		"a number below zero is refused");
	refuses("linear",
		"{'topic':'orderbook.200.BTCUSDT','type':'delta','ts':1,"
		"'data':{'s':'BTCUSDT','b':[],'a':[]}}",
		"a book without a number is refused");
	refuses("linear",
		"{'topic':'orderbook.200.BTCUSDT','type':'delta','ts':1,"
		"'data':{'s':'BTCUSDT','b':[],'u':21}}",
		"a book without one of its sides is refused");
	refuses("linear",
		"{'topic':'orderbook.200.BTCUSDT','type':'delta','ts':1,"
		"'data':{'s':'ETHUSDT','b':[],'a':[],'u':21}}",
		"another symbol than the topic's is refused");
	refuses("linear",
		"{'data':5,'topic':'orderbook.200.BTCUSDT','type':'delta',"
		"'ts':1}",
		"data that are no object are refused, though they come first");
	refuses("linear",
		"{'topic':'orderbook.200.BTCUSDT','type':'delta','ts':1}",
		"a book without data is refused");
	refuses("linear",
		"{'topic':'orderbook.200.BTCUSDT','type':'delta','ts':1,"
		"'data':{'s':'BTCUSDT','b':[],'a':[],'u':21},'data':{}}",
		"data that come twice are refused");
	refuses("linear",
		"{'topic':'orderbook.200.BTCUSDT','type':'delta','ts':-1,"
		"'data':{'s':'BTCUSDT','b':[],'a':[],'u':21}}",
		"a time below zero is refused");
	refuses("linear",
		"{'topic':'orderbook.200.ETHUSDT','type':'snapshot','ts':1,"
		"'data':{'s':'ETHUSDT','b':[],'a':[],'u':21}}",
		"a contract that is not among the instruments is refused: its "
		"size is not known");
	refuses("linear",
		"{'topic':'orderbook.200.BTCUSDT','type':'delta','ts':1,"
		"'data':{'s':'BTCUSDT','b':[['9','5']],'a':[],'u':21}",
		"half a frame is refused");
	gives("linear", BOOK("delta", 21, "[]", "[]"),
		REC("'seq':21,'prev':20,'snap':false,'bids':[],'asks':[]"),
		"what is refused has changed nothing");
	gives("linear", BOOK("delta", 22, "[['12','1']]", "[]"),
		"{'type':'status','venue':'bybit','sym':'BTC-USDT-PERP','rx':"
		"1000000,'event':'resync','conn':1,'detail':'the book is "
		"crossed after an update'}\n" RESUB,
		"a crossed book is not emitted: the symbol starts anew (R9)");
	decode_close(&t);
}

int main(void)
{
	order();
	gaps();
	depths();
	inverse();
	top();
	hostile();
	return done();
}
