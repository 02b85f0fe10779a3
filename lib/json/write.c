#include "json/write.h"

#include <stdio.h>

#include "json/scan.h"

void xg_json_comma(struct xg_buf *b)
{
	char last = b->len ? b->p[b->len - 1] : '{';

	if (last != '{' && last != '[')
		xg_buf_char(b, ',');
}

void xg_json_key(struct xg_buf *b, const char *key)
{
	xg_json_comma(b);
	xg_json_name(b, key, strlen(key));
}

static void special(struct xg_buf *b, char c)
{
	static const char from[] = "\"\\\b\f\n\r\t", to[] = "\"\\bfnrt";
	const char *at = strchr(from, c);

	if (at && c) {
		xg_buf_char(b, '\\');
		xg_buf_char(b, to[at - from]);
	} else {
		xg_buf_printf(b, "\\u%04x", (unsigned char)c);
	}
}

void xg_json_escape(struct xg_buf *b, struct xg_str s)
{
	size_t i = 0;

	while (i < s.n) {
		size_t end = (size_t)(xg_json_plain(s.p + i, s.p + s.n) - s.p);

		xg_buf_add(b, s.p + i, end - i);
		i = end;
		if (i == s.n)
			return;
		if ((unsigned char)s.p[i] >= 0x80) {
			size_t n = xg_json_utf8(s.p + i, s.p + s.n);

			if (n)
				xg_buf_add(b, s.p + i, n);
			else
				xg_buf_add(b, "\xef\xbf\xbd", 3);
			i += n ? n : 1;
		} else {
			special(b, s.p[i++]);
		}
	}
}

void xg_json_quote(struct xg_buf *b, struct xg_str s)
{
	xg_buf_char(b, '"');
	xg_json_escape(b, s);
	xg_buf_char(b, '"');
}

void xg_json_put_str(struct xg_buf *b, const char *key, struct xg_str v)
{
	xg_json_key(b, key);
	xg_json_quote(b, v);
}

void xg_json_put_text(struct xg_buf *b, const char *key, const char *v)
{
	xg_json_put_str(b, key, xg_str_from(v));
}

void xg_json_put_i64(struct xg_buf *b, const char *key, int64_t v)
{
	xg_json_key(b, key);
	xg_buf_i64(b, v);
}

void xg_json_put_bool(struct xg_buf *b, const char *key, bool v)
{
	xg_json_key(b, key);
	xg_buf_text(b, v ? "true" : "false");
}

void xg_json_put_raw(struct xg_buf *b, const char *key, struct xg_str json)
{
	xg_json_key(b, key);
	xg_buf_str(b, json);
}

void xg_json_dec_value(struct xg_buf *b, struct xg_dec v)
{
	bool text;
	size_t n;

	if (xg_buf_reserve(b, XG_DEC_TEXT + 2) < 0)
		return;
	/* A mantissa below 10^15 has at most 15 digits: no need to count. */
	text = (v.m >= INT64_C(1000000000000000) ||
		       v.m <= -INT64_C(1000000000000000) || v.e > 0) &&
	       xg_dec_digits(v) > 15;
	if (text)
		b->p[b->len++] = '"';
	n = xg_dec_fmt(b->p + b->len, v);
	b->len += n;
	if (text)
		b->p[b->len++] = '"';
	b->p[b->len] = '\0';
}

void xg_json_put_dec(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_json_dec_value(b, v);
}

void xg_json_put_dec_text(struct xg_buf *b, const char *key, struct xg_dec v)
{
	char text[XG_DEC_TEXT];
	size_t n = xg_dec_fmt(text, v);

	xg_json_put_str(b, key, (struct xg_str){ text, n });
}

void xg_json_put_double(struct xg_buf *b, const char *key, double v)
{
	char text[40];
	int digits = 1;
	double back = 0;

	xg_json_key(b, key);
	if (!(v - v == 0)) {
		xg_buf_text(b, "null");
		return;
	}
	for (; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, v);
		back = strtod(text, NULL);
		if (back == v)
			break;
	}
	xg_buf_text(b, text);
}
