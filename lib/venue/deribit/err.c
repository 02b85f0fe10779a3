/* Error codes -> what happened and why. Source: error codes of JSON-RPC, of
 * which the documents have two tables; this one is what clients have seen. */
#include "venue/deribit/deribit.h"

/* lo <= code <= hi; the first row that fits counts. */
static const struct {
	int lo, hi;
	unsigned char result, reason;
} table[] = {
#define NO(lo, hi, why) \
	{ \
		lo, hi, XG_RES_REJECTED, XG_WHY_##why \
	}
#define AS(lo, hi, result, why) \
	{ \
		lo, hi, XG_RES_##result, XG_WHY_##why \
	}
	/* The outcome is not known: ask by the label. */
	AS(13028, 13028, UNKNOWN, TIMEOUT),
	AS(13888, 13888, UNKNOWN, TIMEOUT),
	/* After 10028 the venue ends the session. */
	AS(10028, 10028, LIMITED, RATE_LIMITED),
	AS(10047, 10047, LIMITED, RATE_LIMITED),
	AS(10066, 10066, LIMITED, RATE_LIMITED),

	NO(10000, 10000, AUTH),
	NO(10002, 10002, LOT),
	NO(10004, 10004, NOT_FOUND),
	NO(10005, 10008, PRICE_BAND),
	NO(10009, 10009, INSUFFICIENT_FUNDS),
	NO(10010, 10010, NOT_FOUND),
	NO(10011, 10011, PRICE_BAND),
	NO(10012, 10012, VENUE_DOWN),
	NO(10019, 10019, PERMISSION),
	NO(10020, 10020, UNKNOWN_SYMBOL),
	NO(10021, 10021, LOT),
	NO(10023, 10023, PRICE_BAND),
	NO(10026, 10026, TICK),
	NO(10027, 10027, LOT),
	NO(10029, 10029, NOT_FOUND),
	NO(10032, 10032, MIN_NOTIONAL),
	NO(10040, 10041, VENUE_DOWN),
	NO(10043, 10044, TICK),
	NO(11008, 11008, NOT_FOUND),
	NO(11037, 11037, UNKNOWN_SYMBOL),
	NO(11042, 11042, PERMISSION),
	NO(11044, 11044, NOT_FOUND),
	NO(11046, 11046, UNKNOWN_SYMBOL),
	NO(11051, 11051, VENUE_DOWN),
	NO(11054, 11054, WOULD_CROSS),
	NO(11094, 11094, VENUE_DOWN),
	NO(12003, 12003, AUTH),
	NO(13002, 13002, PERMISSION),
	NO(13004, 13004, AUTH),
	NO(13009, 13009, AUTH),
	NO(13012, 13012, PERMISSION),
	NO(13019, 13019, VENUE_DOWN),
	NO(13020, 13020, UNKNOWN_SYMBOL),
	NO(13021, 13021, PERMISSION),
	NO(13025, 13025, VENUE_DOWN),
#undef NO
#undef AS
};

enum xg_result xg_deribit_code(int64_t code, int *reason)
{
	for (size_t i = 0; i < XG_LEN(table); i++) {
		if (code < table[i].lo || code > table[i].hi)
			continue;
		*reason = table[i].reason;
		return (enum xg_result)table[i].result;
	}
	*reason = XG_WHY_OTHER;
	return XG_RES_REJECTED;
}
