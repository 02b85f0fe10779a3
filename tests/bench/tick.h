/* The input of the tick-to-trade benches: an OKX book that stands, and Binance
 * depth frames of 20 levels whose best bid moves, so that each frame gives an
 * opportunity of another size. */
#ifndef XG_BENCH_TICK_H
#define XG_BENCH_TICK_H

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define TICK_TEXT (1 << 18)
#define TICK_START INT64_C(1700000000000000)
#define TICK_MARK "POST" /* what a line of a request has */

#define TICK_PUT(...) \
	(n += (size_t)snprintf(out + n, TICK_TEXT - n, __VA_ARGS__))

static size_t tick_preamble(char *out)
{
	static const char *const venue[] = { "okx", "binance" };
	static const char *const native[] = { "BTC-USDT", "BTCUSDT" };
	static const char *const ccy[] = { "BTC", "USDT" };
	size_t n = 0;

	for (int i = 0; i < 2; i++) {
		TICK_PUT("{\"type\":\"inst\",\"venue\":\"%s\",\"sym\":\"BTC-"
			 "USDT\",\"base\":\"BTC\",\"quote\":\"USDT\",\"kind\":"
			 "\"spot\",\"native\":\"%s\",\"tick\":0.01,\"lot\":"
			 "0.00001,\"min_qty\":0.00001,\"status\":\"trading\","
			 "\"maker\":0.0002,\"taker\":0.0004,\"market\":\"%s\","
			 "\"code\":11}\n",
			venue[i], native[i], i ? "spot" : "SPOT");
		for (int k = 0; k < 2; k++)
			TICK_PUT(
				"{\"type\":\"balance\",\"venue\":\"%s\",\"rx\":"
				"%" PRId64 ",\"ccy\":\"%s\",\"total\":"
				"1000000000,\"free\":1000000000}\n",
				venue[i], TICK_START, ccy[k]);
	}
	TICK_PUT("{\"type\":\"book\",\"venue\":\"okx\",\"sym\":\"BTC-USDT\","
		 "\"rx\":%" PRId64 ",\"seq\":1,\"snap\":true,\"bids\":[[63999,"
		 "5]],\"asks\":[[64000,50]]}\n",
		TICK_START);
	TICK_PUT("{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":%" PRId64
		 ",\"conn\":1,\"ch\":\"ws\",\"dir\":\"open\",\"market\":"
		 "\"spot\",\"url\":\"wss://stream.binance.com:9443/stream\"}\n",
		TICK_START);
	TICK_PUT("{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":%" PRId64
		 ",\"conn\":0,\"ch\":\"rest\",\"dir\":\"in\",\"market\":"
		 "\"spot\",\"req\":\"GET https://api.binance.com/api/v3/depth?"
		 "symbol=BTCUSDT&limit=1000\",\"data\":{\"lastUpdateId\":1000",
		TICK_START);
	for (int s = 0; s < 2; s++) {
		TICK_PUT(",\"%s\":[", s ? "asks" : "bids");
		for (int i = 0; i < 1000; i++)
			TICK_PUT("%s[\"%d.%02d000000\",\"1.00000000\"]",
				i ? "," : "",
				s ? 64300 + i / 100 : 63899 - i / 100,
				s ? i % 100 : 99 - i % 100);
		TICK_PUT("]");
	}
	TICK_PUT("}}\n");
	return n;
}

/* The best bid of frame i, in whole units. */
static int tick_best(long i)
{
	return 64210 + (int)(i * 7 % 83);
}

static size_t tick_frame(char *out, long i)
{
	int64_t u = 1001 + i;
	size_t n = 0;

	TICK_PUT("{\"type\":\"raw\",\"venue\":\"binance\",\"rx\":%" PRId64
		 ",\"conn\":1,\"ch\":\"ws\",\"dir\":\"in\",\"market\":\"spot\","
		 "\"data\":{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":"
		 "\"depthUpdate\",\"E\":%" PRId64 ",\"s\":\"BTCUSDT\",\"U\":"
		 "%" PRId64 ",\"u\":%" PRId64 ",\"b\":[",
		TICK_START + 10000 * (i + 1), TICK_START / 1000 + 10 * (i + 1),
		u, u);
	TICK_PUT("[\"%d.00000000\",\"1.50000000\"]", tick_best(i));
	if (i > 0)
		TICK_PUT(",[\"%d.00000000\",\"0.00000000\"]", tick_best(i - 1));
	for (int k = 0; k < 9 - (i > 0); k++)
		TICK_PUT(",[\"63899.%02d000000\",\"%ld.00000000\"]", 99 - k,
			1 + (i + k) % 9);
	TICK_PUT("],\"a\":[");
	for (int k = 0; k < 10; k++)
		TICK_PUT("%s[\"64300.%02d000000\",\"%ld.00000000\"]",
			k ? "," : "", k, 1 + (i + k) % 9);
	TICK_PUT("]}}}\n");
	return n;
}

/* What a venue would answer to the request in a line: the order is over, so
 * that no more orders are open than would be. 0 when the line has no order id
 * (the peer's). */
static size_t tick_answer(char *out, const char *line, size_t len, long i)
{
	static const char id[] = "\"id\":\"", end[] = "\",\"op\"";
	const char *from = memmem(line, len, id, sizeof id - 1);
	const char *to = from ? memmem(from, len - (size_t)(from - line), end,
					sizeof end - 1)
			      : NULL;
	int okx = memmem(line, len, "\"venue\":\"okx\"", 13) != NULL;
	size_t n = 0;

	if (!to)
		return 0;
	from += sizeof id - 1;
	TICK_PUT("{\"type\":\"exec\",\"venue\":\"%s\",\"sym\":\"BTC-USDT\","
		 "\"rx\":%" PRId64 ",\"id\":\"%.*s\",\"event\":\"canceled\"}\n",
		okx ? "okx" : "binance", TICK_START + 10000 * (i + 1),
		(int)(to - from), from);
	return n;
}

#endif
