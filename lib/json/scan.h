/* What is inside of strings, sixteen bytes at a time: for parts of the parser. */
#ifndef XG_JSON_SCAN_H
#define XG_JSON_SCAN_H

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* First byte that a string scan must look at: quote, backslash, control or
 * non-ASCII. */
static inline const char *xg_json_plain(const char *p, const char *end)
{
#ifdef __SSE2__
	const __m128i quote = _mm_set1_epi8('"');
	const __m128i slash = _mm_set1_epi8('\\');
	const __m128i space = _mm_set1_epi8(0x20);

	while (end - p >= 16) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)p);
		/* signed compare: below 0x20 and from 0x80 on */
		__m128i odd = _mm_or_si128(_mm_cmplt_epi8(v, space),
			_mm_or_si128(_mm_cmpeq_epi8(v, quote),
				_mm_cmpeq_epi8(v, slash)));
		int mask = _mm_movemask_epi8(odd);

		if (mask)
			return p + __builtin_ctz((unsigned)mask);
		p += 16;
	}
#endif
	while (p < end && *p != '"' && *p != '\\' &&
		(unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80)
		p++;
	return p;
}

#endif
