/* Markets, instruments and their names. Source: spot/currency_pairs,
 * futures/{settle}/contracts, delivery/{settle}/contracts. */
#include "base/time.h"
#include "rec/sym.h"
#include "venue/gate/gate.h"

static const struct xg_gate_market markets[] = {
	{ XG_GATE_SPOT, "spot", "rest", "/api/v4/spot", "/currency_pairs",
		"spot", NULL, true },
	{ XG_GATE_USDT, "usdt", "fx-rest", "/api/v4/futures/usdt", "/contracts",
		"futures", "USDT", true },
	{ XG_GATE_BTC, "btc", "fx-rest", "/api/v4/futures/btc", "/contracts",
		"futures", "BTC", true },
	/* Whole books by the stream are announced for spot and perpetuals. */
	{ XG_GATE_DELIVERY, "delivery", "fx-rest", "/api/v4/delivery/usdt",
		"/contracts", "futures", "USDT", false },
};

const struct xg_gate_market *xg_gate_market(struct xg_str name)
{
	for (size_t i = 0; i < XG_LEN(markets); i++) {
		if (xg_str_is_text(name, markets[i].name))
			return &markets[i];
	}
	return NULL;
}

/* A row that can't be an instrument is told and does not take the others with
 * it. */
static int left_out(const struct xg_sink *sink, int64_t rx,
	struct xg_str native, const char *why)
{
	char text[160];
	struct xg_rec rec;
	int rc;

	snprintf(text, sizeof text, "gate: the instrument '%.*s' %s",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "",
		why);
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("gate"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	rc = sink->rec(sink->ctx, &rec);
	return rc < 0 ? rc : 0;
}

/* The unified name, or that by the native code where there is none. */
static int name_of(char out[static XG_SYM_MAX], const struct xg_sym *want,
	struct xg_str native)
{
	struct xg_sym s, back;
	int n = xg_sym_fmt(out, want);

	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	s = (struct xg_sym){ .native = native };
	return xg_sym_fmt(out, &s);
}

static bool has_escape(struct xg_str s)
{
	return s.n && memchr(s.p, '\\', s.n);
}

/* ---- spot ---- */

/* 10^-places as the venue counts decimals; false: no such number. */
static bool step_of(struct xg_dec *out, struct xg_str places)
{
	int64_t n;

	if (xg_str_i64(places, &n) < 0 || n < 0 || n > XG_DEC_DIGITS)
		return false;
	*out = xg_dec_make(1, -(int)n);
	return true;
}

/* "fee": a percentage, the same for maker and taker. */
static int put_spot_fee(struct xg_rec *rec, struct xg_str text)
{
	struct xg_dec fee;
	int rc = xg_scan_dec(&fee, text);

	if (rc <= 0)
		return rc;
	if (xg_dec_mul(&fee, fee, xg_dec_make(1, -2), XG_ROUND_EXACT) < 0)
		return XG_ERR_RANGE;
	XG_REC_SET(rec, inst.maker, fee);
	XG_REC_SET(rec, inst.taker, fee);
	return 0;
}

static int spot_row(struct xg_json *j, const struct xg_gate_market *m,
	int64_t rx, const struct xg_sink *sink)
{
	enum { ID, BASE, QUOTE, FEE, MIN, NOTIONAL, LOT, TICK, STATUS, KEYS };
	static const char *const keys[KEYS] = { "id", "base", "quote", "fee",
		"min_base_amount", "min_quote_amount", "amount_precision",
		"precision", "trade_status" };
	struct xg_dec tick, lot, min, notional;
	struct xg_str v[KEYS];
	char sym[XG_SYM_MAX];
	struct xg_rec rec;
	int n;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (!v[ID].n || !v[BASE].n || !v[QUOTE].n || has_escape(v[ID]) ||
		has_escape(v[BASE]) || has_escape(v[QUOTE]) ||
		!step_of(&tick, v[TICK]) || !step_of(&lot, v[LOT]) ||
		xg_scan_dec(&min, v[MIN]) < 0 ||
		xg_scan_dec(&notional, v[NOTIONAL]) < 0)
		return left_out(sink, rx, v[ID], "could not be read");
	n = name_of(sym,
		&(struct xg_sym){
			.kind = XG_SPOT, .base = v[BASE], .quote = v[QUOTE] },
		v[ID]);
	if (n < 0)
		return left_out(sink, rx, v[ID], "has no name here");
	xg_rec_start(&rec, XG_REC_INST, XG_STR("gate"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, v[BASE]);
	XG_REC_SET(&rec, inst.quote, v[QUOTE]);
	XG_REC_SET(&rec, inst.kind, XG_SPOT);
	XG_REC_SET(&rec, inst.native, v[ID]);
	XG_REC_SET(&rec, inst.tick, tick);
	XG_REC_SET(&rec, inst.lot, lot);
	if (!xg_dec_is_zero(min))
		XG_REC_SET(&rec, inst.min_qty, min);
	if (!xg_dec_is_zero(notional))
		XG_REC_SET(&rec, inst.min_notional, notional);
	XG_REC_SET(&rec, inst.status,
		xg_str_is_text(v[STATUS], "tradable") ? XG_STR("trading")
						      : v[STATUS]);
	if (put_spot_fee(&rec, v[FEE]) < 0)
		return left_out(sink, rx, v[ID], "could not be read");
	XG_REC_SET(&rec, inst.market, xg_str_from(m->name));
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}

/* ---- contracts ---- */

enum {
	NAME,
	TYPE,
	MULT,
	TICK,
	MIN,
	DECIMAL,
	MAKER,
	TAKER,
	DELISTING,
	STATUS,
	EXPIRE,
	FUNDING,
	KEYS
};
static const char *const keys[KEYS] = { "name", "type", "quanto_multiplier",
	"order_price_round", "order_size_min", "enable_decimal",
	"maker_fee_rate", "taker_fee_rate", "in_delisting", "status",
	"expire_time", "funding_interval" };

/* "BTC_USDT_20260327" -> its date (0: none), and *name without it. */
static int64_t cut_date(struct xg_str *name)
{
	int64_t day;

	if (name->n < 10 || name->p[name->n - 9] != '_' ||
		xg_str_i64((struct xg_str){ name->p + name->n - 8, 8 }, &day) <
			0 ||
		day < 20000101)
		return 0;
	name->n -= 9;
	return day;
}

/* Assets are what stands before and behind the last '_'. */
static bool split(struct xg_str name, struct xg_sym *s)
{
	size_t at = name.n;

	while (at > 0 && name.p[at - 1] != '_')
		at--;
	if (at < 2)
		return false;
	s->base = (struct xg_str){ name.p, at - 1 };
	s->quote = (struct xg_str){ name.p + at, name.n - at };
	return s->quote.n > 0;
}

/* Base units of a contract, or quote units of an inverse one: 1 USD. */
static bool contract_of(
	struct xg_dec *out, const struct xg_str *v, bool inverse)
{
	*out = xg_dec_make(1, 0);
	return inverse ||
	       (xg_scan_dec(out, v[MULT]) > 0 && xg_dec_sign(*out) > 0);
}

/* Whole contracts, but for those that may be divided: then the least size is
 * the step. Base units; an inverse contract's stay contracts. */
static int put_sizes(struct xg_rec *rec, const struct xg_str *v, bool inverse)
{
	struct xg_dec lot = { 1, 0 }, min, tick, one;

	if (!contract_of(&one, v, inverse) || xg_scan_dec(&min, v[MIN]) < 0 ||
		xg_scan_dec(&tick, v[TICK]) < 0 || xg_dec_sign(min) < 0)
		return XG_ERR_RANGE;
	if (xg_str_is_text(v[DECIMAL], "true") && xg_dec_sign(min) > 0 &&
		xg_dec_cmp(min, lot) < 0)
		lot = min;
	if (!inverse && (xg_dec_mul(&lot, lot, one, XG_ROUND_EXACT) < 0 ||
				xg_dec_mul(&min, min, one, XG_ROUND_EXACT) < 0))
		return XG_ERR_RANGE;
	if (xg_dec_sign(tick) > 0)
		XG_REC_SET(rec, inst.tick, tick);
	XG_REC_SET(rec, inst.lot, lot);
	if (!xg_dec_is_zero(min))
		XG_REC_SET(rec, inst.min_qty, min);
	XG_REC_SET(rec, inst.contract, one);
	return 0;
}

static int put_fees(struct xg_rec *rec, const struct xg_str *v)
{
	struct xg_dec maker, taker;
	int m = xg_scan_dec(&maker, v[MAKER]),
	    t = xg_scan_dec(&taker, v[TAKER]);

	if (m < 0 || t < 0)
		return XG_ERR_RANGE;
	if (m)
		XG_REC_SET(rec, inst.maker, maker);
	if (t)
		XG_REC_SET(rec, inst.taker, taker);
	return 0;
}

static struct xg_str status_of(const struct xg_str *v)
{
	if (xg_str_is_text(v[DELISTING], "true"))
		return XG_STR("delisting");
	return v[STATUS].n ? v[STATUS] : XG_STR("trading");
}

/* Writes the unified name; the settlement asset is in it where it is neither the
 * quote (linear) nor the base (inverse). */
static int contract_name(char out[static XG_SYM_MAX], struct xg_sym *s,
	const struct xg_gate_market *m, struct xg_str native, bool inverse)
{
	struct xg_str settle = xg_str_from(m->settle);

	s->kind = m->index == XG_GATE_DELIVERY ? XG_FUTURE : XG_PERP;
	if (!xg_str_is(settle, inverse ? s->base : s->quote))
		s->settle = settle;
	return name_of(out, s, native);
}

static int contract_row(struct xg_json *j, const struct xg_gate_market *m,
	int64_t rx, const struct xg_sink *sink)
{
	struct xg_sym s = { 0 };
	struct xg_str v[KEYS], name;
	char sym[XG_SYM_MAX];
	struct xg_rec rec;
	int64_t expiry, span;
	bool inverse;
	int n;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	name = v[NAME];
	inverse = xg_str_is_text(v[TYPE], "inverse");
	if (m->index == XG_GATE_DELIVERY)
		s.expiry = cut_date(&name);
	if (!name.n || has_escape(name) || !split(name, &s) ||
		(m->index == XG_GATE_DELIVERY && !s.expiry) ||
		xg_gate_time(&expiry, v[EXPIRE]) < 0)
		return left_out(sink, rx, v[NAME], "could not be read");
	/* Its size in base units follows from the price of another pair. */
	if (!inverse && m->index == XG_GATE_BTC)
		return left_out(sink, rx, v[NAME],
			"is a quanto contract: its size can't be told in base "
			"units");
	n = contract_name(sym, &s, m, v[NAME], inverse);
	if (n < 0)
		return left_out(sink, rx, v[NAME], "has no name here");
	xg_rec_start(&rec, XG_REC_INST, XG_STR("gate"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	XG_REC_SET(&rec, inst.settle, xg_str_from(m->settle));
	XG_REC_SET(&rec, inst.kind, s.kind);
	XG_REC_SET(&rec, inst.native, v[NAME]);
	if (put_sizes(&rec, v, inverse) < 0 || put_fees(&rec, v) < 0)
		return left_out(sink, rx, v[NAME], "could not be read");
	XG_REC_SET(&rec, inst.status, status_of(v));
	XG_REC_SET(&rec, inst.market, xg_str_from(m->name));
	if (inverse)
		XG_REC_SET(&rec, inst.inverse, true);
	if (expiry)
		XG_REC_SET(&rec, inst.expiry, expiry);
	if (s.kind == XG_PERP && xg_str_i64(v[FUNDING], &span) == 0 && span > 0)
		XG_REC_SET(&rec, inst.funding_s, span);
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}

int xg_gate_insts(struct xg_str body, const struct xg_gate_market *m,
	int64_t rx, const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int n = 0;

	xg_json_init(&j, body.p, body.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = m->index == XG_GATE_SPOT
				 ? spot_row(&j, m, rx, sink)
				 : contract_row(&j, m, rx, sink);

		if (rc < 0)
			return rc;
		n += rc;
	}
	if (tok == XG_JSON_ARR_END)
		return n;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}
