/* KuCoin, books: what follows what in both dialects; rows with numbers of their
 * own; rows with the price 0; lots. */
#include "kucoin-world.h"

#define L2(sym, first, last, asks, bids) \
	"{'topic':'/market/level2:" sym "','type':'message','subject':" \
	"'trade.l2update','data':{'changes':{'asks':" asks ",'bids':" bids \
	"},'sequenceEnd':" #last ",'sequenceStart':" #first ",'symbol':'" sym \
	"','time':1700000000002}}"
#define SNAP(seq, bids, asks) \
	"{'code':'200000','data':{'time':1700000000001,'sequence':'" #seq \
	"','bids':" bids ",'asks':" asks "}}"
#define BOOK(sym, more) \
	"{'type':'book','venue':'kucoin','sym':'" sym "'," more "}\n"
#define BIDS "[['9','1'],['8','2']]"
#define ASKS "[['11','3']]"
#define OBU(t, dp, O, C, b, a) \
	"{'T':'obu.SPOT','dp':'" dp "','t':'" t \
	"','P':1768217909684719896,'d':{'C':" #C \
	",'M':1768217909683000000,'O':" #O ",'a':" a ",'b':" b \
	",'s':'BTC-USDT'}}"
#define GAP \
	"{'type':'status','venue':'kucoin','sym':'BTC-USDT','rx':1000000," \
	"'event':'gap','conn':1,'detail':'an update of the book is " \
	"missing'}\n"

/* BCHSV-USDT of 2021-04-25: snapshot 892; the update 874 is older. */
static void worked_example(void)
{
	open_world();
	gives(&k,
		L2("BCHSV-USDT", 1613277183874, 1613277183874,
			"[['0','0','1613277183874']]", "[]"),
		"", "before a snapshot nothing is emitted");
	wanted("snapshot  0 1\n", "and one is wanted");
	rest(SPOT_BOOK "BCHSV-USDT", SNAP(1613277183892, BIDS, ASKS));
	came(BOOK("BSV-USDT",
		     "'ts':1700000000001000,'rx':1000000,'seq':1613277183892,'snap':"
		     "true,'bids':[[9,1],[8,2]],'asks':[[11,3]]"),
		"874 <= 892: what the snapshot holds is dropped");
	gives(&k,
		L2("BCHSV-USDT", 1613277183893, 1613277183893, "[]",
			"[['9.5','4','1613277183893']]"),
		BOOK("BSV-USDT",
			"'ts':1700000000002000,'rx':1000000,'seq':1613277183893,'prev':"
			"1613277183892,'snap':false,'bids':[[9.5,4]],'asks':["
			"]"),
		"893 is the first that is applied");
	kit_end(&k);
}

static void joins(void)
{
	open_world();
	kit_frame(&k, L2("BTC-USDT", 100, 101, "[['12','1','101']]", "[]"));
	rest(SPOT_BOOK "BTC-USDT", SNAP(98, BIDS, ASKS));
	came("", "a snapshot that is older than what waits gives nothing");
	wanted("snapshot  0 1\n", "and another one is wanted");
	rest(SPOT_BOOK "BTC-USDT", SNAP(100, BIDS, ASKS));
	came(BOOK("BTC-USDT",
		     "'ts':1700000000001000,'rx':1000000,'seq':100,'snap':true,'bids':"
		     "[[9,1],[8,2]],'asks':[[11,3]]") BOOK("BTC-USDT",
		     "'ts':1700000000002000,'rx':1000000,'seq':101,'prev':100,'snap':"
		     "false,'bids':[],'asks':[[12,1]]"),
		"an update may begin before the snapshot's end");
	gives(&k, L2("BTC-USDT", 99, 101, "[['13','1','101']]", "[]"), "",
		"an update that is known already is dropped");
	gives(&k,
		L2("BTC-USDT", 100, 103, "[['12','7','101'],['13','1','103']]",
			"[['9','0','102']]"),
		BOOK("BTC-USDT",
			"'ts':1700000000002000,'rx':1000000,'seq':103,'prev':101,"
			"'snap':false,'bids':[[9,0]],'asks':[[13,1]]"),
		"of an update that overlaps only the new rows count");
	gives(&k, L2("BTC-USDT", 105, 105, "[['13','2','105']]", "[]"), GAP,
		"a number is missing: a gap");
	wanted("snapshot  0 1\n", "and a snapshot is wanted");
	gives(&k, L2("BTC-USDT", 106, 106, "[['13','2','106']]", "[]"), "",
		"out of sync nothing is emitted");
	is_int(k.d.stats.gaps, 1, "the gap is counted");
	kit_end(&k);
}

/* Ten rows for one price in any order: the last number is what holds. */
static void ordered(void)
{
	open_world();
	rest(SPOT_BOOK "BTC-USDT", SNAP(100, BIDS, ASKS));
	gives(&k,
		L2("BTC-USDT", 101, 106,
			"[['11','0','106'],['12','5','103'],['11','9','102']]",
			"[['8','0','104'],['9.5','1','101'],['8','7','105']]"),
		BOOK("BTC-USDT",
			"'ts':1700000000002000,'rx':1000000,'seq':106,'prev':100,"
			"'snap':false,'bids':[[9.5,1],[8,7]],'asks':[[11,0],"
			"[12,5]]"),
		"rows hold in the order of their own numbers, best first");
	gives(&k, L2("BTC-USDT", 107, 107, "[]", "[['0','0','107']]"),
		BOOK("BTC-USDT",
			"'ts':1700000000002000,'rx':1000000,'seq':107,'prev':106,"
			"'snap':false,'bids':[],'asks':[]"),
		"a row with the price 0 is no level, but its number counts");
	gives(&k, L2("BTC-USDT", 108, 108, "[['12','6','108']]", "[]"),
		BOOK("BTC-USDT",
			"'ts':1700000000002000,'rx':1000000,'seq':108,'prev':107,"
			"'snap':false,'bids':[],'asks':[[12,6]]"),
		"so the next one follows it");
	kit_end(&k);
}

/* Many rows, in a bad order: the same result as one by one. */
static void many(void)
{
	enum { N = 300 };
	static char text[1 << 16];
	struct xg_buf b = { 0 };
	const struct xg_book *book;
	struct xg_level l;
	int want[50] = { 0 };

	open_world();
	rest(SPOT_BOOK "BTC-USDT", SNAP(1000, "[['9','1']]", "[['90','3']]"));
	xg_buf_text(&b, "{\"topic\":\"/market/level2:BTC-USDT\",\"type\":"
			"\"message\",\"data\":{\"sequenceStart\":1001,"
			"\"sequenceEnd\":1300,\"changes\":{\"bids\":[],"
			"\"asks\":[");
	for (int i = 0; i < N; i++) {
		int at = i * 7 % N; /* each once, mixed */

		want[at % 50] = at % 11;
		xg_buf_printf(&b, "%s[\"%d\",\"%d\",\"%d\"]", i ? "," : "",
			100 + at % 50, at % 11, 1001 + at);
	}
	for (int at = 0; at < N; at++)
		want[at % 50] = at % 11;
	xg_buf_text(&b, "]}}}");
	xg_str_copy(text, sizeof text, xg_buf_view(&b));
	is_int(kit_raw(&k, xg_str_from(text), NULL, true), 0, "300 rows");
	book = &k.d.syncs.list[0]->book;
	for (size_t i = 0, at = 0; i < 50; i++) {
		if (!want[i])
			continue;
		at++;
		ok(xg_book_level(book, XG_SELL, at, &l) &&
				xg_dec_cmp(l.px, xg_dec_int(100 + (int)i)) ==
					0 &&
				xg_dec_cmp(l.qty, xg_dec_int(want[i])) == 0,
			"%d: the last word of it", 100 + (int)i);
	}
	xg_buf_release(&b);
	kit_end(&k);
}

static void futures(void)
{
	open_world();
	kit_frame(&k,
		"{'topic':'/contractMarket/level2:XBTUSDTM','type':"
		"'message','subject':'level2','sn':41,'data':{"
		"'sequence':41,'change':'12,sell,2','timestamp':1700000000002}}");
	rest(FUTURES_BOOK "XBTUSDTM",
		"{'code':'200000','data':{'sequence':40,'symbol':'XBTUSDTM',"
		"'bids':[[9,2]],'asks':[[11,13501]],'ts':1000000000000000000}}");
	came(BOOK("BTC-USDT-PERP",
		     "'ts':1000000000000000,'rx':1000000,'seq':40,'snap':true,"
		     "'bids':[[9,0.002]],'asks':[[11,13.501]]")
			BOOK("BTC-USDT-PERP",
				"'ts':1700000000002000,'rx':1000000,'seq':41,'prev':40,"
				"'snap':false,'bids':[],'asks':[[12,0.002]]"),
		"lots are converted; each frame is one level");
	gives(&k,
		"{'topic':'/contractMarket/level2:XBTUSDTM','type':'message',"
		"'subject':'level2','sn':42,'data':{'sequence':42,'change':"
		"'9,buy,0','timestamp':1700000000002}}",
		BOOK("BTC-USDT-PERP",
			"'ts':1700000000002000,'rx':1000000,'seq':42,'prev':41,'snap':"
			"false,'bids':[[9,0]],'asks':[]"),
		"0 lots delete");
	gives(&k,
		"{'topic':'/contractMarket/level2:XBTUSDTM','type':'message',"
		"'subject':'level2','sn':44,'data':{'sequence':44,'change':"
		"'9,buy,1','timestamp':1700000000002}}",
		"{'type':'status','venue':'kucoin','sym':'BTC-USDT-PERP','rx':"
		"1000000,'event':'gap','conn':1,'detail':'an update of the "
		"book is missing'}\n",
		"the number counts by one a frame");
	rest(FUTURES_BOOK "XBTUSDM",
		"{'code':'200000','data':{'sequence':1,'symbol':'XBTUSDM',"
		"'bids':[[50000,100]],'asks':[[80000,20]],'ts':1700000000001}}");
	came(BOOK("BTC-USD-PERP",
		     "'ts':1700000000001000,'rx':1000000,'seq':1,'snap':true,'bids':"
		     "[[50000,0.002]],'asks':[[80000,0.00025]]"),
		"inverse: lots of 1 USD, by the price of the level");
	kit_end(&k);
}

static void unified(void)
{
	open_world();
	gives(&k, OBU("delta", "increment@10ms", 5, 6, "[]", "[]"), "",
		"obu: before a snapshot nothing is emitted");
	wanted("", "its snapshot may take 6 s, and is waited for");
	gives(&k, OBU("snapshot", "increment@10ms", 10, 10, BIDS, ASKS),
		BOOK("BTC-USDT",
			"'ts':1768217909683000,'rx':1000000,'seq':10,'snap':"
			"true,'bids':[[9,1],[8,2]],'asks':[[11,3]]"),
		"the snapshot is in the stream; M is its time");
	gives(&k, OBU("delta", "increment@10ms", 11, 14, "[['9','0']]", "[]"),
		BOOK("BTC-USDT",
			"'ts':1768217909683000,'rx':1000000,'seq':14,'prev':"
			"10,'snap':false,'bids':[[9,0]],'asks':[]"),
		"O follows the last C");
	gives(&k, OBU("delta", "increment@10ms", 11, 14, "[['9','5']]", "[]"),
		"", "what comes twice is dropped");
	gives(&k, OBU("delta", "increment@10ms", 13, 15, "[['7','5']]", "[]"),
		BOOK("BTC-USDT",
			"'ts':1768217909683000,'rx':1000000,'seq':15,'prev':"
			"14,'snap':false,'bids':[[7,5]],'asks':[]"),
		"reaching back is allowed");
	gives(&k, OBU("delta", "increment@10ms", 17, 17, "[]", "[]"), GAP,
		"O over the last C + 1 is a gap");
	wanted("resub  0 1\n", "the topic anew");
	gives(&k, OBU("snapshot", "increment", 20, 20, BIDS, ASKS),
		BOOK("BTC-USDT",
			"'ts':1768217909683000,'rx':1000000,'seq':20,'snap':"
			"true,'bids':[[9,1],[8,2]],'asks':[[11,3]]"),
		"the whole depth of old is read likewise");
	gives(&k, OBU("snapshot", "50", 30, 30, BIDS, ASKS),
		"{'type':'bbo','venue':'kucoin','sym':'BTC-USDT','ts':"
		"1768217909683000,'rx':1000000,'bid':9,'bid_qty':1,'ask':11,"
		"'ask_qty':3}\n",
		"few levels are best prices, and not this book");
	refuses(&k, OBU("whole", "increment", 21, 21, "[]", "[]"),
		"neither snapshot nor delta");
	refuses(&k, OBU("delta", "increment", 22, 21, "[]", "[]"),
		"an update that ends before it begins");
	kit_end(&k);
}

/* "increment@10ms" has the best 500 of a side: what falls out is deleted. */
static void best(void)
{
	struct xg_buf b = { 0 };

	open_world();
	xg_buf_text(&b, "{\"T\":\"obu.SPOT\",\"dp\":\"increment@10ms\",\"t\":"
			"\"snapshot\",\"P\":1,\"d\":{\"C\":1,\"O\":1,\"M\":1,"
			"\"s\":\"BTC-USDT\",\"b\":[],\"a\":[");
	for (int i = 0; i < 500; i++)
		xg_buf_printf(&b, "%s[\"%d\",\"1\"]", i ? "," : "", 1000 + i);
	xg_buf_text(&b, "]}}");
	is_int(kit_raw(&k, xg_buf_view(&b), NULL, true), 0, "500 levels");
	gives(&k, OBU("delta", "increment@10ms", 2, 2, "[]", "[['999','2']]"),
		BOOK("BTC-USDT",
			"'ts':1768217909683000,'rx':1000000,'seq':2,'prev':1,"
			"'snap':false,'bids':[],'asks':[[999,2],[1499,0]]"),
		"R9: the level that falls out of 500 is deleted");
	xg_buf_release(&b);
	kit_end(&k);
}

/* A book is led by one dialect: numbers of the other are not mixed in. */
static void dialects(void)
{
	open_world();
	kit_frame(&k, OBU("snapshot", "increment", 10, 10, BIDS, ASKS));
	gives(&k, L2("BTC-USDT", 11, 11, "[['12','1','11']]", "[]"), "",
		"a classic update does not touch a unified book");
	wanted("", "nor ask for a snapshot");
	rest(SPOT_BOOK "BTC-USDT", SNAP(11, BIDS, ASKS));
	came("", "nor does a snapshot of REST");
	kit_end(&k);
	open_world();
	rest(SPOT_BOOK "BTC-USDT", SNAP(11, BIDS, ASKS));
	gives(&k, OBU("delta", "increment", 12, 12, "[]", "[]"), "",
		"nor a unified update a classic book");
	gives(&k, OBU("snapshot", "increment", 12, 12, BIDS, ASKS),
		BOOK("BTC-USDT",
			"'ts':1768217909683000,'rx':1000000,'seq':12,'snap':"
			"true,'bids':[[9,1],[8,2]],'asks':[[11,3]]"),
		"but its snapshot takes over");
	kit_end(&k);
	open_world();
	rest("GET https://x/api/v1/market/orderbook/level2_100?symbol=BTC-USDT",
		SNAP(11, BIDS, ASKS));
	came(BOOK("BTC-USDT",
		     "'ts':1700000000001000,'rx':1000000,'seq':11,'snap':true,"
		     "'bids':[[9,1],[8,2]],'asks':[[11,3]]"),
		"fewer than the 100 best levels are a whole book");
	kit_end(&k);
}

/* So many bids from 1000 down. */
static void cut(const char *url, int64_t seq, int n)
{
	struct xg_buf b = { 0 };

	xg_buf_printf(&b,
		"{'code':'200000','data':{'sequence':'%lld','asks':[['1001',"
		"'1']],'bids':[",
		(long long)seq);
	for (int i = 0; i < n; i++)
		xg_buf_printf(&b, "%s['%d','1']", i ? "," : "", 1000 - i);
	xg_buf_text(&b, "]}}");
	xg_buf_char(&b, '\0');
	rest(url, b.p);
	xg_buf_release(&b);
}

/* The same, as a recorder puts it into the stream. */
static void recorded(int n)
{
	struct xg_buf b = { 0 };

	open_world();
	kit_frame(&k, L2("BTC-USDT", 11, 11, "[]", "[['1000','3','11']]"));
	xg_buf_text(&b,
		"{'type':'message','generated':true,'topic':'/market/"
		"level2Snapshot:BTC-USDT','subject':'trade.l2Snapshot','data':{"
		"'sequence':'10','time':1700000000001,"
		"'asks':[['1001','1']],'bids':[");
	for (int i = 0; i < n; i++)
		xg_buf_printf(&b, "%s['%d','1']", i ? "," : "", 1000 - i);
	xg_buf_text(&b, "]}}");
	xg_buf_char(&b, '\0');
	kit_frame(&k, b.p);
	xg_buf_release(&b);
}

static bool told(const char *what)
{
	return k.out.p && strstr(k.out.p, q(what));
}

/* R28: 20 and 100 levels are for all, whole books for those with a key. */
static void known(void)
{
	open_world();
	kit_frame(&k, L2("BTC-USDT", 11, 11, "[]", "[['1000','3','11']]"));
	cut("GET https://x/api/v1/market/orderbook/level2_20?symbol=BTC-USDT",
		10, 20);
	ok(told("'down':981") && !told("'up':"),
		"a side of all 20 levels is cut: it is known down to the last");
	gives(&k, L2("BTC-USDT", 12, 12, "[['2000','4','12']]", "[]"),
		BOOK("BTC-USDT",
			"'ts':1700000000002000,'rx':1000000,'seq':12,'prev':11,"
			"'snap':false,'bids':[],'asks':[[2000,4]]"),
		"the other side is whole");
	gives(&k, L2("BTC-USDT", 13, 13, "[]", "[['980','4','13']]"),
		BOOK("BTC-USDT",
			"'ts':1700000000002000,'rx':1000000,'seq':13,'prev':12,"
			"'snap':false,'bids':[],'asks':[]"),
		"what is behind the last of the cut side is left out");
	kit_end(&k);
	open_world();
	kit_frame(&k, L2("BTC-USDT", 11, 11, "[]", "[['1000','3','11']]"));
	cut(SPOT_BOOK "BTC-USDT", 10, 100);
	ok(told("'snap':true") && !told("'down':"),
		"a whole book has no bounds, whatever its levels");
	kit_end(&k);
	recorded(100);
	ok(told("'snap':true") && told("'down':901"),
		"of a recorder's snapshot 100 levels are taken for the most "
		"that it could have");
	kit_end(&k);
	recorded(101);
	ok(told("'snap':true") && !told("'down':"), "with more it is whole");
	kit_end(&k);
	open_world();
	kit_frame(&k,
		"{'topic':'/contractMarket/level2:XBTUSDTM','type':'message',"
		"'subject':'level2','sn':11,'data':{'sequence':11,'change':"
		"'1000,buy,2','timestamp':1731897467182}}");
	cut("GET https://x/api/v1/level2/depth100?symbol=XBTUSDTM", 10, 100);
	ok(told("'down':901"), "and so of futures");
	kit_end(&k);
}

static void crossed(void)
{
	open_world();
	kit_frame(&k, OBU("snapshot", "increment", 10, 10, BIDS, ASKS));
	gives(&k, OBU("delta", "increment", 11, 11, "[['12','1']]", "[]"),
		"{'type':'status','venue':'kucoin','sym':'BTC-USDT','rx':"
		"1000000,'event':'resync','conn':1,'detail':'the book is "
		"crossed after an update'}\n",
		"R9: a crossed book is not emitted");
	wanted("resub  0 1\n", "and starts anew");
	kit_end(&k);
}

int main(void)
{
	worked_example();
	joins();
	ordered();
	many();
	futures();
	unified();
	best();
	dialects();
	known();
	crossed();
	return done();
}
