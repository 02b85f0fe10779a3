#include "base/buf.h"

#include <stdarg.h>

#include "base/digits.h"
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
	uint64_t u = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
	uint64_t first = u, digits;
	unsigned zeros, more = 0;
	char tmp[3 * 8];
	int rc = xg_buf_reserve(b, sizeof tmp + 1);
	char *p = b->p + b->len;

	if (XG_UNLIKELY(rc < 0))
		return rc;
	/* Eight digits a step: times have sixteen. */
	for (; first >= 100000000; first /= 100000000) {
		digits = xg_eight_of((uint32_t)(first % 100000000));
		xg_eight_store(tmp + 8 * more++, digits | XG_EIGHT_ZEROS);
	}
	*p = '-';
	p += v < 0;
	digits = xg_eight_of((uint32_t)first);
	zeros = (unsigned)__builtin_ctzll(digits | UINT64_C(1) << 56) / 8;
	xg_eight_store(p, (digits | XG_EIGHT_ZEROS) >> 8 * zeros);
	for (p += 8 - zeros; more > 0; p += 8)
		memcpy(p, tmp + 8 * --more, 8);
	*p = '\0';
	b->len = (size_t)(p - b->p);
	return 0;
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
