/* Which instruments a subscription names. Pure. */
#ifndef XG_SESS_SUBS_H
#define XG_SESS_SUBS_H

#include "rec/insts.h"

/* Zero-filled is valid. */
struct xg_picks {
	const struct xg_instr **list; /* owned array of borrowed */
	size_t n, cap;
};
void xg_picks_release(struct xg_picks *p);

/* Adds what sym means at a venue, each instrument once: a unified symbol or
 * its ccxt spelling; a pattern with * and ? of either (it names only what can
 * be traded now); ~NATIVE. The number of instruments that it names, or
 * XG_ERR_ABSENT with what is near, XG_ERR_SYNTAX, XG_ERR_DUP (several have this
 * native code), XG_ERR_MEMORY. */
int xg_subs_pick(struct xg_picks *out, const struct xg_insts *insts,
	const char *venue, struct xg_str sym, struct xg_error *err);
/* Has it * or ? */
bool xg_sub_is_pattern(struct xg_str sym);

#endif
