#include "order/orders.h"

#include <stdlib.h>

#include "base/err.h"

/* "venue key" in the caller's array; p is NULL when an id is too long. */
static struct xg_str join(
	char out[static 192], struct xg_str venue, struct xg_str key)
{
	if (venue.n > 48 || key.n > 128)
		return (struct xg_str){ NULL, 0 };
	if (venue.n)
		memcpy(out, venue.p, venue.n);
	out[venue.n] = ' ';
	if (key.n)
		memcpy(out + venue.n + 1, key.p, key.n);
	return (struct xg_str){ out, venue.n + 1 + key.n };
}

void xg_orders_release(struct xg_orders *t)
{
	for (size_t i = 0; i < t->n; i++)
		xg_ord_free(t->list[i]);
	free(t->list);
	xg_map_release(&t->by_id);
	xg_map_release(&t->by_wire);
	xg_map_release(&t->by_venue);
	*t = (struct xg_orders){ 0 };
}

static int grow(struct xg_orders *t)
{
	size_t cap = t->cap ? t->cap * 2 : 64;
	struct xg_ord **list;

	if (t->n < t->cap)
		return 0;
	list = realloc(t->list, cap * sizeof *list);
	if (!list)
		return XG_ERR_MEMORY;
	t->list = list;
	t->cap = cap;
	return 0;
}

int xg_orders_add(struct xg_orders *t, const struct xg_rec *order,
	const char *wire_id, struct xg_ord **out)
{
	char key[192];
	struct xg_str wire = join(key, order->venue, xg_str_from(wire_id));
	union xg_map_val *a, *b;
	struct xg_ord *o;

	if (!wire.p)
		return XG_ERR_LIMIT;
	if (xg_map_get(&t->by_id, order->u.order.id) ||
		xg_map_get(&t->by_wire, wire))
		return XG_ERR_DUP;
	if (grow(t) < 0)
		return XG_ERR_MEMORY;
	o = xg_ord_new(order, wire_id);
	if (!o)
		return XG_ERR_MEMORY;
	b = xg_map_put(&t->by_wire, wire, NULL);
	a = b ? xg_map_put(&t->by_id, order->u.order.id, NULL) : NULL;
	if (!a) {
		xg_map_del(&t->by_wire, wire);
		xg_ord_free(o);
		return XG_ERR_MEMORY;
	}
	a->ptr = o;
	b->ptr = o;
	t->list[t->n++] = o;
	*out = o;
	return 0;
}

void xg_orders_settle(struct xg_orders *t)
{
	while (t->first_live < t->n &&
		xg_ord_is_final(t->list[t->first_live]) &&
		!xg_ord_owes_fills(t->list[t->first_live]))
		t->first_live++;
}

struct xg_ord *xg_orders_id(const struct xg_orders *t, struct xg_str id)
{
	union xg_map_val *v = xg_map_get(&t->by_id, id);

	return v ? v->ptr : NULL;
}

static struct xg_ord *by(
	const struct xg_map *m, struct xg_str venue, struct xg_str key)
{
	char text[192];
	struct xg_str k = join(text, venue, key);
	union xg_map_val *v = k.p && key.n ? xg_map_get(m, k) : NULL;

	return v ? v->ptr : NULL;
}

struct xg_ord *xg_orders_wire(
	const struct xg_orders *t, struct xg_str venue, struct xg_str wire_id)
{
	return by(&t->by_wire, venue, wire_id);
}

struct xg_ord *xg_orders_venue(
	const struct xg_orders *t, struct xg_str venue, struct xg_str venue_id)
{
	return by(&t->by_venue, venue, venue_id);
}

int xg_orders_set_venue_id(
	struct xg_orders *t, struct xg_ord *o, struct xg_str venue_id)
{
	char text[192];
	struct xg_str k = join(text, o->rec->venue, venue_id);
	union xg_map_val *v;

	if (!k.p || venue_id.n == 0 || venue_id.n >= sizeof o->venue_id)
		return XG_ERR_LIMIT;
	v = xg_map_put(&t->by_venue, k, NULL);
	if (!v)
		return XG_ERR_MEMORY;
	v->ptr = o;
	xg_str_copy(o->venue_id, sizeof o->venue_id, venue_id);
	return 0;
}

struct xg_ord *xg_orders_of(const struct xg_orders *t, const struct xg_rec *rec)
{
	bool fill = rec->type == XG_REC_FILL;
	struct xg_str id = fill ? rec->u.fill.id : rec->u.exec.id;
	struct xg_str vid = fill ? rec->u.fill.venue_id : rec->u.exec.venue_id;
	struct xg_ord *o = xg_orders_wire(t, rec->venue, id);

	return o ? o : xg_orders_venue(t, rec->venue, vid);
}
