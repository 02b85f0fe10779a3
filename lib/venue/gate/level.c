/* Levels of books into the decoder's scratch: ["price","size"], or on futures
 * {"p":"price","s":size}; sizes are numbers or texts. */
#include <stdlib.h>

#include "base/room.h"
#include "venue/gate/book_priv.h"

#define LEVELS_MAX 65536

static int push(struct xg_gate_state *st, int side, const struct xg_level *l)
{
	int rc = XG_ROOM(st->lv[side], st->n[side], st->cap[side], LEVELS_MAX);

	if (rc < 0)
		return rc;
	st->lv[side][st->n[side]++] = *l;
	return 0;
}

static int read_pair(struct xg_json *j, struct xg_level *l)
{
	int rc = xg_json_dec(j, &l->px);

	if (rc == 0)
		rc = xg_json_dec(j, &l->qty);
	if (rc < 0)
		return rc;
	if (xg_json_next(j) == XG_JSON_ARR_END)
		return 0;
	return j->tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

static int read_object(struct xg_json *j, struct xg_level *l)
{
	enum xg_json_tok tok;
	int rc = 0, seen = 0;

	while (rc == 0 && (tok = xg_json_next(j)) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "p")) {
			rc = xg_json_dec(j, &l->px);
			seen |= 1;
		} else if (XG_JSON_KEY_IS(j, "s")) {
			rc = xg_json_dec(j, &l->qty);
			seen |= 2;
		} else {
			rc = xg_json_skip(j, NULL);
		}
	}
	if (rc < 0)
		return rc;
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	return seen == 3 ? 0 : XG_ERR_TYPE;
}

static int read_level(struct xg_json *j, struct xg_level *l)
{
	int rc = j->tok == XG_JSON_ARR ? read_pair(j, l) : read_object(j, l);

	if (rc < 0)
		return rc;
	return xg_dec_sign(l->px) > 0 && xg_dec_sign(l->qty) >= 0
		       ? 0
		       : XG_ERR_RANGE;
}

int xg_gate_side(struct xg_gate_state *st, struct xg_json *j, int side)
{
	enum xg_json_tok tok = xg_json_next(j);
	struct xg_level l;

	st->n[side] = 0;
	if (tok == XG_JSON_NULL)
		return 0;
	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	/* As many as come in the usual form, then the general way. */
	st->n[side] = xg_levels_pairs(j, st->lv[side], st->cap[side]);
	for (size_t i = 0; i < st->n[side]; i++) {
		if (st->lv[side][i].px.m <= 0)
			return XG_ERR_RANGE;
	}
	while ((tok = xg_json_next(j)) == XG_JSON_ARR || tok == XG_JSON_OBJ) {
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

/* ---- order: the venue sends deletions behind the others ---- */

static bool is_before(
	const struct xg_level *a, const struct xg_level *b, int side)
{
	int way = xg_dec_cmp(a->px, b->px);

	return side == 0 ? way > 0 : way < 0;
}

static bool is_sorted(const struct xg_level *l, size_t n, int side)
{
	for (size_t i = 1; i < n; i++) {
		if (is_before(&l[i], &l[i - 1], side))
			return false;
	}
	return true;
}

/* Merges from[lo..mid) and from[mid..hi) into to; of equal prices the earlier
 * one stays first. */
static void merge(struct xg_level *to, const struct xg_level *from,
	const size_t at[static 3], int side)
{
	size_t a = at[0], b = at[1];

	for (size_t i = at[0]; i < at[2]; i++) {
		bool second =
			a == at[1] ||
			(b < at[2] && is_before(&from[b], &from[a], side));

		to[i] = second ? from[b++] : from[a++];
	}
}

int xg_gate_sort(struct xg_gate_state *st, int side)
{
	struct xg_level *from = st->lv[side], *to;
	size_t n = st->n[side];

	if (is_sorted(from, n, side))
		return 0;
	if (st->tmp_cap < n) {
		void *p = realloc(st->tmp, st->cap[side] * sizeof *st->tmp);

		if (!p)
			return XG_ERR_MEMORY;
		st->tmp = p;
		st->tmp_cap = st->cap[side];
	}
	to = st->tmp;
	for (size_t run = 1; run < n; run *= 2) {
		struct xg_level *swap = from;

		for (size_t lo = 0; lo < n; lo += 2 * run) {
			size_t mid = lo + run < n ? lo + run : n;
			size_t hi = lo + 2 * run < n ? lo + 2 * run : n;

			merge(to, from, (size_t[]){ lo, mid, hi }, side);
		}
		from = to;
		to = swap;
	}
	if (from != st->lv[side])
		memcpy(st->lv[side], from, n * sizeof *from);
	return 0;
}
