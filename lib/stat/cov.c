#include "stat/cov.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define SERIES_MAX 256

int xg_cov_init(struct xg_cov *c, size_t series, size_t window)
{
	*c = (struct xg_cov){ 0 };
	if (series == 0 || series > SERIES_MAX || window == 0)
		return XG_ERR_RANGE;
	c->series = series;
	c->window = window;
	c->ring = calloc(window * series, sizeof(double));
	c->sum = calloc(series, sizeof(double));
	c->cross = calloc(series * series, sizeof(double));
	if (c->ring && c->sum && c->cross)
		return 0;
	xg_cov_release(c);
	return XG_ERR_MEMORY;
}

void xg_cov_release(struct xg_cov *c)
{
	free(c->ring);
	free(c->sum);
	free(c->cross);
	*c = (struct xg_cov){ 0 };
}

static void count(struct xg_cov *c, const double *row, double sign)
{
	for (size_t i = 0; i < c->series; i++) {
		c->sum[i] += sign * row[i];
		for (size_t j = 0; j < c->series; j++)
			c->cross[i * c->series + j] += sign * row[i] * row[j];
	}
}

void xg_cov_add(struct xg_cov *c, const double *row)
{
	double *to = c->ring + c->at * c->series;

	if (c->series == 0)
		return;
	if (c->n == c->window)
		count(c, to, -1);
	else
		c->n++;
	memcpy(to, row, c->series * sizeof *row);
	count(c, to, 1);
	c->at = (c->at + 1) % c->window;
	if (c->at != 0)
		return;
	memset(c->sum, 0, c->series * sizeof *c->sum);
	memset(c->cross, 0, c->series * c->series * sizeof *c->cross);
	for (size_t i = 0; i < c->n; i++)
		count(c, c->ring + i * c->series, 1);
}

double xg_cov_get(const struct xg_cov *c, size_t i, size_t j)
{
	double n = (double)c->n;

	if (c->n < 2 || i >= c->series || j >= c->series)
		return 0;
	return (c->cross[i * c->series + j] - c->sum[i] * c->sum[j] / n) /
	       (n - 1);
}

double xg_cov_corr(const struct xg_cov *c, size_t i, size_t j)
{
	double v = xg_cov_get(c, i, i) * xg_cov_get(c, j, j), r;

	if (!(v > 0))
		return 0;
	r = xg_cov_get(c, i, j) / sqrt(v);
	return r > 1 ? 1 : r < -1 ? -1 : r;
}

double xg_cov_portfolio(const struct xg_cov *c, const double *w)
{
	double v = 0;

	for (size_t i = 0; i < c->series; i++) {
		for (size_t j = 0; j < c->series; j++)
			v += w[i] * w[j] * xg_cov_get(c, i, j);
	}
	return v > 0 ? v : 0;
}
