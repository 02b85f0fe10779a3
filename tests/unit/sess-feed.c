/* The feed engine and its connections: paced, accounted for, kept alive, and
 * left alone for long enough. No sockets, no clock. */
#include "toyvenue.h"

static struct toy t;

static void paced(void)
{
	struct toy_act *a;
	int64_t at;

	toy_start(&t, 4, XG_CH_TRADE, NULL, NULL);
	ok(toy_said(&t, "\"type\":\"inst\"") && toy_said(&t, "\"sym\":\"D-X\""),
		"the instruments come first");
	toy_open(&t);
	is_int(toy_count(&t, XG_FEED_SEND), 1,
		"R31: one frame at once, the next has to wait");
	a = toy_next(&t, XG_FEED_SEND);
	is_text(a->text, strlen(a->text), "sub 1 trade@A trade@B",
		"R31: as many topics as a frame takes");
	at = a->at;
	toy_run(&t, S);
	is_int(toy_count(&t, XG_FEED_SEND), 1, "R31: the rest follows");
	a = toy_next(&t, XG_FEED_SEND);
	ok(a->at >= at + S / 4, "R31: after the venue's gap");
	toy_frame_in(&t, a->conn, "ack 1");
	ok(!toy_said(&t, "subscribed"),
		"R31: half confirmed is not subscribed");
	toy_frame_in(&t, a->conn, "ack 2");
	ok(toy_said(&t, "\"event\":\"subscribed\"") &&
			toy_said(&t, "4 of 4 topics"),
		"R31: subscribed is when every topic is confirmed");
	toy_free(&t);
}

static int64_t budget_wait;
static int budget_asked;

static int64_t fake_budget(void *ctx, int64_t now)
{
	(void)ctx, (void)now;
	budget_asked++;
	return budget_wait;
}

/* Other processes of the host subscribe, too. */
static void shared_budget(void)
{
	struct xg_feed_opts o = { .may_subscribe = fake_budget };

	budget_wait = 2 * S;
	budget_asked = 0;
	toy_start(&t, 2, XG_CH_TRADE, &o, NULL);
	toy_open(&t);
	is_int(toy_count(&t, XG_FEED_SEND), 0,
		"R31: no message subscribes when the host's budget is used up");
	ok(toy_said(&t, "\"event\":\"ratelimit\"") &&
			toy_said(&t, "budget of subscriptions"),
		"R31: and it is told");
	is_int(budget_asked, 1, "it is asked for once");
	budget_wait = 0;
	toy_run(&t, 2 * S + S / 4);
	is_int(toy_count(&t, XG_FEED_SEND), 1, "R31: later it goes");
	ok(budget_asked <= 3, "and was not asked for all the time");
	toy_free(&t);
}

static void unconfirmed(void)
{
	struct toy_act *a;
	int64_t conn;

	toy_start(&t, 2, XG_CH_TRADE, NULL, NULL);
	conn = toy_open(&t);
	toy_next(&t, XG_FEED_SEND);
	toy_run(&t, 4 * S);
	is_int(toy_count(&t, XG_FEED_SEND), 0, "an ack may take its time");
	toy_run(&t, 2 * S);
	a = toy_next(&t, XG_FEED_SEND);
	ok(a && strstr(a->text, "trade@A trade@B"),
		"R31: a missing ack is subscribed again");
	ok(toy_said(&t, "2 topics were not confirmed"), "R31: and told");
	toy_frame_in(&t, conn, "trade A");
	toy_run(&t, 9 * S);
	a = toy_next(&t, XG_FEED_CLOSE);
	ok(a && a->conn == conn,
		"R31: three times in vain, and the connection goes");
	toy_free(&t);
}

static void refused(void)
{
	int64_t conn;

	toy_start(&t, 2, XG_CH_TRADE, NULL, NULL);
	conn = toy_open(&t);
	toy_frame_in(&t, conn, "nack 1");
	ok(toy_said(&t, "the venue refused trade@A"), "a refusal is told");
	toy_next(&t, XG_FEED_SEND);
	toy_run(&t, 10 * S);
	is_int(toy_count(&t, XG_FEED_SEND), 0, "and not asked again");
	toy_free(&t);
}

/* Bybit: one bad topic fails the request. */
static void refused_whole(void)
{
	struct toy_act *a;
	int64_t conn;

	toy_start(&t, 2, XG_CH_TRADE, NULL, NULL);
	conn = toy_open(&t);
	toy_next(&t, XG_FEED_SEND);
	toy_frame_in(&t, conn, "nack 1 trade@A");
	ok(toy_said(&t, "the venue refused trade@A") &&
			!toy_said(&t, "the venue refused trade@B"),
		"a topic that failed its whole frame is refused alone");
	toy_run(&t, S);
	a = toy_next(&t, XG_FEED_SEND);
	ok(a && !strcmp(a->text, "sub 2 trade@B"),
		"the others of the frame are asked for again at once");
	toy_frame_in(&t, conn, "ack 2 trade@B");
	ok(toy_said(&t, "1 of 2 topics"), "and are confirmed");
	toy_free(&t);

	toy_start(&t, 2, XG_CH_TRADE, NULL, NULL);
	conn = toy_open(&t);
	toy_next(&t, XG_FEED_SEND);
	toy_frame_in(&t, conn, "nack 0 trade@A");
	ok(toy_said(&t, "the venue refused trade@A") &&
			!toy_said(&t, "the venue refused trade@B"),
		"so it is where the refusal does not tell the frame");
	toy_run(&t, S);
	a = toy_next(&t, XG_FEED_SEND);
	ok(a && !strcmp(a->text, "sub 2 trade@B"), "and goes on likewise");
	toy_free(&t);

	toy_start(&t, 2, XG_CH_TRADE, NULL, NULL);
	conn = toy_open(&t);
	toy_next(&t, XG_FEED_SEND);
	toy_frame_in(&t, conn, "nack 1 trade@Z");
	ok(toy_said(&t, "the venue refused trade@A") &&
			toy_said(&t, "the venue refused trade@B"),
		"where none of the frame is named, all of it is refused: it is "
		"not asked for again for ever");
	toy_free(&t);
}

static void connections(void)
{
	struct xg_error err = { 0 };

	is_int(toy_start(&t, 20, XG_CH_TRADE, NULL, &err), 0,
		"twenty topics of four a connection");
	is_int(toy_count(&t, XG_FEED_DIAL), 5, "need five connections");
	toy_free(&t);
	is_int(toy_start(&t, 21, XG_CH_TRADE, NULL, &err), XG_ERR_LIMIT,
		"more than five connections are refused");
	ok(strstr(err.text, "21 topics need 6 connections, 5 are allowed"),
		"in words");
	toy_free(&t);
}

/* The wait behind the next failure of a dial, or of an open connection. */
static int64_t wait_after(
	int fails, int64_t open_us, uint64_t seed, int64_t retry_us)
{
	struct xg_feed_opts o = { .seed = seed };
	struct toy_act *a;
	int64_t from;

	toy_start(&t, 1, XG_CH_TRADE, &o, NULL);
	for (int i = 0; i < fails; i++) {
		a = toy_next(&t, XG_FEED_DIAL);
		xg_feed_closed(t.f, a->conn, 1006, 0, 0, "no", t.now);
		toy_collect(&t);
		if (!toy_count(&t, XG_FEED_DIAL))
			toy_run(&t, 14 * S);
		while (!toy_count(&t, XG_FEED_DIAL))
			toy_run(&t, S);
	}
	if (open_us) {
		int64_t conn = toy_open(&t), end = t.now + open_us;

		toy_ack(&t);
		while (t.now < end) {
			toy_frame_in(&t, conn, "trade A");
			toy_run(&t, S);
			toy_ack(&t);
		}
		xg_feed_closed(t.f, conn, 1006, 0, retry_us, "cut", t.now);
		toy_collect(&t);
	} else {
		a = toy_next(&t, XG_FEED_DIAL);
		xg_feed_closed(t.f, a->conn, 1006, 429, retry_us, "no", t.now);
		toy_collect(&t);
	}
	from = t.now;
	while (!toy_count(&t, XG_FEED_DIAL) && t.now < from + 200 * S)
		toy_run(&t, S / 100);
	a = toy_next(&t, XG_FEED_DIAL);
	from = a ? a->at - from : -1;
	toy_free(&t);
	return from;
}

static void back_off(void)
{
	int64_t most[3] = { 0 }, least[3] = { 100 * S, 100 * S, 100 * S }, w;

	for (uint64_t seed = 1; seed <= 40; seed++) {
		for (int i = 0; i < 3; i++) {
			w = i == 0   ? wait_after(0, 0, seed, 0)
			    : i == 1 ? wait_after(5, 30 * S, seed, 0)
				     : wait_after(5, 65 * S, seed, 0);
			if (w > most[i])
				most[i] = w;
			if (w < least[i])
				least[i] = w;
		}
	}
	ok(most[0] <= S / 2 + S / 50 && least[0] >= 0 &&
			most[0] - least[0] > S / 5,
		"R31: the first wait is anything up to half a second");
	ok(most[1] > 5 * S && most[1] <= 17 * S,
		"R31: an open connection alone resets nothing");
	ok(most[2] <= S / 2 + S / 50, "R31: a stable minute does");
	w = wait_after(0, 0, 3, 33 * S);
	ok(w >= 33 * S && w < 40 * S, "R13: a venue's Retry-After is obeyed");
	w = wait_after(12, 0, 9, 0);
	ok(w >= 0 && w <= 61 * S, "R31: a wait is never over a minute");
}

static void mirrors(void)
{
	struct toy_act *a;

	toy_start(&t, 1, XG_CH_TRADE, NULL, NULL);
	a = toy_next(&t, XG_FEED_DIAL);
	is_text(a->text, strlen(a->text), "wss://one", "the first address");
	xg_feed_closed(t.f, a->conn, 1006, 0, 0, "no", t.now);
	toy_run(&t, 2 * S);
	a = toy_next(&t, XG_FEED_DIAL);
	is_text(a->text, strlen(a->text), "wss://two",
		"a failure leads to the next address");
	toy_run(&t, 20 * S);
	ok(toy_said(&t, "not open in time"), "a dial that hangs is given up");
	a = toy_next(&t, XG_FEED_DIAL);
	is_text(a->text, strlen(a->text), "wss://one", "and round again");
	toy_free(&t);
}

static void heartbeat(void)
{
	struct toy_act *a;
	int64_t conn;

	toy_start(&t, 1, XG_CH_TRADE, NULL, NULL);
	conn = toy_open(&t);
	toy_ack(&t);
	toy_run(&t, 19 * S);
	is_int(toy_count(&t, XG_FEED_SEND), 0, "no ping while it is young");
	toy_run(&t, 2 * S);
	a = toy_next(&t, XG_FEED_SEND);
	ok(a && strcmp(a->text, "ping") == 0, "silence is asked");
	toy_frame_in(&t, conn, "pong");
	toy_run(&t, 15 * S);
	is_int(toy_count(&t, XG_FEED_CLOSE), 0, "an answer is life");
	toy_run(&t, 5 * S);
	ok(toy_next(&t, XG_FEED_SEND) != NULL, "and asked again");
	toy_run(&t, 9 * S);
	a = toy_next(&t, XG_FEED_CLOSE);
	ok(a && a->conn == conn, "no answer is death");
	ok(toy_said(&t, "no answer to a ping"), "which is told");
	toy_run(&t, S);
	ok(toy_count(&t, XG_FEED_DIAL) == 1, "and dialled anew");
	toy_free(&t);
}

static void replaced(void)
{
	int64_t conn, next, day = 1000 * S + 86400 * S;
	struct toy_act *a;
	size_t before;

	toy_start(&t, 1, XG_CH_TRADE, NULL, NULL);
	conn = toy_open(&t);
	toy_ack(&t);
	while (!toy_count(&t, XG_FEED_DIAL) && t.now < day) {
		toy_run(&t, 10 * S);
		t.acts = toy_count(&t, XG_FEED_DIAL) ? t.acts : 0;
		toy_frame_in(&t, conn, "trade A");
	}
	ok(toy_count(&t, XG_FEED_DIAL) == 1 && t.now < day,
		"a successor is dialled before the venue cuts the connection");
	is_int(toy_count(&t, XG_FEED_CLOSE), 0, "the old one goes on");
	toy_frame_in(&t, conn, "trade A");
	next = toy_open(&t);
	ok(next > conn, "when the new one is open");
	is_int(toy_count(&t, XG_FEED_CLOSE), 0,
		"the old one goes on until it is subscribed");
	before = t.log.len;
	toy_frame_in(&t, conn, "what");
	toy_frame_in(&t, conn, "trade Q");
	ok(t.log.len > before, "what comes over it is read");
	toy_ack(&t);
	ok(toy_said(&t, "1 of 1 topics"), "the new one has all subscriptions");
	toy_run(&t, 2 * S);
	a = toy_next(&t, XG_FEED_CLOSE);
	ok(a && a->conn == conn, "then the old one goes");
	ok(toy_said(&t, "replaced: the venue cuts connections of this age"),
		"and it is told why");
	is_int(toy_count(&t, XG_FEED_CLOSE), 0, "the new one stays");
	toy_free(&t);
}

/* As many connections as there may be: nothing overlaps. */
static void no_room(void)
{
	struct xg_feed_opts o = { .max_conns = 1 };
	int64_t conn, day = 1000 * S + 86400 * S;
	struct toy_act *a = NULL;

	toy_start(&t, 1, XG_CH_TRADE, &o, NULL);
	conn = toy_open(&t);
	toy_ack(&t);
	while (!a && t.now < day) {
		toy_forget(&t);
		toy_run(&t, 10 * S);
		a = toy_next(&t, XG_FEED_CLOSE);
		if (!a)
			toy_frame_in(&t, conn, "trade A");
	}
	ok(a && a->conn == conn && t.now < day,
		"the only connection there may be goes first");
	is_int(toy_count(&t, XG_FEED_DIAL), 1, "and is dialled at once");
	toy_free(&t);
}

/* The successor breaks before it is subscribed, or the old one does. */
static void one_breaks(void)
{
	struct toy_act *a;
	int64_t conn, next;

	for (int old = 0; old < 2; old++) {
		toy_start(&t, 1, XG_CH_TRADE, NULL, NULL);
		conn = toy_open(&t);
		toy_ack(&t);
		while (!toy_count(&t, XG_FEED_DIAL)) {
			toy_run(&t, 10 * S);
			t.acts = toy_count(&t, XG_FEED_DIAL) ? t.acts : 0;
			toy_frame_in(&t, conn, "trade A");
		}
		next = toy_open(&t);
		toy_forget(&t);
		xg_feed_closed(
			t.f, old ? conn : next, 1006, 0, 0, "cut", t.now);
		toy_collect(&t);
		a = toy_next(&t, XG_FEED_CLOSE);
		ok(a && a->conn == conn, "the old one is over");
		toy_run(&t, 2 * S);
		is_int(toy_count(&t, XG_FEED_DIAL), !old,
			old ? "the new one goes on" : "and another is dialled");
		toy_free(&t);
	}
}

static void stopped(void)
{
	toy_start(&t, 1, XG_CH_TRADE, NULL, NULL);
	toy_open(&t);
	xg_feed_stop(t.f, t.now);
	toy_collect(&t);
	is_int(toy_count(&t, XG_FEED_CLOSE), 1, "stop closes what is open");
	toy_forget(&t);
	toy_run(&t, 100 * S);
	is_int(t.acts, 0, "and does nothing more");
	toy_free(&t);
}

int main(void)
{
	paced();
	shared_budget();
	unconfirmed();
	refused();
	refused_whole();
	connections();
	back_off();
	mirrors();
	heartbeat();
	replaced();
	no_room();
	one_breaks();
	stopped();
	return done();
}
