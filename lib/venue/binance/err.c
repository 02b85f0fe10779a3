/* Error codes -> what happened and why. The same number means different things
 * on spot and on futures, and one number (-2010, -1013) many things, told apart
 * by its text. Source: errors documents of spot, USD-M and COIN-M. */
#include "venue/binance/binance.h"

enum { S = 1, U = 2, C = 4, F = U | C, ALL = S | F };

/* lo <= code <= hi; the first row that fits counts. */
static const struct {
	unsigned char markets;
	unsigned char result, reason;
	int lo, hi;
	const char *text; /* a part of the message; NULL = any */
} table[] = {
#define NO(m, why, lo, hi, text) \
	{ \
		m, XG_RES_REJECTED, XG_WHY_##why, lo, hi, text \
	}
	/* The outcome is not known: ask by the client id. */
	{ ALL, XG_RES_UNKNOWN, XG_WHY_TIMEOUT, -1001, -1000, NULL },
	{ ALL, XG_RES_UNKNOWN, XG_WHY_TIMEOUT, -1007, -1006, NULL },
	/* Refused by its time, before the engine or in it. */
	{ ALL, XG_RES_CLOCK, XG_WHY_AUTH, -1021, -1021, NULL },
	{ U, XG_RES_CLOCK, XG_WHY_AUTH, -5028, -5028, NULL },
	{ C, XG_RES_CLOCK, XG_WHY_AUTH, -4188, -4188, NULL },
	{ ALL, XG_RES_LIMITED, XG_WHY_RATE_LIMITED, -1003, -1003, NULL },
	{ ALL, XG_RES_LIMITED, XG_WHY_RATE_LIMITED, -1008, -1008, NULL },
	{ ALL, XG_RES_LIMITED, XG_WHY_RATE_LIMITED, -1015, -1015, NULL },
	{ ALL, XG_RES_LIMITED, XG_WHY_RATE_LIMITED, -1034, -1034, NULL },
	/* Nothing to change: it is as wanted. */
	{ F, XG_RES_OK, XG_WHY_NONE, -4046, -4046, NULL },
	{ F, XG_RES_OK, XG_WHY_NONE, -4059, -4059, NULL },

	NO(S, INSUFFICIENT_FUNDS, -2010, -2010, "insufficient balance"),
	NO(S, WOULD_CROSS, -2010, -2010, "immediately match and take"),
	NO(S, DUPLICATE_ID, -2010, -2010, "Duplicate order sent"),
	NO(S, MARKET_CLOSED, -2010, -2010, "Market is closed"),
	NO(S, PERMISSION, -2010, -2010, "This action is disabled"),
	NO(S, PERMISSION, -2010, -2010, "may not place or cancel"),
	NO(S, PERMISSION, -2010, -2010, "not permitted"),
	NO(S, LIMIT, -2010, -2010, "exceeds account"),
	NO(S, MIN_NOTIONAL, -1013, -1013, "NOTIONAL"),
	NO(S, TICK, -1013, -1013, "PRICE_FILTER"),
	NO(S, LOT, -1013, -1013, "LOT_SIZE"),
	NO(S, PRICE_BAND, -1013, -1013, "PERCENT_PRICE"),
	NO(S, LIMIT, -1013, -1013, "MAX_"),
	NO(S, LIMIT, -1013, -1013, "ICEBERG_PARTS"),
	NO(S, MARKET_CLOSED, -1013, -1013, "Market is closed"),
	NO(S, NOT_FOUND, -2026, -2026, NULL), /* archived */

	NO(F, INSUFFICIENT_FUNDS, -2019, -2018, NULL),
	NO(F, PRICE_BAND, -4024, -4024, NULL),
	NO(F, INSUFFICIENT_FUNDS, -2024, -2024, NULL),
	NO(F, INSUFFICIENT_FUNDS, -4051, -4050, NULL),
	NO(U, MIN_NOTIONAL, -4164, -4164, NULL),
	NO(C, MIN_NOTIONAL, -4178, -4178, NULL),
	NO(F, TICK, -4002, -4001, NULL),
	NO(F, TICK, -4014, -4013, NULL),
	NO(F, LOT, -4003, -4003, NULL),
	NO(F, MIN_QTY, -4004, -4004, NULL),
	NO(F, LOT, -4005, -4005, NULL),
	NO(F, LOT, -4023, -4023, NULL),
	NO(U, PRICE_BAND, -4131, -4131, NULL),
	NO(F, PRICE_BAND, -4016, -4016, NULL),
	NO(C, PRICE_BAND, -4113, -4113, NULL),
	NO(F, WOULD_CROSS, -5022, -5022, NULL),
	NO(F, DUPLICATE_ID, -4116, -4116, NULL),
	NO(U, PERMISSION, -4088, -4087, NULL),
	NO(C, UNKNOWN_SYMBOL, -4087, -4087, NULL),
	NO(C, PERMISSION, -4090, -4089, NULL),
	NO(F, PERMISSION, -4192, -4192, NULL),
	NO(F, PERMISSION, -4403, -4400, NULL),
	NO(U, UNKNOWN_SYMBOL, -4144, -4144, NULL),
	NO(F, MARKET_CLOSED, -4141, -4140, NULL),
	NO(F, LIMIT, -2025, -2025, NULL),
	NO(F, LIMIT, -2027, -2027, NULL),
	NO(F, LIMIT, -4045, -4045, NULL),

	NO(ALL, TICK, -1111, -1111, "rice"), /* price, Price */
	NO(ALL, LOT, -1111, -1111, NULL),
	NO(ALL, AUTH, -1002, -1002, NULL),
	NO(ALL, AUTH, -1022, -1022, NULL),
	NO(ALL, AUTH, -2014, -2014, NULL),
	NO(ALL, AUTH, -2008, -2008, NULL),
	NO(ALL, PERMISSION, -2015, -2015, NULL),
	NO(ALL, PERMISSION, -1005, -1005, NULL),
	NO(ALL, PERMISSION, -1011, -1011, NULL),
	NO(ALL, PERMISSION, -2017, -2017, NULL),
	NO(ALL, UNKNOWN_SYMBOL, -1121, -1121, NULL),
	/* The order is there, but not in the state that was asked for. */
	NO(ALL, OTHER, -2011, -2011, "cancel restrictions"),
	NO(ALL, NOT_FOUND, -2011, -2011, NULL),
	NO(ALL, NOT_FOUND, -2013, -2013, NULL),
	NO(ALL, VENUE_DOWN, -1016, -1016, NULL),
#undef NO
};

static bool contains(struct xg_str text, const char *part)
{
	return memmem(text.p ? text.p : "", text.n, part, strlen(part)) != NULL;
}

enum xg_result xg_binance_code(const struct xg_binance_market *m, int64_t code,
	struct xg_str text, int *reason)
{
	unsigned bit = 1u << m->index;

	for (size_t i = 0; i < XG_LEN(table); i++) {
		if (!(table[i].markets & bit) || code < table[i].lo ||
			code > table[i].hi ||
			(table[i].text && !contains(text, table[i].text)))
			continue;
		*reason = table[i].reason;
		return (enum xg_result)table[i].result;
	}
	*reason = XG_WHY_OTHER;
	return XG_RES_REJECTED;
}
