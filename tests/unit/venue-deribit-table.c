/* The table: topics per instrument and channel, frames that subscribe, requests
 * and their answers, errors. */
#include "deribit-world.h"
#include "venue-table.h"
#include "venue/deribit/deribit.h"

static const struct xg_venue *v;

static const struct xg_instr *inst_of(const char *sym)
{
	return table_inst(v, &t.insts, sym);
}

static void topic(
	const char *sym, int channel, const char *want, const char *why)
{
	table_topic(v, &t.insts, sym, channel, v->links[0].name, want, why);
}

static void topics(void)
{
	static const char spot[] = "BTC-USDC", perp[] = "BTC-USD-PERP",
			  dated[] = "BTC-USD-20261225",
			  opt[] = "BTC-USD-20261225-100000-C";

	topic(spot, XG_CH_BOOK, "book.BTC_USDC.100ms", "a book");
	topic(perp, XG_CH_BOOK, "book.BTC-PERPETUAL.100ms",
		"never raw, which needs a login");
	topic("BTC-USDC-PERP", XG_CH_TRADE, "trades.BTC_USDC-PERPETUAL.100ms",
		"trades");
	topic(perp, XG_CH_LIQ, "trades.BTC-PERPETUAL.100ms",
		"liquidations are among them");
	topic(opt, XG_CH_BBO, "quote.BTC-25DEC26-100000-C", "best prices");
	topic(perp, XG_CH_FUNDING, "ticker.BTC-PERPETUAL.100ms", "funding");
	topic(dated, XG_CH_MARK, "ticker.BTC-25DEC26.100ms", "marks");
	topic(opt, XG_CH_OI, "ticker.BTC-25DEC26-100000-C.100ms",
		"open interest");
	topic(spot, XG_CH_CANDLE, "chart.trades.BTC_USDC.1", "candles");
	topic(dated, XG_CH_FUNDING, NULL, "a dated future has no funding");
	topic(opt, XG_CH_FUNDING, NULL, "nor has an option");
	topic(spot, XG_CH_MARK, NULL, "spot has no mark");
	topic(spot, XG_CH_LIQ, NULL, "spot has no liquidations");
	topic(spot, XG_CH_OI, NULL, "spot has no open interest");
}

static void links(void)
{
	struct xg_topic one = { .text = "quote.A" },
			two = { .text = "quote.B" };
	const struct xg_topic *list[] = { &one, &two };
	const struct xg_link *l = &v->links[0];
	struct xg_buf out = { 0 };

	v->subscribe(&out, list, 2, 7, true);
	is_text(out.p, out.len,
		q("{'jsonrpc':'2.0','id':7,'method':'public/subscribe',"
		  "'params':{'channels':['quote.A','quote.B']}}"),
		"a subscription");
	xg_buf_clear(&out);
	v->subscribe(&out, list, 1, 8, false);
	is_text(out.p, out.len,
		q("{'jsonrpc':'2.0','id':1000000008,'method':"
		  "'public/unsubscribe','params':{'channels':['quote.A']}}"),
		"its end has a number of another range");
	xg_buf_release(&out);
	ok(!strcmp(l->hello,
		   q("{'jsonrpc':'2.0','id':9000000001,'method':"
		     "'public/set_heartbeat','params':{'interval':10}}")),
		"heartbeats are asked for first: the least interval is 10 s");
	ok(l->topics_per_frame <= 500, "a call takes 500 channels");
	ok(l->frame_gap_us >= 375000,
		"80 %% of the 3.3 subscriptions a second that are allowed");
	ok(xg_json_check(xg_str_from(l->hello), NULL, NULL) == 0 &&
			xg_json_check(xg_str_from(l->ping), NULL, NULL) == 0,
		"what is sent is JSON");
	ok(xg_venue_find(XG_STR("deribit")) == v, "ccxt's and tardis' name");
	ok(xg_venue_host(v, "ws-coinbase") && xg_venue_host(v, "rest-coinbase"),
		"Coinbase's hosts are rows");
	for (int i = 0; v->markets[i]; i++)
		is_int(xg_deribit_market(xg_str_from(v->markets[i])), i,
			"market %s", v->markets[i]);
}

static void request(int op, const char *market, const char *sym,
	const char *want, const char *why)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market),
		.inst = sym ? inst_of(sym) : NULL };
	struct xg_req req = { 0 };
	struct xg_buf url = { 0 };
	struct xg_error err = { 0 };

	if (v->request(&req, &ask, &err) < 0) {
		ok(!want && err.text[0], "%s: %s", why, err.text);
	} else {
		xg_buf_str(&url, xg_buf_view(&req.path));
		xg_buf_char(&url, '?');
		xg_buf_str(&url, xg_buf_view(&req.query));
		is_text(url.p, url.len, want ? want : "(refused)", "%s", why);
		ok(!req.is_signed && !strcmp(req.host, "rest"),
			"it needs no key");
	}
	xg_buf_release(&url);
	xg_req_release(&req);
}

static void requests(void)
{
	request(XG_OP_TIME, "", NULL, "/api/v2/public/get_time?", "the time");
	request(XG_OP_INSTS, "option", NULL,
		"/api/v2/public/get_instruments?currency=any&kind=option&"
		"expired=false",
		"instruments of all currencies, by kind");
	request(XG_OP_INSTS, "combo", NULL, NULL, "combos are no market");
	request(XG_OP_SNAPSHOT, "", "BTC-USD-PERP",
		"/api/v2/public/get_order_book?instrument_name=BTC-PERPETUAL&"
		"depth=10000",
		"a book");
	request(XG_OP_OI, "", "BTC-USDC-PERP",
		"/api/v2/public/ticker?instrument_name=BTC_USDC-PERPETUAL",
		"open interest");
	request(XG_OP_OI, "", "BTC-USDC", NULL, "spot has none");
	request(XG_OP_OI, "", NULL, NULL, "it needs an instrument");
	request(XG_OP_PLACE, "", "BTC-USDC", NULL, "orders are not sent yet");
}

static struct xg_answer answer(
	int op, const char *sym, int http, const char *body)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = XG_STR("future"),
		.inst = sym ? inst_of(sym) : NULL };
	struct xg_answer a;

	xg_buf_clear(&t.out);
	xg_deribit_answer(&a, &ask, http, (struct xg_str){ NULL, 0 },
		xg_str_from(q(body)), INT64_C(1700000000000000), &t.insts,
		&t.d.sink);
	return a;
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, NULL, 200,
		"{'jsonrpc':'2.0','id':1,'result':1733338800000}");

	ok(a.result == XG_RES_OK && a.venue_time == INT64_C(1733338800000000),
		"the time is milliseconds");
	a = answer(XG_OP_TIME, NULL, 200, "{'result':'x'}");
	is_int(a.result, XG_RES_BAD, "or it is not as documented");
	a = answer(XG_OP_OI, "BTC-USD-PERP", 200,
		"{'result':{'instrument_name':'BTC-PERPETUAL','timestamp':1000,"
		"'open_interest':5000,'mark_price':20000.0}}");
	is_text(t.out.p, t.out.len,
		q("{'type':'oi','venue':'deribit','sym':'BTC-USD-PERP','ts':"
		  "1000000,'rx':1700000000000000,'qty':0.25}\n"),
		"open interest in base units");
	a = answer(XG_OP_INSTS, NULL, 200,
		"{'result':[{'instrument_name':'A_B','kind':'spot',"
		"'base_currency':'A','quote_currency':'B'}]}");
	ok(a.n == 1 && !a.cursor[0], "a list has one page");
	a = answer(XG_OP_TIME, NULL, 400,
		"{'error':{'code':10009,'message':'not_enough_funds','data':"
		"{'reason':'no money'}}}");
	ok(a.result == XG_RES_REJECTED &&
			a.reason == XG_WHY_INSUFFICIENT_FUNDS &&
			!strcmp(a.detail, "not_enough_funds: no money") &&
			!strcmp(a.code, "10009"),
		"an error has its code and the venue's words, under HTTP 400");
	a = answer(XG_OP_TIME, NULL, 200,
		"{'error':{'code':10028,'message':'too_many_requests','data':"
		"null}}");
	ok(a.result == XG_RES_LIMITED && a.retry_us > 0, "too many requests");
	a = answer(XG_OP_TIME, NULL, 200, "{'error':7}");
	is_int(a.result, XG_RES_BAD, "an error of another form");
	a = answer(XG_OP_TIME, NULL, 429, "");
	is_int(a.result, XG_RES_LIMITED, "HTTP 429 is a limit");
	a = answer(XG_OP_TIME, NULL, 0, "");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_TIMEOUT,
		"no answer says nothing");
	a = answer(XG_OP_TIME, NULL, 502, "<html>");
	is_int(a.result, XG_RES_UNKNOWN, "nor does HTTP 5xx");
	a = answer(XG_OP_TIME, NULL, 200, "{'id':1}");
	is_int(a.result, XG_RES_UNKNOWN, "nor an answer with neither");
}

/* tests/venue/deribit/errors.tsv: code, result, reason. */
static void on_code(void *ctx, struct xg_str line, int n)
{
	static const char *const results[] = { "ok", "rejected", "unknown",
		"limited", "clock", "bad" };
	struct xg_str rest = line, code = xg_str_cut(&rest, '\t'),
		      result = xg_str_cut(&rest, '\t'),
		      reason = xg_str_cut(&rest, '\t');
	int64_t value;
	int why, got;

	if (!line.n || line.p[0] == '#')
		return;
	if (xg_str_i64(code, &value) < 0)
		abort();
	++*(int *)ctx;
	got = xg_deribit_code(value, &why);
	ok(xg_str_is_text(result, results[got]) &&
			why == xg_word_from(XG_WORDS_REASON, reason),
		"line %d: %.*s is %s, %.*s", n, XG_STR_ARG(code), results[got],
		XG_STR_ARG(reason));
}

int main(void)
{
	int codes = 0;

	v = xg_venue_find(XG_STR("deribit"));
	open_world();
	topics();
	links();
	requests();
	answers();
	ok(decode_file("tests/venue/deribit/errors.tsv", on_code, &codes) > 0 &&
			codes > 50,
		"%d codes were tried", codes);
	decode_close(&t);
	return done();
}
