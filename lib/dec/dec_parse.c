#include "base/err.h"
#include "dec/dec_priv.h"

/* Digits as they were read: m holds the first 18 significant ones. */
struct digits {
	uint64_t m;
	int used;  /* significant digits in m */
	int over;  /* further integer digits, all zero */
	int scale; /* digits behind the point that m holds */
	bool any;
};

/* One digit; behind says that it stands behind the point. */
static int take(struct digits *d, unsigned digit, bool behind)
{
	d->any = true;
	if (d->used < XG_DEC_DIGITS) {
		if (d->m || digit) {
			d->m = d->m * 10 + digit;
			d->used++;
		}
		d->scale += behind;
		return 0;
	}
	if (digit)
		return XG_ERR_RANGE;
	d->over += !behind;
	return 0;
}

/* More than 18 digits, of which the first may be trailing zeros of no use:
 * nothing to win, since the ones that follow are not zero. */
static int read_digits(
	struct digits *d, const char **p, const char *end, bool behind)
{
	for (; *p < end; (*p)++) {
		unsigned digit = (unsigned char)**p - (unsigned)'0';
		int rc;

		if (digit > 9)
			break;
		rc = take(d, digit, behind);
		if (rc < 0)
			return rc;
	}
	return 0;
}

static int read_exponent(int *e, const char **p, const char *end)
{
	bool neg = false;
	int v = 0;
	const char *at;

	(*p)++;
	if (*p < end && (**p == '-' || **p == '+'))
		neg = *(*p)++ == '-';
	at = *p;
	for (; *p < end && **p >= '0' && **p <= '9'; (*p)++) {
		if (v < 10000)
			v = v * 10 + (**p - '0');
	}
	if (*p == at)
		return XG_ERR_SYNTAX;
	*e = neg ? -v : v;
	return 0;
}

/* Brings the exponent into its bounds without changing the value. */
static int fit(struct xg_dec *out, int64_t m, int e)
{
	if (m == 0) {
		*out = (struct xg_dec){ 0,
			(int8_t)(e < XG_DEC_EXP_MIN ? XG_DEC_EXP_MIN
				 : e > 0	    ? 0
						    : e) };
		return 0;
	}
	while (e < XG_DEC_EXP_MIN && m % 10 == 0) {
		m /= 10;
		e++;
	}
	while (e > XG_DEC_EXP_MAX && m <= XG_DEC_MANT_MAX / 10 &&
		m >= -XG_DEC_MANT_MAX / 10) {
		m *= 10;
		e--;
	}
	if (e < XG_DEC_EXP_MIN || e > XG_DEC_EXP_MAX)
		return XG_ERR_RANGE;
	*out = (struct xg_dec){ m, (int8_t)e };
	return 0;
}

/* The common form: up to 18 digits with at most one point. 1 done, 0 not. */
static int fast(struct xg_dec *out, const char *p, size_t n)
{
	const char *end = p + n;
	bool neg = *p == '-';
	uint64_t m = 0;
	const char *point = NULL;

	p += neg;
	if (p == end || end - p > XG_DEC_DIGITS)
		return 0;
	for (; p < end; p++) {
		unsigned digit = (unsigned char)*p - (unsigned)'0';

		if (digit <= 9)
			m = m * 10 + digit;
		else if (*p == '.' && !point)
			point = p;
		else
			return 0;
	}
	if (point && (point == end - 1 || point == end - n + neg))
		return 0;
	out->m = neg ? -(int64_t)m : (int64_t)m;
	out->e = point ? (int8_t) - (end - point - 1) : 0;
	return 1;
}

int xg_dec_parse(struct xg_dec *out, const char *p, size_t n)
{
	struct digits d = { 0 };
	const char *end, *at;
	bool neg = false;
	int e = 0, rc;

	if (n == 0)
		return XG_ERR_SYNTAX;
	end = p + n;
	if (fast(out, p, n))
		return 0;
	if (*p == '-') {
		neg = true;
		p++;
	}
	at = p;
	rc = read_digits(&d, &p, end, false);
	if (p == at)
		return XG_ERR_SYNTAX;
	if (rc == 0 && p < end && *p == '.') {
		at = ++p;
		rc = read_digits(&d, &p, end, true);
		if (rc == 0 && p == at)
			return XG_ERR_SYNTAX;
	}
	if (rc < 0) {
		/* Say "syntax" rather than "range" for what is no number. */
		while (p < end &&
			((*p >= '0' && *p <= '9') || *p == '.' || *p == 'e' ||
				*p == 'E' || *p == '-' || *p == '+'))
			p++;
		return p == end ? rc : XG_ERR_SYNTAX;
	}
	if (p < end && (*p == 'e' || *p == 'E')) {
		rc = read_exponent(&e, &p, end);
		if (rc < 0)
			return rc;
	}
	if (p != end)
		return XG_ERR_SYNTAX;
	return fit(
		out, neg ? -(int64_t)d.m : (int64_t)d.m, e + d.over - d.scale);
}
