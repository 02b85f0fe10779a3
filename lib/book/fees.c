#include "book/fees.h"

#include <stdlib.h>

#include "rec/sym.h"

#define KEY_MAX 192
#define RATES_MAX 100000

/* Taker and maker in bps: spot without volume or discounts. Derivatives take
 * 5 and 2 at all of them. */
static const struct usual {
	const char *venue;
	int maker, taker;
} usual[] = {
	{ "binance", 10, 10 },
	{ "okx", 10, 15 },
	{ "bybit", 10, 10 },
	{ "coinbase", 40, 60 },
	{ "kraken", 25, 40 },
	{ "kucoin", 10, 10 },
	{ "bitget", 10, 10 },
	{ "gate", 20, 20 },
};
#define OTHER_SPOT 20

void xg_fees_release(struct xg_fees *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->list[i]);
	free(f->list);
	xg_map_release(&f->rates);
	*f = (struct xg_fees){ 0 };
}

static struct xg_str key_of(char out[static KEY_MAX], char from,
	struct xg_str venue, struct xg_str sym)
{
	if (venue.n + sym.n + 3 > KEY_MAX)
		return (struct xg_str){ NULL, 0 };
	out[0] = from;
	out[1] = ' ';
	if (venue.n)
		memcpy(out + 2, venue.p, venue.n);
	out[2 + venue.n] = ' ';
	if (sym.n)
		memcpy(out + 3 + venue.n, sym.p, sym.n);
	return (struct xg_str){ out, 3 + venue.n + sym.n };
}

static bool sane(struct xg_dec rate)
{
	return xg_dec_cmp(rate, xg_dec_make(-1, -2)) >= 0 &&
	       xg_dec_cmp(rate, xg_dec_make(1, -1)) <= 0;
}

static int put(struct xg_fees *f, char from, struct xg_str venue,
	struct xg_str sym, struct xg_fee fee)
{
	char text[KEY_MAX];
	struct xg_str key = key_of(text, from, venue, sym);
	union xg_map_val *v;
	size_t cap = f->cap ? f->cap * 2 : 16;
	void *p;

	if (!sane(fee.maker) || !sane(fee.taker))
		return XG_ERR_RANGE;
	if (!key.p || f->n >= RATES_MAX)
		return XG_ERR_LIMIT;
	if (f->n == f->cap) {
		p = realloc(f->list, cap * sizeof *f->list);
		if (!p)
			return XG_ERR_MEMORY;
		f->list = p;
		f->cap = cap;
	}
	v = xg_map_put(&f->rates, key, NULL);
	if (!v)
		return XG_ERR_MEMORY;
	if (!v->ptr) {
		v->ptr = calloc(1, sizeof(struct xg_fee));
		if (!v->ptr) {
			xg_map_del(&f->rates, key);
			return XG_ERR_MEMORY;
		}
		f->list[f->n++] = v->ptr;
	}
	*(struct xg_fee *)v->ptr = fee;
	f->gen++;
	return 0;
}

int xg_fees_set(struct xg_fees *f, struct xg_str text, struct xg_error *err)
{
	struct xg_str none = { NULL, 0 }, bps = text;
	struct xg_str venue = xg_str_cut(&bps, '=');
	struct xg_dec rate;
	int rc;

	if (!venue.n || !bps.n || xg_dec_from(&rate, bps) < 0)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"'%.*s' is not of the form VENUE=BPS",
			XG_STR_ARG(text));
	rc = xg_dec_mul(&rate, rate, xg_dec_make(1, -4), XG_ROUND_NEAREST);
	if (rc == 0)
		rc = put(f, 's', venue, none, (struct xg_fee){ rate, rate });
	if (rc < 0)
		return xg_error_set(err, rc,
			rc == XG_ERR_RANGE
				? "'%.*s': a fee must be within -100 and 1000 bps"
				: "'%.*s' cannot be kept",
			XG_STR_ARG(text));
	return 0;
}

int xg_fees_put(struct xg_fees *f, const struct xg_rec *rec)
{
	if (rec->type == XG_REC_FEE)
		return put(f, 'f', rec->venue, rec->sym, rec->u.fee);
	if (rec->type == XG_REC_INST && XG_REC_HAS(rec, inst.taker) &&
		XG_REC_HAS(rec, inst.maker))
		return put(f, 'i', rec->venue, rec->sym,
			(struct xg_fee){
				rec->u.inst.maker, rec->u.inst.taker });
	return 0;
}

static const struct xg_fee *find(
	const struct xg_fees *f, const struct xg_market *m)
{
	static const struct {
		char from;
		bool sym;
	} order[] = { { 's', false }, { 'f', true }, { 'f', false },
		{ 'i', true } };
	struct xg_str none = { NULL, 0 };
	char text[KEY_MAX];

	for (size_t i = 0; i < XG_LEN(order); i++) {
		struct xg_str key = key_of(text, order[i].from, m->venue,
			order[i].sym ? m->sym : none);
		union xg_map_val *v = key.p ? xg_map_get(&f->rates, key) : NULL;

		if (v)
			return v->ptr;
	}
	return NULL;
}

static struct xg_fee guess(const struct xg_market *m)
{
	struct xg_sym sym;
	int maker = OTHER_SPOT, taker = OTHER_SPOT;

	if (xg_sym_parse(&sym, m->sym) == 0 && sym.kind != XG_SPOT &&
		sym.kind != XG_INST_NONE) {
		maker = 2;
		taker = 5;
	} else {
		for (size_t i = 0; i < XG_LEN(usual); i++) {
			if (!xg_str_is_text(m->venue, usual[i].venue))
				continue;
			maker = usual[i].maker;
			taker = usual[i].taker;
		}
	}
	return (struct xg_fee){ xg_dec_make(maker, -4),
		xg_dec_make(taker, -4) };
}

const struct xg_fee *xg_fees_of(const struct xg_fees *f, struct xg_market *m)
{
	const struct xg_fee *told;

	if (m->fee_gen != f->gen + 1) {
		told = find(f, m);
		m->fee = told ? *told : guess(m);
		m->fee_gen = f->gen + 1;
	}
	return &m->fee;
}
