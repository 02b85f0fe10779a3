/* Topics, subscriptions and their answers, pings, links, requests, answers. */
#include "gate-world.h"

static const struct xg_venue *v;

static const struct xg_instr *inst(const char *sym)
{
	return xg_insts_sym(&t.insts, XG_STR("gate"), xg_str_from(sym));
}

static void topic(const char *sym, int channel, const char *want, int link)
{
	struct xg_topic got = { 0 };
	int rc = v->topics(inst(sym), channel, &got, 1);

	if (!want) {
		is_int(rc, XG_ERR_SUPPORT, "%s has no %s", sym,
			xg_channel_name(channel));
		return;
	}
	ok(rc == 1 && got.link == link && !strcmp(got.text, want), "%s %s: %s",
		sym, xg_channel_name(channel), got.text);
}

static void topics(void)
{
	static const char perp[] = "BTC-USDT-PERP", inv[] = "BTC-USD-PERP",
			  dated[] = "BTC-USDT-20260327";
	struct xg_topic a = { 0 }, b = { 0 };

	topic("BTC-USDT", XG_CH_TRADE, "spot.trades:BTC_USDT", XG_GATE_SPOT);
	topic("BTC-USDT", XG_CH_BOOK, "spot.obu:ob.BTC_USDT.400", XG_GATE_SPOT);
	topic("BTC-USDT", XG_CH_BBO, "spot.book_ticker:BTC_USDT", XG_GATE_SPOT);
	topic("BTC-USDT", XG_CH_CANDLE, "spot.candlesticks:1m,BTC_USDT",
		XG_GATE_SPOT);
	topic("BTC-USDT", XG_CH_FUNDING, NULL, 0);
	topic("BTC-USDT", XG_CH_MARK, NULL, 0);
	topic("BTC-USDT", XG_CH_OI, NULL, 0);
	topic("BTC-USDT", XG_CH_LIQ, NULL, 0);
	topic(perp, XG_CH_TRADE, "futures.trades:BTC_USDT", XG_GATE_USDT);
	topic(perp, XG_CH_BOOK, "futures.obu:ob.BTC_USDT.400", XG_GATE_USDT);
	topic(perp, XG_CH_FUNDING, "futures.tickers:BTC_USDT", XG_GATE_USDT);
	topic(perp, XG_CH_MARK, "futures.tickers:BTC_USDT", XG_GATE_USDT);
	topic(perp, XG_CH_OI, "futures.tickers:BTC_USDT", XG_GATE_USDT);
	topic(perp, XG_CH_LIQ, "futures.public_liquidates:BTC_USDT",
		XG_GATE_USDT);
	topic(inv, XG_CH_BBO, "futures.book_ticker:BTC_USD", XG_GATE_BTC);
	topic(dated, XG_CH_BOOK,
		"futures.order_book_update:BTC_USDT_20260327,100ms,100",
		XG_GATE_DELIVERY);
	topic(dated, XG_CH_FUNDING, NULL, 0);
	topic(dated, XG_CH_LIQ, NULL, 0);
	a.book = b.book = 1;
	v->topics(inst("BTC-USDT"), XG_CH_BOOK, &a, 1);
	is_text(a.text, strlen(a.text), "spot.order_book_update:BTC_USDT,100ms",
		"the other kind of books of spot has no level");
	v->topics(inst(perp), XG_CH_BOOK, &b, 1);
	is_text(b.text, strlen(b.text),
		"futures.order_book_update:BTC_USDT,100ms,100",
		"that of futures has one");
	ok(a.snapshot && b.snapshot && a.alone && b.alone,
		"both need a snapshot by REST");
	a.book = b.book = 0;
	v->topics(inst(perp), XG_CH_BOOK, &a, 1);
	v->topics(inst(dated), XG_CH_BOOK, &b, 1);
	ok(a.alone && b.alone, "a message names one book");
	ok(!a.snapshot && b.snapshot,
		"obu books come whole; the others need a snapshot by REST");
	v->topics(inst(perp), XG_CH_TRADE, &a, 1);
	ok(!a.alone, "but many pairs of trades");
}

static void frames(void)
{
	struct xg_topic a = { .text = "spot.trades:BTC_USDT" },
			b = { .text = "spot.trades:ETH_USDT" },
			c = { .text = "futures.order_book_update:X_Y,100ms,"
				      "100" };
	const struct xg_topic *two[] = { &a, &b }, *one[] = { &c };
	struct xg_buf out = { 0 };

	v->subscribe_at(&out, two, 2, 7, true, 1767225600999999);
	is_text(out.p, out.len,
		q("{'time':1767225600,'id':7,'channel':'spot.trades','event':"
		  "'subscribe','payload':['BTC_USDT','ETH_USDT']}"),
		"a subscription has the time in seconds");
	xg_buf_clear(&out);
	v->subscribe_at(&out, one, 1, 8, false, 1767225600000000);
	is_text(out.p, out.len,
		q("{'time':1767225600,'id':8,'channel':"
		  "'futures.order_book_update','event':'unsubscribe','payload':"
		  "['X_Y','100ms','100']}"),
		"a book's payload has its parts");
	xg_buf_clear(&out);
	v->subscribe_at(&out, one, 1, INT64_C(1) << 31, true, 1000000);
	is_text(out.p, out.len,
		q("{'time':1,'channel':'futures.order_book_update','event':"
		  "'subscribe','payload':['X_Y','100ms','100']}"),
		"a number of more than 31 bits would come back damaged");
	xg_buf_clear(&out);
	v->ping(&out, &v->links[XG_GATE_SPOT], 1767225600999999);
	is_text(out.p, out.len, q("{'time':1767225600,'channel':'spot.ping'}"),
		"spot's ping");
	xg_buf_clear(&out);
	v->ping(&out, &v->links[XG_GATE_DELIVERY], 1767225600999999);
	is_text(out.p, out.len,
		q("{'time':1767225600,'channel':'futures.ping'}"),
		"the ping of contracts");
	xg_buf_release(&out);
}

static void links(void)
{
	for (int i = 0; i < XG_GATE_MARKETS; i++) {
		const struct xg_link *k = &v->links[i];

		ok(xg_gate_market(xg_str_from(k->name)) != NULL &&
				xg_gate_market(xg_str_from(k->name))->index ==
					(enum xg_gate_index)i,
			"link %s is its market", k->name);
		is_text(k->headers, strlen(k->headers),
			"X-Gate-Size-Decimal: 1\n", "%s asks for decimal sizes",
			k->name);
		ok(k->ping_us >= 5000000 && k->ping_us <= 10000000,
			"%s pings every 5 to 10 s", k->name);
		ok(k->frame_gap_us >= 50000, "%s spaces its messages by 50 ms",
			k->name);
	}
	ok(!v->links[XG_GATE_MARKETS].name, "there are no others");
}

#define ACK(id, result) \
	"{'time':1,'id':" id ",'channel':'spot.trades','event':'subscribe'," \
	"'error':null,'result':" result "}"
#define NO(id, channel, msg, payload) \
	"{'time':1,'id':" id ",'channel':'" channel \
	"','event':'subscribe','error':{'code':2,'message':'" msg \
	"'},'result':null,'payload':" payload "}"

static void acks(void)
{
	gives("spot", ACK("7", "{'status':'success'}"),
		"want ack conn=1 id=7\n", "an ack names its message");
	gives("spot", ACK("7", "{'status':'fail'}"),
		"want nack conn=1 id=7 detail=fail\n",
		"a status that is no success is a refusal");
	gives("spot",
		"{'time':1754006400,'conn_id':'x','channel':'spot.obu','event':"
		"'subscribe','payload':['ob.BTC_USDT.400'],'result':{'status':"
		"'success'},'requestId':'y'}",
		"want ack conn=1 topic=spot.obu:ob.BTC_USDT.400\n",
		"without a number its payload says what it is about");
	gives("spot",
		"{'channel':'spot.obu','result':{'status':'success'},'event':"
		"'subscribe','id':9}",
		"want ack conn=1 id=9\n", "the event may come last");
	gives("spot",
		"{'channel':'spot.trades','event':'subscribe','payload':['A_B',"
		"'C_D'],'result':{'status':'success'}}",
		"want ack conn=1 topic=spot.trades:A_B\n"
		"want ack conn=1 topic=spot.trades:C_D\n",
		"several pairs, several topics");
	gives("usdt",
		"{'channel':'futures.order_book_update','event':'subscribe',"
		"'payload':['A_B','100ms','100'],'result':{'status':"
		"'success'}}",
		"want ack conn=1 topic=futures.order_book_update:A_B,100ms,"
		"100\n",
		"the parts of a book's payload are one topic");
	gives("spot", ACK("null", "{'status':'success'}"), "",
		"an ack of nothing (2021) says nothing");
	gives("spot",
		"{'time':1,'id':7,'channel':'spot.trades','event':"
		"'unsubscribe','result':{'status':'success'}}",
		"", "leaving needs no word");
	gives("spot",
		"{'time':1,'channel':'spot.pong','event':'','result':"
		"null}",
		"", "a pong is a sign of life");
}

static void refusals(void)
{
	gives("usdt",
		NO("7", "futures.trades", "unknown contract NO_USDT", "null"),
		"want nack conn=1 id=7 topic=futures.trades:NO_USDT again "
		"detail=unknown contract NO_USDT\n",
		"the code that is unknown is settled, the others are asked "
		"again");
	gives("spot",
		NO("7", "spot.trades", "unknown currency pair: NO_USDT",
			"null"),
		"want nack conn=1 id=7 topic=spot.trades:NO_USDT again "
		"detail=unknown currency pair: NO_USDT\n",
		"spot says it in other words");
	gives("spot", NO("7", "spot.trades", "invalid argument", "null"),
		"want nack conn=1 id=7 detail=invalid argument\n",
		"an error about the message is all of it");
	gives("spot",
		NO("7", "spot.obu", "Alert sub ob.BTC_USDT.400 again", "null"),
		"want ack conn=1 id=7 detail=Alert sub ob.BTC_USDT.400 "
		"again\n",
		"\"Alert sub ob\": it is subscribed already");
	gives("spot",
		NO("null", "spot.obu", "Alert sub ob.A_B.400",
			"['ob.A_B.400']"),
		"want ack conn=1 topic=spot.obu:ob.A_B.400 detail=Alert sub "
		"ob.A_B.400\n",
		"also without a number");
	gives("spot",
		NO("null", "spot.trades", "unknown currency pair A_B",
			"['A_B']"),
		"want nack conn=1 topic=spot.trades:A_B detail=unknown "
		"currency pair A_B\n",
		"a refusal without a number names its payload");
	gives("spot",
		"{'time':1,'channel':'spot.x','event':'','error':{'code':3,"
		"'message':'service error'}}",
		"{'type':'status','venue':'gate','rx':1000000,'event':'error',"
		"'conn':1,'detail':'the venue says of spot.x: 3 service "
		"error'}\n",
		"other errors are told");
	refuses("spot",
		"{'time':1,'id':7,'channel':'spot.trades','event':'subscribe',"
		"'error':5}",
		"an error that is no object is refused");
}

static void upgrades(void)
{
	static const char lines[] =
		"{'type':'status','venue':'gate','rx':1000000,'event':"
		"'maintenance','conn':1,'detail':'the service restarts soon'}\n"
		"want reconnect conn=1 detail=the service restarts\n";

	gives("spot",
		"{'time':1,'channel':'','event':'upgrade','type':"
		"'service_upgrade','msg':'x'}",
		lines, "a restart to come: a new connection is wanted");
	gives("usdt", "{'time':1,'channel':'futures.trades','event':'upgrade'}",
		lines, "whatever channel it names");
}

static void request(int op, const char *sym, const char *market,
	const char *want, const char *host)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market),
		.inst = sym ? inst(sym) : NULL,
		.limit = 1000 };
	struct xg_error err = { 0 };
	struct xg_req r = { 0 };
	char got[400];
	int rc = v->request(&r, &ask, &err);

	if (!want) {
		ok(rc < 0 && err.text[0], "op %d of %s: %s", op, market,
			err.text);
		xg_req_release(&r);
		return;
	}
	snprintf(got, sizeof got, "%s %s%s%s", r.method, r.path.p,
		r.query.len ? "?" : "", r.query.len ? r.query.p : "");
	is_text(got, strlen(got), want, "op %d of %s", op, market);
	ok(rc == 0 && !strcmp(r.host, host) && !r.is_signed &&
			!strcmp(r.headers.p, "X-Gate-Size-Decimal: 1\n"),
		"to %s, with the header of decimal sizes", r.host);
	xg_req_release(&r);
}

static void requests(void)
{
	request(XG_OP_TIME, NULL, "usdt", "GET /api/v4/spot/time", "rest");
	request(XG_OP_INSTS, NULL, "spot", "GET /api/v4/spot/currency_pairs",
		"rest");
	request(XG_OP_INSTS, NULL, "usdt", "GET /api/v4/futures/usdt/contracts",
		"fx-rest");
	request(XG_OP_INSTS, NULL, "btc", "GET /api/v4/futures/btc/contracts",
		"fx-rest");
	request(XG_OP_INSTS, NULL, "delivery",
		"GET /api/v4/delivery/usdt/contracts", "fx-rest");
	request(XG_OP_SNAPSHOT, "BTC-USDT", "spot",
		"GET /api/v4/spot/order_book?currency_pair=BTC_USDT&limit=100&"
		"with_id=true",
		"rest");
	request(XG_OP_SNAPSHOT, "BTC-USDT-20260327", "delivery",
		"GET /api/v4/delivery/usdt/order_book?contract="
		"BTC_USDT_20260327&limit=100&with_id=true",
		"fx-rest");
	request(XG_OP_OI, "BTC-USD-PERP", "btc",
		"GET /api/v4/futures/btc/tickers?contract=BTC_USD", "fx-rest");
	request(XG_OP_OI, "BTC-USDT", "spot", NULL, NULL);
	request(XG_OP_SNAPSHOT, NULL, "spot", NULL, NULL);
	request(XG_OP_INSTS, NULL, "swap", NULL, NULL);
	request(XG_OP_PLACE, "BTC-USDT", "spot", NULL, NULL);
}

static struct xg_answer answer(int op, const char *market, int http,
	const char *headers, const char *body)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	struct xg_sink sink = { .ctx = &t, .rec = decode_rec };
	struct xg_answer a;

	xg_buf_clear(&t.out);
	v->answer(&a, &ask, http, xg_str_from(headers), xg_str_from(q(body)),
		1000000000000000, &t.insts, &sink);
	return a;
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, "spot", 200,
		"X-Gate-RateLimit-Limit: 200\nX-Gate-RateLimit-Requests-"
		"Remain: 150\n",
		"{'server_time':1597026383085}");

	ok(a.result == XG_RES_OK && a.venue_time == 1597026383085000,
		"the venue's time");
	is_int(a.used, 50, "what is left of a bucket tells its use");
	a = answer(XG_OP_OI, "usdt", 200, "",
		"[{'contract':'BTC_USDT','total_size':'300','mark_price':'1'}]");
	ok(a.result == XG_RES_OK && a.n == 1, "open interest");
	gave("{'type':'oi','venue':'gate','sym':'BTC-USDT-PERP','rx':"
	     "1000000000000000,'qty':0.03}\n",
		"in base units");
	a = answer(XG_OP_INSTS, "spot", 400, "",
		"{'label':'INVALID_CURRENCY_PAIR','message':'no \\u0041'}");
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_UNKNOWN_SYMBOL &&
			!strcmp(a.code, "INVALID_CURRENCY_PAIR") &&
			!strcmp(a.detail, "no A"),
		"an error has a label and a message");
	a = answer(XG_OP_INSTS, "usdt", 400, "",
		"{'label':'CONTRACT_NOT_FOUND','detail':'none'}");
	ok(a.result == XG_RES_REJECTED && !strcmp(a.detail, "none"),
		"on futures a detail");
	a = answer(XG_OP_INSTS, "spot", 429,
		"x-gate-ratelimit-reset-timestamp: 1000000003\n",
		"{'label':'TOO_MANY_REQUESTS','message':'slow'}");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 3000000,
		"too many requests: until the bucket is full again");
	a = answer(XG_OP_INSTS, "spot", 429, "", "<html>");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 10000000,
		"or for its window");
	a = answer(XG_OP_INSTS, "spot", 403, "", "error code: 1015");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 60000000,
		"the firewall: not processed, wait longer");
	a = answer(XG_OP_INSTS, "spot", 503, "", "<html>maintenance</html>");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_VENUE_DOWN,
		"5xx and HTML are maintenance");
	a = answer(XG_OP_INSTS, "spot", 500, "",
		"{'label':'ORDER_NOT_FOUND','message':'x'}");
	ok(a.result == XG_RES_UNKNOWN, "5xx is never a word about an order");
	a = answer(XG_OP_INSTS, "delivery", 404, "", "<html>");
	ok(a.result == XG_RES_OK && a.n == 0 && t.out.len > 0,
		"a market that is not at this address is told, and lists "
		"nothing");
	a = answer(XG_OP_INSTS, "spot", 404, "", "<html>");
	ok(a.result == XG_RES_UNKNOWN, "but spot is everywhere");
	a = answer(XG_OP_INSTS, "spot", 0, "", "");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_TIMEOUT,
		"no answer");
	a = answer(XG_OP_INSTS, "spot", 200, "", "{'a':1}");
	ok(a.result == XG_RES_BAD, "a list was expected");
	a = answer(XG_OP_TIME, "spot", 200, "", "{}");
	ok(a.result == XG_RES_BAD, "a time was expected");
	a = answer(XG_OP_TIME, "spot", 200, "", "{");
	ok(a.result == XG_RES_UNKNOWN, "half an answer");
}

/* tests/venue/gate/errors.tsv: label, result, reason, a part of the message. */
static void on_label(void *ctx, struct xg_str line, int n)
{
	static const char *const results[] = { "ok", "rejected", "unknown",
		"limited", "clock", "bad" };
	struct xg_str msg = line, label = xg_str_cut(&msg, '\t'),
		      result = xg_str_cut(&msg, '\t'),
		      reason = xg_str_cut(&msg, '\t');
	int why, got;

	if (!line.n || line.p[0] == '#')
		return;
	++*(int *)ctx;
	got = xg_gate_label(label, msg, &why);
	ok(xg_str_is_text(result, results[got]) &&
			why == xg_word_from(XG_WORDS_REASON, reason),
		"line %d: %.*s is %s, %.*s", n, XG_STR_ARG(label), results[got],
		XG_STR_ARG(reason));
}

int main(void)
{
	int labels = 0;

	open_world();
	v = xg_venue_find(XG_STR("gate-io-futures"));
	ok(v && !strcmp(v->name, "gate") &&
			v == xg_venue_find(XG_STR("gateio")),
		"gate has its names of ccxt and tardis");
	topics();
	frames();
	links();
	acks();
	refusals();
	upgrades();
	requests();
	answers();
	ok(decode_file("tests/venue/gate/errors.tsv", on_label, &labels) > 0 &&
			labels > 50,
		"%d labels were tried", labels);
	decode_close(&t);
	return done();
}
