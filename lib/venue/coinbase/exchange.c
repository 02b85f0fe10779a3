/* The Exchange feed: flat frames by "type". Its updates of books have no number,
 * so nothing proves that none is missing. Source: Exchange WebSocket feed, and
 * the recording of 2021-04-17. */
#include "venue/coinbase/coinbase.h"

enum {
	TYPE,
	PRODUCT,
	TIME,
	TRADE_ID,
	SIDE,
	SIZE,
	PRICE,
	BID,
	BID_SIZE,
	ASK,
	ASK_SIZE,
	MESSAGE,
	REASON,
	KEYS
};
static const char *const keys[KEYS] = { "type", "product_id", "time",
	"trade_id", "side", "size", "price", "best_bid", "best_bid_size",
	"best_ask", "best_ask_size", "message", "reason" };

struct flat {
	struct xg_str v[KEYS];
	struct xg_str channels, changes;
	struct xg_coinbase_part *part;
	int seen; /* bits: bids, asks */
};

/* ["price","size"] each; a size that cannot be read is of one row only. */
static int read_level(struct xg_json *j, struct xg_coinbase_in *in, int side,
	struct xg_coinbase_part *part)
{
	struct xg_str pxt = { NULL, 0 }, qtyt = { NULL, 0 };
	enum xg_json_tok tok;

	if (xg_json_text(j, &pxt) < 0 || xg_json_text(j, &qtyt) < 0)
		return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok != XG_JSON_STR && tok != XG_JSON_NUM)
			return XG_ERR_TYPE;
	}
	return xg_coinbase_level(in, part, side, pxt, qtyt);
}

/* As many as come in the usual form. */
static int usual_levels(struct xg_json *j, struct xg_coinbase_in *in, int side,
	struct xg_coinbase_part *part)
{
	struct xg_coinbase_state *st = in->st;
	struct xg_level *l;
	size_t n;

	do {
		if (xg_coinbase_reserve(st, side, 512) < 0)
			return XG_ERR_MEMORY;
		l = st->lv[side] + st->n[side];
		n = xg_levels_pairs(j, l, 512);
		for (size_t i = 0; i < n; i++)
			part->bad |= l[i].px.m <= 0 || l[i].qty.m < 0;
		st->n[side] += n;
	} while (n == 512);
	return 0;
}

static int read_side(struct xg_json *j, struct xg_coinbase_in *in, int side,
	struct xg_coinbase_part *part)
{
	enum xg_json_tok tok = xg_json_next(j);
	int rc;

	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	rc = usual_levels(j, in, side, part);
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_ARR)
		rc = read_level(j, in, side, part);
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0
	       : tok == XG_JSON_ERR   ? XG_ERR_SYNTAX
				      : XG_ERR_TYPE;
}

/* ["buy"|"sell","price","size"]; sell is the side of the asks. */
static int read_change(struct xg_json *j, struct xg_coinbase_in *in,
	struct xg_coinbase_part *part)
{
	struct xg_str side = { NULL, 0 };

	if (xg_json_text(j, &side) < 0)
		return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	if (!xg_str_is_text(side, "buy") && !xg_str_is_text(side, "sell"))
		return XG_ERR_TYPE;
	return read_level(j, in, xg_str_is_text(side, "sell"), part);
}

static int read_changes(struct xg_json *j, struct xg_coinbase_in *in,
	struct xg_coinbase_part *part)
{
	enum xg_json_tok tok = xg_json_next(j);
	int rc = 0;

	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_ARR)
		rc = read_change(j, in, part);
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0
	       : tok == XG_JSON_ERR   ? XG_ERR_SYNTAX
				      : XG_ERR_TYPE;
}

/* ---- a frame ---- */

static struct xg_coinbase_part *part_of(
	struct xg_coinbase_in *in, struct flat *f)
{
	if (!f->part)
		f->part = xg_coinbase_part(in, f->v[PRODUCT], false);
	return f->part;
}

static int read_member(
	struct xg_coinbase_in *in, struct flat *f, struct xg_json *j)
{
	bool asks = XG_JSON_KEY_IS(j, "asks");

	if (asks || XG_JSON_KEY_IS(j, "bids")) {
		if (f->seen & 1 << asks)
			return XG_ERR_SYNTAX;
		f->seen |= 1 << asks;
		return part_of(in, f) ? read_side(j, in, asks, f->part)
				      : XG_ERR_MEMORY;
	}
	if (XG_JSON_KEY_IS(j, "changes")) {
		if (f->seen)
			return XG_ERR_SYNTAX;
		f->seen = 3;
		return part_of(in, f) ? read_changes(j, in, f->part)
				      : XG_ERR_MEMORY;
	}
	if (XG_JSON_KEY_IS(j, "channels")) {
		enum xg_json_tok tok = xg_json_next(j);

		return tok == XG_JSON_ARR   ? xg_json_skip(j, &f->channels)
		       : tok == XG_JSON_OBJ ? xg_json_skip(j, NULL)
		       : tok == XG_JSON_ERR ? XG_ERR_SYNTAX
					    : 0;
	}
	for (size_t i = 0; i < KEYS; i++) {
		if (xg_json_key_is_text(j, keys[i]))
			return xg_frame_word(j, &f->v[i]);
	}
	return xg_json_skip(j, NULL);
}

static int put_match(struct xg_coinbase_in *in, const struct flat *f)
{
	const struct xg_str *v = f->v;
	struct xg_coinbase_row *r;
	struct xg_dec px, qty;
	/* The maker's side: he sold, so the aggressor bought. */
	int side = xg_str_is_text(v[SIDE], "sell")  ? XG_BUY
		   : xg_str_is_text(v[SIDE], "buy") ? XG_SELL
						    : XG_SIDE_NONE;

	if (!v[TRADE_ID].n || !v[PRODUCT].n || !side ||
		xg_dec_from(&px, v[PRICE]) < 0 ||
		xg_dec_from(&qty, v[SIZE]) < 0 || xg_dec_sign(px) <= 0 ||
		xg_dec_sign(qty) <= 0) {
		in->bad_rows++;
		return 0;
	}
	r = xg_coinbase_row(in, XG_REC_TRADE);
	if (!r)
		return XG_ERR_MEMORY;
	r->product = v[PRODUCT];
	r->snap = xg_str_is_text(v[TYPE], "last_match");
	if (xg_str_i64(v[TRADE_ID], &r->id) < 0 || r->id < 0)
		r->id = -1;
	XG_REC_SET(&r->rec, trade.id, v[TRADE_ID]);
	XG_REC_SET(&r->rec, trade.side, side);
	XG_REC_SET(&r->rec, trade.px, px);
	XG_REC_SET(&r->rec, trade.qty, qty);
	return 0;
}

/* Old frames have best prices without sizes: those are no bbo. */
static int put_ticker(struct xg_coinbase_in *in, const struct flat *f)
{
	const struct xg_str *v = f->v;
	struct xg_dec n[4];
	struct xg_coinbase_row *r;

	if (!v[BID_SIZE].n || !v[ASK_SIZE].n || !v[PRODUCT].n)
		return 0;
	for (int i = 0; i < 4; i++) {
		if (xg_scan_dec(&n[i], v[BID + i]) <= 0 ||
			xg_dec_sign(n[i]) < 0) {
			in->bad_rows++;
			return 0;
		}
	}
	r = xg_coinbase_row(in, XG_REC_BBO);
	if (!r)
		return XG_ERR_MEMORY;
	r->product = v[PRODUCT];
	if (!xg_dec_is_zero(n[0])) {
		XG_REC_SET(&r->rec, bbo.bid, n[0]);
		XG_REC_SET(&r->rec, bbo.bid_qty, n[1]);
	}
	if (!xg_dec_is_zero(n[2])) {
		XG_REC_SET(&r->rec, bbo.ask, n[2]);
		XG_REC_SET(&r->rec, bbo.ask_qty, n[3]);
	}
	return 0;
}

/* [{"name":"level2","product_ids":["BTC-USD"]}]: the whole list. */
static int acks(struct xg_coinbase_in *in, struct xg_str list)
{
	static const char *const names[] = { "name", "product_ids" };
	enum xg_json_tok tok = XG_JSON_ERR;
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, list.p, list.n);
	xg_json_next(&j);
	while (rc >= 0 && (tok = xg_json_next(&j)) == XG_JSON_OBJ) {
		struct xg_json codes;
		struct xg_str v[2];

		if (xg_scan(&j, names, v, 2) < 0)
			return XG_ERR_SYNTAX;
		xg_json_init(&codes, v[1].p, v[1].n);
		if (!v[0].n || !v[1].n || xg_json_next(&codes) != XG_JSON_ARR)
			continue;
		/* level2, level2_batch and level2_50 are one thing. */
		if (xg_str_has_prefix(v[0], XG_STR("level2")))
			v[0] = XG_STR("level2_batch");
		rc = xg_coinbase_ack_list(in, v[0], &codes);
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_TYPE;
}

/* Of what was read, what its type means. */
static int put_all(struct xg_coinbase_in *in, struct flat *f)
{
	struct xg_coinbase_state *st = in->st;
	struct xg_str type = f->v[TYPE];
	bool snap = xg_str_is_text(type, "snapshot");

	if (xg_str_is_text(type, "match") || xg_str_is_text(type, "last_match"))
		return put_match(in, f);
	if (xg_str_is_text(type, "ticker"))
		return put_ticker(in, f);
	if (!snap && !xg_str_is_text(type, "l2update")) {
		st->parts = 0; /* heartbeat, status, full: not asked for */
		return 0;
	}
	if (!f->part || f->seen != 3 || !f->v[PRODUCT].n)
		return XG_ERR_TYPE;
	f->part->product = f->v[PRODUCT];
	f->part->snap = snap;
	f->part->n[0] = st->n[0];
	f->part->n[1] = st->n[1];
	return 0;
}

int xg_coinbase_exchange_frame(
	struct xg_coinbase_in *in, struct xg_str text, size_t *at)
{
	struct flat f = { 0 };
	enum xg_json_tok tok;
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, text.p, text.n);
	j.kept = in->d->kept;
	tok = xg_json_next(&j);
	if (tok != XG_JSON_OBJ)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	while (rc == 0 && (tok = xg_json_next(&j)) == XG_JSON_KEY)
		rc = read_member(in, &f, &j);
	*at = j.tok == XG_JSON_ERR ? j.err_at : (size_t)(j.p - text.p);
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END || xg_json_next(&j) != XG_JSON_END)
		return XG_ERR_SYNTAX;
	if (!f.v[TYPE].n)
		return XG_ERR_TYPE;
	if (xg_str_is_text(f.v[TYPE], "error"))
		return xg_coinbase_error(in, f.v[MESSAGE], f.v[REASON]);
	if (xg_str_is_text(f.v[TYPE], "subscriptions"))
		return f.channels.n ? acks(in, f.channels) : 0;
	in->ts = xg_coinbase_time(f.v[TIME]);
	rc = put_all(in, &f);
	return rc < 0 ? rc : xg_coinbase_apply(in);
}
