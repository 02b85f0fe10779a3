/* What answers mean: the table of errors, and the records of each good one. */
#include "decode.h"
#include "json/write.h"
#include "tap.h"
#include "venue/binance/binance.h"

static const struct xg_str none = { NULL, 0 };

static const char *const results[] = { [XG_RES_OK] = "ok",
	[XG_RES_REJECTED] = "rejected",
	[XG_RES_UNKNOWN] = "unknown",
	[XG_RES_LIMITED] = "limited",
	[XG_RES_CLOCK] = "clock",
	[XG_RES_BAD] = "bad" };

/* ---- errors ---- */

enum { MARKET, HTTP, CODE, MSG, RESULT, REASON, COLS };

static void error_row(void *ctx, struct xg_str line, int n)
{
	struct xg_str f[COLS], rest = line;
	const struct xg_sink sink = { 0 };
	struct xg_ask ask = { .op = XG_OP_PLACE };
	struct xg_buf body = { 0 };
	struct xg_answer a;
	int64_t http = 0;
	const char *why;

	(void)ctx;
	for (int i = 0; i < COLS; i++)
		f[i] = xg_str_cut(&rest, '\t');
	xg_str_i64(f[HTTP], &http);
	if (f[CODE].n || f[MSG].n) {
		xg_buf_char(&body, '{');
		if (f[CODE].n)
			xg_json_put_raw(&body, "code", f[CODE]);
		xg_json_put_str(&body, "msg", f[MSG]);
		xg_buf_char(&body, '}');
	} else {
		xg_buf_text(&body, "<html>");
	}
	ask.market = f[MARKET];
	xg_binance_answer(
		&a, &ask, (int)http, none, xg_buf_view(&body), 1, NULL, &sink);
	is_text(results[a.result], strlen(results[a.result]),
		(snprintf(body.p, body.cap, "%.*s", XG_STR_ARG(f[RESULT])),
			body.p),
		"line %d: %.*s %lld %.*s is %.*s", n, XG_STR_ARG(f[MARKET]),
		(long long)http, XG_STR_ARG(f[CODE]), XG_STR_ARG(f[RESULT]));
	why = a.reason ? xg_word(XG_WORDS_REASON, a.reason) : "none";
	ok(xg_str_is_text(f[REASON], why), "line %d: for the reason %.*s (%s)",
		n, XG_STR_ARG(f[REASON]), why);
	if (f[MSG].n && !xg_str_is_text(f[RESULT], "ok"))
		is_text(a.detail, strlen(a.detail),
			(snprintf(body.p, body.cap, "%.*s", XG_STR_ARG(f[MSG])),
				body.p),
			"line %d: in the venue's own words", n);
	xg_buf_release(&body);
}

static struct xg_answer answer(struct decode *t, struct xg_ask ask, int http,
	const char *headers, const char *body)
{
	struct xg_answer a;

	xg_buf_clear(&t->out);
	xg_binance_answer(&a, &ask, http, xg_str_from(headers),
		xg_str_from(body), 9, &t->insts, &t->d.sink);
	return a;
}

#define ASK(...) ((struct xg_ask){ __VA_ARGS__ })

static void limits(struct decode *t)
{
	struct xg_answer a = answer(t, ASK(.op = XG_OP_PLACE), 429,
		"Retry-After: 7\nX-MBX-ORDER-COUNT-10S: 51\n",
		"{\"code\":-1015,\"msg\":\"Too many new orders\"}");

	is_int(a.retry_us, 7000000, "R13: Retry-After is in seconds");
	is_int(a.used, 51, "R13: an order's use is the count of orders");
	a = answer(t, ASK(.op = XG_OP_TIME), 200, "x-mbx-used-weight-1m: 12\n",
		"{\"serverTime\":1499827319559}");
	is_int(a.used, 12, "R13: any other's is the weight");
	is_int(a.venue_time, 1499827319559000, "the time is in microseconds");
	a = answer(t, ASK(.op = XG_OP_OPEN), 418, "",
		"{\"code\":-1003,\"msg\":\"Way too much request weight used; IP "
		"banned until 1659146400000. Please\"}");
	is_int(a.banned_until, 1659146400000000,
		"R13: the end of a ban is read from its text");
	is_int(a.result, XG_RES_LIMITED, "R13: a ban is a limit");
	a = answer(t, ASK(.op = XG_OP_PLACE), 200, "", "{\"orderId\":");
	is_int(a.result, XG_RES_UNKNOWN,
		"R1: an answer that breaks off says nothing");
	a = answer(t, ASK(.op = XG_OP_PLACE), 200, "", "{\"x\":1}");
	is_int(a.result, XG_RES_BAD,
		"an answer of another form is not taken for an ack");
	a = answer(t, ASK(.op = XG_OP_PLACE), 200, "", "[]");
	is_int(a.result, XG_RES_BAD, "nor is an empty list");
}

/* ---- records ---- */

static void gives(struct decode *t, const char *want, const char *title)
{
	is_text(t->out.p ? t->out.p : "", t->out.len, want, "%s", title);
}

static void spot_orders(struct decode *t)
{
	const struct xg_instr *inst =
		xg_insts_sym(&t->insts, XG_STR("binance"), XG_STR("BTC-USDT"));
	struct xg_answer a = answer(t, ASK(.op = XG_OP_PLACE, .inst = inst),
		200, "",
		"{\"symbol\":\"BTCUSDT\",\"orderId\":28,\"clientOrderId\":"
		"\"6gCr\",\"transactTime\":1507725176595,\"price\":"
		"\"4001.00000000\",\"origQty\":\"10.00000000\","
		"\"executedQty\":\"3.00000000\",\"cummulativeQuoteQty\":"
		"\"11998.00000000\",\"status\":\"PARTIALLY_FILLED\",\"side\":"
		"\"BUY\",\"fills\":[{\"price\":\"4000.00000000\",\"qty\":"
		"\"2.00000000\",\"commission\":\"0.00200000\","
		"\"commissionAsset\":\"BTC\",\"tradeId\":57},{\"price\":"
		"\"3998.00000000\",\"qty\":\"1.00000000\",\"commission\":"
		"\"0.00100000\",\"commissionAsset\":\"BTC\",\"tradeId\":56}]}");

	is_int(a.result, XG_RES_OK, "a spot order is taken");
	is_text(a.venue_id, strlen(a.venue_id), "28", "with the venue's id");
	gives(t,
		"{\"type\":\"fill\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"ts\":1507725176595000,\"rx\":9,\"id\":\"6gCr\",\"venue_id\":"
		"\"28\",\"trade_id\":\"57\",\"side\":\"buy\",\"px\":4000,"
		"\"qty\":2,\"fee\":0.002,\"fee_ccy\":\"BTC\",\"maker\":false}\n"
		"{\"type\":\"fill\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"ts\":1507725176595000,\"rx\":9,\"id\":\"6gCr\",\"venue_id\":"
		"\"28\",\"trade_id\":\"56\",\"side\":\"buy\",\"px\":3998,"
		"\"qty\":1,\"fee\":0.001,\"fee_ccy\":\"BTC\",\"maker\":false}\n"
		"{\"type\":\"exec\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"ts\":1507725176595000,\"rx\":9,\"id\":\"6gCr\",\"venue_id\":"
		"\"28\",\"event\":\"partial\",\"side\":\"buy\",\"px\":4001,"
		"\"qty\":10,\"filled\":3,\"avg_px\":\"3999.333333333333\"}\n",
		"R22: its fills come before the state that counts them");
	a = answer(t, ASK(.op = XG_OP_CANCEL, .inst = inst), 200, "",
		"{\"symbol\":\"BTCUSDT\",\"origClientOrderId\":\"mine\","
		"\"orderId\":4,\"clientOrderId\":\"theCancel\","
		"\"transactTime\":1684804350068,\"price\":\"2.0\",\"origQty\":"
		"\"1.0\",\"executedQty\":\"0.0\",\"cummulativeQuoteQty\":"
		"\"0.0\",\"status\":\"CANCELED\",\"side\":\"BUY\"}");
	gives(t,
		"{\"type\":\"exec\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"ts\":1684804350068000,\"rx\":9,\"id\":\"mine\",\"venue_id\":"
		"\"4\",\"event\":\"canceled\",\"side\":\"buy\",\"px\":2,"
		"\"qty\":1,\"filled\":0}\n",
		"R21: a cancel's answer names the order, not the cancel");
	is_int(a.result, XG_RES_OK, "and is a good one");
	a = answer(t, ASK(.op = XG_OP_CANCEL_ALL, .inst = inst), 200, "",
		"[{\"symbol\":\"BTCUSDT\",\"origClientOrderId\":\"a\","
		"\"orderId\":11,\"clientOrderId\":\"x\",\"transactTime\":1,"
		"\"price\":\"1\",\"origQty\":\"1\",\"executedQty\":\"0\","
		"\"status\":\"CANCELED\",\"side\":\"BUY\"},{\"orderListId\":9,"
		"\"symbol\":\"BTCUSDT\",\"orders\":[],\"orderReports\":[{"
		"\"symbol\":\"BTCUSDT\",\"origClientOrderId\":\"b\",\"orderId\""
		":20,\"clientOrderId\":\"x\",\"transactTime\":1,\"price\":"
		"\"1\",\"origQty\":\"1\",\"executedQty\":\"0\",\"status\":"
		"\"CANCELED\",\"side\":\"SELL\"}]}]");
	gives(t,
		"{\"type\":\"exec\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"ts\":1000,\"rx\":9,\"id\":\"a\",\"venue_id\":\"11\","
		"\"event\":\"canceled\",\"side\":\"buy\",\"px\":1,\"qty\":1,"
		"\"filled\":0}\n"
		"{\"type\":\"exec\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"ts\":1000,\"rx\":9,\"id\":\"b\",\"venue_id\":\"20\","
		"\"event\":\"canceled\",\"side\":\"sell\",\"px\":1,\"qty\":1,"
		"\"filled\":0}\n",
		"cancel all ends each order, also those of lists");
	a = answer(t, ASK(.op = XG_OP_AMEND, .inst = inst), 200, "",
		"{\"transactTime\":1,\"executionId\":2,\"amendedOrder\":{"
		"\"symbol\":\"BTCUSDT\",\"orderId\":78}}");
	ok(a.result == XG_RES_OK && strcmp(a.venue_id, "78") == 0,
		"an amended order is told");
	a = answer(t,
		ASK(.op = XG_OP_FILLS, .inst = inst, .limit = 1,
			.wire_id = XG_STR("w"), .venue_id = XG_STR("5")),
		200, "",
		"[{\"symbol\":\"BTCUSDT\",\"id\":28457,\"orderId\":5,"
		"\"price\":\"4.00000100\",\"qty\":\"12.00000000\","
		"\"commission\":\"10.10000000\",\"commissionAsset\":\"BNB\","
		"\"time\":1499865549590,\"isBuyer\":false,\"isMaker\":true}]");
	gives(t,
		"{\"type\":\"fill\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"ts\":1499865549590000,\"rx\":9,\"id\":\"w\",\"venue_id\":"
		"\"5\",\"trade_id\":\"28457\",\"side\":\"sell\",\"px\":"
		"4.000001,\"qty\":12,\"fee\":10.1,\"fee_ccy\":\"BNB\",\"maker\""
		":true}\n",
		"own trades of an order have its client id");
	is_text(a.cursor, strlen(a.cursor), "28458",
		"a full page names the next one");
	a = answer(t, ASK(.op = XG_OP_FILLS, .inst = inst, .limit = 2), 200, "",
		"[]");
	ok(a.result == XG_RES_OK && !a.cursor[0], "an empty page is the last");
}

static void futures_orders(struct decode *t)
{
	const struct xg_instr *inst = xg_insts_sym(
		&t->insts, XG_STR("binance"), XG_STR("BTC-USDT-PERP"));
	struct xg_answer a;

	a = answer(t, ASK(.op = XG_OP_PLACE, .inst = inst), 200, "",
		"{\"orderId\":12,\"symbol\":\"BTCUSDT\",\"status\":\"NEW\","
		"\"clientOrderId\":\"t\",\"price\":\"50000.00\",\"origQty\":"
		"\"0.001\",\"executedQty\":\"0.000\",\"timeInForce\":\"GTC\","
		"\"side\":\"BUY\",\"updateTime\":1625474304765}");
	gives(t,
		"{\"type\":\"exec\",\"venue\":\"binance\",\"sym\":"
		"\"BTC-USDT-PERP\",\"ts\":1625474304765000,\"rx\":9,\"id\":"
		"\"t\",\"venue_id\":\"12\",\"event\":\"new\",\"side\":\"buy\","
		"\"px\":50000,\"qty\":0.001,\"filled\":0}\n",
		"an ack of 2026 has no average price");
	a = answer(t, ASK(.op = XG_OP_PLACE, .inst = inst), 200, "",
		"{\"orderId\":13,\"symbol\":\"BTCUSDT\",\"status\":\"EXPIRED\","
		"\"clientOrderId\":\"t\",\"price\":\"50000.00\",\"origQty\":"
		"\"0.001\",\"executedQty\":\"0.000\",\"timeInForce\":\"GTX\","
		"\"side\":\"BUY\",\"updateTime\":1}");
	gives(t,
		"{\"type\":\"exec\",\"venue\":\"binance\",\"sym\":"
		"\"BTC-USDT-PERP\",\"ts\":1000,\"rx\":9,\"id\":\"t\","
		"\"venue_id\":\"13\",\"event\":\"expired\",\"side\":\"buy\","
		"\"px\":50000,\"qty\":0.001,\"filled\":0,\"reason\":"
		"\"would_cross\"}\n",
		"a post-only order that would have taken expires");
	a = answer(t, ASK(.op = XG_OP_CANCEL_ALL, .inst = inst), 200, "",
		"{\"code\":200,\"msg\":\"The operation of cancel all open "
		"order is done.\"}");
	is_int(a.result, XG_RES_OK, "code 200 is no error");
	a = answer(t, ASK(.op = XG_OP_FILLS, .inst = inst), 200, "",
		"[{\"symbol\":\"BTCUSDT\",\"id\":7,\"orderId\":5,\"side\":"
		"\"SELL\",\"price\":\"7819.01\",\"qty\":\"0.002\","
		"\"commission\":\"-0.0078\",\"commissionAsset\":\"USDT\","
		"\"time\":1,\"buyer\":false,\"maker\":true,\"positionSide\":"
		"\"SHORT\"}]");
	gives(t,
		"{\"type\":\"fill\",\"venue\":\"binance\",\"sym\":"
		"\"BTC-USDT-PERP\",\"ts\":1000,\"rx\":9,\"id\":\"\","
		"\"venue_id\":\"5\",\"trade_id\":\"7\",\"side\":\"sell\","
		"\"px\":7819.01,\"qty\":0.002,\"fee\":-0.0078,\"fee_ccy\":"
		"\"USDT\",\"maker\":true}\n",
		"a rebate is a negative fee");
	inst = xg_insts_sym(
		&t->insts, XG_STR("binance"), XG_STR("BTC-USD-PERP"));
	a = answer(t, ASK(.op = XG_OP_QUERY, .inst = inst), 200, "",
		"{\"orderId\":14,\"symbol\":\"BTCUSD_PERP\",\"status\":"
		"\"FILLED\",\"clientOrderId\":\"t\",\"price\":\"0\",\"origQty\""
		":\"5\",\"executedQty\":\"5\",\"avgPrice\":\"50000\",\"side\":"
		"\"BUY\",\"updateTime\":1}");
	gives(t,
		"{\"type\":\"exec\",\"venue\":\"binance\",\"sym\":"
		"\"BTC-USD-PERP\",\"ts\":1000,\"rx\":9,\"id\":\"t\","
		"\"venue_id\":\"14\",\"event\":\"filled\",\"side\":\"buy\","
		"\"qty\":0.01,\"filled\":0.01,\"avg_px\":50000}\n",
		"contracts of COIN-M become base units at their price");
}

static void account(struct decode *t)
{
	const struct xg_instr *inst =
		xg_insts_sym(&t->insts, XG_STR("binance"), XG_STR("BTC-USDT"));
	struct xg_answer a;

	answer(t, ASK(.op = XG_OP_BALANCES, .market = XG_STR("spot")), 200, "",
		"{\"updateTime\":123456789,\"balances\":[{\"asset\":\"BTC\","
		"\"free\":\"4723846.89208129\",\"locked\":\"1.00000000\"}]}");
	gives(t,
		"{\"type\":\"balance\",\"venue\":\"binance\",\"ts\":"
		"123456789000,\"rx\":9,\"ccy\":\"BTC\",\"total\":"
		"4723847.89208129,\"free\":4723846.89208129,\"used\":1,"
		"\"account\":\"spot\"}\n",
		"spot balances");
	answer(t, ASK(.op = XG_OP_BALANCES, .market = XG_STR("usdm")), 200, "",
		"[{\"asset\":\"USDT\",\"balance\":\"122.5\",\"crossUnPnl\":"
		"\"0\",\"availableBalance\":\"100\",\"updateTime\":1}]");
	gives(t,
		"{\"type\":\"balance\",\"venue\":\"binance\",\"ts\":1000,"
		"\"rx\":9,\"ccy\":\"USDT\",\"total\":122.5,\"free\":100,"
		"\"used\":22.5,\"account\":\"usdm\"}\n",
		"usdm balances");
	answer(t, ASK(.op = XG_OP_POSITIONS, .market = XG_STR("usdm")), 200, "",
		"[{\"symbol\":\"BTCUSDT\",\"positionAmt\":\"-0.001\","
		"\"entryPrice\":\"50000.0\",\"markPrice\":\"51000.0\","
		"\"unRealizedProfit\":\"-1.0\",\"initialMargin\":\"2.5\","
		"\"positionSide\":\"BOTH\",\"updateTime\":1},{\"symbol\":"
		"\"NOTOURS\",\"positionAmt\":\"1\",\"positionSide\":\"BOTH\"}]");
	gives(t,
		"{\"type\":\"position\",\"venue\":\"binance\",\"sym\":"
		"\"BTC-USDT-PERP\",\"ts\":1000,\"rx\":9,\"qty\":-0.001,"
		"\"entry\":50000,\"mark\":51000,\"upnl\":-1,\"margin\":2.5}\n",
		"positions are signed");
	answer(t, ASK(.op = XG_OP_FEES, .inst = inst), 200, "",
		"{\"symbol\":\"BTCUSDT\",\"standardCommission\":{\"maker\":"
		"\"0.0010\",\"taker\":\"0.0012\",\"buyer\":\"0.0001\","
		"\"seller\":\"0.0002\"},\"specialCommission\":{\"maker\":"
		"\"0.00001\",\"taker\":\"0\",\"buyer\":\"0\",\"seller\":\"0\"},"
		"\"taxCommission\":{\"maker\":\"0\",\"taker\":\"0\",\"buyer\":"
		"\"0\",\"seller\":\"0\"},\"discount\":{\"discount\":\"0.75\"}}");
	gives(t,
		"{\"type\":\"fee\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
		"\"rx\":9,\"maker\":0.00121,\"taker\":0.0014}\n",
		"R23: the fee is all that may be charged, without discounts");
	answer(t, ASK(.op = XG_OP_KEYINFO), 200, "",
		"{\"ipRestrict\":true,\"enableReading\":true,"
		"\"enableWithdrawals\":false,\"enableFutures\":true,"
		"\"enableSpotAndMarginTrading\":false,"
		"\"tradingAuthorityExpirationTime\":1628985600000}");
	gives(t,
		"{\"type\":\"keyinfo\",\"venue\":\"binance\",\"rx\":9,"
		"\"trade\":true,\"withdraw\":false,\"ip_bound\":true,"
		"\"expires\":1628985600000000}\n",
		"R24: what the key may do");
	a = answer(t, ASK(.op = XG_OP_KEYINFO), 200, "", "{\"a\":1}");
	is_int(a.result, XG_RES_BAD,
		"R24: no word on withdrawals is no permission to go on");
	a = answer(t, ASK(.op = XG_OP_KEYINFO), 404, "", "<html>");
	ok(a.result == XG_RES_OK && strcmp(a.cursor, "account") == 0 &&
			t->out.len == 0,
		"R24: a test net has no restrictions to tell: ask the account");
	answer(t, ASK(.op = XG_OP_KEYINFO, .cursor = XG_STR("account")), 200,
		"", "{\"canTrade\":true,\"canWithdraw\":true}");
	gives(t,
		"{\"type\":\"keyinfo\",\"venue\":\"binance\",\"rx\":9,"
		"\"trade\":true,\"withdraw\":true}\n",
		"R24: an account that can withdraw counts as a key that can");
	a = answer(t, ASK(.op = XG_OP_MODE, .market = XG_STR("usdm")), 200, "",
		"{\"dualSidePosition\":true}");
	ok(a.result == XG_RES_OK && a.hedge, "R19: hedge mode is told");
	a = answer(t, ASK(.op = XG_OP_STREAM_NEW, .market = XG_STR("usdm")),
		200, "", "{\"listenKey\":\"pqia91ma19a5s61cv6a81va65\"}");
	is_text(a.token, strlen(a.token), "pqia91ma19a5s61cv6a81va65",
		"a listen key");
	a = answer(t, ASK(.op = XG_OP_STREAM_NEW, .market = XG_STR("usdm")),
		200, "", "{\"listenKey\":\"a/../b\"}");
	is_int(a.result, XG_RES_BAD, "that could be another path is none");
	a = answer(t, ASK(.op = XG_OP_INSTS, .market = XG_STR("coinm")), 404,
		"", "not here");
	is_int(a.result, XG_RES_OK, "no COIN-M in an environment is no error");
	a = answer(t, ASK(.op = XG_OP_INSTS, .market = XG_STR("spot")), 404, "",
		"not here");
	ok(a.result != XG_RES_OK, "no spot is one");
}

static const char *const instruments[] = {
	"{\"type\":\"inst\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
	"\"base\":\"BTC\",\"quote\":\"USDT\",\"kind\":\"spot\",\"native\":"
	"\"BTCUSDT\",\"market\":\"spot\"}",
	"{\"type\":\"inst\",\"venue\":\"binance\",\"sym\":\"BTC-USDT-PERP\","
	"\"base\":\"BTC\",\"quote\":\"USDT\",\"settle\":\"USDT\",\"kind\":"
	"\"perp\",\"native\":\"BTCUSDT\",\"contract\":1,\"market\":\"usdm\"}",
	"{\"type\":\"inst\",\"venue\":\"binance\",\"sym\":\"BTC-USD-PERP\","
	"\"base\":\"BTC\",\"quote\":\"USD\",\"settle\":\"BTC\",\"kind\":"
	"\"perp\",\"native\":\"BTCUSD_PERP\",\"contract\":100,\"market\":"
	"\"coinm\",\"inverse\":true}",
};

int main(void)
{
	struct xg_error err = { 0 };
	struct decode t;

	is_int(decode_file("tests/venue/binance/errors.tsv", error_row, NULL),
		94, "the table of errors was tried");
	decode_open(&t, "binance");
	for (size_t i = 0; i < XG_LEN(instruments); i++)
		decode_line(&t, xg_str_from(instruments[i]), &err);
	limits(&t);
	spot_orders(&t);
	futures_orders(&t);
	account(&t);
	decode_close(&t);
	return done();
}
