/* Bitfinex: order books. A snapshot, then one row a frame (or all of an
 * iteration, in bulk); rows that leave the length that was asked for are taken
 * back. Checksums come now and then while a book changes. Source:
 * docs.bitfinex.com, reference of books and raw books, "WebSocket Checksum". */
#include <stdlib.h>

#include "crypto/crc32.h"
#include "sim/bitfinex.h"

#define SLOW_US INT64_C(2000000)      /* F1 */
#define SUM_US INT64_C(2500000)	      /* between checksums, at least */
#define OUTSIDE INT64_C(200000000000) /* where ids of others' orders begin */

int xg_bfx_prec(struct xg_str name)
{
	if (name.n != 2 || name.p[1] < '0' || name.p[1] > '4')
		return -1;
	if (name.p[0] == 'P')
		return name.p[1] - '0';
	return xg_str_is_text(name, "R0") ? XG_BFX_RAW : -1;
}

int xg_bfx_len(struct xg_str name)
{
	static const char *const names[] = { "1", "25", "100", "250" };
	static const int lens[] = { 1, 25, 100, XG_BFX_DEPTH };

	for (size_t i = 0; i < sizeof lens / sizeof *lens; i++)
		if (xg_str_is_text(name, names[i]))
			return lens[i];
	return -1;
}

/* ---- the book as it is ---- */

/* P0 keeps five digits of a price, P4 one: away from the middle. */
static struct xg_dec rough(struct xg_dec px, int prec, bool sell)
{
	struct xg_dec t = xg_dec_trim(px), out;
	int digits = 0, keep = 5 - prec;

	for (int64_t m = t.m; m; m /= 10)
		digits++;
	if (digits <= keep || xg_dec_rescale(&out, t, t.e + digits - keep,
				      sell ? XG_ROUND_UP : XG_ROUND_DOWN) < 0)
		return px;
	return out;
}

static int64_t order_id(const struct xg_match_order *o)
{
	return o->owner == XG_SIM_USER
		       ? (int64_t)o->id
		       : OUTSIDE + (int64_t)(o->id & ~(UINT64_C(1) << 63));
}

/* Orders at one price are told by their number. */
static void by_id(struct xg_bfx_row *rows, size_t i)
{
	struct xg_bfx_row r = rows[i];

	while (i && xg_dec_cmp(rows[i - 1].px, r.px) == 0 &&
		rows[i - 1].id > r.id) {
		rows[i] = rows[i - 1];
		i--;
	}
	rows[i] = r;
}

static size_t side_of(const struct xg_sim_mkt *m, int prec, bool sell,
	struct xg_bfx_row *rows, size_t max)
{
	const struct xg_match_order *o = m->match.best[sell];
	bool raw = prec == XG_BFX_RAW;
	size_t n = 0;

	for (; o; o = o->next) {
		struct xg_dec px = raw ? o->px : rough(o->px, prec, sell);

		if (!raw && n && xg_dec_cmp(rows[n - 1].px, px) == 0) {
			(void)xg_dec_add(
				&rows[n - 1].qty, rows[n - 1].qty, o->left);
			rows[n - 1].count++;
			continue;
		}
		if (n == max)
			break;
		rows[n++] = (struct xg_bfx_row){ .id = raw ? order_id(o) : 0,
			.count = 1,
			.px = px,
			.qty = o->left };
		if (raw)
			by_id(rows, n - 1);
	}
	return n;
}

void xg_bfx_view(const struct xg_sim_mkt *m, int prec, size_t len,
	struct xg_bfx_view *out)
{
	for (int s = 0; s < 2; s++)
		out->n[s] = side_of(m, prec, s, out->side[s], len);
}

/* ---- texts ---- */

static void row(struct xg_buf *b, int prec, const struct xg_bfx_row *r,
	bool sell, bool gone)
{
	bool raw = prec == XG_BFX_RAW;

	xg_buf_char(b, '[');
	if (raw)
		xg_buf_i64(b, r->id);
	else
		xg_bfx_num(b, r->px);
	xg_buf_char(b, ',');
	if (!raw || gone)
		xg_buf_i64(b, gone ? 0 : r->count);
	else
		xg_bfx_num(b, r->px);
	xg_buf_text(b, sell ? ",-" : ",");
	xg_bfx_num(b, gone ? xg_dec_int(1) : r->qty);
	xg_buf_char(b, ']');
}

void xg_bfx_rows(struct xg_buf *b, int prec, const struct xg_bfx_view *v)
{
	for (int s = 0; s < 2; s++)
		for (size_t i = 0; i < v->n[s]; i++) {
			xg_json_comma(b);
			row(b, prec, &v->side[s][i], s, false);
		}
}

/* "price:amount" (raw: "id:amount") of a row, behind a colon. */
static uint32_t add(uint32_t crc, int prec, const struct xg_bfx_row *r,
	bool sell, bool *any)
{
	struct xg_buf b = { 0 };

	xg_buf_text(&b, *any ? ":" : "");
	*any = true;
	if (prec == XG_BFX_RAW)
		xg_buf_i64(&b, r->id);
	else
		xg_bfx_num(&b, r->px);
	xg_buf_text(&b, sell ? ":-" : ":");
	xg_bfx_num(&b, r->qty);
	crc = xg_crc32(crc, b.p, b.len);
	xg_buf_release(&b);
	return crc;
}

int32_t xg_bfx_sum(int prec, const struct xg_bfx_view *v)
{
	uint32_t crc = 0;
	bool any = false;

	for (size_t i = 0; i < XG_BFX_SUM; i++)
		for (int s = 0; s < 2; s++)
			if (i < v->n[s])
				crc = add(crc, prec, &v->side[s][i], s, &any);
	return (int32_t)crc;
}

/* ---- changes ---- */

struct change {
	struct xg_bfx_row row;
	bool sell, gone;
};

/* The place of a row in its side: by price, raw orders then by number. */
static int place(
	const struct xg_bfx_row *a, const struct xg_bfx_row *b, bool sell)
{
	int c = xg_dec_cmp(a->px, b->px);

	if (c)
		return sell ? c : -c;
	return (a->id > b->id) - (a->id < b->id);
}

/* The rows of a that b has not; of gone ones those whose place is empty, else
 * also those that differ. */
static size_t lacks(const struct xg_bfx_view *a, const struct xg_bfx_view *b,
	bool gone, struct change *out)
{
	size_t n = 0;

	for (int s = 0; s < 2; s++)
		for (size_t i = 0, j = 0; i < a->n[s]; i++) {
			const struct xg_bfx_row *r = &a->side[s][i], *o;

			while (j < b->n[s] && place(&b->side[s][j], r, s) < 0)
				j++;
			o = j < b->n[s] && place(&b->side[s][j], r, s) == 0
				    ? &b->side[s][j]
				    : NULL;
			if (o && (gone || (o->count == r->count &&
						  xg_dec_cmp(o->qty, r->qty) ==
							  0)))
				continue;
			out[n++] = (struct change){ *r, s, gone };
		}
	return n;
}

static void tell(struct xg_sim_conn *c, struct xg_bfx_chan *ch,
	const struct change *list, size_t n)
{
	struct xg_bfx_state *s = c->front->state;
	bool bulk = ((struct xg_bfx_conn *)c->state)->flags & XG_BFX_BULK;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	if (bulk)
		xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		if (bulk)
			xg_json_comma(b);
		row(b, ch->topic.prec, &list[i].row, list[i].sell,
			list[i].gone);
		if (bulk)
			continue;
		xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_BOOK);
		xg_buf_clear(b);
	}
	if (!bulk)
		return;
	xg_buf_char(b, ']');
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_BOOK);
}

static void checksum(struct xg_sim_conn *c, struct xg_bfx_chan *ch)
{
	struct xg_sim_front *f = c->front;
	int32_t sum = xg_bfx_sum(ch->topic.prec, &ch->told);
	struct xg_buf *b = &((struct xg_bfx_state *)f->state)->data;

	if (f->faults &&
		xg_fault_ask(f->faults, XG_FAULT_CHECKSUM, "bitfinex",
			ch->topic.mkt->spec.sym, XG_ON_BOOK, f->now, NULL))
		sum ^= 1;
	xg_buf_clear(b);
	xg_buf_printf(b, "\"cs\",%ld", (long)sum);
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_BOOK);
}

void xg_bfx_book_push(
	struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now)
{
	struct xg_bfx_row rows[2][XG_BFX_DEPTH];
	struct xg_bfx_view next = { .side = { rows[0], rows[1] } };
	struct change list[4 * XG_BFX_DEPTH];
	const struct xg_bfx_topic *t = &ch->topic;
	size_t n;

	if (t->slow && now - ch->pushed < SLOW_US)
		return;
	ch->pushed = now;
	if (ch->seen == t->mkt->seq)
		return;
	ch->seen = t->mkt->seq;
	xg_bfx_view(t->mkt, t->prec, (size_t)t->len, &next);
	n = lacks(&ch->told, &next, true, list);
	n += lacks(&next, &ch->told, false, list + n);
	for (int s = 0; s < 2; s++) {
		memcpy(ch->told.side[s], rows[s], next.n[s] * sizeof **rows);
		ch->told.n[s] = next.n[s];
	}
	if (n) {
		ch->changed = true;
		tell(c, ch, list, n);
	}
}

void xg_bfx_book_sum(struct xg_sim_conn *c, struct xg_bfx_chan *ch, int64_t now)
{
	if (!ch->changed || now - ch->summed < SUM_US ||
		!(((struct xg_bfx_conn *)c->state)->flags & XG_BFX_CHECKSUM))
		return;
	ch->changed = false;
	ch->summed = now;
	checksum(c, ch);
}

bool xg_bfx_book_first(struct xg_sim_conn *c, struct xg_bfx_chan *ch)
{
	struct xg_bfx_state *s = c->front->state;
	const struct xg_bfx_topic *t = &ch->topic;
	struct xg_buf *b = &s->data;

	for (int i = 0; i < 2; i++) {
		ch->told.side[i] =
			malloc((size_t)t->len * sizeof **ch->told.side);
		if (!ch->told.side[i])
			return false;
	}
	xg_bfx_view(t->mkt, t->prec, (size_t)t->len, &ch->told);
	ch->pushed = ch->summed = c->front->now;
	ch->seen = t->mkt->seq;
	xg_buf_clear(b);
	xg_buf_char(b, '[');
	xg_bfx_rows(b, t->prec, &ch->told);
	xg_buf_char(b, ']');
	xg_bfx_send(c, ch, xg_buf_view(b), XG_ON_BOOK);
	return true;
}

void xg_bfx_book_flush(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		struct xg_bfx_conn *k = c->state;

		next = c->next;
		for (int i = 0; i < XG_BFX_CHANNELS; i++)
			if (k->chan[i].id &&
				k->chan[i].topic.kind == XG_BFX_BOOK &&
				k->chan[i].topic.mkt == m)
				xg_bfx_book_push(c, &k->chan[i], f->now);
	}
}
