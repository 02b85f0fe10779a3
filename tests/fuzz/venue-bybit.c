/* Hostile frames and answers of Bybit. The first byte says what the rest is: a
 * stream's frame of a category, a list of instruments, an answer to a request.
 * Whatever it is: no crash, records can be written, and books are never crossed.
 */
#include "book/book.h"
#include "venue/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const markets[] = { "spot", "linear", "inverse", "option" };
static const char list_req[] = "GET https://x/v5/market/instruments-info";
/* What each category knows, and a book that is in sync. */
static const char *const lists[] = {
	"{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\","
	"\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"status\":\"Trading\"}]}"
	"}",
	"{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\","
	"\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"settleCoin\":\"USDT\","
	"\"contractType\":\"LinearPerpetual\"}]}}",
	"{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTCUSDT\","
	"\"baseCoin\":\"BTC\",\"quoteCoin\":\"USD\",\"settleCoin\":\"BTC\","
	"\"contractType\":\"InversePerpetual\"}]}}",
	"{\"retCode\":0,\"result\":{\"list\":[{\"symbol\":\"BTC-1-2-C\","
	"\"baseCoin\":\"BTC\",\"quoteCoin\":\"USDT\",\"optionsType\":\"Call\","
	"\"deliveryTime\":\"1700000000000\"}]}}",
};
static const char snapshot[] =
	"{\"topic\":\"orderbook.200.BTCUSDT\",\"type\":\"snapshot\",\"ts\":1,"
	"\"data\":{\"s\":\"BTCUSDT\",\"b\":[[\"9\",\"1\"]],\"a\":[[\"11\","
	"\"1\"]],\"u\":100}}";
static const char delta[] =
	"{\"topic\":\"orderbook.200.BTCUSDT\",\"type\":\"delta\",\"ts\":1,"
	"\"data\":{\"s\":\"BTCUSDT\",\"b\":[],\"a\":[],\"u\":101}}";

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

static void feed(struct xg_decoder *d, const char *market, const char *req,
	struct xg_str data)
{
	struct xg_error err;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("bybit"),
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
	static const int ops[] = { XG_OP_INSTS, XG_OP_TIME, XG_OP_OI,
		XG_OP_SNAPSHOT };
	struct xg_buf out = { 0 };
	struct xg_sink sink = { .ctx = &out, .rec = write_it, .want = want_it };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_str data;
	int cat, how;

	if (n < 2)
		return 0;
	data = (struct xg_str){ (const char *)p + 1, n - 1 };
	cat = p[0] & 3;
	how = p[0] >> 2 & 7;
	xg_decoder_init(&d, xg_venue_find(XG_STR("bybit")), &insts, &sink);
	feed(&d, markets[cat], list_req, xg_str_from(lists[cat]));
	feed(&d, markets[cat], NULL, xg_str_from(snapshot));
	if (how < 4)
		feed(&d, markets[cat], how == 3 ? list_req : NULL, data);
	else
		ask(&d, ops[how - 4], p[0] & 0x80 ? 403 : 200, markets[cat],
			data);
	/* What follows is as good as before. */
	feed(&d, markets[cat], NULL, xg_str_from(delta));
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_buf_release(&out);
	return 0;
}
