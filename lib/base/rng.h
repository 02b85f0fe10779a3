/* A small seeded generator (splitmix64): same seed, same numbers. Not for
 * secrets. */
#ifndef XG_BASE_RNG_H
#define XG_BASE_RNG_H

#include <stdint.h>

struct xg_rng {
	uint64_t s;
};

static inline uint64_t xg_rng_next(struct xg_rng *r)
{
	uint64_t z = (r->s += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* 0 <= result < n; n > 0. The bias of the modulo is below 2^-40 for n < 2^24. */
static inline uint64_t xg_rng_below(struct xg_rng *r, uint64_t n)
{
	return xg_rng_next(r) % n;
}

#endif
