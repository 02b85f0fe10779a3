#include "stat/moments.h"

#include <stdlib.h>

#include "base/err.h"

int xg_moments_init(struct xg_moments *m, size_t window)
{
	*m = (struct xg_moments){ 0 };
	if (window == 0)
		return XG_ERR_RANGE;
	m->ring = calloc(window, sizeof *m->ring);
	if (!m->ring)
		return XG_ERR_MEMORY;
	m->cap = window;
	return 0;
}

void xg_moments_release(struct xg_moments *m)
{
	free(m->ring);
	*m = (struct xg_moments){ 0 };
}

static void again(struct xg_moments *m)
{
	m->base = m->n ? m->ring[0] : 0;
	m->sum = m->squares = 0;
	for (size_t i = 0; i < m->n; i++) {
		double d = m->ring[i] - m->base;

		m->sum += d;
		m->squares += d * d;
	}
}

void xg_moments_add(struct xg_moments *m, double v)
{
	double d;

	if (m->cap == 0)
		return;
	if (m->n == 0)
		m->base = v;
	if (m->n == m->cap) {
		d = m->ring[m->at] - m->base;
		m->sum -= d;
		m->squares -= d * d;
	} else {
		m->n++;
	}
	m->ring[m->at] = v;
	m->at = (m->at + 1) % m->cap;
	d = v - m->base;
	m->sum += d;
	m->squares += d * d;
	if (m->at == 0)
		again(m);
}

double xg_moments_mean(const struct xg_moments *m)
{
	return m->n ? m->base + m->sum / (double)m->n : 0;
}

double xg_moments_var(const struct xg_moments *m)
{
	double n = (double)m->n, v;

	if (m->n < 2)
		return 0;
	v = (m->squares - m->sum * m->sum / n) / (n - 1);
	return v > 0 ? v : 0;
}
