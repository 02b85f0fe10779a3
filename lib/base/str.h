/* Borrowed text: pointer and length, not terminated. */
#ifndef XG_BASE_STR_H
#define XG_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct xg_str {
	const char *p; /* borrowed; may be NULL when n is 0 */
	size_t n;
};

#define XG_STR(literal) ((struct xg_str){ literal, sizeof(literal) - 1 })
#define XG_STR_ARG(s) (int)(s).n, (s).p /* for "%.*s" */

static inline struct xg_str xg_str_from(const char *text)
{
	return (struct xg_str){ text, text ? strlen(text) : 0 };
}

static inline bool xg_str_is(struct xg_str a, struct xg_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool xg_str_is_text(struct xg_str a, const char *text)
{
	return xg_str_is(a, xg_str_from(text));
}

bool xg_str_has_prefix(struct xg_str s, struct xg_str prefix);
bool xg_str_has_suffix(struct xg_str s, struct xg_str suffix);
int xg_str_cmp(struct xg_str a, struct xg_str b); /* byte order, as memcmp */

/* Index of the first byte c, or s.n when there is none. */
size_t xg_str_find(struct xg_str s, char c);

/* Cuts *rest at the first c: returns what is before it, and *rest is what
 * follows it (empty when there was none). */
struct xg_str xg_str_cut(struct xg_str *rest, char c);

/* Shell-style match of * and ? (no classes); linear, no recursion. */
bool xg_str_glob(struct xg_str pattern, struct xg_str s);

/* Decimal integers; whole text must match, no leading +. 0 or XG_ERR_*. */
int xg_str_i64(struct xg_str s, int64_t *out);
int xg_str_u64(struct xg_str s, uint64_t *out);

/* Copies at most size-1 bytes and terminates; returns false if it was cut. */
bool xg_str_copy(char *out, size_t size, struct xg_str s);

uint64_t xg_str_hash(struct xg_str s); /* 64 bits, not for hostile keys */

#endif
