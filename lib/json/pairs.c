/* Levels of order books, the most frequent thing on any wire: ["1.50","2"] or
 * [1.5,2], read eight digits at a time. Whatever is of another form is left to
 * the general parser. */
#include "json/pull.h"

#define AHEAD 8 /* bytes that a load may touch */

/* Bytes that are no ASCII digits have their high bit set in the result. */
static uint64_t odd(uint64_t v)
{
	uint64_t t = v ^ UINT64_C(0x3030303030303030);
	uint64_t low = (t & UINT64_C(0x7f7f7f7f7f7f7f7f)) +
		       UINT64_C(0x7676767676767676);

	return (low | t) & UINT64_C(0x8080808080808080);
}

/* The number that the first n (1-8) of the loaded digits make. */
static uint64_t digits(uint64_t v, unsigned n)
{
	v <<= 64 -
	      8 * n; /* zeros in front; the first digit is the lowest byte */
	v = (v & UINT64_C(0x0f0f0f0f0f0f0f0f)) * 2561 >> 8;
	v = (v & UINT64_C(0x00ff00ff00ff00ff)) * 6553601 >> 16;
	return (v & UINT64_C(0x0000ffff0000ffff)) * UINT64_C(42949672960001) >>
	       32;
}

static const uint64_t pow10[] = { 1, 10, 100, 1000, 10000, 100000, 1000000,
	10000000, 100000000 };

static uint64_t load(const char *p)
{
	uint64_t v;

	memcpy(&v, p, sizeof v);
	return v;
}

static unsigned count(uint64_t v)
{
	uint64_t mask = odd(v);

	return mask ? (unsigned)__builtin_ctzll(mask) / 8 : 8;
}

/* Behind the decimal at p, of at most 7 digits before the point and 8 behind
 * it, as JSON writes numbers; NULL when it is of another form. Zeros at the end
 * are not kept. out NULL: only looked at. */
static inline const char *decimal(const char *p, struct xg_dec *out)
{
	uint64_t v = load(p), m;
	unsigned n = count(v), places;

	if (n == 0 || n == 8 || (n > 1 && *p == '0'))
		return NULL;
	m = out ? digits(v, n) : 0;
	p += n;
	if (out)
		*out = (struct xg_dec){ (int64_t)m, 0 };
	if (*p != '.')
		return p;
	v = load(++p);
	n = count(v);
	if (n == 0 || (n == 8 && p[8] >= '0' && p[8] <= '9'))
		return NULL;
	p += n;
	if (!out)
		return p;
	/* The last digit that is not 0 is the highest byte that is not. */
	v = (v ^ UINT64_C(0x3030303030303030)) << (64 - 8 * n);
	if (!v)
		return p;
	places = n - (unsigned)__builtin_clzll(v) / 8;
	out->m = (int64_t)(m * pow10[places] + digits(load(p - n), places));
	out->e = (int8_t) - (int)places;
	return p;
}

/* One number, in quotes or not. */
static inline const char *number(const char *p, struct xg_dec *out)
{
	if (*p != '"')
		return decimal(p, out);
	p = decimal(p + 1, out);
	return p && *p == '"' ? p + 1 : NULL;
}

/* '[' number ',' number ']': longest "[\"12345678.12345678\",...]" and a load. */
#define PAIR_MAX (2 * 19 + 3 + AHEAD)

static inline size_t pairs(struct xg_json *j, struct xg_dec *out, size_t max)
{
	const char *p = j->p;
	size_t n = 0;
	bool first = j->tok == XG_JSON_ARR;

	if (j->err || (!first && j->tok != XG_JSON_ARR_END))
		return 0;
	while (n < max && j->end - p > PAIR_MAX) {
		const char *at = p;

		if (!first && *at++ != ',')
			break;
		if (*at != '[')
			break;
		at = number(at + 1, out ? &out[2 * n] : NULL);
		if (!at || *at != ',')
			break;
		at = number(at + 1, out ? &out[2 * n + 1] : NULL);
		if (!at || *at != ']')
			break;
		p = at + 1;
		first = false;
		n++;
	}
	if (n)
		xg_json_resume(j, p);
	return n;
}

size_t xg_json_pairs(struct xg_json *j, struct xg_dec *out, size_t max)
{
	return pairs(j, out, max);
}

void xg_json_skip_pairs(struct xg_json *j)
{
	pairs(j, NULL, SIZE_MAX);
}
