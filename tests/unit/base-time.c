/* base: calendar and spans, against the C library's calendar. */
#include "base/err.h"
#include "base/rng.h"
#include "base/time.h"
#include "tap.h"

static void calendar(void)
{
	struct xg_rng rng = { 5 };
	int differ = 0, back = 0;

	for (int i = 0; i < 100000; i++) {
		int64_t s = (int64_t)xg_rng_below(&rng, 253402300800u);
		int64_t us = s * 1000000 + (int64_t)xg_rng_below(&rng, 1000000);
		struct xg_civil c = xg_time_civil(us);
		time_t t = (time_t)s;
		struct tm tm;
		int64_t again = -1;

		gmtime_r(&t, &tm);
		differ += c.year != tm.tm_year + 1900 ||
			  c.month != tm.tm_mon + 1 || c.day != tm.tm_mday ||
			  c.hour != tm.tm_hour || c.min != tm.tm_min ||
			  c.sec != tm.tm_sec || c.us != us % 1000000;
		back += xg_time_from_civil(&c, &again) != 0 || again != us;
	}
	is_int(differ, 0, "dates are those of the C library");
	is_int(back, 0, "and come back to the microsecond");
}

static void iso(const char *text, int rc, int64_t want)
{
	int64_t us = 77;

	is_int(xg_time_parse_iso(xg_str_from(text), &us), rc, "%s", text);
	if (rc == 0)
		is_int(us, want, "  is %lld", (long long)want);
}

static void iso_texts(void)
{
	const int64_t t = INT64_C(1700000000123456);
	char out[32];

	is_text(out, xg_time_iso(out, t, 0), "2023-11-14T22:13:20Z", "seconds");
	is_text(out, xg_time_iso(out, t, 3), "2023-11-14T22:13:20.123Z",
		"milliseconds, cut and not rounded");
	is_text(out, xg_time_iso(out, t, 6), "2023-11-14T22:13:20.123456Z",
		"microseconds");
	iso("2023-11-14T22:13:20.123456Z", 0, t);
	iso("2023-11-14T22:13:20.123456789Z", 0, t);
	iso("2023-11-14 22:13:20.1+00:00", 0, INT64_C(1700000000100000));
	iso("2023-11-14", 0, INT64_C(1699920000000000));
	iso("2024-02-29", 0, INT64_C(1709164800000000));
	iso("2023-02-29", XG_ERR_RANGE, 0);
	iso("1900-02-29", XG_ERR_RANGE, 0);
	iso("2023-13-01", XG_ERR_RANGE, 0);
	iso("2023-11-14T24:00:00Z", XG_ERR_RANGE, 0);
	iso("2023-11-14T22:13:20", XG_ERR_SYNTAX, 0);
	iso("2023-11-14T22:13:20+01:00", XG_ERR_SYNTAX, 0);
	iso("2023-11-14T22:13:20.Z", XG_ERR_SYNTAX, 0);
	iso("2023-11-14T22:13:20.1234567890Z", XG_ERR_SYNTAX, 0);
	iso("2023-1-14", XG_ERR_SYNTAX, 0);
	iso("", XG_ERR_SYNTAX, 0);
}

static void span(const char *text, int rc, int64_t want)
{
	int64_t us = 77;

	is_int(xg_time_parse_span(xg_str_from(text), &us), rc, "span '%s'",
		text);
	if (rc == 0)
		is_int(us, want, "  is %lld us", (long long)want);
}

static void spans(void)
{
	span("0", 0, 0);
	span("10", 0, 10000000);
	span("10s", 0, 10000000);
	span("250ms", 0, 250000);
	span("7us", 0, 7);
	span("1.5s", 0, 1500000);
	span("0.000001s", 0, 1);
	span("1.5m", 0, 90000000);
	span("2h", 0, INT64_C(7200000000));
	span("1.25d", 0, INT64_C(108000000000));
	span("", XG_ERR_SYNTAX, 0);
	span("s", XG_ERR_SYNTAX, 0);
	span("-1s", XG_ERR_SYNTAX, 0);
	span("1.s", XG_ERR_SYNTAX, 0);
	span(".5s", XG_ERR_SYNTAX, 0);
	span("1 s", XG_ERR_SYNTAX, 0);
	span("1S", XG_ERR_SYNTAX, 0);
	span("1w", XG_ERR_SYNTAX, 0);
	span("1.0000001s", XG_ERR_SYNTAX, 0);
	span("9223372036854775807d", XG_ERR_RANGE, 0);
	span("99999999999999999999s", XG_ERR_SYNTAX, 0);
	span("1000000000000.999999d", XG_ERR_RANGE, 0);
}

int main(void)
{
	calendar();
	iso_texts();
	spans();
	return done();
}
