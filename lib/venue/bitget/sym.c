/* Categories, instruments and their names. Source: instruments of v3, symbols and
 * contracts of v2, products and contracts of v1. */
#include "base/time.h"
#include "rec/sym.h"
#include "venue/bitget/bitget.h"

static const struct {
	const char *name, *code, *v1, *suffix, *settle;
} cats[XG_BITGET_CATS] = {
	[XG_BITGET_SPOT] = { "spot", "SPOT", "sp", "_SPBL", NULL },
	[XG_BITGET_USDT] = { "usdt-futures", "USDT-FUTURES", "umcbl", "_UMCBL",
		"USDT" },
	[XG_BITGET_USDC] = { "usdc-futures", "USDC-FUTURES", "cmcbl", "_CMCBL",
		"USDC" },
	[XG_BITGET_COIN] = { "coin-futures", "COIN-FUTURES", "dmcbl", "_DMCBL",
		NULL },
};

static bool same(struct xg_str s, const char *lower)
{
	if (s.n != strlen(lower))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != lower[i])
			return false;
	}
	return true;
}

enum xg_bitget_cat xg_bitget_cat(struct xg_str name)
{
	enum xg_bitget_cat i = 0;

	while (i < XG_BITGET_CATS && !same(name, cats[i].name) &&
		!same(name, cats[i].v1))
		i++;
	return i;
}

const char *xg_bitget_cat_name(enum xg_bitget_cat cat)
{
	return cats[cat].name;
}

const char *xg_bitget_cat_code(enum xg_bitget_cat cat)
{
	return cats[cat].code;
}

enum {
	SYMBOL,
	CATEGORY,
	BASE,
	QUOTE,
	TYPE,
	TYPE_V2,
	STATUS,
	STATUS_V2,
	DELIVERY,
	TICK,
	TICK_STEP,
	TICK_PLACE,
	PX_PLACES,
	PX_PLACES_V1,
	LOT,
	LOT_V2,
	QTY_PLACES,
	QTY_PLACES_V2,
	QTY_PLACES_V1,
	MIN_QTY,
	MIN_QTY_V2,
	MIN_QTY_SPOT,
	MIN_VALUE,
	MIN_VALUE_V2,
	KEYS
};
static const char *const keys[KEYS] = { "symbol", "category", "baseCoin",
	"quoteCoin", "type", "symbolType", "status", "symbolStatus",
	"deliveryTime", "priceMultiplier", "priceEndStep", "pricePlace",
	"pricePrecision", "priceScale", "quantityMultiplier", "sizeMultiplier",
	"quantityPrecision", "volumePlace", "quantityScale", "minOrderQty",
	"minTradeNum", "minTradeAmount", "minOrderAmount", "minTradeUSDT" };

/* A row and what it means. */
struct row {
	struct xg_str v[KEYS], native;
	enum xg_bitget_cat cat;
	struct xg_sym sym;
	int64_t expiry; /* us */
};

/* The category that a row itself tells: by a member, or in v1 by the end of its
 * symbol, which is not part of the WebSocket's. */
static void categorise(struct row *r, enum xg_bitget_cat cat)
{
	r->native = r->v[SYMBOL];
	r->cat = r->v[CATEGORY].n ? xg_bitget_cat(r->v[CATEGORY]) : cat;
	for (int i = 0; i < XG_BITGET_CATS; i++) {
		struct xg_str end = xg_str_from(cats[i].suffix);

		if (r->native.n <= end.n ||
			memcmp(r->native.p + r->native.n - end.n, end.p,
				end.n) != 0)
			continue;
		r->native.n -= end.n;
		r->cat = (enum xg_bitget_cat)i;
		return;
	}
}

static bool is_delivery(const struct row *r)
{
	return xg_str_is_text(r->v[TYPE], "delivery") ||
	       xg_str_is_text(r->v[TYPE_V2], "delivery");
}

/* The unified name, or by the venue's own code where that can't be written. */
static int name_of(char out[static XG_SYM_MAX], struct row *r)
{
	const char *settle = cats[r->cat].settle;
	struct xg_sym back;
	int n = XG_ERR_SYNTAX;

	r->sym = (struct xg_sym){ .base = r->v[BASE], .quote = r->v[QUOTE] };
	r->sym.kind = r->cat == XG_BITGET_SPOT ? XG_SPOT
		      : is_delivery(r)	       ? XG_FUTURE
					       : XG_PERP;
	/* What is settled in a stablecoin is quoted in it. */
	if (settle && xg_str_is_text(r->sym.quote, "USD"))
		r->sym.quote = xg_str_from(settle);
	if (r->sym.kind == XG_FUTURE) {
		struct xg_civil c;

		r->expiry = xg_scan_ms(r->v[DELIVERY]);
		c = xg_time_civil(r->expiry);
		r->sym.expiry =
			r->expiry ? c.year * 10000 + c.month * 100 + c.day : 0;
	}
	if (r->sym.kind != XG_FUTURE || r->sym.expiry)
		n = xg_sym_fmt(out, &r->sym);
	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	return xg_sym_fmt(out, &(struct xg_sym){ .native = r->native });
}

/* 10^-places of a text; 1 read, 0 empty, <0 bad. */
static int power(struct xg_dec *out, struct xg_str places)
{
	int64_t n;

	if (!places.n)
		return 0;
	if (xg_str_i64(places, &n) < 0 || n < 0 || n > XG_DEC_DIGITS)
		return XG_ERR_RANGE;
	*out = xg_dec_make(1, (int)-n);
	return 1;
}

/* The first of the texts that is one, and not 0. */
static int first(struct xg_dec *out, const struct row *r, const int *of, int n)
{
	int rc = 0;

	for (int i = 0; i < n && rc == 0; i++) {
		rc = xg_scan_dec(out, r->v[of[i]]);
		if (rc < 0 || xg_dec_sign(*out) < 0)
			return XG_ERR_RANGE;
		rc = rc > 0 && !xg_dec_is_zero(*out);
	}
	return rc;
}

/* Contracts of v1 and v2: the step counts units of the last place. */
static int tick_of(struct xg_dec *tick, const struct row *r)
{
	static const int direct[] = { TICK };
	struct xg_dec step, unit;
	int rc = first(tick, r, direct, 1), has;

	if (rc)
		return rc;
	has = xg_scan_dec(&step, r->v[TICK_STEP]);
	rc = power(&unit, r->v[TICK_PLACE]);
	if (has < 0 || rc < 0 || (has && xg_dec_sign(step) <= 0))
		return XG_ERR_RANGE;
	if (has && rc)
		return xg_dec_mul(tick, step, unit, XG_ROUND_EXACT) < 0
			       ? XG_ERR_RANGE
			       : 1;
	return power(tick, r->v[r->v[PX_PLACES].n ? PX_PLACES : PX_PLACES_V1]);
}

static int lot_of(struct xg_dec *lot, const struct row *r)
{
	static const int direct[] = { LOT, LOT_V2 }, places[] = { QTY_PLACES,
		QTY_PLACES_V2, QTY_PLACES_V1 };
	int rc = first(lot, r, direct, 2);

	for (size_t i = 0; i < XG_LEN(places) && rc == 0; i++)
		rc = power(lot, r->v[places[i]]);
	return rc;
}

static int put_rules(struct xg_rec *rec, const struct row *r)
{
	static const int qty[] = { MIN_QTY, MIN_QTY_V2, MIN_QTY_SPOT },
			 value[] = { MIN_VALUE, MIN_VALUE_V2 };
	struct xg_dec tick, lot, min_qty, min_value;
	int has_tick = tick_of(&tick, r), has_lot = lot_of(&lot, r),
	    has_qty = first(&min_qty, r, qty, 3),
	    has_value = first(&min_value, r, value, 2);

	if (has_tick < 0 || has_lot < 0 || has_qty < 0 || has_value < 0)
		return XG_ERR_RANGE;
	if (has_tick)
		XG_REC_SET(rec, inst.tick, tick);
	if (has_lot)
		XG_REC_SET(rec, inst.lot, lot);
	if (has_qty)
		XG_REC_SET(rec, inst.min_qty, min_qty);
	if (has_value)
		XG_REC_SET(rec, inst.min_notional, min_value);
	/* Base units on every market, coin futures included. */
	if (r->cat != XG_BITGET_SPOT)
		XG_REC_SET(rec, inst.contract, ((struct xg_dec){ 1, 0 }));
	return 0;
}

static int unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"bitget: the instrument '%.*s' could not be read",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_STR("bitget"),
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

static bool is_plain(struct xg_str s)
{
	return s.n && !memchr(s.p, '\\', s.n);
}

static void put_status(struct xg_rec *rec, const struct row *r)
{
	struct xg_str s = r->v[STATUS].n ? r->v[STATUS] : r->v[STATUS_V2];

	if (xg_str_is_text(s, "online") || xg_str_is_text(s, "normal"))
		XG_REC_SET(rec, inst.status, XG_STR("trading"));
	else if (s.n)
		XG_REC_SET(rec, inst.status, s);
}

static int inst_row(struct xg_json *j, enum xg_bitget_cat cat, int64_t rx,
	const struct xg_sink *sink)
{
	struct row r = { .cat = cat };
	char sym[XG_SYM_MAX];
	struct xg_rec rec;
	int n;

	if (xg_scan(j, keys, r.v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (xg_str_is_text(r.v[CATEGORY], "MARGIN"))
		return 0; /* the spot pairs once more */
	categorise(&r, cat);
	if (!is_plain(r.v[SYMBOL]) || !is_plain(r.v[BASE]) ||
		!is_plain(r.v[QUOTE]) || r.cat == XG_BITGET_CATS)
		return unreadable(sink, rx, r.v[SYMBOL]);
	n = name_of(sym, &r);
	if (n < 0)
		return unreadable(sink, rx, r.v[SYMBOL]);
	xg_rec_start(&rec, XG_REC_INST, XG_STR("bitget"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, r.sym.base);
	XG_REC_SET(&rec, inst.quote, r.sym.quote);
	if (r.cat != XG_BITGET_SPOT)
		XG_REC_SET(&rec, inst.settle,
			cats[r.cat].settle ? xg_str_from(cats[r.cat].settle)
					   : r.sym.base);
	XG_REC_SET(&rec, inst.kind, r.sym.kind);
	XG_REC_SET(&rec, inst.native, r.native);
	if (put_rules(&rec, &r) < 0)
		return unreadable(sink, rx, r.v[SYMBOL]);
	put_status(&rec, &r);
	XG_REC_SET(&rec, inst.market, xg_str_from(cats[r.cat].name));
	if (r.expiry)
		XG_REC_SET(&rec, inst.expiry, r.expiry);
	return sink->rec(sink->ctx, &rec);
}

int xg_bitget_insts(struct xg_str list, enum xg_bitget_cat cat, int64_t rx,
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
