/* What somebody may have meant who wrote a symbol that a venue has not. */
#ifndef XG_SESS_NEAR_H
#define XG_SESS_NEAR_H

#include "rec/insts.h"

/* The instrument of a venue whose symbol is written most like this one, NULL when
 * none is near: letters put in, left out, changed or swapped count, capitals do
 * not. One such slip may be in six letters of the whole, and in three of the base
 * asset: a name of two letters has none, and DOGE is not meant by DOT. Of equals
 * the one with the same base asset, then the first. */
const struct xg_instr *xg_near(
	const struct xg_insts *insts, const char *venue, struct xg_str sym);

#endif
