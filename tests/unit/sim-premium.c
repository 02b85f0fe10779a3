/* Prices of options in the simulated market. */
#include "sim/premium.h"
#include "tap.h"

#define E8 INT64_C(100000000)

static struct xg_premium of(const char *sym, const char *settle)
{
	return xg_premium_of(xg_str_from(sym), xg_str_from(settle));
}

static int64_t px(const char *sym, const char *settle, int64_t usd)
{
	struct xg_premium o = of(sym, settle);

	return xg_premium_px(&o, usd * E8);
}

int main(void)
{
	static const char call[] = "BTC-USD-20301223-90000-C",
			  put[] = "BTC-USD-20301223-90000-P";
	int64_t last = 0, before = INT64_MAX;
	bool rises = true, falls = true, parity = true, worth = true;

	is_int(of("BTC-USD-20301223", "BTC").strike, 0,
		"a dated contract is no option");
	is_int(of("BTC-USDT", "").strike, 0, "nor is a pair");
	is_int(of("~X", "BTC").strike, 0, "nor what has no name");
	ok(of(call, "BTC").in_coin && !of(call, "USDC").in_coin,
		"what settles in the coin is paid in it");
	ok(of(put, "BTC").put && !of(call, "BTC").put, "a put is a put");
	for (int64_t usd = 1000; usd < 150000; usd += 777) {
		int64_t c = px(call, "USDC", usd), p = px(put, "USDC", usd);

		rises &= c > last;
		falls &= p < before || usd > 40000;
		parity &= llabs(c - p - (usd - 90000) * E8) <= E8 / 1000;
		worth &= c > 0 && p > 0 && c >= (usd - 90000) * E8 &&
			 p >= (90000 - usd) * E8;
		last = c;
		before = p;
	}
	ok(rises, "a call rises with the price");
	ok(falls, "a put falls with it, well below the strike");
	ok(parity, "a call less a put is the price less the strike");
	ok(worth, "neither is worth less than what it gives at once");
	is_int(px(call, "BTC", 64000),
		px(call, "USDC", 64000) / 64000 / 10000 * 10000 +
			px(call, "BTC", 64000) % 10000,
		"in the coin it is the same value");
	is_int(px(call, "BTC", 0), 0, "what costs nothing has no options");
	ok(px("BTC-USD-20301223-99000000-C", "BTC", 90000000) > 0,
		"prices beyond the usual do not overflow");
	return done();
}
