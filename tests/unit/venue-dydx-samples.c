/* Every sample of the venue's sheet is read, or is in the list below with the
 * reason why it gives nothing. */
#include "decode.h"
#include "json/pull.h"
#include "tap.h"
#include "venue/dydx/dydx.h"

/* What a sample is, by its channel; the first row that fits. */
static const struct {
	const char *channel, *dir;
	int op;		 /* the answer to a request; -1 = a frame */
	const char *why; /* it gives nothing */
} how[] = {
	{ "*", "out", -1, "it is what is sent" },
	{ "v4_block_height", "in", -1, "not asked for" },
	{ "v4_subaccounts", "in", -1, "accounts come later" },
	{ "GET /v4/perpetualMarkets", "in", XG_OP_INSTS, NULL },
	{ "GET /v4/time", "in", XG_OP_TIME, NULL },
	{ "GET *", "in", XG_OP_PLACE, "not asked for, or of an account" },
	{ "*", "in", -1, NULL },
};

static int told, left_alone, bad;

static struct xg_str inside(struct xg_str quoted)
{
	return (struct xg_str){ quoted.p + 1, quoted.n - 2 };
}

/* Makes the markets of the samples known. */
static void learn(struct decode *t)
{
	static const char *const tickers[] = { "AVAX-USD", "BTC-USD", "ETH-USD",
		"GRT-USD", "EGLD-USD" };

	for (size_t i = 0; i < XG_LEN(tickers); i++) {
		char sym[XG_DEC_TEXT];
		struct xg_rec rec;

		snprintf(sym, sizeof sym, "%s-PERP", tickers[i]);
		xg_rec_start(
			&rec, XG_REC_INST, XG_DYDX, xg_str_from(sym), 0, 1);
		XG_REC_SET(&rec, inst.kind, XG_PERP);
		XG_REC_SET(&rec, inst.native, xg_str_from(tickers[i]));
		XG_REC_SET(&rec, inst.market, XG_STR("perp"));
		if (xg_insts_put(&t->insts, &rec) < 0)
			abort();
	}
}

static void one(struct decode *t, size_t i, struct xg_str channel,
	struct xg_str raw, int n)
{
	struct xg_ask ask = { .op = (enum xg_op)(how[i].op < 0 ? 0 : how[i].op),
		.market = XG_STR("perp") };
	struct xg_str none = { NULL, 0 };
	struct xg_answer a;
	bool good, spoke;

	if (how[i].op < 0) {
		good = decode_frame(t, "any", 1, 1, raw) == 0;
		spoke = t->out.len != 0;
	} else {
		t->d.venue->answer(
			&a, &ask, 200, none, raw, 1, &t->insts, &t->d.sink);
		good = a.result == XG_RES_OK;
		spoke = t->out.len || a.venue_time;
	}
	if (how[i].why)
		ok(good && !spoke, "line %d: %.*s gives nothing: %s", n,
			XG_STR_ARG(channel), how[i].why);
	else
		ok(good && spoke, "line %d: %.*s is read", n,
			XG_STR_ARG(channel));
	*(how[i].why ? &left_alone : &told) += 1;
}

static void on_line(void *ctx, struct xg_str line, int n)
{
	struct xg_str ch, dir, raw;
	struct decode t;
	size_t i = 0;

	(void)ctx;
	if (xg_json_find(line, "channel", &ch) <= 0 ||
		xg_json_find(line, "dir", &dir) <= 0 ||
		xg_json_find(line, "raw", &raw) <= 0) {
		bad++;
		return;
	}
	ch = inside(ch);
	while (!xg_str_glob(xg_str_from(how[i].channel), ch) ||
		!xg_str_is_text(inside(dir), how[i].dir))
		i++;
	decode_open(&t, "dydx");
	learn(&t);
	one(&t, i, ch, raw, n);
	decode_close(&t);
}

int main(void)
{
	static const char frames[] = "../shared/venues/dydx/ws_frames.ndjson";
	static const char answers[] = "../shared/venues/dydx/rest.ndjson";
	int n = decode_file(frames, on_line, NULL), m;

	if (n < 0) {
		ok(true, "samples # skip %s is not here", frames);
		return done();
	}
	m = decode_file(answers, on_line, NULL);
	is_int(told + left_alone, n + m,
		"all are accounted for: %d, %d of them give nothing", n + m,
		left_alone);
	is_int(bad, 0, "each line is a sample");
	return done();
}
