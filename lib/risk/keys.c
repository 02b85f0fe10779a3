/* All numbers that a limits file may give. */
#include "base/attr.h"
#include "risk/limits.h"

#define ANY (XG_LIM_TOP | XG_LIM_IN_VENUE | XG_LIM_IN_SYMBOL)
#define VEN (XG_LIM_TOP | XG_LIM_IN_VENUE)
#define SYM (XG_LIM_TOP | XG_LIM_IN_SYMBOL)
#define TOP XG_LIM_TOP
#define MANY "100000000000000"
#define DAY_MS "86400000"

#define DEC(sec, n, scope, def, min, max, unit, help) \
	{ \
		sec, n, XG_LIMK_DEC, scope, def, min, max, unit, help \
	}
#define INT(sec, n, scope, def, min, max, unit, help) \
	{ \
		sec, n, XG_LIMK_INT, scope, def, min, max, unit, help \
	}
#define BOOL(n, scope, def, help) \
	{ \
		NULL, n, XG_LIMK_BOOL, scope, def, "0", "1", "", help \
	}

static const struct xg_lim_key keys[XG_LIM_N] = {
	[XG_LIM_ORDER_NOTIONAL] = DEC(NULL, "max_order_notional", ANY, NULL,
		"0", MANY, "currency", "price times quantity of one order"),
	[XG_LIM_ORDER_QTY] = DEC(NULL, "max_order_qty", ANY, NULL, "0", MANY,
		"base", "quantity of one order"),
	[XG_LIM_PRICE_BAND] = DEC(NULL, "price_band_bps", ANY, "200", "0",
		"10000", "bps", "worse than the middle of the book by at most"),
	[XG_LIM_SLIPPAGE] = DEC(NULL, "max_slippage_bps", ANY, "50", "0",
		"10000", "bps", "average price against the best one"),
	[XG_LIM_FEE] = DEC(NULL, "max_fee_bps", ANY, "50", "-1000", "1000",
		"bps", "fee of the venue"),
	[XG_LIM_DATA_AGE] = INT(NULL, "max_data_age_ms", ANY, "2000", "1",
		DAY_MS, "ms", "age of the book that an order is judged by"),
	[XG_LIM_ORDER_AGE] = INT(NULL, "max_order_age_ms", ANY, "2000", "1",
		DAY_MS, "ms", "age of the order itself"),
	[XG_LIM_SELF_TRADE] = BOOL(
		"allow_self_trade", ANY, "0", "orders may meet own orders"),
	[XG_LIM_OPEN_ORDERS] = INT(NULL, "max_open_orders", VEN, "50", "0",
		"4096", "orders", "open and unanswered orders of a venue"),
	[XG_LIM_ORDERS_PER_S] = INT(NULL, "max_orders_per_s", TOP, "20", "1",
		"1000", "orders", "orders within any second"),
	[XG_LIM_POSITION] = DEC(NULL, "max_position", ANY, NULL, "0", MANY,
		"base", "position in one symbol at one venue"),
	[XG_LIM_SYMBOL_POSITION] = DEC(NULL, "max_symbol_position", SYM, NULL,
		"0", MANY, "base", "net position in one symbol, all venues"),
	[XG_LIM_VENUE_NOTIONAL] = DEC(NULL, "max_venue_notional", VEN, NULL,
		"0", MANY, "currency", "value of all positions at a venue"),
	[XG_LIM_VENUE_EXPOSURE] = DEC(NULL, "max_venue_exposure", VEN, "0.3",
		"0", "100", "fraction",
		"value of all positions at a venue, of equity"),
	[XG_LIM_TOTAL_EXPOSURE] = DEC(NULL, "max_total_exposure", TOP, NULL,
		"0", MANY, "currency", "value of all positions"),
	[XG_LIM_LEVERAGE] = DEC(NULL, "max_leverage", TOP, "1", "0", "125",
		"fraction", "value of all positions, of equity"),
	[XG_LIM_DAILY_LOSS] = DEC(NULL, "max_daily_loss", TOP, NULL, "0", MANY,
		"currency", "loss since midnight UTC"),
	[XG_LIM_DRAWDOWN] = DEC(NULL, "max_drawdown", TOP, NULL, "0", "1",
		"fraction", "fall of profit from its highest, of equity"),
	[XG_LIM_EQUITY] = DEC(NULL, "equity", TOP, NULL, "0", MANY, "currency",
		"equity, instead of what balances say"),
	[XG_LIM_GROUP_WAIT] = INT(NULL, "group_wait_ms", TOP, "1000", "1",
		"60000", "ms", "wait for the last leg of a group"),
	[XG_LIM_BRK_WINDOW] = INT("breaker", "window_s", VEN, "60", "1",
		"86400", "s", "time over which errors and gaps are counted"),
	[XG_LIM_BRK_MIN_ORDERS] = INT("breaker", "min_orders", VEN, "10", "1",
		"1000000", "orders", "answers that an error rate needs"),
	[XG_LIM_BRK_ERROR_RATE] =
		DEC("breaker", "max_error_rate", VEN, "0.5", "0", "1",
			"fraction", "rejected or unknown, of answered orders"),
	[XG_LIM_BRK_REJECTS] = INT("breaker", "max_rejects", VEN, "5", "0",
		"1000000", "orders", "rejects in a row"),
	[XG_LIM_BRK_LATENCY] = INT("breaker", "max_latency_ms", VEN, "2000",
		"1", DAY_MS, "ms", "answer time, three times in a row"),
	[XG_LIM_BRK_GAPS] = INT("breaker", "max_gaps", VEN, "10", "0",
		"1000000", "events", "gaps and checksum errors in the window"),
	[XG_LIM_BRK_CLOCK] = INT("breaker", "max_clock_ms", VEN, "1000", "1",
		DAY_MS, "ms", "offset between our clock and the venue's"),
	[XG_LIM_BRK_DISLOCATION] =
		DEC("breaker", "max_dislocation_bps", VEN, "200", "0", "10000",
			"bps", "price against the middle of all venues"),
	[XG_LIM_BRK_BALANCE] = DEC("breaker", "balance_tolerance", VEN, "0.001",
		"0", "1", "fraction", "total against free plus used, of total"),
	[XG_LIM_BRK_OPEN] = INT("breaker", "open_s", VEN, "30", "1", "86400",
		"s", "time before a first order is tried again"),
	[XG_LIM_BRK_VENUES] = INT("breaker", "max_venues_open", TOP, "1", "0",
		"64", "venues", "more open breakers than this stop all venues"),
	[XG_LIM_SIZE_SAMPLE] = INT("size", "sample_ms", TOP, "1000", "10",
		DAY_MS, "ms", "time between two prices of a return"),
	[XG_LIM_SIZE_WINDOW] = INT("size", "window", TOP, "120", "10", "2000",
		"samples", "returns that covariances are taken over"),
	[XG_LIM_SIZE_HORIZON] = INT("size", "horizon_s", TOP, "3600", "1",
		"31536000", "s", "time that max_sigma is about"),
	[XG_LIM_SIZE_SIGMA] = DEC("size", "max_sigma", TOP, NULL, "0", MANY,
		"currency", "standard deviation of the portfolio's value"),
	[XG_LIM_SIZE_TARGET_VOL] =
		DEC("size", "target_vol", TOP, NULL, "0", "100", "fraction",
			"volatility a year that leverage is kept under"),
};

const struct xg_lim_key *xg_lim_keys(size_t *n)
{
	*n = XG_LEN(keys);
	return keys;
}

const char *xg_lim_rule(enum xg_lim l)
{
	return keys[l].name;
}
