/* Time per frame: depth updates of 20 levels (about 650 bytes, 1,000 levels a
 * side in the book), trades and best prices, from raw records to records.
 * Prints one JSON line. */
#include <time.h>

#include "base/rng.h"
#include "book/book.h"
#include "venue/decoder.h"

#define FRAMES 200000
#define POOL 2048
#define DEPTH 1000

static struct xg_buf pool[POOL], trade, bbo, snap;
static long records;

static int64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int count(void *ctx, const struct xg_rec *rec)
{
	(void)ctx, (void)rec;
	records++;
	return 0;
}

static int64_t distance(struct xg_rng *r)
{
	static const unsigned reach[] = { 5, 5, 5, 5, 5, 25, 25, 25, 100,
		DEPTH };

	return (int64_t)xg_rng_below(r, reach[xg_rng_below(r, 10)]);
}

static void put_side(struct xg_buf *to, struct xg_rng *r, int way)
{
	for (int i = 0; i < 10; i++) {
		long long px = 6425000 + way * (1 + distance(r));

		xg_buf_printf(to, "%s[\"%lld.%02lld000000\",\"%s\"]",
			i ? "," : "", px / 100, px % 100,
			xg_rng_below(r, 3) ? "0.12345000" : "0.00000000");
	}
}

static void generate(struct xg_rng *r)
{
	for (int i = 0; i < POOL; i++) {
		xg_buf_printf(&pool[i],
			"{\"stream\":\"btcusdt@depth@100ms\",\"data\":{\"e\":"
			"\"depthUpdate\",\"E\":1633998516670,\"s\":\"BTCUSDT\","
			"\"U\":%d,\"u\":%d,\"b\":[",
			1000000000 + i, 1000000000 + i);
		put_side(&pool[i], r, -1);
		xg_buf_text(&pool[i], "],\"a\":[");
		put_side(&pool[i], r, 1);
		xg_buf_text(&pool[i], "]}}");
	}
	xg_buf_text(&trade,
		"{\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"E\":"
		"1672515782136,\"s\":\"BTCUSDT\",\"t\":12345,\"p\":"
		"\"64250.10000000\",\"q\":\"0.01230000\",\"T\":1672515782136,"
		"\"m\":true,\"M\":true}}");
	xg_buf_text(&bbo,
		"{\"stream\":\"btcusdt@bookTicker\",\"data\":{\"u\":400900217,"
		"\"s\":\"BTCUSDT\",\"b\":\"64250.10000000\",\"B\":"
		"\"31.21000000\",\"a\":\"64250.20000000\",\"A\":"
		"\"40.66000000\"}}");
	xg_buf_text(&snap, "{\"lastUpdateId\":999999999,\"bids\":[");
	for (int i = 0; i < DEPTH; i++)
		xg_buf_printf(&snap, "%s[\"%d.%02d\",\"1\"]", i ? "," : "",
			(6425000 - i) / 100, (6425000 - i) % 100);
	xg_buf_text(&snap, "],\"asks\":[");
	for (int i = 0; i < DEPTH; i++)
		xg_buf_printf(&snap, "%s[\"%d.%02d\",\"1\"]", i ? "," : "",
			(6425001 + i) / 100, (6425001 + i) % 100);
	xg_buf_text(&snap, "]}");
}

static struct xg_rec raw_of(const struct xg_buf *text)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("binance"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, XG_STR("spot"));
	XG_REC_SET(&rec, rawf.data, xg_buf_view(text));
	return rec;
}

/* In sync, with a full book. */
static void begin(struct xg_decoder *d)
{
	struct xg_rec rec = raw_of(&pool[0]);

	xg_decoder_rec(d, &rec, NULL);
	rec = raw_of(&snap);
	XG_REC_SET(&rec, rawf.ch, XG_STR("rest"));
	XG_REC_SET(&rec, rawf.req,
		XG_STR("GET https://x/api/v3/depth?symbol=BTCUSDT"));
	xg_decoder_rec(d, &rec, NULL);
}

/* The updates of the pool again, each time as the next ones. */
static double depth(struct xg_decoder *d)
{
	int64_t ns = 0;

	for (int done = 0; done < FRAMES; done += POOL) {
		int64_t start = now_ns();

		for (int i = done ? 0 : 1; i < POOL; i++) {
			struct xg_rec rec = raw_of(&pool[i]);

			xg_decoder_rec(d, &rec, NULL);
		}
		ns += now_ns() - start;
		d->syncs.list[0]->last = 999999999;
	}
	return (double)ns / FRAMES;
}

static double one(struct xg_decoder *d, const struct xg_buf *text)
{
	struct xg_rec rec = raw_of(text);
	int64_t start = now_ns();

	for (int i = 0; i < FRAMES; i++)
		xg_decoder_rec(d, &rec, NULL);
	return (double)(now_ns() - start) / FRAMES;
}

int main(void)
{
	struct xg_sink sink = { .rec = count };
	struct xg_insts insts = { 0 };
	struct xg_rng r = { 1 };
	struct xg_decoder d;
	double ns[3];

	generate(&r);
	xg_decoder_init(&d, xg_venue_find(XG_STR("binance")), &insts, &sink);
	begin(&d);
	ns[0] = depth(&d);
	ns[1] = one(&d, &trade);
	ns[2] = one(&d, &bbo);
	printf("{\"name\":\"venue-binance\",\"frame_bytes\":%zu,\"levels\":20,"
	       "\"depth_ns\":%.0f,\"trade_ns\":%.0f,\"bbo_ns\":%.0f,"
	       "\"records\":%ld,\"resyncs\":%lld}\n",
		pool[1].len, ns[0], ns[1], ns[2], records,
		(long long)d.stats.resyncs);
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return d.stats.resyncs != 0;
}
