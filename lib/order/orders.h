/* All orders of a run, by the user's id, by (venue, wire id), by (venue, venue
 * id). Ids that were ever used stay known: an order is never sent twice. */
#ifndef XG_ORDER_ORDERS_H
#define XG_ORDER_ORDERS_H

#include "order/order.h"

struct xg_orders {
	struct xg_ord **list; /* owned */
	size_t n, cap;
	size_t first_live; /* all before it are final and owe nothing */
	struct xg_map by_id, by_wire, by_venue;
};

void xg_orders_release(struct xg_orders *t);
/* XG_ERR_DUP when the id (or its wire id at that venue) was used before. */
int xg_orders_add(struct xg_orders *t, const struct xg_rec *order,
	const char *wire_id, struct xg_ord **out);
/* Moves first_live on; loops over what may still change start there. */
void xg_orders_settle(struct xg_orders *t);
struct xg_ord *xg_orders_id(const struct xg_orders *t, struct xg_str id);
struct xg_ord *xg_orders_wire(
	const struct xg_orders *t, struct xg_str venue, struct xg_str wire_id);
struct xg_ord *xg_orders_venue(
	const struct xg_orders *t, struct xg_str venue, struct xg_str venue_id);
/* Learns the venue's id. */
int xg_orders_set_venue_id(
	struct xg_orders *t, struct xg_ord *o, struct xg_str venue_id);
/* The order that a venue's exec or fill record speaks of: by wire id in `id`,
 * else by venue_id. NULL when it is not ours. */
struct xg_ord *xg_orders_of(
	const struct xg_orders *t, const struct xg_rec *rec);

#endif
