/* Rolling mean and variance of the last n numbers. Binary floating point: for
 * statistics, never for money. */
#ifndef XG_STAT_MOMENTS_H
#define XG_STAT_MOMENTS_H

#include <stddef.h>

struct xg_moments {
	double *ring; /* owned */
	size_t cap, n, at;
	double sum, squares; /* of differences from `base` */
	double base;	     /* the first number: keeps the sums small */
};

/* XG_ERR_MEMORY; XG_ERR_RANGE when window is 0. */
int xg_moments_init(struct xg_moments *m, size_t window);
void xg_moments_release(struct xg_moments *m);
/* Adds a number; the oldest one falls out of a full window. O(1); the sums are
 * made anew once a window, so that errors of rounding do not add up. */
void xg_moments_add(struct xg_moments *m, double v);
double xg_moments_mean(const struct xg_moments *m); /* 0 when empty */
/* Unbiased; 0 with fewer than two numbers. */
double xg_moments_var(const struct xg_moments *m);

#endif
