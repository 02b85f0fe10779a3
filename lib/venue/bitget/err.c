/* Error codes -> what happened and why. Source: error codes of the documents of
 * v2 and v3. */
#include "venue/bitget/bitget.h"

/* lo <= code <= hi; the first row that fits counts. */
static const struct {
	int lo, hi;
	unsigned char result, reason;
	const char *text; /* a part of the message; NULL = any */
} table[] = {
#define NO(lo, hi, why) \
	{ \
		lo, hi, XG_RES_REJECTED, XG_WHY_##why, NULL \
	}
#define IF(lo, hi, why, text) \
	{ \
		lo, hi, XG_RES_REJECTED, XG_WHY_##why, text \
	}
#define AS(lo, hi, result, why) \
	{ \
		lo, hi, XG_RES_##result, XG_WHY_##why, NULL \
	}
	/* The outcome is not known: ask by the client id. */
	AS(50008, 50008, UNKNOWN, TIMEOUT),
	AS(500, 500, UNKNOWN, VENUE_DOWN),
	AS(40015, 40015, UNKNOWN, VENUE_DOWN),
	AS(40604, 40604, UNKNOWN, VENUE_DOWN),
	AS(40004, 40005, CLOCK, AUTH),
	AS(40008, 40008, CLOCK, AUTH),
	AS(429, 429, LIMITED, RATE_LIMITED),
	AS(1001, 1001, LIMITED, RATE_LIMITED),
	AS(50009, 50009, LIMITED, RATE_LIMITED),
	AS(30006, 30007, LIMITED, RATE_LIMITED),

	IF(40500, 40500, DUPLICATE_ID, "clientOid"),
	NO(40786, 40786, DUPLICATE_ID),
	IF(40017, 40020, UNKNOWN_SYMBOL, "symbol"),
	NO(43012, 43012, INSUFFICIENT_FUNDS),
	NO(40762, 40762, INSUFFICIENT_FUNDS),
	NO(40711, 40712, INSUFFICIENT_FUNDS),
	NO(50020, 50020, INSUFFICIENT_FUNDS),
	NO(45110, 45110, MIN_NOTIONAL),
	NO(50014, 50014, MIN_NOTIONAL),
	NO(50019, 50019, MIN_NOTIONAL),
	NO(40108, 40108, MIN_QTY),
	NO(41117, 41117, PRICE_BAND),
	NO(41103, 41103, TICK),
	NO(40706, 40706, TICK),
	NO(50016, 50018, TICK),
	NO(50021, 50021, TICK),
	IF(40808, 40808, LOT, "checkBDScale"),
	NO(40500, 40500, DUPLICATE_ID),
	NO(40018, 40018, PERMISSION),
	NO(40001, 40003, AUTH),
	NO(40006, 40006, AUTH),
	NO(40009, 40012, AUTH),
	NO(40037, 40037, AUTH),
	NO(30004, 30005, AUTH),
	NO(30011, 30015, AUTH),
	NO(40014, 40014, PERMISSION),
	NO(40016, 40016, PERMISSION),
	NO(40031, 40031, PERMISSION),
	NO(40301, 40301, PERMISSION),
	NO(43111, 43111, PERMISSION),
	NO(40309, 40309, UNKNOWN_SYMBOL),
	NO(50004, 50004, UNKNOWN_SYMBOL),
	NO(40102, 40102, UNKNOWN_SYMBOL),
	NO(30001, 30001, UNKNOWN_SYMBOL),
	NO(40109, 40109, NOT_FOUND),
	NO(40768, 40768, NOT_FOUND),
	NO(40819, 40819, NOT_FOUND),
	NO(43001, 43001, NOT_FOUND),
	NO(43020, 43020, NOT_FOUND),
	NO(43025, 43025, NOT_FOUND),
	NO(43033, 43033, NOT_FOUND),
	NO(45057, 45057, NOT_FOUND),
	NO(31007, 31007, NOT_FOUND),
	NO(80011, 80011, NOT_FOUND),
	NO(40200, 40200, VENUE_DOWN),
	NO(40308, 40308, VENUE_DOWN),
	NO(41114, 41114, VENUE_DOWN),
	NO(43115, 43115, VENUE_DOWN),
	NO(45113, 45113, LIMIT),
	NO(40306, 40306, LIMIT),
#undef NO
#undef IF
#undef AS
};

static bool contains(struct xg_str text, const char *part)
{
	return memmem(text.n ? text.p : "", text.n, part, strlen(part)) != NULL;
}

enum xg_result xg_bitget_code(
	struct xg_str text, struct xg_str msg, int *reason)
{
	int64_t code = -1;

	*reason = XG_WHY_NONE;
	if (xg_str_is_text(text, "00000") || xg_str_is_text(text, "0"))
		return XG_RES_OK;
	xg_str_i64(text, &code);
	for (size_t i = 0; i < XG_LEN(table); i++) {
		if (code < table[i].lo || code > table[i].hi ||
			(table[i].text && !contains(msg, table[i].text)))
			continue;
		*reason = table[i].reason;
		return (enum xg_result)table[i].result;
	}
	*reason = XG_WHY_OTHER;
	return XG_RES_REJECTED;
}
