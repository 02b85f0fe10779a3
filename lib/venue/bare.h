/* Foreign recordings: one bare frame a line, perhaps with its receive time in
 * front: "2021-09-01T00:00:00.1234567Z {...}" (tardis) or "1633998511.13: {...}"
 * (cryptofeed); seconds, or milli-, micro- or nanoseconds by their size. An
 * empty line means that the connection was lost. */
#ifndef XG_VENUE_BARE_H
#define XG_VENUE_BARE_H

#include "rec/rec.h"

/* Zero-filled is valid. */
struct xg_bare {
	struct xg_str venue, market; /* borrowed */
	int64_t conn;		     /* counted up by empty lines; 0 = first */
	int64_t rx;		     /* of the last line that had a time */
};

/* The raw record of a line: 1 with *out (slices of line and b), 0 when there is
 * nothing to decode. A line without a time has that of the line before. */
int xg_bare_read(struct xg_bare *b, struct xg_str line, struct xg_rec *out);

#endif
