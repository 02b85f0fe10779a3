/* base: buffers, with each allocation failing once. */
#include "base/buf.h"
#include "base/err.h"
#include "base/rng.h"
#include "tap.h"
#include "allocs.h"

static void appends(void)
{
	struct xg_rng rng = { 3 };
	struct xg_buf b = { 0 };
	static char model[200000];
	size_t n = 0;
	bool same = true;

	for (int i = 0; i < 20000 && n < sizeof model - 100; i++) {
		char text[32];
		size_t k = xg_rng_below(&rng, 20), m;

		switch (xg_rng_below(&rng, 5)) {
		case 0:
			for (m = 0; m < k; m++)
				text[m] = (char)xg_rng_next(&rng);
			xg_buf_add(&b, text, k);
			memcpy(model + n, text, k);
			n += k;
			break;
		case 1:
			xg_buf_i64(&b, INT64_MIN + (int64_t)k);
			n += (size_t)snprintf(model + n, 32, "%lld",
				(long long)(INT64_MIN + (int64_t)k));
			break;
		case 2:
			xg_buf_printf(&b, "%zu-%s", k, "x");
			n += (size_t)snprintf(model + n, 32, "%zu-%s", k, "x");
			break;
		case 3:
			if (k > n)
				k = n;
			xg_buf_shift(&b, k);
			memmove(model, model + k, n - k);
			n -= k;
			break;
		default:
			xg_buf_char(&b, (char)k);
			model[n++] = (char)k;
		}
		same = same && b.len == n && (n == 0 || b.p[n] == '\0');
	}
	ok(same && memcmp(b.p, model, n) == 0,
		"a buffer holds what was appended, and a NUL behind");
	xg_buf_release(&b);
	ok(!b.p && !b.len && !b.cap, "nothing is left of it");
}

static void ceilings(void)
{
	struct xg_buf b = { .max = 8 };

	is_int(xg_buf_text(&b, "12345678"), 0, "up to the ceiling it takes");
	is_int(xg_buf_char(&b, '9'), XG_ERR_LIMIT, "beyond it says so");
	ok(b.failed && b.len == 8, "and keeps what it had");
	is_int(xg_buf_add(&b, "", 0), 0, "nothing can always be added");
	ok(b.failed, "the failure is not forgotten by a later success");
	xg_buf_clear(&b);
	ok(!b.failed && b.len == 0, "clear makes it usable again");
	is_int(xg_buf_reserve(&b, SIZE_MAX), XG_ERR_LIMIT,
		"a size that would wrap is refused");
	xg_buf_shift(&b, 5);
	is_int(b.len, 0, "shifting more than there is leaves nothing");
	xg_buf_release(&b);
	is_int(b.max, 8, "the ceiling outlives release");
}

static void no_memory(void)
{
	struct xg_buf b = { 0 };

	if (!ALLOCS_COUNTED)
		return;
	allocs_fail = allocs + 1;
	is_int(xg_buf_text(&b, "abc"), XG_ERR_MEMORY, "memory is out");
	allocs_fail = 0;
	ok(b.failed && b.len == 0 && !b.p, "nothing was taken");
	xg_buf_clear(&b);
	is_int(xg_buf_text(&b, "abc"), 0, "later it works again");
	xg_buf_release(&b);
}

int main(void)
{
	appends();
	ceilings();
	no_memory();
	return done();
}
