/* Eight decimal digits at a time, in a word: the first digit in its lowest byte.
 * Inside lib/ only, for what reads and writes numbers. */
#ifndef XG_BASE_DIGITS_H
#define XG_BASE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define XG_EIGHT_ZEROS UINT64_C(0x3030303030303030) /* the text 00000000 */

/* Eight bytes of text, the first one lowest. */
static inline uint64_t xg_eight_load(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}
static inline void xg_eight_store(char *p, uint64_t v)
{
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	memcpy(p, &v, sizeof v);
}

/* Are all eight bytes digits? */
static inline bool xg_eight_are_digits(uint64_t text)
{
	uint64_t v = text ^ XG_EIGHT_ZEROS;

	return !((v | (v + UINT64_C(0x0606060606060606))) &
		 UINT64_C(0xf0f0f0f0f0f0f0f0));
}

/* The number that eight digits of text make. */
static inline uint32_t xg_eight_read(uint64_t text)
{
	uint64_t v = text & UINT64_C(0x0f0f0f0f0f0f0f0f);

	v = v * 2561 >> 8; /* 10 * first + second of each two */
	v = (v & UINT64_C(0x00ff00ff00ff00ff)) * 6553601 >> 16;
	return (uint32_t)((v & UINT64_C(0x0000ffff0000ffff)) *
				  UINT64_C(42949672960001) >>
			  32);
}

/* The digits, not their text, of v < 10^8, with zeros in front. */
static inline uint64_t xg_eight_of(uint32_t v)
{
	uint64_t t = v / 10000 | (uint64_t)(v % 10000) << 32, q;

	q = (t * 5243 >> 19) & UINT64_C(0x0000007f0000007f); /* / 100 */
	t = q | (t - 100 * q) << 16;
	q = (t * 103 >> 10) & UINT64_C(0x000f000f000f000f); /* / 10 */
	return q | (t - 10 * q) << 8;
}

#endif
