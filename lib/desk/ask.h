/* Questions about an account: signed, paged, asked again where that is safe.
 * One after the other for each venue, all venues at once. */
#ifndef XG_DESK_ASK_H
#define XG_DESK_ASK_H

#include "desk/desk.h"

struct xg_asker;

struct xg_asker_opts {
	enum xg_op op; /* OPEN, FILLS, BALANCES, POSITIONS, FEES, KEYINFO */
	/* Symbols (unified); none = all that the venue tells at once. */
	const char *const *sym;
	size_t syms;
	int64_t since; /* FILLS: us; 0 = as far as one answer goes */
	int (*emit)(void *ctx, const struct xg_rec *rec); /* <0 stops */
	/* All answers came: rc 0. Else XG_ERR_* and a sentence. Called once;
	 * free the asker later, not inside. */
	void (*done)(void *ctx, int rc, const char *why);
	void *ctx;
};

/* desk: opened and loaded. NULL and *err: a venue has no such question, or
 * needs a symbol for it (XG_ERR_SUPPORT, _ABSENT). */
struct xg_asker *xg_asker_new(struct xg_desk *desk, struct xg_net *net,
	const struct xg_asker_opts *o, struct xg_error *err);
void xg_asker_free(struct xg_asker *a);

#endif
