/* Instruments: names, codes, rules; who may have a plain name. */
#include "hyperliquid-world.h"
#include "venue/hyperliquid/hyperliquid.h"

static struct xg_buf text;

static int take(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	return xg_rec_write(&text, rec);
}

static struct xg_answer ask(const char *market, const char *body)
{
	const struct xg_sink sink = { .rec = take };
	struct xg_ask a = { .op = XG_OP_INSTS, .market = xg_str_from(market) };
	struct xg_insts none = { 0 };
	struct xg_answer out;

	xg_buf_clear(&text);
	xg_hyperliquid_answer(&out, &a, 200, (struct xg_str){ NULL, 0 },
		xg_str_from(q(body)), 9, &none, &sink);
	return out;
}

#define is_insts(market, body, want, ...) \
	do { \
		struct xg_answer is_a = ask(market, body); \
		const char *is_want = q(want); \
		ok(is_a.result == XG_RES_OK && !is_a.cursor[0], \
			"%s rows are read", market); \
		is_text(text.p ? text.p : "", text.len, is_want, __VA_ARGS__); \
	} while (0)
#define INST(sym, more) \
	"{'type':'inst','venue':'hyperliquid','sym':'" sym "','rx':9," more \
	"}\n"
#define PERP(sym, base, settle, native, tick, lot, status, code) \
	INST(sym, "'base':'" base "','quote':'USD'," settle \
		  "'kind':'perp','native':'" native "','tick':" tick \
		  ",'lot':" lot ",'min_qty':" lot \
		  ",'min_notional':10,'contract':1,'status':'" status \
		  "','market':'perp','code':" code)
#define USDC "'settle':'USDC',"

static void perps(void)
{
	is_insts("perp",
		"{'universe':[{'name':'BTC','szDecimals':5,'maxLeverage':40},"
		"{'name':'OLD','szDecimals':0,'isDelisted':true},{'name':"
		"'kPEPE','szDecimals':0,'isDelisted':null}],'marginTables':[],"
		"'collateralToken':0}",
		PERP("BTC-USD-PERP", "BTC", USDC, "BTC", "0.1", "0.00001",
			"trading", "0") PERP("OLD-USD-PERP", "OLD", USDC, "OLD",
			"0.000001", "1", "delisted", "1")
			PERP("KPEPE-USD-PERP", "KPEPE", USDC, "kPEPE",
				"0.000001", "1", "trading", "2"),
		"the tick is the finest one; the code is the place in the "
		"list, in which delisted ones keep theirs; kPEPE is KPEPE");
	is_insts("perp",
		"[{'universe':[{'name':'BTC','szDecimals':5}]},{'universe':[{"
		"'name':'xyz:TSLA','szDecimals':3},{'name':'xyz:BTC',"
		"'szDecimals':5}],'collateralToken':0},{'collateralToken':360,"
		"'universe':[{'name':'km:US500','szDecimals':3}]},{"
		"'collateralToken':999,'universe':[{'name':'q:A','szDecimals':"
		"7}]}]",
		PERP("BTC-USD-PERP", "BTC", USDC, "BTC", "0.1", "0.00001",
			"trading", "0") PERP("~xyz:TSLA", "TSLA", USDC,
			"xyz:TSLA", "0.001", "0.001", "trading",
			"110000") PERP("~xyz:BTC", "BTC", USDC, "xyz:BTC",
			"0.1", "0.00001", "trading", "110001") PERP("~km:US500",
			"US500", "'settle':'USDH',", "km:US500", "0.001",
			"0.001", "trading", "120000") PERP("~q:A", "A", "",
			"q:A", "1", "0.0000001", "trading", "130000"),
		"contracts of builders' exchanges keep their code as name: the "
		"same asset is traded on several; collateral that is not known "
		"is not told");
	is_insts("perp",
		"{'universe':[{'name':'A','szDecimals':-1},{'name':'','x':1},"
		"{'name':'B-C','szDecimals':2},{'name':'D','szDecimals':99}]}",
		"{'type':'status','venue':'hyperliquid','rx':9,'event':'error',"
		"'detail':'hyperliquid: the instrument \\'A\\' could not be read'}"
		"\n"
		"{'type':'status','venue':'hyperliquid','rx':9,'event':'error',"
		"'detail':'hyperliquid: the instrument \\'\\' could not be read'}\n" PERP(
			"~B-C", "B-C", USDC, "B-C", "0.0001", "0.01", "trading",
			"2") "{'type':'status','venue':'hyperliquid','rx':9,"
			     "'event':'error','detail':'hyperliquid: the "
			     "instrument \\'D\\' could not be read'}\n",
		"a row that can't be read is told and costs no other; a name "
		"that can't be written is the code");
}

#define TOK(name, index, dec, more) \
	"{'name':'" name "','szDecimals':" dec \
	",'weiDecimals':8,'index':" index \
	",'tokenId':'0x1','isCanonical':" more "}"
#define PAIR(name, index, base, quote, more) \
	"{'name':'" name "','index':" index ",'tokens':[" base "," quote \
	"],'isCanonical':" more "}"
#define SPOT(sym, base, quote, native, tick, lot, more, code) \
	INST(sym, "'base':'" base "','quote':'" quote \
		  "','kind':'spot','native':'" native "','tick':" tick \
		  ",'lot':" lot ",'min_qty':" lot more \
		  ",'status':'trading','market':'spot','code':" code)
#define MIN ",'min_notional':10"
#define QUOTE TOK("USDC", "0", "8", "true")

static void spots(void)
{
	is_insts("spot",
		"{'universe':[" PAIR("PURR/USDC", "0", "1", "0",
			"true") "," PAIR("@142", "142", "197", "0",
			"false") "," PAIR("@200", "200", "197", "268",
			"false") "],'tokens':[" QUOTE "," TOK("PURR", "1", "0",
			"true") "," TOK("UBTC", "197", "5",
			"false") "," TOK("USDT0", "268", "2", "false") "]}",
		SPOT("PURR-USDC", "PURR", "USDC", "PURR/USDC", "0.00000001",
			"1", MIN, "10000") SPOT("BTC-USDC", "BTC", "USDC",
			"@142", "0.001", "0.00001", MIN, "10142")
			SPOT("BTC-USDT", "BTC", "USDT", "@200", "0.001",
				"0.00001", "", "10200"),
		"pairs are named by their tokens, bridged ones by what they "
		"are; the code is 10000 and the index");
	is_insts("spot",
		"{'tokens':[" QUOTE "," TOK("CAT", "5", "2", "false") "," TOK(
			"CAT", "6", "2", "false") "," TOK("DOG", "7", "2",
			"false") "," TOK("DOG", "8", "2",
			"true") "],'univers"
				"e'"
				":[" PAIR("@5", "5", "5", "0",
					"false") "," PAIR("@6", "6", "6", "0",
					"false") "," PAIR("@7", "7", "7", "0",
					"false") "," PAIR("@8", "8", "8", "0",
					"false") "]}",
		SPOT("~@5", "CAT", "USDC", "@5", "0.000001", "0.01", MIN,
			"10005") SPOT("~@6", "CAT", "USDC", "@6", "0.000001",
			"0.01", MIN, "10006") SPOT("~@7", "DOG", "USDC", "@7",
			"0.000001", "0.01", MIN, "10007") SPOT("DOG-USDC",
			"DOG", "USDC", "@8", "0.000001", "0.01", MIN, "10008"),
		"of two tokens with one name the canonical one has it, or "
		"none");
	is_insts("spot",
		"{'tokens':[" QUOTE "," TOK("BTC", "5", "2", "false") "," TOK(
			"UBTC", "197", "5", "false") "," TOK("USDC", "9", "2",
			"false") "],'universe':[" PAIR("@5", "5", "5", "0",
			"false") "," PAIR("@142", "142", "197", "0",
			"false") "," PAIR("@9", "9", "197", "9", "false") "]}",
		SPOT("~@5", "BTC", "USDC", "@5", "0.000001", "0.01", MIN,
			"10005") SPOT("BTC-USDC", "BTC", "USDC", "@142",
			"0.001", "0.00001", MIN, "10142") SPOT("~@9", "BTC",
			"USDC", "@9", "0.001", "0.00001", "", "10009"),
		"a token that somebody has called BTC is not BTC; a second "
		"USDC is not USDC");
	is_insts("spot",
		"{'tokens':[" QUOTE "," TOK("CAT", "5", "2",
			"false") "],'universe':[" PAIR("@5", "5", "5", "0",
			"false") "," PAIR("@6", "6", "5", "0", "false") "]}",
		SPOT("~@5", "CAT", "USDC", "@5", "0.000001", "0.01", MIN,
			"10005") SPOT("~@6", "CAT", "USDC", "@6", "0.000001",
			"0.01", MIN, "10006"),
		"nor has one of two pairs of the same tokens the name");
	is_insts("spot",
		"{'tokens':[" QUOTE "],'universe':[" PAIR(
			"@5", "5", "5", "0", "false") ",{'name':'@6'}]}",
		"{'type':'status','venue':'hyperliquid','rx':9,'event':'error',"
		"'detail':'hyperliquid: the instrument \\'@5\\' could not be read'"
		"}\n"
		"{'type':'status','venue':'hyperliquid','rx':9,'event':'error',"
		"'detail':'hyperliquid: the instrument \\'@6\\' could not be read'"
		"}\n",
		"a pair whose token is not in the list is told");
}

static void other_forms(void)
{
	is_int(ask("perp", "{'x':1}").result, XG_RES_BAD, "no list");
	is_int(ask("perp", "[{'universe':{}}]").result, XG_RES_BAD,
		"an object for a list");
	is_int(ask("perp", "[1]").result, XG_RES_BAD, "a number for an object");
	is_int(ask("spot", "[]").result, XG_RES_BAD, "a list for an object");
	is_int(ask("spot", "{'tokens':[]}").result, XG_RES_BAD, "no pairs");
	is_int(ask("spot", "null").result, XG_RES_BAD, "null");
	is_int((long)text.len, 0, "and nothing comes of it");
}

/* In a recording the lists come as answers without the question. */
static void recorded(void)
{
	open_world();
	decode_rest(&t, "perp", "POST https://h/info", 1,
		xg_str_from(q("{'universe':[{'name':'SOL','szDecimals':2}]}")));
	decode_rest(&t, "perp", "POST https://h/info", 1,
		xg_str_from(
			q("[{'universe':[{'name':'BTC','szDecimals':5}]}]")));
	decode_rest(&t, "spot", "POST https://h/info", 1,
		xg_str_from(q("{'universe':[],'tokens':[]}")));
	decode_rest(&t, "perp", "POST https://h/info", 1,
		xg_str_from(q("{'levels':[[],[]],'time':1,'coin':'BTC'}")));
	is_int(t.recs[XG_REC_INST] - 5, 2, "they are known by their form");
	ok(xg_insts_sym(&t.insts, XG_HYPERLIQUID, XG_STR("SOL-USD-PERP")) !=
			NULL,
		"and are learned");
	decode_close(&t);
}

int main(void)
{
	perps();
	spots();
	other_forms();
	recorded();
	xg_buf_release(&text);
	return done();
}
