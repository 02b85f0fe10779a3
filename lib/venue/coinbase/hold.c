/* What a frame says waits here until all of it was read; then books and rows
 * become records of each instrument that shows the product. */
#include "venue/coinbase/coinbase.h"

#include <stdlib.h>

#define LEVELS_MAX ((size_t)1 << 21)
#define ROWS_MAX ((size_t)1 << 20)

static void *grow(void *list, size_t n, size_t *cap, size_t size, size_t most)
{
	size_t more = *cap ? *cap * 2 : 64;
	void *p;

	while (more < n)
		more *= 2;
	if (n <= *cap)
		return list;
	if (n > most)
		return NULL;
	p = realloc(list, more * size);
	if (p)
		*cap = more;
	return p;
}

void xg_coinbase_decoder_release(struct xg_decoder *d)
{
	struct xg_coinbase_state *st = d->priv;

	free(st->lv[0]);
	free(st->lv[1]);
	free(st->sort);
	free(st->part);
	free(st->row);
	xg_map_release(&st->last_trade);
}

struct xg_coinbase_part *xg_coinbase_part(
	struct xg_coinbase_in *in, struct xg_str product, bool snap)
{
	struct xg_coinbase_state *st = in->st;
	void *p = grow(st->part, st->parts + 1, &st->part_cap, sizeof *st->part,
		ROWS_MAX);

	if (!p)
		return NULL;
	st->part = p;
	st->part[st->parts] = (struct xg_coinbase_part){
		.product = product, .snap = snap, .from = { st->n[0], st->n[1] }
	};
	return &st->part[st->parts++];
}

int xg_coinbase_reserve(struct xg_coinbase_state *st, int side, size_t more)
{
	void *p = grow(st->lv[side], st->n[side] + more, &st->cap[side],
		sizeof *st->lv[side], LEVELS_MAX);

	if (!p)
		return st->n[side] + more > LEVELS_MAX ? XG_ERR_LIMIT
						       : XG_ERR_MEMORY;
	st->lv[side] = p;
	return 0;
}

int xg_coinbase_push(struct xg_coinbase_state *st, int side, struct xg_dec px,
	struct xg_dec qty)
{
	int rc = st->n[side] < st->cap[side] ? 0
					     : xg_coinbase_reserve(st, side, 1);

	if (rc == 0)
		st->lv[side][st->n[side]++] = (struct xg_level){ px, qty };
	return rc;
}

struct xg_coinbase_row *xg_coinbase_row(struct xg_coinbase_in *in, int type)
{
	struct xg_coinbase_state *st = in->st;
	void *p = grow(
		st->row, st->rows + 1, &st->row_cap, sizeof *st->row, ROWS_MAX);
	struct xg_coinbase_row *r;

	if (!p)
		return NULL;
	st->row = p;
	r = &st->row[st->rows++];
	r->product = (struct xg_str){ NULL, 0 };
	r->id = -1;
	r->event = in->event;
	r->snap = false;
	xg_rec_start(&r->rec, type, xg_str_from(in->d->venue->name), r->product,
		in->ts, in->d->rx);
	return r;
}

/* ---- which instruments ---- */

/* BTC-USDC for BTC-USD: the one view that the venue has of a book. */
static const struct xg_instr *alias_of(
	const struct xg_coinbase_in *in, struct xg_str product)
{
	struct xg_decoder *d = in->d;
	char code[64];
	int n;

	if (in->market.n || !xg_str_has_suffix(product, XG_STR("-USD")) ||
		product.n + 2 > sizeof code)
		return NULL;
	n = snprintf(code, sizeof code, "%.*sC", XG_STR_ARG(product));
	return xg_insts_native(d->insts, xg_str_from(d->venue->name),
		XG_STR(XG_COINBASE_ALIAS), (struct xg_str){ code, (size_t)n });
}

/* Only instruments that the stream has told of are published under two names:
 * a reader who asked for X-USD has not asked for X-USDC. */
int xg_coinbase_shown(const struct xg_coinbase_in *in, struct xg_str product,
	const struct xg_instr *out[static 2])
{
	struct xg_str market =
		in->market.n ? in->market : xg_coinbase_market(product);
	struct xg_str venue = xg_str_from(in->d->venue->name);
	const struct xg_instr *alias = alias_of(in, product);
	int n = 0;

	out[0] = xg_insts_native(in->d->insts, venue, market, product);
	if (out[0] && (out[0]->told || !alias || !alias->told))
		n++;
	if (alias && alias->told)
		out[n++] = alias;
	if (n)
		return n;
	out[0] = xg_decoder_inst(
		in->d, in->market.n ? XG_STR("spot") : market, product);
	return out[0] != NULL;
}

/* The symbol of a contract is not guessed: its size is not known. */
static int unknown(struct xg_coinbase_in *in, struct xg_str product)
{
	struct xg_str none = { NULL, 0 };

	if (xg_str_is_text(product, in->st->unknown))
		return 0;
	xg_str_copy(in->st->unknown, sizeof in->st->unknown, product);
	return xg_decoder_status(in->d, XG_ST_ERROR, none, in->conn,
		"coinbase: the product %s is not known; its inst record "
		"must come first",
		in->st->unknown);
}

/* ---- books ---- */

/* The levels of a part; a side without any may have no memory. */
static struct xg_level *levels_of(const struct xg_coinbase_state *st, int side,
	const struct xg_coinbase_part *p)
{
	return st->lv[side] ? st->lv[side] + p->from[side] : NULL;
}

static int better(int side, const struct xg_level *a, const struct xg_level *b)
{
	int way = xg_dec_cmp(a->px, b->px);

	return side == 0 ? way > 0 : way < 0;
}

/* Stable: of rows with one price the last one stays the last. */
static int sort(
	struct xg_coinbase_state *st, int side, struct xg_level *l, size_t n)
{
	struct xg_level *from = l, *to;
	void *p =
		grow(st->sort, n, &st->sort_cap, sizeof *st->sort, LEVELS_MAX);

	if (!p)
		return XG_ERR_MEMORY;
	st->sort = to = p;
	for (size_t run = 1; run < n; run *= 2) {
		struct xg_level *t = from;

		for (size_t at = 0; at < n; at += 2 * run) {
			size_t mid = at + run < n ? at + run : n;
			size_t end = mid + run < n ? mid + run : n;
			size_t a = at, b = mid, o = at;

			while (a < mid && b < end)
				to[o++] = better(side, &from[b], &from[a])
						  ? from[b++]
						  : from[a++];
			while (a < mid)
				to[o++] = from[a++];
			while (b < end)
				to[o++] = from[b++];
		}
		from = to;
		to = t;
	}
	if (from != l)
		memcpy(l, from, n * sizeof *l);
	return 0;
}

/* Best first, the last word on each price, and no empty level in a snapshot. */
static int tidy(
	struct xg_coinbase_state *st, int side, struct xg_coinbase_part *p)
{
	struct xg_level *l = levels_of(st, side, p);
	size_t n = p->n[side], out = 0, at = 1;

	while (at < n && better(side, &l[at - 1], &l[at]))
		at++;
	if (at < n && sort(st, side, l, n) < 0)
		return XG_ERR_MEMORY;
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && xg_dec_cmp(l[i].px, l[i + 1].px) == 0)
			continue;
		if (p->snap && xg_dec_is_zero(l[i].qty))
			continue;
		l[out++] = l[i];
	}
	p->n[side] = out;
	return 0;
}

/* Sizes of contracts -> base units. */
static int to_base(struct xg_coinbase_state *st, const struct xg_instr *inst,
	const struct xg_coinbase_part *p)
{
	for (int side = 0; inst->i.kind != XG_SPOT && side < 2; side++) {
		struct xg_level *l = levels_of(st, side, p);

		for (size_t i = 0; i < p->n[side]; i++) {
			if (xg_base_qty(&l[i].qty, inst, l[i].qty, l[i].px) < 0)
				return XG_ERR_RANGE;
		}
	}
	return 0;
}

static int apply_part(struct xg_coinbase_in *in, struct xg_coinbase_part *p,
	const struct xg_instr *inst)
{
	struct xg_coinbase_state *st = in->st;
	struct xg_sync *s =
		xg_sync_of(in->d, inst, XG_SYNC_STREAM_BARE, in->conn);
	struct xg_delta delta = { .ts = in->ts };

	if (!s)
		return XG_ERR_MEMORY;
	if (s->from != s->conn)
		return 0; /* a connection that has been replaced */
	if (!p->snap && s->state == XG_SYNC_NONE) {
		/* Its snapshot is on the way; when not, the tick wants it. */
		s->state = XG_SYNC_WAIT;
		s->wanted_at = in->d->rx ? in->d->rx : 1;
		return 0;
	}
	if (p->bad || to_base(st, inst, p) < 0)
		return s->state == XG_SYNC_LIVE || p->snap
			       ? xg_sync_lost(in->d, s, XG_ST_RESYNC,
					 "a level of the book cannot be read")
			       : 0;
	delta.bids = (struct xg_levels){ levels_of(st, 0, p), p->n[0] };
	delta.asks = (struct xg_levels){ levels_of(st, 1, p), p->n[1] };
	return p->snap ? xg_sync_snapshot(in->d, s, &delta)
		       : xg_sync_delta(in->d, s, &delta);
}

static int apply_parts(struct xg_coinbase_in *in)
{
	struct xg_coinbase_state *st = in->st;
	int rc = 0;

	for (size_t i = 0; rc >= 0 && i < st->parts; i++) {
		struct xg_coinbase_part *p = &st->part[i];
		const struct xg_instr *shown[2];
		int n = xg_coinbase_shown(in, p->product, shown);

		if (!n)
			rc = unknown(in, p->product);
		else if (tidy(st, 0, p) < 0 || tidy(st, 1, p) < 0)
			rc = XG_ERR_MEMORY;
		for (int k = 0; rc >= 0 && k < n; k++)
			rc = apply_part(in, p, shown[k]);
	}
	return rc;
}

/* ---- rows ---- */

/* Of one event by the number of the trade: the venue promises no order. */
static int by_id(const void *pa, const void *pb)
{
	const struct xg_coinbase_row *a = pa, *b = pb;

	if (a->event != b->event)
		return a->event < b->event ? -1 : 1;
	if (a->id != b->id && a->id >= 0 && b->id >= 0)
		return a->id < b->id ? -1 : 1;
	return a->rec.u.trade.id.p < b->rec.u.trade.id.p ? -1 : 1;
}

/* Trades of before the subscription are known already, or old: of a snapshot
 * only those are new that came while we were away. */
static bool is_new(const struct xg_coinbase_in *in,
	const struct xg_coinbase_row *r, const struct xg_instr *inst, int *rc)
{
	bool whole = xg_numbered_is_whole(&in->st->numbered, in->conn);
	union xg_map_val *v;
	bool made, fresh;

	if (r->id < 0)
		return !r->snap;
	v = xg_map_put(&in->st->last_trade, inst->sym, &made);
	if (!v) {
		*rc = XG_ERR_MEMORY;
		return false;
	}
	fresh = !r->snap || (!made && r->id > v->num);
	if (made || (whole && r->id > v->num))
		v->num = r->id;
	return fresh;
}

static int convert(struct xg_rec *rec, const struct xg_instr *inst)
{
	struct xg_trade *t = &rec->u.trade;
	struct xg_bbo *b = &rec->u.bbo;
	struct xg_candle *c = &rec->u.candle;

	if (inst->i.kind == XG_SPOT)
		return 0;
	if (rec->type == XG_REC_TRADE)
		return xg_base_qty(&t->qty, inst, t->qty, t->px);
	if (rec->type == XG_REC_CANDLE)
		return xg_base_qty(&c->vol, inst, c->vol, c->close);
	if (XG_REC_HAS(rec, bbo.bid_qty) &&
		xg_base_qty(&b->bid_qty, inst, b->bid_qty, b->bid) < 0)
		return XG_ERR_RANGE;
	return XG_REC_HAS(rec, bbo.ask_qty)
		       ? xg_base_qty(&b->ask_qty, inst, b->ask_qty, b->ask)
		       : 0;
}

static int emit_row(struct xg_coinbase_in *in, const struct xg_coinbase_row *r,
	const struct xg_instr *inst)
{
	struct xg_rec rec = r->rec;
	int rc = 0;

	if (rec.type == XG_REC_TRADE && !is_new(in, r, inst, &rc))
		return rc;
	rec.sym = inst->sym;
	rec.has |= XG_HAS_SYM;
	if (convert(&rec, inst) < 0) {
		in->bad_rows++;
		return 0;
	}
	return xg_decoder_emit(in->d, &rec);
}

static int apply_rows(struct xg_coinbase_in *in)
{
	struct xg_coinbase_state *st = in->st;
	int rc = 0;

	if (st->rows > 1 && st->row[0].rec.type == XG_REC_TRADE)
		qsort(st->row, st->rows, sizeof *st->row, by_id);
	for (size_t i = 0; rc >= 0 && i < st->rows; i++) {
		const struct xg_instr *shown[2];
		int n = xg_coinbase_shown(in, st->row[i].product, shown);

		if (!n)
			rc = unknown(in, st->row[i].product);
		for (int k = 0; rc >= 0 && k < n; k++)
			rc = emit_row(in, &st->row[i], shown[k]);
	}
	return rc;
}

int xg_coinbase_apply(struct xg_coinbase_in *in)
{
	struct xg_str none = { NULL, 0 };
	int rc = apply_parts(in);

	if (rc >= 0)
		rc = apply_rows(in);
	if (rc >= 0 && in->bad_rows)
		rc = xg_decoder_status(in->d, XG_ST_ERROR, none, in->conn,
			"coinbase: %d rows of a frame could not be read",
			in->bad_rows);
	return rc;
}
