/* The venue: symbols, the queue of events. */
#include <stdlib.h>

#include "sim/sim_priv.h"

#define BOOK_ORDERS 16384 /* that can wait in one symbol */
#define FUNDING_US (INT64_C(8) * 3600 * 1000000)

static void mkt_free(struct xg_sim_mkt *m)
{
	if (!m)
		return;
	xg_match_release(&m->match);
	free(m->trade);
	free(m->candle);
	free(m->dirty);
	free(m);
}

void xg_sim_release(struct xg_sim_venue *v)
{
	for (size_t i = 0; i < v->mkts; i++)
		mkt_free(v->mkt[i]);
	for (size_t i = 0; i < v->orders; i++)
		free(v->order[i]);
	free(v->mkt);
	free(v->order);
	free(v->fill);
	xg_map_release(&v->by_cid);
	if (v->queue)
		free(v->queue->ev);
	free(v->queue);
	*v = (struct xg_sim_venue){ 0 };
}

static struct xg_sim_mkt *mkt_new(const struct xg_sim_spec *spec)
{
	struct xg_sim_mkt *m = calloc(1, sizeof *m);

	if (!m)
		return NULL;
	m->spec = *spec;
	m->leverage = spec->leverage_max ? 5 : 1;
	m->funding_us = FUNDING_US;
	m->trade = calloc(XG_SIM_TRADES, sizeof *m->trade);
	m->candle = calloc(XG_SIM_CANDLES, sizeof *m->candle);
	if (m->trade && m->candle)
		return m;
	mkt_free(m);
	return NULL;
}

int xg_sim_list(struct xg_sim_venue *v, const struct xg_sim_spec *spec,
	struct xg_sim_mkt **out)
{
	struct xg_sim_mkt **list, *m;
	int rc;

	if (xg_sim_find(v, spec->market, xg_str_from(spec->native)))
		return XG_ERR_DUP;
	list = realloc(v->mkt, (v->mkts + 1) * sizeof *list);
	if (!list)
		return XG_ERR_MEMORY;
	v->mkt = list;
	m = mkt_new(spec);
	if (!m)
		return XG_ERR_MEMORY;
	rc = xg_match_init(&m->match, spec->tick, spec->lot, BOOK_ORDERS);
	if (rc < 0) {
		mkt_free(m);
		return rc;
	}
	m->match.on_trade = xg_sim_on_trade;
	m->match.on_end = xg_sim_on_end;
	m->match.arg = m;
	m->venue = v;
	m->index = (int)v->mkts;
	m->last_trade = v->next_trade;
	v->mkt[v->mkts++] = m;
	*out = m;
	return 0;
}

struct xg_sim_mkt *xg_sim_find(
	const struct xg_sim_venue *v, const char *market, struct xg_str native)
{
	for (size_t i = 0; i < v->mkts; i++)
		if (xg_str_is_text(native, v->mkt[i]->spec.native) &&
			(!market ||
				strcmp(market, v->mkt[i]->spec.market) == 0))
			return v->mkt[i];
	return NULL;
}

struct xg_sim_mkt *xg_sim_find_sym(
	const struct xg_sim_venue *v, struct xg_str sym)
{
	for (size_t i = 0; i < v->mkts; i++)
		if (xg_str_is_text(sym, v->mkt[i]->spec.sym))
			return v->mkt[i];
	return NULL;
}

struct xg_sim_event *xg_sim_push(struct xg_sim_venue *v, enum xg_sim_ev kind,
	struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_queue *q = v->queue;
	struct xg_sim_event *ev;

	if (!q)
		q = v->queue = calloc(1, sizeof *q);
	if (!q)
		return NULL;
	if (q->n == q->cap) {
		size_t cap = q->cap ? q->cap * 2 : 16;

		ev = realloc(q->ev, cap * sizeof *ev);
		if (!ev)
			return NULL;
		q->ev = ev;
		q->cap = cap;
	}
	ev = &q->ev[q->n++];
	*ev = (struct xg_sim_event){ .kind = kind, .mkt = m, .ts = now };
	return ev;
}

/* One event for each wallet in which something changed. */
static void push_account(struct xg_sim_venue *v, int64_t now)
{
	const struct xg_sim_acct *a = &v->acct;
	uint32_t wallets = 0;

	for (size_t i = 0; i < a->balances; i++)
		if (a->balance[i].changed)
			wallets |= 1u << a->balance[i].wallet;
	for (size_t i = 0; i < a->positions; i++)
		if (a->pos[i].changed)
			wallets |= 1u << a->pos[i].mkt->spec.wallet;
	for (int w = 0; wallets >> w; w++) {
		struct xg_sim_event *ev;

		if (!(wallets >> w & 1))
			continue;
		ev = xg_sim_push(v, XG_SIM_EV_ACCOUNT, NULL, now);
		if (ev)
			ev->wallet = w;
	}
}

static void settled(struct xg_sim_acct *a)
{
	for (size_t i = 0; i < a->balances; i++)
		a->balance[i].changed = false;
	for (size_t i = 0; i < a->positions; i++)
		a->pos[i].changed = false;
}

static bool best_changed(struct xg_sim_mkt *m)
{
	bool changed = false;

	for (int side = 0; side < 2; side++) {
		struct xg_level l = { 0 };

		xg_sim_levels(m, side, &l, 1);
		if (xg_dec_cmp(l.px, m->best[side].px) == 0 &&
			xg_dec_cmp(l.qty, m->best[side].qty) == 0)
			continue;
		m->best[side] = l;
		changed = true;
	}
	return changed;
}

void xg_sim_tell(struct xg_sim_venue *v, struct xg_sim_mkt *m, int64_t now)
{
	if (m && best_changed(m))
		xg_sim_push(v, XG_SIM_EV_BBO, m, now);
	push_account(v, now);
	if (!v->queue || v->queue->busy)
		return;
	v->queue->busy = true;
	for (size_t i = 0; i < v->queue->n; i++) {
		struct xg_sim_event ev = v->queue->ev[i];

		if (v->emit)
			v->emit(v->ctx, &ev);
	}
	v->queue->n = 0;
	v->queue->busy = false;
	settled(&v->acct);
}
