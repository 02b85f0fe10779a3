/* Error codes -> what happened and why. Source: error codes of the venue's
 * documents; rate limits. */
#include "venue/bybit/bybit.h"

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
#define IF(code, why, text) \
	{ \
		code, code, XG_RES_REJECTED, XG_WHY_##why, text \
	}
#define AS(lo, hi, result, why) \
	{ \
		lo, hi, XG_RES_##result, XG_WHY_##why, NULL \
	}
	/* Nothing to change: it is as wanted. */
	AS(110025, 110026, OK, NONE),
	AS(110043, 110043, OK, NONE),
	/* The outcome is not known: ask by the client id. */
	AS(10000, 10000, UNKNOWN, TIMEOUT),
	AS(110079, 110079, UNKNOWN, TIMEOUT),
	AS(170007, 170007, UNKNOWN, TIMEOUT),
	AS(170146, 170147, UNKNOWN, TIMEOUT),
	AS(10002, 10002, CLOCK, AUTH),
	AS(10006, 10006, LIMITED, RATE_LIMITED),
	AS(10018, 10018, LIMITED, RATE_LIMITED),
	AS(10403, 10403, LIMITED, RATE_LIMITED),
	AS(10429, 10429, LIMITED, RATE_LIMITED),
	AS(20003, 20003, LIMITED, RATE_LIMITED),
	AS(170005, 170005, LIMITED, RATE_LIMITED),
	AS(170222, 170222, LIMITED, RATE_LIMITED),

	IF(10001, UNKNOWN_SYMBOL, "symbol"),
	IF(10001, UNKNOWN_SYMBOL, "Symbol"),
	IF(10001, TICK, "rice"), /* price, Price */
	NO(110004, 110004, INSUFFICIENT_FUNDS),
	NO(110006, 110007, INSUFFICIENT_FUNDS),
	NO(110012, 110012, INSUFFICIENT_FUNDS),
	NO(110014, 110014, INSUFFICIENT_FUNDS),
	NO(110044, 110045, INSUFFICIENT_FUNDS),
	NO(110051, 110053, INSUFFICIENT_FUNDS),
	NO(170131, 170131, INSUFFICIENT_FUNDS),
	NO(170207, 170207, INSUFFICIENT_FUNDS),
	NO(110094, 110094, MIN_NOTIONAL),
	NO(170140, 170140, MIN_NOTIONAL),
	NO(110003, 110003, PRICE_BAND),
	NO(170132, 170133, PRICE_BAND),
	NO(170193, 170194, PRICE_BAND),
	NO(170134, 170134, TICK),
	NO(110017, 110017, LOT),
	NO(170124, 170124, LOT),
	NO(170136, 170137, LOT),
	NO(170148, 170148, LOT),
	NO(170218, 170218, WOULD_CROSS),
	NO(10014, 10014, DUPLICATE_ID),
	NO(110072, 110072, DUPLICATE_ID),
	NO(170141, 170141, DUPLICATE_ID),
	NO(10003, 10004, AUTH),
	NO(10007, 10007, AUTH),
	NO(20001, 20001, AUTH),
	NO(33004, 33004, AUTH),
	NO(10005, 10005, PERMISSION),
	NO(10008, 10010, PERMISSION),
	NO(10024, 10024, PERMISSION),
	NO(10027, 10028, PERMISSION),
	NO(110023, 110023, PERMISSION),
	NO(110066, 110066, PERMISSION),
	NO(170157, 170157, PERMISSION),
	NO(170209, 170209, PERMISSION),
	NO(170219, 170219, PERMISSION),
	NO(10029, 10029, UNKNOWN_SYMBOL),
	NO(110074, 110074, UNKNOWN_SYMBOL),
	NO(170121, 170121, UNKNOWN_SYMBOL),
	NO(110001, 110001, NOT_FOUND),
	NO(110008, 110008, NOT_FOUND),
	NO(110010, 110010, NOT_FOUND),
	NO(170139, 170139, NOT_FOUND),
	NO(170142, 170143, NOT_FOUND),
	NO(170190, 170190, NOT_FOUND),
	NO(170213, 170213, NOT_FOUND),
	NO(10016, 10016, VENUE_DOWN),
	NO(10019, 10019, VENUE_DOWN),
	NO(110063, 110063, VENUE_DOWN),
	NO(170151, 170151, MARKET_CLOSED),
	NO(170234, 170234, VENUE_DOWN),
	NO(110020, 110020, LIMIT),
#undef NO
#undef IF
#undef AS
};

static bool contains(struct xg_str text, const char *part)
{
	return memmem(text.n ? text.p : "", text.n, part, strlen(part)) != NULL;
}

enum xg_result xg_bybit_code(int64_t code, struct xg_str msg, int *reason)
{
	*reason = XG_WHY_NONE;
	if (code == 0)
		return XG_RES_OK;
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
