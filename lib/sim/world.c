#include "sim/world.h"

#include <stdio.h>

#include "crypto/secret.h"
#include "crypto/text.h"
#include "rec/sym.h"
#include "sim/sim_priv.h"

const struct xg_sim_dialect *const xg_sim_dialects[] = {
	&xg_sim_binance,
	&xg_sim_bitfinex,
	&xg_sim_bitget,
	&xg_sim_bybit,
	&xg_sim_coinbase,
	&xg_sim_coinbase_exchange,
	&xg_sim_deribit,
	&xg_sim_dydx,
	&xg_sim_gate,
	&xg_sim_hyperliquid,
	&xg_sim_kraken,
	&xg_sim_kucoin,
	&xg_sim_okx,
	NULL,
};

void xg_sim_world_release(struct xg_sim_world *w)
{
	for (int i = 0; i < w->fronts; i++)
		xg_sim_release(&w->front[i].venue);
	xg_gen_release(&w->gen);
	xg_rec_reader_release(&w->reader);
}

static int random_hex(char *out, size_t size, const char *prefix, size_t bytes)
{
	unsigned char raw[32];
	struct xg_buf hex = { 0 };
	int rc = xg_random(raw, bytes);

	xg_buf_text(&hex, prefix);
	xg_hex_add(&hex, raw, bytes);
	(void)xg_str_copy(out, size, xg_buf_view(&hex));
	xg_buf_release(&hex);
	return rc;
}

static struct xg_sim_front *front_of(struct xg_sim_world *w, struct xg_str name)
{
	for (int i = 0; i < w->fronts; i++)
		if (xg_str_is_text(name, w->front[i].dialect->name))
			return &w->front[i];
	return NULL;
}

int xg_sim_world_venue(struct xg_sim_world *w, struct xg_str name)
{
	const struct xg_sim_dialect *const *d = xg_sim_dialects;
	struct xg_sim_front *f;
	int rc;

	while (*d && !xg_str_is_text(name, (*d)->name))
		d++;
	if (!*d)
		return XG_ERR_ABSENT;
	if (front_of(w, name) || w->fronts == XG_SIM_VENUES)
		return XG_ERR_DUP;
	f = &w->front[w->fronts];
	f->dialect = *d;
	f->venue.next_order = 1000000 + 1;
	f->venue.next_trade = 1000000;
	rc = random_hex(f->cred.key, sizeof f->cred.key, "xgsim", 24);
	if (rc == 0)
		rc = random_hex(f->cred.secret, sizeof f->cred.secret, "", 32);
	if (rc == 0)
		rc = random_hex(f->cred.passphrase, sizeof f->cred.passphrase,
			"Xg-", 8);
	if (rc == 0)
		w->fronts++;
	return rc;
}

/* ---- symbols ---- */

static bool matches(const char *sym, const char *const *patterns, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (xg_str_glob(xg_str_from(patterns[i]), xg_str_from(sym)))
			return true;
	return n == 0;
}

int xg_sim_world_list(
	struct xg_sim_world *w, const char *const *patterns, size_t n)
{
	int count = 0;

	for (int i = 0; i < w->fronts; i++) {
		struct xg_sim_front *f = &w->front[i];
		const struct xg_sim_spec *s = f->dialect->specs;

		for (; s->sym[0]; s++) {
			struct xg_sim_mkt *m;
			int rc;

			if (!matches(s->sym, patterns, n))
				continue;
			rc = xg_sim_list(&f->venue, s, &m);
			if (rc < 0)
				return rc;
			count++;
		}
	}
	return count;
}

int xg_sim_world_generate(struct xg_sim_world *w, uint64_t seed)
{
	int rc = 0;

	w->gen.seed = seed;
	for (int i = 0; i < w->fronts && rc == 0; i++)
		for (size_t k = 0; k < w->front[i].venue.mkts && rc == 0; k++)
			rc = xg_gen_add(&w->gen, w->front[i].venue.mkt[k]);
	return rc;
}

/* ---- money ---- */

static struct xg_dec first_money(const char *ccy)
{
	static const struct {
		const char *ccy;
		int64_t amount;
	} known[] = { { "USDT", 100000 }, { "USDC", 100000 }, { "USD", 100000 },
		{ "EUR", 100000 }, { "BTC", 2 }, { "ETH", 40 }, { "SOL", 800 },
		{ "BNB", 200 } };

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (strcmp(known[i].ccy, ccy) == 0)
			return xg_dec_int(known[i].amount);
	return xg_dec_int(1000);
}

static int give(struct xg_sim_venue *v, int wallet, const char *ccy)
{
	struct xg_sim_balance *b;

	if (!ccy[0])
		return 0;
	b = xg_sim_balance(v, wallet, xg_str_from(ccy));
	if (b && !b->total.m)
		b->total = first_money(ccy);
	return b ? 0 : XG_ERR_LIMIT;
}

static int fund_market(struct xg_sim_venue *v, const struct xg_sim_spec *s)
{
	int rc;

	if (s->kind != XG_SPOT)
		return give(v, s->wallet, s->settle);
	rc = give(v, s->wallet, s->base);
	return rc < 0 ? rc : give(v, s->wallet, s->quote);
}

int xg_sim_world_fund(struct xg_sim_world *w)
{
	for (int i = 0; i < w->fronts; i++) {
		struct xg_sim_venue *v = &w->front[i].venue;

		for (size_t k = 0; k < v->mkts; k++) {
			int rc = fund_market(v, &v->mkt[k]->spec);

			if (rc < 0)
				return rc;
		}
	}
	return 0;
}

static int set_balance(
	struct xg_sim_front *f, struct xg_str ccy, struct xg_dec amount)
{
	struct xg_sim_acct *a = &f->venue.acct;
	int n = 0;

	for (size_t i = 0; i < a->balances; i++)
		if (xg_str_is_text(ccy, a->balance[i].ccy)) {
			a->balance[i].total = amount;
			n++;
		}
	return n;
}

int xg_sim_world_balance(
	struct xg_sim_world *w, struct xg_str text, struct xg_error *err)
{
	struct xg_str venue = { 0 }, amount = text, ccy;
	struct xg_dec d;
	int n = 0;

	if (xg_str_find(amount, ':') < amount.n)
		venue = xg_str_cut(&amount, ':');
	ccy = xg_str_cut(&amount, '=');
	if (!ccy.n || xg_dec_from(&d, amount) < 0 || d.m < 0)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"\"%.*s\" is no balance; write CCY=AMOUNT or "
			"VENUE:CCY=AMOUNT",
			XG_STR_ARG(text));
	for (int i = 0; i < w->fronts; i++)
		if (!venue.n ||
			xg_str_is_text(venue, w->front[i].dialect->name))
			n += set_balance(&w->front[i], ccy, d);
	if (!n)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"no wallet has %.*s: no symbol with it is listed",
			XG_STR_ARG(ccy));
	return 0;
}

/* ---- records ---- */

#define TYPES \
	(XG_REC_BIT(XG_REC_INST) | XG_REC_BIT(XG_REC_BOOK) | \
		XG_REC_BIT(XG_REC_TRADE) | XG_REC_BIT(XG_REC_BBO) | \
		XG_REC_BIT(XG_REC_MARK) | XG_REC_BIT(XG_REC_FUNDING) | \
		XG_REC_BIT(XG_REC_LIQ))

/* The spec of a symbol that no table has: fine steps, the venue's names. */
static int invent(struct xg_sim_spec *s, const struct xg_sim_dialect *d,
	struct xg_str sym, const struct xg_rec *rec)
{
	struct xg_sym parts;

	*s = (struct xg_sim_spec){ .tick = xg_dec_make(1, -8),
		.lot = xg_dec_make(1, -8),
		.contract = xg_dec_int(1) };
	if (xg_sym_parse(&parts, sym) < 0 || !parts.quote.n)
		return XG_ERR_SYNTAX;
	s->kind = parts.kind;
	(void)xg_str_copy(s->sym, sizeof s->sym, sym);
	(void)xg_str_copy(s->base, sizeof s->base, parts.base);
	(void)xg_str_copy(s->quote, sizeof s->quote, parts.quote);
	if (d->name_spec)
		d->name_spec(s);
	if (rec->type != XG_REC_INST)
		return 0;
	s->tick = rec->u.inst.tick;
	s->lot = rec->u.inst.lot;
	(void)xg_str_copy(s->native, sizeof s->native, rec->u.inst.native);
	if (XG_REC_HAS(rec, inst.market))
		(void)xg_str_copy(
			s->market, sizeof s->market, rec->u.inst.market);
	if (XG_REC_HAS(rec, inst.min_qty))
		s->min_qty = rec->u.inst.min_qty;
	if (XG_REC_HAS(rec, inst.min_notional))
		s->min_notional = rec->u.inst.min_notional;
	if (XG_REC_HAS(rec, inst.contract) && rec->u.inst.contract.m > 0)
		s->contract = rec->u.inst.contract;
	s->inverse = XG_REC_HAS(rec, inst.inverse) && rec->u.inst.inverse;
	return 0;
}

/* The market of a record, listed when it is new. */
static int market_of(
	struct xg_sim_front *f, const struct xg_rec *rec, struct xg_sim_mkt **m)
{
	const struct xg_sim_spec *s = f->dialect->specs;
	struct xg_sim_spec made;
	int rc;

	*m = xg_sim_find_sym(&f->venue, rec->sym);
	if (*m)
		return 0;
	while (s->sym[0] && !xg_str_is_text(rec->sym, s->sym))
		s++;
	if (!s->sym[0] || rec->type == XG_REC_INST) {
		rc = invent(&made, f->dialect, rec->sym, rec);
		if (rc < 0)
			return rc;
		s = &made;
	}
	rc = xg_sim_list(&f->venue, s, m);
	if (rc == 0 && f->state && f->dialect->grow)
		rc = f->dialect->grow(f);
	return rc < 0 ? rc : fund_market(&f->venue, s);
}

/* Records count in base units; a market in its own. Rounded to the lot. */
static struct xg_dec own_size(
	const struct xg_sim_mkt *m, struct xg_dec px, struct xg_dec qty)
{
	struct xg_dec q = qty;

	if (m->spec.inverse)
		(void)xg_dec_mul(&q, q, px, XG_ROUND_NEAREST);
	(void)xg_dec_div(&q, q, m->spec.contract, 8, XG_ROUND_NEAREST);
	(void)xg_dec_round_step(&q, q, m->spec.lot, XG_ROUND_NEAREST);
	return q;
}

#define SIDE_MAX 4096

static int book_side(struct xg_sim_mkt *m, bool sell, const struct xg_levels *l,
	bool snap, struct xg_level *own, int64_t now)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n && n < SIDE_MAX; i++) {
		struct xg_dec px = l->p[i].px;
		struct xg_dec q = own_size(m, px, l->p[i].qty);
		int rc = 0;

		if (snap)
			own[n++] = (struct xg_level){ px, q };
		else
			rc = xg_sim_set_level(m, sell, px, q, now);
		if (rc < 0)
			return rc;
	}
	return (int)n;
}

static int apply_book(
	struct xg_sim_mkt *m, const struct xg_book_rec *b, int64_t now)
{
	struct xg_level own[2][SIDE_MAX];
	struct xg_levels side[2] = { { own[0], 0 }, { own[1], 0 } };
	int n = book_side(m, false, &b->bids, b->snap, own[0], now);

	m->deep = true;
	if (n < 0)
		return n;
	side[0].n = (size_t)n;
	n = book_side(m, true, &b->asks, b->snap, own[1], now);
	if (n < 0)
		return n;
	side[1].n = (size_t)n;
	return b->snap ? xg_sim_set_book(m, &side[0], &side[1], now) : 0;
}

static int apply_bbo(struct xg_sim_mkt *m, const struct xg_bbo *b, int64_t now)
{
	struct xg_level bid = { b->bid, own_size(m, b->bid, b->bid_qty) };
	struct xg_level ask = { b->ask, own_size(m, b->ask, b->ask_qty) };
	struct xg_levels bids = { &bid, 1 }, asks = { &ask, 1 };

	return m->deep ? 0 : xg_sim_set_book(m, &bids, &asks, now);
}

static int apply(struct xg_sim_mkt *m, const struct xg_rec *rec, int64_t now)
{
	const struct xg_funding *fu = &rec->u.funding;
	struct xg_dec px;

	switch (rec->type) {
	case XG_REC_BOOK:
		return apply_book(m, &rec->u.book, now);
	case XG_REC_BBO:
		return apply_bbo(m, &rec->u.bbo, now);
	case XG_REC_TRADE:
		/* One that is none with the book takes nothing of it. */
		if (XG_REC_HAS(rec, trade.off))
			return 0;
		px = rec->u.trade.px;
		return xg_sim_print(m, rec->u.trade.side == XG_SELL, px,
			own_size(m, px, rec->u.trade.qty), now);
	case XG_REC_LIQ:
		px = rec->u.liq.px;
		xg_sim_liq(m, rec->u.liq.side == XG_SELL, px,
			own_size(m, px, rec->u.liq.qty), now);
		return 0;
	case XG_REC_MARK:
		xg_sim_set_mark(m, rec->u.mark.mark,
			XG_REC_HAS(rec, mark.index) ? rec->u.mark.index
						    : rec->u.mark.mark,
			m->rate, 0, now);
		return 0;
	case XG_REC_FUNDING:
		xg_sim_set_mark(m,
			XG_REC_HAS(rec, funding.mark) ? fu->mark : m->mark,
			XG_REC_HAS(rec, funding.index) ? fu->index
						       : m->index_px,
			fu->rate,
			XG_REC_HAS(rec, funding.next) && fu->next > now
				? fu->next
				: 0,
			now);
		return 0;
	default:
		return 0;
	}
}

int xg_sim_world_record(struct xg_sim_world *w, struct xg_str line,
	bool list_only, int64_t now, int64_t *at, struct xg_error *err)
{
	struct xg_sim_front *f;
	struct xg_sim_mkt *m;
	struct xg_rec rec;
	int rc = xg_rec_read(&w->reader, line, TYPES, &rec, err);

	*at = 0;
	if (rc < 0)
		return rc;
	if (!(XG_REC_BIT(rec.type) & TYPES))
		return 0;
	*at = rec.has & XG_HAS_RX ? rec.rx : rec.has & XG_HAS_TS ? rec.ts : 0;
	f = front_of(w, rec.venue);
	if (!f)
		return 0;
	rc = market_of(f, &rec, &m);
	if (rc == 0 && !list_only)
		rc = apply(m, &rec, now);
	if (rc < 0)
		return xg_error_set(err, rc,
			"%.*s %.*s: a price, size or symbol that the market "
			"does not have (%s)",
			XG_STR_ARG(rec.venue), XG_STR_ARG(rec.sym),
			xg_err_text(rc));
	return 1;
}
