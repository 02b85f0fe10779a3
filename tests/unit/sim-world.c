/* Records that a simulated world plays: a trade takes from the book, one that is
 * none with the book does not. */
#include "sim/world.h"
#include "tap.h"

static struct xg_sim_world world;

static void w_send(struct xg_sim_conn *c, struct xg_str text,
	enum xg_fault_on on, const char *sym)
{
	(void)c, (void)text, (void)on, (void)sym;
}

static void w_emit(void *ctx, const struct xg_sim_event *ev)
{
	struct xg_sim_front *f = ctx;

	f->dialect->event(f, ev);
}

static void record(const char *line)
{
	struct xg_error err = { 0 };
	int64_t at;

	is_int(xg_sim_world_record(
		       &world, xg_str_from(line), false, 1000000, &at, &err),
		1, "%.24s... is played", line);
}

int main(void)
{
	struct xg_faults faults = { .n = 0 };
	struct xg_sim_front *f;
	struct xg_sim_mkt *m;
	struct xg_level best;
	int64_t last;

	if (xg_sim_world_venue(&world, XG_STR("okx")) < 0)
		abort();
	f = &world.front[0];
	f->state = calloc(1, f->dialect->state_size + 1);
	f->faults = &faults;
	f->send = w_send;
	f->venue.emit = w_emit;
	f->venue.ctx = f;
	if (f->dialect->open && f->dialect->open(f) < 0)
		abort();
	record("{\"type\":\"book\",\"venue\":\"okx\",\"sym\":\"NEW-USDT\","
	       "\"seq\":1,\"snap\":true,\"bids\":[[5,1]],\"asks\":[[6,3]]}");
	m = xg_sim_find_sym(&f->venue, XG_STR("NEW-USDT"));
	last = m->last_trade;
	record("{\"type\":\"trade\",\"venue\":\"okx\",\"sym\":\"NEW-USDT\","
	       "\"side\":\"buy\",\"px\":9,\"qty\":2,\"off\":\"block\"}");
	is_int(xg_sim_levels(m, true, &best, 1), 1, "the asks are there");
	ok(xg_dec_cmp(best.qty, xg_dec_int(3)) == 0 && m->last_trade == last,
		"a block trade takes nothing from the book");
	record("{\"type\":\"trade\",\"venue\":\"okx\",\"sym\":\"NEW-USDT\","
	       "\"side\":\"buy\",\"px\":6,\"qty\":2}");
	is_int(xg_sim_levels(m, true, &best, 1), 1, "one of the book");
	ok(xg_dec_cmp(best.qty, xg_dec_int(1)) == 0 &&
			m->last_trade == last + 1,
		"takes what it took");
	if (f->dialect->shut)
		f->dialect->shut(f);
	free(f->state);
	f->state = NULL;
	xg_sim_world_release(&world);
	return done();
}
