/* Arrays of levels and legs. Bids and asks share one array of the reader: it is
 * grown to what the line can hold before the first of them, so that it does not
 * move under slices that point into it. */
#include "rec/read_priv.h"

#include <stdlib.h>

static int grow(void **p, size_t *cap, size_t need, size_t size)
{
	void *bigger;

	if (need <= *cap)
		return 0;
	bigger = realloc(*p, need * size);
	if (!bigger)
		return XG_ERR_MEMORY;
	*p = bigger;
	*cap = need;
	return 0;
}

/* Most items that the text can hold: each takes at least `least` bytes. */
static size_t most(const struct xg_reading *k, size_t least)
{
	return (size_t)(k->j.end - k->j.start) / least + 1;
}

static int open_array(struct xg_reading *k)
{
	if (k->j.tok == XG_JSON_ARR)
		return 0;
	k->why = "expected an array";
	return XG_ERR_TYPE;
}

static int number(struct xg_reading *k, struct xg_dec *out)
{
	int rc = xg_json_dec(&k->j, out);

	if (rc == XG_ERR_SYNTAX && !k->j.err)
		rc = XG_ERR_TYPE; /* a string that holds none */
	if (rc == XG_ERR_TYPE)
		k->why = "expected a number";
	else if (rc < 0)
		k->why = k->j.err ? k->j.err : "number out of range";
	return rc;
}

static int end_array(struct xg_reading *k, const char *why)
{
	if (xg_json_next(&k->j) == XG_JSON_ARR_END)
		return 0;
	k->why = why;
	return k->j.tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

size_t xg_levels_pairs(struct xg_json *j, struct xg_level *out, size_t max)
{
	_Static_assert(
		sizeof *out == 2 * sizeof(struct xg_dec) &&
			offsetof(struct xg_level, qty) == sizeof(struct xg_dec),
		"a level is two decimals");
	return max ? xg_json_pairs(j, &out->px, max) : 0;
}

int xg_read_levels(struct xg_reading *k, struct xg_levels *out)
{
	struct xg_rec_reader *r = k->r;
	enum xg_json_tok tok;
	size_t first;
	int rc = open_array(k);

	if (rc == 0 && r->levels == 0)
		rc = grow((void **)&r->level, &r->level_cap, most(k, 6),
			sizeof *r->level);
	if (rc < 0)
		return rc;
	first = r->levels;
	r->levels +=
		xg_levels_pairs(&k->j, r->level + first, r->level_cap - first);
	while ((tok = xg_json_next(&k->j)) == XG_JSON_ARR) {
		struct xg_level *l = &r->level[r->levels];

		rc = number(k, &l->px);
		if (rc == 0)
			rc = number(k, &l->qty);
		if (rc == 0)
			rc = end_array(k, "a level is [px, qty]");
		if (rc < 0)
			return rc;
		r->levels++;
	}
	if (tok != XG_JSON_ARR_END) {
		k->why = "expected a level [px, qty]";
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	}
	*out = (struct xg_levels){ r->level + first, r->levels - first };
	return 0;
}

int xg_read_clevels(struct xg_reading *k, struct xg_clevels *out)
{
	struct xg_rec_reader *r = k->r;
	enum xg_json_tok tok;
	size_t first;
	int rc = open_array(k);

	if (rc == 0 && r->clevels == 0)
		rc = grow((void **)&r->clevel, &r->clevel_cap, most(k, 9),
			sizeof *r->clevel);
	if (rc < 0)
		return rc;
	first = r->clevels;
	while ((tok = xg_json_next(&k->j)) == XG_JSON_ARR) {
		struct xg_clevel *l = &r->clevel[r->clevels];

		rc = number(k, &l->px);
		if (rc == 0)
			rc = number(k, &l->qty);
		if (rc == 0)
			rc = xg_json_next(&k->j) == XG_JSON_ERR
				     ? XG_ERR_SYNTAX
				     : xg_read_str(k, &l->venue);
		if (rc == 0)
			rc = end_array(k, "a level is [px, qty, venue]");
		if (rc < 0)
			return rc;
		r->clevels++;
	}
	if (tok != XG_JSON_ARR_END) {
		k->why = "expected a level [px, qty, venue]";
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	}
	*out = (struct xg_clevels){ r->clevel + first, r->clevels - first };
	return 0;
}

static int leg(struct xg_reading *k, struct xg_leg *l)
{
	enum { VENUE = 1, SYM = 2, SIDE = 4, PX = 8, QTY = 16 };
	unsigned has = 0;
	enum xg_json_tok tok;

	*l = (struct xg_leg){ 0 };
	while ((tok = xg_json_next(&k->j)) == XG_JSON_KEY) {
		struct xg_dec *num = NULL;
		struct xg_str *text = NULL, side;
		int rc;

		if (XG_JSON_KEY_IS(&k->j, "venue")) {
			text = &l->venue;
			has |= VENUE;
		} else if (XG_JSON_KEY_IS(&k->j, "sym")) {
			text = &l->sym;
			has |= SYM;
		} else if (XG_JSON_KEY_IS(&k->j, "side")) {
			text = &side;
			has |= SIDE;
		} else if (XG_JSON_KEY_IS(&k->j, "px")) {
			num = &l->px;
			has |= PX;
		} else if (XG_JSON_KEY_IS(&k->j, "qty")) {
			num = &l->qty;
			has |= QTY;
		} else if (XG_JSON_KEY_IS(&k->j, "fee_bps")) {
			num = &l->fee_bps;
		}
		if (num)
			rc = number(k, num);
		else if (!text)
			rc = xg_json_skip(&k->j, NULL);
		else
			rc = xg_json_next(&k->j) == XG_JSON_ERR
				     ? XG_ERR_SYNTAX
				     : xg_read_str(k, text);
		if (rc < 0)
			return rc;
		if (text == &side)
			l->side = xg_word_from(XG_WORDS_SIDE, side);
	}
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	if (has == (VENUE | SYM | SIDE | PX | QTY) && l->side)
		return 0;
	k->why = "a leg needs venue, sym, side, px and qty";
	return XG_ERR_TYPE;
}

int xg_read_legs(struct xg_reading *k, struct xg_legs *out)
{
	struct xg_rec_reader *r = k->r;
	enum xg_json_tok tok;
	int rc = open_array(k);

	if (rc == 0)
		rc = grow((void **)&r->leg, &r->leg_cap, most(k, 40),
			sizeof *r->leg);
	if (rc < 0)
		return rc;
	while ((tok = xg_json_next(&k->j)) == XG_JSON_OBJ) {
		rc = leg(k, &r->leg[r->legs]);
		if (rc < 0)
			return rc;
		r->legs++;
	}
	if (tok != XG_JSON_ARR_END) {
		k->why = "expected a leg";
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
	}
	*out = (struct xg_legs){ r->leg, r->legs };
	return 0;
}
