/* How much risk the portfolio has: rolling covariance of the returns of up to
 * 16 symbols. Binary floating point: statistics, the amounts stay decimals. */
#ifndef XG_RISK_SIZE_H
#define XG_RISK_SIZE_H

#include "risk/limits.h"
#include "stat/cov.h"

#define XG_SIZE_SERIES 16
#define XG_SIZE_LEAST 10 /* returns before anything is said */

struct xg_size {
	struct xg_cov cov;
	char sym[XG_SIZE_SERIES][64];
	size_t n;
	double last[XG_SIZE_SERIES], price[XG_SIZE_SERIES]; /* 0: none */
	int64_t next;	/* time of the next sample, us */
	int64_t sample; /* us */
};

/* By the limits; forgets what was there. XG_ERR_MEMORY. Nothing to do (no
 * budget and no target) leaves it empty. */
int xg_size_init(struct xg_size *s, const struct xg_lim_set *lim);
void xg_size_release(struct xg_size *s);
/* A price (any venue's middle) of a symbol at a time. */
void xg_size_price(
	struct xg_size *s, struct xg_str sym, double px, int64_t now);
/* Number of the series; -1 = not kept. */
int xg_size_series(const struct xg_size *s, struct xg_str sym);
/* Standard deviation of the value of a portfolio (amounts per series) over
 * `horizon` us; negative when there are too few returns. */
double xg_size_sigma(
	const struct xg_size *s, const double *amount, int64_t horizon);

#endif
