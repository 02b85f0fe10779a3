#include "crypto/hash.h"

#include <openssl/sha.h>

void xg_sha256(unsigned char out[static 32], const void *p, size_t n)
{
	SHA256(p, n, out);
}

void xg_sha512(unsigned char out[static 64], const void *p, size_t n)
{
	SHA512(p, n, out);
}

void xg_sha1(unsigned char out[static 20], const void *p, size_t n)
{
	SHA1(p, n, out);
}
