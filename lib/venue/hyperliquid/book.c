/* Books and best prices. Source: the venue's documents, l2Book and bbo; change
 * notes of 2026-07 (fast). Each frame is a whole book of the best levels, without
 * a number: what is lost shows by nothing, and is mended by the next frame. */
#include "base/room.h"
#include "venue/hyperliquid/hyperliquid.h"

#define LEVELS_MAX 65536

static int push(
	struct xg_hyperliquid_state *st, int side, const struct xg_level *l)
{
	int rc = XG_ROOM(st->lv[side], st->n[side], st->cap[side], LEVELS_MAX);

	if (rc < 0)
		return rc;
	st->lv[side][st->n[side]++] = *l;
	return 0;
}

/* {"px","sz","n"}; its OBJ token was read. n counts the orders. */
static int read_level(
	struct xg_hyperliquid_state *st, struct xg_json *j, int side)
{
	struct xg_level l = { 0 };
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "px"))
			rc = xg_json_dec(j, &l.px);
		else if (XG_JSON_KEY_IS(j, "sz"))
			rc = xg_json_dec(j, &l.qty);
		else
			rc = xg_json_skip(j, NULL);
	}
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	/* A level without a price or a size is none. */
	if (xg_dec_sign(l.px) <= 0 || xg_dec_sign(l.qty) <= 0)
		return XG_ERR_RANGE;
	return push(st, side, &l);
}

static int end_of_list(const struct xg_json *j)
{
	if (j->tok == XG_JSON_ARR_END)
		return 0;
	return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

static int open_list(struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ARR)
		return 0;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

/* [[bids],[asks]] */
static int read_levels(struct xg_hyperliquid_in *in, struct xg_json *j)
{
	int rc = open_list(j);

	for (int side = 0; side < 2 && rc == 0; side++) {
		rc = open_list(j);
		while (rc == 0 && xg_json_next(j) == XG_JSON_OBJ)
			rc = read_level(in->d->priv, j, side);
		if (rc == 0)
			rc = end_of_list(j);
	}
	if (rc < 0)
		return rc;
	in->has_levels = true;
	xg_json_next(j);
	return end_of_list(j);
}

/* [bid, ask]; null, or too few: that side is empty. */
static int read_top(struct xg_hyperliquid_in *in, struct xg_json *j)
{
	enum xg_json_tok tok;
	int rc = open_list(j);

	for (int side = 0; rc == 0; side++) {
		tok = xg_json_next(j);
		if (tok != XG_JSON_OBJ && tok != XG_JSON_NULL)
			break;
		if (side > 1)
			return XG_ERR_TYPE;
		in->has_top[side] = tok == XG_JSON_OBJ;
		if (tok == XG_JSON_OBJ)
			rc = read_level(in->d->priv, j, side);
	}
	in->has_levels = true;
	return rc < 0 ? rc : end_of_list(j);
}

int xg_hyperliquid_book_read(struct xg_hyperliquid_in *in, struct xg_json *j)
{
	bool is_book = in->kind == XG_HYPERLIQUID_BOOK;
	enum xg_json_tok tok;
	int rc = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		bool levels = is_book ? XG_JSON_KEY_IS(j, "levels")
				      : XG_JSON_KEY_IS(j, "bbo");

		if (levels && in->has_levels)
			rc = XG_ERR_SYNTAX; /* two of them */
		else if (levels)
			rc = is_book ? read_levels(in, j) : read_top(in, j);
		else if (XG_JSON_KEY_IS(j, "coin"))
			rc = xg_json_text(j, &in->coin);
		else if (XG_JSON_KEY_IS(j, "time"))
			rc = xg_frame_ms(j, &in->ts);
		else if (XG_JSON_KEY_IS(j, "fast"))
			rc = xg_json_bool(j, &in->is_fast);
		else
			rc = xg_json_skip(j, NULL);
	}
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	return in->has_levels && in->coin.n && in->ts ? 0 : XG_ERR_TYPE;
}

/* Is the frame not older than the last of its kind on this connection? Equal
 * times are of one block: the later frame counts. */
static bool is_new(
	int64_t *conn, int64_t *ts, const struct xg_hyperliquid_in *in)
{
	if (*conn == in->conn && in->ts < *ts)
		return false;
	*conn = in->conn;
	*ts = in->ts;
	return true;
}

int xg_hyperliquid_book_apply(struct xg_hyperliquid_in *in)
{
	const struct xg_instr *inst = xg_hyperliquid_inst_of(in, in->coin);
	struct xg_hyperliquid_state *st = in->d->priv;
	int depth =
		in->is_fast ? XG_HYPERLIQUID_DEPTH_FAST : XG_HYPERLIQUID_DEPTH;
	const struct xg_delta all = { .ts = in->ts,
		.bids = { st->lv[0], st->n[0] },
		.asks = { st->lv[1], st->n[1] },
		.limit = (size_t)depth };
	struct xg_hyperliquid_sym *sym;
	struct xg_sync *s;

	if (!inst)
		return XG_ERR_ABSENT;
	sym = xg_hyperliquid_sym_of(in->d, inst);
	s = xg_sync_of(in->d, inst, XG_SYNC_FULL, in->conn);
	if (!s || !sym)
		return XG_ERR_MEMORY;
	if (s->from != s->conn)
		return 0; /* a connection that has been replaced */
	/* Both kinds come on one channel: the first one makes the book. */
	if (s->state != XG_SYNC_NONE && s->depth && s->depth != depth)
		return 0;
	if (!is_new(&sym->book_conn, &sym->book_ts, in))
		return 0;
	s->depth = depth;
	return xg_sync_snapshot(in->d, s, &all);
}

int xg_hyperliquid_bbo_apply(struct xg_hyperliquid_in *in)
{
	const struct xg_instr *inst = xg_hyperliquid_inst_of(in, in->coin);
	struct xg_hyperliquid_state *st = in->d->priv;
	struct xg_hyperliquid_sym *sym;
	struct xg_rec rec;

	if (!inst)
		return XG_ERR_ABSENT;
	sym = xg_hyperliquid_sym_of(in->d, inst);
	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->bbo_conn)
		return 0; /* a connection that has been replaced */
	if (!is_new(&sym->bbo_conn, &sym->bbo_ts, in))
		return 0;
	xg_rec_start(
		&rec, XG_REC_BBO, XG_HYPERLIQUID, inst->sym, in->ts, in->d->rx);
	if (in->has_top[0]) {
		XG_REC_SET(&rec, bbo.bid, st->lv[0][0].px);
		XG_REC_SET(&rec, bbo.bid_qty, st->lv[0][0].qty);
	}
	if (in->has_top[1]) {
		XG_REC_SET(&rec, bbo.ask, st->lv[1][0].px);
		XG_REC_SET(&rec, bbo.ask_qty, st->lv[1][0].qty);
	}
	return xg_decoder_emit(in->d, &rec);
}
