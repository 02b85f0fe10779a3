/* Hostile frames and answers of Bitget. The first byte says what the rest is: a
 * stream's frame, a list of instruments, an answer to a request. Whatever it is:
 * no crash, records can be written, and books are never crossed. */
#include "book/book.h"
#include "venue/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const markets[] = { "spot", "usdt-futures", "usdc-futures",
	"coin-futures" };
static const char *const requests[] = {
	"GET https://x/api/v3/market/instruments?category=SPOT",
	"GET https://x/api/v2/mix/market/contracts?productType=USDT-FUTURES",
	"GET https://x/api/mix/v1/market/contracts?productType=umcbl",
};
static const char list[] =
	"{\"code\":\"00000\",\"data\":[{\"symbol\":\"BTCUSDT\",\"category\":"
	"\"SPOT\",\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\"},{\"symbol\":"
	"\"BTCUSDT\",\"category\":\"USDT-FUTURES\",\"baseCoin\":\"BTC\","
	"\"quoteCoin\":\"USDT\",\"type\":\"perpetual\"}]}";
static const char snapshot[] =
	"{\"action\":\"snapshot\",\"arg\":{\"instType\":\"spot\",\"topic\":"
	"\"books\",\"symbol\":\"BTCUSDT\"},\"data\":[{\"b\":[[\"9\",\"1\"]],"
	"\"a\":[[\"11\",\"1\"]],\"checksum\":0,\"seq\":100,\"pseq\":0,\"ts\":"
	"\"1\"}],\"ts\":1}";
static const char update[] =
	"{\"action\":\"update\",\"arg\":{\"instType\":\"spot\",\"topic\":"
	"\"books\",\"symbol\":\"BTCUSDT\"},\"data\":[{\"b\":[],\"a\":[],"
	"\"checksum\":7,\"seq\":101,\"pseq\":100,\"ts\":\"1\"}],\"ts\":1}";

static int write_it(void *ctx, const struct xg_rec *rec)
{
	struct xg_buf *out = ctx;

	xg_buf_clear(out);
	return xg_rec_write(out, rec);
}

static int want_it(void *ctx, const struct xg_want *w)
{
	struct xg_buf *out = ctx;

	xg_buf_clear(out);
	xg_buf_str(out, w->topic);
	return xg_buf_str(out, w->detail);
}

static void feed(struct xg_decoder *d, const char *req, struct xg_str data)
{
	struct xg_error err;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("bitget"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, req ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
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
		strlen(out.code) >= sizeof out.code)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const int ops[] = { XG_OP_INSTS, XG_OP_TIME, XG_OP_OI,
		XG_OP_SNAPSHOT };
	struct xg_buf out = { 0 };
	struct xg_sink sink = { .ctx = &out, .rec = write_it, .want = want_it };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_str data;
	int how;

	if (n < 2)
		return 0;
	data = (struct xg_str){ (const char *)p + 1, n - 1 };
	how = p[0] & 7;
	xg_decoder_init(&d, xg_venue_find(XG_STR("bitget")), &insts, &sink);
	d.keep_checksum_books = !(p[0] & 0x40);
	feed(&d, requests[0], xg_str_from(list));
	feed(&d, NULL, xg_str_from(snapshot));
	if (how < 4)
		feed(&d, how ? requests[how - 1] : NULL, data);
	else
		ask(&d, ops[how - 4], p[0] & 0x80 ? 500 : 200,
			markets[p[0] >> 3 & 3], data);
	/* What follows is as good as before. */
	feed(&d, NULL, xg_str_from(update));
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_buf_release(&out);
	return 0;
}
