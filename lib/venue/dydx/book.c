/* Order books. Source: v4_orderbook; the rule of uncrossing (ladder.c). The first
 * answer is cut, updates are of all levels (R28). The venue gives no proof, and
 * deletes stale levels without telling: each book is asked for again from time to
 * time. */
#include "venue/dydx/dydx.h"

#define AGAIN_US INT64_C(45000000)
#define DEPTH 100 /* levels a side of the first answer, at most */

/* ["price","size"] or {"price","size"}; the first token was read. */
static int read_level(struct xg_json *j, struct xg_level *l)
{
	bool array = j->tok == XG_JSON_ARR, has_px = array, has_qty = array;
	enum xg_json_tok tok = XG_JSON_ERR;
	int rc = 0;

	if (array) {
		rc = xg_json_dec(j, &l->px);
		if (rc == 0)
			rc = xg_json_dec(j, &l->qty);
		if (rc == 0)
			tok = xg_json_next(j);
	}
	while (!array && rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "price")) {
			rc = xg_json_dec(j, &l->px);
			has_px = true;
		} else if (XG_JSON_KEY_IS(j, "size")) {
			rc = xg_json_dec(j, &l->qty);
			has_qty = true;
		} else {
			rc = xg_json_skip(j, NULL);
		}
	}
	if (rc < 0)
		return rc;
	if (tok != (array ? XG_JSON_ARR_END : XG_JSON_OBJ_END))
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	if (!has_px || !has_qty)
		return XG_ERR_TYPE;
	return xg_dec_sign(l->px) <= 0 || xg_dec_sign(l->qty) < 0 ? XG_ERR_RANGE
								  : 0;
}

/* As many as come in the usual form; after the array's ARR token. */
static int read_fast(struct xg_dydx_list *to, struct xg_json *j)
{
	size_t from = to->n, got;

	if (to->cap <= from)
		return 0;
	got = xg_levels_pairs(j, to->lv + from, to->cap - from);
	to->n += got;
	for (size_t i = from; i < to->n; i++) {
		if (to->lv[i].px.m <= 0)
			return XG_ERR_RANGE;
	}
	return 0;
}

static int read_side(struct xg_dydx_list *to, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);
	struct xg_level l;
	int rc;

	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	rc = read_fast(to, j);
	while (rc == 0 && ((tok = xg_json_next(j)) == XG_JSON_ARR ||
				  tok == XG_JSON_OBJ)) {
		rc = read_level(j, &l);
		if (rc == 0)
			rc = xg_dydx_list_add(to, l);
	}
	if (rc < 0 || tok == XG_JSON_ARR_END)
		return rc;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

int xg_dydx_book_read(void *ctx, struct xg_json *j)
{
	struct xg_dydx_in *in = ctx;
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "bids"))
			rc = read_side(&in->st->in[0], j);
		else if (XG_JSON_KEY_IS(j, "asks"))
			rc = read_side(&in->st->in[1], j);
		else
			rc = xg_json_skip(j, NULL);
	}
	if (rc < 0)
		return rc;
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

/* A list has each price once, where it is short: what is long may repeat some. */
#define ONCE_MAX 256

static bool has_price(const struct xg_dydx_list *l, size_t n, struct xg_dec px)
{
	for (size_t i = 0; i < n; i++) {
		if (xg_dec_cmp(l->lv[i].px, px) == 0)
			return true;
	}
	return false;
}

/* What changed, with the quantities that are there now. */
static void settle(
	struct xg_dydx_list *l, const struct xg_dydx_ladder *b, int side)
{
	bool once = l->n <= ONCE_MAX;
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++) {
		struct xg_dec px = l->lv[i].px;

		if (once && has_price(l, n, px))
			continue;
		l->lv[n++] = (struct xg_level){ px,
			xg_dydx_ladder_qty(b, side, px) };
	}
	l->n = n;
}

/* The frame's levels into the ladder; then the ladder is uncrossed. What changed
 * is in st->changed. */
static int update(struct xg_dydx_in *in, struct xg_dydx_ladder *b)
{
	struct xg_dydx_state *st = in->st;

	st->changed[0].n = st->changed[1].n = 0;
	for (int side = 0; side < 2; side++) {
		for (size_t i = 0; i < st->in[side].n; i++) {
			struct xg_level l = st->in[side].lv[i];
			int rc = xg_dydx_ladder_set(
				b, side, l.px, l.qty, in->message_id);

			if (rc > 0)
				rc = xg_dydx_list_add(&st->changed[side], l);
			if (rc < 0)
				return rc;
		}
	}
	if (xg_dydx_ladder_uncross(b, st->changed) < 0)
		return XG_ERR_RANGE;
	settle(&st->changed[0], b, 0);
	settle(&st->changed[1], b, 1);
	return 0;
}

/* The whole ladder into st->changed. */
static int all_of(struct xg_dydx_state *st, const struct xg_dydx_ladder *b)
{
	for (int side = 0; side < 2; side++) {
		st->changed[side].n = 0;
		for (size_t i = 0; i < b->side[side].n; i++) {
			const struct xg_dydx_level *l = &b->side[side].lv[i];
			int rc = xg_dydx_list_add(&st->changed[side],
				(struct xg_level){ l->px, l->qty });

			if (rc < 0)
				return rc;
		}
	}
	return 0;
}

/* One book at a time is looked at, and asked for when it is old. */
static int again(struct xg_dydx_in *in)
{
	struct xg_decoder *d = in->d;
	struct xg_sync *s = d->syncs.list[in->st->turn++ % d->syncs.n];
	struct xg_dydx_sym *sym = xg_dydx_sym_of(d, s->inst);
	struct xg_want w = { .kind = XG_WANT_RESUB,
		.conn = s->conn,
		.inst = s->inst,
		.channel = XG_CH_BOOK };

	if (!sym)
		return XG_ERR_MEMORY;
	if (s->conn != in->conn || s->state != XG_SYNC_LIVE ||
		d->rx - sym->snap_rx < AGAIN_US)
		return 0;
	sym->snap_rx = d->rx;
	return xg_decoder_want(d, &w);
}

/* Nothing changed: the book is alive nevertheless. */
static int alive(struct xg_dydx_in *in, const struct xg_instr *inst)
{
	struct xg_want w = { .kind = XG_WANT_ALIVE,
		.conn = in->conn,
		.inst = inst,
		.channel = XG_CH_BOOK };

	return xg_decoder_want(in->d, &w);
}

/* The levels that a side has when it was cut. Where the ladder was still crossed a
 * full side has lost some of them. */
static size_t limit_of(const struct xg_dydx_state *st)
{
	size_t limit = DEPTH;

	for (int side = 0; side < 2; side++) {
		if (st->in[side].n >= DEPTH && st->changed[side].n < limit)
			limit = st->changed[side].n;
	}
	return limit;
}

static int snapshot(
	struct xg_dydx_in *in, struct xg_sync *s, struct xg_dydx_sym *sym)
{
	struct xg_dydx_state *st = in->st;
	struct xg_delta all = { 0 };
	int rc;

	xg_dydx_ladder_clear(&sym->book);
	rc = update(in, &sym->book);
	if (rc == 0)
		rc = all_of(st, &sym->book);
	if (rc < 0)
		return rc;
	sym->snap_rx = in->d->rx;
	all.bids = (struct xg_levels){ st->changed[0].lv, st->changed[0].n };
	all.asks = (struct xg_levels){ st->changed[1].lv, st->changed[1].n };
	all.limit = limit_of(st);
	return xg_sync_snapshot(in->d, s, &all);
}

int xg_dydx_book_apply(struct xg_dydx_in *in)
{
	const struct xg_instr *inst = xg_dydx_inst_of(in, in->id);
	struct xg_dydx_state *st = in->st;
	struct xg_delta e = { 0 };
	struct xg_dydx_sym *sym;
	struct xg_sync *s;
	int rc = 0;

	if (!inst)
		return XG_ERR_ABSENT;
	sym = xg_dydx_sym_of(in->d, inst);
	s = xg_sync_of(in->d, inst, XG_SYNC_STREAM_BARE, in->conn);
	if (!s || !sym)
		return XG_ERR_MEMORY;
	if (s->from != s->conn)
		return 0; /* a connection that has been replaced */
	if (in->type == XG_DYDX_SUBSCRIBED)
		return snapshot(in, s, sym);
	st->changed[0].n = st->changed[1].n = 0;
	if (s->state == XG_SYNC_LIVE)
		rc = update(in, &sym->book);
	if (rc < 0)
		return xg_sync_lost(in->d, s, XG_ST_RESYNC,
			"an update has a level that a book cannot hold");
	e.bids = (struct xg_levels){ st->changed[0].lv, st->changed[0].n };
	e.asks = (struct xg_levels){ st->changed[1].lv, st->changed[1].n };
	if (s->state == XG_SYNC_LIVE && !e.bids.n && !e.asks.n)
		rc = alive(in, inst);
	else
		rc = xg_sync_delta(in->d, s, &e);
	return rc < 0 ? rc : again(in);
}
