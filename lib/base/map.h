/* A hash map from text to a 32-bit index or a pointer; keys are copied. */
#ifndef XG_BASE_MAP_H
#define XG_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

union xg_map_val {
	void *ptr;
	int64_t num;
};

#define XG_MAP_SHORT 40 /* shorter keys are in the slot: one cache line */

struct xg_map_slot {
	char *key; /* owned, or small; NULL = free slot */
	uint32_t len;
	uint32_t hash;
	union xg_map_val val;
	char small[XG_MAP_SHORT];
};

/* Zero-filled is valid and empty. Open addressing; order of iteration is the
 * order of slots and not stable across growth. */
struct xg_map {
	struct xg_map_slot *slot; /* owned */
	size_t cap;		  /* power of two */
	size_t used;
};

void xg_map_release(struct xg_map *m); /* does not free ptr values */
/* The value of key, or NULL. The pointer lives until the next put or del. */
union xg_map_val *xg_map_get(const struct xg_map *m, struct xg_str key);
/* The value of key, created zero if absent; *made (may be NULL) says which.
 * NULL when memory is out. */
union xg_map_val *xg_map_put(struct xg_map *m, struct xg_str key, bool *made);
/* 1 when it was there, else 0. */
int xg_map_del(struct xg_map *m, struct xg_str key);
/* Iterates: start with *pos = 0; NULL at the end. No put or del meanwhile; keys
 * live until then. */
const struct xg_map_slot *xg_map_next(const struct xg_map *m, size_t *pos);

#endif
