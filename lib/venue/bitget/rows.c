/* Trades, liquidations, candles. Source: trade, liquidation and candlestick
 * channels. Rows are held until their frame was read to its end. */
#include "venue/bitget/bitget.h"

#define NAME XG_STR("bitget")

enum { AT, PX, QTY, SIDE, ID, SYM, DEAL, RPI = SYM };

static int side_of(struct xg_str text)
{
	return xg_str_is_text(text, "buy")    ? XG_BUY
	       : xg_str_is_text(text, "sell") ? XG_SELL
					      : XG_SIDE_NONE;
}

/* Texts of an array; further ones are left alone. */
static int read_array(struct xg_json *j, struct xg_str *v, size_t n)
{
	size_t i = 0;

	while (xg_json_next(j) != XG_JSON_ARR_END) {
		if (j->tok == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		if (j->tok != XG_JSON_STR && j->tok != XG_JSON_NUM)
			return XG_ERR_TYPE;
		if (i < n)
			v[i++] = j->val;
	}
	return i == n ? 0 : XG_ERR_TYPE;
}

/* Price, quantity in base units, side. */
static int numbers(const struct xg_str *v, struct xg_dec *px,
	struct xg_dec *qty, int *side)
{
	*side = side_of(v[SIDE]);
	if (!*side)
		return XG_ERR_TYPE;
	if (xg_dec_from(px, v[PX]) < 0 || xg_dec_from(qty, v[QTY]) < 0 ||
		xg_dec_sign(*px) <= 0 || xg_dec_sign(*qty) <= 0 ||
		!xg_scan_ms(v[AT]))
		return XG_ERR_RANGE;
	return 0;
}

/* The side is the taker's. v1 has no ids. */
int xg_bitget_trade_row(void *ctx, struct xg_json *j)
{
	struct xg_bitget_in *in = ctx;
	static const char *const v2[DEAL] = { [AT] = "ts",
		[PX] = "price",
		[QTY] = "size",
		[SIDE] = "side",
		[ID] = "tradeId" };
	static const char *const v3[DEAL] = { [AT] = "T",
		[PX] = "p",
		[QTY] = "v",
		[SIDE] = "S",
		[ID] = "i",
		[RPI] = "isRPI" };
	bool v1 = in->dialect == XG_BITGET_V1;
	struct xg_str v[DEAL] = { { NULL, 0 } };
	struct xg_dec px, qty;
	struct xg_rec rec;
	int side, rc;

	rc = v1 ? read_array(j, v, SIDE + 1)
		: xg_scan(j, in->dialect == XG_BITGET_V3 ? v3 : v2, v, DEAL);
	if (rc == 0)
		rc = numbers(v, &px, &qty, &side);
	if (rc < 0)
		return rc;
	if (!v1 && (!v[ID].n || memchr(v[ID].p, '\\', v[ID].n)))
		return XG_ERR_TYPE;
	xg_rec_start(&rec, XG_REC_TRADE, NAME, in->inst->sym, xg_scan_ms(v[AT]),
		in->d->rx);
	if (!v1)
		XG_REC_SET(&rec, trade.id, v[ID]);
	XG_REC_SET(&rec, trade.side, side);
	XG_REC_SET(&rec, trade.px, px);
	XG_REC_SET(&rec, trade.qty, qty);
	if (xg_str_is_text(v[RPI], "yes"))
		XG_REC_SET(&rec, trade.off, XG_OFF_RPI);
	return xg_decoder_hold(in->d, &rec);
}

/* Was this trade told already? Else it is remembered. */
static bool is_seen(struct xg_bitget_sym *sym, struct xg_str text)
{
	int64_t id;

	if (!text.n || xg_str_i64(text, &id) < 0)
		return false;
	for (size_t i = 0; i < sym->seen_n; i++) {
		if (sym->seen[i] == id)
			return true;
	}
	sym->seen[sym->seen_at] = id;
	sym->seen_at = (sym->seen_at + 1) % XG_BITGET_SEEN;
	if (sym->seen_n < XG_BITGET_SEEN)
		sym->seen_n++;
	return false;
}

int xg_bitget_trades_apply(struct xg_bitget_in *in)
{
	const struct xg_decoder *d = in->d;
	struct xg_bitget_sym *sym;
	size_t n = d->held_n;
	bool turn;
	int rc = 0;

	if (!n)
		return 0;
	sym = xg_bitget_sym_of(in->d, in->inst);
	if (!sym)
		return XG_ERR_MEMORY;
	turn = d->held[0].ts >= d->held[n - 1].ts; /* newest first */
	for (size_t i = 0; i < n && rc >= 0; i++) {
		struct xg_rec *rec = &d->held[turn ? n - 1 - i : i];

		if (!is_seen(sym, rec->u.trade.id))
			rc = xg_decoder_emit(in->d, rec);
	}
	return rc;
}

/* Of all symbols; those that we do not know are not ours. The documents do not
 * say whether the side is the order's or the position's: it is told as it
 * comes. */
int xg_bitget_liq_row(void *ctx, struct xg_json *j)
{
	struct xg_bitget_in *in = ctx;
	static const char *const keys[DEAL] = { [AT] = "ts",
		[PX] = "price",
		[QTY] = "amount",
		[SIDE] = "side",
		[SYM] = "symbol" };
	const struct xg_instr *inst;
	struct xg_str v[DEAL];
	struct xg_dec px, qty;
	struct xg_rec rec;
	int side, rc;

	if (xg_scan(j, keys, v, DEAL) < 0)
		return XG_ERR_SYNTAX;
	rc = numbers(v, &px, &qty, &side);
	if (rc < 0)
		return rc;
	if (!v[SYM].n || in->cat == XG_BITGET_CATS)
		return XG_ERR_TYPE;
	inst = xg_insts_native(in->d->insts, NAME,
		xg_str_from(xg_bitget_cat_name(in->cat)), v[SYM]);
	if (!inst)
		return 0;
	xg_rec_start(&rec, XG_REC_LIQ, NAME, inst->sym, xg_scan_ms(v[AT]),
		in->d->rx);
	XG_REC_SET(&rec, liq.side, side);
	XG_REC_SET(&rec, liq.px, px);
	XG_REC_SET(&rec, liq.qty, qty);
	return xg_decoder_hold(in->d, &rec);
}

int64_t xg_bitget_interval_s(struct xg_str text)
{
	static const struct {
		char unit;
		int64_t s;
	} units[] = { { 'm', 60 }, { 'H', 3600 }, { 'D', 86400 },
		{ 'W', INT64_C(7) * 86400 } };
	int64_t count = 0;
	size_t i = 0;

	while (i < text.n && i < 3 && text.p[i] >= '0' && text.p[i] <= '9')
		count = count * 10 + (text.p[i++] - '0');
	if (i >= text.n ||
		(text.n - i != 1 &&
			!xg_str_is_text((struct xg_str){ text.p + i + 1,
						text.n - i - 1 },
				"utc")))
		return 0;
	for (size_t u = 0; u < XG_LEN(units); u++) {
		if (units[u].unit == text.p[i])
			return count * units[u].s;
	}
	return 0; /* 1M */
}

int xg_bitget_candle_row(void *ctx, struct xg_json *j)
{
	struct xg_bitget_in *in = ctx;
	enum { START, OPEN, HIGH, LOW, CLOSE, VOL, KEYS };
	static const char *const keys[KEYS] = { "start", "open", "high", "low",
		"close", "volume" };
	int64_t interval = xg_bitget_interval_s(in->interval);
	struct xg_str v[KEYS];
	struct xg_dec px[4], vol;
	struct xg_rec rec;
	int rc;

	rc = in->dialect == XG_BITGET_V3 ? xg_scan(j, keys, v, KEYS)
					 : read_array(j, v, KEYS);
	if (rc < 0)
		return rc;
	for (int i = 0; i < 4; i++) {
		if (xg_dec_from(&px[i], v[OPEN + i]) < 0 ||
			xg_dec_sign(px[i]) <= 0)
			return XG_ERR_RANGE;
	}
	if (xg_dec_from(&vol, v[VOL]) < 0 || xg_dec_sign(vol) < 0 ||
		!xg_scan_ms(v[START]))
		return XG_ERR_RANGE;
	if (!interval)
		return 0; /* records have none without its length */
	xg_rec_start(&rec, XG_REC_CANDLE, NAME, in->inst->sym, 0, in->d->rx);
	XG_REC_SET(&rec, candle.open, px[0]);
	XG_REC_SET(&rec, candle.high, px[1]);
	XG_REC_SET(&rec, candle.low, px[2]);
	XG_REC_SET(&rec, candle.close, px[3]);
	XG_REC_SET(&rec, candle.vol, vol);
	XG_REC_SET(&rec, candle.start, xg_scan_ms(v[START]));
	XG_REC_SET(&rec, candle.interval_s, interval);
	return xg_decoder_hold(in->d, &rec);
}

/* A snapshot is the history of up to 1000 candles, oldest first: only its end is
 * news. What has another one behind it is final. */
int xg_bitget_candles_apply(struct xg_bitget_in *in)
{
	const struct xg_decoder *d = in->d;
	size_t n = d->held_n;
	int rc = 0;

	for (size_t i = n > 2 ? n - 2 : 0; i < n && rc >= 0; i++) {
		struct xg_rec *rec = &d->held[i];
		bool closed = i + 1 < n &&
			      rec[1].u.candle.start > rec->u.candle.start;

		XG_REC_SET(rec, candle.closed, closed);
		rc = xg_decoder_emit(in->d, rec);
	}
	return rc;
}
