/* Tickers (marks, funding, open interest), best prices, candles: each is one
 * object. Source: ticker, quote and chart notifications. */
#include "venue/deribit/deribit.h"

#define NAME XG_STR("deribit")

enum { MARK = XG_DERIBIT_V0, INDEX, OI, RATE, STATE };
enum { BID = XG_DERIBIT_V0, BID_QTY, ASK, ASK_QTY };
enum { START = XG_DERIBIT_TS, OPEN = XG_DERIBIT_V0, HIGH, LOW, CLOSE, VOL };

static const char *const ticker_keys[XG_DERIBIT_VALS] = {
	[XG_DERIBIT_TS] = "timestamp",
	[XG_DERIBIT_NAME] = "instrument_name",
	[MARK] = "mark_price",
	[INDEX] = "index_price",
	[OI] = "open_interest",
	[RATE] = "current_funding",
	[STATE] = "state",
};
static const char *const quote_keys[XG_DERIBIT_VALS] = {
	[XG_DERIBIT_TS] = "timestamp",
	[XG_DERIBIT_NAME] = "instrument_name",
	[BID] = "best_bid_price",
	[BID_QTY] = "best_bid_amount",
	[ASK] = "best_ask_price",
	[ASK_QTY] = "best_ask_amount",
};
static const char *const candle_keys[XG_DERIBIT_VALS] = {
	[START] = "tick",
	[OPEN] = "open",
	[HIGH] = "high",
	[LOW] = "low",
	[CLOSE] = "close",
	[VOL] = "volume",
};
static const char *const platform_keys[XG_DERIBIT_VALS] = {
	[XG_DERIBIT_V0] = "locked",
	[XG_DERIBIT_V0 + 1] = "maintenance",
	[XG_DERIBIT_V0 + 2] = "price_index",
};

int xg_deribit_object_read(struct xg_deribit_in *in, struct xg_json *j)
{
	const char *const *keys = in->kind == XG_DERIBIT_TICKER	 ? ticker_keys
				  : in->kind == XG_DERIBIT_QUOTE ? quote_keys
				  : in->kind == XG_DERIBIT_CANDLE
					  ? candle_keys
					  : platform_keys;

	return xg_scan(j, keys, in->val, XG_DERIBIT_VALS);
}

/* 1 and *inst; 0: nothing is made of it; <0: unknown. */
static int whose(struct xg_deribit_in *in, const struct xg_instr **inst)
{
	int rc = 0;

	*inst = xg_deribit_inst_of(in, in->native, &rc);
	if (!*inst)
		return rc;
	if (in->val[XG_DERIBIT_NAME].n &&
		!xg_str_is(in->val[XG_DERIBIT_NAME], in->native))
		return XG_ERR_TYPE;
	return 1;
}

/* After its end an instrument goes on to send tickers. */
static bool is_over(struct xg_str state)
{
	static const char *const ends[] = { "closed", "delivered", "archivized",
		"inactive" };

	for (size_t i = 0; i < XG_LEN(ends); i++) {
		if (xg_str_is_text(state, ends[i]))
			return true;
	}
	return false;
}

struct tick {
	struct xg_dec mark, index, oi, rate;
	bool has_mark, has_index, has_oi, has_rate;
};

/* An option may be worth nothing; a price of 0 is none elsewhere. */
static int numbers(
	const struct xg_str *v, const struct xg_instr *inst, struct tick *t)
{
	int mark = xg_scan_dec(&t->mark, v[MARK]);
	int index = xg_scan_dec(&t->index, v[INDEX]);
	int oi = xg_scan_dec(&t->oi, v[OI]);
	int rate = xg_scan_dec(&t->rate, v[RATE]);

	if (mark < 0 || index < 0 || oi < 0 || rate < 0 ||
		xg_dec_sign(t->mark) < 0 || xg_dec_sign(t->index) < 0 ||
		xg_dec_sign(t->oi) < 0)
		return XG_ERR_RANGE;
	t->has_mark = mark && (inst->i.kind == XG_OPTION || t->mark.m);
	t->has_index = index && t->index.m;
	t->has_rate = rate && inst->i.kind == XG_PERP;
	/* Inverse: USD, counted in base units at the mark price. */
	t->has_oi = oi && (!inst->i.inverse || t->has_mark);
	return t->has_oi ? xg_deribit_base(&t->oi, inst, t->mark) : 0;
}

/* Funding accrues each second: current_funding is the rate of 8 hours at which
 * it does so now. */
static int funding(const struct xg_deribit_in *in, const struct xg_instr *inst,
	const struct tick *t, int64_t ts)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_FUNDING, NAME, inst->sym, ts, in->d->rx);
	XG_REC_SET(&rec, funding.rate, t->rate);
	XG_REC_SET(&rec, funding.interval_s, 28800);
	if (t->has_mark)
		XG_REC_SET(&rec, funding.mark, t->mark);
	if (t->has_index)
		XG_REC_SET(&rec, funding.index, t->index);
	return xg_decoder_emit(in->d, &rec);
}

int xg_deribit_ticker_apply(struct xg_deribit_in *in)
{
	int64_t ts = xg_scan_ms(in->val[XG_DERIBIT_TS]);
	const struct xg_instr *inst;
	struct xg_rec rec;
	struct tick t;
	int rc = whose(in, &inst);

	if (rc <= 0 || inst->i.kind == XG_SPOT || is_over(in->val[STATE]))
		return rc < 0 ? rc : 0;
	rc = numbers(in->val, inst, &t);
	if (rc == 0 && t.has_mark) {
		xg_rec_start(&rec, XG_REC_MARK, NAME, inst->sym, ts, in->d->rx);
		XG_REC_SET(&rec, mark.mark, t.mark);
		if (t.has_index)
			XG_REC_SET(&rec, mark.index, t.index);
		rc = xg_decoder_emit(in->d, &rec);
	}
	if (rc >= 0 && t.has_rate)
		rc = funding(in, inst, &t, ts);
	if (rc >= 0 && t.has_oi) {
		xg_rec_start(&rec, XG_REC_OI, NAME, inst->sym, ts, in->d->rx);
		XG_REC_SET(&rec, oi.qty, t.oi);
		rc = xg_decoder_emit(in->d, &rec);
	}
	return rc;
}

/* One side of a quote: 1 there is one, 0 not (null, or 0), <0 bad. */
static int side(struct xg_str px_text, struct xg_str qty_text,
	const struct xg_instr *inst, struct xg_dec *px, struct xg_dec *qty)
{
	int has_px = xg_scan_dec(px, px_text);
	int has_qty = xg_scan_dec(qty, qty_text);

	if (has_px < 0 || has_qty < 0 || xg_dec_sign(*px) < 0 ||
		xg_dec_sign(*qty) < 0)
		return XG_ERR_RANGE;
	if (!has_px || !has_qty || xg_dec_is_zero(*px) || xg_dec_is_zero(*qty))
		return 0;
	return xg_deribit_base(qty, inst, *px) < 0 ? XG_ERR_RANGE : 1;
}

int xg_deribit_quote_apply(struct xg_deribit_in *in)
{
	const struct xg_instr *inst;
	struct xg_dec px[2], qty[2];
	struct xg_rec rec;
	int bid, ask, rc = whose(in, &inst);

	if (rc <= 0)
		return rc;
	bid = side(in->val[BID], in->val[BID_QTY], inst, &px[0], &qty[0]);
	ask = side(in->val[ASK], in->val[ASK_QTY], inst, &px[1], &qty[1]);
	if (bid < 0 || ask < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&rec, XG_REC_BBO, NAME, inst->sym,
		xg_scan_ms(in->val[XG_DERIBIT_TS]), in->d->rx);
	if (bid) {
		XG_REC_SET(&rec, bbo.bid, px[0]);
		XG_REC_SET(&rec, bbo.bid_qty, qty[0]);
	}
	if (ask) {
		XG_REC_SET(&rec, bbo.ask, px[1]);
		XG_REC_SET(&rec, bbo.ask_qty, qty[1]);
	}
	return xg_decoder_emit(in->d, &rec);
}

/* Seconds of a resolution: minutes, or 1D. */
static int64_t interval(struct xg_str text)
{
	int64_t minutes;

	if (xg_str_is_text(text, "1D"))
		return 86400;
	if (text.n > 4 || xg_str_i64(text, &minutes) < 0 || minutes < 1)
		return 0;
	return minutes * 60;
}

static int bar_rec(const struct xg_deribit_in *in, const struct xg_instr *inst,
	const struct xg_deribit_bar *b, int64_t seconds, bool closed)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_CANDLE, NAME, inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, candle.open, b->open);
	XG_REC_SET(&rec, candle.high, b->high);
	XG_REC_SET(&rec, candle.low, b->low);
	XG_REC_SET(&rec, candle.close, b->close);
	XG_REC_SET(&rec, candle.vol, b->vol);
	XG_REC_SET(&rec, candle.start, b->start);
	XG_REC_SET(&rec, candle.interval_s, seconds);
	XG_REC_SET(&rec, candle.closed, closed);
	return xg_decoder_emit(in->d, &rec);
}

static int read_bar(const struct xg_str *v, struct xg_deribit_bar *b)
{
	struct xg_dec *to[] = { &b->open, &b->high, &b->low, &b->close };

	b->start = xg_scan_ms(v[START]);
	for (int i = 0; i < 4; i++) {
		if (xg_scan_dec(to[i], v[OPEN + i]) <= 0 ||
			xg_dec_sign(*to[i]) <= 0)
			return XG_ERR_RANGE;
	}
	/* volume is in base units everywhere; cost in the quote's. */
	if (xg_scan_dec(&b->vol, v[VOL]) <= 0 || xg_dec_sign(b->vol) < 0)
		return XG_ERR_RANGE;
	return b->start ? 0 : XG_ERR_RANGE;
}

/* The running bar is repeated; the next one says that it is closed. */
int xg_deribit_candle_apply(struct xg_deribit_in *in)
{
	int64_t seconds = interval(in->part);
	const struct xg_instr *inst;
	struct xg_deribit_sym *sym;
	struct xg_deribit_bar bar;
	int rc = 0;

	inst = xg_deribit_inst_of(in, in->native, &rc);
	if (!inst || !seconds)
		return rc;
	if (read_bar(in->val, &bar) < 0)
		return XG_ERR_RANGE;
	sym = xg_deribit_sym_of(in->d, inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (sym->bar_conn == in->conn && sym->bar_s == seconds &&
		sym->bar.start &&
		bar.start - sym->bar.start == seconds * 1000000)
		rc = bar_rec(in, inst, &sym->bar, seconds, true);
	sym->bar = bar;
	sym->bar_conn = in->conn;
	sym->bar_s = seconds;
	return rc < 0 ? rc : bar_rec(in, inst, &bar, seconds, false);
}

int xg_deribit_oi_row(struct xg_json *j, const struct xg_insts *insts,
	int64_t rx, const struct xg_sink *sink)
{
	struct xg_str v[XG_DERIBIT_VALS], native;
	const struct xg_instr *inst;
	struct xg_rec rec;
	struct tick t;

	if (xg_scan(j, ticker_keys, v, XG_DERIBIT_VALS) < 0)
		return XG_ERR_SYNTAX;
	native = v[XG_DERIBIT_NAME];
	inst = xg_insts_native(insts, NAME,
		xg_str_from(
			xg_deribit_market_name(xg_deribit_market_of(native))),
		native);
	if (!inst)
		return 0;
	if (numbers(v, inst, &t) < 0)
		return XG_ERR_RANGE;
	if (!t.has_oi)
		return 0;
	xg_rec_start(&rec, XG_REC_OI, NAME, inst->sym,
		xg_scan_ms(v[XG_DERIBIT_TS]), rx);
	XG_REC_SET(&rec, oi.qty, t.oi);
	return sink->rec(sink->ctx, &rec);
}
