/* The carrier of key material: memory that is locked (not swapped, not in core
 * dumps), guarded, and wiped when let go. It has no function that prints. */
#ifndef XG_CRYPTO_SECRET_H
#define XG_CRYPTO_SECRET_H

#include <stddef.h>

#include "base/str.h"

#define XG_SECRET_MAX ((size_t)65536)

/* Zero-filled is valid and empty. */
struct xg_secret {
	char *p; /* owned; locked */
	size_t n;
};

/* n bytes of zeros. What s held before is wiped. XG_ERR_LIMIT over
 * XG_SECRET_MAX, XG_ERR_MEMORY. */
int xg_secret_alloc(struct xg_secret *s, size_t n);
/* A copy of text; the caller wipes the original. Errors as _alloc. */
int xg_secret_set(struct xg_secret *s, struct xg_str text);
/* Shortens to n bytes (n <= s->n) and wipes the rest. */
void xg_secret_cut(struct xg_secret *s, size_t n);
/* Moves *from into *to; *from is empty afterwards. */
void xg_secret_take(struct xg_secret *to, struct xg_secret *from);
void xg_secret_release(struct xg_secret *s);
/* Borrowed until s changes: to be signed with, never to be shown. */
static inline struct xg_str xg_secret_view(const struct xg_secret *s)
{
	return (struct xg_str){ s->p, s->n };
}

/* Overwrites n bytes in a way that the compiler keeps. */
void xg_wipe(void *p, size_t n);
/* n unpredictable bytes from the system. 0 or XG_ERR_SYSTEM. */
int xg_random(void *p, size_t n);

#endif
