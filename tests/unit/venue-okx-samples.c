/* OKX: every sample line of ../shared/venues/okx/samples.ndjson is read, or is
 * here with the reason why not. */
#include "json/pull.h"
#include "venue-kit.h"
#include "venue/okx/okx.h"

static struct kit k;

/* Lines that are no whole frames or answers, or that nothing asks for. */
static const struct {
	const char *channel, *why;
} left_out[] = {
	{ "http_balance_detail_new_fields", "a row without its answer" },
	{ "http_balance_detail_old_fields", "a row without its answer" },
	{ "http_place_order_response", "a row without its answer" },
	{ "http_transaction_detail", "a row without its answer" },
	{ "http_transaction_detail_empty_fee", "a row without its answer" },
	{ "ws_opt_summary", "rows without their frame" },
	{ "http_cancel_algo_order_response", "algo orders are ours" },
	{ "http_get_orders_algo_history", "algo orders are ours" },
	{ "http_get_orders_algo_pending", "algo orders are ours" },
	{ "http_get_orders_algo_pending_attached_oco", "algo orders are ours" },
	{ "http_get_orders_algo_pending_close_fraction",
		"algo orders are ours" },
	{ "http_place_algo_order_rejected", "algo orders are ours" },
	{ "http_place_algo_order_response", "algo orders are ours" },
	{ "http_get_account_positions-history", "not asked for" },
	{ "http_get_candlesticks", "not asked for" },
	{ "http_get_candlesticks_full", "not asked for" },
	{ "http_get_funding_rate_history", "not asked for" },
	{ "http_get_index_price", "not asked for" },
	{ "http_get_mark_price", "not asked for" },
	{ "http_get_option_summary", "not asked for" },
	{ "http_get_order_book", "books come by the stream" },
	{ "http_get_position_tiers", "not asked for" },
	{ "http_get_trades", "not asked for" },
	{ "http_set_position_mode_response", "not asked for" },
};

static const struct {
	const char *channel;
	enum xg_op op;
	int n; /* records, at least */
} rest[] = {
	{ "http_get_account_balance", XG_OP_BALANCES, 1 },
	{ "http_get_instruments_futures", XG_OP_INSTS, 1 },
	{ "http_get_instruments_margin", XG_OP_INSTS, 0 },
	{ "http_get_instruments_option", XG_OP_INSTS, 1 },
	{ "http_get_instruments_spot", XG_OP_INSTS, 1 },
	{ "http_get_instruments_swap", XG_OP_INSTS, 1 },
	{ "http_get_orders_history", XG_OP_OPEN, 1 },
	{ "http_get_orders_pending", XG_OP_OPEN, 1 },
	{ "http_get_orders_pending_with_attached_tp_sl", XG_OP_OPEN, 1 },
	{ "http_get_positions", XG_OP_POSITIONS, 1 },
	{ "http_get_trade_fee_response", XG_OP_FEES, 1 },
	{ "account-config", XG_OP_KEYINFO, 1 },
};

/* A contract that the samples use: of size 1, linear. */
static void learn(const char *native)
{
	char line[512];

	snprintf(line, sizeof line,
		"{'type':'inst','venue':'okx','sym':'~%s','base':'X','quote':"
		"'Y','kind':'perp','native':'%s','contract':1,'market':'%.*s'}",
		native, native, XG_STR_ARG(xg_okx_market(xg_str_from(native))));
	kit_inst(&k, line);
}

static int frame(struct xg_str raw)
{
	int rc = kit_raw(&k, raw, NULL, true);

	for (int i = 0; rc == XG_ERR_ABSENT && i < 9; i++) {
		char native[80];

		if (sscanf(k.err.text, "okx: %*s %79s is not among", native) !=
			1)
			abort();
		learn(native);
		rc = kit_raw(&k, raw, NULL, true);
	}
	return rc;
}

/* Frames of channels that mean records give some, others are silent. */
static bool means_records(struct xg_str channel)
{
	static const char *const silent[] = { "subscribe", "login", "notice",
		"channel-conn", "cancel-order", "price-limit", "index-tickers",
		":update", "ws_books_update", "algo", "balance_and_position",
		"account_empty" };

	for (size_t i = 0; i < XG_LEN(silent); i++) {
		if (memmem(channel.p, channel.n, silent[i], strlen(silent[i])))
			return false;
	}
	return true;
}

static bool answered(struct xg_str channel, struct xg_str raw)
{
	struct xg_sink sink = kit_sink(&k);
	struct xg_answer a;

	for (size_t i = 0; i < XG_LEN(rest); i++) {
		struct xg_ask ask = { .op = rest[i].op };

		if (!xg_str_is_text(channel, rest[i].channel))
			continue;
		kit_clear(&k);
		xg_okx_answer(
			&a, &ask, 200, XG_STR(""), raw, 1, &k.insts, &sink);
		ok(a.result == XG_RES_OK && a.n >= rest[i].n &&
				(k.out.len > 0) == (rest[i].n > 0) &&
				!strstr(k.out.p ? k.out.p : "", "(a "),
			"%.*s: %d rows", XG_STR_ARG(channel), a.n);
		return true;
	}
	return false;
}

static const char *reason(struct xg_str channel)
{
	for (size_t i = 0; i < XG_LEN(left_out); i++) {
		if (xg_str_is_text(channel, left_out[i].channel))
			return left_out[i].why;
	}
	return NULL;
}

static void sample(struct xg_str line)
{
	struct xg_str channel, dir, raw;
	int rc;

	xg_json_find(line, "channel", &channel);
	xg_json_find(line, "dir", &dir);
	xg_json_find(line, "raw", &raw);
	channel.p++;
	channel.n -= 2;
	if (xg_str_is_text(dir, "\"out\"")) {
		ok(true, "%.*s: what clients send", XG_STR_ARG(channel));
		return;
	}
	if (reason(channel)) {
		ok(true, "%.*s: %s", XG_STR_ARG(channel), reason(channel));
		return;
	}
	if (answered(channel, raw))
		return;
	rc = frame(raw);
	ok(rc == 0 && (k.out.len > 0 || !means_records(channel)) &&
			!strstr(k.out.p ? k.out.p : "", "(a "),
		"%.*s is read", XG_STR_ARG(channel));
	if (rc < 0)
		printf("# %d %s\n", rc, k.err.text);
}

int main(void)
{
	FILE *f = fopen("../shared/venues/okx/samples.ndjson", "r");
	char *line = NULL;
	size_t cap = 0;
	int n = 0;

	if (!f) {
		ok(true, "# SKIP ../shared is not here");
		return done();
	}
	kit_start(&k, "okx");
	learn("BTC-USDT-SWAP");
	learn("ETH-USDT-SWAP");
	learn("BTC-USD-250328-50000-C");
	learn("XRP-USD-230929");
	while (getline(&line, &cap, f) > 0) {
		sample((struct xg_str){ line, strcspn(line, "\n") });
		n++;
	}
	is_int(n, 99, "all samples were tried");
	free(line);
	fclose(f);
	kit_end(&k);
	return done();
}
