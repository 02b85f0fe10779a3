/* Contexts of perpetuals and candles. Source: the venue's documents,
 * activeAssetCtx, candle. */
#include "venue/hyperliquid/hyperliquid.h"

#define HOUR_S 3600

enum { RATE, MARK, INDEX, OI, VALUES };

/* What the context says: values of members that it has. <0 as in xg_scan. */
static int read_ctx(
	struct xg_str text, struct xg_dec d[static VALUES], bool *has)
{
	static const char *const keys[VALUES] = { "funding", "markPx",
		"oraclePx", "openInterest" };
	struct xg_str v[VALUES];

	if (xg_scan_text(text, keys, v, VALUES) < 0)
		return XG_ERR_TYPE;
	for (int i = 0; i < VALUES; i++) {
		int rc = xg_scan_dec(&d[i], v[i]);

		if (rc < 0 || (i != RATE && xg_dec_sign(d[i]) < 0))
			return XG_ERR_RANGE;
		has[i] = rc > 0;
	}
	/* A price of 0 is none. */
	has[MARK] = has[MARK] && !xg_dec_is_zero(d[MARK]);
	has[INDEX] = has[INDEX] && !xg_dec_is_zero(d[INDEX]);
	return 0;
}

static int mark(const struct xg_hyperliquid_in *in, const struct xg_instr *inst,
	const struct xg_dec *d, const bool *has)
{
	struct xg_rec rec;

	if (!has[MARK])
		return 0;
	xg_rec_start(
		&rec, XG_REC_MARK, XG_HYPERLIQUID, inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, mark.mark, d[MARK]);
	if (has[INDEX])
		XG_REC_SET(&rec, mark.index, d[INDEX]);
	return xg_decoder_emit(in->d, &rec);
}

/* The rate is that of an hour, and paid every hour. */
static int funding(const struct xg_hyperliquid_in *in,
	const struct xg_instr *inst, const struct xg_dec *d, const bool *has)
{
	struct xg_rec rec;

	if (!has[RATE])
		return 0;
	xg_rec_start(
		&rec, XG_REC_FUNDING, XG_HYPERLIQUID, inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, funding.rate, d[RATE]);
	XG_REC_SET(&rec, funding.interval_s, HOUR_S);
	if (has[MARK])
		XG_REC_SET(&rec, funding.mark, d[MARK]);
	if (has[INDEX])
		XG_REC_SET(&rec, funding.index, d[INDEX]);
	return xg_decoder_emit(in->d, &rec);
}

/* Open interest is in base units. The venue gives no time with any of these. */
int xg_hyperliquid_ctx(struct xg_hyperliquid_in *in)
{
	static const char *const keys[] = { "coin", "ctx" };
	const struct xg_instr *inst;
	struct xg_dec d[VALUES];
	struct xg_str v[2];
	bool has[VALUES];
	struct xg_rec rec;
	int rc;

	if (xg_scan_text(in->data, keys, v, 2) < 0 || !v[0].n || !v[1].n)
		return XG_ERR_TYPE;
	rc = read_ctx(v[1], d, has);
	if (rc < 0)
		return rc;
	inst = xg_hyperliquid_inst_of(in, v[0]);
	if (!inst)
		return XG_ERR_ABSENT;
	rc = mark(in, inst, d, has);
	if (rc >= 0)
		rc = funding(in, inst, d, has);
	if (rc < 0 || !has[OI])
		return rc;
	xg_rec_start(&rec, XG_REC_OI, XG_HYPERLIQUID, inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, oi.qty, d[OI]);
	return xg_decoder_emit(in->d, &rec);
}

/* ---- candles ---- */

/* Seconds of "1m", "4h", "1d", "1w"; 0 for months, whose length varies. */
static int64_t interval_s(struct xg_str text)
{
	static const char units[] = "mhdw";
	static const int64_t unit_s[] = { 60, HOUR_S, 86400, 604800 };
	const char *unit;
	int64_t n;

	if (text.n < 2 || text.n > 4)
		return 0;
	unit = memchr(units, text.p[text.n - 1], strlen(units));
	text.n--;
	if (!unit || xg_str_i64(text, &n) < 0 || n < 1)
		return 0;
	return n * unit_s[unit - units];
}

static int read_candle(
	struct xg_str text, struct xg_candle *c, struct xg_str *coin)
{
	enum { START, OPEN, HIGH, LOW, CLOSE, VOL, INTERVAL, SYM, KEYS };
	static const char *const keys[KEYS] = { "t", "o", "h", "l", "c", "v",
		"i", "s" };
	struct xg_dec *to[] = { &c->open, &c->high, &c->low, &c->close,
		&c->vol };
	struct xg_str v[KEYS];

	*c = (struct xg_candle){ 0 };
	if (xg_scan_text(text, keys, v, KEYS) < 0 || !v[SYM].n)
		return XG_ERR_TYPE;
	for (int i = 0; i < 5; i++) {
		if (xg_dec_from(to[i], v[OPEN + i]) < 0 ||
			xg_dec_sign(*to[i]) < (i == 4 ? 0 : 1))
			return XG_ERR_RANGE;
	}
	c->start = xg_scan_ms(v[START]);
	c->interval_s = interval_s(v[INTERVAL]);
	*coin = v[SYM];
	return c->start ? 0 : XG_ERR_RANGE;
}

static int emit(const struct xg_hyperliquid_in *in, struct xg_str sym,
	const struct xg_candle *c, bool closed)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_CANDLE, XG_HYPERLIQUID, sym, 0, in->d->rx);
	XG_REC_SET(&rec, candle.open, c->open);
	XG_REC_SET(&rec, candle.high, c->high);
	XG_REC_SET(&rec, candle.low, c->low);
	XG_REC_SET(&rec, candle.close, c->close);
	XG_REC_SET(&rec, candle.vol, c->vol);
	XG_REC_SET(&rec, candle.start, c->start);
	XG_REC_SET(&rec, candle.interval_s, c->interval_s);
	XG_REC_SET(&rec, candle.closed, closed);
	return xg_decoder_emit(in->d, &rec);
}

/* Nothing says that a candle is closed: the first frame of a later one does. What
 * came over another connection is not continued: changes may be missing. */
int xg_hyperliquid_candle(struct xg_hyperliquid_in *in)
{
	struct xg_hyperliquid_sym *sym;
	const struct xg_instr *inst;
	struct xg_candle c;
	struct xg_str coin;
	int rc = read_candle(in->data, &c, &coin);

	if (rc < 0)
		return rc;
	inst = xg_hyperliquid_inst_of(in, coin);
	if (!inst)
		return XG_ERR_ABSENT;
	if (!c.interval_s)
		return 0; /* records have none without its length */
	sym = xg_hyperliquid_sym_of(in->d, inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->candle_conn)
		return 0; /* a connection that has been replaced */
	if (in->conn == sym->candle_conn &&
		c.interval_s == sym->candle.interval_s) {
		if (c.start < sym->candle.start)
			return 0;
		if (c.start > sym->candle.start)
			rc = emit(in, inst->sym, &sym->candle, true);
	}
	sym->candle_conn = in->conn;
	sym->candle = c;
	return rc < 0 ? rc : emit(in, inst->sym, &c, false);
}
