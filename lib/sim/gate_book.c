/* Gate: order books. Windows of so many levels: obu whole and then by changes whose
 * numbers join; order_book_update by changes only, what falls out is deleted and what
 * comes in is told. Source: sheet gate, section 5; both recordings (sides of 100
 * levels stay at 100). */
#include <stdlib.h>

#include "sim/gate.h"

static bool before(struct xg_dec a, struct xg_dec b, bool asks)
{
	int c = xg_dec_cmp(a, b);

	return asks ? c < 0 : c > 0;
}

/* What leads from one list to the other, changes first and deletions behind
 * them, as the venue sends them. */
static size_t diff(const struct xg_level *was, size_t nwas,
	const struct xg_level *now, size_t nnow, bool asks,
	struct xg_level *out)
{
	size_t i = 0, j = 0, n = 0;

	for (i = 0, j = 0; j < nnow; j++) {
		while (i < nwas && before(was[i].px, now[j].px, asks))
			i++;
		if (i == nwas || xg_dec_cmp(was[i].px, now[j].px) != 0 ||
			xg_dec_cmp(was[i].qty, now[j].qty) != 0)
			out[n++] = now[j];
	}
	for (i = 0, j = 0; i < nwas; i++) {
		while (j < nnow && before(now[j].px, was[i].px, asks))
			j++;
		if (j == nnow || xg_dec_cmp(now[j].px, was[i].px) != 0)
			out[n++] = (struct xg_level){ was[i].px, { 0 } };
	}
	return n;
}

static bool ready(struct xg_gt_win *w, int depth)
{
	size_t size = (size_t)depth * sizeof **w->side;

	for (int s = 0; s < 2; s++) {
		if (!w->side[s])
			w->side[s] = malloc(size);
		if (!w->side[s])
			return false;
	}
	return true;
}

#define DEPTH 400

/* Brings the window to the market; the changes of each side in out. */
static void refresh(struct xg_gt_win *w, const struct xg_sim_mkt *m, int depth,
	struct xg_level out[2][2 * DEPTH], size_t n[2])
{
	for (int s = 0; s < 2; s++) {
		struct xg_level next[DEPTH];
		size_t k = xg_sim_levels(m, s, next, (size_t)depth);

		n[s] = diff(w->side[s], w->n[s], next, k, s, out[s]);
		memcpy(w->side[s], next, k * sizeof *next);
		w->n[s] = k;
	}
}

struct xg_gt_win *xg_gt_obu(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int chan)
{
	struct xg_gt_mkt *k = xg_gt_mkt(f, m);
	struct xg_gt_win *w = k ? &k->win[chan] : NULL;
	struct xg_level out[2][2 * DEPTH];
	size_t n[2];

	if (!w || !ready(w, xg_gt_depth(chan)))
		return NULL;
	if (!k->wanted[chan]) {
		refresh(w, m, xg_gt_depth(chan), out, n);
		w->u = m->seq;
	}
	return w;
}

/* The frame has its event behind the result. */
static struct xg_str frame(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, const struct xg_gt_win *w, int64_t first,
	const struct xg_level *side[2], const size_t n[2])
{
	struct xg_gt_state *s = f->state;
	struct xg_buf *b = &s->frame;
	enum xg_gt_at at = xg_gt_at_of(m);

	xg_buf_clear(b);
	xg_buf_text(b, "{\"channel\":\"");
	xg_gt_put_chan(b, at, chan);
	xg_buf_printf(b, "\",\"result\":{\"t\":%lld%s",
		(long long)(f->now / 1000), first ? "" : ",\"full\":true");
	xg_buf_printf(b, ",\"s\":\"ob.%s.%d\",\"u\":%lld", m->spec.native,
		xg_gt_depth(chan), (long long)w->u);
	if (first)
		xg_json_put_i64(b, "U", first);
	xg_gt_levels(b, "b", false, true, at, side[0], n[0]);
	xg_gt_levels(b, "a", false, true, at, side[1], n[1]);
	xg_buf_printf(b, "},\"time_ms\":%lld,\"event\":\"update\"}",
		(long long)(f->now / 1000));
	return xg_buf_view(b);
}

bool xg_gt_obu_join(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	struct xg_gt_win *w = xg_gt_obu(c->front, m, chan);
	const struct xg_level *side[2];

	if (!w)
		return false;
	side[0] = w->side[0];
	side[1] = w->side[1];
	c->front->send(c, frame(c->front, m, chan, w, 0, side, w->n),
		XG_ON_BOOK, m->spec.sym);
	return true;
}

/* The server may send the whole book at any time. */
static bool anew(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	return f->faults &&
	       xg_fault_ask(f->faults, XG_FAULT_MAINTENANCE, "gate",
		       m->spec.sym, XG_ON_BOOK, f->now, NULL);
}

void xg_gt_obu_push(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan)
{
	struct xg_gt_win *w = &xg_gt_mkt(f, m)->win[chan];
	struct xg_level out[2][2 * DEPTH];
	const struct xg_level *side[2] = { out[0], out[1] };
	int64_t first = w->u + 1;
	struct xg_str text;
	size_t n[2];

	if (!ready(w, xg_gt_depth(chan)) || m->seq <= w->u)
		return;
	refresh(w, m, xg_gt_depth(chan), out, n);
	w->u = m->seq;
	if (anew(f, m)) {
		side[0] = w->side[0];
		side[1] = w->side[1];
		text = frame(f, m, chan, w, 0, side, w->n);
	} else {
		text = frame(f, m, chan, w, first, side, n);
	}
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_gt_conn *g = c->state;

		next = c->next;
		if (g->sub[m->index].mask >> chan & 1)
			f->send(c, text, XG_ON_BOOK, m->spec.sym);
	}
}

/* ---- order_book_update ---- */

static const int diff_depth[XG_GT_DIFFS] = { 20, 50, 100 };

bool xg_gt_diff_join(struct xg_sim_front *f, struct xg_sim_mkt *m, int depth)
{
	struct xg_gt_mkt *k = xg_gt_mkt(f, m);
	struct xg_level out[2][2 * DEPTH];
	struct xg_gt_win *w;
	size_t n[2];

	for (int i = 0; k && i < XG_GT_DIFFS; i++) {
		w = &k->diff[i];
		if (!k->wanted[XG_GT_DIFF])
			w->on = false;
		if (diff_depth[i] != depth)
			continue;
		if (!ready(w, depth))
			return false;
		if (!w->on) {
			xg_sim_flush(m, f->now);
			refresh(w, m, depth, out, n);
			w->u = m->seq;
			w->on = true;
		}
	}
	return k != NULL;
}

static struct xg_str diff_frame(struct xg_sim_front *f,
	const struct xg_sim_event *ev, const struct xg_sim_delta *d,
	bool decimal, int level)
{
	struct xg_gt_state *s = f->state;
	const struct xg_sim_mkt *m = ev->mkt;
	struct xg_buf *b = &s->frame;
	enum xg_gt_at at = xg_gt_at_of(m);
	bool spot = at == XG_GT_SPOT;

	xg_buf_clear(b);
	xg_buf_printf(b, "{\"time\":%lld,\"time_ms\":%lld,\"channel\":\"",
		(long long)(f->now / 1000000), (long long)(f->now / 1000));
	xg_gt_put_chan(b, at, XG_GT_DIFF);
	xg_buf_printf(b, "\",\"event\":\"update\",\"result\":{\"t\":%lld",
		(long long)(ev->ts / 1000));
	if (spot)
		xg_buf_printf(b, ",\"e\":\"depthUpdate\",\"E\":%lld",
			(long long)(f->now / 1000000));
	xg_json_put_text(b, "s", m->spec.native);
	xg_json_put_i64(b, "U", d->first);
	xg_json_put_i64(b, "u", d->last);
	xg_gt_levels(b, "b", !spot, decimal, at, d->bids.p, d->bids.n);
	xg_gt_levels(b, "a", !spot, decimal, at, d->asks.p, d->asks.n);
	if (!spot && level)
		xg_buf_printf(b, ",\"l\":\"%d\"", level);
	xg_buf_text(b, "}}");
	return xg_buf_view(b);
}

static void diff_push(struct xg_sim_front *f, const struct xg_sim_event *ev,
	const struct xg_sim_delta *d, int depth)
{
	const struct xg_sim_mkt *m = ev->mkt;

	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_gt_conn *g = c->state;
		const struct xg_gt_sub *sub = &g->sub[m->index];

		next = c->next;
		if (sub->mask >> XG_GT_DIFF & 1 && sub->depth == depth)
			f->send(c, diff_frame(f, ev, d, g->decimal, sub->level),
				XG_ON_BOOK, m->spec.sym);
	}
}

/* What is behind a window is not told: the next update has its numbers, too. */
void xg_gt_diff(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_gt_mkt *k = xg_gt_mkt(f, ev->mkt);
	struct xg_level out[2][2 * DEPTH];
	size_t n[2];

	for (int i = 0; k && i < XG_GT_DIFFS; i++) {
		struct xg_gt_win *w = &k->diff[i];
		struct xg_sim_delta d = { .first = w->u + 1,
			.last = ev->delta.last };

		if (!w->on || d.last <= w->u)
			continue;
		refresh(w, ev->mkt, diff_depth[i], out, n);
		if (!n[0] && !n[1])
			continue;
		w->u = d.last;
		d.bids = (struct xg_levels){ out[0], n[0] };
		d.asks = (struct xg_levels){ out[1], n[1] };
		diff_push(f, ev, &d, diff_depth[i]);
	}
}
