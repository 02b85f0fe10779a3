/* What the files of the exchange core share. */
#ifndef XG_SIM_SIM_PRIV_H
#define XG_SIM_SIM_PRIV_H

#include "sim/sim.h"

/* A user order never meets this owner's takers as its own (prints). */
enum { XG_SIM_PRINTER = 2 };

struct xg_sim_dirty {
	bool sell;
	struct xg_dec px;
};

struct xg_sim_queue {
	struct xg_sim_event *ev; /* owned */
	size_t n, cap;
	bool busy;
};

/* Sums of money: exact; beyond 18 digits to 8 decimals. */
struct xg_dec xg_sim_plus(struct xg_dec a, struct xg_dec b);
struct xg_dec xg_sim_minus(struct xg_dec a, struct xg_dec b);
/* A product of money to at most 10 decimals; fees to 8, in the venue's favour. */
struct xg_dec xg_sim_times(struct xg_dec a, struct xg_dec b);
struct xg_dec xg_sim_fee(struct xg_dec amount, struct xg_dec rate);

/* Adds an event; told by xg_sim_tell. NULL when memory is out. */
struct xg_sim_event *xg_sim_push(struct xg_sim_venue *v, enum xg_sim_ev kind,
	struct xg_sim_mkt *m, int64_t now);
/* Tells what is queued, then the best prices and balances that changed. */
void xg_sim_tell(struct xg_sim_venue *v, struct xg_sim_mkt *m, int64_t now);

void xg_sim_touch(struct xg_sim_mkt *m, bool sell, struct xg_dec px);
/* Records a trade of the market and queues its event. */
int64_t xg_sim_trade_add(struct xg_sim_mkt *m, const struct xg_sim_trade *t);

struct xg_sim_order *xg_sim_order_get(struct xg_sim_venue *v, uint64_t id);
/* Callbacks of the matching engine; arg is the xg_sim_mkt. */
void xg_sim_on_trade(void *arg, const struct xg_match_trade *t);
void xg_sim_on_end(void *arg, const struct xg_match_order *o);
/* Books a fill of an order on the account. */
void xg_sim_book_fill(
	struct xg_sim_venue *v, struct xg_sim_order *o, struct xg_sim_fill *f);
/* Spot: holds what an order may need, or lets all of it go. */
void xg_sim_hold(
	struct xg_sim_venue *v, struct xg_sim_order *o, struct xg_dec amount);
void xg_sim_unhold(struct xg_sim_venue *v, struct xg_sim_order *o);
struct xg_sim_balance *xg_sim_pays(
	struct xg_sim_venue *v, const struct xg_sim_order *o);

#endif
