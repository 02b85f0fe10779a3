/* Any bytes as an answer of REST and as frames of one stream: refused whole with
 * a sentence, or records that can be written and read back. */
#include "venue/kraken/kraken.h"
#include "venue-fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const lines[] = {
	"{\"type\":\"inst\",\"venue\":\"kraken\",\"sym\":\"BTC-USD\","
	"\"base\":\"BTC\",\"quote\":\"USD\",\"kind\":\"spot\","
	"\"native\":\"BTC/USD\",\"tick\":0.1,\"lot\":1e-8,"
	"\"market\":\"spot\"}",
	"{\"type\":\"inst\",\"venue\":\"kraken\",\"sym\":"
	"\"BTC-USD-PERP:BTC\",\"base\":\"BTC\",\"quote\":\"USD\","
	"\"kind\":\"perp\",\"native\":\"PI_XBTUSD\",\"contract\":1,"
	"\"market\":\"futures\",\"inverse\":true}",
	"{\"type\":\"inst\",\"venue\":\"kraken\",\"sym\":"
	"\"BTC-USD-PERP\",\"base\":\"BTC\",\"quote\":\"USD\",\"kind\":"
	"\"perp\",\"native\":\"PF_XBTUSD\",\"contract\":1,\"market\":"
	"\"futures\"}",
};

static void answers(
	struct xg_str body, const struct xg_insts *insts, struct xg_sink *sink)
{
	static const char *const markets[] = { "spot", "futures" };
	static const enum xg_op ops[] = { XG_OP_TIME, XG_OP_INSTS };

	for (size_t i = 0; i < 4; i++) {
		struct xg_ask ask = { .op = ops[i / 2],
			.market = xg_str_from(markets[i % 2]) };
		struct xg_answer a;

		xg_kraken_answer(
			&a, &ask, 200, XG_STR(""), body, 1, insts, sink);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xg_str rest = { (const char *)data, size };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	int n = 0;
	struct xg_sink sink = { .ctx = &n, .rec = fuzz_take };

	fuzz_learn(&insts, lines, XG_LEN(lines));
	if (xg_decoder_init(
		    &d, xg_venue_find(XG_STR("kraken")), &insts, &sink) < 0)
		abort();
	d.keep_checksum_books = true;
	answers(rest, &insts, &sink);
	fuzz_frame(&d, rest, "GET x/AssetPairs", &n);
	while (rest.n)
		fuzz_frame(&d, xg_str_cut(&rest, '\n'), NULL, &n);
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return 0;
}
