/* Order books, in two ways. obu: a whole book in the stream, then updates whose
 * U is the last u + 1; it has so many levels a side and no others.
 * order_book_update: updates, and a snapshot by REST that is inside one of them; so
 * many levels of both, too.
 * Source: "order book update", "obu" (V2) channels, spot/order_book,
 * futures/{settle}/order_book. */
#include "venue/gate/book_priv.h"

#define DEPTH_MAX 5000

static int read_time(struct xg_json *j, int64_t *us)
{
	struct xg_str text;
	int rc = xg_json_text(j, &text);

	return rc < 0 ? rc : xg_gate_time(us, text);
}

static int read_id(struct xg_json *j, int64_t *id, bool *has)
{
	int rc = xg_json_i64(j, id);

	if (rc < 0)
		return rc;
	*has = true;
	return *id < 0 || *id == INT64_MAX ? XG_ERR_RANGE : 0;
}

static int read_levels(struct xg_gate_in *in, struct xg_json *j, int side)
{
	bool *has = side ? &in->book.has_a : &in->book.has_b;

	if (*has)
		return XG_ERR_SYNTAX; /* two of them */
	*has = true;
	return xg_gate_side(in->d->priv, j, side);
}

static int read_member(struct xg_gate_in *in, struct xg_json *j)
{
	struct xg_gate_book *b = &in->book;

	if (XG_JSON_KEY_IS(j, "b") || XG_JSON_KEY_IS(j, "bids"))
		return read_levels(in, j, 0);
	if (XG_JSON_KEY_IS(j, "a") || XG_JSON_KEY_IS(j, "asks"))
		return read_levels(in, j, 1);
	if (XG_JSON_KEY_IS(j, "u"))
		return read_id(j, &b->last, &b->has_last);
	if (XG_JSON_KEY_IS(j, "U"))
		return read_id(j, &b->first, &b->has_first);
	if (XG_JSON_KEY_IS(j, "t"))
		return read_time(j, &b->ts);
	if (XG_JSON_KEY_IS(j, "s"))
		return xg_json_text(j, &b->sym);
	if (XG_JSON_KEY_IS(j, "full"))
		return xg_json_bool(j, &b->full);
	if (XG_JSON_KEY_IS(j, "l"))
		return xg_json_i64(j, &b->depth);
	if (XG_JSON_KEY_IS(j, "id"))
		return read_id(j, &b->id, &b->has_id);
	/* REST: when the book changed last, and before that the time now. */
	if (XG_JSON_KEY_IS(j, "update"))
		return read_time(j, &b->ts);
	return xg_json_skip(j, NULL);
}

int xg_gate_book_read(struct xg_gate_in *in, struct xg_json *j)
{
	enum xg_json_tok tok;
	int rc = 0;

	in->book = (struct xg_gate_book){ 0 };
	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY)
		rc = read_member(in, j);
	if (rc < 0)
		return rc;
	return tok == XG_JSON_OBJ_END ? 0 : XG_ERR_SYNTAX;
}

/* "ob.BTC_USDT.400": code and depth of an obu book. */
static bool split_obu(struct xg_gate_book *b)
{
	struct xg_str s = b->sym;
	size_t at = s.n;

	if (!xg_str_has_prefix(s, XG_STR("ob.")))
		return false;
	while (at > 3 && s.p[at - 1] != '.')
		at--;
	if (at <= 4 ||
		xg_str_i64((struct xg_str){ s.p + at, s.n - at }, &b->depth) <
			0 ||
		b->depth < 1)
		return false;
	b->sym = (struct xg_str){ s.p + 3, at - 4 };
	return true;
}

/* Contracts become base units; best first; a whole book has no deletions. */
static int prepare(
	struct xg_gate_state *st, const struct xg_instr *inst, bool snap)
{
	for (int side = 0; side < 2; side++) {
		struct xg_level *l = st->lv[side];
		size_t n = 0;

		for (size_t i = 0; i < st->n[side]; i++) {
			if (snap && xg_dec_is_zero(l[i].qty))
				continue;
			if (xg_gate_base(&l[i].qty, inst, l[i].px) < 0)
				return XG_ERR_RANGE;
			l[n++] = l[i];
		}
		st->n[side] = n;
		if (xg_gate_sort(st, side) < 0)
			return XG_ERR_MEMORY;
	}
	return 0;
}

/* The sync of an instrument in one of the two ways; NULL with *rc 0: its book
 * comes in the other one, or over a connection that has been replaced. */
static struct xg_sync *sync_of(const struct xg_gate_in *in,
	const struct xg_instr *inst, enum xg_sync_rule rule, int64_t conn,
	int *rc)
{
	struct xg_sync *s = xg_sync_of(in->d, inst, rule, conn);

	*rc = s ? 0 : XG_ERR_MEMORY;
	if (!s || s->from != s->conn)
		return NULL;
	if (s->rule != rule) {
		if (s->state != XG_SYNC_NONE)
			return NULL;
		s->rule = rule;
		s->depth = 0;
	}
	if (in->book.depth > 0)
		s->depth = (int)in->book.depth;
	return s;
}

static struct xg_delta delta_of(const struct xg_gate_in *in, bool snap)
{
	const struct xg_gate_state *st = in->d->priv;
	const struct xg_gate_book *b = &in->book;
	int64_t last = snap && b->has_id ? b->id : b->last;

	return (struct xg_delta){ .first = snap ? last : b->first,
		.last = last,
		.ts = b->ts,
		.bids = { st->lv[0], st->n[0] },
		.asks = { st->lv[1], st->n[1] } };
}

static int apply_obu(struct xg_gate_in *in, const struct xg_instr *inst)
{
	const struct xg_gate_book *b = &in->book;
	struct xg_delta delta = delta_of(in, b->full);
	struct xg_sync *s;
	int rc;

	s = sync_of(in, inst, XG_SYNC_STREAM_NEXT, in->conn, &rc);
	if (!s)
		return rc;
	if (b->full)
		return xg_sync_snapshot(in->d, s, &delta);
	/* One connection sends each number once: one that is known already
	 * means that the numbers began anew. */
	if (s->state == XG_SYNC_LIVE && b->first != s->last + 1)
		return xg_sync_lost(in->d, s, XG_ST_GAP,
			"an update of the book is missing");
	return xg_sync_delta(in->d, s, &delta);
}

static int apply_diff(struct xg_gate_in *in, const struct xg_instr *inst,
	bool snap, int64_t conn)
{
	struct xg_delta delta = delta_of(in, snap);
	struct xg_sync *s;
	int rc;

	s = sync_of(in, inst, XG_SYNC_FIRST_LAST, conn, &rc);
	if (!s)
		return rc;
	return snap ? xg_sync_snapshot(in->d, s, &delta)
		    : xg_sync_delta(in->d, s, &delta);
}

/* Is all there that this kind of book needs? */
static int check(struct xg_gate_in *in, bool obu, bool snap)
{
	struct xg_gate_book *b = &in->book;

	if (obu && !split_obu(b))
		return XG_ERR_TYPE;
	if (b->depth < 0 || b->depth > DEPTH_MAX)
		return XG_ERR_RANGE;
	if (snap && obu ? !b->has_last || !b->has_a || !b->has_b
		: snap	? !b->has_id || !b->has_a || !b->has_b
			: !b->has_first || !b->has_last ||
				 (!b->has_a && !b->has_b))
		return XG_ERR_TYPE;
	return !snap && b->first > b->last ? XG_ERR_RANGE : 0;
}

int xg_gate_book_apply(struct xg_gate_in *in)
{
	bool obu = in->kind == XG_GATE_OBU;
	/* Archives put the REST snapshot into the stream. */
	bool snap = obu ? in->book.full : xg_str_is_text(in->event, "snapshot");
	const struct xg_instr *inst;
	int rc;

	if (!obu && snap)
		in->book.sym = in->symbol;
	rc = check(in, obu, snap);
	if (rc < 0)
		return rc;
	inst = xg_gate_inst_of(in, in->book.sym);
	if (!inst)
		return XG_ERR_ABSENT;
	rc = prepare(in->d->priv, inst, snap);
	if (rc < 0)
		return rc;
	return obu ? apply_obu(in, inst) : apply_diff(in, inst, snap, in->conn);
}

/* The levels a side that were asked for, which are those of the updates, too: what
 * falls out of them is deleted, what comes in is told, and nothing behind them. Both
 * recordings show it: a side of 100 levels has 100 after each update. */
static int64_t depth_of(struct xg_str query)
{
	int64_t n;

	return xg_str_i64(xg_frame_param(query, "limit"), &n) == 0 && n > 0 ? n
									    : 0;
}

int xg_gate_snapshot(
	struct xg_gate_in *in, struct xg_str query, struct xg_str body)
{
	struct xg_str native = xg_frame_param(query,
		in->m->index == XG_GATE_SPOT ? "currency_pair" : "contract");
	struct xg_gate_state *st = in->d->priv;
	const struct xg_instr *inst;
	struct xg_json j;
	int rc;

	st->n[0] = st->n[1] = 0;
	xg_json_init(&j, body.p, body.n);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return XG_ERR_TYPE;
	rc = xg_gate_book_read(in, &j);
	in->book.depth = depth_of(query);
	if (rc == 0)
		rc = check(in, false, true);
	if (rc < 0)
		return rc;
	inst = xg_gate_inst_of(in, native);
	if (!inst)
		return XG_ERR_ABSENT;
	rc = prepare(st, inst, true);
	return rc < 0 ? rc : apply_diff(in, inst, true, -1);
}
