/* The venue's reasons -> ours. Names are matched by parts where the venue has
 * several of one meaning (PREVIEW_..., ..._TOO_SMALL). Source: Advanced Trade
 * create order, failure reasons. */
#include "venue/coinbase/coinbase.h"

static const struct {
	const char *part;
	bool whole; /* else anywhere in the code */
	unsigned char reason;
} table[] = {
	{ "INSUFFICIENT_FUND", false, XG_WHY_INSUFFICIENT_FUNDS },
	{ "INVALID_LEDGER_BALANCE", true, XG_WHY_INSUFFICIENT_FUNDS },
	{ "QUOTE_SIZE_TOO_SMALL", false, XG_WHY_MIN_NOTIONAL },
	{ "TOO_SMALL", false, XG_WHY_MIN_QTY },
	{ "TOO_LARGE", false, XG_WHY_LIMIT },
	{ "PRICE_PRECISION", false, XG_WHY_TICK },
	{ "SIZE_PRECISION", false, XG_WHY_LOT },
	{ "LIMIT_PRICE_POST", false, XG_WHY_WOULD_CROSS },
	{ "INVALID_LIMIT_PRICE", true, XG_WHY_TICK },
	{ "LIMIT_PRICE_TOO_FAR_FROM_MARKET", false, XG_WHY_PRICE_BAND },
	{ "DUPLICATE_CLIENT_ORDER_ID", true, XG_WHY_DUPLICATE_ID },
	{ "INVALID_PRODUCT_ID", true, XG_WHY_UNKNOWN_SYMBOL },
	{ "INELIGIBLE_PAIR", true, XG_WHY_UNKNOWN_SYMBOL },
	{ "UNTRADABLE_PRODUCT", true, XG_WHY_MARKET_CLOSED },
	{ "ORDER_ENTRY_DISABLED", true, XG_WHY_MARKET_CLOSED },
	{ "INVALID_FCM_TRADING_SESSION", true, XG_WHY_MARKET_CLOSED },
	{ "UNKNOWN_CANCEL_ORDER", true, XG_WHY_NOT_FOUND },
	{ "ORDER_NOT_FOUND", true, XG_WHY_NOT_FOUND },
	{ "ONLY_OPEN_ORDERS_CAN_BE_EDITED", true, XG_WHY_NOT_FOUND },
	{ "NOT_FOUND", true, XG_WHY_NOT_FOUND },
	{ "GEOFENCING_RESTRICTION", true, XG_WHY_PERMISSION },
	{ "PERMISSION_DENIED", true, XG_WHY_PERMISSION },
	{ "account is not available", false, XG_WHY_PERMISSION },
	{ "UNAUTHORIZED", true, XG_WHY_AUTH },
	{ "Unauthorized", false, XG_WHY_AUTH },
	{ "rate_limit_exceeded", true, XG_WHY_RATE_LIMITED },
};

int xg_coinbase_reason(struct xg_str code)
{
	for (size_t i = 0; i < XG_LEN(table); i++) {
		size_t n = strlen(table[i].part);

		if (table[i].whole ? xg_str_is_text(code, table[i].part)
				   : code.n >= n && memmem(code.p, code.n,
							    table[i].part, n))
			return table[i].reason;
	}
	return XG_WHY_OTHER;
}
