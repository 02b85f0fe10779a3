/* Markets, instruments and their names. Source: exchangeInfo and filters
 * documents of spot, USD-M and COIN-M. */
#include "base/time.h"
#include "rec/sym.h"
#include "venue/binance/binance.h"

static const struct xg_binance_market markets[] = {
	{ XG_BINANCE_SPOT, "spot", "spot-rest", "/api/v3", false, false, NULL,
		0, 1, XG_SYNC_FIRST_LAST },
	{ XG_BINANCE_USDM, "usdm", "usdm-rest", "/fapi/v1", true, false, "1", 2,
		3, XG_SYNC_PREV },
	{ XG_BINANCE_COINM, "coinm", "coinm-rest", "/dapi/v1", true, true, "2",
		2, 3, XG_SYNC_PREV },
};

const struct xg_binance_market *xg_binance_market(struct xg_str name)
{
	size_t dash = 0;

	while (dash < name.n && name.p[dash] != '-')
		dash++;
	for (size_t i = 0; i < XG_LEN(markets); i++) {
		const struct xg_binance_market *m = &markets[i];

		if (xg_str_is_text((struct xg_str){ name.p, dash }, m->name))
			return m;
	}
	return NULL;
}

enum {
	SYMBOL,
	STATUS,
	CSTATUS,
	BASE,
	QUOTE,
	MARGIN,
	TYPE,
	DELIVERY,
	SIZE,
	ALLOWED,
	FILTERS,
	KEYS
};
static const char *const keys[KEYS] = { "symbol", "status", "contractStatus",
	"baseAsset", "quoteAsset", "marginAsset", "contractType",
	"deliveryDate", "contractSize", "isSpotTradingAllowed", "filters" };

/* Texts of a row with their escapes decoded (non-ASCII symbols). */
struct row {
	struct xg_str v[KEYS];
	char text[4][XG_SYM_MAX];
};

static int plain(struct row *r)
{
	static const int may[] = { SYMBOL, BASE, QUOTE, MARGIN };
	struct xg_buf b = { .max = XG_SYM_MAX };
	int rc = 0;

	for (size_t i = 0; i < XG_LEN(may); i++) {
		struct xg_str *s = &r->v[may[i]];

		if (rc < 0 || !s->n || !memchr(s->p, '\\', s->n))
			continue;
		xg_buf_clear(&b);
		rc = xg_json_unescape(&b, *s);
		if (rc == 0 && (b.failed || b.len >= XG_SYM_MAX))
			rc = XG_ERR_RANGE;
		if (rc < 0)
			continue;
		xg_str_copy(r->text[i], sizeof r->text[i], xg_buf_view(&b));
		*s = (struct xg_str){ r->text[i], b.len };
	}
	xg_buf_release(&b);
	return rc;
}

/* YYYYMMDD of a dated contract: its delivery, else the tail of its symbol. */
static int64_t expiry_of(const struct row *r)
{
	int64_t us = xg_scan_ms(r->v[DELIVERY]), day;
	struct xg_str s = r->v[SYMBOL];

	if (us) {
		struct xg_civil c = xg_time_civil(us);

		return c.year * 10000 + c.month * 100 + c.day;
	}
	if (s.n < 7 || s.p[s.n - 7] != '_' ||
		xg_str_i64((struct xg_str){ s.p + s.n - 6, 6 }, &day) < 0)
		return 0;
	return 20000000 + day;
}

/* Does the symbol end in _YYMMDD? */
static bool has_date(struct xg_str s)
{
	int64_t day;

	return s.n > 7 && s.p[s.n - 7] == '_' &&
	       xg_str_i64((struct xg_str){ s.p + s.n - 6, 6 }, &day) == 0;
}

static int kind_of(const struct xg_binance_market *m, const struct row *r)
{
	if (!m->futures)
		return XG_SPOT;
	/* CURRENT_QUARTER, NEXT_QUARTER ...; a delisted one may have none. */
	return has_date(r->v[SYMBOL]) ? XG_FUTURE : XG_PERP;
}

/* The venue makes its symbols of the assets. Only one that is so made has the
 * plain name: others (a settled contract beside its successor) would share it
 * and are called by the venue's own code. */
static bool is_regular(const struct xg_binance_market *m, const struct row *r)
{
	struct xg_str s = r->v[SYMBOL], base = r->v[BASE], quote = r->v[QUOTE];

	if (!xg_str_has_prefix(s, base))
		return false;
	s.p += base.n;
	s.n -= base.n;
	if (!xg_str_has_prefix(s, quote))
		return false;
	s.p += quote.n;
	s.n -= quote.n;
	if (m->inverse && xg_str_is_text(s, "_PERP"))
		return true;
	return kind_of(m, r) == XG_FUTURE ? s.n == 7 : s.n == 0;
}

static int name_of(char out[static XG_SYM_MAX],
	const struct xg_binance_market *m, const struct row *r)
{
	struct xg_sym s = { .kind = kind_of(m, r),
		.base = r->v[BASE],
		.quote = r->v[QUOTE] },
		      back;
	struct xg_str margin = r->v[MARGIN];
	int n;

	/* The plain one is margined in quote (linear) or base (inverse). */
	if (m->futures && margin.n &&
		!xg_str_is(margin, m->inverse ? s.base : s.quote))
		s.settle = margin;
	if (s.kind == XG_FUTURE)
		s.expiry = expiry_of(r);
	if (is_regular(m, r)) {
		n = xg_sym_fmt(out, &s);
		if (n > 0 && xg_sym_parse(&back,
				     (struct xg_str){ out, (size_t)n }) == 0)
			return n;
	}
	s = (struct xg_sym){ .native = r->v[SYMBOL] };
	return xg_sym_fmt(out, &s);
}

struct rules {
	struct xg_dec tick, lot, min_qty, min_notional;
};

static int larger(struct xg_dec *to, struct xg_str text)
{
	struct xg_dec d;
	int rc = xg_scan_dec(&d, text);

	if (rc > 0 && xg_dec_cmp(d, *to) > 0)
		*to = d;
	return rc < 0 ? rc : 0;
}

/* One filter. Steps of 0 mean that nothing is checked. MARKET_LOT_SIZE is not
 * read: records have one lot, that of resting orders. */
static int read_filter(struct xg_json *j, struct rules *r)
{
	enum { KIND, TICK, STEP, MIN, MINN, NOTIONAL, N };
	static const char *const names[N] = { "filterType", "tickSize",
		"stepSize", "minQty", "minNotional", "notional" };
	struct xg_str v[N];

	if (xg_scan(j, names, v, N) < 0)
		return XG_ERR_SYNTAX;
	if (xg_str_is_text(v[KIND], "PRICE_FILTER"))
		return larger(&r->tick, v[TICK]);
	if (xg_str_is_text(v[KIND], "LOT_SIZE")) {
		int rc = larger(&r->lot, v[STEP]);

		return rc < 0 ? rc : larger(&r->min_qty, v[MIN]);
	}
	if (xg_str_is_text(v[KIND], "NOTIONAL") ||
		xg_str_is_text(v[KIND], "MIN_NOTIONAL"))
		return larger(
			&r->min_notional, v[MINN].n ? v[MINN] : v[NOTIONAL]);
	return 0;
}

static int read_filters(struct xg_str list, struct rules *r)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int rc = 0;

	*r = (struct rules){ 0 };
	if (!list.n)
		return 0;
	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc == 0 && (tok = xg_json_next(&j)) == XG_JSON_OBJ)
		rc = read_filter(&j, r);
	return rc < 0 ? rc : tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

static struct xg_str status_of(const struct row *r)
{
	struct xg_str s = r->v[STATUS].n ? r->v[STATUS] : r->v[CSTATUS];

	if (!xg_str_is_text(s, "TRADING"))
		return s;
	return xg_str_is_text(r->v[ALLOWED], "false") ? XG_STR("NO_SPOT")
						      : XG_STR("trading");
}

static int put_rules(struct xg_rec *rec, const struct row *r,
	const struct xg_binance_market *m)
{
	struct xg_dec size = { 1, 0 };
	struct rules rules;
	int rc = read_filters(r->v[FILTERS], &rules);

	if (rc < 0)
		return rc;
	if (!xg_dec_is_zero(rules.tick))
		XG_REC_SET(rec, inst.tick, rules.tick);
	if (!xg_dec_is_zero(rules.lot))
		XG_REC_SET(rec, inst.lot, rules.lot);
	if (!xg_dec_is_zero(rules.min_qty))
		XG_REC_SET(rec, inst.min_qty, rules.min_qty);
	if (!xg_dec_is_zero(rules.min_notional))
		XG_REC_SET(rec, inst.min_notional, rules.min_notional);
	if (!m->futures)
		return 0;
	if (m->inverse &&
		(xg_scan_dec(&size, r->v[SIZE]) <= 0 || xg_dec_sign(size) <= 0))
		return XG_ERR_RANGE;
	XG_REC_SET(rec, inst.contract, size);
	return 0;
}

int xg_binance_inst(struct xg_json *j, const struct xg_binance_market *m,
	int64_t rx, const struct xg_sink *sink)
{
	char sym[XG_SYM_MAX];
	struct xg_rec rec;
	struct row r;
	int n;

	if (xg_scan(j, keys, r.v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	/* A row that can't be an instrument here must not cost all others. */
	if (!r.v[SYMBOL].n || !r.v[BASE].n || !r.v[QUOTE].n || plain(&r) < 0)
		return 0;
	n = name_of(sym, m, &r);
	if (n < 0)
		return 0;
	xg_rec_start(&rec, XG_REC_INST, XG_STR("binance"),
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, r.v[BASE]);
	XG_REC_SET(&rec, inst.quote, r.v[QUOTE]);
	if (r.v[MARGIN].n)
		XG_REC_SET(&rec, inst.settle, r.v[MARGIN]);
	XG_REC_SET(&rec, inst.kind, kind_of(m, &r));
	XG_REC_SET(&rec, inst.native, r.v[SYMBOL]);
	if (put_rules(&rec, &r, m) < 0)
		return 0;
	XG_REC_SET(&rec, inst.status, status_of(&r));
	XG_REC_SET(&rec, inst.market, xg_str_from(m->name));
	if (m->inverse)
		XG_REC_SET(&rec, inst.inverse, true);
	if (kind_of(m, &r) == XG_FUTURE && xg_scan_ms(r.v[DELIVERY]))
		XG_REC_SET(&rec, inst.expiry, xg_scan_ms(r.v[DELIVERY]));
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}

/* The array of symbols is long: it is read in place, not looked up. */
int xg_binance_insts(struct xg_str body, const struct xg_binance_market *m,
	int64_t rx, const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int n = 0, rc = 0;
	bool found = false;

	xg_json_init(&j, body.p, body.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_KEY) {
		if (!XG_JSON_KEY_IS(&j, "symbols")) {
			if (xg_json_skip(&j, NULL) < 0)
				return XG_ERR_SYNTAX;
			continue;
		}
		found = true;
		if (xg_json_next(&j) != XG_JSON_ARR)
			return XG_ERR_TYPE;
		while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
			rc = xg_binance_inst(&j, m, rx, sink);
			if (rc < 0)
				return rc;
			n += rc;
		}
		if (tok != XG_JSON_ARR_END)
			return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	}
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	return found ? n : XG_ERR_TYPE;
}
