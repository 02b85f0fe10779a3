#include "risk/size.h"

#include <math.h>

#define HOLE 10 /* samples */

int xg_size_init(struct xg_size *s, const struct xg_lim_set *lim)
{
	xg_size_release(s);
	if (!xg_lim_has(lim, XG_LIM_SIZE_SIGMA) &&
		!xg_lim_has(lim, XG_LIM_SIZE_TARGET_VOL))
		return 0;
	s->sample = xg_lim_int(lim, XG_LIM_SIZE_SAMPLE) * 1000;
	if (s->sample <= 0)
		s->sample = 1000000;
	return xg_cov_init(&s->cov, XG_SIZE_SERIES,
		xg_lim_has(lim, XG_LIM_SIZE_WINDOW)
			? (size_t)xg_lim_int(lim, XG_LIM_SIZE_WINDOW)
			: 120);
}

void xg_size_release(struct xg_size *s)
{
	xg_cov_release(&s->cov);
	*s = (struct xg_size){ 0 };
}

int xg_size_series(const struct xg_size *s, struct xg_str sym)
{
	for (size_t i = 0; i < s->n; i++) {
		if (xg_str_is_text(sym, s->sym[i]))
			return (int)i;
	}
	return -1;
}

/* One row of returns since the last sample. One that took a few steps counts as
 * one (that only overstates the risk); after a longer hole the prices start
 * anew. */
static void sample(struct xg_size *s, int64_t now)
{
	double row[XG_SIZE_SERIES] = { 0 };
	bool late = s->next && now >= s->next + HOLE * s->sample;
	bool any = false;

	for (size_t i = 0; i < s->n; i++) {
		if (s->last[i] > 0 && s->price[i] > 0 && !late) {
			row[i] = log(s->price[i] / s->last[i]);
			any = true;
		}
		s->last[i] = s->price[i];
	}
	if (any)
		xg_cov_add(&s->cov, row);
	s->next = now - now % s->sample + s->sample;
}

void xg_size_price(struct xg_size *s, struct xg_str sym, double px, int64_t now)
{
	int i;

	if (s->cov.series == 0 || !(px > 0))
		return;
	if (now >= s->next)
		sample(s, now);
	i = xg_size_series(s, sym);
	if (i < 0 && s->n < XG_SIZE_SERIES &&
		xg_str_copy(s->sym[s->n], sizeof s->sym[0], sym))
		i = (int)s->n++;
	if (i >= 0)
		s->price[i] = px;
}

double xg_size_sigma(
	const struct xg_size *s, const double *amount, int64_t horizon)
{
	double steps;

	if (s->cov.n < XG_SIZE_LEAST)
		return -1;
	steps = (double)horizon / (double)s->sample;
	return sqrt(xg_cov_portfolio(&s->cov, amount) * steps);
}
