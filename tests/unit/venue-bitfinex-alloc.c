/* Bitfinex: after warm-up no frame allocates. */
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

static void feed(const char *text, size_t n)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("bitfinex"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.data, ((struct xg_str){ text, n }));
	if (xg_decoder_rec(&d, &rec, NULL) < 0)
		abort();
}

static void data(const char *head)
{
	char text[600];
	int n = snprintf(
		text, sizeof text, "%s,%ld,1600000000000]", head, ++seq);

	feed(text, (size_t)n);
}

/* Levels that come and go, some in another form than usual; a trade, a quote, a
 * candle, a status. */
static void round_of(int i)
{
	char text[300];

	snprintf(text, sizeof text,
		"[1,[[98,%d,%d.50],[97.%d,1,2],[102,%d,-3],[103,1,-0.5]]",
		i % 2, 1 + i % 3, i % 10, i % 3);
	data(text);
	snprintf(text, sizeof text, "[2,'te',[%d,1600000000000,-0.5,100]", i);
	for (char *p = text; *p; p++)
		*p = *p == '\'' ? '"' : *p;
	data(text);
	snprintf(text, sizeof text, "[3,[99,1,%d]", 1 + i % 5);
	data(text);
	snprintf(text, sizeof text, "[4,[%lld,1,2,3,1,%d]",
		1600000000000LL + 60000LL * (i / 10), i);
	data(text);
	data("[5,[1596124822000,null,1,1,null,1,null,1596153600000,1,6,null,"
	     "0.1,null,null,1,null,null,5]");
	data("[1,\"hb\"");
}

static long rounds(int first, int n)
{
	long before = allocs;

	for (int i = 0; i < n; i++)
		round_of(first + i);
	return allocs - before;
}

#define SUB(n, what) "{\"event\":\"subscribed\",\"chanId\":" n "," what "}"

static void begin(void)
{
	static const char *const heads[] = {
		"{\"event\":\"conf\",\"status\":\"OK\",\"flags\":537100288}",
		SUB("1", "\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"prec\":"
			 "\"P0\",\"len\":\"250\""),
		SUB("2", "\"channel\":\"trades\",\"symbol\":\"tBTCUSD\""),
		SUB("3", "\"channel\":\"book\",\"symbol\":\"tBTCUSD\",\"prec\":"
			 "\"P0\",\"len\":\"1\""),
		SUB("4", "\"channel\":\"candles\",\"key\":\"trade:1m:tBTCUSD"
			 "\""),
		SUB("5", "\"channel\":\"status\",\"key\":\"deriv:tBTCF0:USTF0"
			 "\""),
	};
	struct xg_sink sink = { .rec = count };
	struct xg_rec rec;

	if (xg_decoder_init(
		    &d, xg_venue_find(XG_STR("bitfinex")), &insts, &sink))
		abort();
	d.keep_checksum_books = true;
	xg_rec_start(&rec, XG_REC_INST, XG_STR("bitfinex"),
		XG_STR("BTC-USDT-PERP"), 0, 1);
	XG_REC_SET(&rec, inst.kind, XG_PERP);
	XG_REC_SET(&rec, inst.native, XG_STR("tBTCF0:USTF0"));
	XG_REC_SET(&rec, inst.market, XG_STR("deriv"));
	XG_REC_SET(&rec, inst.contract, xg_dec_int(1));
	if (xg_insts_put(&insts, &rec) < 0)
		abort();
	for (size_t i = 0; i < XG_LEN(heads); i++)
		feed(heads[i], strlen(heads[i]));
	data("[1,[[99,1,1],[98,1,2.50],[101,1,-1],[102,1,-2]]");
	data("[3,[[99,1,1],[101,1,-1]]");
}

int main(void)
{
	begin();
	rounds(10, 100);
	records = 0;
	is_int(rounds(110, 1000), 0,
		"1000 rounds of books, trades, quotes, candles and states "
		"allocate nothing");
	is_int(records, (1 + 1 + 1 + 1 + 3) * 1000 + 100,
		"and all of them are told, 100 candles twice");
	is_int(d.stats.gaps + d.stats.bad + d.stats.crossed, 0,
		"without a gap");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return done();
}
