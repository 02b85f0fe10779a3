/* Kraken, books: the spot's checksum with fixed precision, truncation to the
 * subscribed depth, the arrays of v1, the numbers of Futures. */
#include "crypto/crc32.h"
#include "json/pull.h"
#include "venue-kit.h"
#include "venue/kraken/kraken.h"

static struct kit k;

/* ---- the sum itself: vectors of the documents and of a recording ---- */

static struct xg_dec dec(const char *text)
{
	struct xg_dec d = { 0, 0 };

	if (xg_dec_from(&d, xg_str_from(text)) < 0)
		abort();
	return d;
}

struct vector {
	const char *name;
	int px_places, qty_places;
	const char *asks[21], *bids[21];
	uint32_t sum;
};
static const struct vector vectors[] = {
	{ "recorded 2023-07-30, precision 1 and 8", 1, 8,
		{ "29430.3", "8.25215653", "29430.4", "2.55637606", "29430.5",
			"0.2997598", "29430.9", "2.56473216", "29431.0",
			"0.00011662", "29431.1", "0.001", "29432.3", "0.0241",
			"29432.4", "0.02210682", "29432.5", "3.39761477",
			"29433.1", "0.01021497" },
		{ "29430.2", "0.18967538", "29429.6", "0.00011621", "29427.4",
			"0.001", "29426.7", "4.0", "29425.7", "0.67945399",
			"29423.5", "0.67950478", "29422.1", "0.16314267",
			"29421.8", "0.06797895", "29421.7", "0.23401846",
			"29421.5", "0.28639276" },
		2785033588 },
	{ "of the documents of v2", 1, 8,
		{ "45285.2", "0.00100000", "45286.4", "1.54571953", "45286.6",
			"1.54571109", "45289.6", "1.54560911", "45290.2",
			"0.15890660", "45291.8", "1.54553491", "45294.7",
			"0.04454749", "45296.1", "0.35380000", "45297.5",
			"0.09945542", "45299.5", "0.18772827" },
		{ "45283.5", "0.10000000", "45283.4", "1.54582015", "45282.1",
			"0.10000000", "45281.0", "0.10000000", "45280.3",
			"1.54592586", "45279.0", "0.07990000", "45277.6",
			"0.03310103", "45277.5", "0.30000000", "45277.3",
			"1.54602737", "45276.6", "0.15445238" },
		3310070434 },
	{ "of the documents of v1", 5, 8,
		{ "0.05005", "0.00000500", "0.05010", "0.00000500", "0.05015",
			"0.00000500", "0.05020", "0.00000500", "0.05025",
			"0.00000500", "0.05030", "0.00000500", "0.05035",
			"0.00000500", "0.05040", "0.00000500", "0.05045",
			"0.00000500", "0.05050", "0.00000500" },
		{ "0.05000", "0.00000500", "0.04995", "0.00000500", "0.04990",
			"0.00000500", "0.04980", "0.00000500", "0.04975",
			"0.00000500", "0.04970", "0.00000500", "0.04965",
			"0.00000500", "0.04960", "0.00000500", "0.04955",
			"0.00000500", "0.04950", "0.00000500" },
		974947235 },
};

static void sums(void)
{
	for (size_t i = 0; i < XG_LEN(vectors); i++) {
		const struct vector *v = &vectors[i];
		struct xg_book b = { 0 };
		uint32_t sum = 0;

		for (int n = 0; v->asks[n]; n += 2)
			xg_book_set(&b, XG_SELL, dec(v->asks[n]),
				dec(v->asks[n + 1]));
		for (int n = 0; v->bids[n]; n += 2)
			xg_book_set(&b, XG_BUY, dec(v->bids[n]),
				dec(v->bids[n + 1]));
		/* an eleventh level of each side is not summed */
		xg_book_set(&b, XG_SELL, dec("99999"), dec("1"));
		xg_book_set(&b, XG_BUY, dec("0.00001"), dec("1"));
		ok(xg_kraken_sum(&b, v->px_places, v->qty_places, &sum) &&
				sum == v->sum,
			"R9: the checksum %s is %u", v->name, v->sum);
		ok(xg_kraken_sum(&b, v->px_places, v->qty_places + 1, &sum) &&
				sum != v->sum,
			"and with another precision it is another one");
		xg_book_release(&b);
	}
}

/* A book of one side in text, with its places. */
static void odd_numbers(void)
{
	struct xg_book b = { 0 };
	uint32_t sum = 0;

	xg_book_set(&b, XG_BUY, dec("5"), dec("1e2"));
	ok(xg_kraken_sum(&b, 2, 3, &sum) && sum == xg_crc32(0, "500100000", 9),
		"5 and 100 with 2 and 3 places are 500 and 100000");
	ok(!xg_kraken_sum(&b, 19, 3, &sum), "no number has 19 places");
	xg_book_set(&b, XG_BUY, dec("4.125"), dec("1"));
	ok(!xg_kraken_sum(&b, 2, 3, &sum),
		"more places than the pair has: not the venue's book");
	xg_book_release(&b);
}

/* ---- v2 ---- */

/* CRC-32 of what the venue would print, computed here from its text. */
static const char *book(const char *type, const char *bids, const char *asks,
	const char *printed)
{
	static char out[4096];

	snprintf(out, sizeof out,
		"{'channel':'book','type':'%s','data':[{'symbol':'BTC/USD',"
		"'bids':[%s],'asks':[%s],'checksum':%u,'timestamp':"
		"'2023-07-30T15:29:58.343415123Z'}]}",
		type, bids, asks, xg_crc32(0, printed, strlen(printed)));
	return out;
}

#define HEAD \
	"{'type':'book','venue':'kraken','sym':'BTC-USD','ts':" \
	"1690730998343415,'rx':1000000,"

static void precision(void)
{
	gives(&k, book("update", "", "", ""), "",
		"an empty book before anything says nothing");
	gives(&k,
		book("update", "{'price':99.0,'qty':1.0}", "", "990100000000"),
		"", "R8: nothing is told before the snapshot");
	gives(&k,
		book("snapshot", "{'price':99.0,'qty':1.0}",
			"{'price':100.0,'qty':0.001}",
			"1000100000990100000000"),
		HEAD "'seq':1,'snap':true,'bids':[[99,1]],'asks':[[100,"
		     "0.001]]}\n",
		"R9: 0.001 is summed as 0.00100000, 100.0 as 1000");
	gives(&k,
		book("update", "", "{'price':100.0,'qty':1e-8}",
			"10001990100000000"),
		HEAD "'seq':2,'prev':1,'snap':false,'bids':[],'asks':[[100,"
		     "0.00000001]]}\n",
		"R9: an exponent is only another way to write a number");
	is_int(k.d.stats.checksums, 2, "R9: every book is checked");
	gives(&k,
		"{'type':'update','data':[{'timestamp':'2023-07-30T15:29:58."
		"343415Z','asks':[{'qty':2,'price':100}],'bids':[{'x':[1],"
		"'qty':3,'price':98.5}],'symbol':'BTC/USD'}],'channel':"
		"'book'}",
		HEAD "'seq':3,'prev':2,'snap':false,'bids':[[98.5,3]],'asks':"
		     "[[100,2]]}\n",
		"members in any order, and no checksum");
}

static void mismatch(void)
{
	const char *wrong =
		book("update", "{'price':99.5,'qty':1.0}", "", "anything");
	const char *right = book(
		"snapshot", "{'price':99.0,'qty':1.0}", "", "990100000000");
	char copy[4096];

	snprintf(copy, sizeof copy, "%s", right);
	kit_frame(&k, copy);
	for (int i = 0; i < 3; i++) {
		wrong = book("update", "{'price':99.5,'qty':1.0}", "", "any");
		kit_frame(&k, wrong);
		ok(strstr(k.out.p, "\"event\":\"checksum\"") &&
				!strstr(k.out.p, "\"book\""),
			"R9: a wrong checksum is told, and its book is not");
		ok(strncmp(k.wants.p, i < 2 ? "resub" : "drop",
			   i < 2 ? 5 : 4) == 0,
			"R9: mismatch %d in a row: %s", i + 1,
			i < 2 ? "this symbol starts anew" : "reconnect");
		gives(&k, book("update", "", "", "990100000000"), "",
			"R8: then silence until a snapshot");
		right = book("snapshot", "{'price':99.0,'qty':1.0}", "",
			"990100000000");
		kit_frame(&k, right);
		ok(strstr(k.out.p, "\"snap\":true"), "which begins anew");
	}
}

/* Two levels a side: the venue says so, and deletes nothing that falls out. */
static void depth(void)
{
	kit_frame(&k,
		"{'method':'subscribe','result':{'channel':'book','symbol':"
		"'BTC/USD','depth':2,'snapshot':true},'success':true}");
	kit_frame(&k,
		book("snapshot",
			"{'price':99.0,'qty':1},{'price':98.0,'qty':1},{'price'"
			":97.0,'qty':1}",
			"", "990100000000980100000000"));
	ok(strstr(k.out.p, "\"bids\":[[99,1],[98,1]]"),
		"R9: a snapshot is cut to the depth");
	kit_frame(&k, book("update", "{'price':98.5,'qty':1}", "",
			      "990100000000985100000000"));
	ok(strstr(k.out.p, "\"bids\":[[98.5,1],[98,0]]"),
		"R9: what falls out is deleted in the record that pushed it");
	kit_frame(&k,
		book("update", "{'price':99.0,'qty':0}", "", "985100000000"));
	ok(strstr(k.out.p, "\"bids\":[[99,0]]") && !k.d.stats.crossed,
		"R9: and does not come back by itself");
	kit_frame(&k,
		"{'method':'subscribe','result':{'channel':'book','symbol':"
		"'BTC/USD','depth':1000,'snapshot':true},'success':true}");
}

static void hostile(void)
{
	static const char *const levels[] = { "7", "[1,2]", "{}", "{'price':1}",
		"{'qty':1}", "{'price':0,'qty':1}", "{'price':-1,'qty':1}",
		"{'price':1,'qty':-1}", "{'price':'x','qty':1}",
		"{'price':null,'qty':1}", "{'price':[1],'qty':1}",
		"{'price':1,'qty':1e99}",
		"{'price':1234567890123456789,'qty':1}" };
	struct xg_buf big = { 0 };
	int rc;

	for (size_t i = 0; i < XG_LEN(levels); i++)
		refuses(&k, book("update", levels[i], "", ""), "no level: %s",
			levels[i]);
	refuses(&k, book("replace", "", "", ""), "no type of a book");
	refuses(&k,
		"{'channel':'book','type':'update','data':[{'symbol':'BTC/USD',"
		"'bids':[],'asks':[],'checksum':4294967296}]}",
		"no checksum of 32 bits");
	refuses(&k,
		"{'channel':'book','type':'update','data':[{'symbol':'BTC/USD',"
		"'bids':[],'asks':[],'checksum':-1}]}",
		"no checksum below zero");
	refuses(&k,
		"{'channel':'book','type':'update','data':[{'symbol':'BTC/USD',"
		"'bids':[],'bids':[],'asks':[]}]}",
		"two members of one name");
	refuses(&k, "{'channel':'book','type':'update','data':[],'data':[]}",
		"two members of one name");
	refuses(&k, "{'channel':'book','type':'update','data':[{'bids':[]}]}",
		"a book of no symbol");
	refuses(&k,
		"{'channel':'book','type':'update','data':[{'symbol':'BTC/USD',"
		"'bids':[],'timestamp':'yesterday'}]}",
		"no time");
	xg_buf_text(&big, q("{'channel':'book','type':'update','data':[{"
			    "'symbol':'BTC/USD','bids':["));
	for (int i = 0; i < 70000; i++)
		xg_buf_text(&big, i ? ",{\"price\":1,\"qty\":1}"
				    : "{\"price\":1,\"qty\":1}");
	xg_buf_text(&big, "]}]}");
	rc = kit_raw(&k, xg_buf_view(&big), NULL, true);
	ok(rc < 0 && !k.out.len, "a book has at most 65,536 levels");
	xg_buf_release(&big);
}

/* Two books in a frame, the second of which can't be read. */
static void whole(void)
{
	refuses(&k,
		"{'channel':'book','type':'snapshot','data':[{'symbol':"
		"'BTC/USD','bids':[{'price':1,'qty':1}],'asks':[]},{'symbol':"
		"'ETH/USD','bids':[{'price':1}]}]}",
		"a frame is told whole or not at all");
	kit_frame(&k,
		"{'channel':'book','type':'snapshot','data':[{'symbol':"
		"'ETH/USD','bids':[{'price':1,'qty':1}],'asks':[]},{'symbol':"
		"'ETH/EUR','bids':[],'asks':[{'price':2,'qty':1}],'checksum':"
		"7}]}");
	ok(strstr(k.out.p, "\"sym\":\"~ETH/USD\"") &&
			strstr(k.out.p, "\"sym\":\"~ETH/EUR\""),
		"two books in a frame; without a precision nothing is summed");
}

/* ---- v1 ---- */

static void legacy(void)
{
	static char frame[512];
	static const char printed[] = "43003646282720814299100000000"
				      "4290200000000";

	gives(&k,
		"[1920,{'as':[['0.0430','1.00000000','1618678145.920470']],"
		"'bs':[['0.0429','2.00000000','1618678145.000001']]},"
		"'book-1000','XBT/USD']",
		"{'type':'book','venue':'kraken','sym':'BTC-USD','ts':"
		"1618678145920470,'rx':1000000,'seq':1,'snap':true,'bids':[["
		"0.0429,2]],'asks':[[0.043,1]]}\n",
		"v1: XBT/USD is BTC-USD; the time is the newest level's");
	snprintf(frame, sizeof frame,
		"[1920,{'a':[['0.04300','3646.28272081','1618678145.920470',"
		"'r']]},{'b':[['0.04299','1.00000000','1618678145.920708']],"
		"'c':'%u'},'book-1000','XBT/USD']",
		xg_crc32(0, printed, strlen(printed)));
	kit_frame(&k, frame);
	ok(k.d.stats.checksum_bad == 0 && k.d.stats.checksums == 1,
		"v1: two payloads are one update, under the last one's sum");
	ok(strstr(k.out.p, "\"bids\":[[0.04299,1]],\"asks\":[[0.043,3646."),
		"v1: a republished row is as absolute as any");
	refuses(&k, "[1920,{'a':[['x','1','1']]},'book-1000','XBT/USD']",
		"no price");
	refuses(&k, "[1920,{'a':[['1']]},'book-1000','XBT/USD']", "no volume");
	refuses(&k, "[1920,{'a':7},'book-1000','XBT/USD']", "no levels");
	refuses(&k, "[1920,{'a':[]},'book-1000']", "no pair");
	refuses(&k, "[1920,'book-1000','XBT/USD']", "no payload");
	refuses(&k, "[1920,{},{},{},'book-1000','XBT/USD']",
		"too many payloads");
	refuses(&k, "[1920,{'a':[]},'book-1000','XBTUSD']", "no such pair");
	refuses(&k, "[1920,{'c':'x'},'book-1000','XBT/USD']", "no sum");
}

/* ---- futures ---- */

#define FUT \
	"{'type':'book','venue':'kraken','sym':'BTC-USD-PERP:BTC','ts':" \
	"5000,'rx':1000000,"

static const char *level(
	const char *side, int seq, const char *px, const char *qty)
{
	static char out[256];

	snprintf(out, sizeof out,
		"{'feed':'book','product_id':'PI_XBTUSD','side':'%s','seq':%d,"
		"'price':%s,'qty':%s,'timestamp':5}",
		side, seq, px, qty);
	return out;
}

static void futures(void)
{
	gives(&k, level("buy", 7, "100", "50"), "",
		"R8: a futures book begins with its snapshot");
	gives(&k,
		"{'feed':'book_snapshot','product_id':'PI_XBTUSD','timestamp':"
		"5,'seq':8,'tickSize':null,'bids':[{'price':100.0,'qty':50.0}],"
		"'asks':[{'price':125.0,'qty':1000.0}]}",
		FUT "'seq':8,'snap':true,'bids':[[100,0.5]],'asks':[[125,8]]}"
		    "\n",
		"contracts of a dollar are base units by price");
	gives(&k, level("sell", 9, "128", "64.0"),
		FUT "'seq':9,'prev':8,'snap':false,'bids':[],'asks':[[128,0.5"
		    "]]}\n",
		"one level a message, numbered by one");
	gives(&k, level("buy", 9, "90", "9"), "",
		"a number that was seen is ignored");
	gives(&k, level("buy", 10, "100", "0.0"),
		FUT "'seq':10,'prev':9,'snap':false,'bids':[[100,0]],'asks':[]"
		    "}\n",
		"quantity 0 removes");
	kit_frame(&k, level("buy", 12, "90", "9"));
	ok(strstr(k.out.p, "\"event\":\"gap\"") && !strstr(k.out.p, "\"book\""),
		"R8: a number that is missing is a gap");
	ok(strncmp(k.wants.p, "resub ", 6) == 0,
		"R8: and the book starts anew");
	refuses(&k, level("up", 13, "1", "1"), "no side");
	refuses(&k, level("buy", -1, "1", "1"), "no number");
	refuses(&k, level("buy", 13, "0", "1"), "no price");
	refuses(&k, level("buy", 13, "1", "-1"), "no quantity");
	refuses(&k, "{'feed':'book_snapshot','product_id':'PI_XBTUSD','seq':1}",
		"no levels");
	refuses(&k,
		"{'feed':'book','product_id':'PI_NONE','side':'buy','seq':1,"
		"'price':1,'qty':1}",
		"R33: a contract that is not known can't be converted");
	ok(strstr(k.err.text, "PI_NONE"), "and is named");
}

static void start(void)
{
	kit_end(&k);
	k = (struct kit){ 0 };
	kit_start(&k, "kraken");
	kit_inst(&k,
		"{'type':'inst','venue':'kraken','sym':'BTC-USD','base':'BTC',"
		"'quote':'USD','kind':'spot','native':'BTC/USD','tick':0.1,"
		"'lot':0.00000001,'market':'spot'}");
	kit_inst(&k, "{'type':'inst','venue':'kraken','sym':'BTC-USD-PERP:BTC',"
		     "'base':'BTC','quote':'USD','settle':'BTC','kind':'perp',"
		     "'native':'PI_XBTUSD','contract':1,'market':'futures',"
		     "'inverse':true}");
}

int main(void)
{
	sums();
	odd_numbers();
	start();
	precision();
	start();
	mismatch();
	start();
	depth();
	hostile();
	whole();
	start();
	legacy();
	start();
	futures();
	kit_end(&k);
	return done();
}
