#include "crypto/text.h"

#include "base/err.h"

void xg_hex_add(struct xg_buf *out, const void *p, size_t n)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *b = p;

	if (xg_buf_reserve(out, 2 * n) < 0)
		return;
	for (size_t i = 0; i < n; i++) {
		out->p[out->len++] = digit[b[i] >> 4];
		out->p[out->len++] = digit[b[i] & 15];
	}
	out->p[out->len] = '\0';
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int xg_hex_decode(unsigned char *out, size_t n, struct xg_str text)
{
	if (text.n != 2 * n)
		return XG_ERR_SYNTAX;
	for (size_t i = 0; i < n; i++) {
		int hi = nibble(text.p[2 * i]), lo = nibble(text.p[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return XG_ERR_SYNTAX;
		out[i] = (unsigned char)(hi << 4 | lo);
	}
	return 0;
}

static const char b64[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char b64url[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void encode(struct xg_buf *out, const unsigned char *p, size_t n,
	const char *set, bool pad)
{
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i < 3 ? n - i : 3;
		unsigned v = (unsigned)p[i] << 16 |
			     (left > 1 ? (unsigned)p[i + 1] << 8 : 0) |
			     (left > 2 ? p[i + 2] : 0u);
		char c[4] = { set[v >> 18], set[v >> 12 & 63],
			left > 1 ? set[v >> 6 & 63] : '=',
			left > 2 ? set[v & 63] : '=' };

		xg_buf_add(out, c, pad ? 4 : left + 1);
	}
}

void xg_b64_add(struct xg_buf *out, const void *p, size_t n)
{
	encode(out, p, n, b64, true);
}

void xg_b64url_add(struct xg_buf *out, const void *p, size_t n)
{
	encode(out, p, n, b64url, false);
}

static int sextet(char c)
{
	const char *at = c ? strchr(b64, c) : NULL;

	return at ? (int)(at - b64) : -1;
}

int xg_b64_decode(struct xg_buf *out, struct xg_str text)
{
	if (text.n % 4)
		return XG_ERR_SYNTAX;
	for (size_t i = 0; i < text.n; i += 4) {
		const char *p = text.p + i;
		bool last = i + 4 == text.n;
		int n = last && p[3] == '=' ? p[2] == '=' ? 1 : 2 : 3;
		unsigned v = 0;
		char byte[3];

		for (int k = 0; k < n + 1; k++) {
			int s = sextet(p[k]);

			if (s < 0)
				return XG_ERR_SYNTAX;
			v |= (unsigned)s << (18 - 6 * k);
		}
		if ((n == 1 && v & 0xffff) || (n == 2 && v & 0xff))
			return XG_ERR_SYNTAX;
		byte[0] = (char)(v >> 16);
		byte[1] = (char)(v >> 8);
		byte[2] = (char)v;
		if (xg_buf_add(out, byte, (size_t)n) < 0)
			return XG_ERR_LIMIT;
	}
	return 0;
}

void xg_pct_add(struct xg_buf *out, struct xg_str text)
{
	static const char digit[] = "0123456789ABCDEF";

	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		char enc[3] = { '%', digit[c >> 4], digit[c & 15] };

		if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
			(c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
			c == '_' || c == '~')
			xg_buf_char(out, (char)c);
		else
			xg_buf_add(out, enc, 3);
	}
}

int xg_pct_decode(struct xg_buf *out, struct xg_str text, bool form)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if (c == '%') {
			if (text.n - i < 3 ||
				xg_hex_decode(&c, 1,
					(struct xg_str){ text.p + i + 1, 2 }) <
					0)
				return XG_ERR_SYNTAX;
			i += 2;
		} else if (form && c == '+') {
			c = ' ';
		}
		if (xg_buf_char(out, (char)c) < 0)
			return XG_ERR_LIMIT;
	}
	return 0;
}
