/* One order, amend or cancel from the words of a command line, as a record. Pure. */
#ifndef XG_SESS_SINGLE_H
#define XG_SESS_SINGLE_H

#include "base/err.h"
#include "rec/rec.h"
#include "rec/sym.h"

#define XG_MADE_ID 32

/* What the user gave; strings are borrowed, and *rec of the functions below points
 * at them and at sym. */
struct xg_single {
	int side; /* XG_BUY, XG_SELL */
	const char *qty_word, *sym_word, *venue, *id;
	struct xg_dec px, qty; /* zero = not given */
	int tif, pos;	       /* 0 = not given */
	bool post_only, reduce;
	char sym[XG_SYM_MAX];
};

/* An id of letters and digits only, so that every venue takes it as it is: the time
 * (us) and random bytes that tell two processes apart. */
void xg_made_id(
	char out[static XG_MADE_ID], int64_t now, const unsigned char some[4]);

/* A limit order where px is given, else a market order. XG_ERR_SYNTAX and *err: the
 * quantity is no number above zero, or the symbol is none. */
int xg_single_order(
	struct xg_single *s, struct xg_rec *rec, struct xg_error *err);
/* XG_ERR_SYNTAX: neither px nor qty. */
int xg_single_amend(
	const struct xg_single *s, struct xg_rec *rec, struct xg_error *err);
/* "all" as the id: every order that is open. */
void xg_single_cancel(const struct xg_single *s, struct xg_rec *rec);

#endif
