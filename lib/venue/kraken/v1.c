/* The arrays of the spot's WebSocket v1, for recordings: [channel number,
 * payload, (second payload,) name, pair] [spot WebSocket v1, market data]. All
 * numbers are texts; a book's checksum is over them as they are written. */
#include "venue/kraken/kraken.h"

#define ITEMS 10

/* The items of an array of scalars, up to its end; how many there were. */
static int items(struct xg_json *j, struct xg_str *v, int max)
{
	enum xg_json_tok tok;
	int n = 0;

	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok != XG_JSON_STR && tok != XG_JSON_NUM)
			return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
		if (n < max)
			v[n++] = j->val;
	}
	return n;
}

static int items_of(struct xg_str array, struct xg_str *v, int max)
{
	struct xg_json j;

	xg_json_init(&j, array.p, array.n);
	if (!array.n || xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	return items(&j, v, max);
}

/* ---- books ---- */

/* [price, volume, time] or [..., "r"]: republished, and as absolute as others. */
static int read_level(
	struct xg_decoder *d, struct xg_kraken_push *p, struct xg_json *j)
{
	struct xg_str v[4];
	struct xg_level l;
	int64_t ts;
	int n = items(j, v, 4), rc;

	if (n < 0)
		return n;
	if (n < 2)
		return XG_ERR_TYPE;
	rc = xg_dec_from(&l.px, v[0]);
	if (rc == 0)
		rc = xg_dec_from(&l.qty, v[1]);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(l.px) <= 0 || xg_dec_sign(l.qty) < 0)
		return XG_ERR_RANGE;
	ts = n > 2 ? xg_kraken_seconds(v[2]) : 0;
	if (ts > p->ts)
		p->ts = ts;
	p->px_places = xg_kraken_places(v[0]);
	p->qty_places = xg_kraken_places(v[1]);
	return xg_kraken_hold_level(d, &l);
}

static int read_side(struct xg_decoder *d, struct xg_kraken_push *p,
	struct xg_str array, size_t *n)
{
	struct xg_kraken_state *st = d->priv;
	size_t before = st->lv_n;
	enum xg_json_tok tok;
	struct xg_json j;

	if (!array.n)
		return 0;
	xg_json_init(&j, array.p, array.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_ARR) {
		int rc = read_level(d, p, &j);

		if (rc < 0)
			return rc;
	}
	*n += st->lv_n - before;
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* A message is one or two payloads, {"a":...} and {"b":...}; the checksum is in
 * the last one, and of both. */
static int on_book(struct xg_decoder *d, struct xg_str name, struct xg_str pair,
	const struct xg_str *payload, int n)
{
	static const char *const keys[] = { "bs", "b", "as", "a", "c" };
	struct xg_kraken_state *st = d->priv;
	struct xg_kraken_push p = { .rule = XG_SYNC_STREAM_BARE,
		.px_places = -1,
		.qty_places = -1,
		.at = st->lv_n };
	struct xg_str v[2][XG_LEN(keys)], depth = name;
	int64_t sum, levels = 0;

	for (int i = 0; i < n; i++) {
		if (xg_scan_text(payload[i], keys, v[i], XG_LEN(keys)) < 0)
			return XG_ERR_TYPE;
		p.snapshot |= v[i][0].n || v[i][2].n;
		if (v[i][4].n) {
			if (xg_str_i64(v[i][4], &sum) < 0 || sum < 0 ||
				sum > UINT32_MAX)
				return XG_ERR_RANGE;
			p.has_sum = true;
			p.sum = (uint32_t)sum;
		}
	}
	for (int side = 0; side < 2; side++)
		for (int i = 0; i < 2 * n; i++) {
			int rc = read_side(d, &p, v[i / 2][2 * side + i % 2],
				side ? &p.asks : &p.bids);

			if (rc < 0)
				return rc;
		}
	xg_str_cut(&depth, '-');
	xg_str_i64(depth, &levels);
	p.depth = levels > 0 && levels <= 10000 ? (int)levels : 0;
	p.inst = xg_decoder_inst(d, XG_STR("spot"), pair);
	return p.inst ? xg_kraken_hold_push(d, &p) : XG_ERR_TYPE;
}

/* ---- others ---- */

static int start(struct xg_decoder *d, struct xg_kraken_held *h, int type,
	struct xg_str pair, int64_t ts)
{
	h->inst = xg_decoder_inst(d, XG_STR("spot"), pair);
	if (!h->inst)
		return XG_ERR_TYPE;
	xg_rec_start(&h->rec, (enum xg_rec_type)type, XG_STR("kraken"),
		h->inst->sym, ts, d->rx);
	return 0;
}

/* [price, volume, time, "b" or "s": the taker's, order type, ...]; v1 has no
 * numbers of trades. */
static int one_trade(
	struct xg_decoder *d, struct xg_str pair, const struct xg_str *v, int n)
{
	struct xg_kraken_held h = { .what = XG_KRAKEN_REC };
	bool buy = n > 3 && xg_str_is_text(v[3], "b");
	struct xg_dec px, qty;

	if (n < 4 || (!buy && !xg_str_is_text(v[3], "s")))
		return XG_ERR_TYPE;
	if (xg_dec_from(&px, v[0]) < 0 || xg_dec_from(&qty, v[1]) < 0 ||
		xg_dec_sign(px) <= 0 || xg_dec_sign(qty) <= 0)
		return XG_ERR_RANGE;
	if (start(d, &h, XG_REC_TRADE, pair, xg_kraken_seconds(v[2])) < 0)
		return XG_ERR_TYPE;
	XG_REC_SET(&h.rec, trade.side, buy ? XG_BUY : XG_SELL);
	XG_REC_SET(&h.rec, trade.px, px);
	XG_REC_SET(&h.rec, trade.qty, qty);
	return xg_kraken_hold(d, &h);
}

static int on_trade(
	struct xg_decoder *d, struct xg_str pair, struct xg_str payload)
{
	struct xg_str v[ITEMS];
	enum xg_json_tok tok;
	struct xg_json j;

	xg_json_init(&j, payload.p, payload.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_ARR) {
		int n = items(&j, v, ITEMS), rc;

		rc = n < 0 ? n : one_trade(d, pair, v, n);
		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

static int bbo(struct xg_decoder *d, struct xg_str pair, int64_t ts,
	const struct xg_str *v)
{
	struct xg_kraken_held h = { .what = XG_KRAKEN_REC };
	struct xg_dec n[4];

	for (size_t i = 0; i < 4; i++) {
		if (xg_dec_from(&n[i], v[i]) < 0 || xg_dec_sign(n[i]) < 0)
			return XG_ERR_RANGE;
	}
	if (start(d, &h, XG_REC_BBO, pair, ts) < 0)
		return XG_ERR_TYPE;
	if (n[0].m) {
		XG_REC_SET(&h.rec, bbo.bid, n[0]);
		XG_REC_SET(&h.rec, bbo.bid_qty, n[1]);
	}
	if (n[2].m) {
		XG_REC_SET(&h.rec, bbo.ask, n[2]);
		XG_REC_SET(&h.rec, bbo.ask_qty, n[3]);
	}
	return n[0].m || n[2].m ? xg_kraken_hold(d, &h) : 0;
}

/* [bid, ask, time, bid volume, ask volume] */
static int on_spread(
	struct xg_decoder *d, struct xg_str pair, struct xg_str payload)
{
	struct xg_str v[ITEMS], q[4];
	int n = items_of(payload, v, ITEMS);

	if (n < 5)
		return n < 0 ? n : XG_ERR_TYPE;
	q[0] = v[0];
	q[1] = v[3];
	q[2] = v[1];
	q[3] = v[4];
	return bbo(d, pair, xg_kraken_seconds(v[2]), q);
}

/* {"a":[price, whole lots, lots], "b":..., ...}: without a time. */
static int on_ticker(
	struct xg_decoder *d, struct xg_str pair, struct xg_str payload)
{
	static const char *const keys[] = { "b", "a" };
	struct xg_str v[2], side[3], q[4];

	if (xg_scan_text(payload, keys, v, 2) < 0)
		return XG_ERR_TYPE;
	for (int i = 0; i < 2; i++) {
		if (items_of(v[i], side, 3) != 3)
			return XG_ERR_TYPE;
		q[2 * i] = side[0];
		q[2 * i + 1] = side[2];
	}
	return bbo(d, pair, 0, q);
}

/* [time, end, open, high, low, close, vwap, volume, count] */
static int on_candle(struct xg_decoder *d, struct xg_str name,
	struct xg_str pair, struct xg_str payload)
{
	struct xg_kraken_held h = { .what = XG_KRAKEN_CANDLE };
	struct xg_str v[ITEMS], minutes = name;
	int n = items_of(payload, v, ITEMS);
	int64_t span, end;
	struct xg_dec c[5];

	if (n < 8)
		return n < 0 ? n : XG_ERR_TYPE;
	xg_str_cut(&minutes, '-');
	end = xg_kraken_seconds(v[1]);
	if (xg_str_i64(minutes, &span) < 0 || span <= 0 || span > 100000 ||
		end <= span * 60000000)
		return XG_ERR_RANGE;
	for (size_t i = 0; i < 5; i++) {
		if (xg_dec_from(&c[i], v[i < 4 ? i + 2 : 7]) < 0)
			return XG_ERR_RANGE;
	}
	if (start(d, &h, XG_REC_CANDLE, pair, xg_kraken_seconds(v[0])) < 0)
		return XG_ERR_TYPE;
	XG_REC_SET(&h.rec, candle.open, c[0]);
	XG_REC_SET(&h.rec, candle.high, c[1]);
	XG_REC_SET(&h.rec, candle.low, c[2]);
	XG_REC_SET(&h.rec, candle.close, c[3]);
	XG_REC_SET(&h.rec, candle.vol, c[4]);
	XG_REC_SET(&h.rec, candle.start, end - span * 60000000);
	XG_REC_SET(&h.rec, candle.interval_s, span * 60);
	XG_REC_SET(&h.rec, candle.closed, false);
	return xg_kraken_hold(d, &h);
}

static int row(struct xg_decoder *d, struct xg_str name, struct xg_str text,
	const struct xg_str *payload, int n)
{
	char buf[XG_KRAKEN_SYM];
	struct xg_str pair = xg_kraken_pair(buf, text);

	if (!pair.n)
		return XG_ERR_TYPE;
	if (xg_str_has_prefix(name, XG_STR("book-")))
		return on_book(d, name, pair, payload, n);
	if (n != 1)
		return XG_ERR_TYPE;
	if (xg_str_is_text(name, "trade"))
		return on_trade(d, pair, payload[0]);
	if (xg_str_is_text(name, "spread"))
		return on_spread(d, pair, payload[0]);
	if (xg_str_is_text(name, "ticker"))
		return on_ticker(d, pair, payload[0]);
	if (xg_str_has_prefix(name, XG_STR("ohlc-")))
		return on_candle(d, name, pair, payload[0]);
	return 0; /* own trades, open orders */
}

int xg_kraken_v1(struct xg_decoder *d, struct xg_json *j)
{
	struct xg_str payload[2], word[2];
	enum xg_json_tok tok;
	int n = 0, words = 0;

	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok == XG_JSON_OBJ || tok == XG_JSON_ARR) {
			if (n == 2 || words)
				return XG_ERR_TYPE;
			if (xg_json_skip(j, &payload[n++]) < 0)
				return XG_ERR_SYNTAX;
		} else if (tok == XG_JSON_STR) {
			if (words == 2)
				return XG_ERR_TYPE;
			word[words++] = j->val;
		} else if (tok != XG_JSON_NUM) {
			return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
		}
	}
	if (xg_json_next(j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	return n && words == 2 ? row(d, word[0], word[1], payload, n)
			       : XG_ERR_TYPE;
}
