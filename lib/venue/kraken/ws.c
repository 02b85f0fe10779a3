/* Frames: what they are about, and who reads them. Three dialects that cannot be
 * mistaken for one another: v2 has a channel or a method, Futures a feed or an
 * event, v1 is an array or has an event. Nothing of a frame is told before all
 * of it was read. */
#include "venue/kraken/kraken.h"

static const char *const keys[XG_KRAKEN_KEYS] = {
	[XG_KRAKEN_K_CHANNEL] = "channel",
	[XG_KRAKEN_K_TYPE] = "type",
	[XG_KRAKEN_K_DATA] = "data",
	[XG_KRAKEN_K_METHOD] = "method",
	[XG_KRAKEN_K_RESULT] = "result",
	[XG_KRAKEN_K_SUCCESS] = "success",
	[XG_KRAKEN_K_ERROR] = "error",
	[XG_KRAKEN_K_SYMBOL] = "symbol",
	[XG_KRAKEN_K_REQ_ID] = "req_id",
	[XG_KRAKEN_K_FEED] = "feed",
	[XG_KRAKEN_K_PRODUCT] = "product_id",
	[XG_KRAKEN_K_PRODUCTS] = "product_ids",
	[XG_KRAKEN_K_EVENT] = "event",
	[XG_KRAKEN_K_MESSAGE] = "message",
	[XG_KRAKEN_K_STATUS] = "status",
	[XG_KRAKEN_K_SEQ] = "seq",
	[XG_KRAKEN_K_SIDE] = "side",
	[XG_KRAKEN_K_PRICE] = "price",
	[XG_KRAKEN_K_QTY] = "qty",
	[XG_KRAKEN_K_TIMESTAMP] = "timestamp",
	[XG_KRAKEN_K_TIME] = "time",
	[XG_KRAKEN_K_UID] = "uid",
	[XG_KRAKEN_K_BIDS] = "bids",
	[XG_KRAKEN_K_ASKS] = "asks",
	[XG_KRAKEN_K_TRADES] = "trades",
	[XG_KRAKEN_K_BID] = "bid",
	[XG_KRAKEN_K_ASK] = "ask",
	[XG_KRAKEN_K_BID_SIZE] = "bid_size",
	[XG_KRAKEN_K_ASK_SIZE] = "ask_size",
	[XG_KRAKEN_K_INDEX] = "index",
	[XG_KRAKEN_K_MARK] = "markPrice",
	[XG_KRAKEN_K_RATE] = "relative_funding_rate",
	[XG_KRAKEN_K_NEXT] = "next_funding_rate_time",
	[XG_KRAKEN_K_OI] = "openInterest",
};

/* Only the members of a v2 message are looked for once its channel is known. */
static int slot_of(const struct xg_kraken_head *f, const struct xg_json *j)
{
	int n = f->v[XG_KRAKEN_K_CHANNEL].n ? XG_KRAKEN_K_DATA + 1
					    : XG_KRAKEN_KEYS;

	for (int i = 0; i < n; i++) {
		size_t len = strlen(keys[i]);

		if (j->val.n == len && memcmp(j->val.p, keys[i], len) == 0)
			return i;
	}
	return -1;
}

static int read_member(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	int slot = slot_of(f, j);
	struct xg_str *val = slot < 0 ? NULL : &f->v[slot];

	/* In one pass where the head came first, as it does. */
	if (slot == XG_KRAKEN_K_DATA && !f->is_read &&
		f->v[XG_KRAKEN_K_CHANNEL].n && f->v[XG_KRAKEN_K_TYPE].n) {
		f->is_read = true;
		return xg_kraken_data(d, f, j);
	}
	switch (xg_json_next(j)) {
	case XG_JSON_ERR:
		return XG_ERR_SYNTAX;
	case XG_JSON_OBJ:
	case XG_JSON_ARR:
		return xg_json_skip(j, val);
	case XG_JSON_NULL:
		break;
	default:
		if (val)
			*val = j->val;
	}
	return 0;
}

static int read_object(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	enum xg_json_tok tok;
	struct xg_json in;

	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		int rc = read_member(d, f, j);

		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_OBJ_END || xg_json_next(j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	if (!f->v[XG_KRAKEN_K_DATA].n || !f->v[XG_KRAKEN_K_CHANNEL].n)
		return 0;
	if (f->is_read)
		return XG_ERR_SYNTAX; /* two of them */
	xg_json_init(&in, f->v[XG_KRAKEN_K_DATA].p, f->v[XG_KRAKEN_K_DATA].n);
	f->is_read = true;
	return xg_kraken_data(d, f, &in);
}

static int read_frame(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	int rc;

	switch (xg_json_next(j)) {
	case XG_JSON_ARR:
		return xg_kraken_v1(d, j);
	case XG_JSON_OBJ:
		break;
	case XG_JSON_ERR:
		return XG_ERR_SYNTAX;
	default:
		return XG_ERR_TYPE;
	}
	rc = read_object(d, f, j);
	if (rc < 0)
		return rc;
	if (f->v[XG_KRAKEN_K_METHOD].n)
		return xg_kraken_method(d, f);
	if (f->v[XG_KRAKEN_K_EVENT].n)
		return xg_kraken_event(d, f);
	return f->v[XG_KRAKEN_K_FEED].n ? xg_kraken_feed(d, f) : 0;
}

static int ws_frame(struct xg_decoder *d, const struct xg_rec *raw)
{
	struct xg_kraken_head f = { .conn = raw->u.rawf.conn };
	struct xg_kraken_state *st = d->priv;
	struct xg_str text = raw->u.rawf.data;
	struct xg_json j;
	int rc;

	st->held_n = st->push_n = st->lv_n = 0;
	xg_json_init(&j, text.p, text.n);
	rc = read_frame(d, &f, &j);
	if (rc == 0)
		return xg_kraken_commit(d, f.conn);
	if (rc < 0)
		xg_frame_col(d->err, &j, text);
	return rc;
}

/* Lists of instruments teach what symbols mean. */
static int rest_answer(struct xg_decoder *d, const struct xg_rec *raw)
{
	struct xg_sink sink = { .ctx = d, .rec = xg_decoder_take };

	if (!xg_frame_asks(&raw->u.rawf, "/AssetPairs") &&
		!xg_frame_asks(&raw->u.rawf, "/v3/instruments"))
		return 0;
	return xg_kraken_insts(raw->u.rawf.data, d->rx, &sink, NULL);
}

int xg_kraken_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	const struct xg_raw *r = &raw->u.rawf;
	int rc;

	if (!xg_str_is_text(r->dir, "in"))
		return 0;
	rc = xg_frame_is_json(d, raw, err);
	if (rc < 0)
		return rc;
	rc = xg_str_is_text(r->ch, "rest") ? rest_answer(d, raw)
					   : ws_frame(d, raw);
	return rc >= 0 ? rc : xg_frame_failed(d, raw, rc, err, "frame");
}
