/* One event in one pass: members are one letter each, nearly all. */
#include "base/room.h"
#include "venue/binance/binance.h"

#define LEVELS_MAX 65536

static int push(struct xg_binance_state *st, int side, const struct xg_level *l)
{
	int rc = XG_ROOM(st->lv[side], st->n[side], st->cap[side], LEVELS_MAX);

	if (rc < 0)
		return rc;
	st->lv[side][st->n[side]++] = *l;
	return 0;
}

/* ["price","size"]; further items (old REST answers have one) are ignored. */
static int read_level(struct xg_json *j, struct xg_level *l)
{
	enum xg_json_tok tok;
	int rc = xg_json_dec(j, &l->px);

	if (rc == 0)
		rc = xg_json_dec(j, &l->qty);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(l->px) <= 0 || xg_dec_sign(l->qty) < 0)
		return XG_ERR_RANGE;
	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END) {
		if (tok == XG_JSON_ERR || tok == XG_JSON_END)
			return XG_ERR_SYNTAX;
		if ((tok == XG_JSON_OBJ || tok == XG_JSON_ARR) &&
			xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
	}
	return 0;
}

/* Futures send bids from the worst to the best: records want the best first. */
static void best_first(struct xg_binance_state *st, int side)
{
	struct xg_level *lv = st->lv[side];
	size_t n = st->n[side];
	int way;

	if (n < 2)
		return;
	way = xg_dec_cmp(lv[0].px, lv[n - 1].px);
	if (side == 0 ? way >= 0 : way <= 0)
		return;
	for (size_t i = 0; i < n / 2; i++) {
		struct xg_level t = lv[i];

		lv[i] = lv[n - 1 - i];
		lv[n - 1 - i] = t;
	}
}

/* As many as come in the usual form; the others are left to the caller. */
static int fast_levels(struct xg_binance_state *st, struct xg_json *j, int side)
{
	struct xg_level *l = st->lv[side];

	st->n[side] = xg_levels_pairs(j, l, st->cap[side]);
	for (size_t i = 0; i < st->n[side]; i++)
		if (l[i].px.m <= 0)
			return XG_ERR_RANGE;
	return 0;
}

int xg_binance_levels(struct xg_binance_state *st, struct xg_json *j, int side)
{
	enum xg_json_tok tok;
	struct xg_level l;

	st->n[side] = 0;
	if (fast_levels(st, j, side) < 0)
		return XG_ERR_RANGE;
	while ((tok = xg_json_next(j)) == XG_JSON_ARR) {
		int rc = read_level(j, &l);

		if (rc == 0)
			rc = push(st, side, &l);
		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_ARR_END)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	best_first(st, side);
	return 0;
}

static int slot_of(const struct xg_json *j)
{
	const char *p = j->val.p;

	if (j->val.n == 1)
		return *p >= 'A' && *p <= 'z' ? *p - 'A' : -1;
	if (XG_JSON_KEY_IS(j, "pu"))
		return XG_BINANCE_PU;
	if (XG_JSON_KEY_IS(j, "st"))
		return XG_BINANCE_ST;
	return XG_JSON_KEY_IS(j, "ap") ? XG_BINANCE_AP : -1;
}

int xg_binance_member(struct xg_binance_state *st, struct xg_json *j,
	struct xg_binance_event *e)
{
	int slot = slot_of(j);
	struct xg_str *val = slot < 0 ? NULL : &e->v[slot];
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (tok == XG_JSON_ARR && (slot == 'b' - 'A' || slot == 'a' - 'A')) {
		e->has |= UINT64_C(1) << slot;
		*val = (struct xg_str){ NULL, 0 };
		return xg_binance_levels(st, j, slot == 'a' - 'A');
	}
	if (tok == XG_JSON_OBJ || tok == XG_JSON_ARR) {
		if (xg_json_skip(j, val) < 0)
			return XG_ERR_SYNTAX;
	} else if (tok == XG_JSON_NULL) {
		return 0;
	} else if (val) {
		*val = j->val;
		e->esc |= tok == XG_JSON_STR && j->esc;
	}
	if (val)
		e->has |= UINT64_C(1) << slot;
	return 0;
}

/* Behind the plain scalar at p ("text" of letters, digits and signs, a whole
 * number, true, false), *val its text; NULL when it is anything else. */
static const char *plain_value(
	const char *p, const char *end, struct xg_str *val)
{
	const char *begin = p;

	if (*p == '"') {
		begin = ++p;
		while (p<end && * p> ' ' && *p < 0x7f && *p != '"' &&
			*p != '\\')
			p++;
		*val = (struct xg_str){ begin, (size_t)(p - begin) };
		return p < end && *p == '"' ? p + 1 : NULL;
	}
	if (*p >= '1' && *p <= '9') {
		while (p < end && *p >= '0' && *p <= '9')
			p++;
	} else if (end - p > 5 && memcmp(p, "true", 4) == 0) {
		p += 4;
	} else if (end - p > 5 && memcmp(p, "false", 5) == 0) {
		p += 5;
	}
	*val = (struct xg_str){ begin, (size_t)(p - begin) };
	return p > begin && p < end && (*p == ',' || *p == '}') ? p : NULL;
}

/* Members in their usual form, a letter and a plain scalar, without blanks;
 * whatever is of another form is left to the parser. At the beginning of the
 * object (first) or behind a member. */
static void plain_members(
	struct xg_json *j, struct xg_binance_event *e, bool first)
{
	const char *p = j->p, *end = j->end, *done = NULL;

	while (end - p > 8) {
		struct xg_str val;
		int slot;

		if (!first && *p++ != ',')
			break;
		if (p[0] != '"' || p[1] < 'A' || p[1] > 'z' || p[1] == '\\' ||
			p[2] != '"' || p[3] != ':')
			break;
		slot = p[1] - 'A';
		p = plain_value(p + 4, end, &val);
		if (!p)
			break;
		e->v[slot] = val;
		e->has |= UINT64_C(1) << slot;
		done = p;
		first = false;
	}
	if (done)
		xg_json_resume(j, done);
}

int xg_binance_event(struct xg_binance_state *st, struct xg_json *j,
	struct xg_binance_event *e)
{
	const char *begin = j->val.p;
	enum xg_json_tok tok;

	plain_members(j, e, true);
	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		int rc = xg_binance_member(st, j, e);

		if (rc == 0)
			plain_members(j, e, false);

		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	e->whole = (struct xg_str){ begin, (size_t)(j->p - begin) };
	return 0;
}
