/* What is meant by a symbol that a venue has not: a slip of the pen, not another
 * asset. */
#include "sess/near.h"
#include "sess/subs.h"
#include "tap.h"

static struct xg_insts t;

static void list(const char *venue, const char *sym)
{
	struct xg_rec r;

	xg_rec_start(
		&r, XG_REC_INST, xg_str_from(venue), xg_str_from(sym), 0, 0);
	XG_REC_SET(&r, inst.kind, XG_SPOT);
	XG_REC_SET(&r, inst.base, XG_STR("B"));
	XG_REC_SET(&r, inst.quote, XG_STR("Q"));
	XG_REC_SET(&r, inst.native, xg_str_from(sym));
	XG_REC_SET(&r, inst.market, XG_STR("spot"));
	xg_insts_put(&t, &r);
}

static void near(const char *sym, const char *want, const char *why)
{
	const struct xg_instr *i = xg_near(&t, "v", xg_str_from(sym));
	struct xg_str got = i ? i->sym : XG_STR("");

	is_text(got.n ? got.p : "", got.n, want, "%s: %s", sym, why);
}

static void said(const char *sym, const char *want)
{
	struct xg_picks picks = { 0 };
	struct xg_error err = { 0 };

	is_int(xg_subs_pick(&picks, &t, "v", xg_str_from(sym), &err),
		XG_ERR_ABSENT, "%s is not there", sym);
	is_text(err.text, strlen(err.text), want, "and these words say so");
	xg_picks_release(&picks);
}

int main(void)
{
	list("w", "DOGE-USDT");
	list("v", "LTC-USDC");
	list("v", "BTC-USDT");
	list("v", "ETH-USDT");
	list("v", "DOT-USDT");
	list("v", "BTC-USDT-PERP");
	list("v", "BTC-USDT-20260327");
	list("v", "AB-USDT");
	list("v", "MATIC-USDT");

	near("BTC-USTD", "BTC-USDT", "swapped letters are one slip");
	near("BTCUSDT", "BTC-USDT", "a letter that is left out");
	near("BBTC-USDT", "BTC-USDT", "one too many");
	near("btc-usdt", "BTC-USDT", "capitals are none");
	near("BTC-USDC", "BTC-USDT",
		"of equals, the one with the same base asset");
	near("MATC-USDT", "MATIC-USDT", "in the base asset");
	near("BTC-USDT-20260328", "BTC-USDT-20260327", "a day beside it");
	near("BTC-USDT-PREP", "BTC-USDT-PERP", "in what follows");

	near("DOGE-USDT", "", "another asset is not meant, nor another venue");
	near("XRP-USDT", "", "nothing like it");
	near("AC-USDT", "", "in two letters, each counts");
	near("BTC-EUR", "", "another quote asset");
	near("BTC-USDT-20270628", "", "another date");
	near("B", "", "a letter");
	near("", "", "nothing");
	near("BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT-"
	     "BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT-BTC-USDT",
		"", "what is too long");

	said("BTC/USDC", "v has no BTC/USDC; did you mean v:BTC-USDT?");
	said("DOGE-USDT", "v has no DOGE-USDT; xg-inst v lists what it has");
	xg_insts_release(&t);
	return done();
}
