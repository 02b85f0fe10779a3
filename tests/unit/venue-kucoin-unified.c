/* KuCoin of unified accounts: all channels over connections without a token. The
 * frames are the examples of the venue's documents. */
#include "kucoin-world.h"
#include "venue-table.h"

static const struct xg_venue *v;

static void topic(const char *sym, int channel, const char *link,
	const char *want, const char *why)
{
	table_topic(v, &k.insts, sym, channel, link, want, why);
}

static void topics(void)
{
	static const char spot[] = "BTC-USDT", perp[] = "BTC-USDT-PERP",
			  dated[] = "BTC-USD-20250321";

	topic(spot, XG_CH_BOOK, "spot", "obu:BTC-USDT", "a book");
	topic(spot, XG_CH_BBO, "spot", "obu1:BTC-USDT",
		"best prices are a book of one level: the ticker waits for "
		"trades");
	topic(perp, XG_CH_TRADE, "futures", "trade:XBTUSDTM", "trades");
	topic("BSV-USDT", XG_CH_CANDLE, "spot", "kline:BCHSV-USDT", "candles");
	topic(perp, XG_CH_MARK, "futures", "mark-price:XBTUSDTM", "marks");
	topic(dated, XG_CH_OI, "futures", "mark-price:XBTMH25",
		"open interest comes with them");
	topic(perp, XG_CH_FUNDING, "futures", "funding-fee:XBTUSDTM",
		"funding");
	topic(dated, XG_CH_FUNDING, NULL, NULL, "dated contracts have none");
	topic(spot, XG_CH_MARK, NULL, NULL, "spot has no mark");
	topic(perp, XG_CH_LIQ, NULL, NULL, "there are no liquidations");
}

static void message(const char *text, int link, bool on, const char *want)
{
	struct xg_topic t = { .link = link };
	const struct xg_topic *one[] = { &t };
	struct xg_buf out = { 0 };

	snprintf(t.text, sizeof t.text, "%s", text);
	v->subscribe(&out, one, 1, 9, on);
	is_text(out.p, out.len, q(want), "%s is asked for", text);
	xg_buf_release(&out);
}

static void messages(void)
{
	message("obu:XBTUSDTM", XG_KUCOIN_FUTURES, true,
		"{'id':'9','action':'SUBSCRIBE','channel':'obu','tradeType':"
		"'FUTURES','symbol':'XBTUSDTM','depth':'increment@10ms',"
		"'rpiFilter':0}");
	message("obu1:BTC-USDT", XG_KUCOIN_SPOT, false,
		"{'id':'9','action':'UNSUBSCRIBE','channel':'obu','tradeType':"
		"'SPOT','symbol':'BTC-USDT','depth':'1','rpiFilter':0}");
	message("trade:BTC-USDT", XG_KUCOIN_SPOT, true,
		"{'id':'9','action':'SUBSCRIBE','channel':'trade','tradeType':"
		"'SPOT','symbol':'BTC-USDT'}");
	message("kline:BTC-USDT", XG_KUCOIN_SPOT, true,
		"{'id':'9','action':'SUBSCRIBE','channel':'kline','tradeType':"
		"'SPOT','symbol':'BTC-USDT','interval':'1min'}");
	message("funding-fee:XBTUSDTM", XG_KUCOIN_FUTURES, true,
		"{'id':'9','action':'SUBSCRIBE','channel':'funding-fee',"
		"'tradeType':'FUTURES','symbol':'XBTUSDTM'}");
	for (const struct xg_link *l = v->links; l->name; l++)
		ok(l->greets && !l->token && l->topics_per_frame == 1 &&
				strstr(l->host, "-push"),
			"%s: no token, one topic a message", l->name);
	ok(v->seq_proof && !v->private_path,
		"books are numbered; no address has a secret");
}

#define T(sym, rest) \
	"{'type':'trade','venue':'kucoin','sym':'" sym "'," rest "}\n"

static void trades(void)
{
	gives(&k,
		"{'T':'trade.SPOT','P':1768802538491160904,'d':{'E':"
		"20631804219899904,'M':1768802538480000000,'S':'sell','p':"
		"'92525.6','q':'0.00008036','s':'BTC-USDT','ti':"
		"'20631804219899904'}}",
		T("BTC-USDT", "'ts':1768802538480000,'rx':1000000,'id':"
			      "'20631804219899904','side':'sell','px':92525.6,"
			      "'qty':0.00008036"),
		"a trade of spot");
	gives(&k,
		"{'T':'trade.FUTURES','P':1768218157098477768,'d':{'p':"
		"'90551.8','q':'12','s':'XBTUSDTM','S':'buy','E':"
		"1905973690439,'ti':'1905973690439','rpi':false,'M':"
		"1768218157097000000}}",
		T("BTC-USDT-PERP",
			"'ts':1768218157097000,'rx':1000000,'id':"
			"'1905973690439','side':'buy','px':90551.8,'qty':"
			"0.012"),
		"of futures: lots become base units");
	gives(&k,
		"{'T':'trade.FUTURES','P':8,'d':{'S':'SELL','s':'XBTUSDM',"
		"'ti':777,'rpi':true,'E':3,'p':'2000','q':'4','M':"
		"1768218157097000000}}",
		T("BTC-USD-PERP",
			"'ts':1768218157097000,'rx':1000000,'id':'777',"
			"'side':'sell','px':2000,'qty':0.002,'off':'rpi'"),
		"sides in upper case, numbers as ids; an order that no book "
		"shows is told");
	refuses(&k,
		"{'T':'trade.SPOT','d':{'S':'hold','p':'1','q':'1','s':"
		"'BTC-USDT','ti':'1','M':1}}",
		"a side that is none");
	refuses(&k,
		"{'T':'trade.SPOT','d':{'S':'buy','p':'0','q':'1','s':"
		"'BTC-USDT','ti':'1','M':1}}",
		"a price of 0");
	refuses(&k, "{'T':'trade.SPOT','d':{'s':'BTC-USDT'}}",
		"a trade of nothing");
}

static void best(void)
{
	gives(&k,
		"{'T':'obu.FUTURES','dp':'1','t':'snapshot','P':"
		"1768217994549513415,'d':{'a':[['90629.2','2236']],'b':[["
		"'90629.1','301']],'s':'XBTUSDTM','C':1732420529826,'M':"
		"1768217994548000000,'O':1732420529826}}",
		"{'type':'bbo','venue':'kucoin','sym':'BTC-USDT-PERP','ts':"
		"1768217994548000,'rx':1000000,'bid':90629.1,'bid_qty':0.301,"
		"'ask':90629.2,'ask_qty':2.236}\n",
		"best prices, in base units");
	gives(&k,
		"{'T':'ticker.SPOT','P':1768206966101166007,'d':{'A':"
		"'0.97675941','B':'0.02052839','E':25958853459,'M':"
		"1768206966096000000,'S':'BUY','a':'90968.2','b':'90968.1',"
		"'l':'90968.2','q':'0.00109929','s':'BTC-USDT'}}",
		"{'type':'bbo','venue':'kucoin','sym':'BTC-USDT','ts':"
		"1768206966096000,'rx':1000000,'bid':90968.1,'bid_qty':"
		"0.02052839,'ask':90968.2,'ask_qty':0.97675941}\n",
		"a ticker: a is the ask, b the bid");
}

static void candles(void)
{
	gives(&k,
		"{'T':'kline.SPOT','P':1776090720846219590,'d':{'o':'71725.1',"
		"'c':'71728.1','l':'71725.1','h':'71728.2','S':false,'v':"
		"'0.01504768','i':'1min','a':'1079.297822768','C':1776090780,"
		"'s':'BTC-USDT','O':1776090720}}",
		"{'type':'candle','venue':'kucoin','sym':'BTC-USDT','ts':"
		"1776090720846219,'rx':1000000,'open':71725.1,'high':71728.2,"
		"'low':71725.1,'close':71728.1,'vol':0.01504768,'start':"
		"1776090720000000,'interval_s':60}\n",
		"a candle; its time is that of the push");
	gives(&k,
		"{'T':'kline.FUTURES','P':1768803943947934451,'d':{'a':"
		"'67919.2142','s':'XBTUSDTM','C':1768803960,'c':'92551.6',"
		"'S':true,'v':'734','h':'92551.7','i':'1min','l':'92505.1',"
		"'O':1768803900,'o':'92505.1'}}",
		"{'type':'candle','venue':'kucoin','sym':'BTC-USDT-PERP','ts':"
		"1768803943947934,'rx':1000000,'open':92505.1,'high':92551.7,"
		"'low':92505.1,'close':92551.6,'vol':0.734,'start':"
		"1768803900000000,'interval_s':60}\n",
		"S is no proof that it is final: 16 s were left here");
	gives(&k,
		"{'T':'kline.SPOT','d':{'o':'1','c':'1','l':'1','h':'1','v':"
		"'1','i':'1month','s':'BTC-USDT','O':1776090720}}",
		"", "months have no one length");
	refuses(&k,
		"{'T':'kline.SPOT','d':{'o':'1','c':'1','l':'1','v':'1','i':"
		"'1min','s':'BTC-USDT','O':1776090720}}",
		"a candle without a high");
}

static void marks(void)
{
	gives(&k,
		"{'T':'mark-price','P':1731899129000,'d':{'s':'XBTUSDTM','mp':"
		"'90445','ip':'90444','oi':'23445','ts':1731899128999}}",
		"{'type':'mark','venue':'kucoin','sym':'BTC-USDT-PERP','ts':"
		"1731899128999000,'rx':1000000,'mark':90445,'index':90444}\n"
		"{'type':'oi','venue':'kucoin','sym':'BTC-USDT-PERP','ts':"
		"1731899128999000,'rx':1000000,'qty':23.445}\n",
		"a mark and the open interest");
	gives(&k,
		"{'T':'mark-price','P':1731899129000,'d':{'s':'XBTUSDM','mp':"
		"'50000','ip':'','oi':'100000','ts':1731899128999}}",
		"{'type':'mark','venue':'kucoin','sym':'BTC-USD-PERP','ts':"
		"1731899128999000,'rx':1000000,'mark':50000}\n"
		"{'type':'oi','venue':'kucoin','sym':'BTC-USD-PERP','ts':"
		"1731899128999000,'rx':1000000,'qty':2}\n",
		"of an inverse contract by the mark");
	refuses(&k,
		"{'T':'mark-price','d':{'s':'XBTUSDTM','mp':'90445','oi':"
		"'-1','ts':1731899128999}}",
		"an open interest under 0 costs the whole frame");
	gives(&k,
		"{'T':'funding-fee','P':1786809901214267234,'d':{'s':"
		"'XBTUSDTM','fr':'0.000072','ft':1786809600000,'lfr':"
		"'0.000069','nt':1786838400000,'gl':28800000,'fc':'0.003',"
		"'ff':'-0.003'}}",
		"{'type':'funding','venue':'kucoin','sym':'BTC-USDT-PERP','ts'"
		":1786809901214267,'rx':1000000,'rate':0.000072,'next':"
		"1786838400000000,'interval_s':28800}\n",
		"the rate that is building up, and when it is paid");
	refuses(&k, "{'T':'funding-fee','d':{'s':'XBTUSDTM'}}",
		"funding without a rate");
}

int main(void)
{
	open_world();
	v = xg_venue_find(XG_STR("kucoin"))->other_kind;
	topics();
	messages();
	trades();
	best();
	candles();
	marks();
	kit_end(&k);
	return done();
}
