/* A KuCoin decoder that knows a few instruments (venue-kit.h). */
#ifndef XG_TESTS_KUCOIN_WORLD_H
#define XG_TESTS_KUCOIN_WORLD_H

#include "venue-kit.h"
#include "venue/kucoin/kucoin.h"

static struct kit k;

__attribute__((unused)) static void open_world(void)
{
	memset(&k, 0, sizeof k);
	kit_start(&k, "kucoin");
	kit_inst(&k, "{'type':'inst','venue':'kucoin','sym':'BTC-USDT','base':"
		     "'BTC','quote':'USDT','kind':'spot','native':'BTC-USDT',"
		     "'market':'spot'}");
	kit_inst(&k, "{'type':'inst','venue':'kucoin','sym':'BSV-USDT','base':"
		     "'BSV','quote':'USDT','kind':'spot','native':'BCHSV-USDT',"
		     "'market':'spot'}");
	kit_inst(&k,
		"{'type':'inst','venue':'kucoin','sym':'BTC-USDT-PERP','base':"
		"'BTC','quote':'USDT','settle':'USDT','kind':'perp','native':"
		"'XBTUSDTM','contract':0.001,'market':'futures'}");
	kit_inst(&k,
		"{'type':'inst','venue':'kucoin','sym':'BTC-USD-PERP','base':"
		"'BTC','quote':'USD','settle':'BTC','kind':'perp','native':"
		"'XBTUSDM','contract':1,'market':'futures','inverse':true}");
	kit_inst(&k,
		"{'type':'inst','venue':'kucoin','sym':'BTC-USD-20250321',"
		"'base':'BTC','quote':'USD','settle':'BTC','kind':'future',"
		"'native':'XBTMH25','contract':1,'market':'futures','inverse':"
		"true}");
}

/* An answer of REST (' for "); what it gave is in the kit. */
__attribute__((unused)) static int rest(const char *req, const char *text)
{
	return kit_raw(&k, xg_str_from(q(text)), req, true);
}

#define SPOT_BOOK \
	"GET https://api.kucoin.com/api/v3/market/orderbook/level2?symbol="
#define FUTURES_BOOK \
	"GET https://api-futures.kucoin.com/api/v1/level2/snapshot?symbol="

/* What came out is exactly this (' for "). */
#define came(lines, ...) \
	do { \
		const char *came_want = q(lines); \
		is_text(k.out.p ? k.out.p : "", k.out.len, came_want, \
			__VA_ARGS__); \
	} while (0)
#define wanted(lines, ...) \
	is_text(k.wants.p ? k.wants.p : "", k.wants.len, (lines), __VA_ARGS__)

#endif
