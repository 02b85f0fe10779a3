/* Channels market_trades, ticker, ticker_batch and candles. A row that cannot
 * be read is left out and told; the others stand. Source: Advanced Trade
 * WebSocket channels. */
#include "venue/coinbase/coinbase.h"

#define CANDLE_S 300 /* the venue has five minutes only */

/* "side" is the maker's: a resting order of that side was hit. */
static int aggressor(struct xg_str maker)
{
	if (xg_str_is_text(maker, "BUY"))
		return XG_SELL;
	return xg_str_is_text(maker, "SELL") ? XG_BUY : XG_SIDE_NONE;
}

static int read_trade(struct xg_coinbase_in *in, struct xg_json *j)
{
	static const char *const keys[] = { "trade_id", "product_id", "price",
		"size", "side", "time" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_coinbase_row *r;
	struct xg_dec px, qty;
	int64_t at;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	if (!v[0].n || !v[1].n || xg_dec_from(&px, v[2]) < 0 ||
		xg_dec_from(&qty, v[3]) < 0 || xg_dec_sign(px) <= 0 ||
		xg_dec_sign(qty) <= 0 || !aggressor(v[4])) {
		in->bad_rows++;
		return 0;
	}
	r = xg_coinbase_row(in, XG_REC_TRADE);
	if (!r)
		return XG_ERR_MEMORY;
	r->product = v[1];
	if (xg_str_i64(v[0], &r->id) < 0 || r->id < 0)
		r->id = -1;
	at = xg_coinbase_time(v[5]);
	if (at) {
		r->rec.ts = at;
		r->rec.has |= XG_HAS_TS;
	}
	XG_REC_SET(&r->rec, trade.id, v[0]);
	XG_REC_SET(&r->rec, trade.side, aggressor(v[4]));
	XG_REC_SET(&r->rec, trade.px, px);
	XG_REC_SET(&r->rec, trade.qty, qty);
	return 0;
}

/* Both or none: 1 there, 0 not, <0 bad. */
static int pair(struct xg_dec *px, struct xg_dec *qty, struct xg_str pxt,
	struct xg_str qtyt)
{
	int a = xg_scan_dec(px, pxt), b = xg_scan_dec(qty, qtyt);

	if (a < 0 || b < 0 || (a && xg_dec_sign(*px) < 0) ||
		(b && xg_dec_sign(*qty) < 0))
		return XG_ERR_RANGE;
	return a && b && !xg_dec_is_zero(*px);
}

/* ticker_batch has no best prices, and rows with nothing but "". */
static int read_ticker(struct xg_coinbase_in *in, struct xg_json *j)
{
	static const char *const keys[] = { "product_id", "best_bid",
		"best_bid_quantity", "best_ask", "best_ask_quantity" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec bid, bid_qty, ask, ask_qty;
	struct xg_coinbase_row *r;
	int b, a;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	b = pair(&bid, &bid_qty, v[1], v[2]);
	a = pair(&ask, &ask_qty, v[3], v[4]);
	if (b < 0 || a < 0) {
		in->bad_rows++;
		return 0;
	}
	if (!v[0].n || (!a && !b))
		return 0;
	r = xg_coinbase_row(in, XG_REC_BBO);
	if (!r)
		return XG_ERR_MEMORY;
	r->product = v[0];
	if (b) {
		XG_REC_SET(&r->rec, bbo.bid, bid);
		XG_REC_SET(&r->rec, bbo.bid_qty, bid_qty);
	}
	if (a) {
		XG_REC_SET(&r->rec, bbo.ask, ask);
		XG_REC_SET(&r->rec, bbo.ask_qty, ask_qty);
	}
	return 0;
}

static int read_candle(struct xg_coinbase_in *in, struct xg_json *j)
{
	static const char *const keys[] = { "product_id", "start", "open",
		"high", "low", "close", "volume" };
	struct xg_str v[XG_LEN(keys)];
	struct xg_dec n[5];
	struct xg_coinbase_row *r;
	int64_t start;
	bool bad;

	if (xg_scan(j, keys, v, XG_LEN(keys)) < 0)
		return XG_ERR_SYNTAX;
	bad = !v[0].n || xg_str_i64(v[1], &start) < 0 || start <= 0 ||
	      start > INT64_MAX / 2000000;
	for (size_t i = 0; i < XG_LEN(n); i++)
		bad = bad || xg_scan_dec(&n[i], v[2 + i]) <= 0 ||
		      xg_dec_sign(n[i]) < 0;
	if (bad) {
		in->bad_rows++;
		return 0;
	}
	r = xg_coinbase_row(in, XG_REC_CANDLE);
	if (!r)
		return XG_ERR_MEMORY;
	r->product = v[0];
	XG_REC_SET(&r->rec, candle.open, n[0]);
	XG_REC_SET(&r->rec, candle.high, n[1]);
	XG_REC_SET(&r->rec, candle.low, n[2]);
	XG_REC_SET(&r->rec, candle.close, n[3]);
	XG_REC_SET(&r->rec, candle.vol, n[4]);
	XG_REC_SET(&r->rec, candle.start, start * 1000000);
	XG_REC_SET(&r->rec, candle.interval_s, CANDLE_S);
	XG_REC_SET(
		&r->rec, candle.closed, in->ts >= (start + CANDLE_S) * 1000000);
	return 0;
}

/* The rows under `key` of an event. Those of a snapshot are marked. */
static int read_event(struct xg_coinbase_in *in, struct xg_json *j,
	const char *key,
	int (*read_row)(struct xg_coinbase_in *in, struct xg_json *j))
{
	struct xg_str type = { NULL, 0 };
	size_t from = in->st->rows;
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "type")) {
			rc = xg_json_text(j, &type);
		} else if (!xg_json_key_is_text(j, key)) {
			rc = xg_json_skip(j, NULL);
		} else if ((tok = xg_json_next(j)) == XG_JSON_ARR) {
			while (rc == 0 &&
				(tok = xg_json_next(j)) == XG_JSON_OBJ)
				rc = read_row(in, j);
			if (rc == 0 && tok != XG_JSON_ARR_END)
				rc = tok == XG_JSON_ERR ? XG_ERR_SYNTAX
							: XG_ERR_TYPE;
		} else if (tok != XG_JSON_NULL) {
			rc = tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
		}
	}
	if (rc < 0)
		return rc;
	for (size_t i = from; i < in->st->rows; i++)
		in->st->row[i].snap = xg_str_is_text(type, "snapshot");
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

int xg_coinbase_trades_event(struct xg_coinbase_in *in, struct xg_json *j)
{
	return read_event(in, j, "trades", read_trade);
}

int xg_coinbase_tickers_event(struct xg_coinbase_in *in, struct xg_json *j)
{
	return read_event(in, j, "tickers", read_ticker);
}

int xg_coinbase_candles_event(struct xg_coinbase_in *in, struct xg_json *j)
{
	return read_event(in, j, "candles", read_candle);
}
