#include "base/map.h"

#include <stdlib.h>

static uint32_t hash_of(struct xg_str key)
{
	uint64_t h = xg_str_hash(key);

	return (uint32_t)(h ^ (h >> 32));
}

static void free_key(struct xg_map_slot *s)
{
	if (s->key != s->small)
		free(s->key);
}

/* To a free slot. */
static void move(struct xg_map_slot *to, const struct xg_map_slot *from)
{
	*to = *from;
	if (from->key == from->small)
		to->key = to->small;
}

void xg_map_release(struct xg_map *m)
{
	for (size_t i = 0; i < m->cap; i++)
		free_key(&m->slot[i]);
	free(m->slot);
	*m = (struct xg_map){ 0 };
}

/* The slot of key, or the free slot where it would go. cap must be > used. */
static struct xg_map_slot *seek(
	const struct xg_map *m, struct xg_str key, uint32_t hash)
{
	size_t i = hash & (m->cap - 1);

	for (;; i = (i + 1) & (m->cap - 1)) {
		struct xg_map_slot *s = &m->slot[i];

		if (!s->key)
			return s;
		if (s->hash == hash && s->len == key.n &&
			(key.n == 0 || memcmp(s->key, key.p, key.n) == 0))
			return s;
	}
}

union xg_map_val *xg_map_get(const struct xg_map *m, struct xg_str key)
{
	struct xg_map_slot *s;

	if (!m->cap)
		return NULL;
	s = seek(m, key, hash_of(key));
	return s->key ? &s->val : NULL;
}

static int grow(struct xg_map *m)
{
	struct xg_map bigger = { .cap = m->cap ? m->cap * 2 : 16 };

	bigger.slot = calloc(bigger.cap, sizeof *bigger.slot);
	if (!bigger.slot)
		return -1;
	for (size_t i = 0; i < m->cap; i++) {
		struct xg_map_slot *s = &m->slot[i];

		if (s->key)
			move(seek(&bigger, (struct xg_str){ s->key, s->len },
				     s->hash),
				s);
	}
	bigger.used = m->used;
	free(m->slot);
	*m = bigger;
	return 0;
}

union xg_map_val *xg_map_put(struct xg_map *m, struct xg_str key, bool *made)
{
	uint32_t hash = hash_of(key);
	struct xg_map_slot *s;

	if (made)
		*made = false;
	if (key.n > UINT32_MAX - 1)
		return NULL;
	if (m->used * 4 >= m->cap * 3 && grow(m) < 0)
		return NULL;
	s = seek(m, key, hash);
	if (s->key)
		return &s->val;
	s->key = key.n < XG_MAP_SHORT ? s->small : malloc(key.n + 1);
	if (!s->key)
		return NULL;
	if (key.n)
		memcpy(s->key, key.p, key.n);
	s->key[key.n] = '\0';
	s->len = (uint32_t)key.n;
	s->hash = hash;
	s->val = (union xg_map_val){ 0 };
	m->used++;
	if (made)
		*made = true;
	return &s->val;
}

int xg_map_del(struct xg_map *m, struct xg_str key)
{
	struct xg_map_slot *s;
	size_t hole, i;

	if (!m->cap)
		return 0;
	s = seek(m, key, hash_of(key));
	if (!s->key)
		return 0;
	free_key(s);
	m->used--;
	/* Close the gap so that no probe sequence is cut (no tombstones). */
	hole = (size_t)(s - m->slot);
	for (i = (hole + 1) & (m->cap - 1); m->slot[i].key;
		i = (i + 1) & (m->cap - 1)) {
		size_t home = m->slot[i].hash & (m->cap - 1);

		if (((i - home) & (m->cap - 1)) >=
			((i - hole) & (m->cap - 1))) {
			move(&m->slot[hole], &m->slot[i]);
			hole = i;
		}
	}
	m->slot[hole] = (struct xg_map_slot){ 0 };
	return 1;
}

const struct xg_map_slot *xg_map_next(const struct xg_map *m, size_t *pos)
{
	while (*pos < m->cap) {
		const struct xg_map_slot *s = &m->slot[(*pos)++];

		if (s->key)
			return s;
	}
	return NULL;
}
