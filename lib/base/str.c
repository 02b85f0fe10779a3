#include "base/str.h"

#include "base/digits.h"
#include "base/err.h"

bool xg_str_has_prefix(struct xg_str s, struct xg_str prefix)
{
	return s.n >= prefix.n &&
	       (prefix.n == 0 || memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool xg_str_has_suffix(struct xg_str s, struct xg_str suffix)
{
	return s.n >= suffix.n &&
	       (suffix.n == 0 ||
		       memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

int xg_str_cmp(struct xg_str a, struct xg_str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c)
		return c;
	return (a.n > b.n) - (a.n < b.n);
}

size_t xg_str_find(struct xg_str s, char c)
{
	const char *at = s.n ? memchr(s.p, c, s.n) : NULL;

	return at ? (size_t)(at - s.p) : s.n;
}

struct xg_str xg_str_cut(struct xg_str *rest, char c)
{
	size_t at = xg_str_find(*rest, c);
	struct xg_str head = { rest->p, at };

	if (at < rest->n)
		at++;
	if (at) /* p may be NULL when n is 0 */
		rest->p += at;
	rest->n -= at;
	return head;
}

bool xg_str_glob(struct xg_str pattern, struct xg_str s)
{
	size_t p = 0, i = 0;
	size_t star = (size_t)-1, mark = 0;

	while (i < s.n) {
		if (p < pattern.n && pattern.p[p] == '*') {
			star = p++;
			mark = i;
		} else if (p < pattern.n &&
			   (pattern.p[p] == '?' || pattern.p[p] == s.p[i])) {
			p++;
			i++;
		} else if (star != (size_t)-1) {
			p = star + 1;
			i = ++mark;
		} else {
			return false;
		}
	}
	while (p < pattern.n && pattern.p[p] == '*')
		p++;
	return p == pattern.n;
}

int xg_str_u64(struct xg_str s, uint64_t *out)
{
	uint64_t v = 0;
	size_t i = 0;

	if (s.n == 0)
		return XG_ERR_SYNTAX;
	/* 16 digits and three more can't be too many. */
	for (; i + 8 <= s.n && i < 16; i += 8) {
		uint64_t eight = xg_eight_load(s.p + i);

		if (!xg_eight_are_digits(eight))
			break;
		v = v * 100000000 + xg_eight_read(eight);
	}
	for (; i < s.n; i++) {
		unsigned d = (unsigned char)s.p[i] - (unsigned)'0';

		if (d > 9)
			return XG_ERR_SYNTAX;
		if (i >= 19 && v > (UINT64_MAX - d) / 10)
			return XG_ERR_RANGE;
		v = v * 10 + d;
	}
	*out = v;
	return 0;
}

int xg_str_i64(struct xg_str s, int64_t *out)
{
	bool neg = s.n && s.p[0] == '-';
	uint64_t v;
	int rc;

	if (neg) {
		s.p++;
		s.n--;
	}
	rc = xg_str_u64(s, &v);
	if (rc < 0)
		return rc;
	if (v > (uint64_t)INT64_MAX + neg)
		return XG_ERR_RANGE;
	if (neg)
		*out = v ? -(int64_t)(v - 1) - 1 : 0;
	else
		*out = (int64_t)v;
	return 0;
}

bool xg_str_copy(char *out, size_t size, struct xg_str s)
{
	size_t n = s.n < size ? s.n : size - 1;

	if (size == 0)
		return false;
	if (n)
		memcpy(out, s.p, n);
	out[n] = '\0';
	return n == s.n;
}

uint64_t xg_str_hash(struct xg_str s)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325) ^ s.n;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		uint64_t w;

		memcpy(&w, s.p + i, 8);
		h = (h ^ w) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	for (; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * UINT64_C(0x100000001b3);
	h ^= h >> 33;
	h *= UINT64_C(0xff51afd7ed558ccd);
	return h ^ (h >> 33);
}
