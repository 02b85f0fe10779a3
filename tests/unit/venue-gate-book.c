/* Order books in both ways: whole books by the stream (obu), and updates with a
 * snapshot by REST. */
#include "gate-world.h"

#define FULL(u, b, a) \
	"{'channel':'futures.obu','result':{'t':1000,'full':true,'s':" \
	"'ob.BTC_USDT.50','u':" #u ",'b':" b ",'a':" a \
	"},'time_ms':1001,'event':'update'}"
#define NEXT(first, u, b, a) \
	"{'channel':'futures.obu','result':{'t':1000,'s':'ob.BTC_USDT.50'," \
	"'u':" #u ",'U':" #first ",'b':" b ",'a':" a \
	"},'time_ms':1001,'event':'update'}"
#define REC(sym, more) \
	"{'type':'book','venue':'gate','sym':'" sym \
	"','ts':1000000000,'rx':1000000," more "}\n"
#define PERP(more) REC("BTC-USDT-PERP", more)
#define GAP(sym, want) \
	"{'type':'status','venue':'gate','sym':'" sym \
	"','rx':1000000,'event':'gap','conn':1,'detail':'an update of the " \
	"book is missing'}\nwant " want " conn=1 sym=" sym "\n"

static void whole(void)
{
	open_world();
	gives("usdt", NEXT(5, 6, "[]", "[]"),
		"want resub conn=1 sym=BTC-USDT-PERP\n",
		"before a whole book nothing is emitted, and one is asked for");
	gives("usdt", NEXT(7, 7, "[]", "[]"), "", "but once");
	gives("usdt", FULL(10, "[['9','3'],['8','0']]", "[['11','20']]"),
		PERP("'seq':10,'snap':true,'bids':[[9,0.0003]],'asks':"
		     "[[11,0.002]]"),
		"full:true replaces; contracts are base units, nothing is "
		"deleted by it");
	gives("usdt", NEXT(11, 14, "[['9','5']]", "[['11','0']]"),
		PERP("'seq':14,'prev':10,'snap':false,'bids':[[9,0.0005]],"
		     "'asks':[[11,0]]"),
		"U is the last u + 1: sizes are absolute, 0 deletes");
	gives("usdt", NEXT(15, 15, "[['7','1'],['9.5','2'],['9','0']]", "[]"),
		PERP("'seq':15,'prev':14,'snap':false,'bids':[[9.5,0.0002],"
		     "[9,0],[7,0.0001]],'asks':[]"),
		"levels come in any order and leave with the best first");
	gives("usdt", NEXT(17, 18, "[]", "[]"), GAP("BTC-USDT-PERP", "resub"),
		"a missing number: a gap, and the topic anew");
	gives("usdt", NEXT(19, 20, "[['9','5']]", "[]"), "",
		"out of sync nothing is emitted");
	frame("usdt", FULL(30, "[['9','3']]", "[['11','2']]"));
	gives("usdt", NEXT(29, 31, "[['9','4']]", "[]"),
		GAP("BTC-USDT-PERP", "resub"),
		"U below the last u + 1 means that the numbers began anew");
	frame("usdt", FULL(30, "[['9','3']]", "[['11','2']]"));
	gives("usdt", FULL(3, "[['6','1']]", "[['7','1']]"),
		PERP("'seq':3,'snap':true,'bids':[[6,0.0001]],'asks':"
		     "[[7,0.0001]]"),
		"a whole book may come at any time, with any number");
	decode_close(&t);
}

/* R9: what the venue does not keep must not stay here either. */
static void depth(void)
{
	open_world();
	frame("spot",
		"{'channel':'spot.obu','result':{'t':1000,'full':true,'s':"
		"'ob.BTC_USDT.2','u':1,'b':[['9','1'],['8','1'],['7','1']],"
		"'a':[['11','1']]},'event':'update'}");
	gave(REC("BTC-USDT", "'seq':1,'snap':true,'bids':[[9,1],[8,1]],'asks':"
			     "[[11,1]]"),
		"a book has as many levels as were subscribed to");
	gives("spot",
		"{'channel':'spot.obu','result':{'t':1000,'s':'ob.BTC_USDT.2',"
		"'U':2,'u':2,'b':[['9.5','1']],'a':[]},'event':'update'}",
		REC("BTC-USDT",
			"'seq':2,'prev':1,'snap':false,'bids':[[9.5,1],[8,0]],"
			"'asks':[]"),
		"R9: what falls out of the window is deleted");
	decode_close(&t);
}

#define DIFF(first, u, b, a) \
	"{'time':1,'time_ms':1001,'channel':'futures.order_book_update'," \
	"'event':'update','result':{'t':1000,'s':'BTC_USD','U':" #first \
	",'u':" #u ",'b':" b ",'a':" a ",'l':'100'}}"
#define INV(more) REC("BTC-USD-PERP", more)
#define SNAP_REQ \
	"GET https://x/api/v4/futures/btc/order_book?contract=BTC_USD&" \
	"limit=100&with_id=true"
#define SNAP(id) \
	"{'id':" #id \
	",'current':1001.5,'update':1000,'asks':[{'s':22,'p':'11'}]," \
	"'bids':[{'s':18,'p':'9'}]}"

static void joined(void)
{
	open_world();
	gives("btc", DIFF(5, 7, "[]", "[]"),
		"want snapshot conn=1 sym=BTC-USD-PERP\n",
		"updates wait for a snapshot, which is asked for");
	gives("btc", DIFF(8, 10, "[{'p':'9','s':36}]", "[]"), "", "once");
	rest("btc", SNAP_REQ, SNAP(6));
	t.out.len = 0;
	is_int(rest("btc", SNAP_REQ, SNAP(3)), 0, "a late answer is no error");
	decode_close(&t);

	open_world();
	frame("btc", DIFF(5, 7, "[]", "[]"));
	frame("btc", DIFF(8, 10, "[{'p':'9','s':36}]", "[]"));
	is_int(rest("btc", SNAP_REQ, SNAP(3)), 0, "a snapshot is read");
	gave("want snapshot conn=1 sym=BTC-USD-PERP\n",
		"one that is older than what waits is fetched again");
	rest("btc", SNAP_REQ, SNAP(8));
	gave(REC("BTC-USD-PERP",
		     "'seq':8,'snap':true,'bids':[[9,2]],'asks':[[11,2]]")
			INV("'seq':10,'prev':8,'snap':false,'bids':[[9,4]],"
			    "'asks':[]"),
		"older updates are dropped, the first applied holds id + 1; "
		"contracts of 1 USD are base units by their price");
	gives("btc", DIFF(12, 12, "[]", "[]"), GAP("BTC-USD-PERP", "snapshot"),
		"a missing number: a new snapshot is wanted");
	decode_close(&t);
}

/* Spot's updates don't tell their depth: the snapshot's request does. */
static void joined_depth(void)
{
#define SPOT_DIFF(first, u, b) \
	"{'time':1,'time_ms':1001,'channel':'spot.order_book_update'," \
	"'event':'update','result':{'t':1000,'e':'depthUpdate','E':1,'s':" \
	"'BTC_USDT','U':" #first ",'u':" #u ",'b':" b ",'a':[]}}"
	open_world();
	frame("spot", SPOT_DIFF(5, 7, "[]"));
	rest("spot",
		"GET https://x/api/v4/spot/order_book?currency_pair=BTC_USDT&"
		"limit=2&with_id=true",
		"{'id':7,'current':1001,'update':1000,'asks':[],'bids':[['9',"
		"'1'],['8','1']]}");
	gives("spot", SPOT_DIFF(8, 8, "[['9.5','1']]"),
		REC("BTC-USDT",
			"'seq':8,'prev':7,'snap':false,'bids':[[9.5,1],[8,0]],"
			"'asks':[]"),
		"R28: a book that is joined has as many levels as were asked "
		"for, whatever its updates leave behind");
	gives("spot", SPOT_DIFF(9, 9, "[['9.5','0'],['8','4']]"),
		REC("BTC-USDT",
			"'seq':9,'prev':8,'snap':false,'bids':[[9.5,0],[8,4]],"
			"'asks':[]"),
		"what comes in again is told again");
	decode_close(&t);
}

static void ways(void)
{
	open_world();
	frame("usdt", FULL(10, "[['9','3']]", "[['11','20']]"));
	gives("usdt",
		"{'channel':'futures.order_book_update','event':'update',"
		"'result':{'t':1000,'s':'BTC_USDT','U':11,'u':12,'b':[],"
		"'a':[]}}",
		"", "a book that comes in one way ignores the other");
	gives("spot",
		"{'channel':'spot.order_book_update','event':'snapshot',"
		"'generated':true,'symbol':'BTC_USDT','result':{'id':5,"
		"'current':1001,'update':1000,'asks':[['11','1']],'bids':"
		"[['9','1']]}}",
		"{'type':'book','venue':'gate','sym':'BTC-USDT','ts':"
		"1000000000,'rx':1000000,'seq':5,'snap':true,'bids':[[9,1]],"
		"'asks':[[11,1]]}\n",
		"archives put the snapshot into the stream");
	gives("spot",
		"{'channel':'spot.order_book_update','event':'update','result':"
		"{'t':1000,'e':'depthUpdate','E':1,'s':'BTC_USDT','U':4,'u':6,"
		"'b':[['9','0']]}}",
		"{'type':'book','venue':'gate','sym':'BTC-USDT','ts':"
		"1000000000,'rx':1000000,'seq':6,'prev':5,'snap':false,"
		"'bids':[[9,0]],'asks':[]}\n",
		"and what follows joins it; a side may be absent");
	decode_close(&t);
}

static void hostile(void)
{
	static const char *const bad[] = {
		NEXT(11, 10, "[]", "[]"),
		NEXT(-1, 10, "[]", "[]"),
		FULL(9223372036854775807, "[]", "[]"),
		FULL(10, "[['0','1']]", "[]"),
		FULL(10, "[['-9','1']]", "[]"),
		FULL(10, "[['9','-1']]", "[]"),
		FULL(10, "[['9']]", "[]"),
		FULL(10, "[['9','1','x']]", "[]"),
		FULL(10, "[[{},'1']]", "[]"),
		FULL(10, "[{'p':'9'}]", "[]"),
		FULL(10, "{}", "[]"),
		FULL(10, "'x'", "[]"),
		FULL('x', "[]", "[]"),
		"{'channel':'futures.obu','event':'update','result':{'full':"
		"true,'s':'ob.BTC_USDT.50','u':1,'b':[]}}",
		"{'channel':'futures.obu','event':'update','result':{'full':"
		"true,'s':'BTC_USDT','u':1,'b':[],'a':[]}}",
		"{'channel':'futures.obu','event':'update','result':{'full':"
		"true,'s':'ob.BTC_USDT.x','u':1,'b':[],'a':[]}}",
		"{'channel':'futures.obu','event':'update','result':{'full':"
		"true,'s':'ob..50','u':1,'b':[],'a':[]}}",
		"{'channel':'futures.obu','event':'update','result':{'full':"
		"true,'s':'ob.BTC_USDT.99999','u':1,'b':[],'a':[]}}",
		"{'channel':'futures.obu','event':'update','result':{'full':"
		"true,'s':'ob.BTC_USDT.50','u':1,'b':[],'b':[],'a':[]}}",
		"{'channel':'futures.obu','event':'update','result':[]}",
		"{'channel':'futures.obu','event':'update','result':null}",
		"{'channel':'futures.obu','event':'update'}",
		"{'channel':'spot.obu','event':'update','result':{'full':true,"
		"'s':'ob.BTC_USDT.50','u':1,'b':[],'a':[]}}",
		"{'channel':'futures.obu','event':'update','result':{'full':"
		"true,'s':'ob.NO_NO.50','u':1,'b':[],'a':[]}}",
	};

	open_world();
	for (size_t i = 0; i < XG_LEN(bad); i++)
		refuses("usdt", bad[i], "hostile book %zu is refused", i);
	gives("usdt", FULL(10, "[['9','3']]", "[['11','20']]"),
		PERP("'seq':10,'snap':true,'bids':[[9,0.0003]],'asks':"
		     "[[11,0.002]]"),
		"and after all that a book is read");
	decode_close(&t);
}

static void sorted(void)
{
	static char text[40000];
	size_t n = 0;
	int wrong = 0;

	open_world();
	n += (size_t)snprintf(text, sizeof text,
		"{\"channel\":\"spot.obu\",\"event\":\"update\",\"result\":"
		"{\"full\":true,\"s\":\"ob.BTC_USDT.400\",\"u\":1,\"a\":[],"
		"\"b\":[");
	for (int i = 0; i < 997; i++)
		n += (size_t)snprintf(text + n, sizeof text - n,
			"%s[\"%d\",\"%d\"]", i ? "," : "", 1 + i * 7919 % 997,
			i + 1);
	snprintf(text + n, sizeof text - n, "]}}");
	xg_buf_clear(&t.out);
	is_int(decode_frame(&t, "spot", 1, 1, xg_str_from(text)), 0,
		"a book of 997 unsorted levels is read");
	for (int i = 0; i < 400; i++) {
		struct xg_level l;

		xg_book_level(&t.d.syncs.list[0]->book, XG_BUY, (size_t)i, &l);
		wrong += l.px.m != 997 - i;
	}
	is_int(wrong, 0, "its best 400 are kept, in order");
	decode_close(&t);
}

int main(void)
{
	whole();
	depth();
	joined();
	joined_depth();
	ways();
	hostile();
	sorted();
	return done();
}
