/* When a record of a recording is due: the pace of its times, `speed` times as
 * fast. Pure: the caller has the clock. */
#ifndef XG_MERGE_PACE_H
#define XG_MERGE_PACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "dec/dec.h"

/* Zero-filled but for what xg_pace_parse sets is valid. */
struct xg_pace {
	struct xg_dec speed; /* zero: as fast as it goes */
	int64_t clock, time; /* when the first record was due, and its time */
	bool started;
};

/* "max", or a number over 0 and at most a million ("10", "0.5"). */
int xg_pace_parse(struct xg_pace *p, struct xg_str text);
/* When the record of this time is due, by the clock of `now` (us); now or
 * earlier: at once. Times may go back: such a record is due at once. INT64_MAX:
 * not in this age. */
int64_t xg_pace_due(struct xg_pace *p, int64_t time, int64_t now);

#endif
