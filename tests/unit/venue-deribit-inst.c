/* Instruments: names by what the rows say, sizes, states. */
#include "deribit-world.h"
#include "venue/deribit/deribit.h"

static int insts(const char *rows)
{
	char list[4000];

	snprintf(list, sizeof list, "[%s]", rows);
	xg_buf_clear(&t.out);
	return xg_deribit_insts(xg_str_from(q(list)), 1, &t.d.sink);
}

/* The row gives this inst record (members after venue, rx). */
static void row(
	const char *rest, const char *sym, const char *members, const char *why)
{
	char in[1000], want[1000];

	snprintf(in, sizeof in, "{%s}", rest);
	snprintf(want, sizeof want,
		"{'type':'inst','venue':'deribit','sym':'%s','rx':1,%s}\n", sym,
		members);
	is_int(insts(in), 1, "%s: a row", why);
	is_text(t.out.p, t.out.len, q(want), "%s", why);
}

#define BTC "'base_currency':'BTC','settlement_currency':'BTC',"
#define REV "'instrument_type':'reversed','counter_currency':'USD',"

static void futures(void)
{
	row("'instrument_name':'BTC-PERPETUAL','kind':'future'," BTC REV
	    "'quote_currency':'USD','settlement_period':'perpetual',"
	    "'expiration_timestamp':32503708800000,'is_active':true,"
	    "'tick_size':0.5,'contract_size':10.0,'min_trade_amount':10.0,"
	    "'maker_commission':-0.0001,'taker_commission':5.0e-4,"
	    "'instrument_id':124972,'tick_size_steps':[]",
		"BTC-USD-PERP",
		"'base':'BTC','quote':'USD','settle':'BTC','kind':'perp',"
		"'native':'BTC-PERPETUAL','tick':0.5,'lot':1,'min_qty':1,"
		"'contract':10,'status':'trading','maker':-0.0001,'taker':"
		"0.0005,'market':'future','inverse':true,'code':124972",
		"an inverse perpetual: sizes in contracts of 10 USD");
	row("'instrument_name':'BTC_USDC-PERPETUAL','kind':'future',"
	    "'base_currency':'BTC','settlement_currency':'USDC',"
	    "'instrument_type':'linear','counter_currency':'USDC',"
	    "'quote_currency':'USDC','settlement_period':'perpetual',"
	    "'is_active':true,'tick_size':0.5,'contract_size':0.001,"
	    "'min_trade_amount':0.001",
		"BTC-USDC-PERP",
		"'base':'BTC','quote':'USDC','settle':'USDC','kind':'perp',"
		"'native':'BTC_USDC-PERPETUAL','tick':0.5,'lot':0.001,"
		"'min_qty':0.001,'contract':0.001,'status':'trading','market':"
		"'future'",
		"a linear one has another name: no two are alike");
	row("'instrument_name':'BTC-5JUN26','kind':'future'," BTC REV
	    "'quote_currency':'USD','settlement_period':'week',"
	    "'expiration_timestamp':1780646400000,'is_active':true,"
	    "'state':'locked','tick_size':2.5,'contract_size':10,"
	    "'min_trade_amount':10",
		"BTC-USD-20260605",
		"'base':'BTC','quote':'USD','settle':'BTC','kind':'future',"
		"'native':'BTC-5JUN26','tick':2.5,'lot':1,'min_qty':1,"
		"'contract':10,'status':'locked','market':'future','inverse':"
		"true,'expiry':1780646400000000",
		"a dated one: the day has no leading zero; locked is not "
		"trading");
	row("'instrument_name':'SOL_USDC-PERPETUAL','kind':'future',"
	    "'base_currency':'SOL','settlement_currency':'USDE',"
	    "'instrument_type':'linear','counter_currency':'USDC',"
	    "'settlement_period':'perpetual','contract_size':1",
		"SOL-USDC-PERP:USDE",
		"'base':'SOL','quote':'USDC','settle':'USDE','kind':'perp',"
		"'native':'SOL_USDC-PERPETUAL','lot':1,'contract':1,'status':"
		"'inactive','market':'future'",
		"one that is settled in a third asset says so");
}

static void options(void)
{
	row("'instrument_name':'BTC-25DEC26-100000-C','kind':'option'," BTC REV
	    "'quote_currency':'BTC','option_type':'call','strike':100000.0,"
	    "'expiration_timestamp':1798185600000,'is_active':true,"
	    "'tick_size':0.0001,'tick_size_steps':[{'above_price':0.005,"
	    "'tick_size':0.0005}],'contract_size':1.0,'min_trade_amount':0.1",
		"BTC-USD-20261225-100000-C",
		"'base':'BTC','quote':'BTC','settle':'BTC','kind':'option',"
		"'native':'BTC-25DEC26-100000-C','tick':0.0001,'lot':0.1,"
		"'min_qty':0.1,'contract':1,'status':'trading','market':"
		"'option','expiry':1798185600000000",
		"an inverse option: priced in BTC, named by USD, counted in "
		"base units");
	row("'instrument_name':'MATIC_USDC-9MAR24-1d02-P','kind':'option',"
	    "'base_currency':'MATIC','settlement_currency':'USDC',"
	    "'instrument_type':'linear','counter_currency':'USDC',"
	    "'quote_currency':'USDC','option_type':'put','strike':1.02,"
	    "'expiration_timestamp':1709971200000,'is_active':false,"
	    "'tick_size':0.0001,'contract_size':1000,'min_trade_amount':1000",
		"MATIC-USDC-20240309-1.02-P",
		"'base':'MATIC','quote':'USDC','settle':'USDC','kind':'option'"
		",'native':'MATIC_USDC-9MAR24-1d02-P','tick':0.0001,'lot':1000"
		",'min_qty':1000,'contract':1000,'status':'inactive','market':"
		"'option','expiry':1709971200000000",
		"a linear option: the d of its name is the point of its "
		"strike");
	row("'instrument_name':'BTC-24SEP21-8000-P','kind':'option',"
	    "'base_currency':'BTC','quote_currency':'BTC','option_type':'put',"
	    "'strike':8000.0,'expiration_timestamp':1632470400000,"
	    "'is_active':true,'tick_size':0.0005,'contract_size':1,"
	    "'min_trade_amount':0.1",
		"BTC-USD-20210924-8000-P",
		"'base':'BTC','quote':'BTC','kind':'option','native':"
		"'BTC-24SEP21-8000-P','tick':0.0005,'lot':0.1,'min_qty':0.1,"
		"'contract':1,'status':'trading','market':'option','expiry':"
		"1632470400000000",
		"2021: a row without types and counter currencies");
}

static void spot(void)
{
	row("'instrument_name':'ETH_BTC','kind':'spot','base_currency':'ETH',"
	    "'quote_currency':'BTC','counter_currency':'BTC',"
	    "'settlement_currency':'BTC','instrument_type':'linear',"
	    "'is_active':true,'state':'open','tick_size':1e-05,"
	    "'contract_size':0.0001,'min_trade_amount':0.0001,"
	    "'expiration_timestamp':32503708800000",
		"ETH-BTC",
		"'base':'ETH','quote':'BTC','kind':'spot','native':'ETH_BTC',"
		"'tick':0.00001,'lot':0.0001,'min_qty':0.0001,'status':"
		"'trading','market':'spot'",
		"a spot pair");
}

static void others(void)
{
	is_int(insts("{'instrument_name':'BTC-FS-25DEC26_PERP','kind':"
		     "'future_combo','base_currency':'BTC'},"
		     "{'instrument_name':'BTC-CS-25DEC26-1_2','kind':"
		     "'option_combo','base_currency':'BTC'}"),
		0, "combos are not mapped");
	is_int(t.out.len, 0, "and not told of");
	insts("{'instrument_name':'A\\\\u0041','kind':'spot'},"
	      "{'instrument_name':'X_Y','kind':'swap','base_currency':'X',"
	      "'counter_currency':'Y'},"
	      "{'instrument_name':'X-PERPETUAL','kind':'spot',"
	      "'base_currency':'X','counter_currency':'Y'},"
	      "{'instrument_name':'X_Y-PERPETUAL','kind':'future',"
	      "'settlement_period':'perpetual','base_currency':'X',"
	      "'counter_currency':'Y','contract_size':0},"
	      "{'instrument_name':'ETH_BTC','kind':'spot','base_currency':"
	      "'ETH','counter_currency':'BTC'}");
	is_int(t.recs[XG_REC_STATUS], 4,
		"rows that can't be read are told, each by itself");
	ok(strstr(t.out.p, "\"sym\":\"ETH-BTC\"") != NULL, "and cost no other");
	insts("{'instrument_name':'BTC-25DEC26-1-C','kind':'option'," BTC REV
	      "'contract_size':1,'option_type':'call'}");
	ok(strstr(t.out.p, "\"sym\":\"~BTC-25DEC26-1-C\"") != NULL,
		"a name that can't be made is the venue's own");
	ok(insts("7") < 0, "a list of something else is none");
}

static void markets(void)
{
	static const struct {
		const char *native;
		enum xg_deribit_market m;
	} rows[] = {
		{ "BTC_USDC", XG_DERIBIT_SPOT },
		{ "BTC-PERPETUAL", XG_DERIBIT_FUTURE },
		{ "BTC_USDC-PERPETUAL", XG_DERIBIT_FUTURE },
		{ "BTC-5JUN26", XG_DERIBIT_FUTURE },
		{ "BTC_USDC-26JUN26", XG_DERIBIT_FUTURE },
		{ "BTC-25DEC26-100000-C", XG_DERIBIT_OPTION },
		{ "MATIC_USDC-9MAR24-1d02-C", XG_DERIBIT_OPTION },
		{ "BTC-FS-25DEC26_PERP", XG_DERIBIT_COMBO },
		{ "BTC-STRD-30SEP22-20000", XG_DERIBIT_COMBO },
		{ "BTC-CSR12-16SEP22-21000_23000", XG_DERIBIT_COMBO },
	};

	for (size_t i = 0; i < XG_LEN(rows); i++)
		is_int(xg_deribit_market_of(xg_str_from(rows[i].native)),
			rows[i].m, "%s is a %s", rows[i].native,
			xg_deribit_market_name(rows[i].m));
}

int main(void)
{
	open_world();
	futures();
	options();
	spot();
	others();
	markets();
	decode_close(&t);
	return done();
}
