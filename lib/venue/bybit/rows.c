/* Trades, liquidations, candles. Source: public trade, all liquidation and kline
 * topics. Rows are held until their frame was read to its end. */
#include "venue/bybit/bybit.h"

#define NAME XG_STR("bybit")

/* What trades and liquidations have in common. */
struct deal {
	struct xg_str sym, side, qty, px, at, id;
	struct xg_str block, rpi; /* of trades: "true", "false" or absent */
};

static int read_deal(struct xg_json *j, struct deal *d)
{
	enum xg_json_tok tok;

	memset(d, 0, sizeof *d);
	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		struct xg_str *to = NULL, *flag = NULL;
		int rc;

		switch (j->val.n == 1 ? j->val.p[0] : 0) {
		case 's':
			to = &d->sym;
			break;
		case 'S':
			to = &d->side;
			break;
		case 'v':
			to = &d->qty;
			break;
		case 'p':
			to = &d->px;
			break;
		case 'T':
			to = &d->at;
			break;
		case 'i':
			to = &d->id;
			break;
		default:
			if (XG_JSON_KEY_IS(j, "BT"))
				flag = &d->block;
			else if (XG_JSON_KEY_IS(j, "RPI"))
				flag = &d->rpi;
			break;
		}
		rc = flag ? xg_json_skip(j, flag)
		     : to ? xg_json_text(j, to)
			  : xg_json_skip(j, NULL);
		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

static int side_of(struct xg_str text)
{
	return xg_str_is_text(text, "Buy")    ? XG_BUY
	       : xg_str_is_text(text, "Sell") ? XG_SELL
					      : XG_SIDE_NONE;
}

/* Price, size in base units, side. */
static int numbers(const struct deal *d, const struct xg_instr *inst,
	struct xg_dec *px, struct xg_dec *qty, int *side)
{
	*side = side_of(d->side);
	if (!*side)
		return XG_ERR_TYPE;
	if (xg_dec_from(px, d->px) < 0 || xg_dec_from(qty, d->qty) < 0 ||
		xg_dec_sign(*px) <= 0 || xg_dec_sign(*qty) <= 0 ||
		xg_bybit_base(qty, inst, *px) < 0)
		return XG_ERR_RANGE;
	return 0;
}

/* S is the taker's side. Ids are texts: UUIDs, or numbers beyond 64 bits. */
int xg_bybit_trade_row(void *ctx, struct xg_json *j)
{
	struct xg_bybit_in *in = ctx;
	const struct xg_instr *inst;
	struct xg_dec px, qty;
	struct xg_rec rec;
	struct deal d;
	int side, rc = read_deal(j, &d);

	if (rc < 0)
		return rc;
	inst = xg_bybit_inst_of(in, d.sym);
	/* One of all options of an asset: not ours. */
	if (!inst && in->cat == XG_BYBIT_OPTION && d.sym.n)
		return 0;
	if (!inst)
		return XG_ERR_ABSENT;
	rc = numbers(&d, inst, &px, &qty, &side);
	if (rc < 0)
		return rc;
	if (!d.id.n || memchr(d.id.p, '\\', d.id.n))
		return XG_ERR_TYPE;
	xg_rec_start(&rec, XG_REC_TRADE, NAME, inst->sym, xg_scan_ms(d.at),
		in->d->rx);
	XG_REC_SET(&rec, trade.id, d.id);
	XG_REC_SET(&rec, trade.side, side);
	XG_REC_SET(&rec, trade.px, px);
	XG_REC_SET(&rec, trade.qty, qty);
	if (xg_str_is_text(d.block, "true"))
		XG_REC_SET(&rec, trade.off, XG_OFF_BLOCK);
	else if (xg_str_is_text(d.rpi, "true"))
		XG_REC_SET(&rec, trade.off, XG_OFF_RPI);
	return xg_decoder_hold(in->d, &rec);
}

/* S is the side of the position that was liquidated: its order had the other
 * one. p is the price of bankruptcy. */
int xg_bybit_liq_row(void *ctx, struct xg_json *j)
{
	struct xg_bybit_in *in = ctx;
	const struct xg_instr *inst;
	struct xg_dec px, qty;
	struct xg_rec rec;
	struct deal d;
	int side, rc = read_deal(j, &d);

	if (rc < 0)
		return rc;
	inst = xg_bybit_inst_of(in, d.sym);
	if (!inst)
		return XG_ERR_ABSENT;
	rc = numbers(&d, inst, &px, &qty, &side);
	if (rc < 0)
		return rc;
	xg_rec_start(
		&rec, XG_REC_LIQ, NAME, inst->sym, xg_scan_ms(d.at), in->d->rx);
	XG_REC_SET(&rec, liq.side, side == XG_BUY ? XG_SELL : XG_BUY);
	XG_REC_SET(&rec, liq.px, px);
	XG_REC_SET(&rec, liq.qty, qty);
	return xg_decoder_hold(in->d, &rec);
}

int64_t xg_bybit_interval_s(struct xg_str text)
{
	int64_t minutes;

	if (xg_str_is_text(text, "D"))
		return 86400;
	if (xg_str_is_text(text, "W"))
		return INT64_C(7) * 86400;
	if (text.n > 4 || xg_str_i64(text, &minutes) < 0 || minutes < 1)
		return 0;
	return minutes * 60;
}

/* volume counts base units, but on inverse contracts USD: there turnover is in
 * base units. */
int xg_bybit_candle_row(void *ctx, struct xg_json *j)
{
	enum { START, OPEN, HIGH, LOW, CLOSE, VOL, TURN, DONE, AT, KEYS };
	static const char *const keys[KEYS] = { "start", "open", "high", "low",
		"close", "volume", "turnover", "confirm", "timestamp" };
	struct xg_bybit_in *in = ctx;
	const struct xg_instr *inst;
	struct xg_str v[KEYS];
	struct xg_dec px[4], vol;
	struct xg_rec rec;
	int64_t interval = xg_bybit_interval_s(in->mid);

	if (xg_scan(j, keys, v, KEYS) < 0)
		return XG_ERR_SYNTAX;
	inst = xg_bybit_inst_of(in, in->native);
	if (!inst)
		return XG_ERR_ABSENT;
	for (int i = 0; i < 4; i++) {
		if (xg_dec_from(&px[i], v[OPEN + i]) < 0 ||
			xg_dec_sign(px[i]) <= 0)
			return XG_ERR_RANGE;
	}
	if (xg_dec_from(&vol, v[inst->i.inverse ? TURN : VOL]) < 0 ||
		xg_dec_sign(vol) < 0 || !xg_scan_ms(v[START]))
		return XG_ERR_RANGE;
	if (!interval)
		return 0; /* records have none without its length */
	xg_rec_start(&rec, XG_REC_CANDLE, NAME, inst->sym, xg_scan_ms(v[AT]),
		in->d->rx);
	XG_REC_SET(&rec, candle.open, px[0]);
	XG_REC_SET(&rec, candle.high, px[1]);
	XG_REC_SET(&rec, candle.low, px[2]);
	XG_REC_SET(&rec, candle.close, px[3]);
	XG_REC_SET(&rec, candle.vol, vol);
	XG_REC_SET(&rec, candle.start, xg_scan_ms(v[START]));
	if (xg_bybit_interval_s(in->mid))
		XG_REC_SET(
			&rec, candle.interval_s, xg_bybit_interval_s(in->mid));
	XG_REC_SET(&rec, candle.closed, xg_str_is_text(v[DONE], "true"));
	return xg_decoder_hold(in->d, &rec);
}
