/* Shared by book.c and level.c. */
#ifndef XG_VENUE_GATE_BOOK_PRIV_H
#define XG_VENUE_GATE_BOOK_PRIV_H

#include "venue/gate/gate.h"

/* The value of a side (the next token) into st->lv[side]; null is empty. */
int xg_gate_side(struct xg_gate_state *st, struct xg_json *j, int side);
/* Brings a side into order, best first; levels of one price keep theirs. */
int xg_gate_sort(struct xg_gate_state *st, int side);

#endif
