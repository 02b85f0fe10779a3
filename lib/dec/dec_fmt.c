#include "base/digits.h"
#include "base/err.h"
#include "dec/dec_priv.h"

static const char two[] =
	"00010203040506070809101112131415161718192021222324"
	"2526272829303132333435363738394041424344454647484950515253545556575859"
	"6061626364656667686970717273747576777879808182838485868788899091929394"
	"9596979899";

/* Digits of v, ending at end; returns where they begin. */
static char *digits(char *end, uint64_t v)
{
	while (v >= 100) {
		unsigned r = (unsigned)(v % 100);

		v /= 100;
		end -= 2;
		memcpy(end, two + 2 * r, 2);
	}
	if (v >= 10) {
		end -= 2;
		memcpy(end, two + 2 * v, 2);
	} else {
		*--end = (char)('0' + v);
	}
	return end;
}

struct xg_dec xg_dec_trim(struct xg_dec d)
{
	if (d.m == 0)
		return (struct xg_dec){ 0, 0 };
	if (d.m % 10)
		return d;
	if (d.m % 100000000 == 0 && d.e + 8 <= XG_DEC_EXP_MAX) {
		d.m /= 100000000;
		d.e = (int8_t)(d.e + 8);
	}
	while (d.m % 10 == 0 && d.e < XG_DEC_EXP_MAX) {
		d.m /= 10;
		d.e++;
	}
	return d;
}

/* Plain text of m * 10^e without trimming; m >= 0. */
static size_t plain(char *out, uint64_t m, int e)
{
	char tmp[24];
	char *end = tmp + sizeof tmp, *p = digits(end, m);
	size_t n = (size_t)(end - p);
	size_t frac;

	if (e >= 0) {
		memcpy(out, p, n);
		if (m)
			for (; e > 0; e--)
				out[n++] = '0';
		return n;
	}
	frac = (size_t)-e;
	if (n > frac) {
		memcpy(out, p, n - frac);
		out[n - frac] = '.';
		memcpy(out + n - frac + 1, p + n - frac, frac);
		return n + 1;
	}
	out[0] = '0';
	out[1] = '.';
	memset(out + 2, '0', frac - n);
	memcpy(out + 2 + frac - n, p, n);
	return 2 + frac;
}

/* ---- the common form: less than 10^8, at most 7 places ---- */

#define SHORT_MAX 100000000

/* Plain text of m * 10^-places (at most 7); out has room for 18 bytes. */
static size_t short_text(char *out, uint32_t m, unsigned places)
{
	uint64_t v = xg_eight_of(m), text = v | XG_EIGHT_ZEROS;
	unsigned whole = 8 - places, first, zeros, n;

	/* Zeros in front go, but for one before the point; and those behind. */
	first = (unsigned)__builtin_ctzll(v | UINT64_C(1) << 56) / 8;
	first = first < whole - 1 ? first : whole - 1;
	zeros = (unsigned)__builtin_clzll(v | 1) / 8;
	n = whole - first;
	xg_eight_store(out, text >> 8 * first);
	/* Both are written, too, where they are not counted. */
	out[n] = '.';
	xg_eight_store(out + n + 1, text >> 8 * (whole - 1) >> 8);
	n += places > zeros ? 1 + places - zeros : 0;
	out[n] = '\0';
	return n;
}

/* Any other decimal. */
static XG_NOINLINE size_t long_text(char *out, struct xg_dec d)
{
	bool neg = d.m < 0;
	size_t n;

	/* Zeros behind the point go; those before it stay in m. */
	while (d.e <= -4 && d.m % 10000 == 0) {
		d.m /= 10000;
		d.e = (int8_t)(d.e + 4);
	}
	while (d.e < 0 && d.m % 10 == 0) {
		d.m /= 10;
		d.e++;
	}
	out[0] = '-';
	n = neg + plain(out + neg,
			  neg ? (uint64_t)0 - (uint64_t)d.m : (uint64_t)d.m,
			  d.e);
	out[n] = '\0';
	return n;
}

size_t xg_dec_fmt(char out[static XG_DEC_TEXT], struct xg_dec d)
{
	if (XG_LIKELY(d.m >= 0 && d.m < SHORT_MAX && d.e <= 0 && d.e > -8))
		return short_text(out, (uint32_t)d.m, (unsigned)-d.e);
	return long_text(out, d);
}

int xg_dec_fmt_fixed(char out[static XG_DEC_TEXT], struct xg_dec d, int places)
{
	size_t n;

	if (places < 0 || places > 18 || xg_dec_places(d) > places)
		return XG_ERR_RANGE;
	n = xg_dec_fmt(out, d);
	if (places) {
		int have = xg_dec_places(d);

		if (have == 0)
			out[n++] = '.';
		while (have++ < places && n < XG_DEC_TEXT - 1)
			out[n++] = '0';
		out[n] = '\0';
	}
	return (int)n;
}

int xg_dec_digits(struct xg_dec d)
{
	uint64_t m;
	int n = 0;

	while (d.e < 0 && d.m && d.m % 10 == 0) {
		d.m /= 10;
		d.e++;
	}
	m = d.m < 0 ? (uint64_t)0 - (uint64_t)d.m : (uint64_t)d.m;
	if (m == 0)
		return 1;
	while (n < 19 && m >= (uint64_t)xg_pow10[n < 18 ? n : 18]) {
		n++;
		if (n == 19)
			break;
	}
	return n + (d.e > 0 ? d.e : 0);
}

int xg_dec_places(struct xg_dec d)
{
	if (d.m == 0)
		return 0;
	while (d.e < 0 && d.m % 10 == 0) {
		d.m /= 10;
		d.e++;
	}
	return d.e < 0 ? -d.e : 0;
}
