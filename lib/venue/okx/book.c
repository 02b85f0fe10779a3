/* Order book frames [order book channel]: levels are [px, sz, "0", orders];
 * sizes are contracts for derivatives. */
#include "venue/okx/okx.h"

#include <stdlib.h>

#define LEVELS_MAX 65536

static int push(struct xg_okx_state *st, int side, struct xg_level level,
	struct xg_okx_raw raw)
{
	if (st->n[side] == st->cap[side]) {
		size_t cap = st->cap[side] ? st->cap[side] * 2 : 512;
		void *p, *q;

		if (cap > LEVELS_MAX)
			return XG_ERR_LIMIT;
		p = realloc(st->lv[side], cap * sizeof(struct xg_level));
		if (p)
			st->lv[side] = p;
		q = realloc(st->raw[side], cap * sizeof(struct xg_okx_raw));
		if (q)
			st->raw[side] = q;
		if (!p || !q)
			return XG_ERR_MEMORY;
		st->cap[side] = cap;
	}
	st->lv[side][st->n[side]] = level;
	st->raw[side][st->n[side]++] = raw;
	return 0;
}

/* What is needed to read levels of one instrument. */
struct reading {
	struct xg_okx_state *st;
	const struct xg_instr *inst;
};

static int read_level(struct xg_json *j, const struct reading *r, int side)
{
	struct xg_okx_raw raw;
	struct xg_dec px, sz, qty;
	enum xg_json_tok tok;
	int rc;

	if (xg_json_text(j, &raw.px) < 0 || xg_json_text(j, &raw.sz) < 0)
		return XG_ERR_TYPE;
	rc = xg_dec_from(&px, raw.px);
	if (rc == 0)
		rc = xg_dec_from(&sz, raw.sz);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(px) <= 0 || xg_dec_sign(sz) < 0)
		return XG_ERR_RANGE;
	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok != XG_JSON_STR && tok != XG_JSON_NUM)
			return XG_ERR_TYPE;
	}
	qty = sz;
	if (r->inst->i.kind != XG_SPOT && !xg_dec_is_zero(sz)) {
		rc = xg_base_qty(&qty, r->inst, sz, px);
		if (rc < 0)
			return rc;
	}
	return push(r->st, side, (struct xg_level){ px, qty }, raw);
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

/* The object of one book push (OBJ token was read). */
static int read_push(
	struct xg_json *j, const struct reading *r, struct xg_okx_push *h)
{
	enum xg_json_tok tok;
	int rc = 0;

	h->seq = h->prev = -1;
	h->ts = h->sum = 0;
	h->has_sum = false;
	r->st->n[0] = r->st->n[1] = 0;
	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "bids")) {
			rc = read_side(j, r, 0);
		} else if (XG_JSON_KEY_IS(j, "asks")) {
			rc = read_side(j, r, 1);
		} else if (XG_JSON_KEY_IS(j, "ts")) {
			rc = xg_frame_ms(j, &h->ts);
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
static void number(struct xg_sync *s, struct xg_okx_push *h, bool snapshot)
{
	if (h->seq >= 0)
		return;
	h->prev = snapshot ? -1 : s->last;
	h->seq = snapshot ? 1 : s->last + 1;
}

/* The texts of the levels go into the book that is kept for the checksum. */
static int keep_text(struct xg_okx_text_book *t, const struct xg_okx_state *st)
{
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < st->n[side]; i++) {
			const struct xg_level *l = &st->lv[side][i];
			const struct xg_okx_raw *raw = &st->raw[side][i];
			int rc = xg_okx_text_set(t, side == 0, l->px, raw->px,
				raw->sz, xg_dec_is_zero(l->qty));

			if (rc < 0)
				return rc;
		}
	}
	return 0;
}

/* Is the checksum that was sent the one of our book? A gap is told as a gap,
 * so an update that does not follow is not looked at. */
static int check_sum(struct xg_decoder *d, const struct xg_sync *s,
	const struct xg_okx_push *p, struct xg_str native, bool snapshot,
	bool *good)
{
	struct xg_okx_text_book *t = text_of(d, native);
	int rc;

	*good = true;
	if (!t)
		return XG_ERR_MEMORY;
	if (snapshot) {
		/* A venue that signs its books signs the snapshot, too: where
		 * it does not, no text needs to be kept. */
		t->bids.n = t->asks.n = 0;
		t->live = p->has_sum;
	} else if (p->seq >= 0 && p->prev != s->last) {
		t->live = false;
	}
	if (!t->live)
		return 0;
	rc = keep_text(t, d->priv);
	if (rc < 0 || !p->has_sum)
		return rc;
	d->stats.checksums++;
	*good = xg_okx_text_sum(t) == (int32_t)p->sum;
	if (!*good) {
		d->stats.checksum_bad++;
		t->live = false;
	}
	return 0;
}

static int apply(struct xg_decoder *d, const struct xg_okx_head *f,
	struct xg_okx_push *p)
{
	bool snapshot = xg_str_is_text(f->action, "snapshot"), good = true;
	struct xg_sync *s = xg_sync_of(d, p->inst, XG_SYNC_STREAM, f->conn);
	struct xg_okx_state *st = d->priv;
	struct xg_delta delta;
	int rc = 0;

	if (!s)
		return XG_ERR_MEMORY;
	if (s->from != s->conn)
		return 0; /* a connection that has been replaced */
	/* Neither number nor checksum: nothing proves that it is the next. */
	if (!snapshot && p->seq < 0 && !p->has_sum && s->state == XG_SYNC_LIVE)
		return xg_sync_lost(
			d, s, XG_ST_GAP, "an update of the book has no number");
	if (d->keep_checksum_books && (snapshot || s->state == XG_SYNC_LIVE))
		rc = check_sum(d, s, p, p->inst->i.native, snapshot, &good);
	if (rc < 0)
		return rc;
	if (!good)
		return xg_sync_lost(d, s, XG_ST_CHECKSUM,
			"the book's checksum differs from the venue's");
	number(s, p, snapshot);
	delta = (struct xg_delta){ .first = p->seq,
		.last = p->seq,
		.prev = p->prev,
		.ts = p->ts,
		.bids = { st->lv[0], st->n[0] },
		.asks = { st->lv[1], st->n[1] } };
	return snapshot ? xg_sync_snapshot(d, s, &delta)
			: xg_sync_delta(d, s, &delta);
}

int xg_okx_books_read(
	struct xg_decoder *d, struct xg_json *j, struct xg_okx_head *f)
{
	struct xg_okx_push *p = &f->push;
	const char *start = j->p - 1; /* the bracket */
	struct reading r = { .st = d->priv };
	enum xg_json_tok tok;

	r.inst = p->inst = xg_okx_inst_of(d, f->native);
	if (!r.inst)
		return XG_ERR_ABSENT;
	if (!xg_str_is_text(f->action, "snapshot") &&
		!xg_str_is_text(f->action, "update"))
		return XG_ERR_TYPE;
	while ((tok = xg_json_next(j)) == XG_JSON_OBJ) {
		int rc = read_push(j, &r, p);

		if (rc < 0)
			return rc;
		p->n++;
	}
	if (tok != XG_JSON_ARR_END)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	p->data = (struct xg_str){ start, (size_t)(j->p - start) };
	return 0;
}

int xg_okx_books_apply(struct xg_decoder *d, const struct xg_okx_head *f)
{
	struct xg_okx_push p = f->push;
	struct reading r = { .st = d->priv, .inst = p.inst };
	struct xg_json j;
	int rc = 0;

	if (p.n == 1)
		return apply(d, f, &p);
	/* The venue sends one push a frame; of several, each in its turn. */
	xg_json_init(&j, p.data.p, p.data.n);
	xg_json_next(&j);
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ) {
		rc = read_push(&j, &r, &p);
		if (rc == 0)
			rc = apply(d, f, &p);
	}
	return rc;
}

/* bbo-tbt and books5: the best level of each side. */
int xg_okx_on_bbo(
	struct xg_decoder *d, struct xg_okx_head *f, struct xg_json *j)
{
	struct reading r = { .st = d->priv };
	struct xg_okx_push p;
	struct xg_rec rec;
	int rc;

	r.inst = xg_okx_inst_of(d, f->native);
	if (!r.inst)
		return XG_ERR_ABSENT;
	rc = read_push(j, &r, &p);
	if (rc < 0)
		return rc;
	xg_rec_start(&rec, XG_REC_BBO, XG_STR("okx"), r.inst->sym, p.ts, d->rx);
	if (r.st->n[0]) {
		XG_REC_SET(&rec, bbo.bid, r.st->lv[0][0].px);
		XG_REC_SET(&rec, bbo.bid_qty, r.st->lv[0][0].qty);
	}
	if (r.st->n[1]) {
		XG_REC_SET(&rec, bbo.ask, r.st->lv[1][0].px);
		XG_REC_SET(&rec, bbo.ask_qty, r.st->lv[1][0].qty);
	}
	return xg_decoder_emit(d, &rec);
}
