/* Groups: all legs or none, and what happens when one fails (R6). */
#include "fakevenue.h"
#include "tap.h"

static void leg(struct rig *r, const char *id, int qty, const char *more)
{
	char line[256];

	snprintf(line, sizeof line,
		"{\"type\":\"order\",\"venue\":\"fake\",\"sym\":\"A-B\",\"id\":"
		"\"%s\",\"side\":\"buy\",\"kind\":\"limit\",\"px\":10,\"qty\":"
		"%d,\"tif\":\"ioc\",\"group\":\"g\",\"legs\":2%s}",
		id, qty, more);
	rig_give(r, line);
}

static void together(void)
{
	struct rig *r = rig_new();

	leg(r, "a", 4, "");
	is_int(r->calls, 0, "a leg waits for the others");
	leg(r, "b", 8, "");
	is_int(r->calls, 2, "then all are sent at once");
	is_int(r->unsynced_sends, 0, "R1: after all are on disk");
	rig_serve(r, 0);
	rig_serve(r, 1);
	fv_trade(r, 0, 4);
	fv_trade(r, 1, 8);
	rig_run(r, 300000);
	is_int(rig_said(r, "\"event\":\"group\""), 1, "one summary");
	ok(rig_said(r, "bought 4 of 4") && rig_said(r, "bought 8 of 8"),
		"that tells what each leg has");
	is_int(rig_said(r, "uneven"), 0, "nothing is uneven");
	ok(!xg_trade_is_busy(&r->t, NULL), "and it is over");
	leg(r, "c", 4, "");
	is_int(rig_said(r, "complete or refused"), 1,
		"a group does not come again");
	rig_run(r, INT64_C(601000000));
	ok(!r->t.groups && r->t.group_by_id.used == 0,
		"R11: what is long over is forgotten");
	rig_free(r);

	r = rig_new();
	leg(r, "a", 4, "");
	rig_run(r, 2000000);
	is_int(r->calls, 0, "a leg that stays alone is not sent");
	is_int(rig_said(r, "did not come"), 1, "but refused");
	rig_free(r);

	r = rig_new();
	leg(r, "a", 4, "");
	leg(r, "b", 0, "");
	is_int(r->calls, 0, "R6: one bad leg: none is sent");
	is_int(rig_said(r, "\"type\":\"reject\""), 2, "both are refused");
	rig_free(r);

	r = rig_new();
	leg(r, "a", 4, "");
	leg(r, "a", 4, "");
	is_int(r->calls, 0, "two legs of one id: none is sent");
	rig_free(r);

	r = rig_new();
	leg(r, "a", 4, "");
	r->fail_journal_at = 4;
	leg(r, "b", 4, "");
	is_int(r->calls, 0, "a journal that fails at any leg: none is sent");
	rig_free(r);
}

/* Leg a fills by `filled` of 4 and then ends, leg b is refused. */
static struct rig *half(enum xg_unwind how, long filled)
{
	struct rig *r = rig_new();

	r->t.conf.unwind = how;
	r->instant = true;
	leg(r, "a", 4, "");
	leg(r, "b", 8, "");
	rig_serve(r, 0);
	r->reject_next = XG_WHY_INSUFFICIENT_FUNDS;
	rig_serve(r, 1);
	if (filled)
		fv_trade(r, 0, filled);
	rig_run(r, 2000000);
	return r;
}

static void unwinding(void)
{
	struct rig *r = half(XG_UNWIND_MARKET, 3);

	is_int(rig_ord(r, "a")->state, XG_ORD_CANCELED,
		"R6: a leg fails: the others are cancelled");
	is_int(r->orders, 2, "and what has filled is undone");
	is_int(r->order[1].kind, XG_MARKET, "at the market,");
	is_int(r->order[1].qty, 3, "whole,");
	is_int(r->order[1].side, XG_SELL, "the other way");
	is_int(rig_said(r, "bought 0 of 4"), 1, "the summary tells the rest");
	is_int(rig_said(r, "were unwound"), 1, "and that it was unwound");
	is_int(rig_said(r, "group_uneven"), 0, "without an alert");
	rig_free(r);

	r = half(XG_UNWIND_LIMIT, 3);
	is_int(r->order[1].kind, XG_LIMIT, "unwind limit: a limit order,");
	is_int(r->order[1].tif, XG_IOC, "at once or not,");
	is_int(r->order[1].px, 9, "at most so far from the average price");
	fv_end(r, 1, XG_EXEC_EXPIRED);
	rig_run(r, 1000000);
	is_int(rig_said(r, "group_uneven"), 1,
		"R6: when it does not fill, an alert tells what is open");
	rig_free(r);

	r = half(XG_UNWIND_NONE, 3);
	is_int(r->orders, 1, "unwind none: nothing is sent");
	is_int(rig_said(r, "group_uneven"), 1, "R6: the rest is told");
	rig_free(r);

	r = half(XG_UNWIND_MARKET, 0);
	is_int(r->orders, 1, "nothing filled: nothing to undo");
	is_int(rig_said(r, "\"event\":\"group\""), 1, "one summary");
	is_int(rig_said(r, "uneven"), 0, "R6: and no alert");
	rig_free(r);

	r = rig_new();
	leg(r, "a", 4, "");
	leg(r, "b", 8, "");
	rig_serve(r, 0);
	rig_answer(r, 1, 0);
	fv_trade(r, 0, 4);
	rig_pushes(r);
	xg_trade_tick(&r->t, r->now);
	is_int(r->orders, 1,
		"R1 R6: a leg of unknown outcome is no failed leg: it is asked "
		"for first");
	fv_arrive(r, 1);
	fv_trade(r, 1, 8);
	rig_run(r, 3000000);
	is_int(rig_said(r, "bought 8 of 8"), 1, "and it was there");
	rig_free(r);
}

/* Killed at each line of the journal, the legs end even all the same. */
static void crashes(void)
{
	int cuts = 0, bad = 0;

	for (int at = 1; at < 40; at++, cuts++) {
		struct rig *r = rig_new();
		long net = 0;

		r->instant = true;
		r->die_at = at;
		leg(r, "a", 4, "");
		leg(r, "b", 8, "");
		if (r->calls)
			rig_serve(r, 0);
		r->reject_next = XG_WHY_INSUFFICIENT_FUNDS;
		if (r->calls > 1)
			rig_serve(r, 1);
		if (r->orders)
			fv_trade(r, 0, 3);
		rig_run(r, 2000000);
		if (!r->dead) {
			rig_free(r);
			break;
		}
		xg_buf_clear(&r->stream);
		r->reject_next = 0;
		rig_restart(r);
		rig_run(r, 60000000);
		for (int i = 0; i < r->orders; i++)
			net += (r->order[i].side == XG_BUY ? 1 : -1) *
			       r->order[i].cum;
		/* An unwinding order that the crash swallowed is not repeated,
		 * but told. */
		if ((net != 0 && !rig_said(r, "group_uneven")) ||
			xg_trade_is_busy(&r->t, NULL) || r->unsynced_sends) {
			printf("# killed at line %d: net %ld\n%s", at, net,
				r->journal.p);
			bad++;
		}
		rig_free(r);
	}
	is_int(bad, 0,
		"R6: killed at any of %d lines, the legs end even or an alert tells",
		cuts);
	ok(cuts > 10, "and these were many");
}

int main(void)
{
	together();
	unwinding();
	crashes();
	return done();
}
