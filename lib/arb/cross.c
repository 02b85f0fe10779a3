#include "arb/cross.h"

#include <stdlib.h>

#include "rec/sym.h"

struct xg_cross_pair {
	bool on; /* was there at the last look, and told */
	bool told;
	int64_t told_at; /* us */
	uint32_t count;	 /* records so far */
	struct xg_dec profit;
};

void xg_cross_release(struct xg_cross *c)
{
	for (size_t i = 0; i < c->sym_n; i++)
		free(c->sym[i].pair);
	free(c->sym);
	xg_books_release(&c->books);
	xg_insts_release(&c->insts);
	xg_fees_release(&c->fees);
	*c = (struct xg_cross){ 0 };
}

int xg_cross_apply(struct xg_cross *c, const struct xg_rec *rec,
	struct xg_market **m, struct xg_error *err)
{
	int rc;

	c->m = NULL;
	*m = NULL;
	if (rec->type == XG_REC_INST || rec->type == XG_REC_FEE) {
		rc = rec->type == XG_REC_INST ? xg_insts_put(&c->insts, rec)
					      : 0;
		if (rc == 0)
			rc = xg_fees_put(&c->fees, rec);
		return rc < 0 ? xg_error_set(err, rc,
					"this %s cannot be kept: %s",
					xg_rec_type_name(rec->type),
					xg_err_text(rc))
			      : 0;
	}
	rc = xg_books_apply(&c->books, rec, m, err);
	if (rc > 0) {
		c->m = *m;
		c->at = 0;
	}
	return rc;
}

static int room(struct xg_cross *c, const struct xg_markets *s)
{
	struct xg_cross_sym *all;
	struct xg_cross_pair *pair;
	size_t cap;

	if (s->id >= c->sym_n) {
		size_t n = (s->id + 1) * 2;

		all = realloc(c->sym, n * sizeof *all);
		if (!all)
			return XG_ERR_MEMORY;
		memset(all + c->sym_n, 0, (n - c->sym_n) * sizeof *all);
		c->sym = all;
		c->sym_n = n;
	}
	all = &c->sym[s->id];
	if (s->n <= all->cap)
		return 0;
	cap = s->cap;
	pair = calloc(cap * cap, sizeof *pair);
	if (!pair)
		return XG_ERR_MEMORY;
	for (size_t i = 0; i < all->cap; i++)
		memcpy(&pair[i * cap], &all->pair[i * all->cap],
			all->cap * sizeof *pair);
	free(all->pair);
	all->pair = pair;
	all->cap = cap;
	return 0;
}

/* Without fees: the cheap look that nearly always says no. */
static bool overlap(const struct xg_market *buy, const struct xg_market *sell)
{
	struct xg_level ask, bid;

	return xg_book_level(&buy->book, XG_SELL, 0, &ask) &&
	       xg_book_level(&sell->book, XG_BUY, 0, &bid) &&
	       xg_dec_cmp(bid.px, ask.px) > 0;
}

static bool side_of(
	struct xg_cross *c, struct xg_market *m, struct xg_arb_side *out)
{
	out->book = &m->book;
	out->fee = xg_fees_of(&c->fees, m)->taker;
	return xg_rules_of(
		xg_insts_sym(&c->insts, m->venue, m->sym), &out->rules);
}

static bool usable(const struct xg_cross *c, const struct xg_market *m)
{
	return xg_market_is_usable(m, c->books.now, c->o.max_age);
}

static bool changed(const struct xg_cross *c, const struct xg_cross_pair *p,
	struct xg_dec profit)
{
	struct xg_dec diff, part;

	if (xg_dec_sub(&diff, profit, p->profit) < 0 ||
		xg_dec_mul(&diff, xg_dec_abs(diff), xg_dec_int(100),
			XG_ROUND_UP) < 0 ||
		xg_dec_mul(&part, p->profit, xg_dec_int(c->o.change),
			XG_ROUND_DOWN) < 0)
		return true;
	return !xg_dec_is_zero(diff) && xg_dec_cmp(diff, part) >= 0;
}

static bool worth_telling(const struct xg_cross *c,
	const struct xg_cross_pair *p, struct xg_dec profit)
{
	if (p->told && c->books.now - p->told_at < c->o.cool_down)
		return false;
	return !p->on || changed(c, p, profit);
}

static void make_id(struct xg_cross *c, const struct xg_market *buy,
	const struct xg_market *sell, uint32_t count)
{
	uint64_t h = xg_str_hash(buy->sym) ^ xg_str_hash(buy->venue) * 3 ^
		     xg_str_hash(sell->venue) * 5;

	/* Unlike pairs at one time, and one pair more than once at one time,
	 * differ. */
	h = (h ^ h >> 32) + count;
	snprintf(c->id, sizeof c->id, "c%lld-%08x", (long long)c->books.now,
		(unsigned)(h & 0xffffffff));
}

static struct xg_leg leg_of(const struct xg_market *m, int side,
	struct xg_dec px, struct xg_dec qty, struct xg_dec fee)
{
	struct xg_leg leg = { m->venue, m->sym, side, xg_dec_trim(px),
		xg_dec_trim(qty), { 0, 0 } };

	xg_dec_mul(&leg.fee_bps, fee, xg_dec_int(10000), XG_ROUND_NEAREST);
	return leg;
}

static void make_record(struct xg_cross *c, const struct xg_market *buy,
	const struct xg_market *sell, const struct xg_arb_plan *p,
	struct xg_rec *out)
{
	struct xg_str none = { NULL, 0 };
	struct xg_arb *a = &out->u.arb;
	struct xg_sym sym;

	xg_rec_start(out, XG_REC_ARB, none, none, 0, c->books.now);
	c->leg[0] = leg_of(buy, XG_BUY, p->buy_px, p->qty, buy->fee.taker);
	c->leg[1] = leg_of(sell, XG_SELL, p->sell_px, p->qty, sell->fee.taker);
	a->kind = XG_ARB_CROSS;
	a->id = xg_str_from(c->id);
	a->legs = (struct xg_legs){ c->leg, 2 };
	a->gross_bps = p->gross_bps;
	a->net_bps = p->net_bps;
	a->profit = p->profit;
	a->ttl_ms = c->o.ttl / 1000;
	out->has |= XG_HAS(0) | XG_HAS(1) | XG_HAS(2) | XG_HAS(3) | XG_HAS(4) |
		    XG_HAS(5) | XG_HAS(7);
	if (xg_sym_parse(&sym, buy->sym) == 0 && sym.quote.n) {
		a->ccy = sym.quote;
		out->has |= XG_HAS(6);
	}
}

/* One direction between two markets. */
static int look(struct xg_cross *c, struct xg_market *buy,
	struct xg_market *sell, struct xg_rec *out)
{
	struct xg_arb_side b, s;
	struct xg_arb_plan plan;
	struct xg_cross_pair *p;
	int rc = room(c, buy->of);

	if (rc < 0)
		return rc;
	p = &c->sym[buy->of->id]
		     .pair[buy->place * c->sym[buy->of->id].cap + sell->place];
	rc = usable(c, buy) && usable(c, sell) && overlap(buy, sell) &&
	     side_of(c, buy, &b) && side_of(c, sell, &s);
	if (rc)
		rc = xg_arb_walk(
			&b, &s, c->o.min_bps, c->o.max_notional, &plan);
	if (rc > 0 && xg_dec_cmp(plan.profit, c->o.min_profit) < 0)
		rc = 0;
	if (rc <= 0) {
		p->on = false;
		return rc;
	}
	if (!worth_telling(c, p, plan.profit))
		return 0;
	p->on = p->told = true;
	p->told_at = c->books.now;
	p->profit = plan.profit;
	make_id(c, buy, sell, p->count++);
	make_record(c, buy, sell, &plan, out);
	return 1;
}

int xg_cross_next(struct xg_cross *c, struct xg_rec *out)
{
	while (c->m && c->at < 2 * c->m->of->n) {
		struct xg_market *other = c->m->of->m[c->at / 2];
		bool buys = c->at % 2 == 0;
		int rc;

		c->at++;
		if (other == c->m)
			continue;
		rc = look(c, buys ? c->m : other, buys ? other : c->m, out);
		if (rc)
			return rc;
	}
	return 0;
}
