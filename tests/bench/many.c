/* many VENUE SYMBOLS TRADES GAP: the records of a market of so many symbols, for
 * xg-sim --from: a book of each, then trades in turn, GAP us apart; the simulator
 * lists them under the names that the venue would give. The same for every run. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"

#define START INT64_C(1700000000000000)
#define LEAD INT64_C(6000000) /* time to subscribe before the first trade */

static void book(const char *venue, long i)
{
	printf("{\"type\":\"book\",\"venue\":\"%s\",\"sym\":\"S%ld-USDT\","
	       "\"ts\":%" PRId64 ",\"rx\":%" PRId64
	       ",\"seq\":1,\"snap\":true,\"bids\":[[99.99,5],[99.98,6]],"
	       "\"asks\":[[100.01,5],[100.02,6]]}\n",
		venue, i, START, START);
}

int main(int argc, char **argv)
{
	long n = argc > 4 ? strtol(argv[2], NULL, 10) : 0;
	long trades = argc > 4 ? strtol(argv[3], NULL, 10) : 0;
	long gap = argc > 4 ? strtol(argv[4], NULL, 10) : 0;
	struct xg_rng r = { .s = 3 };

	if (n <= 0 || trades <= 0 || gap <= 0) {
		fputs("usage: many VENUE SYMBOLS TRADES GAP\n", stderr);
		return 2;
	}
	for (long i = 0; i < n; i++)
		book(argv[1], i);
	for (long i = 0; i < trades; i++) {
		int64_t t = START + LEAD + i * gap;

		printf("{\"type\":\"trade\",\"venue\":\"%s\",\"sym\":\"S%ld-USDT"
		       "\",\"ts\":%" PRId64 ",\"rx\":%" PRId64
		       ",\"id\":\"%ld\",\"side\":\"%s\",\"px\":100,\"qty\":"
		       "0.%03d}\n",
			argv[1], (long)xg_rng_below(&r, (uint64_t)n), t, t,
			i + 1, i % 2 ? "sell" : "buy",
			1 + (int)xg_rng_below(&r, 999));
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
