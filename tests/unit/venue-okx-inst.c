/* OKX, instruments: names, markets, contracts, steps. */
#include "venue-kit.h"
#include "venue/okx/okx.h"

static struct kit k;

static int rest(const char *rows)
{
	static char text[8192];

	snprintf(text, sizeof text, "{'code':'0','data':[%s]}", rows);
	return kit_raw(&k, xg_str_from(q(text)),
		"GET https://openapi.okx.com/api/v5/public/instruments", true);
}

#define IS(row, want, ...) \
	do { \
		const char *is_want = q(want); \
		is_int(rest(row), 0, "the list is read"); \
		is_text(k.out.p ? k.out.p : "", k.out.len, is_want, \
			__VA_ARGS__); \
	} while (0)
#define INST "{'type':'inst','venue':'okx','sym':"

static void kinds(void)
{
	IS("{'instType':'SPOT','instId':'BTC-USDT','instIdCode':3,'baseCcy':"
	   "'BTC','quoteCcy':'USDT','tickSz':'0.1','lotSz':'0.00000001',"
	   "'minSz':'0.00001','state':'live','ctVal':''}",
		INST "'BTC-USDT','rx':1000000,'base':'BTC','quote':'USDT',"
		     "'kind':'spot','native':'BTC-USDT','tick':0.1,'lot':"
		     "0.00000001,'min_qty':0.00001,'status':'trading',"
		     "'market':'spot','code':3}\n",
		"spot");
	IS("{'instType':'SWAP','instId':'BTC-USDT-SWAP','instIdCode':10459,"
	   "'instFamily':'BTC-USDT','uly':'BTC-USDT','ctType':'linear',"
	   "'ctVal':'0.01','ctMult':'1','ctValCcy':'BTC','settleCcy':'USDT',"
	   "'tickSz':'0.1','lotSz':'0.01','minSz':'0.01','state':'live'}",
		INST "'BTC-USDT-PERP','rx':1000000,'base':'BTC','quote':'USDT',"
		     "'settle':'USDT','kind':'perp','native':'BTC-USDT-SWAP',"
		     "'tick':0.1,'lot':0.0001,'min_qty':0.0001,'contract':"
		     "0.01,'status':'trading','market':'swap','code':10459}\n",
		"linear: lot and least quantity in base units");
	IS("{'instType':'SWAP','instId':'BTC-USD-SWAP','instIdCode':10458,"
	   "'instFamily':'BTC-USD','uly':'BTC-USD','ctType':'inverse','ctVal':"
	   "'100','ctMult':'1','ctValCcy':'USD','settleCcy':'BTC','baseCcy':"
	   "'','quoteCcy':'','tickSz':'0.1','lotSz':'1','minSz':'1','state':"
	   "'suspend','ruleType':'normal'}",
		INST "'BTC-USD-PERP','rx':1000000,'base':'BTC','quote':'USD',"
		     "'settle':'BTC','kind':'perp','native':'BTC-USD-SWAP',"
		     "'tick':0.1,'lot':1,'min_qty':1,'contract':100,'status':"
		     "'suspend','market':'swap','inverse':true,'code':10458}\n",
		"inverse: in contracts; the state in the venue's word");
	IS("{'instType':'SWAP','instId':'BTC-USD_UM-SWAP','instFamily':"
	   "'BTC-USD_UM','ctType':'linear','ctVal':'0.01','ctMult':'1',"
	   "'settleCcy':'USDC','tickSz':'0.1','lotSz':'1','minSz':'1','state':"
	   "'live'}",
		INST "'BTC-USD-PERP:USDC','rx':1000000,'base':'BTC','quote':"
		     "'USD','settle':'USDC','kind':'perp','native':"
		     "'BTC-USD_UM-SWAP','tick':0.1,'lot':0.01,'min_qty':0.01,"
		     "'contract':0.01,'status':'trading','market':'swap'}\n",
		"two natives never share a name: settlement is appended");
	IS("{'instType':'FUTURES','instId':'BTC-USD-241220','instFamily':"
	   "'BTC-USD','ctType':'inverse','ctVal':'100','ctMult':'1',"
	   "'settleCcy':'BTC','expTime':'1734681600000','tickSz':'0.1','lotSz'"
	   ":'1','minSz':'1','state':'live'}",
		INST "'BTC-USD-20241220','rx':1000000,'base':'BTC','quote':"
		     "'USD','settle':'BTC','kind':'future','native':"
		     "'BTC-USD-241220','tick':0.1,'lot':1,'min_qty':1,"
		     "'contract':100,'status':'trading','market':'futures',"
		     "'inverse':true,'expiry':1734681600000000}\n",
		"futures: the day of expTime");
	IS("{'instType':'OPTION','instId':'BTC-USD-250328-92000-C',"
	   "'instFamily':'BTC-USD','ctType':'','ctVal':'1','ctMult':'0.01',"
	   "'settleCcy':'BTC','expTime':'1743148800000','stk':'92000',"
	   "'optType':'C','tickSz':'0.0001','lotSz':'1','minSz':'1','state':"
	   "'live'}",
		INST "'BTC-USD-20250328-92000-C','rx':1000000,'base':'BTC',"
		     "'quote':'USD','settle':'BTC','kind':'option','native':"
		     "'BTC-USD-250328-92000-C','tick':0.0001,'lot':0.01,"
		     "'min_qty':0.01,'contract':0.01,'status':'trading',"
		     "'market':'option','expiry':1743148800000000}\n",
		"options: value times multiplier");
	IS("{'instType':'FUTURES','instId':'BTC-USD_UM_XPERP-310404',"
	   "'instFamily':'BTC-USD_UM_XPERP','ruleType':'xperp','ctType':"
	   "'linear','ctVal':'0.01','ctMult':'1','settleCcy':'USDC','expTime':"
	   "'1932854400000','tickSz':'0.1','lotSz':'1','minSz':'1','state':"
	   "'live'}",
		INST "'~BTC-USD_UM_XPERP-310404','rx':1000000,'base':'BTC',"
		     "'quote':'USD','settle':'USDC','kind':'perp','native':"
		     "'BTC-USD_UM_XPERP-310404','tick':0.1,'lot':0.01,"
		     "'min_qty':0.01,'contract':0.01,'status':'trading',"
		     "'market':'futures','expiry':1932854400000000}\n",
		"a five-year contract that pays funding is a perpetual");
	IS("{'instType':'MARGIN','instId':'BTC-USDT'},{'instType':'EVENTS',"
	   "'instId':'X'}",
		"", "margin is spot; events are not traded here");
}

/* What cannot be read is told, and does not take the others with it. */
static void bad(void)
{
	static const char good[] =
		"{'instType':'SPOT','instId':'A-B','baseCcy':'A','quoteCcy':"
		"'B','tickSz':'1','lotSz':'1','minSz':'1','state':'live'}";
	static const char *const rows[] = {
		"{'instType':'SWAP','instId':'X-Y-SWAP','instFamily':'X-Y',"
		"'ctVal':'','tickSz':'1','lotSz':'1','minSz':'1'}",
		"{'instType':'SWAP','instId':'X-Y-SWAP','instFamily':'X-Y',"
		"'ctVal':'1e60','tickSz':'1','lotSz':'1','minSz':'1'}",
		"{'instType':'SPOT','instId':'X-Y','tickSz':'x'}",
		"{'instType':'FUTURES','instId':'X','ctVal':'1'}",
	};
	char both[2048];

	for (size_t i = 0; i < XG_LEN(rows); i++) {
		snprintf(both, sizeof both, "%s,%s", rows[i], good);
		is_int(rest(both), 0, "the list is read");
		ok(k.out.p && strstr(k.out.p, "\"event\":\"error\"") &&
				strstr(k.out.p, "could not be read"),
			"it is told: %s", rows[i]);
		ok(k.out.p && strstr(k.out.p, "\"sym\":\"A-B\""),
			"and the next one is learned");
	}
	ok(rest("7") < 0, "a list of other things is refused");
	ok(rest("{'instType':") < 0, "and a broken one");
}

static void learned(void)
{
	const struct xg_instr *i = xg_insts_native(&k.insts, XG_STR("okx"),
		XG_STR("swap"), XG_STR("BTC-USDT-SWAP"));
	static const char *const markets[][2] = { { "BTC-USDT", "spot" },
		{ "BTC-USDT-SWAP", "swap" }, { "BTC-USD_UM-SWAP", "swap" },
		{ "BTC-USDT-250808", "futures" },
		{ "BTC-USD_UM_XPERP-310404", "futures" },
		{ "BTC-USD-250328-92000-C", "option" } };

	ok(i && xg_str_is_text(i->sym, "BTC-USDT-PERP"),
		"decoders find it by the venue's code");
	for (size_t n = 0; n < XG_LEN(markets); n++) {
		struct xg_str got = xg_okx_market(xg_str_from(markets[n][0]));

		is_text(got.p, got.n, markets[n][1], "%s is of %s",
			markets[n][0], markets[n][1]);
	}
	gives(&k,
		"{'arg':{'channel':'instruments','instType':'SPOT'},'data':[{"
		"'instType':'SPOT','instId':'C-D','baseCcy':'C','quoteCcy':"
		"'D','tickSz':'1','lotSz':'1','minSz':'1','state':'preopen'}]}",
		INST "'C-D','rx':1000000,'base':'C','quote':'D','kind':'spot',"
		     "'native':'C-D','tick':1,'lot':1,'min_qty':1,'status':"
		     "'preopen','market':'spot'}\n",
		"the channel of instruments teaches, too");
}

int main(void)
{
	kit_start(&k, "okx");
	kinds();
	bad();
	learned();
	kit_end(&k);
	return done();
}
