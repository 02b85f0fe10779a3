/* Instruments and symbols [spot REST, AssetPairs; Futures REST, instruments]. */
#include "base/time.h"
#include "rec/sym.h"
#include "venue/kraken/kraken.h"

/* The venue's names of assets that have another one everywhere else. */
static struct xg_str asset(struct xg_str a)
{
	if (xg_str_is_text(a, "XBT"))
		return XG_STR("BTC");
	if (xg_str_is_text(a, "XDG"))
		return XG_STR("DOGE");
	return a;
}

struct xg_str xg_kraken_pair(char out[static XG_KRAKEN_SYM], struct xg_str s)
{
	struct xg_str quote = s, base = xg_str_cut(&quote, '/'), b, q;

	if (base.n && base.p[base.n - 1] == '\\')
		base.n--;
	b = asset(base);
	q = asset(quote);
	if (!b.n || !q.n || b.n + q.n + 2 > XG_KRAKEN_SYM)
		return (struct xg_str){ NULL, 0 };
	memcpy(out, b.p, b.n);
	out[b.n] = '/';
	memcpy(out + b.n + 1, q.p, q.n);
	out[b.n + 1 + q.n] = '\0';
	return (struct xg_str){ out, b.n + 1 + q.n };
}

/* 10^-places. */
static int step_of(struct xg_str places, struct xg_dec *out)
{
	int64_t n;

	if (xg_str_i64(places, &n) < 0 || n < -XG_DEC_EXP_MAX ||
		n > -XG_DEC_EXP_MIN)
		return XG_ERR_RANGE;
	*out = xg_dec_make(1, (int)-n);
	return 0;
}

/* A list of fees, [[0,0.4],[10000,0.35],...] in percent by volume: the first. */
static bool first_fee(struct xg_str list, struct xg_dec *out)
{
	struct xg_dec percent;
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	if (!list.n || xg_json_next(&j) != XG_JSON_ARR ||
		xg_json_next(&j) != XG_JSON_ARR ||
		xg_json_next(&j) != XG_JSON_NUM ||
		xg_json_dec(&j, &percent) < 0)
		return false;
	return xg_dec_mul(out, percent, xg_dec_make(1, -2), XG_ROUND_EXACT) ==
	       0;
}

/* One instrument that cannot be read is told and does not take the others with
 * it. */
static int unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"the venue's description of '%.*s' is not understood",
		(int)(native.n < 80 ? native.n : 80), native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("kraken"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

/* ---- spot ---- */

enum {
	WSNAME,
	ALT,
	PX_PLACES,
	QTY_PLACES,
	TICK,
	ORDER_MIN,
	COST_MIN,
	STATUS,
	FEES,
	MAKER,
	SPOT_KEYS
};
static const char *const spot_keys[SPOT_KEYS] = { "wsname", "altname",
	"pair_decimals", "lot_decimals", "tick_size", "ordermin", "costmin",
	"status", "fees", "fees_maker" };

static int spot_sizes(struct xg_rec *rec, const struct xg_str *v)
{
	struct xg_dec tick, lot, d;

	if (step_of(v[QTY_PLACES], &lot) < 0)
		return XG_ERR_RANGE;
	if (v[TICK].n ? xg_dec_from(&tick, v[TICK]) < 0
		      : step_of(v[PX_PLACES], &tick) < 0)
		return XG_ERR_RANGE;
	if (xg_dec_sign(tick) <= 0)
		return XG_ERR_RANGE;
	XG_REC_SET(rec, inst.tick, tick);
	XG_REC_SET(rec, inst.lot, lot);
	if (xg_scan_dec(&d, v[ORDER_MIN]) > 0)
		XG_REC_SET(rec, inst.min_qty, d);
	if (xg_scan_dec(&d, v[COST_MIN]) > 0)
		XG_REC_SET(rec, inst.min_notional, d);
	return 0;
}

int xg_kraken_spot_inst(
	struct xg_json *j, int64_t rx, const struct xg_sink *sink)
{
	char native[XG_KRAKEN_SYM], sym[XG_SYM_MAX];
	struct xg_str v[SPOT_KEYS], rest;
	struct xg_sym s = { .kind = XG_SPOT };
	struct xg_rec rec;
	struct xg_dec fee;
	int n;

	if (xg_scan(j, spot_keys, v, SPOT_KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (!v[WSNAME].n)
		return 0; /* dark pools: nothing to subscribe to */
	rest = xg_kraken_pair(native, v[WSNAME]);
	s.quote = rest;
	s.base = xg_str_cut(&s.quote, '/');
	n = rest.n ? xg_sym_fmt(sym, &s) : XG_ERR_LIMIT;
	if (n < 0)
		return unreadable(sink, rx, v[WSNAME]);
	xg_rec_start(&rec, XG_REC_INST, XG_STR("kraken"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	XG_REC_SET(&rec, inst.kind, XG_SPOT);
	XG_REC_SET(&rec, inst.native, rest);
	if (spot_sizes(&rec, v) < 0)
		return unreadable(sink, rx, v[WSNAME]);
	if (v[STATUS].n)
		XG_REC_SET(&rec, inst.status,
			xg_str_is_text(v[STATUS], "online") ? XG_STR("trading")
							    : v[STATUS]);
	if (first_fee(v[MAKER], &fee))
		XG_REC_SET(&rec, inst.maker, fee);
	if (first_fee(v[FEES], &fee))
		XG_REC_SET(&rec, inst.taker, fee);
	XG_REC_SET(&rec, inst.market, XG_STR("spot"));
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}

/* ---- futures ---- */

enum {
	SYMBOL,
	TYPE,
	TICK_SIZE,
	CONTRACT,
	LOT_PLACES,
	TRADEABLE,
	POST_ONLY,
	EXPIRY,
	BASE,
	QUOTE,
	FUT_KEYS
};
static const char *const fut_keys[FUT_KEYS] = { "symbol", "type", "tickSize",
	"contractSize", "contractValueTradePrecision", "tradeable", "postOnly",
	"lastTradingTime", "base", "quote" };

static const char *const quotes[] = { "USDT", "USDC", "USD", "EUR", "GBP",
	"XBT", "ETH" };

/* PI_XBTUSD, FI_XBTUSD_210924 -> XBT, USD. */
static bool split(struct xg_str native, struct xg_str *base,
	struct xg_str *quote, struct xg_str *date)
{
	*date = native;
	xg_str_cut(date, '_');
	*base = xg_str_cut(date, '_');
	for (size_t i = 0; i < XG_LEN(quotes); i++) {
		*quote = xg_str_from(quotes[i]);
		if (base->n > quote->n && xg_str_has_suffix(*base, *quote)) {
			base->n -= quote->n;
			return true;
		}
	}
	return false;
}

static bool upper(char out[static XG_KRAKEN_SYM], struct xg_str s)
{
	if (!s.n || s.n >= XG_KRAKEN_SYM)
		return false;
	for (size_t i = 0; i < s.n; i++)
		out[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32
							       : s.p[i]);
	out[s.n] = '\0';
	return true;
}

/* Linear ones are settled in dollars (whatever the collateral), and are the
 * plain ones; inverse ones carry the asset they are settled in. */
static int fut_name(char out[static XG_SYM_MAX], struct xg_str native,
	const struct xg_str *v, bool inverse, struct xg_sym *s)
{
	struct xg_str date;

	*s = (struct xg_sym){ .kind = XG_PERP };
	if (!split(native, &s->base, &s->quote, &date))
		return XG_ERR_SYNTAX;
	s->base = asset(v[BASE].n ? v[BASE] : s->base);
	s->quote = asset(v[QUOTE].n ? v[QUOTE] : s->quote);
	if (date.n) {
		if (date.n != 6 || xg_str_i64(date, &s->expiry) < 0)
			return XG_ERR_SYNTAX;
		s->expiry += 20000000;
		s->kind = XG_FUTURE;
	}
	if (inverse)
		s->settle = s->base;
	return xg_sym_fmt(out, s);
}

static int fut_sizes(struct xg_rec *rec, const struct xg_str *v, bool inverse)
{
	struct xg_dec tick, contract, lot;

	if (xg_dec_from(&contract, v[CONTRACT]) < 0 ||
		xg_dec_from(&tick, v[TICK_SIZE]) < 0 ||
		xg_dec_sign(contract) <= 0 || xg_dec_sign(tick) <= 0)
		return XG_ERR_RANGE;
	XG_REC_SET(rec, inst.tick, tick);
	XG_REC_SET(rec, inst.contract, contract);
	if (!v[LOT_PLACES].n)
		return 0;
	if (step_of(v[LOT_PLACES], &lot) < 0 ||
		(!inverse &&
			xg_dec_mul(&lot, lot, contract, XG_ROUND_EXACT) < 0))
		return XG_ERR_RANGE;
	XG_REC_SET(rec, inst.lot, lot);
	return 0;
}

static struct xg_str fut_status(const struct xg_str *v)
{
	if (!xg_str_is_text(v[TRADEABLE], "true"))
		return XG_STR("not_tradeable");
	return xg_str_is_text(v[POST_ONLY], "true") ? XG_STR("post_only")
						    : XG_STR("trading");
}

int xg_kraken_futures_inst(
	struct xg_json *j, int64_t rx, const struct xg_sink *sink)
{
	char native[XG_KRAKEN_SYM], sym[XG_SYM_MAX];
	struct xg_str v[FUT_KEYS];
	struct xg_sym s;
	struct xg_rec rec;
	int64_t expiry;
	bool inverse;
	int n;

	if (xg_scan(j, fut_keys, v, FUT_KEYS) < 0)
		return XG_ERR_SYNTAX;
	inverse = xg_str_is_text(v[TYPE], "futures_inverse");
	if (!inverse && !xg_str_is_text(v[TYPE], "flexible_futures"))
		return 0; /* indices and reference rates */
	if (!upper(native, v[SYMBOL]))
		return unreadable(sink, rx, v[SYMBOL]);
	n = fut_name(sym, xg_str_from(native), v, inverse, &s);
	if (n < 0)
		return unreadable(sink, rx, v[SYMBOL]);
	xg_rec_start(&rec, XG_REC_INST, XG_STR("kraken"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	XG_REC_SET(&rec, inst.settle, inverse ? s.base : s.quote);
	XG_REC_SET(&rec, inst.kind, s.kind);
	XG_REC_SET(&rec, inst.native, xg_str_from(native));
	if (fut_sizes(&rec, v, inverse) < 0)
		return unreadable(sink, rx, v[SYMBOL]);
	XG_REC_SET(&rec, inst.status, fut_status(v));
	XG_REC_SET(&rec, inst.market, XG_STR("futures"));
	if (inverse)
		XG_REC_SET(&rec, inst.inverse, true);
	expiry = xg_kraken_time(v[EXPIRY]);
	if (expiry > 0 && s.kind == XG_FUTURE)
		XG_REC_SET(&rec, inst.expiry, expiry);
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}

/* ---- answers ---- */

static int each(struct xg_str list, bool spot, int64_t rx,
	const struct xg_sink *sink, int *n)
{
	enum xg_json_tok tok, end = spot ? XG_JSON_OBJ_END : XG_JSON_ARR_END;
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	tok = xg_json_next(&j);
	if (tok != (spot ? XG_JSON_OBJ : XG_JSON_ARR))
		return XG_ERR_TYPE;
	for (;;) {
		int rc;

		tok = xg_json_next(&j);
		if (tok == end)
			return 0;
		if (spot && tok == XG_JSON_KEY)
			tok = xg_json_next(&j);
		if (tok != XG_JSON_OBJ)
			return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
		rc = spot ? xg_kraken_spot_inst(&j, rx, sink)
			  : xg_kraken_futures_inst(&j, rx, sink);
		if (rc < 0)
			return rc;
		if (n)
			*n += rc;
	}
}

int xg_kraken_insts(
	struct xg_str body, int64_t rx, const struct xg_sink *sink, int *n)
{
	static const char *const keys[] = { "result", "instruments" };
	struct xg_str v[2];

	if (xg_scan_text(body, keys, v, 2) < 0)
		return XG_ERR_TYPE;
	if (v[1].n)
		return each(v[1], false, rx, sink, n);
	return v[0].n && v[0].p[0] == '{' ? each(v[0], true, rx, sink, n)
					  : XG_ERR_TYPE;
}
