/* Random interleavings of the order engine and a venue that loses, repeats,
 * delays and reorders everything, with a crash at each line of the journal. In
 * the end the engine must know what the venue knows. */
#include "base/rng.h"
#include "fakevenue.h"
#include "tap.h"

#define ON_THE_WAY INT64_C(5000000) /* a lost request may still arrive */

static int pick(struct xg_rng *g, int n)
{
	return n > 0 ? (int)xg_rng_below(g, (uint64_t)n) : 0;
}

static void new_order(struct rig *r, struct xg_rng *g, int *id)
{
	static const char *const kinds[] = {
		"\"kind\":\"limit\",\"px\":100",
		"\"kind\":\"limit\",\"px\":101,\"tif\":\"gtx\"",
		"\"kind\":\"market\"",
	};
	char line[256];

	snprintf(line, sizeof line,
		"{\"type\":\"order\",\"venue\":\"fake\",\"sym\":\"A-B\",\"id\":"
		"\"m%d\",\"side\":\"buy\",%s,\"qty\":%d}",
		(*id)++, kinds[pick(g, 3)], 1 + pick(g, 9));
	rig_give(r, line);
}

static void change(struct rig *r, struct xg_rng *g, int ids)
{
	char line[128];

	if (pick(g, 3))
		snprintf(line, sizeof line,
			"{\"type\":\"cancel\",\"id\":\"m%d\"}", pick(g, ids));
	else
		snprintf(line, sizeof line,
			"{\"type\":\"amend\",\"id\":\"m%d\",\"px\":%d}",
			pick(g, ids), 90 + pick(g, 9));
	rig_give(r, line);
}

static void wire(struct rig *r, struct xg_rng *g)
{
	int i = pick(g, r->calls), how = pick(g, 10);

	if (!r->calls)
		return;
	if (!r->call[i].arrived) {
		if (how < 7)
			fv_arrive(r, i);
		else if (how == 9)
			rig_answer(r, i, 0); /* a timeout; it may arrive */
	} else if (how < 8) {
		rig_answer(r, i, 200);
	} else {
		rig_answer(r, i, how == 8 ? 0 : 500);
	}
}

static void push(struct rig *r, struct xg_rng *g, bool *lost)
{
	struct xg_str all = xg_buf_view(&r->stream), line;
	struct xg_buf copy = { 0 };

	if (!all.n)
		return;
	switch (pick(g, 8)) {
	case 0: /* the connection broke */
		rig_push(r, false, false);
		xg_trade_link(&r->t, 0, false, r->now);
		*lost = true;
		break;
	case 1:
		rig_push(r, true, true);
		break;
	case 2: /* another one first */
		line = xg_str_cut(&all, '\n');
		xg_buf_str(&copy, line);
		xg_buf_char(&copy, '\n');
		xg_buf_shift(&r->stream, line.n + 1);
		xg_buf_str(&r->stream, xg_buf_view(&copy));
		xg_buf_release(&copy);
		break;
	default:
		rig_push(r, true, false);
	}
}

/* Requests that got lost on the client's side still arrive for a while. */
static void stragglers(struct rig *r, struct xg_rng *g, int64_t crash)
{
	for (int i = 0; i < r->calls; i++) {
		if (r->call[i].gone && !r->call[i].arrived && pick(g, 2) &&
			r->now - crash < ON_THE_WAY)
			fv_arrive(r, i);
		else if (r->call[i].gone)
			r->call[i].arrived = true;
	}
}

static void settle(struct rig *r, struct xg_rng *g)
{
	stragglers(r, g, r->now);
	xg_trade_link(&r->t, 0, true, r->now);
	for (int i = 0; i < 4; i++) {
		int n = 0;

		rig_run(r, 15000000);
		for (int j = 0; i < 2 && j < r->orders; j++) {
			if (r->order[j].kind == XG_MARKET)
				fv_trade(r, j, r->order[j].qty);
		}
		for (int j = 0; j < r->calls; j++)
			if (!r->call[j].gone || !r->call[j].arrived)
				r->call[n++] = r->call[j];
		r->calls = n;
	}
}

/* ---- what must hold ---- */

static int times(const struct xg_buf *b, const char *text)
{
	int n = 0;

	for (const char *p = b->p; p && (p = strstr(p, text)); p++)
		n++;
	return n;
}

static bool same_state(const struct fv_order *o, const struct xg_ord *mine)
{
	if (!mine || fv_long(mine->filled) != o->cum || o->placed != 1)
		return false;
	if (fv_is_open(o))
		return mine->state == XG_ORD_NEW ||
		       mine->state == XG_ORD_PARTIAL;
	return xg_ord_event_of(mine->state) == o->event;
}

static bool states_agree(struct rig *r)
{
	bool good = true;

	for (int i = 0; i < r->orders; i++) {
		const struct fv_order *o = &r->order[i];
		struct xg_ord *mine = rig_ord(r, o->wire);

		if (same_state(o, mine))
			continue;
		good = false;
		printf("# %s: venue %d cum %ld placed %d; ours %d filled %ld\n",
			o->wire, o->event, o->cum, o->placed,
			mine ? (int)mine->state : -1,
			mine ? fv_long(mine->filled) : -1);
	}
	for (size_t i = 0; i < r->t.orders.n; i++) {
		struct xg_ord *mine = r->t.orders.list[i];

		if (fv_find(r, mine->wire_id, "") ||
			mine->state == XG_ORD_REJECTED)
			continue;
		good = false;
		printf("# %s: state %d, but the venue has it not\n",
			mine->wire_id, (int)mine->state);
	}
	return good;
}

static bool fills_agree(struct rig *r)
{
	char text[64];

	for (int i = 0; i < r->fills; i++) {
		snprintf(text, sizeof text, "\"trade_id\":\"%d\"",
			r->fill[i].tid);
		if (times(&r->journal, text) != 1) {
			printf("# fill %d is %d times in the journal\n",
				r->fill[i].tid, times(&r->journal, text));
			return false;
		}
	}
	return times(&r->journal, "\"type\":\"fill\"") == r->fills;
}

/* Each order's events in the journal go forward only. */
static bool goes_forward(struct rig *r)
{
	struct xg_rec_reader reader = { 0 };
	struct xg_str all = xg_buf_view(&r->journal);
	int last[FV_ORDERS] = { 0 };
	bool good = true;

	while (all.n && good) {
		struct xg_str line = xg_str_cut(&all, '\n');
		struct xg_rec rec;
		int id, rank = 0;

		if (xg_rec_read(&reader, line, XG_REC_BIT(XG_REC_EXEC), &rec,
			    NULL) < 0 ||
			rec.type != XG_REC_EXEC ||
			sscanf(rec.u.exec.id.p, "m%d", &id) != 1)
			continue;
		switch (rec.u.exec.event) {
		case XG_EXEC_SENT:
			rank = 1;
			break;
		case XG_EXEC_UNKNOWN:
			rank = 2;
			break;
		case XG_EXEC_NEW:
			rank = 3;
			break;
		case XG_EXEC_PARTIAL:
			rank = 4;
			break;
		case XG_EXEC_AMENDED:
		case XG_EXEC_CANCEL_REJECTED:
			continue;
		default:
			rank = 5;
		}
		good = rank > last[id];
		if (!good)
			printf("# backward: %.*s\n", XG_STR_ARG(line));
		last[id] = rank;
	}
	xg_rec_reader_release(&reader);
	return good;
}

static bool holds(struct rig *r)
{
	bool good = states_agree(r);

	good = fills_agree(r) && good;
	good = goes_forward(r) && good;
	if (xg_trade_is_busy(&r->t, NULL)) {
		printf("# still busy\n");
		good = false;
	}
	return good && r->unsynced_sends == 0;
}

static bool crash(struct rig *r, struct xg_rng *g)
{
	int64_t at = r->now;

	for (int i = 0; i < r->calls; i++)
		r->call[i].gone = true;
	xg_buf_clear(&r->stream);
	if (rig_restart(r) < 0)
		return false;
	stragglers(r, g, at);
	return true;
}

/* One run; die_at: the line of the journal at which the process is killed.
 * Returns the number of lines, or -1 when a rule was broken. */
static int one_run(uint64_t seed, int die_at)
{
	struct xg_rng g = { seed };
	struct rig *r = rig_new();
	bool lost = false;
	int ids = 0, lines;

	r->die_at = die_at;
	r->instant = seed % 2;
	for (int step = 0; step < 120 && !r->dead; step++) {
		switch (pick(&g, 8)) {
		case 0:
			new_order(r, &g, &ids);
			break;
		case 1:
			change(r, &g, ids + 1);
			break;
		case 2:
			if (r->orders)
				fv_trade(r, pick(&g, r->orders),
					1 + pick(&g, 4));
			break;
		case 3:
			push(r, &g, &lost);
			break;
		case 4:
			r->now += pick(&g, 400000);
			xg_trade_tick(&r->t, r->now);
			break;
		case 5:
			if (!pick(&g, 6) && r->orders)
				fv_end(r, pick(&g, r->orders),
					XG_EXEC_CANCELED);
			break;
		default:
			wire(r, &g);
		}
		if (lost && !pick(&g, 4)) {
			lost = false;
			xg_trade_link(&r->t, 0, true, r->now);
		}
	}
	if (!r->dead)
		settle(r, &g);
	if (r->dead) {
		if (!crash(r, &g)) {
			rig_free(r);
			return -1;
		}
		settle(r, &g);
	}
	lines = holds(r) ? r->lines : -1;
	rig_free(r);
	return lines;
}

int main(void)
{
	int bad = 0, cuts = 0, bad_cuts = 0;

	for (uint64_t seed = 1; seed <= 400; seed++) {
		if (one_run(seed, 0) < 0) {
			printf("# seed %d\n", (int)seed);
			bad++;
		}
	}
	is_int(bad, 0,
		"R1 R3 R21 R22: 400 random runs end with the venue's truth");
	for (uint64_t seed = 1; seed <= 30; seed++) {
		int lines = one_run(seed, 0);

		for (int at = 1; at <= lines && at <= 60; at++, cuts++) {
			if (one_run(seed, at) < 0) {
				printf("# seed %d killed at line %d\n",
					(int)seed, at);
				bad_cuts++;
			}
		}
	}
	is_int(bad_cuts, 0,
		"R1 R5: so do %d runs that were killed, each at another line of "
		"the journal",
		cuts);
	ok(cuts > 500, "and these were many");
	return done();
}
