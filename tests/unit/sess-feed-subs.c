/* Subscriptions of a venue whose messages name one channel only. */
#include "sess/feed.h"
#include "tap.h"

static int fake_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	(void)max;
	out->channel = channel;
	out->inst = inst;
	snprintf(out->text, sizeof out->text, "%s:%.*s",
		xg_channel_name(channel), XG_STR_ARG(inst->sym));
	return 1;
}

static int fake_subscribe(struct xg_buf *out, const struct xg_topic *const *t,
	int n, int64_t id, bool on)
{
	(void)id, (void)on;
	for (int i = 0; i < n; i++)
		xg_buf_printf(out, "%s%s", i ? " " : "", t[i]->text);
	return 0;
}

static int fake_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	(void)d, (void)raw, (void)err;
	return 0;
}

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	(void)ctx, (void)rec;
	return 0;
}

static const struct xg_host hosts[] = { { .name = "ws" }, { 0 } };
static const struct xg_limit limits[] = { { 0 } };
static const struct xg_link links[] = { { .name = "main",
						.host = "ws",
						.topics_per_frame = 10,
						.one_channel = true },
	{ 0 } };
static const struct xg_venue fake = {
	.name = "fake",
	.hosts = hosts,
	.limits = limits,
	.links = links,
	.topics = fake_topics,
	.subscribe = fake_subscribe,
	.frame = fake_frame,
};

static const struct xg_instr *learn(struct xg_insts *insts, const char *sym)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_INST, XG_STR("fake"), xg_str_from(sym), 0, 0);
	XG_REC_SET(&rec, inst.native, xg_str_from(sym));
	XG_REC_SET(&rec, inst.market, XG_STR("spot"));
	if (xg_insts_put(insts, &rec) < 0)
		abort();
	return xg_insts_sym(insts, XG_STR("fake"), xg_str_from(sym));
}

static void expect(struct xg_feed *f, const char *text, const char *why)
{
	struct xg_feed_action a = { 0 };

	ok(xg_feed_next(f, &a) == 1 && a.kind == XG_FEED_SEND, "%s", why);
	is_text(a.text.p, a.text.n, text, "%s: its text", why);
}

int main(void)
{
	static const char *const base[] = { "wss://one", NULL };
	static const struct xg_feed_host at[] = { { "ws", base }, { 0 } };
	struct xg_feed_opts o = { .hosts = at };
	struct xg_sink sink = { .rec = on_rec };
	struct xg_insts insts = { 0 };
	struct xg_feed_action a;
	struct xg_feed *f = xg_feed_new(&fake, &insts, &o, &sink);

	for (int i = 0; i < 2; i++) {
		const struct xg_instr *inst = learn(&insts, i ? "C-D" : "A-B");

		xg_feed_sub(f, inst, XG_CH_BOOK);
		xg_feed_sub(f, inst, XG_CH_TRADE);
	}
	xg_feed_start(f, 1, NULL);
	ok(xg_feed_next(f, &a) == 1 && a.kind == XG_FEED_DIAL, "it dials");
	xg_feed_opened(f, a.conn, 2);
	expect(f, "book:A-B book:C-D", "a message is about one channel");
	expect(f, "trade:A-B trade:C-D", "the next one about the next");
	ok(xg_feed_next(f, &a) == 0, "and no topic is asked for twice");
	xg_feed_free(f);
	xg_insts_release(&insts);
	return done();
}
