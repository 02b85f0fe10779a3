/* Hostile frames and answers of Binance. The first byte says what the rest is:
 * a stream's frame of a market, a REST answer, an answer to a request. Whatever
 * it is: no crash, records can be written, and books are never crossed. */
#include "book/book.h"
#include "venue/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const links[] = { "spot", "usdm-public", "coinm",
	"spot-user" };
static const char *const reqs[] = {
	"GET https://x/api/v3/depth?symbol=BTCUSDT",
	"GET https://x/api/v3/exchangeInfo",
	"GET https://x/fapi/v1/openInterest?symbol=BTCUSDT",
};
static const char *const known[] = {
	"{\"symbols\":[{\"symbol\":\"BTCUSDT\",\"status\":\"TRADING\","
	"\"baseAsset\":\"BTC\",\"quoteAsset\":\"USDT\",\"marginAsset\":"
	"\"USDT\",\"contractSize\":100,\"filters\":[]}]}",
	"{\"lastUpdateId\":100,\"bids\":[[\"9\",\"1\"]],\"asks\":[[\"11\","
	"\"1\"]]}",
	"{\"e\":\"depthUpdate\",\"E\":1,\"s\":\"BTCUSDT\",\"U\":100,\"u\":101,"
	"\"pu\":99,\"b\":[],\"a\":[]}",
};

static int write_it(void *ctx, const struct xg_rec *rec)
{
	struct xg_buf *out = ctx;

	xg_buf_clear(out);
	return xg_rec_write(out, rec);
}

static void feed(struct xg_decoder *d, const char *market, const char *req,
	struct xg_str data)
{
	struct xg_error err;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("binance"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, req ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, xg_str_from(market));
	if (req)
		XG_REC_SET(&rec, rawf.req, xg_str_from(req));
	XG_REC_SET(&rec, rawf.data, data);
	xg_decoder_rec(d, &rec, &err);
	for (size_t i = 0; i < d->syncs.n; i++)
		if (d->syncs.list[i]->state == XG_SYNC_LIVE &&
			xg_book_is_crossed(&d->syncs.list[i]->book))
			abort();
}

static void ask(struct xg_decoder *d, int op, int http, const char *market,
	struct xg_str body)
{
	struct xg_ask a = { .op = (enum xg_op)op,
		.market = xg_str_from(market) };
	struct xg_answer out;

	d->venue->answer(&out, &a, http, (struct xg_str){ NULL, 0 }, body, 1,
		d->insts, &d->sink);
	if (strlen(out.detail) >= sizeof out.detail ||
		strlen(out.cursor) >= sizeof out.cursor)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_buf out = { 0 };
	struct xg_sink sink = { .ctx = &out, .rec = write_it };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_str data;
	const char *market;

	if (n < 2)
		return 0;
	data = (struct xg_str){ (const char *)p + 1, n - 1 };
	market = links[p[0] & 3];
	xg_decoder_init(&d, xg_venue_find(XG_STR("binance")), &insts, &sink);
	feed(&d, market, reqs[1], xg_str_from(known[0]));
	feed(&d, market, NULL, xg_str_from(known[2]));
	feed(&d, market, reqs[0], xg_str_from(known[1]));
	if (p[0] & 0x80)
		ask(&d, (p[0] >> 2 & 31) % (XG_OP_MODE + 1), 200, market, data);
	else if (p[0] & 0x40)
		ask(&d, XG_OP_PLACE, 400, market, data);
	else if ((p[0] >> 2 & 3) == 3)
		feed(&d, market, NULL, data);
	else
		feed(&d, market, reqs[p[0] >> 2 & 3], data);
	/* What follows is as good as before. */
	feed(&d, market, NULL, xg_str_from(known[2]));
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_buf_release(&out);
	return 0;
}
