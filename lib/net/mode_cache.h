/* What was learned of an account's mode is good for a minute, so that a command
 * that starts often does not ask each time: venues allow few such questions. */
#ifndef XG_NET_MODE_CACHE_H
#define XG_NET_MODE_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "venue/venue.h"

#define XG_MODE_TTL_US INT64_C(60000000)

struct xg_mode {
	bool hedge, margin;
};

/* key: a tag that names the key without telling it. True: found and fresh. */
bool xg_mode_read(struct xg_mode *out, const char *env, const char *venue,
	const char *market, const char *key, int64_t now);
/* A cache that can't be written costs a question, nothing else. */
void xg_mode_write(const struct xg_mode *m, const char *env, const char *venue,
	const char *market, const char *key, int64_t now);

#endif
