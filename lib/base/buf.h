/* A growable byte buffer with a ceiling: the owner of all text being built. */
#ifndef XG_BASE_BUF_H
#define XG_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/attr.h"
#include "base/str.h"

/* Zero-filled is valid and empty. When an append fails (memory, or more than
 * max bytes) nothing is appended and `failed` stays set until _clear, so a
 * series of appends can be checked once at its end. */
struct xg_buf {
	char *p;    /* owned; terminated by NUL after any append */
	size_t len; /* bytes in use, without the NUL */
	size_t cap;
	size_t max; /* 0 = XG_BUF_MAX */
	bool failed;
};

#define XG_BUF_MAX ((size_t)64 << 20)

void xg_buf_release(struct xg_buf *b);
static inline void xg_buf_clear(struct xg_buf *b)
{
	b->len = 0;
	b->failed = false;
}
/* Makes room for n more bytes (and a NUL). 0 or XG_ERR_LIMIT/MEMORY. */
int xg_buf_grow(struct xg_buf *b, size_t n);
static inline int xg_buf_reserve(struct xg_buf *b, size_t n)
{
	/* cap is never over max + 1. */
	return XG_LIKELY(n < b->cap - b->len) ? 0 : xg_buf_grow(b, n);
}
static inline int xg_buf_add(struct xg_buf *b, const void *p, size_t n)
{
	int rc = xg_buf_reserve(b, n);

	if (XG_UNLIKELY(rc < 0))
		return rc;
	if (n)
		memcpy(b->p + b->len, p, n);
	b->len += n;
	b->p[b->len] = '\0';
	return 0;
}
static inline int xg_buf_char(struct xg_buf *b, char c)
{
	return xg_buf_add(b, &c, 1);
}
static inline int xg_buf_str(struct xg_buf *b, struct xg_str s)
{
	return xg_buf_add(b, s.p, s.n);
}
static inline int xg_buf_text(struct xg_buf *b, const char *text)
{
	return xg_buf_add(b, text, strlen(text));
}
int xg_buf_i64(struct xg_buf *b, int64_t v);
int xg_buf_printf(struct xg_buf *b, const char *fmt, ...) XG_PRINTF(2, 3);
/* Drops n bytes from the front. */
void xg_buf_shift(struct xg_buf *b, size_t n);
static inline struct xg_str xg_buf_view(const struct xg_buf *b)
{
	return (struct xg_str){ b->p ? b->p : "", b->len };
}

#endif
