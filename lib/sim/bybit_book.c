/* Bybit: order books. Each depth of a symbol is a topic of its own, with a
 * number that counts its frames. Source: sheet bybit, sections 4 and 5. */
#include <stdlib.h>

#include "sim/bybit.h"

#define REPEAT_US 3000000

static bool before(struct xg_dec a, struct xg_dec b, bool asks)
{
	int c = xg_dec_cmp(a, b);

	return asks ? c < 0 : c > 0;
}

/* What leads from one list to the other, best first; gone levels are 0. */
static size_t diff(const struct xg_level *was, size_t nwas,
	const struct xg_level *now, size_t nnow, bool asks,
	struct xg_level *out)
{
	size_t i = 0, j = 0, n = 0;

	while (i < nwas || j < nnow) {
		if (j == nnow ||
			(i < nwas && before(was[i].px, now[j].px, asks))) {
			out[n++] = (struct xg_level){ was[i++].px, { 0 } };
		} else if (i == nwas || before(now[j].px, was[i].px, asks)) {
			out[n++] = now[j++];
		} else {
			if (xg_dec_cmp(was[i].qty, now[j].qty) != 0)
				out[n++] = now[j];
			i++;
			j++;
		}
	}
	return n;
}

static bool ready(struct xg_by_win *w, int chan)
{
	size_t size = (size_t)xg_by_depth(chan) * sizeof **w->side;

	for (int s = 0; s < 2; s++) {
		if (!w->side[s])
			w->side[s] = malloc(size);
		if (!w->side[s])
			return false;
	}
	return true;
}

/* Brings the window to the market; the changes of each side in out. */
static size_t refresh(struct xg_by_win *w, const struct xg_sim_mkt *m, int chan,
	struct xg_level *out[2], size_t n[2])
{
	size_t max = (size_t)xg_by_depth(chan);

	for (int s = 0; s < 2; s++) {
		struct xg_level next[1000];
		size_t k = xg_sim_levels(m, s, next, max);

		n[s] = diff(w->side[s], w->n[s], next, k, s, out[s]);
		memcpy(w->side[s], next, k * sizeof *next);
		w->n[s] = k;
	}
	return n[0] + n[1];
}

struct xg_by_win *xg_by_book(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int chan)
{
	struct xg_level l[2][2000], *out[2] = { l[0], l[1] };
	struct xg_by_mkt *k = xg_by_mkt(f, m);
	struct xg_by_win *w = k ? &k->win[chan] : NULL;
	size_t n[2];

	if (!w || !ready(w, chan))
		return NULL;
	if (!k->wanted[chan] && refresh(w, m, chan, out, n)) {
		w->u++;
		w->told_at = f->now;
	}
	return w;
}

static struct xg_str data(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_level *bids, size_t nb, const struct xg_level *asks,
	size_t na, int64_t u)
{
	struct xg_by_state *s = f->state;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "s", m->spec.native);
	xg_by_levels(b, m, "b", bids, nb);
	xg_by_levels(b, m, "a", asks, na);
	xg_json_put_i64(b, "u", u);
	if (xg_by_cat_of(m) != XG_BY_OPTION)
		xg_json_put_i64(b, "seq", m->seq);
	xg_buf_char(b, '}');
	return xg_buf_view(b);
}

static struct xg_str whole(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_by_win *w)
{
	return data(f, m, w->side[0], w->n[0], w->side[1], w->n[1], w->u);
}

void xg_by_book_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	struct xg_sim_front *f = c->front;
	struct xg_by_win *w = &xg_by_mkt(f, m)->win[chan];

	w->told_at = f->now;
	xg_by_send(
		f, m, chan, "snapshot", whole(f, m, w), f->now, XG_ON_BOOK, c);
}

/* The service of books has restarted: the number is 1 and the frame is the
 * whole book, whatever its type says. */
static bool restarts(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, int64_t now)
{
	return f->faults &&
	       xg_fault_ask(f->faults, XG_FAULT_MAINTENANCE, "bybit",
		       m->spec.sym, XG_ON_BOOK, now, NULL);
}

void xg_by_book_push(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int chan, int64_t now)
{
	struct xg_level l[2][2000], *out[2] = { l[0], l[1] };
	struct xg_by_win *w = &xg_by_mkt(f, m)->win[chan];
	struct xg_str text;
	size_t n[2];

	if (!ready(w, chan))
		return;
	if (refresh(w, m, chan, out, n))
		w->u++;
	else if (chan != XG_BY_BOOK_1 || now - w->told_at < REPEAT_US)
		return; /* depth 1 is repeated with the same number */
	w->told_at = now;
	if (chan == XG_BY_BOOK_1) {
		xg_by_send(f, m, chan, "snapshot", whole(f, m, w), now,
			XG_ON_MARKET, NULL);
		return;
	}
	if (restarts(f, m, now)) {
		w->u = 1;
		text = whole(f, m, w);
	} else {
		text = data(f, m, out[0], n[0], out[1], n[1], w->u);
	}
	xg_by_send(f, m, chan, "delta", text, now, XG_ON_BOOK, NULL);
}
