/* Markets, instruments and their names. Source: get all symbols (v2), get all
 * active contracts; the list of contracts names their assets, never the text. */
#include "base/time.h"
#include "rec/sym.h"
#include "venue/kucoin/kucoin.h"

int xg_kucoin_is_futures(struct xg_str name)
{
	if (xg_str_is_text(name, "spot") || xg_str_is_text(name, "spot-book"))
		return 0;
	if (xg_str_is_text(name, "futures") ||
		xg_str_is_text(name, "futures-book"))
		return 1;
	return -1;
}

int64_t xg_kucoin_time(struct xg_str text)
{
	int64_t t;

	if (xg_str_i64(text, &t) < 0 || t <= 0)
		return 0;
	if (t < INT64_C(100000000000))
		return t * 1000000;
	if (t < INT64_C(100000000000000))
		return t * 1000;
	return t < INT64_C(100000000000000000) ? t : t / 1000;
}

int xg_kucoin_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px)
{
	return inst->i.kind == XG_SPOT || xg_dec_is_zero(*size)
		       ? 0
		       : xg_base_qty(size, inst, *size, px);
}

/* The assets of futures have a name of their own for Bitcoin. */
static struct xg_str asset(struct xg_str text, bool futures)
{
	return futures && xg_str_is_text(text, "XBT") ? XG_STR("BTC") : text;
}

enum {
	SYMBOL,
	NAME,
	BASE,
	QUOTE,
	SETTLE,
	TICK,
	LOT,
	MIN,
	FUNDS,
	ENABLED,
	STATUS,
	EXPIRE,
	MULTIPLIER,
	INVERSE,
	MAKER,
	TAKER,
	KEYS
};
static const char *const spot_keys[KEYS] = { [SYMBOL] = "symbol",
	[NAME] = "name",
	[BASE] = "baseCurrency",
	[QUOTE] = "quoteCurrency",
	[TICK] = "priceIncrement",
	[LOT] = "baseIncrement",
	[MIN] = "baseMinSize",
	[FUNDS] = "minFunds",
	[ENABLED] = "enableTrading" };
static const char *const futures_keys[KEYS] = { [SYMBOL] = "symbol",
	[BASE] = "baseCurrency",
	[QUOTE] = "quoteCurrency",
	[SETTLE] = "settleCurrency",
	[TICK] = "tickSize",
	[LOT] = "lotSize",
	[STATUS] = "status",
	[EXPIRE] = "expireDate",
	[MULTIPLIER] = "multiplier",
	[INVERSE] = "isInverse",
	[MAKER] = "makerFeeRate",
	[TAKER] = "takerFeeRate" };

/* A pair that was renamed has its old symbol and its new name. */
static void names_of_spot(struct xg_sym *s, const struct xg_str *v)
{
	struct xg_str rest = v[NAME].n ? v[NAME] : v[SYMBOL];

	s->kind = XG_SPOT;
	s->base = xg_str_cut(&rest, '-');
	s->quote = rest;
}

static void names_of_futures(struct xg_sym *s, const struct xg_str *v)
{
	int64_t at = xg_kucoin_time(v[EXPIRE]);
	struct xg_str settle = asset(v[SETTLE], true);

	s->kind = at ? XG_FUTURE : XG_PERP;
	s->base = asset(v[BASE], true);
	s->quote = asset(v[QUOTE], true);
	if (at) {
		struct xg_civil c = xg_time_civil(at);

		s->expiry = c.year * 10000 + c.month * 100 + c.day;
	}
	/* The plain one is settled in its quote, or in its base if inverse. */
	if (settle.n && !xg_str_is(settle, xg_str_is_text(v[INVERSE], "true")
						   ? s->base
						   : s->quote))
		s->settle = settle;
}

/* The unified name, or by the venue's own code where that can't be written. */
static int name_of(char out[static XG_SYM_MAX], const struct xg_sym *s,
	struct xg_str native)
{
	struct xg_sym back;
	int n = xg_sym_fmt(out, s);

	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	return xg_sym_fmt(out, &(struct xg_sym){ .native = native });
}

/* Tick, lot and least sizes; lots of linear contracts become base units, those
 * of inverse ones stay lots, since base units depend on the price. */
static int put_rules(struct xg_rec *rec, const struct xg_str *v, bool futures)
{
	struct xg_dec tick, lot, min, funds, mult;
	bool inverse = xg_str_is_text(v[INVERSE], "true");

	if (xg_scan_dec(&tick, v[TICK]) < 0 || xg_scan_dec(&lot, v[LOT]) < 0 ||
		xg_scan_dec(&min, v[MIN]) < 0 ||
		xg_scan_dec(&funds, v[FUNDS]) < 0)
		return XG_ERR_RANGE;
	if (futures) {
		/* -1: one lot is one unit of the quote asset */
		if (xg_scan_dec(&mult, v[MULTIPLIER]) <= 0 ||
			xg_dec_is_zero(mult))
			return XG_ERR_RANGE;
		mult = xg_dec_abs(mult);
		XG_REC_SET(rec, inst.contract, mult);
		if (!inverse && xg_dec_mul(&lot, lot, mult, XG_ROUND_EXACT) < 0)
			return XG_ERR_RANGE;
		min = lot;
	}
	if (xg_dec_sign(tick) < 0 || xg_dec_sign(lot) < 0 ||
		xg_dec_sign(min) < 0 || xg_dec_sign(funds) < 0)
		return XG_ERR_RANGE;
	if (!xg_dec_is_zero(tick))
		XG_REC_SET(rec, inst.tick, tick);
	if (!xg_dec_is_zero(lot))
		XG_REC_SET(rec, inst.lot, lot);
	if (!xg_dec_is_zero(min))
		XG_REC_SET(rec, inst.min_qty, min);
	if (!xg_dec_is_zero(funds))
		XG_REC_SET(rec, inst.min_notional, funds);
	return 0;
}

static int put_fees(struct xg_rec *rec, const struct xg_str *v)
{
	struct xg_dec maker, taker;
	int has_maker = xg_scan_dec(&maker, v[MAKER]);
	int has_taker = xg_scan_dec(&taker, v[TAKER]);

	if (has_maker < 0 || has_taker < 0)
		return XG_ERR_RANGE;
	if (has_maker)
		XG_REC_SET(rec, inst.maker, maker);
	if (has_taker)
		XG_REC_SET(rec, inst.taker, taker);
	return 0;
}

static struct xg_str status_of(const struct xg_str *v, bool futures)
{
	if (futures)
		return xg_str_is_text(v[STATUS], "Open") ? XG_STR("trading")
							 : v[STATUS];
	return xg_str_is_text(v[ENABLED], "false") ? XG_STR("disabled")
						   : XG_STR("trading");
}

static int unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"kucoin: the instrument '%.*s' could not be read",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_KUCOIN, (struct xg_str){ NULL, 0 },
		0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

static bool is_plain(struct xg_str s)
{
	return s.n && !memchr(s.p, '\\', s.n);
}

static int inst_row(
	struct xg_json *j, bool futures, int64_t rx, const struct xg_sink *sink)
{
	struct xg_sym s = { 0 };
	char sym[XG_SYM_MAX];
	struct xg_str v[KEYS];
	struct xg_rec rec;
	int n;

	if (xg_scan(j, futures ? futures_keys : spot_keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (futures)
		names_of_futures(&s, v);
	else
		names_of_spot(&s, v);
	if (!is_plain(v[SYMBOL]) || !is_plain(s.base) || !is_plain(s.quote))
		return unreadable(sink, rx, v[SYMBOL]);
	n = name_of(sym, &s, v[SYMBOL]);
	if (n < 0)
		return unreadable(sink, rx, v[SYMBOL]);
	xg_rec_start(&rec, XG_REC_INST, XG_KUCOIN,
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	if (v[SETTLE].n)
		XG_REC_SET(&rec, inst.settle, asset(v[SETTLE], true));
	XG_REC_SET(&rec, inst.kind, s.kind);
	XG_REC_SET(&rec, inst.native, v[SYMBOL]);
	if (put_rules(&rec, v, futures) < 0 || put_fees(&rec, v) < 0)
		return unreadable(sink, rx, v[SYMBOL]);
	XG_REC_SET(&rec, inst.status, status_of(v, futures));
	XG_REC_SET(&rec, inst.market,
		futures ? XG_STR("futures") : XG_STR("spot"));
	if (xg_str_is_text(v[INVERSE], "true"))
		XG_REC_SET(&rec, inst.inverse, true);
	if (s.kind == XG_FUTURE)
		XG_REC_SET(&rec, inst.expiry, xg_kucoin_time(v[EXPIRE]));
	return sink->rec(sink->ctx, &rec);
}

int xg_kucoin_insts(struct xg_str list, bool futures, int64_t rx,
	const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int n = 0;

	xg_json_init(&j, list.p, list.n);
	tok = xg_json_next(&j);
	/* One instrument comes as an object. */
	if (tok == XG_JSON_OBJ) {
		int rc = inst_row(&j, futures, rx, sink);

		return rc < 0 ? rc : 1;
	}
	if (tok != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = inst_row(&j, futures, rx, sink);

		if (rc < 0)
			return rc;
		n++;
	}
	return tok == XG_JSON_ARR_END ? n : XG_ERR_TYPE;
}
