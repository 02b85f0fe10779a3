#include "base/buf.h"

#include <stdarg.h>

#include "base/err.h"

void xg_buf_release(struct xg_buf *b)
{
	free(b->p);
	*b = (struct xg_buf){ .max = b->max };
}

static int fail(struct xg_buf *b, int code)
{
	b->failed = true;
	return code;
}

int xg_buf_grow(struct xg_buf *b, size_t n)
{
	size_t max = b->max ? b->max : XG_BUF_MAX;
	size_t cap = b->cap ? b->cap : 256;
	char *p;

	if (n > max || b->len > max - n)
		return fail(b, XG_ERR_LIMIT);
	if (b->len + n < b->cap)
		return 0;
	while (cap <= b->len + n)
		cap *= 2;
	if (cap > max)
		cap = max + 1;
	p = realloc(b->p, cap);
	if (!p)
		return fail(b, XG_ERR_MEMORY);
	b->p = p;
	b->cap = cap;
	return 0;
}

int xg_buf_i64(struct xg_buf *b, int64_t v)
{
	char tmp[24];
	char *p = tmp + sizeof tmp;
	uint64_t u = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;

	/* Two digits a step: times have sixteen. */
	for (; u >= 100; u /= 100) {
		unsigned two = (unsigned)(u % 100);

		*--p = (char)('0' + two % 10);
		*--p = (char)('0' + two / 10);
	}
	if (u >= 10) {
		*--p = (char)('0' + u % 10);
		u /= 10;
	}
	*--p = (char)('0' + u);
	if (v < 0)
		*--p = '-';
	return xg_buf_add(b, p, (size_t)(tmp + sizeof tmp - p));
}

int xg_buf_printf(struct xg_buf *b, const char *fmt, ...)
{
	va_list ap;
	int n;
	int rc;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return fail(b, XG_ERR_SYNTAX);
	rc = xg_buf_reserve(b, (size_t)n);
	if (rc < 0)
		return rc;
	va_start(ap, fmt);
	vsnprintf(b->p + b->len, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)n;
	return 0;
}

void xg_buf_shift(struct xg_buf *b, size_t n)
{
	if (n == 0)
		return;
	if (n > b->len)
		n = b->len;
	memmove(b->p, b->p + n, b->len - n);
	b->len -= n;
	b->p[b->len] = '\0';
}
