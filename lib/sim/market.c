/* A market seen from outside: liquidity, prints, marks, deltas, candles. */
#include <stdlib.h>

#include "sim/sim_priv.h"

#define MINUTE_US INT64_C(60000000)

void xg_sim_touch(struct xg_sim_mkt *m, bool sell, struct xg_dec px)
{
	if (m->dirty_n == m->dirty_cap) {
		size_t cap = m->dirty_cap ? m->dirty_cap * 2 : 64;
		struct xg_sim_dirty *d = realloc(m->dirty, cap * sizeof *d);

		if (!d)
			abort(); /* a delta left out would be a wrong book */
		m->dirty = d;
		m->dirty_cap = cap;
	}
	m->dirty[m->dirty_n++] = (struct xg_sim_dirty){ sell, px };
	m->seq++;
}

size_t xg_sim_levels(
	const struct xg_sim_mkt *m, bool sell, struct xg_level *out, size_t max)
{
	const struct xg_match_order *o = m->match.best[sell];
	size_t n = 0;

	for (; o; o = o->next) {
		if (n && xg_dec_cmp(out[n - 1].px, o->px) == 0) {
			out[n - 1].qty = xg_sim_plus(out[n - 1].qty, o->left);
			continue;
		}
		if (n == max)
			break;
		out[n].px = o->px;
		out[n++].qty = o->left;
	}
	return n;
}

/* ---- liquidity ---- */

/* Takes qty from the outside orders at a price, the last of the queue first. */
static void withdraw(
	struct xg_sim_mkt *m, bool sell, struct xg_dec px, struct xg_dec qty)
{
	struct xg_match_order *o = m->match.last[sell], *prev;

	for (; o && xg_dec_sign(qty) > 0; o = prev) {
		prev = o->prev;
		if (o->owner != XG_SIM_OUTSIDE || xg_dec_cmp(o->px, px) != 0)
			continue;
		if (xg_dec_cmp(o->left, qty) > 0) {
			o->left = xg_sim_minus(o->left, qty);
			return;
		}
		qty = xg_sim_minus(qty, o->left);
		(void)xg_match_cancel(&m->match, o->id, NULL);
	}
}

struct xg_dec xg_sim_outside(
	const struct xg_sim_mkt *m, bool sell, struct xg_dec px)
{
	const struct xg_match_order *o;
	struct xg_dec sum = { 0 };

	for (o = m->match.best[sell]; o; o = o->next) {
		int c = xg_dec_cmp(o->px, px);

		if (sell ? c > 0 : c < 0)
			break;
		if (c == 0 && o->owner == XG_SIM_OUTSIDE)
			sum = xg_sim_plus(sum, o->left);
	}
	return sum;
}

static uint64_t outside_id(struct xg_sim_venue *v)
{
	return ++v->next_outside | UINT64_C(1) << 63;
}

/* The time of the step, for the callbacks of the engine. */
static int set_level(
	struct xg_sim_mkt *m, bool sell, struct xg_dec px, struct xg_dec qty)
{
	struct xg_dec is = xg_sim_outside(m, sell, px);
	int c = xg_dec_cmp(qty, is), rc;
	enum xg_match_end end;

	if (c == 0)
		return 0;
	if (c < 0) {
		withdraw(m, sell, px, xg_sim_minus(is, qty));
		xg_sim_touch(m, sell, px);
		return 0;
	}
	rc = xg_match_place(&m->match,
		&(struct xg_match_order){ .id = outside_id(m->venue),
			.owner = XG_SIM_OUTSIDE,
			.sell = sell,
			.self = XG_SELF_MAKER,
			.px = px,
			.left = xg_sim_minus(qty, is) },
		&end);
	if (rc == 0 && end == XG_END_NONE)
		xg_sim_touch(m, sell, px);
	return rc;
}

int xg_sim_set_level(struct xg_sim_mkt *m, bool sell, struct xg_dec px,
	struct xg_dec qty, int64_t now)
{
	int rc;

	m->venue->now = now;
	rc = set_level(m, sell, px, qty);
	xg_sim_tell(m->venue, m, now);
	return rc;
}

/* The wanted size at a price, 0 when it is not in the list. */
static struct xg_dec wanted(const struct xg_levels *l, struct xg_dec px)
{
	for (size_t i = 0; i < l->n; i++)
		if (xg_dec_cmp(l->p[i].px, px) == 0)
			return l->p[i].qty;
	return (struct xg_dec){ 0 };
}

static void drop_others(
	struct xg_sim_mkt *m, bool sell, const struct xg_levels *want)
{
	struct xg_match_order *o = m->match.best[sell], *next;

	for (; o; o = next) {
		struct xg_dec px = o->px;

		next = o->next;
		if (o->owner != XG_SIM_OUTSIDE ||
			!xg_dec_is_zero(wanted(want, px)))
			continue;
		(void)xg_match_cancel(&m->match, o->id, NULL);
		xg_sim_touch(m, sell, px);
	}
}

int xg_sim_set_book(struct xg_sim_mkt *m, const struct xg_levels *bids,
	const struct xg_levels *asks, int64_t now)
{
	const struct xg_levels *side[2] = { bids, asks };
	int rc = 0;

	m->venue->now = now;
	for (int s = 0; s < 2; s++)
		drop_others(m, s, side[s]);
	for (int s = 0; s < 2 && rc == 0; s++)
		for (size_t i = 0; i < side[s]->n && rc == 0; i++)
			rc = set_level(
				m, s, side[s]->p[i].px, side[s]->p[i].qty);
	xg_sim_tell(m->venue, m, now);
	return rc;
}

/* ---- trades ---- */

static void candle_add(struct xg_sim_mkt *m, const struct xg_sim_trade *t)
{
	int64_t minute = t->ts / MINUTE_US;
	struct xg_sim_candle *c = &m->candle[minute % XG_SIM_CANDLES];

	if (c->start != minute * MINUTE_US || c->n == 0)
		*c = (struct xg_sim_candle){ .start = minute * MINUTE_US,
			.open = t->px,
			.high = t->px,
			.low = t->px,
			.first = t->id };
	c->high = xg_dec_max(c->high, t->px);
	c->low = xg_dec_min(c->low, t->px);
	c->close = t->px;
	c->vol = xg_sim_plus(c->vol, t->qty);
	c->quote_vol = xg_sim_plus(c->quote_vol, xg_sim_times(t->px, t->qty));
	c->last = t->id;
	c->n++;
	if (!m->first_minute)
		m->first_minute = minute;
	m->last_minute = minute;
}

/* Another minute behind those of a candle that has some. */
static void candle_join(
	struct xg_sim_candle *sum, const struct xg_sim_candle *c)
{
	struct xg_dec t;

	sum->high = xg_dec_max(sum->high, c->high);
	sum->low = xg_dec_min(sum->low, c->low);
	sum->close = c->close;
	if (xg_dec_add(&t, sum->vol, c->vol) == 0)
		sum->vol = t;
	if (xg_dec_add(&t, sum->quote_vol, c->quote_vol) == 0)
		sum->quote_vol = t;
	sum->n += c->n;
	sum->last = c->last;
}

struct xg_sim_candle xg_sim_candle(
	const struct xg_sim_mkt *m, int64_t from, int64_t to)
{
	struct xg_sim_candle sum = { .n = 0 };
	int64_t at = from;

	if (at < m->first_minute)
		at = m->first_minute;
	if (at < m->last_minute - XG_SIM_CANDLES + 1)
		at = m->last_minute - XG_SIM_CANDLES + 1;
	for (; at && at < to && at <= m->last_minute; at++) {
		const struct xg_sim_candle *c = &m->candle[at % XG_SIM_CANDLES];

		if (!c->n || c->start != at * MINUTE_US)
			continue;
		if (sum.n)
			candle_join(&sum, c);
		else
			sum = *c;
	}
	sum.start = from * MINUTE_US;
	return sum;
}

int64_t xg_sim_trade_add(struct xg_sim_mkt *m, const struct xg_sim_trade *t)
{
	int64_t id = ++m->last_trade;
	struct xg_sim_trade *slot = &m->trade[id % XG_SIM_TRADES];
	struct xg_sim_event *ev =
		xg_sim_push(m->venue, XG_SIM_EV_TRADE, m, t->ts);

	*slot = *t;
	slot->id = id;
	candle_add(m, slot);
	if (ev)
		ev->trade = *slot;
	return id;
}

int xg_sim_print(struct xg_sim_mkt *m, bool sell, struct xg_dec px,
	struct xg_dec qty, int64_t now)
{
	struct xg_match_order o = { .id = outside_id(m->venue),
		.owner = XG_SIM_PRINTER,
		.sell = sell,
		.kind = XG_MATCH_IOC,
		.px = px,
		.left = qty };
	enum xg_match_end end;
	int rc;

	m->venue->now = now;
	rc = xg_match_place(&m->match, &o, &end);
	if (rc == 0 && !xg_dec_is_zero(o.left))
		xg_sim_trade_add(m, &(struct xg_sim_trade){ .ts = now,
					    .px = px,
					    .qty = o.left,
					    .sell = sell });
	xg_sim_tell(m->venue, m, now);
	return rc;
}

void xg_sim_liq(struct xg_sim_mkt *m, bool sell, struct xg_dec px,
	struct xg_dec qty, int64_t now)
{
	struct xg_sim_event *ev = xg_sim_push(m->venue, XG_SIM_EV_LIQ, m, now);

	if (ev)
		ev->trade = (struct xg_sim_trade){
			.ts = now, .px = px, .qty = qty, .sell = sell
		};
	xg_sim_tell(m->venue, m, now);
}

void xg_sim_set_mark(struct xg_sim_mkt *m, struct xg_dec mark,
	struct xg_dec index, struct xg_dec rate, int64_t next, int64_t now)
{
	m->mark = mark;
	m->index_px = index;
	m->rate = rate;
	if (next)
		m->next_funding = next;
	xg_sim_push(m->venue, XG_SIM_EV_MARK, m, now);
	xg_sim_tell(m->venue, NULL, now);
}

/* ---- deltas ---- */

static int by_price(const void *pa, const void *pb)
{
	const struct xg_sim_dirty *a = pa, *b = pb;
	int c;

	if (a->sell != b->sell)
		return a->sell - b->sell;
	c = xg_dec_cmp(a->px, b->px);
	return a->sell ? c : -c;
}

/* The sizes now at the prices d[0..n) of one side, sorted best first. */
static size_t sizes(const struct xg_sim_mkt *m, bool sell,
	const struct xg_sim_dirty *d, size_t n, struct xg_level *out)
{
	const struct xg_match_order *o = m->match.best[sell];
	size_t k = 0;

	for (size_t i = 0; i < n; i++) {
		struct xg_level *l = &out[k];
		int c = 1;

		if (i && xg_dec_cmp(d[i].px, d[i - 1].px) == 0)
			continue;
		*l = (struct xg_level){ .px = d[i].px };
		k++;
		for (; o; o = o->next) {
			c = xg_dec_cmp(o->px, d[i].px);
			if (sell ? c > 0 : c < 0)
				break;
			if (c == 0)
				l->qty = xg_sim_plus(l->qty, o->left);
		}
	}
	return k;
}

void xg_sim_flush(struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_event ev = {
		.kind = XG_SIM_EV_DELTA, .mkt = m, .ts = now
	};
	struct xg_level *l;
	size_t bids = 0, n;

	if (!m->dirty_n)
		return;
	l = malloc(m->dirty_n * sizeof *l);
	if (!l)
		return; /* the next flush tells it */
	qsort(m->dirty, m->dirty_n, sizeof *m->dirty, by_price);
	while (bids < m->dirty_n && !m->dirty[bids].sell)
		bids++;
	n = sizes(m, false, m->dirty, bids, l);
	ev.delta.bids = (struct xg_levels){ l, n };
	ev.delta.asks = (struct xg_levels){ l + n,
		sizes(m, true, m->dirty + bids, m->dirty_n - bids, l + n) };
	ev.delta.first = m->flushed + 1;
	ev.delta.prev = m->flushed;
	ev.delta.last = m->flushed = m->seq;
	m->dirty_n = 0;
	if (m->venue->emit)
		m->venue->emit(m->venue->ctx, &ev);
	free(l);
}
