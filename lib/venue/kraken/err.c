/* Errors -> what happened and why [spot: "[E|W]category:text"; Futures: words of
 * errors and of sendStatus.status]. */
#include "venue/kraken/kraken.h"

/* The first row whose text is in the error counts. */
static const struct {
	const char *text;
	unsigned char result, reason;
} table[] = {
	{ "EService:Timeout", XG_RES_UNKNOWN, XG_WHY_TIMEOUT },
	{ "EGeneral:Internal error", XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN },
	{ "Rate limit exceeded", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ "Too many requests", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ "Temporary lockout", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ "EService:Throttled", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ "Exceeded msg rate", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ "apiLimitExceeded", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ "Orders limit exceeded", XG_RES_REJECTED, XG_WHY_RATE_LIMITED },
	{ "Insufficient funds", XG_RES_REJECTED, XG_WHY_INSUFFICIENT_FUNDS },
	{ "Insufficient margin", XG_RES_REJECTED, XG_WHY_INSUFFICIENT_FUNDS },
	{ "Margin allowance exceeded", XG_RES_REJECTED,
		XG_WHY_INSUFFICIENT_FUNDS },
	{ "insufficientAvailableFunds", XG_RES_REJECTED,
		XG_WHY_INSUFFICIENT_FUNDS },
	{ "Order minimum not met", XG_RES_REJECTED, XG_WHY_MIN_NOTIONAL },
	{ "Cost minimum not met", XG_RES_REJECTED, XG_WHY_MIN_NOTIONAL },
	{ "tooSmall", XG_RES_REJECTED, XG_WHY_MIN_QTY },
	{ "Tick size check failed", XG_RES_REJECTED, XG_WHY_TICK },
	{ "EOrder:Invalid price", XG_RES_REJECTED, XG_WHY_TICK },
	{ "invalidPrice", XG_RES_REJECTED, XG_WHY_TICK },
	{ "Invalid arguments:volume", XG_RES_REJECTED, XG_WHY_LOT },
	{ "invalidSize", XG_RES_REJECTED, XG_WHY_LOT },
	{ "Post only order", XG_RES_REJECTED, XG_WHY_WOULD_CROSS },
	{ "postWouldExecute", XG_RES_REJECTED, XG_WHY_WOULD_CROSS },
	{ "clientOrderIdAlreadyExist", XG_RES_REJECTED, XG_WHY_DUPLICATE_ID },
	{ "Unknown order", XG_RES_REJECTED, XG_WHY_NOT_FOUND },

	{ "notFound", XG_RES_REJECTED, XG_WHY_NOT_FOUND },
	{ "contractNotFound", XG_RES_REJECTED, XG_WHY_UNKNOWN_SYMBOL },
	{ "EAPI:Invalid key", XG_RES_REJECTED, XG_WHY_AUTH },
	{ "EAPI:Invalid signature", XG_RES_REJECTED, XG_WHY_AUTH },
	{ "EAPI:Invalid nonce", XG_RES_REJECTED, XG_WHY_AUTH },
	{ "ESession:Invalid session", XG_RES_REJECTED, XG_WHY_AUTH },
	{ "authenticationError", XG_RES_REJECTED, XG_WHY_AUTH },
	{ "nonceBelowThreshold", XG_RES_REJECTED, XG_WHY_AUTH },
	{ "nonceDuplicate", XG_RES_REJECTED, XG_WHY_AUTH },
	{ "Permission denied", XG_RES_REJECTED, XG_WHY_PERMISSION },
	{ "Feature disabled", XG_RES_REJECTED, XG_WHY_PERMISSION },
	{ "Unknown asset pair", XG_RES_REJECTED, XG_WHY_UNKNOWN_SYMBOL },
	{ "Currency pair not supported", XG_RES_REJECTED,
		XG_WHY_UNKNOWN_SYMBOL },
	{ "Deadline elapsed", XG_RES_REJECTED, XG_WHY_TIMEOUT },
	{ "EService:Unavailable", XG_RES_REJECTED, XG_WHY_VENUE_DOWN },
	{ "EService:Busy", XG_RES_REJECTED, XG_WHY_VENUE_DOWN },
	{ "EService:Market in", XG_RES_REJECTED, XG_WHY_VENUE_DOWN },
	{ "ETrade:User Locked", XG_RES_REJECTED, XG_WHY_VENUE_DOWN },
	{ "marketSuspended", XG_RES_REJECTED, XG_WHY_VENUE_DOWN },
	{ "marketInactive", XG_RES_REJECTED, XG_WHY_VENUE_DOWN },
};

enum xg_result xg_kraken_error(struct xg_str text, int *reason)
{
	for (size_t i = 0; text.n && i < XG_LEN(table); i++) {
		if (memmem(text.p, text.n, table[i].text,
			    strlen(table[i].text))) {
			*reason = table[i].reason;
			return (enum xg_result)table[i].result;
		}
	}
	*reason = XG_WHY_OTHER;
	return XG_RES_REJECTED;
}
