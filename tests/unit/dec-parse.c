/* Decimals as text: what is read, refused, and written back. */
#include <math.h>
#include <stdio.h>

#include "base/err.h"
#include "base/rng.h"
#include "dec/dec.h"
#include "tap.h"

static void reads(void)
{
	static const struct {
		const char *text;
		int64_t m;
		int e;
		const char *plain;
	} t[] = {
		{ "0", 0, 0, "0" },
		{ "-0", 0, 0, "0" },
		{ "-0.00", 0, -2, "0" },
		{ "1.50", 150, -2, "1.5" },
		{ "007", 7, 0, "7" },
		{ "0.00000001", 1, -8, "0.00000001" },
		{ "1e-08", 1, -8, "0.00000001" },
		{ "1E+2", 1, 2, "100" },
		{ "12.34e1", 1234, -1, "123.4" },
		{ "-42219.9", -422199, -1, "-42219.9" },
		{ "999999999999999999", INT64_C(999999999999999999), 0,
			"999999999999999999" },
		{ "0.999999999999999999", INT64_C(999999999999999999), -18,
			"0.999999999999999999" },
		{ "1000000000000000000", INT64_C(100000000000000000), 1,
			"1000000000000000000" },
		{ "9223372036854775800", INT64_C(922337203685477580), 1,
			"9223372036854775800" },
		{ "1.0000000000000000000000", INT64_C(100000000000000000), -17,
			"1" },
		{ "0.00000000000000000000", 0, -18, "0" },
		{ "1e18", 1, 18, "1000000000000000000" },
		{ "1e20", 100, 18, "100000000000000000000" },
		{ "0e999", 0, 0, "0" },
		{ "100e-20", 1, -18, "0.000000000000000001" },
	};

	for (size_t i = 0; i < XG_LEN(t); i++) {
		struct xg_dec d = { 77, 7 };
		char out[XG_DEC_TEXT];
		size_t n;
		int rc = xg_dec_from(&d, xg_str_from(t[i].text));

		ok(rc == 0 && d.m == t[i].m && d.e == t[i].e,
			"%s is %lld * 10^%d", t[i].text, (long long)t[i].m,
			t[i].e);
		n = xg_dec_fmt(out, d);
		is_text(out, n, t[i].plain, "%s is written plain", t[i].text);
	}
}

static void refuses(void)
{
	static const char *const bad[] = { "", "-", "+1", ".5", "5.", ".", "e5",
		"1e", "1e+", "1e-", "1.2.3", "--1", "1-", "1 ", " 1", "0x10",
		"1,5", "NaN", "Infinity", "-inf", "1e5.5", "1_000", "\xd9\xa1",
		"12345678901234567890x" };
	static const char *const far[] = { "9223372036854775807",
		"1234567890123456789", "0.1234567890123456789", "1e37", "1e-19",
		"1e99999999999", "1e-99999999999", "123456789012345678e19",
		"1000000000000000000000000000000000000001" };
	struct xg_dec d;

	for (size_t i = 0; i < XG_LEN(bad); i++)
		is_int(xg_dec_from(&d, xg_str_from(bad[i])), XG_ERR_SYNTAX,
			"no number: '%s'", bad[i]);
	for (size_t i = 0; i < XG_LEN(far); i++)
		is_int(xg_dec_from(&d, xg_str_from(far[i])), XG_ERR_RANGE,
			"out of bounds: %s", far[i]);
	is_int(xg_dec_parse(&d,
		       "1\0"
		       "2",
		       3),
		XG_ERR_SYNTAX, "a NUL is no digit");
	ok(xg_dec_parse(&d, "125", 2) == 0 && d.m == 12,
		"nothing behind the length is read");
}

/* Text -> decimal -> text gives the same value, and trimmed text is kept. */
static void round_trips(void)
{
	struct xg_rng rng = { 11 };
	int wrong = 0, digits = 0, places = 0;

	for (int k = 0; k < 200000; k++) {
		int len = 1 + (int)xg_rng_below(&rng, 18);
		struct xg_dec d = { 0,
			(int8_t)((int)xg_rng_below(&rng, 37) - 18) };
		struct xg_dec back;
		char out[XG_DEC_TEXT];
		size_t n;

		for (int i = 0; i < len; i++)
			d.m = d.m * 10 + (int64_t)xg_rng_below(&rng, 10);
		if (xg_rng_below(&rng, 2))
			d.m = -d.m;
		n = xg_dec_fmt(out, d);
		wrong += n >= XG_DEC_TEXT || n != strlen(out) ||
			 xg_dec_parse(&back, out, n) < 0 ||
			 xg_dec_cmp(d, back) != 0 || strchr(out, 'e') ||
			 (strchr(out, '.') && out[n - 1] == '0') ||
			 strncmp(out, "-0", 3) == 0;
		digits += xg_dec_digits(d) !=
			  xg_dec_digits((struct xg_dec){ -d.m, d.e });
		places += strchr(out, '.')
				  ? xg_dec_places(d) !=
					    (int)strlen(strchr(out, '.')) - 1
				  : xg_dec_places(d) != 0;
	}
	is_int(wrong, 0, "200,000 decimals are read as they were written");
	is_int(digits, 0, "the sign is no digit");
	is_int(places, 0, "places are those of the text");
}

static void fixed(void)
{
	char out[XG_DEC_TEXT];
	int n = xg_dec_fmt_fixed(out, xg_dec_make(15, -1), 3);

	is_text(out, (size_t)n, "1.500", "fixed: padded");
	n = xg_dec_fmt_fixed(out, xg_dec_int(-7), 0);
	is_text(out, (size_t)n, "-7", "fixed: no point for no places");
	n = xg_dec_fmt_fixed(out, xg_dec_int(0), 2);
	is_text(out, (size_t)n, "0.00", "fixed: zero");
	is_int(xg_dec_fmt_fixed(out, xg_dec_make(15, -1), 0), XG_ERR_RANGE,
		"fixed: a decimal is never cut");
	is_int(xg_dec_fmt_fixed(out, xg_dec_int(1), 19), XG_ERR_RANGE,
		"fixed: at most 18");
	is_int(xg_dec_digits(xg_dec_make(1, 15)), 16,
		"R17: zeros before the point count as digits");
	is_int(xg_dec_digits(xg_dec_make(1500, -3)), 2,
		"R17: those behind it do not");
	is_int(xg_dec_digits(xg_dec_int(0)), 1, "zero has one");
}

/* Small numbers are written in a way of their own. */
static void small_texts(void)
{
	struct xg_rng rng = { 12 };
	int wrong = 0;

	for (int k = 0; k < 300000; k++) {
		int64_t m = (int64_t)xg_rng_below(&rng, 100000001);
		int places = (int)xg_rng_below(&rng, 9);
		char want[64], out[XG_DEC_TEXT];
		size_t n, len;

		for (uint64_t cut = xg_rng_below(&rng, 9); cut > 0; cut--)
			m /= 10;
		if (xg_rng_below(&rng, 2))
			m -= m % 1000;
		snprintf(want, sizeof want, "%.*f", places,
			(double)m / pow(10, places));
		len = strlen(want);
		while (places && want[len - 1] == '0')
			len--;
		len -= want[len - 1] == '.';
		n = xg_dec_fmt(out, xg_dec_make(m, -places));
		wrong += n != len || out[n] || memcmp(out, want, n) != 0;
	}
	is_int(wrong, 0, "300,000 small decimals are written as printf does");
}

int main(void)
{
	reads();
	refuses();
	round_trips();
	small_texts();
	fixed();
	return done();
}
