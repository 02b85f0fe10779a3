/* Trades, liquidations, tickers, quotes, candles. */
#include "deribit-world.h"

#define TRADES "trades.BTC-PERPETUAL.100ms"
#define REC(type, sym, rest) \
	"{'type':'" type "','venue':'deribit','sym':'" sym "'," rest "}\n"

static const char *trade(int seq, const char *more)
{
	static char buf[500];

	snprintf(buf, sizeof buf,
		"[{'trade_seq':%d,'trade_id':'t%d','timestamp':%d,'price':"
		"40000.0,'amount':100.0,'direction':'sell','instrument_name':"
		"'BTC-PERPETUAL','contracts':10,'tick_direction':2%s}]",
		seq, seq, seq, more);
	return push(TRADES, buf);
}

static void trades(void)
{
	open_world();
	gives(trade(5, ""),
		REC("trade", "BTC-USD-PERP",
			"'ts':5000,'rx':1000000,'id':'t5','side':'sell','px':"
			"40000,'qty':0.0025"),
		"direction is the taker's, USD become base units");
	gives(push("trades.BTC_USDC-PERPETUAL.100ms",
		      "[{'instrument_name':'BTC_USDC-PERPETUAL','trade_id':"
		      "'USDC-1','timestamp':1,'price':4e4,'amount':0.001,"
		      "'direction':'buy'}]"),
		REC("trade", "BTC-USDC-PERP",
			"'ts':1000,'rx':1000000,'id':'USDC-1','side':'buy',"
			"'px':40000,'qty':0.001"),
		"linear amounts are base units already; no trade_seq is no "
		"gap");
	gives(trade(6, ",'liquidation':'T'"),
		REC("trade", "BTC-USD-PERP",
			"'ts':6000,'rx':1000000,'id':'t6','side':'sell','px':"
			"40000,'qty':0.0025") REC("liq", "BTC-USD-PERP",
			"'ts':6000,'rx':1000000,'side':'sell','px':"
			"40000,'qty':0.0025"),
		"a taker that was liquidated");
	gives(trade(7, ",'liquidation':'M'"),
		REC("trade", "BTC-USD-PERP",
			"'ts':7000,'rx':1000000,'id':'t7','side':'sell','px':"
			"40000,'qty':0.0025") REC("liq", "BTC-USD-PERP",
			"'ts':7000,'rx':1000000,'side':'buy','px':"
			"40000,'qty':0.0025"),
		"a maker that was: its order had the other side");
	frame(trade(8, ",'liquidation':'MT'"));
	is_int(t.recs[XG_REC_LIQ], 4, "or both");
	gives(trade(11, ""),
		REC("status", "BTC-USD-PERP",
			"'rx':1000000,'event':'gap','conn':1,'channel':'trade',"
			"'detail':'trades are missing: trade_seq 11 follows 8',"
			"'count':2") REC("trade", "BTC-USD-PERP",
			"'ts':11000,'rx':1000000,'id':'t11','side':"
			"'sell','px':40000,'qty':0.0025"),
		"a hole in trade_seq is told, and how many are missing");
}

static void twice(void)
{
	conn = 2;
	gives(trade(11, ""), "",
		"the same trade over the next connection comes once");
	frame(trade(12, ""));
	is_int(t.recs[XG_REC_STATUS], 1, "whose next trade follows it");
	conn = 1;
	gives(trade(12, ""), "", "and the older one's is the copy");
	conn = 3;
	frame(push(TRADES,
		"[{'trade_seq':1,'trade_id':'x','timestamp':99,'price':1,"
		"'amount':1,'direction':'buy','instrument_name':"
		"'BTC-PERPETUAL'}]"));
	ok(t.out.len > 0,
		"a later trade with a lower number is no copy: the venue has "
		"counted anew");
	conn = 1;
}

/* A trade of a linear contract with one more member, and what its record has
 * more. */
static void is_off(const char *more, const char *off, const char *title)
{
	static char row[400], want[400];

	snprintf(row, sizeof row,
		"[{'instrument_name':'BTC_USDC-PERPETUAL','trade_id':'USDC-9',"
		"'timestamp':9,'price':1,'amount':2,'direction':'buy',%s}]",
		more);
	snprintf(want, sizeof want,
		REC("trade", "BTC-USDC-PERP",
			"'ts':9000,'rx':1000000,'id':'USDC-9','side':'buy',"
			"'px':1,'qty':2%s"),
		off);
	gives(push("trades.BTC_USDC-PERPETUAL.100ms", row), want, "%s", title);
}

static void away(void)
{
	is_off("'block_trade_id':'BLOCK-7','block_trade_leg_count':2",
		",'off':'block'", "a block trade is none with the book");
	is_off("'block_rfq_id':12", ",'off':'block'",
		"nor is the answer to a request for quotes");
	is_off("'combo_id':'BTC-FS-25DEC26_PERP','combo_trade_id':5",
		",'off':'combo'", "nor is the leg of a combo");
	is_off("'combo_id':'BTC-FS-25DEC26_PERP','block_trade_id':'BLOCK-8'",
		",'off':'block'", "a combo that was a block is a block");
	is_off("'combo_id':null,'block_trade_id':null", "", "null is no mark");
}

static void bad_trades(void)
{
	static const char *const rows[] = {
		"[{'trade_seq':20,'trade_id':'a','timestamp':1,'price':1,"
		"'amount':1,'direction':'up','instrument_name':"
		"'BTC-PERPETUAL'}]",
		"[{'trade_seq':20,'trade_id':'a','timestamp':1,'price':0,"
		"'amount':1,'direction':'buy','instrument_name':"
		"'BTC-PERPETUAL'}]",
		"[{'trade_seq':20,'trade_id':'a','timestamp':1,'price':1,"
		"'amount':null,'direction':'buy','instrument_name':"
		"'BTC-PERPETUAL'}]",
		"[{'trade_seq':20,'timestamp':1,'price':1,'amount':1,"
		"'direction':'buy','instrument_name':'BTC-PERPETUAL'}]",
		"[{'trade_seq':20,'trade_id':'a','timestamp':1,'price':1,"
		"'amount':1,'direction':'buy'}]",
		"[{'trade_seq':20,'trade_id':'a','timestamp':1,'price':1,"
		"'amount':1,'direction':'buy','instrument_name':"
		"'BTC-PERPETUAL'},7]",
		"{}",
		"[{]",
	};
	long before = t.recs[XG_REC_STATUS];

	for (size_t i = 0; i < XG_LEN(rows); i++)
		refuses(push(TRADES, rows[i]), "%s", rows[i]);
	frame(trade(2, ""));
	is_int(t.recs[XG_REC_STATUS], before,
		"a row of a frame that was refused counts for nothing");
	gives(push("trades.BTC-CS-19MAY26-70000_75000.100ms",
		      "[{'trade_seq':1,'trade_id':'1','timestamp':1,'price':"
		      "-0.06,'amount':0.1,'direction':'sell','instrument_name':"
		      "'BTC-CS-19MAY26-70000_75000','legs':[{'price':1}]}]"),
		"", "a combo gives nothing: each leg has its own trade");
	gives("{'method':'subscription','params':{'data':[{'amount':2,'price':"
	      "2,'direction':'buy','trade_id':'z','instrument_name':"
	      "'BTC_USDC'}],'channel':'trades.BTC_USDC.raw'}}",
		REC("trade", "BTC-USDC",
			"'rx':1000000,'id':'z','side':'buy','px':2,'qty':2"),
		"members in any order: the channel behind its data");
}

static void tickers(void)
{
	gives(push("ticker.BTC-PERPETUAL.100ms",
		      "{'timestamp':7,'state':'open','instrument_name':"
		      "'BTC-PERPETUAL','mark_price':50000.0,'index_price':"
		      "49990.5,'open_interest':1000000.0,'current_funding':"
		      "-8.477e-05,'funding_8h':0.0001,'last_price':null,"
		      "'stats':{'volume':null}}"),
		REC("mark", "BTC-USD-PERP",
			"'ts':7000,'rx':1000000,'mark':50000,'index':49990.5")
			REC("funding", "BTC-USD-PERP",
				"'ts':7000,'rx':1000000,'rate':-0.00008477,"
				"'interval_s':28800,'mark':50000,'index':"
				"49990.5") REC("oi", "BTC-USD-PERP",
				"'ts':7000,'rx':1000000,'qty':20"),
		"a perpetual: mark, funding, open interest in base units");
	gives(push("ticker.BTC-25DEC26.100ms",
		      "{'timestamp':7,'state':'open','instrument_name':"
		      "'BTC-25DEC26','mark_price':50000.0,'index_price':49990.5"
		      ",'open_interest':1000000.0,'current_funding':0}"),
		REC("mark", "BTC-USD-20261225",
			"'ts':7000,'rx':1000000,'mark':50000,'index':49990.5")
			REC("oi", "BTC-USD-20261225",
				"'ts':7000,'rx':1000000,'qty':20"),
		"a dated future has no funding");
	gives(push("ticker.BTC-25DEC26-100000-C.100ms",
		      "{'timestamp':7,'state':'open','mark_price':0,"
		      "'index_price':49990.5,'open_interest':533.2,"
		      "'best_bid_price':0,'greeks':{'delta':0.5}}"),
		REC("mark", "BTC-USD-20261225-100000-C",
			"'ts':7000,'rx':1000000,'mark':0,'index':49990.5")
			REC("oi", "BTC-USD-20261225-100000-C",
				"'ts':7000,'rx':1000000,'qty':533.2"),
		"an option may be worth nothing");
	gives(push("ticker.BTC-25DEC26-100000-C.100ms",
		      "{'timestamp':7,'state':'closed','mark_price':0,"
		      "'estimated_delivery_price':'expired','open_interest':0}"),
		"", "tickers after the end give nothing");
	gives(push("ticker.BTC-FS-30SEP22_PERP.100ms",
		      "{'timestamp':1,'mark_price':-10,'open_interest':0}"),
		"", "nor do those of combos");
	gives(push("ticker.BTC_USDC.100ms", "{'timestamp':1,'mark_price':10}"),
		"", "nor those of spot pairs");
	refuses(push("ticker.BTC-PERPETUAL.100ms",
			"{'timestamp':1,'mark_price':'x'}"),
		"a mark that is no number");
	refuses(push("ticker.BTC-PERPETUAL.100ms",
			"{'timestamp':1,'open_interest':-1}"),
		"an open interest below 0");
	refuses(push("ticker.BTC-PERPETUAL.100ms",
			"{'instrument_name':'BTC-25DEC26','mark_price':1}"),
		"the channel of one and the name of another");
}

static void quotes(void)
{
	gives(push("quote.BTC-PERPETUAL",
		      "{'timestamp':9,'instrument_name':'BTC-PERPETUAL',"
		      "'best_bid_price':40000,'best_bid_amount':100,"
		      "'best_ask_price':50000.0,'best_ask_amount':100.0}"),
		REC("bbo", "BTC-USD-PERP",
			"'ts':9000,'rx':1000000,'bid':40000,'bid_qty':0.0025,"
			"'ask':50000,'ask_qty':0.002"),
		"a quote");
	gives(push("quote.BTC_USDC",
		      "{'timestamp':9,'best_bid_price':null,'best_bid_amount':"
		      "0,'best_ask_price':5,'best_ask_amount':1}"),
		REC("bbo", "BTC-USDC",
			"'ts':9000,'rx':1000000,'ask':5,'ask_qty':1"),
		"an empty side has a price of null");
	gives(push("quote.BTC_USDC",
		      "{'timestamp':9,'best_bid_price':4,'best_bid_amount':2,"
		      "'best_ask_price':0,'best_ask_amount':0}"),
		REC("bbo", "BTC-USDC",
			"'ts':9000,'rx':1000000,'bid':4,'bid_qty':2"),
		"or of 0");
	refuses(push("quote.BTC_USDC", "{'best_bid_price':-4,"
				       "'best_bid_amount':2}"),
		"a negative price");
}

#define CHART "chart.trades.BTC-PERPETUAL.1"
#define BAR(tick, close, vol) \
	"{'tick':" tick ",'open':10,'high':12.5,'low':9,'close':" close \
	",'volume':" vol ",'cost':100}"
#define CANDLE(start, close, vol, closed) \
	REC("candle", "BTC-USD-PERP", \
		"'rx':1000000,'open':10,'high':12.5,'low':9,'close':" close \
		",'vol':" vol ",'start':" start \
		",'interval_s':60,'closed':" closed)

static void candles(void)
{
	gives(push(CHART, BAR("60000", "11", "0.5")),
		CANDLE("60000000", "11", "0.5", "false"), "a bar that runs");
	gives(push(CHART, BAR("60000", "11.5", "0.75")),
		CANDLE("60000000", "11.5", "0.75", "false"), "runs on");
	gives(push(CHART, BAR("120000", "10", "0")),
		CANDLE("60000000", "11.5", "0.75", "true")
			CANDLE("120000000", "10", "0", "false"),
		"and is closed by the next one");
	gives(push(CHART, BAR("300000", "10", "1")),
		CANDLE("300000000", "10", "1", "false"),
		"where bars are missing nobody knows how it ended");
	conn = 2;
	gives(push(CHART, BAR("360000", "10", "1")),
		CANDLE("360000000", "10", "1", "false"),
		"nor over another connection");
	conn = 3;
	frame(push("chart.trades.BTC_USDC.1D", BAR("86400000", "10", "1")));
	ok(strstr(t.out.p, "\"interval_s\":86400"), "a bar of a day");
	refuses(push(CHART, BAR("60000", "0", "1")), "a price of 0");
	refuses(push(CHART, BAR("60000", "1", "null")), "no volume");
	refuses(push(CHART, BAR("0", "1", "1")), "no time");
	frame(push(CHART, BAR("9223372036854775", "1", "1")));
	gives(push(CHART, BAR("9223372036854774", "1", "1")),
		CANDLE("'9223372036854774000'", "1", "1", "false"),
		"what is far ahead closes nothing");
}

static void others(void)
{
	static const char *const channels[] = { "perpetual.BTC-PERPETUAL.100ms",
		"deribit_price_index.btc_usd", "user.portfolio.any",
		"instrument.state.any.any", "incremental_ticker.BTC-PERPETUAL",
		"trades.", "book" };

	for (size_t i = 0; i < XG_LEN(channels); i++)
		gives(push(channels[i], "{'timestamp':1}"), "", "%s: not ours",
			channels[i]);
	refuses("[]", "a frame that is no object");
	refuses("{'params':7}", "params that are none");
	refuses("{'params':{'channel':'book.BTC_USDC.raw'}}", "no data");
	refuses("{'params':{'channel':'quote.BTC_USDC','channel':"
		"'quote.BTC_USDC','data':{}}}",
		"two channels");
	refuses("{'params':{'channel':'quote.BTC_USDC','data':{},'data':{}}}",
		"data twice");
	refuses("{'method':'subscription','params':{'channel':"
		"'quote.BTC_USDC','data':{'best_bid_price':4",
		"a frame that breaks off");
	refuses("{'params':{'channel':'quote.BTC_USDC','data':{}}} {}",
		"something behind the frame");
}

int main(void)
{
	trades();
	away();
	twice();
	bad_trades();
	tickers();
	quotes();
	candles();
	others();
	decode_close(&t);
	return done();
}
