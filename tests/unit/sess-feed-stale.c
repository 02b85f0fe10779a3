/* R10: how long a venue may be silent about a symbol: as its table says, as the
 * topic says, or as the user says; and what that leads to. */
#include "toyvenue.h"

static struct toy t;
static struct xg_venue quick;

static int64_t start(const struct xg_feed_opts *o, int n, int channel)
{
	int64_t conn;

	t.v = &quick;
	toy_start(&t, n, channel, o, NULL);
	conn = toy_open(&t);
	toy_ack(&t);
	return conn;
}

/* Seconds without a word until the book of a symbol is told to be stale, 200 at
 * most. */
static int silence(const struct xg_feed_opts *o,
	int (*topics)(const struct xg_instr *, int, struct xg_topic *, int))
{
	int s = 0;

	quick = toy;
	quick.stale.book_us = 3 * S;
	quick.topics = topics;
	start(o, 1, XG_CH_BOOK);
	while (s < 200 && !toy_said(&t, "\"event\":\"stale\"")) {
		toy_run(&t, S);
		s++;
	}
	toy_free(&t);
	return s;
}

static int slow_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	int n = toy_topics(inst, channel, out, max);

	out->stale_us = 90 * S;
	return n;
}

static void limits(void)
{
	struct xg_feed_opts user = { .stale_us = 12 * S },
			    never = { .stale_us = -1 };

	is_int(silence(NULL, toy_topics), 3, "a venue's own limit holds");
	is_int(silence(NULL, slow_topics), 90, "a topic's own one before it");
	is_int(silence(&user, slow_topics), 12,
		"what the user says wins over both");
	is_int(silence(&never, toy_topics), 200, "never is never");
}

/* ---- what it leads to: trades, whose limit is given ---- */

static const struct xg_feed_opts three = { .stale_other_us = 3 * S };

static void trades(int64_t conn, const char *syms)
{
	char text[16];

	for (; *syms; syms++) {
		snprintf(text, sizeof text, "trade %c", *syms);
		toy_frame_in(&t, conn, text);
	}
}

/* How often a symbol was unsubscribed, and whether it was subscribed, by the
 * actions from *from on. */
static int left(int *from, const char *topic, bool *again)
{
	int n = 0;

	*again = false;
	for (; *from < t.acts; ++*from) {
		const struct toy_act *a = &t.act[*from];

		if (a->kind != XG_FEED_SEND || !strstr(a->text, topic))
			continue;
		n += strncmp(a->text, "unsub", 5) == 0;
		*again = *again || strncmp(a->text, "sub", 3) == 0;
	}
	return n;
}

static void turn(void)
{
	static const struct xg_link slow[] = { { .name = "main",
						       .host = "ws",
						       .max_topics = 4,
						       .topics_per_frame = 1,
						       .frame_gap_us = 10 * S },
		{ 0 } };
	int64_t conn;

	quick = toy;
	quick.links = slow;
	conn = start(&three, 2, XG_CH_TRADE);
	for (int i = 0; i < 8; i++) {
		toy_run(&t, S);
		trades(conn, "A");
	}
	ok(!toy_said(&t, "stale"),
		"what waits for its turn to be subscribed is not stale");
	for (int i = 0; i < 8; i++) {
		toy_run(&t, S);
		toy_ack(&t);
		trades(conn, "A");
	}
	ok(toy_said(&t, "\"event\":\"stale\""), "what was subscribed is");
	toy_free(&t);
}

/* B says nothing but an answer to being subscribed. */
static void quiet(void)
{
	int unsubs = 0, from = 0;
	int64_t conn;
	bool again;

	quick = toy;
	conn = start(&three, 2, XG_CH_TRADE);
	for (int i = 0; i < 300; i++) {
		toy_run(&t, S);
		unsubs += left(&from, "@B", &again);
		toy_ack(&t);
		trades(conn, again ? "AB" : "A");
	}
	ok(unsubs >= 3 && unsubs <= 8,
		"a symbol that is quiet but for its snapshots is asked ever "
		"more rarely: %d times in 300 s",
		unsubs);
	is_int(toy_count(&t, XG_FEED_CLOSE), 0, "and the connection stays");
	for (int i = 0; i < 10; i++) {
		toy_run(&t, S);
		toy_ack(&t);
		trades(conn, "AB");
	}
	left(&from, "@B", &again);
	for (int i = 0; i < 5; i++) {
		toy_run(&t, S);
		trades(conn, "A");
	}
	is_int(left(&from, "@B", &again), 1,
		"when it was lively again, its next silence is cured at once");
	toy_free(&t);
}

static int polled_topics(
	const struct xg_instr *inst, int channel, struct xg_topic *out, int max)
{
	int n = toy_topics(inst, XG_CH_TRADE, out, max);

	out->poll = channel == XG_CH_OI;
	return n;
}

static void polled(void)
{
	quick = toy;
	quick.topics = polled_topics;
	start(NULL, 1, XG_CH_OI);
	is_int(toy_count(&t, XG_FEED_REST), 1,
		"a channel may have a topic and be asked for by REST");
	toy_free(&t);
	quick = toy;
	quick.topics = polled_topics;
	start(NULL, 1, XG_CH_MARK);
	is_int(toy_count(&t, XG_FEED_REST), 0,
		"another one that has the topic is not asked for");
	toy_free(&t);
}

int main(void)
{
	limits();
	turn();
	quiet();
	polled();
	return done();
}
