/* Bitfinex: instruments, their names, rules and ticks. */
#include "venue-kit.h"
#include "venue/bitfinex/bitfinex.h"

static struct kit k;

#define SPOT "GET https://x/v2/conf/pub:info:pair,pub:map:currency:sym"
#define DERIV "GET https://x/v2/conf/pub:info:pair:futures,pub:map:currency:sym"
#define INFO(least) \
	"[null,null,null,'" least \
	"','2000.0',null,null,null,0.1,0.05,null,null]"
#define NAMES \
	"[['UST','USDt'],['USTF0','USDt0'],['ATO','ATOM'],['LES','LEO-EOS'],['BAB','BCH'],['EUT','EURt']]"

static void list(
	const char *req, const char *body, const char *want, const char *why)
{
	int rc = kit_raw(&k, xg_str_from(q(body)), req, true);

	if (rc < 0)
		is_int(rc, 0, "%s: %s", why, k.err.text);
	else
		is_text(k.out.p ? k.out.p : "", k.out.len, q(want), "%s", why);
}

#define INST(sym, base, quote, settle, kind, native, least, more) \
	"{'type':'inst','venue':'bitfinex','sym':'" sym "','rx':1000000," \
	"'base':'" base "','quote':'" quote "'," settle "'kind':'" kind \
	"','native':'" native "','tick':0.00000001,'lot':0.00000001," \
	"'min_qty':" least more "}\n"
#define SPOT_END ",'status':'trading','market':'spot'"
#define PERP_END \
	",'contract':1,'status':'trading','market':'deriv','funding_s':28800"

static void spot(void)
{
	list(SPOT, "[[['BTCUSD'," INFO("0.00004") "]]," NAMES "]",
		INST("BTC-USD", "BTC", "USD", "", "spot", "tBTCUSD", "0.00004",
			SPOT_END),
		"six letters are two codes");
	list(SPOT, "[[['DOGE:UST'," INFO("10.0") "]]," NAMES "]",
		INST("DOGE-USDT", "DOGE", "USDT", "", "spot", "tDOGE:UST", "10",
			SPOT_END),
		"a colon parts longer ones; the list of names says USDt");
	list(SPOT, "[[['DOGE:UST'," INFO("10.0") "],['ALGUSD'," INFO("4") "]]]",
		INST("DOGE-USDT", "DOGE", "USDT", "", "spot", "tDOGE:UST", "10",
			SPOT_END) INST("ALGO-USD", "ALGO", "USD", "", "spot",
			"tALGUSD", "4", SPOT_END),
		"some are known without the list of names");
	list(SPOT, "[[['ATOUSD'," INFO("1") "]]," NAMES "]",
		INST("ATOM-USD", "ATOM", "USD", "", "spot", "tATOUSD", "1",
			SPOT_END),
		"a code gets its common name");
	list(SPOT, "[[['LESUSD'," INFO("1") "]]," NAMES "]",
		INST("LES-USD", "LES", "USD", "", "spot", "tLESUSD", "1",
			SPOT_END),
		"a name that is no word is of no use");
	list(SPOT,
		"[[['BABUSD'," INFO("1") "],['BCHUSD'," INFO("2") "]]," NAMES
								  "]",
		INST("BCH-USD", "BCH", "USD", "", "spot", "tBCHUSD", "2",
			SPOT_END) INST("~tBABUSD", "BCH", "USD", "", "spot",
			"tBABUSD", "1", SPOT_END),
		"of two with one name the one has it whose code it is");
	list(SPOT, "[[['TESTBTC:TESTUSD'," INFO("1") "]]," NAMES "]",
		INST("TESTBTC-TESTUSD", "TESTBTC", "TESTUSD", "", "spot",
			"tTESTBTC:TESTUSD", "1", SPOT_END),
		"paper trading has symbols of its own");
	list(SPOT, "[[['BTCF0:USTF0'," INFO("1") "]]," NAMES "]", "",
		"perpetuals are of the other list");
	list(SPOT, "[[['BTCUSD',[null,null,null,null]]]]",
		"{'type':'inst','venue':'bitfinex','sym':'BTC-USD','rx':1000000"
		",'base':'BTC','quote':'USD','kind':'spot','native':'tBTCUSD',"
		"'tick':0.00000001,'lot':0.00000001" SPOT_END "}\n",
		"no least amount, no names");
}

static void deriv(void)
{
	list(DERIV, "[[['BTCF0:USTF0'," INFO("0.00006") "]]," NAMES "]",
		INST("BTC-USDT-PERP", "BTC", "USDT", "'settle':'USDT',", "perp",
			"tBTCF0:USTF0", "0.00006", PERP_END),
		"a perpetual, settled in what it is quoted in");
	list(DERIV, "[[['ETHF0:BTCF0'," INFO("1") "]]," NAMES "]",
		INST("ETH-BTC-PERP", "ETH", "BTC", "'settle':'BTC',", "perp",
			"tETHF0:BTCF0", "1", PERP_END),
		"in bitcoin");
	list(DERIV, "[[['BTCF0:EUTF0'," INFO("1") "]]," NAMES "]",
		INST("BTC-EURT-PERP", "BTC", "EURT", "'settle':'EURT',", "perp",
			"tBTCF0:EUTF0", "1", PERP_END),
		"in EURt");
	list(DERIV, "[[['EUROPE50IXF0:USTF0'," INFO("1") "]]," NAMES "]",
		INST("EUROPE50IX-USDT-PERP", "EUROPE50IX", "USDT",
			"'settle':'USDT',", "perp", "tEUROPE50IXF0:USTF0", "1",
			PERP_END),
		"of an index");
}

static void told(const char *pair, const char *why)
{
	char body[512];

	snprintf(body, sizeof body,
		"[[['%s'," INFO("1") "],['BTCUSD'," INFO("1") "]]]", pair);
	ok(kit_raw(&k, xg_str_from(q(body)), SPOT, true) >= 0 &&
			strstr(k.out.p, "could not be read") &&
			strstr(k.out.p, "\"BTC-USD\""),
		"%s: told, and the others are there", why);
	ok(!strstr(strstr(k.out.p, "could not") + 5, "could not"), "once");
}

static void odd(void)
{
	told("BTCUSDT", "no colon and seven letters");
	told("", "no name");
	told("BTC:", "no quote");
	told("BTC-USD:X", "a name with a dash");
	told("BTCF0:USD", "half of a perpetual");
	ok(kit_raw(&k, xg_str_from(q("[[['BTCUSD',[0,0,0,'-1']]]]")), SPOT,
		   true) >= 0 &&
			strstr(k.out.p, "could not be read"),
		"a least amount below zero");
}

static void hostile(void)
{
	static const char *const bad[] = { "", "{}", "[]", "[1]", "[[1]]",
		"[[['BTCUSD']]]", "[[['BTCUSD',1]]]", "[[[1,{}]]]",
		"[[['BTCUSD',[]]],1]", "[[],[1]]", "[[],[['A']]]",
		"[[['BTCUSD',[]]]", "null" };

	for (size_t i = 0; i < XG_LEN(bad); i++) {
		int rc = kit_raw(&k, xg_str_from(q(bad[i])), SPOT, true);

		ok(rc < 0 && k.err.text[0], "refused: %s", bad[i]);
	}
	is_int(kit_raw(&k, xg_str_from("[1]"),
		       "GET https://x/v2/platform/status", true),
		0, "other answers say nothing of instruments");
}

static void tick_is(const char *px, const char *want)
{
	struct xg_instr inst = { .i = { .tick = { 1, -8 } } };
	struct xg_dec p, w, got;

	if (xg_dec_from(&p, xg_str_from(px)) < 0 ||
		xg_dec_from(&w, xg_str_from(want)) < 0)
		abort();
	ok(xg_bitfinex_tick(&got, &inst, p) == 0 && xg_dec_cmp(got, w) == 0,
		"R17: the tick at %s is %s", px, want);
}

static void ticks(void)
{
	struct xg_instr inst = { 0 };
	struct xg_dec got;

	tick_is("1.2345", "0.0001");
	tick_is("123.45", "0.01");
	tick_is("1234.5", "0.1");
	tick_is("12345", "1");
	tick_is("99999", "1");
	tick_is("100000", "10");
	tick_is("0.00012345", "0.00000001");
	tick_is("0.0000056", "0.00000001");
	is_int(xg_bitfinex_tick(&got, &inst, xg_dec_int(0)), XG_ERR_RANGE,
		"at zero there is none");
}

int main(void)
{
	kit_start(&k, "bitfinex");
	spot();
	deriv();
	odd();
	hostile();
	ticks();
	kit_end(&k);
	return done();
}
