/* The fast way over levels reads what the general parser reads, or nothing; any
 * text may follow, and stands at the end of its memory. */
#include <stdlib.h>
#include <string.h>

#include "json/pull.h"

#define MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same(struct xg_json *j, const struct xg_dec *want)
{
	struct xg_dec px, qty;

	return xg_json_next(j) == XG_JSON_ARR && xg_json_dec(j, &px) == 0 &&
	       xg_json_dec(j, &qty) == 0 &&
	       xg_json_next(j) == XG_JSON_ARR_END &&
	       xg_dec_cmp(px, want[0]) == 0 && xg_dec_cmp(qty, want[1]) == 0;
}

/* What is kept while the text is checked is what is read then, n pairs at its
 * begin. */
static void again(const char *p, size_t size, size_t n)
{
	static struct xg_json_kept kept;
	struct xg_dec out[2 * MAX];
	struct xg_json check, j, want;

	xg_json_kept_clear(&kept);
	xg_json_init(&check, p, size);
	check.keep = &kept;
	xg_json_next(&check);
	xg_json_skip(&check, NULL);
	xg_json_init(&j, p, size);
	xg_json_init(&want, p, size);
	j.kept = &kept;
	xg_json_next(&j);
	xg_json_next(&want);
	if (xg_json_pairs(&j, out, MAX) != n)
		abort();
	for (size_t i = 0; i < n; i++) {
		if (!same(&want, out + 2 * i))
			abort();
	}
	if (xg_json_next(&j) != xg_json_next(&want) || j.p != want.p)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xg_json fast, slow, skip;
	struct xg_dec out[2 * MAX];
	size_t n;

	xg_json_init(&fast, (const char *)data, size);
	if (xg_json_next(&fast) != XG_JSON_ARR)
		return 0;
	slow = skip = fast;
	n = xg_json_pairs(&fast, out, MAX);
	for (size_t i = 0; i < n; i++) {
		if (!same(&slow, out + 2 * i))
			abort();
	}
	/* What follows is the same. */
	while (fast.tok > XG_JSON_END) {
		if (xg_json_next(&fast) != xg_json_next(&slow) ||
			fast.p != slow.p)
			abort();
	}
	xg_json_skip_pairs(&skip);
	while (xg_json_next(&skip) > XG_JSON_END)
		;
	if (skip.tok != fast.tok || skip.p != fast.p)
		abort();
	again((const char *)data, size, n);
	return 0;
}
