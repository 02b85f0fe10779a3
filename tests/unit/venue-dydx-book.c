/* Uncrossing, and books on frames. */
#include "dydx-world.h"
#include "venue/dydx/dydx.h"

/* ---- the worked examples of the venue's sheet ---- */

static void put_side(
	struct xg_dydx_ladder *b, int side, struct xg_str line, const char *key)
{
	struct xg_str list;
	struct xg_json j;

	if (xg_json_find(line, key, &list) <= 0)
		abort();
	xg_json_init(&j, list.p, list.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_ARR) {
		struct xg_dec px, qty;
		int64_t stamp;

		if (xg_json_dec(&j, &px) < 0 || xg_json_dec(&j, &qty) < 0 ||
			xg_json_i64(&j, &stamp) < 0 ||
			xg_json_next(&j) != XG_JSON_ARR_END)
			abort();
		xg_dydx_ladder_set(b, side, px, qty, stamp);
	}
}

static bool same(const struct xg_dydx_ladder *a, const struct xg_dydx_ladder *b)
{
	for (int s = 0; s < 2; s++) {
		if (a->side[s].n != b->side[s].n)
			return false;
		for (size_t i = 0; i < a->side[s].n; i++) {
			const struct xg_dydx_level *x = &a->side[s].lv[i];
			const struct xg_dydx_level *y = &b->side[s].lv[i];

			if (xg_dec_cmp(x->px, y->px) ||
				xg_dec_cmp(x->qty, y->qty) ||
				x->stamp != y->stamp)
				return false;
		}
	}
	return true;
}

static void example(struct xg_str line)
{
	struct xg_dydx_ladder b = { 0 }, want = { 0 };
	struct xg_dydx_list changed[2] = { 0 };

	put_side(&b, 0, line, "bids");
	put_side(&b, 1, line, "asks");
	put_side(&want, 0, line, "result_bids");
	put_side(&want, 1, line, "result_asks");
	ok(xg_dydx_ladder_uncross(&b, changed) == 0 && same(&b, &want),
		"the older level goes; of equal age, the smaller size of both");
	xg_dydx_ladder_release(&b);
	xg_dydx_ladder_release(&want);
	free(changed[0].lv);
	free(changed[1].lv);
}

static void on_vector(void *ctx, struct xg_str line, int n)
{
	struct xg_str vec;

	(void)n;
	if (xg_json_find(line, "vec", &vec) <= 0 ||
		!xg_str_is_text(vec, "\"dydx.book.uncross\""))
		return;
	example(line);
	++*(int *)ctx;
}

static void own_examples(void)
{
	example(xg_str_from(
		q("{'bids':[[100,3,4],[99,1,1]],'asks':[[100,1,4],[101,2,2]],"
		  "'result_bids':[[100,2,4],[99,1,1]],'result_asks':[[101,2,2]]"
		  "}")));
	example(xg_str_from(
		q("{'bids':[[100,1,4],[99,1,1]],'asks':[[98,1,6],[101,2,2]],"
		  "'result_bids':[],'result_asks':[[98,1,6],[101,2,2]]}")));
	example(xg_str_from(q("{'bids':[[100,1,4]],'asks':[[101,1,6]],"
			      "'result_bids':[[100,1,4]],'result_asks':[[101,1,"
			      "6]]}")));
}

/* ---- frames ---- */

#define SNAP(id, bids, asks) \
	"{'type':'subscribed','connection_id':'c','message_id':" id \
	",'channel':'v4_orderbook','id':'BTC-USD','contents':{'bids':[" bids \
	"],'asks':[" asks "]}}"
#define DATA(id, more) \
	"{'type':'channel_data','connection_id':'c','message_id':" id \
	",'id':'BTC-USD','channel':'v4_orderbook','version':'1.0.0'," \
	"'contents':" more "}"
#define L(px, sz) "{'price':'" px "','size':'" sz "'}"
#define ACK "want ack conn=1 topic=v4_orderbook:BTC-USD\n"
#define REC(ids, snap, bids, asks) \
	"{'type':'book','venue':'dydx','sym':'BTC-USD-PERP','rx':1000000," ids \
	",'snap':" snap ",'bids':[" bids "],'asks':[" asks "]}\n"
#define OLD "the venue gives no time"

static void books(void)
{
	open_world();
	gives(DATA("1", "{'bids':[['9','1']]}"),
		"want resub conn=1 sym=BTC-USD-PERP\n",
		"a change before the snapshot asks for one");
	gives(SNAP("2", L("99", "1") "," L("98", "2"), L("101", "3")),
		ACK REC("'seq':1", "true", "[99,1],[98,2]", "[101,3]"),
		"an acknowledgement has the snapshot; " OLD);
	gives(DATA("3", "{'bids':[['98','0'],['97','5']]}"),
		REC("'seq':2,'prev':1", "false", "[98,0],[97,5]", ""),
		"a change; a side may be absent");
	gives(DATA("4", "{'asks':[['105','0']]}"),
		"want alive conn=1 sym="
		"BTC-USD-PERP\n",
		"the end of a level that is not there changes nothing");
	gives(DATA("5", "{'asks':[['98.5','1']]}"),
		REC("'seq':3,'prev':2", "false", "[99,0]", "[98.5,1]"),
		"a new ask below the best bid: the bid is older, and goes");
	gives(DATA("6", "{'bids':[['98.5','0.4']],'asks':[['98.5','1']]}"),
		REC("'seq':4,'prev':3", "false", "[98.5,0]", "[98.5,0.6]"),
		"of one frame: the smaller size is taken from both");
	gives("{'type':'channel_batch_data','connection_id':'c','message_id':7,"
	      "'id':'BTC-USD','channel':'v4_orderbook','version':'1.0.0',"
	      "'contents':[{'bids':[['90','1']]},{'bids':[['90','2']],'asks':[["
	      "'110','1']]}]}",
		REC("'seq':5,'prev':4", "false", "[90,2]", "[110,1]"),
		"a batch is one change");
	gives("{'contents':{'asks':[['110','0']]},'message_id':8,'id':'BTC-USD'"
	      ",'type':'channel_data','channel':'v4_orderbook'}",
		REC("'seq':6,'prev':5", "false", "", "[110,0]"),
		"members come in any order");
	gives(SNAP("9", L("50", "1"), ""),
		ACK REC("'seq':7", "true", "[50,1]", ""),
		"a later snapshot replaces the book");
	decode_close(&t);
}

static void wrong_books(void)
{
	open_world();
	frame(SNAP("1", L("99", "1"), L("101", "3")));
	refuses(DATA("2", "{'bids':[['0','1']]}"), "a price of zero");
	refuses(DATA("2", "{'bids':[['1','-1']]}"), "a size below zero");
	refuses(DATA("2", "{'bids':[['1']]}"), "half a level");
	refuses(DATA("2", "{'bids':[{'price':'1'}]}"), "or of the other form");
	refuses(DATA("2", "{'bids':{}}"), "an object of levels");
	refuses(DATA("2", "5"), "a number for contents");
	refuses("{'type':'channel_data','id':'BTC-USD','channel':'v4_orderbook'"
		",'contents':{}}",
		"a frame without its number");
	refuses("{'type':'channel_data','message_id':2,'id':'BTC-USD',"
		"'channel':'v4_orderbook'}",
		"a frame without contents");
	refuses("{'type':'channel_data','message_id':2,'contents':{}}",
		"a frame without channel");
	refuses("{'message_id':2}", "a frame without type");
	refuses("{'type':'connected','message_id':-1}", "a number below zero");
	gives(DATA("2", "{'bids':[['98','1']]}"),
		REC("'seq':2,'prev':1", "false", "[98,1]", ""),
		"nothing of them is left");
	refuses("{'type':'channel_data','message_id':3,'id':'DOGE-USD',"
		"'channel':'v4_orderbook','contents':{'bids':[]}}",
		"a market that no instrument explains");
	decode_close(&t);
}

/* A number that is missing: all that the connection has is lost. */
static void gaps(void)
{
	open_world();
	frame(SNAP("1", L("99", "1"), L("101", "3")));
	frame(DATA("3", "{'bids':[['98','1']]}"));
	ok(t.recs[XG_REC_BOOK] == 1 && t.d.stats.gaps == 1 &&
			memmem(t.out.p, t.out.len, "want drop conn=1", 16) &&
			memmem(t.out.p, t.out.len,
				"1 frames of the connection are missing", 38),
		"a number is missing: the connection is dropped, and nothing "
		"wrong emitted");
	gives(DATA("4", "{'bids':[['98','1']]}"), "",
		"nor is what follows, before the snapshot");
	edge("close");
	conn = 2;
	edge("open");
	gives(SNAP("1", L("99", "1"), ""),
		"want ack conn=2 topic=v4_orderbook:BTC-USD\n" REC(
			"'seq':2", "true", "[99,1]", ""),
		"a new connection counts anew");
	gives("{'type':'error','message':'x','connection_id':'c','message_id':1"
	      "}",
		"{'type':'status','venue':'dydx','rx':1000000,'event':'error',"
		"'conn':2,'detail':'the venue says: x'}\n",
		"an error may repeat the number");
	gives(DATA("1", "{'bids':[['98','1']]}"), "",
		"other frames that do are ignored");
	gives(DATA("2", "{'bids':[['98','1']]}"),
		REC("'seq':3,'prev':2", "false", "[98,1]", ""),
		"and it counts on");
	decode_close(&t);
}

/* Each book is asked for again from time to time. */
static void refresh(void)
{
	static const char want[] = "want resub conn=1 sym=BTC-USD-PERP\n";

	open_world();
	frame(SNAP("1", L("99", "1"), L("101", "3")));
	xg_buf_clear(&t.out);
	decode_frame(&t, "orderbook", 1, 40000000,
		xg_str_from(q(DATA("2", "{'bids':[['98','1']]}"))));
	ok(!memmem(t.out.p, t.out.len, want, strlen(want)),
		"a book of 39 s is not asked for again");
	decode_frame(&t, "orderbook", 1, 47000000,
		xg_str_from(q(DATA("3", "{'bids':[['97','1']]}"))));
	ok(memmem(t.out.p, t.out.len, want, strlen(want)) != NULL,
		"one of 46 s is: stale levels may stay for ever");
	xg_buf_clear(&t.out);
	decode_frame(&t, "orderbook", 1, 48000000,
		xg_str_from(q(DATA("4", "{'bids':[['96','1']]}"))));
	ok(t.out.len && !memmem(t.out.p, t.out.len, want, strlen(want)),
		"once; until then it goes on");
	decode_close(&t);
}

/* So many levels of a side, the best at px, one apart. */
static const char *deep(int px, int step, int n)
{
	static struct xg_buf b[2];
	struct xg_buf *to = &b[step > 0];

	xg_buf_clear(to);
	for (int i = 0; i < n; i++)
		xg_buf_printf(to, "%s{'price':'%d','size':'1'}", i ? "," : "",
			px + i * step);
	xg_buf_char(to, '\0');
	return to->p;
}

static void snap(int id, int best, int bids, int asks)
{
	static struct xg_buf b;

	xg_buf_clear(&b);
	xg_buf_printf(&b,
		"{'type':'subscribed','connection_id':'c','message_id':%d,"
		"'channel':'v4_orderbook','id':'BTC-USD','contents':{'bids':["
		"%s],'asks':[%s]}}",
		id, deep(best, -1, bids), deep(best + 1, 1, asks));
	xg_buf_char(&b, '\0');
	frame(b.p);
}

static bool told(const char *what)
{
	return t.out.p && strstr(t.out.p, q(what));
}

/* R28: the first answer has 100 levels a side at most, updates are of all. */
static void known(void)
{
	char text[300];

	open_world();
	snap(1, 1000, 100, 99);
	ok(told("'down':901") && !told("'up':"),
		"a side of 100 levels is cut: it is known down to the last");
	gives(DATA("2", "{'bids':[['900','5']],'asks':[['2000','5']]}"),
		REC("'seq':2,'prev':1", "false", "", "[2000,5]"),
		"a level behind it is left out; a shorter side is whole");
	for (int i = 0; i < 90; i++) {
		snprintf(text, sizeof text, DATA("%d", "{'bids':[['%d','0']]}"),
			3 + i, 1000 - i);
		frame(text);
	}
	ok(!told("want resub"), "ten levels are enough");
	frame(DATA("93", "{'bids':[['910','0']]}"));
	ok(told("want resub conn=1 sym=BTC-USD-PERP"),
		"with fewer the book is asked for again");
	snap(94, 909, 100, 100);
	ok(told("'down':810") && told("'up':1009"),
		"and is known further down");
	decode_close(&t);
	open_world();
	snap(1, 1000, 100, 100);
	ok(told("'up':1100"), "both sides may be cut");
	decode_close(&t);
}

int main(void)
{
	static const char vectors[] = "../shared/venues/dydx/vectors.ndjson";
	int n = 0;

	own_examples();
	if (decode_file(vectors, on_vector, &n) < 0)
		ok(true, "uncrossing # skip %s is not here", vectors);
	else
		is_int(n, 4, "all examples of the sheet were tried");
	books();
	known();
	wrong_books();
	gaps();
	refresh();
	return done();
}
