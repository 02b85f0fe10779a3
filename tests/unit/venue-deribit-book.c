/* Books: change_id and prev_change_id, actions, prices in any form, amounts. */
#include "deribit-world.h"

#define BOOK "book.BTC_USDC-PERPETUAL.100ms"
#define INV "book.BTC-PERPETUAL.100ms"
#define LINE(rest) \
	"{'type':'book','venue':'deribit','sym':'BTC-USDC-PERP'," rest "}\n"
#define LOST(event, detail) \
	"{'type':'status','venue':'deribit','sym':'BTC-USDC-PERP','rx':" \
	"1000000,'event':'" event "','conn':1,'detail':'" detail "'}\n" \
	"want resub conn=1 sym=BTC-USDC-PERP\n"

static const char snap[] =
	"{'type':'snapshot','timestamp':1700000000123,'instrument_name':"
	"'BTC_USDC-PERPETUAL','change_id':100,'prev_change_id':null,'bids':"
	"[['new',42500.0,1.5],['new',42499.5,2]],'asks':[['new',42501,3]]}";

static void start(void)
{
	decode_close(&t);
	open_world();
	frame(push(BOOK, snap));
}

static const char *change(const char *ids, const char *bids, const char *asks)
{
	static char buf[2000];

	snprintf(buf, sizeof buf,
		"{'type':'change','timestamp':1700000000200,"
		"'instrument_name':'BTC_USDC-PERPETUAL',%s,'bids':%s,"
		"'asks':%s}",
		ids, bids, asks);
	return push(BOOK, buf);
}

static void chain(void)
{
	open_world();
	gives(push(BOOK, snap),
		LINE("'ts':1700000000123000,'rx':1000000,'seq':100,'snap':true,"
		     "'bids':[[42500,1.5],[42499.5,2]],'asks':[[42501,3]]"),
		"a snapshot starts the book");
	gives(change("'change_id':170,'prev_change_id':100",
		      "[['change',42500,0.7],['delete',42499.5,0.0]]",
		      "[['new',42501.5,1e-3]]"),
		LINE("'ts':1700000000200000,'rx':1000000,'seq':170,'prev':100,"
		     "'snap':false,'bids':[[42500,0.7],[42499.5,0]],'asks':"
		     "[[42501.5,0.001]]"),
		"a change names the one before; ids need not be neighbours, "
		"and 42500 is the level that was 42500.0");
	is_int((long)xg_book_count(&t.d.syncs.list[0]->book, XG_BUY), 1,
		"there is one bid left");
	gives(change("'change_id':190,'prev_change_id':180", "[]", "[]"),
		LOST("gap", "an update of the book is missing"),
		"another predecessor is a gap: the channel is asked anew");
	gives(change("'change_id':191,'prev_change_id':190", "[]", "[]"), "",
		"nothing comes out until then");
	gives(push(BOOK, snap),
		LINE("'ts':1700000000123000,'rx':1000000,'seq':100,'snap':true,"
		     "'bids':[[42500,1.5],[42499.5,2]],'asks':[[42501,3]]"),
		"the next snapshot makes it whole");
	gives(change("'change_id':100,'prev_change_id':100", "[]", "[]"),
		LOST("gap", "the number of an update of the book went back"),
		"the same number again is no heartbeat");
}

static void beginnings(void)
{
	decode_close(&t);
	open_world();
	gives(change("'change_id':9,'prev_change_id':0",
		      "[['new',7,1],['delete',6,0]]", "[['new',8,1]]"),
		LINE("'ts':1700000000200000,'rx':1000000,'seq':9,'snap':true,"
		     "'bids':[[7,1]],'asks':[[8,1]]"),
		"a change after 0 starts from an empty book");
	gives(change("'change_id':20,'prev_change_id':0", "[['new',5,1]]",
		      "[]"),
		LINE("'ts':1700000000200000,'rx':1000000,'seq':20,'snap':true,"
		     "'bids':[[5,1]],'asks':[]"),
		"in the midst of a stream, too");
	decode_close(&t);
	open_world();
	gives(change("'change_id':9,'prev_change_id':8", "[['new',7,1]]", "[]"),
		"want resub conn=1 sym=BTC-USDC-PERP\n",
		"a change without a snapshot before it is not taken");
	gives(push(BOOK,
		      "{'timestamp':1564617600273,'instrument_name':"
		      "'BTC_USDC-PERPETUAL','change_id':11,'bids':[['new',7,1]]"
		      ",'asks':[]}"),
		LINE("'ts':1564617600273000,'rx':1000000,'seq':11,'snap':true,"
		     "'bids':[[7,1]],'asks':[]"),
		"2019: without type and prev_change_id it is the snapshot");
	gives(push(BOOK, "{'timestamp':1564617600274,'prev_change_id':11,"
			 "'change_id':12,'bids':[['delete',7,0]],'asks':[]}"),
		LINE("'ts':1564617600274000,'rx':1000000,'seq':12,'prev':11,"
		     "'snap':false,'bids':[[7,0]],'asks':[]"),
		"2019: with prev_change_id it is a change");
	gives(push(BOOK, "{'type':'snapshot','timestamp':1,'prev_change_id':20,"
			 "'change_id':1232767964,'bids':[],'asks':[]}"),
		LINE("'ts':1000,'rx':1000000,'seq':1232767964,'snap':true,"
		     "'bids':[],'asks':[]"),
		"prev_change_id of a snapshot means nothing");
}

static void amounts(void)
{
	decode_close(&t);
	open_world();
	gives(push(INV, "{'type':'snapshot','timestamp':1,'change_id':1,'bids':"
			"[['new',40000.0,1000.0]],'asks':[['new',50000,10]]}"),
		"{'type':'book','venue':'deribit','sym':'BTC-USD-PERP','ts':"
		"1000,'rx':1000000,'seq':1,'snap':true,'bids':[[40000,0.025]],"
		"'asks':[[50000,0.0002]]}\n",
		"amounts of inverse contracts are USD: base units by price");
	gives(push("book.BTC-25DEC26-100000-C.100ms",
		      "{'type':'snapshot','timestamp':1,'change_id':1,'bids':"
		      "[['new',5.0e-4,12.5]],'asks':[['new',0.001,3.0]]}"),
		"{'type':'book','venue':'deribit','sym':"
		"'BTC-USD-20261225-100000-C','ts':1000,'rx':1000000,'seq':1,"
		"'snap':true,'bids':[[0.0005,12.5]],'asks':[[0.001,3]]}\n",
		"options count base units, and 5.0e-4 is 0.0005");
	gives(push("book.BTC-25DEC26-100000-C.100ms",
		      "{'type':'change','timestamp':2,'change_id':2,"
		      "'prev_change_id':1,'bids':[['delete',0.0005,0]],'asks':"
		      "[]}"),
		"{'type':'book','venue':'deribit','sym':"
		"'BTC-USD-20261225-100000-C','ts':2000,'rx':1000000,'seq':2,"
		"'prev':1,'snap':false,'bids':[[0.0005,0]],'asks':[]}\n",
		"the same price in another form is the same level");
	is_int((long)xg_book_count(&t.d.syncs.list[1]->book, XG_BUY), 0,
		"and it is gone");
	gives(push("book.BTC-PERPETUAL.none.10.100ms",
		      "{'timestamp':1,'change_id':5,'bids':[[1,2]],'asks':[]}"),
		"", "another stream of a book that is kept is left alone");
	gives(push("book.BTC_USDC.none.2.100ms",
		      "{'timestamp':1,'change_id':5,'bids':[[4.5,2],[4,1],"
		      "[3,1]],'asks':[[ 5.0 ,1]]}"),
		"{'type':'book','venue':'deribit','sym':'BTC-USDC','ts':1000,"
		"'rx':1000000,'seq':1,'snap':true,'bids':[[4.5,2],[4,1]],"
		"'asks':[[5,1]],'down':4}\n",
		"by itself it is a whole book each time, as deep as it says, "
		"and a full side is known down to its last level (R28)");
	gives(push("book.BTC_USDC.5.10.100ms",
		      "{'timestamp':1,'change_id':5,'bids':[[1,2]],'asks':[]}"),
		"", "grouped prices are nobody's book");
}

static void odd(void)
{
	start();
	for (int i = 0; i < 3; i++) {
		char ids[80];

		snprintf(ids, sizeof ids, "'change_id':%d,'prev_change_id':%d",
			101 + i, 100 + i);
		frame(change(ids, "[['delete',1,0]]", "[]"));
		ok(!strstr(t.out.p, "status"),
			"%d: the deletion of a level that is not there is no "
			"error",
			i + 1);
	}
	frame(change("'change_id':104,'prev_change_id':103",
		"[['new',42500,1]]", "[]"));
	ok(strstr(t.out.p, "levels were changed that are not in the book") &&
			strstr(t.out.p, "want resub"),
		"the fourth within a minute (a new level where one is) is");
	start();
	for (int i = 0; i < 8; i++) {
		char ids[80];

		rx = 1000000 + i * INT64_C(31000000);
		snprintf(ids, sizeof ids, "'change_id':%d,'prev_change_id':%d",
			101 + i, 100 + i);
		frame(change(ids, "[['delete',1,0]]", "[]"));
		if (strstr(t.out.p, "status"))
			break;
	}
	ok(!strstr(t.out.p, "status"), "two a minute go on for ever");
	rx = 1000000;
}

static void soundness(void)
{
	start();
	gives(change("'change_id':101,'prev_change_id':100",
		      "[['new',42501,1]]", "[]"),
		LOST("resync", "the book is crossed after an update"),
		"a crossed book is asked anew");
	start();
	refuses(change("'change_id':101,'prev_change_id':100",
			"[['renew',1,1]]", "[]"),
		"an action that is none");
	refuses(change("'change_id':101,'prev_change_id':100", "[['new',-1,1]]",
			"[]"),
		"a negative price");
	refuses(change("'change_id':101,'prev_change_id':100", "[['new',1,-1]]",
			"[]"),
		"a negative amount");
	refuses(change("'change_id':101,'prev_change_id':100",
			"[['new',1,1,1]]", "[]"),
		"a level with a fourth member");
	refuses(change("'change_id':101,'prev_change_id':100", "[['new',1]]",
			"[]"),
		"a level without amount");
	refuses(change("'change_id':101", "[]", "[]"),
		"a change that names nothing before it");
	refuses(change("'change_id':-5,'prev_change_id':100", "[]", "[]"),
		"a number below 1");
	refuses(change("'prev_change_id':100", "[]", "[]"),
		"a change without its number");
	refuses(push(BOOK, "{'type':'change','change_id':1,'prev_change_id':1,"
			   "'bids':[]}"),
		"a book without asks");
	refuses(push(BOOK, "{'type':'new','timestamp':1,'change_id':1,'bids':[]"
			   ",'asks':[]}"),
		"a type that is none");
	refuses(push(BOOK, "[]"), "data of another type");
	refuses(push("book.ETH-PERPETUAL.100ms",
			"{'type':'snapshot','timestamp':1,'change_id':1,'bids':"
			"[],'asks':[]}"),
		"an instrument that nobody knows");
	refuses(push(BOOK, "{'type':'snapshot','timestamp':1,'instrument_name':"
			   "'BTC-PERPETUAL','change_id':1,'bids':[],'asks':[]}"
			   ""),
		"the channel of one and the name of another");
	gives(push("book.BTC-FS-25DEC26_PERP.100ms",
		      "{'type':'snapshot','timestamp':1,'change_id':1,'bids':"
		      "[['new',-5,1]],'asks':[]}"),
		"", "combos, whose prices may be negative, give nothing");
	gives(change("'change_id':101,'prev_change_id':100", "[]", "[]"),
		LINE("'ts':1700000000200000,'rx':1000000,'seq':101,'prev':100,"
		     "'snap':false,'bids':[],'asks':[]"),
		"none of these has touched the book");
}

static void connections(void)
{
	start();
	edge("close");
	gives(change("'change_id':101,'prev_change_id':100", "[]", "[]"),
		"want resub conn=1 sym=BTC-USDC-PERP\n",
		"R7: a connection that ended is not continued");
	start();
	conn = 2;
	frame(push(BOOK, snap));
	ok(t.out.len > 0, "a newer connection takes over");
	conn = 1;
	gives(change("'change_id':101,'prev_change_id':100", "[]", "[]"), "",
		"and what the older one still sends is not heard");
}

int main(void)
{
	chain();
	beginnings();
	amounts();
	odd();
	soundness();
	connections();
	decode_close(&t);
	return done();
}
