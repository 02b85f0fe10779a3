/* What orders of a market must fit: ticks, lots, least sizes. */
#ifndef XG_BOOK_RULES_H
#define XG_BOOK_RULES_H

#include "rec/insts.h"

/* Zeros where unknown: those forbid nothing. */
struct xg_rules {
	struct xg_dec tick, lot, min_qty, min_notional;
};

/* The rules of an instrument (NULL: all zero). false when it is not trading or
 * its lots are not in base units (inverse contracts). */
bool xg_rules_of(const struct xg_instr *i, struct xg_rules *out);
/* Price toward passive (a buyer's down, a seller's up), quantity down; a zero
 * step changes nothing. 0 or XG_ERR_RANGE. */
int xg_rules_fit_px(const struct xg_rules *r, int side, struct xg_dec *px);
int xg_rules_fit_qty(const struct xg_rules *r, struct xg_dec *qty);
/* XG_WHY_NONE when an order meets the minimums, else XG_WHY_MIN_QTY or
 * XG_WHY_MIN_NOTIONAL. */
int xg_rules_below(
	const struct xg_rules *r, struct xg_dec px, struct xg_dec qty);

#endif
