/* Message digests, by OpenSSL. */
#ifndef XG_CRYPTO_HASH_H
#define XG_CRYPTO_HASH_H

#include <stddef.h>

void xg_sha256(unsigned char out[static 32], const void *p, size_t n);
void xg_sha512(unsigned char out[static 64], const void *p, size_t n);
/* Only for the WebSocket handshake (RFC 6455, section 4.2.2). */
void xg_sha1(unsigned char out[static 20], const void *p, size_t n);

#endif
