/* Error codes -> what happened and why. Source: error codes of spot, futures and
 * unified documents; rate limits. */
#include "venue/kucoin/kucoin.h"

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
#define AS(code, result, why) \
	{ \
		code, code, XG_RES_##result, XG_WHY_##why, NULL \
	}
	/* The outcome is not known: ask by the client id. */
	AS(408000, UNKNOWN, TIMEOUT),
	AS(500000, UNKNOWN, VENUE_DOWN),
	AS(400002, CLOCK, AUTH),
	AS(429000, LIMITED, RATE_LIMITED),
	AS(1015, LIMITED, RATE_LIMITED),
	AS(200002, LIMITED, RATE_LIMITED),

	IF(400100, NOT_FOUND, "order_not_exist"),
	IF(400100, DUPLICATE_ID, "duplicate"),
	IF(400100, LOT, "size increment"),
	IF(400100, TICK, "increment"),
	IF(600100, TICK, "Price increment"),
	IF(600100, TICK, "price increment"),
	IF(600100, LOT, "increment"),
	NO(200004, 200004, INSUFFICIENT_FUNDS),
	NO(210021, 210021, INSUFFICIENT_FUNDS),
	NO(230003, 230003, INSUFFICIENT_FUNDS),
	NO(260100, 260100, INSUFFICIENT_FUNDS),
	NO(300003, 300003, INSUFFICIENT_FUNDS),
	NO(126013, 126013, INSUFFICIENT_FUNDS),
	NO(330008, 330008, INSUFFICIENT_FUNDS),
	NO(600100, 600101, MIN_NOTIONAL),
	NO(126003, 126003, MIN_NOTIONAL),
	NO(300012, 300012, PRICE_BAND),
	NO(400370, 400370, PRICE_BAND),
	NO(400760, 400760, PRICE_BAND),
	NO(126029, 126030, PRICE_BAND),
	NO(126033, 126033, DUPLICATE_ID),
	NO(126044, 126044, DUPLICATE_ID),
	NO(126041, 126041, TIMEOUT),
	NO(400001, 400006, AUTH),
	NO(400007, 400007, PERMISSION),
	NO(400200, 400200, PERMISSION),
	NO(400303, 400303, PERMISSION),
	NO(400500, 400500, PERMISSION),
	NO(411100, 411100, PERMISSION),
	NO(112010, 112010, PERMISSION),
	NO(126005, 126005, PERMISSION),
	NO(130201, 130201, PERMISSION),
	NO(900001, 900001, UNKNOWN_SYMBOL),
	NO(400600, 400600, UNKNOWN_SYMBOL),
	NO(400000, 400000, UNKNOWN_SYMBOL),
	NO(126004, 126004, UNKNOWN_SYMBOL),
	NO(100001, 100001, NOT_FOUND),
	NO(100004, 100004, NOT_FOUND),
	NO(126043, 126043, NOT_FOUND),
	NO(126006, 126010, VENUE_DOWN),
	NO(400350, 400350, LIMIT),
#undef NO
#undef IF
#undef AS
};

static bool has(struct xg_str text, const char *part)
{
	return memmem(text.n ? text.p : "", text.n, part, strlen(part)) != NULL;
}

enum xg_result xg_kucoin_code(
	struct xg_str code, struct xg_str msg, int *reason)
{
	int64_t v;

	*reason = XG_WHY_OTHER;
	if (xg_str_i64(code, &v) < 0)
		return XG_RES_BAD;
	if (v == 200000 || v == 200) {
		*reason = XG_WHY_NONE;
		return XG_RES_OK;
	}
	for (size_t i = 0; i < XG_LEN(table); i++) {
		if (v < table[i].lo || v > table[i].hi ||
			(table[i].text && !has(msg, table[i].text)))
			continue;
		*reason = table[i].reason;
		return (enum xg_result)table[i].result;
	}
	return XG_RES_REJECTED;
}
