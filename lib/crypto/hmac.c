#include "crypto/hmac.h"

#include <stdlib.h>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/err.h"

struct xg_hmac {
	EVP_MAC *mac;
	EVP_MAC_CTX *ctx;
	size_t size;
};

struct xg_hmac *xg_hmac_new(int bits, const void *key, size_t n)
{
	char name[16] = "SHA256";
	OSSL_PARAM params[2];
	struct xg_hmac *h = calloc(1, sizeof *h);

	if (!h)
		return NULL;
	if (bits != 256)
		memcpy(name, bits == 384 ? "SHA384" : "SHA512", 7);
	h->size = (size_t)bits / 8;
	params[0] = OSSL_PARAM_construct_utf8_string(
		OSSL_MAC_PARAM_DIGEST, name, 0);
	params[1] = OSSL_PARAM_construct_end();
	h->mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
	h->ctx = h->mac ? EVP_MAC_CTX_new(h->mac) : NULL;
	if (!h->ctx || EVP_MAC_init(h->ctx, n ? key : (const void *)"", n,
			       params) != 1) {
		xg_hmac_free(h);
		return NULL;
	}
	return h;
}

void xg_hmac_free(struct xg_hmac *h)
{
	if (!h)
		return;
	EVP_MAC_CTX_free(h->ctx);
	EVP_MAC_free(h->mac);
	free(h);
}

int xg_hmac_sign(struct xg_hmac *h, unsigned char *out, const void *p, size_t n)
{
	size_t len = 0;

	if (EVP_MAC_init(h->ctx, NULL, 0, NULL) != 1 ||
		EVP_MAC_update(h->ctx, p, n) != 1 ||
		EVP_MAC_final(h->ctx, out, &len, h->size) != 1)
		return XG_ERR_SYSTEM;
	return len == h->size ? 0 : XG_ERR_SYSTEM;
}

int xg_hmac_sha256(unsigned char out[static 32], const void *key, size_t kn,
	const void *p, size_t n)
{
	struct xg_hmac *h = xg_hmac_new(256, key, kn);
	int rc = h ? xg_hmac_sign(h, out, p, n) : XG_ERR_MEMORY;

	xg_hmac_free(h);
	return rc;
}
