/* Instruments and symbols [2 public data, get instruments]. */
#include "venue/okx/okx.h"

#include "base/time.h"
#include "rec/sym.h"

static size_t dashes(struct xg_str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '-';
	return n;
}

struct xg_str xg_okx_market(struct xg_str native)
{
	if (xg_str_has_suffix(native, XG_STR("-SWAP")))
		return XG_STR("swap");
	switch (dashes(native)) {
	case 0:
	case 1:
		return XG_STR("spot");
	case 2:
		return XG_STR("futures");
	default:
		return XG_STR("option");
	}
}

static const struct {
	const char *market, *type;
	int kind;
} types[] = {
	{ "spot", "SPOT", XG_SPOT },
	{ "swap", "SWAP", XG_PERP },
	{ "futures", "FUTURES", XG_FUTURE },
	{ "option", "OPTION", XG_OPTION },
};

const char *xg_okx_inst_type(struct xg_str market)
{
	for (size_t i = 0; i < XG_LEN(types); i++) {
		if (xg_str_is_text(market, types[i].market))
			return types[i].type;
	}
	return "ANY";
}

enum {
	TYPE,
	ID,
	CODE,
	FAMILY,
	ULY,
	CT_TYPE,
	CT_VAL,
	CT_MULT,
	SETTLE,
	BASE,
	QUOTE,
	TICK,
	LOT,
	MIN,
	STATE,
	EXP,
	RULE,
	STRIKE,
	OPT,
	KEYS
};
static const char *const keys[KEYS] = { "instType", "instId", "instIdCode",
	"instFamily", "uly", "ctType", "ctVal", "ctMult", "settleCcy",
	"baseCcy", "quoteCcy", "tickSz", "lotSz", "minSz", "state", "expTime",
	"ruleType", "stk", "optType" };

/* "BTC-USD_UM" -> base BTC, quote USD, um. */
static bool split_family(struct xg_str fam, struct xg_sym *s, bool *um)
{
	struct xg_str rest = fam;

	s->base = xg_str_cut(&rest, '-');
	s->quote = xg_str_cut(&rest, '_');
	*um = rest.n > 0;
	return s->base.n && s->quote.n;
}

static int name_of(char out[static XG_SYM_MAX], const struct xg_str *v,
	int kind, struct xg_sym *s)
{
	bool um = false;
	struct xg_str rest = v[ID];

	*s = (struct xg_sym){ .kind = kind };
	if (kind == XG_SPOT) {
		s->base = v[BASE].n ? v[BASE] : xg_str_cut(&rest, '-');
		s->quote = v[QUOTE].n ? v[QUOTE] : rest;
	} else if (!split_family(v[FAMILY].n ? v[FAMILY] : v[ULY], s, &um) &&
		   !split_family(v[ID], s, &um)) {
		return XG_ERR_SYNTAX;
	}
	/* Inverse BTC-USD-SWAP is the plain one; USD-margined ones carry their
	 * settlement asset; five-year "xperp" contracts their native name. */
	if (um)
		s->settle = v[SETTLE];
	if (xg_str_is_text(v[RULE], "xperp"))
		*s = (struct xg_sym){
			.native = v[ID], .base = s->base, .quote = s->quote
		};
	if (kind == XG_FUTURE || kind == XG_OPTION) {
		int64_t us = xg_okx_ms(v[EXP]);
		struct xg_str tail = v[ID];

		if (us) {
			struct xg_civil c = xg_time_civil(us);

			s->expiry = c.year * 10000 + c.month * 100 + c.day;
		} else {
			xg_str_cut(&tail, '-');
			xg_str_cut(&tail, '-');
			if (xg_str_i64(xg_str_cut(&tail, '-'), &s->expiry) < 0)
				return XG_ERR_SYNTAX;
			s->expiry += 20000000;
		}
		s->strike = kind == XG_OPTION ? v[STRIKE] : s->strike;
		s->cp = kind == XG_OPTION && v[OPT].n ? v[OPT].p[0] : 0;
	}
	return xg_sym_fmt(out, s);
}

/* Sizes of linear contracts become base units; those of inverse ones stay in
 * contracts, since base units depend on the price. */
static int sizes(struct xg_rec *rec, const struct xg_str *v, bool contracts,
	bool inverse)
{
	struct xg_dec tick, lot, min, val = { 1, 0 }, mult;

	if (xg_okx_dec(&tick, v[TICK]) < 0 || xg_okx_dec(&lot, v[LOT]) < 0 ||
		xg_okx_dec(&min, v[MIN]) < 0)
		return XG_ERR_RANGE;
	if (contracts) {
		if (xg_okx_dec(&val, v[CT_VAL]) <= 0)
			return XG_ERR_RANGE;
		if (xg_okx_dec(&mult, v[CT_MULT]) > 0 &&
			xg_dec_mul(&val, val, mult, XG_ROUND_EXACT) < 0)
			return XG_ERR_RANGE;
		if (xg_dec_sign(val) <= 0)
			return XG_ERR_RANGE;
		XG_REC_SET(rec, inst.contract, val);
		if (!inverse &&
			(xg_dec_mul(&lot, lot, val, XG_ROUND_EXACT) < 0 ||
				xg_dec_mul(&min, min, val, XG_ROUND_EXACT) < 0))
			return XG_ERR_RANGE;
	}
	if (!xg_dec_is_zero(tick))
		XG_REC_SET(rec, inst.tick, tick);
	if (!xg_dec_is_zero(lot))
		XG_REC_SET(rec, inst.lot, lot);
	if (!xg_dec_is_zero(min))
		XG_REC_SET(rec, inst.min_qty, min);
	return 0;
}

/* One instrument that cannot be read is told and does not take the others with
 * it. */
static int unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"okx: the instrument '%.*s' could not be read",
		(int)(native.n < 64 ? native.n : 64), native.p);
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("okx"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

int xg_okx_inst(struct xg_json *j, int64_t rx, const struct xg_sink *sink)
{
	struct xg_str v[KEYS];
	struct xg_rec rec;
	struct xg_sym s;
	char sym[XG_SYM_MAX];
	int64_t code;
	size_t t = 0;
	bool inverse;
	int n;

	if (xg_okx_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	while (t < XG_LEN(types) && !xg_str_is_text(v[TYPE], types[t].type))
		t++;
	if (t == XG_LEN(types) || v[ID].n == 0)
		return 0; /* margin is spot; events are not traded here */
	n = name_of(sym, v, types[t].kind, &s);
	if (n < 0)
		return unreadable(sink, rx, v[ID]);
	xg_rec_start(&rec, XG_REC_INST, XG_STR("okx"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	inverse = xg_str_is_text(v[CT_TYPE], "inverse");
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	if (v[SETTLE].n)
		XG_REC_SET(&rec, inst.settle, v[SETTLE]);
	XG_REC_SET(&rec, inst.kind,
		xg_str_is_text(v[RULE], "xperp") ? XG_PERP : types[t].kind);
	XG_REC_SET(&rec, inst.native, v[ID]);
	if (sizes(&rec, v, types[t].kind != XG_SPOT, inverse) < 0)
		return unreadable(sink, rx, v[ID]);
	XG_REC_SET(&rec, inst.status,
		xg_str_is_text(v[STATE], "live") ? XG_STR("trading")
						 : v[STATE]);
	XG_REC_SET(&rec, inst.market, xg_str_from(types[t].market));
	if (inverse)
		XG_REC_SET(&rec, inst.inverse, true);
	if (xg_str_i64(v[CODE], &code) == 0)
		XG_REC_SET(&rec, inst.code, code);
	if (types[t].kind != XG_SPOT && xg_okx_ms(v[EXP]))
		XG_REC_SET(&rec, inst.expiry, xg_okx_ms(v[EXP]));
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}
