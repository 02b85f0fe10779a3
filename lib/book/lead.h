/* Best prices that are ahead of their book (R28): a venue tells them at once and
 * the book each 100 ms. They are laid over it where both count in one sequence, and
 * taken off before the next update, so that the book stays what its updates say. */
#ifndef XG_BOOK_LEAD_H
#define XG_BOOK_LEAD_H

#include "book/book.h"

#define XG_LEAD_MAX 32 /* levels of a book that best prices may change */

/* Zero-filled is valid: nothing lies over the book. */
struct xg_lead {
	struct xg_bbo bbo; /* the newest that was ahead */
	bool has_bid, has_ask;
	int n; /* what was there before, in the order of the changes */
	struct {
		int side;
		struct xg_level was;
	} undo[XG_LEAD_MAX];
};

/* Takes the best prices off the book. They are not forgotten (xg_lead_again). */
void xg_lead_off(struct xg_lead *l, struct xg_book *b);
/* Lays them over the book when bbo.seq is ahead of its seq: levels that are better
 * go, the best ones have these quantities. True: the book's levels changed. Prices
 * that would change more than XG_LEAD_MAX levels, or cross, are left out. */
bool xg_lead_put(struct xg_lead *l, struct xg_book *b, const struct xg_bbo *bbo,
	bool has_bid, bool has_ask);
/* After an update of the book: those that are still ahead. */
void xg_lead_again(struct xg_lead *l, struct xg_book *b);

#endif
