/* The checksum: CRC-32 of "bid:size:ask:size:bid:..." over the best 25 levels of
 * both sides, in the text as it was received; where one side is shorter the other
 * goes on alone. Source: checksum of the depth channel; verified on recordings
 * of v1. v3 sends the shortest form of each number: then the book itself has the
 * text, and nothing else is kept. */
#include <stdlib.h>

#include "crypto/crc32.h"
#include "venue/bitget/bitget.h"

#define SUM_DEPTH 25
#define ROWS_MAX 65536
#define TEXT_MAX (SUM_DEPTH * 4 * (XG_DEC_TEXT + 1))

void xg_bitget_texts_release(struct xg_bitget_texts *t)
{
	free(t->side[0].row);
	free(t->side[1].row);
	*t = (struct xg_bitget_texts){ 0 };
}

void xg_bitget_texts_clear(struct xg_bitget_texts *t)
{
	t->side[0].n = t->side[1].n = 0;
	t->live = false;
}

/* Index of px, or where it would go; *found says which. Changes are near the
 * best, which is at the end: little has to move. */
static size_t seek(
	const struct xg_bitget_side *s, int side, struct xg_dec px, bool *found)
{
	size_t lo = 0, hi = s->n;

	*found = false;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int c = xg_dec_cmp(s->row[mid].px, px);

		if (c == 0) {
			*found = true;
			return mid;
		}
		if ((c < 0) == (side == 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static int grow(struct xg_bitget_side *s)
{
	size_t cap = s->cap ? s->cap * 2 : 256;
	void *p;

	if (s->n < s->cap)
		return 0;
	if (cap > ROWS_MAX)
		return XG_ERR_LIMIT;
	p = realloc(s->row, cap * sizeof *s->row);
	if (!p)
		return XG_ERR_MEMORY;
	s->row = p;
	s->cap = cap;
	return 0;
}

int xg_bitget_texts_set(struct xg_bitget_texts *t, int side, struct xg_dec px,
	const struct xg_bitget_raw *raw, bool gone)
{
	struct xg_bitget_side *s = &t->side[side];
	bool found;
	size_t at = seek(s, side, px, &found);
	struct xg_bitget_row *row;
	int rc;

	if (raw->px.n > XG_BITGET_TEXT || raw->sz.n > XG_BITGET_TEXT)
		return XG_ERR_LIMIT;
	if (gone) {
		if (found)
			memmove(&s->row[at], &s->row[at + 1],
				(--s->n - at) * sizeof *s->row);
		return 0;
	}
	if (!found) {
		rc = grow(s);
		if (rc < 0)
			return rc;
		memmove(&s->row[at + 1], &s->row[at],
			(s->n++ - at) * sizeof *s->row);
	}
	row = &s->row[at];
	row->px = px;
	xg_str_copy(row->pxt, sizeof row->pxt, raw->px);
	xg_str_copy(row->szt, sizeof row->szt, raw->sz);
	return 0;
}

int xg_bitget_texts_fill(struct xg_bitget_texts *t, const struct xg_book *book)
{
	char px[XG_DEC_TEXT], sz[XG_DEC_TEXT];
	struct xg_level l;
	int rc = 0;

	xg_bitget_texts_clear(t);
	for (int side = 0; side < 2; side++) {
		int of = side ? XG_SELL : XG_BUY;

		for (size_t i = xg_book_count(book, of); rc == 0 && i-- > 0;) {
			struct xg_bitget_raw raw = { { px, 0 }, { sz, 0 } };

			xg_book_level(book, of, i, &l);
			raw.px.n = xg_dec_fmt(px, l.px);
			raw.sz.n = xg_dec_fmt(sz, l.qty);
			rc = xg_bitget_texts_set(t, side, l.px, &raw, false);
		}
	}
	t->live = rc == 0;
	return rc;
}

static size_t put(char *out, size_t n, const char *text, size_t len)
{
	if (n)
		out[n++] = ':';
	memcpy(out + n, text, len);
	return n + len;
}

int32_t xg_bitget_texts_sum(const struct xg_bitget_texts *t)
{
	char text[TEXT_MAX];
	size_t n = 0;

	for (size_t i = 0; i < SUM_DEPTH; i++) {
		for (int side = 0; side < 2; side++) {
			const struct xg_bitget_side *s = &t->side[side];
			const struct xg_bitget_row *row;

			if (i >= s->n)
				continue;
			row = &s->row[s->n - 1 - i];
			n = put(text, n, row->pxt, strlen(row->pxt));
			n = put(text, n, row->szt, strlen(row->szt));
		}
	}
	return (int32_t)xg_crc32(0, text, n);
}

static size_t put_dec(char *out, size_t n, struct xg_dec d)
{
	char text[XG_DEC_TEXT];
	size_t len = xg_dec_fmt(text, d);

	return put(out, n, text, len);
}

int32_t xg_bitget_book_sum(const struct xg_book *book)
{
	struct xg_level top[2][SUM_DEPTH];
	size_t have[2] = { xg_book_top(book, XG_BUY, top[0], SUM_DEPTH),
		xg_book_top(book, XG_SELL, top[1], SUM_DEPTH) };
	char text[TEXT_MAX];
	size_t n = 0;

	for (size_t i = 0; i < SUM_DEPTH; i++) {
		for (int side = 0; side < 2; side++) {
			if (i >= have[side])
				continue;
			n = put_dec(text, n, top[side][i].px);
			n = put_dec(text, n, top[side][i].qty);
		}
	}
	return (int32_t)xg_crc32(0, text, n);
}

bool xg_bitget_is_short(struct xg_str s)
{
	bool point = false;

	if (s.n == 0 || (s.p[0] == '0' && s.n > 1 && s.p[1] != '.'))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && !point && i > 0)
			point = true;
		else if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return !point || (s.p[s.n - 1] != '0' && s.p[s.n - 1] != '.');
}
