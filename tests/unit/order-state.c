/* The state of one order, and the table of orders. */
#include "order/orders.h"
#include "tap.h"

static struct xg_rec reader_rec(const char *text)
{
	static struct xg_rec_reader reader;
	struct xg_error err = { 0 };
	struct xg_rec rec;

	if (xg_rec_read(&reader, xg_str_from(text), ~UINT64_C(0), &rec, &err) <
		0) {
		printf("not ok - test: %s: %s\n", text, err.text);
		abort();
	}
	return rec;
}

static struct xg_ord *fresh(void)
{
	struct xg_rec rec = reader_rec(
		"{\"type\":\"order\",\"venue\":\"v\",\"sym\":\"A-B\",\"id\":"
		"\"a\",\"side\":\"buy\",\"kind\":\"limit\",\"px\":10,\"qty\":"
		"5}");
	struct xg_ord *o = xg_ord_new(&rec, "a");

	o->state = XG_ORD_SENT;
	return o;
}

static int exec(struct xg_ord *o, const char *event, const char *more)
{
	struct xg_rec rec;
	char text[256];

	snprintf(text, sizeof text,
		"{\"type\":\"exec\",\"venue\":\"v\",\"sym\":\"A-B\",\"id\":"
		"\"a\",\"event\":\"%s\"%s}",
		event, more);
	rec = reader_rec(text);
	return xg_ord_exec(o, &rec);
}

static int fill(
	struct xg_ord *o, const char *trade, const char *px, const char *qty)
{
	struct xg_rec rec;
	char text[256];

	snprintf(text, sizeof text,
		"{\"type\":\"fill\",\"venue\":\"v\",\"sym\":\"A-B\",\"id\":"
		"\"a\",\"trade_id\":\"%s\",\"side\":\"buy\",\"px\":%s,"
		"\"qty\":%s}",
		trade, px, qty);
	rec = reader_rec(text);
	return xg_ord_fill(o, &rec);
}

static bool is_dec(struct xg_dec d, const char *want)
{
	char text[XG_DEC_TEXT];

	xg_dec_fmt(text, d);
	return strcmp(text, want) == 0;
}

/* All pairs of events: a state is never left for an earlier one. */
static void forward(void)
{
	static const char *const names[] = { "sent", "unknown", "new",
		"partial", "filled", "canceled", "rejected", "expired" };
	int bad = 0;

	for (size_t i = 0; i < XG_LEN(names); i++) {
		for (size_t j = 0; j < XG_LEN(names); j++) {
			struct xg_ord *o = fresh();
			enum xg_ord_state was;

			fill(o, "1", "10", "5");
			o->state = XG_ORD_SENT;
			exec(o, names[i], ",\"filled\":5");
			was = o->state;
			exec(o, names[j], ",\"filled\":5");
			if (o->state < was ||
				(was >= XG_ORD_FILLED && o->state != was))
				bad++;
			xg_ord_free(o);
		}
	}
	is_int(bad, 0, "R21: of all pairs of events none moves a state back");
}

static void sums(void)
{
	struct xg_ord *o = fresh();

	is_int(fill(o, "1", "10", "2"), 1, "R22: a fill counts");
	is_int(fill(o, "1", "10", "2"), 0, "R22: once");
	is_int(fill(o, "2", "11", "1"), 1, "R22: another one, too");
	ok(is_dec(o->filled, "3") && is_dec(xg_ord_left(o), "2"),
		"R22: filled and left are sums of fills");
	ok(is_dec(xg_ord_avg(o), "10.33"), "the average price weighs them");
	is_int(o->state, XG_ORD_PARTIAL, "a fill makes it partial");
	is_int(exec(o, "filled", ",\"filled\":5"), 0,
		"R22: filled waits for the missing fill");
	ok(!xg_ord_is_final(o) && xg_ord_owes_fills(o), "R22: it owes one");
	is_int(exec(o, "canceled", ",\"filled\":5"), 0,
		"R22: a second final word changes nothing");
	fill(o, "3", "10", "2");
	is_int(xg_ord_settle(o, false), 1, "R22: then it is final");
	is_int(o->state, XG_ORD_FILLED, "R22: as the first word said");
	is_int(fill(o, "4", "10", "1"), 1, "R3: a fill after the end counts");
	ok(is_dec(xg_ord_left(o), "0"), "and nothing is left, not less");
	is_int(exec(o, "new", ""), 0, "R21: nothing moves it back");
	xg_ord_free(o);

	o = fresh();
	fill(o, "1", "10", "3");
	is_int(exec(o, "filled", ""), 0,
		"R22: filled without a figure means all of it");
	ok(xg_ord_owes_fills(o), "R22: so the rest is owed");
	xg_ord_free(o);

	o = fresh();
	is_int(exec(o, "canceled", ",\"filled\":0"), 1,
		"cancelled without fills is final at once");
	xg_ord_free(o);

	o = fresh();
	is_int(fill(o, "1", "10", "0.000000000000000001"), 1,
		"18 decimals count");
	is_int(fill(o, "2", "10", "123456789012"), XG_ERR_RANGE,
		"R17: a sum that can't be exact is an error, not a rounded sum");
	o->inexact = true;
	is_int(fill(o, "2", "10", "123456789012.5"), 1,
		"but for inverse contracts it is rounded");
	xg_ord_free(o);

	o = fresh();
	o->inexact = true;
	fill(o, "1", "3", "0.333333333333333333");
	is_int(exec(o, "canceled", ",\"filled\":0.33333333333333334"), 1,
		"inverse contracts: sums agree to seven digits");
	xg_ord_free(o);
}

static void table(void)
{
	struct xg_orders t = { 0 };
	struct xg_rec a = reader_rec("{\"type\":\"order\",\"venue\":\"v\","
				     "\"sym\":\"A-B\",\"id\":\"a\",\"side\":"
				     "\"buy\",\"kind\":\"market\",\"qty\":1}");
	struct xg_ord *o, *none = NULL;

	is_int(xg_orders_add(&t, &a, "w", &o), 0, "an order is kept");
	is_int(xg_orders_add(&t, &a, "x", &none), XG_ERR_DUP,
		"R21: its id only once");
	a.u.order.id = XG_STR("b");
	is_int(xg_orders_add(&t, &a, "w", &none), XG_ERR_DUP,
		"R21: its client id at the venue only once");
	ok(xg_orders_id(&t, XG_STR("a")) == o &&
			xg_orders_wire(&t, XG_STR("v"), XG_STR("w")) == o,
		"it is found by both");
	ok(!xg_orders_wire(&t, XG_STR("u"), XG_STR("w")),
		"not at another venue");
	is_int(xg_orders_set_venue_id(&t, o, XG_STR("77")), 0, "it learns");
	ok(xg_orders_venue(&t, XG_STR("v"), XG_STR("77")) == o,
		"R21: and is found by the venue's id");
	a = reader_rec("{\"type\":\"exec\",\"venue\":\"v\",\"sym\":\"A-B\","
		       "\"id\":\"other\",\"venue_id\":\"77\",\"event\":"
		       "\"new\"}");
	ok(xg_orders_of(&t, &a) == o,
		"R21: also when the venue gave the client id another value");
	xg_orders_settle(&t);
	is_int(t.first_live, 0, "an open order is live");
	o->state = XG_ORD_CANCELED;
	o->venue_cum = xg_dec_int(1);
	xg_orders_settle(&t);
	is_int(t.first_live, 0, "R3: so is one that owes fills");
	o->filled = xg_dec_int(1);
	xg_orders_settle(&t);
	is_int(t.first_live, 1, "others are done with");
	xg_orders_release(&t);
}

int main(void)
{
	forward();
	sums();
	table();
	return done();
}
