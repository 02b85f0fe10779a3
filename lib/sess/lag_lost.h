/* What a slow reader has lost, by type and symbol: private to sess/lag.h. */
#ifndef XG_SESS_LAG_LOST_H
#define XG_SESS_LAG_LOST_H

#include "base/map.h"
#include "rec/rec.h"

struct xg_lag_row_lost {
	char *key; /* owned: "TYPE VENUE SYM" */
	int type;
	int64_t count, rx; /* not told yet */
	size_t venue_n, sym_n;
	bool book; /* it waits for a snapshot */
};

/* Zero-filled is valid. */
struct xg_lag_lost {
	struct xg_lag_row_lost *row; /* owned */
	size_t n, cap, untold, told_at;
	struct xg_map by_key;
};

#define XG_LAG_KEY 192
/* "TYPE VENUE SYM": what records share when they can stand for each other. */
struct xg_str xg_lag_key(char out[static XG_LAG_KEY], const struct xg_rec *rec);

void xg_lag_lost_clear(struct xg_lag_lost *t);
void xg_lag_lost_release(struct xg_lag_lost *t);
/* One more. *broken: it is the first of a book that was whole. */
int xg_lag_lost_add(
	struct xg_lag_lost *t, const struct xg_rec *rec, bool *broken);
/* The row of a BOOK record whose book has a hole and needs a snapshot. */
struct xg_lag_row_lost *xg_lag_lost_find(
	const struct xg_lag_lost *t, const struct xg_rec *rec);
/* A `gap` status about one row that is not told yet (untold > 0); the
 * caller's. NULL: memory. */
struct xg_rec *xg_lag_lost_tell(struct xg_lag_lost *t);
/* The next book that needs a snapshot; it is then no longer counted as one. */
bool xg_lag_lost_next(
	struct xg_lag_lost *t, struct xg_str *venue, struct xg_str *sym);

#endif
