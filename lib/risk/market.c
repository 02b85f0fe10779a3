#include "risk/risk_priv.h"

#include <stdlib.h>

#define KEY_MAX 192

static struct xg_str key_of(
	char out[static KEY_MAX], struct xg_str a, struct xg_str b)
{
	if (!a.n || !b.n || a.n + b.n + 1 > KEY_MAX)
		return (struct xg_str){ NULL, 0 };
	memcpy(out, a.p, a.n);
	out[a.n] = ' ';
	memcpy(out + a.n + 1, b.p, b.n);
	return (struct xg_str){ out, a.n + 1 + b.n };
}

struct rvenue *risk_venue(struct xg_risk *r, struct xg_str name, bool make)
{
	struct rvenue *v;
	char *copy;

	for (size_t i = 0; i < r->venues; i++) {
		if (xg_str_is(r->venue[i].name, name))
			return &r->venue[i];
	}
	if (!make || r->venues == VENUES_MAX || name.n == 0 || name.n > 64)
		return NULL;
	copy = malloc(name.n);
	if (!copy)
		return NULL;
	memcpy(copy, name.p, name.n);
	v = &r->venue[r->venues++];
	*v = (struct rvenue){ .name = { copy, name.n } };
	xg_limits_for(&r->limits, v->name, (struct xg_str){ NULL, 0 }, &v->lim);
	return v;
}

/* Room for one more pointer. */
static int more(void *list, size_t n, size_t *cap)
{
	void **at = list, *p;
	size_t c = *cap ? *cap * 2 : 32;

	if (n < *cap)
		return 0;
	p = realloc(*at, c * sizeof(void *));
	if (!p)
		return XG_ERR_MEMORY;
	*at = p;
	*cap = c;
	return 0;
}

static struct rmarket *make_market(struct xg_risk *r, struct rvenue *v,
	struct xg_str sym, struct xg_str key)
{
	struct rmarket *m;
	union xg_map_val *slot;
	char *text;

	if (r->markets >= MARKETS_MAX ||
		more(&r->market, r->markets, &r->market_cap) < 0)
		return NULL;
	m = calloc(1, sizeof *m + sym.n);
	if (!m)
		return NULL;
	text = (char *)(m + 1);
	memcpy(text, sym.p, sym.n);
	m->sym = (struct xg_str){ text, sym.n };
	m->venue = v->name;
	m->v = v;
	slot = xg_map_put(&r->by_key, key, NULL);
	if (!slot) {
		free(m);
		return NULL;
	}
	slot->ptr = m;
	r->market[r->markets++] = m;
	m->inst = xg_insts_sym(&r->insts, v->name, m->sym);
	xg_limits_for(&r->limits, m->venue, m->sym, &m->lim);
	return m;
}

struct rmarket *risk_market(
	struct xg_risk *r, struct xg_str venue, struct xg_str sym, bool make)
{
	char text[KEY_MAX];
	struct xg_str key = key_of(text, venue, sym);
	union xg_map_val *v = key.p ? xg_map_get(&r->by_key, key) : NULL;
	struct rvenue *of;

	if (v || !make || !key.p)
		return v ? v->ptr : NULL;
	of = risk_venue(r, venue, true);
	return of ? make_market(r, of, sym, key) : NULL;
}

void risk_activate(struct xg_risk *r, struct rmarket *m)
{
	if (m->active || more(&r->active, r->actives, &r->active_cap) < 0)
		return;
	m->active = true;
	r->active[r->actives++] = m;
}

void risk_relimit(struct xg_risk *r)
{
	for (size_t i = 0; i < r->venues; i++)
		xg_limits_for(&r->limits, r->venue[i].name,
			(struct xg_str){ NULL, 0 }, &r->venue[i].lim);
	for (size_t i = 0; i < r->markets; i++)
		xg_limits_for(&r->limits, r->market[i]->venue,
			r->market[i]->sym, &r->market[i]->lim);
}

bool risk_mid(const struct xg_market *m, struct xg_dec *out)
{
	struct xg_level bid, ask;
	struct xg_dec sum;

	return xg_book_level(&m->book, XG_BUY, 0, &bid) &&
	       xg_book_level(&m->book, XG_SELL, 0, &ask) &&
	       xg_dec_add(&sum, bid.px, ask.px) == 0 &&
	       xg_dec_mul(out, sum, xg_dec_make(5, -1), XG_ROUND_NEAREST) == 0;
}

bool risk_rate(const struct xg_risk *r, struct xg_str ccy, struct xg_dec *out)
{
	char text[KEY_MAX];
	struct xg_str to = r->limits.currency;
	struct xg_markets *all;

	*out = xg_dec_int(1);
	if (xg_str_is(ccy, to))
		return true;
	if (!ccy.n || ccy.n + to.n + 1 > sizeof text)
		return false;
	memcpy(text, ccy.p, ccy.n);
	text[ccy.n] = '-';
	memcpy(text + ccy.n + 1, to.p, to.n);
	all = xg_books_sym(
		&r->books, (struct xg_str){ text, ccy.n + 1 + to.n });
	for (size_t i = 0; all && i < all->n; i++) {
		const struct rmarket *m =
			risk_market((struct xg_risk *)(uintptr_t)r,
				all->m[i]->venue, all->m[i]->sym, false);

		if (m && m->has_last) {
			*out = m->last;
			return true;
		}
	}
	return false;
}

bool risk_unit(
	const struct xg_risk *r, const struct rmarket *m, struct xg_dec *out)
{
	struct xg_dec rate;

	return m->has_last && m->inst &&
	       risk_rate(r, m->inst->i.quote, &rate) &&
	       xg_dec_mul(out, m->last, rate, XG_ROUND_NEAREST) == 0;
}
