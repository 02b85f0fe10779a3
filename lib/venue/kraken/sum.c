/* The checksum of books [spot WebSocket v2, book checksum]: of the best ten asks
 * and then the best ten bids, price and quantity with their fixed number of
 * places, without the point and without zeros in front; CRC-32 of it all. R9. */
#include "venue/kraken/kraken.h"

#include "crypto/crc32.h"

#define TOP 10
#define DIGITS 56 /* of one number: 19, and zeros behind it */

/* Without point and zeros in front a number is an integer: d * 10^places. */
static char *put(char *p, struct xg_dec d, int places)
{
	int zeros = places + d.e, n = 0;
	char back[20];
	int64_t m = d.m;

	for (; zeros < 0; zeros++) {
		if (m % 10)
			return NULL;
		m /= 10;
	}
	for (; m > 0; m /= 10)
		back[n++] = (char)('0' + m % 10);
	while (n > 0)
		*p++ = back[--n];
	memset(p, '0', (size_t)zeros);
	return p + zeros;
}

static char *put_side(char *p, const struct xg_book *b, int side, int px_places,
	int qty_places)
{
	struct xg_level lv[TOP];
	size_t n = xg_book_top(b, side, lv, TOP);

	for (size_t i = 0; i < n && p; i++) {
		p = put(p, lv[i].px, px_places);
		if (p)
			p = put(p, lv[i].qty, qty_places);
	}
	return p;
}

bool xg_kraken_sum(
	const struct xg_book *b, int px_places, int qty_places, uint32_t *out)
{
	char text[4 * TOP * DIGITS], *p = text;

	if (px_places > XG_DEC_DIGITS || qty_places > XG_DEC_DIGITS)
		return false;
	p = put_side(p, b, XG_SELL, px_places, qty_places);
	if (p)
		p = put_side(p, b, XG_BUY, px_places, qty_places);
	if (!p)
		return false;
	*out = xg_crc32(0, text, (size_t)(p - text));
	return true;
}
