/* Greetings, acknowledgements, refusals, pongs, and frames that mean nothing. */
#include "hyperliquid-world.h"

#define SUB(more) \
	"{'channel':'subscriptionResponse','data':{'method':'subscribe'," \
	"'subscription':{" more "}}}"
/* An error's data is a text that has JSON in it. */
#define ERR(text) "{'channel':'error','data':'" text "'}"

static void text_frame(const char *text, const char *why)
{
	struct xg_error err = { 0 };
	char line[300];
	int rc;

	snprintf(line, sizeof line,
		"{'type':'raw','venue':'hyperliquid','rx':1,'conn':1,'ch':'ws',"
		"'dir':'in','market':'public','text':'%s'}",
		text);
	xg_buf_clear(&t.out);
	rc = decode_line(&t, xg_str_from(q(line)), &err);
	is_int(rc, strncmp(text, "Websocket", 9) ? XG_ERR_SYNTAX : 0, "%s",
		why);
	is_int((long)t.out.len, 0, "and gives nothing");
}

int main(void)
{
	open_world();
	text_frame("Websocket connection established.",
		"the greeting in plain text is ignored");
	text_frame("<html>", "another text is an error");
	gives(SUB("'type':'l2Book','coin':'BTC','nSigFigs':null,'mantissa':"
		  "null,'fast':true"),
		"want ack conn=1 topic=l2Book:BTC\n",
		"an acknowledgement repeats the subscription, with defaults");
	gives(SUB("'coin':'xyz:TSLA','type':'trades'"),
		"want ack conn=1 topic=trades:xyz:TSLA\n",
		"of a builder's exchange");
	gives(SUB("'type':'userFills','user':'0x1'"), "", "not of ours");
	gives("{'channel':'subscriptionResponse','data':{'method':"
	      "'unsubscribe','subscription':{'type':'bbo','coin':'BTC'}}}",
		"", "the end of a subscription");
	gives(ERR("Invalid subscription {\\'type\\':\\'bbo\\',\\'coin\\':"
		  "\\'NOPE\\'}"),
		"want nack conn=1 topic=bbo:NOPE detail=Invalid subscription "
		"{'type':'bbo','coin':'NOPE'}\n",
		"a refusal repeats the subscription in its text");
	gives(ERR("Invalid subscription: {\\'method\\':\\'subscribe\\',"
		  "\\'subscription\\':{\\'type\\':\\'bbo\\',\\'coin\\':\\'X\\'}"
		  "}"),
		"want nack conn=1 topic=bbo:X detail=Invalid subscription: "
		"{'method':'subscribe','subscription':{'type':'bbo','coin':'X'}"
		"}\n",
		"or all that was sent");
	gives(ERR("Already subscribed: {\\'type\\':\\'bbo\\',\\'coin\\':"
		  "\\'BTC\\'}"),
		"want ack conn=1 topic=bbo:BTC detail=Already subscribed: "
		"{'type':'bbo','coin':'BTC'}\n",
		"what is subscribed already is as wanted");
	gives(ERR("Already unsubscribed: {\\'type\\':\\'bbo\\',\\'coin\\':"
		  "\\'BTC\\'}"),
		"{'type':'status','venue':'hyperliquid','rx':1000000,'event':"
		"'error','conn':1,'detail':'the venue says: Already "
		"unsubscribed: {\\'type\\':\\'bbo\\',\\'coin\\':\\'BTC\\'}'}\n",
		"what is not subscribed any more is not refused");
	gives(ERR("Too many pings"),
		"{'type':'status','venue':'hyperliquid','rx':1000000,'event':"
		"'error','conn':1,'detail':'the venue says: Too many pings'}\n",
		"other words are told as they are");
	gives("{'channel':'pong'}", "", "a pong");
	gives("{'channel':'allMids','data':{'mids':{'BTC':'1'}}}", "",
		"a channel that we do not ask for");
	gives("{'channel':'post','data':{'id':1,'response':{}}}", "",
		"an answer of another kind");
	refuses("{'channel':'trades'}", "a channel without data");
	refuses("{'data':{}}", "data without a channel");
	refuses("{'channel':'bbo','channel':'bbo','data':{}}", "two channels");
	refuses("{'channel':'pong','data':1,'data':2}", "two data");
	refuses("{'channel':'subscriptionResponse','data':[]}", "an odd ack");
	refuses("[]", "an array");
	refuses("'x'", "a text");
	refuses("{'channel':'pong'", "half a frame");
	refuses("{'channel':'pong'}{", "more than one");
	edge("close");
	is_int((long)t.out.len, 0, "the end of a connection says nothing");
	decode_close(&t);
	return done();
}
