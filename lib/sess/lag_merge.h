/* Updates of one book made one: private to the queue (sess/lag.h). */
#ifndef XG_SESS_LAG_MERGE_H
#define XG_SESS_LAG_MERGE_H

#include "rec/rec.h"

#define XG_LAG_LEVELS 16384 /* a side; more would not fit a line */

struct xg_lag_row {
	struct xg_level lv;
	size_t at; /* the later of two rows of a price counts */
};
struct xg_lag_side {
	struct xg_lag_row *row; /* owned */
	size_t n, cap, tidy;	/* n after the last tidying */
};

/* Zero-filled is valid. */
struct xg_lag_book {
	struct xg_lag_side bid, ask;
	bool snap;
};

void xg_lag_book_release(struct xg_lag_book *b);
/* Adds the levels of a BOOK record; a snapshot replaces what was there. 0,
 * XG_ERR_LIMIT, XG_ERR_MEMORY. */
int xg_lag_book_add(struct xg_lag_book *b, const struct xg_rec *rec);
/* All that was added as one record: *head with its levels, best first; the
 * caller's. NULL: memory. */
struct xg_rec *xg_lag_book_rec(
	struct xg_lag_book *b, const struct xg_rec *head);
size_t xg_lag_book_bytes(const struct xg_lag_book *b);

#endif
