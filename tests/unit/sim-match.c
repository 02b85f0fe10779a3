/* The rules of the simulator's matching engine. */
#include "base/err.h"
#include "sim/match.h"
#include "tap.h"

struct seen {
	uint64_t maker[16];
	int64_t px[16], sum;
	int n, ended;
};

static void on_trade(void *arg, const struct xg_match_trade *t)
{
	struct seen *s = arg;

	if (s->n < 16) {
		s->maker[s->n] = t->maker->id;
		s->px[s->n] = t->px.m;
	}
	s->n++;
	s->sum += t->qty.m;
}

static void on_end(void *arg, const struct xg_match_order *o)
{
	(void)o;
	((struct seen *)arg)->ended++;
}

static int put(struct xg_match *m, uint64_t id, uint32_t owner, int64_t side,
	enum xg_match_kind kind, int64_t px, struct xg_match_order *o)
{
	enum xg_match_end end = XG_END_NONE;
	int rc;

	o->id = id;
	o->owner = owner;
	o->sell = side < 0;
	o->kind = kind;
	o->px = xg_dec_int(px);
	o->left = xg_dec_int(side < 0 ? -side : side);
	rc = xg_match_place(m, o, &end);
	return rc ? rc : (int)end;
}

/* Asks 100: 3 (id 1), 2 (id 2); 101: 4 (id 3); all of owner 1. */
static void fill(struct xg_match *m, struct seen *s)
{
	struct xg_match_order o = { 0 };

	xg_match_release(m);
	(void)xg_match_init(m, xg_dec_int(1), xg_dec_int(1), 8);
	put(m, 3, 1, -4, XG_MATCH_LIMIT, 101, &o);
	put(m, 1, 1, -3, XG_MATCH_LIMIT, 100, &o);
	put(m, 2, 1, -2, XG_MATCH_LIMIT, 100, &o);
	*s = (struct seen){ 0 };
	m->on_trade = on_trade;
	m->on_end = on_end;
	m->arg = s;
}

static void rules(void)
{
	struct xg_match m = { 0 };
	struct xg_match_order o = { 0 };
	struct seen s;

	fill(&m, &s);
	is_int(put(&m, 9, 2, 6, XG_MATCH_LIMIT, 101, &o), XG_END_FILLED,
		"a crossing limit order is filled");
	ok(s.n == 3 && s.maker[0] == 1 && s.maker[1] == 2 && s.maker[2] == 3,
		"the better price comes first, then the earlier order");
	ok(s.px[0] == 100 && s.px[2] == 101, "trades are at the maker's price");
	is_int(xg_match_find(&m, 3)->left.m, 3, "a maker keeps its rest");
	fill(&m, &s);
	is_int(put(&m, 9, 2, 10, XG_MATCH_FOK, 101, &o), XG_END_KILLED,
		"FOK ends when the book has too little");
	ok(s.n == 0 && xg_match_find(&m, 1), "and nothing trades");
	is_int(put(&m, 9, 2, 9, XG_MATCH_FOK, 101, &o), XG_END_FILLED,
		"FOK for all that there is, is filled");
	fill(&m, &s);
	is_int(put(&m, 9, 2, 1, XG_MATCH_POST, 100, &o), XG_END_CROSSED,
		"post-only that touches the other side is refused");
	is_int(put(&m, 9, 2, 1, XG_MATCH_POST, 99, &o), XG_END_NONE,
		"post-only below it waits");
	is_int(put(&m, 9, 2, 1, XG_MATCH_POST, 98, &o), XG_ERR_DUP,
		"an id that waits is refused");
	is_int(put(&m, 10, 2, 7, XG_MATCH_IOC, 100, &o), XG_END_DROPPED,
		"IOC drops what its price does not reach");
	is_int(o.left.m, 2, "and has that left");
	is_int(put(&m, 11, 2, 9, XG_MATCH_MARKET, 0, &o), XG_END_DROPPED,
		"a market order takes any price and drops the rest");
	is_int(o.left.m, 5, "which is what the book lacked");
	fill(&m, &s);
	o.self = XG_SELF_TAKER;
	is_int(put(&m, 9, 1, 1, XG_MATCH_LIMIT, 100, &o), XG_END_SELF,
		"an own order ahead ends the taker");
	ok(s.n == 0 && s.ended == 0, "and the maker stays");
	o.self = XG_SELF_MAKER;
	is_int(put(&m, 9, 1, 1, XG_MATCH_LIMIT, 100, &o), XG_END_NONE,
		"or the makers end and the taker waits");
	ok(s.n == 0 && s.ended == 2, "only those that it met");
	is_int(xg_match_cancel(&m, 9, &o), 0, "a waiting order is cancelled");
	is_int(xg_match_cancel(&m, 9, &o), XG_ERR_ABSENT, "and only once");
	is_int(put(&m, 9, 1, 0, XG_MATCH_LIMIT, 1, &o), XG_ERR_RANGE,
		"a quantity of zero is refused");
	xg_match_release(&m);
}

/* Whatever arrives, quantity put in = 2 * traded + ended + waiting. */
static void conserved(void)
{
	struct xg_match m = { 0 };
	struct xg_match_order o = { 0 };
	struct seen s = { 0 };
	uint32_t r = 7;
	int64_t in = 0, out = 0, wait = 0, qty;
	int i, side, rc, crossed = 0;

	(void)xg_match_init(&m, xg_dec_int(1), xg_dec_int(1), 4096);
	m.on_trade = on_trade;
	m.arg = &s;
	for (i = 1; i <= 4000; i++) {
		r = r * 1664525 + 1013904223;
		qty = 1 + (r >> 10) % 9;
		o.self = XG_SELF_TAKER;
		rc = put(&m, (uint64_t)i, r >> 29, r & 1u << 25 ? qty : -qty,
			(enum xg_match_kind)((r >> 15) % 5),
			95 + (r >> 20) % 11, &o);
		in += qty;
		if (rc != XG_END_NONE)
			out += o.left.m;
		if (m.best[0] && m.best[1] &&
			xg_dec_cmp(m.best[0]->px, m.best[1]->px) >= 0)
			crossed++;
	}
	for (side = 0; side < 2; side++)
		for (const struct xg_match_order *k = m.best[side]; k;
			k = k->next)
			wait += k->left.m;
	is_int(2 * s.sum + out + wait, in, "no quantity appears or is lost");
	ok(s.n > 500, "many of the random orders trade (%d)", s.n);
	is_int(crossed, 0, "the book is never crossed");
	xg_match_release(&m);
}

int main(void)
{
	rules();
	conserved();
	return done();
}
