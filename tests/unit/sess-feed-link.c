/* What kinds of connections ask of the engine: a token before each dial, a
 * greeting before anything is sent, a first text, pings by the clock. */
#include "sess/feed.h"
#include "tap.h"

#define S INT64_C(1000000)

static int fake_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	(void)max;
	out->link = 0;
	out->channel = channel;
	out->inst = inst;
	snprintf(out->text, sizeof out->text, "t:%.*s",
		XG_STR_ARG(inst->i.native));
	return 1;
}

static int fake_subscribe(struct xg_buf *out, const struct xg_topic *const *t,
	int n, int64_t id, bool on)
{
	(void)id;
	return xg_buf_printf(
		out, "%s %s/%d", on ? "sub" : "unsub", t[0]->text, n);
}

static int fake_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	struct xg_want w = { .conn = raw->u.rawf.conn };

	(void)err;
	if (xg_str_is(raw->u.rawf.text, XG_STR("welcome")))
		w.kind = XG_WANT_READY;
	else if (xg_str_is(raw->u.rawf.text, XG_STR("lost")))
		w.kind = XG_WANT_DROP;
	else if (xg_str_is(raw->u.rawf.text, XG_STR("ack")))
		w.kind = XG_WANT_ACK;
	else
		return 0;
	return xg_decoder_want(d, &w);
}

static int fake_request(
	struct xg_req *out, const struct xg_ask *ask, struct xg_error *err)
{
	(void)err;
	out->method = "POST";
	out->host = "rest";
	xg_buf_text(&out->path, "/bullet/");
	xg_buf_str(&out->path, ask->market);
	xg_buf_text(&out->body, "{}");
	return 0;
}

static void fake_answer(struct xg_answer *out, const struct xg_ask *ask,
	int http, struct xg_str headers, struct xg_str body, int64_t rx,
	const struct xg_insts *insts, const struct xg_sink *sink)
{
	(void)ask, (void)http, (void)headers, (void)rx, (void)insts, (void)sink;
	xg_str_copy(out->token, sizeof out->token, body);
	if (body.n)
		snprintf(out->url, sizeof out->url, "wss://push.example");
}

static int fake_path(
	struct xg_buf *out, const struct xg_link *link, struct xg_str token)
{
	(void)link;
	return xg_buf_printf(out, "/?token=%.*s", XG_STR_ARG(token));
}

static int fake_ping(
	struct xg_buf *out, const struct xg_link *link, int64_t now)
{
	(void)link;
	return xg_buf_printf(out, "ping %lld", (long long)(now / S));
}

static const struct xg_host hosts[] = { { .name = "ws" }, { .name = "rest" },
	{ 0 } };
static const struct xg_limit limits[] = {
	{ .name = "ip", .window_us = S, .max = 100 }, { 0 }
};
static const struct xg_link links[] = { { .name = "main",
						.host = "ws",
						.topics_per_frame = 10,
						.ping_us = 18 * S,
						.hello = "hello",
						.greets = true,
						.token = true },
	{ 0 } };
static const struct xg_venue fake = {
	.name = "fake",
	.hosts = hosts,
	.limits = limits,
	.links = links,
	.channels = 1u << XG_CH_TRADE,
	.topics = fake_topics,
	.subscribe = fake_subscribe,
	.frame = fake_frame,
	.request = fake_request,
	.answer = fake_answer,
	.private_path = fake_path,
	.ping = fake_ping,
};

static struct xg_insts insts;
static struct xg_feed *f;
static char shown[256]; /* the URL of the last status `connecting` */

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	if (rec->type == XG_REC_STATUS &&
		rec->u.status.event == XG_ST_CONNECTING)
		xg_str_copy(shown, sizeof shown, rec->u.status.detail);
	return 0;
}

/* The next action is of this kind and text. */
static struct xg_feed_action expect(int kind, const char *text, const char *why)
{
	struct xg_feed_action a = { 0 };
	int n = xg_feed_next(f, &a);

	ok(n == 1 && (int)a.kind == kind, "%s", why);
	if (n == 1 && text)
		is_text(a.text.p, a.text.n, text, "%s: its text", why);
	return a;
}

static void nothing(const char *why)
{
	struct xg_feed_action a;

	is_int(xg_feed_next(f, &a), 0, "%s", why);
}

static void start(void)
{
	static const char *const ws[] = { "wss://ws.example", NULL };
	static const char *const rest[] = { "https://rest.example", NULL };
	static const struct xg_feed_host at[] = { { "ws", ws },
		{ "rest", rest }, { 0 } };
	struct xg_feed_opts opts = { .hosts = at, .seed = 7 };
	struct xg_sink sink = { .rec = on_rec };
	struct xg_rec inst;

	xg_rec_start(&inst, XG_REC_INST, XG_STR("fake"), XG_STR("A-B"), 0, 0);
	XG_REC_SET(&inst, inst.kind, XG_SPOT);
	XG_REC_SET(&inst, inst.native, XG_STR("AB"));
	XG_REC_SET(&inst, inst.market, XG_STR("spot"));
	xg_insts_put(&insts, &inst);
	f = xg_feed_new(&fake, &insts, &opts, &sink);
	xg_feed_sub(f, xg_insts_sym(&insts, XG_STR("fake"), XG_STR("A-B")),
		XG_CH_TRADE);
	xg_feed_start(f, 100 * S, NULL);
}

static int64_t dial_with_token(int64_t now, const char *token)
{
	struct xg_feed_action a =
		expect(XG_FEED_REST, "https://rest.example/bullet/main",
			"a token is asked for before the dial");
	char url[100];

	is_text(a.body.p, a.body.n, "{}", "with its body");
	ok(strcmp(a.method, "POST") == 0, "and its method");
	nothing("and nothing is dialled yet");
	xg_feed_answer(f, a.id, 200, (struct xg_str){ 0 }, xg_str_from(token),
		"", now);
	snprintf(url, sizeof url, "wss://push.example/?token=%s", token);
	a = expect(XG_FEED_DIAL, url, "then the address that came is dialled");
	return a.conn;
}

int main(void)
{
	int64_t conn, now = 100 * S;

	start();
	conn = dial_with_token(now, "one");
	ok(strcmp(shown, "wss://push.example/") == 0,
		"R25: the token is not shown");
	xg_feed_opened(f, conn, now += S);
	nothing("nothing is sent before the venue has greeted");
	xg_feed_frame(f, conn, XG_STR("welcome"), now += S);
	expect(XG_FEED_SEND, "hello", "the link's first text goes first");
	expect(XG_FEED_SEND, "sub t:AB/1", "then the subscriptions");
	xg_feed_frame(f, conn, XG_STR("ack"), now);
	for (int i = 0; i < 17; i++)
		xg_feed_frame(f, conn, XG_STR("data"), now += S);
	xg_feed_timer(f, now);
	expect(XG_FEED_SEND, "ping 119",
		"a ping by the clock, although data comes");
	xg_feed_frame(f, conn, XG_STR("lost"), now += S);
	expect(XG_FEED_CLOSE, NULL, "lost data ends the connection");
	while (now < 130 * S && xg_feed_deadline(f) <= 130 * S) {
		now = xg_feed_deadline(f) > now ? xg_feed_deadline(f) : now;
		xg_feed_timer(f, now);
		if (now >= 125 * S)
			break;
	}
	conn = dial_with_token(now, "two");
	xg_feed_opened(f, conn, now);
	xg_feed_timer(f, now += 15 * S);
	expect(XG_FEED_CLOSE, NULL, "a venue that does not greet is left");
	xg_feed_free(f);
	xg_insts_release(&insts);
	return done();
}
