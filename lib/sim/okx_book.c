/* The books channels: a window of the best levels that all connections see by
 * the same numbers. Source: sheet okx, sections 4 and 5. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

#define QUIET_US (60 * XG_US_PER_S)

static bool before(struct xg_dec a, struct xg_dec b, bool asks)
{
	int c = xg_dec_cmp(a, b);

	return asks ? c < 0 : c > 0;
}

size_t xg_sim_okx_diff(const struct xg_level *was, size_t nwas,
	const struct xg_level *now, size_t nnow, bool asks,
	struct xg_level *out, size_t max)
{
	size_t i = 0, j = 0, n = 0;

	while ((i < nwas || j < nnow) && n < max) {
		if (j == nnow ||
			(i < nwas && before(was[i].px, now[j].px, asks))) {
			out[n].px = was[i++].px;
			out[n++].qty = xg_dec_int(0);
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

/* Checksums are 0 since June 2026; a simulator that is asked for wrong ones
 * sends real ones beside them, as the venue did before. */
static bool is_legacy(const struct xg_sim_front *f)
{
	int i;

	for (i = 0; f->faults && i < f->faults->n; i++) {
		const struct xg_fault *r = &f->faults->rule[i];

		if (r->kind == XG_FAULT_CHECKSUM &&
			(!*r->venue || strcmp(r->venue, "okx") == 0))
			return true;
	}
	return false;
}

static int32_t checksum(const struct xg_sim_okx_win *w)
{
	static const int levels = XG_SIM_OKX_SUM_LEVELS;
	char text[2][XG_SIM_OKX_SUM_LEVELS][2][XG_DEC_TEXT];
	struct xg_sim_okx_text_level l[2][XG_SIM_OKX_SUM_LEVELS];
	size_t n[2], i;
	int s;

	for (s = 0; s < 2; s++) {
		n[s] = w->n[s] < (size_t)levels ? w->n[s] : (size_t)levels;
		for (i = 0; i < n[s]; i++) {
			const struct xg_level *from = &w->side[s][i];

			l[s][i].px.p = text[s][i][0];
			l[s][i].px.n = xg_dec_fmt(text[s][i][0], from->px);
			l[s][i].qty.p = text[s][i][1];
			l[s][i].qty.n = xg_dec_fmt(text[s][i][1], from->qty);
		}
	}
	return xg_sim_okx_sum(l[0], n[0], l[1], n[1]);
}

static void put_sum(struct xg_buf *b, struct xg_sim_front *f,
	const struct xg_sim_mkt *m, int64_t now)
{
	const struct xg_sim_okx_win *w = &xg_sim_okx_of(f)->win[m->index];
	int64_t sum = 0;

	if (is_legacy(f)) {
		sum = checksum(w);
		if (xg_fault_ask(f->faults, XG_FAULT_CHECKSUM, "okx",
			    m->spec.sym, XG_ON_BOOK, now, NULL))
			sum = sum == 1 ? 2 : 1;
	}
	xg_json_put_i64(b, "checksum", sum);
}

static void put_tail(struct xg_buf *b, struct xg_sim_front *f,
	const struct xg_sim_mkt *m, int64_t now, int64_t prev)
{
	xg_sim_okx_ms(b, "ts", now);
	put_sum(b, f, m, now);
	xg_json_put_i64(b, "prevSeqId", prev);
	xg_json_put_i64(b, "seqId", xg_sim_okx_of(f)->win[m->index].seq);
}

void xg_sim_okx_book_push(
	struct xg_sim_front *f, struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_okx_win *w = &xg_sim_okx_of(f)->win[m->index];
	struct xg_level next[XG_SIM_OKX_DEPTH];
	struct xg_level diff[2][2 * XG_SIM_OKX_DEPTH];
	size_t n[2], k;
	struct xg_buf row = { 0 };
	int64_t prev = w->seq;
	int s;

	for (s = 0; s < 2; s++) {
		k = xg_sim_levels(m, s, next, XG_SIM_OKX_DEPTH);
		n[s] = xg_sim_okx_diff(w->side[s], w->n[s], next, k, s, diff[s],
			2 * XG_SIM_OKX_DEPTH);
		memcpy(w->side[s], next, k * sizeof *next);
		w->n[s] = k;
	}
	if (n[0] + n[1] == 0 && now - w->told_at < QUIET_US)
		return;
	if (n[0] + n[1])
		w->seq = m->seq;
	w->told_at = now;
	xg_sim_okx_levels(&row, "asks", diff[1], n[1]);
	xg_sim_okx_levels(&row, "bids", diff[0], n[0]);
	put_tail(&row, f, m, now, prev);
	xg_sim_okx_tell(f, XG_SIM_OKX_BOOKS, m, "\"action\":\"update\",",
		xg_buf_view(&row), XG_ON_BOOK, NULL);
	xg_buf_release(&row);
}

void xg_sim_okx_book_snap(
	struct xg_sim_conn *c, struct xg_sim_mkt *m, int64_t now)
{
	const struct xg_sim_okx_win *w =
		&xg_sim_okx_of(c->front)->win[m->index];
	struct xg_buf row = { 0 };

	xg_sim_okx_levels(&row, "asks", w->side[1], w->n[1]);
	xg_sim_okx_levels(&row, "bids", w->side[0], w->n[0]);
	put_tail(&row, c->front, m, now, -1);
	xg_sim_okx_tell(c->front, XG_SIM_OKX_BOOKS, m,
		"\"action\":\"snapshot\",", xg_buf_view(&row), XG_ON_BOOK, c);
	xg_buf_release(&row);
}

static void whole(struct xg_sim_front *f, enum xg_sim_okx_kind kind,
	struct xg_sim_mkt *m, const struct xg_level *bids, size_t nb,
	const struct xg_level *asks, size_t na, int64_t now,
	struct xg_sim_conn *only)
{
	struct xg_buf row = { 0 };

	xg_sim_okx_levels(&row, "asks", asks, na);
	xg_sim_okx_levels(&row, "bids", bids, nb);
	if (kind == XG_SIM_OKX_BOOKS5)
		xg_json_put_text(&row, "instId", m->spec.native);
	xg_sim_okx_ms(&row, "ts", now);
	xg_json_put_i64(&row, "seqId", m->seq);
	xg_sim_okx_tell(f, kind, m, "", xg_buf_view(&row), XG_ON_BOOK, only);
	xg_buf_release(&row);
}

void xg_sim_okx_book_five(struct xg_sim_front *f, struct xg_sim_mkt *m,
	int64_t now, struct xg_sim_conn *only)
{
	struct xg_sim_okx_win *w = &xg_sim_okx_of(f)->win[m->index];
	struct xg_level l[2][5], diff[10];
	size_t n[2], changed = 0;
	int s;

	for (s = 0; s < 2; s++) {
		n[s] = xg_sim_levels(m, s, l[s], 5);
		changed += xg_sim_okx_diff(
			w->five[s], w->nfive[s], l[s], n[s], s, diff, 10);
	}
	if (!changed && !only)
		return;
	if (!only) {
		memcpy(w->five, l, sizeof l);
		memcpy(w->nfive, n, sizeof n);
	}
	whole(f, XG_SIM_OKX_BOOKS5, m, l[0], n[0], l[1], n[1], now, only);
}

void xg_sim_okx_book_bbo(struct xg_sim_front *f, struct xg_sim_mkt *m,
	int64_t now, struct xg_sim_conn *only)
{
	struct xg_level l[2];
	size_t nb = xg_sim_levels(m, false, &l[0], 1);
	size_t na = xg_sim_levels(m, true, &l[1], 1);

	whole(f, XG_SIM_OKX_BBO, m, &l[0], nb, &l[1], na, now, only);
}
