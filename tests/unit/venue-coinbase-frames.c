/* Coinbase Advanced Trade: each frame becomes the records that it means, the
 * number of the connection is kept, and books are silent when it breaks. */
#include "venue-kit.h"
#include "venue/coinbase/coinbase.h"

static struct kit k;

#define HEAD(channel, seq) \
	"{'channel':'" channel \
	"','client_id':'','timestamp':'2026-04-07T14:30:00.123456789Z'," \
	"'sequence_num':" #seq ",'events':["
#define TS "'ts':1775572200123456,'rx':1000000"
#define ROW(side, px, qty) \
	"{'side':'" side \
	"','event_time':'1970-01-01T00:00:00Z','price_level':'" px \
	"','new_quantity':'" qty "'}"
#define SNAP(product, rows) \
	"{'type':'snapshot','product_id':'" product "','updates':[" rows "]}"
#define UPDATE(product, rows) \
	"{'type':'update','product_id':'" product "','updates':[" rows "]}"

static void learn(void)
{
	static const char *const lines[] = {
		"{'type':'inst','venue':'coinbase','sym':'BTC-USD','base':"
		"'BTC','quote':'USD','kind':'spot','native':'BTC-USD',"
		"'market':'spot'}",
		"{'type':'inst','venue':'coinbase','sym':'ETH-USD','base':"
		"'ETH','quote':'USD','kind':'spot','native':'ETH-USD',"
		"'market':'spot'}",
		"{'type':'inst','venue':'coinbase','sym':'BTC-USDC','base':"
		"'BTC','quote':'USDC','kind':'spot','native':'BTC-USDC',"
		"'market':'alias'}",
		"{'type':'inst','venue':'coinbase','sym':'BTC-USD-PERP',"
		"'base':'BTC','quote':'USD','kind':'perp','native':"
		"'BIP-20DEC30-CDE','contract':0.01,'market':'future'}",
	};

	for (size_t i = 0; i < XG_LEN(lines); i++)
		kit_inst(&k, lines[i]);
}

static void start(void)
{
	memset(&k, 0, sizeof k);
	kit_start(&k, "coinbase");
	learn();
}

static void books(void)
{
	start();
	gives(&k,
		HEAD("l2_data", 0) SNAP("BTC-USD",
			ROW("offer", "102", "1") "," ROW(
				"bid", "99", "2") "," ROW("bid", "100",
				"3.50") "," ROW("offer", "101.5", "4")) "]}",
		"{'type':'book','venue':'coinbase','sym':'BTC-USD'," TS
		",'seq':1,'snap':true,'bids':[[100,3.5],[99,2]],"
		"'asks':[[101.5,4],[102,1]]}\n",
		"a snapshot in no order, of both sides mixed, is put in order; "
		"its time is the envelope's, not 1970; it may come before the "
		"ack");
	gives(&k,
		HEAD("l2_data", 1)
			UPDATE("BTC-USD", ROW("bid", "100", "0") "," ROW(
						  "offer", "101", "7")) "]}",
		"{'type':'book','venue':'coinbase','sym':'BTC-USD'," TS
		",'seq':2,'prev':1,'snap':false,'bids':[[100,0]],'asks':"
		"[[101,7]]}\n",
		"an update: quantities are absolute, 0 removes");
	gives(&k,
		HEAD("l2_data", 2) UPDATE("BTC-USD",
			ROW("bid", "98", "1") "," ROW("bid", "98", "6")) "]}",
		"{'type':'book','venue':'coinbase','sym':'BTC-USD'," TS
		",'seq':3,'prev':2,'snap':false,'bids':[[98,6]],'asks':[]}\n",
		"of two rows with one price the last one holds");
	gives(&k,
		HEAD("l2_data", 3) SNAP(
			"ETH-USD", ROW("bid", "10", "1") "," ROW("offer", "11",
					   "1")) "," UPDATE("BTC-USD",
			ROW("offer", "103", "2")) "]}",
		"{'type':'book','venue':'coinbase','sym':'ETH-USD'," TS
		",'seq':1,'snap':true,'bids':[[10,1]],'asks':[[11,1]]}\n"
		"{'type':'book','venue':'coinbase','sym':'BTC-USD'," TS
		",'seq':4,'prev':3,'snap':false,'bids':[],'asks':[[103,2]]}\n",
		"a frame with events of several products");
	gives(&k,
		HEAD("l2_data", 4)
			SNAP("ETH-USD", ROW("offer", "12", "1") "," ROW("bid",
						"10", "0.00000000")) "]}",
		"{'type':'book','venue':'coinbase','sym':'ETH-USD'," TS
		",'seq':2,'snap':true,'bids':[],'asks':[[12,1]]}\n",
		"another snapshot replaces the book; an empty level is none");
	gives(&k,
		"{'events':[" UPDATE("ETH-USD",
			"{'new_quantity':'2',"
			"'price_level':'9','side':"
			"'bid','more':[1]}") "],"
					     "'sequence_num':5,'timestamp':"
					     "'2026-04-07T14:30:00.123456Z','channel':'l2_data'}",
		"{'type':'book','venue':'coinbase','sym':'ETH-USD'," TS
		",'seq':3,'prev':2,'snap':false,'bids':[[9,2]],'asks':[]}\n",
		"members may come in any order");
	gives(&k,
		HEAD("l2_data", 6) UPDATE("LTC-USD", ROW("bid", "1", "1")) "]}",
		"", "updates of a product before its snapshot are silent");
	ok(k.wants.len == 0, "and no reason to ask anew: it is on its way");
	kit_end(&k);
}

/* A book of 80,000 rows is a message of more than 8 MB. */
static void long_book(void)
{
	struct xg_buf b = { 0 };
	long lines = 0;

	start();
	xg_buf_text(&b, q(HEAD("l2_data", 0) "{'type':'snapshot','product_id':"
					     "'BTC-USD','updates':["));
	for (int i = 0; i < 40000; i++)
		xg_buf_printf(&b,
			"%s{\"side\":\"offer\",\"event_time\":\"2026-04-07T14:"
			"30:00.123456Z\",\"price_level\":\"%d.5\","
			"\"new_quantity\":\"1.25\"},{\"side\":\"bid\","
			"\"event_time\":\"2026-04-07T14:30:00.123456Z\","
			"\"price_level\":\"%d.25\",\"new_quantity\":\"2\"}",
			i ? "," : "", 100000 + i, i + 1);
	xg_buf_text(&b, "]}]}");
	ok(b.len > 8000000 && !b.failed, "a message of %zu bytes", b.len);
	is_int(kit_raw(&k, xg_buf_view(&b), NULL, true), 0, "is read");
	for (size_t at = 0, next; at < k.out.len; at = next + 1, lines++) {
		next = at + xg_str_find((struct xg_str){ k.out.p + at,
						k.out.len - at },
				    '\n');
		if (next - at > XG_REC_LINE_MAX)
			ok(false, "a record of %zu bytes", next - at);
	}
	is_int(lines, 10, "into records that are short enough");
	is_int(xg_book_count(&k.d.syncs.list[0]->book, XG_BUY), 40000,
		"the whole book is kept");
	xg_buf_release(&b);
	kit_end(&k);
}

static void contracts(void)
{
	start();
	gives(&k,
		HEAD("l2_data", 0) SNAP(
			"BIP-20DEC30-CDE", ROW("bid", "68925", "12") "," ROW(
						   "offer", "68930", "3")) "]}",
		"{'type':'book','venue':'coinbase','sym':'BTC-USD-PERP'," TS
		",'seq':1,'snap':true,'bids':[[68925,0.12]],'asks':"
		"[[68930,0.03]]}\n",
		"12 contracts of 0.01 are 0.12");
	gives(&k,
		HEAD("market_trades",
			1) "{'type':'update','trades':[{'trade_id':'7',"
			   "'product_id':'BIP-20DEC30-CDE','price':'68930',"
			   "'size':'5','side':'SELL','time':"
			   "'2026-04-07T14:30:00Z'}]}]}",
		"{'type':'trade','venue':'coinbase','sym':'BTC-USD-PERP','ts':"
		"1775572200000000,'rx':1000000,'id':'7','side':'buy','px':"
		"68930,'qty':0.05}\n",
		"trades of contracts are in base units");
	gives(&k,
		HEAD("l2_data", 2)
			SNAP("NEW-20DEC30-CDE", ROW("bid", "1", "1")) "," SNAP(
				"BTC-USD", ROW("bid", "1", "1")) "]}",
		"{'type':'status','venue':'coinbase','rx':1000000,'event':"
		"'error','conn':1,'detail':'coinbase: the product "
		"NEW-20DEC30-CDE is not known; its inst record "
		"must come first'}\n"
		"{'type':'book','venue':'coinbase','sym':'BTC-USD'," TS
		",'seq':1,'snap':true,'bids':[[1,1]],'asks':[]}\n",
		"a contract of unknown size is told, not guessed, and costs "
		"no other product");
	gives(&k,
		HEAD("l2_data", 3)
			SNAP("NEW-20DEC30-CDE", ROW("bid", "1", "1")) "]}",
		"", "... and told once");
	kit_end(&k);
}

/* "BUY" is a resting buy that was hit. */
static void trades(void)
{
	start();
	gives(&k,
		HEAD("market_trades",
			0) "{'type':'update','trades':[{'trade_id':'12',"
			   "'product_id':'BTC-USD','price':'68900.50','size':"
			   "'0.00150000','side':'BUY','time':"
			   "'2026-04-07T14:30:02.789012Z'},{'trade_id':'11',"
			   "'product_id':'BTC-USD','price':'68900.00','size':"
			   "'0.05','side':'SELL','time':"
			   "'2026-04-07T14:30:02.800000Z'}]}]}",
		"{'type':'trade','venue':'coinbase','sym':'BTC-USD','ts':"
		"1775572202800000,'rx':1000000,'id':'11','side':'buy','px':"
		"68900,'qty':0.05}\n"
		"{'type':'trade','venue':'coinbase','sym':'BTC-USD','ts':"
		"1775572202789012,'rx':1000000,'id':'12','side':'sell','px':"
		"68900.5,'qty':0.0015}\n",
		"market_trades: the maker's side is turned, and an event is "
		"put in order by its trade ids");
	gives(&k,
		HEAD("market_trades",
			1) "{'type':'snapshot','trades':[{'trade_id':'14',"
			   "'product_id':'BTC-USD','price':'1','size':'1',"
			   "'side':'BUY','time':''},{'trade_id':'13',"
			   "'product_id':'BTC-USD','price':'1','size':'1',"
			   "'side':'BUY','time':'0001-01-01T00:00:00Z'},"
			   "{'trade_id':'12','product_id':'BTC-USD','price':"
			   "'1','size':'1','side':'BUY','time':''}]}]}",
		"{'type':'trade','venue':'coinbase','sym':'BTC-USD'," TS
		",'id':'13','side':'sell','px':1,'qty':1}\n"
		"{'type':'trade','venue':'coinbase','sym':'BTC-USD'," TS
		",'id':'14','side':'sell','px':1,'qty':1}\n",
		"of a snapshot the trades that came while we were away are "
		"new, the others were had; a time that is none is the frame's");
	gives(&k,
		HEAD("market_trades",
			2) "{'type':'snapshot','trades':[{'trade_id':'9',"
			   "'product_id':'ETH-USD','price':'1','size':'1',"
			   "'side':'BUY','time':''}]}]}",
		"", "trades of before the first subscription are old");
	gives(&k,
		HEAD("market_trades",
			3) "{'type':'update','trades':[{'trade_id':'10',"
			   "'product_id':'ETH-USD','price':'1','size':"
			   "'0.-10000','side':'BUY','time':''},{'trade_id':"
			   "'11','product_id':'ETH-USD','price':'2','size':'3',"
			   "'side':'SELL','time':''}]}]}",
		"{'type':'trade','venue':'coinbase','sym':'ETH-USD'," TS
		",'id':'11','side':'buy','px':2,'qty':3}\n"
		"{'type':'status','venue':'coinbase','rx':1000000,'event':"
		"'error','conn':1,'detail':'coinbase: 1 rows of a frame could "
		"not be read'}\n",
		"a row that cannot be read costs itself only, and is told");
	kit_end(&k);
}

static void other_channels(void)
{
	start();
	gives(&k,
		HEAD("ticker",
			0) "{'type':'snapshot','tickers':[{'type':'ticker',"
			   "'product_id':'BTC-USD','price':'68900.50',"
			   "'best_bid':'68900.00','best_bid_quantity':'1.50',"
			   "'best_ask':'68901.00','best_ask_quantity':'0.5'}"
			   "]}]}",
		"{'type':'bbo','venue':'coinbase','sym':'BTC-USD'," TS
		",'bid':68900,'bid_qty':1.5,'ask':68901,'ask_qty':0.5}\n",
		"ticker: the best prices");
	gives(&k,
		HEAD("ticker_batch",
			1) "{'type':'snapshot','tickers':[{'type':'ticker',"
			   "'product_id':'','price':'','volume_24_h':''}]}]}",
		"", "a row of ticker_batch with nothing in it is no error");
	gives(&k,
		HEAD("candles",
			2) "{'type':'update','candles':[{'start':'1775572200',"
			   "'high':'68950.00','low':'68850.00','open':"
			   "'68900.00','close':'68920.50','volume':'42.15',"
			   "'product_id':'BTC-USD'},{'start':'1775571900',"
			   "'high':'4','low':'1','open':'2','close':'3',"
			   "'volume':'5','product_id':'BTC-USD'}]}]}",
		"{'type':'candle','venue':'coinbase','sym':'BTC-USD'," TS
		",'open':68900,'high':68950,'low':68850,'close':68920.5,"
		"'vol':42.15,'start':1775572200000000,'interval_s':300,"
		"'closed':false}\n"
		"{'type':'candle','venue':'coinbase','sym':'BTC-USD'," TS
		",'open':2,'high':4,'low':1,'close':3,'vol':5,'start':"
		"1775571900000000,'interval_s':300,'closed':true}\n",
		"candles of five minutes; one whose time is over is closed");
	gives(&k,
		HEAD("heartbeats", 3) "{'current_time':'2026-09-07 23:37:22 "
				      "+0000 UTC m=+1.2','heartbeat_counter':"
				      "'3049'}]}",
		"", "a heartbeat says nothing but that all is well");
	kit_end(&k);
}

/* sequence_num counts the frames of the connection, of all channels. */
static void numbers(void)
{
	start();
	kit_frame(&k, HEAD("l2_data", 0)
			      SNAP("BTC-USD", ROW("bid", "1", "1")) "," SNAP(
				      "ETH-USD", ROW("bid", "1", "1")) "]}");
	wants(&k,
		HEAD("subscriptions", 1) "{'subscriptions':{'heartbeats':["
					 "'heartbeats'],'level2':['BTC-USD',"
					 "'ETH-USD']}}]}",
		"ack heartbeats:heartbeats 0 1\nack level2:BTC-USD 0 1\n"
		"ack level2:ETH-USD 0 1\n",
		"an ack is the whole list of what is subscribed; it has a "
		"number");
	kit_frame(&k, HEAD("heartbeats", 2) "]}");
	gives(&k,
		HEAD("l2_data", 2) UPDATE("BTC-USD", ROW("bid", "1", "9")) "]}",
		"", "a number that was had is stale: dropped");
	gives(&k,
		HEAD("l2_data", 1) UPDATE("BTC-USD", ROW("bid", "1", "9")) "]}",
		"", "and a lower one");
	ok(k.wants.len == 0, "a stale frame wants nothing");
	gives(&k,
		HEAD("l2_data", 3) UPDATE("BTC-USD", ROW("bid", "1", "2")) "]}",
		"{'type':'book','venue':'coinbase','sym':'BTC-USD'," TS
		",'seq':2,'prev':1,'snap':false,'bids':[[1,2]],'asks':[]}\n",
		"the next number goes on, over acks and heartbeats");
	gives(&k, HEAD("heartbeats", 5) "]}",
		"{'type':'status','venue':'coinbase','sym':'BTC-USD','rx':"
		"1000000,'event':'gap','conn':1,'detail':'1 frames of the "
		"connection are missing'}\n"
		"{'type':'status','venue':'coinbase','sym':'ETH-USD','rx':"
		"1000000,'event':'resync','conn':1,'detail':'1 frames of the "
		"connection are missing'}\n",
		"a missing number, seen at a frame of any channel: no book of "
		"the connection is whole any more");
	is_text(k.wants.p, k.wants.len, "drop  0 1\n",
		"and the connection is wanted away");
	gives(&k,
		HEAD("l2_data", 6) UPDATE("BTC-USD", ROW("bid", "1", "3")) "]}",
		"", "after it the books are silent");
	k.conn = 2;
	gives(&k, HEAD("l2_data", 0) SNAP("BTC-USD", ROW("bid", "1", "4")) "]}",
		"{'type':'book','venue':'coinbase','sym':'BTC-USD'," TS
		",'seq':3,'snap':true,'bids':[[1,4]],'asks':[]}\n",
		"another connection counts for itself");
	kit_end(&k);
}

#define DEAL(id) \
	"{'trade_id':'" #id "','product_id':'BTC-USD','price':'1','size':" \
	"'1','side':'BUY','time':'2026-04-07T14:30:00Z'}"
#define DEALS(type, rows) "{'type':'" type "','trades':[" rows "]}]}"
#define TOLD(id) \
	"{'type':'trade','venue':'coinbase','sym':'BTC-USD','ts':" \
	"1775572200000000,'rx':1000000,'id':'" #id "','side':'sell','px':1," \
	"'qty':1}\n"

/* A trade is in a frame that is lost. */
static void lost_trade(void)
{
	start();
	gives(&k, HEAD("market_trades", 0) DEALS("update", DEAL(1)), TOLD(1),
		"a trade");
	kit_frame(&k, HEAD("market_trades", 2) DEALS("update", DEAL(3)));
	ok(strstr(k.out.p, "\"id\":\"3\"") && k.d.stats.gaps == 1,
		"what shows a gap is told");
	k.conn = 2;
	gives(&k,
		HEAD("market_trades", 0) DEALS("snapshot",
			DEAL(4) "," DEAL(3) "," DEAL(2) "," DEAL(1)),
		TOLD(2) TOLD(4),
		"R8: the trade that was lost is made good, those that were "
		"told are not told again");
	kit_end(&k);
}

static void broken(void)
{
	start();
	kit_frame(&k, HEAD("l2_data", 0)
			      SNAP("BTC-USD", ROW("bid", "1", "1")) "," SNAP(
				      "ETH-USD", ROW("bid", "1", "1")) "]}");
	gives(&k,
		HEAD("l2_data", 1)
			UPDATE("ETH-USD", ROW("bid", "1", "0.-10000") "," ROW(
						  "bid", "0.5", "5")) "]}",
		"{'type':'book','venue':'coinbase','sym':'ETH-USD'," TS
		",'seq':2,'prev':1,'snap':false,'bids':[[1,0],[0.5,5]],'asks':"
		"[]}\n"
		"{'type':'status','venue':'coinbase','rx':1000000,'event':"
		"'error','conn':1,'detail':'coinbase: 1 rows of a frame could "
		"not be read'}\n",
		"a size that is none is no liquidity, and is told");
	gives(&k,
		HEAD("l2_data", 2)
			UPDATE("BTC-USD", ROW("bid", "0.-1", "1")) "," UPDATE(
				"ETH-USD", ROW("bid", "1", "5")) "]}",
		"{'type':'status','venue':'coinbase','sym':'BTC-USD','rx':"
		"1000000,'event':'resync','conn':1,'detail':'a level of the "
		"book cannot be read'}\n"
		"{'type':'book','venue':'coinbase','sym':'ETH-USD'," TS
		",'seq':3,'prev':2,'snap':false,'bids':[[1,5]],'asks':[]}\n",
		"a level without a price costs its book, not the others");
	is_text(k.wants.p, k.wants.len, "resub  0 1\n",
		"and that book is asked for anew");
	gives(&k,
		HEAD("l2_data", 3)
			UPDATE("ETH-USD", ROW("offer", "0.5", "1")) "]}",
		"{'type':'status','venue':'coinbase','sym':'ETH-USD','rx':"
		"1000000,'event':'resync','conn':1,'detail':'the book is "
		"crossed after an update'}\n",
		"a book that is crossed after a frame starts anew");
	refuses(&k, HEAD("l2_data", 4) "{'type':'snapshot'}]}",
		"an event without a product is refused");
	refuses(&k, HEAD("l2_data", 4) SNAP("BTC-USD", "1") "]}",
		"rows that are none are refused");
	refuses(&k, "{'channel':'l2_data','sequence_num':-1}",
		"a number below 0 is refused");
	refuses(&k, "[]", "an array is no frame");
	refuses(&k, "{}", "an object of nothing is no frame");
	refuses(&k, HEAD("l2_data", 4) SNAP("BTC-USD", ROW("bid", "1", "1")),
		"a frame that ends early is refused whole");
	wants(&k, "{'type':'error','message':'failure to subscribe'}",
		"nack  0 1\n",
		"an error names nothing: the oldest question was refused");
	kit_end(&k);
}

/* BTC-USDC is a view of BTC-USD: its frames name BTC-USD. */
static void aliases(void)
{
	struct xg_rec rec;
	struct xg_topic t;
	const struct xg_instr *usdc;
	int rc;

	start();
	usdc = xg_insts_sym(&k.insts, XG_STR("coinbase"), XG_STR("BTC-USDC"));
	rc = k.d.venue->topics(usdc, XG_CH_BOOK, &t, 1);
	ok(rc == 1 && strcmp(t.text, "level2:BTC-USD") == 0,
		"a view subscribes to the book that it shows");
	xg_rec_start(&rec, XG_REC_INST, usdc->venue, usdc->sym, 0, 1);
	rec.u.inst = usdc->i;
	rec.has |= usdc->has & XG_REC_ALL;
	xg_insts_told(&k.insts, XG_STR("coinbase"), XG_STR("BTC-USDC"));
	gives(&k, HEAD("l2_data", 0) SNAP("BTC-USD", ROW("bid", "1", "1")) "]}",
		"{'type':'book','venue':'coinbase','sym':'BTC-USDC'," TS
		",'seq':1,'snap':true,'bids':[[1,1]],'asks':[]}\n",
		"who asked for the view gets the view");
	xg_insts_told(&k.insts, XG_STR("coinbase"), XG_STR("BTC-USD"));
	gives(&k,
		HEAD("market_trades",
			1) "{'type':'update','trades':[{'trade_id':'1',"
			   "'product_id':'BTC-USD','price':'1','size':'1',"
			   "'side':'BUY','time':''}]}]}",
		"{'type':'trade','venue':'coinbase','sym':'BTC-USD'," TS
		",'id':'1','side':'sell','px':1,'qty':1}\n"
		"{'type':'trade','venue':'coinbase','sym':'BTC-USDC'," TS
		",'id':'1','side':'sell','px':1,'qty':1}\n",
		"who asked for both gets both");
	kit_end(&k);
}

static void subscriptions(void)
{
	const struct xg_venue *v = xg_venue_find(XG_STR("coinbase"));
	struct xg_topic a = { .text = "level2:BTC-USD" },
			b = { .text = "level2:ETH-USD" };
	const struct xg_topic *t[] = { &a, &b };
	struct xg_buf out = { 0 };

	v->subscribe(&out, t, 2, 7, true);
	is_text(out.p, out.len,
		q("{'type':'subscribe','product_ids':['BTC-USD','ETH-USD'],"
		  "'channel':'level2'}"),
		"a subscribe message is about one channel");
	xg_buf_clear(&out);
	v->subscribe(&out, t, 1, 8, false);
	is_text(out.p, out.len,
		q("{'type':'unsubscribe','product_ids':['BTC-USD'],'channel':"
		  "'level2'}"),
		"and an unsubscribe");
	ok(v->links[0].one_channel, "the engine is told so");
	is_text(v->links[0].hello, strlen(v->links[0].hello),
		q("{'type':'subscribe','channel':'heartbeats'}"),
		"each connection asks for heartbeats first, at once");
	ok(v->links[0].silence_us == 5000000,
		"and is dead after 5 s without a message");
	xg_buf_release(&out);
}

int main(void)
{
	books();
	long_book();
	contracts();
	trades();
	other_channels();
	numbers();
	lost_trade();
	broken();
	aliases();
	subscriptions();
	return done();
}
