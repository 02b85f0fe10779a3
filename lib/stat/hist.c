#include "stat/hist.h"

#include <stddef.h>

#define BITS 5 /* XG_HIST_STEPS is 1 << BITS */

static size_t cell_of(int64_t v)
{
	uint64_t u = v < 0 ? 0 : (uint64_t)v;
	int high;

	if (u < XG_HIST_STEPS)
		return (size_t)u;
	high = 63 - __builtin_clzll(u);
	return (size_t)(high - BITS + 1) * XG_HIST_STEPS +
	       (size_t)((u >> (high - BITS)) & (XG_HIST_STEPS - 1));
}

/* The largest number of a cell. */
static int64_t top_of(size_t cell)
{
	size_t power = cell / XG_HIST_STEPS;
	uint64_t step = cell % XG_HIST_STEPS;

	if (power == 0)
		return (int64_t)step;
	return (int64_t)(((step + XG_HIST_STEPS + 1) << (power - 1)) - 1);
}

void xg_hist_add(struct xg_hist *h, int64_t v)
{
	if (v < 0)
		v = 0;
	if (h->n == 0 || v < h->min)
		h->min = v;
	if (h->n == 0 || v > h->max)
		h->max = v;
	h->n++;
	h->cell[cell_of(v)]++;
}

int64_t xg_hist_at(const struct xg_hist *h, double q)
{
	double need = q * (double)h->n;
	uint64_t seen = 0;

	if (h->n == 0)
		return 0;
	if (!(q > 0))
		return h->min;
	for (size_t i = 0; i < XG_HIST_CELLS; i++) {
		int64_t v;

		seen += h->cell[i];
		if ((double)seen < need || !h->cell[i])
			continue;
		v = top_of(i);
		return v > h->max ? h->max : v < h->min ? h->min : v;
	}
	return h->max;
}

void xg_hist_merge(struct xg_hist *to, const struct xg_hist *from)
{
	if (from->n == 0)
		return;
	if (to->n == 0 || from->min < to->min)
		to->min = from->min;
	if (to->n == 0 || from->max > to->max)
		to->max = from->max;
	to->n += from->n;
	for (size_t i = 0; i < XG_HIST_CELLS; i++)
		to->cell[i] += from->cell[i];
}
