/* CRC-32 (IEEE 802.3, as zlib): checksums of order books. */
#ifndef XG_CRYPTO_CRC32_H
#define XG_CRYPTO_CRC32_H

#include <stddef.h>
#include <stdint.h>

/* seed: 0, or the result of the bytes before. */
uint32_t xg_crc32(uint32_t seed, const void *p, size_t n);

#endif
