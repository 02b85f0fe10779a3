/* One side of a book against a naive model, while its top wanders far. */
#include <stdlib.h>

#include "base/err.h"
#include "base/rng.h"
#include "book/ladder.h"
#include "tap.h"

#define KEYS 20000

static int64_t model[KEYS]; /* quantities by key */
static size_t levels;

static void set(struct xg_ladder *l, int64_t key, int64_t qty)
{
	levels += (qty != 0) - (model[key] != 0);
	model[key] = qty;
	xg_ladder_set(l, key, xg_dec_int(qty));
}

static bool row_is(const struct xg_ladder_row *r, int64_t key, int64_t by)
{
	return r->key == key * by && r->qty.m == model[key] && r->qty.e == 0;
}

/* Every level, best first, by both ways of reading. by: factor of the keys. */
static bool same(const struct xg_ladder *l, int64_t by)
{
	struct xg_ladder_iter it;
	struct xg_ladder_row r;
	size_t n = 0;

	xg_ladder_iter(&it, l);
	for (int64_t k = KEYS - 1; k >= 0; k--) {
		if (!model[k])
			continue;
		if (!xg_ladder_next(&it, &r) || !row_is(&r, k, by))
			return false;
		if (n < 40 && (!xg_ladder_at(l, n, &r) || !row_is(&r, k, by)))
			return false;
		n++;
	}
	return !xg_ladder_next(&it, &r) && !xg_ladder_at(l, n, &r) &&
	       n == levels && xg_ladder_count(l) == n;
}

/* Most changes near a top that walks; now and then it leaps. */
static void wander(const char *name, int leap, int steps, int density)
{
	struct xg_ladder l = { 0 };
	struct xg_rng r = { .s = 5 };
	int64_t top = KEYS / 2;
	bool good = true;

	memset(model, 0, sizeof model);
	levels = 0;
	for (int i = 0; i < steps && good; i++) {
		int64_t d = (int64_t)xg_rng_below(
			&r, xg_rng_below(&r, 4) ? 30 : 6000);

		if (xg_rng_below(&r, 50) == 0)
			top += (int64_t)xg_rng_below(
				       &r, 2 * (uint64_t)leap + 1) -
			       leap;
		top = top < 100 ? 100 : top >= KEYS ? KEYS - 1 : top;
		/* What is above the top goes, as on a real market. */
		for (int64_t k = top + 1; k < KEYS && k < top + 2 * leap; k++)
			if (model[k])
				set(&l, k, 0);
		if (top - d >= 0)
			set(&l, top - d,
				xg_rng_below(&r, 10) < (uint64_t)density
					? 1 + (int64_t)xg_rng_below(&r, 9)
					: 0);
		if (i % 97 == 0)
			good = same(&l, 1);
	}
	ok(good && same(&l, 1), "%s: every level is where the model has it",
		name);
	is_int(xg_ladder_scale(&l, 100), 0, "%s: keys are made finer", name);
	ok(same(&l, 100), "%s: and nothing else changes", name);
	xg_ladder_release(&l);
}

static void cut(void)
{
	struct xg_ladder l = { 0 };
	struct xg_rng r = { .s = 9 };
	const size_t depths[] = { 4000, 1500, 700, 20, 3, 0 };

	memset(model, 0, sizeof model);
	levels = 0;
	for (int i = 0; i < 6000; i++)
		set(&l, (int64_t)xg_rng_below(&r, KEYS), 1);
	for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
		size_t left = 0;

		xg_ladder_cut(&l, depths[i]);
		for (int64_t k = KEYS - 1; k >= 0; k--)
			if (model[k] && left++ >= depths[i])
				model[k] = 0;
		levels = levels < depths[i] ? levels : depths[i];
		ok(same(&l, 1), "the best %zu levels are kept", depths[i]);
	}
	set(&l, 50, 2);
	ok(same(&l, 1), "a side that was emptied is used again");
	xg_ladder_clear(&l);
	memset(model, 0, sizeof model);
	levels = 0;
	for (int64_t k = 0; k < 100; k++)
		set(&l, 19000 + k, 3);
	ok(same(&l, 1), "and one that was cleared, elsewhere");
	xg_ladder_release(&l);
}

static void ends(void)
{
	struct xg_ladder l = { 0 };
	struct xg_ladder_row r;
	int64_t far = INT64_MAX / 4;
	int rc = 0;

	for (int i = 0; i < 40 && rc == 0; i++) {
		rc = xg_ladder_set(&l, -far + i, xg_dec_int(1));
		if (rc == 0)
			rc = xg_ladder_set(&l, far - i, xg_dec_int(2));
	}
	ok(rc == 0 && xg_ladder_count(&l) == 80 && xg_ladder_at(&l, 0, &r) &&
			r.key == far && xg_ladder_at(&l, 79, &r) &&
			r.key == -far,
		"keys may be as far apart as they can be");
	xg_ladder_clear(&l);
	for (int64_t i = 0; i < 300000 && rc == 0; i++)
		rc = xg_ladder_set(&l, i * 2000, xg_dec_int(1));
	is_int(rc, XG_ERR_LIMIT, "the number of levels is bounded");
	xg_ladder_release(&l);
}

int main(void)
{
	wander("dense", 40, 12000, 7);
	wander("sparse", 500, 12000, 3);
	wander("leaping", 3000, 12000, 6);
	cut();
	ends();
	return done();
}
