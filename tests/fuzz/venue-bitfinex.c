/* Any bytes as an answer of REST and as frames of one connection: refused whole
 * with a sentence, or records that can be written and read back; books are never
 * crossed. */
#include "venue/bitfinex/bitfinex.h"
#include "venue-fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const lines[] = {
	"{\"type\":\"inst\",\"venue\":\"bitfinex\",\"sym\":\"BTC-USD\","
	"\"base\":\"BTC\",\"quote\":\"USD\",\"kind\":\"spot\","
	"\"native\":\"tBTCUSD\",\"market\":\"spot\"}",
	"{\"type\":\"inst\",\"venue\":\"bitfinex\",\"sym\":"
	"\"BTC-USDT-PERP\",\"base\":\"BTC\",\"quote\":\"USDT\",\"kind\""
	":\"perp\",\"native\":\"tBTCF0:USTF0\",\"contract\":1,"
	"\"market\":\"deriv\"}",
};

static void frame(
	struct xg_decoder *d, struct xg_str data, const char *req, int *n)
{
	fuzz_frame(d, data, req, n);
	for (size_t i = 0; i < d->syncs.n; i++)
		if (d->syncs.list[i]->state == XG_SYNC_LIVE &&
			xg_book_is_crossed(&d->syncs.list[i]->book))
			abort();
}

static void answers(
	struct xg_str body, const struct xg_insts *insts, struct xg_sink *sink)
{
	static const char *const markets[] = { "spot", "deriv" };

	for (size_t i = 0; i < XG_LEN(markets); i++) {
		struct xg_ask ask = { .op = XG_OP_INSTS,
			.market = xg_str_from(markets[i]) };
		struct xg_answer a;

		xg_bitfinex_answer(
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
		    &d, xg_venue_find(XG_STR("bitfinex")), &insts, &sink) < 0)
		abort();
	d.keep_checksum_books = true;
	answers(rest, &insts, &sink);
	frame(&d, rest, "GET x/conf/pub:info:pair", &n);
	while (rest.n)
		frame(&d, xg_str_cut(&rest, '\n'), NULL, &n);
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return 0;
}
