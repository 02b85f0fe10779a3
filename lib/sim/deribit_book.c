/* Deribit: order books. The subscribers of changes all have the same book;
 * change_id counts over the whole engine, so neighbours are apart. Source: sheet
 * deribit, sections 4 and 5. */
#include <stdlib.h>

#include "sim/deribit.h"

/* Strictly growing with the market's own number, and never by one. */
static int64_t change_id(const struct xg_sim_mkt *m, int64_t seq)
{
	return INT64_C(33195894000) + seq * 7 + m->index % 5;
}

void xg_dr_book_free(struct xg_dr_mkt *k)
{
	free(k->side[0].l);
	free(k->side[1].l);
	xg_buf_release(&k->trades);
}

/* Index of a price, or of where it would be. */
static size_t place(
	const struct xg_dr_side *s, bool asks, struct xg_dec px, bool *found)
{
	size_t lo = 0, hi = s->n;

	*found = false;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int way = xg_dec_cmp(s->l[mid].px, px);

		if (way == 0) {
			*found = true;
			return mid;
		}
		if (asks ? way < 0 : way > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool room(struct xg_dr_side *s, size_t n)
{
	void *p;

	if (n <= s->cap)
		return true;
	p = realloc(s->l, 2 * n * sizeof *s->l);
	if (!p)
		return false;
	s->l = p;
	s->cap = 2 * n;
	return true;
}

/* Puts a level in; the venue's word for what that was, NULL for nothing. */
static const char *put(
	struct xg_dr_side *s, bool asks, const struct xg_level *l)
{
	bool found;
	size_t at = place(s, asks, l->px, &found);

	if (!l->qty.m) {
		if (!found)
			return NULL;
		memmove(s->l + at, s->l + at + 1, (--s->n - at) * sizeof *s->l);
		return "delete";
	}
	if (found) {
		if (xg_dec_cmp(s->l[at].qty, l->qty) == 0)
			return NULL;
		s->l[at].qty = l->qty;
		return "change";
	}
	if (!room(s, s->n + 1))
		return NULL;
	memmove(s->l + at + 1, s->l + at, (s->n++ - at) * sizeof *s->l);
	s->l[at] = *l;
	return "new";
}

static void put_level(
	struct xg_buf *b, const char *action, const struct xg_level *l)
{
	xg_json_comma(b);
	xg_buf_char(b, '[');
	if (action)
		xg_buf_printf(b, "\"%s\",", action);
	xg_dr_num(b, l->px);
	xg_buf_char(b, ',');
	xg_dr_num(b, l->qty);
	xg_buf_char(b, ']');
}

static void head(struct xg_buf *b, const struct xg_sim_mkt *m, const char *type,
	int64_t now, int64_t change, int64_t prev)
{
	xg_buf_clear(b);
	xg_buf_char(b, '{');
	if (type)
		xg_json_put_text(b, "type", type);
	xg_json_put_i64(b, "timestamp", now / 1000);
	if (prev)
		xg_json_put_i64(b, "prev_change_id", prev);
	xg_json_put_text(b, "instrument_name", m->spec.native);
	xg_json_put_i64(b, "change_id", change);
}

/* The whole book, or its best levels without actions. */
static void whole(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan)
{
	static const size_t depth[] = {
		[XG_DR_TOP_1] = 1, [XG_DR_TOP_10] = 10, [XG_DR_TOP_20] = 20
	};
	struct xg_dr_state *s = f->state;
	const struct xg_dr_mkt *k = xg_dr_mkt(f, m);
	bool all = chan == XG_DR_BOOK;

	head(&s->data, m, all ? "snapshot" : NULL, k->changed, k->change, 0);
	for (int side = 0; side < 2; side++) {
		size_t n = k->side[side].n;

		if (!all && n > depth[chan])
			n = depth[chan];
		xg_json_key(&s->data, side ? "asks" : "bids");
		xg_buf_char(&s->data, '[');
		for (size_t i = 0; i < n; i++)
			put_level(&s->data, all ? "new" : NULL,
				&k->side[side].l[i]);
		xg_buf_char(&s->data, ']');
	}
	xg_buf_char(&s->data, '}');
}

bool xg_dr_book_ready(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_dr_mkt *k = xg_dr_mkt(f, m);

	xg_sim_flush(m, f->now);
	for (int side = 0; !k->told && side < 2; side++) {
		struct xg_dr_side *to = &k->side[side];
		size_t cap = 256;

		do {
			cap *= 2;
			if (!room(to, cap))
				return false;
			to->n = xg_sim_levels(m, side, to->l, to->cap);
		} while (to->n == to->cap);
	}
	if (!k->told) {
		k->change = change_id(m, m->flushed);
		k->changed = f->now;
	}
	k->told = true;
	return true;
}

void xg_dr_book_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	struct xg_sim_front *f = c->front;
	struct xg_dr_state *s = f->state;

	if (!xg_dr_book_ready(f, m))
		return;
	whole(f, m, chan);
	xg_dr_send(f, m, chan, xg_buf_view(&s->data), XG_ON_BOOK, c);
}

/* A whole book without a snapshot's word, after 0: as an instrument begins. */
static bool begins_anew(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	return f->faults &&
	       xg_fault_ask(f->faults, XG_FAULT_MAINTENANCE, "deribit",
		       m->spec.sym, XG_ON_BOOK, f->now, NULL);
}

void xg_dr_book_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_delta *d = &ev->delta;
	struct xg_dr_state *s = f->state;
	struct xg_sim_mkt *m = ev->mkt;
	struct xg_dr_mkt *k = xg_dr_mkt(f, m);
	struct xg_buf *b = &s->data;
	int64_t prev = k ? k->change : 0;
	int n = 0;

	if (!k || !k->told)
		return;
	k->change = change_id(m, d->last);
	head(b, m, "change", ev->ts, k->change, prev);
	for (int side = 0; side < 2; side++) {
		const struct xg_levels *l = side ? &d->asks : &d->bids;

		xg_json_key(b, side ? "asks" : "bids");
		xg_buf_char(b, '[');
		for (size_t i = 0; i < l->n; i++) {
			const char *word = put(&k->side[side], side, &l->p[i]);

			if (word)
				put_level(b, word, &l->p[i]);
			n += word != NULL;
		}
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, '}');
	if (!n) {
		k->change = prev; /* nothing to tell */
		return;
	}
	k->changed = ev->ts;
	if (begins_anew(f, m)) {
		static const char was[] = "{\"type\":\"snapshot\",";

		whole(f, m, XG_DR_BOOK);
		xg_buf_clear(&s->frame);
		xg_buf_text(&s->frame,
			"{\"type\":\"change\",\"prev_change_id\":0,");
		xg_buf_add(&s->frame, b->p + sizeof was - 1,
			b->len - (sizeof was - 1));
		xg_buf_clear(b);
		xg_buf_str(b, xg_buf_view(&s->frame));
	}
	xg_dr_send(f, m, XG_DR_BOOK, xg_buf_view(b), XG_ON_BOOK, NULL);
	for (int chan = XG_DR_TOP_1; chan <= XG_DR_TOP_20; chan++) {
		if (!xg_dr_wanted(f, m, chan))
			continue;
		whole(f, m, chan);
		xg_dr_send(f, m, chan, xg_buf_view(b), XG_ON_BOOK, NULL);
	}
}
