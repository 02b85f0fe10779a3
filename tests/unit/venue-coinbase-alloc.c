/* After warm-up no frame of Coinbase allocates; while memory is out, nothing is
 * lost but the frame. */
#include "allocs.h"
#include "tap.h"
#include "venue/decoder.h"

static struct xg_insts insts;
static struct xg_decoder d;
static long records, seq;

static int count(void *ctx, const struct xg_rec *rec)
{
	(void)ctx, (void)rec;
	records++;
	return 0;
}

static int feed(const char *market, struct xg_str data)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("coinbase"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, xg_str_from(market));
	XG_REC_SET(&rec, rawf.data, data);
	return xg_decoder_rec(&d, &rec, NULL);
}

static int advanced(const char *channel, const char *events)
{
	char text[2000];
	int n = snprintf(text, sizeof text,
		"{\"channel\":\"%s\",\"client_id\":\"\",\"timestamp\":"
		"\"2026-04-07T14:30:00Z\",\"sequence_num\":%ld,\"events\":[%s]}",
		channel, seq++, events);

	return feed("advanced", (struct xg_str){ text, (size_t)n });
}

#define ROW(side, px, qty) \
	"{\"side\":\"" side "\",\"event_time\":\"\",\"price_level\":\"" px \
	"\",\"new_quantity\":\"" qty "\"}"
#define EVENT(type, rows) \
	"{\"type\":\"" type "\",\"product_id\":\"BTC-USD\",\"updates\":[" rows \
	"]}"
#define SNAP \
	EVENT("snapshot", \
		ROW("offer", "11", "1") "," ROW("bid", "8", "1") "," ROW( \
			"offer", "10", "1") "," ROW("bid", "9", "1"))
#define UPDATE \
	EVENT("update", \
		ROW("bid", "8.5", "2") "," ROW("bid", "9", "0") "," ROW( \
			"offer", "10.5", "3") "," ROW("bid", "9", "4"))
#define TRADES \
	"{\"type\":\"update\",\"trades\":[{\"trade_id\":\"2\",\"product_id\":" \
	"\"BTC-USD\",\"price\":\"9\",\"size\":\"1\",\"side\":\"BUY\",\"time\":" \
	"\"\"},{\"trade_id\":\"1\",\"product_id\":\"BTC-USD\",\"price\":\"9\"," \
	"\"size\":\"1\",\"side\":\"BUY\",\"time\":\"\"}]}"

static void once(void)
{
	advanced("l2_data", UPDATE);
	advanced("market_trades", TRADES);
	advanced("heartbeats", "{}");
	feed("exchange",
		XG_STR("{\"type\":\"l2update\",\"product_id\":"
		       "\"ETH-USD\",\"changes\":[[\"buy\",\"1\","
		       "\"2\"],[\"sell\",\"3\",\"0\"]],\"time\":\"\"}"));
	feed("exchange",
		XG_STR("{\"type\":\"match\",\"trade_id\":7,\"side\":\"buy\","
		       "\"size\":\"1\",\"price\":\"2\",\"product_id\":"
		       "\"ETH-USD\",\"time\":\"\"}"));
}

static void snapshots(void)
{
	advanced("l2_data", SNAP);
	feed("exchange", XG_STR("{\"type\":\"snapshot\",\"product_id\":"
				"\"ETH-USD\",\"bids\":[[\"1\",\"1\"]],\"asks\":"
				"[[\"3\",\"1\"]]}"));
}

int main(void)
{
	struct xg_sink sink = { .rec = count };
	long before, had;

	xg_decoder_init(&d, xg_venue_find(XG_STR("coinbase")), &insts, &sink);
	snapshots();
	for (int i = 0; i < 3; i++)
		once();
	before = allocs;
	had = records;
	for (int i = 0; i < 1000; i++)
		once();
	before = allocs - before;
	is_int(records - had, 1000 * 5, "each frame gives its records");
	if (ALLOCS_COUNTED)
		is_int(before, 0, "and allocates nothing");
	xg_decoder_release(&d);
	for (long at = 1; ALLOCS_COUNTED && at < 60; at++) {
		allocs = 0;
		allocs_fail = at;
		if (xg_decoder_init(&d, xg_venue_find(XG_STR("coinbase")),
			    &insts, &sink) < 0)
			continue;
		seq = 0;
		snapshots();
		once();
		allocs_fail = 0;
		had = records;
		snapshots();
		once();
		if (records - had < 5)
			ok(false, "allocation %ld failed: no books after it",
				at);
		xg_decoder_release(&d);
		xg_insts_release(&insts);
	}
	ok(true,
		"any allocation may fail; the next snapshot is as good as new");
	xg_insts_release(&insts);
	return done();
}
