/* Categories, instruments and their names. Source: get instruments info, enums
 * of contract types and states. */
#include "base/time.h"
#include "rec/sym.h"
#include "venue/bybit/bybit.h"

static const char *const cats[XG_BYBIT_CATS] = {
	[XG_BYBIT_SPOT] = "spot",
	[XG_BYBIT_LINEAR] = "linear",
	[XG_BYBIT_INVERSE] = "inverse",
	[XG_BYBIT_OPTION] = "option",
};

enum xg_bybit_cat xg_bybit_cat(struct xg_str name)
{
	enum xg_bybit_cat i = 0;

	while (i < XG_BYBIT_CATS && !xg_str_is_text(name, cats[i]))
		i++;
	return i;
}

const char *xg_bybit_cat_name(enum xg_bybit_cat cat)
{
	return cats[cat];
}

int xg_bybit_base(
	struct xg_dec *size, const struct xg_instr *inst, struct xg_dec px)
{
	return inst->i.inverse && !xg_dec_is_zero(*size)
		       ? xg_base_qty(size, inst, *size, px)
		       : 0;
}

enum {
	SYMBOL,
	TYPE,
	STATUS,
	BASE,
	QUOTE,
	SETTLE,
	OPTION,
	DELIVERY,
	PRICE,
	LOT,
	CODE,
	KEYS
};
static const char *const keys[KEYS] = { "symbol", "contractType", "status",
	"baseCoin", "quoteCoin", "settleCoin", "optionsType", "deliveryTime",
	"priceFilter", "lotSizeFilter", "symbolId" };

static int kind_of(enum xg_bybit_cat cat, const struct xg_str *v)
{
	if (cat == XG_BYBIT_SPOT)
		return XG_SPOT;
	if (cat == XG_BYBIT_OPTION)
		return XG_OPTION;
	if (xg_str_is_text(v[TYPE], "LinearPerpetual") ||
		xg_str_is_text(v[TYPE], "InversePerpetual"))
		return XG_PERP;
	if (xg_str_is_text(v[TYPE], "LinearFutures") ||
		xg_str_is_text(v[TYPE], "InverseFutures"))
		return XG_FUTURE;
	return XG_INST_NONE;
}

/* What is settled in a stablecoin is quoted in it, whatever the row says of
 * USD: BTC-30JUN25-100000-C has the quote USD and is settled in USDC. */
static struct xg_str quote_of(enum xg_bybit_cat cat, const struct xg_str *v)
{
	bool linear = cat == XG_BYBIT_LINEAR || cat == XG_BYBIT_OPTION;

	return linear && v[SETTLE].n && xg_str_is_text(v[QUOTE], "USD")
		       ? v[SETTLE]
		       : v[QUOTE];
}

/* BASE-DATE-STRIKE-C and perhaps -SETTLE: the strike is told nowhere else. */
static int put_option(struct xg_sym *s, const struct xg_str *v)
{
	struct xg_str rest = v[SYMBOL];

	xg_str_cut(&rest, '-');
	xg_str_cut(&rest, '-');
	s->strike = xg_str_cut(&rest, '-');
	s->cp = xg_str_is_text(v[OPTION], "Call")  ? 'C'
		: xg_str_is_text(v[OPTION], "Put") ? 'P'
						   : 0;
	return s->strike.n && s->cp ? 0 : XG_ERR_SYNTAX;
}

/* The unified name, or by the venue's own code where that can't be written. */
static int name_of(char out[static XG_SYM_MAX], struct xg_sym *s,
	enum xg_bybit_cat cat, const struct xg_str *v)
{
	struct xg_sym back;
	int64_t at = xg_scan_ms(v[DELIVERY]);
	int n = XG_ERR_SYNTAX;

	*s = (struct xg_sym){ .kind = kind_of(cat, v),
		.base = v[BASE],
		.quote = quote_of(cat, v) };
	/* The plain one is settled in its quote, or in its base if inverse. */
	if (cat != XG_BYBIT_SPOT && v[SETTLE].n &&
		!xg_str_is(v[SETTLE],
			cat == XG_BYBIT_INVERSE ? s->base : s->quote))
		s->settle = v[SETTLE];
	if (s->kind == XG_FUTURE || s->kind == XG_OPTION) {
		struct xg_civil c = xg_time_civil(at);

		s->expiry = at ? c.year * 10000 + c.month * 100 + c.day : 0;
	}
	if (s->kind == XG_OPTION && put_option(s, v) < 0)
		return XG_ERR_SYNTAX;
	if (s->kind != XG_FUTURE || s->expiry)
		n = xg_sym_fmt(out, s);
	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	return xg_sym_fmt(out, &(struct xg_sym){ .native = v[SYMBOL] });
}

/* The text of a filter; absent ones are empty objects. */
static int filter(struct xg_str text, const char *const *names,
	struct xg_dec *out, size_t n)
{
	struct xg_str v[4];

	for (size_t i = 0; i < n; i++)
		out[i] = (struct xg_dec){ 0, 0 };
	if (!text.n)
		return 0;
	if (xg_scan_text(text, names, v, n) < 0)
		return XG_ERR_TYPE;
	for (size_t i = 0; i < n; i++) {
		if (xg_scan_dec(&out[i], v[i]) < 0 || xg_dec_sign(out[i]) < 0)
			return XG_ERR_RANGE;
	}
	return 0;
}

/* The tick is tickSize, not priceScale; spot tells its step and its least value
 * by other names. Sizes of inverse contracts stay in contracts. */
static int put_rules(
	struct xg_rec *rec, enum xg_bybit_cat cat, const struct xg_str *v)
{
	static const char *const price[] = { "tickSize" };
	static const char *const spot[] = { "basePrecision", "minOrderQty",
		"minOrderAmt" };
	static const char *const other[] = { "qtyStep", "minOrderQty",
		"minNotionalValue" };
	struct xg_dec tick, lot[3];

	if (filter(v[PRICE], price, &tick, 1) < 0 ||
		filter(v[LOT], cat == XG_BYBIT_SPOT ? spot : other, lot, 3) < 0)
		return XG_ERR_RANGE;
	if (!xg_dec_is_zero(tick))
		XG_REC_SET(rec, inst.tick, tick);
	if (!xg_dec_is_zero(lot[0]))
		XG_REC_SET(rec, inst.lot, lot[0]);
	if (!xg_dec_is_zero(lot[1]))
		XG_REC_SET(rec, inst.min_qty, lot[1]);
	if (!xg_dec_is_zero(lot[2]))
		XG_REC_SET(rec, inst.min_notional, lot[2]);
	if (cat != XG_BYBIT_SPOT)
		XG_REC_SET(rec, inst.contract, ((struct xg_dec){ 1, 0 }));
	return 0;
}

static int unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"bybit: the instrument '%.*s' could not be read",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("bybit"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

static bool is_plain(struct xg_str s)
{
	return s.n && !memchr(s.p, '\\', s.n);
}

static int inst_row(struct xg_json *j, enum xg_bybit_cat cat, int64_t rx,
	const struct xg_sink *sink)
{
	char sym[XG_SYM_MAX];
	struct xg_str v[KEYS];
	struct xg_rec rec;
	struct xg_sym s;
	int64_t code;
	int n;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (!is_plain(v[SYMBOL]) || !is_plain(v[BASE]) || !is_plain(v[QUOTE]) ||
		kind_of(cat, v) == XG_INST_NONE)
		return unreadable(sink, rx, v[SYMBOL]);
	n = name_of(sym, &s, cat, v);
	if (n < 0)
		return unreadable(sink, rx, v[SYMBOL]);
	xg_rec_start(&rec, XG_REC_INST, XG_STR("bybit"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	if (v[SETTLE].n)
		XG_REC_SET(&rec, inst.settle, v[SETTLE]);
	XG_REC_SET(&rec, inst.kind, s.kind);
	XG_REC_SET(&rec, inst.native, v[SYMBOL]);
	if (put_rules(&rec, cat, v) < 0)
		return unreadable(sink, rx, v[SYMBOL]);
	XG_REC_SET(&rec, inst.status,
		xg_str_is_text(v[STATUS], "Trading") ? XG_STR("trading")
						     : v[STATUS]);
	XG_REC_SET(&rec, inst.market, xg_str_from(cats[cat]));
	if (cat == XG_BYBIT_INVERSE)
		XG_REC_SET(&rec, inst.inverse, true);
	if (xg_str_i64(v[CODE], &code) == 0 && code > 0)
		XG_REC_SET(&rec, inst.code, code);
	if (s.expiry && xg_scan_ms(v[DELIVERY]))
		XG_REC_SET(&rec, inst.expiry, xg_scan_ms(v[DELIVERY]));
	return sink->rec(sink->ctx, &rec);
}

int xg_bybit_insts(struct xg_str list, enum xg_bybit_cat cat, int64_t rx,
	const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int n = 0;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = inst_row(&j, cat, rx, sink);

		if (rc < 0)
			return rc;
		n++;
	}
	return tok == XG_JSON_ARR_END ? n : XG_ERR_TYPE;
}
