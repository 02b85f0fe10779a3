/* HMAC-SHA-2 (RFC 2104) by OpenSSL's digests, with the key's state kept: a request
 * costs its own text and one block. */
#ifndef XG_CRYPTO_HMAC_H
#define XG_CRYPTO_HMAC_H

#include <stddef.h>

struct xg_hmac; /* holds key state: free it to wipe it */

/* bits: 256, 384 or 512. NULL when memory is out. */
struct xg_hmac *xg_hmac_new(int bits, const void *key, size_t n);
void xg_hmac_free(struct xg_hmac *h);
/* Writes bits/8 bytes. */
void xg_hmac_sign(
	const struct xg_hmac *h, unsigned char *out, const void *p, size_t n);

/* One message, one key. 0 or XG_ERR_MEMORY. */
int xg_hmac_sha256(unsigned char out[static 32], const void *key, size_t kn,
	const void *p, size_t n);

#endif
