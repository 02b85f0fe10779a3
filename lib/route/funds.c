#include "route/funds.h"

#include <stdlib.h>

#define KEY_MAX 128
#define FUNDS_MAX 100000

void xg_funds_release(struct xg_funds *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->list[i]);
	free(f->list);
	xg_map_release(&f->by_key);
	*f = (struct xg_funds){ 0 };
}

static struct xg_str key_of(char out[static KEY_MAX], struct xg_str venue,
	struct xg_str account, struct xg_str ccy)
{
	const struct xg_str part[3] = { venue, account, ccy };
	size_t n = 0;

	if (!venue.n || !ccy.n || venue.n + account.n + ccy.n + 3 > KEY_MAX)
		return (struct xg_str){ NULL, 0 };
	for (int i = 0; i < 3; i++) {
		if (part[i].n)
			memcpy(out + n, part[i].p, part[i].n);
		n += part[i].n;
		out[n++] = ' ';
	}
	return (struct xg_str){ out, n };
}

static struct xg_dec *get(const struct xg_funds *f, struct xg_str venue,
	struct xg_str account, struct xg_str ccy)
{
	char text[KEY_MAX];
	struct xg_str key = key_of(text, venue, account, ccy);
	union xg_map_val *v = key.p ? xg_map_get(&f->by_key, key) : NULL;

	return v ? v->ptr : NULL;
}

struct xg_dec *xg_funds_get(const struct xg_funds *f, struct xg_str venue,
	struct xg_str market, struct xg_str ccy)
{
	struct xg_dec *own = market.n ? get(f, venue, market, ccy) : NULL;

	return own ? own : get(f, venue, XG_STR(""), ccy);
}

static int make(struct xg_funds *f, struct xg_str venue, struct xg_str account,
	struct xg_str ccy, struct xg_dec **out)
{
	char text[KEY_MAX];
	struct xg_str key = key_of(text, venue, account, ccy);
	size_t cap = f->cap ? f->cap * 2 : 16;
	union xg_map_val *v;
	void *p;

	if (!key.p || f->n >= FUNDS_MAX)
		return XG_ERR_LIMIT;
	if (f->n == f->cap) {
		p = realloc(f->list, cap * sizeof *f->list);
		if (!p)
			return XG_ERR_MEMORY;
		f->list = p;
		f->cap = cap;
	}
	*out = calloc(1, sizeof **out);
	v = *out ? xg_map_put(&f->by_key, key, NULL) : NULL;
	if (!v) {
		free(*out);
		return XG_ERR_MEMORY;
	}
	v->ptr = *out;
	f->list[f->n++] = *out;
	return 0;
}

int xg_funds_put(struct xg_funds *f, const struct xg_rec *rec)
{
	const struct xg_balance *b = &rec->u.balance;
	struct xg_dec amount = b->free, *to;
	int rc = 0;

	if (!XG_REC_HAS(rec, balance.free)) {
		if (!XG_REC_HAS(rec, balance.total))
			return XG_ERR_ABSENT;
		rc = xg_dec_sub(&amount, b->total, b->used);
	}
	to = get(f, rec->venue, b->account, b->ccy);
	if (rc == 0 && !to)
		rc = make(f, rec->venue, b->account, b->ccy, &to);
	if (rc == 0)
		*to = amount;
	return rc;
}
