/* Rolling covariances of several series whose numbers come in rows, one of each
 * series at a time. Binary floating point: for statistics, never for money. */
#ifndef XG_STAT_COV_H
#define XG_STAT_COV_H

#include <stddef.h>

struct xg_cov {
	double *ring;  /* owned: `window` rows of `series` numbers */
	double *sum;   /* owned: of each series */
	double *cross; /* owned: of products, series * series */
	size_t series, window, n, at;
};

/* XG_ERR_MEMORY, XG_ERR_RANGE (nothing, or over 256 series). */
int xg_cov_init(struct xg_cov *c, size_t series, size_t window);
void xg_cov_release(struct xg_cov *c);
/* Adds a row; the oldest one falls out of a full window. O(series^2); the sums
 * are made anew once a window. */
void xg_cov_add(struct xg_cov *c, const double *row);
/* Unbiased covariance of two series; 0 with fewer than two rows. */
double xg_cov_get(const struct xg_cov *c, size_t i, size_t j);
/* Correlation, -1 to 1; 0 when one of the two does not move. */
double xg_cov_corr(const struct xg_cov *c, size_t i, size_t j);
/* Variance of the sum of w[i] times series i; never negative. */
double xg_cov_portfolio(const struct xg_cov *c, const double *w);

#endif
