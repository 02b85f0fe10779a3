/* Raw records: their lines differ in little before the frame. The heads of the
 * last ones are remembered, so that a line that begins like one of them, but for
 * the time, need not be taken apart again; and levels that are read while the
 * frame is checked are kept for who decodes it. */
#include <stdlib.h>

#include "rec/read_priv.h"

#define HEADS 4
#define HEAD_MAX 256 /* bytes before the frame */

/* What a line has before its frame, and the record that it gives. */
struct head {
	size_t n;	   /* bytes, with the colon before the frame; 0: none */
	size_t rx, rx_n;   /* where the digits of rx are */
	struct xg_rec rec; /* texts are in text; rx and data are not of it */
	char text[HEAD_MAX];
};

struct xg_raw_reading {
	struct xg_json_kept kept;
	size_t last, next; /* the head that fitted last; the one to replace */
	struct head head[HEADS];
};

void xg_raw_reading_free(struct xg_raw_reading *r)
{
	if (r)
		xg_json_kept_release(&r->kept);
	free(r);
}

void xg_read_keep(struct xg_reading *k, struct xg_rec *rec)
{
	if (!k->r->raw)
		k->r->raw = calloc(1, sizeof *k->r->raw);
	if (!k->r->raw)
		return;
	xg_json_kept_clear(&k->r->raw->kept);
	k->j.keep = &k->r->raw->kept;
	rec->u.rawf.kept = &k->r->raw->kept;
}

/* Does the line begin with this head? *rx is its time. */
static bool begins(const struct head *h, struct xg_str line, uint64_t *rx)
{
	struct xg_str time = { line.p + h->rx, h->rx_n };
	size_t behind = h->rx + h->rx_n;

	return h->n && line.n > h->n && memcmp(line.p, h->text, h->rx) == 0 &&
	       memcmp(line.p + behind, h->text + behind, h->n - behind) == 0 &&
	       (time.p[0] != '0' || time.n == 1) && xg_str_u64(time, rx) == 0;
}

static const struct head *head_of(
	struct xg_raw_reading *r, struct xg_str line, uint64_t *rx)
{
	for (size_t i = 0; i < HEADS; i++) {
		size_t at = (r->last + i) % HEADS;

		if (begins(&r->head[at], line, rx)) {
			r->last = at;
			return &r->head[at];
		}
	}
	return NULL;
}

bool xg_read_like_before(
	struct xg_rec_reader *r, struct xg_str line, struct xg_rec *out)
{
	struct xg_reading k = { .r = r };
	const struct head *h;
	struct xg_str data;
	uint64_t rx;

	h = r->raw && line.n <= XG_REC_RAW_MAX ? head_of(r->raw, line, &rx)
					       : NULL;
	if (!h)
		return false;
	*out = h->rec;
	xg_read_keep(&k, out);
	xg_json_init(&k.j, line.p, line.n);
	k.j.keep = &r->raw->kept;
	xg_json_enter(&k.j, line.p + h->n - 1);
	if (xg_json_next(&k.j) == XG_JSON_ERR || k.j.tok == XG_JSON_NULL ||
		xg_json_skip(&k.j, &data) < 0 ||
		xg_json_next(&k.j) != XG_JSON_OBJ_END ||
		xg_json_next(&k.j) != XG_JSON_END)
		return false;
	out->rx = (int64_t)rx;
	out->u.rawf.data = data;
	out->raw = line;
	return true;
}

/* A text of the line as the same one of the head; false when it is elsewhere. */
static bool move(const struct head *h, struct xg_str line, struct xg_str *s)
{
	if (!s->n)
		return true;
	if (s->p < line.p || s->p + s->n > line.p + h->n)
		return false;
	s->p = h->text + (s->p - line.p);
	return true;
}

void xg_read_remember(struct xg_reading *k, const struct xg_rec *rec)
{
	const struct xg_str line = { k->j.start,
		(size_t)(k->j.end - k->j.start) };
	struct xg_raw_reading *r = k->r->raw;
	struct xg_raw *raw;
	const char *colon;
	struct head *h;

	if (!r || !XG_REC_HAS(rec, rawf.data) || !k->rx.n || k->rx.n > 18 ||
		k->r->text.len)
		return;
	colon = rec->u.rawf.data.p - 1;
	/* Nothing may follow the frame. */
	if (*colon != ':' || colon - line.p >= HEAD_MAX ||
		rec->u.rawf.data.p + rec->u.rawf.data.n + 1 != line.p + line.n)
		return;
	h = &r->head[r->next];
	r->next = (r->next + 1) % HEADS;
	h->n = (size_t)(colon + 1 - line.p);
	h->rx = (size_t)(k->rx.p - line.p);
	h->rx_n = k->rx.n;
	memcpy(h->text, line.p, h->n);
	h->rec = *rec;
	raw = &h->rec.u.rawf;
	if (!move(h, line, &h->rec.venue) || !move(h, line, &h->rec.sym) ||
		!move(h, line, &raw->ch) || !move(h, line, &raw->dir) ||
		!move(h, line, &raw->market) || !move(h, line, &raw->url) ||
		!move(h, line, &raw->req) || raw->text.n)
		h->n = 0;
}
