/* OKX, public channels: each row becomes the record that it means. */
#include "venue-kit.h"

static struct kit k;

static void spot(void)
{
	gives(&k,
		"{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{"
		"'instId':'BTC-USDT','tradeId':'130639474','px':'42219.90',"
		"'sz':'0.12060306','side':'buy','ts':'1630048897897','count':"
		"'3','source':'0','seqId':1234}]}",
		"{'type':'trade','venue':'okx','sym':'BTC-USDT','ts':"
		"1630048897897000,'rx':1000000,'id':'130639474','side':'buy',"
		"'px':42219.9,'qty':0.12060306}\n",
		"trades: side is the taker's, sizes of spot are base units");
	gives(&k,
		"{'arg':{'channel':'trades-all','instId':'BTC-USDT'},'data':[{"
		"'instId':'BTC-USDT','tradeId':'1','px':'1','sz':'2','side':"
		"'sell','ts':'1'},{'instId':'BTC-USDT','tradeId':'2','px':'1',"
		"'sz':'2','side':'sell','ts':'1'}]}",
		"{'type':'trade','venue':'okx','sym':'BTC-USDT','ts':1000,"
		"'rx':1000000,'id':'1','side':'sell','px':1,'qty':2}\n"
		"{'type':'trade','venue':'okx','sym':'BTC-USDT','ts':1000,"
		"'rx':1000000,'id':'2','side':'sell','px':1,'qty':2}\n",
		"trades-all: each row is a trade");
	gives(&k,
		"{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{"
		"'instId':'BTC-USDT','tradeId':'3','px':'1','sz':'2','side':"
		"'sell','ts':'1','count':'1','source':'1'}]}",
		"{'type':'trade','venue':'okx','sym':'BTC-USDT','ts':1000,"
		"'rx':1000000,'id':'3','side':'sell','px':1,'qty':2,'off':"
		"'rpi'}\n",
		"source 1: with an ELP order, which the book does not have");
	gives(&k,
		"{'arg':{'channel':'bbo-tbt','instId':'BTC-USDT'},'data':[{"
		"'asks':[['101','4','0','13']],'bids':[['100','2','0','12']],"
		"'ts':'5','seqId':7}]}",
		"{'type':'bbo','venue':'okx','sym':'BTC-USDT','ts':5000,'rx':"
		"1000000,'bid':100,'bid_qty':2,'ask':101,'ask_qty':4}\n",
		"bbo-tbt: one level of each side");
	gives(&k,
		"{'arg':{'channel':'bbo-tbt','instId':'BTC-USDT'},'data':[{"
		"'asks':[],'bids':[['100','2','0','12']],'ts':'5'}]}",
		"{'type':'bbo','venue':'okx','sym':'BTC-USDT','ts':5000,'rx':"
		"1000000,'bid':100,'bid_qty':2}\n",
		"bbo-tbt: an empty side has no members");
	gives(&k,
		"{'arg':{'channel':'tickers','instId':'BTC-USDT'},'data':[{"
		"'instId':'BTC-USDT','last':'9','askPx':'9.5','askSz':'11',"
		"'bidPx':'','bidSz':'','ts':'5'}]}",
		"{'type':'bbo','venue':'okx','sym':'BTC-USDT','ts':5000,'rx':"
		"1000000,'ask':9.5,'ask_qty':11}\n",
		"tickers: an empty text is no price");
	gives(&k,
		"{'arg':{'channel':'trades','instId':'NEW-USDT'},'data':[{"
		"'instId':'NEW-USDT','tradeId':'1','px':'1','sz':'2','side':"
		"'buy','ts':'1'}]}",
		"{'type':'trade','venue':'okx','sym':'~NEW-USDT','ts':1000,"
		"'rx':1000000,'id':'1','side':'buy','px':1,'qty':2}\n",
		"a spot code that is not known keeps the venue's name");
}

static void contracts(void)
{
	gives(&k,
		"{'arg':{'channel':'trades','instId':'BTC-USDT-SWAP'},'data':["
		"{'instId':'BTC-USDT-SWAP','tradeId':'1','px':'48938.5','sz':"
		"'5','side':'buy','ts':'1'}]}",
		"{'type':'trade','venue':'okx','sym':'BTC-USDT-PERP','ts':1000,"
		"'rx':1000000,'id':'1','side':'buy','px':48938.5,'qty':0.05}\n",
		"5 contracts of 0.01 are 0.05");
	gives(&k,
		"{'arg':{'channel':'trades','instId':'BTC-USD-SWAP'},'data':["
		"{'instId':'BTC-USD-SWAP','tradeId':'1','px':'50000','sz':'5',"
		"'side':'sell','ts':'1'}]}",
		"{'type':'trade','venue':'okx','sym':'BTC-USD-PERP','ts':1000,"
		"'rx':1000000,'id':'1','side':'sell','px':50000,'qty':0.01}\n",
		"inverse: 5 contracts of 100 USD at 50000 are 0.01");
	gives(&k,
		"{'arg':{'channel':'funding-rate','instId':'BTC-USDT-SWAP'},"
		"'data':[{'instId':'BTC-USDT-SWAP','fundingRate':'-0.0001',"
		"'nextFundingRate':'','fundingTime':'1744590000000',"
		"'nextFundingTime':'1744618800000','ts':'1744580000000'}]}",
		"{'type':'funding','venue':'okx','sym':'BTC-USDT-PERP','ts':"
		"1744580000000000,'rx':1000000,'rate':-0.0001,'next':"
		"1744590000000000,'interval_s':28800}\n",
		"funding: due at fundingTime; the interval is to the next");
	gives(&k,
		"{'arg':{'channel':'mark-price','instId':'BTC-USDT-SWAP'},"
		"'data':[{'instId':'BTC-USDT-SWAP','instType':'SWAP','markPx':"
		"'48938.51','ts':'9'}]}",
		"{'type':'mark','venue':'okx','sym':'BTC-USDT-PERP','ts':9000,"
		"'rx':1000000,'mark':48938.51}\n",
		"mark-price");
	gives(&k,
		"{'arg':{'channel':'open-interest','instId':'BTC-USDT-SWAP'},"
		"'data':[{'instId':'BTC-USDT-SWAP','oi':'644195','oiCcy':"
		"'6441.95','ts':'9'}]}",
		"{'type':'oi','venue':'okx','sym':'BTC-USDT-PERP','ts':9000,"
		"'rx':1000000,'qty':6441.95}\n",
		"open-interest: oiCcy, which is in base units");
	gives(&k,
		"{'arg':{'channel':'liquidation-orders','instType':'SWAP'},"
		"'data':[{'instId':'BTC-USDT-SWAP','details':[{'bkLoss':'0',"
		"'bkPx':'40000.5','posSide':'short','side':'buy','sz':'39',"
		"'ts':'9'}]},{'instId':'OTHER-USDT-SWAP','details':[{'bkPx':"
		"'1','side':'buy','sz':'1','ts':'9'}]}]}",
		"{'type':'liq','venue':'okx','sym':'BTC-USDT-PERP','ts':9000,"
		"'rx':1000000,'side':'buy','px':40000.5,'qty':0.39}\n",
		"liquidation-orders: buy closes a short; other contracts of "
		"the type are not ours");
	refuses(&k,
		"{'arg':{'channel':'trades','instId':'ETH-USDT-SWAP'},'data':["
		"{'instId':'ETH-USDT-SWAP','tradeId':'1','px':'1','sz':'5',"
		"'side':'buy','ts':'1'}]}",
		"a contract of unknown size is refused, not guessed");
	ok(strstr(k.err.text, "ETH-USDT-SWAP") != NULL, "and named");
}

static void candles(void)
{
	static const struct {
		const char *channel;
		int s;
	} spans[] = { { "candle1s", 1 }, { "candle1m", 60 },
		{ "candle15m", 900 }, { "candle4H", 14400 },
		{ "candle1D", 86400 }, { "candle1Dutc", 86400 },
		{ "candle1W", 604800 } };
	static const char *const none[] = { "candle1M", "candle3Mutc", "candle",
		"candlem", "candle0m", "candle-1m", "mark-price" };
	char frame[512], want[512];

	for (size_t i = 0; i < XG_LEN(spans); i++) {
		snprintf(frame, sizeof frame,
			"{'arg':{'channel':'%s','instId':'BTC-USDT'},'data':[["
			"'1597026383085','8533.02','8553.74','8527.17',"
			"'8548.26','45247','529.58','5529.58','%d']]}",
			spans[i].channel, (int)(i % 2));
		snprintf(want, sizeof want,
			"{'type':'candle','venue':'okx','sym':'BTC-USDT',"
			"'rx':1000000,'open':8533.02,'high':8553.74,'low':"
			"8527.17,'close':8548.26,'vol':45247,'start':"
			"1597026383085000,'interval_s':%d,'closed':%s}\n",
			spans[i].s, i % 2 ? "true" : "false");
		gives(&k, frame, want, "%s: %d seconds", spans[i].channel,
			spans[i].s);
	}
	for (size_t i = 0; i < XG_LEN(none); i++) {
		snprintf(frame, sizeof frame,
			"{'arg':{'channel':'x%s','instId':'BTC-USDT'},'data':["
			"['1','1','1','1','1','1','1','1','1']]}",
			none[i]);
		gives(&k, frame, "", "x%s is not asked for, and no error",
			none[i]);
	}
}

/* Hostile rows: refused whole, also what stood before the bad one. */
static void hostile(void)
{
	static const char *const rows[] = {
		"{'tradeId':'1','px':'1','sz':'2','side':'both','ts':'1'}",
		"{'tradeId':'1','px':'1','sz':'2','ts':'1'}",
		"{'tradeId':'','px':'1','sz':'2','side':'buy','ts':'1'}",
		"{'tradeId':'1','px':'','sz':'2','side':'buy','ts':'1'}",
		"{'tradeId':'1','px':'0','sz':'2','side':'buy','ts':'1'}",
		"{'tradeId':'1','px':'-1','sz':'2','side':'buy','ts':'1'}",
		"{'tradeId':'1','px':'1','sz':'-2','side':'buy','ts':'1'}",
		"{'tradeId':'1','px':'NaN','sz':'2','side':'buy','ts':'1'}",
		"{'tradeId':'1','px':'1','sz':'1e400','side':'buy','ts':'1'}",
		("{'tradeId':'1','px':'1234567890123456789','sz':'2',"
		 "'side':'buy','ts':'1'}"),
		"{'tradeId':'1','px':{},'sz':'2','side':'buy','ts':'1'}",
		"[1]",
		"7",
		"'x'",
		"null",
	};
	static const char *const frames[] = {
		"[]",
		"7",
		"{'arg':7,'data':[]}",
		"{'arg':{'channel':'trades'},'data':{}}",
		"{'arg':{'channel':'trades'},'data':7}",
		"{'arg':{'channel':'candle1m','instId':'BTC-USDT'},'data':["
		"['1','2']]}",
		"{'arg':{'channel':'candle1m','instId':'BTC-USDT'},'data':[{"
		"}]}",
		"{'arg':{'channel':'liquidation-orders','instType':'SWAP'},"
		"'data':[{'instId':'BTC-USDT-SWAP','details':{}}]}",
		"{'arg':{'channel':'liquidation-orders','instType':'SWAP'},"
		"'data':[{'instId':'BTC-USDT-SWAP','details':[7]}]}",
		"{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[]",
		"{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[]}x",
	};
	char frame[1024];

	for (size_t i = 0; i < XG_LEN(rows); i++) {
		snprintf(frame, sizeof frame,
			"{'arg':{'channel':'trades','instId':'BTC-USDT'},"
			"'data':[{'tradeId':'1','px':'1','sz':'2','side':'buy',"
			"'ts':'1'},%s]}",
			rows[i]);
		refuses(&k, frame, "a bad row takes its frame: %s", rows[i]);
	}
	for (size_t i = 0; i < XG_LEN(frames); i++)
		refuses(&k, frames[i], "no frame of the venue: %s", frames[i]);
	is_int(k.d.stats.bad, XG_LEN(rows) + XG_LEN(frames),
		"bad frames are counted");
	ok(kit_raw(&k, XG_STR("pong"), NULL, false) == 0 && k.out.len == 0,
		"pong is text, and silent");
	ok(kit_raw(&k, XG_STR("<html>"), NULL, false) < 0,
		"other text is no frame");
	refuses(&k,
		"{'arg':{'channel':'trades','instId':'BTC-USDT'},'data':[{"
		"'tradeId':'1','px':'1','sz':'2','side':'buy','ts':'1'}]}x",
		"nothing is emitted of a frame with a broken end");
	is_int(k.err.col, 114, "and the place is told");
}

int main(void)
{
	kit_start(&k, "okx");
	kit_inst(&k, "{'type':'inst','venue':'okx','sym':'BTC-USDT','base':"
		     "'BTC','quote':'USDT','kind':'spot','native':'BTC-USDT',"
		     "'market':'spot'}");
	kit_inst(&k,
		"{'type':'inst','venue':'okx','sym':'BTC-USDT-PERP','base':"
		"'BTC','quote':'USDT','kind':'perp','native':'BTC-USDT-SWAP',"
		"'contract':0.01,'market':'swap'}");
	kit_inst(&k,
		"{'type':'inst','venue':'okx','sym':'BTC-USD-PERP','base':"
		"'BTC','quote':'USD','kind':'perp','native':'BTC-USD-SWAP',"
		"'contract':100,'market':'swap','inverse':true}");
	spot();
	contracts();
	candles();
	k.d.stats.bad = 0;
	hostile();
	kit_end(&k);
	return done();
}
