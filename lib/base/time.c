#include "base/time.h"

#include <stdio.h>

#include "base/err.h"

/* Days since 1970-01-01 of a proleptic Gregorian date (the well-known
 * era-based formula; exact for all years we accept). */
static int64_t days_from(int64_t y, int m, int d)
{
	int64_t era, yoe, doy, doe;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return era * 146097 + doe - 719468;
}

struct xg_civil xg_time_civil(int64_t us)
{
	struct xg_civil c;
	int64_t s = us / XG_US_PER_S;
	int64_t rest = us % XG_US_PER_S;
	int64_t days, era, doe, yoe, doy, mp;

	if (rest < 0) {
		rest += XG_US_PER_S;
		s--;
	}
	days = s / 86400;
	s %= 86400;
	if (s < 0) {
		s += 86400;
		days--;
	}
	days += 719468;
	era = (days >= 0 ? days : days - 146096) / 146097;
	doe = days - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
	c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
	c.year = (int)(yoe + era * 400 + (c.month <= 2));
	c.hour = (int)(s / 3600);
	c.min = (int)(s / 60 % 60);
	c.sec = (int)(s % 60);
	c.us = (int)rest;
	return c;
}

static int days_in(int y, int m)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31,
		30, 31, 30, 31 };
	bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;

	return days[m - 1] + (m == 2 && leap);
}

int xg_time_from_civil(const struct xg_civil *c, int64_t *us)
{
	if (c->year < 1 || c->year > 9999 || c->month < 1 || c->month > 12 ||
		c->day < 1 || c->day > days_in(c->year, c->month) ||
		c->hour < 0 || c->hour > 23 || c->min < 0 || c->min > 59 ||
		c->sec < 0 || c->sec > 59 || c->us < 0 || c->us > 999999)
		return XG_ERR_RANGE;
	*us = (days_from(c->year, c->month, c->day) * 86400 + c->hour * 3600 +
		      c->min * 60 + c->sec) *
		      XG_US_PER_S +
	      c->us;
	return 0;
}

size_t xg_time_iso(char out[static 32], int64_t us, int digits)
{
	struct xg_civil c = xg_time_civil(us);
	int n = snprintf(out, 32, "%04d-%02d-%02dT%02d:%02d:%02d",
		c.year % 10000, c.month, c.day, c.hour, c.min, c.sec);

	if (digits == 3)
		n += snprintf(out + n, 32 - (size_t)n, ".%03dZ", c.us / 1000);
	else if (digits == 6)
		n += snprintf(out + n, 32 - (size_t)n, ".%06dZ", c.us);
	else
		n += snprintf(out + n, 32 - (size_t)n, "Z");
	return (size_t)n;
}

/* Reads exactly n digits at *s. */
static int digits(struct xg_str *s, size_t n, int *out)
{
	int v = 0;

	if (s->n < n)
		return XG_ERR_SYNTAX;
	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned char)s->p[i] - (unsigned)'0';

		if (d > 9)
			return XG_ERR_SYNTAX;
		v = v * 10 + (int)d;
	}
	s->p += n;
	s->n -= n;
	*out = v;
	return 0;
}

static int sign(struct xg_str *s, char c)
{
	if (!s->n || s->p[0] != c)
		return XG_ERR_SYNTAX;
	s->p++;
	s->n--;
	return 0;
}

static int fraction(struct xg_str *s, int *us)
{
	int scale = 100000;
	size_t n = 0;

	*us = 0;
	if (sign(s, '.') < 0)
		return 0;
	for (; s->n && s->p[0] >= '0' && s->p[0] <= '9'; n++) {
		*us += (s->p[0] - '0') * scale;
		scale /= 10;
		s->p++;
		s->n--;
	}
	return n >= 1 && n <= 9 ? 0 : XG_ERR_SYNTAX;
}

int xg_time_parse_iso(struct xg_str s, int64_t *us)
{
	struct xg_civil c = { 0 };

	if (digits(&s, 4, &c.year) || sign(&s, '-') ||
		digits(&s, 2, &c.month) || sign(&s, '-') ||
		digits(&s, 2, &c.day))
		return XG_ERR_SYNTAX;
	if (s.n == 0)
		return xg_time_from_civil(&c, us);
	if ((sign(&s, 'T') && sign(&s, ' ')) || digits(&s, 2, &c.hour) ||
		sign(&s, ':') || digits(&s, 2, &c.min) || sign(&s, ':') ||
		digits(&s, 2, &c.sec) || fraction(&s, &c.us))
		return XG_ERR_SYNTAX;
	if (!xg_str_is_text(s, "Z") && !xg_str_is_text(s, "+00:00"))
		return XG_ERR_SYNTAX;
	return xg_time_from_civil(&c, us);
}

static int64_t unit_of(struct xg_str u)
{
	if (u.n == 0 || xg_str_is_text(u, "s"))
		return XG_US_PER_S;
	if (xg_str_is_text(u, "us"))
		return 1;
	if (xg_str_is_text(u, "ms"))
		return XG_US_PER_MS;
	if (xg_str_is_text(u, "m"))
		return 60 * XG_US_PER_S;
	if (xg_str_is_text(u, "h"))
		return 3600 * XG_US_PER_S;
	if (xg_str_is_text(u, "d"))
		return 86400 * XG_US_PER_S;
	return 0;
}

int xg_time_parse_span(struct xg_str s, int64_t *us)
{
	struct xg_str whole = s, frac = { NULL, 0 };
	int64_t v = 0, unit, part = 0, scale;
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	whole.n = n;
	s.p += n;
	s.n -= n;
	if (s.n && s.p[0] == '.') {
		for (n = 1; n < s.n && s.p[n] >= '0' && s.p[n] <= '9';)
			n++;
		frac = (struct xg_str){ s.p + 1, n - 1 };
		s.p += n;
		s.n -= n;
		if (frac.n == 0 || frac.n > 6)
			return XG_ERR_SYNTAX;
	}
	unit = unit_of(s);
	if (!unit || xg_str_i64(whole, &v) < 0)
		return XG_ERR_SYNTAX;
	if (v > INT64_MAX / 4 / unit || (frac.n && v > INT64_C(1000000000000)))
		return XG_ERR_RANGE;
	scale = unit;
	for (size_t i = 0; i < frac.n; i++) {
		part = part * 10 + (frac.p[i] - '0');
		v = v * 10;
		scale *= 10;
	}
	/* v and part now share a scale of 10^frac.n */
	if (frac.n == 0) {
		*us = v * unit;
		return 0;
	}
	scale /= unit;
	if (v > (INT64_MAX / 4 - part) / unit)
		return XG_ERR_RANGE;
	*us = (v + part) * unit / scale;
	return 0;
}
