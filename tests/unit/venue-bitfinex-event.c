/* Bitfinex: what the venue says of itself, of connections and subscriptions. */
#include "venue-kit.h"
#include "venue/bitfinex/bitfinex.h"

static struct kit k;

#define STATUS(event, detail) \
	"{'type':'status','venue':'bitfinex','rx':1000000,'event':'" event \
	"','conn':1,'detail':'" detail "'}\n"

static void greeting(void)
{
	wants(&k,
		"{'event':'info','version':2,'serverId':'e293377e','platform':"
		"{'status':1}}",
		"ready  0 1\n", "it greets: subscriptions may go");
	is_int((int64_t)k.out.len, 0, "which is not told");
	gives(&k, "{'event':'info','version':2,'platform':{'status':0}}",
		STATUS("maintenance", "the venue is in maintenance"),
		"status 0: it is in maintenance");
	is_int((int64_t)k.wants.len, 0, "then nothing may go");
	gives(&k, "{'event':'info','version':2,'platform':{'status':1}}",
		STATUS("recovered", "the venue is operative"),
		"until it is up");
	is_text(k.wants.p, k.wants.len, "ready  0 1\n", "then it may");
	gives(&k, "{'event':'info','version':3}",
		STATUS("error", "the venue speaks version 3, and not 2"),
		"another version is not read");
	is_int((int64_t)k.wants.len, 0, "nor subscribed to");
}

static void configuration(void)
{
	gives(&k, "{'event':'conf','status':'OK','flags':537100288}", "",
		"what was asked for is confirmed");
	refuses(&k, "[1,'hb']", "now each message has its numbers");
	gives(&k, "[1,'hb',1,1600000000000]", "", "so has a heartbeat");
	gives(&k, "{'event':'conf','status':'FAILED'}",
		STATUS("error", "the venue does not number its messages (conf: "
				"FAILED)"),
		"not confirmed");
	is_text(k.wants.p, k.wants.len, "drop  0 1\n",
		"fails closed: nothing would be proven");
	gives(&k, "{'event':'conf','status':'OK','flags':32768}", "",
		"times, and no numbers");
	gives(&k, "[1,'hb',1600000000000]", "", "then there is only the time");
	gives(&k, "{'event':'pong','ts':1511545528111,'cid':1}", "", "a pong");
}

static void subscriptions(void)
{
	wants(&k,
		"{'event':'subscribed','channel':'book','chanId':10092,'symbol'"
		":'tETHUSD','prec':'P0','freq':'F0','len':'250','subId':123,"
		"'pair':'ETHUSD'}",
		"ack book:250:tETHUSD 0 1\n", "a book, by its length");
	wants(&k,
		"{'event':'subscribed','channel':'book','chanId':2,'symbol':"
		"'tDOGE:USD','prec':'P0','freq':'F0','len':1}",
		"ack book:1:tDOGE:USD 0 1\n", "which may be a number");
	wants(&k,
		"{'chanId':3,'pair':'BTCF0:USTF0','symbol':'tBTCF0:USTF0',"
		"'channel':'trades','event':'subscribed'}",
		"ack trades:tBTCF0:USTF0 0 1\n", "members in any order");
	wants(&k,
		"{'event':'subscribed','channel':'candles','chanId':4,'key':"
		"'trade:1m:tBTCUSD'}",
		"ack candles:trade:1m:tBTCUSD 0 1\n", "candles by key");
	wants(&k,
		"{'event':'subscribed','channel':'status','chanId':5,'key':"
		"'liq:global'}",
		"ack status:liq:global 0 1\n", "liquidations");
	wants(&k,
		"{'event':'subscribed','channel':'trades','chanId':6,'symbol':"
		"'fUSD','currency':'USD'}",
		"ack trades:fUSD 0 1\n", "of what we did not ask for");
	wants(&k, "{'event':'unsubscribed','status':'OK','chanId':6}", "",
		"the end of one");
	wants(&k, "{'event':'unsubscribed','status':'OK','chanId':606}", "",
		"of one that is none");
	refuses(&k, "{'event':'subscribed','channel':'trades','symbol':'tX'}",
		"no number");
	refuses(&k, "{'event':'subscribed','channel':'trades','chanId':7}",
		"no name");
	refuses(&k,
		"{'event':'subscribed','channel':'trades','chanId':0,'symbol':"
		"'tX'}",
		"number 0 is the account's");
	refuses(&k, "{'event':'unsubscribed'}", "the end of nothing");
	kit_frame(&k,
		"{'event':'subscribed','channel':'book','chanId':77,'key':'1',"
		"'symbol':'tBTCUSD','prec':'P0','len':'250'}");
	gives(&k, "[77,[[99,1,1]],1]", "",
		"a symbol and a key that say different things: none of ours");
	kit_frame(&k, "{'event':'unsubscribed','chanId':77}");
}

static void refusals(void)
{
	wants(&k,
		"{'event':'error','msg':'symbol: invalid','code':10300,"
		"'channel':'book','symbol':'tFOOBAR','prec':'P0','freq':'F0',"
		"'len':'250','subId':9,'pair':'FOOBAR'}",
		"nack book:250:tFOOBAR 0 1\n", "a refusal echoes the request");
	wants(&k,
		"{'event':'error','msg':'key: invalid','code':10300,'channel':"
		"'status','key':'deriv:tX'}",
		"nack status:deriv:tX 0 1\n", "by key");
	wants(&k, "{'event':'error','msg':'unknown','code':10000,'subId':'9'}",
		"nack  9 1\n", "or its number tells");
	wants(&k, "{'event':'error','msg':'limit','code':10305}", "nack  0 1\n",
		"or it was the oldest");
	wants(&k,
		"{'event':'error','msg':'subscribe: dup','code':10301,"
		"'channel':'book','symbol':'tETHUSD','prec':'P0','freq':'F0',"
		"'len':'250'}",
		"ack book:250:tETHUSD 0 1\n",
		"R31: already subscribed: it is there");
	wants(&k,
		"{'event':'error','msg':'subscribe: dup','code':10301,"
		"'channel':'trades','symbol':'tETHUSD'}",
		"nack trades:tETHUSD 0 1\n", "unless nobody knows of it");
	gives(&k, "{'event':'error','msg':'ERR_RATE_LIMIT','code':10020}",
		STATUS("ratelimit", "error 10020: ERR_RATE_LIMIT"),
		"R13: too fast is no refusal");
	is_int((int64_t)k.wants.len, 0, "R13: it is asked for again later");
	gives(&k,
		"{'event':'error','msg':'unsubscribe: not found','code':10400,"
		"'chanId':7}",
		STATUS("error", "error 10400: unsubscribe: not found"),
		"the end of a subscription was refused");
	is_int((int64_t)k.wants.len, 0, "which is no subscription");
}

static void restart(void)
{
	gives(&k, "{'event':'info','code':20051,'msg':'Stop/Restart'}",
		STATUS("maintenance", "info 20051: Stop/Restart"),
		"it restarts: told");
	is_text(k.wants.p, k.wants.len, "reconnect  0 1\n",
		"and another connection is made");
	gives(&k, "{'event':'info','code':20099,'msg':'news'}",
		STATUS("error", "info 20099: news"), "what is not known");
}

static void maintenance(void)
{
	kit_frame(&k, "{'event':'conf','status':'OK','flags':0}");
	kit_frame(&k, "[10092,[[99,1,1]]]");
	ok(strstr(k.out.p, "\"snap\":true"), "a book is there");
	gives(&k, "{'event':'info','code':20060,'msg':'Entering'}",
		STATUS("maintenance", "the venue is in maintenance"),
		"maintenance begins");
	wants(&k, "{'event':'info','code':20061,'msg':'ended'}",
		"resub  0 1\nresub book:1:tDOGE:USD 0 1\nresub "
		"trades:tBTCF0:USTF0 0 1\nresub candles:trade:1m:tBTCUSD 0 1\n"
		"resub status:liq:global 0 1\nready  0 1\n",
		"it ends: everything is subscribed again");
	ok(strstr(k.out.p, "\"recovered\"") && strstr(k.out.p, "\"resync\"") &&
			strstr(k.out.p, "ETH-USD"),
		"which is told, of each book");
	gives(&k, "[10092,[98,1,1]]", "", "R8: until then they are silent");
	refuses(&k, "{'event':'info'}", "what is it about?");
}

static void hostile(void)
{
	refuses(&k, "{}", "no event");
	refuses(&k, "{'event':'error'", "half of one");
	refuses(&k, "[]", "nothing");
	refuses(&k, "[1]", "a channel alone");
	refuses(&k, "'x'", "a text");
	refuses(&k, "[[[[[[", "depth");
	refuses(&k,
		"{'event':'subscribed','channel':'x\\\\u0022','chanId':7,"
		"'symbol':'tX'}",
		"escapes in a name");
	ok(kit_raw(&k, XG_STR("hello"), NULL, false) < 0 && k.err.text[0],
		"plain text is none of its frames");
	gives(&k, "{'event':'auth','status':'OK','chanId':0}", "",
		"what belongs to an account");
	gives(&k, "[0,'ws',[],1,1]", "", "too");
}

/* More channels than the venue allows: refused, not overwritten. */
static void many(void)
{
	char text[128];
	int rc = 0, n = 0;

	k.conn = 9;
	for (; rc >= 0 && n < 100; n++) {
		snprintf(text, sizeof text,
			"{'event':'subscribed','channel':'trades','chanId':%d,"
			"'symbol':'tX%d'}",
			1000 + n, n);
		rc = kit_frame(&k, text);
	}
	is_int(rc, XG_ERR_LIMIT, "R11: so many channels no connection has");
	is_int(n, XG_BITFINEX_CHANS + 1, "R11: the limit");
	for (int64_t conn = 10; conn < 60; conn++) {
		k.conn = conn;
		kit_frame(&k, "{'event':'subscribed','channel':'trades',"
			      "'chanId':5,'symbol':'tETHUSD'}");
	}
	ok(kit_frame(&k, "[5,'te',[1,1600000000000,1,1]]") >= 0 &&
			k.out.len > 0,
		"R11: of many connections the newest are kept");
}

int main(void)
{
	kit_start(&k, "bitfinex");
	kit_inst(&k, "{'type':'inst','venue':'bitfinex','sym':'ETH-USD','base':"
		     "'ETH','quote':'USD','kind':'spot','native':'tETHUSD',"
		     "'market':'spot'}");
	greeting();
	configuration();
	subscriptions();
	refusals();
	restart();
	maintenance();
	hostile();
	many();
	kit_end(&k);
	return done();
}
