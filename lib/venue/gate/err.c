/* Labels of errors -> what happened and why. Source: API v4, error handling;
 * labels of futures. */
#include "venue/gate/gate.h"

/* The first row that fits counts; text: a part of the message. */
static const struct {
	const char *label, *text;
	unsigned char result, reason;
} table[] = {
#define AS(label, text, result, why) \
	{ \
		label, text, XG_RES_##result, XG_WHY_##why \
	}
#define NO(label, why) AS(label, NULL, REJECTED, why)
	NO("BALANCE_NOT_ENOUGH", INSUFFICIENT_FUNDS),
	NO("FUTURES_BALANCE_NOT_ENOUGH", INSUFFICIENT_FUNDS),
	NO("MARGIN_BALANCE_NOT_ENOUGH", INSUFFICIENT_FUNDS),
	NO("INSUFFICIENT_AVAILABLE", INSUFFICIENT_FUNDS),
	NO("INITIAL_MARGIN_TOO_LOW", INSUFFICIENT_FUNDS),
	AS("INVALID_PARAM_VALUE", "too small. The minimum is", REJECTED,
		MIN_NOTIONAL),
	NO("QUANTITY_NOT_ENOUGH", MIN_NOTIONAL),
	AS("INVALID_PRECISION", "mount", REJECTED, LOT),
	AS("INVALID_PRECISION", "size", REJECTED, LOT),
	NO("INVALID_PRECISION", TICK),
	NO("AMOUNT_TOO_LITTLE", LOT),
	NO("AMOUNT_TOO_MUCH", LOT),
	NO("SIZE_TOO_SMALL", LOT),
	NO("SIZE_TOO_LARGE", LOT),
	AS("TOO_MANY_REQUESTS", NULL, LIMITED, RATE_LIMITED),
	AS("TOO_FAST", NULL, LIMITED, RATE_LIMITED),
	AS("TOO_MANY_ORDERS", NULL, LIMITED, RATE_LIMITED),
	NO("POC_FILL_IMMEDIATELY", WOULD_CROSS),
	NO("ORDER_POC_IMMEDIATE", WOULD_CROSS),
	NO("ORDER_POC", WOULD_CROSS),
	NO("REPEATED_CREATION", DUPLICATE_ID),
	NO("DUPLICATE_TEXT", DUPLICATE_ID),
	NO("INVALID_KEY", AUTH),
	NO("INVALID_SIGNATURE", AUTH),
	NO("INVALID_CREDENTIALS", AUTH),
	NO("AUTHENTICATION_FAILED", AUTH),
	NO("MISSING_REQUIRED_HEADER", AUTH),
	AS("REQUEST_EXPIRED", NULL, CLOCK, AUTH),
	NO("IP_FORBIDDEN", PERMISSION),
	NO("READ_ONLY", PERMISSION),
	NO("FORBIDDEN", PERMISSION),
	NO("ACCOUNT_LOCKED", PERMISSION),
	NO("SUB_ACCOUNT_LOCKED", PERMISSION),
	NO("TRADE_RESTRICTED", PERMISSION),
	NO("USER_NOT_FOUND", PERMISSION),
	NO("INVALID_CURRENCY_PAIR", UNKNOWN_SYMBOL),
	NO("INVALID_CURRENCY", UNKNOWN_SYMBOL),
	NO("CONTRACT_NOT_FOUND", UNKNOWN_SYMBOL),
	NO("CONTRACT_IN_DELISTING", UNKNOWN_SYMBOL),
	NO("ORDER_NOT_FOUND", NOT_FOUND),
	NO("CLIENT_ID_NOT_FOUND", NOT_FOUND),
	NO("ORDER_CLOSED", NOT_FOUND),
	NO("ORDER_CANCELLED", NOT_FOUND),
	NO("ORDER_FINISHED", NOT_FOUND),
	NO("ORDER_NOT_OWNED", NOT_FOUND),
	AS("INTERNAL", NULL, UNKNOWN, VENUE_DOWN),
	AS("SERVER_ERROR", NULL, UNKNOWN, VENUE_DOWN),
	AS("TOO_BUSY", NULL, UNKNOWN, VENUE_DOWN),
#undef NO
#undef AS
};

enum xg_result xg_gate_label(
	struct xg_str label, struct xg_str msg, int *reason)
{
	for (size_t i = 0; i < XG_LEN(table); i++) {
		const char *text = table[i].text;

		if (!xg_str_is_text(label, table[i].label))
			continue;
		if (text &&
			!memmem(msg.n ? msg.p : "", msg.n, text, strlen(text)))
			continue;
		*reason = table[i].reason;
		return (enum xg_result)table[i].result;
	}
	*reason = XG_WHY_OTHER;
	return XG_RES_REJECTED;
}
