/* The table: topics per instrument and channel, frames that subscribe, requests
 * and their answers, errors. */
#include "bybit-world.h"
#include "venue-table.h"
#include "venue/bybit/bybit.h"

static const struct xg_venue *v;

static const struct xg_instr *inst_of(const char *sym)
{
	return table_inst(v, &t.insts, sym);
}

static void topic(const char *sym, int channel, const char *link,
	const char *want, const char *why)
{
	table_topic(v, &t.insts, sym, channel, link, want, why);
}

static void topics(void)
{
	static const char spot[] = "BTC-USDT", perp[] = "BTC-USDT-PERP",
			  dated[] = "BTC-USDT-20260626", inv[] = "BTC-USD-PERP",
			  opt[] = "BTC-USDT-20250213-89000-P";

	topic(spot, XG_CH_BOOK, "spot", "orderbook.200.BTCUSDT", "a book");
	topic(perp, XG_CH_BOOK, "linear", "orderbook.200.BTCUSDT",
		"the same symbol on another connection");
	topic(opt, XG_CH_BOOK, "option",
		"orderbook.100.BTC-13FEB25-89000-P-USDT",
		"options have 100 levels");
	topic(spot, XG_CH_BBO, "spot", "orderbook.1.BTCUSDT",
		"best prices are a book of depth 1");
	topic(opt, XG_CH_BBO, "option", "tickers.BTC-13FEB25-89000-P-USDT",
		"which options have not");
	topic(inv, XG_CH_TRADE, "inverse", "publicTrade.BTCUSD", "trades");
	topic(opt, XG_CH_TRADE, "option", "publicTrade.BTC",
		"trades of options come by the asset");
	topic(perp, XG_CH_FUNDING, "linear", "tickers.BTCUSDT", "funding");
	topic(perp, XG_CH_MARK, "linear", "tickers.BTCUSDT",
		"marks come with it");
	topic(perp, XG_CH_OI, "linear", "tickers.BTCUSDT",
		"open interest, too");
	topic(perp, XG_CH_LIQ, "linear", "allLiquidation.BTCUSDT",
		"liquidations");
	topic(spot, XG_CH_CANDLE, "spot", "kline.1.BTCUSDT", "candles");
	topic(dated, XG_CH_FUNDING, NULL, NULL,
		"a dated contract has no funding");
	topic(spot, XG_CH_MARK, NULL, NULL, "spot has no mark");
	topic(spot, XG_CH_LIQ, NULL, NULL, "spot has no liquidations");
	topic(spot, XG_CH_OI, NULL, NULL, "spot has no open interest");
	topic(opt, XG_CH_LIQ, NULL, NULL, "nor have options");
	topic(opt, XG_CH_CANDLE, NULL, NULL, "options have no candles");
}

static void links(void)
{
	struct xg_topic one = { .text = "tickers.A" },
			two = { .text = "tickers.B" };
	const struct xg_topic *list[] = { &one, &two };
	struct xg_buf out = { 0 };

	v->subscribe(&out, list, 2, 7, true);
	is_text(out.p, out.len,
		q("{'req_id':'7','op':'subscribe','args':['tickers.A',"
		  "'tickers.B']}"),
		"a request has its number as a text");
	xg_buf_clear(&out);
	v->subscribe(&out, list, 1, 8, false);
	is_text(out.p, out.len,
		q("{'req_id':'8','op':'unsubscribe','args':['tickers.A']}"),
		"so has the end of a subscription");
	xg_buf_release(&out);
	for (const struct xg_link *l = v->links; l->name; l++) {
		ok(l->ping_us == 20000000 && l->ping && l->idle_us > l->ping_us,
			"%s: a ping every 20 s, whatever comes", l->name);
		ok(l->max_topics * (39 + 3) <= 21000,
			"%s: all arguments have at most 21,000 characters",
			l->name);
	}
	is_int(v->links[XG_BYBIT_SPOT].topics_per_frame, 10,
		"spot takes 10 arguments a request");
	for (int i = 0; i < XG_BYBIT_CATS; i++)
		ok(!strcmp(v->links[i].name, v->markets[i]),
			"the link of %s is its market", v->markets[i]);
	ok(xg_venue_find(XG_STR("bybit-spot")) == v &&
			xg_venue_find(XG_STR("bybit-options")) == v,
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
	request(XG_OP_TIME, "spot", NULL, "GET rest /v5/market/time?",
		"the time");
	request(XG_OP_INSTS, "spot", NULL,
		"GET rest /v5/market/instruments-info?category=spot",
		"spot has no pages");
	request(XG_OP_INSTS, "inverse", NULL,
		"GET rest /v5/market/instruments-info?category=inverse&"
		"limit=1000",
		"others have");
	request(XG_OP_INSTS, "option", NULL,
		"GET rest /v5/market/instruments-info?category=option&"
		"baseCoin=All&limit=1000",
		"options of all assets must be asked for");
	request(XG_OP_SNAPSHOT, "", "BTC-USDT-PERP",
		"GET rest /v5/market/orderbook?category=linear&symbol=BTCUSDT&"
		"limit=1000",
		"a book");
	request(XG_OP_SNAPSHOT, "", "BTC-USDT-20250213-89000-P",
		"GET rest /v5/market/orderbook?category=option&symbol="
		"BTC-13FEB25-89000-P-USDT&limit=25",
		"of an option");
	request(XG_OP_OI, "", "BTC-USD-PERP",
		"GET rest /v5/market/tickers?category=inverse&symbol=BTCUSD",
		"open interest");
	request(XG_OP_OI, "", "BTC-USDT", NULL, "spot has none");
	request(XG_OP_SNAPSHOT, "linear", NULL, NULL, "a book of what?");
	request(XG_OP_INSTS, "swap", NULL, NULL, "a market that is none");
	request(XG_OP_PLACE, "", "BTC-USDT", NULL, "orders are not sent yet");
}

static struct xg_answer answer(int op, const char *sym, int http,
	const char *headers, const char *body)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = XG_STR("linear"),
		.inst = sym ? inst_of(sym) : NULL };
	struct xg_answer a;

	xg_buf_clear(&t.out);
	xg_bybit_answer(&a, &ask, http, xg_str_from(headers),
		xg_str_from(q(body)), INT64_C(1700000000000000), &t.insts,
		&t.d.sink);
	return a;
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, NULL, 200, "",
		"{'retCode':0,'retMsg':'OK','result':{'timeSecond':'1688639403'"
		",'timeNano':'1688639403423213947'},'time':1688639403423}");

	ok(a.result == XG_RES_OK && a.venue_time == 1688639403423213,
		"the time is told in nanoseconds");
	a = answer(XG_OP_TIME, NULL, 200, "",
		"{'retCode':0,'retMsg':'OK','result':{},'time':1688639403423}");
	is_int(a.venue_time, 1688639403423000, "or in milliseconds");
	a = answer(XG_OP_TIME, NULL, 200, "", "{'retCode':0,'result':{}}");
	is_int(a.result, XG_RES_BAD, "or not at all, which is told");
	a = answer(XG_OP_OI, "BTC-USD-PERP", 200, "",
		"{'retCode':0,'retMsg':'OK','result':{'category':'inverse',"
		"'list':[{'symbol':'BTCUSD','openInterest':'5000','markPrice':"
		"'20000'}]},'time':1000}");
	is_text(t.out.p, t.out.len,
		q("{'type':'oi','venue':'bybit','sym':'BTC-USD-PERP','ts':"
		  "1000000,'rx':1700000000000000,'qty':0.25}\n"),
		"open interest in base units");
	a = answer(XG_OP_TIME, NULL, 200,
		"X-Bapi-Limit-Reset-Timestamp: 1700000000500\n",
		"{'retCode':10006,'retMsg':'Too many visits!','result':{}}");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 500000,
		"too many requests come with HTTP 200, and the header says "
		"until when");
	a = answer(XG_OP_TIME, NULL, 403, "", "access too frequent");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 600000000 &&
			a.banned_until == INT64_C(1700000600000000),
		"an address that asks too often is silent for 10 min");
	a = answer(XG_OP_TIME, NULL, 403, "", "<html>CloudFront</html>");
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_PERMISSION,
		"HTTP 403 in other words is a country that is not served");
	a = answer(XG_OP_TIME, NULL, 429, "", "");
	is_int(a.result, XG_RES_LIMITED, "HTTP 429 is a limit");
	a = answer(XG_OP_TIME, NULL, 0, "", "");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_TIMEOUT,
		"no answer says nothing");
	a = answer(XG_OP_TIME, NULL, 502, "", "<html>");
	is_int(a.result, XG_RES_UNKNOWN, "nor does HTTP 5xx");
	a = answer(XG_OP_TIME, NULL, 200, "", "{'retCode':'x'}");
	is_int(a.result, XG_RES_UNKNOWN, "nor an answer without a code");
	a = answer(XG_OP_TIME, NULL, 200, "",
		"{'retCode':110007,'retMsg':'Available \\'x\\'','result':{}}");
	is_int(a.result, XG_RES_REJECTED, "a code says no");
}

/* tests/venue/bybit/errors.tsv: code, result, reason, a part of the message. */
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
	got = xg_bybit_code(value, rest, &why);
	ok(xg_str_is_text(result, results[got]) &&
			why == xg_word_from(XG_WORDS_REASON, reason),
		"line %d: %.*s is %s, %.*s", n, XG_STR_ARG(code), results[got],
		XG_STR_ARG(reason));
}

int main(void)
{
	int codes = 0;

	v = xg_venue_find(XG_STR("bybit"));
	open_world();
	topics();
	links();
	requests();
	answers();
	ok(decode_file("tests/venue/bybit/errors.tsv", on_code, &codes) > 0 &&
			codes > 80,
		"%d codes were tried", codes);
	decode_close(&t);
	return done();
}
