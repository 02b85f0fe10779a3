/* A histogram of whole numbers (latencies) with a bounded relative error of
 * 1/32, in fixed memory: 32 steps in each power of two. */
#ifndef XG_STAT_HIST_H
#define XG_STAT_HIST_H

#include <stdint.h>

#define XG_HIST_STEPS 32
#define XG_HIST_CELLS (60 * XG_HIST_STEPS)

/* Zero-filled is valid and empty. */
struct xg_hist {
	uint64_t cell[XG_HIST_CELLS];
	uint64_t n;
	int64_t min, max;
};

void xg_hist_add(struct xg_hist *h, int64_t v); /* below 0 counts as 0 */
/* The number that the share q (0 to 1) of all is at or below; 0 when empty.
 * Exact for the least and the largest. */
int64_t xg_hist_at(const struct xg_hist *h, double q);
void xg_hist_merge(struct xg_hist *to, const struct xg_hist *from);

#endif
