/* Bitfinex, books: snapshots and updates, the checksum over the venue's own text,
 * numbers of the connection, best levels from a book of length 1. */
#include "crypto/crc32.h"
#include "venue-kit.h"
#include "venue/bitfinex/bitfinex.h"

static struct kit k;

static struct xg_dec dec(const char *text)
{
	struct xg_dec d = { 0, 0 };

	if (xg_dec_from(&d, xg_str_from(text)) < 0)
		abort();
	return d;
}

/* ---- the text of numbers ---- */

static void prints(const char *number, const char *want)
{
	char out[XG_DEC_TEXT];
	size_t n = xg_bitfinex_print(out, dec(number));

	is_text(out, n, want, "%s is printed as %s", number, want);
	ok(xg_bitfinex_is_usual(xg_str_from(want), dec(number)),
		"which is the usual text");
	if (strcmp(number, want) != 0)
		ok(!xg_bitfinex_is_usual(xg_str_from(number), dec(number)),
			"and %s is not", number);
}

static void numbers(void)
{
	prints("0", "0");
	prints("6000", "6000");
	prints("0.1", "0.1");
	prints("1.50", "1.5");
	prints("100.0", "100");
	prints("1e5", "100000");
	prints("0.000001", "0.000001");
	prints("0.0000082", "0.0000082");
	prints("0.0000001", "1e-7");
	prints("0.00000017", "1.7e-7");
	prints("0.00000056", "5.6e-7");
	prints("1e-08", "1e-8");
	prints("-0.00000001", "-1e-8");
	prints("-0.25", "-0.25");
	prints("43.358118629999986", "43.358118629999986");
	prints("123456789.12345678", "123456789.12345678");
	prints("-999999999999999999e-18", "-0.999999999999999999");
	prints("1e18", "1000000000000000000");
	prints("999999999999999999e18", "9.99999999999999999e+35");
}

/* ---- the sum: vectors of the venue's own models, their CRC by another library --- */

static void sums(void)
{
	static const struct {
		const char *bids[6], *asks[6], *text;
		int32_t sum;
	} vectors[] = {
		{ { "6000", "1", "5900", "2" }, { "6100", "3", "6200", "4" },
			"6000:1:6100:-3:5900:2:6200:-4", 1756193398 },
		{ { "0.1", "1", "0.09", "5", "0.089", "1" },
			{ "0.15", "1", "0.2", "3", "0.3", "4" },
			"0.1:1:0.15:-1:0.09:5:0.2:-3:0.089:1:0.3:-4",
			-1625836611 },
		{ { "6000", "1", "1.7e-8", "2" }, { "6100", "3", "6200", "4" },
			"6000:1:6100:-3:1.7e-8:2:6200:-4", 952615146 },
		{ { NULL }, { NULL }, "", 0 },
	};
	static const struct xg_bitfinex_odds none;

	for (size_t i = 0; i < XG_LEN(vectors); i++) {
		struct xg_book b = { 0 };

		for (int n = 0; n < 6 && vectors[i].bids[n]; n += 2)
			xg_book_set(&b, XG_BUY, dec(vectors[i].bids[n]),
				dec(vectors[i].bids[n + 1]));
		for (int n = 0; n < 6 && vectors[i].asks[n]; n += 2)
			xg_book_set(&b, XG_SELL, dec(vectors[i].asks[n]),
				dec(vectors[i].asks[n + 1]));
		is_int(xg_bitfinex_sum(&b, &none), vectors[i].sum,
			"R9: the checksum of \"%s\"", vectors[i].text);
		xg_book_release(&b);
	}
}

static void deep_sum(void)
{
	static const struct xg_bitfinex_odds none;
	struct xg_book b = { 0 };
	int32_t sum;

	for (int i = 0; i < 25; i++) {
		xg_book_set(&b, XG_BUY, xg_dec_int(100 - i), xg_dec_int(1));
		xg_book_set(&b, XG_SELL, xg_dec_int(101 + i), xg_dec_int(1));
	}
	sum = xg_bitfinex_sum(&b, &none);
	xg_book_set(&b, XG_BUY, xg_dec_int(50), xg_dec_int(1));
	is_int(xg_bitfinex_sum(&b, &none), sum,
		"R9: the 26th level is not summed");
	xg_book_set(&b, XG_BUY, xg_dec_int(100), xg_dec_int(2));
	ok(xg_bitfinex_sum(&b, &none) != sum, "the first is");
	xg_book_release(&b);
}

/* ---- frames ---- */

static int64_t seq;

/* A frame with the numbers that stand behind its data. */
static const char *num(const char *head)
{
	static char out[4][8192];
	static int at;

	at = (at + 1) % 4;
	snprintf(out[at], sizeof out[0], "%s,%lld,1600000000000]", head,
		(long long)++seq);
	return out[at];
}

/* [chan,"cs",the signed sum of the text]. */
static const char *cs(int chan, const char *text)
{
	char head[128];

	snprintf(head, sizeof head, "[%d,'cs',%d", chan,
		(int)(int32_t)xg_crc32(0, text, strlen(text)));
	return num(head);
}

static void edge(int64_t conn, const char *dir)
{
	struct xg_rec rec;

	k.conn = conn;
	seq = 0;
	xg_rec_start(&rec, XG_REC_RAW, XG_BITFINEX, (struct xg_str){ NULL, 0 },
		0, 1000000);
	XG_REC_SET(&rec, rawf.conn, conn);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, xg_str_from(dir));
	xg_decoder_rec(&k.d, &rec, &k.err);
}

static void open_conn(int64_t conn)
{
	edge(conn, "open");
	kit_frame(&k, "{'event':'conf','status':'OK','flags':537100288}");
}

#define SUB(chan, sym, len) \
	"{'event':'subscribed','channel':'book','chanId':" chan \
	",'symbol':'" sym "','prec':'P0','freq':'F0','len':'" len "'}"
#define BOOK(sym) \
	"{'type':'book','venue':'bitfinex','sym':'" sym \
	"','ts':1600000000000000,'rx':1000000,"

static void snapshot_and_updates(void)
{
	open_conn(1);
	kit_frame(&k, SUB("10", "tBTCUSD", "250"));
	gives(&k, num("[10,[[99,2,1.5],[98,1,2],[101,1,-3],[102,3,-0.25]]"),
		BOOK("BTC-USD") "'seq':1,'snap':true,'bids':[[99,1.5],[98,2]],"
				"'asks':[[101,3],[102,0.25]]}\n",
		"the first list is the snapshot; the sign is the side");
	gives(&k, cs(10, "99:1.5:101:-3:98:2:102:-0.25"), "",
		"R9: its checksum is right");
	gives(&k, num("[10,[99,3,1.75]"),
		BOOK("BTC-USD") "'seq':2,'prev':1,'snap':false,'bids':[[99,"
				"1.75]],'asks':[]}\n",
		"a level alone is an update");
	gives(&k, num("[10,[101,0,-1]"),
		BOOK("BTC-USD") "'seq':3,'prev':2,'snap':false,'bids':[],"
				"'asks':[[101,0]]}\n",
		"a count of 0 deletes, on the side of the amount's sign");
	gives(&k, num("[10,[[98,0,1],[101.5,1,-7],[99.5,1,0.5]]"),
		BOOK("BTC-USD") "'seq':4,'prev':3,'snap':false,'bids':[[98,0],"
				"[99.5,0.5]],'asks':[[101.5,7]]}\n",
		"a later list is one update");
	gives(&k, cs(10, "99.5:0.5:101.5:-7:99:1.75:102:-0.25"), "",
		"R9: and the checksum is over all of it");
	gives(&k, num("[10,[]"),
		BOOK("BTC-USD") "'seq':5,'prev':4,'snap':false,'bids':[],"
				"'asks':[]}\n",
		"no levels: nothing has changed");
	is_int(k.d.stats.checksums, 2, "R9: checksums are counted");
	is_int(k.d.stats.checksum_bad, 0, "R9: and none is wrong");
	gives(&k, num("[10,[99,3,1.75,'new',[1]]"),
		BOOK("BTC-USD") "'seq':6,'prev':5,'snap':false,'bids':[[99,"
				"1.75]],'asks':[]}\n",
		"more members than are known may come");
	wants(&k, num("[10,'hb'"), "alive  0 1\n",
		"R10: a heartbeat says that nothing has changed");
}

/* Prices below a millionth, as the venue prints them; and texts of another form. */
static void own_text(void)
{
	kit_frame(&k, SUB("11", "tDOGE:USD", "250"));
	gives(&k, num("[11,[[5.6e-7,1,60712.4250231],[6e-7,1,-3]]"),
		BOOK("DOGE-USD") "'seq':1,'snap':true,'bids':[[0.00000056,"
				 "60712.4250231]],'asks':[[0.0000006,3]]}\n",
		"exponents are read exactly");
	gives(&k, cs(11, "5.6e-7:60712.4250231:6e-7:-3"), "",
		"R9: and summed as they are written");
	kit_frame(&k, num("[11,[[0.00000055,1,1.50],[0.00000061,1,-2]]"));
	gives(&k,
		cs(11, "5.6e-7:60712.4250231:6e-7:-3:0.00000055:1.50:"
		       "0.00000061:-2"),
		"", "R9: a number in another form is summed in that form");
	kit_frame(&k, num("[11,[[0.00000055,1,1.5],[5.6e-7,1,2.0]]"));
	gives(&k, cs(11, "5.6e-7:2.0:6e-7:-3:0.00000055:1.5:0.00000061:-2"), "",
		"R9: the last form counts");
	kit_frame(&k, num("[11,[[5.5e-7,1,1.5],[5.6e-7,0,1]]"));
	gives(&k, cs(11, "5.5e-7:1.5:6e-7:-3:0.00000061:-2"), "",
		"R9: and goes with its level");
	is_int(k.d.stats.checksum_bad, 0, "R9: none was wrong");
	kit_frame(&k, num("[11,[[5.7e-7,1,'2'],['6.5e-7',1,'-2']]"));
	gives(&k, cs(11, "5.7e-7:2:6e-7:-3:5.5e-7:1.5:0.00000061:-2:6.5e-7:-2"),
		"", "numbers in quotes are numbers, too");
}

static void mismatch(void)
{
	wants(&k, num("[11,'cs',12345"), "resub  0 1\n",
		"R9: a wrong checksum: only this symbol is asked for again");
	ok(strstr(k.out.p, "\"event\":\"checksum\"") &&
			strstr(k.out.p, "DOGE-USD"),
		"R9: it is told");
	is_int(k.d.stats.checksum_bad, 1, "R9: and counted");
	wants(&k, num("[11,[5.4e-7,1,1]"), "", "R8: then the symbol is silent");
	is_int((int64_t)k.out.len, 0, "R8: whatever comes");
	gives(&k, cs(11, "nothing"), "", "and its checksums count for nothing");
	is_int(k.d.stats.checksum_bad, 1, "nor are they counted");
	gives(&k, num("[10,[99,3,2]"),
		BOOK("BTC-USD") "'seq':7,'prev':6,'snap':false,'bids':[[99,2]],"
				"'asks':[]}\n",
		"R9: other symbols go on");
	kit_frame(&k, "{'event':'unsubscribed','status':'OK','chanId':11}");
	kit_frame(&k, SUB("11", "tDOGE:USD", "250"));
	gives(&k, num("[11,[[1,1,1]]"),
		BOOK("DOGE-USD") "'seq':6,'snap':true,'bids':[[1,1]],'asks':[]"
				 "}\n",
		"its next snapshot begins anew, also by the same number");
	gives(&k, cs(11, "1:1"), "", "R9: and the old texts are gone");
}

static void crossed(void)
{
	kit_frame(&k, SUB("12", "tBTCF0:USTF0", "250"));
	gives(&k, num("[12,[[99,1,1],[101,1,-1]]"),
		BOOK("BTC-USDT-PERP") "'seq':1,'snap':true,'bids':[[99,1]],"
				      "'asks':[[101,1]]}\n",
		"a perpetual's contract is one of its base");
	kit_frame(&k, num("[12,[102,1,1]"));
	ok(strstr(k.out.p, "crossed after an update") &&
			!strstr(k.out.p, "'book'"),
		"R7: a crossed book is no book");
	is_text(k.wants.p, k.wants.len, "resub  0 1\n", "R7: it starts anew");
}

/* ---- numbers of the connection ---- */

static void gap(void)
{
	open_conn(2);
	kit_frame(&k, SUB("10", "tBTCUSD", "250"));
	kit_frame(&k, SUB("12", "tBTCF0:USTF0", "250"));
	kit_frame(&k, SUB("13", "tETHUSD", "1"));
	kit_frame(&k, num("[10,[[99,1,1]]"));
	kit_frame(&k, num("[12,[[99,1,1]]"));
	seq++;
	wants(&k, num("[13,'hb'"), "drop  0 2\n",
		"a heartbeat shows that a message of the connection is missing");
	ok(strstr(k.out.p, "\"event\":\"gap\"") &&
			strstr(k.out.p, "1 frames of the connection"),
		"R8: it is told");
	ok(strstr(k.out.p, "BTC-USD\"") && strstr(k.out.p, "BTC-USDT-PERP"),
		"R8: of all books of the connection");
	kit_frame(&k, num("[10,[99,1,2]"));
	ok(!strstr(k.out.len ? k.out.p : "", "\"book\""),
		"R8: which are silent");
	is_int(k.d.stats.gaps, 1, "one gap is one gap");
	seq -= 3;
	gives(&k, num("[10,[99,1,2]"), "", "an old number is left out");
}

/* A trade is in a message that is lost. */
static void lost_trade(void)
{
	static const char sub[] = "{'event':'subscribed','channel':'trades',"
				  "'chanId':20,'symbol':'tBTCUSD'}";

	open_conn(5);
	kit_frame(&k, sub);
	kit_frame(&k, num("[20,[[100,1600000000000,1,7]]"));
	kit_frame(&k, num("[20,'te',[101,1600000000000,1,7]"));
	seq++;
	kit_frame(&k, num("[20,'te',[103,1600000000000,1,7]"));
	ok(strstr(k.out.p, "\"id\":\"103\""), "what shows a gap is told");
	edge(5, "close");
	open_conn(6);
	kit_frame(&k, sub);
	kit_frame(
		&k, num("[20,[[104,1600000000000,1,7],[103,1600000000000,1,7],"
			"[102,1600000000000,-1,7],[101,1600000000000,1,7]]"));
	ok(strstr(k.out.p, "\"count\":2") &&
			strstr(k.out.p, "\"id\":\"102\"") &&
			strstr(k.out.p, "\"id\":\"104\""),
		"R8: the trade that was lost is made good");
	ok(!strstr(k.out.p, "\"id\":\"103\"") &&
			!strstr(k.out.p, "\"id\":\"101\""),
		"those that were told are not told again");
}

static void early(void)
{
	open_conn(3);
	kit_frame(&k, num("[10,[99,1,1]"));
	ok(strstr(k.out.p, "channel 10 is not known on this connection"),
		"data of a channel of nobody are told");
	gives(&k, num("[77,[99,1,1]"), "", "once");
	kit_frame(&k, SUB("10", "tBTCUSD", "250"));
	wants(&k, num("[10,[[98,1,1],[102,1,-1]]"), "resub  0 3\n",
		"R8: a list after data that were missed is no snapshot");
	is_int((int64_t)k.out.len, 0, "and nothing of it is told");
}

/* A level that can't be read is lost for the book: the next number shows it. */
static void hostile(void)
{
	static const char *const bad[] = { "[10,[0,1,1]", "[10,[-1,1,1]",
		"[10,[1,-1,1]", "[10,[1,1,0]", "[10,[1,1]", "[10,[1]",
		"[10,['x',1,1]", "[10,[1,1,{}]", "[10,[[1,1,1],2]",
		"[10,[null,1,1]", "[10,[1,1,1e99]", "[10,{}", "[10,true",
		"[10,'cs','x'", "[10,'te'", "['x',[1,1,1]", "[10" };

	open_conn(4);
	kit_frame(&k, SUB("10", "tBTCUSD", "250"));
	kit_frame(&k, num("[10,[[99,1,1]]"));
	for (size_t i = 0; i < XG_LEN(bad); i++)
		refuses(&k, num(bad[i]), "refused: %s", bad[i]);
	refuses(&k, "[10,[99,1,1]]", "refused: without its number");
	refuses(&k, "[10,[99,1,1],5]", "refused: without its time");
	refuses(&k, "[10,[99,1,1],-5,1]", "refused: a number below zero");
	refuses(&k, "[10,[99,1,1],5,1] []", "refused: two values");
	refuses(&k, "[10,[99,1,1],5,99999999999999999]", "refused: no time");
	kit_frame(&k, num("[10,[99,1,2]"));
	ok(strstr(k.out.p, "\"gap\""),
		"R8: what could not be read is a gap: the next number shows it");
}

/* Without conf there are neither numbers nor times: as other clients record. */
static void bare(void)
{
	k.conn = 5;
	kit_frame(&k, SUB("10", "tBTCUSD", "100"));
	gives(&k, "[10,[[99,1,1]]]",
		"{'type':'book','venue':'bitfinex','sym':'BTC-USD','rx':1000000"
		",'seq':10,'snap':true,'bids':[[99,1]],'asks':[]}\n",
		"without a time there is none");
	gives(&k, "[10,[98,1,1]]",
		"{'type':'book','venue':'bitfinex','sym':'BTC-USD','rx':1000000"
		",'seq':11,'prev':10,'snap':false,'bids':[[98,1]],'asks':[]}\n",
		"and without numbers nothing is proven");
	gives(&k, "[10,[98,1,2],7,1600000000000]",
		BOOK("BTC-USD") "'seq':12,'prev':11,'snap':false,'bids':[[98,2]"
				"],'asks':[]}\n",
		"where both stand there, they are what we ask for");
}

/* ---- best levels ---- */

#define BBO \
	"{'type':'bbo','venue':'bitfinex','sym':'ETH-USD','ts':" \
	"1600000000000000,'rx':1000000"

static void top(void)
{
	open_conn(6);
	kit_frame(&k, SUB("13", "tETHUSD", "1"));
	gives(&k, num("[13,[5,1,1]"), "", "R8: nothing before the snapshot");
	kit_frame(&k, SUB("14", "tETHUSD", "1"));
	gives(&k, num("[14,[[99,1,1.5],[101,2,-3]]"),
		BBO ",'bid':99,'bid_qty':1.5,'ask':101,'ask_qty':3}\n",
		"a book of length 1 has the true sizes");
	gives(&k, num("[14,[[100,1,2],[99,0,1]]"),
		BBO ",'bid':100,'bid_qty':2,'ask':101,'ask_qty':3}\n",
		"a better bid, and the one before goes");
	gives(&k, num("[14,[101.5,1,2]"), "",
		"half of a change: the ask that is crossed goes next");
	gives(&k, num("[14,[101,0,-1]"), BBO ",'bid':101.5,'bid_qty':2}\n",
		"no ask is left: none is told");
	gives(&k, num("[14,[[103,1,-4],[104,1,-1],[102,1,-5]]"),
		BBO ",'bid':101.5,'bid_qty':2,'ask':102,'ask_qty':5}\n",
		"the best of them counts");
	gives(&k, num("[14,'cs',1"), "", "its checksum is of no use");
	wants(&k, num("[14,'hb'"), "alive  0 6\n", "R10: its heartbeat is");
	for (int i = 0; i < 12; i++) {
		char head[64];

		snprintf(head, sizeof head, "[14,[%d,1,1]", 10 + i);
		kit_frame(&k, num(head));
	}
	gives(&k, num("[14,[101.5,0,1]"),
		BBO ",'bid':100,'bid_qty':2,'ask':102,'ask_qty':5}\n",
		"few levels are kept, the best ones");
	k.conn = 5;
	kit_frame(&k, SUB("14", "tETHUSD", "1"));
	gives(&k, "[14,[[1,1,1]]]", "",
		"an older connection is not listened to");
	edge(6, "close");
	k.conn = 5;
	kit_frame(&k, SUB("14", "tETHUSD", "1"));
	gives(&k, "[14,[[1,1,1],[2,1,-3]]]",
		"{'type':'bbo','venue':'bitfinex','sym':'ETH-USD','rx':1000000,"
		"'bid':1,'bid_qty':1,'ask':2,'ask_qty':3}\n",
		"until the newer one is gone");
}

int main(void)
{
	kit_start(&k, "bitfinex");
	k.d.keep_checksum_books = true;
	kit_inst(&k, "{'type':'inst','venue':'bitfinex','sym':'BTC-USD','base':"
		     "'BTC','quote':'USD','kind':'spot','native':'tBTCUSD',"
		     "'market':'spot'}");
	kit_inst(&k, "{'type':'inst','venue':'bitfinex','sym':'ETH-USD','base':"
		     "'ETH','quote':'USD','kind':'spot','native':'tETHUSD',"
		     "'market':'spot'}");
	kit_inst(&k,
		"{'type':'inst','venue':'bitfinex','sym':'DOGE-USD','base':"
		"'DOGE','quote':'USD','kind':'spot','native':'tDOGE:USD',"
		"'market':'spot'}");
	kit_inst(&k,
		"{'type':'inst','venue':'bitfinex','sym':'BTC-USDT-PERP',"
		"'base':'BTC','quote':'USDT','settle':'USDT','kind':'perp',"
		"'native':'tBTCF0:USTF0','contract':1,'market':'deriv'}");
	numbers();
	sums();
	deep_sum();
	snapshot_and_updates();
	own_text();
	mismatch();
	crossed();
	gap();
	early();
	hostile();
	bare();
	top();
	lost_trade();
	kit_end(&k);
	return done();
}
