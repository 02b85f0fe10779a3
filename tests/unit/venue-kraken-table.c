/* Kraken, the table: topics, frames that subscribe, requests, answers, errors;
 * instruments of both systems. */
#include "venue-kit.h"
#include "venue/kraken/kraken.h"

static struct kit k;
static const struct xg_venue *v;

static void topic(const char *sym, int channel, int link, const char *want,
	const char *why)
{
	struct xg_topic out;
	const struct xg_instr *inst =
		xg_insts_sym(&k.insts, XG_STR("kraken"), xg_str_from(sym));
	int n = v->topics(inst, channel, &out, 1);

	if (!want) {
		is_int(n, XG_ERR_SUPPORT, "%s", why);
		return;
	}
	ok(n == 1 && !strcmp(out.text, want) && out.link == link &&
			!out.snapshot,
		"%s: %s", why, want);
}

static void topics(void)
{
	static const char spot[] = "BTC-USD", pi[] = "BTC-USD-PERP:BTC",
			  fi[] = "BTC-USD-20210924:BTC";

	topic(spot, XG_CH_BOOK, 0, "book:BTC/USD", "a book");
	topic(spot, XG_CH_TRADE, 0, "trade:BTC/USD", "trades");
	topic(spot, XG_CH_BBO, 0, "ticker:BTC/USD", "quotes");
	topic(spot, XG_CH_CANDLE, 0, "ohlc:BTC/USD", "candles");
	topic(spot, XG_CH_FUNDING, 0, NULL, "spot has no funding");
	topic(spot, XG_CH_LIQ, 0, NULL, "spot has no liquidations");
	topic(spot, XG_CH_OI, 0, NULL, "spot has no open interest");
	topic(spot, XG_CH_MARK, 0, NULL, "spot has no mark");
	topic(pi, XG_CH_BOOK, 1, "book:PI_XBTUSD", "a futures book");
	topic(pi, XG_CH_LIQ, 1, "trade:PI_XBTUSD", "liquidations are trades");
	topic(pi, XG_CH_FUNDING, 1, "ticker:PI_XBTUSD", "funding");
	topic(fi, XG_CH_FUNDING, 1, NULL, "dated futures have no funding");
	topic(fi, XG_CH_MARK, 1, "ticker:FI_XBTUSD_210924", "marks");
	topic(fi, XG_CH_OI, 1, "ticker:FI_XBTUSD_210924", "open interest");
	topic(pi, XG_CH_CANDLE, 1, NULL, "futures have no candles");
}

static void sends(int link, const char *a, const char *b, bool on,
	const char *want, const char *why)
{
	struct xg_topic one = { .link = link }, two = { .link = link };
	const struct xg_topic *list[] = { &one, &two };
	struct xg_buf out = { 0 };

	snprintf(one.text, sizeof one.text, "%s", a);
	snprintf(two.text, sizeof two.text, "%s", b ? b : "");
	v->subscribe(&out, list, b ? 2 : 1, 7, on);
	is_text(out.p, out.len, q(want), "%s", why);
	xg_buf_release(&out);
}

static void frames(void)
{
	int64_t id;

	sends(0, "book:BTC/USD", "book:ETH/USD", true,
		"{'method':'subscribe','params':{'channel':'book','symbol':["
		"'BTC/USD','ETH/USD'],'depth':1000,'snapshot':true},'req_id':"
		"113}",
		"books of a depth");
	sends(0, "book:BTC/USD", NULL, false,
		"{'method':'unsubscribe','params':{'channel':'book','symbol':["
		"'BTC/USD'],'depth':1000,'snapshot':true},'req_id':113}",
		"the end of a subscription names its depth");
	sends(0, "ticker:BTC/USD", NULL, true,
		"{'method':'subscribe','params':{'channel':'ticker','symbol':["
		"'BTC/USD'],'event_trigger':'bbo','snapshot':true},'req_id':"
		"115}",
		"quotes at each change of the best prices");
	sends(0, "trade:BTC/USD", NULL, true,
		"{'method':'subscribe','params':{'channel':'trade','symbol':["
		"'BTC/USD'],'snapshot':true},'req_id':114}",
		"trades with the last ones");
	sends(0, "ohlc:BTC/USD", NULL, true,
		"{'method':'subscribe','params':{'channel':'ohlc','symbol':["
		"'BTC/USD'],'interval':1,'snapshot':false},'req_id':116}",
		"candles of a minute");
	sends(1, "ticker:PI_XBTUSD", "ticker:PF_XBTUSD", true,
		"{'event':'subscribe','feed':'ticker','product_ids':["
		"'PI_XBTUSD','PF_XBTUSD']}",
		"a futures feed");
	sends(1, "book:PI_XBTUSD", NULL, false,
		"{'event':'unsubscribe','feed':'book','product_ids':["
		"'PI_XBTUSD']}",
		"and its end");
	ok(!strcmp(xg_kraken_req_word(113, &id), "book") && id == 7,
		"a request's number says its channel");
	ok(!*xg_kraken_req_word(0, &id) && id == 0, "none says none");
	ok(!*xg_kraken_req_word(127, &id) && id == 7, "an unknown one neither");
	ok(v->links[0].idle_us + v->links[0].pong_us == 5000000,
		"5 s of silence are the end of a spot connection");
	ok(v->links[1].ping_us > 0 && v->links[1].ping_us < 60000000,
		"futures are pinged within 60 s");
	ok(v->links[0].one_channel && v->links[1].one_channel,
		"a message is about one channel");
	ok(v->checksum && !v->seq_proof, "the proof of the spot is a checksum");
}

/* ---- requests and answers ---- */

static struct xg_answer answer(enum xg_op op, const char *market,
	const char *cursor, int http, const char *body)
{
	struct xg_ask ask = { .op = op,
		.market = xg_str_from(market),
		.cursor = xg_str_from(cursor) };
	struct xg_sink sink = kit_sink(&k);
	struct xg_answer a;

	kit_clear(&k);
	v->answer(&a, &ask, http, XG_STR(""), xg_str_from(q(body)), 5, &k.insts,
		&sink);
	return a;
}

static void asks(
	enum xg_op op, const char *market, const char *cursor, const char *want)
{
	struct xg_ask ask = { .op = op,
		.market = xg_str_from(market),
		.cursor = xg_str_from(cursor) };
	struct xg_req r = { 0 };
	char text[200];
	int rc = v->request(&r, &ask, NULL);

	snprintf(text, sizeof text, "%s %s %.*s?%.*s", r.method, r.host,
		(int)r.path.len, r.path.p ? r.path.p : "", (int)r.query.len,
		r.query.p ? r.query.p : "");
	ok(rc == 0 && !r.is_signed && !strcmp(text, want), "%s", want);
	xg_req_release(&r);
}

static void requests(void)
{
	struct xg_ask order = { .op = XG_OP_PLACE };
	struct xg_error err = { 0 };
	struct xg_req r = { 0 };

	asks(XG_OP_TIME, "", "", "GET spot-rest /0/public/Time?");
	asks(XG_OP_INSTS, "spot", "", "GET spot-rest /0/public/AssetPairs?");
	asks(XG_OP_INSTS, "spot", "tokenized",
		"GET spot-rest /0/public/AssetPairs?asset_class="
		"tokenized_asset");
	asks(XG_OP_INSTS, "futures", "",
		"GET futures-rest /derivatives/api/v3/instruments?");
	ok(v->request(&r, &order, &err) == XG_ERR_SUPPORT && err.text[0],
		"xg does not trade there, and says so");
	ok(!v->sign, "and nothing is signed");
}

#define PAIR(more) \
	"{'error':[],'result':{'XXBTZUSD':{'altname':'XBTUSD','wsname':" \
	"'XBT\\/USD','pair_decimals':1,'lot_decimals':8" more "}}}"

static void spot_insts(void)
{
	struct xg_answer a = answer(XG_OP_INSTS, "spot", "", 200,
		PAIR(",'fees':[[0,0.4],[10000,0.35]],'fees_maker':[[0,0.25]],"
		     "'ordermin':'0.00005','costmin':'0.5','tick_size':'0.5',"
		     "'status':'online'"));

	ok(a.result == XG_RES_OK && a.n == 1 && !strcmp(a.cursor, "tokenized"),
		"pairs, and another page with tokenized stocks");
	is_text(k.out.p, k.out.len,
		q("{'type':'inst','venue':'kraken','sym':'BTC-USD','rx':5,"
		  "'base':'BTC','quote':'USD','kind':'spot','native':'BTC/USD',"
		  "'tick':0.5,'lot':0.00000001,'min_qty':0.00005,"
		  "'min_notional':0.5,'status':'trading','maker':0.0025,"
		  "'taker':0.004,'market':'spot'}\n"),
		"XBT is BTC, the code is that of WebSocket v2, fees are "
		"fractions");
	answer(XG_OP_INSTS, "spot", "", 200, PAIR(""));
	ok(strstr(k.out.p, "\"tick\":0.1"), "without a tick: by the decimals");
	answer(XG_OP_INSTS, "spot", "", 200, PAIR(",'status':'cancel_only'"));
	ok(strstr(k.out.p, "\"status\":\"cancel_only\""), "the venue's word");
	a = answer(XG_OP_INSTS, "spot", "", 200,
		"{'error':[],'result':{'XDG':{'wsname':'XDG/XBT',"
		"'pair_decimals':8,'lot_decimals':8},'XTZ':{'wsname':"
		"'XTZ/USDT','pair_decimals':4,'lot_decimals':8},'X.d':{"
		"'altname':'XBTUSD.d','pair_decimals':1,'lot_decimals':8},'A':{"
		"'wsname':'AAPLx/USD','pair_decimals':2,'lot_decimals':8}}}");
	ok(a.n == 3 && strstr(k.out.p, "\"DOGE-BTC\"") &&
			strstr(k.out.p, "\"XTZ-USDT\"") &&
			strstr(k.out.p, "\"AAPLx-USD\""),
		"XDG is DOGE, XTZ stays, dark pools are skipped");
	a = answer(XG_OP_INSTS, "spot", "", 200,
		"{'error':[],'result':{'A':{'wsname':'ABC','pair_decimals':1,"
		"'lot_decimals':8},'B':{'wsname':'B/USD','lot_decimals':99},"
		"'C':{'wsname':'C/USD','pair_decimals':1,'lot_decimals':8}}}");
	ok(a.n == 1 && strstr(k.out.p, "\"C-USD\"") &&
			strstr(k.out.p, "'ABC' is not understood"),
		"one that can't be read is told, and takes no other with it");
	a = answer(XG_OP_INSTS, "spot", "tokenized", 200,
		"{'error':['EGeneral:Invalid arguments'],'result':{}}");
	ok(a.result == XG_RES_OK && a.n == 0 && !a.cursor[0],
		"no tokenized stocks here: the pairs are enough");
}

static void fut_inst(const char *row, const char *want, const char *why)
{
	char body[2048];

	snprintf(body, sizeof body, "{'result':'success','instruments':[%s]}",
		row);
	answer(XG_OP_INSTS, "futures", "", 200, body);
	is_text(k.out.p ? k.out.p : "", k.out.len, q(want), "%s", why);
}

#define INST "{'type':'inst','venue':'kraken','sym':"

static void futures_insts(void)
{
	struct xg_answer a;

	fut_inst("{'symbol':'PI_XBTUSD','type':'futures_inverse','tickSize':"
		 "0.5,'contractSize':1,'tradeable':true,"
		 "'contractValueTradePrecision':0,'postOnly':false,'base':"
		 "'BTC','quote':'USD'}",
		INST "'BTC-USD-PERP:BTC','rx':5,'base':'BTC','quote':'USD',"
		     "'settle':'BTC','kind':'perp','native':'PI_XBTUSD','tick':"
		     "0.5,'lot':1,'contract':1,'status':'trading','market':"
		     "'futures','inverse':true}\n",
		"PI: inverse, and not the plain one");
	fut_inst("{'symbol':'PF_XBTUSD','type':'flexible_futures','tickSize':"
		 "0.5,'contractSize':1,'tradeable':true,"
		 "'contractValueTradePrecision':4,'postOnly':true}",
		INST "'BTC-USD-PERP','rx':5,'base':'BTC','quote':'USD',"
		     "'settle':'USD','kind':'perp','native':'PF_XBTUSD','tick':"
		     "0.5,'lot':0.0001,'contract':1,'status':'post_only',"
		     "'market':'futures'}\n",
		"PF: linear, the plain one; XBT from its code");
	fut_inst("{'symbol':'PF_PEPEUSD','type':'flexible_futures','tickSize':"
		 "1e-10,'contractSize':1,'tradeable':true,"
		 "'contractValueTradePrecision':-3,'base':'PEPE','quote':'USD'"
		 "}",
		INST "'PEPE-USD-PERP','rx':5,'base':'PEPE','quote':'USD',"
		     "'settle':'USD','kind':'perp','native':'PF_PEPEUSD',"
		     "'tick':0.0000000001,'lot':1000,'contract':1,'status':"
		     "'trading','market':'futures'}\n",
		"steps of a thousand");
	fut_inst("{'symbol':'fi_xbtusd_210924','type':'futures_inverse',"
		 "'tickSize':0.5,'contractSize':1,'tradeable':false,"
		 "'lastTradingTime':'2021-09-24T15:00:00.000Z'}",
		INST "'BTC-USD-20210924:BTC','rx':5,'base':'BTC','quote':'USD'"
		     ",'settle':'BTC','kind':'future','native':"
		     "'FI_XBTUSD_210924','tick':0.5,'contract':1,'status':"
		     "'not_tradeable','market':'futures','inverse':true,"
		     "'expiry':1632495600000000}\n",
		"FI: dated; codes are told in capitals");
	fut_inst("{'symbol':'FF_ETHUSD_261225','type':'flexible_futures',"
		 "'tickSize':0.1,'contractSize':1,'tradeable':true}",
		INST "'ETH-USD-20261225','rx':5,'base':'ETH','quote':'USD',"
		     "'settle':'USD','kind':'future','native':"
		     "'FF_ETHUSD_261225','tick':0.1,'contract':1,'status':"
		     "'trading','market':'futures'}\n",
		"FF: dated and linear");
	fut_inst("{'symbol':'in_xbtusd','type':'spot index','tradeable':false}",
		"", "an index is no instrument");
	a = answer(XG_OP_INSTS, "futures", "", 200,
		"{'result':'success','instruments':[{'symbol':'PF_ABC','type':"
		"'flexible_futures'},{'symbol':'PF_XYZUSD_1','type':"
		"'flexible_futures','tickSize':1,'contractSize':1},{'symbol':"
		"'PF_XYZUSD','type':'flexible_futures','tickSize':1,"
		"'contractSize':0}]}");
	ok(a.n == 0 && strstr(k.out.p, "PF_XYZUSD_1") &&
			!strstr(k.out.p, "\"inst\""),
		"contracts that can't be read are told one by one");
}

static void answers(void)
{
	struct xg_answer a = answer(XG_OP_TIME, "", "", 200,
		"{'error':[],'result':{'unixtime':1762820224}}");

	ok(a.result == XG_RES_OK && a.venue_time == 1762820224000000,
		"the venue's time");
	a = answer(XG_OP_TIME, "", "", 200, "{'error':[],'result':{}}");
	is_int(a.result, XG_RES_BAD, "no time");
	a = answer(XG_OP_INSTS, "spot", "", 200, "{'error':[],'result':[]}");
	is_int(a.result, XG_RES_BAD, "no list");
	a = answer(XG_OP_INSTS, "spot", "", 200,
		"{'error':['WGeneral:Careful','EService:Throttled: 1762820230']"
		"}");
	ok(a.result == XG_RES_LIMITED && a.banned_until == 1762820230000000 &&
			strstr(a.detail, "Throttled"),
		"throttled until a time");
	a = answer(XG_OP_INSTS, "spot", "", 200,
		"{'error':['EGeneral:Temporary lockout']}");
	ok(a.result == XG_RES_LIMITED && a.retry_us == 900000000,
		"locked out for a quarter of an hour");
	a = answer(XG_OP_INSTS, "futures", "", 200,
		"{'result':'error','error':'apiLimitExceeded'}");
	is_int(a.result, XG_RES_LIMITED, "futures: too fast");
	a = answer(XG_OP_INSTS, "futures", "", 200, "{'result':'error'}");
	is_int(a.result, XG_RES_UNKNOWN, "futures: without a reason");
	a = answer(XG_OP_INSTS, "spot", "", 429, "busy");
	is_int(a.result, XG_RES_LIMITED, "HTTP 429");
	a = answer(XG_OP_INSTS, "spot", "", 520, "<html>");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_VENUE_DOWN,
		"HTTP 520: nobody knows");
	a = answer(XG_OP_INSTS, "spot", "", 0, "");
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_TIMEOUT,
		"no answer");
	a = answer(XG_OP_INSTS, "spot", "", 404, "{'x':1}");
	is_int(a.result, XG_RES_UNKNOWN, "an answer that is not the venue's");
}

/* tests/venue/kraken/errors.tsv: text, result, reason. */
static void errors(void)
{
	static const char *const results[] = { [XG_RES_OK] = "ok",
		[XG_RES_REJECTED] = "rejected",
		[XG_RES_UNKNOWN] = "unknown",
		[XG_RES_LIMITED] = "limited",
		[XG_RES_CLOCK] = "clock",
		[XG_RES_BAD] = "bad" };
	FILE *f = fopen("tests/venue/kraken/errors.tsv", "r");
	char *line = NULL;
	size_t cap = 0;
	int n = 0;

	if (!f)
		abort();
	while (getline(&line, &cap, f) > 0) {
		struct xg_str rest = { line, strcspn(line, "\n") };
		struct xg_str text = xg_str_cut(&rest, '\t');
		struct xg_str result = xg_str_cut(&rest, '\t');
		int why, got = (int)xg_kraken_error(text, &why);

		ok(xg_str_is_text(result, results[got]) &&
				why == xg_word_from(XG_WORDS_REASON, rest),
			"%.*s: %.*s, %.*s", XG_STR_ARG(text),
			XG_STR_ARG(result), XG_STR_ARG(rest));
		n++;
	}
	ok(n > 40, "all errors of the documents");
	free(line);
	fclose(f);
}

static void numbers(void)
{
	struct xg_dec d;
	char text[XG_DEC_TEXT];

	ok(xg_scan_round(&d, XG_STR("12345678901234567890.5")) == 0,
		"20 digits are rounded");
	xg_dec_fmt(text, d);
	ok(!strcmp(text, "12345678901234567900"), "to 17 or 18: %s", text);
	ok(xg_scan_round(&d, XG_STR("-1.5e-30")) == 0 && d.m == 0,
		"next to nothing is nothing");
	ok(xg_scan_round(&d, XG_STR("1e99")) == XG_ERR_RANGE, "too much");
	ok(xg_scan_round(&d, XG_STR("x")) < 0, "no number");
	is_int(xg_kraken_seconds(XG_STR("1618678138.004670")), 1618678138004670,
		"seconds with microseconds");
	is_int(xg_kraken_seconds(XG_STR("1618678138.0046709")),
		1618678138004670, "and with more than that");
	is_int(xg_kraken_seconds(XG_STR("-1")), 0, "no time");
	is_int(xg_kraken_time(XG_STR("")), 0, "a time may be absent");
	ok(xg_kraken_time(XG_STR("now")) < 0, "no time");
}

int main(void)
{
	kit_start(&k, "kraken");
	v = k.d.venue;
	kit_inst(&k, "{'type':'inst','venue':'kraken','sym':'BTC-USD','base':"
		     "'BTC','quote':'USD','kind':'spot','native':'BTC/USD',"
		     "'market':'spot'}");
	kit_inst(&k, "{'type':'inst','venue':'kraken','sym':"
		     "'BTC-USD-PERP:BTC','base':'BTC','quote':'USD','kind':"
		     "'perp','native':'PI_XBTUSD','market':'futures'}");
	kit_inst(&k, "{'type':'inst','venue':'kraken','sym':"
		     "'BTC-USD-20210924:BTC','base':'BTC','quote':'USD','kind'"
		     ":'future','native':'FI_XBTUSD_210924','market':'futures'"
		     "}");
	topics();
	frames();
	requests();
	spot_insts();
	futures_insts();
	answers();
	errors();
	numbers();
	kit_end(&k);
	return done();
}
