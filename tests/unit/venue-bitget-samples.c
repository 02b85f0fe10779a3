/* Every sample frame of the venue's sheet is read; the checksums of the recorded
 * ones are those of our books. */
#include "decode.h"
#include "json/pull.h"
#include "tap.h"
#include "venue/bitget/bitget.h"

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

static struct xg_str member(struct xg_str raw, const char *path)
{
	struct xg_str v;

	return xg_json_find(raw, path, &v) > 0 && v.n > 2
		       ? inside(v)
		       : (struct xg_str){ NULL, 0 };
}

static void learn_one(struct decode *t, struct xg_str native, int cat)
{
	char sym[64];
	struct xg_rec rec;

	snprintf(sym, sizeof sym, "~%.*s", XG_STR_ARG(native));
	xg_rec_start(
		&rec, XG_REC_INST, XG_STR("bitget"), xg_str_from(sym), 0, 1);
	XG_REC_SET(&rec, inst.base, XG_STR("A"));
	XG_REC_SET(&rec, inst.quote, XG_STR("B"));
	XG_REC_SET(&rec, inst.kind, cat == XG_BITGET_SPOT ? XG_SPOT : XG_PERP);
	XG_REC_SET(&rec, inst.native, native);
	XG_REC_SET(&rec, inst.market,
		xg_str_from(xg_bitget_cat_name((enum xg_bitget_cat)cat)));
	XG_REC_SET(&rec, inst.contract, xg_dec_int(1));
	xg_insts_put(&t->insts, &rec);
}

/* Makes the symbols of a sample known. */
static void learn(struct decode *t, struct xg_str raw)
{
	static const char *const paths[] = { "arg.instId", "arg.symbol",
		"data.0.symbol", "data.1.symbol" };
	int cat = (int)xg_bitget_cat(member(raw, "arg.instType"));

	if (cat == XG_BITGET_CATS)
		cat = XG_BITGET_USDT; /* mc */
	for (size_t i = 0; i < XG_LEN(paths); i++) {
		struct xg_str native = member(raw, paths[i]);

		if (native.n)
			learn_one(t, native, cat);
	}
}

/* Tickers of spot give no records. */
static bool is_silent(struct xg_str raw)
{
	struct xg_str ch = member(raw, "arg.channel");

	return member(raw, "action").n && xg_str_is_text(ch, "ticker") &&
	       xg_bitget_cat(member(raw, "arg.instType")) == XG_BITGET_SPOT;
}

static int read_frames, silent, sent, bad;

static void on_sample(void *ctx, struct xg_str line, int n)
{
	struct xg_str raw, op;
	struct decode t;
	int rc;

	(void)ctx;
	if (xg_json_find(line, "raw", &raw) <= 0) {
		bad++;
		return;
	}
	if (xg_json_find(raw, "op", &op) > 0) {
		sent++; /* what a client sent */
		return;
	}
	decode_open(&t, "bitget");
	learn(&t, raw);
	rc = decode_frame(&t, "public", 1, 1, raw);
	if (is_silent(raw)) {
		ok(rc == 0 && !t.out.len, "line %d: a ticker of spot", n);
		silent++;
	} else {
		read_frames++;
		if (rc != 0 || !t.out.len)
			ok(false, "line %d is read: %s", n, xg_err_text(rc));
	}
	decode_close(&t);
}

static void samples(const char *path)
{
	int n;

	read_frames = silent = sent = bad = 0;
	n = decode_file(path, on_sample, NULL);
	if (n < 0) {
		ok(true, "samples # skip %s is not here", path);
		return;
	}
	is_int(bad, 0, "each line of %s is a sample", path);
	ok(read_frames > 0 && read_frames + silent + sent == n,
		"all are accounted for: %d are read, %d have nothing for us, "
		"%d are what a client sent",
		read_frames, silent, sent);
}

/* The recorded frames in their order, spot and futures each on a connection. */
static void on_recorded(void *ctx, struct xg_str line, int n)
{
	struct decode *t = ctx;
	struct xg_str raw;
	bool spot;

	(void)n;
	if (xg_json_find(line, "raw", &raw) <= 0)
		return;
	spot = xg_bitget_cat(member(raw, "arg.instType")) == XG_BITGET_SPOT;
	learn(t, raw);
	decode_frame(t, "public", spot ? 1 : 2, 1, raw);
}

static void checksums(void)
{
	static const char path[] =
		"../shared/venues/bitget/ws_v1_recorded.ndjson";
	struct decode t;

	decode_open(&t, "bitget");
	t.d.keep_checksum_books = true;
	if (decode_file(path, on_recorded, &t) < 0) {
		ok(true, "checksums # skip %s is not here", path);
	} else {
		is_int(t.d.stats.checksums, 90, "90 checksums were verified");
		is_int(t.d.stats.checksum_bad, 0, "none was wrong");
		is_int(t.recs[XG_REC_BOOK], 90, "each book was emitted");
		is_int(t.crossed, 0, "none was crossed");
	}
	decode_close(&t);
}

int main(void)
{
	samples("../shared/venues/bitget/ws_v1_recorded.ndjson");
	samples("../shared/venues/bitget/ws_v2.ndjson");
	samples("../shared/venues/bitget/ws_v3.ndjson");
	checksums();
	return done();
}
