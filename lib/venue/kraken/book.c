/* Books: the spot's v2 rows and the levels of both systems [spot WebSocket v2,
 * book; Futures WebSocket, book]. */
#include "venue/kraken/kraken.h"

/* {"price":1.5,"qty":2}: further members are ignored. */
static int read_level(struct xg_json *j, struct xg_level *l)
{
	enum xg_json_tok tok;
	int has = 0;

	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		int rc;

		if (XG_JSON_KEY_IS(j, "price")) {
			rc = xg_json_dec(j, &l->px);
			has |= 1;
		} else if (XG_JSON_KEY_IS(j, "qty")) {
			rc = xg_json_dec(j, &l->qty);
			has |= 2;
		} else {
			rc = xg_json_skip(j, NULL);
		}
		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	if (has != 3)
		return XG_ERR_TYPE;
	return xg_dec_sign(l->px) <= 0 || xg_dec_sign(l->qty) < 0 ? XG_ERR_RANGE
								  : 0;
}

int xg_kraken_levels(
	struct xg_decoder *d, const struct xg_instr *inst, struct xg_json *j)
{
	enum xg_json_tok tok;

	while ((tok = xg_json_next(j)) == XG_JSON_OBJ) {
		struct xg_level l = { { 0, 0 }, { 0, 0 } };
		int rc = read_level(j, &l);

		if (rc == 0 && !xg_dec_is_zero(l.qty))
			rc = xg_base_qty(&l.qty, inst, l.qty, l.px);
		if (rc == 0)
			rc = xg_kraken_hold_level(d, &l);
		if (rc < 0)
			return rc;
	}
	if (tok == XG_JSON_ARR_END)
		return 0;
	return tok == XG_JSON_ERR ? XG_ERR_SYNTAX : XG_ERR_TYPE;
}

/* One side: how many levels in *n. Asks may stand before bids: then they are
 * turned round at the end. */
static int read_side(struct xg_decoder *d, const struct xg_instr *inst,
	struct xg_json *j, size_t *n)
{
	struct xg_kraken_state *st = d->priv;
	size_t before = st->lv_n;
	int rc;

	if (*n != SIZE_MAX)
		return XG_ERR_SYNTAX; /* two of them */
	if (xg_json_next(j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	rc = xg_kraken_levels(d, inst, j);
	*n = st->lv_n - before;
	return rc;
}

static void reverse(struct xg_level *l, size_t n)
{
	for (size_t i = 0; i < n / 2; i++) {
		struct xg_level t = l[i];

		l[i] = l[n - 1 - i];
		l[n - 1 - i] = t;
	}
}

/* a..b -> b..a of two neighbours, each in its own order. */
static void swap_sides(struct xg_level *l, size_t a, size_t b)
{
	reverse(l, a);
	reverse(l + a, b);
	reverse(l, a + b);
}

/* The members of a row but its levels. */
struct row {
	struct xg_str symbol, sum, time;
	size_t bids, asks;
	bool asks_first;
};

static int read_member(struct xg_decoder *d, struct row *r, struct xg_json *j)
{
	/* Spot quantities are base units whatever the pair is. */
	static const struct xg_instr plain = { .i = { .kind = XG_SPOT } };

	if (XG_JSON_KEY_IS(j, "bids")) {
		r->asks_first = r->asks != SIZE_MAX;
		return read_side(d, &plain, j, &r->bids);
	}
	if (XG_JSON_KEY_IS(j, "asks"))
		return read_side(d, &plain, j, &r->asks);
	if (XG_JSON_KEY_IS(j, "symbol"))
		return xg_json_text(j, &r->symbol);
	if (XG_JSON_KEY_IS(j, "checksum"))
		return xg_json_text(j, &r->sum);
	if (XG_JSON_KEY_IS(j, "timestamp"))
		return xg_json_text(j, &r->time);
	return xg_json_skip(j, NULL);
}

int xg_kraken_book_row(
	struct xg_decoder *d, struct xg_kraken_head *f, struct xg_json *j)
{
	struct xg_kraken_state *st = d->priv;
	struct xg_kraken_push p = { .rule = XG_SYNC_STREAM_BARE,
		.px_places = -1,
		.qty_places = -1,
		.at = st->lv_n };
	struct row r = { .bids = SIZE_MAX, .asks = SIZE_MAX };
	enum xg_json_tok tok;
	int64_t sum;

	while ((tok = xg_json_next(j)) == XG_JSON_KEY) {
		int rc = read_member(d, &r, j);

		if (rc < 0)
			return rc;
	}
	if (tok != XG_JSON_OBJ_END)
		return XG_ERR_SYNTAX;
	p.bids = r.bids == SIZE_MAX ? 0 : r.bids;
	p.asks = r.asks == SIZE_MAX ? 0 : r.asks;
	if (r.asks_first && st->lv)
		swap_sides(st->lv + p.at, p.asks, p.bids);
	p.snapshot = xg_str_is_text(f->v[XG_KRAKEN_K_TYPE], "snapshot");
	p.ts = xg_kraken_time(r.time);
	p.inst = xg_decoder_inst(d, XG_STR("spot"), r.symbol);
	if (p.ts < 0 || !p.inst)
		return XG_ERR_TYPE;
	p.has_sum = r.sum.n > 0;
	if (p.has_sum &&
		(xg_str_i64(r.sum, &sum) < 0 || sum < 0 || sum > UINT32_MAX))
		return XG_ERR_RANGE;
	p.sum = p.has_sum ? (uint32_t)sum : 0;
	return xg_kraken_hold_push(d, &p);
}

/* ---- applying ---- */

struct proof {
	struct xg_decoder *d;
	uint32_t sum;
	int px_places, qty_places;
};

static bool holds(void *ctx, const struct xg_book *book)
{
	const struct proof *p = ctx;
	uint32_t sum;
	bool good = xg_kraken_sum(book, p->px_places, p->qty_places, &sum) &&
		    sum == p->sum;

	p->d->stats.checksums++;
	p->d->stats.checksum_bad += !good;
	return good;
}

/* Without the venue's word a full side tells: a book of exactly so many levels. */
static int depth_of(const struct xg_kraken_push *p)
{
	static const int depths[] = { 10, 25, 100, 500 };
	size_t most = p->bids > p->asks ? p->bids : p->asks;

	for (size_t i = 0; i < XG_LEN(depths); i++) {
		if (most == (size_t)depths[i])
			return depths[i];
	}
	return XG_KRAKEN_DEPTH;
}

/* Precision: what the message or the venue's list of pairs says, else what the
 * steps of the inst record show. */
static void find_places(const struct xg_kraken_push *push,
	const struct xg_kraken_sym *sym, struct proof *p)
{
	const struct xg_inst *i = &push->inst->i;

	p->px_places = push->px_places;
	p->qty_places = push->qty_places;
	if (p->px_places < 0) {
		p->px_places = sym->px_places;
		p->qty_places = sym->qty_places;
	}
	if (p->px_places < 0 && i->tick.m > 0 && i->lot.m > 0) {
		p->px_places = xg_dec_places(i->tick);
		p->qty_places = xg_dec_places(i->lot);
	}
}

int xg_kraken_apply(
	struct xg_decoder *d, const struct xg_kraken_push *push, int64_t conn)
{
	struct xg_kraken_state *st = d->priv;
	struct xg_kraken_sym *sym = xg_kraken_sym_of(d, push->inst->i.native);
	struct xg_sync *s = xg_sync_of(d, push->inst, push->rule, conn);
	const struct xg_level *lv = st->lv ? st->lv + push->at : NULL;
	struct proof p = { .d = d, .sum = push->sum };
	struct xg_delta e = { .first = push->seq,
		.last = push->seq,
		.ts = push->ts,
		.bids = { lv, push->bids },
		.asks = { lv ? lv + push->bids : NULL, push->asks },
		.ctx = &p };

	if (!s || !sym)
		return XG_ERR_MEMORY;
	if (push->rule == XG_SYNC_STREAM_BARE) {
		if (push->depth)
			s->depth = push->depth;
		else if (sym->depth)
			s->depth = sym->depth;
		else if (push->snapshot)
			s->depth = depth_of(push);
		find_places(push, sym, &p);
		if (push->has_sum && p.px_places >= 0)
			e.holds = holds;
	}
	return push->snapshot ? xg_sync_snapshot(d, s, &e)
			      : xg_sync_delta(d, s, &e);
}
