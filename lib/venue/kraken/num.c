/* Numbers and times as the venue writes them. */
#include "venue/kraken/kraken.h"

#include "base/time.h"

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
