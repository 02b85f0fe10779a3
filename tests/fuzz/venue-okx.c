/* Any bytes as a frame, as an answer of REST, in a stream of frames: refused
 * whole with a sentence, or records that can be written and read back. */
#include <string.h>

#include "venue/okx/okx.h"
#include "venue-fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const lines[] = {
	"{\"type\":\"inst\",\"venue\":\"okx\",\"sym\":\"BTC-USDT\","
	"\"base\":\"BTC\",\"quote\":\"USDT\",\"kind\":\"spot\","
	"\"native\":\"BTC-USDT\",\"market\":\"spot\"}",
	"{\"type\":\"inst\",\"venue\":\"okx\",\"sym\":\"BTC-USD-PERP\","
	"\"base\":\"BTC\",\"quote\":\"USD\",\"kind\":\"perp\","
	"\"native\":\"BTC-USD-SWAP\",\"contract\":100,\"market\":"
	"\"swap\",\"inverse\":true}",
};

static void answers(
	struct xg_str body, const struct xg_insts *insts, struct xg_sink *sink)
{
	static const enum xg_op ops[] = { XG_OP_TIME, XG_OP_INSTS, XG_OP_OI,
		XG_OP_PLACE, XG_OP_QUERY, XG_OP_OPEN, XG_OP_FILLS,
		XG_OP_BALANCES, XG_OP_POSITIONS, XG_OP_FEES, XG_OP_KEYINFO,
		XG_OP_MODE, XG_OP_DEADMAN };

	for (size_t i = 0; i < XG_LEN(ops); i++) {
		struct xg_ask ask = { .op = ops[i] };
		struct xg_answer a;

		xg_okx_answer(&a, &ask, 200, XG_STR(""), body, 1, insts, sink);
		/* An order is never taken for one that does not exist. */
		if (ops[i] == XG_OP_PLACE && a.result == XG_RES_BAD)
			abort();
	}
}

/* Families of options, and the options of one. */
static void families(
	struct xg_str body, const struct xg_insts *insts, struct xg_sink *sink)
{
	struct xg_ask ask = { .op = XG_OP_INSTS, .market = XG_STR("option") };
	struct xg_answer a;

	xg_okx_answer(&a, &ask, 200, XG_STR(""), body, 1, insts, sink);
	if (strlen(a.cursor) >= sizeof a.cursor)
		abort();
	ask.cursor = XG_STR("BTC-USD,ETH-USD");
	xg_okx_answer(&a, &ask, 200, XG_STR(""), body, 1, insts, sink);
	if (a.cursor[0] && strcmp(a.cursor, "ETH-USD") != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xg_str rest = { (const char *)data, size };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	int n = 0;
	struct xg_sink sink = { .ctx = &n, .rec = fuzz_take };

	fuzz_learn(&insts, lines, XG_LEN(lines));
	if (xg_decoder_init(&d, xg_venue_find(XG_STR("okx")), &insts, &sink) <
		0)
		abort();
	d.keep_checksum_books = true;
	answers(rest, &insts, &sink);
	families(rest, &insts, &sink);
	fuzz_frame(
		&d, rest, "GET /api/v5/public/instruments?instType=SPOT", &n);
	while (rest.n)
		fuzz_frame(&d, xg_str_cut(&rest, '\n'), NULL, &n);
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return 0;
}
