/* Kraken: order books. The spot has a book for each depth, without numbers, under
 * a checksum, and says nothing of levels that fall out of the depth; Futures
 * send one level a message, numbered by one. Source: sheet kraken, 5 and 12. */
#include <stdlib.h>

#include "sim/kraken.h"

static bool before(struct xg_dec a, struct xg_dec b, bool asks)
{
	int c = xg_dec_cmp(a, b);

	return asks ? c < 0 : c > 0;
}

/* What leads from one list to the other, best first; gone levels are 0. Those
 * that only fell out behind the last of a full list are left out. */
static size_t diff(const struct xg_level *was, size_t nwas,
	const struct xg_level *now, size_t nnow, bool asks, size_t depth,
	struct xg_level *out)
{
	size_t i = 0, j = 0, n = 0;

	while (i < nwas || j < nnow) {
		if (j == nnow && nnow == depth)
			break;
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

/* Brings the window to the market; the changes of each side in out. */
static size_t refresh(struct xg_kr_win *w, const struct xg_sim_mkt *m, int chan,
	struct xg_level *out[2], size_t n[2])
{
	size_t max = (size_t)xg_kr_depth(chan);

	for (int s = 0; s < 2; s++) {
		struct xg_level next[1000];
		size_t k = xg_sim_levels(m, s, next, max);

		n[s] = diff(w->side[s], w->n[s], next, k, s, max, out[s]);
		memcpy(w->side[s], next, k * sizeof *next);
		w->n[s] = k;
	}
	return n[0] + n[1];
}

bool xg_kr_book_ready(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan)
{
	struct xg_level l[2][2000], *out[2] = { l[0], l[1] };
	struct xg_kr_mkt *k = xg_kr_mkt(f, m);
	struct xg_kr_win *w = &k->win[chan];
	size_t size = (size_t)xg_kr_depth(chan) * sizeof **w->side, n[2];

	for (int s = 0; s < 2; s++) {
		if (!w->side[s])
			w->side[s] = malloc(size);
		if (!w->side[s])
			return false;
	}
	if (!k->wanted[chan] && refresh(w, m, chan, out, n))
		w->seq++;
	return true;
}

static void put_level(
	struct xg_buf *b, const struct xg_sim_mkt *m, const struct xg_level *l)
{
	xg_buf_text(b, "{\"price\":");
	xg_kr_px(b, m, l->px);
	xg_buf_text(b, ",\"qty\":");
	xg_kr_qty(b, m, l->qty);
	xg_buf_char(b, '}');
}

static void put_side(struct xg_buf *b, const struct xg_sim_mkt *m,
	const char *key, const struct xg_level *l, size_t n)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_json_comma(b);
		put_level(b, m, &l[i]);
	}
	xg_buf_char(b, ']');
}

/* ---- spot ---- */

static uint32_t sum_of(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_kr_win *w)
{
	uint32_t sum = xg_kr_sum(m, w);

	return f->faults && xg_fault_ask(f->faults, XG_FAULT_CHECKSUM, "kraken",
				    m->spec.sym, XG_ON_BOOK, f->now, NULL)
		       ? sum ^ 1
		       : sum;
}

static void spot_send(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, bool snap, const struct xg_level *side[2], const size_t n[2],
	struct xg_sim_conn *only)
{
	struct xg_kr_state *s = f->state;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"channel\":\"book\",\"type\":\"%s\",\"data\":[{\"symbol\":"
		"\"%s\"",
		snap ? "snapshot" : "update", m->spec.native);
	put_side(b, m, "bids", side[0], n[0]);
	put_side(b, m, "asks", side[1], n[1]);
	xg_json_put_i64(
		b, "checksum", sum_of(f, m, &xg_kr_mkt(f, m)->win[chan]));
	if (!snap)
		xg_kr_iso(b, "timestamp", f->now);
	xg_buf_text(b, "}]}");
	xg_kr_send(f, m, chan, xg_buf_view(b), XG_ON_BOOK, only);
}

/* ---- futures ---- */

static void futures_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m)
{
	struct xg_sim_front *f = c->front;
	struct xg_kr_state *s = f->state;
	struct xg_kr_win *w = &xg_kr_mkt(f, m)->win[XG_KR_BOOK_1000];
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"feed\":\"book_snapshot\",\"product_id\":\"%s\","
		"\"timestamp\":%lld,\"seq\":%lld,\"tickSize\":null",
		m->spec.native, (long long)(f->now / 1000), (long long)w->seq);
	put_side(b, m, "bids", w->side[0], w->n[0]);
	put_side(b, m, "asks", w->side[1], w->n[1]);
	xg_buf_char(b, '}');
	xg_kr_send(f, m, XG_KR_BOOK_1000, xg_buf_view(b), XG_ON_BOOK, c);
}

static void futures_level(struct xg_sim_front *f, struct xg_sim_mkt *m,
	bool sell, const struct xg_level *l)
{
	struct xg_kr_state *s = f->state;
	struct xg_kr_win *w = &xg_kr_mkt(f, m)->win[XG_KR_BOOK_1000];
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"feed\":\"book\",\"product_id\":\"%s\",\"side\":\"%s\","
		"\"seq\":%lld,\"price\":",
		m->spec.native, sell ? "sell" : "buy", (long long)++w->seq);
	xg_kr_px(b, m, l->px);
	xg_buf_text(b, ",\"qty\":");
	xg_kr_qty(b, m, l->qty);
	xg_buf_printf(b, ",\"timestamp\":%lld}", (long long)(f->now / 1000));
	xg_kr_send(f, m, XG_KR_BOOK_1000, xg_buf_view(b), XG_ON_BOOK, NULL);
}

/* What goes, goes first: so the book is not crossed between two messages. */
static void futures_push(struct xg_sim_front *f, struct xg_sim_mkt *m,
	struct xg_level *const out[2], const size_t n[2])
{
	for (int gone = 1; gone >= 0; gone--)
		for (int s = 0; s < 2; s++)
			for (size_t i = 0; i < n[s]; i++)
				if ((out[s][i].qty.m == 0) == gone)
					futures_level(f, m, s, &out[s][i]);
}

void xg_kr_book_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	const struct xg_kr_win *w = &xg_kr_mkt(c->front, m)->win[chan];
	const struct xg_level *side[2] = { w->side[0], w->side[1] };

	if (xg_kr_is_spot(m))
		spot_send(c->front, m, chan, true, side, w->n, c);
	else
		futures_snap(c, m);
}

void xg_kr_book_push(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan)
{
	struct xg_level l[2][2000], *out[2] = { l[0], l[1] };
	const struct xg_level *side[2] = { l[0], l[1] };
	size_t n[2];

	if (!refresh(&xg_kr_mkt(f, m)->win[chan], m, chan, out, n))
		return;
	if (xg_kr_is_spot(m))
		spot_send(f, m, chan, false, side, n, NULL);
	else
		futures_push(f, m, out, n);
}
