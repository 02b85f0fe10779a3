/* Coinbase: instruments and their names, requests, answers, reasons. */
#include "venue-kit.h"
#include "venue/coinbase/coinbase.h"

static struct kit k;

static void answer(const struct xg_venue *v, const struct xg_ask *ask, int http,
	const char *body, struct xg_answer *a)
{
	struct xg_sink sink = kit_sink(&k);

	kit_clear(&k);
	v->answer(a, ask, http, XG_STR(""), xg_str_from(q(body)), 1000000,
		&k.insts, &sink);
}

static void insts(const char *rows, const char *want, const char *says)
{
	char body[8000];
	struct xg_ask ask = { .op = XG_OP_INSTS };
	struct xg_answer a;

	snprintf(body, sizeof body, "{'products':[%s],'num_products':1}", rows);
	answer(k.d.venue, &ask, 200, body, &a);
	ok(a.result == XG_RES_OK && !a.cursor[0], "a short page is the last");
	is_text(k.out.p ? k.out.p : "", k.out.len, q(want), "%s", says);
}

#define FUT(id, code, size, root, display, rate) \
	"{'product_id':'" id \
	"','product_type':'FUTURE','status':'','price_increment':'5'," \
	"'base_increment':'1','base_min_size':'1','quote_min_size':'0'," \
	"'display_name':'" display \
	"','alias':'','future_product_details':{'contract_code':'" code \
	"','contract_size':'" size "','contract_root_unit':'" root \
	"','contract_expiry':'2030-12-20T16:00:00Z'," \
	"'contract_expiry_type':'EXPIRING','funding_interval':null," \
	"'funding_rate':'" rate "'}}"
#define FUT_REC(sym, kind, native, lot, contract, tail) \
	"{'type':'inst','venue':'coinbase','sym':'" sym \
	"','rx':1000000,'base':'BTC','quote':'USD','settle':'USD','kind':'" kind \
	"','native':'" native "','tick':5,'lot':" lot ",'min_qty':" lot \
	",'contract':" contract ",'status':'trading','market':'future'" tail \
	"}\n"

static void symbols(void)
{
	insts("{'product_id':'BTC-USD','base_increment':'0.00000001',"
	      "'quote_increment':'0.01','price_increment':'0.05',"
	      "'base_min_size':'0.0001','quote_min_size':'1','status':"
	      "'online','product_type':'SPOT','alias':'','alias_to':["
	      "'BTC-USDC'],'base_currency_id':'BTC','quote_currency_id':"
	      "'USD','trading_disabled':false}",
		"{'type':'inst','venue':'coinbase','sym':'BTC-USD','rx':"
		"1000000,'base':'BTC','quote':'USD','kind':'spot','native':"
		"'BTC-USD','tick':0.05,'lot':0.00000001,'min_qty':0.0001,"
		"'min_notional':1,'status':'trading','market':'spot'}\n",
		"spot: price_increment is the tick");
	insts("{'product_id':'CGLD-USDC','quote_increment':'0.01','status':"
	      "'online','product_type':'SPOT','alias':'CGLD-USD',"
	      "'base_currency_id':'CGLD','quote_currency_id':'USDC',"
	      "'view_only':true}",
		"{'type':'inst','venue':'coinbase','sym':'CELO-USDC','rx':"
		"1000000,'base':'CELO','quote':'USDC','kind':'spot','native':"
		"'CGLD-USDC','tick':0.01,'status':'view_only','market':'alias'"
		"}\n",
		"a view of X-USD is of the market \"alias\"; CGLD is CELO; "
		"quote_increment where there is no other tick");
	insts("{'product_id':'BTCAUCTION-USD','product_type':'SPOT','alias':"
	      "'','base_currency_id':'BTC','quote_currency_id':'USD',"
	      "'auction_mode':true}",
		"{'type':'inst','venue':'coinbase','sym':'~BTCAUCTION-USD',"
		"'rx':1000000,'base':'BTC','quote':'USD','kind':'spot',"
		"'native':'BTCAUCTION-USD','status':'trading','market':'spot'"
		"}\n",
		"an auction of BTC is not BTC-USD");
	insts("{'product_id':'USDT-USDC','status':'delisted','product_type':"
	      "'SPOT','alias':'','base_currency_id':'USDT',"
	      "'quote_currency_id':'USDC'}",
		"{'type':'inst','venue':'coinbase','sym':'USDT-USDC','rx':"
		"1000000,'base':'USDT','quote':'USDC','kind':'spot','native':"
		"'USDT-USDC','status':'delisted','market':'spot'}\n",
		"a book of its own; the venue's word for what does not trade");
	insts(FUT("BIP-20DEC30-CDE", "BIP", "0.01", "BTC", "BTC PERP",
		      "0.000013"),
		FUT_REC("BTC-USD-PERP", "perp", "BIP-20DEC30-CDE", "0.01",
			"0.01", ""),
		"a perpetual of CDE is one by its funding and its name, "
		"however far its expiry; sizes are base units; its status is "
		"\"\"");
	insts(FUT("BIT-20DEC30-CDE", "BIT", "0.01", "BTC", "BTC 20 DEC 30", ""),
		FUT_REC("BTC-USD-20301220", "future", "BIT-20DEC30-CDE", "0.01",
			"0.01", ",'expiry':1924012800000000"),
		"a dated future");
	insts(FUT("BTI-20DEC30-CDE", "BTI", "1", "BTC", "BTC PERP",
		      "0.1") "," FUT("BIP-20DEC30-CDE", "BIP", "0.01", "BTC",
		      "BTC PERP", "0.1"),
		FUT_REC("BTC-USD-PERP:BTI", "perp", "BTI-20DEC30-CDE", "1", "1",
			"") FUT_REC("BTC-USD-PERP", "perp", "BIP-20DEC30-CDE",
			"0.01", "0.01", ""),
		"of two families of one root the smallest has the plain name, "
		"whatever the order of the list");
	insts("{'product_id':'BTC-PERP-INTX','product_type':'FUTURE',"
	      "'base_increment':'0.0001','price_increment':'0.1',"
	      "'future_product_details':{'contract_size':'1',"
	      "'contract_root_unit':'BTC','contract_expiry_type':"
	      "'PERPETUAL'}}",
		"{'type':'inst','venue':'coinbase','sym':'BTC-USDC-PERP','rx':"
		"1000000,'base':'BTC','quote':'USDC','settle':'USDC','kind':"
		"'perp','native':'BTC-PERP-INTX','tick':0.1,'lot':0.0001,"
		"'contract':1,'status':'trading','market':'future'}\n",
		"a perpetual of INTX is margined in USDC");
	insts(FUT("X-20DEC30-CDE", "X", "0", "BTC", "X", "") "," FUT(
		      "Y-20DEC30-CDE", "Y", "a", "BTC", "Y",
		      "") ",{},{'product_id':'X-Y'}",
		"", "rows that can't be instruments are left out");
}

static void pages(void)
{
	struct xg_buf body = { 0 };
	struct xg_ask ask = { .op = XG_OP_INSTS,
		.market = XG_STR("spot"),
		.cursor = XG_STR("1000") };
	struct xg_sink sink = kit_sink(&k);
	struct xg_answer a;
	struct xg_req r = { 0 };

	xg_buf_text(&body, "{\"products\":[");
	for (int i = 0; i < XG_COINBASE_PAGE; i++)
		xg_buf_text(&body, i ? ",{}" : "{}");
	xg_buf_text(&body, "]}");
	k.d.venue->answer(&a, &ask, 200, XG_STR(""), xg_buf_view(&body), 1,
		&k.insts, &sink);
	is_text(a.cursor, strlen(a.cursor), "1500",
		"a full page goes on, also where its rows are not ours");
	k.d.venue->request(&r, &ask, NULL);
	is_text(r.path.p, r.path.len, "/api/v3/brokerage/market/products",
		"products: the path");
	is_text(r.query.p, r.query.len,
		"product_type=SPOT&limit=500&offset=1000", "and the page");
	xg_buf_release(&body);
	xg_req_release(&r);
}

static void polled(void)
{
	struct xg_ask ask = { .op = XG_OP_OI };
	const struct xg_instr *perp;
	struct xg_topic t;
	struct xg_answer a;
	struct xg_req r = { 0 };

	kit_inst(&k, "{'type':'inst','venue':'coinbase','sym':'BTC-USD-PERP',"
		     "'base':'BTC','quote':'USD','kind':'perp','native':"
		     "'BIP-20DEC30-CDE','contract':0.01,'market':'future'}");
	perp = ask.inst = xg_insts_sym(
		&k.insts, XG_STR("coinbase"), XG_STR("BTC-USD-PERP"));
	is_int(k.d.venue->topics(perp, XG_CH_FUNDING, &t, 1), 0,
		"funding comes by REST only");
	is_int(k.d.venue->topics(perp, XG_CH_BBO, &t, 1), XG_ERR_SUPPORT,
		"best prices that come with trades only are not offered");
	k.d.venue->request(&r, &ask, NULL);
	is_text(r.path.p, r.path.len,
		"/api/v3/brokerage/market/products/BIP-20DEC30-CDE",
		"one product");
	xg_req_release(&r);
	answer(k.d.venue, &ask, 200,
		"{'product_id':'BIP-20DEC30-CDE','future_product_details':{"
		"'open_interest':'183283','funding_rate':'0.000013',"
		"'funding_time':'2026-04-07T00:00:00Z','funding_interval':"
		"'3600s','index_price':'68899.882564'}}",
		&a);
	is_text(k.out.p, k.out.len,
		q("{'type':'oi','venue':'coinbase','sym':'BTC-USD-PERP','rx':"
		  "1000000,'qty':1832.83}\n"
		  "{'type':'funding','venue':'coinbase','sym':'BTC-USD-PERP',"
		  "'rx':1000000,'rate':0.000013,'next':1775520000000000,"
		  "'interval_s':3600,'index':68899.882564}\n"),
		"open interest in base units; funding and when it is due");
	is_int(a.n, 2, "two records");
	kit_raw(&k,
		xg_str_from(q("{'future_product_details':{'open_interest':"
			      "'100','funding_rate':''}}")),
		"GET https://api.coinbase.com/api/v3/brokerage/market/products/"
		"BIP-20DEC30-CDE",
		true);
	is_text(k.out.p, k.out.len,
		q("{'type':'oi','venue':'coinbase','sym':'BTC-USD-PERP','rx':"
		  "1000000,'qty':1}\n"),
		"the same as a frame; without a rate there is no funding");
}

static void times(void)
{
	const struct xg_venue *x = xg_venue_find(XG_STR("coinbase-exchange"));
	struct xg_ask ask = { .op = XG_OP_TIME };
	struct xg_answer a;

	answer(k.d.venue, &ask, 200,
		"{'iso':'2023-11-14T22:13:20Z','epochSeconds':'1700000000',"
		"'epochMillis':'1700000000123'}",
		&a);
	is_int(a.venue_time, 1700000000123000, "time of Advanced Trade");
	answer(x, &ask, 200,
		"{'iso':'2023-11-14T22:13:20.123Z','epoch':1700000000.123}",
		&a);
	is_int(a.venue_time, 1700000000123000, "time of the Exchange");
	answer(k.d.venue, &ask, 200, "{'iso':'soon'}", &a);
	is_int(a.result, XG_RES_BAD, "no time is no answer");
	is_int(xg_coinbase_time(XG_STR("0001-01-01T00:00:00Z")), 0,
		"year 1 is no time");
	is_int(xg_coinbase_time(XG_STR("1970-01-01T00:00:00Z")), 0,
		"nor is 1970");
}

static void errors(void)
{
	struct xg_ask ask = { .op = XG_OP_INSTS };
	struct xg_answer a;

	answer(k.d.venue, &ask, 429,
		"{'errors':[{'id':'rate_limit_exceeded','message':'slow'}]}",
		&a);
	ok(a.result == XG_RES_LIMITED && a.retry_us > 0 &&
			strcmp(a.code, "rate_limit_exceeded") == 0,
		"HTTP 429: wait");
	answer(k.d.venue, &ask, 401,
		"{'error':'UNAUTHORIZED','code':16,'message':'no'}", &a);
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_AUTH &&
			strcmp(a.detail, "no") == 0,
		"HTTP 401: its words");
	answer(k.d.venue, &ask, 404, "oops", &a);
	ok(a.result == XG_RES_REJECTED && a.reason == XG_WHY_NOT_FOUND &&
			a.detail[0],
		"HTTP 404 that is not JSON");
	answer(k.d.venue, &ask, 503, "{}", &a);
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_VENUE_DOWN,
		"HTTP 503 says nothing about what happened");
	answer(k.d.venue, &ask, 0, "", &a);
	ok(a.result == XG_RES_UNKNOWN && a.reason == XG_WHY_TIMEOUT,
		"no answer neither");
	answer(k.d.venue, &ask, 200, "{'products':7}", &a);
	is_int(a.result, XG_RES_BAD, "products that are none");
}

static void reasons(void)
{
	FILE *f = fopen("tests/venue/coinbase/errors.tsv", "r");
	char line[200], code[100], want[60];
	int n = 0;

	while (f && fgets(line, sizeof line, f)) {
		int got;

		if (line[0] == '#' ||
			sscanf(line, "%99[^\t]\t%59s", code, want) != 2)
			continue;
		got = xg_coinbase_reason(xg_str_from(code));
		ok(xg_word_from(XG_WORDS_REASON, xg_str_from(want)) == got &&
				got,
			"%s is %s", code, want);
		n++;
	}
	ok(n > 30, "%d reasons of the venue", n);
	if (f)
		fclose(f);
}

static void refused(void)
{
	static const enum xg_op ops[] = { XG_OP_PLACE, XG_OP_CANCEL,
		XG_OP_BALANCES, XG_OP_SNAPSHOT };
	struct xg_req r = { 0 };

	for (size_t i = 0; i < XG_LEN(ops); i++) {
		struct xg_ask ask = { .op = ops[i] };
		struct xg_error err = { 0 };

		ok(k.d.venue->request(&r, &ask, &err) == XG_ERR_SUPPORT &&
				err.text[0],
			"what the connector does not do is refused in words");
	}
	xg_req_release(&r);
}

int main(void)
{
	kit_start(&k, "coinbase");
	symbols();
	pages();
	polled();
	times();
	errors();
	reasons();
	refused();
	kit_end(&k);
	return done();
}
