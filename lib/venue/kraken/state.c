/* What a frame holds waits until all of it was read; then it is told. */
#include <stdlib.h>

#include "base/room.h"
#include "venue/kraken/kraken.h"

#define LEVELS_MAX 65536
#define ROWS_MAX 65536

void xg_kraken_decoder_release(struct xg_decoder *d)
{
	struct xg_kraken_state *st = d->priv;
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(&st->syms, &pos)))
		free(s->val.ptr);
	xg_map_release(&st->syms);
	free(st->lv);
	free(st->push);
	free(st->held);
}

struct xg_kraken_sym *xg_kraken_sym_of(
	struct xg_decoder *d, struct xg_str native)
{
	struct xg_kraken_state *st = d->priv;
	union xg_map_val *v = xg_map_get(&st->syms, native);
	struct xg_kraken_sym *s;

	if (v)
		return v->ptr;
	if (st->syms.used >= ROWS_MAX)
		return NULL;
	s = calloc(1, sizeof *s);
	v = s ? xg_map_put(&st->syms, native, NULL) : NULL;
	if (!v) {
		free(s);
		return NULL;
	}
	s->px_places = s->qty_places = -1;
	v->ptr = s;
	return s;
}

int xg_kraken_hold(struct xg_decoder *d, const struct xg_kraken_held *h)
{
	struct xg_kraken_state *st = d->priv;
	int rc = XG_ROOM(st->held, st->held_n, st->held_cap, ROWS_MAX);

	if (rc < 0)
		return rc;
	st->held[st->held_n++] = *h;
	return 0;
}

int xg_kraken_hold_push(struct xg_decoder *d, const struct xg_kraken_push *push)
{
	struct xg_kraken_state *st = d->priv;
	int rc = XG_ROOM(st->push, st->push_n, st->push_cap, ROWS_MAX);

	if (rc < 0)
		return rc;
	st->push[st->push_n++] = *push;
	return 0;
}

int xg_kraken_hold_level(struct xg_decoder *d, const struct xg_level *l)
{
	struct xg_kraken_state *st = d->priv;
	int rc = XG_ROOM(st->lv, st->lv_n, st->lv_cap, LEVELS_MAX);

	if (rc < 0)
		return rc;
	st->lv[st->lv_n++] = *l;
	return 0;
}

/* ---- what was held is told ---- */

/* A snapshot of trades is history when it is the first; later it has what was
 * missed, and what is known already. */
static int trade(struct xg_decoder *d, const struct xg_kraken_held *h)
{
	struct xg_kraken_sym *s = xg_kraken_sym_of(d, h->inst->i.native);
	bool skip;

	if (!s)
		return XG_ERR_MEMORY;
	skip = h->old && (!s->has_trade || h->num <= s->trade);
	if (!h->old || h->num > s->trade)
		s->trade = h->num;
	return skip ? 0 : xg_decoder_emit(d, &h->rec);
}

/* From now on what a snapshot has over the last number was missed. */
static void seen(struct xg_decoder *d, const struct xg_kraken_held *h)
{
	struct xg_kraken_sym *s = xg_kraken_sym_of(d, h->inst->i.native);

	if (s)
		s->has_trade = true;
}

/* The venue does not say when a candle is closed: when the next one begins. */
static int candle(struct xg_decoder *d, struct xg_kraken_held *h)
{
	struct xg_kraken_sym *s = xg_kraken_sym_of(d, h->inst->i.native);
	struct xg_rec last = h->rec;
	int rc = 0;

	if (!s)
		return XG_ERR_MEMORY;
	if (s->has_candle && h->rec.u.candle.start < s->candle.start &&
		h->rec.u.candle.interval_s == s->candle.interval_s)
		return 0; /* of the past: it was told */
	if (s->has_candle && h->rec.u.candle.start > s->candle.start &&
		h->rec.u.candle.interval_s == s->candle.interval_s) {
		last.u.candle = s->candle;
		last.u.candle.closed = true;
		last.ts = s->candle_ts;
		rc = xg_decoder_emit(d, &last);
	}
	s->has_candle = true;
	s->candle = h->rec.u.candle;
	s->candle_ts = h->rec.ts;
	return rc < 0 ? rc : xg_decoder_emit(d, &h->rec);
}

/* A pair's precision is kept; another status is told by its inst record. */
static int pair(struct xg_decoder *d, const struct xg_kraken_held *h)
{
	const struct xg_inst *new = &h->rec.u.inst;
	struct xg_kraken_sym *s = xg_kraken_sym_of(d, new->native);
	const struct xg_instr *inst = xg_insts_native(
		d->insts, XG_STR("kraken"), XG_STR("spot"), new->native);
	struct xg_rec rec, *own;
	int rc;

	if (!s)
		return XG_ERR_MEMORY;
	s->px_places = (int)(h->num >> 8);
	s->qty_places = (int)(h->num & 255);
	if (!inst || !new->status.n || !inst->i.base.n ||
		xg_str_is(inst->i.status, new->status))
		return 0;
	xg_rec_start(&rec, XG_REC_INST, inst->venue, inst->sym, 0, d->rx);
	rec.has |= inst->has;
	rec.u.inst = inst->i;
	XG_REC_SET(&rec, inst.status, new->status);
	/* Its texts are those of the table, which lets them go. */
	own = xg_rec_dup(&rec);
	if (!own)
		return XG_ERR_MEMORY;
	rc = xg_decoder_learn(d, own);
	xg_rec_free(own);
	return rc;
}

static int system_state(
	struct xg_decoder *d, const struct xg_kraken_held *h, int64_t conn)
{
	struct xg_kraken_state *st = d->priv;
	struct xg_str now = h->rec.u.inst.status;
	bool was_down = st->state[0] && strcmp(st->state, "online") != 0;
	bool up = xg_str_is_text(now, "online");

	if (xg_str_is_text(now, st->state))
		return 0;
	xg_str_copy(st->state, sizeof st->state, now);
	if (up && !was_down)
		return 0;
	return xg_decoder_status(d, up ? XG_ST_RECOVERED : XG_ST_MAINTENANCE,
		(struct xg_str){ NULL, 0 }, conn, "state of the venue: %s",
		st->state);
}

static int tell(struct xg_decoder *d, struct xg_kraken_held *h, int64_t conn)
{
	switch (h->what) {
	case XG_KRAKEN_TRADE:
		return trade(d, h);
	case XG_KRAKEN_CANDLE:
		return candle(d, h);
	case XG_KRAKEN_PAIR:
		return pair(d, h);
	case XG_KRAKEN_SYSTEM:
		return system_state(d, h, conn);
	default:
		return xg_decoder_emit(d, &h->rec);
	}
}

int xg_kraken_commit(struct xg_decoder *d, int64_t conn)
{
	struct xg_kraken_state *st = d->priv;
	int rc = 0;

	for (size_t i = 0; i < st->held_n && rc >= 0; i++)
		rc = tell(d, &st->held[i], conn);
	for (size_t i = 0; i < st->held_n; i++)
		if (st->held[i].what == XG_KRAKEN_TRADE)
			seen(d, &st->held[i]);
	for (size_t i = 0; i < st->push_n && rc >= 0; i++)
		rc = xg_kraken_apply(d, &st->push[i], conn);
	return rc;
}
