/* Order books. Source: orderbook topic: a snapshot, then changes whose number u
 * counts by one; any later snapshot, and u == 1 (the service has restarted),
 * replaces the book. */
#include "base/room.h"
#include "venue/bybit/bybit.h"

#define LEVELS_MAX 65536

static int push(struct xg_bybit_state *st, int side, const struct xg_level *l)
{
	int rc = XG_ROOM(st->lv[side], st->n[side], st->cap[side], LEVELS_MAX);

	if (rc < 0)
		return rc;
	st->lv[side][st->n[side]++] = *l;
	return 0;
}

/* ["price","size"] */
static int read_level(struct xg_json *j, struct xg_level *l)
{
	int rc = xg_json_dec(j, &l->px);

	if (rc == 0)
		rc = xg_json_dec(j, &l->qty);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(l->px) <= 0 || xg_dec_sign(l->qty) < 0)
		return XG_ERR_RANGE;
	if (xg_json_next(j) == XG_JSON_ARR_END)
		return 0;
	return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

static int read_side(struct xg_bybit_state *st, struct xg_json *j, int side)
{
	enum xg_json_tok tok = xg_json_next(j);
	struct xg_level l;

	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	/* As many as come in the usual form, then the general way. */
	st->n[side] = xg_levels_pairs(j, st->lv[side], st->cap[side]);
	for (size_t i = 0; i < st->n[side]; i++) {
		if (st->lv[side][i].px.m <= 0)
			return XG_ERR_RANGE;
	}
	while ((tok = xg_json_next(j)) == XG_JSON_ARR) {
		int rc = read_level(j, &l);

		if (rc == 0)
			rc = push(st, side, &l);
		if (rc < 0)
			return rc;
	}
	if (tok == XG_JSON_ARR_END)
		return 0;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

int xg_bybit_book_read(struct xg_bybit_in *in, struct xg_json *j)
{
	struct xg_bybit_state *st = in->d->priv;
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "b")) {
			rc = in->has_b ? XG_ERR_SYNTAX : read_side(st, j, 0);
			in->has_b = true;
		} else if (XG_JSON_KEY_IS(j, "a")) {
			rc = in->has_a ? XG_ERR_SYNTAX : read_side(st, j, 1);
			in->has_a = true;
		} else if (XG_JSON_KEY_IS(j, "u")) {
			rc = xg_json_i64(j, &in->u);
			in->has_u = true;
		} else if (XG_JSON_KEY_IS(j, "s")) {
			rc = xg_json_text(j, &in->book_sym);
		} else {
			rc = xg_json_skip(j, NULL);
		}
	}
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	if (!in->has_b || !in->has_a || !in->has_u)
		return XG_ERR_TYPE;
	return in->u < 0 ? XG_ERR_RANGE : 0;
}

/* Sizes of inverse contracts depend on the price of their level. */
static int to_base(struct xg_bybit_state *st, const struct xg_instr *inst)
{
	for (int side = 0; inst->i.inverse && side < 2; side++) {
		for (size_t i = 0; i < st->n[side]; i++) {
			struct xg_level *l = &st->lv[side][i];

			if (xg_bybit_base(&l->qty, inst, l->px) < 0)
				return XG_ERR_RANGE;
		}
	}
	return 0;
}

/* A book that replaces has no deletions. */
static void drop_zeros(struct xg_bybit_state *st)
{
	for (int side = 0; side < 2; side++) {
		struct xg_level *l = st->lv[side];
		size_t n = 0;

		for (size_t i = 0; i < st->n[side]; i++) {
			if (!xg_dec_is_zero(l[i].qty))
				l[n++] = l[i];
		}
		st->n[side] = n;
	}
}

static int apply(struct xg_bybit_in *in, const struct xg_instr *inst, int depth,
	bool snap, int64_t ts)
{
	struct xg_bybit_state *st = in->d->priv;
	struct xg_sync *s =
		xg_sync_of(in->d, inst, XG_SYNC_STREAM_NEXT, in->conn);
	const struct xg_delta delta = { .first = in->u,
		.last = in->u,
		.ts = ts,
		.bids = { st->lv[0], st->n[0] },
		.asks = { st->lv[1], st->n[1] } };

	if (!s)
		return XG_ERR_MEMORY;
	if (s->from != s->conn)
		return 0; /* a connection that has been replaced */
	/* Each depth of a symbol is a stream of its own with its own numbers:
	 * the first one makes the book. */
	if (s->state != XG_SYNC_NONE && s->depth && s->depth != depth)
		return 0;
	s->depth = depth;
	if (snap)
		return xg_sync_snapshot(in->d, s, &delta);
	if (s->state == XG_SYNC_LIVE && in->u <= s->last)
		return xg_sync_lost(in->d, s, XG_ST_GAP,
			"the number of an update of the book went back");
	return xg_sync_delta(in->d, s, &delta);
}

int xg_bybit_book_apply(struct xg_bybit_in *in)
{
	bool snap = xg_str_is_text(in->type, "snapshot") || in->u == 1;
	int64_t depth = 0, ts = in->cts ? in->cts : in->ts;
	const struct xg_instr *inst;

	if (!snap && !xg_str_is_text(in->type, "delta"))
		return XG_ERR_TYPE;
	if (in->book_sym.n && !xg_str_is(in->book_sym, in->native))
		return XG_ERR_TYPE;
	inst = xg_bybit_inst_of(in, in->native);
	if (!inst)
		return XG_ERR_ABSENT;
	if (to_base(in->d->priv, inst) < 0)
		return XG_ERR_RANGE;
	if (snap)
		drop_zeros(in->d->priv);
	xg_str_i64(in->mid, &depth);
	return depth == 1 ? xg_bybit_top_apply(in, inst, snap, ts)
			  : apply(in, inst, (int)depth, snap, ts);
}
