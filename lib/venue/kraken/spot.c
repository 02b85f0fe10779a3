/* Rows of the spot's public channels -> records [spot WebSocket v2, market data;
 * trading status; instrument]. */
#include "venue/kraken/kraken.h"

typedef int row_fn(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j);

static int start(struct xg_decoder *d, struct xg_kraken_held *h, int type,
	struct xg_str symbol, struct xg_str time)
{
	int64_t ts = xg_kraken_time(time);

	h->inst = xg_decoder_inst(d, XG_STR("spot"), symbol);
	if (!h->inst || ts < 0)
		return XG_ERR_TYPE;
	xg_rec_start(&h->rec, (enum xg_rec_type)type, XG_STR("kraken"),
		h->inst->sym, ts, d->rx);
	return 0;
}

static int on_trade(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "symbol", "side", "price", "qty",
		"trade_id", "timestamp" };
	struct xg_kraken_held h = { .what = XG_KRAKEN_TRADE };
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec px, qty;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	if (start(d, &h, XG_REC_TRADE, v[0], v[5]) < 0 ||
		!xg_word_from(XG_WORDS_SIDE, v[1]))
		return XG_ERR_TYPE;
	if (xg_dec_from(&px, v[2]) < 0 || xg_dec_from(&qty, v[3]) < 0 ||
		xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0 ||
		xg_str_i64(v[4], &h.num) < 0 || h.num < 0)
		return XG_ERR_RANGE;
	h.old = xg_str_is_text(f->v[XG_KRAKEN_K_TYPE], "snapshot");
	/* side is the taker's */
	XG_REC_SET(&h.rec, trade.id, v[4]);
	XG_REC_SET(&h.rec, trade.side, xg_word_from(XG_WORDS_SIDE, v[1]));
	XG_REC_SET(&h.rec, trade.px, px);
	XG_REC_SET(&h.rec, trade.qty, qty);
	return xg_kraken_hold(d, &h);
}

/* A row of zeros is of a pair that was never traded: no quote. */
static int on_ticker(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "symbol", "bid", "bid_qty", "ask",
		"ask_qty", "timestamp" };
	struct xg_kraken_held h = { 0 };
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec n[4];

	(void)f;
	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	for (size_t i = 0; i < 4; i++) {
		if (xg_scan_dec(&n[i], v[i + 1]) < 0 || xg_dec_sign(n[i]) < 0)
			return XG_ERR_RANGE;
	}
	if (start(d, &h, XG_REC_BBO, v[0], v[5]) < 0)
		return XG_ERR_TYPE;
	if (xg_dec_sign(n[0]) > 0) {
		XG_REC_SET(&h.rec, bbo.bid, n[0]);
		XG_REC_SET(&h.rec, bbo.bid_qty, n[1]);
	}
	if (xg_dec_sign(n[2]) > 0) {
		XG_REC_SET(&h.rec, bbo.ask, n[2]);
		XG_REC_SET(&h.rec, bbo.ask_qty, n[3]);
	}
	return n[0].m || n[2].m ? xg_kraken_hold(d, &h) : 0;
}

static int on_candle(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "symbol", "open", "high", "low",
		"close", "volume", "interval_begin", "interval", "timestamp" };
	struct xg_kraken_held h = { .what = XG_KRAKEN_CANDLE };
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec n[5];
	int64_t begin, minutes;

	(void)f;
	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	for (size_t i = 0; i < 5; i++) {
		if (xg_dec_from(&n[i], v[i + 1]) < 0 || xg_dec_sign(n[i]) < 0)
			return XG_ERR_RANGE;
	}
	begin = xg_kraken_time(v[6]);
	if (begin <= 0 || xg_str_i64(v[7], &minutes) < 0 || minutes <= 0 ||
		minutes > 100000)
		return XG_ERR_RANGE;
	if (start(d, &h, XG_REC_CANDLE, v[0], v[8]) < 0)
		return XG_ERR_TYPE;
	XG_REC_SET(&h.rec, candle.open, n[0]);
	XG_REC_SET(&h.rec, candle.high, n[1]);
	XG_REC_SET(&h.rec, candle.low, n[2]);
	XG_REC_SET(&h.rec, candle.close, n[3]);
	XG_REC_SET(&h.rec, candle.vol, n[4]);
	XG_REC_SET(&h.rec, candle.start, begin);
	XG_REC_SET(&h.rec, candle.interval_s, minutes * 60);
	XG_REC_SET(&h.rec, candle.closed, false);
	return xg_kraken_hold(d, &h);
}

static int on_status(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "system" };
	struct xg_kraken_held h = { .what = XG_KRAKEN_SYSTEM };
	struct xg_str v[1];

	(void)f;
	if (xg_scan(j, keys, v, 1) < 0)
		return XG_ERR_SYNTAX;
	h.rec.u.inst.status = v[0];
	return v[0].n ? xg_kraken_hold(d, &h) : XG_ERR_TYPE;
}

static int pair_row(struct xg_decoder *d, struct xg_json *j)
{
	static const char *const keys[] = { "symbol", "price_precision",
		"qty_precision", "status" };
	struct xg_kraken_held h = { .what = XG_KRAKEN_PAIR };
	struct xg_inst *i = &h.rec.u.inst;
	struct xg_str v[XG_LEN(keys)];
	int64_t px, qty;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n || xg_str_i64(v[1], &px) < 0 || px < 0 ||
		px > XG_DEC_DIGITS || xg_str_i64(v[2], &qty) < 0 || qty < 0 ||
		qty > XG_DEC_DIGITS)
		return XG_ERR_RANGE;
	h.num = px << 8 | qty;
	i->native = v[0];
	i->status = xg_str_is_text(v[3], "online") ? XG_STR("trading") : v[3];
	return xg_kraken_hold(d, &h);
}

/* {"assets":[...],"pairs":[...]} */
static int on_instrument(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	static const char *const keys[] = { "pairs" };
	enum xg_json_tok tok;
	struct xg_str v[1];
	struct xg_json in;

	(void)f;
	if (xg_scan(j, keys, v, 1) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n)
		return 0; /* only assets have changed */
	xg_json_init(&in, v[0].p, v[0].n);
	if (xg_json_next(&in) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&in)) == XG_JSON_OBJ) {
		int rc = pair_row(d, &in);

		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

static const struct {
	const char *channel;
	row_fn *row;
} rows[] = {
	{ "book", xg_kraken_book_row },
	{ "trade", on_trade },
	{ "ticker", on_ticker },
	{ "ohlc", on_candle },
	{ "status", on_status },
	{ "instrument", on_instrument },
};

static row_fn *row_of(struct xg_str channel)
{
	for (size_t i = 0; i < XG_LEN(rows); i++) {
		if (xg_str_is_text(channel, rows[i].channel))
			return rows[i].row;
	}
	return NULL;
}

int xg_kraken_data(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	row_fn *row = row_of(f->v[XG_KRAKEN_K_CHANNEL]);
	struct xg_str type = f->v[XG_KRAKEN_K_TYPE];
	enum xg_json_tok tok = xg_json_next(j);

	if (!row) /* heartbeat, level3, own orders: not of market data */
		return tok == XG_JSON_OBJ || tok == XG_JSON_ARR
			       ? xg_json_skip(j, NULL)
			       : 0;
	if (!xg_str_is_text(type, "snapshot") &&
		!xg_str_is_text(type, "update"))
		return XG_ERR_TYPE;
	if (tok == XG_JSON_OBJ && row == on_instrument)
		return row(d, f, j);
	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while ((tok = xg_json_next(j)) == XG_JSON_OBJ) {
		int rc = row(d, f, j);

		if (rc < 0)
			return rc;
	}
	if (tok == XG_JSON_ARR_END)
		return 0;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}
