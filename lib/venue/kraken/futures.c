/* Feeds of Kraken Futures -> records [Futures WebSocket, public feeds]. */
#include "venue/kraken/kraken.h"

const struct xg_instr *xg_kraken_product(
	struct xg_decoder *d, struct xg_str native)
{
	return xg_decoder_inst(d, XG_STR("futures"), native);
}

/* ---- books ---- */

/* book: one level, absolute, numbered by one. */
static int on_level(struct xg_decoder *d, const struct xg_kraken_head *f,
	struct xg_kraken_push *p)
{
	int side = xg_word_from(XG_WORDS_SIDE, f->v[XG_KRAKEN_K_SIDE]);
	struct xg_level l;
	int rc;

	if (!side)
		return XG_ERR_TYPE;
	rc = xg_dec_from(&l.px, f->v[XG_KRAKEN_K_PRICE]);
	if (rc == 0)
		rc = xg_dec_from(&l.qty, f->v[XG_KRAKEN_K_QTY]);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(l.px) <= 0 || xg_dec_sign(l.qty) < 0)
		return XG_ERR_RANGE;
	if (!xg_dec_is_zero(l.qty)) {
		rc = xg_base_qty(&l.qty, p->inst, l.qty, l.px);
		if (rc < 0)
			return rc;
	}
	p->bids = side == XG_BUY;
	p->asks = side == XG_SELL;
	return xg_kraken_hold_level(d, &l);
}

static int read_side(struct xg_decoder *d, const struct xg_instr *inst,
	struct xg_str array, size_t *n)
{
	struct xg_kraken_state *st = d->priv;
	size_t before = st->lv_n;
	struct xg_json j;
	int rc;

	if (!array.n)
		return XG_ERR_TYPE;
	xg_json_init(&j, array.p, array.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	rc = xg_kraken_levels(d, inst, &j);
	*n = st->lv_n - before;
	return rc;
}

static int on_book(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	struct xg_kraken_state *st = d->priv;
	struct xg_kraken_push p = { .rule = XG_SYNC_STREAM_NEXT,
		.at = st->lv_n };
	int rc;

	p.inst = xg_kraken_product(d, f->v[XG_KRAKEN_K_PRODUCT]);
	if (!p.inst)
		return XG_ERR_ABSENT;
	p.snapshot = f->v[XG_KRAKEN_K_FEED].n > strlen("book");
	if (xg_str_i64(f->v[XG_KRAKEN_K_SEQ], &p.seq) < 0 || p.seq < 0)
		return XG_ERR_RANGE;
	p.ts = xg_scan_ms(f->v[XG_KRAKEN_K_TIMESTAMP]);
	if (!p.snapshot) {
		rc = on_level(d, f, &p);
	} else {
		rc = read_side(d, p.inst, f->v[XG_KRAKEN_K_BIDS], &p.bids);
		if (rc == 0)
			rc = read_side(
				d, p.inst, f->v[XG_KRAKEN_K_ASKS], &p.asks);
	}
	return rc < 0 ? rc : xg_kraken_hold_push(d, &p);
}

/* ---- trades ---- */

enum { PRODUCT, UID, SIDE, TYPE, SEQ, TIME, QTY, PRICE, TRADE_KEYS };
static const char *const trade_keys[TRADE_KEYS] = { "product_id", "uid", "side",
	"type", "seq", "time", "qty", "price" };

/* A trade, and a liquidation where it is one: side is the taker's, and the order
 * that liquidates takes. */
static int one_trade(struct xg_decoder *d, const struct xg_str *v, bool old)
{
	struct xg_kraken_held h = { .what = XG_KRAKEN_TRADE, .old = old }, l;
	int side = xg_word_from(XG_WORDS_SIDE, v[SIDE]), rc;
	struct xg_dec px, qty;

	h.inst = xg_kraken_product(d, v[PRODUCT]);
	if (!h.inst)
		return XG_ERR_ABSENT;
	if (!side)
		return XG_ERR_TYPE;
	if (xg_dec_from(&px, v[PRICE]) < 0 || xg_dec_sign(px) <= 0 ||
		xg_dec_from(&qty, v[QTY]) < 0 || xg_dec_sign(qty) <= 0 ||
		xg_base_qty(&qty, h.inst, qty, px) < 0 ||
		xg_str_i64(v[SEQ], &h.num) < 0 || h.num < 0)
		return XG_ERR_RANGE;
	xg_rec_start(&h.rec, XG_REC_TRADE, XG_STR("kraken"), h.inst->sym,
		xg_scan_ms(v[TIME]), d->rx);
	/* before 2020 trades had their number only */
	XG_REC_SET(&h.rec, trade.id, v[UID].n ? v[UID] : v[SEQ]);
	XG_REC_SET(&h.rec, trade.side, side);
	XG_REC_SET(&h.rec, trade.px, px);
	XG_REC_SET(&h.rec, trade.qty, qty);
	if (xg_str_is_text(v[TYPE], "block"))
		XG_REC_SET(&h.rec, trade.off, XG_OFF_BLOCK);
	else if (xg_str_is_text(v[TYPE], "termination"))
		XG_REC_SET(&h.rec, trade.off, XG_OFF_INTERNAL);
	rc = xg_kraken_hold(d, &h);
	if (rc < 0 || old || !xg_str_is_text(v[TYPE], "liquidation"))
		return rc;
	l = (struct xg_kraken_held){ .inst = h.inst };
	xg_rec_start(&l.rec, XG_REC_LIQ, XG_STR("kraken"), h.inst->sym,
		xg_scan_ms(v[TIME]), d->rx);
	XG_REC_SET(&l.rec, liq.side, side);
	XG_REC_SET(&l.rec, liq.px, px);
	XG_REC_SET(&l.rec, liq.qty, qty);
	return xg_kraken_hold(d, &l);
}

static int on_trade(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	const struct xg_str v[TRADE_KEYS] = {
		[PRODUCT] = f->v[XG_KRAKEN_K_PRODUCT],
		[UID] = f->v[XG_KRAKEN_K_UID],
		[SIDE] = f->v[XG_KRAKEN_K_SIDE],
		[TYPE] = f->v[XG_KRAKEN_K_TYPE],
		[SEQ] = f->v[XG_KRAKEN_K_SEQ],
		[TIME] = f->v[XG_KRAKEN_K_TIME],
		[QTY] = f->v[XG_KRAKEN_K_QTY],
		[PRICE] = f->v[XG_KRAKEN_K_PRICE],
	};

	return one_trade(d, v, false);
}

/* The newest first: told from the oldest on. */
static int on_trades(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	struct xg_kraken_state *st = d->priv;
	struct xg_str v[TRADE_KEYS], list = f->v[XG_KRAKEN_K_TRADES];
	enum xg_json_tok tok;
	struct xg_json j;

	xg_json_init(&j, list.p, list.n);
	if (!list.n || xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		int rc = xg_scan(&j, trade_keys, v, TRADE_KEYS);

		if (rc == 0)
			rc = one_trade(d, v, true);
		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_ARR_END)
		return XG_ERR_TYPE;
	for (size_t i = 0, n = st->held_n; i < n / 2; i++) {
		struct xg_kraken_held t = st->held[i];

		st->held[i] = st->held[n - 1 - i];
		st->held[n - 1 - i] = t;
	}
	return 0;
}

/* ---- ticker ---- */

static struct xg_kraken_held held_of(struct xg_decoder *d,
	const struct xg_kraken_head *f, const struct xg_instr *inst, int type)
{
	struct xg_kraken_held h = { .inst = inst };

	xg_rec_start(&h.rec, (enum xg_rec_type)type, XG_STR("kraken"),
		inst->sym, xg_scan_ms(f->v[XG_KRAKEN_K_TIME]), d->rx);
	return h;
}

/* Price and contracts -> price and base units; 0 where there is no quote. */
static int quote(const struct xg_instr *inst, struct xg_str px,
	struct xg_str size, struct xg_level *out)
{
	if (xg_scan_dec(&out->px, px) < 0 || xg_scan_dec(&out->qty, size) < 0 ||
		xg_dec_sign(out->px) < 0 || xg_dec_sign(out->qty) < 0)
		return XG_ERR_RANGE;
	if (xg_dec_is_zero(out->px) || xg_dec_is_zero(out->qty)) {
		*out = (struct xg_level){ { 0, 0 }, { 0, 0 } };
		return 0;
	}
	return xg_base_qty(&out->qty, inst, out->qty, out->px);
}

static int ticker_bbo(struct xg_decoder *d, const struct xg_kraken_head *f,
	const struct xg_instr *inst)
{
	struct xg_kraken_held h = held_of(d, f, inst, XG_REC_BBO);
	struct xg_level bid, ask;

	if (quote(inst, f->v[XG_KRAKEN_K_BID], f->v[XG_KRAKEN_K_BID_SIZE],
		    &bid) < 0 ||
		quote(inst, f->v[XG_KRAKEN_K_ASK], f->v[XG_KRAKEN_K_ASK_SIZE],
			&ask) < 0)
		return XG_ERR_RANGE;
	if (bid.px.m) {
		XG_REC_SET(&h.rec, bbo.bid, bid.px);
		XG_REC_SET(&h.rec, bbo.bid_qty, bid.qty);
	}
	if (ask.px.m) {
		XG_REC_SET(&h.rec, bbo.ask, ask.px);
		XG_REC_SET(&h.rec, bbo.ask_qty, ask.qty);
	}
	return bid.px.m || ask.px.m ? xg_kraken_hold(d, &h) : 0;
}

/* funding_rate is in money per contract and hour; the relative one is the
 * fraction of an hour. Dated futures have none. */
static int ticker_funding(struct xg_decoder *d, const struct xg_kraken_head *f,
	const struct xg_instr *inst, struct xg_dec mark, struct xg_dec index)
{
	struct xg_kraken_held h = held_of(d, f, inst, XG_REC_FUNDING);
	int64_t next = xg_scan_ms(f->v[XG_KRAKEN_K_NEXT]);
	struct xg_dec rate;

	if (!f->v[XG_KRAKEN_K_RATE].n || inst->i.kind != XG_PERP)
		return 0;
	if (xg_scan_round(&rate, f->v[XG_KRAKEN_K_RATE]) < 0)
		return XG_ERR_RANGE;
	XG_REC_SET(&h.rec, funding.rate, rate);
	if (next)
		XG_REC_SET(&h.rec, funding.next, next);
	XG_REC_SET(&h.rec, funding.interval_s, 3600);
	if (mark.m)
		XG_REC_SET(&h.rec, funding.mark, mark);
	if (index.m)
		XG_REC_SET(&h.rec, funding.index, index);
	return xg_kraken_hold(d, &h);
}

static int ticker_oi(struct xg_decoder *d, const struct xg_kraken_head *f,
	const struct xg_instr *inst, struct xg_dec mark)
{
	struct xg_kraken_held h = held_of(d, f, inst, XG_REC_OI);
	struct xg_dec qty;

	if (!f->v[XG_KRAKEN_K_OI].n)
		return 0;
	if (xg_scan_round(&qty, f->v[XG_KRAKEN_K_OI]) < 0 ||
		xg_dec_sign(qty) < 0)
		return XG_ERR_RANGE;
	if (inst->i.inverse && !mark.m)
		return 0; /* contracts of money: no base units without a price */
	if (qty.m && xg_base_qty(&qty, inst, qty, mark) < 0)
		return XG_ERR_RANGE;
	XG_REC_SET(&h.rec, oi.qty, qty);
	return xg_kraken_hold(d, &h);
}

static int price(struct xg_dec *out, struct xg_str text)
{
	*out = (struct xg_dec){ 0, 0 };
	if (!text.n)
		return 0;
	return xg_scan_round(out, text) < 0 || xg_dec_sign(*out) < 0
		       ? XG_ERR_RANGE
		       : 0;
}

static int on_ticker(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	const struct xg_instr *inst =
		xg_kraken_product(d, f->v[XG_KRAKEN_K_PRODUCT]);
	struct xg_dec mark, index;
	struct xg_kraken_held h;
	int rc;

	if (!inst)
		return XG_ERR_ABSENT;
	if (price(&mark, f->v[XG_KRAKEN_K_MARK]) < 0 ||
		price(&index, f->v[XG_KRAKEN_K_INDEX]) < 0)
		return XG_ERR_RANGE;
	rc = ticker_bbo(d, f, inst);
	if (rc == 0 && mark.m) {
		h = held_of(d, f, inst, XG_REC_MARK);
		XG_REC_SET(&h.rec, mark.mark, mark);
		if (index.m)
			XG_REC_SET(&h.rec, mark.index, index);
		rc = xg_kraken_hold(d, &h);
	}
	if (rc == 0)
		rc = ticker_funding(d, f, inst, mark, index);
	return rc < 0 ? rc : ticker_oi(d, f, inst, mark);
}

/* Others (ticker_lite, heartbeat, feeds of an account) say nothing of ours. */
int xg_kraken_feed(struct xg_decoder *d, const struct xg_kraken_head *f)
{
	struct xg_str feed = f->v[XG_KRAKEN_K_FEED];

	if (xg_str_is_text(feed, "book") ||
		xg_str_is_text(feed, "book_snapshot"))
		return on_book(d, f);
	if (xg_str_is_text(feed, "trade"))
		return on_trade(d, f);
	if (xg_str_is_text(feed, "trade_snapshot"))
		return on_trades(d, f);
	return xg_str_is_text(feed, "ticker") ? on_ticker(d, f) : 0;
}
