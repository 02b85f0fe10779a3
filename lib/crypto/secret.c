#include "crypto/secret.h"

#include <sodium.h>

#include "base/err.h"

int xg_secret_alloc(struct xg_secret *s, size_t n)
{
	char *p;

	if (n > XG_SECRET_MAX)
		return XG_ERR_LIMIT;
	if (sodium_init() < 0)
		return XG_ERR_SYSTEM;
	p = sodium_malloc(n ? n : 1);
	if (!p)
		return XG_ERR_MEMORY;
	sodium_memzero(p, n ? n : 1);
	xg_secret_release(s);
	s->p = p;
	s->n = n;
	return 0;
}

int xg_secret_set(struct xg_secret *s, struct xg_str text)
{
	struct xg_secret fresh = { 0 };
	int rc = xg_secret_alloc(&fresh, text.n);

	if (rc < 0)
		return rc;
	if (text.n)
		memcpy(fresh.p, text.p, text.n);
	xg_secret_take(s, &fresh);
	return 0;
}

void xg_secret_cut(struct xg_secret *s, size_t n)
{
	if (n >= s->n)
		return;
	sodium_memzero(s->p + n, s->n - n);
	s->n = n;
}

void xg_secret_take(struct xg_secret *to, struct xg_secret *from)
{
	xg_secret_release(to);
	*to = *from;
	*from = (struct xg_secret){ 0 };
}

void xg_secret_release(struct xg_secret *s)
{
	sodium_free(s->p); /* wipes */
	*s = (struct xg_secret){ 0 };
}

void xg_wipe(void *p, size_t n)
{
	if (n)
		sodium_memzero(p, n);
}

int xg_random(void *p, size_t n)
{
	if (sodium_init() < 0)
		return XG_ERR_SYSTEM;
	randombytes_buf(p, n);
	return 0;
}
