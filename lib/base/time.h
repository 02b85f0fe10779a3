/* Calendar and duration texts; no clock here (see io/clock.h). All times are
 * integer microseconds since the Unix epoch (UTC, no leap seconds). */
#ifndef XG_BASE_TIME_H
#define XG_BASE_TIME_H

#include <stdint.h>

#include "base/str.h"

#define XG_US_PER_S INT64_C(1000000)
#define XG_US_PER_MS INT64_C(1000)

struct xg_civil {
	int year, month, day, hour, min, sec;
	int us;
};

struct xg_civil xg_time_civil(int64_t us);
/* Fields out of their range give XG_ERR_RANGE. */
int xg_time_from_civil(const struct xg_civil *c, int64_t *us);
/* "2023-11-14T22:13:20.000Z", digits = 0, 3 or 6 decimals. Returns length. */
size_t xg_time_iso(char out[static 32], int64_t us, int digits);
/* Reads ISO 8601 UTC ("...Z" or "+00:00", 0-9 decimals, or a date alone). */
int xg_time_parse_iso(struct xg_str s, int64_t *us);
/* "250ms", "10s", "5m", "1h", "2d", or a bare number of seconds. */
int xg_time_parse_span(struct xg_str s, int64_t *us);

#endif
