/* Order books. Source: book notifications. A snapshot, then changes that name
 * the one before; levels are [action, price, amount]. The grouped channel has
 * whole books of [price, amount]. */
#include "base/room.h"
#include "venue/deribit/deribit.h"

#define LEVELS_MAX 65536
#define ODD_MAX 3 /* changes in a minute that are not as told */
#define ODD_US 60000000

static int push(struct xg_deribit_state *st, int side, const struct xg_level *l)
{
	int rc = XG_ROOM(st->lv[side], st->n[side], st->cap[side], LEVELS_MAX);

	if (rc < 0)
		return rc;
	st->lv[side][st->n[side]++] = *l;
	return 0;
}

static int bad_token(enum xg_json_tok tok)
{
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

/* The action's word was just read; *grown: levels more, by its word. */
static int action(const struct xg_json *j, bool *gone, int *grown)
{
	*gone = xg_str_is_text(j->val, "delete");
	*grown = *gone ? -1 : xg_str_is_text(j->val, "new") ? 1 : 0;
	return *gone || *grown || xg_str_is_text(j->val, "change")
		       ? 0
		       : XG_ERR_TYPE;
}

/* ["new",price,amount] or [price,amount] */
static int read_level(struct xg_json *j, struct xg_level *l, int *grown)
{
	enum xg_json_tok tok = xg_json_next(j);
	bool gone = false;
	int rc = 0;

	*grown = 0;
	if (tok == XG_JSON_STR) {
		rc = action(j, &gone, grown);
		if (rc == 0)
			rc = xg_json_dec(j, &l->px);
	} else if (tok == XG_JSON_NUM) {
		rc = xg_json_as_dec(j, &l->px);
	} else {
		rc = bad_token(tok);
	}
	if (rc == 0)
		rc = xg_json_dec(j, &l->qty);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(l->px) <= 0 || xg_dec_sign(l->qty) < 0)
		return XG_ERR_RANGE;
	if (gone)
		l->qty = (struct xg_dec){ 0, 0 };
	tok = xg_json_next(j);
	return tok == XG_JSON_ARR_END ? 0 : bad_token(tok);
}

static int read_side(struct xg_deribit_state *st, struct xg_json *j, int side)
{
	enum xg_json_tok tok = xg_json_next(j);
	struct xg_level l;
	int grown;

	if (tok != XG_JSON_ARR)
		return bad_token(tok);
	/* Pairs in the usual form, then the general way. */
	st->n[side] = xg_levels_pairs(j, st->lv[side], st->cap[side]);
	for (size_t i = 0; i < st->n[side]; i++) {
		if (st->lv[side][i].px.m <= 0)
			return XG_ERR_RANGE;
	}
	while ((tok = xg_json_next(j)) == XG_JSON_ARR) {
		int rc = read_level(j, &l, &grown);

		if (rc == 0)
			rc = push(st, side, &l);
		if (rc < 0)
			return rc;
		st->grown[side] += grown;
	}
	return tok == XG_JSON_ARR_END ? 0 : bad_token(tok);
}

/* A number or null. */
static int read_prev(struct xg_deribit_in *in, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_NULL)
		return 0;
	if (tok != XG_JSON_NUM)
		return bad_token(tok);
	in->has_prev = true;
	return xg_json_as_i64(j, &in->prev);
}

static int book_member(struct xg_deribit_in *in, struct xg_json *j)
{
	struct xg_deribit_state *st = in->d->priv;
	bool asks = XG_JSON_KEY_IS(j, "asks");

	if (asks || XG_JSON_KEY_IS(j, "bids")) {
		if (in->has_side[asks])
			return XG_ERR_SYNTAX;
		in->has_side[asks] = true;
		return read_side(st, j, asks);
	}
	if (XG_JSON_KEY_IS(j, "change_id")) {
		in->has_change = true;
		return xg_json_i64(j, &in->change);
	}
	if (XG_JSON_KEY_IS(j, "prev_change_id"))
		return read_prev(in, j);
	if (XG_JSON_KEY_IS(j, "timestamp"))
		return xg_json_i64(j, &in->ts);
	if (XG_JSON_KEY_IS(j, "instrument_name"))
		return xg_json_text(j, &in->book_sym);
	if (XG_JSON_KEY_IS(j, "type"))
		return xg_json_text(j, &in->book_type);
	return xg_json_skip(j, NULL);
}

int xg_deribit_book_read(struct xg_deribit_in *in, struct xg_json *j)
{
	enum xg_json_tok tok;
	int rc = 0;

	/* Combos: their prices may be negative, and nothing is made of them. */
	if (xg_deribit_market_of(in->native) == XG_DERIBIT_COMBO)
		return xg_json_skip(j, NULL);
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY)
		rc = book_member(in, j);
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	if (!in->has_side[0] || !in->has_side[1] || !in->has_change)
		return XG_ERR_TYPE;
	if (in->ts < 0 || in->ts > INT64_MAX / 1000 || in->change <= 0)
		return XG_ERR_RANGE;
	return 0;
}

static int to_base(struct xg_deribit_state *st, const struct xg_instr *inst)
{
	for (int side = 0; inst->i.inverse && side < 2; side++) {
		for (size_t i = 0; i < st->n[side]; i++) {
			struct xg_level *l = &st->lv[side][i];

			if (xg_deribit_base(&l->qty, inst, l->px) < 0)
				return XG_ERR_RANGE;
		}
	}
	return 0;
}

/* A book that replaces has no deletions. */
static void drop_zeros(struct xg_deribit_state *st)
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

/* Frames of 2019 have no type: one without prev_change_id is the snapshot. A
 * change after 0 starts from an empty book. */
static int is_snapshot(const struct xg_deribit_in *in, bool *snap)
{
	bool change = xg_str_is_text(in->book_type, "change");

	if (!in->book_type.n) {
		*snap = !in->has_prev || in->prev == 0;
		return 0;
	}
	*snap = xg_str_is_text(in->book_type, "snapshot") ||
		(change && in->has_prev && in->prev == 0);
	return *snap || (change && in->has_prev) ? 0 : XG_ERR_TYPE;
}

/* The deletion of a level that is not there, a new one where one is: more than a
 * few in a minute, and the book is not what the venue means. */
static int check_odd(
	struct xg_deribit_in *in, struct xg_sync *s, const int64_t before[2])
{
	struct xg_deribit_state *st = in->d->priv;
	struct xg_deribit_sym *sym;
	int odd = 0;

	for (int side = 0; side < 2; side++) {
		int64_t now = (int64_t)xg_book_count(
			&s->book, side ? XG_SELL : XG_BUY);

		odd += now - before[side] != st->grown[side];
	}
	if (!odd)
		return 0;
	sym = xg_deribit_sym_of(in->d, s->inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (!sym->odd || in->d->rx - sym->odd_at > ODD_US) {
		sym->odd = 0;
		sym->odd_at = in->d->rx;
	}
	sym->odd += odd;
	if (sym->odd <= ODD_MAX)
		return 0;
	sym->odd = 0;
	return xg_sync_lost(in->d, s, XG_ST_RESYNC,
		"levels were changed that are not in the book");
}

static int change(struct xg_deribit_in *in, struct xg_sync *s,
	const struct xg_delta *delta)
{
	bool live = s->state == XG_SYNC_LIVE;
	int64_t before[2] = { (int64_t)xg_book_count(&s->book, XG_BUY),
		(int64_t)xg_book_count(&s->book, XG_SELL) };
	int rc;

	/* The same number again would pass for a heartbeat of the engine. */
	if (delta->last <= delta->prev)
		return live ? xg_sync_lost(in->d, s, XG_ST_GAP,
				      "the number of an update of the book "
				      "went back")
			    : 0;
	rc = xg_sync_delta(in->d, s, delta);
	return rc == 0 && live && s->state == XG_SYNC_LIVE
		       ? check_odd(in, s, before)
		       : rc;
}

int xg_deribit_book_apply(struct xg_deribit_in *in)
{
	bool top = in->kind == XG_DERIBIT_TOP, snap = true;
	enum xg_sync_rule rule = top ? XG_SYNC_FULL : XG_SYNC_STREAM;
	struct xg_deribit_state *st = in->d->priv;
	const struct xg_instr *inst;
	struct xg_delta delta;
	struct xg_sync *s;
	int rc = 0;

	inst = xg_deribit_inst_of(in, in->native, &rc);
	if (!inst)
		return rc;
	if (in->book_sym.n && !xg_str_is(in->book_sym, in->native))
		return XG_ERR_TYPE;
	if ((!top && is_snapshot(in, &snap) < 0) || to_base(st, inst) < 0)
		return XG_ERR_TYPE;
	if (snap)
		drop_zeros(st);
	s = xg_sync_of(in->d, inst, rule, in->conn);
	if (!s)
		return XG_ERR_MEMORY;
	/* The best levels and the changes are streams of their own: the first
	 * one makes the book. */
	if (s->rule != rule && s->state != XG_SYNC_NONE)
		return 0;
	s->rule = rule;
	s->depth = in->depth;
	delta = (struct xg_delta){ .last = in->change,
		.prev = in->prev,
		.ts = in->ts * 1000,
		.bids = { st->lv[0], st->n[0] },
		.asks = { st->lv[1], st->n[1] },
		.limit = top ? (size_t)in->depth : 0 };
	return snap ? xg_sync_snapshot(in->d, s, &delta)
		    : change(in, s, &delta);
}
