/* Perpetuals and their names. Source: the venue's documents, perpetuals info;
 * asset ids. */
#include "rec/sym.h"
#include "venue/hyperliquid/hyperliquid.h"

/* The native code of a perpetual is its base asset, with the name of a builder's
 * exchange before a colon; of a pair its index (@107), or PURR/USDC. */
struct xg_str xg_hyperliquid_market(struct xg_str coin)
{
	if (!coin.n || coin.p[0] == '#' || coin.p[0] == '+')
		return (struct xg_str){ NULL, 0 };
	if (coin.p[0] == '@' || memchr(coin.p, '/', coin.n))
		return XG_STR("spot");
	return XG_STR("perp");
}

int xg_hyperliquid_unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"hyperliquid: the instrument \"%.*s\" could not be read",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_HYPERLIQUID,
		(struct xg_str){ NULL, 0 }, 0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

/* Sizes have szDecimals decimals; prices at most 6 (spot: 8) less those. That is
 * the finest tick: what it is at a price is told by tick.c. */
int xg_hyperliquid_rules(struct xg_rec *rec, int kind, struct xg_str decimals)
{
	int most = kind == XG_SPOT ? 8 : 6;
	int64_t n;

	if (xg_str_i64(decimals, &n) < 0 || n < 0 || n > XG_DEC_EXP_MAX)
		return XG_ERR_RANGE;
	XG_REC_SET(
		rec, inst.tick, xg_dec_make(1, n < most ? (int)n - most : 0));
	XG_REC_SET(rec, inst.lot, xg_dec_make(1, (int)-n));
	XG_REC_SET(rec, inst.min_qty, xg_dec_make(1, (int)-n));
	return 0;
}

/* Tokens that margin is held in, by their index in spotMeta: names of tokens are
 * not unique, indexes are. Others stay unknown. */
static struct xg_str collateral(struct xg_str index)
{
	static const char *const known[][2] = { { "0", "USDC" },
		{ "235", "USDE" }, { "360", "USDH" } };

	for (size_t i = 0; i < XG_LEN(known); i++) {
		if (xg_str_is_text(index, known[i][0]))
			return xg_str_from(known[i][1]);
	}
	return (struct xg_str){ NULL, 0 };
}

/* Perpetuals of one exchange, the venue's own (dex 0) or a builder's. */
struct dex {
	int index;
	struct xg_str settle;
	int64_t rx;
	const struct xg_sink *sink;
	int n; /* rows so far: the row's number is its code */
};

static int64_t code_of(const struct dex *x)
{
	return x->index ? 100000 + INT64_C(10000) * x->index + x->n : x->n;
}

/* kPEPE is 1000 PEPE: an asset of its own, KPEPE. */
static struct xg_str asset(char out[static XG_SYM_MAX], struct xg_str name)
{
	xg_str_copy(out, XG_SYM_MAX, name);
	if (name.n > 1 && out[0] == 'k' && out[1] >= 'A' && out[1] <= 'Z')
		out[0] = 'K';
	return xg_str_from(out);
}

/* X-USD-PERP; of a builder's exchange ~dex:X, since the same asset is traded on
 * several of them. */
static int name_of(char out[static XG_SYM_MAX], struct xg_str base,
	struct xg_str native, bool is_own)
{
	const struct xg_sym s = {
		.kind = XG_PERP, .base = base, .quote = XG_STR("USD")
	};
	struct xg_sym back;
	int n = is_own ? xg_sym_fmt(out, &s) : XG_ERR_SYNTAX;

	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	return xg_sym_fmt(out, &(struct xg_sym){ .native = native });
}

static int perp_row(struct xg_json *j, struct dex *x)
{
	static const char *const keys[] = { "name", "szDecimals",
		"isDelisted" };
	char sym[XG_SYM_MAX], base[XG_SYM_MAX];
	struct xg_str v[XG_LEN(keys)], name;
	struct xg_rec rec;
	bool own;
	int n;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n || v[0].n >= XG_SYM_MAX || memchr(v[0].p, '\\', v[0].n))
		return xg_hyperliquid_unreadable(x->sink, x->rx, v[0]);
	name = v[0];
	own = xg_str_find(name, ':') == name.n;
	if (!own)
		xg_str_cut(&name, ':');
	name = asset(base, name);
	n = name_of(sym, name, v[0], own && !x->index);
	if (n < 0 || !name.n)
		return xg_hyperliquid_unreadable(x->sink, x->rx, v[0]);
	xg_rec_start(&rec, XG_REC_INST, XG_HYPERLIQUID,
		(struct xg_str){ sym, (size_t)n }, 0, x->rx);
	XG_REC_SET(&rec, inst.base, name);
	XG_REC_SET(&rec, inst.quote, XG_STR("USD"));
	if (x->settle.n)
		XG_REC_SET(&rec, inst.settle, x->settle);
	XG_REC_SET(&rec, inst.kind, XG_PERP);
	XG_REC_SET(&rec, inst.native, v[0]);
	if (xg_hyperliquid_rules(&rec, XG_PERP, v[1]) < 0)
		return xg_hyperliquid_unreadable(x->sink, x->rx, v[0]);
	XG_REC_SET(&rec, inst.min_notional, xg_dec_int(10));
	XG_REC_SET(&rec, inst.contract, xg_dec_int(1));
	XG_REC_SET(&rec, inst.status,
		xg_str_is_text(v[2], "true") ? XG_STR("delisted")
					     : XG_STR("trading"));
	XG_REC_SET(&rec, inst.market, XG_STR("perp"));
	XG_REC_SET(&rec, inst.code, code_of(x));
	return x->sink->rec(x->sink->ctx, &rec);
}

/* One `meta`: rows keep their places, delisted ones, too. Rows, or <0. */
static int one_dex(struct xg_str text, struct dex *x)
{
	static const char *const keys[] = { "universe", "collateralToken" };
	struct xg_str v[XG_LEN(keys)];
	enum xg_json_tok tok;
	struct xg_json j;

	if (xg_scan_text(text, keys, v, XG_LEN(keys)) < 0 || !v[0].n)
		return XG_ERR_TYPE;
	x->settle = collateral(v[1]);
	if (!x->index && !v[1].n)
		x->settle = XG_STR("USDC");
	xg_json_init(&j, v[0].p, v[0].n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = perp_row(&j, x);

		if (rc < 0)
			return rc;
		x->n++;
	}
	return tok == XG_JSON_ARR_END ? x->n : XG_ERR_TYPE;
}

int xg_hyperliquid_perps(
	struct xg_str body, int64_t rx, const struct xg_sink *sink)
{
	struct dex x = { .rx = rx, .sink = sink };
	enum xg_json_tok tok;
	struct xg_json j;
	int n = 0;

	xg_json_init(&j, body.p, body.n);
	tok = xg_json_next(&j);
	if (tok == XG_JSON_OBJ)
		return one_dex(body, &x);
	if (tok != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		struct xg_str one;
		int rc = xg_json_skip(&j, &one);

		x.n = 0;
		rc = rc < 0 ? XG_ERR_SYNTAX : one_dex(one, &x);
		if (rc < 0)
			return rc;
		n += rc;
		x.index++;
	}
	return tok == XG_JSON_ARR_END ? n : XG_ERR_TYPE;
}
