/* stat: rolling sums agree with those made anew; histograms are near enough. */
#include "base/attr.h"
#include "base/err.h"
#include "base/rng.h"
#include "stat/cov.h"
#include "stat/hist.h"
#include "stat/moments.h"

#include <math.h>

#include "tap.h"

#define WINDOW 30
#define ROWS 500

static struct xg_rng rng = { 3 };

static double number(void)
{
	return (double)xg_rng_below(&rng, 20001) / 10000.0 - 1.0;
}

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * (1 + fabs(b));
}

static double cov_of(double (*row)[3], size_t n, size_t i, size_t j)
{
	double mi = 0, mj = 0, sum = 0;

	for (size_t k = 0; k < n; k++) {
		mi += row[k][i] / (double)n;
		mj += row[k][j] / (double)n;
	}
	for (size_t k = 0; k < n; k++)
		sum += (row[k][i] - mi) * (row[k][j] - mj);
	return sum / (double)(n - 1);
}

static void rolling(void)
{
	static double row[ROWS][3];
	struct xg_moments m;
	struct xg_cov c;
	bool cov = true, var = true;

	is_int(xg_cov_init(&c, 0, 5), XG_ERR_RANGE, "no series: refused");
	is_int(xg_moments_init(&m, 0), XG_ERR_RANGE, "no window: refused");
	xg_cov_init(&c, 3, WINDOW);
	xg_moments_init(&m, WINDOW);
	ok(near(xg_cov_get(&c, 0, 0), 0) && near(xg_moments_var(&m), 0),
		"nothing seen: no variance");
	for (size_t k = 0; k < ROWS; k++) {
		size_t n = k + 1 < WINDOW ? k + 1 : WINDOW, from = k + 1 - n;

		row[k][0] = number();
		row[k][1] = 0.5 * row[k][0] + number();
		row[k][2] = 1000000 + number();
		xg_cov_add(&c, row[k]);
		xg_moments_add(&m, row[k][2]);
		if (n < 2)
			continue;
		cov = cov &&
		      near(xg_cov_get(&c, 0, 1), cov_of(row + from, n, 0, 1));
		var = var &&
		      near(xg_moments_var(&m), cov_of(row + from, n, 2, 2));
	}
	ok(cov, "covariances are those of the window, at every step");
	ok(var, "variances too, of large numbers that differ little");
	ok(xg_cov_corr(&c, 0, 1) > 0.1 && near(xg_cov_corr(&c, 0, 0), 1),
		"correlation");
	ok(near(xg_cov_portfolio(&c, (double[]){ 2, -1, 0 }),
		   4 * xg_cov_get(&c, 0, 0) - 4 * xg_cov_get(&c, 0, 1) +
			   xg_cov_get(&c, 1, 1)),
		"the variance of a portfolio is that of its sum");
	xg_cov_release(&c);
	xg_moments_release(&m);
}

static void histogram(void)
{
	static struct xg_hist h, other;
	bool good = true;

	is_int(xg_hist_at(&h, 0.5), 0, "an empty histogram says 0");
	for (int64_t i = 1; i <= 100000; i++)
		xg_hist_add(i % 2 ? &h : &other, i);
	xg_hist_merge(&h, &other);
	for (int q = 1; q < 100; q++) {
		int64_t want = q * 1000, got = xg_hist_at(&h, q / 100.0);

		good = good && got >= want && got <= want + want / 32 + 1;
	}
	ok(good, "every percentile is at most 1/32 too high");
	is_int(xg_hist_at(&h, 1), 100000, "the largest is exact");
	is_int(xg_hist_at(&h, 0), 1, "the least, too");
	xg_hist_add(&h, INT64_MAX);
	xg_hist_add(&h, -5);
	is_int(xg_hist_at(&h, 1), INT64_MAX, "any number fits");
	is_int(xg_hist_at(&h, 0), 0, "negative ones count as 0");
}

int main(void)
{
	rolling();
	histogram();
	return done();
}
