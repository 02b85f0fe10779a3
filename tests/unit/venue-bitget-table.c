/* The table: topics per instrument and channel, frames that subscribe, requests
 * and their answers, errors. */
#include "bitget-world.h"
#include "venue-table.h"
#include "venue/bitget/bitget.h"

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
	static const char spot[] = "BTC-USDT", perp[] = "BTC-USDT-PERP",
			  dated[] = "BTC-USD-20241227";

	topic(spot, XG_CH_BOOK, "spot:books:BTCUSDT", "a book");
	topic(perp, XG_CH_BOOK, "usdt-futures:books:BTCUSDT",
		"the same symbol of another type");
	topic("BTC-USDC-PERP", XG_CH_BBO, "usdc-futures:books1:BTCPERP",
		"best prices are books1: those of the ticker are rounded");
	topic(dated, XG_CH_TRADE, "coin-futures:publicTrade:BTCUSDZ24",
		"trades");
	topic(perp, XG_CH_FUNDING, "usdt-futures:ticker:BTCUSDT", "funding");
	topic(perp, XG_CH_MARK, "usdt-futures:ticker:BTCUSDT",
		"marks come with it");
	topic(dated, XG_CH_OI, "coin-futures:ticker:BTCUSDZ24",
		"open interest, too");
	topic(perp, XG_CH_LIQ, "usdt-futures:liquidation",
		"liquidations of all symbols at once");
	topic(spot, XG_CH_CANDLE, "spot:kline:BTCUSDT:1m", "candles");
	topic(dated, XG_CH_FUNDING, NULL, "a dated contract has no funding");
	topic(spot, XG_CH_MARK, NULL, "spot has no mark");
	topic(spot, XG_CH_LIQ, NULL, "spot has no liquidations");
	topic(spot, XG_CH_OI, NULL, "spot has no open interest");
}

static void links(void)
{
	struct xg_topic one = { .text = "spot:kline:BTCUSDT:1m" },
			two = { .text = "usdt-futures:liquidation" };
	const struct xg_topic *list[] = { &one, &two };
	const struct xg_link *l = v->links;
	struct xg_buf out = { 0 };

	v->subscribe(&out, list, 2, 7, true);
	is_text(out.p, out.len,
		q("{'op':'subscribe','args':[{'instType':'spot','topic':'kline'"
		  ",'symbol':'BTCUSDT','interval':'1m'},{'instType':"
		  "'usdt-futures','topic':'liquidation'}]}"),
		"a request has an object for each topic");
	xg_buf_clear(&out);
	v->subscribe(&out, list + 1, 1, 8, false);
	is_text(out.p, out.len,
		q("{'op':'unsubscribe','args':[{'instType':'usdt-futures',"
		  "'topic':'liquidation'}]}"),
		"so has the end of a subscription");
	xg_buf_release(&out);
	ok(!l[1].name, "one kind of connection takes all types");
	ok(l->ping_us == 30000000 && !strcmp(l->ping, "ping") &&
			l->idle_us > l->ping_us,
		"the bare text ping every 30 s, whatever comes");
	ok(l->topics_per_frame <= 50 && l->frame_gap_us >= 125000 &&
			l->max_topics <= 1000,
		"at most 50 topics a message, 8 messages a second, 1000 "
		"topics a connection");
	is_int(l->life_us, INT64_C(86400000000), "24 h a connection");
	ok(v->seq_proof && v->checksum && v->needs_passphrase,
		"books are numbered and have checksums; keys a passphrase");
	ok(xg_venue_find(XG_STR("bitget-futures")) == v,
		"tardis' names are understood");
}

static void request(int op, const char *market, const char *sym,
	const char *want, const char *why)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	struct xg_req req = { 0 };

	if (table_request(v, &t.insts, ask, sym, &req, want, why))
		ok(!req.is_signed && req.limit == 0 && req.cost == 1,
			"it is counted, and not signed");
	xg_req_release(&req);
}

static void requests(void)
{
	request(XG_OP_TIME, "spot", NULL, "GET rest /api/v2/public/time?",
		"the time");
	request(XG_OP_INSTS, "coin-futures", NULL,
		"GET rest /api/v3/market/instruments?category=COIN-FUTURES",
		"categories are in upper case in requests");
	request(XG_OP_SNAPSHOT, "", "BTC-USDC-PERP",
		"GET rest /api/v3/market/orderbook?category=USDC-FUTURES&"
		"symbol=BTCPERP&limit=200",
		"a book");
	request(XG_OP_OI, "", "BTC-USD-PERP",
		"GET rest /api/v2/mix/market/open-interest?productType="
		"COIN-FUTURES&symbol=BTCUSD",
		"open interest");
	request(XG_OP_OI, "", "BTC-USDT", NULL, "spot has none");
	request(XG_OP_SNAPSHOT, "spot", NULL, NULL, "a book of what?");
	request(XG_OP_INSTS, "swap", NULL, NULL, "a market that is none");
	request(XG_OP_PLACE, "", "BTC-USDT", NULL, "orders are not sent yet");
}

static struct xg_answer answer(
	int op, const char *sym, int http, const char *body)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = XG_STR("usdt-futures"),
		.inst = sym ? inst_of(sym) : NULL };
	struct xg_answer a;

	xg_buf_clear(&t.out);
	xg_bitget_answer(&a, &ask, http, XG_STR(""), xg_str_from(q(body)),
		INT64_C(1700000000000000), &t.insts, &t.d.sink);
	return a;
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, NULL, 200,
		"{'code':'00000','msg':'success','requestTime':1688008631614,"
		"'data':{'serverTime':'1688008631614'}}");

	ok(a.result == XG_RES_OK && a.venue_time == 1688008631614000,
		"the time is told in milliseconds");
	a = answer(XG_OP_TIME, NULL, 200, "{'code':'00000','data':{}}");
	is_int(a.result, XG_RES_BAD, "or not at all, which is told");
	a = answer(XG_OP_OI, "BTC-USD-PERP", 200,
		"{'code':'00000','data':{'openInterestList':[{'symbol':"
		"'BTCUSD','size':'52234.134'}],'ts':'1000'}}");
	is_text(t.out.p, t.out.len,
		q("{'type':'oi','venue':'bitget','sym':'BTC-USD-PERP','ts':"
		  "1000000,'rx':1700000000000000,'qty':52234.134}\n"),
		"open interest in base units");
	a = answer(XG_OP_OI, "BTC-USDT-PERP", 200,
		"{'code':'00000','data':{'list':[{'symbol':'BTCUSDT',"
		"'openInterest':'5'}],'ts':'1000'}}");
	is_int(a.n, 1, "of v3, too");
	a = answer(
		XG_OP_OI, "BTC-USDT-PERP", 200, "{'code':'00000','data':null}");
	is_int(a.result, XG_RES_BAD, "no list is told");
	a = answer(XG_OP_TIME, NULL, 429,
		"{'code':'429','msg':'Too Many Requests'}");
	ok(a.result == XG_RES_LIMITED && a.retry_us > 0, "HTTP 429 is a limit");
	a = answer(XG_OP_TIME, NULL, 200,
		"{'code':'429','msg':'Too Many Requests'}");
	ok(a.result == XG_RES_LIMITED && a.retry_us > 0, "so is the code");
	a = answer(XG_OP_TIME, NULL, 0, "");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_TIMEOUT,
		"no answer says nothing");
	a = answer(XG_OP_TIME, NULL, 502, "<html>");
	is_int(a.result, XG_RES_UNKNOWN, "nor does HTTP 5xx");
	a = answer(XG_OP_TIME, NULL, 200, "{'data':{}}");
	is_int(a.result, XG_RES_UNKNOWN, "nor an answer without a code");
	a = answer(XG_OP_TIME, NULL, 400,
		"{'code':'43012','msg':'Insufficient balance','requestTime':"
		"1711648951774,'data':null}");
	ok(a.result == XG_RES_REJECTED &&
			a.reason == XG_WHY_INSUFFICIENT_FUNDS &&
			!strcmp(a.detail, "Insufficient balance") &&
			!strcmp(a.code, "43012"),
		"a code says no, in the venue's words");
}

/* tests/venue/bitget/errors.tsv: code, result, reason, a part of the message. */
static void on_code(void *ctx, struct xg_str line, int n)
{
	static const char *const results[] = { "ok", "rejected", "unknown",
		"limited", "clock", "bad" };
	struct xg_str rest = line, code = xg_str_cut(&rest, '\t'),
		      result = xg_str_cut(&rest, '\t'),
		      reason = xg_str_cut(&rest, '\t');
	int why, got;

	if (!line.n || line.p[0] == '#')
		return;
	++*(int *)ctx;
	got = xg_bitget_code(code, rest, &why);
	ok(xg_str_is_text(result, results[got]) &&
			why == xg_word_from(XG_WORDS_REASON, reason),
		"line %d: %.*s is %s, %.*s", n, XG_STR_ARG(code), results[got],
		XG_STR_ARG(reason));
}

int main(void)
{
	int codes = 0;

	v = xg_venue_find(XG_STR("bitget"));
	open_world();
	topics();
	links();
	requests();
	answers();
	ok(decode_file("tests/venue/bitget/errors.tsv", on_code, &codes) > 0 &&
			codes > 80,
		"%d codes were tried", codes);
	decode_close(&t);
	return done();
}
