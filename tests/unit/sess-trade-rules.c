/* The rules of order entry, one by one, against a venue in memory. */
#include "fakevenue.h"
#include "tap.h"

#define ORDER(id) \
	"{\"type\":\"order\",\"venue\":\"fake\",\"sym\":\"A-B\",\"id\":\"" id \
	"\",\"side\":\"buy\",\"kind\":\"limit\",\"px\":10,\"qty\":5}"
#define MARKET(id) \
	"{\"type\":\"order\",\"venue\":\"fake\",\"sym\":\"A-B\",\"id\":\"" id \
	"\",\"side\":\"buy\",\"kind\":\"market\",\"qty\":5}"
#define CANCEL(id) "{\"type\":\"cancel\",\"id\":\"" id "\"}"

static void unknown_outcomes(void)
{
	struct rig *r = rig_new();
	int n;

	rig_give(r, ORDER("a"));
	is_int(r->unsynced_sends, 0,
		"R1: the order is on disk before its first byte goes out");
	ok(strstr(r->journal.p, "\"event\":\"sent\"") != NULL,
		"R1: and so is the word that it goes out");
	fv_arrive(r, 0);
	rig_answer(r, 0, 0);
	is_int(rig_said(r, "\"event\":\"unknown\""), 1,
		"R1: no answer: the outcome is unknown");
	is_int(rig_said(r, "order_unknown"), 1, "R2: with an alert");
	is_int(rig_said(r, "rejected"), 0, "R2: never rejected");
	n = r->calls;
	xg_buf_clear(&r->stream); /* the push is lost, too */
	rig_run(r, 1000000);
	is_int(r->call[n].ask.op, XG_OP_QUERY,
		"R1: the venue is asked about it");
	ok(strcmp(r->call[n].wire, "a") == 0, "R2: by the client id");
	is_int(rig_said(r, "\"event\":\"new\""), 1, "and it is found");
	is_int(r->order[0].placed, 1, "R1: it was sent once");
	rig_free(r);

	r = rig_new();
	rig_give(r, ORDER("a"));
	rig_answer(r, 0, 500);
	rig_run(r, 10000000);
	is_int(rig_said(r, "\"event\":\"rejected\""), 0,
		"R2: \"no such order\" of a young order proves nothing");
	fv_arrive(r, 0); /* it was on its way */
	rig_run(r, 20000000);
	is_int(rig_ord(r, "a")->state, XG_ORD_NEW,
		"R2: and when it arrives late, it is found");
	rig_free(r);

	r = rig_new();
	rig_give(r, ORDER("a"));
	rig_answer(r, 0, 0);
	rig_run(r, 40000000);
	is_int(rig_ord(r, "a")->state, XG_ORD_REJECTED,
		"R2: not found after the receive window: it never arrived");
	ok(!xg_trade_is_busy(&r->t, NULL), "and nothing more is asked");
	rig_give(r, ORDER("a"));
	is_int(rig_said(r, "duplicate_id"), 1, "R21: its id is used up");
	rig_free(r);
}

static void cancels(void)
{
	struct rig *r = rig_new();

	rig_give(r, ORDER("a"));
	rig_serve(r, 0);
	fv_trade(r, 0, 5); /* it fills while the cancel is on its way */
	rig_give(r, CANCEL("a"));
	rig_serve(r, 1);
	is_int(rig_said(r, "cancel_rejected"), 1,
		"R3: a refused cancel is told");
	ok(!xg_ord_is_final(rig_ord(r, "a")),
		"R3: and is not the end of the order");
	xg_buf_clear(&r->stream); /* the pushes are lost */
	rig_run(r, 3000000);
	is_int(rig_ord(r, "a")->state, XG_ORD_FILLED,
		"R3: the venue is asked, and the fill is found");
	is_int(rig_said(r, "\"type\":\"fill\""), 1, "R3: and counted");
	rig_give(r, CANCEL("a"));
	is_int(rig_said(r, "cancel_rejected"), 2,
		"a cancel of what has ended is refused here");
	rig_free(r);

	r = rig_new();
	rig_give(r, ORDER("a"));
	rig_serve(r, 0);
	rig_pushes(r);
	rig_give(r, CANCEL("a"));
	rig_serve(r, 1);
	rig_pushes(r);
	is_int(rig_ord(r, "a")->state, XG_ORD_CANCELED, "a cancel ends it");
	rig_forget_out(r);
	r->order[0].event = XG_EXEC_NEW;
	fv_trade(r, 0, 2); /* a fill that comes behind the end */
	rig_pushes(r);
	is_int(rig_said(r, "\"type\":\"fill\""), 1,
		"R3: a fill after the end counts");
	is_int(rig_said(r, "late_fill"), 1, "R3: with an alert");
	is_int(fv_long(rig_ord(r, "a")->filled), 2, "R3: in the sum, too");
	rig_give(r, CANCEL("nothing"));
	is_int(rig_said(r, "not_found"), 1, "unknown ids are refused");
	rig_free(r);

	r = rig_new();
	rig_give(r, ORDER("a"));
	rig_give(r, ORDER("b"));
	rig_run(r, 200000);
	rig_give(r, ORDER("q"));
	rig_give(r, CANCEL("q"));
	is_int(r->call[r->calls - 1].ask.op, XG_OP_PLACE,
		"a cancel does not overtake its order");
	rig_run(r, 200000);
	is_int(rig_ord(r, "q")->state, XG_ORD_CANCELED,
		"but follows its answer");
	rig_give(r, "{\"type\":\"cancel\",\"all\":true}");
	rig_run(r, 200000);
	ok(rig_ord(r, "a")->state == XG_ORD_CANCELED &&
			rig_ord(r, "b")->state == XG_ORD_CANCELED,
		"cancel all cancels all");
	rig_give(r, ORDER("c"));
	rig_run(r, 200000);
	rig_give(r, CANCEL("c"));
	rig_answer(r, r->calls - 1, 0); /* the cancel was lost */
	rig_run(r, 500000);
	is_int(rig_ord(r, "c")->state, XG_ORD_NEW,
		"R3: a lost cancel leaves the truth to be asked for");
	rig_free(r);
}

static void any_order(void)
{
	struct rig *r = rig_new();

	rig_give(r, ORDER("a"));
	fv_arrive(r, 0);
	fv_trade(r, 0, 5);
	rig_pushes(r);
	is_int(rig_ord(r, "a")->state, XG_ORD_FILLED,
		"R21: the stream may be faster than the answer");
	rig_answer(r, 0, 200);
	is_int(rig_ord(r, "a")->state, XG_ORD_FILLED,
		"R21: and the answer moves nothing back");
	is_int(rig_said(r, "\"event\":\"filled\""), 1, "R21: told once");
	is_int(rig_said(r, "\"event\":\"new\""), 1, "R21: each state once");
	rig_free(r);

	r = rig_new();
	rig_give(r, ORDER("a"));
	rig_serve(r, 0);
	rig_pushes(r);
	fv_trade(r, 0, 2);
	rig_push(r, true, true);
	rig_push(r, true, true);
	rig_push(r, true, false);
	is_int(rig_said(r, "\"type\":\"fill\""), 1,
		"R22: a trade id counts once");
	is_int(fv_long(rig_ord(r, "a")->filled), 2, "R22: also in the sum");
	is_int(r->t.stats.dup_fills, 2, "R22: repetitions are counted");
	rig_pushes(r);
	fv_trade(r, 0, 3);
	rig_push(r, false, false); /* the last fill is lost */
	rig_pushes(r);
	is_int(rig_said(r, "\"event\":\"filled\""), 0,
		"R22: filled is not told while a fill is missing");
	ok(xg_trade_is_busy(&r->t, NULL), "R22: the run does not end then");
	rig_run(r, 2000000);
	is_int(rig_said(r, "\"event\":\"filled\""), 1,
		"R22: the missing fill is fetched, then it is filled");
	is_int(rig_said(r, "\"type\":\"fill\""), 2, "R22: two fills in all");
	is_int(fv_long(rig_ord(r, "a")->filled), 5,
		"R22: and the sum is right");
	rig_free(r);
}

static void refusals(void)
{
	struct rig *r = rig_new();

	rig_give(r, ORDER("a"));
	rig_give(r, ORDER("a"));
	is_int(rig_said(r, "duplicate_id"), 1,
		"R21: a second order with one id is refused");
	is_int(r->calls, 1, "R21: and not sent");
	rig_give(r, "{\"type\":\"order\",\"venue\":\"fake\",\"sym\":\"A-B\","
		    "\"id\":\"b\",\"side\":\"buy\",\"kind\":\"limit\","
		    "\"px\":10.5,\"qty\":5}");
	is_int(rig_said(r, "\"tick\""), 2, "a price off the tick is refused");
	rig_give(r, "{\"type\":\"order\",\"venue\":\"fake\",\"sym\":\"A-B\","
		    "\"id\":\"c\",\"side\":\"buy\",\"kind\":\"limit\","
		    "\"px\":10,\"qty\":0.5}");
	is_int(rig_said(r, "\"lot\""), 2, "so is a quantity off the lot");
	rig_give(r, "{\"type\":\"order\",\"venue\":\"fake\",\"sym\":\"X-Y\","
		    "\"id\":\"d\",\"side\":\"buy\",\"kind\":\"market\","
		    "\"qty\":1}");
	is_int(rig_said(r, "unknown_symbol"), 1, "an unknown symbol");
	rig_give(r, "{\"type\":\"order\",\"venue\":\"mars\",\"sym\":\"A-B\","
		    "\"id\":\"e\",\"side\":\"buy\",\"kind\":\"market\","
		    "\"qty\":1}");
	is_int(rig_said(r, "not set up here"), 1, "an unknown venue");
	r->halted = true;
	rig_give(r, ORDER("f"));
	is_int(rig_said(r, "\"halted\""), 1, "R5: nothing passes in a halt");
	is_int(r->calls, 1, "nothing of all that was sent");
	r->halted = false;
	r->reject_next = XG_WHY_INSUFFICIENT_FUNDS;
	rig_give(r, ORDER("g"));
	rig_serve(r, 1);
	is_int(rig_said(r, "insufficient_funds"), 1,
		"the venue's refusal is told with its reason");
	is_int(rig_ord(r, "g")->state, XG_ORD_REJECTED, "and ends the order");
	r->limit_next = 1;
	rig_give(r, ORDER("h"));
	rig_serve(r, 2);
	is_int(rig_said(r, "\"event\":\"ratelimit\""), 1,
		"R13: a rate limit is announced");
	rig_give(r, ORDER("i"));
	is_int(rig_said(r, "rate_limited"), 2,
		"R13: and what comes too early is refused, not queued");
	rig_free(r);
}

static void clocks(void)
{
	struct rig *r = rig_new();

	r->skew = 3000000;
	r->clock_next = 1;
	rig_give(r, ORDER("a"));
	rig_serve(r, 0);
	is_int(r->call[1].ask.op, XG_OP_TIME,
		"R16: a refused timestamp: the clock is measured");
	is_int(r->orders, 0, "R16: nothing was processed");
	rig_serve(r, 1);
	is_int(r->call[2].ask.op, XG_OP_PLACE, "R16: and the order goes again");
	is_int(xg_trade_venue_time(&r->t, 0, r->now) - r->now, 3000000,
		"R16: with the venue's time");
	ok(strcmp(r->call[2].wire, "a") == 0, "R16: under the same id");
	is_int(rig_said(r, "clock_offset"), 1, "R16: the offset is told");
	rig_serve(r, 2);
	is_int(rig_ord(r, "a")->state, XG_ORD_NEW, "R16: it is accepted");
	rig_free(r);

	r = rig_new();
	r->clock_next = 2;
	rig_give(r, ORDER("a"));
	rig_run(r, 500000);
	is_int(rig_ord(r, "a")->state, XG_ORD_REJECTED, "R16: once, not more");
	is_int(r->orders, 0, "R16: then it is refused");
	r->clock_next = 1;
	rig_give(r, ORDER("b"));
	rig_run(r, 300000);
	r->clock_next = 1;
	rig_give(r, CANCEL("b"));
	rig_run(r, 300000);
	is_int(rig_ord(r, "b")->state, XG_ORD_CANCELED,
		"R16: a cancel is signed anew as well");
	rig_free(r);
}

static void journal_fails(void)
{
	struct rig *r = rig_new();

	rig_give(r, ORDER("a"));
	rig_serve(r, 0);
	r->fail_journal_at = r->lines + 1;
	rig_give(r, ORDER("b"));
	is_int(r->calls, 1, "a journal that can't be written: nothing is sent");
	is_int(rig_said(r, "the journal can't be written"), 2,
		"and that is said, by a reject and one alert");
	r->fail_journal_at = 0;
	rig_give(r, ORDER("c"));
	is_int(r->calls, 1, "also not when it works again: lines are missing");
	fv_trade(r, 0, 2);
	rig_pushes(r);
	is_int(rig_said(r, "\"type\":\"fill\""), 1, "news are still told");
	rig_give(r, CANCEL("a"));
	is_int(r->call[1].ask.op, XG_OP_CANCEL, "and cancels still go out");
	rig_free(r);
}

static void dead_man(void)
{
	struct rig *r = rig_new();
	int n = 0;

	r->t.conf.deadman_us = 30000000;
	rig_run(r, 1000000);
	is_int(r->calls, 0, "no order: the dead-man switch is off");
	rig_give(r, ORDER("a"));
	rig_run(r, 1000000);
	for (int i = 0; i < r->calls; i++)
		n += r->call[i].ask.op == XG_OP_DEADMAN;
	is_int(n, 1, "an open order: it is armed");
	rig_run(r, 35000000);
	for (int i = n = 0; i < r->calls; i++)
		n += r->call[i].ask.op == XG_OP_DEADMAN;
	ok(n >= 4 && n <= 5, "and armed again well before it ends");
	rig_give(r, CANCEL("a"));
	rig_run(r, 1000000);
	is_int(r->call[r->calls - 1].ask.op, XG_OP_DEADMAN,
		"nothing is open any more: the venue is told");
	is_int(r->call[r->calls - 1].ask.timeout_us, 0, "it is switched off");
	rig_free(r);
}

static void stopping(void)
{
	struct rig *r = rig_new();
	int open;

	rig_give(r, ORDER("a"));
	rig_give(r, ORDER("b"));
	rig_run(r, 200000);
	xg_trade_stop(&r->t, true, r->now);
	rig_give(r, ORDER("c"));
	is_int(rig_said(r, "stopping"), 1, "R5: new orders are refused");
	ok(xg_trade_is_busy(&r->t, &open) && open == 2,
		"R5: it is not over while orders are open");
	rig_run(r, 200000);
	ok(!xg_trade_is_busy(&r->t, &open), "R5: all are cancelled,");
	is_int(open, 0, "R5: and that is known");
	rig_free(r);

	r = rig_new();
	rig_give(r, ORDER("a"));
	rig_run(r, 200000);
	r->halted = true;
	rig_run(r, 400000);
	is_int(rig_ord(r, "a")->state, XG_ORD_CANCELED,
		"R5: a halt cancels what is open");
	rig_free(r);
}

static void amends(void)
{
	struct rig *r = rig_new();

	rig_give(r, ORDER("a"));
	rig_run(r, 200000);
	rig_give(r, "{\"type\":\"amend\",\"id\":\"a\",\"px\":11}");
	rig_run(r, 200000);
	is_int(rig_said(r, "\"event\":\"amended\""), 1, "an amend is told");
	is_int(r->order[0].px, 11, "and done");
	rig_give(r, "{\"type\":\"amend\",\"id\":\"a\",\"px\":12}");
	fv_arrive(r, r->calls - 1);
	rig_answer(r, r->calls - 1, 0);
	r->now += 1000;
	rig_run(r, 500000);
	is_int(fv_long(rig_ord(r, "a")->rec->u.order.px), 12,
		"R1: an amend of unknown outcome: the venue's terms count");
	is_int(rig_restart(r), 0, "the journal is read back");
	is_int(fv_long(rig_ord(r, "a")->rec->u.order.px), 11,
		"with what was known of the amend,");
	rig_run(r, 500000);
	is_int(fv_long(rig_ord(r, "a")->rec->u.order.px), 12,
		"and the venue is asked for the rest");
	rig_free(r);
}

/* A run with another key than the order was sent with. */
static void accounts(void)
{
	struct rig *r = rig_new();

	r->account = "aaaaaaaa@eu";
	rig_restart(r);
	rig_give(r, ORDER("a"));
	rig_serve(r, 0);
	rig_pushes(r);
	rig_give(r, ORDER("b"));
	rig_answer(r, 1, 0);
	ok(strstr(r->journal.p, "\"account\":\"aaaaaaaa@eu\"") != NULL,
		"the journal says to which account an order went");
	is_int(rig_said(r, "aaaaaaaa"), 0, "the records do not");

	r->account = "bbbbbbbb";
	rig_forget_out(r);
	r->calls = 0;
	rig_restart(r);
	is_int(rig_said(r, "other_account"), 1,
		"R4: orders of another account are told, once");
	is_int(rig_said(r, "2 orders without an end"), 1, "and counted");
	rig_run(r, 60000000);
	is_int(r->calls, 0, "R4: nobody else is asked about them,");
	ok(!xg_ord_is_final(rig_ord(r, "b")),
		"R2: so they are not taken for orders that never arrived");
	ok(!xg_trade_is_busy(&r->t, NULL),
		"and the run does not wait for them");
	fv_trade(r, 0, 5);
	rig_pushes(r);
	is_int(rig_said(r, "\"type\":\"fill\""), 0,
		"R21: an order of this account that has the same id is another");
	rig_give(r, CANCEL("a"));
	is_int(rig_said(r, "went to another account of fake (key aaaaaaaa@eu)"),
		1, "a cancel says which key it wants");
	rig_give(r, "{\"type\":\"amend\",\"id\":\"a\",\"px\":11}");
	is_int(rig_said(r, "went to another account of fake (key aaaaaaaa@eu)"),
		2, "an amend, too");
	rig_give(r, "{\"type\":\"cancel\",\"all\":true}");
	is_int(r->calls, 0, "R26: nothing of them reaches the other account");

	r->same_account = true;
	rig_restart(r);
	rig_run(r, 60000000);
	ok(xg_ord_is_final(rig_ord(r, "a")) && xg_ord_is_final(rig_ord(r, "b")),
		"a key that replaces another is asked about its orders");
	r->same_account = false;
	rig_forget_out(r);
	rig_restart(r);
	is_int(rig_said(r, "other_account"), 0, "and has them from then on");
	rig_free(r);
}

static void long_ago(void)
{
	struct rig *r = rig_new();
	const struct fv_call *last;

	rig_give(r, ORDER("a"));
	rig_run(r, 200000);
	fv_trade(r, 0, 5);
	xg_buf_clear(&r->stream); /* nobody hears of it */
	r->now += INT64_C(3) * 86400 * 1000000;
	rig_forget_out(r);
	rig_restart(r);
	rig_run(r, 5000000);
	is_int(rig_said(r, "\"type\":\"fill\""), 1,
		"R22: fills of days ago are found after a restart");
	is_int(rig_ord(r, "a")->state, XG_ORD_FILLED, "and end the order");
	for (last = &r->call[r->calls - 1]; last->ask.op != XG_OP_FILLS; last--)
		;
	ok(last->ask.old, "R22: they are asked for where they still are");
	rig_free(r);
}

static void links(void)
{
	struct rig *r = rig_new();

	rig_give(r, ORDER("a"));
	rig_run(r, 200000);
	xg_trade_link(&r->t, 0, false, r->now);
	fv_trade(r, 0, 2);
	xg_buf_clear(&r->stream);
	xg_trade_link(&r->t, 0, true, r->now);
	rig_run(r, 2000000);
	is_int(rig_said(r, "\"type\":\"fill\""), 1,
		"what happened while the stream was down is asked for");
	is_int(fv_long(rig_ord(r, "a")->filled), 2, "and counted");
	rig_free(r);
}

int main(void)
{
	unknown_outcomes();
	cancels();
	any_order();
	refusals();
	clocks();
	journal_fails();
	dead_man();
	stopping();
	amends();
	accounts();
	long_ago();
	links();
	return done();
}
