/* Member names against lists of names. */
#ifndef XG_VENUE_KEY_H
#define XG_VENUE_KEY_H

#include "json/pull.h"

/* After KEY: is it this key? Most names of a list differ in their first byte: only
 * where it fits, the others are looked at. (A name in JSON has no NUL.) */
static inline bool xg_key_is(const struct xg_json *j, const char *key)
{
	size_t n = j->val.n;

	return n && j->val.p[0] == key[0] && strncmp(j->val.p, key, n) == 0 &&
	       key[n] == '\0';
}

#endif
