/* Errors -> what happened and why [general, error codes; REST, errors]. Codes are
 * of the interface, words say more; the words of a row count first. */
#include "venue/bitfinex/bitfinex.h"

static const struct {
	int64_t code;	  /* 0: any */
	const char *text; /* a part of the words; NULL: any */
	unsigned char result, reason;
} table[] = {
	{ 11010, NULL, XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ 0, "ratelimit", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ 0, "ERR_RATE_LIMIT", XG_RES_LIMITED, XG_WHY_RATE_LIMITED },
	{ 0, "temporarily_unavailable", XG_RES_UNKNOWN, XG_WHY_VENUE_DOWN },
	{ 20060, NULL, XG_RES_REJECTED, XG_WHY_VENUE_DOWN },
	{ 0, "symbol: invalid", XG_RES_REJECTED, XG_WHY_UNKNOWN_SYMBOL },
	{ 0, "pair: invalid", XG_RES_REJECTED, XG_WHY_UNKNOWN_SYMBOL },
	{ 0, "not enough", XG_RES_REJECTED, XG_WHY_INSUFFICIENT_FUNDS },
	{ 0, "available balance is only", XG_RES_REJECTED,
		XG_WHY_INSUFFICIENT_FUNDS },
	{ 0, "Order not found", XG_RES_REJECTED, XG_WHY_NOT_FOUND },
	{ 0, "Invalid order: minimum size", XG_RES_REJECTED, XG_WHY_MIN_QTY },
	{ 0, "permission invalid", XG_RES_REJECTED, XG_WHY_PERMISSION },
	{ 10100, NULL, XG_RES_REJECTED, XG_WHY_AUTH },
	{ 10114, NULL, XG_RES_CLOCK, XG_WHY_AUTH },
};

enum xg_result xg_bitfinex_error(int64_t code, struct xg_str msg, int *reason)
{
	for (size_t i = 0; i < XG_LEN(table); i++) {
		const char *text = table[i].text;

		if ((table[i].code && table[i].code != code) ||
			(text && !memmem(msg.n ? msg.p : "", msg.n, text,
					 strlen(text))))
			continue;
		*reason = table[i].reason;
		return (enum xg_result)table[i].result;
	}
	*reason = XG_WHY_OTHER;
	return XG_RES_REJECTED;
}

bool xg_bitfinex_is_rate(int64_t code, struct xg_str msg)
{
	int reason;

	return xg_bitfinex_error(code, msg, &reason) == XG_RES_LIMITED;
}
