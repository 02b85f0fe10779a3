/* Markets and their names. Source: the Indexer's documents, perpetualMarkets. */
#include "rec/sym.h"
#include "venue/dydx/dydx.h"

static int unreadable(
	const struct xg_sink *sink, int64_t rx, struct xg_str native)
{
	char text[160];
	struct xg_rec rec;

	snprintf(text, sizeof text,
		"dydx: the instrument \"%.*s\" could not be read",
		(int)(native.n < 64 ? native.n : 64), native.n ? native.p : "");
	xg_rec_start(&rec, XG_REC_STATUS, XG_DYDX, (struct xg_str){ NULL, 0 },
		0, rx);
	XG_REC_SET(&rec, status.event, XG_ST_ERROR);
	XG_REC_SET(&rec, status.detail, xg_str_from(text));
	return sink->rec(sink->ctx, &rec);
}

/* The quote is behind the last dash: bases of new markets may have a network and
 * an address in them, which keep two of one name apart. */
static int name_of(
	char out[static XG_SYM_MAX], struct xg_sym *s, struct xg_str ticker)
{
	struct xg_sym back;
	size_t at = ticker.n;
	int n;

	while (at && ticker.p[at - 1] != '-')
		at--;
	if (at < 2 || at == ticker.n)
		return XG_ERR_SYNTAX;
	*s = (struct xg_sym){ .kind = XG_PERP,
		.base = { ticker.p, at - 1 },
		.quote = { ticker.p + at, ticker.n - at } };
	n = xg_sym_fmt(out, s);
	if (n > 0 &&
		xg_sym_parse(&back, (struct xg_str){ out, (size_t)n }) == 0)
		return n;
	return xg_sym_fmt(out, &(struct xg_sym){ .native = ticker });
}

/* Sizes are in base units; the least size is one step, and there is no least
 * value. */
static int inst_row(struct xg_json *j, int64_t rx, const struct xg_sink *sink)
{
	enum { TICKER, STATUS, TICK, STEP, PAIR, KEYS };
	static const char *const keys[KEYS] = { "ticker", "status", "tickSize",
		"stepSize", "clobPairId" };
	char sym[XG_SYM_MAX];
	struct xg_dec tick, step;
	struct xg_str v[KEYS];
	struct xg_rec rec;
	struct xg_sym s;
	int64_t pair;
	int n;

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	if (!v[TICKER].n || memchr(v[TICKER].p, '\\', v[TICKER].n))
		return unreadable(sink, rx, v[TICKER]);
	n = name_of(sym, &s, v[TICKER]);
	if (n < 0 || xg_scan_dec(&tick, v[TICK]) <= 0 ||
		xg_scan_dec(&step, v[STEP]) <= 0 || xg_dec_sign(tick) <= 0 ||
		xg_dec_sign(step) <= 0)
		return unreadable(sink, rx, v[TICKER]);
	xg_rec_start(&rec, XG_REC_INST, XG_DYDX,
		(struct xg_str){ sym, (size_t)n }, 0, rx);
	XG_REC_SET(&rec, inst.base, s.base);
	XG_REC_SET(&rec, inst.quote, s.quote);
	XG_REC_SET(&rec, inst.settle, XG_STR("USDC"));
	XG_REC_SET(&rec, inst.kind, XG_PERP);
	XG_REC_SET(&rec, inst.native, v[TICKER]);
	XG_REC_SET(&rec, inst.tick, tick);
	XG_REC_SET(&rec, inst.lot, step);
	XG_REC_SET(&rec, inst.min_qty, step);
	XG_REC_SET(&rec, inst.contract, xg_dec_int(1));
	XG_REC_SET(&rec, inst.status,
		xg_str_is_text(v[STATUS], "ACTIVE") ? XG_STR("trading")
						    : v[STATUS]);
	XG_REC_SET(&rec, inst.market, XG_STR("perp"));
	if (xg_str_i64(v[PAIR], &pair) == 0 && pair >= 0)
		XG_REC_SET(&rec, inst.code, pair);
	return sink->rec(sink->ctx, &rec);
}

int xg_dydx_insts(struct xg_str body, int64_t rx, const struct xg_sink *sink)
{
	static const char *const keys[] = { "markets" };
	struct xg_str list;
	struct xg_json j;
	int n = 0;

	if (xg_scan_text(body, keys, &list, 1) < 0 || !list.n)
		return XG_ERR_TYPE;
	xg_json_init(&j, list.p, list.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	while (xg_json_next(&j) == XG_JSON_KEY) {
		int rc;

		if (xg_json_next(&j) != XG_JSON_OBJ)
			return XG_ERR_TYPE;
		rc = inst_row(&j, rx, sink);
		if (rc < 0)
			return rc;
		n++;
	}
	return j.tok == XG_JSON_OBJ_END ? n : XG_ERR_SYNTAX;
}
