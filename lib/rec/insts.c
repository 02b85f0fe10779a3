#include "rec/insts.h"

#include <stdlib.h>

/* An instrument with the record copy that owns its texts. */
struct held {
	struct xg_instr i; /* first: pointers to it are pointers to this */
	struct xg_rec *rec;
	struct xg_rec *before; /* the copy that rec has replaced */
};

#define KEY 256

static struct xg_str join(
	char out[static KEY], struct xg_str a, struct xg_str b, struct xg_str c)
{
	struct xg_str part[3] = { a, b, c };
	size_t n = 0;

	for (size_t i = 0; i < 3; i++) {
		if (n + part[i].n + 1 > KEY)
			return (struct xg_str){ NULL, 0 };
		if (part[i].n)
			memcpy(out + n, part[i].p, part[i].n);
		n += part[i].n;
		out[n++] = ' ';
	}
	return (struct xg_str){ out, n };
}

void xg_insts_release(struct xg_insts *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct held *h = (struct held *)t->list[i];

		xg_rec_free(h->rec);
		xg_rec_free(h->before);
		free(h);
	}
	free(t->list);
	xg_map_release(&t->by_sym);
	xg_map_release(&t->by_native);
	*t = (struct xg_insts){ 0 };
}

static struct xg_instr *get(const struct xg_map *m, struct xg_str a,
	struct xg_str b, struct xg_str c)
{
	char text[KEY];
	struct xg_str key = join(text, a, b, c);
	union xg_map_val *v = key.p ? xg_map_get(m, key) : NULL;

	return v ? v->ptr : NULL;
}

static int index_it(struct xg_map *m, struct xg_str a, struct xg_str b,
	struct xg_str c, void *held)
{
	char text[KEY];
	struct xg_str key = join(text, a, b, c);
	union xg_map_val *v = key.p ? xg_map_put(m, key, NULL) : NULL;

	if (!v)
		return key.p ? XG_ERR_MEMORY : XG_ERR_LIMIT;
	v->ptr = held;
	return 0;
}

static struct held *room(struct xg_insts *t)
{
	struct held *h;

	if (t->n == t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 64;
		void *p = realloc(t->list, cap * sizeof *t->list);

		if (!p)
			return NULL;
		t->list = p;
		t->cap = cap;
	}
	h = calloc(1, sizeof *h);
	if (h)
		t->list[t->n++] = &h->i;
	return h;
}

int xg_insts_put(struct xg_insts *t, const struct xg_rec *rec)
{
	struct xg_str none = { NULL, 0 };
	struct held *h;
	struct xg_rec *copy, bare = *rec;
	int rc;

	if (rec->type != XG_REC_INST)
		return XG_ERR_TYPE;
	bare.raw = none;
	h = (struct held *)get(&t->by_sym, rec->venue, rec->sym, none);
	copy = xg_rec_dup(&bare);
	if (!copy)
		return XG_ERR_MEMORY;
	if (!h)
		h = room(t);
	if (!h) {
		xg_rec_free(copy);
		return XG_ERR_MEMORY;
	}
	/* The record given, or what the caller still holds, may be slices of the
	 * copy that is replaced: it stays until the next one. */
	xg_rec_free(h->before);
	h->before = h->rec;
	h->rec = copy;
	h->i = (struct xg_instr){ .venue = copy->venue,
		.sym = copy->sym,
		.i = copy->u.inst,
		.has = copy->has,
		.told = h->i.told };
	rc = index_it(&t->by_sym, h->i.venue, h->i.sym, none, h);
	if (rc == 0)
		rc = index_it(&t->by_native, h->i.venue, h->i.i.market,
			h->i.i.native, h);
	return rc;
}

void xg_insts_told(struct xg_insts *t, struct xg_str venue, struct xg_str sym)
{
	struct xg_instr *i =
		get(&t->by_sym, venue, sym, (struct xg_str){ NULL, 0 });

	if (i)
		i->told = true;
}

const struct xg_instr *xg_insts_sym(
	const struct xg_insts *t, struct xg_str venue, struct xg_str sym)
{
	return get(&t->by_sym, venue, sym, (struct xg_str){ NULL, 0 });
}

const struct xg_instr *xg_insts_native(const struct xg_insts *t,
	struct xg_str venue, struct xg_str market, struct xg_str native)
{
	return get(&t->by_native, venue, market, native);
}
