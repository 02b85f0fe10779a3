/* Lists of instruments: names, steps, sizes, and what is left out. */
#include "gate-world.h"

#define INST(more) "{'type':'inst','venue':'gate'," more "}\n"

/* The list gives these records; `left` is a row that is told and left out. */
static void list(const char *market, const char *path, const char *rows,
	const char *want, const char *left, const char *why)
{
	char req[128];
	size_t n = strlen(want);
	struct xg_str out;

	snprintf(req, sizeof req, "GET https://x/api/v4%s", path);
	is_int(rest(market, req, rows), 0, "%s: it is read", why);
	out = xg_buf_view(&t.out);
	if (left)
		ok(out.n && memmem(out.p, out.n, left, strlen(left)) &&
				memmem(out.p, out.n, "\"error\"", 7),
			"%s: it is told", why);
	if (out.n > n)
		out = (struct xg_str){ out.p + out.n - n, n };
	is_text(out.p, out.n, q(want), "%s", why);
}

static void spot(void)
{
	static const char path[] = "/spot/currency_pairs";

	list("spot", path,
		"[{'id':'ETH_USDT','base':'ETH','quote':'USDT','fee':'0.2',"
		"'min_base_amount':'0.001','min_quote_amount':'3',"
		"'amount_precision':4,'precision':2,'trade_status':'tradable',"
		"'sell_start':0,'buy_start':0}]",
		INST("'sym':'ETH-USDT','rx':1000000,'base':'ETH','quote':"
		     "'USDT','kind':'spot','native':'ETH_USDT','tick':0.01,"
		     "'lot':0.0001,'min_qty':0.001,'min_notional':3,'status':"
		     "'trading','maker':0.002,'taker':0.002,'market':'spot'"),
		NULL,
		"precisions are numbers of decimals, the fee is a percentage");
	list("spot", path,
		"[{'id':'88MPH_ETH','base':'88MPH','quote':'ETH','fee':'0',"
		"'amount_precision':0,'precision':5,'trade_status':"
		"'untradable'}]",
		INST("'sym':'88MPH-ETH','rx':1000000,'base':'88MPH','quote':"
		     "'ETH','kind':'spot','native':'88MPH_ETH','tick':0.00001,"
		     "'lot':1,'status':'untradable','maker':0,'taker':0,"
		     "'market':'spot'"),
		NULL,
		"assets may begin with digits; a status is the venue's word");
	list("spot", path,
		"[{'id':'X_Y','base':'X','quote':'Y','amount_precision':99,"
		"'precision':2},{'id':'BTC5S_USDT','base':'BTC5S','quote':"
		"'USDT','amount_precision':2,'precision':2,'trade_status':"
		"'tradable'}]",
		INST("'sym':'BTC5S-USDT','rx':1000000,'base':'BTC5S','quote':"
		     "'USDT','kind':'spot','native':'BTC5S_USDT','tick':0.01,"
		     "'lot':0.01,'status':'trading','market':'spot'"),
		"'X_Y' could not be read",
		"one bad row does not take the others with it");
}

static void contracts(void)
{
	static const char usdt[] = "/futures/usdt/contracts";
	static const char btc[] = "/futures/btc/contracts";

	list("usdt", usdt,
		"[{'name':'ETH_USDT','type':'direct','quanto_multiplier':"
		"'0.01','order_price_round':'0.05','order_size_min':1,"
		"'enable_decimal':false,'maker_fee_rate':'-0.000152',"
		"'taker_fee_rate':'0.00075','funding_interval':14400,"
		"'in_delisting':false,'status':"
		"'trading'}]",
		INST("'sym':'ETH-USDT-PERP','rx':1000000,'base':'ETH','quote':"
		     "'USDT','settle':'USDT','kind':'perp','native':"
		     "'ETH_USDT','tick':0.05,'lot':0.01,'min_qty':0.01,"
		     "'contract':0.01,'status':'trading','maker':-0.000152,"
		     "'taker':0.00075,'market':'usdt','funding_s':14400"),
		NULL, "sizes of a linear contract are base units");
	list("usdt", usdt,
		"[{'name':'PEPE_USDT','type':'direct','quanto_multiplier':"
		"'1000','order_price_round':'0.1','order_size_min':'0.1',"
		"'enable_decimal':true,'in_delisting':true}]",
		INST("'sym':'PEPE-USDT-PERP','rx':1000000,'base':'PEPE',"
		     "'quote':'USDT','settle':'USDT','kind':'perp','native':"
		     "'PEPE_USDT','tick':0.1,'lot':100,'min_qty':100,"
		     "'contract':1000,'status':'delisting','market':'usdt'"),
		NULL,
		"a contract that can be divided has the step of its "
		"least size");
	list("btc", btc,
		"[{'name':'ETH_USD','type':'direct','quanto_multiplier':"
		"'0.000001','order_size_min':1},{'name':'BTC_USD','type':"
		"'inverse','quanto_multiplier':'0','order_price_round':'0.1',"
		"'order_size_min':1}]",
		INST("'sym':'BTC-USD-PERP','rx':1000000,'base':'BTC','quote':"
		     "'USD','settle':'BTC','kind':'perp','native':'BTC_USD',"
		     "'tick':0.1,'lot':1,'min_qty':1,'contract':1,'status':"
		     "'trading','market':'btc','inverse':true"),
		"'ETH_USD' is a quanto contract",
		"inverse contracts are of 1 USD, whatever the multiplier; "
		"quanto contracts have no base units");
	list("usdt", usdt,
		"[{'name':'XUSDT','type':'direct','quanto_multiplier':'1'},"
		"{'name':'BTC_USD','type':'direct','quanto_multiplier':'1'}]",
		INST("'sym':'BTC-USD-PERP:USDT','rx':1000000,'base':'BTC',"
		     "'quote':'USD','settle':'USDT','kind':'perp','native':"
		     "'BTC_USD','lot':1,'contract':1,'status':'trading',"
		     "'market':'usdt'"),
		"'XUSDT' could not be read",
		"another settlement than the quote is in the name");
}

static void dated(void)
{
	static const char path[] = "/delivery/usdt/contracts";

	list("delivery", path,
		"[{'name':'BTC_USDT','type':'direct','quanto_multiplier':"
		"'0.0001'},{'name':'BTC_USDT_20260327','type':'direct',"
		"'quanto_multiplier':'0.0001','order_price_round':'0.1',"
		"'order_size_min':1,'expire_time':1774569600,'cycle':"
		"'QUARTERLY','in_delisting':false}]",
		INST("'sym':'BTC-USDT-20260327','rx':1000000,'base':'BTC',"
		     "'quote':'USDT','settle':'USDT','kind':'future','native':"
		     "'BTC_USDT_20260327','tick':0.1,'lot':0.0001,'min_qty':"
		     "0.0001,'contract':0.0001,'status':'trading','market':"
		     "'delivery','expiry':1774569600000000"),
		"'BTC_USDT' could not be read",
		"a dated contract has its date in the code");
}

static void bad(void)
{
	ok(rest("spot", "GET https://x/api/v4/spot/currency_pairs", "{}") < 0,
		"an object is no list");
	ok(rest("spot", "GET https://x/api/v4/spot/currency_pairs", "[1]") < 0,
		"a number is no row");
	ok(rest("spot", "GET https://x/api/v4/spot/currency_pairs", "[{]") < 0,
		"half a list is refused");
	is_int(rest("usdt", "GET https://x/api/v4/futures/usdt/contracts",
		       "[{'name':'A_USDT','type':'direct','quanto_multiplier':"
		       "'0'}]"),
		0, "a linear contract of size 0 is no error of the list");
	ok(!xg_insts_native(
		   &t.insts, XG_STR("gate"), XG_STR("usdt"), XG_STR("A_USDT")),
		"but it is not learned");
}

int main(void)
{
	open_world();
	spot();
	contracts();
	dated();
	bad();
	decode_close(&t);
	return done();
}
