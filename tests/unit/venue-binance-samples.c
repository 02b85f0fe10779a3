/* Every sample frame of the venue's sheet is read, or is in the list below with
 * the reason why it gives nothing. */
#include "decode.h"
#include "json/pull.h"
#include "tap.h"
#include "venue/binance/binance.h"

/* A frame (the default), the answer to a request, or nothing and why. */
static const struct {
	const char *channel;
	int op; /* enum xg_op; -1 = none */
	const char *why;
} how[] = {
	{ "ticker", -1, "24 h statistics are no channel" },
	{ "ticker_stream", -1, "24 h statistics are no channel" },
	{ "indexPrice@1s", -1, "the index comes with the mark price" },
	{ "account_info_v2", -1, "balances are asked of /balance" },
	{ "open_algo_orders", -1, "conditional orders are not sent" },
	{ "algo_update_new", -1, "conditional orders are not sent" },
	{ "algo_update_canceled", -1, "conditional orders are not sent" },
	{ "trade_lite", -1, "ORDER_TRADE_UPDATE tells the same with its fee" },
	{ "avg_price_response", -1, "not asked for" },
	{ "book_ticker_response", -1, "not asked for" },
	{ "klines_response", -1, "not asked for" },
	{ "ticker_24hr_response", -1, "not asked for" },
	{ "ticker_price_response", -1, "not asked for" },
	{ "trades_response", -1, "not asked for" },
	{ "balance_update", -1, "outboundAccountPosition has the result" },
	{ "balance_update_wrapped", -1,
		"outboundAccountPosition has the result" },
	{ "userdata-balanceUpdate", -1,
		"outboundAccountPosition has the result" },
	{ "userdata-externalLockUpdate", -1,
		"outboundAccountPosition has the result" },
	{ "list_status_wrapped", -1, "order lists are not sent" },
	{ "subscribe", -1, "it is what we send" },
	{ "wsapi-order.place-ok", -1, "orders go by REST" },
	{ "wsapi-order.place-reject", -1, "orders go by REST" },
	{ "wsapi-userDataStream.subscribe-ok", -1,
		"the answer to another's login" },
	{ "balance", XG_OP_BALANCES, NULL },
	{ "order_response", XG_OP_QUERY, NULL },
	{ "position_risk", XG_OP_POSITIONS, NULL },
	{ "account_response", XG_OP_BALANCES, NULL },
	{ "account_trades_response", XG_OP_FILLS, NULL },
	{ "all_orders_response", XG_OP_OPEN, NULL },
	{ "open_orders_response", XG_OP_OPEN, NULL },
	{ "cancel_open_orders_response", XG_OP_CANCEL_ALL, NULL },
	{ "cancel_order_response", XG_OP_CANCEL, NULL },
	{ "exchange_info_response", XG_OP_INSTS, NULL },
	{ "new_order_full_response", XG_OP_PLACE, NULL },
	{ "server_time_response", XG_OP_TIME, NULL },
	{ "rest-error", XG_OP_PLACE, NULL },
};

static int read_as_frame, read_as_answer, left_alone, bad;

static const char *market_of(struct xg_str text)
{
	if (xg_str_is_text(text, "\"coinm\""))
		return "coinm";
	return xg_str_is_text(text, "\"usdm-perp\"") ? "usdm" : "spot";
}

/* Makes the symbol of a sample known. */
static void learn(struct decode *t, const char *market, struct xg_str raw)
{
	static const char *const paths[] = { "data.s", "s", "o.s", "data.o.s",
		"data.k.s", "symbol", "0.symbol", "a.P.0.s", "event.s",
		"data.symbol" };
	struct xg_str sym;
	struct xg_rec rec;
	char native[64];

	for (size_t i = 0; i < XG_LEN(paths); i++) {
		if (xg_json_find(raw, paths[i], &sym) <= 0 || sym.n < 3)
			continue;
		snprintf(native, sizeof native, "%.*s", (int)sym.n - 2,
			sym.p + 1);
		xg_rec_start(&rec, XG_REC_INST, XG_STR("binance"),
			xg_str_from(native), 0, 1);
		XG_REC_SET(&rec, inst.base, XG_STR("A"));
		XG_REC_SET(&rec, inst.quote, XG_STR("B"));
		XG_REC_SET(&rec, inst.kind,
			strcmp(market, "spot") == 0 ? XG_SPOT : XG_PERP);
		XG_REC_SET(&rec, inst.native, xg_str_from(native));
		XG_REC_SET(&rec, inst.market, xg_str_from(market));
		XG_REC_SET(&rec, inst.contract, xg_dec_int(1));
		if (strcmp(market, "coinm") == 0)
			XG_REC_SET(&rec, inst.inverse, true);
		xg_insts_put(&t->insts, &rec);
		return;
	}
}

static void as_answer(struct decode *t, const char *market, struct xg_str raw,
	const char *channel, int op)
{
	struct xg_ask ask = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	bool error = strcmp(channel, "rest-error") == 0;
	struct xg_str none = { NULL, 0 };
	struct xg_answer a;

	xg_binance_answer(&a, &ask, error ? 400 : 200, none, raw, 1, &t->insts,
		&t->d.sink);
	if (op == XG_OP_TIME)
		ok(a.venue_time > 0, "%s %s tells the time", market, channel);
	else if (error)
		is_int(a.reason, XG_WHY_UNKNOWN_SYMBOL, "%s %s is understood",
			market, channel);
	else
		ok(a.result == XG_RES_OK && t->out.len, "%s %s gives records",
			market, channel);
	read_as_answer++;
}

/* Polled answers are in the samples as made by a recorder: {"stream","data"}. */
static int as_poll(struct decode *t, const char *market, struct xg_str raw,
	const char *what, const char *native)
{
	char req[200];

	snprintf(
		req, sizeof req, "GET https://x/v1/%s?symbol=%s", what, native);
	xg_json_find(raw, "data", &raw);
	return decode_rest(t, market, req, 1, raw);
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	struct xg_str ch, mk, raw;
	char channel[100];
	const char *market;
	struct decode t;
	size_t i = 0;
	int rc;

	(void)ctx;
	if (xg_json_find(line, "channel", &ch) <= 0 ||
		xg_json_find(line, "market", &mk) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0) {
		bad++;
		return;
	}
	snprintf(channel, sizeof channel, "%.*s", (int)ch.n - 2, ch.p + 1);
	market = market_of(mk);
	decode_open(&t, "binance");
	learn(&t, market, raw);
	while (i < XG_LEN(how) && strcmp(how[i].channel, channel) != 0)
		i++;
	if (i < XG_LEN(how) && how[i].op >= 0) {
		as_answer(&t, market, raw, channel, how[i].op);
	} else if (strncmp(channel, "openInterest", 12) == 0) {
		market = strcmp(market, "coinm") ? "usdm" : market;
		learn(&t, market, raw);
		rc = as_poll(&t, market, raw, "openInterest", "x");
		ok(rc == 0 && (t.out.len != 0) == !strcmp(market, "usdm"),
			"line %d: open interest of %s", n, market);
		read_as_answer++;
	} else if (strncmp(channel, "depthSnapshot", 13) == 0) {
		bool inverse = strcmp(market, "coinm") == 0;

		rc = as_poll(&t, market, raw, "depth",
			inverse ? "BTCUSD_200925" : "BTCUSDC");
		is_int(rc, 0, "line %d: a snapshot of %s", n, market);
		read_as_answer++;
	} else if (strcmp(channel, "depth_response") == 0) {
		rc = decode_rest(&t, market,
			"GET https://x/api/v3/depth?symbol=LTCBTC", 1, raw);
		ok(rc == 0 && t.recs[XG_REC_BOOK] == 1,
			"line %d: a snapshot is a book", n);
		read_as_answer++;
	} else if (i < XG_LEN(how)) {
		rc = strstr(channel, "_response")
			     ? decode_rest(&t, market, "GET https://x/api/v3/y",
				       1, raw)
			     : decode_frame(&t, market, 1, 1, raw);
		ok(rc >= 0 && !t.out.len, "line %d: %s gives nothing: %s", n,
			channel, how[i].why);
		left_alone++;
	} else {
		rc = decode_frame(&t, market, 1, 1, raw);
		if (!ok(rc == 0 && t.out.len, "line %d: %s %s is read", n,
			    market, channel))
			printf("# %s\n", xg_err_text(rc));
		read_as_frame++;
	}
	decode_close(&t);
}

int main(void)
{
	static const char path[] = "../shared/venues/binance/samples.ndjson";
	int n = decode_file(path, on_line, NULL);

	if (n < 0) {
		ok(true, "samples # skip %s is not here", path);
		return done();
	}
	is_int(bad, 0, "each line is a sample");
	is_int(read_as_frame + read_as_answer + left_alone, n,
		"all are accounted for: %d frames, %d answers, %d left alone",
		read_as_frame, read_as_answer, left_alone);
	return done();
}
