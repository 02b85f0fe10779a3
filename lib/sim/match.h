/* The matching engine of one simulated symbol: price-time priority over exact
 * decimals. It knows no account, fee or dialect, and reads no clock: the owner
 * of an order is a number, and what happens is told through one function. */
#ifndef XG_SIM_MATCH_H
#define XG_SIM_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dec/dec.h"

enum xg_match_kind {
	XG_MATCH_LIMIT,	 /* the rest waits in the book */
	XG_MATCH_POST,	 /* refused when it would trade at once */
	XG_MATCH_IOC,	 /* the rest is dropped */
	XG_MATCH_FOK,	 /* all at once or nothing */
	XG_MATCH_MARKET, /* IOC without a price */
};

/* What happens where an order meets one of the same owner. */
enum xg_match_self {
	XG_SELF_TAKER, /* the new order ends */
	XG_SELF_MAKER, /* the waiting order ends, the new one goes on */
	XG_SELF_BOTH,
};

enum xg_match_end {
	XG_END_NONE, /* it waits in the book */
	XG_END_FILLED,
	XG_END_DROPPED, /* IOC or market: the book had no more */
	XG_END_KILLED,	/* FOK: the book had too little; nothing traded */
	XG_END_CROSSED, /* post-only: it would have traded */
	XG_END_SELF,	/* self-trade prevention */
};

struct xg_match_order {
	uint64_t id; /* the caller's; not 0, unique among waiting orders */
	uint32_t owner;
	bool sell;
	enum xg_match_kind kind;
	enum xg_match_self self;
	struct xg_dec px;		    /* ignored for MARKET */
	struct xg_dec left;		    /* quantity that has not traded */
	struct xg_match_order *prev, *next; /* the engine's */
};

struct xg_match_trade {
	const struct xg_match_order *maker, *taker; /* left is after it */
	struct xg_dec px, qty;			    /* at the maker's price */
};

struct xg_match {
	struct xg_dec tick, lot;
	struct xg_match_order *pool, *spare;	  /* capacity fixed at init */
	struct xg_match_order *best[2], *last[2]; /* 0 bids, 1 asks */
	/* Called for each trade, and for each waiting order that self-trade
	 * prevention ends. They must not call the engine. May be NULL. */
	void (*on_trade)(void *arg, const struct xg_match_trade *t);
	void (*on_end)(void *arg, const struct xg_match_order *o);
	void *arg;
};

/* tick and lot > 0, cap orders can wait. RANGE, or MEMORY. */
int xg_match_init(
	struct xg_match *m, struct xg_dec tick, struct xg_dec lot, size_t cap);
void xg_match_release(struct xg_match *m);
/* Runs an order; *o is copied, left is updated, *end says what became of it.
 * RANGE: price or quantity not positive or not on its step. DUP: an order
 * with this id waits. LIMIT: no room; checked before anything trades. */
int xg_match_place(
	struct xg_match *m, struct xg_match_order *o, enum xg_match_end *end);
/* Takes a waiting order out; *out (may be NULL) is how it stood. ABSENT. */
int xg_match_cancel(
	struct xg_match *m, uint64_t id, struct xg_match_order *out);
const struct xg_match_order *xg_match_find(
	const struct xg_match *m, uint64_t id);

#endif
