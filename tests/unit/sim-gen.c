/* The generated market: the same seed gives the same bytes, and it looks like a
 * market. */
#include "crypto/hash.h"
#include "sim/world.h"
#include "tap.h"

#define NOW INT64_C(1767225600000000)

struct run {
	struct xg_sim_world w;
	struct xg_buf out;
	int events[XG_SIM_EV_FUNDING + 1];
};

static void on_event(void *ctx, const struct xg_sim_event *ev)
{
	struct run *r = ctx;

	r->events[ev->kind]++;
	xg_sim_event_record(&r->out, "v", ev);
}

static void start(struct run *r, uint64_t seed)
{
	static const char *const syms[] = { "BTC-USDT", "BTC-USDT-PERP" };

	*r = (struct run){ 0 };
	xg_sim_world_venue(&r->w, XG_STR("binance"));
	xg_sim_world_venue(&r->w, XG_STR("okx"));
	xg_sim_world_list(&r->w, syms, 2);
	xg_sim_world_fund(&r->w);
	xg_sim_world_generate(&r->w, seed);
	for (int i = 0; i < r->w.fronts; i++) {
		r->w.front[i].venue.emit = on_event;
		r->w.front[i].venue.ctx = r;
	}
}

static void steps(struct run *r, int n, int64_t from)
{
	for (int k = 0; k < n; k++) {
		int64_t t = from + k * XG_GEN_STEP_US;

		xg_gen_step(&r->w.gen, t);
		for (int i = 0; i < r->w.fronts; i++)
			for (size_t m = 0; m < r->w.front[i].venue.mkts; m++)
				xg_sim_flush(r->w.front[i].venue.mkt[m], t);
	}
}

static void release(struct run *r)
{
	xg_sim_world_release(&r->w);
	xg_buf_release(&r->out);
}

static void bytes(void)
{
	static struct run a, b;
	bool same;

	start(&a, 7);
	start(&b, 7);
	steps(&a, 200, NOW);
	steps(&b, 200, NOW);
	same = a.out.len == b.out.len &&
	       memcmp(a.out.p, b.out.p, a.out.len) == 0;
	ok(same && a.out.len > 100000, "the same seed gives the same bytes");
	release(&b);
	start(&b, 8);
	steps(&b, 200, NOW);
	ok(a.out.len != b.out.len || memcmp(a.out.p, b.out.p, a.out.len) != 0,
		"another seed gives others");
	release(&a);
	release(&b);
}

static double px(const struct xg_sim_mkt *m, int side)
{
	return xg_dec_double(m->best[side].px);
}

static void looks(void)
{
	static struct run r;
	int crossed = 0, shallow = 0, apart = 0;
	struct xg_level l[64];

	start(&r, 1);
	for (int i = 0; i < 2400; i++) {
		const struct xg_sim_mkt *a, *b;

		steps(&r, 1, NOW + i * XG_GEN_STEP_US);
		a = r.w.front[0].venue.mkt[0];
		b = r.w.front[1].venue.mkt[0];
		crossed += px(a, 0) >= px(a, 1) || px(b, 0) >= px(b, 1);
		shallow += xg_sim_levels(a, false, l, 64) < 20 ||
			   xg_sim_levels(a, true, l, 64) < 20;
		/* Bid of one over the ask of the other by 25 bps. */
		apart += px(a, 0) > px(b, 1) * 1.0025 ||
			 px(b, 0) > px(a, 1) * 1.0025;
	}
	is_int(crossed, 0, "no venue's own book is ever crossed");
	is_int(shallow, 0, "each side always has 20 levels and more");
	ok(apart > 5,
		"in two minutes the venues are apart by more than fees "
		"sometimes (%d of 2400)",
		apart);
	ok(apart < 1200, "and most of the time they are not");
	ok(r.events[XG_SIM_EV_TRADE] > 500 && r.events[XG_SIM_EV_MARK] > 100,
		"there are trades and marks");
	release(&r);
}

static void pairs(void)
{
	static const char *const syms[] = { "ETH-BTC" };
	static struct run r;
	double mid;

	xg_sim_world_venue(&r.w, XG_STR("binance"));
	xg_sim_world_list(&r.w, syms, 1);
	xg_sim_world_generate(&r.w, 1);
	steps(&r, 10, NOW);
	mid = px(r.w.front[0].venue.mkt[0], 0);
	ok(mid > 0.045 && mid < 0.055,
		"a pair without a dollar has the ratio of its assets (%g)",
		mid);
	release(&r);
}

/* R32: what the user takes does not come back at once. */
static void taken(void)
{
	static struct run r;
	struct xg_sim_mkt *m;
	struct xg_sim_order o = { 0 };
	struct xg_dec px_was;
	int n = 0;

	start(&r, 3);
	steps(&r, 10, NOW);
	m = r.w.front[0].venue.mkt[0];
	px_was = m->best[1].px;
	o.mkt = m;
	o.kind = XG_MATCH_IOC;
	o.px = px_was;
	o.qty = m->best[1].qty;
	is_int(xg_sim_place(&r.w.front[0].venue, &o, false, NOW + 500000),
		XG_SIM_OK, "the best offer is taken");
	for (int i = 0; i < 20; i++) {
		steps(&r, 1, NOW + 550000 + i * XG_GEN_STEP_US);
		n += !xg_dec_is_zero(xg_sim_outside(m, true, px_was));
	}
	is_int(n, 0, "R32: it is not offered again within a second");
	release(&r);
}

int main(void)
{
	bytes();
	looks();
	pairs();
	taken();
	return done();
}
