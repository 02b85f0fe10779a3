/* Appends JSON to a buffer. The caller writes the brackets through these too;
 * commas are placed by the writer. Errors: check buf->failed at the end. */
#ifndef XG_JSON_WRITE_H
#define XG_JSON_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/str.h"
#include "dec/dec.h"

/* Escapes s as the inside of a JSON string (no quotes): control characters,
 * quote, backslash; invalid UTF-8 becomes U+FFFD. */
void xg_json_escape(struct xg_buf *b, struct xg_str s);
void xg_json_quote(struct xg_buf *b, struct xg_str s); /* with quotes */

/* One member `"key":` with a comma before it unless the last byte of b is an
 * opening bracket or b is empty. key needs no escaping. */
void xg_json_key(struct xg_buf *b, const char *key);
/* `"name":` alone. */
static inline void xg_json_name(struct xg_buf *b, const char *name, size_t n)
{
	char *p;

	if (xg_buf_reserve(b, n + 3) < 0)
		return;
	p = b->p + b->len;
	*p++ = '"';
	memcpy(p, name, n);
	p += n;
	*p++ = '"';
	*p++ = ':';
	*p = '\0';
	b->len = (size_t)(p - b->p);
}
/* A comma unless the last byte opens a bracket (for array items). */
void xg_json_comma(struct xg_buf *b);

void xg_json_put_str(struct xg_buf *b, const char *key, struct xg_str v);
void xg_json_put_text(struct xg_buf *b, const char *key, const char *v);
void xg_json_put_i64(struct xg_buf *b, const char *key, int64_t v);
void xg_json_put_bool(struct xg_buf *b, const char *key, bool v);
void xg_json_put_raw(struct xg_buf *b, const char *key, struct xg_str json);
/* As records want it: a number up to 15 significant digits, else a string. */
void xg_json_put_dec(struct xg_buf *b, const char *key, struct xg_dec v);
void xg_json_dec_value(struct xg_buf *b, struct xg_dec v);
/* Always a string ("0.001"), as venues want it in requests. */
void xg_json_put_dec_text(struct xg_buf *b, const char *key, struct xg_dec v);
/* Shortest text that reads back as v; NaN and infinities give null. */
void xg_json_put_double(struct xg_buf *b, const char *key, double v);

#endif
