/* Hostile frames and answers of KuCoin. The first byte says what the rest is: a
 * frame, a book, a list of instruments, an answer to a request. Whatever it is: no
 * crash, records can be written, and books are never crossed. */
#include <stdlib.h>

#include "book/book.h"
#include "venue/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char contracts[] =
	"{\"code\":\"200000\",\"data\":[{\"symbol\":\"XBTUSDTM\","
	"\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USDT\","
	"\"settleCurrency\":\"USDT\",\"multiplier\":0.001},{\"symbol\":"
	"\"XBTUSDM\",\"baseCurrency\":\"XBT\",\"quoteCurrency\":\"USD\","
	"\"settleCurrency\":\"XBT\",\"multiplier\":-1,\"isInverse\":true}]}";
static const char spot_book[] =
	"{\"code\":\"200000\",\"data\":{\"sequence\":\"100\",\"bids\":[[\"9\","
	"\"1\"]],\"asks\":[[\"11\",\"1\"]]}}";
static const char obu[] =
	"{\"T\":\"obu.FUTURES\",\"dp\":\"increment@10ms\",\"t\":\"snapshot\","
	"\"d\":{\"O\":100,\"C\":100,\"s\":\"XBTUSDM\",\"b\":[[\"9\",\"1\"]],"
	"\"a\":[[\"11\",\"1\"]]}}";
static const char list_req[] = "GET https://x/api/v2/symbols";
static const char contracts_req[] = "GET https://x/api/v1/contracts/active";
static const char book_req[] =
	"GET https://x/api/v3/market/orderbook/level2?symbol=BTC-USDT";
static const char futures_req[] =
	"GET https://x/api/v1/level2/snapshot?symbol=XBTUSDTM";
static const char oi_req[] = "GET https://x/api/v1/contracts/XBTUSDTM";

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
	return xg_buf_str(out, w->detail);
}

static void feed(struct xg_decoder *d, const char *req, struct xg_str data)
{
	struct xg_error err;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("kucoin"),
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

static void ask(struct xg_decoder *d, int op, int http, struct xg_str body)
{
	struct xg_ask a = { .op = (enum xg_op)op, .market = XG_STR("futures") };
	struct xg_answer out;

	d->venue->answer(&out, &a, http, (struct xg_str){ NULL, 0 }, body, 1,
		d->insts, &d->sink);
	if (strlen(out.detail) >= sizeof out.detail ||
		strlen(out.url) >= sizeof out.url ||
		strlen(out.token) >= sizeof out.token)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const int ops[] = { XG_OP_INSTS, XG_OP_TIME, XG_OP_OI,
		XG_OP_STREAM_NEW };
	static const char *const reqs[] = { NULL, NULL, list_req, contracts_req,
		book_req, futures_req, oi_req, NULL };
	struct xg_buf out = { 0 };
	struct xg_sink sink = { .ctx = &out, .rec = write_it, .want = want_it };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_str data;
	int how;

	if (n < 2)
		return 0;
	data = (struct xg_str){ (const char *)p + 1, n - 1 };
	how = p[0] & 15;
	xg_decoder_init(&d, xg_venue_find(XG_STR("kucoin")), &insts, &sink);
	feed(&d, contracts_req, xg_str_from(contracts));
	if (p[0] & 16)
		feed(&d, book_req, xg_str_from(spot_book));
	feed(&d, NULL, xg_str_from(obu));
	if (how < 8)
		feed(&d, reqs[how], data);
	else
		ask(&d, ops[how & 3], p[0] & 32 ? 429 : 200, data);
	/* What follows is as good as before. */
	feed(&d, NULL, xg_str_from(obu));
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_buf_release(&out);
	return 0;
}
