/* Instruments and their names. Sources: public products of Advanced Trade
 * (market/products) and of the Exchange (products). */
#include <stdlib.h>

#include "base/room.h"
#include "base/time.h"
#include "rec/sym.h"
#include "venue/coinbase/coinbase.h"

#define DAY_US (INT64_C(86400) * 1000000)

int64_t xg_coinbase_time(struct xg_str text)
{
	int64_t us;

	if (!text.n || xg_time_parse_iso(text, &us) < 0 || us < DAY_US)
		return 0;
	return us;
}

struct xg_str xg_coinbase_market(struct xg_str native)
{
	size_t dashes = 0;

	for (size_t i = 0; i < native.n; i++)
		dashes += native.p[i] == '-';
	return dashes > 1 ? XG_STR("future") : XG_STR("spot");
}

struct xg_str xg_coinbase_book_code(
	char out[static 64], const struct xg_instr *inst)
{
	struct xg_str native = inst->i.native;

	if (native.n == 0 || native.n >= 64)
		return (struct xg_str){ NULL, 0 };
	xg_str_copy(out, 64, native);
	/* A view of X-USD is called X-USDC. */
	if (xg_str_is_text(inst->i.market, XG_COINBASE_ALIAS))
		out[--native.n] = '\0';
	return (struct xg_str){ out, native.n };
}

/* Other names of an asset. */
static struct xg_str asset(struct xg_str code)
{
	return xg_str_is_text(code, "CGLD") ? XG_STR("CELO") : code;
}

/* BASE-QUOTE of a spot product. A code that is not made of its assets (an
 * auction, BTCAUCTION-USD, has the base BTC) stays the venue's own. */
static struct xg_sym spot(
	struct xg_str code, struct xg_str base, struct xg_str quote)
{
	struct xg_sym s = { .kind = XG_SPOT };

	if (code.n != base.n + quote.n + 1 || !xg_str_has_prefix(code, base) ||
		!xg_str_has_suffix(code, quote)) {
		s.native = code;
		return s;
	}
	s.base = asset(base);
	s.quote = asset(quote);
	return s;
}

/* What is set is put in; 0 is no rule. */
static int put_sizes(struct xg_rec *rec, struct xg_str tick, struct xg_str lot,
	struct xg_str min, struct xg_str notional)
{
	struct xg_dec n[4];

	if (xg_scan_dec(&n[0], tick) < 0 || xg_scan_dec(&n[1], lot) < 0 ||
		xg_scan_dec(&n[2], min) < 0 || xg_scan_dec(&n[3], notional) < 0)
		return XG_ERR_RANGE;
	if (XG_REC_HAS(rec, inst.contract) &&
		(xg_dec_mul(&n[1], n[1], rec->u.inst.contract, XG_ROUND_EXACT) <
				0 ||
			xg_dec_mul(&n[2], n[2], rec->u.inst.contract,
				XG_ROUND_EXACT) < 0))
		return XG_ERR_RANGE;
	if (xg_dec_sign(n[0]) > 0)
		XG_REC_SET(rec, inst.tick, n[0]);
	if (xg_dec_sign(n[1]) > 0)
		XG_REC_SET(rec, inst.lot, n[1]);
	if (xg_dec_sign(n[2]) > 0)
		XG_REC_SET(rec, inst.min_qty, n[2]);
	if (xg_dec_sign(n[3]) > 0)
		XG_REC_SET(rec, inst.min_notional, n[3]);
	return 0;
}

enum {
	ID,
	KIND,
	BASE,
	QUOTE,
	TICK,
	QTICK,
	LOT,
	MIN,
	NOTIONAL,
	STATUS,
	ALIAS,
	DISABLED,
	IS_DISABLED,
	VIEW,
	CANCEL,
	DISPLAY,
	VENUE,
	FUTURE,
	PROD_KEYS
};
static const char *const product_keys[PROD_KEYS] = { "product_id",
	"product_type", "base_currency_id", "quote_currency_id",
	"price_increment", "quote_increment", "base_increment", "base_min_size",
	"quote_min_size", "status", "alias", "trading_disabled", "is_disabled",
	"view_only", "cancel_only", "display_name", "product_venue",
	"future_product_details" };

enum { SIZE, ROOT, EXPIRY, EXPIRY_TYPE, INTERVAL, RATE, CODE, FUT_KEYS };
static const char *const future_keys[FUT_KEYS] = { "contract_size",
	"contract_root_unit", "contract_expiry", "contract_expiry_type",
	"funding_interval", "funding_rate", "contract_code" };

/* Futures have the status "": they trade as long as nothing forbids it. */
static struct xg_str status_of(const struct xg_str *v)
{
	static const struct {
		int key;
		const char *word;
	} flags[] = { { DISABLED, "trading_disabled" },
		{ IS_DISABLED, "is_disabled" }, { VIEW, "view_only" },
		{ CANCEL, "cancel_only" } };

	if (v[STATUS].n && !xg_str_is_text(v[STATUS], "online"))
		return v[STATUS];
	for (size_t i = 0; i < XG_LEN(flags); i++) {
		if (xg_str_is_text(v[flags[i].key], "true"))
			return xg_str_from(flags[i].word);
	}
	return XG_STR("trading");
}

/* Perpetuals of CDE have a far expiry: what pays funding and is called PERP. */
static bool is_perp(const struct xg_str *v, const struct xg_str *f)
{
	return xg_str_is_text(f[EXPIRY_TYPE], "PERPETUAL") ||
	       ((f[RATE].n || f[INTERVAL].n) &&
		       xg_str_has_suffix(v[DISPLAY], XG_STR("PERP")));
}

/* A row of the products that can be an instrument. */
struct row {
	struct xg_str v[PROD_KEYS], f[FUT_KEYS];
	struct xg_sym s;
	char sym[XG_SYM_MAX];
	struct xg_dec size;
	int64_t expiry;
	bool future;
};

static int name_future(struct row *r)
{
	bool intx = xg_str_has_suffix(r->v[ID], XG_STR("-INTX"));

	if (!r->v[FUTURE].n ||
		xg_scan_text(r->v[FUTURE], future_keys, r->f, FUT_KEYS) < 0 ||
		xg_scan_dec(&r->size, r->f[SIZE]) <= 0 ||
		xg_dec_sign(r->size) <= 0)
		return XG_ERR_RANGE;
	r->s.base = asset(r->f[ROOT]);
	r->s.quote = intx ? XG_STR("USDC") : XG_STR("USD");
	r->s.kind = is_perp(r->v, r->f) || intx ? XG_PERP : XG_FUTURE;
	r->expiry = xg_coinbase_time(r->f[EXPIRY]);
	if (r->s.kind == XG_FUTURE) {
		struct xg_civil c = xg_time_civil(r->expiry);

		if (!r->expiry)
			return XG_ERR_RANGE;
		r->s.expiry = c.year * 10000 + c.month * 100 + c.day;
	}
	return xg_sym_fmt(r->sym, &r->s);
}

/* 1, 0 when it can't be an instrument (it must not cost the others), or <0. */
static int read_row(struct xg_json *j, struct row *r)
{
	struct xg_sym back;
	int n;

	*r = (struct row){ .s = { .kind = XG_SPOT } };
	if (xg_scan(j, product_keys, r->v, PROD_KEYS) < 0)
		return XG_ERR_SYNTAX;
	r->future = xg_str_is_text(r->v[KIND], "FUTURE");
	if (!r->v[ID].n || memchr(r->v[ID].p, '\\', r->v[ID].n) ||
		(!r->future && !xg_str_is_text(r->v[KIND], "SPOT")))
		return 0;
	if (!r->future)
		r->s = spot(r->v[ID], r->v[BASE], r->v[QUOTE]);
	n = r->future ? name_future(r) : xg_sym_fmt(r->sym, &r->s);
	return n > 0 &&
	       xg_sym_parse(&back, (struct xg_str){ r->sym, (size_t)n }) == 0;
}

/* ---- families of contracts ---- */

/* Contracts of one root and day, nano and large, would have one name: the
 * smallest has it (of equals the first by its code), the others get the code of
 * their family behind a colon. */
struct family {
	char sym[XG_SYM_MAX], code[16];
	struct xg_dec size;
};
struct families {
	struct family *list; /* owned */
	size_t n, cap;
};

static int add_family(struct families *all, const struct row *r)
{
	int rc = XG_ROOM(all->list, all->n, all->cap, XG_ROOM_ANY);

	if (rc < 0)
		return rc;
	memcpy(all->list[all->n].sym, r->sym, sizeof r->sym);
	xg_str_copy(all->list[all->n].code, sizeof all->list[all->n].code,
		r->f[CODE]);
	all->list[all->n++].size = r->size;
	return 0;
}

static bool is_first(const struct families *all, const struct row *r)
{
	for (size_t i = 0; i < all->n; i++) {
		const struct family *o = &all->list[i];
		int way = xg_dec_cmp(o->size, r->size);

		if (strcmp(o->sym, r->sym) == 0 &&
			(way < 0 ||
				(way == 0 && xg_str_cmp(xg_str_from(o->code),
						     r->f[CODE]) < 0)))
			return false;
	}
	return true;
}

static int emit_row(struct row *r, const struct families *all, int64_t rx,
	const struct xg_sink *sink)
{
	struct xg_rec rec;
	bool alias;
	int n;

	if (r->future && !is_first(all, r)) {
		r->s.settle = r->f[CODE];
		if (!r->f[CODE].n || xg_sym_fmt(r->sym, &r->s) < 0)
			return 0;
	}
	xg_rec_start(&rec, XG_REC_INST, XG_STR("coinbase"), xg_str_from(r->sym),
		0, rx);
	XG_REC_SET(&rec, inst.base, r->future ? r->s.base : asset(r->v[BASE]));
	XG_REC_SET(
		&rec, inst.quote, r->future ? r->s.quote : asset(r->v[QUOTE]));
	XG_REC_SET(&rec, inst.kind, r->future ? r->s.kind : XG_SPOT);
	XG_REC_SET(&rec, inst.native, r->v[ID]);
	if (r->future) {
		XG_REC_SET(&rec, inst.settle, r->s.quote);
		XG_REC_SET(&rec, inst.contract, r->size);
	}
	if (put_sizes(&rec, r->v[TICK].n ? r->v[TICK] : r->v[QTICK], r->v[LOT],
		    r->v[MIN], r->v[NOTIONAL]) < 0)
		return 0;
	XG_REC_SET(&rec, inst.status, status_of(r->v));
	/* Its frames name the book that it shows. */
	alias = r->v[ALIAS].n && r->v[ID].n == r->v[ALIAS].n + 1 &&
		xg_str_has_prefix(r->v[ID], r->v[ALIAS]) &&
		xg_str_has_suffix(r->v[ID], XG_STR("-USDC"));
	XG_REC_SET(&rec, inst.market,
		r->future ? XG_STR("future")
		: alias	  ? XG_STR(XG_COINBASE_ALIAS)
			  : XG_STR("spot"));
	if (r->s.kind == XG_FUTURE)
		XG_REC_SET(&rec, inst.expiry, r->expiry);
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}

/* ---- lists ---- */

/* Each row of an array of products; all NULL: learn the families only. */
static int each_row(struct xg_str list, struct families *learn,
	const struct families *all, int64_t rx, const struct xg_sink *sink,
	int *rows)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int emitted = 0;

	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	*rows = 0;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		struct row r;
		int rc = read_row(&j, &r);

		++*rows;
		if (rc > 0 && learn)
			rc = r.future ? add_family(learn, &r) : 0;
		else if (rc > 0)
			rc = emit_row(&r, all, rx, sink);
		if (rc < 0)
			return rc;
		emitted += rc;
	}
	return tok == XG_JSON_ARR_END ? emitted
	       : tok == XG_JSON_ERR   ? XG_ERR_SYNTAX
				      : XG_ERR_TYPE;
}

int xg_coinbase_insts(
	struct xg_str body, int64_t rx, const struct xg_sink *sink, int *rows)
{
	static const char *const names[] = { "products" };
	struct families all = { 0 };
	struct xg_str list[1];
	int rc = xg_scan_text(body, names, list, 1);

	if (rc < 0 || !list[0].n)
		return rc < 0 ? rc : XG_ERR_TYPE;
	rc = each_row(list[0], &all, NULL, rx, sink, rows);
	if (rc >= 0)
		rc = each_row(list[0], NULL, &all, rx, sink, rows);
	free(all.list);
	return rc;
}

/* ---- the Exchange ---- */

enum {
	XID,
	XBASE,
	XQUOTE,
	XTICK,
	XLOT,
	XMIN,
	XNOT,
	XSTATUS,
	XOFF,
	XCANCEL,
	X_KEYS
};
static const char *const exchange_keys[X_KEYS] = { "id", "base_currency",
	"quote_currency", "quote_increment", "base_increment", "base_min_size",
	"min_market_funds", "status", "trading_disabled", "cancel_only" };

static int exchange_row(struct xg_json *j, struct xg_str venue, int64_t rx,
	const struct xg_sink *sink)
{
	struct xg_str v[X_KEYS];
	struct xg_sym s, back;
	char sym[XG_SYM_MAX];
	struct xg_rec rec;
	int n;

	if (xg_scan(j, exchange_keys, v, X_KEYS) < 0)
		return XG_ERR_SYNTAX;
	s = spot(v[XID], v[XBASE], v[XQUOTE]);
	n = xg_sym_fmt(sym, &s);
	if (!v[XID].n || n < 0 ||
		xg_sym_parse(&back, (struct xg_str){ sym, (size_t)n }) < 0)
		return 0;
	xg_rec_start(&rec, XG_REC_INST, venue,
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, asset(v[XBASE]));
	XG_REC_SET(&rec, inst.quote, asset(v[XQUOTE]));
	XG_REC_SET(&rec, inst.kind, XG_SPOT);
	XG_REC_SET(&rec, inst.native, v[XID]);
	if (put_sizes(&rec, v[XTICK], v[XLOT], v[XMIN], v[XNOT]) < 0)
		return 0;
	XG_REC_SET(&rec, inst.status,
		v[XSTATUS].n && !xg_str_is_text(v[XSTATUS], "online")
			? v[XSTATUS]
		: xg_str_is_text(v[XOFF], "true") ? XG_STR("trading_disabled")
		: xg_str_is_text(v[XCANCEL], "true") ? XG_STR("cancel_only")
						     : XG_STR("trading"));
	XG_REC_SET(&rec, inst.market, XG_STR("exchange"));
	n = sink->rec(sink->ctx, &rec);
	return n < 0 ? n : 1;
}

int xg_coinbase_exchange_insts(struct xg_str body, struct xg_str venue,
	int64_t rx, const struct xg_sink *sink)
{
	enum xg_json_tok tok;
	struct xg_json j;
	int emitted = 0;

	xg_json_init(&j, body.p, body.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = exchange_row(&j, venue, rx, sink);

		if (rc < 0)
			return rc;
		emitted += rc;
	}
	return tok == XG_JSON_ARR_END ? emitted : XG_ERR_SYNTAX;
}
