/* The venue's words of an error -> what happened and why: it has no codes. Source:
 * the venue's documents, error responses; the texts get suffixes ("asset=0"). */
#include "venue/hyperliquid/hyperliquid.h"

/* The first row whose text is a part of the message counts. */
static const struct {
	const char *text;
	unsigned char result, reason;
} table[] = {
#define NO(text, why) \
	{ \
		text, XG_RES_REJECTED, XG_WHY_##why \
	}
	NO("Insufficient margin", INSUFFICIENT_FUNDS),
	NO("Insufficient spot balance", INSUFFICIENT_FUNDS),
	NO("must have minimum value of", MIN_NOTIONAL),
	NO("Price must be divisible by tick size", TICK),
	NO("invalid price", TICK),
	NO("Order has invalid size", LOT),
	NO("Order has zero size", LOT),
	NO("Post only order would have immediately matched", WOULD_CROSS),
	NO("could not immediately match", OTHER), /* it has expired */
	NO("Reduce only order would increase position", OTHER),
	NO("Order price cannot be more than", PRICE_BAND),
	NO("oracle", PRICE_BAND),
	{ "Too many cumulative requests sent", XG_RES_LIMITED,
		XG_WHY_RATE_LIMITED },
	{ "Too many open orders", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	NO("never placed, already canceled, or filled", NOT_FOUND),
	NO("Cannot modify canceled or filled order", NOT_FOUND),
	NO("User or API Wallet", AUTH),
	NO("Must deposit before performing actions", AUTH),
	NO("Builder fee has not been approved", PERMISSION),
	NO("not authorized", PERMISSION),
	NO("asset out of range", UNKNOWN_SYMBOL),
	NO("Unknown asset", UNKNOWN_SYMBOL),
	NO("nonce", DUPLICATE_ID),
#undef NO
};

enum xg_result xg_hyperliquid_words(struct xg_str text, int *reason)
{
	for (size_t i = 0; i < XG_LEN(table); i++) {
		if (!memmem(text.n ? text.p : "", text.n, table[i].text,
			    strlen(table[i].text)))
			continue;
		*reason = table[i].reason;
		return (enum xg_result)table[i].result;
	}
	*reason = XG_WHY_OTHER;
	return XG_RES_REJECTED;
}
