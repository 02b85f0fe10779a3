/* Hostile frames and answers of dYdX. The first byte says what the rest
 * is: a frame of the stream, a list in a recording, an answer to a request.
 * Whatever it is: no crash, records can be written, and books are never crossed.
 */
#include "book/book.h"
#include "venue/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char list[] =
	"{\"markets\":{\"BTC-USD\":{\"ticker\":\"BTC-USD\",\"tickSize\":"
	"\"1\",\"stepSize\":\"1\"}}}";
static const char book[] =
	"{\"type\":\"subscribed\",\"message_id\":0,\"channel\":"
	"\"v4_orderbook\",\"id\":\"BTC-USD\",\"contents\":{\"bids\":[{"
	"\"price\":\"9\",\"size\":\"1\"}],\"asks\":[]}}";

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

static void feed(struct xg_decoder *d, bool rest, struct xg_str data)
{
	struct xg_error err;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("dydx"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, rest ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, XG_STR("orderbook"));
	if (rest)
		XG_REC_SET(&rec, rawf.req, XG_STR("GET https://x/v4"));
	XG_REC_SET(&rec, rawf.data, data);
	xg_decoder_rec(d, &rec, &err);
	for (size_t i = 0; i < d->syncs.n; i++)
		if (d->syncs.list[i]->state == XG_SYNC_LIVE &&
			xg_book_is_crossed(&d->syncs.list[i]->book))
			abort();
}

static void ask(
	struct xg_decoder *d, int op, int http, bool other, struct xg_str body)
{
	struct xg_ask a = { .op = (enum xg_op)op,
		.market = other ? XG_STR("") : XG_STR("perp") };
	struct xg_answer out;

	d->venue->answer(&out, &a, http, (struct xg_str){ NULL, 0 }, body, 1,
		d->insts, &d->sink);
	if (strlen(out.detail) >= sizeof out.detail)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct xg_buf out = { 0 };
	struct xg_sink sink = { .ctx = &out, .rec = write_it, .want = want_it };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;
	struct xg_str data;

	if (n < 2)
		return 0;
	data = (struct xg_str){ (const char *)p + 1, n - 1 };
	xg_decoder_init(&d, xg_venue_find(XG_STR("dydx")), &insts, &sink);
	feed(&d, true, xg_str_from(list));
	feed(&d, false, xg_str_from(book));
	if ((p[0] & 3) < 2)
		feed(&d, p[0] & 1, data);
	else
		ask(&d, p[0] & 4 ? XG_OP_TIME : XG_OP_INSTS,
			p[0] & 0x80 ? 429 : 200, p[0] & 1, data);
	/* What follows is as good as before. */
	feed(&d, false, xg_str_from(book));
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_buf_release(&out);
	return 0;
}
