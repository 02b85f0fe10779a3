/* Records list symbols while venues are open: every dialect has room for them. */
#include "sim/world.h"
#include "tap.h"

#define T0 INT64_C(1700000000000000)

static struct xg_sim_world world;

static void w_send(struct xg_sim_conn *c, struct xg_str text,
	enum xg_fault_on on, const char *sym)
{
	(void)c, (void)text, (void)on, (void)sym;
}

static void w_emit(void *ctx, const struct xg_sim_event *ev)
{
	struct xg_sim_front *f = ctx;

	if (f->dialect->event)
		f->dialect->event(f, ev);
}

static void record(const char *venue, int i, int64_t now)
{
	struct xg_error err = { 0 };
	char line[300];
	int64_t at;

	snprintf(line, sizeof line,
		"{\"type\":\"book\",\"venue\":\"%s\",\"sym\":\"N%d-USDT\","
		"\"seq\":1,\"snap\":true,\"bids\":[[5,1]],\"asks\":[[6,1]]}",
		venue, i);
	if (xg_sim_world_record(
		    &world, xg_str_from(line), false, now, &at, &err) != 1)
		ok(false, "%s: %s", venue, err.text);
}

static void one(struct xg_sim_front *f)
{
	struct xg_faults faults = { .n = 0 };
	int64_t now = T0;

	f->state = calloc(1, f->dialect->state_size + 1);
	f->faults = &faults;
	f->send = w_send;
	f->venue.emit = w_emit;
	f->venue.ctx = f;
	f->now = now;
	if (f->dialect->open)
		is_int(f->dialect->open(f), 0, "%s opens", f->dialect->name);
	for (int i = 0; i < 60; i++) {
		now += 100000;
		f->now = now;
		record(f->dialect->name, i, now);
		for (size_t k = 0; k < f->venue.mkts; k++)
			xg_sim_flush(f->venue.mkt[k], now);
		if (f->dialect->tick)
			f->dialect->tick(f, now);
	}
	is_int(f->venue.mkts, 60, "%s lists 60 that came later",
		f->dialect->name);
	if (f->dialect->shut)
		f->dialect->shut(f);
	free(f->state);
	f->state = NULL;
}

int main(void)
{
	for (size_t i = 0; xg_sim_dialects[i]; i++) {
		struct xg_str name = xg_str_from(xg_sim_dialects[i]->name);

		if (xg_sim_world_venue(&world, name) < 0)
			abort();
	}
	for (int i = 0; i < world.fronts; i++)
		one(&world.front[i]);
	xg_sim_world_release(&world);
	return done();
}
