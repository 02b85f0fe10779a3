/* Books. Classic: increments and a snapshot by REST; unified: `obu`, whose
 * snapshot is in the stream. Source: level2 market data (calibration procedure),
 * futures level2, unified order book. */
#include "venue/kucoin/kucoin.h"

#include <stdlib.h>

/* Sizes of contracts become base units. */
static int to_base(struct xg_kucoin_state *st, const struct xg_instr *inst)
{
	for (int side = 0; inst->i.kind != XG_SPOT && side < 2; side++) {
		for (size_t i = 0; i < st->n[side]; i++) {
			struct xg_level *l = &st->lv[side][i];

			if (xg_kucoin_base(&l->qty, inst, l->px) < 0)
				return XG_ERR_RANGE;
		}
	}
	return 0;
}

/* The book of an instrument for one dialect. 1: what comes is not for it, since
 * the other dialect leads it. */
static int sync_for(const struct xg_kucoin_in *in, const struct xg_instr *inst,
	enum xg_sync_rule rule, bool leads, struct xg_sync **out)
{
	struct xg_sync *s = xg_sync_of(in->d, inst, rule, in->conn);

	if (!s)
		return XG_ERR_MEMORY;
	*out = s;
	if (s->rule == rule)
		return 0;
	if (s->state != XG_SYNC_NONE && !leads)
		return 1;
	s->rule = rule;
	s->depth = 0;
	return 0;
}

static int number(struct xg_str text, int64_t *out)
{
	return xg_str_i64(text, out) < 0 || *out < 0 ? XG_ERR_RANGE : 0;
}

static void fill(struct xg_delta *delta, const struct xg_kucoin_in *in)
{
	const struct xg_kucoin_state *st = in->d->priv;

	delta->ts = xg_kucoin_time(in->m->v[XG_KUCOIN_TIME]);
	delta->bids = (struct xg_levels){ st->lv[0], st->n[0] };
	delta->asks = (struct xg_levels){ st->lv[1], st->n[1] };
}

/* ---- rows with numbers of their own ---- */

#define PUBLIC 100 /* levels of a snapshot for which no key is needed */
#define SNAPSHOT_US INT64_C(5000000) /* and as much again, by the tick */
#define SMALL 64		     /* rows that are sorted in place */

/* Of rows with one price the one with the highest number is what holds. */
static bool is_before(const struct xg_kucoin_state *st, int side, size_t i,
	const struct xg_level *l, int64_t seq)
{
	int way = xg_dec_cmp(st->lv[side][i].px, l->px);

	if (way == 0)
		return st->seq[side][i] <= seq;
	return (side == 0) == (way > 0);
}

static void insert_sorted(struct xg_kucoin_state *st, int side)
{
	for (size_t i = 1; i < st->n[side]; i++) {
		struct xg_level l = st->lv[side][i];
		int64_t seq = st->seq[side][i];
		size_t k = i;

		while (k > 0 && !is_before(st, side, k - 1, &l, seq)) {
			st->lv[side][k] = st->lv[side][k - 1];
			st->seq[side][k] = st->seq[side][k - 1];
			k--;
		}
		st->lv[side][k] = l;
		st->seq[side][k] = seq;
	}
}

/* A heap, for messages with very many rows: no memory, no worst case. */
static void sift(struct xg_kucoin_state *st, int side, size_t at, size_t n)
{
	struct xg_level l = st->lv[side][at];
	int64_t seq = st->seq[side][at];

	for (size_t kid; (kid = 2 * at + 1) < n; at = kid) {
		if (kid + 1 < n &&
			is_before(st, side, kid, &st->lv[side][kid + 1],
				st->seq[side][kid + 1]))
			kid++;
		if (!is_before(st, side, kid, &l, seq)) {
			st->lv[side][at] = st->lv[side][kid];
			st->seq[side][at] = st->seq[side][kid];
		} else {
			break;
		}
	}
	st->lv[side][at] = l;
	st->seq[side][at] = seq;
}

static void heap_sorted(struct xg_kucoin_state *st, int side)
{
	size_t n = st->n[side];

	for (size_t i = n / 2; i-- > 0;)
		sift(st, side, i, n);
	while (n-- > 1) {
		struct xg_level l = st->lv[side][0];
		int64_t seq = st->seq[side][0];

		st->lv[side][0] = st->lv[side][n];
		st->seq[side][0] = st->seq[side][n];
		st->lv[side][n] = l;
		st->seq[side][n] = seq;
		sift(st, side, 0, n);
	}
}

/* Rows that the book holds already (numbers up to `last`) go; the others are put
 * best first; of each price the last word stays. This is the same as to apply
 * one by one in ascending order: sizes are absolute. */
static void settle(struct xg_kucoin_state *st, int side, int64_t last)
{
	struct xg_level *lv = st->lv[side];
	int64_t *seq = st->seq[side];
	size_t n = 0;

	for (size_t i = 0; i < st->n[side]; i++) {
		if (seq[i] <= last)
			continue;
		lv[n] = lv[i];
		seq[n++] = seq[i];
	}
	st->n[side] = n;
	if (n <= SMALL)
		insert_sorted(st, side);
	else
		heap_sorted(st, side);
	n = 0;
	for (size_t i = 0; i < st->n[side]; i++) {
		if (n && xg_dec_cmp(lv[n - 1].px, lv[i].px) == 0)
			n--;
		lv[n] = lv[i];
		seq[n++] = seq[i];
	}
	st->n[side] = n;
}

int xg_kucoin_update(const struct xg_kucoin_in *in)
{
	const struct xg_kucoin_msg *m = in->m;
	struct xg_kucoin_state *st = in->d->priv;
	struct xg_delta delta = { 0 };
	const struct xg_instr *inst;
	struct xg_sync *s;
	int rc;

	if (number(m->v[XG_KUCOIN_FIRST], &delta.first) < 0 ||
		number(m->v[XG_KUCOIN_LAST], &delta.last) < 0 ||
		delta.last < delta.first)
		return XG_ERR_RANGE;
	if (!m->numbered || (!m->has_side[0] && !m->has_side[1]))
		return XG_ERR_TYPE;
	inst = xg_kucoin_inst_of(in);
	if (!inst)
		return XG_ERR_ABSENT;
	rc = sync_for(in, inst, XG_SYNC_FIRST_LAST, false, &s);
	if (rc)
		return rc < 0 ? rc : 0;
	for (int side = 0; side < 2; side++)
		settle(st, side, s->state == XG_SYNC_LIVE ? s->last : -1);
	fill(&delta, in);
	return xg_sync_delta(in->d, s, &delta);
}

/* "90631.2,sell,2": one level a message. */
int xg_kucoin_change(const struct xg_kucoin_in *in)
{
	struct xg_kucoin_state *st = in->d->priv;
	struct xg_str rest = in->m->v[XG_KUCOIN_CHANGE];
	struct xg_str px = xg_str_cut(&rest, ','), side;
	struct xg_delta delta = { 0 };
	const struct xg_instr *inst;
	struct xg_level l;
	struct xg_sync *s;
	int rc;

	side = xg_str_cut(&rest, ',');
	if (number(in->m->v[XG_KUCOIN_SEQ], &delta.last) < 0 ||
		xg_dec_from(&l.px, px) < 0 || xg_dec_from(&l.qty, rest) < 0 ||
		xg_dec_sign(l.px) < 0 || xg_dec_sign(l.qty) < 0)
		return XG_ERR_RANGE;
	if (!xg_str_is_text(side, "buy") && !xg_str_is_text(side, "sell"))
		return XG_ERR_TYPE;
	inst = xg_kucoin_inst_of(in);
	if (!inst)
		return XG_ERR_ABSENT;
	if (xg_kucoin_base(&l.qty, inst, l.px) < 0)
		return XG_ERR_RANGE;
	rc = sync_for(in, inst, XG_SYNC_FIRST_LAST, false, &s);
	if (rc)
		return rc < 0 ? rc : 0;
	st->n[0] = st->n[1] = 0;
	fill(&delta, in);
	delta.first = delta.last;
	if (!xg_dec_is_zero(l.px)) {
		struct xg_levels one = { &l, 1 };

		if (side.n == 3)
			delta.bids = one;
		else
			delta.asks = one;
	}
	return xg_sync_delta(in->d, s, &delta);
}

/* Recorders don't tell what they asked for: 100 levels are what is for all. */
static size_t limit_of(const struct xg_kucoin_in *in)
{
	const struct xg_kucoin_state *st = in->d->priv;
	size_t most = st->n[st->n[0] < st->n[1]];

	return in->conn >= 0 && most == PUBLIC ? PUBLIC : in->limit;
}

int xg_kucoin_snapshot(const struct xg_kucoin_in *in)
{
	const struct xg_kucoin_msg *m = in->m;
	struct xg_delta snap = { 0 };
	const struct xg_instr *inst;
	struct xg_sync *s;
	int rc;

	if (number(m->v[XG_KUCOIN_SEQ], &snap.last) < 0)
		return XG_ERR_RANGE;
	if (m->numbered || !m->has_side[0] || !m->has_side[1])
		return XG_ERR_TYPE;
	inst = xg_kucoin_inst_of(in);
	if (!inst)
		return XG_ERR_ABSENT;
	if (to_base(in->d->priv, inst) < 0)
		return XG_ERR_RANGE;
	rc = sync_for(in, inst, XG_SYNC_FIRST_LAST, false, &s);
	if (rc)
		return rc < 0 ? rc : 0;
	fill(&snap, in);
	snap.first = snap.last;
	snap.limit = limit_of(in);
	return xg_sync_snapshot(in->d, s, &snap);
}

/* O and C are the first and the last number of the message. */
int xg_kucoin_obu(const struct xg_kucoin_in *in)
{
	const struct xg_kucoin_msg *m = in->m;
	bool snap = xg_str_is_text(m->action, "snapshot");
	struct xg_delta delta = { 0 };
	const struct xg_instr *inst;
	struct xg_sync *s;
	int rc;

	/* Other depths are whole books of few levels. */
	if (!xg_str_has_prefix(m->depth, XG_STR("increment")))
		return xg_kucoin_best(in);
	if (number(m->v[XG_KUCOIN_FIRST], &delta.first) < 0 ||
		number(m->v[XG_KUCOIN_LAST], &delta.last) < 0 ||
		delta.last < delta.first)
		return XG_ERR_RANGE;
	if (m->numbered || !m->has_side[0] || !m->has_side[1] ||
		(!snap && !xg_str_is_text(m->action, "delta")))
		return XG_ERR_TYPE;
	inst = xg_kucoin_inst_of(in);
	if (!inst)
		return XG_ERR_ABSENT;
	if (to_base(in->d->priv, inst) < 0)
		return XG_ERR_RANGE;
	rc = sync_for(in, inst, XG_SYNC_STREAM_NEXT, snap, &s);
	if (rc)
		return rc < 0 ? rc : 0;
	if (snap)
		s->depth = xg_str_is_text(m->depth, "increment")
				   ? 0
				   : XG_KUCOIN_BEST;
	fill(&delta, in);
	if (!snap && s->state == XG_SYNC_NONE && s->from == s->conn) {
		/* Its snapshot comes up to 6 s after the subscription: only when
		 * it stays out is it asked for again. */
		s->state = XG_SYNC_WAIT;
		s->wanted_at = in->d->rx + SNAPSHOT_US;
		return 0;
	}
	return snap ? xg_sync_snapshot(in->d, s, &delta)
		    : xg_sync_delta(in->d, s, &delta);
}
