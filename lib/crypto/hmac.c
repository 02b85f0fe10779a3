/* The digest's state after the key's two blocks is made once and copied for each
 * message. OpenSSL's EVP_MAC does the same in four times as long; its plain digest
 * functions are marked as deprecated (see hash.c). */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hmac.h"

#include <stdlib.h>

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include "base/err.h"

#define BLOCK_256 64 /* bytes of a block of the digest */
#define BLOCK_512 128

union state {
	SHA256_CTX s256;
	SHA512_CTX s512; /* and of 384 bits */
};

struct xg_hmac {
	union state inner, outer;
	int bits;
};

static void begin(int bits, union state *s)
{
	if (bits == 256)
		SHA256_Init(&s->s256);
	else if (bits == 384)
		SHA384_Init(&s->s512);
	else
		SHA512_Init(&s->s512);
}

static void add(int bits, union state *s, const void *p, size_t n)
{
	if (bits == 256)
		SHA256_Update(&s->s256, p, n);
	else
		SHA512_Update(&s->s512, p, n);
}

static void end(int bits, union state *s, unsigned char *out)
{
	if (bits == 256)
		SHA256_Final(out, &s->s256);
	else
		SHA512_Final(out, &s->s512); /* which knows its length */
}

/* The state after the key, padded to a block and mixed with `mix` (RFC 2104). */
static void key_state(int bits, union state *s, const unsigned char *key,
	size_t n, unsigned char mix)
{
	unsigned char block[BLOCK_512];
	size_t size = bits == 256 ? BLOCK_256 : BLOCK_512;

	for (size_t i = 0; i < size; i++)
		block[i] = (i < n ? key[i] : 0) ^ mix;
	begin(bits, s);
	add(bits, s, block, size);
	OPENSSL_cleanse(block, sizeof block);
}

struct xg_hmac *xg_hmac_new(int bits, const void *key, size_t n)
{
	struct xg_hmac *h = calloc(1, sizeof *h);
	unsigned char digest[64];
	union state s;

	if (!h)
		return NULL;
	h->bits = bits;
	if (n > (size_t)(bits == 256 ? BLOCK_256 : BLOCK_512)) {
		begin(bits, &s);
		add(bits, &s, key, n);
		end(bits, &s, digest);
		OPENSSL_cleanse(&s, sizeof s);
		key = digest;
		n = (size_t)bits / 8;
	}
	key_state(bits, &h->inner, key, n, 0x36);
	key_state(bits, &h->outer, key, n, 0x5c);
	OPENSSL_cleanse(digest, sizeof digest);
	return h;
}

void xg_hmac_free(struct xg_hmac *h)
{
	if (!h)
		return;
	OPENSSL_cleanse(h, sizeof *h);
	free(h);
}

void xg_hmac_sign(
	const struct xg_hmac *h, unsigned char *out, const void *p, size_t n)
{
	union state s = h->inner;
	unsigned char digest[64];

	add(h->bits, &s, p, n);
	end(h->bits, &s, digest);
	s = h->outer;
	add(h->bits, &s, digest, (size_t)h->bits / 8);
	end(h->bits, &s, out);
	OPENSSL_cleanse(&s, sizeof s);
}

int xg_hmac_sha256(unsigned char out[static 32], const void *key, size_t kn,
	const void *p, size_t n)
{
	struct xg_hmac *h = xg_hmac_new(256, key, kn);

	if (!h)
		return XG_ERR_MEMORY;
	xg_hmac_sign(h, out, p, n);
	xg_hmac_free(h);
	return 0;
}
