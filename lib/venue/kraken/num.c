/* Numbers and times as the venue writes them. */
#include "venue/kraken/kraken.h"

#include "base/time.h"

#define MOST (XG_DEC_MANT_MAX / 10)

/* The digits of a number that is too long, as many as fit; *e its exponent. */
static int digits(struct xg_str text, int64_t *m, int64_t *e, int *next)
{
	bool point = false;

	*m = *e = 0;
	*next = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		struct xg_str tail = { text.p + i + 1, text.n - i - 1 };

		if (c == 'e' || c == 'E') {
			int64_t by;

			if (tail.n && tail.p[0] == '+') {
				tail.p++;
				tail.n--;
			}
			if (xg_str_i64(tail, &by) < 0 || by < -99 || by > 99)
				return XG_ERR_RANGE;
			*e += by;
			return 0;
		}
		if (c == '.') {
			if (point)
				return XG_ERR_SYNTAX;
			point = true;
		} else if (c < '0' || c > '9') {
			return XG_ERR_SYNTAX;
		} else if (*m <= MOST - 1 && *next == 0) {
			*m = *m * 10 + (c - '0');
			*e -= point;
		} else {
			if (*next == 0)
				*next = c >= '5' ? 2 : 1;
			*e += !point;
		}
	}
	return 0;
}

int xg_kraken_round(struct xg_dec *out, struct xg_str text)
{
	struct xg_str rest = text;
	bool minus = text.n && text.p[0] == '-';
	int64_t m, e;
	int next, rc = xg_dec_from(out, text);

	if (rc != XG_ERR_RANGE)
		return rc;
	if (minus) {
		rest.p++;
		rest.n--;
	}
	rc = digits(rest, &m, &e, &next);
	if (rc < 0)
		return rc;
	m += next == 2;
	for (; e < XG_DEC_EXP_MIN && m; e++)
		m = e == XG_DEC_EXP_MIN - 1 ? (m + 5) / 10 : m / 10;
	if (!m)
		e = 0;
	if (e > XG_DEC_EXP_MAX)
		return XG_ERR_RANGE;
	*out = xg_dec_make(minus ? -m : m, (int)e);
	return 0;
}

int64_t xg_kraken_seconds(struct xg_str text)
{
	struct xg_str part = text, whole = xg_str_cut(&part, '.');
	int64_t s, us = 0, unit = XG_US_PER_S;

	if (xg_str_i64(whole, &s) < 0 || s < 0 || s > INT64_C(99999999999))
		return 0;
	for (size_t i = 0; i < part.n && part.p[i] >= '0' && part.p[i] <= '9';
		i++) {
		unit /= 10;
		us += (part.p[i] - '0') * unit;
	}
	return s * XG_US_PER_S + us;
}

int64_t xg_kraken_time(struct xg_str text)
{
	int64_t us;

	if (!text.n)
		return 0;
	if (xg_time_parse_iso(text, &us) < 0 || us < 0)
		return XG_ERR_SYNTAX;
	return us;
}

int xg_kraken_places(struct xg_str text)
{
	size_t at = xg_str_find(text, '.');

	return at < text.n ? (int)(text.n - at - 1) : 0;
}
