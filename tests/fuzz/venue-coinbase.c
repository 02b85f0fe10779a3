/* Hostile frames and answers of Coinbase, one a line: of Advanced Trade, of the
 * Exchange feed, of REST. Whatever they are: no crash, records can be written
 * and read back, and books are never crossed. */
#include <stdlib.h>
#include <string.h>

#include "book/book.h"
#include "venue/coinbase/coinbase.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct xg_rec_reader reader;

static int take(void *ctx, const struct xg_rec *rec)
{
	struct xg_buf text = { 0 };
	struct xg_rec back;

	(void)ctx;
	if (xg_rec_write(&text, rec) == XG_ERR_ABSENT)
		abort();
	if (text.len &&
		xg_rec_read(&reader, (struct xg_str){ text.p, text.len - 1 },
			UINT64_MAX, &back, NULL) < 0)
		abort();
	xg_buf_release(&text);
	return 0;
}

static void learn(struct xg_insts *insts)
{
	static const char *const lines[] = {
		"{\"type\":\"inst\",\"venue\":\"coinbase\",\"sym\":\"BTC-USD\","
		"\"base\":\"BTC\",\"quote\":\"USD\",\"kind\":\"spot\","
		"\"native\":\"BTC-USD\",\"market\":\"spot\"}",
		"{\"type\":\"inst\",\"venue\":\"coinbase\",\"sym\":"
		"\"BTC-USDC\",\"base\":\"BTC\",\"quote\":\"USDC\",\"kind\":"
		"\"spot\",\"native\":\"BTC-USDC\",\"market\":\"alias\"}",
		"{\"type\":\"inst\",\"venue\":\"coinbase\",\"sym\":"
		"\"BTC-USD-PERP\",\"base\":\"BTC\",\"quote\":\"USD\",\"kind\":"
		"\"perp\",\"native\":\"BIP-20DEC30-CDE\",\"contract\":0.01,"
		"\"market\":\"future\"}",
	};
	struct xg_rec rec;

	for (size_t i = 0; i < XG_LEN(lines); i++) {
		if (xg_rec_read(&reader, xg_str_from(lines[i]), UINT64_MAX,
			    &rec, NULL) < 0 ||
			xg_insts_put(insts, &rec) < 0)
			abort();
	}
	xg_insts_told(insts, XG_STR("coinbase"), XG_STR("BTC-USDC"));
	xg_insts_told(insts, XG_STR("coinbase"), XG_STR("BTC-USD"));
}

/* The first byte of a line says what it is. */
static void line(struct xg_decoder *d, struct xg_str text)
{
	char kind = text.n ? text.p[0] : 'a';
	struct xg_str body = { text.p + 1, text.n ? text.n - 1 : 0 };
	struct xg_error err = { 0 };
	struct xg_rec raw;

	xg_rec_start(&raw, XG_REC_RAW, XG_STR("coinbase"), XG_STR(""), 0, 1);
	XG_REC_SET(&raw, rawf.conn, kind == 'b' ? 2 : 1);
	XG_REC_SET(&raw, rawf.ch, kind == 'r' ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&raw, rawf.dir, XG_STR("in"));
	XG_REC_SET(&raw, rawf.market,
		kind == 'x' ? XG_STR("exchange") : XG_STR("advanced"));
	if (kind == 'r')
		XG_REC_SET(&raw, rawf.req,
			text.n % 2 ? XG_STR("GET /market/products?a")
				   : XG_STR("GET /market/products/"
					    "BIP-20DEC30-CDE"));
	XG_REC_SET(&raw, rawf.data, body);
	if (xg_decoder_rec(d, &raw, &err) < 0 && !err.text[0])
		abort();
	for (size_t i = 0; i < d->syncs.n; i++) {
		const struct xg_sync *s = d->syncs.list[i];

		if (s->state == XG_SYNC_LIVE && xg_book_is_crossed(&s->book))
			abort();
	}
}

static void answers(struct xg_str body, struct xg_decoder *d)
{
	static const enum xg_op ops[] = { XG_OP_TIME, XG_OP_INSTS, XG_OP_OI };
	static const int http[] = { 200, 429, 500 };

	for (size_t i = 0; i < XG_LEN(ops); i++) {
		struct xg_ask ask = { .op = ops[i] };
		struct xg_answer a;

		ask.inst = xg_insts_sym(
			d->insts, XG_STR("coinbase"), XG_STR("BTC-USD-PERP"));
		for (size_t k = 0; k < XG_LEN(http); k++) {
			xg_coinbase_answer(&a, &ask, http[k], XG_STR(""), body,
				1, d->insts, &d->sink);
			xg_coinbase_exchange_answer(&a, &ask, http[k],
				XG_STR(""), body, 1, d->insts, &d->sink);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct xg_str rest = { (const char *)data, size };
	struct xg_sink sink = { .rec = take };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;

	learn(&insts);
	if (xg_decoder_init(
		    &d, xg_venue_find(XG_STR("coinbase")), &insts, &sink) < 0)
		abort();
	answers(rest, &d);
	while (rest.n)
		line(&d, xg_str_cut(&rest, '\n'));
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return 0;
}
