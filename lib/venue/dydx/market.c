/* Oracle prices, funding rates, open interest and states of all markets; candles.
 * Source: v4_markets, v4_candles. */
#include "base/time.h"
#include "venue/dydx/dydx.h"

#define HOUR_S 3600

/* What a row of a market says: any part of it may be missing. */
struct row {
	struct xg_dec oracle, rate, oi;
	bool has_oracle, has_rate, has_oi;
	struct xg_str status;
	int64_t ts;
};

/* Rates have up to 20 decimals ("0.00001351666666666667"): what a decimal cannot
 * hold behind the 18th is cut. As xg_scan_dec otherwise. */
static int scan_rate(struct xg_dec *out, struct xg_str text)
{
	size_t most = xg_str_find(text, '.') + 1 - XG_DEC_EXP_MIN;
	bool plain = !memchr(text.n ? text.p : "", 'e', text.n) &&
		     !memchr(text.n ? text.p : "", 'E', text.n);

	if (plain && text.n > most)
		text.n = most;
	return xg_scan_dec(out, text);
}

static int read_row(struct xg_json *j, struct row *r)
{
	enum { ORACLE, RATE, OI, STATUS, AT, KEYS };
	static const char *const keys[KEYS] = { "oraclePrice",
		"nextFundingRate", "openInterest", "status", "effectiveAt" };
	struct xg_str v[KEYS];
	int a, b, c;

	*r = (struct row){ 0 };
	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	a = xg_scan_dec(&r->oracle, v[ORACLE]);
	b = scan_rate(&r->rate, v[RATE]);
	c = xg_scan_dec(&r->oi, v[OI]);
	if (a < 0 || b < 0 || c < 0 || xg_dec_sign(r->oracle) < 0 ||
		xg_dec_sign(r->oi) < 0)
		return XG_ERR_RANGE;
	if (v[AT].n && xg_time_parse_iso(v[AT], &r->ts) < 0)
		return XG_ERR_RANGE;
	r->has_oracle = a > 0 && !xg_dec_is_zero(r->oracle);
	r->has_rate = b > 0;
	r->has_oi = c > 0;
	r->status = v[STATUS];
	return 0;
}

/* The oracle's price is the index, and positions are valued at it: the mark. */
static int mark(
	struct xg_dydx_in *in, const struct xg_instr *inst, const struct row *r)
{
	struct xg_rec rec;

	if (!r->has_oracle)
		return 0;
	xg_rec_start(&rec, XG_REC_MARK, XG_DYDX, inst->sym, r->ts, in->d->rx);
	XG_REC_SET(&rec, mark.mark, r->oracle);
	XG_REC_SET(&rec, mark.index, r->oracle);
	return xg_decoder_emit(in->d, &rec);
}

/* The rate of the hour that runs, paid at its end. */
static int funding(
	struct xg_dydx_in *in, const struct xg_instr *inst, const struct row *r)
{
	struct xg_rec rec;

	if (!r->has_rate)
		return 0;
	xg_rec_start(
		&rec, XG_REC_FUNDING, XG_DYDX, inst->sym, r->ts, in->d->rx);
	XG_REC_SET(&rec, funding.rate, r->rate);
	XG_REC_SET(&rec, funding.interval_s, HOUR_S);
	if (r->has_oracle)
		XG_REC_SET(&rec, funding.index, r->oracle);
	return xg_decoder_emit(in->d, &rec);
}

static int interest(
	struct xg_dydx_in *in, const struct xg_instr *inst, const struct row *r)
{
	struct xg_rec rec;

	if (!r->has_oi)
		return 0;
	xg_rec_start(&rec, XG_REC_OI, XG_DYDX, inst->sym, r->ts, in->d->rx);
	XG_REC_SET(&rec, oi.qty, r->oi);
	return xg_decoder_emit(in->d, &rec);
}

/* A change of the state of a market; in the first frame it is no change. */
static int state(
	struct xg_dydx_in *in, const struct xg_instr *inst, const struct row *r)
{
	bool active = xg_str_is_text(r->status, "ACTIVE");

	if (!r->status.n || in->type == XG_DYDX_SUBSCRIBED)
		return 0;
	return xg_decoder_status(in->d,
		active ? XG_ST_RECOVERED : XG_ST_MAINTENANCE, inst->sym,
		in->conn, "the market is %.*s",
		(int)(r->status.n < 40 ? r->status.n : 40), r->status.p);
}

static int tell(
	struct xg_dydx_in *in, struct xg_str ticker, const struct row *r)
{
	const struct xg_instr *inst =
		xg_decoder_inst(in->d, XG_STR("perp"), ticker);
	int rc;

	if (!inst)
		return 0; /* all markets come, new ones, too */
	rc = mark(in, inst, r);
	if (rc >= 0)
		rc = funding(in, inst, r);
	if (rc >= 0)
		rc = interest(in, inst, r);
	return rc < 0 ? rc : state(in, inst, r);
}

/* {ticker:{..}, ..}: read, and told when it is for that. */
static int rows(struct xg_dydx_in *in, struct xg_json *j, bool telling)
{
	enum xg_json_tok tok = xg_json_next(j);
	int rc = 0;

	if (tok != XG_JSON_OBJ)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while (rc >= 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		struct xg_str ticker = j->val;
		struct row r;

		if (xg_json_next(j) != XG_JSON_OBJ)
			return XG_ERR_TYPE;
		rc = read_row(j, &r);
		if (rc == 0 && telling)
			rc = tell(in, ticker, &r);
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

/* One object of the contents; its OBJ token was read. */
static int market_entry(struct xg_dydx_in *in, struct xg_json *j, bool telling)
{
	enum xg_json_tok tok;
	int rc = 0;

	while (rc >= 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "markets") ||
			XG_JSON_KEY_IS(j, "trading") ||
			XG_JSON_KEY_IS(j, "oraclePrices"))
			rc = rows(in, j, telling);
		else
			rc = xg_json_skip(j, NULL);
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

/* All of the contents, an object or a batch of them, with fn. */
static int each(struct xg_dydx_in *in, bool telling,
	int (*fn)(struct xg_dydx_in *in, struct xg_json *j, bool telling))
{
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, in->contents.p, in->contents.n);
	if (xg_json_next(&j) == XG_JSON_OBJ)
		return fn(in, &j, telling);
	if (j.tok != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ)
		rc = fn(in, &j, telling);
	if (rc < 0)
		return rc;
	return j.tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

int xg_dydx_markets(struct xg_dydx_in *in)
{
	int rc = each(in, false, market_entry);

	return rc < 0 ? rc : each(in, true, market_entry);
}

/* ---- candles ---- */

static int64_t resolution_s(struct xg_str text)
{
	static const struct {
		const char *name;
		int64_t s;
	} known[] = { { "1MIN", 60 }, { "5MINS", 300 }, { "15MINS", 900 },
		{ "30MINS", 1800 }, { "1HOUR", HOUR_S }, { "4HOURS", 14400 },
		{ "1DAY", 86400 } };

	for (size_t i = 0; i < XG_LEN(known); i++) {
		if (xg_str_is_text(text, known[i].name))
			return known[i].s;
	}
	return 0;
}

static int emit(struct xg_dydx_in *in, const struct xg_instr *inst,
	const struct xg_candle *c, bool closed)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_CANDLE, XG_DYDX, inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, candle.open, c->open);
	XG_REC_SET(&rec, candle.high, c->high);
	XG_REC_SET(&rec, candle.low, c->low);
	XG_REC_SET(&rec, candle.close, c->close);
	XG_REC_SET(&rec, candle.vol, c->vol);
	XG_REC_SET(&rec, candle.start, c->start);
	XG_REC_SET(&rec, candle.interval_s, c->interval_s);
	XG_REC_SET(&rec, candle.closed, closed);
	return xg_decoder_emit(in->d, &rec);
}

/* Nothing says that a candle is closed: the first frame of a later one does. */
static int follow(struct xg_dydx_in *in, const struct xg_instr *inst,
	const struct xg_candle *c)
{
	struct xg_dydx_sym *sym = xg_dydx_sym_of(in->d, inst);
	int rc = 0;

	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->candle_conn)
		return 0; /* a connection that has been replaced */
	if (in->conn == sym->candle_conn &&
		c->interval_s == sym->candle.interval_s) {
		if (c->start < sym->candle.start)
			return 0;
		if (c->start > sym->candle.start)
			rc = emit(in, inst, &sym->candle, true);
	}
	sym->candle_conn = in->conn;
	sym->candle = *c;
	return rc < 0 ? rc : emit(in, inst, c, false);
}

static int candle_row(struct xg_dydx_in *in, struct xg_json *j, bool telling)
{
	enum { START, TICKER, RES, OPEN, HIGH, LOW, CLOSE, VOL, LIST, KEYS };
	static const char *const keys[KEYS] = { "startedAt", "ticker",
		"resolution", "open", "high", "low", "close", "baseTokenVolume",
		"candles" };
	const struct xg_instr *inst;
	struct xg_candle c = { 0 };
	struct xg_dec *to[] = { &c.open, &c.high, &c.low, &c.close, &c.vol };
	struct xg_str v[KEYS];

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (v[LIST].n) { /* the first frame: the newest comes first */
		struct xg_json k;

		xg_json_init(&k, v[LIST].p, v[LIST].n);
		if (xg_json_next(&k) != XG_JSON_ARR)
			return XG_ERR_TYPE;
		if (xg_json_next(&k) != XG_JSON_OBJ)
			return k.tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
		if (xg_scan(&k, keys, v, LIST) < 0)
			return XG_ERR_SYNTAX;
	}
	for (int i = 0; i < 5; i++) {
		if (xg_dec_from(to[i], v[OPEN + i]) < 0 ||
			xg_dec_sign(*to[i]) < (i == 4 ? 0 : 1))
			return XG_ERR_RANGE;
	}
	if (xg_time_parse_iso(v[START], &c.start) < 0)
		return XG_ERR_RANGE;
	c.interval_s = resolution_s(v[RES]);
	inst = xg_dydx_inst_of(in, v[TICKER]);
	if (!inst)
		return XG_ERR_ABSENT;
	return telling && c.interval_s ? follow(in, inst, &c) : 0;
}

int xg_dydx_candles(struct xg_dydx_in *in)
{
	int rc = each(in, false, candle_row);

	return rc < 0 ? rc : each(in, true, candle_row);
}
