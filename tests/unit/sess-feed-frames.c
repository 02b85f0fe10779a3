/* Links with headers and paths of their own, and subscriptions that carry the
 * time and may have to be alone in their message. */
#include "sess/feed.h"
#include "tap.h"

static int fake_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	(void)max;
	out->channel = channel;
	out->inst = inst;
	out->alone = channel == XG_CH_BOOK;
	snprintf(out->text, sizeof out->text, "%s:%.*s",
		xg_channel_name(channel), XG_STR_ARG(inst->sym));
	return 1;
}

static int fake_subscribe(struct xg_buf *out, const struct xg_topic *const *t,
	int n, int64_t id, bool on, int64_t now)
{
	(void)id, (void)on;
	xg_buf_printf(out, "%lld", (long long)now);
	for (int i = 0; i < n; i++)
		xg_buf_printf(out, " %s", t[i]->text);
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
						.path = "/live",
						.test_path = "/test",
						.headers = "X-Size: 1\n",
						.topics_per_frame = 10 },
	{ 0 } };
static const struct xg_venue fake = {
	.name = "fake",
	.hosts = hosts,
	.limits = limits,
	.links = links,
	.topics = fake_topics,
	.subscribe_at = fake_subscribe,
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

static void run(bool test)
{
	static const char *const base[] = { "wss://one", NULL };
	static const struct xg_feed_host at[] = { { "ws", base }, { 0 } };
	struct xg_feed_opts o = { .hosts = at, .test = test };
	struct xg_sink sink = { .rec = on_rec };
	struct xg_insts insts = { 0 };
	struct xg_feed_action a = { 0 };
	struct xg_feed *f = xg_feed_new(&fake, &insts, &o, &sink);

	xg_feed_sub(f, learn(&insts, "A-B"), XG_CH_TRADE);
	xg_feed_sub(f, learn(&insts, "A-B"), XG_CH_BOOK);
	xg_feed_sub(f, learn(&insts, "C-D"), XG_CH_BOOK);
	xg_feed_sub(f, learn(&insts, "C-D"), XG_CH_TRADE);
	xg_feed_start(f, 1, NULL);
	ok(xg_feed_next(f, &a) == 1 && a.kind == XG_FEED_DIAL, "it dials");
	is_text(a.text.p, a.text.n, test ? "wss://one/test" : "wss://one/live",
		"a link may have another path in the test environment");
	is_text(a.headers.p, a.headers.n, "X-Size: 1\n",
		"the headers of the link go into the upgrade request");
	xg_feed_opened(f, a.conn, 2);
	expect(f, "2 trade:A-B trade:C-D", "the frame carries the time");
	expect(f, "2 book:A-B", "a topic that must be alone is");
	expect(f, "2 book:C-D", "the next one, too");
	ok(xg_feed_next(f, &a) == 0, "and no topic is asked for twice");
	xg_feed_free(f);
	xg_insts_release(&insts);
}

int main(void)
{
	run(false);
	run(true);
	return done();
}
