/* Hostile frames and answers of Deribit. The first byte says what the rest is: a
 * frame, a book, a list of instruments, an answer to a request. Whatever it is:
 * no crash, records can be written, and books are never crossed. */
#include <stdlib.h>

#include "book/book.h"
#include "venue/decoder.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static const char list_req[] = "GET https://x/api/v2/public/get_instruments";
static const char list[] =
	"{\"result\":[{\"instrument_name\":\"BTC-PERPETUAL\",\"kind\":"
	"\"future\",\"instrument_type\":\"reversed\",\"base_currency\":\"BTC\","
	"\"counter_currency\":\"USD\",\"settlement_currency\":\"BTC\","
	"\"settlement_period\":\"perpetual\",\"contract_size\":10},"
	"{\"instrument_name\":\"BTC-1JAN30-5-C\",\"kind\":\"option\","
	"\"instrument_type\":\"reversed\",\"base_currency\":\"BTC\","
	"\"counter_currency\":\"USD\",\"option_type\":\"call\",\"strike\":5,"
	"\"expiration_timestamp\":1893484800000,\"contract_size\":1}]}";
#define BOOK(rest) \
	"{\"method\":\"subscription\",\"params\":{\"channel\":" \
	"\"book.BTC-PERPETUAL.100ms\",\"data\":{" rest "}}}"
static const char snapshot[] =
	BOOK("\"type\":\"snapshot\",\"timestamp\":1,\"change_id\":100,"
	     "\"bids\":[[\"new\",9,1]],\"asks\":[[\"new\",11,1]]");
static const char change[] =
	BOOK("\"type\":\"change\",\"timestamp\":1,\"change_id\":101,"
	     "\"prev_change_id\":100,\"bids\":[],\"asks\":[]");

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
	xg_buf_str(out, w->text);
	return xg_buf_str(out, w->detail);
}

static void feed(struct xg_decoder *d, const char *req, struct xg_str data)
{
	struct xg_error err;
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_RAW, XG_STR("deribit"),
		(struct xg_str){ NULL, 0 }, 0, 1);
	XG_REC_SET(&rec, rawf.conn, 1);
	XG_REC_SET(&rec, rawf.ch, req ? XG_STR("rest") : XG_STR("ws"));
	XG_REC_SET(&rec, rawf.dir, XG_STR("in"));
	XG_REC_SET(&rec, rawf.market, XG_STR("v2"));
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
	struct xg_ask a = { .op = (enum xg_op)op };
	struct xg_answer out;

	d->venue->answer(&out, &a, http, (struct xg_str){ NULL, 0 }, body, 1,
		d->insts, &d->sink);
	if (strlen(out.detail) >= sizeof out.detail || out.cursor[0])
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const int ops[] = { XG_OP_INSTS, XG_OP_TIME, XG_OP_OI };
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
	xg_decoder_init(&d, xg_venue_find(XG_STR("deribit")), &insts, &sink);
	feed(&d, list_req, xg_str_from(list));
	feed(&d, NULL, xg_str_from(snapshot));
	if (how < 4)
		feed(&d, NULL, data);
	else if (how == 4)
		feed(&d, list_req, data);
	else
		ask(&d, ops[how - 5], p[0] & 0x80 ? 400 : 200, data);
	/* What follows is as good as before. */
	feed(&d, NULL, xg_str_from(change));
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	xg_buf_release(&out);
	return 0;
}
