/* Acknowledgements in all their forms, pongs, refusals, notices; frames that
 * mean nothing here, and frames that are broken. */
#include "bybit-world.h"

static void acks(void)
{
	open_world();
	gives("spot",
		"{'success':true,'ret_msg':'subscribe','conn_id':'2324d924',"
		"'req_id':'10001','op':'subscribe'}",
		"want ack conn=1 id=10001 detail=subscribe\n",
		"spot confirms a request by its id");
	gives("linear",
		"{'success':true,'ret_msg':'','conn_id':'3cd84cb1','req_id':"
		"'','op':'subscribe'}",
		"want ack conn=1\n",
		"contracts may confirm without an id: all that was sent");
	gives("option",
		"{'success':true,'conn_id':'aa01','data':{'failTopics':["
		"'tickers.X'],'successTopics':['orderbook.100.A','publicTrade."
		"BTC']},'type':'COMMAND_RESP'}",
		"want ack conn=1 topic=orderbook.100.A\n"
		"want ack conn=1 topic=publicTrade.BTC\n"
		"want nack conn=1 topic=tickers.X detail=it is among the failed "
		"topics\n",
		"options confirm and refuse each topic by itself");
	gives("spot",
		"{'success':true,'ret_msg':'','conn_id':'1','req_id':'7','op':"
		"'unsubscribe'}",
		"", "the end of a subscription needs no account");
	gives("spot", "{'retCode':0,'retMsg':'OK','op':'auth','connId':'1'}",
		"want login-ok conn=1 detail=OK\n", "a login may succeed");
	gives("spot",
		"{'op':'auth','success':false,'retCode':10003,'retMsg':"
		"'Invalid apikey','connId':'1'}",
		"want login-bad conn=1 detail=Invalid apikey\n",
		"and may fail");
	decode_close(&t);
}

static void refusals(void)
{
	open_world();
	gives("linear",
		"{'success':false,'ret_msg':'Invalid topic: "
		"invalid.topic.BTCUSDT','conn_id':'1','req_id':'5','op':"
		"'subscribe'}",
		"want nack conn=1 id=5 topic=invalid.topic.BTCUSDT again "
		"detail=Invalid topic: invalid.topic.BTCUSDT\n",
		"one bad topic fails the whole request: it is refused, the "
		"others are asked for again");
	gives("linear",
		"{'success':false,'ret_msg':'error:handler not found,topic:"
		"orderbook.50.X','conn_id':'1','req_id':'5','op':'subscribe'}",
		"want nack conn=1 id=5 topic=orderbook.50.X again detail=error:"
		"handler not found,topic:orderbook.50.X\n",
		"the topic is found in other words, too");
	gives("linear",
		"{'success':false,'ret_msg':'Invalid symbol :[tickers.A,"
		"tickers.B]','conn_id':'1','req_id':'5','op':'subscribe'}",
		"want nack conn=1 topic=tickers.A detail=Invalid symbol "
		":[tickers.A,tickers.B]\n"
		"want nack conn=1 id=5 topic=tickers.B again detail=Invalid "
		"symbol :[tickers.A,tickers.B]\n",
		"and several of them");
	gives("linear",
		"{'success':false,'ret_msg':'error:already subscribed,topic:"
		"publicTrade.BTCUSDT','conn_id':'1','req_id':'5','op':"
		"'subscribe'}",
		"want ack conn=1 id=5 topic=publicTrade.BTCUSDT again detail="
		"error:already subscribed,topic:publicTrade.BTCUSDT\n",
		"what is subscribed already is confirmed by that (R31: the "
		"first answer was slow)");
	gives("spot",
		"{'success':false,'ret_msg':'args size >10','conn_id':'1',"
		"'req_id':'5','op':'subscribe'}",
		"want nack conn=1 id=5 detail=args size >10\n",
		"a refusal that names none is one of the whole request");
	decode_close(&t);
}

static void quiet(void)
{
	open_world();
	gives("spot",
		"{'success':true,'ret_msg':'pong','conn_id':'1','op':'ping'}",
		"", "the pong of spot says that it is a ping");
	gives("option", "{'args':['1672916271846'],'op':'pong'}", "",
		"that of options is short");
	gives("spot",
		"{'req_id':'test','op':'pong','args':['1'],'conn_id':'1'}", "",
		"that of accounts has an id");
	gives("linear", "{'retCode':0,'retMsg':'OK','op':'pong','data':['1']}",
		"", "that of orders has a code");
	gives("linear", "{'topic':'insurance.USDT','type':'delta','data':[{}]}",
		"", "a topic that we do not ask for means nothing");
	gives("linear", "{'topic':'order','id':'1','data':[{'a':1}]}", "",
		"nor do those of accounts, yet");
	gives("linear", "{}", "", "nor does an empty object");
	decode_close(&t);
}

static void notices(void)
{
	open_world();
	gives("linear",
		"{'retCode':10019,'retMsg':'restart','op':'x','connId':'1'}",
		"{'type':'status','venue':'bybit','rx':1000000,'event':"
		"'maintenance','conn':1,'detail':'the service "
		"restarts (10019 restart)'}\nwant reconnect conn=1 detail=restart\n",
		"a service that restarts is told, and a new connection goes "
		"on");
	gives("spot",
		"{'topic':'system.status','ts':1,'data':[{'id':'4','title':"
		"'upgrade','state':'scheduled','begin':'1','end':'2','href':'',"
		"'serviceTypes':[2,3],'product':[1],'env':1}]}",
		"{'type':'status','venue':'bybit','rx':1000000,'event':"
		"'maintenance','conn':1,'detail':'scheduled: upgrade'}\n",
		"maintenance is told");
	decode_close(&t);
}

static void broken(void)
{
	static const char *const frames[] = { "[]", "5", "'x'", "{", "{'op'}",
		"{'op':'pong'} x", "{'topic':1e5,'data':{}",
		"{'success':'yes'}", "{'topic':'tickers.BTCUSDT','topic':'x'}",
		"{'type':'COMMAND_RESP','data':5}",
		"{'type':'COMMAND_RESP','data':{'failTopics':{}}}",
		"{'topic':'system.status','data':{}}",
		"{'topic':'tickers.BTCUSDT','type':'x','data':{}}",
		"{'topic':'tickers.BTCUSDT','type':'delta','data':[]}" };
	struct xg_error err = { 0 };
	struct xg_rec rec;

	open_world();
	for (size_t i = 0; i < XG_LEN(frames); i++)
		refuses("linear", frames[i], "%s is refused", frames[i]);
	refuses("swap", "{}", "a market that is unknown is refused");
	xg_rec_start(&rec, XG_REC_RAW, XG_STR("bybit"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, XG_STR("spot"));
	XG_REC_SET(&rec, rawf.text, XG_STR("hello"));
	ok(xg_decoder_rec(&t.d, &rec, &err) == XG_ERR_SYNTAX &&
			!strcmp(err.text, "bybit: this frame is not JSON"),
		"what is not JSON is told: %s", err.text);
	decode_close(&t);
}

int main(void)
{
	acks();
	refusals();
	quiet();
	notices();
	broken();
	return done();
}
