/* Any bytes as an answer of REST and as frames of one connection: refused whole
 * with a sentence, or records that can be written and read back; books are never
 * crossed. */
#include <stdlib.h>
#include <string.h>

#include "venue/bitfinex/bitfinex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct xg_rec_reader reader;

static int take(void *ctx, const struct xg_rec *rec)
{
	struct xg_buf text = { 0 };
	struct xg_rec back;

	if (xg_rec_write(&text, rec) == XG_ERR_ABSENT)
		abort();
	if (text.len &&
		xg_rec_read(&reader, (struct xg_str){ text.p, text.len - 1 },
			UINT64_MAX, &back, NULL) < 0)
		abort();
	xg_buf_release(&text);
	++*(int *)ctx;
	return 0;
}

static void learn(struct xg_insts *insts)
{
	static const char *const lines[] = {
		"{\"type\":\"inst\",\"venue\":\"bitfinex\",\"sym\":\"BTC-USD\","
		"\"base\":\"BTC\",\"quote\":\"USD\",\"kind\":\"spot\","
		"\"native\":\"tBTCUSD\",\"market\":\"spot\"}",
		"{\"type\":\"inst\",\"venue\":\"bitfinex\",\"sym\":"
		"\"BTC-USDT-PERP\",\"base\":\"BTC\",\"quote\":\"USDT\",\"kind\""
		":\"perp\",\"native\":\"tBTCF0:USTF0\",\"contract\":1,"
		"\"market\":\"deriv\"}",
	};
	struct xg_rec rec;

	for (size_t i = 0; i < XG_LEN(lines); i++) {
		if (xg_rec_read(&reader, xg_str_from(lines[i]), UINT64_MAX,
			    &rec, NULL) < 0 ||
			xg_insts_put(insts, &rec) < 0)
			abort();
	}
}

static void frame(struct xg_decoder *d, struct xg_str line, bool rest, int *n)
{
	struct xg_error err = { 0 };
	struct xg_rec raw;
	int before = *n, rc;

	xg_rec_start(&raw, XG_REC_RAW, XG_BITFINEX, XG_STR(""), 0, 1);
	XG_REC_SET(&raw, rawf.conn, 1);
	XG_REC_SET(&raw, rawf.ch, rest ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&raw, rawf.dir, XG_STR("in"));
	if (rest)
		XG_REC_SET(&raw, rawf.req, XG_STR("GET x/conf/pub:info:pair"));
	XG_REC_SET(&raw, rawf.data, line);
	rc = xg_decoder_rec(d, &raw, &err);
	if (rc < 0 && !err.text[0])
		abort();
	if (rc < 0 && !rest && *n != before)
		abort();
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
	struct xg_sink sink = { .ctx = &n, .rec = take };

	learn(&insts);
	if (xg_decoder_init(
		    &d, xg_venue_find(XG_STR("bitfinex")), &insts, &sink) < 0)
		abort();
	d.keep_checksum_books = true;
	answers(rest, &insts, &sink);
	frame(&d, rest, true, &n);
	while (rest.n)
		frame(&d, xg_str_cut(&rest, '\n'), false, &n);
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return 0;
}
