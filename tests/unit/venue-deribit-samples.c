/* Every sample line of the venue's sheet is read and means something, or is in
 * the list below with the reason why not; the books of its recording end as the
 * sheet says. */
#include "decode.h"
#include "json/pull.h"
#include "tap.h"
#include "venue/deribit/deribit.h"

#define DIR "../shared/venues/deribit/"

static const struct {
	const char *channel;
	int op;		 /* the answer to a request; -1 = a frame */
	const char *why; /* it gives nothing */
} how[] = {
	{ "*ticker.BTC-8JUN20-8750-P*", -1, "it is over: closed" },
	{ "*.BTC-STRD-*", -1, "a combo" },
	{ "*.BTC-FS-*", -1, "a combo" },
	{ "*.BTC-CSR12-*", -1, "a combo" },
	{ "*.BTC-CS-*", -1, "a combo" },
	{ "user.*", -1, "accounts come later" },
	{ "deribit_volatility_index.*", -1, "no record has a volatility" },
	{ "http get_instruments_*combo", XG_OP_INSTS, "combos" },
	{ "http get_instruments", XG_OP_INSTS, NULL },
	{ "http get_time", XG_OP_TIME, NULL },
	{ "http *", -1, "it is not asked for: orders come later" },
};

static int n_read, n_silent, n_answers, n_other;

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

/* Makes the instrument of a channel known. */
static void learn(struct decode *t, struct xg_str channel)
{
	struct xg_str rest = channel, head = xg_str_cut(&rest, '.'), native;
	enum xg_deribit_market m;
	struct xg_rec rec;

	if (xg_str_is_text(head, "chart"))
		xg_str_cut(&rest, '.');
	native = xg_str_cut(&rest, '.');
	m = xg_deribit_market_of(native);
	if (!native.n || m == XG_DERIBIT_COMBO)
		return;
	xg_rec_start(&rec, XG_REC_INST, XG_STR("deribit"), native, 0, 1);
	XG_REC_SET(&rec, inst.base, XG_STR("A"));
	XG_REC_SET(&rec, inst.quote, XG_STR("B"));
	XG_REC_SET(&rec, inst.kind,
		m == XG_DERIBIT_SPOT	 ? XG_SPOT
		: m == XG_DERIBIT_OPTION ? XG_OPTION
					 : XG_PERP);
	XG_REC_SET(&rec, inst.native, native);
	XG_REC_SET(&rec, inst.market, xg_str_from(xg_deribit_market_name(m)));
	XG_REC_SET(&rec, inst.contract, xg_dec_int(10));
	if (m == XG_DERIBIT_FUTURE && !memchr(native.p, '_', native.n))
		XG_REC_SET(&rec, inst.inverse, true);
	xg_insts_put(&t->insts, &rec);
}

static void as_answer(struct decode *t, struct xg_str channel,
	struct xg_str raw, size_t i, int n)
{
	struct xg_ask ask = { .op = (enum xg_op)how[i].op };
	struct xg_str none = { NULL, 0 };
	struct xg_answer a;

	xg_deribit_answer(&a, &ask, 200, none, raw, 1, &t->insts, &t->d.sink);
	ok(a.result == XG_RES_OK && t->recs[XG_REC_INST] == a.n &&
			!t->recs[XG_REC_STATUS] &&
			(a.n > 0 || a.venue_time || how[i].why),
		"rest line %d: %.*s: %d instruments", n, XG_STR_ARG(channel),
		a.n);
	n_answers++;
}

static void one(struct xg_str channel, struct xg_str raw, int n)
{
	struct decode t;
	size_t i = 0;
	int rc;

	while (i < XG_LEN(how) &&
		!xg_str_glob(xg_str_from(how[i].channel), channel))
		i++;
	decode_open(&t, "deribit");
	if (i < XG_LEN(how) && how[i].op >= 0) {
		as_answer(&t, channel, raw, i, n);
		decode_close(&t);
		return;
	}
	learn(&t, channel);
	rc = decode_frame(&t, "v2", 1, 1, raw);
	if (i < XG_LEN(how)) {
		ok(rc >= 0 && !t.out.len, "line %d: %.*s gives nothing: %s", n,
			XG_STR_ARG(channel), how[i].why);
		n_silent++;
	} else {
		if (!ok(rc == 0 && t.out.len, "line %d: %.*s is read", n,
			    XG_STR_ARG(channel)))
			printf("# %s\n", xg_err_text(rc));
		n_read++;
	}
	decode_close(&t);
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	struct xg_str channel, raw, id;

	(void)ctx;
	if (xg_json_find(line, "channel", &channel) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0)
		abort();
	channel = inside(channel);
	/* Orders, which are answered by an object. */
	if (xg_str_is_text(channel, "response") &&
		xg_json_find(raw, "result", &id) > 0 && id.p[0] == '{') {
		struct decode t;

		decode_open(&t, "deribit");
		ok(decode_frame(&t, "v2", 1, 1, raw) == 0 && !t.out.len,
			"line %d: orders come later", n);
		decode_close(&t);
		n_other++;
		return;
	}
	one(channel, raw, n);
}

/* ---- the recording, in one decoder ---- */

static void on_recorded(void *ctx, struct xg_str line, int n)
{
	struct xg_str channel, raw, dir;
	struct decode *t = ctx;

	(void)n;
	if (xg_json_find(line, "channel", &channel) <= 0 ||
		xg_json_find(line, "dir", &dir) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0)
		abort();
	if (!xg_str_is_text(inside(dir), "in"))
		return;
	learn(t, inside(channel));
	if (decode_frame(t, "v2", 1, 1000000 + n, raw) < 0)
		ok(false, "line %d of the recording", n);
}

static struct xg_sync *sync_of(struct decode *t, struct xg_str native)
{
	for (size_t i = 0; i < t->d.syncs.n; i++)
		if (xg_str_is(t->d.syncs.list[i]->inst->i.native, native))
			return t->d.syncs.list[i];
	return NULL;
}

/* [[px, qty], ...] of the best levels. */
static bool has_levels(const struct xg_book *book, int side, struct xg_str list)
{
	struct xg_level want, got;
	struct xg_json j;
	size_t n = 0;

	xg_json_init(&j, list.p, list.n);
	xg_json_next(&j);
	while (xg_json_next(&j) == XG_JSON_ARR) {
		if (xg_json_dec(&j, &want.px) < 0 ||
			xg_json_dec(&j, &want.qty) < 0 ||
			!xg_book_level(book, side, n++, &got) ||
			xg_dec_cmp(want.px, got.px) != 0 ||
			xg_dec_cmp(want.qty, got.qty) != 0)
			return false;
		xg_json_next(&j);
	}
	return n > 0;
}

static void on_vector(void *ctx, struct xg_str line, int n)
{
	struct xg_str name, channel, id, count[2], top[2];
	struct decode *t = ctx;
	struct xg_sync *s;
	int64_t last, most[2];

	if (xg_json_find(line, "vec", &name) <= 0 ||
		!xg_str_is_text(inside(name), "deribit.book.change_id"))
		return;
	if (xg_json_find(line, "channel", &channel) <= 0 ||
		xg_json_find(line, "final_change_id", &id) <= 0 ||
		xg_json_find(line, "final_levels.bids", &count[0]) <= 0 ||
		xg_json_find(line, "final_levels.asks", &count[1]) <= 0 ||
		xg_json_find(line, "top5_bids", &top[0]) <= 0 ||
		xg_json_find(line, "top5_asks", &top[1]) <= 0)
		abort();
	channel = inside(channel);
	xg_str_cut(&channel, '.');
	s = sync_of(t, xg_str_cut(&channel, '.'));
	xg_str_i64(id, &last);
	xg_str_i64(count[0], &most[0]);
	xg_str_i64(count[1], &most[1]);
	ok(s && s->state == XG_SYNC_LIVE && s->last == last &&
			(int64_t)xg_book_count(&s->book, XG_BUY) == most[0] &&
			(int64_t)xg_book_count(&s->book, XG_SELL) == most[1] &&
			has_levels(&s->book, XG_BUY, top[0]) &&
			has_levels(&s->book, XG_SELL, top[1]),
		"vector %d: the book after change %lld is the sheet's", n,
		(long long)last);
	n_other++;
}

static void recording(void)
{
	struct decode t;

	decode_open(&t, "deribit");
	decode_file(DIR "recording_2021.ndjson", on_recorded, &t);
	is_int(t.recs[XG_REC_BOOK], 46, "10 snapshots and 36 changes");
	is_int(t.recs[XG_REC_MARK], 89, "89 tickers have marks");
	is_int(t.recs[XG_REC_STATUS], 0, "nothing is missing");
	n_other = 0;
	decode_file(DIR "vectors.ndjson", on_vector, &t);
	is_int(n_other, 3, "three books are compared");
	decode_close(&t);
}

int main(void)
{
	int n = decode_file(DIR "ws_frames.ndjson", on_line, NULL);

	if (n < 0) {
		ok(true, "samples # skip %s is not here", DIR);
		return done();
	}
	n += decode_file(DIR "rest.ndjson", on_line, NULL);
	is_int(n_read + n_silent + n_answers + n_other, n,
		"all are accounted for: %d frames, %d silent, %d answers, %d "
		"of orders",
		n_read, n_silent, n_answers, n_other);
	recording();
	return done();
}
