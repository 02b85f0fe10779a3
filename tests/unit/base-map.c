/* base: maps against a plain list, and with allocations that fail. */
#include "base/map.h"
#include "base/rng.h"
#include "tap.h"
#include "allocs.h"

#define KEYS 300

static struct {
	bool there;
	int64_t num;
} model[KEYS];

static struct xg_str key_of(char out[static 16], size_t i)
{
	/* The empty key, and keys that differ in length only, too. */
	int n = i == 0 ? 0 : snprintf(out, 16, "%zu", i);

	return (struct xg_str){ out, (size_t)n };
}

static bool same(const struct xg_map *m)
{
	const struct xg_map_slot *s;
	size_t pos = 0, n = 0, want = 0;
	char text[16];

	for (size_t i = 0; i < KEYS; i++) {
		union xg_map_val *v = xg_map_get(m, key_of(text, i));

		want += model[i].there;
		if (!v != !model[i].there || (v && v->num != model[i].num))
			return false;
	}
	while ((s = xg_map_next(m, &pos)))
		n++;
	return n == want && m->used == want;
}

static void against_a_list(void)
{
	struct xg_rng rng = { 4 };
	struct xg_map m = { 0 };
	bool good = same(&m), made;
	char text[16];

	for (int i = 0; i < 40000 && good; i++) {
		size_t k = xg_rng_below(&rng, KEYS);

		if (xg_rng_below(&rng, 5) < 2) {
			good = xg_map_del(&m, key_of(text, k)) ==
			       (int)model[k].there;
			model[k].there = false;
		} else {
			union xg_map_val *v =
				xg_map_put(&m, key_of(text, k), &made);

			good = v && made == !model[k].there &&
			       (made ? v->num == 0 : v->num == model[k].num);
			v->num = model[k].num = i;
			model[k].there = true;
		}
		if (i % 97 == 0)
			good = good && same(&m);
	}
	ok(good && same(&m), "a map holds what a list of pairs would hold");
	xg_map_release(&m);
	ok(!xg_map_get(&m, XG_STR("1")) && m.used == 0,
		"after release it is empty and usable");
}

static void no_memory(void)
{
	struct xg_map m = { 0 };
	char text[16];
	int failed = 0, lost = 0;

	if (!ALLOCS_COUNTED)
		return;
	for (size_t i = 0; i < 200; i++) {
		allocs_fail = allocs + 1 + (long)(i % 3);
		if (!xg_map_put(&m, key_of(text, i), NULL)) {
			failed++;
			allocs_fail = 0;
			xg_map_put(&m, key_of(text, i), NULL);
		}
		allocs_fail = 0;
	}
	for (size_t i = 0; i < 200; i++)
		lost += !xg_map_get(&m, key_of(text, i));
	ok(failed > 0, "some puts failed for lack of memory");
	is_int(lost, 0, "and no key was lost");
	xg_map_release(&m);
}

int main(void)
{
	against_a_list();
	no_memory();
	return done();
}
