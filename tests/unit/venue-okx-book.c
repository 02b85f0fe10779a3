/* OKX, books: seqId and prevSeqId, the legacy checksum, what is lost. */
#include "json/pull.h"
#include "venue-kit.h"
#include "venue/okx/okx.h"

static struct kit k;

static const char *book(const char *action, const char *bids, const char *asks,
	int seq, int prev)
{
	static char out[1024];

	snprintf(out, sizeof out,
		"{'arg':{'channel':'books','instId':'BTC-USDT'},'action':'%s',"
		"'data':[{'asks':[%s],'bids':[%s],'ts':'5','checksum':0,"
		"'prevSeqId':%d,'seqId':%d}]}",
		action, asks, bids, prev, seq);
	return out;
}

#define HEAD \
	"{'type':'book','venue':'okx','sym':'BTC-USDT','ts':5000,'rx':" \
	"1000000,"

/* The documented sequence: (-1,10) (10,15) (15,15) (15,3) (3,5). */
static void sequence(void)
{
	gives(&k, book("update", "['99','1','0','1']", "", 9, 8), "",
		"R8: nothing is told before the snapshot");
	gives(&k,
		book("snapshot", "['100','1.0','0','1'],['99','2','0','1']",
			"['101','3','0','1']", 10, -1),
		HEAD "'seq':10,'snap':true,'bids':[[100,1],[99,2]],'asks':[["
		     "101,3]]}\n",
		"(-1,10): the snapshot; a checksum of 0 is not verified");
	gives(&k, book("update", "['99','0','0','0']", "", 15, 10),
		HEAD "'seq':15,'prev':10,'snap':false,'bids':[[99,0]],'asks':["
		     "]}\n",
		"(10,15): an update; size 0 removes");
	gives(&k, book("update", "", "", 15, 15), "",
		"(15,15): no change is no gap, and nothing to tell");
	gives(&k, book("update", "['98','1','0','1']", "", 3, 15),
		HEAD "'seq':3,'prev':15,'snap':false,'bids':[[98,1]],'asks':["
		     "]}\n",
		"(15,3): a reset by maintenance goes on");
	gives(&k, book("update", "['98','2','0','1']", "", 5, 3),
		HEAD "'seq':5,'prev':3,'snap':false,'bids':[[98,2]],'asks':[]}"
		     "\n",
		"(3,5): and on");
	gives(&k, book("snapshot", "['90','1','0','1']", "", 7, -1),
		HEAD "'seq':7,'snap':true,'bids':[[90,1]],'asks':[]}\n",
		"a later snapshot replaces the book");
}

static void gaps(void)
{
	int n = kit_frame(&k, book("update", "['91','1','0','1']", "", 9, 8));

	ok(n == 0 && strstr(k.out.p, "\"event\":\"gap\"") &&
			!strstr(k.out.p, "\"book\""),
		"(8,9) behind 7: a gap, and the update is not told");
	ok(strncmp(k.wants.p, "resub ", 6) == 0,
		"the channel is subscribed anew");
	gives(&k, book("update", "['91','1','0','1']", "", 10, 9), "",
		"silence until the next snapshot");
	ok(k.wants.len == 0, "and it is asked for once");
	kit_frame(&k, book("snapshot", "['90','1','0','1']",
			      "['95','1','0','1']", 20, -1));
	kit_frame(&k, book("update", "['96','1','0','1']", "", 21, 20));
	ok(strstr(k.out.p, "\"event\":\"resync\"") &&
			!strstr(k.out.p, "\"book\""),
		"a crossed book starts anew");
	k.conn = 2;
	gives(&k, book("update", "['91','1','0','1']", "", 22, 21), "",
		"R7: a new connection starts from nothing");
	kit_frame(&k, book("snapshot", "['90','1','0','1']", "", 30, -1));
	k.conn = 1;
	gives(&k, book("update", "['91','1','0','1']", "", 31, 30), "",
		"what the old connection still sends is ignored");
	k.conn = 2;
	gives(&k, book("update", "['91','1','0','1']", "", 31, 30),
		HEAD "'seq':31,'prev':30,'snap':false,'bids':[[91,1]],'asks':["
		     "]}\n",
		"the new one goes on");
	n = kit_frame(&k,
		"{'arg':{'channel':'books','instId':'BTC-USDT'},'action':"
		"'update','data':[{'asks':[],'bids':[['91','3','0','1']],'ts':"
		"'5','checksum':0}]}");
	ok(n == 0 && strstr(k.out.p, "\"event\":\"gap\"") &&
			!strstr(k.out.p, "\"book\""),
		"R8: an update without number and checksum proves nothing");
	kit_frame(&k, book("snapshot", "['90','1','0','1']", "", 31, -1));
}

static void hostile(void)
{
	static const char *const levels[] = { "['1']", "[]", "7", "{}",
		"['0','1']", "['-1','1']", "['1','-1']", "['x','1']",
		"['1','1e99']", "[null,'1']", "[['1'],'1']", "['1','1',{}]",
		"['1234567890123456789','1']" };
	struct xg_buf big = { 0 };

	for (size_t i = 0; i < XG_LEN(levels); i++)
		refuses(&k, book("update", levels[i], "", 32, 31),
			"no level: %s", levels[i]);
	refuses(&k, book("replace", "", "", 32, 31), "no action of a book");
	refuses(&k,
		"{'arg':{'channel':'books','instId':'BTC-USDT'},'action':"
		"'update','data':[{'asks':[],'bids':[],'ts':"
		"'170000000000000000','prevSeqId':31,'seqId':32}]}",
		"a time that microseconds cannot hold");
	gives(&k, book("update", "['91','5','0','1']", "", 32, 31),
		HEAD "'seq':32,'prev':31,'snap':false,'bids':[[91,5]],'asks':["
		     "]}\n",
		"a bad frame changes nothing");
	gives(&k,
		"{'action':'update','data':[{'asks':[],'bids':[['91','6','0',"
		"'1']],'ts':'5','prevSeqId':32,'seqId':33},{'asks':[],'bids':"
		"[],'ts':'5','prevSeqId':33,'seqId':34}],'arg':{'channel':"
		"'books','instId':'BTC-USDT'}}",
		HEAD "'seq':33,'prev':32,'snap':false,'bids':[[91,6]],'asks':["
		     "]}\n" HEAD "'seq':34,'prev':33,'snap':false,'bids':[],"
		     "'asks':[]}\n",
		"two pushes in a frame, and the data before its head");
	refuses(&k,
		"{'arg':{'channel':'books','instId':'BTC-USDT'},'action':"
		"'update','data':[],'data':[{'asks':[],'bids':[],'ts':'5',"
		"'prevSeqId':34,'seqId':35}]}",
		"two members of one name are refused");
	xg_buf_text(&big, q("{'arg':{'channel':'books','instId':'BTC-USDT'},"
			    "'action':'update','data':[{'bids':["));
	for (int i = 0; i < 70000; i++)
		xg_buf_text(&big, i ? ",[\"1\",\"1\"]" : "[\"1\",\"1\"]");
	xg_buf_text(&big, "]}]}");
	ok(kit_raw(&k, xg_buf_view(&big), NULL, true) < 0,
		"a book has at most 65,536 levels");
	xg_buf_release(&big);
}

/* The recorded book of 2022 with its checksums. */
static void recorded(void)
{
	FILE *f = fopen("../shared/venues/okx/books-checksum-2022.ndjson", "r");
	char *line = NULL;
	size_t cap = 0;
	struct kit r = { 0 };
	int64_t n = 0;

	if (!f) {
		ok(true, "# SKIP ../shared is not here");
		return;
	}
	kit_start(&r, "okx");
	r.d.keep_checksum_books = true;
	kit_inst(&r,
		"{'type':'inst','venue':'okx','sym':'BTC-USD-20220527','base':"
		"'BTC','quote':'USD','kind':'future','native':"
		"'BTC-USD-220527','contract':100,'market':'futures',"
		"'inverse':true}");
	while (getline(&line, &cap, f) > 0) {
		struct xg_str raw, all = { line, strcspn(line, "\n") };

		n += xg_json_find(all, "raw", &raw) == 1 &&
		     kit_raw(&r, raw, NULL, true) == 0;
	}
	is_int(n, 100, "every frame of the recorded book is read");
	is_int(r.d.stats.checksums, 99, "all 99 checksums are verified");
	is_int(r.d.stats.checksum_bad, 0, "none is wrong");
	is_int(r.d.stats.records, 99, "every update is told");
	is_int(r.d.stats.resyncs, 0, "nothing was lost");
	free(line);
	fclose(f);
	kit_end(&r);
}

/* R9: over the texts as sent, of the top 25 levels, interleaved. */
static void checksum(void)
{
	static const char snap[] =
		"{'arg':{'channel':'books','instId':'BTC-USDT'},'action':"
		"'snapshot','data':[{'asks':[['8476.98','415','0','13']],"
		"'bids':[['8476.97','256.0','0','12'],['8475.55','101','0',"
		"'1']],'ts':'5','checksum':%lld,'prevSeqId':-1,'seqId':1}]}";
	/* CRC-32 of 8476.97:256.0:8476.98:415:8475.55:101 */
	static const char over[] = "8476.97:256.0:8476.98:415:8475.55:101";
	uint32_t crc = 0xffffffff;
	struct kit c = { 0 };
	char frame[512];

	for (const char *p = over; *p; p++) {
		crc ^= (unsigned char)*p;
		for (int i = 0; i < 8; i++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	crc = ~crc;
	kit_start(&c, "okx");
	c.d.keep_checksum_books = true;
	snprintf(frame, sizeof frame, snap, (long long)(int32_t)crc);
	kit_frame(&c, frame);
	ok(c.d.stats.checksums == 1 && c.d.stats.checksum_bad == 0,
		"R9: texts are summed as sent (256.0), shorter sides go on");
	snprintf(frame, sizeof frame, snap, (long long)(int32_t)crc + 1);
	kit_frame(&c, frame);
	ok(strstr(c.out.p, "\"event\":\"checksum\"") &&
			!strstr(c.out.p, "\"book\""),
		"R9: a wrong checksum is told, and its book is not");
	ok(strncmp(c.wants.p, "resub ", 6) == 0, "R9: and starts anew");
	c.d.keep_checksum_books = false;
	kit_frame(&c, frame);
	ok(strstr(c.out.p, "\"snap\":true"), "it is not verified unasked");
	kit_end(&c);
}

int main(void)
{
	kit_start(&k, "okx");
	kit_inst(&k, "{'type':'inst','venue':'okx','sym':'BTC-USDT','base':"
		     "'BTC','quote':'USDT','kind':'spot','native':'BTC-USDT',"
		     "'market':'spot'}");
	sequence();
	gaps();
	hostile();
	recorded();
	checksum();
	kit_end(&k);
	return done();
}
