/* frames N [raw|bare]: a Binance spot depth stream of N frames with 20 changed
 * levels each on a book of 1,000 levels a side, most changes near the top. The
 * same for every run. raw: with the instrument and the REST snapshot, as
 * xg-feed --raw records it; bare: the frames alone. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"

#define DEPTH 1000
#define CHANGES 10 /* a side */
#define START INT64_C(1700000000000000)
#define MID 6425000 /* hundredths */

/* How far from the top: half of all within 5 levels, nearly all within 100. */
static int64_t distance(struct xg_rng *r)
{
	uint64_t k = xg_rng_below(r, 10);

	return (int64_t)xg_rng_below(r, k < 5	? 5
					: k < 8 ? 25
					: k < 9 ? 100
						: DEPTH);
}

/* A side of a frame: different levels, best first. One in three is taken away;
 * those in the top 3 stay, so that both sides have something. */
static void changes(struct xg_rng *r, int sign)
{
	int64_t at[CHANGES], d;

	for (int n = 0, i; n < CHANGES;) {
		d = distance(r);
		for (i = 0; i < n && at[i] < d; i++)
			;
		if (i < n && at[i] == d)
			continue;
		memmove(at + i + 1, at + i, (size_t)(n - i) * sizeof *at);
		at[i] = d;
		n++;
	}
	for (int i = 0; i < CHANGES; i++) {
		int64_t px = MID + sign * (at[i] + 1);
		uint64_t qty =
			xg_rng_below(r, 3) * (1 + xg_rng_below(r, 500000));

		if (at[i] < 3 && qty == 0)
			qty = 100000;
		printf("%s[\"%" PRId64 ".%02" PRId64 "000000\",\"%" PRIu64
		       ".%05" PRIu64 "000\"]",
			i ? "," : "", px / 100, px % 100, qty / 100000,
			qty % 100000);
	}
}

static void frame(struct xg_rng *r, int64_t u, int64_t ms)
{
	printf("{\"stream\":\"btcusdt@depth@100ms\",\"data\":{"
	       "\"e\":\"depthUpdate\",\"E\":%" PRId64 ",\"s\":\"BTCUSDT\","
	       "\"U\":%" PRId64 ",\"u\":%" PRId64 ",\"b\":[",
		ms, u - 4, u);
	changes(r, -1);
	printf("],\"a\":[");
	changes(r, 1);
	printf("]}}");
}

static void raw_head(int64_t n, const char *dir)
{
	printf("{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":%" PRId64
	       ",\"conn\":1,\"ch\":\"ws\",\"dir\":\"%s\",\"market\":\"spot\"",
		START + n * 1000, dir);
}

static void side(const char *name, int sign)
{
	printf(",\"%s\":[", name);
	for (int i = 0; i < DEPTH; i++) {
		int px = MID + sign * (i + 1);

		printf("%s[\"%d.%02d000000\",\"1.00000000\"]", i ? "," : "",
			px / 100, px % 100);
	}
	printf("]");
}

static void preamble(void)
{
	printf("{\"type\":\"inst\",\"venue\":\"binance\",\"sym\":\"BTC-USDT\","
	       "\"base\":\"BTC\",\"quote\":\"USDT\",\"kind\":\"spot\","
	       "\"native\":\"BTCUSDT\",\"tick\":0.01,\"lot\":0.00001,"
	       "\"min_notional\":5,\"status\":\"trading\",\"market\":\"spot\"}\n");
	raw_head(0, "open");
	printf(",\"url\":\"wss://stream.binance.com:9443/stream\"}\n");
	printf("{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":%" PRId64
	       ",\"conn\":0,\"ch\":\"rest\",\"dir\":\"in\",\"market\":\"spot\","
	       "\"req\":\"GET https://api.binance.com/api/v3/depth?"
	       "symbol=BTCUSDT&limit=1000\",\"data\":{\"lastUpdateId\":1000",
		START);
	side("bids", -1);
	side("asks", 1);
	printf("}}\n");
}

int main(int argc, char **argv)
{
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	int raw = argc < 3 || strcmp(argv[2], "raw") == 0;
	struct xg_rng r = { .s = 7 };

	if (n <= 0) {
		fputs("usage: frames N [raw|bare]\n", stderr);
		return 2;
	}
	if (raw)
		preamble();
	for (long i = 1; i <= n; i++) {
		if (raw) {
			raw_head(i, "in");
			printf(",\"data\":");
		}
		frame(&r, 1000 + i * 5, (START + i * 1000) / 1000);
		puts(raw ? "}" : "");
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
