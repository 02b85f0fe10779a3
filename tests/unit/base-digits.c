/* Numbers that are read and written eight digits at a time. */
#include <inttypes.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/digits.h"
#include "base/err.h"
#include "base/rng.h"
#include "tap.h"

static const uint64_t edges[] = { 0, 9, 10, 99, 100, 9999, 10000, 12345678,
	99999999, 100000000, 100000001, 1700000000000000, 9999999999999999,
	10000000000000000, INT64_MAX - 1, INT64_MAX };

static bool is_written(int64_t v)
{
	struct xg_buf b = { 0 };
	char want[32];
	size_t n = (size_t)snprintf(want, sizeof want, "x%" PRId64, v);
	int64_t back = 0;
	bool good;

	xg_buf_char(&b, 'x');
	xg_buf_i64(&b, v);
	good = b.len == n && memcmp(b.p, want, n + 1) == 0 &&
	       xg_str_i64((struct xg_str){ b.p + 1, n - 1 }, &back) == 0 &&
	       back == v;
	xg_buf_release(&b);
	return good;
}

static void writes(void)
{
	struct xg_rng r = { .s = 5 };
	int bad = 0;

	for (size_t i = 0; i < XG_LEN(edges); i++) {
		int64_t v = (int64_t)edges[i];

		ok(is_written(v) && is_written(-v) && is_written(-v - 1),
			"%" PRId64 " is written and read as printf does", v);
	}
	for (int i = 0; i < 300000; i++) {
		int64_t v = (int64_t)(xg_rng_next(&r) >> xg_rng_below(&r, 64));

		bad += !is_written(v);
	}
	is_int(bad, 0, "300,000 others are, too");
}

static void reads(void)
{
	static const char *const bad[] = { "", "x", "1234567x", "12345678x",
		"x2345678", "123456781234567:", "1234567812345678/",
		"12345678 2345678", "1234567\xb1", "-1", "+1", "1.0" };
	static const char *const far[] = { "18446744073709551616",
		"99999999999999999999", "123456789012345678901",
		"100000000000000000000000000000000" };
	uint64_t v = 0;

	for (size_t i = 0; i < XG_LEN(bad); i++)
		is_int(xg_str_u64(xg_str_from(bad[i]), &v), XG_ERR_SYNTAX,
			"'%s' is no whole number", bad[i]);
	for (size_t i = 0; i < XG_LEN(far); i++)
		is_int(xg_str_u64(xg_str_from(far[i]), &v), XG_ERR_RANGE,
			"%s is too large", far[i]);
	ok(xg_str_u64(XG_STR("18446744073709551615"), &v) == 0 &&
			v == UINT64_MAX,
		"the largest is not");
	ok(xg_str_u64(XG_STR("000000000000000000018446744073709551615"), &v) ==
				0 &&
			v == UINT64_MAX,
		"zeros in front count for nothing");
}

static void eights(void)
{
	int bad = 0;
	char text[16];

	for (uint32_t v = 0; v < 100000000; v += v < 20000 ? 1 : 997) {
		uint64_t eight;

		snprintf(text, sizeof text, "%08" PRIu32, v);
		eight = xg_eight_load(text);
		bad += !xg_eight_are_digits(eight) ||
		       xg_eight_read(eight) != v ||
		       (xg_eight_of(v) | XG_EIGHT_ZEROS) != eight;
	}
	is_int(bad, 0, "eight digits are their number, both ways");
	bad = 0;
	for (int at = 0; at < 8; at++) {
		for (int c = 0; c < 256; c++) {
			memcpy(text, "12345678", 8);
			text[at] = (char)c;
			bad += xg_eight_are_digits(xg_eight_load(text)) !=
			       (c >= '0' && c <= '9');
		}
	}
	is_int(bad, 0, "no other byte is taken for a digit, in any place");
}

int main(void)
{
	writes();
	reads();
	eights();
	return done();
}
