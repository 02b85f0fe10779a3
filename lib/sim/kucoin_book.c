/* KuCoin: order books of both dialects. Source: sheet kucoin, sections 4 and 5.
 * Classic spot: the rows of an update have numbers of their own, in no order;
 * a row with the price 0 only counts. Futures: one level a message. Unified: a
 * snapshot first, then O..C. */
#include <stdlib.h>

#include "sim/kucoin.h"

static bool before(struct xg_dec a, struct xg_dec b, bool asks)
{
	int way = xg_dec_cmp(a, b);

	return asks ? way < 0 : way > 0;
}

/* ---- classic ---- */

static void put_row(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_level *l, int64_t seq)
{
	xg_json_comma(b);
	xg_buf_char(b, '[');
	xg_ku_px(b, m, l->px);
	xg_buf_char(b, ',');
	xg_ku_qty(b, m, l->qty);
	xg_buf_printf(b, ",\"%lld\"]", (long long)seq);
}

/* Numbers go from first on: the bids' backwards, then the asks', then one of a
 * row that is none. */
static void spot_update(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_sim_delta *d, int64_t first, int64_t last)
{
	struct xg_ku_state *s = f->state;
	struct xg_buf *b = &s->data;
	int64_t seq = first + (int64_t)d->bids.n;

	xg_buf_clear(b);
	xg_buf_text(b, "{\"changes\":{\"asks\":[");
	xg_buf_printf(b, "[\"0\",\"0\",\"%lld\"]", (long long)last);
	for (size_t i = 0; i < d->asks.n; i++)
		put_row(b, m, &d->asks.p[i], seq++);
	xg_buf_text(b, "],\"bids\":[");
	seq = first + (int64_t)d->bids.n;
	for (size_t i = 0; i < d->bids.n; i++)
		put_row(b, m, &d->bids.p[i], --seq);
	xg_buf_text(b, "]}");
	xg_json_put_i64(b, "sequenceEnd", last);
	xg_json_put_i64(b, "sequenceStart", first);
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_json_put_i64(b, "time", f->now / 1000);
	xg_buf_char(b, '}');
	xg_ku_send(f, m, XG_KU_LEVEL2, "trade.l2update", xg_buf_view(b),
		XG_ON_BOOK);
}

static void futures_change(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_level *l, const char *side, int64_t seq)
{
	struct xg_ku_state *s = f->state;
	char px[XG_DEC_TEXT], qty[XG_DEC_TEXT];

	xg_dec_fmt(px, l->px);
	xg_dec_fmt(qty, l->qty);
	xg_buf_clear(&s->data);
	xg_buf_printf(&s->data,
		"{\"sequence\":%lld,\"change\":\"%s,%s,%s\",\"timestamp\":%lld}",
		(long long)seq, px, side, qty, (long long)(f->now / 1000));
	xg_ku_send(f, m, XG_KU_LEVEL2, "level2", xg_buf_view(&s->data),
		XG_ON_BOOK);
}

/* What goes, goes first: so the book is not crossed between two messages. */
static void futures_update(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_sim_delta *d, int64_t first)
{
	for (int gone = 1; gone >= 0; gone--) {
		for (size_t i = 0; i < d->bids.n; i++)
			if ((d->bids.p[i].qty.m == 0) == gone)
				futures_change(
					f, m, &d->bids.p[i], "buy", first++);
		for (size_t i = 0; i < d->asks.n; i++)
			if ((d->asks.p[i].qty.m == 0) == gone)
				futures_change(
					f, m, &d->asks.p[i], "sell", first++);
	}
}

/* ---- unified ---- */

static struct xg_str obu(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, bool snap, const struct xg_level *const l[2],
	const size_t n[2], int64_t first, int64_t last)
{
	static const char *const depths[] = { "1", "5", "50", "increment",
		"increment@10ms" };
	struct xg_ku_state *s = f->state;
	struct xg_buf *b = &s->b;

	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"T\":\"obu.%s\",\"dp\":\"%s\",\"t\":\"%s\",\"P\":%lld000,"
		"\"d\":{",
		xg_ku_is_futures(m) ? "FUTURES" : "SPOT",
		depths[chan - XG_KU_OBU_1], snap ? "snapshot" : "delta",
		(long long)f->now);
	xg_json_put_i64(b, "C", last);
	xg_ku_ns(b, "M", f->now);
	xg_json_put_i64(b, "O", first);
	xg_ku_levels(b, m, "a", l[1], n[1], XG_KU_TEXTS);
	xg_ku_levels(b, m, "b", l[0], n[0], XG_KU_TEXTS);
	xg_json_put_text(b, "s", m->spec.native);
	xg_buf_text(b, "}}");
	return xg_buf_view(b);
}

/* From one list to the other, best first; gone levels are 0. */
static size_t diff(const struct xg_level *was, size_t nwas,
	const struct xg_level *now, size_t nnow, bool asks,
	struct xg_level *out)
{
	size_t i = 0, j = 0, n = 0;

	while (i < nwas || j < nnow) {
		bool gone = j == nnow ||
			    (i < nwas && before(was[i].px, now[j].px, asks));
		bool made = !gone &&
			    (i == nwas || before(now[j].px, was[i].px, asks));

		if (gone) {
			out[n++] = (struct xg_level){ was[i++].px, { 0 } };
			continue;
		}
		if (made || xg_dec_cmp(was[i].qty, now[j].qty) != 0)
			out[n++] = now[j];
		i += !made;
		j++;
	}
	return n;
}

static bool ready(struct xg_ku_mkt *k)
{
	for (int s = 0; s < 2; s++) {
		if (!k->best[s])
			k->best[s] = malloc(XG_KU_BEST * sizeof **k->best);
		if (!k->best[s])
			return false;
	}
	return true;
}

/* The best levels as they are now are what has been told. */
static void renew(struct xg_ku_mkt *k, const struct xg_sim_mkt *m)
{
	for (int s = 0; s < 2; s++)
		k->n[s] = xg_sim_levels(m, s, k->best[s], XG_KU_BEST);
	k->best_seq = k->seq;
}

static void best_update(
	struct xg_sim_front *f, const struct xg_sim_mkt *m, struct xg_ku_mkt *k)
{
	struct xg_level now[XG_KU_BEST], out[2][2 * XG_KU_BEST];
	const struct xg_level *const l[2] = { out[0], out[1] };
	int64_t first = k->best_seq + 1;
	size_t n[2], count;

	if (!ready(k))
		return;
	for (int s = 0; s < 2; s++) {
		count = xg_sim_levels(m, s, now, XG_KU_BEST);
		n[s] = diff(k->best[s], k->n[s], now, count, s, out[s]);
		memcpy(k->best[s], now, count * sizeof *now);
		k->n[s] = count;
	}
	k->best_seq = k->seq;
	xg_ku_send_text(f, m, XG_KU_OBU_BEST,
		obu(f, m, XG_KU_OBU_BEST, false, l, n, first, k->seq),
		XG_ON_BOOK, NULL);
}

void xg_ku_obu_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	static const size_t depths[] = { 1, 5, 50, 5000, XG_KU_BEST };
	struct xg_sim_front *f = c->front;
	struct xg_ku_mkt *k = xg_ku_of(f, m);
	size_t max = depths[chan - XG_KU_OBU_1], n[2];
	struct xg_level *l[2];

	if (!k || (chan == XG_KU_OBU_BEST && !ready(k)))
		return;
	/* All subscribers have the same levels: the first one's begin. */
	if (chan == XG_KU_OBU_BEST && k->wanted[chan] <= 1)
		renew(k, m);
	l[0] = malloc(2 * max * sizeof **l);
	if (!l[0])
		return;
	l[1] = l[0] + max;
	for (int s = 0; s < 2; s++) {
		if (chan == XG_KU_OBU_BEST) {
			n[s] = k->n[s];
			memcpy(l[s], k->best[s], n[s] * sizeof **l);
		} else {
			n[s] = xg_sim_levels(m, s, l[s], max);
		}
	}
	xg_ku_send_text(f, m, chan,
		obu(f, m, chan, true, (const struct xg_level *const *)l, n,
			k->seq, k->seq),
		XG_ON_BOOK, c);
	free(l[0]);
}

/* ---- what happens ---- */

void xg_ku_book_delta(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_mkt *m = ev->mkt;
	const struct xg_sim_delta *d = &ev->delta;
	struct xg_ku_mkt *k = xg_ku_of(f, m);
	const struct xg_level *const l[2] = { d->bids.p, d->asks.p };
	const size_t n[2] = { d->bids.n, d->asks.n };
	int64_t first;

	if (!k || !(n[0] + n[1]))
		return;
	first = k->seq + 1;
	k->seq += (int64_t)(n[0] + n[1]) + !xg_ku_is_futures(m);
	if (k->wanted[XG_KU_LEVEL2] && xg_ku_is_futures(m))
		futures_update(f, m, d, first);
	else if (k->wanted[XG_KU_LEVEL2])
		spot_update(f, m, d, first, k->seq);
	if (k->wanted[XG_KU_OBU_ALL])
		xg_ku_send_text(f, m, XG_KU_OBU_ALL,
			obu(f, m, XG_KU_OBU_ALL, false, l, n, first, k->seq),
			XG_ON_BOOK, NULL);
	if (k->wanted[XG_KU_OBU_BEST])
		best_update(f, m, k);
}

static void depth(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	struct xg_ku_mkt *k, int chan, size_t max)
{
	enum xg_ku_form form = xg_ku_is_futures(m) ? XG_KU_LOTS : XG_KU_TEXTS;
	struct xg_ku_state *s = f->state;
	struct xg_level l[2][50];
	size_t n[2];
	struct xg_buf *b = &s->data;

	if (!k->wanted[chan])
		return;
	for (int side = 0; side < 2; side++)
		n[side] = xg_sim_levels(m, side, l[side], max);
	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_ku_levels(b, m, "asks", l[1], n[1], form);
	xg_ku_levels(b, m, "bids", l[0], n[0], form);
	if (xg_ku_is_futures(m)) {
		xg_json_put_i64(b, "sequence", k->seq);
		xg_json_put_i64(b, "ts", f->now / 1000);
	}
	xg_json_put_i64(b, "timestamp", f->now / 1000);
	xg_buf_char(b, '}');
	xg_ku_send(f, m, chan, "level2", xg_buf_view(b), XG_ON_MARKET);
}

void xg_ku_book_tick(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_ku_mkt *k = xg_ku_of(f, m);
	static const size_t few[] = { 1, 5, 50 };

	if (k->shown_seq == k->seq)
		return;
	k->shown_seq = k->seq;
	depth(f, m, k, XG_KU_DEPTH5, 5);
	depth(f, m, k, XG_KU_DEPTH50, 50);
	for (int i = 0; i < 3; i++) {
		struct xg_level l[2][50];
		const struct xg_level *const p[2] = { l[0], l[1] };
		size_t n[2];

		if (!k->wanted[XG_KU_OBU_1 + i])
			continue;
		for (int side = 0; side < 2; side++)
			n[side] = xg_sim_levels(m, side, l[side], few[i]);
		xg_ku_send_text(f, m, XG_KU_OBU_1 + i,
			obu(f, m, XG_KU_OBU_1 + i, true, p, n, k->seq, k->seq),
			XG_ON_MARKET, NULL);
	}
}
