/* The checksum of books [WebSocket checksum]: over the venue's own text of the
 * numbers. It prints them as JavaScript does, so the book itself has the text; of
 * a number that is written otherwise the text is kept. R9. */
#include "crypto/crc32.h"
#include "venue/bitfinex/bitfinex.h"

#define DEPTH 25

/* Digits and power of ten of a number over zero: 0.DIGITS * 10^point. */
static int digits(char out[static 20], struct xg_dec d, int *point)
{
	char back[20] = "0";
	int n = 0, k = 0;

	for (; d.m % 10 == 0; d.m /= 10)
		d.e++;
	for (int64_t m = d.m; m > 0; m /= 10)
		back[n++] = (char)('0' + m % 10);
	while (k < n) {
		out[k] = back[n - 1 - k];
		k++;
	}
	*point = n + d.e;
	return n;
}

static size_t exponent(char *out, const char *s, int n, int e)
{
	size_t at = 0;

	out[at++] = s[0];
	if (n > 1) {
		out[at++] = '.';
		memcpy(out + at, s + 1, (size_t)n - 1);
		at += (size_t)n - 1;
	}
	at += (size_t)snprintf(
		out + at, 6, "e%c%d", e < 0 ? '-' : '+', e < 0 ? -e : e);
	return at;
}

/* Source: ECMA-262, Number::toString: plain from 1e-6 to below 1e21. */
size_t xg_bitfinex_print(char out[static XG_DEC_TEXT], struct xg_dec d)
{
	char text[XG_DEC_TEXT], s[20];
	size_t at = 0;
	int point, n;

	if (d.m == 0) {
		out[0] = '0';
		return 1;
	}
	if (d.m < 0) {
		out[at++] = '-';
		d.m = -d.m;
	}
	n = digits(s, d, &point);
	if (point <= -6 || point > 21)
		return at + exponent(out + at, s, n, point - 1);
	n = (int)xg_dec_fmt(text, d);
	memcpy(out + at, text, (size_t)n);
	return at + (size_t)n;
}

/* Digits, perhaps with a point, no zero too many, and not below a millionth: as it
 * is printed. Others may be, too. */
static bool is_short(struct xg_str s)
{
	bool point = false;

	if (s.n && s.p[0] == '-') {
		s.p++;
		s.n--;
	}
	if (s.n == 0 || (s.p[0] == '0' && (s.n < 3 || s.p[1] != '.' ||
						  xg_str_has_prefix(s,
							  XG_STR("0.000000")))))
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && !point && i > 0)
			point = true;
		else if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	}
	return !point || (s.p[s.n - 1] != '0' && s.p[s.n - 1] != '.');
}

bool xg_bitfinex_is_usual(struct xg_str text, struct xg_dec d)
{
	char own[XG_DEC_TEXT];
	size_t n;

	if (is_short(text))
		return true;
	n = xg_bitfinex_print(own, d);
	return text.n == n && memcmp(text.p, own, n) == 0;
}

static const struct xg_bitfinex_odd *odd_of(
	const struct xg_bitfinex_odds *odds, int side, struct xg_dec px)
{
	for (size_t i = 0; i < odds->n; i++) {
		if (odds->row[i].side == side &&
			xg_dec_cmp(odds->row[i].px, px) == 0)
			return &odds->row[i];
	}
	return NULL;
}

static size_t put(char *p, const char *text, size_t n)
{
	*p = ':';
	memcpy(p + 1, text, n);
	return n + 1;
}

static size_t put_level(char *p, const struct xg_level *l, int side,
	const struct xg_bitfinex_odds *odds)
{
	const struct xg_bitfinex_odd *odd = odd_of(odds, side, l->px);
	struct xg_dec qty = side == XG_SELL ? xg_dec_neg(l->qty) : l->qty;
	char text[XG_DEC_TEXT];
	size_t n;

	if (odd) {
		n = put(p, odd->px_text, odd->px_n);
		return n + put(p + n, odd->qty_text, odd->qty_n);
	}
	n = put(p, text, xg_bitfinex_print(text, l->px));
	return n + put(p + n, text, xg_bitfinex_print(text, qty));
}

int32_t xg_bitfinex_sum(
	const struct xg_book *b, const struct xg_bitfinex_odds *odds)
{
	char text[4 * DEPTH * (XG_DEC_TEXT + 1)];
	struct xg_level bid[DEPTH], ask[DEPTH];
	size_t bids = xg_book_top(b, XG_BUY, bid, DEPTH), n = 0;
	size_t asks = xg_book_top(b, XG_SELL, ask, DEPTH);

	for (size_t i = 0; i < DEPTH; i++) {
		if (i < bids)
			n += put_level(text + n, &bid[i], XG_BUY, odds);
		if (i < asks)
			n += put_level(text + n, &ask[i], XG_SELL, odds);
	}
	/* without the colon in front */
	return (int32_t)xg_crc32(0, text + (n > 0), n - (n > 0));
}
