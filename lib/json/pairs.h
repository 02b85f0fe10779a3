/* Digits by the handful, for pairs.c only: with SSE2 where the machine has it,
 * else eight bytes at a time in a word. */
#ifndef XG_JSON_PAIRS_H
#define XG_JSON_PAIRS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/digits.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* What is looked at for a pair: the longest, ,["12345678.12345678","..."], has 42
 * bytes. XG_BEFORE bytes before it are read, too, and of no account. */
#define XG_WINDOW 48
#define XG_BEFORE 8

/* The last n (0-8) of the eight bytes. */
static inline uint64_t xg_last_bytes(unsigned n)
{
	static const uint64_t mask[] = { 0, UINT64_C(0xff) << 56,
		UINT64_C(0xffff) << 48, UINT64_C(0xffffff) << 40,
		UINT64_C(0xffffffff) << 32, UINT64_C(0xffffffffff) << 24,
		UINT64_C(0xffffffffffff) << 16, UINT64_C(0xffffffffffffff) << 8,
		UINT64_MAX };

	return mask[n];
}

/* The values of the n digits (0-8) that end before p, the last one highest. */
static inline uint64_t xg_digits_at(const char *p, unsigned n)
{
	return (xg_eight_load(p - 8) ^ XG_EIGHT_ZEROS) & xg_last_bytes(n);
}

#ifdef __SSE2__

static inline __m128i xg_load16(const void *p)
{
	return _mm_loadu_si128(p);
}

/* A bit for each byte of the window that is no digit; behind it all are set. */
static inline uint64_t xg_no_digits(const char *p)
{
	const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
	uint64_t mask = 0;

	for (int i = 0; i < XG_WINDOW; i += 16) {
		__m128i d = _mm_sub_epi8(xg_load16(p + i), zero);
		__m128i is = _mm_cmpeq_epi8(_mm_min_epu8(d, nine), d);

		mask |= (uint64_t)_mm_movemask_epi8(is) << i;
	}
	return ~mask;
}

/* What xg_is_like asks for: digits and signs at the places where the len bytes
 * at p have them, and behind those whatever comes. */
static inline void xg_learn(
	const char *p, unsigned len, uint8_t *least, uint8_t *most)
{
	const __m128i zero = _mm_set1_epi8('0'), nine = _mm_set1_epi8(9);
	__m128i at = _mm_setr_epi8(
		0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

	for (int i = 0; i < XG_WINDOW; i += 16) {
		__m128i v = xg_load16(p + i), d = _mm_sub_epi8(v, zero);
		__m128i is = _mm_cmpeq_epi8(_mm_min_epu8(d, nine), d);
		__m128i in = _mm_cmplt_epi8(at, _mm_set1_epi8((char)len));

		v = _mm_or_si128(
			_mm_and_si128(is, zero), _mm_andnot_si128(is, v));
		d = _mm_or_si128(_mm_and_si128(is, nine),
			_mm_andnot_si128(in, _mm_set1_epi8(-1)));
		_mm_storeu_si128((__m128i *)(void *)(least + i), v);
		_mm_storeu_si128((__m128i *)(void *)(most + i), d);
		at = _mm_add_epi8(at, _mm_set1_epi8(16));
	}
}

/* Is each of the len bytes, less `least`, at most `most`? */
static inline bool xg_is_like(
	const char *p, unsigned len, const uint8_t *least, const uint8_t *most)
{
	__m128i all = _mm_set1_epi8(-1);
	int n = len <= 32 ? 32 : XG_WINDOW;

	for (int i = 0; i < n; i += 16) {
		__m128i d =
			_mm_sub_epi8(xg_load16(p + i), xg_load16(least + i));

		all = _mm_and_si128(
			all, _mm_cmpeq_epi8(
				     _mm_min_epu8(d, xg_load16(most + i)), d));
	}
	return _mm_movemask_epi8(all) == 0xffff;
}

/* Two parts, the digits as numbers of four. */
static inline __m128i xg_fours(
	const char *p, const unsigned *end, const unsigned *n)
{
	__m128i v = _mm_set_epi64x((long long)xg_digits_at(p + end[1], n[1]),
		(long long)xg_digits_at(p + end[0], n[0]));

	/* 10 * first + second in each 16 bits, 100 * first + second in 32. */
	v = _mm_srli_epi16(_mm_mullo_epi16(v, _mm_set1_epi16(2561)), 8);
	return _mm_madd_epi16(v, _mm_set1_epi32(1 << 16 | 100));
}

/* The numbers that four parts make, n[i] digits that end at p + end[i]. */
static inline void xg_four_numbers(
	const char *p, const unsigned *end, const unsigned *n, uint32_t *out)
{
	__m128i v = _mm_packs_epi32(
		xg_fours(p, end, n), xg_fours(p, end + 2, n + 2));

	v = _mm_madd_epi16(v, _mm_set1_epi32(1 << 16 | 10000));
	_mm_storeu_si128((__m128i *)(void *)out, v);
}

#else

static inline uint64_t xg_no_digits(const char *p)
{
	uint64_t mask = UINT64_MAX << XG_WINDOW;

	for (int i = 0; i < XG_WINDOW; i++)
		mask |= (uint64_t)(p[i] < '0' || p[i] > '9') << i;
	return mask;
}

static inline void xg_learn(
	const char *p, unsigned len, uint8_t *least, uint8_t *most)
{
	for (unsigned i = 0; i < XG_WINDOW; i++) {
		bool digit = p[i] >= '0' && p[i] <= '9';

		least[i] = digit ? '0' : (uint8_t)p[i];
		most[i] = i >= len ? 255 : digit ? 9 : 0;
	}
}

static inline bool xg_is_like(
	const char *p, unsigned len, const uint8_t *least, const uint8_t *most)
{
	bool all = true;

	for (unsigned i = 0; i < len; i++)
		all &= (uint8_t)((uint8_t)p[i] - least[i]) <= most[i];
	return all;
}

static inline void xg_four_numbers(
	const char *p, const unsigned *end, const unsigned *n, uint32_t *out)
{
	for (int i = 0; i < 4; i++) {
		out[i] = 0;
		for (unsigned k = n[i]; k > 0; k--)
			out[i] = out[i] * 10 + (uint32_t)(p[end[i] - k] - '0');
	}
}

#endif
#endif
