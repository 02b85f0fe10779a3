/* OpenSSL 3 marks its plain digest functions as deprecated; what it offers instead
 * looks the digest up by name for each message, which takes 0.5 us. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "crypto/hash.h"

#include <openssl/sha.h>

void xg_sha256(unsigned char out[static 32], const void *p, size_t n)
{
	SHA256_CTX c;

	SHA256_Init(&c);
	SHA256_Update(&c, p, n);
	SHA256_Final(out, &c);
}

void xg_sha512(unsigned char out[static 64], const void *p, size_t n)
{
	SHA512_CTX c;

	SHA512_Init(&c);
	SHA512_Update(&c, p, n);
	SHA512_Final(out, &c);
}

void xg_sha1(unsigned char out[static 20], const void *p, size_t n)
{
	SHA_CTX c;

	SHA1_Init(&c);
	SHA1_Update(&c, p, n);
	SHA1_Final(out, &c);
}
