#include "sim/gen.h"

#include <stdlib.h>

#define E8 INT64_C(100000000)
#define E9 INT64_C(1000000000)
#define HOLD_US INT64_C(3000000)
#define MARK_STEPS 20
#define SHIFT_ODDS 160 /* one dislocation in so many steps of a market */
#define LIQ_ODDS 900

static const struct {
	const char *ccy;
	int64_t px;
	bool stable;
} known[] = {
	{ "BTC", 64000 * E8, false },
	{ "ETH", 3200 * E8, false },
	{ "SOL", 150 * E8, false },
	{ "BNB", 580 * E8, false },
	{ "XRP", E8 * 6 / 10, false },
	{ "DOGE", E8 * 15 / 100, false },
	{ "USD", E8, true },
	{ "USDT", E8, true },
	{ "USDC", E8, true },
	{ "EUR", E8 * 108 / 100, true },
};

static struct xg_rng seeded(uint64_t seed, const char *a, const char *b)
{
	struct xg_rng r = { seed ^ xg_str_hash(xg_str_from(a)) };

	r.s = xg_rng_next(&r) ^ xg_str_hash(xg_str_from(b));
	(void)xg_rng_next(&r);
	return r;
}

/* About normal, with that standard deviation. */
static int64_t normal(struct xg_rng *r, int64_t sd)
{
	int64_t sum = 0;

	for (int i = 0; i < 6; i++)
		sum += (int64_t)xg_rng_below(r, 2001) - 1000;
	return sum * sd / 1414; /* sd of the sum: 577 * sqrt(6) */
}

static int asset(struct xg_gen *g, const char *ccy)
{
	struct xg_gen_asset *a;

	for (int i = 0; i < g->assets; i++)
		if (strcmp(g->asset[i].ccy, ccy) == 0)
			return i;
	if (g->assets == XG_GEN_ASSETS)
		return XG_ERR_LIMIT;
	a = &g->asset[g->assets];
	*a = (struct xg_gen_asset){ .px = 10 * E8,
		.rng = seeded(g->seed, "asset", ccy) };
	(void)xg_str_copy(a->ccy, sizeof a->ccy, xg_str_from(ccy));
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].ccy, ccy) == 0) {
			a->px = known[i].px;
			a->stable = known[i].stable;
		}
	return g->assets++;
}

int xg_gen_add(struct xg_gen *g, struct xg_sim_mkt *m)
{
	struct xg_gen_market *list, *k;
	int base = asset(g, m->spec.base), quote = asset(g, m->spec.quote);

	if (base < 0 || quote < 0 || g->markets == XG_GEN_MARKETS)
		return XG_ERR_LIMIT;
	list = realloc(g->market, (size_t)(g->markets + 1) * sizeof *list);
	if (!list)
		return XG_ERR_MEMORY;
	g->market = list;
	k = &list[g->markets++];
	*k = (struct xg_gen_market){ .m = m, .base = base, .quote = quote };
	k->option = xg_premium_of(
		xg_str_from(m->spec.sym), xg_str_from(m->spec.settle));
	/* Fees differ by venue, and so do the seeds of equal symbols. */
	k->rng = seeded(
		g->seed + (uint64_t)g->markets, m->spec.market, m->spec.sym);
	return 0;
}

void xg_gen_release(struct xg_gen *g)
{
	free(g->market);
	g->market = NULL;
	g->markets = 0;
}

/* ---- prices ---- */

static void walk(struct xg_gen_asset *a)
{
	if (a->stable)
		return;
	a->drift = a->drift * 98 / 100 + normal(&a->rng, 400);
	a->px += a->px / 1000000 * (a->drift + normal(&a->rng, 9000)) / 1000;
}

static int64_t fair(const struct xg_gen *g, const struct xg_gen_market *k)
{
	int64_t q = g->asset[k->quote].px, b = g->asset[k->base].px;

	if (q == E8)
		return b;
	/* Nine digits are enough, and b * E8 would not fit. */
	return b * 10000 / (q > 10000 ? q / 10000 : 1);
}

/* What the market is about: of an option it is not the price of its underlying. */
static int64_t worth(const struct xg_gen *g, const struct xg_gen_market *k)
{
	return k->option.strike
		       ? xg_premium_px(&k->option, g->asset[k->base].px)
		       : fair(g, k);
}

static void drift_apart(struct xg_gen_market *k)
{
	int64_t size;

	k->noise = k->noise * 9 / 10 + normal(&k->rng, 12000);
	k->shift = k->shift * 97 / 100;
	if (xg_rng_below(&k->rng, SHIFT_ODDS))
		return;
	size = 2500000 + (int64_t)xg_rng_below(&k->rng, 3500000);
	k->shift = xg_rng_below(&k->rng, 2) ? size : -size;
}

/* ---- books ---- */

static struct xg_dec on_tick(
	const struct xg_sim_mkt *m, int64_t px, enum xg_round how)
{
	struct xg_dec d = { 0 };

	(void)xg_dec_round_step(
		&d, xg_dec_trim(xg_dec_make(px, -8)), m->spec.tick, how);
	return d;
}

/* The size of a level: some thousand dollars, by its price and version. */
static struct xg_dec size_at(const struct xg_gen *g,
	const struct xg_gen_market *k, int64_t px, int level)
{
	const struct xg_sim_spec *s = &k->m->spec;
	uint64_t slot = (uint64_t)px / 1000 % 64;
	struct xg_rng r = { g->seed ^ (uint64_t)px ^
			    (uint64_t)k->version[slot] << 40 };
	int64_t usd = 800 + (int64_t)xg_rng_below(&r, 4000) * (2 + level);
	struct xg_dec unit = { 0 }, qty = { 0 };

	if (s->inverse) {
		(void)xg_dec_div(
			&qty, xg_dec_int(usd), s->contract, 8, XG_ROUND_DOWN);
	} else {
		(void)xg_dec_mul(&unit,
			xg_dec_trim(xg_dec_make(g->asset[k->base].px, -8)),
			s->contract, XG_ROUND_NEAREST);
		(void)xg_dec_div(&qty, xg_dec_int(usd), unit, 8, XG_ROUND_DOWN);
	}
	(void)xg_dec_round_step(&qty, qty, s->lot, XG_ROUND_DOWN);
	return xg_dec_max(qty, xg_dec_max(s->lot, s->min_qty));
}

static void limit_held(const struct xg_gen_market *k, bool sell,
	struct xg_level *l, int64_t now)
{
	for (int i = 0; i < k->holds; i++) {
		const struct xg_gen_hold *h = &k->hold[i];

		if (h->sell == sell && h->until > now &&
			xg_dec_cmp(h->px, l->px) == 0)
			l->qty = xg_dec_min(l->qty, h->qty);
	}
}

/* A best level near mid, and more on a grid of about 0.8 bp behind it. */
static size_t ladder(const struct xg_gen *g, const struct xg_gen_market *k,
	bool sell, int64_t mid, int64_t now, struct xg_level *out)
{
	const struct xg_sim_mkt *m = k->m;
	int64_t half = mid / 600000, grid = mid / 12500, at;
	struct xg_dec tick;
	size_t n = 0;

	/* Round to a power of ten so that the grid does not move with mid. */
	for (at = 1; at * 10 <= grid; at *= 10)
		continue;
	grid = grid / at * at;
	/* What costs little has ticks wider than that. */
	if (k->option.strike && m->spec.tick.m > 0 &&
		xg_dec_rescale(&tick, m->spec.tick, -8, XG_ROUND_NEAREST) ==
			0 &&
		tick.m > grid)
		grid = tick.m;
	at = sell ? mid + half : mid - half;
	for (int i = 0; i < XG_GEN_LEVELS; i++) {
		struct xg_level l = {
			.px = on_tick(m, at, sell ? XG_ROUND_UP : XG_ROUND_DOWN)
		};

		if (l.px.m <= 0)
			break;
		if (!n || xg_dec_cmp(l.px, out[n - 1].px) != 0) {
			l.qty = size_at(g, k, at, i);
			limit_held(k, sell, &l, now);
			if (l.qty.m)
				out[n++] = l;
		}
		at = sell ? (at / grid + 1) * grid : (at - 1) / grid * grid;
	}
	return n;
}

/* What the user took since the last step stays away for a while. */
static void remember(struct xg_gen_market *k, int64_t now)
{
	int kept = 0;

	for (int i = 0; i < k->holds; i++)
		if (k->hold[i].until > now)
			k->hold[kept++] = k->hold[i];
	k->holds = kept;
	for (int s = 0; s < 2; s++)
		for (size_t i = 0; i < k->sets[s]; i++) {
			const struct xg_level *l = &k->set[s][i];
			struct xg_dec is = xg_sim_outside(k->m, s, l->px);

			if (xg_dec_cmp(is, l->qty) < 0 &&
				k->holds < XG_GEN_HOLDS)
				k->hold[k->holds++] = (struct xg_gen_hold){ s,
					l->px, is, now + HOLD_US };
		}
}

static void note(struct xg_gen_market *k)
{
	for (int s = 0; s < 2; s++)
		for (size_t i = 0; i < k->sets[s]; i++)
			k->set[s][i].qty =
				xg_sim_outside(k->m, s, k->set[s][i].px);
}

static void quote(
	struct xg_gen *g, struct xg_gen_market *k, int64_t mid, int64_t now)
{
	struct xg_levels l[2];

	for (int i = 0; i < 3; i++)
		k->version[xg_rng_below(&k->rng, 64)]++;
	for (int s = 0; s < 2; s++) {
		k->sets[s] = ladder(g, k, s, mid, now, k->set[s]);
		l[s] = (struct xg_levels){ k->set[s], k->sets[s] };
	}
	(void)xg_sim_set_book(k->m, &l[0], &l[1], now);
}

/* ---- trades ---- */

static void trade(struct xg_gen_market *k, int64_t now)
{
	bool sell = xg_rng_below(&k->rng, 2);
	uint64_t share = 1 + xg_rng_below(&k->rng, 40);
	struct xg_level best;
	struct xg_dec qty;

	if (xg_rng_below(&k->rng, 4) || !xg_sim_levels(k->m, !sell, &best, 1))
		return;
	if (xg_dec_mul(&qty, best.qty, xg_dec_make((int64_t)share, -2),
		    XG_ROUND_DOWN) < 0 ||
		xg_dec_round_step(&qty, qty, k->m->spec.lot, XG_ROUND_DOWN) < 0)
		return;
	if (qty.m > 0)
		(void)xg_sim_print(k->m, sell, best.px, qty, now);
}

static void derive(const struct xg_gen *g, struct xg_gen_market *k, int64_t now)
{
	struct xg_sim_mkt *m = k->m;
	int64_t index = fair(g, k), hour = INT64_C(3600) * 1000000;
	int64_t mark = worth(g, k);
	int64_t rate = 10000 + normal(&k->rng, 300);

	mark += mark / 1000000 * (k->noise / 2) / 1000;
	if (m->spec.kind == XG_SPOT || g->steps % MARK_STEPS)
		return;
	xg_sim_set_mark(m, on_tick(m, mark, XG_ROUND_NEAREST),
		on_tick(m, index, XG_ROUND_NEAREST),
		xg_dec_trim(xg_dec_make(rate, -8)),
		m->next_funding ? 0 : now - now % (8 * hour) + 8 * hour, now);
}

static void liquidate(struct xg_gen_market *k, int64_t now)
{
	bool sell = xg_rng_below(&k->rng, 2);
	struct xg_level best;

	if (k->m->spec.kind == XG_SPOT || xg_rng_below(&k->rng, LIQ_ODDS) ||
		!xg_sim_levels(k->m, !sell, &best, 1))
		return;
	(void)xg_sim_print(k->m, sell, best.px, best.qty, now);
	xg_sim_liq(k->m, sell, best.px, best.qty, now);
}

void xg_gen_step(struct xg_gen *g, int64_t now)
{
	for (int i = 0; i < g->assets; i++)
		walk(&g->asset[i]);
	for (int i = 0; i < g->markets; i++) {
		struct xg_gen_market *k = &g->market[i];
		int64_t mid;

		drift_apart(k);
		mid = worth(g, k);
		mid += mid / 1000000 * (k->noise + k->shift) / 1000;
		remember(k, now);
		quote(g, k, mid, now);
		trade(k, now);
		liquidate(k, now);
		note(k);
		derive(g, k, now);
	}
	g->steps++;
}
