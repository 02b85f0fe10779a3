#include "crypto/sign.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base/err.h"
#include "crypto/text.h"

static EVP_PKEY *from_pem(struct xg_str key)
{
	BIO *bio = BIO_new_mem_buf(key.p, (int)key.n);
	EVP_PKEY *k =
		bio ? PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL) : NULL;

	BIO_free(bio);
	return k;
}

/* A key file's text may end in a newline. */
static struct xg_str trim(struct xg_str s)
{
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == ' ' ||
			      s.p[s.n - 1] == '\r'))
		s.n--;
	return s;
}

static EVP_PKEY *load(struct xg_str key, bool ed25519)
{
	struct xg_buf der = { .max = 16384 };
	unsigned char seed[32];
	EVP_PKEY *k = NULL;
	const unsigned char *at;

	key = trim(key);
	if (key.n > 16384)
		return NULL;
	if (xg_str_has_prefix(key, XG_STR("-----BEGIN")))
		return from_pem(key);
	if (ed25519 && xg_hex_decode(seed, sizeof seed, key) == 0) {
		k = EVP_PKEY_new_raw_private_key(
			EVP_PKEY_ED25519, NULL, seed, sizeof seed);
	} else if (xg_b64_decode(&der, key) == 0) {
		at = (const unsigned char *)der.p;
		if (ed25519 && der.len == 32)
			k = EVP_PKEY_new_raw_private_key(
				EVP_PKEY_ED25519, NULL, at, der.len);
		else
			k = d2i_AutoPrivateKey(NULL, &at, (long)der.len);
	}
	OPENSSL_cleanse(seed, sizeof seed);
	if (der.p)
		OPENSSL_cleanse(der.p, der.cap);
	xg_buf_release(&der);
	return k;
}

static int sign(EVP_PKEY *k, const EVP_MD *md, unsigned char *out, size_t *len,
	const void *p, size_t n)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	int good = ctx && EVP_DigestSignInit(ctx, NULL, md, NULL, k) == 1 &&
		   EVP_DigestSign(ctx, out, len, p, n) == 1;

	EVP_MD_CTX_free(ctx);
	return good ? 0 : XG_ERR_SYSTEM;
}

int xg_ed25519_sign(unsigned char out[static 64], struct xg_str key,
	const void *p, size_t n)
{
	EVP_PKEY *k = load(key, true);
	size_t len = 64;
	int rc = XG_ERR_SYNTAX;

	if (k && EVP_PKEY_get_id(k) == EVP_PKEY_ED25519)
		rc = sign(k, NULL, out, &len, p, n);
	EVP_PKEY_free(k);
	return rc;
}

int xg_rsa_sign(struct xg_buf *out, struct xg_str key, const void *p, size_t n)
{
	EVP_PKEY *k = load(key, false);
	size_t len = k ? (size_t)EVP_PKEY_get_size(k) : 0;
	int rc = XG_ERR_SYNTAX;

	if (k && EVP_PKEY_get_id(k) == EVP_PKEY_RSA &&
		xg_buf_reserve(out, len) == 0) {
		rc = sign(k, EVP_sha256(), (unsigned char *)out->p + out->len,
			&len, p, n);
		if (rc == 0)
			out->len += len;
	}
	EVP_PKEY_free(k);
	return rc;
}
