/* Subscriptions where the venue is sparing with words: messages about one
 * channel, refusals that name nothing; and connections with heartbeats. */
#include "sess/feed.h"
#include "tap.h"

#define S INT64_C(1000000)

static int fake_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	(void)max;
	*out = (struct xg_topic){ .channel = channel, .inst = inst };
	snprintf(out->text, sizeof out->text, "%s:%.*s",
		xg_channel_name(channel), XG_STR_ARG(inst->i.native));
	return 1;
}

static bool by_number; /* subscriptions are ended by the venue's number */

static int fake_subscribe(struct xg_buf *out, const struct xg_topic *const *t,
	int n, int64_t id, bool on)
{
	(void)id;
	if (!on && by_number) {
		if (t[0]->number)
			xg_buf_printf(out, "end %lld", (long long)t[0]->number);
		return 0;
	}
	xg_buf_text(out, on ? "sub" : "unsub");
	for (int i = 0; i < n; i++)
		xg_buf_printf(out, " %s", t[i]->text);
	return 0;
}

static int64_t number; /* that the next acknowledgement tells */

static int fake_frame(
	struct xg_decoder *d, const struct xg_rec *raw, struct xg_error *err)
{
	struct xg_str text = raw->u.rawf.text, word = xg_str_cut(&text, ' ');
	struct xg_want w = { .conn = raw->u.rawf.conn,
		.topic = text,
		.detail = XG_STR("no such product") };

	(void)err;
	if (xg_str_is_text(word, "ack"))
		w.kind = XG_WANT_ACK;
	else if (xg_str_is_text(word, "error"))
		w.kind = XG_WANT_NACK;
	else if (xg_str_is_text(word, "resub"))
		w.kind = XG_WANT_RESUB;
	else
		return 0;
	w.number = number;
	return xg_decoder_want(d, &w);
}

static const struct xg_host hosts[] = { { .name = "ws" }, { 0 } };
static const struct xg_limit limits[] = { { .name = "ip" }, { 0 } };
static const struct xg_link links[] = { { .name = "main",
						.host = "ws",
						.topics_per_frame = 10,
						.one_channel = true,
						.idle_us = 4 * S,
						.pong_us = 4 * S,
						.silence_us = 5 * S },
	{ 0 } };
static const struct xg_venue fake = {
	.name = "fake",
	.hosts = hosts,
	.limits = limits,
	.links = links,
	.channels = 1u << XG_CH_TRADE | 1u << XG_CH_BOOK,
	.topics = fake_topics,
	.subscribe = fake_subscribe,
	.frame = fake_frame,
};

static struct xg_insts insts;
static struct xg_feed *f;
static struct xg_buf said; /* details of statuses of the kind error */
static int64_t conn;

static int on_rec(void *ctx, const struct xg_rec *rec)
{
	(void)ctx;
	if (rec->type == XG_REC_STATUS &&
		(rec->u.status.event == XG_ST_ERROR ||
			rec->u.status.event == XG_ST_DISCONNECTED))
		xg_buf_printf(
			&said, "%.*s\n", XG_STR_ARG(rec->u.status.detail));
	return 0;
}

static void put(const char *native)
{
	struct xg_rec r;

	xg_rec_start(
		&r, XG_REC_INST, XG_STR("fake"), xg_str_from(native), 0, 0);
	XG_REC_SET(&r, inst.base, XG_STR("A"));
	XG_REC_SET(&r, inst.quote, XG_STR("B"));
	XG_REC_SET(&r, inst.kind, XG_SPOT);
	XG_REC_SET(&r, inst.native, xg_str_from(native));
	XG_REC_SET(&r, inst.market, XG_STR("spot"));
	xg_insts_put(&insts, &r);
}

/* All actions as lines: "sub ...", "ping", "dial", "close". */
static const char *actions(void)
{
	static struct xg_buf out;
	struct xg_feed_action a;

	xg_buf_clear(&out);
	while (xg_feed_next(f, &a)) {
		if (a.kind == XG_FEED_DIAL) {
			conn = a.conn;
			xg_buf_text(&out, "dial\n");
		} else if (a.kind == XG_FEED_SEND) {
			xg_buf_printf(&out, "%.*s\n", XG_STR_ARG(a.text));
		} else {
			xg_buf_text(&out, a.kind == XG_FEED_PING    ? "ping\n"
					  : a.kind == XG_FEED_CLOSE ? "close\n"
								    : "rest\n");
		}
	}
	xg_buf_char(&out, '\0');
	return out.p;
}

static void does(const char *want, const char *why)
{
	const char *got = actions();

	is_text(got, strlen(got), want, "%s", why);
}

static void tell(const char *text, int64_t now)
{
	xg_feed_frame(f, conn, xg_str_from(text), now);
}

static void start(void)
{
	static const char *const base[] = { "wss://x.example", NULL };
	static const struct xg_feed_host at[] = { { "ws", base }, { 0 } };
	struct xg_feed_opts o = { .hosts = at, .stale_us = -1 };
	struct xg_sink sink = { .rec = on_rec };

	put("A");
	put("B");
	f = xg_feed_new(&fake, &insts, &o, &sink);
	for (size_t i = 0; i < insts.n; i++) {
		xg_feed_sub(f, insts.list[i], XG_CH_TRADE);
		xg_feed_sub(f, insts.list[i], XG_CH_BOOK);
	}
	xg_feed_start(f, S, NULL);
	does("dial\n", "one connection");
	xg_feed_opened(f, conn, S);
}

static void refused(void)
{
	does("sub trade:A trade:B\nsub book:A book:B\n",
		"a message is about one channel where the venue wants it so");
	tell("error", 2 * S);
	does("sub trade:A\nsub trade:B\n",
		"a refusal that names nothing is of the oldest message; its "
		"topics are asked for one by one");
	tell("ack book:A", 2 * S);
	tell("ack book:B", 2 * S);
	tell("ack trade:A", 2 * S);
	tell("error", 3 * S);
	does("", "the one to blame is not asked for again");
	is_text(said.p, said.len,
		"the venue refused one of 2 topics (no such product), asking "
		"for each alone\n"
		"the venue refused trade:B: no such product\n",
		"and is named");
	tell("error", 3 * S);
	does("", "a refusal when nothing waits is of nothing");
}

static void silence(void)
{
	int64_t at = 4 * S;

	xg_buf_clear(&said);
	tell("heartbeat", at);
	xg_feed_timer(f, at + 4 * S);
	does("ping\n", "4 s of silence: a ping");
	xg_feed_pong(f, conn, at + 4 * S + 1);
	xg_feed_timer(f, at + 5 * S - 1);
	does("", "the pong is there");
	ok(xg_feed_deadline(f) <= at + 5 * S, "the engine wakes up in time");
	xg_feed_timer(f, at + 5 * S);
	does("close\n",
		"a connection that answers pings but has no heartbeat is dead");
	is_text(said.p, said.len, "no message, not even a heartbeat\n",
		"told in words");
}

/* The venue numbers its subscriptions, and wants to hear the number. */
static void numbered(void)
{
	by_number = true;
	number = 77;
	tell("resub book:A", 3 * S);
	does("sub book:A\n",
		"a subscription that the venue gave no number has no end");
	tell("resub book:A", 3 * S);
	does("sub book:A\n", "nor has one that was not confirmed");
	tell("ack book:A", 3 * S);
	tell("resub book:A", 3 * S);
	does("end 77\nsub book:A\n",
		"one that has a number is ended by it, and asked for anew");
	number = 78;
	tell("ack book:A", 3 * S);
	tell("resub book:A", 3 * S);
	does("end 78\nsub book:A\n", "the last number counts");
	number = 0;
	tell("ack book:A", 3 * S);
	by_number = false;
}

int main(void)
{
	start();
	refused();
	numbered();
	silence();
	xg_feed_free(f);
	xg_insts_release(&insts);
	xg_buf_release(&said);
	return done();
}
