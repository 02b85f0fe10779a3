/* Order book frames [order book channel]: levels are [px, sz, "0", orders];
 * sizes are contracts for derivatives. */
#include "venue/okx/okx.h"

#include <stdlib.h>

static int push(
	struct xg_okx_state *st, int side, struct xg_dec px, struct xg_dec qty)
{
	if (st->n[side] == st->cap[side]) {
		size_t cap = st->cap[side] ? st->cap[side] * 2 : 512;
		void *p;

		if (cap > 65536)
			return XG_ERR_LIMIT;
		p = realloc(st->lv[side], cap * sizeof(struct xg_level));
		if (!p)
			return XG_ERR_MEMORY;
		st->lv[side] = p;
		st->cap[side] = cap;
	}
	st->lv[side][st->n[side]++] = (struct xg_level){ px, qty };
	return 0;
}

/* What is needed to read levels of one instrument. */
struct reading {
	struct xg_okx_state *st;
	const struct xg_instr *inst;
	struct xg_okx_text_book *text; /* NULL: no checksum kept */
};

static int read_level(struct xg_json *j, const struct reading *r, int side)
{
	struct xg_str pxt, szt;
	struct xg_dec px, sz, qty;
	enum xg_json_tok tok;
	int rc;

	if (xg_json_text(j, &pxt) < 0 || xg_json_text(j, &szt) < 0)
		return XG_ERR_TYPE;
	rc = xg_dec_from(&px, pxt);
	if (rc == 0)
		rc = xg_dec_from(&sz, szt);
	if (rc < 0)
		return rc;
	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok != XG_JSON_STR && tok != XG_JSON_NUM)
			return XG_ERR_TYPE;
	}
	if (r->text) {
		rc = xg_okx_text_set(
			r->text, side == 0, px, pxt, szt, xg_dec_is_zero(sz));
		if (rc < 0)
			return rc;
	}
	qty = sz;
	if (r->inst->i.kind != XG_SPOT && !xg_dec_is_zero(sz)) {
		rc = xg_base_qty(&qty, r->inst, sz, px);
		if (rc < 0)
			return rc;
	}
	return push(r->st, side, px, qty);
}

static int read_side(struct xg_json *j, const struct reading *r, int side)
{
	enum xg_json_tok tok;

	r->st->n[side] = 0;
	if (xg_json_next(j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		int rc = tok == XG_JSON_ARR ? read_level(j, r, side)
					    : XG_ERR_TYPE;

		if (rc < 0)
			return rc;
	}
	return 0;
}

struct head {
	int64_t ts, seq, prev, sum;
	bool has_sum;
};

/* The object of one book push (OBJ token was read). */
static int read_push(struct xg_json *j, const struct reading *r, struct head *h)
{
	enum xg_json_tok tok;
	int rc = 0;

	*h = (struct head){ .seq = -1, .prev = -1 };
	r->st->n[0] = r->st->n[1] = 0;
	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		int64_t ms = 0;

		if (XG_JSON_KEY_IS(j, "bids")) {
			rc = read_side(j, r, 0);
		} else if (XG_JSON_KEY_IS(j, "asks")) {
			rc = read_side(j, r, 1);
		} else if (XG_JSON_KEY_IS(j, "ts")) {
			rc = xg_json_i64(j, &ms);
			if (rc == 0 && (ms < 0 || ms > INT64_MAX / 1000))
				rc = XG_ERR_RANGE;
			h->ts = ms * 1000;
		} else if (XG_JSON_KEY_IS(j, "checksum")) {
			rc = xg_json_i64(j, &h->sum);
			h->has_sum = rc == 0 && h->sum != 0;
		} else if (XG_JSON_KEY_IS(j, "seqId")) {
			rc = xg_json_i64(j, &h->seq);
		} else if (XG_JSON_KEY_IS(j, "prevSeqId")) {
			rc = xg_json_i64(j, &h->prev);
		} else {
			rc = xg_json_skip(j, NULL);
		}
		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

static struct xg_okx_text_book *text_of(
	struct xg_decoder *d, struct xg_str native)
{
	struct xg_okx_state *st = d->priv;
	union xg_map_val *v = xg_map_put(&st->sums, native, NULL);

	if (!v)
		return NULL;
	if (!v->ptr)
		v->ptr = calloc(1, sizeof(struct xg_okx_text_book));
	return v->ptr;
}

/* Recordings from before sequence ids have only the checksum: then a count of
 * our own stands in, and completeness is what the checksum proves. */
static void number(struct xg_sync *s, struct head *h, bool snapshot)
{
	if (h->seq >= 0)
		return;
	h->prev = snapshot ? -1 : s->last;
	h->seq = snapshot ? 1 : s->last + 1;
}

static int apply(struct xg_decoder *d, const struct reading *r, struct head *h,
	bool snapshot, int64_t conn)
{
	struct xg_sync *s = xg_sync_of(d, r->inst, XG_SYNC_STREAM, conn);
	struct xg_delta delta;

	if (!s)
		return XG_ERR_MEMORY;
	if (!snapshot && s->state != XG_SYNC_LIVE)
		return 0; /* nothing before the snapshot counts */
	if (r->text && h->has_sum && r->text->live) {
		d->stats.checksums++;
		if (xg_okx_text_sum(r->text) != (int32_t)h->sum) {
			d->stats.checksum_bad++;
			r->text->live = false;
			return xg_sync_lost(d, s, XG_ST_CHECKSUM,
				"the book's checksum differs from the venue's");
		}
	}
	number(s, h, snapshot);
	delta = (struct xg_delta){ .first = h->seq,
		.last = h->seq,
		.prev = h->prev,
		.ts = h->ts,
		.bids = { r->st->lv[0], r->st->n[0] },
		.asks = { r->st->lv[1], r->st->n[1] } };
	return snapshot ? xg_sync_snapshot(d, s, &delta)
			: xg_sync_delta(d, s, &delta);
}

int xg_okx_books(struct xg_decoder *d, struct xg_json *j, struct xg_str native,
	bool snapshot, int64_t conn)
{
	const struct xg_instr *inst = xg_okx_inst_of(d, native);
	struct reading r = { .st = d->priv, .inst = inst };
	enum xg_json_tok tok;
	int rc;

	if (!inst)
		return XG_ERR_ABSENT;
	if (d->keep_checksum_books) {
		r.text = text_of(d, native);
		if (!r.text)
			return XG_ERR_MEMORY;
		if (snapshot) {
			r.text->bids.n = r.text->asks.n = 0;
			r.text->live = true;
		}
	}
	while ((tok = xg_json_next(j)) == XG_JSON_OBJ) {
		struct head h;

		rc = read_push(j, &r, &h);
		if (rc == 0)
			rc = apply(d, &r, &h, snapshot, conn);
		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_SYNTAX;
}

int xg_okx_bbo(struct xg_decoder *d, struct xg_json *j, struct xg_str native)
{
	const struct xg_instr *inst = xg_okx_inst_of(d, native);
	struct reading r = { .st = d->priv, .inst = inst };
	enum xg_json_tok tok;

	if (!inst)
		return XG_ERR_ABSENT;
	while ((tok = xg_json_next(j)) == XG_JSON_OBJ) {
		struct xg_rec rec;
		struct head h;
		int rc = read_push(j, &r, &h);

		if (rc < 0)
			return rc;
		xg_rec_start(&rec, XG_REC_BBO, XG_STR("okx"), inst->sym, h.ts,
			d->rx);
		if (r.st->n[0]) {
			XG_REC_SET(&rec, bbo.bid, r.st->lv[0][0].px);
			XG_REC_SET(&rec, bbo.bid_qty, r.st->lv[0][0].qty);
		}
		if (r.st->n[1]) {
			XG_REC_SET(&rec, bbo.ask, r.st->lv[1][0].px);
			XG_REC_SET(&rec, bbo.ask_qty, r.st->lv[1][0].qty);
		}
		rc = xg_decoder_emit(d, &rec);
		if (rc < 0)
			return rc;
	}
	return tok == XG_JSON_ARR_END ? 0 : XG_ERR_SYNTAX;
}
