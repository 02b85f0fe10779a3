/* Hostile frames and answers of Gate. The first byte says what the rest is: a
 * stream's frame of a market, a list of instruments, a snapshot, an answer to a
 * request. Whatever it is: no crash, records can be written, and books are never
 * crossed. */
#include "book/book.h"
#include "venue/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char *const markets[] = { "spot", "usdt", "btc", "delivery" };
static const char *const natives[] = { "BTC_USDT", "BTC_USDT", "BTC_USD",
	"BTC_USDT_20260327" };
static const char *const list_req[] = { "GET /spot/currency_pairs",
	"GET /futures/usdt/contracts", "GET /futures/btc/contracts",
	"GET /delivery/usdt/contracts" };
static const char *const book_req[] = {
	"GET /spot/order_book?currency_pair=BTC_USDT",
	"GET /futures/usdt/order_book?contract=BTC_USDT",
	"GET /futures/btc/order_book?contract=BTC_USD",
	"GET /delivery/usdt/order_book?contract=BTC_USDT_20260327"
};
static const char *const lists[] = {
	"[{\"id\":\"BTC_USDT\",\"base\":\"BTC\",\"quote\":\"USDT\","
	"\"precision\":2,\"amount_precision\":4}]",
	"[{\"name\":\"BTC_USDT\",\"type\":\"direct\",\"quanto_multiplier\":"
	"\"0.0001\"}]",
	"[{\"name\":\"BTC_USD\",\"type\":\"inverse\"}]",
	"[{\"name\":\"BTC_USDT_20260327\",\"type\":\"direct\","
	"\"quanto_multiplier\":\"0.0001\"}]",
};

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

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("gate"),
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
	if (strlen(out.detail) >= sizeof out.detail)
		abort();
}

/* A book that is in sync, and what follows it. */
static void book(struct xg_decoder *d, int m, bool full)
{
	char text[256];

	snprintf(text, sizeof text,
		"{\"channel\":\"%s.obu\",\"event\":\"update\",\"result\":{"
		"\"t\":1,%s\"s\":\"ob.%s.50\",\"u\":%d,\"U\":%d,\"b\":[[\"9\","
		"\"1\"]],\"a\":[[\"11\",\"1\"]]}}",
		m ? "futures" : "spot", full ? "\"full\":true," : "",
		natives[m], full ? 100 : 101, full ? 100 : 101);
	feed(d, markets[m], NULL, xg_str_from(text));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const int ops[] = { XG_OP_INSTS, XG_OP_TIME, XG_OP_OI };
	struct xg_buf out = { 0 };
	struct xg_sink sink = { .ctx = &out, .rec = write_it, .want = want_it };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_str data;
	int m, how;

	if (n < 2)
		return 0;
	data = (struct xg_str){ (const char *)p + 1, n - 1 };
	m = p[0] & 3;
	how = p[0] >> 2 & 7;
	xg_decoder_init(&d, xg_venue_find(XG_STR("gate")), &insts, &sink);
	feed(&d, markets[m], list_req[m], xg_str_from(lists[m]));
	if (p[0] & 0x40)
		book(&d, m, true);
	if (how < 3)
		feed(&d, markets[m], NULL, data);
	else if (how < 5)
		feed(&d, markets[m], how == 3 ? list_req[m] : book_req[m],
			data);
	else
		ask(&d, ops[how - 5], p[0] & 0x80 ? 400 : 200, markets[m],
			data);
	/* What follows is as good as before. */
	book(&d, m, false);
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_buf_release(&out);
	return 0;
}
