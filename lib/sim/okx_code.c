#include "sim/okx_code.h"

#include <string.h>

#include "json/write.h"

struct row {
	int code, http;
	const char *text;
};

/* Ascending. Source: sheet okx, sections 4, 6, 7 and 9; texts of the official
 * error-code page (2026-07-28). */
static const struct row rows[] = {
	{ 1, 200, "Operation failed." },
	{ 2, 200, "Bulk operation partially succeeded." },
	{ 50000, 400, "Body for POST request cannot be empty." },
	{ 50001, 503,
		"Service temporarily unavailable. Please try again later." },
	{ 50002, 400, "JSON syntax error" },
	{ 50004, 400,
		"API endpoint request timeout (does not mean that the request "
		"was successful or failed, please check the request result)." },
	{ 50005, 410, "API is offline or unavailable." },
	{ 50006, 400,
		"Invalid Content-Type. Please use \"application/json\"." },
	{ 50011, 429, "Too Many Requests" },
	{ 50013, 429, "Systems are busy. Please try again later." },
	{ 50014, 400, "Parameter {0} cannot be empty." },
	{ 50015, 400, "Either parameter {0} or {1} is required" },
	{ 50016, 400, "Parameter {0} and {1} is an invalid pair." },
	{ 50024, 200, "Parameter {0} and {1} cannot exist at the same time" },
	{ 50026, 500, "System error. Try again later" },
	{ 50030, 200, "You don't have permission to use this API endpoint" },
	{ 50035, 403,
		"This endpoint requires that APIKey must be bound to IP" },
	{ 50036, 200,
		"The expTime can't be earlier than the current system "
		"time. Please adjust the expTime and try again." },
	{ 50037, 200, "Order expired." },
	{ 50061, 200,
		"Order request too frequent: the limit of the "
		"sub-account is reached." },
	{ 50100, 400, "API frozen, please contact customer service." },
	{ 50101, 401, "APIKey does not match current environment." },
	{ 50102, 401, "Timestamp request expired." },
	{ 50103, 401, "Request header \"OK-ACCESS-KEY\" cannot be empty." },
	{ 50104, 401,
		"Request header \"OK-ACCESS-PASSPHRASE\" cannot be empty." },
	{ 50105, 401, "Request header \"OK-ACCESS-PASSPHRASE\" incorrect." },
	{ 50106, 401, "Request header \"OK-ACCESS-SIGN\" cannot be empty." },
	{ 50107, 401,
		"Request header \"OK-ACCESS-TIMESTAMP\" cannot be empty." },
	{ 50110, 401,
		"Your IP {0} is not included in your API key's IP "
		"whitelist." },
	{ 50111, 401, "Invalid OK-ACCESS-KEY." },
	{ 50112, 401, "Invalid OK-ACCESS-TIMESTAMP." },
	{ 50113, 401, "Invalid signature." },
	{ 50115, 405, "Invalid request method." },
	{ 50119, 401, "API key doesn't exist." },
	{ 50120, 401,
		"This API key doesn't have permission to use this "
		"function." },
	{ 51000, 400, "Parameter {0} error" },
	{ 51001, 200,
		"Instrument ID, Instrument ID code, or Spread ID doesn't "
		"exist." },
	{ 51003, 200, "Either client order ID or order ID is required." },
	{ 51005, 200, "Your order amount exceeds the max order amount." },
	{ 51006, 200, "Order price is not within the price limit {0}" },
	{ 51007, 200,
		"Order failed. Please place orders of at least 1 contract or "
		"more." },
	{ 51008, 200, "Order failed. Insufficient {0} balance in account." },
	{ 51010, 200,
		"You can't complete this request under your current account "
		"mode." },
	{ 51011, 200, "Order ID already exists." },
	{ 51015, 200, "Instrument ID does not match instrument type." },
	{ 51016, 200, "Client order ID already exists." },
	{ 51020, 200,
		"Your order should meet or exceed the minimum order "
		"amount." },
	{ 51022, 200, "Trading for this instrument is suspended." },
	{ 51023, 200, "Position doesn't exist." },
	{ 51025, 200, "Order count exceeds the limit." },
	{ 51054, 500, "Request timed out. Please try again." },
	{ 51101, 200,
		"Order amount exceeds the maximum of the instrument ({0})." },
	{ 51109, 200, "There is no available offer for the order book." },
	{ 51111, 200, "Maximum 20 orders can be placed in bulk." },
	{ 51112, 200, "Close order size exceeds your available size." },
	{ 51121, 200, "Order quantity must be a multiple of the lot size." },
	{ 51122, 200,
		"Order price must be greater than the minimum price {0}." },
	{ 51127, 200, "Available balance is 0" },
	{ 51137, 200,
		"The highest price limit for buy orders is {0}. Change your "
		"price and try again." },
	{ 51138, 200,
		"The lowest price limit for sell orders is {0}. Change your "
		"price and try again." },
	{ 51150, 200,
		"The number of decimal places of price or size exceeds the "
		"limit." },
	{ 51169, 200,
		"Order failed because you don't have any positions in this "
		"direction for this contract to reduce or close." },
	{ 51170, 200,
		"Failed to place order. A reduce-only order can't be the same "
		"trading direction as your existing positions." },
	{ 51174, 200,
		"The number of {0} pending orders reached the upper limit." },
	{ 51205, 200, "Reduce Only is not available." },
	{ 51400, 200,
		"Order cancellation failed as the order has been filled, "
		"canceled or does not exist." },
	{ 51405, 200,
		"Cancellation failed as you do not have any pending "
		"orders." },
	{ 51500, 200, "You must enter a price, quantity, or TP/SL" },
	{ 51503, 200,
		"Order modification failed as the order has been filled, "
		"canceled or does not exist." },
	{ 51506, 200, "Order modification unavailable for the order type." },
	{ 51508, 200,
		"Orders are not allowed to be modified during the call "
		"auction." },
	{ 51511, 200,
		"Order modification failed as the order price did not meet "
		"the requirement for Post Only." },
	{ 51512, 200,
		"Failed to amend orders in batches. You cannot have duplicate "
		"orders in the same amend-batch-orders request." },
	{ 51603, 200, "Order does not exist" },
	{ 54000, 200, "Margin trading is not supported." },
	{ 59000, 200,
		"Settings failed. Close any open positions or orders before "
		"modifying settings." },
	{ 59102, 200,
		"Leverage exceeds the maximum limit. Please lower the "
		"leverage." },
	{ 60004, 401, "Invalid timestamp" },
	{ 60005, 401, "Invalid apiKey" },
	{ 60006, 401, "Timestamp request expired" },
	{ 60007, 401, "Invalid sign" },
	{ 60008, 400,
		"The current WebSocket endpoint does not support subscribing "
		"to {0} channel. Please check the WebSocket URL" },
	{ 60009, 401, "Login failed." },
	{ 60011, 401, "Please log in" },
	{ 60012, 400, "Invalid request: {0}" },
	{ 60013, 400, "Invalid args" },
	{ 60014, 429, "Requests too frequent" },
	{ 60018, 400,
		"Wrong URL or {0} doesn't exist. Please use the correct "
		"URL, channel and parameters referring to API document." },
	{ 60019, 400, "Invalid op: {0}" },
	{ 60022, 200, "Bulk login partially succeeded" },
	{ 60023, 429, "Bulk login requests too frequent" },
	{ 60024, 401, "Wrong passphrase" },
	{ 60032, 401, "API key doesn't exist" },
	{ 64001, 400,
		"This channel has been migrated to the '/business' URL. Please "
		"subscribe using the new URL." },
	{ 64002, 400,
		"This channel is not supported by \"/business\" URL. "
		"Please use \"/private\" URL(for private channels), or "
		"\"/public\" URL(for public channels)." },
	{ 64003, 400,
		"Your trading fee tier doesn't meet the requirement to "
		"access this channel" },
	{ 64004, 400,
		"Subscribe to both books-l2-tbt and books50-l2-tbt for "
		"the same instrument is not allowed" },
	{ 64008, 200,
		"The connection will soon be closed for a service upgrade. "
		"Please reconnect." },
};

static const struct row *find(int code)
{
	size_t lo = 0, hi = sizeof rows / sizeof *rows;

	while (lo < hi) {
		size_t mid = (lo + hi) / 2;

		if (rows[mid].code == code)
			return &rows[mid];
		if (rows[mid].code < code)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}

void xg_sim_okx_code_text(struct xg_buf *out, int code, const char *arg)
{
	const struct row *r = find(code);
	const char *text = r ? r->text : rows[0].text;
	const char *hole = strstr(text, "{0}");

	if (!hole) {
		(void)xg_buf_text(out, text);
		return;
	}
	(void)xg_buf_add(out, text, (size_t)(hole - text));
	(void)xg_buf_text(out, arg ? arg : "");
	(void)xg_buf_text(out, hole + 3);
}

int xg_sim_okx_code_http(int code)
{
	const struct row *r = find(code);

	return r ? r->http : 200;
}

bool xg_sim_okx_code_is_known(int code)
{
	return find(code) != NULL;
}

void xg_sim_okx_code_body(struct xg_buf *out, int code, const char *arg)
{
	struct xg_buf text = { 0 };

	xg_sim_okx_code_text(&text, code, arg);
	(void)xg_buf_printf(out, "{\"code\":\"%d\",\"msg\":", code);
	xg_json_quote(out, xg_buf_view(&text));
	(void)xg_buf_text(out, ",\"data\":[]}");
	if (text.failed)
		out->failed = true;
	xg_buf_release(&text);
}
