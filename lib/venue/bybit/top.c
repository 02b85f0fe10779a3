/* Best prices: the order book of depth 1. It is sent whole; when nothing changes
 * for 3 s it is sent again with the same number. Recordings of 2023 have
 * changes: both are read. Source: orderbook topic. */
#include "venue/bybit/bybit.h"

/* What a side is after these levels: deletions first, and of new levels the
 * best, since the venue keeps but one. */
static void side_apply(
	struct xg_bybit_sym *sym, int side, const struct xg_level *l, size_t n)
{
	const struct xg_level *best = NULL;

	for (size_t i = 0; i < n; i++) {
		int way = best ? xg_dec_cmp(l[i].px, best->px) : 0;

		if (xg_dec_is_zero(l[i].qty)) {
			if (sym->has_top[side] &&
				xg_dec_cmp(l[i].px, sym->top[side].px) == 0)
				sym->has_top[side] = false;
		} else if (!best || (side == 0 ? way > 0 : way < 0)) {
			best = &l[i];
		}
	}
	if (best) {
		sym->top[side] = *best;
		sym->has_top[side] = true;
	}
}

static int emit(struct xg_decoder *d, const struct xg_bybit_sym *sym,
	const struct xg_instr *inst, int64_t ts)
{
	struct xg_rec rec;

	xg_rec_start(&rec, XG_REC_BBO, XG_STR("bybit"), inst->sym, ts, d->rx);
	if (sym->has_top[0]) {
		XG_REC_SET(&rec, bbo.bid, sym->top[0].px);
		XG_REC_SET(&rec, bbo.bid_qty, sym->top[0].qty);
	}
	if (sym->has_top[1]) {
		XG_REC_SET(&rec, bbo.ask, sym->top[1].px);
		XG_REC_SET(&rec, bbo.ask_qty, sym->top[1].qty);
	}
	return xg_decoder_emit(d, &rec);
}

/* The stream anew, once until it comes. */
static int ask_again(struct xg_bybit_in *in, struct xg_bybit_sym *sym,
	const struct xg_instr *inst)
{
	struct xg_want w = { .kind = XG_WANT_RESUB,
		.conn = in->conn,
		.inst = inst,
		.channel = XG_CH_BBO };

	if (sym->top_asked)
		return 0;
	sym->top_asked = true;
	return xg_decoder_want(in->d, &w);
}

static int lost(struct xg_bybit_in *in, struct xg_bybit_sym *sym,
	const struct xg_instr *inst)
{
	int rc;

	sym->top_live = false;
	in->d->stats.gaps++;
	rc = xg_decoder_status(in->d, XG_ST_GAP, inst->sym, in->conn,
		"an update of the best prices is missing");
	return rc < 0 ? rc : ask_again(in, sym, inst);
}

int xg_bybit_top_apply(struct xg_bybit_in *in, const struct xg_instr *inst,
	bool snap, int64_t ts)
{
	struct xg_bybit_sym *sym = xg_bybit_sym_of(in->d, inst);
	struct xg_bybit_state *st = in->d->priv;

	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->top_conn && sym->top_live)
		return 0; /* a connection that has been replaced */
	if (in->conn != sym->top_conn) {
		sym->top_live = sym->top_asked = false;
		sym->top_conn = in->conn;
	}
	if (!snap && !sym->top_live)
		return ask_again(in, sym, inst);
	if (!snap && in->u != sym->top_u + 1)
		return lost(in, sym, inst);
	if (snap) {
		sym->has_top[0] = sym->has_top[1] = false;
		sym->top_live = true;
		sym->top_asked = false;
	}
	sym->top_u = in->u;
	side_apply(sym, 0, st->lv[0], st->n[0]);
	side_apply(sym, 1, st->lv[1], st->n[1]);
	return emit(in->d, sym, inst, ts);
}
