/* Time per changed level: 200,000 generated updates of 20 levels on a book of
 * 1,000 levels a side, most changes near the top. Prints one JSON line. */
#include <time.h>

#include "base/rng.h"
#include "book/book.h"

#define UPDATES 200000
#define CHANGES 20
#define DEPTH 1000
#define POOL 4096 /* updates made before the clock runs, used again */

static struct xg_level pool[POOL][CHANGES];

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* How far from the top: half of all within 5 levels, nearly all within 100. */
static int64_t distance(struct xg_rng *r)
{
	switch (xg_rng_below(r, 10)) {
	case 0:
	case 1:
	case 2:
	case 3:
	case 4:
		return (int64_t)xg_rng_below(r, 5);
	case 5:
	case 6:
	case 7:
		return (int64_t)xg_rng_below(r, 25);
	case 8:
		return (int64_t)xg_rng_below(r, 100);
	default:
		return (int64_t)xg_rng_below(r, DEPTH);
	}
}

static void generate(struct xg_rng *r)
{
	for (size_t u = 0; u < POOL; u++) {
		for (size_t i = 0; i < CHANGES; i++) {
			int64_t d = distance(r);
			/* One in three deletes; the next one there inserts. */
			int64_t qty = (int64_t)xg_rng_below(r, 3) * 12345;

			pool[u][i] = (struct xg_level){
				{ i < CHANGES / 2 ? 6425000 - d : 6425001 + d,
					-2 },
				{ qty, -5 }
			};
		}
	}
}

int main(void)
{
	struct xg_rng r = { 1 };
	struct xg_book b = { 0 };
	int64_t start, ns;
	int bad = 0;

	for (int64_t i = 0; i < DEPTH; i++) {
		xg_book_set(&b, XG_BUY, xg_dec_make(6425000 - i, -2),
			xg_dec_int(1));
		xg_book_set(&b, XG_SELL, xg_dec_make(6425001 + i, -2),
			xg_dec_int(1));
	}
	b.synced = true;
	generate(&r);
	start = now_ns();
	for (int64_t u = 0; u < UPDATES; u++) {
		const struct xg_level *l = pool[u % POOL];
		struct xg_book_rec rec = { .seq = u + 1,
			.prev = u,
			.bids = { l, CHANGES / 2 },
			.asks = { l + CHANGES / 2, CHANGES / 2 } };

		bad += xg_book_apply(&b, &rec, true, NULL) < 0;
	}
	ns = now_ns() - start;
	printf("{\"name\":\"book-apply\",\"updates\":%d,\"changes\":%d,"
	       "\"depth\":%d,\"ns_per_level\":%.1f,\"levels_left\":%zu}\n",
		UPDATES, CHANGES, DEPTH,
		(double)ns / ((double)UPDATES * CHANGES),
		xg_book_count(&b, XG_BUY));
	xg_book_release(&b);
	return bad != 0;
}
