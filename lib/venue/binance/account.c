/* Balances, positions, fees, what a key may do. Source: account endpoints and
 * user data streams of spot and futures. */
#include "venue/binance/binance.h"

#define NAME XG_STR("binance")
#define NONE \
	(struct xg_str) \
	{ \
		NULL, 0 \
	}

static int emit(const struct xg_binance_out *o, const struct xg_rec *rec)
{
	return o->sink->rec(o->sink->ctx, rec);
}

static int spot_balance(const struct xg_binance_out *o, int64_t ts,
	struct xg_str asset, struct xg_str freet, struct xg_str lockedt)
{
	struct xg_dec avail, locked, total;
	struct xg_rec rec;

	if (!asset.n)
		return XG_ERR_TYPE;
	if (xg_scan_dec(&avail, freet) <= 0 ||
		xg_scan_dec(&locked, lockedt) <= 0 ||
		xg_dec_add(&total, avail, locked) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_BALANCE, NAME, NONE, ts, o->rx);
	XG_REC_SET(&rec, balance.ccy, asset);
	XG_REC_SET(&rec, balance.total, total);
	XG_REC_SET(&rec, balance.free, avail);
	XG_REC_SET(&rec, balance.used, locked);
	XG_REC_SET(&rec, balance.account, xg_str_from(o->m->name));
	return emit(o, &rec);
}

/* An array of {asset, free, locked}, under the names of its source. */
static int spot_list(const struct xg_binance_out *o, int64_t ts,
	struct xg_str list, const char *const keys[3])
{
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, list.p, list.n);
	if (!list.n || xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ) {
		struct xg_str v[3];

		if (xg_scan(&j, keys, v, 3) < 0)
			return XG_ERR_SYNTAX;
		rc = spot_balance(o, ts, v[0], v[1], v[2]);
	}
	return rc;
}

int xg_binance_spot_balances(
	const struct xg_binance_out *o, struct xg_str event)
{
	static const char *const keys[] = { "B", "u", "E" };
	static const char *const rows[] = { "a", "f", "l" };
	struct xg_str v[3];

	if (xg_scan_text(event, keys, v, 3) < 0)
		return XG_ERR_SYNTAX;
	return spot_list(o, xg_scan_ms(v[1].n ? v[1] : v[2]), v[0], rows);
}

/* Wallet balances of ACCOUNT_UPDATE; what is free is not in it. */
static int wallet(const struct xg_binance_out *o, int64_t ts, struct xg_json *j)
{
	static const char *const keys[] = { "a", "wb" };
	struct xg_str v[2];
	struct xg_rec rec;
	struct xg_dec total;

	if (xg_scan(j, keys, v, 2) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n || xg_scan_dec(&total, v[1]) <= 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_BALANCE, NAME, NONE, ts, o->rx);
	XG_REC_SET(&rec, balance.ccy, v[0]);
	XG_REC_SET(&rec, balance.total, total);
	XG_REC_SET(&rec, balance.account, xg_str_from(o->m->name));
	return emit(o, &rec);
}

enum { SYM, SIDE, AMT, ENTRY, MARK, UPNL, LEVER, MARGIN, TIME, KEYS };

static int position(
	const struct xg_binance_out *o, const struct xg_str *v, int64_t ts)
{
	const struct xg_instr *inst = xg_insts_native(
		o->insts, NAME, xg_str_from(o->m->name), v[SYM]);
	struct xg_dec qty, entry, mark, upnl, lever, margin;
	struct xg_rec rec;

	if (!inst)
		return 0; /* an instrument that this run does not know */
	if (xg_scan_dec(&qty, v[AMT]) <= 0 ||
		xg_scan_dec(&entry, v[ENTRY]) < 0 ||
		xg_scan_dec(&mark, v[MARK]) < 0 ||
		xg_scan_dec(&upnl, v[UPNL]) < 0 ||
		xg_scan_dec(&lever, v[LEVER]) < 0 ||
		xg_scan_dec(&margin, v[MARGIN]) < 0 ||
		xg_binance_base(
			&qty, inst, xg_dec_sign(entry) > 0 ? entry : mark) < 0)
		return XG_ERR_RANGE;
	if (xg_str_is_text(v[SIDE], "SHORT"))
		qty = xg_dec_neg(xg_dec_abs(qty));
	xg_rec_start(&rec, XG_REC_POSITION, NAME, inst->sym, ts, o->rx);
	XG_REC_SET(&rec, position.qty, qty);
	if (xg_dec_sign(entry) > 0)
		XG_REC_SET(&rec, position.entry, entry);
	if (xg_dec_sign(mark) > 0)
		XG_REC_SET(&rec, position.mark, mark);
	if (v[UPNL].n)
		XG_REC_SET(&rec, position.upnl, upnl);
	if (v[LEVER].n)
		XG_REC_SET(&rec, position.leverage, lever);
	if (v[MARGIN].n)
		XG_REC_SET(&rec, position.margin, margin);
	return emit(o, &rec);
}

static const char *const update_keys[KEYS] = { [SYM] = "s",
	[SIDE] = "ps",
	[AMT] = "pa",
	[ENTRY] = "ep",
	[UPNL] = "up",
	[MARGIN] = "iw" };
static const char *const risk_keys[KEYS] = { [SYM] = "symbol",
	[SIDE] = "positionSide",
	[AMT] = "positionAmt",
	[ENTRY] = "entryPrice",
	[MARK] = "markPrice",
	[UPNL] = "unRealizedProfit",
	[LEVER] = "leverage",
	[MARGIN] = "initialMargin",
	[TIME] = "updateTime" };

/* In hedge mode a symbol has a row of each side, and one of BOTH that is
 * empty: it must not read as a closed position. */
static bool has_sides(struct xg_str list, struct xg_str sym)
{
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_OBJ) {
		struct xg_str v[KEYS];

		if (xg_scan(&j, update_keys, v, KEYS) < 0)
			return false;
		if (xg_str_is(v[SYM], sym) && !xg_str_is_text(v[SIDE], "BOTH"))
			return true;
	}
	return false;
}

static int update_positions(
	const struct xg_binance_out *o, int64_t ts, struct xg_str list)
{
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ) {
		struct xg_str v[KEYS];

		if (xg_scan(&j, update_keys, v, KEYS) < 0)
			return XG_ERR_SYNTAX;
		if (xg_str_is_text(v[SIDE], "BOTH") && has_sides(list, v[SYM]))
			continue;
		/* Isolated margin 0: the position is a cross one. */
		if (xg_str_is_text(v[MARGIN], "0"))
			v[MARGIN] = NONE;
		rc = position(o, v, ts);
	}
	return rc;
}

int xg_binance_account_update(
	const struct xg_binance_out *o, struct xg_str event)
{
	static const char *const outer[] = { "a", "T", "E" };
	static const char *const inner[] = { "B", "P" };
	struct xg_str v[3], w[2];
	struct xg_json j;
	int64_t ts;
	int rc = 0;

	if (xg_scan_text(event, outer, v, 3) < 0 || !v[0].n ||
		xg_scan_text(v[0], inner, w, 2) < 0)
		return XG_ERR_TYPE;
	ts = xg_scan_ms(v[1].n ? v[1] : v[2]);
	if (w[0].n) {
		xg_json_init(&j, w[0].p, w[0].n);
		if (xg_json_next(&j) != XG_JSON_ARR)
			return XG_ERR_TYPE;
		while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ)
			rc = wallet(o, ts, &j);
	}
	return rc >= 0 && w[1].n ? update_positions(o, ts, w[1]) : rc;
}

/* spot: the account with its list; futures: one asset. */
int xg_binance_balance_row(const struct xg_binance_out *o, struct xg_json *j)
{
	enum { LIST, ASSET, TOTAL, FREE, UTIME, N };
	static const char *const keys[N] = { "balances", "asset", "balance",
		"availableBalance", "updateTime" };
	static const char *const rows[] = { "asset", "free", "locked" };
	struct xg_dec total, avail, used;
	struct xg_str v[N];
	struct xg_rec rec;

	if (xg_scan(j, keys, v, N) < 0)
		return XG_ERR_SYNTAX;
	if (!o->m->futures)
		return spot_list(o, xg_scan_ms(v[UTIME]), v[LIST], rows);
	if (!v[ASSET].n)
		return XG_ERR_TYPE;
	if (xg_scan_dec(&total, v[TOTAL]) <= 0 ||
		xg_scan_dec(&avail, v[FREE]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(
		&rec, XG_REC_BALANCE, NAME, NONE, xg_scan_ms(v[UTIME]), o->rx);
	XG_REC_SET(&rec, balance.ccy, v[ASSET]);
	XG_REC_SET(&rec, balance.total, total);
	if (v[FREE].n) {
		XG_REC_SET(&rec, balance.free, avail);
		/* Available may be more than the balance: profit counts. */
		if (xg_dec_sub(&used, total, avail) == 0 &&
			xg_dec_sign(used) >= 0)
			XG_REC_SET(&rec, balance.used, used);
	}
	XG_REC_SET(&rec, balance.account, xg_str_from(o->m->name));
	return emit(o, &rec);
}

int xg_binance_position_row(const struct xg_binance_out *o, struct xg_json *j)
{
	struct xg_str v[KEYS];

	if (xg_scan(j, risk_keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	return position(o, v, xg_scan_ms(v[TIME]));
}

/* Adds the commission of one kind to maker and taker; buyer or seller,
 * whichever is more, comes on top. */
static int add_rates(
	struct xg_str text, struct xg_dec *maker, struct xg_dec *taker)
{
	static const char *const keys[] = { "maker", "taker", "buyer",
		"seller" };
	struct xg_str v[4];
	struct xg_dec d[4];

	if (!text.n)
		return 0;
	if (xg_scan_text(text, keys, v, 4) < 0)
		return XG_ERR_TYPE;
	for (int i = 0; i < 4; i++) {
		if (xg_scan_dec(&d[i], v[i]) < 0)
			return XG_ERR_RANGE;
	}
	d[2] = xg_dec_max(d[2], d[3]);
	if (xg_dec_add(&d[0], d[0], d[2]) < 0 ||
		xg_dec_add(&d[1], d[1], d[2]) < 0 ||
		xg_dec_add(maker, *maker, d[0]) < 0 ||
		xg_dec_add(taker, *taker, d[1]) < 0)
		return XG_ERR_RANGE;
	return 0;
}

int xg_binance_fee_row(const struct xg_binance_out *o, struct xg_json *j,
	const struct xg_instr *inst)
{
	enum { STD, SPECIAL, TAX, MAKER, TAKER, N };
	static const char *const keys[N] = { "standardCommission",
		"specialCommission", "taxCommission", "makerCommissionRate",
		"takerCommissionRate" };
	struct xg_dec maker, taker;
	struct xg_str v[N];
	struct xg_rec rec;
	int rc = 0;

	if (xg_scan(j, keys, v, N) < 0)
		return XG_ERR_SYNTAX;
	if (!v[STD].n && !v[MAKER].n)
		return XG_ERR_TYPE;
	if (xg_scan_dec(&maker, v[MAKER]) < 0 ||
		xg_scan_dec(&taker, v[TAKER]) < 0)
		return XG_ERR_RANGE;
	/* The BNB discount is left out: it ends when the BNB do. */
	for (int i = STD; rc == 0 && i <= TAX; i++)
		rc = add_rates(v[i], &maker, &taker);
	if (rc < 0)
		return rc;
	xg_rec_start(&rec, XG_REC_FEE, NAME, inst ? inst->sym : NONE, 0, o->rx);
	XG_REC_SET(&rec, fee.maker, maker);
	XG_REC_SET(&rec, fee.taker, taker);
	return emit(o, &rec);
}

int xg_binance_keyinfo_row(
	const struct xg_binance_out *o, struct xg_json *j, bool account)
{
	enum { WITHDRAW, SPOT, FUTURES, IP, ENDS, CAN_TRADE, CAN_WITHDRAW, N };
	static const char *const keys[N] = { "enableWithdrawals",
		"enableSpotAndMarginTrading", "enableFutures", "ipRestrict",
		"tradingAuthorityExpirationTime", "canTrade", "canWithdraw" };
	struct xg_str v[N];
	struct xg_rec rec;

	if (xg_scan(j, keys, v, N) < 0)
		return XG_ERR_SYNTAX;
	/* Without the word on withdrawals nothing is known. */
	if (!v[account ? CAN_WITHDRAW : WITHDRAW].n)
		return XG_ERR_TYPE;
	xg_rec_start(&rec, XG_REC_KEYINFO, NAME, NONE, 0, o->rx);
	if (account) {
		XG_REC_SET(&rec, keyinfo.trade,
			xg_str_is_text(v[CAN_TRADE], "true"));
		XG_REC_SET(&rec, keyinfo.withdraw,
			!xg_str_is_text(v[CAN_WITHDRAW], "false"));
		return emit(o, &rec);
	}
	XG_REC_SET(&rec, keyinfo.trade,
		xg_str_is_text(v[SPOT], "true") ||
			xg_str_is_text(v[FUTURES], "true"));
	XG_REC_SET(
		&rec, keyinfo.withdraw, !xg_str_is_text(v[WITHDRAW], "false"));
	XG_REC_SET(&rec, keyinfo.ip_bound, xg_str_is_text(v[IP], "true"));
	if (xg_scan_ms(v[ENDS]))
		XG_REC_SET(&rec, keyinfo.expires, xg_scan_ms(v[ENDS]));
	return emit(o, &rec);
}
