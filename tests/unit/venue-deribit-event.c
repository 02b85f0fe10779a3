/* Answers to what we send, heartbeats, notices. */
#include "deribit-world.h"

#define STATUS(event, detail) \
	"{'type':'status','venue':'deribit','rx':1000000,'event':'" event \
	"','conn':1,'detail':'" detail "'}\n"

static void acks(void)
{
	gives("{'jsonrpc':'2.0','id':7,'result':['trades.A.100ms',"
	      "'book.A.100ms'],'usIn':1,'usOut':2,'usDiff':1,'testnet':false}",
		"want ack conn=1 topic=trades.A.100ms\n"
		"want ack conn=1 topic=book.A.100ms\n"
		"want nack conn=1 id=7 detail=it is not in the list of what "
		"was subscribed\n",
		"each channel of the list is confirmed; whatever else the "
		"request had was dropped without a word");
	gives("{'usIn':1,'result':[],'id':8}",
		"want nack conn=1 id=8 detail=it is not in the list of what "
		"was subscribed\n",
		"an empty list refuses all");
	gives("{'jsonrpc':'2.0','id':1000000007,'result':['book.A.100ms']}", "",
		"the end of a subscription confirms none");
	gives("{'jsonrpc':'2.0','id':9000000002,'result':{'version':'1.2'}}",
		"", "the answer to public/test is a sign of life");
}

static void errors(void)
{
	gives("{'jsonrpc':'2.0','id':3,'error':{'code':-32602,'message':"
	      "'Invalid params','data':{'reason':'x','param':'channels'}}}",
		"want nack conn=1 id=3 detail=Invalid params\n",
		"a request that is refused");
	gives("{'jsonrpc':'2.0','id':3,'error':{'code':10028,'message':"
	      "'too_many_requests','data':null}}",
		STATUS("ratelimit", "the venue says: too_many_requests"),
		"too many requests refuse nothing: they are asked again");
	gives("{'jsonrpc':'2.0','id':3,'error':{'code':11051,'message':"
	      "'system_maintenance'}}",
		STATUS("error", "the venue says: system_maintenance"),
		"nor does maintenance");
	gives("{'jsonrpc':'2.0','id':3,'error':{'code':13888,'message':"
	      "'timed_out'}}",
		STATUS("error", "the venue says: timed_out"),
		"nor an answer that came too late");
	gives("{'jsonrpc':'2.0','id':9000000001,'error':{'code':10001,"
	      "'message':'error'}}",
		STATUS("error", "the venue says: error"),
		"a refusal of heartbeats is told");
	gives("{'jsonrpc':'2.0','error':{'code':-32700,'message':"
	      "'Parse error'}}",
		STATUS("error", "the venue says: Parse error"),
		"so is one that names no request");
	refuses("{'id':3,'error':{'message':'x'}}", "an error without a code");
}

static void heartbeats(void)
{
	gives("{'jsonrpc':'2.0','method':'heartbeat','params':{'type':"
	      "'test_request'}}",
		"want send conn=1 text={'jsonrpc':'2.0','id':9000000002,"
		"'method':'public/test','params':{}}\n",
		"a test_request is answered by public/test");
	gives("{'params':{'type':'heartbeat'},'method':'heartbeat'}", "",
		"a heartbeat needs no answer");
	gives("{'jsonrpc':'2.0','id':9000000001,'result':'ok'}",
		"want send conn=1 text={'jsonrpc':'2.0','id':9000000003,"
		"'method':'public/subscribe','params':{'channels':["
		"'platform_state']}}\n",
		"when heartbeats are on, notices are asked for");
	gives("{'jsonrpc':'2.0','id':9000000003,'result':['platform_state']}",
		"", "which come");
	gives("{'jsonrpc':'2.0','id':9000000003,'result':[]}",
		STATUS("error", "the venue gives no notice of maintenance"),
		"or not: that is told");
}

static void notices(void)
{
	gives(push("platform_state", "{'maintenance':true}"),
		STATUS("maintenance",
			"maintenance of the platform ") "want reconnect conn=1\n",
		"maintenance ends the connection");
	gives(push("platform_state", "{'locked':true}"),
		STATUS("maintenance",
			"the platform is locked ") "want reconnect conn=1\n",
		"so does a lock of all");
	gives(push("platform_state",
		      "{'locked':true,'price_index':'btc_usdc'}"),
		STATUS("maintenance", "the platform is locked btc_usdc"),
		"a lock of one index does not");
	gives(push("platform_state",
		      "{'locked':false,'price_index':'btc_usdc'}"),
		STATUS("recovered", "the platform is open again btc_usdc"),
		"and its end is told");
	gives(push("platform_state",
		      "{'allow_unauthenticated_public_requests':true}"),
		"", "another notice is none of ours");
}

int main(void)
{
	open_world();
	acks();
	errors();
	heartbeats();
	notices();
	decode_close(&t);
	return done();
}
