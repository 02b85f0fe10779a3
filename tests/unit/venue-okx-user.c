/* OKX, private stream: orders, fills, balances, positions; events. */
#include "venue-kit.h"
#include "venue/okx/okx.h"

static struct kit k;

#define HEAD \
	"'venue':'okx','sym':'BTC-USDT','ts':1746947317403000,'rx':" \
	"1000000,'id':'xg1','venue_id':'77',"

/* An order row of spot with these members more. */
static const char *order(const char *state, const char *more)
{
	static char out[1024];

	snprintf(out, sizeof out,
		"{'arg':{'channel':'orders','instType':'ANY'},'data':[{"
		"'instId':'BTC-USDT','ordId':'77','clOrdId':'xg1','state':"
		"'%s','side':'buy','px':'100','sz':'3','uTime':"
		"'1746947317403'%s}]}",
		state, more);
	return out;
}

static void states(void)
{
	static const struct {
		const char *state, *source, *event, *reason;
	} t[] = { { "live", "", "new", "" },
		{ "partially_filled", "", "partial", "" },
		{ "filled", "", "filled", "" },
		{ "canceled", "", "canceled", "" },
		{ "canceled", "1", "canceled", "" },
		{ "canceled", "20", "canceled", "" },
		{ "canceled", "32", "canceled", "" },
		{ "mmp_canceled", "38", "canceled", "" },
		{ "canceled", "13", "expired", "" },
		{ "canceled", "14", "expired", "" },
		{ "canceled", "7", "expired", ",'reason':'market_closed'" },
		{ "canceled", "27", "expired", ",'reason':'price_band'" },
		{ "canceled", "33", "expired", ",'reason':'limit'" },
		{ "canceled", "31", "rejected", ",'reason':'would_cross'" },
		{ "canceled", "15", "rejected", ",'reason':'price_band'" },
		{ "canceled", "2", "canceled",
			",'reason':'insufficient_funds'" } };
	char more[200], want[512];

	for (size_t i = 0; i < XG_LEN(t); i++) {
		snprintf(more, sizeof more,
			",'accFillSz':'1','avgPx':'99.5','cancelSource':'%s'",
			t[i].source);
		snprintf(want, sizeof want,
			"{'type':'exec'," HEAD "'event':'%s','side':'buy','px':"
			"100,'qty':3,'filled':1,'avg_px':99.5%s}\n",
			t[i].event, t[i].reason);
		gives(&k, order(t[i].state, more), want, "%s by %s is %s",
			t[i].state, t[i].source[0] ? t[i].source : "nobody",
			t[i].event);
	}
	refuses(&k, order("frozen", ",'accFillSz':'0'"),
		"a state that is not known is refused, not guessed");
}

static void fills(void)
{
	gives(&k,
		order("partially_filled",
			",'accFillSz':'1','avgPx':'100','tradeId':'9','fillPx':"
			"'100','fillSz':'1','fillTime':'1746947317402',"
			"'execType':'M','fillFee':'-0.001','fillFeeCcy':'BTC'"),
		"{'type':'fill','venue':'okx','sym':'BTC-USDT','ts':"
		"1746947317402000,'rx':1000000,'id':'xg1','venue_id':'77',"
		"'trade_id':'9','side':'buy','px':100,'qty':1,'fee':0.001,"
		"'fee_ccy':'BTC','maker':true}\n{'type':'exec'," HEAD
		"'event':'partial','side':'buy','px':100,'qty':3,'filled':1,"
		"'avg_px':100}\n",
		"R22: the fill, then the state; what is charged is positive");
	gives(&k,
		order("filled", ",'accFillSz':'3','avgPx':'100','tradeId':"
				"'','fillPx':'','fillSz':'0'"),
		"{'type':'exec'," HEAD "'event':'filled','side':'buy','px':"
		"100,'qty':3,'filled':3,'avg_px':100}\n",
		"a push without a fill has none");
	gives(&k,
		"{'arg':{'channel':'orders','instType':'ANY'},'data':[{"
		"'instId':'BTC-USDT-SWAP','ordId':'77','clOrdId':'xg1',"
		"'state':'live','side':'sell','px':'100','sz':'3','accFillSz':"
		"'0','avgPx':'','uTime':'1746947317403'}]}",
		"{'type':'exec','venue':'okx','sym':'BTC-USDT-PERP','ts':"
		"1746947317403000,'rx':1000000,'id':'xg1','venue_id':'77',"
		"'event':'new','side':'sell','px':100,'qty':0.03,'filled':0}\n",
		"contracts become base units");
	gives(&k,
		order("live", ",'accFillSz':'0','amendResult':'-1','code':"
			      "'51511','msg':'would cross'"),
		"{'type':'exec'," HEAD "'event':'new','side':'buy','px':100,"
		"'qty':3,'filled':0,'reason':'would_cross','detail':"
		"'would cross'}\n",
		"an amend that failed leaves the order as it was, and says so");
	kit_frame(&k,
		"{'arg':{'channel':'orders','instType':'ANY'},'data':[{"
		"'instId':'ETH-USDT-SWAP','ordId':'1','clOrdId':'x','state':"
		"'live','side':'buy','px':'1','sz':'1','accFillSz':'0'}]}");
	ok(strstr(k.out.p, "\"event\":\"error\"") &&
			strstr(k.out.p, "ETH-USDT-SWAP"),
		"an order of an instrument that is not known is never silent");
	gives(&k,
		"{'arg':{'channel':'fills','instId':'BTC-USDT-SWAP'},'data':[{"
		"'instId':'BTC-USDT-SWAP','fillSz':'100','fillPx':'70000',"
		"'side':'buy','ts':'1705449605015','ordId':"
		"'680800019749904384','clOrdId':'1234567890','tradeId':"
		"'12345','execType':'T','count':'10'}]}",
		"{'type':'fill','venue':'okx','sym':'BTC-USDT-PERP','ts':"
		"1705449605015000,'rx':1000000,'id':'1234567890','venue_id':"
		"'680800019749904384','trade_id':'12345','side':'buy','px':"
		"70000,'qty':1,'maker':false}\n",
		"the channel of fills");
	refuses(&k,
		order("filled", ",'accFillSz':'1','tradeId':'9','fillPx':"
				"'x','fillSz':'1'"),
		"a fill that cannot be read is refused");
}

static void account(void)
{
	gives(&k,
		"{'arg':{'channel':'account'},'data':[{'details':[{'ccy':"
		"'USDT','cashBal':'100.5','availBal':'90','availEq':'95',"
		"'frozenBal':'10.5','uTime':'9'},{'ccy':'BTC','cashBal':"
		"'0.1234567890123456789','availBal':'','availEq':'-0.5',"
		"'frozenBal':'0','uTime':'9'}],'uTime':'9'}]}",
		"{'type':'balance','venue':'okx','ts':9000,'rx':1000000,'ccy':"
		"'USDT','total':100.5,'free':90,'used':10.5}\n{'type':"
		"'balance','venue':'okx','ts':9000,'rx':1000000,'ccy':'BTC',"
		"'total':'0.123456789012345678','free':-0.5,'used':0}\n",
		"balances; more than 18 digits are cut, never rounded up");
	gives(&k, "{'arg':{'channel':'account'},'data':[{'details':[]}]}", "",
		"an empty account");
	gives(&k,
		"{'arg':{'channel':'positions','instType':'ANY'},'data':[{"
		"'instId':'BTC-USDT-SWAP','posSide':'net','pos':'-5','avgPx':"
		"'40000','markPx':'41000','upl':'-50','lever':'3','margin':'',"
		"'imr':'700','uTime':'9'},{'instId':'BTC-USD-SWAP','posSide':"
		"'short','pos':'5','avgPx':'50000','markPx':'','upl':'',"
		"'lever':'','margin':'','imr':'','uTime':'9'}]}",
		"{'type':'position','venue':'okx','sym':'BTC-USDT-PERP','ts':"
		"9000,'rx':1000000,'qty':-0.05,'entry':40000,'mark':41000,"
		"'upnl':-50,'leverage':3,'margin':700}\n{'type':'position',"
		"'venue':'okx','sym':'BTC-USD-PERP','ts':9000,'rx':1000000,"
		"'qty':-0.01,'entry':50000}\n",
		"positions: net by sign, hedge by side; inverse by price");
	refuses(&k,
		"{'arg':{'channel':'positions','instType':'ANY'},'data':[{"
		"'instId':'BTC-USDT-SWAP','posSide':'net','pos':'','avgPx':"
		"'1'}]}",
		"a position without a size is not one of zero");
}

static void events(void)
{
	wants(&k,
		"{'id':'1512','event':'subscribe','arg':{'channel':'books',"
		"'instId':'BTC-USDT'},'connId':'a4d3ae55'}",
		"ack books:BTC-USDT 0 1\n", "each argument is confirmed");
	wants(&k,
		"{'event':'subscribe','arg':{'channel':'orders','instType':"
		"'ANY'}}",
		"ack orders:ANY 0 1\n", "by its type where it has no code");
	wants(&k,
		"{'id':'1512','event':'error','code':'60012','msg':'Invalid "
		"request: {}','connId':'a4d3ae55'}",
		"nack  1512 1\n", "an error refuses the frame");
	wants(&k,
		"{'id':'1512','event':'error','code':'60018','msg':'Wrong URL "
		"or channel:books,instId:BTC-USDX does not exist. Please "
		"use the correct URL','connId':'x'}",
		"nack books:BTC-USDX 0 1\n",
		"or one argument of it, where the words name it");
	wants(&k, "{'event':'login','code':'0','msg':'','connId':'a4d3ae55'}",
		"login_ok  0 1\n", "login");
	wants(&k,
		"{'event':'error','code':'60009','msg':'Login failed.',"
		"'connId':'a4d3ae55'}",
		"login_bad  0 1\n", "login refused");
	wants(&k,
		"{'event':'notice','code':'64008','msg':'The connection will "
		"soon be closed for a service upgrade. Please reconnect.',"
		"'connId':'a4d3ae55'}",
		"reconnect  0 1\n", "a notice of the end");
	ok(strstr(k.out.p, "\"event\":\"maintenance\"") != NULL,
		"it is told, too");
	wants(&k, "{'event':'notice','code':'64999','msg':'hello'}", "",
		"another notice is told only");
	wants(&k,
		"{'event':'channel-conn-count','channel':'orders','connCount':"
		"'2','connId':'abcd1234'}",
		"", "how many connections there are is no matter");
	wants(&k,
		"{'event':'channel-conn-count-error','channel':'orders',"
		"'connCount':'30','connId':'a4d3ae55'}",
		"nack orders: 0 1\n", "too many of them refuse the channel");
	wants(&k,
		"{'event':'unsubscribe','arg':{'channel':'books','instId':"
		"'BTC-USDT'}}",
		"", "an end that we asked for");
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
	states();
	fills();
	account();
	events();
	kit_end(&k);
	return done();
}
