/* Events of a simulated venue as records. */
#include <stdio.h>

#include "sim/world.h"

#define LEVELS 4096

static struct xg_dec base_size(
	const struct xg_sim_mkt *m, struct xg_dec px, struct xg_dec qty)
{
	struct xg_dec q = qty;

	(void)xg_dec_mul(&q, q, m->spec.contract, XG_ROUND_NEAREST);
	if (m->spec.inverse && px.m)
		(void)xg_dec_div(&q, q, px, 12, XG_ROUND_NEAREST);
	return q;
}

void xg_sim_inst_record(struct xg_buf *out, const char *venue,
	const struct xg_sim_mkt *m, int64_t now)
{
	const struct xg_sim_spec *s = &m->spec;
	struct xg_rec r;

	xg_rec_start(&r, XG_REC_INST, xg_str_from(venue), xg_str_from(s->sym),
		0, now);
	XG_REC_SET(&r, inst.base, xg_str_from(s->base));
	XG_REC_SET(&r, inst.quote, xg_str_from(s->quote));
	if (s->settle[0])
		XG_REC_SET(&r, inst.settle, xg_str_from(s->settle));
	XG_REC_SET(&r, inst.kind, s->kind);
	XG_REC_SET(&r, inst.native, xg_str_from(s->native));
	XG_REC_SET(&r, inst.tick, s->tick);
	XG_REC_SET(&r, inst.lot, s->lot);
	XG_REC_SET(&r, inst.min_qty, s->min_qty);
	XG_REC_SET(&r, inst.min_notional, s->min_notional);
	XG_REC_SET(&r, inst.contract, s->contract);
	XG_REC_SET(&r, inst.status, XG_STR("trading"));
	XG_REC_SET(&r, inst.maker, s->maker);
	XG_REC_SET(&r, inst.taker, s->taker);
	XG_REC_SET(&r, inst.market, xg_str_from(s->market));
	XG_REC_SET(&r, inst.inverse, s->inverse);
	(void)xg_rec_write(out, &r);
}

static struct xg_levels in_base(const struct xg_sim_mkt *m,
	const struct xg_levels *from, struct xg_level *to)
{
	size_t n = from->n < LEVELS ? from->n : LEVELS;

	for (size_t i = 0; i < n; i++)
		to[i] = (struct xg_level){ from->p[i].px,
			base_size(m, from->p[i].px, from->p[i].qty) };
	return (struct xg_levels){ to, n };
}

static void put_delta(
	struct xg_buf *out, struct xg_rec *r, const struct xg_sim_event *ev)
{
	struct xg_level l[2][LEVELS];

	XG_REC_SET(r, book.seq, ev->delta.last);
	if (ev->delta.prev)
		XG_REC_SET(r, book.prev, ev->delta.prev);
	XG_REC_SET(r, book.snap, !ev->delta.prev);
	XG_REC_SET(r, book.bids, in_base(ev->mkt, &ev->delta.bids, l[0]));
	XG_REC_SET(r, book.asks, in_base(ev->mkt, &ev->delta.asks, l[1]));
	(void)xg_rec_write(out, r);
}

static void put_trade(
	struct xg_buf *out, struct xg_rec *r, const struct xg_sim_event *ev)
{
	const struct xg_sim_trade *t = &ev->trade;
	char id[24];
	int n = snprintf(id, sizeof id, "%lld", (long long)t->id);

	XG_REC_SET(r, trade.id, (struct xg_str){ id, (size_t)n });
	XG_REC_SET(r, trade.side, t->sell ? XG_SELL : XG_BUY);
	XG_REC_SET(r, trade.px, t->px);
	XG_REC_SET(r, trade.qty, base_size(ev->mkt, t->px, t->qty));
	(void)xg_rec_write(out, r);
}

static void put_best(
	struct xg_buf *out, struct xg_rec *r, const struct xg_sim_mkt *m)
{
	if (!m->best[0].qty.m || !m->best[1].qty.m)
		return;
	XG_REC_SET(r, bbo.bid, m->best[0].px);
	XG_REC_SET(r, bbo.bid_qty, base_size(m, m->best[0].px, m->best[0].qty));
	XG_REC_SET(r, bbo.ask, m->best[1].px);
	XG_REC_SET(r, bbo.ask_qty, base_size(m, m->best[1].px, m->best[1].qty));
	(void)xg_rec_write(out, r);
}

void xg_sim_event_record(
	struct xg_buf *out, const char *venue, const struct xg_sim_event *ev)
{
	static const int types[] = { [XG_SIM_EV_TRADE] = XG_REC_TRADE,
		[XG_SIM_EV_DELTA] = XG_REC_BOOK,
		[XG_SIM_EV_BBO] = XG_REC_BBO,
		[XG_SIM_EV_MARK] = XG_REC_FUNDING,
		[XG_SIM_EV_LIQ] = XG_REC_LIQ };
	const struct xg_sim_mkt *m = ev->mkt;
	struct xg_rec r;

	if (ev->kind > XG_SIM_EV_LIQ)
		return;
	xg_rec_start(&r, types[ev->kind], xg_str_from(venue),
		xg_str_from(m->spec.sym), ev->ts, ev->ts);
	switch (ev->kind) {
	case XG_SIM_EV_TRADE:
		put_trade(out, &r, ev);
		break;
	case XG_SIM_EV_DELTA:
		put_delta(out, &r, ev);
		break;
	case XG_SIM_EV_BBO:
		put_best(out, &r, m);
		break;
	case XG_SIM_EV_MARK:
		XG_REC_SET(&r, funding.rate, m->rate);
		XG_REC_SET(&r, funding.next, m->next_funding);
		XG_REC_SET(&r, funding.interval_s, m->funding_us / 1000000);
		XG_REC_SET(&r, funding.mark, m->mark);
		XG_REC_SET(&r, funding.index, m->index_px);
		(void)xg_rec_write(out, &r);
		break;
	default:
		XG_REC_SET(&r, liq.side, ev->trade.sell ? XG_SELL : XG_BUY);
		XG_REC_SET(&r, liq.px, ev->trade.px);
		XG_REC_SET(
			&r, liq.qty, base_size(m, ev->trade.px, ev->trade.qty));
		(void)xg_rec_write(out, &r);
		break;
	}
}
