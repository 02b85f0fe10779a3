/* KuCoin, the table: topics, messages that subscribe, pings, addresses, requests;
 * units of times; names of instruments. */
#include "kucoin-world.h"
#include "venue-table.h"

static const struct xg_venue *v;

static const struct xg_instr *inst_of(const char *sym)
{
	return table_inst(v, &k.insts, sym);
}

static void topic(const char *sym, int channel, const char *link,
	const char *want, const char *why)
{
	table_topic(v, &k.insts, sym, channel, link, want, why);
}

static void topics(void)
{
	static const char spot[] = "BTC-USDT", perp[] = "BTC-USDT-PERP",
			  dated[] = "BTC-USD-20250321";
	struct xg_topic out;

	topic(spot, XG_CH_TRADE, "spot", "/market/match:BTC-USDT", "trades");
	topic("BSV-USDT", XG_CH_TRADE, "spot", "/market/match:BCHSV-USDT",
		"a renamed pair is asked for by its old symbol");
	topic(perp, XG_CH_TRADE, "futures",
		"/contractMarket/execution:XBTUSDTM", "of futures");
	topic(spot, XG_CH_BOOK, "spot-book", "obu:BTC-USDT",
		"books come by the unified stream: no key, no REST");
	topic(perp, XG_CH_BOOK, "futures-book", "obu:XBTUSDTM", "of futures");
	topic(spot, XG_CH_BBO, "spot", "/spotMarket/level1:BTC-USDT",
		"best prices");
	topic(perp, XG_CH_BBO, "futures", "/contractMarket/tickerV2:XBTUSDTM",
		"of futures");
	topic(perp, XG_CH_FUNDING, "futures", "/contract/instrument:XBTUSDTM",
		"funding");
	topic(perp, XG_CH_MARK, "futures", "/contract/instrument:XBTUSDTM",
		"marks come with it");
	topic(dated, XG_CH_MARK, "futures", "/contract/instrument:XBTMH25",
		"dated contracts have marks");
	topic(spot, XG_CH_CANDLE, "spot", "/market/candles:BTC-USDT_1min",
		"candles");
	topic(perp, XG_CH_CANDLE, "futures",
		"/contractMarket/limitCandle:XBTUSDTM_1min", "of futures");
	topic(dated, XG_CH_FUNDING, NULL, NULL, "but no funding");
	topic(spot, XG_CH_FUNDING, NULL, NULL, "spot has no funding");
	topic(spot, XG_CH_MARK, NULL, NULL, "spot has no mark");
	topic(perp, XG_CH_LIQ, NULL, NULL, "there are no liquidations");
	topic(spot, XG_CH_OI, NULL, NULL, "spot has no open interest");
	is_int(v->topics(inst_of(perp), XG_CH_OI, &out, 1), 0,
		"open interest comes by REST");
}

static void messages(void)
{
	struct xg_topic a = { .text = "/market/match:A-B" },
			b = { .text = "/market/match:C-D" },
			c = { .text = "obu:XBTUSDTM" };
	const struct xg_topic *two[] = { &a, &b }, *one[] = { &c };
	struct xg_buf out = { 0 };

	while (strcmp(v->links[c.link].name, "futures-book") != 0)
		c.link++;
	v->subscribe(&out, two, 2, 7, true);
	is_text(out.p, out.len,
		q("{'id':'7','type':'subscribe','topic':'/market/match:A-B,"
		  "C-D','privateChannel':false,'response':true}"),
		"classic: many symbols of one topic a message");
	xg_buf_clear(&out);
	v->subscribe(&out, two, 1, 8, false);
	is_text(out.p, out.len,
		q("{'id':'8','type':'unsubscribe','topic':'/market/match:A-B',"
		  "'privateChannel':false,'response':true}"),
		"and the end of a subscription");
	xg_buf_clear(&out);
	v->subscribe(&out, one, 1, 9, true);
	is_text(out.p, out.len,
		q("{'id':'9','action':'SUBSCRIBE','channel':'obu','tradeType':"
		  "'FUTURES','symbol':'XBTUSDTM','depth':'increment@10ms',"
		  "'rpiFilter':0}"),
		"unified: one symbol a message");
	xg_buf_clear(&out);
	v->ping(&out, &v->links[0], INT64_C(1700000000123456));
	is_text(out.p, out.len, q("{'id':'1700000000123','type':'ping'}"),
		"a ping");
	xg_buf_clear(&out);
	v->private_path(&out, &v->links[0], XG_STR("2ne_A-i==.x/y"));
	is_text(out.p, out.len, "?token=2ne_A-i%3D%3D.x%2Fy&connectId=xg",
		"a token in an address is percent-encoded");
	xg_buf_release(&out);
}

static void links(void)
{
	for (const struct xg_link *l = v->links; l->name; l++) {
		bool book = strstr(l->name, "-book") != NULL;

		ok(l->greets && l->token == !book && l->one_channel == !book,
			"%s: the venue speaks first; a token: %s", l->name,
			book ? "no" : "yes");
		ok(l->ping_us > 0 && l->ping_us < 18000000,
			"%s: a ping before 18 s have passed", l->name);
		ok(l->topics_per_frame <= (book ? 1 : 100) &&
				l->max_topics <= 400,
			"%s: limits of topics", l->name);
		ok(l->frame_gap_us * 95 > 10000000,
			"%s: under 100 messages in 10 s, pings among them",
			l->name);
		is_int(l->life_us, INT64_C(86400000000), "%s: cut after 24 h",
			l->name);
	}
	ok(xg_venue_find(XG_STR("kucoinfutures")) == v &&
			xg_venue_find(XG_STR("kucoin-futures")) == v,
		"names of ccxt and tardis are understood");
}

static void request(int op, const char *market, const char *sym, int limit,
	const char *want, const char *why)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market),
		.limit = limit };
	struct xg_req req = { 0 };

	if (table_request(v, &k.insts, ask, sym, &req, want, why))
		ok(req.cost > 0 &&
				v->limits[req.limit].per_key == req.is_signed,
			"it is counted, by the key if it is signed");
	xg_req_release(&req);
}

static void requests(void)
{
	request(XG_OP_TIME, "futures", NULL, 0,
		"GET futures-rest /api/v1/timestamp?", "the time");
	request(XG_OP_INSTS, "spot", NULL, 0, "GET spot-rest /api/v2/symbols?",
		"pairs");
	request(XG_OP_INSTS, "futures", NULL, 0,
		"GET futures-rest /api/v1/contracts/active?", "contracts");
	request(XG_OP_SNAPSHOT, "", "BSV-USDT", 0,
		"GET spot-rest /api/v3/market/orderbook/level2?symbol="
		"BCHSV-USDT signed",
		"a whole book of spot needs a key");
	request(XG_OP_SNAPSHOT, "", "BTC-USDT", 100,
		"GET spot-rest /api/v1/market/orderbook/level2_100?symbol="
		"BTC-USDT",
		"100 levels do not");
	request(XG_OP_SNAPSHOT, "", "BTC-USDT", 5,
		"GET spot-rest /api/v1/market/orderbook/level2_20?symbol="
		"BTC-USDT",
		"nor do 20");
	request(XG_OP_SNAPSHOT, "", "BTC-USDT-PERP", 1000,
		"GET futures-rest /api/v1/level2/snapshot?symbol=XBTUSDTM",
		"a whole book of futures is public");
	request(XG_OP_OI, "", "BTC-USD-PERP", 0,
		"GET futures-rest /api/v1/contracts/XBTUSDM?", "open interest");
	request(XG_OP_STREAM_NEW, "spot", NULL, 0,
		"POST spot-rest /api/v1/bullet-public?", "a token");
	request(XG_OP_STREAM_NEW, "futures", NULL, 0,
		"POST futures-rest /api/v1/bullet-public?",
		"of futures: another host");
	request(XG_OP_OI, "", "BTC-USDT", 0, NULL, "spot has none");
	request(XG_OP_SNAPSHOT, "spot", NULL, 0, NULL, "a book of what?");
	request(XG_OP_INSTS, "margin", NULL, 0, NULL, "a market that is none");
	request(XG_OP_PLACE, "", "BTC-USDT", 0, NULL, "orders come later");
}

static void times(void)
{
	static const struct {
		const char *text;
		int64_t us;
	} rows[] = {
		{ "1729839600", INT64_C(1729839600000000) },
		{ "99999999999", INT64_C(99999999999000000) },
		{ "1729816425625", INT64_C(1729816425625000) },
		{ "1729816425625123", INT64_C(1729816425625123) },
		{ "1729842192785164840", INT64_C(1729842192785164) },
		{ "1705708799998000000", INT64_C(1705708799998000) },
		{ "0", 0 },
		{ "", 0 },
		{ "-5", 0 },
		{ "1.5", 0 },
		{ "99999999999999999999", 0 },
	};

	for (size_t i = 0; i < XG_LEN(rows); i++)
		is_int(xg_kucoin_time(xg_str_from(rows[i].text)), rows[i].us,
			"'%s': the size tells the unit", rows[i].text);
	is_int(xg_kucoin_interval_s(XG_STR("1min")), 60, "a minute");
	is_int(xg_kucoin_interval_s(XG_STR("8hour")), 28800, "8 hours");
	is_int(xg_kucoin_interval_s(XG_STR("1week")), 604800, "a week");
	is_int(xg_kucoin_interval_s(XG_STR("1month")), 0, "months vary");
	is_int(xg_kucoin_interval_s(XG_STR("min")), 0, "no number");
}

/* ---- instruments ---- */

#define SPOT_LIST "GET https://api.kucoin.com/api/v2/symbols"
#define FUTURES_LIST \
	"GET https://api-futures.kucoin.com/api/v1/contracts/active"

static void names(void)
{
	static const char odd[] =
		"{'code':'200000','data':[{'symbol':'ABUSDM','baseCurrency':"
		"'AB','quoteCurrency':'USD','settleCurrency':'USDC','lotSize':"
		"1,'tickSize':1E-8,'multiplier':1e1,'isInverse':false,'status':"
		"'Open','makerFeeRate':-5E-5}]}";

	rest(FUTURES_LIST, odd);
	came("{'type':'inst','venue':'kucoin','sym':'AB-USD-PERP:USDC','rx':"
	     "1000000,'base':'AB','quote':'USD','settle':'USDC','kind':'perp',"
	     "'native':'ABUSDM','tick':0.00000001,'lot':10,'min_qty':10,"
	     "'contract':10,'status':'trading','maker':-0.00005,'market':"
	     "'futures'}\n",
		"another settlement asset is in the name; e-notation is read");
	rest(SPOT_LIST, "{'code':'200000','data':{'symbol':'XBT-USDT',"
			"'name':'XBT-USDT','baseCurrency':'XBT',"
			"'quoteCurrency':'USDT','enableTrading':true}}");
	came("{'type':'inst','venue':'kucoin','sym':'XBT-USDT','rx':1000000,"
	     "'base':'XBT','quote':'USDT','kind':'spot','native':'XBT-USDT',"
	     "'status':'trading','market':'spot'}\n",
		"XBT is BTC among futures only; one pair comes as an object");
	rest(SPOT_LIST, "{'code':'400100','msg':'no'}");
	came("", "an error is no list");
}

static void unreadable(void)
{
	static const char *const rows[] = {
		"{'symbol':'','baseCurrency':'A','quoteCurrency':'B'}",
		"{'symbol':'X','baseCurrency':'A','quoteCurrency':'B',"
		"'multiplier':0}",
		"{'symbol':'X','baseCurrency':'A','quoteCurrency':'B'}",
		"{'symbol':'X','baseCurrency':'','quoteCurrency':'B',"
		"'multiplier':1}",
		"{'symbol':'X','baseCurrency':'A','quoteCurrency':'B',"
		"'multiplier':1,'tickSize':-1}",
		"{'symbol':'X','baseCurrency':'A','quoteCurrency':'B',"
		"'multiplier':1,'lotSize':'x'}",
	};
	char text[1000];

	for (size_t i = 0; i < XG_LEN(rows); i++) {
		snprintf(text, sizeof text,
			"{'code':'200000','data':[%s,{'symbol':'OKM',"
			"'baseCurrency':'A','quoteCurrency':'B',"
			"'settleCurrency':'B','multiplier':1}]}",
			rows[i]);
		ok(rest(FUTURES_LIST, text) == 0 &&
				strstr(k.out.p, "could not be read") &&
				strstr(k.out.p, "A-B-PERP"),
			"what can't be read is told and costs no other: %s",
			rows[i]);
	}
	ok(rest(FUTURES_LIST, "{'code':'200000','data':[1]}") < 0,
		"a list of numbers is none");
}

int main(void)
{
	v = xg_venue_find(XG_STR("kucoin"));
	open_world();
	topics();
	messages();
	links();
	requests();
	times();
	names();
	unreadable();
	kit_end(&k);
	return done();
}
