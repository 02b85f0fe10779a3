/* OKX: what answers of REST mean, for each request. */
#include "venue-kit.h"
#include "venue/okx/okx.h"

static struct kit k;
static struct xg_answer a;

static const char *const results[] = { "ok", "rejected", "unknown", "limited",
	"clock", "bad" };

static void answer(struct xg_ask ask, int http, const char *body)
{
	struct xg_sink sink = kit_sink(&k);

	kit_clear(&k);
	xg_okx_answer(&a, &ask, http, XG_STR(""), xg_str_from(q(body)), 1000000,
		&k.insts, &sink);
}

/* The result, reason and code of an order request. */
static void order_op(enum xg_op op, int http, const char *body,
	const char *want, const char *title)
{
	const char *why;
	char got[400];

	answer((struct xg_ask){ .op = op }, http, body);
	why = xg_word(XG_WORDS_REASON, a.reason);
	snprintf(got, sizeof got, "%s %s %s %s", results[a.result],
		why ? why : "-", a.venue_id[0] ? a.venue_id : "-", a.detail);
	is_text(got, strlen(got), want, "%s", title);
}

static void orders(void)
{
	order_op(XG_OP_PLACE, 200,
		"{'code':'0','msg':'','data':[{'ordId':'12345','clOrdId':'x',"
		"'sCode':'0','sMsg':'','subCode':''}],'inTime':'1'}",
		"ok - 12345 ", "placed");
	order_op(XG_OP_PLACE, 200,
		"{'code':'1','msg':'All operations failed','data':[{'ordId':"
		"'','clOrdId':'x','sCode':'51008','sMsg':'Order failed. "
		"Insufficient balance','subCode':'51008_1'}]}",
		"rejected insufficient_funds - Order failed. Insufficient "
		"balance",
		"refused: the row's code is the truth");
	order_op(XG_OP_PLACE, 200,
		"{'code':'1','msg':'','data':[{'ordId':'','sCode':'51149',"
		"'sMsg':'Order timed out'}]}",
		"unknown timeout - Order timed out",
		"R1: a timeout of the venue: nobody knows");
	order_op(XG_OP_PLACE, 0, "", "unknown timeout - no answer came",
		"R1: no answer: nobody knows");
	order_op(XG_OP_PLACE, 502, "<html>Bad gateway</html>",
		"unknown venue_down - the venue is out of order (HTTP 5xx)",
		"R1: a gateway that fails: nobody knows");
	order_op(XG_OP_PLACE, 200, "",
		"unknown venue_down - the answer is not JSON",
		"R1: an empty answer");
	order_op(XG_OP_PLACE, 200, "{'data':[]}",
		"unknown venue_down - the answer has no code",
		"R1: an answer without a code");
	order_op(XG_OP_PLACE, 200, "{'code':'0','msg':'','data':[]}",
		"unknown venue_down - the answer has no row for the order",
		"R1: an answer without the order");
	order_op(XG_OP_PLACE, 200, "{'code':'0','msg':'','data':[7]}",
		"unknown - - the answer is not of the documented form",
		"R1: a row of another form");
	order_op(XG_OP_PLACE, 200, "{'code':'0','msg':''}",
		"unknown venue_down - the answer has no row for the order",
		"R1: an answer without data");
	order_op(XG_OP_PLACE, 200, "{'code':'5XXXX','msg':'what'}",
		"unknown other - what", "R1: a code that is none");
	order_op(XG_OP_PLACE, 500,
		"{'code':'51000','msg':'Parameter error','data':[]}",
		"unknown other - Parameter error",
		"R1: a refusal with HTTP 500 is not believed");
	order_op(XG_OP_PLACE, 503,
		"{'code':'50001','msg':'Service temporarily unavailable',"
		"'data':[]}",
		"rejected venue_down - Service temporarily unavailable",
		"R1: but that it is closed is");
	order_op(XG_OP_PLACE, 429,
		"{'code':'50011','msg':'Too Many Requests',"
		"'data':[]}",
		"limited rate_limited - Too Many Requests", "too many");
	is_int(a.retry_us, 2000000, "wait out the window of 2 s");
	order_op(XG_OP_PLACE, 429, "<html>slow down</html>",
		"limited rate_limited - HTTP 429", "by a gateway, too");
	order_op(XG_OP_PLACE, 429, "{'error':'x'}",
		"limited rate_limited - HTTP 429", "whatever it says");
	order_op(XG_OP_PLACE, 401,
		"{'code':'50102','msg':'Timestamp request expired','data':[]}",
		"clock auth - Timestamp request expired", "R16: a clock");
	order_op(XG_OP_PLACE, 401,
		"{'code':'50113','msg':'Invalid \\\"Sign\\\"','data':[]}",
		"rejected auth - Invalid \"Sign\"", "a wrong signature");
	order_op(XG_OP_CANCEL, 200,
		"{'code':'1','msg':'','data':[{'ordId':'','sCode':'51400',"
		"'sMsg':'Cancellation failed'}]}",
		"rejected not_found - Cancellation failed",
		"a cancel of what has gone");
	order_op(XG_OP_AMEND, 200,
		"{'code':'2','msg':'','data':[{'ordId':'5','sCode':'51511',"
		"'sMsg':'cross'}]}",
		"rejected would_cross 5 cross", "an amend that would cross");
	order_op(XG_OP_QUERY, 200,
		"{'code':'51603','msg':'Order does not exist','data':[]}",
		"rejected not_found - Order does not exist",
		"a query of what is not there");
}

#define ANSWER(asked, body, want, ...) \
	do { \
		const char *answer_want = q(want); \
		answer((struct xg_ask)asked, 200, body); \
		is_text(k.out.p ? k.out.p : "", k.out.len, answer_want, \
			__VA_ARGS__); \
	} while (0)
#define OP(name) \
	{ \
		.op = XG_OP_##name \
	}
#define ROW \
	"{'instId':'BTC-USDT','ordId':'77','clOrdId':'xg1','state':" \
	"'filled','side':'buy','px':'100','sz':'3','accFillSz':'3'," \
	"'avgPx':'99','tradeId':'9','fillPx':'99','fillSz':'1','uTime':" \
	"'9'}"
#define EXEC \
	"{'type':'exec','venue':'okx','sym':'BTC-USDT','ts':9000,'rx':" \
	"1000000,'id':'xg1','venue_id':'77','event':'filled','side':" \
	"'buy','px':100,'qty':3,'filled':3,'avg_px':99}\n"

static void questions(void)
{
	struct xg_buf page = { 0 };

	ANSWER(OP(QUERY), "{'code':'0','msg':'','data':[" ROW "]}", EXEC,
		"query: the state; fills are asked for with their fees");
	is_text(a.venue_id, strlen(a.venue_id), "77", "and the venue's id");
	ANSWER(OP(OPEN), "{'code':'0','msg':'','data':[" ROW "," ROW "]}",
		EXEC EXEC, "open orders");
	is_int(a.cursor[0], 0, "two rows are the last page");
	xg_buf_text(&page, "{'code':'0','msg':'','data':[");
	for (int i = 0; i < 100; i++)
		xg_buf_printf(&page,
			"%s{'instId':'BTC-USDT','billId':'%d',"
			"'tradeId':''}",
			i ? "," : "", 500 - i);
	xg_buf_text(&page, "]}");
	answer((struct xg_ask)OP(FILLS), 200, page.p);
	is_text(a.cursor, strlen(a.cursor), "401",
		"R22: 100 fills: the next page begins behind the last bill");
	xg_buf_release(&page);
	ANSWER(OP(FILLS),
		"{'code':'0','msg':'','data':[{'instId':'BTC-USDT','ordId':"
		"'77','clOrdId':'xg1','side':'sell','fillPx':'100','fillSz':"
		"'1','tradeId':'9','ts':'9','execType':'T','fee':'-0.1',"
		"'feeCcy':'USDT','billId':'5'}]}",
		"{'type':'fill','venue':'okx','sym':'BTC-USDT','ts':9000,'rx':"
		"1000000,'id':'xg1','venue_id':'77','trade_id':'9','side':"
		"'sell','px':100,'qty':1,'fee':0.1,'fee_ccy':'USDT','maker':"
		"false}\n",
		"fills, with what was paid");
	ANSWER(OP(FEES),
		"{'code':'0','msg':'','data':[{'maker':'-0.0008','taker':"
		"'-0.001','instType':'SPOT'}]}",
		"{'type':'fee','venue':'okx','rx':1000000,'maker':0.0008,"
		"'taker':0.001}\n",
		"fees: negative is what we pay");
	answer((struct xg_ask)OP(FEES), 200,
		"{'code':'0','msg':'','data':[{'maker':'','taker':''}]}");
	ok(a.result == XG_RES_BAD && k.out.len == 0,
		"a fee that is not told is not one of zero");
	ANSWER(OP(KEYINFO),
		"{'code':'0','msg':'','data':[{'perm':'read_only,withdraw,"
		"trade','ip':'','acctLv':'2','posMode':'long_short_mode'}]}",
		"{'type':'keyinfo','venue':'okx','rx':1000000,'trade':true,"
		"'withdraw':true,'ip_bound':false}\n",
		"a key that may withdraw is found out");
	ANSWER(OP(MODE),
		"{'code':'0','msg':'','data':[{'perm':'read_only','ip':"
		"'1.2.3.4','acctLv':'3','posMode':'long_short_mode'}]}",
		"", "the mode of the account is no record");
	ok(a.hedge && a.margin_mode, "hedge mode, and margin of several");
	ANSWER(OP(TIME),
		"{'code':'0','msg':'','data':[{'ts':'1597026383085'}]"
		"}",
		"", "time");
	ok(a.venue_time == INT64_C(1597026383085000), "in microseconds");
	answer((struct xg_ask)OP(TIME), 200,
		"{'code':'0','msg':'','data':[{'ts':''}]}");
	is_int(a.result, XG_RES_BAD, "no time is not time 0");
	ANSWER(OP(DEADMAN),
		"{'code':'0','msg':'','data':[{'triggerTime':'1587971460000',"
		"'tag':'','ts':'1587971400000'}]}",
		"", "dead-man");
	is_int(a.result, XG_RES_OK, "is set");
}

#define OPT(cur) \
	((struct xg_ask){ .op = XG_OP_INSTS, \
		.market = XG_STR("option"), \
		.cursor = XG_STR(cur) })

/* Which families are asked for next. */
static void next_is(const char *want, const char *title)
{
	ok(a.result == XG_RES_OK && strcmp(a.cursor, want) == 0,
		"%s (%s, '%s')", title, results[a.result], a.cursor);
}

static void families(void)
{
	struct xg_buf big = { 0 };

	answer(OPT(""), 200,
		"{'code':'0','msg':'','data':[['BTC-USD','ETH-USDC']]}");
	next_is("BTC-USD,BTC-USD_UM,ETH-USDC",
		"an underlying in dollars has a family of coins and one of "
		"dollars");
	answer(OPT(""), 200, "{'code':'0','msg':'','data':[[]]}");
	next_is("", "no options");
	answer(OPT("BTC-USD,BTC-USD_UM,ETH-USDC"), 200,
		"{'code':'0','msg':'','data':[{'instType':'OPTION','instId':"
		"'BTC-USD-250328-92000-C','instFamily':'BTC-USD','ctVal':'1',"
		"'ctMult':'0.01','settleCcy':'BTC','expTime':'1743148800000',"
		"'stk':'92000','optType':'C','tickSz':'0.0001','lotSz':'1',"
		"'minSz':'1','state':'live'}]}");
	next_is("BTC-USD_UM,ETH-USDC", "a family is a page");
	ok(strstr(k.out.p, "BTC-USD-20250328-92000-C") != NULL,
		"its options are told");
	answer(OPT("BTC-USD_UM,ETH-USDC"), 400,
		"{'code':'51000','msg':'Parameter instFamily error','data':[]}"
		"");
	next_is("ETH-USDC", "a family that there is not has none");
	answer(OPT("ETH-USDC"), 200, "{'code':'0','msg':'','data':[]}");
	next_is("", "the last one is the last page");
	answer(OPT("ETH-USDC"), 429, "{'code':'50011','msg':'x','data':[]}");
	is_int(a.result, XG_RES_LIMITED, "too fast is no answer");
	answer(OPT(""), 400, "{'code':'51000','msg':'x','data':[]}");
	is_int(a.result, XG_RES_REJECTED, "without families there is nothing");
	answer(OPT(""), 200, "{'code':'0','msg':'','data':[{}]}");
	is_int(a.result, XG_RES_BAD, "an object is no list of families");
	answer(OPT(""), 200, "{'code':'0','msg':'','data':[['A&B']]}");
	is_int(a.result, XG_RES_BAD, "a name that a request cannot carry");
	answer(OPT(""), 200, "{'code':'0','msg':''}");
	is_int(a.result, XG_RES_BAD, "no data");
	xg_buf_text(&big, "{'code':'0','msg':'','data':[['A-USDC'");
	for (int i = 0; i < 100; i++)
		xg_buf_text(&big, ",'ABCDE-USDC'");
	xg_buf_text(&big, "]]}");
	xg_buf_char(&big, '\0');
	answer(OPT(""), 200, big.p);
	xg_buf_release(&big);
	is_int(a.result, XG_RES_BAD,
		"more families than can be kept: none is "
		"left out without a word");
}

int main(void)
{
	kit_start(&k, "okx");
	kit_inst(&k, "{'type':'inst','venue':'okx','sym':'BTC-USDT','base':"
		     "'BTC','quote':'USDT','kind':'spot','native':'BTC-USDT',"
		     "'market':'spot'}");
	orders();
	questions();
	families();
	kit_end(&k);
	return done();
}
