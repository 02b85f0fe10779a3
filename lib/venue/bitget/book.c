/* Order books. Source: depth channels of v2, order book channels of v3: a
 * snapshot, then changes; v3 numbers them (pseq is the seq before, 0 in a
 * snapshot), v1 and v2 have only the checksum. */
#include <stdlib.h>

#include "venue/bitget/bitget.h"

#define LEVELS_MAX 65536

static int push(struct xg_bitget_state *st, int side, const struct xg_level *l,
	const struct xg_bitget_raw *raw)
{
	if (st->n[side] == st->cap[side]) {
		size_t cap = st->cap[side] ? st->cap[side] * 2 : 512;
		void *p, *q;

		if (cap > LEVELS_MAX)
			return XG_ERR_LIMIT;
		p = realloc(st->lv[side], cap * sizeof *l);
		if (p)
			st->lv[side] = p;
		q = realloc(st->raw[side], cap * sizeof *raw);
		if (q)
			st->raw[side] = q;
		if (!p || !q)
			return XG_ERR_MEMORY;
		st->cap[side] = cap;
	}
	st->lv[side][st->n[side]] = *l;
	st->raw[side][st->n[side]++] = *raw;
	return 0;
}

/* ["price","size"] */
static int read_level(
	struct xg_json *j, struct xg_level *l, struct xg_bitget_raw *raw)
{
	int rc = xg_json_text(j, &raw->px);

	if (rc == 0)
		rc = xg_json_text(j, &raw->sz);
	if (rc == 0)
		rc = xg_dec_from(&l->px, raw->px);
	if (rc == 0)
		rc = xg_dec_from(&l->qty, raw->sz);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(l->px) <= 0 || xg_dec_sign(l->qty) < 0 ||
		raw->px.n > XG_BITGET_TEXT || raw->sz.n > XG_BITGET_TEXT)
		return XG_ERR_RANGE;
	if (xg_json_next(j) == XG_JSON_ARR_END)
		return 0;
	return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

/* Are all texts between p and end, pairs that were read the fast way, quoted and
 * in their shortest form? */
static bool all_short(const char *p, const char *end)
{
	while ((p = memchr(p, '[', (size_t)(end - p)))) {
		for (int i = 0; i < 2; i++) {
			const char *from = p + 2;

			if (end - p < 3 || p[1] != '"')
				return false;
			p = memchr(from, '"', (size_t)(end - from));
			if (!p || !xg_bitget_is_short((struct xg_str){
					  from, (size_t)(p - from) }))
				return false;
			p++; /* the comma, or the bracket */
		}
	}
	return true;
}

/* As many levels as come in the usual form. */
static int read_fast(struct xg_bitget_in *in, struct xg_json *j, int side)
{
	struct xg_bitget_state *st = in->d->priv;
	const char *start = j->p;

	st->n[side] = xg_levels_pairs(j, st->lv[side], st->cap[side]);
	for (size_t i = 0; i < st->n[side]; i++) {
		if (st->lv[side][i].px.m <= 0)
			return XG_ERR_RANGE;
	}
	if (in->d->keep_checksum_books && in->all_short)
		in->all_short = all_short(start, j->p);
	return 0;
}

static int read_side(struct xg_bitget_in *in, struct xg_json *j, int side)
{
	struct xg_bitget_state *st = in->d->priv;
	enum xg_json_tok tok = xg_json_next(j);
	struct xg_bitget_raw raw;
	struct xg_level l;
	int rc = 0;

	if (in->has_side[side])
		return XG_ERR_SYNTAX; /* twice */
	in->has_side[side] = true;
	st->n[side] = 0;
	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	if (!in->with_text)
		rc = read_fast(in, j, side);
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_ARR) {
		rc = read_level(j, &l, &raw);
		if (rc == 0)
			rc = push(st, side, &l, &raw);
		if (rc == 0 && !(xg_bitget_is_short(raw.px) &&
				       xg_bitget_is_short(raw.sz)))
			in->all_short = false;
	}
	if (rc < 0 || tok == XG_JSON_ARR_END)
		return rc;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

static int read_member(struct xg_bitget_in *in, struct xg_json *j)
{
	if (XG_JSON_KEY_IS(j, "b") || XG_JSON_KEY_IS(j, "bids"))
		return read_side(in, j, 0);
	if (XG_JSON_KEY_IS(j, "a") || XG_JSON_KEY_IS(j, "asks"))
		return read_side(in, j, 1);
	if (XG_JSON_KEY_IS(j, "checksum"))
		return xg_json_i64(j, &in->sum);
	if (XG_JSON_KEY_IS(j, "seq")) {
		in->has_seq = true;
		return xg_json_i64(j, &in->seq);
	}
	if (XG_JSON_KEY_IS(j, "pseq")) {
		in->has_pseq = true;
		return xg_json_i64(j, &in->pseq);
	}
	if (!XG_JSON_KEY_IS(j, "ts"))
		return xg_json_skip(j, NULL);
	return xg_frame_ms(j, &in->book_ts);
}

static int read_row(struct xg_bitget_in *in, struct xg_json *j)
{
	enum xg_json_tok tok;
	int rc = 0;

	in->book_ts = in->seq = in->pseq = in->sum = 0;
	in->has_seq = in->has_pseq = false;
	in->has_side[0] = in->has_side[1] = false;
	in->all_short = true;
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY)
		rc = read_member(in, j);
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	if (!in->has_side[0] || !in->has_side[1])
		return XG_ERR_TYPE;
	if (in->kind != XG_BITGET_BOOK)
		return 0;
	/* v3 numbers each; the others have nothing but the checksum. */
	if (in->dialect == XG_BITGET_V3 &&
		(!in->has_seq || (!in->snap && !in->has_pseq)))
		return XG_ERR_TYPE;
	return in->seq < 0 || in->pseq < 0 || in->sum < INT32_MIN ||
			       in->sum > UINT32_MAX
		       ? XG_ERR_RANGE
		       : 0;
}

int xg_bitget_book_row(void *ctx, struct xg_json *j)
{
	struct xg_bitget_in *in = ctx;
	const char *start = j->p - 1; /* the bracket */
	struct xg_json again;
	struct xg_bitget_sym *sym;
	int rc;

	in->with_text = false;
	if (in->kind == XG_BITGET_BOOK && in->d->keep_checksum_books) {
		sym = xg_bitget_sym_of(in->d, in->inst);
		if (!sym)
			return XG_ERR_MEMORY;
		in->with_text = in->dialect != XG_BITGET_V3 ||
				(!in->snap && sym->texts.live);
	}
	rc = read_row(in, j);
	if (rc == 0)
		in->n++;
	if (rc < 0 || in->all_short || in->with_text ||
		in->kind != XG_BITGET_BOOK)
		return rc;
	/* Not the text that the decimals give: it must be kept. */
	in->with_text = true;
	xg_json_init(&again, start, (size_t)(j->p - start));
	xg_json_next(&again);
	return read_row(in, &again);
}

/* A book that replaces has no deletions. */
static void drop_zeros(struct xg_bitget_state *st)
{
	for (int side = 0; side < 2; side++) {
		struct xg_level *l = st->lv[side];
		size_t n = 0;

		for (size_t i = 0; i < st->n[side]; i++) {
			if (xg_dec_is_zero(l[i].qty))
				continue;
			st->raw[side][n] = st->raw[side][i];
			l[n++] = l[i];
		}
		st->n[side] = n;
	}
}

/* The texts of the frame go into those of the book. */
static int keep_text(struct xg_bitget_in *in, struct xg_bitget_texts *t,
	const struct xg_book *book)
{
	const struct xg_bitget_state *st = in->d->priv;
	int rc = 0;

	if (in->snap)
		xg_bitget_texts_clear(t);
	else if (!t->live)
		rc = xg_bitget_texts_fill(t, book);
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; rc == 0 && i < st->n[side]; i++)
			rc = xg_bitget_texts_set(t, side, st->lv[side][i].px,
				&st->raw[side][i],
				xg_dec_is_zero(st->lv[side][i].qty));
	}
	t->live = rc == 0;
	return rc;
}

/* Is the book, into which this frame went, as the venue's checksum says? */
static bool holds(void *ctx, const struct xg_book *book)
{
	struct xg_bitget_in *in = ctx;
	struct xg_bitget_sym *sym = xg_bitget_sym_of(in->d, in->inst);
	bool good;

	if (!sym)
		return false;
	if (in->with_text && keep_text(in, &sym->texts, book) < 0)
		return false;
	if (!in->with_text)
		xg_bitget_texts_clear(&sym->texts);
	if (in->sum == 0)
		return true;
	in->d->stats.checksums++;
	good = (sym->texts.live ? xg_bitget_texts_sum(&sym->texts)
				: xg_bitget_book_sum(book)) ==
	       (int32_t)(uint32_t)in->sum;
	in->d->stats.checksum_bad += !good;
	return good;
}

static int apply(struct xg_bitget_in *in)
{
	struct xg_bitget_state *st = in->d->priv;
	enum xg_sync_rule rule = in->kind == XG_BITGET_FULL ? XG_SYNC_FULL
				 : in->dialect == XG_BITGET_V3
					 ? XG_SYNC_STREAM
					 : XG_SYNC_STREAM_BARE;
	struct xg_sync *s = xg_sync_of(in->d, in->inst, rule, in->conn);
	struct xg_delta delta = { .first = in->seq,
		.last = in->seq,
		.prev = in->pseq,
		.ts = in->book_ts ? in->book_ts : in->ts };

	if (!s)
		return XG_ERR_MEMORY;
	if (s->from != s->conn)
		return 0; /* a connection that has been replaced */
	/* Each channel of books is a stream of its own: the first one that
	 * comes makes the book. */
	if (s->state == XG_SYNC_NONE) {
		s->rule = rule;
		s->depth = in->depth;
	} else if (s->rule != rule || s->depth != in->depth) {
		return 0;
	}
	if (in->snap)
		drop_zeros(st);
	delta.bids = (struct xg_levels){ st->lv[0], st->n[0] };
	delta.asks = (struct xg_levels){ st->lv[1], st->n[1] };
	if (rule == XG_SYNC_FULL)
		delta.limit = (size_t)in->depth;
	if (in->kind == XG_BITGET_BOOK && in->d->keep_checksum_books) {
		delta.holds = holds;
		delta.ctx = in;
	}
	return in->snap ? xg_sync_snapshot(in->d, s, &delta)
			: xg_sync_delta(in->d, s, &delta);
}

/* books1: the best level of each side; one that is empty has none. */
static int top(struct xg_bitget_in *in)
{
	struct xg_bitget_state *st = in->d->priv;
	struct xg_bitget_sym *sym = xg_bitget_sym_of(in->d, in->inst);
	struct xg_rec rec;

	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->top_conn)
		return 0; /* a connection that has been replaced */
	sym->top_conn = in->conn;
	drop_zeros(st);
	xg_rec_start(&rec, XG_REC_BBO, XG_STR("bitget"), in->inst->sym,
		in->book_ts ? in->book_ts : in->ts, in->d->rx);
	if (st->n[0]) {
		XG_REC_SET(&rec, bbo.bid, st->lv[0][0].px);
		XG_REC_SET(&rec, bbo.bid_qty, st->lv[0][0].qty);
	}
	if (st->n[1]) {
		XG_REC_SET(&rec, bbo.ask, st->lv[1][0].px);
		XG_REC_SET(&rec, bbo.ask_qty, st->lv[1][0].qty);
	}
	return xg_decoder_emit(in->d, &rec);
}

static int apply_row(struct xg_bitget_in *in)
{
	return in->kind == XG_BITGET_TOP ? top(in) : apply(in);
}

int xg_bitget_book_apply(struct xg_bitget_in *in)
{
	struct xg_json j;
	int rc = 0;

	if (in->n <= 1)
		return in->n ? apply_row(in) : 0;
	/* The venue sends one a frame; of several, each in its turn. */
	xg_json_init(&j, in->rows.p, in->rows.n);
	xg_json_next(&j);
	while (rc >= 0 && xg_json_next(&j) == XG_JSON_OBJ) {
		rc = xg_bitget_book_row(in, &j);
		if (rc == 0)
			rc = apply_row(in);
	}
	return rc;
}
