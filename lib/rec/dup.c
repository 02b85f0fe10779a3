/* Copies of records that outlive the reader: one block of memory. */
#include <stdlib.h>

#include "rec/rec.h"

/* First pass (at NULL) counts, second copies. */
struct block {
	char *at;
	size_t used;
};

static void *put(struct block *b, const void *p, size_t n)
{
	void *to = b->at ? b->at + b->used : NULL;

	if (to && n)
		memcpy(to, p, n);
	b->used += (n + 15) & ~(size_t)15;
	return to;
}

static void put_str(struct block *b, struct xg_str *s)
{
	const char *to = put(b, s->p, s->n);

	if (to)
		s->p = to;
}

static void put_field(
	struct block *b, struct xg_rec *rec, const struct xg_field *f)
{
	void *at = (char *)rec + f->off;

	switch (f->kind) {
	case XG_F_STR:
	case XG_F_JSON:
		put_str(b, at);
		break;
	case XG_F_LEVELS: {
		struct xg_levels *l = at;
		void *to = put(b, l->p, l->n * sizeof *l->p);

		if (to)
			l->p = to;
		break;
	}
	case XG_F_CLEVELS: {
		struct xg_clevels *l = at;
		struct xg_clevel *to = put(b, l->p, l->n * sizeof *l->p);
		size_t n = l->n;

		for (size_t i = 0; i < n; i++) {
			struct xg_str v = l->p[i].venue;

			put_str(b, &v);
			if (to)
				to[i].venue = v;
		}
		if (to)
			l->p = to;
		break;
	}
	case XG_F_LEGS: {
		struct xg_legs *l = at;
		struct xg_leg *to = put(b, l->p, l->n * sizeof *l->p);
		size_t n = l->n;

		for (size_t i = 0; i < n; i++) {
			struct xg_str v = l->p[i].venue, s = l->p[i].sym;

			put_str(b, &v);
			put_str(b, &s);
			if (to) {
				to[i].venue = v;
				to[i].sym = s;
			}
		}
		if (to)
			l->p = to;
		break;
	}
	default:
		break;
	}
}

static void put_all(struct block *b, struct xg_rec *rec)
{
	const struct xg_rec_desc *d = xg_rec_describe(rec->type);

	put_str(b, &rec->raw);
	put_str(b, &rec->venue);
	put_str(b, &rec->sym);
	for (size_t i = 0; d && i < d->n; i++) {
		if (rec->has & XG_HAS(i))
			put_field(b, rec, &d->fields[i]);
	}
}

struct xg_rec *xg_rec_dup(const struct xg_rec *rec)
{
	struct block b = { 0 };
	struct xg_rec copy = *rec, *out;

	put_all(&b, &copy);
	out = malloc(sizeof *out + 16 + b.used);
	if (!out)
		return NULL;
	copy = *rec;
	b = (struct block){ .at = (char *)out +
				  ((sizeof *out + 15) & ~(size_t)15) };
	put_all(&b, &copy);
	*out = copy;
	if (rec->type == XG_REC_RAW)
		out->u.rawf.kept = NULL;
	return out;
}

void xg_rec_free(struct xg_rec *rec)
{
	free(rec);
}
