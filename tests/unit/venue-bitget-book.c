/* Order books: numbers of v3, checksums of all dialects, what replaces, what is a
 * gap; best prices of books1. */
#include "bitget-world.h"
#include "json/pull.h"
#include "venue/bitget/bitget.h"

#define ARG3(topic) \
	"'arg':{'instType':'usdt-futures','topic':'" topic \
	"','symbol':'BTCUSDT'}"
#define V3(action, seq, pseq, sum, b, a) \
	"{'action':'" action \
	"'," ARG3("books") ",'data':[{'a':" a ",'b':" b ",'checksum':" #sum \
			   ",'seq':" #seq ",'pseq':" #pseq \
			   ",'ts':'1000'}],'ts':1001}"
#define V2(action, sum, b, a) \
	"{'action':'" action \
	"','arg':{'instType':'USDT-FUTURES','channel':'books','instId':" \
	"'BTCUSDT'},'data':[{'asks':" a ",'bids':" b ",'checksum':" #sum \
	",'ts':'1000'}],'ts':1001}"
#define REC(more) \
	"{'type':'book','venue':'bitget','sym':'BTC-USDT-PERP','ts':1000000," \
	"'rx':1000000," more "}\n"
#define RESUB "want resub conn=1 sym=BTC-USDT-PERP\n"
#define STATUS(event, detail) \
	"{'type':'status','venue':'bitget','sym':'BTC-USDT-PERP','rx':" \
	"1000000,'event':'" event "','conn':1,'detail':'" detail "'}\n" RESUB
#define WRONG \
	STATUS("checksum", "the book\x01s checksum differs from the " \
			   "venue\x01s")

/* The status has an apostrophe, which q() would make a quote. */
static const char *wrong(void)
{
	static char text[400];
	char *at;

	snprintf(text, sizeof text, "%s", q(WRONG));
	while ((at = strchr(text, 1)))
		*at = '\'';
	return text;
}

#define is_wrong(text, ...) \
	do { \
		int is_rc = frame(text); \
		ok(is_rc == 0 && t.out.p && !strcmp(t.out.p, wrong()), \
			__VA_ARGS__); \
	} while (0)

static void numbers(void)
{
	open_world();
	gives(V3("update", 10, 9, 0, "[]", "[]"), RESUB,
		"before a snapshot nothing is emitted, and one is asked for");
	gives(V3("update", 11, 10, 0, "[]", "[]"), "", "but once");
	gives(V3("snapshot", 20, 0, 0, "[['9','1.5'],['8','2']]",
		      "[['11','3']]"),
		REC("'seq':20,'snap':true,'bids':[[9,1.5],[8,2]],"
		    "'asks':[[11,3]]"),
		"a snapshot has no number before it");
	gives(V3("update", 25, 20, 0, "[['9','0'],['8.5','1']]", "[]"),
		REC("'seq':25,'prev':20,'snap':false,'bids':[[9,0],[8.5,1]],"
		    "'asks':[]"),
		"an update names the one before, and numbers may skip; one "
		"side may be empty");
	gives(V3("update", 30, 24, 0, "[['9','1']]", "[]"),
		STATUS("gap", "an update of the book is missing"),
		"another number before is a gap");
	gives(V3("update", 31, 30, 0, "[['9','1']]", "[]"), "",
		"out of sync nothing is emitted");
	gives(V3("snapshot", 40, 0, 0, "[['9','1'],['7','0']]", "[]"),
		REC("'seq':40,'snap':true,'bids':[[9,1]],'asks':[]"),
		"the next snapshot begins anew; an empty side is empty, a "
		"size of 0 is no level");
	gives(V3("snapshot", 12, 0, 0, "[['8','1']]", "[]"),
		REC("'seq':12,'snap':true,'bids':[[8,1]],'asks':[]"),
		"a snapshot that nobody asked for is a reset, whatever its "
		"number");
	gives("{'ts':1001,'data':[{'pseq':12,'seq':13,'ts':'1000','b':[],"
	      "'a':[['9','1']]}],'action':'update','arg':{'symbol':'BTCUSDT',"
	      "'topic':'books','instType':'usdt-futures'}}",
		REC("'seq':13,'prev':12,'snap':false,'bids':[],'asks':[[9,1]]"),
		"members come in any order");
	gives(V3("update", 14, 13, 0, "[]", "[['8','1']]"),
		STATUS("resync", "the book is crossed after an update"),
		"a crossed book is not emitted (R9)");
	edge("close");
	frame(V3("snapshot", 20, 0, 0, "[['9','1']]", "[]"));
	edge("close");
	gives(V3("update", 21, 20, 0, "[]", "[]"), RESUB,
		"a connection's book does not outlive it (R7)");
	decode_close(&t);
}

#define SNAP V3("snapshot", 20, 0, 0, "[['9','1.5'],['8','2']]", "[['11','3']]")

static void sums_v3(void)
{
	open_world();
	frame(SNAP);
	is_int(t.d.stats.checksums, 0, "a checksum of 0 is none");
	gives(V3("update", 21, 20, -1291126361, "[['9','2']]", "[]"),
		REC("'seq':21,'prev':20,'snap':false,'bids':[[9,2]],'asks':[]"),
		"a checksum is over the book with the update in it");
	gives(V3("update", 22, 21, 0, "[]", "[]"),
		REC("'seq':22,'prev':21,'snap':false,'bids':[],'asks':[]"),
		"0 in an update is none, too");
	is_wrong(V3("update", 23, 22, -1291126361, "[['9','0']]", "[]"),
		"a wrong one: nothing is emitted, and the book starts anew");
	ok(t.d.stats.checksums == 2 && t.d.stats.checksum_bad == 1,
		"they are counted");
	frame(SNAP);
	gives(V3("update", 21, 20, -379977572, "[['9','1.50']]", "[]"),
		REC("'seq':21,'prev':20,'snap':false,'bids':[[9,1.5]],"
		    "'asks':[]"),
		"the text counts as it came: 1.50 is not 1.5, and 2 stays 2");
	gives(V3("update", 22, 21, -1309472973, "[['8','2.0']]", "[]"),
		REC("'seq':22,'prev':21,'snap':false,'bids':[[8,2]],"
		    "'asks':[]"),
		"also in what comes later");
	is_wrong(V3("update", 23, 22, -616715204, "[]", "[]"),
		"the sum of the shortest texts is then wrong");
	frame(SNAP);
	gives(V3("update", 21, 20, -1291126361, "[['9','2']]", "[]"),
		REC("'seq':21,'prev':20,'snap':false,'bids':[[9,2]],'asks':[]"),
		"a snapshot forgets the texts");
	gives(V3("update", 22, 21, 3003840935, "[]", "[]"),
		REC("'seq':22,'prev':21,'snap':false,'bids':[],'asks':[]"),
		"a checksum without a sign is the same 32 bits");
	frame(V3("update", 23, 22, 1, "[]", "[]"));
	ok(strstr(t.out.p, "want drop conn=1"),
		"the third wrong one in a row: a new connection");
	refuses(V3("update", 23, 22, 4294967296, "[]", "[]"),
		"one of more than 32 bits is refused");
	decode_close(&t);
}

static void sums_v2(void)
{
	open_world();
	gives(V2("snapshot", 0, "[['9','1.50'],['8','2']]", "[['11','3.00']]"),
		REC("'seq':1,'snap':true,'bids':[[9,1.5],[8,2]],"
		    "'asks':[[11,3]]"),
		"books of v2 have no numbers: they are counted");
	gives(V2("update", -1221193302, "[]", "[]"),
		REC("'seq':2,'prev':1,'snap':false,'bids':[],'asks':[]"),
		"v2 keeps zeros at the end, and so does the checksum");
	gives(V2("update", -1627478696, "[['9','2.50']]", "[]"),
		REC("'seq':3,'prev':2,'snap':false,'bids':[[9,2.5]],"
		    "'asks':[]"),
		"after an update");
	is_wrong(V2("update", -1627478696, "[['9','0.00']]", "[]"),
		"what is lost shows by the checksum; 0.00 removes");
	is_wrong(V2("snapshot", -616715204, "[['9','1.50'],['8','2']]",
			 "[['11','3.00']]"),
		"a snapshot's checksum counts, where it has one");
	decode_close(&t);
}

static void on_vector(void *ctx, struct xg_str line, int n)
{
	struct xg_str string, want, name;
	int64_t sum = 0;
	struct xg_bitget_texts book = { 0 };
	int side = 0, level = 0;

	(void)n;
	if (xg_json_find(line, "checksum", &want) <= 0 ||
		xg_json_find(line, "string", &string) <= 0 ||
		xg_json_find(line, "name", &name) <= 0)
		return;
	string = (struct xg_str){ string.p + 1, string.n - 2 };
	/* Where the next price is a bid or an ask shows by the best bid. */
	for (struct xg_dec bid = { 0, 0 }; string.n; level++) {
		struct xg_bitget_raw raw;
		struct xg_dec px;

		raw.px = xg_str_cut(&string, ':');
		raw.sz = xg_str_cut(&string, ':');
		if (xg_dec_from(&px, raw.px) < 0)
			abort();
		if (level == 0)
			bid = px;
		side = xg_dec_cmp(px, bid) > 0;
		xg_bitget_texts_set(&book, side, px, &raw, false);
	}
	if (xg_str_i64(want, &sum) < 0)
		abort();
	is_int(xg_bitget_texts_sum(&book), sum, "%.*s", XG_STR_ARG(name));
	++*(int *)ctx;
	xg_bitget_texts_release(&book);
}

static void vectors(void)
{
	static const char path[] = "../shared/venues/bitget/vectors.ndjson";
	struct xg_bitget_raw raw = { XG_STR("43231.1"), XG_STR("4") };
	struct xg_bitget_texts book = { 0 };
	int n = 0;

	xg_bitget_texts_set(&book, 0, xg_dec_make(432311, -1), &raw, false);
	raw = (struct xg_bitget_raw){ XG_STR("43231"), XG_STR("6") };
	xg_bitget_texts_set(&book, 0, xg_dec_int(43231), &raw, false);
	raw = (struct xg_bitget_raw){ XG_STR("43232.9"), XG_STR("8") };
	xg_bitget_texts_set(&book, 1, xg_dec_make(432329, -1), &raw, false);
	raw = (struct xg_bitget_raw){ XG_STR("43232.8"), XG_STR("9") };
	xg_bitget_texts_set(&book, 1, xg_dec_make(432328, -1), &raw, false);
	is_int(xg_bitget_texts_sum(&book), -1504501796,
		"the documents' example: bids and asks in turns");
	xg_bitget_texts_release(&book);
	if (decode_file(path, on_vector, &n) < 0)
		ok(true, "vectors # skip %s is not here", path);
	else
		is_int(n, 4, "all checksums of the sheet were tried");
}

static void short_texts(void)
{
	static const char *const yes[] = { "0", "1", "10", "0.5", "76794.01",
		"100.001" };
	static const char *const no[] = { "", "0.0", "1.50", "1.", ".5", "007",
		"1e5", "+1", "-1", "1.2.3", "00" };

	for (size_t i = 0; i < XG_LEN(yes); i++)
		ok(xg_bitget_is_short(xg_str_from(yes[i])),
			"%s is the shortest form", yes[i]);
	for (size_t i = 0; i < XG_LEN(no); i++)
		ok(!xg_bitget_is_short(xg_str_from(no[i])), "'%s' is not",
			no[i]);
}

#define BBO(more) \
	"{'type':'bbo','venue':'bitget','sym':'BTC-USDT-PERP','ts':1000000," \
	"'rx':1000000" more "}\n"

static void whole(void)
{
	open_world();
	gives("{'action':'snapshot'," ARG3("books1") ",'data':[{'a':[['11',"
						     "'3']],'b':[['9','1']],"
						     "'checksum':0,'seq':5,"
						     "'pseq':0,'ts':'1000'}],"
						     "'ts':1}",
		BBO(",'bid':9,'bid_qty':1,'ask':11,'ask_qty':3"),
		"books1 is the best prices");
	gives("{'action':'snapshot','arg':{'instType':'USDT-FUTURES','channel':"
	      "'books1','instId':'BTCUSDT'},'data':[{'asks':[['11','3']],"
	      "'bids':[],'checksum':0,'ts':'1000'}],'ts':1}",
		BBO(",'ask':11,'ask_qty':3"),
		"an empty side has no price; v2, too");
	conn = 2;
	frame("{'action':'snapshot'," ARG3("books1") ",'data':[{'a':[],'b':[],"
						     "'ts':'1000'}],'ts':1}");
	conn = 1;
	gives("{'action':'snapshot'," ARG3("books1") ",'data':[{'a':[],'b':[],"
						     "'ts':'1000'}],'ts':1}",
		"", "what a replaced connection still sends is left alone");
	gives("{'action':'snapshot'," ARG3("books5") ",'data':[{'a':[['11',"
						     "'3']],'b':[['9','1']],"
						     "'ts':'1000'}],'ts':1}",
		REC("'seq':1,'snap':true,'bids':[[9,1]],'asks':[[11,3]]"),
		"books5 is whole each time");
	gives("{'action':'snapshot'," ARG3("books5") ",'data':[{'a':[],"
						     "'b':[['8','1']],"
						     "'ts':'1000'}],'ts':1}",
		REC("'seq':2,'snap':true,'bids':[[8,1]],'asks':[]"),
		"and replaces");
	gives("{'action':'snapshot'," ARG3(
		      "books5") ",'data':[{'a':[['9','1']],'b':[['8','1'],"
				"['7','1'],['6','1'],['5','1'],['4','1']],"
				"'ts':'1000'}],'ts':1}",
		REC("'seq':3,'snap':true,'bids':[[8,1],[7,1],[6,1],[5,1],[4,1]],"
		    "'asks':[[9,1]],'down':4"),
		"R28: a full side of it is known down to its last level");
	gives("{'action':'snapshot'," ARG3("books15") ",'data':[{'a':[],"
						      "'b':[['7','1']],"
						      "'ts':'1000'}],'ts':1}",
		"", "another depth is another stream: not merged");
	gives("{'action':'snapshot'," ARG3("rpi-books") ",'data':[{}],'ts':1}",
		"", "channels that we do not know are left alone");
	decode_close(&t);
}

static void hostile(void)
{
	open_world();
	frame(SNAP);
	refuses(V3("update", 21, 20, 0, "[['9']]", "[]"), "half a level");
	refuses(V3("update", 21, 20, 0, "[['9','1','2']]", "[]"),
		"a level and a half");
	refuses(V3("update", 21, 20, 0, "[['-9','1']]", "[]"),
		"a price below zero");
	refuses(V3("update", 21, 20, 0, "[['0','1']]", "[]"), "a price of 0");
	refuses(V3("update", 21, 20, 0, "[['9','-1']]", "[]"),
		"a size below zero");
	refuses(V3("update", 21, 20, 0, "[['x','1']]", "[]"), "no number");
	refuses(V3("update", 21, 20, 0, "[['1e-30','1']]", "[]"),
		"a number that no decimal holds");
	refuses(V3("update", 21, 20, 0, "{}", "[]"), "a side that is none");
	refuses(V3("update", 21, 20, 'x', "[]", "[]"), "no checksum");
	refuses(V3("update", -21, 20, 0, "[]", "[]"), "a number below zero");
	refuses("{'action':'update'," ARG3("books") ",'data':[{'a':[],'b':[],"
						    "'seq':21,'pseq':20,'ts':"
						    "'170000000000000000'}],"
						    "'ts':1}",
		"a time that microseconds cannot hold");
	refuses(V3("delta", 21, 20, 0, "[]", "[]"), "an unknown action");
	refuses("{'action':'update'," ARG3("books") ",'data':[{'a':[],'b':[],"
						    "'ts':'1'}],'ts':1}",
		"v3 without numbers");
	refuses("{'action':'update'," ARG3("books") ",'data':[{'a':[],'seq':21,"
						    "'pseq':20}],'ts':1}",
		"a side that is missing");
	refuses("{'action':'update'," ARG3("books") ",'data':[{'a':[],'a':[],"
						    "'b':[],'seq':21,"
						    "'pseq':20}],'ts':1}",
		"a side that comes twice");
	refuses("{'action':'update'," ARG3("books") ",'data':{},'ts':1}",
		"data that are no array");
	refuses("{'action':'update'," ARG3("books") "}", "no data");
	refuses("{'action':'update'," ARG3("books") ",'data':[],'data':[]}",
		"data that come twice");
	refuses("{'action':'update'," ARG3("books") "," ARG3("books") "}",
		"two args");
	refuses("{'action':'update','arg':{'instType':'usdt-futures','topic':"
		"'books','symbol':'ETHUSDT'},'data':[],'ts':1}",
		"a contract that is not among the instruments");
	refuses("{'action':'update'," ARG3("books") ",'data':[],'ts':-1}",
		"a time below zero");
	refuses("{'action':'update'," ARG3("books") ",'data':[{'a':[['9','1']]",
		"half a frame");
	refuses("[]", "no object");
	gives(V3("update", 21, 20, 0, "[]", "[]"),
		REC("'seq':21,'prev':20,'snap':false,'bids':[],'asks':[]"),
		"what is refused has changed nothing");
	gives("{'action':'update'," ARG3("books") ",'data':[{'a':[],'b':[["
						  "'9','4']],'seq':22,'pseq':"
						  "21,'ts':'1000'},{'a':[],"
						  "'b':[],'seq':23,'pseq':22,"
						  "'ts':'1000'}],'ts':1}",
		REC("'seq':22,'prev':21,'snap':false,'bids':[[9,4]],'asks':[]")
			REC("'seq':23,'prev':22,'snap':false,'bids':[],"
			    "'asks':[]"),
		"two in a frame: each in its turn");
	decode_close(&t);
}

int main(void)
{
	numbers();
	sums_v3();
	sums_v2();
	vectors();
	short_texts();
	whole();
	hostile();
	return done();
}
