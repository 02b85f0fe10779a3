/* The legacy checksum of books [order book channel, before 2026-06]: CRC-32 of
 * "bidPx:bidSz:askPx:askSz:..." over the top 25 levels in the venue's own text;
 * where one side is shorter the other goes on alone. R9. */
#include "venue/okx/okx.h"

#include <stdlib.h>

#include "crypto/crc32.h"

#define SUM_DEPTH 25

void xg_okx_text_release(struct xg_okx_text_book *b)
{
	free(b->bids.row);
	free(b->asks.row);
	*b = (struct xg_okx_text_book){ 0 };
}

/* Index of px, or where it would go; *found says which. */
static size_t seek(
	const struct xg_okx_side *s, bool bid, struct xg_dec px, bool *found)
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
		if ((c > 0) == bid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

int xg_okx_text_set(struct xg_okx_text_book *b, bool bid, struct xg_dec px,
	struct xg_str pxt, struct xg_str szt, bool gone)
{
	struct xg_okx_side *s = bid ? &b->bids : &b->asks;
	bool found;
	size_t at = seek(s, bid, px, &found);

	if (pxt.n > XG_OKX_TEXT || szt.n > XG_OKX_TEXT)
		return XG_ERR_LIMIT;
	if (gone) {
		if (found)
			memmove(&s->row[at], &s->row[at + 1],
				(--s->n - at) * sizeof *s->row);
		return 0;
	}
	if (!found) {
		if (s->n == s->cap) {
			size_t cap = s->cap ? s->cap * 2 : 512;
			void *p;

			if (cap > 65536)
				return XG_ERR_LIMIT;
			p = realloc(s->row, cap * sizeof *s->row);
			if (!p)
				return XG_ERR_MEMORY;
			s->row = p;
			s->cap = cap;
		}
		memmove(&s->row[at + 1], &s->row[at],
			(s->n++ - at) * sizeof *s->row);
		s->row[at].px = px;
	}
	xg_str_copy(s->row[at].pxt, sizeof s->row[at].pxt, pxt);
	xg_str_copy(s->row[at].szt, sizeof s->row[at].szt, szt);
	return 0;
}

static size_t put(char *out, size_t n, const char *text)
{
	size_t len = strlen(text);

	if (n)
		out[n++] = ':';
	memcpy(out + n, text, len);
	return n + len;
}

int32_t xg_okx_text_sum(const struct xg_okx_text_book *b)
{
	char text[SUM_DEPTH * 4 * (XG_OKX_TEXT + 1)];
	size_t n = 0;

	for (size_t i = 0; i < SUM_DEPTH; i++) {
		if (i < b->bids.n) {
			n = put(text, n, b->bids.row[i].pxt);
			n = put(text, n, b->bids.row[i].szt);
		}
		if (i < b->asks.n) {
			n = put(text, n, b->asks.row[i].pxt);
			n = put(text, n, b->asks.row[i].szt);
		}
	}
	return (int32_t)xg_crc32(0, text, n);
}
