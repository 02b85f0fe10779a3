/* Tickers: marks, funding, open interest, and the best prices of options. A
 * change leaves out what has not changed, and "" takes a value back: each is laid
 * upon what is known, which does not outlive its connection. Source: ticker
 * topic. */
#include "venue/bybit/bybit.h"

#define NAME XG_STR("bybit")
#define BIT(i) (1u << (i))
#define TIMES (BIT(XG_BYBIT_RATE) | BIT(XG_BYBIT_NEXT) | BIT(XG_BYBIT_HOURS))
#define QUOTES \
	(BIT(XG_BYBIT_BID) | BIT(XG_BYBIT_BID_QTY) | BIT(XG_BYBIT_ASK) | \
		BIT(XG_BYBIT_ASK_QTY))

static const char *const keys[XG_BYBIT_TICKS] = {
	[XG_BYBIT_MARK] = "markPrice",
	[XG_BYBIT_INDEX] = "indexPrice",
	[XG_BYBIT_OI] = "openInterest",
	[XG_BYBIT_RATE] = "fundingRate",
	[XG_BYBIT_NEXT] = "nextFundingTime",
	[XG_BYBIT_HOURS] = "fundingIntervalHour",
	/* of options; others have an order book of depth 1 */
	[XG_BYBIT_BID] = "bidPrice",
	[XG_BYBIT_BID_QTY] = "bidSize",
	[XG_BYBIT_ASK] = "askPrice",
	[XG_BYBIT_ASK_QTY] = "askSize",
};

int xg_bybit_ticker_read(struct xg_bybit_in *in, struct xg_json *j)
{
	return xg_scan(j, keys, in->tick, XG_BYBIT_TICKS);
}

/* What the frame says onto what is known: all of it or nothing. *told: the
 * members that the frame has. */
static int merge(const struct xg_str *v, bool snap, struct xg_bybit_sym *sym,
	unsigned *told)
{
	struct xg_dec d[XG_BYBIT_TICKS];
	unsigned has = 0;

	*told = 0;
	for (int i = 0; i < XG_BYBIT_TICKS; i++) {
		int rc = xg_scan_dec(&d[i], v[i]);

		if (rc < 0 || (i != XG_BYBIT_RATE && xg_dec_sign(d[i]) < 0))
			return XG_ERR_RANGE;
		*told |= v[i].p ? BIT(i) : 0;
		has |= rc > 0 ? BIT(i) : 0;
	}
	sym->has_tick = (snap ? 0 : sym->has_tick & ~*told) | has;
	for (int i = 0; i < XG_BYBIT_TICKS; i++) {
		if (has & BIT(i))
			sym->tick[i] = d[i];
	}
	return 0;
}

static bool has(const struct xg_bybit_sym *sym, int i)
{
	return sym->has_tick & BIT(i);
}

/* An index or a mark of 0 is none; an option may be worth nothing. */
static bool has_price(
	const struct xg_bybit_sym *sym, int i, enum xg_bybit_cat cat)
{
	return has(sym, i) &&
	       (cat == XG_BYBIT_OPTION || !xg_dec_is_zero(sym->tick[i]));
}

static int mark(const struct xg_bybit_in *in, const struct xg_bybit_sym *sym,
	const struct xg_instr *inst)
{
	struct xg_rec rec;

	if (!has_price(sym, XG_BYBIT_MARK, in->cat))
		return 0;
	xg_rec_start(&rec, XG_REC_MARK, NAME, inst->sym, in->ts, in->d->rx);
	XG_REC_SET(&rec, mark.mark, sym->tick[XG_BYBIT_MARK]);
	if (has_price(sym, XG_BYBIT_INDEX, in->cat))
		XG_REC_SET(&rec, mark.index, sym->tick[XG_BYBIT_INDEX]);
	return xg_decoder_emit(in->d, &rec);
}

/* A count that is at most max; 0 when there is none. */
static int64_t whole(const struct xg_bybit_sym *sym, int i, int64_t max)
{
	struct xg_dec d;

	if (!has(sym, i) ||
		xg_dec_rescale(&d, sym->tick[i], 0, XG_ROUND_EXACT) < 0)
		return 0;
	return d.m > 0 && d.m <= max ? d.m : 0;
}

/* Dated contracts have none, or "". */
static int funding(const struct xg_bybit_in *in, const struct xg_bybit_sym *sym,
	const struct xg_instr *inst)
{
	int64_t ms = whole(sym, XG_BYBIT_NEXT, INT64_MAX / 1000);
	int64_t hours = whole(sym, XG_BYBIT_HOURS, 24 * 366);
	struct xg_rec rec;

	if (inst->i.kind != XG_PERP || !has(sym, XG_BYBIT_RATE))
		return 0;
	xg_rec_start(&rec, XG_REC_FUNDING, NAME, inst->sym, in->ts, in->d->rx);
	XG_REC_SET(&rec, funding.rate, sym->tick[XG_BYBIT_RATE]);
	if (ms)
		XG_REC_SET(&rec, funding.next, ms * 1000);
	if (hours)
		XG_REC_SET(&rec, funding.interval_s, hours * 3600);
	if (has_price(sym, XG_BYBIT_MARK, in->cat))
		XG_REC_SET(&rec, funding.mark, sym->tick[XG_BYBIT_MARK]);
	if (has_price(sym, XG_BYBIT_INDEX, in->cat))
		XG_REC_SET(&rec, funding.index, sym->tick[XG_BYBIT_INDEX]);
	return xg_decoder_emit(in->d, &rec);
}

/* Inverse: contracts of 1 USD, counted in base units at the mark price. */
static int interest(const struct xg_bybit_in *in,
	const struct xg_bybit_sym *sym, const struct xg_instr *inst)
{
	struct xg_dec qty = sym->tick[XG_BYBIT_OI];
	struct xg_rec rec;

	if (!has(sym, XG_BYBIT_OI) ||
		(inst->i.inverse && !has_price(sym, XG_BYBIT_MARK, in->cat)))
		return 0;
	if (xg_bybit_base(&qty, inst, sym->tick[XG_BYBIT_MARK]) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_OI, NAME, inst->sym, in->ts, in->d->rx);
	XG_REC_SET(&rec, oi.qty, qty);
	return xg_decoder_emit(in->d, &rec);
}

/* An empty side has the price 0. */
static int quotes(const struct xg_bybit_in *in, const struct xg_bybit_sym *sym,
	const struct xg_instr *inst)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_BBO, NAME, inst->sym, in->ts, in->d->rx);
	if (has(sym, XG_BYBIT_BID) && has(sym, XG_BYBIT_BID_QTY) &&
		!xg_dec_is_zero(sym->tick[XG_BYBIT_BID])) {
		XG_REC_SET(&rec, bbo.bid, sym->tick[XG_BYBIT_BID]);
		XG_REC_SET(&rec, bbo.bid_qty, sym->tick[XG_BYBIT_BID_QTY]);
	}
	if (has(sym, XG_BYBIT_ASK) && has(sym, XG_BYBIT_ASK_QTY) &&
		!xg_dec_is_zero(sym->tick[XG_BYBIT_ASK])) {
		XG_REC_SET(&rec, bbo.ask, sym->tick[XG_BYBIT_ASK]);
		XG_REC_SET(&rec, bbo.ask_qty, sym->tick[XG_BYBIT_ASK_QTY]);
	}
	return xg_decoder_emit(in->d, &rec);
}

int xg_bybit_ticker_apply(struct xg_bybit_in *in)
{
	bool snap = xg_str_is_text(in->type, "snapshot");
	const struct xg_instr *inst;
	struct xg_bybit_sym *sym;
	unsigned told;
	int rc;

	if (!snap && !xg_str_is_text(in->type, "delta"))
		return XG_ERR_TYPE;
	if (in->cat == XG_BYBIT_SPOT)
		return 0; /* statistics of 24 hours */
	inst = xg_bybit_inst_of(in, in->native);
	if (!inst)
		return XG_ERR_ABSENT;
	sym = xg_bybit_sym_of(in->d, inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->tick_conn && sym->has_tick)
		return 0; /* a connection that has been replaced */
	if (in->conn != sym->tick_conn)
		sym->has_tick = 0;
	sym->tick_conn = in->conn;
	rc = merge(in->tick, snap, sym, &told);
	if (rc == 0 && told & (BIT(XG_BYBIT_MARK) | BIT(XG_BYBIT_INDEX)))
		rc = mark(in, sym, inst);
	if (rc >= 0 && told & TIMES)
		rc = funding(in, sym, inst);
	if (rc >= 0 && told & BIT(XG_BYBIT_OI))
		rc = interest(in, sym, inst);
	if (rc >= 0 && in->cat == XG_BYBIT_OPTION && told & QUOTES)
		rc = quotes(in, sym, inst);
	return rc;
}

int xg_bybit_oi_row(struct xg_json *j, enum xg_bybit_cat cat,
	const struct xg_insts *insts, int64_t ts, int64_t rx,
	const struct xg_sink *sink)
{
	static const char *const names[] = { "symbol", "openInterest",
		"markPrice" };
	const struct xg_instr *inst;
	struct xg_str v[XG_LEN(names)];
	struct xg_dec qty, px;
	struct xg_rec rec;

	if (xg_scan(j, names, v, XG_LEN(names)) < 0)
		return XG_ERR_SYNTAX;
	inst = xg_insts_native(
		insts, NAME, xg_str_from(xg_bybit_cat_name(cat)), v[0]);
	if (!inst)
		return 0;
	if (xg_dec_from(&qty, v[1]) < 0 || xg_dec_sign(qty) < 0 ||
		xg_scan_dec(&px, v[2]) < 0 || xg_bybit_base(&qty, inst, px) < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_OI, NAME, inst->sym, ts, rx);
	XG_REC_SET(&rec, oi.qty, qty);
	return sink->rec(sink->ctx, &rec);
}
