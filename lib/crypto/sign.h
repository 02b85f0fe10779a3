/* Signatures with private keys: Ed25519 (RFC 8032) and RSA PKCS#1 v1.5 with
 * SHA-256 (RFC 8017), as venues accept them for API requests. */
#ifndef XG_CRYPTO_SIGN_H
#define XG_CRYPTO_SIGN_H

#include "base/buf.h"
#include "base/str.h"

/* key: a 32-byte seed in hex or Base64, or a PKCS#8 key in PEM or Base64 DER.
 * XG_ERR_SYNTAX when it is none of these. */
int xg_ed25519_sign(unsigned char out[static 64], struct xg_str key,
	const void *p, size_t n);
/* key: PKCS#8 in PEM or Base64 DER. Appends the raw signature to out. */
int xg_rsa_sign(struct xg_buf *out, struct xg_str key, const void *p, size_t n);

#endif
