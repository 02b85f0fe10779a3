/* Kraken: numbers, times, ids and checksums as texts. Source: sheet kraken,
 * sections 4 and 5. */
#include <stdio.h>

#include "base/time.h"
#include "crypto/crc32.h"
#include "sim/kraken.h"

static size_t fixed(
	char out[static XG_DEC_TEXT], struct xg_dec step, struct xg_dec v)
{
	struct xg_dec cut;
	int places = xg_dec_places(step), n;

	if (xg_dec_rescale(&cut, v, -places, XG_ROUND_NEAREST) == 0)
		v = cut;
	n = xg_dec_fmt_fixed(out, v, places);
	return n < 0 ? xg_dec_fmt(out, v) : (size_t)n;
}

void xg_kr_num(struct xg_buf *b, struct xg_dec step, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	(void)xg_buf_str(b, (struct xg_str){ text, fixed(text, step, v) });
}

void xg_kr_px(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v)
{
	xg_kr_num(b, m->spec.tick, v);
}

void xg_kr_qty(struct xg_buf *b, const struct xg_sim_mkt *m, struct xg_dec v)
{
	xg_kr_num(b, m->spec.lot, v);
}

void xg_kr_iso(struct xg_buf *b, const char *key, int64_t us)
{
	char text[32];

	(void)xg_time_iso(text, us, 6);
	xg_json_put_text(b, key, text);
}

void xg_kr_uid(char out[static 40], int64_t id)
{
	uint64_t h = (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);

	snprintf(out, 40, "%08x-%04x-4%03x-a%03x-%012llx", (unsigned)(h >> 32),
		(unsigned)(h >> 16 & 0xffff), (unsigned)(h & 0xfff),
		(unsigned)(h >> 12 & 0xfff), (unsigned long long)id);
}

/* The digits of a number in all its places, without the point and without zeros
 * in front. */
static uint32_t add_digits(uint32_t crc, struct xg_dec step, struct xg_dec v)
{
	char text[XG_DEC_TEXT], bare[XG_DEC_TEXT];
	size_t n = fixed(text, step, v), k = 0;

	for (size_t i = 0; i < n; i++)
		if (text[i] != '.' && (k || text[i] != '0'))
			bare[k++] = text[i];
	return xg_crc32(crc, bare, k);
}

uint32_t xg_kr_sum(const struct xg_sim_mkt *m, const struct xg_kr_win *w)
{
	uint32_t crc = 0;

	for (int s = 1; s >= 0; s--)
		for (size_t i = 0; i < w->n[s] && i < 10; i++) {
			crc = add_digits(crc, m->spec.tick, w->side[s][i].px);
			crc = add_digits(crc, m->spec.lot, w->side[s][i].qty);
		}
	return crc;
}
