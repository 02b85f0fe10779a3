/* The Exchange feed: recordings under the name "coinbase" say so by their
 * market; the venue "coinbase-exchange" speaks nothing else. */
#include "venue-kit.h"
#include "venue/coinbase/coinbase.h"

static struct kit k;

static void start(void)
{
	memset(&k, 0, sizeof k);
	kit_start(&k, "coinbase-exchange");
	kit_inst(&k,
		"{'type':'inst','venue':'coinbase-exchange','sym':'BTC-USD',"
		"'base':'BTC','quote':'USD','kind':'spot','native':'BTC-USD',"
		"'market':'exchange'}");
}

#define HEAD(type) \
	"{'type':'" type \
	"','product_id':'BTC-USD','time':'2021-04-17T16:43:30.244075Z',"
#define TS "'ts':1618677810244075,'rx':1000000"

static void books(void)
{
	start();
	gives(&k,
		"{'type':'snapshot','product_id':'BTC-USD','asks':[['102',"
		"'1'],['101.50','2.0']],'bids':[['100','3'],['99','4']]}",
		"{'type':'book','venue':'coinbase-exchange','sym':'BTC-USD',"
		"'rx':1000000,'seq':1,'snap':true,'bids':[[100,3],[99,4]],"
		"'asks':[[101.5,2],[102,1]]}\n",
		"snapshot: best first, no time");
	gives(&k,
		HEAD("l2update") "'changes':[['buy','100','0.00000000'],"
				 "['sell','101','5'],['buy','98','1']]}",
		"{'type':'book','venue':'coinbase-exchange','sym':'BTC-USD'," TS
		",'seq':2,'prev':1,'snap':false,'bids':[[100,0],[98,1]],"
		"'asks':[[101,5]]}\n",
		"l2update: absolute sizes, sell is the side of the asks, 0 "
		"with decimals removes");
	gives(&k, HEAD("l2update") "'changes':[['buy','98','0.-10000']]}",
		"{'type':'book','venue':'coinbase-exchange','sym':'BTC-USD'," TS
		",'seq':3,'prev':2,'snap':false,'bids':[[98,0]],'asks':[]}\n"
		"{'type':'status','venue':'coinbase-exchange','rx':1000000,"
		"'event':'error','conn':1,'detail':'coinbase: 1 rows of a "
		"frame could not be read'}\n",
		"a size that is none is no liquidity, and is told");
	gives(&k, HEAD("l2update") "'changes':[['buy','0.-7','1']]}",
		"{'type':'status','venue':'coinbase-exchange','sym':'BTC-USD',"
		"'rx':1000000,'event':'resync','conn':1,'detail':'a level of "
		"the book cannot be read'}\n",
		"a level without a price costs the book");
	is_text(k.wants.p, k.wants.len, "resub  0 1\n", "it is asked for anew");
	gives(&k, HEAD("l2update") "'changes':[['buy','97','1']]}", "",
		"until the snapshot it is silent");
	refuses(&k, HEAD("l2update") "'changes':[['hold','97','1']]}",
		"a side that is none is refused");
	refuses(&k, "{'type':'snapshot','product_id':'BTC-USD','asks':[]}",
		"half a snapshot is refused");
	refuses(&k,
		"{'type':'snapshot','product_id':'BTC-USD','asks':[],"
		"'bids':[],'asks':[]}",
		"a side twice is refused");
	refuses(&k, "{'type':'snapshot','asks':[],'bids':[]}",
		"a snapshot of nothing is refused");
	refuses(&k, HEAD("l2update") "'changes':[['buy','97','1']]",
		"a frame that ends early is refused whole");
	refuses(&k, "{'product_id':'BTC-USD'}", "a frame without a type");
	kit_end(&k);
}

#define MATCH(type, id, side) \
	HEAD(type) \
	"'trade_id':" #id \
	",'maker_order_id':'a','taker_order_id':'b','side':'" side \
	"','size':'0.04','price':'14.7775','sequence':5}"
#define TRADE(id, side) \
	"{'type':'trade','venue':'coinbase-exchange','sym':'BTC-USD'," TS \
	",'id':'" #id "','side':'" side "','px':14.7775,'qty':0.04}\n"

static void trades(void)
{
	start();
	gives(&k, MATCH("last_match", 5, "sell"), "",
		"last_match on subscribing is the last trade before it");
	gives(&k, MATCH("match", 6, "sell"), TRADE(6, "buy"),
		"match.side is the maker's: he sold, the aggressor bought");
	gives(&k, MATCH("match", 8, "buy"), TRADE(8, "sell"),
		"and the other way");
	gives(&k, MATCH("last_match", 8, "buy"), "",
		"a last_match that was had is silent");
	gives(&k, MATCH("last_match", 9, "buy"), TRADE(9, "sell"),
		"one that came while we were away is not lost");
	gives(&k, MATCH("match", 10, "hold"),
		"{'type':'status','venue':'coinbase-exchange','rx':1000000,"
		"'event':'error','conn':1,'detail':'coinbase: 1 rows of a "
		"frame could not be read'}\n",
		"a trade without a side is told, not guessed");
	kit_end(&k);
}

static void others(void)
{
	start();
	gives(&k,
		HEAD("ticker") "'sequence':1,'price':'14.7','best_bid':"
			       "'14.7550','best_ask':'14.8060',"
			       "'best_bid_size':'2','best_ask_size':'3.5',"
			       "'side':'buy','trade_id':1,'last_size':'1'}",
		"{'type':'bbo','venue':'coinbase-exchange','sym':'BTC-USD'," TS
		",'bid':14.755,'bid_qty':2,'ask':14.806,'ask_qty':3.5}\n",
		"ticker: the best prices");
	gives(&k,
		HEAD("ticker") "'sequence':1,'price':'14.7','best_bid':"
			       "'14.7550','best_ask':'14.8060','side':'buy'}",
		"", "a ticker of old without sizes is no bbo");
	gives(&k, HEAD("heartbeat") "'sequence':1,'last_trade_id':2}", "",
		"heartbeat");
	gives(&k, HEAD("received") "'sequence':1,'order_id':'x'}", "",
		"what is not asked for is no error");
	wants(&k,
		"{'type':'subscriptions','channels':[{'name':'level2_batch',"
		"'product_ids':['BTC-USD','ETH-USD']},{'name':'matches',"
		"'product_ids':['BTC-USD']}]}",
		"ack level2_batch:BTC-USD 0 1\nack level2_batch:ETH-USD 0 1\n"
		"ack matches:BTC-USD 0 1\n",
		"an ack is the whole list");
	wants(&k,
		"{'type':'subscriptions','channels':[{'name':'level2_50',"
		"'product_ids':['BTC-USD']},'status',7]}",
		"ack level2_batch:BTC-USD 0 1\n",
		"the book channel has several names");
	wants(&k,
		"{'type':'error','message':'Failed to subscribe','reason':"
		"'X-USD is not a valid product'}",
		"nack  0 1\n", "an error refuses the oldest question");
	gives(&k, "{'type':'l2update','product_id':'NEW-USD','changes':[]}", "",
		"updates before a snapshot are silent");
	gives(&k,
		"{'type':'snapshot','product_id':'NEW-USD','bids':[['1','1']],"
		"'asks':[]}",
		"{'type':'book','venue':'coinbase-exchange','sym':'~NEW-USD',"
		"'rx':1000000,'seq':1,'snap':true,'bids':[[1,1]],'asks':[]}\n",
		"a product that is not known keeps the venue's name");
	kit_end(&k);
}

static void subscribe(void)
{
	const struct xg_venue *v = xg_venue_find(XG_STR("coinbaseexchange"));
	struct xg_topic a = { .text = "level2_batch:BTC-USD" },
			b = { .text = "matches:BTC-USD" },
			c = { .text = "matches:ETH-USD" };
	const struct xg_topic *t[] = { &a, &b, &c };
	struct xg_buf out = { 0 };

	v->subscribe(&out, t, 3, 7, true);
	is_text(out.p, out.len,
		q("{'type':'subscribe','channels':[{'name':'level2_batch',"
		  "'product_ids':['BTC-USD']},{'name':'matches','product_ids':"
		  "['BTC-USD','ETH-USD']},{'name':'heartbeat','product_ids':["
		  "'BTC-USD','ETH-USD']}]}"),
		"channels of one message, and heartbeats of all its products");
	xg_buf_clear(&out);
	v->subscribe(&out, t, 1, 8, false);
	is_text(out.p, out.len,
		q("{'type':'unsubscribe','channels':[{'name':'level2_batch',"
		  "'product_ids':['BTC-USD']}]}"),
		"heartbeats stay");
	ok(!v->seq_proof, "no number proves that nothing is missing: told");
	xg_buf_release(&out);
}

/* A recording of it under the name "coinbase". */
static void recorded(void)
{
	struct xg_rec rec;

	memset(&k, 0, sizeof k);
	kit_start(&k, "coinbase");
	kit_inst(&k,
		"{'type':'inst','venue':'coinbase','sym':'CELO-USD','base':"
		"'CELO','quote':'USD','kind':'spot','native':'CGLD-USD',"
		"'market':'exchange'}");
	kit_clear(&k);
	xg_rec_start(&rec, XG_REC_RAW, XG_STR("coinbase"), XG_STR(""), 0, 5);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, XG_STR("exchange"));
	XG_REC_SET(&rec, rawf.data,
		xg_str_from(q("{'type':'snapshot','product_id':'CGLD-USD',"
			      "'bids':[['1','1']],'asks':[]}")));
	is_int(xg_decoder_rec(&k.d, &rec, &k.err), 0, "it is read");
	is_text(k.out.p, k.out.len,
		q("{'type':'book','venue':'coinbase','sym':'CELO-USD','rx':5,"
		  "'seq':1,'snap':true,'bids':[[1,1]],'asks':[]}\n"),
		"frames of the market \"exchange\" are of the Exchange feed");
	kit_end(&k);
}

int main(void)
{
	books();
	trades();
	others();
	subscribe();
	recorded();
	return done();
}
