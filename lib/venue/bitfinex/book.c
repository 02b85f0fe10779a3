/* Books: levels [price, count, amount]; a count of 0 deletes, the amount's sign is
 * the side [books, P0]. */
#include <stdlib.h>

#include "base/room.h"
#include "venue/bitfinex/bitfinex.h"

#define LEVELS_MAX 65536
#define ODDS_MAX 65536

/* ---- reading ---- */

/* A number written in another way than usual: its text is kept. */
static int keep_odd(struct xg_bitfinex_odds *odds, int side, struct xg_dec px,
	struct xg_str px_text, struct xg_str qty_text)
{
	struct xg_bitfinex_odd *o;
	int rc = XG_ROOM(odds->row, odds->n, odds->cap, ODDS_MAX);

	if (rc < 0)
		return rc;
	if (px_text.n > XG_BITFINEX_TEXT || qty_text.n > XG_BITFINEX_TEXT)
		return XG_ERR_RANGE;
	o = &odds->row[odds->n++];
	o->px = px;
	o->side = side;
	o->px_n = (uint8_t)px_text.n;
	o->qty_n = (uint8_t)qty_text.n;
	memcpy(o->px_text, px_text.p, px_text.n);
	memcpy(o->qty_text, qty_text.p, qty_text.n);
	return 0;
}

static int keep(struct xg_bitfinex_in *in, struct xg_str px_text,
	struct xg_dec count, struct xg_str qty_text)
{
	struct xg_bitfinex_state *st = in->st;
	struct xg_dec px, qty;
	int side, rc = xg_dec_from(&px, px_text);

	if (rc == 0)
		rc = xg_dec_from(&qty, qty_text);
	if (rc < 0)
		return rc;
	if (xg_dec_sign(px) <= 0 || xg_dec_sign(count) < 0 ||
		xg_dec_is_zero(qty))
		return XG_ERR_RANGE;
	side = xg_dec_sign(qty) < 0;
	rc = XG_ROOM(st->lv[side], st->n[side], st->cap[side], LEVELS_MAX);
	if (rc < 0)
		return rc;
	st->lv[side][st->n[side]++] = (struct xg_level){ px,
		xg_dec_is_zero(count) ? count : xg_dec_abs(qty) };
	if (xg_dec_is_zero(count) ||
		(xg_bitfinex_is_usual(px_text, px) &&
			xg_bitfinex_is_usual(qty_text, qty)))
		return 0;
	return keep_odd(
		&st->odd, side ? XG_SELL : XG_BUY, px, px_text, qty_text);
}

/* The rest of a level whose price was the last token. */
static int read_level(void *ctx, struct xg_json *j)
{
	struct xg_str px, qty;
	struct xg_dec count;
	enum xg_json_tok tok;
	int rc = xg_json_as_text(j, &px);

	if (rc == 0)
		rc = xg_json_dec(j, &count);
	if (rc == 0)
		rc = xg_json_text(j, &qty);
	if (rc == 0)
		rc = keep(ctx, px, count, qty);
	if (rc < 0)
		return rc;
	while ((tok = xg_json_next(j)) != XG_JSON_ARR_END)
		if (tok == XG_JSON_ERR || xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
	return 0;
}

static int read_row(void *ctx, struct xg_json *j)
{
	xg_json_next(j);
	return read_level(ctx, j);
}

int xg_bitfinex_levels(struct xg_bitfinex_in *in, struct xg_json *j)
{
	enum xg_json_tok tok = xg_json_next(j);
	int rc;

	in->list = tok == XG_JSON_ARR || tok == XG_JSON_ARR_END;
	if (tok == XG_JSON_ARR_END)
		return 0; /* no levels at all */
	if (tok != XG_JSON_ARR)
		return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : read_level(in, j);
	rc = read_row(in, j);
	return rc < 0 ? rc : xg_frame_rows(j, XG_JSON_ARR, read_row, in);
}

/* ---- books ---- */

/* The texts of the frame become those of the book. */
static int take_odds(
	struct xg_bitfinex_in *in, struct xg_bitfinex_odds *own, bool snapshot)
{
	const struct xg_bitfinex_state *st = in->st;

	if (snapshot)
		own->n = 0;
	for (int side = 0; own->n && side < 2; side++)
		for (size_t i = 0; i < st->n[side]; i++)
			for (size_t k = own->n; k-- > 0;)
				if (own->row[k].side ==
						(side ? XG_SELL : XG_BUY) &&
					xg_dec_cmp(own->row[k].px,
						st->lv[side][i].px) == 0)
					own->row[k] = own->row[--own->n];
	for (size_t i = 0; i < st->odd.n; i++) {
		int rc = XG_ROOM(own->row, own->n, own->cap, ODDS_MAX);

		if (rc < 0)
			return rc;
		own->row[own->n++] = st->odd.row[i];
	}
	return 0;
}

/* The first list is the snapshot; what comes before it was cut off. */
static bool is_snapshot(struct xg_bitfinex_in *in)
{
	bool first = in->list && !in->chan->begun;

	in->chan->begun = true;
	return first;
}

int xg_bitfinex_book(struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	struct xg_bitfinex_state *st = in->st;
	struct xg_bitfinex_sym *sym = xg_bitfinex_sym_of(in->d, inst);
	struct xg_sync *s =
		xg_sync_of(in->d, inst, XG_SYNC_STREAM_BARE, in->conn);
	struct xg_delta e = { .ts = in->ts,
		.bids = { st->lv[0], st->n[0] },
		.asks = { st->lv[1], st->n[1] } };
	bool snapshot = is_snapshot(in);

	if (!s || !sym)
		return XG_ERR_MEMORY;
	if (s->from == s->conn && (snapshot || s->state == XG_SYNC_LIVE) &&
		take_odds(in, &sym->odd, snapshot) < 0)
		return XG_ERR_MEMORY;
	return snapshot ? xg_sync_snapshot(in->d, s, &e)
			: xg_sync_delta(in->d, s, &e);
}

int xg_bitfinex_check(struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	struct xg_bitfinex_sym *sym = xg_bitfinex_sym_of(in->d, inst);
	struct xg_sync *s =
		xg_sync_of(in->d, inst, XG_SYNC_STREAM_BARE, in->conn);

	if (!s || !sym)
		return XG_ERR_MEMORY;
	if (!in->d->keep_checksum_books || s->from != s->conn ||
		s->state != XG_SYNC_LIVE)
		return 0;
	in->d->stats.checksums++;
	if (xg_bitfinex_sum(&s->book, &sym->odd) == in->sum)
		return 0;
	in->d->stats.checksum_bad++;
	return xg_sync_lost(in->d, s, XG_ST_CHECKSUM,
		"the book's checksum differs from the venue's");
}

/* ---- the best levels: a book of length 1 ---- */

/* One change of a side that is kept best first. */
static void set(struct xg_bitfinex_sym *sym, int side, struct xg_level l)
{
	struct xg_level *lv = sym->top[side];
	size_t *n = &sym->top_n[side], i = 0;
	int before = side ? -1 : 1;

	while (i < *n && xg_dec_cmp(lv[i].px, l.px) == before)
		i++;
	if (i < *n && xg_dec_cmp(lv[i].px, l.px) == 0) {
		if (!xg_dec_is_zero(l.qty))
			lv[i] = l;
		else
			memmove(&lv[i], &lv[i + 1], (--*n - i) * sizeof *lv);
		return;
	}
	if (xg_dec_is_zero(l.qty) || i == XG_BITFINEX_TOPS)
		return;
	if (*n == XG_BITFINEX_TOPS)
		--*n;
	memmove(&lv[i + 1], &lv[i], ((*n)++ - i) * sizeof *lv);
	lv[i] = l;
}

int xg_bitfinex_top(struct xg_bitfinex_in *in, const struct xg_instr *inst)
{
	struct xg_bitfinex_state *st = in->st;
	struct xg_bitfinex_sym *sym = xg_bitfinex_sym_of(in->d, inst);
	bool snapshot = is_snapshot(in);
	struct xg_rec rec;

	if (!sym)
		return XG_ERR_MEMORY;
	if (in->conn < sym->top_conn)
		return 0; /* a connection that has been replaced */
	if (snapshot || in->conn > sym->top_conn) {
		sym->top_n[0] = sym->top_n[1] = 0;
		sym->top_conn = in->conn;
		sym->top_live = snapshot;
	}
	if (!sym->top_live)
		return 0;
	for (int side = 0; side < 2; side++)
		for (size_t i = 0; i < st->n[side]; i++)
			set(sym, side, st->lv[side][i]);
	/* Crossed: the other half of the change is still to come. */
	if (sym->top_n[0] && sym->top_n[1] &&
		xg_dec_cmp(sym->top[0][0].px, sym->top[1][0].px) >= 0)
		return 0;
	xg_rec_start(
		&rec, XG_REC_BBO, XG_BITFINEX, inst->sym, in->ts, in->d->rx);
	if (sym->top_n[0]) {
		XG_REC_SET(&rec, bbo.bid, sym->top[0][0].px);
		XG_REC_SET(&rec, bbo.bid_qty, sym->top[0][0].qty);
	}
	if (sym->top_n[1]) {
		XG_REC_SET(&rec, bbo.ask, sym->top[1][0].px);
		XG_REC_SET(&rec, bbo.ask_qty, sym->top[1][0].qty);
	}
	return xg_decoder_emit(in->d, &rec);
}
