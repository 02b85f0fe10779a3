/* base: texts, integers, globs; against slow and plain second ways. */
#include <errno.h>

#include "base/err.h"
#include "base/rng.h"
#include "base/str.h"
#include "tap.h"

/* The plainest possible matcher, by its definition. */
static bool slow_glob(const char *p, const char *s)
{
	if (!*p)
		return !*s;
	if (*p == '*')
		return slow_glob(p + 1, s) || (*s && slow_glob(p, s + 1));
	return *s && (*p == '?' || *p == *s) && slow_glob(p + 1, s + 1);
}

static void globs(void)
{
	struct xg_rng rng = { 1 };
	char pattern[8], text[12];
	int differ = 0;

	for (int i = 0; i < 200000; i++) {
		size_t n = xg_rng_below(&rng, sizeof pattern), m;

		for (m = 0; m < n; m++)
			pattern[m] = "ab*?"[xg_rng_below(&rng, 4)];
		pattern[n] = '\0';
		n = xg_rng_below(&rng, sizeof text);
		for (m = 0; m < n; m++)
			text[m] = "ab"[xg_rng_below(&rng, 2)];
		text[n] = '\0';
		differ +=
			xg_str_glob(xg_str_from(pattern), xg_str_from(text)) !=
			slow_glob(pattern, text);
	}
	is_int(differ, 0, "a glob matches what its definition matches");
	ok(!xg_str_glob(XG_STR("*a*a*a*a*a*a*a*a*a*a*b"),
		   XG_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")),
		"a hostile glob does not take exponential time");
}

static void i64(const char *text, int rc, int64_t want)
{
	int64_t v = 77;

	is_int(xg_str_i64(xg_str_from(text), &v), rc, "'%s' as an integer",
		text);
	is_int(v, rc == 0 ? want : 77, "its value; unchanged on an error");
}

static void integers(void)
{
	struct xg_rng rng = { 2 };
	char text[32], *end;
	int differ = 0;

	i64("0", 0, 0);
	i64("-0", 0, 0);
	i64("007", 0, 7);
	i64("9223372036854775807", 0, INT64_MAX);
	i64("-9223372036854775808", 0, INT64_MIN);
	i64("9223372036854775808", XG_ERR_RANGE, 0);
	i64("-9223372036854775809", XG_ERR_RANGE, 0);
	i64("99999999999999999999999", XG_ERR_RANGE, 0);
	i64("", XG_ERR_SYNTAX, 0);
	i64("-", XG_ERR_SYNTAX, 0);
	i64("+1", XG_ERR_SYNTAX, 0);
	i64(" 1", XG_ERR_SYNTAX, 0);
	i64("1 ", XG_ERR_SYNTAX, 0);
	i64("1.0", XG_ERR_SYNTAX, 0);
	i64("0x1", XG_ERR_SYNTAX, 0);
	for (int i = 0; i < 100000; i++) {
		int64_t v = 0, want;

		snprintf(text, sizeof text, "%lld",
			(long long)(xg_rng_next(&rng) >>
				    xg_rng_below(&rng, 64)));
		errno = 0;
		want = strtoll(text, &end, 10);
		differ += xg_str_i64(xg_str_from(text), &v) != 0 || v != want;
	}
	is_int(differ, 0, "integers are read as strtoll reads them");
}

static void cuts(void)
{
	struct xg_str rest = XG_STR("a,,b"), s;
	char small[4];

	s = xg_str_cut(&rest, ',');
	ok(xg_str_is_text(s, "a"), "the first piece");
	s = xg_str_cut(&rest, ',');
	is_int(s.n, 0, "an empty piece between two commas");
	s = xg_str_cut(&rest, ',');
	ok(xg_str_is_text(s, "b") && rest.n == 0, "the last, and no rest");
	s = xg_str_cut(&rest, ',');
	is_int(s.n, 0, "and nothing more");
	ok(xg_str_is((struct xg_str){ NULL, 0 }, XG_STR("")),
		"a text of no bytes needs no memory");
	ok(!xg_str_copy(small, sizeof small, XG_STR("abcd")) &&
			strcmp(small, "abc") == 0,
		"a copy that is cut says so, and is terminated");
	ok(xg_str_copy(small, sizeof small, XG_STR("abc")),
		"a copy that just fits");
	ok(xg_str_has_prefix(XG_STR("abc"), XG_STR("")) &&
			xg_str_has_suffix(XG_STR("abc"), XG_STR("bc")) &&
			!xg_str_has_suffix(XG_STR("c"), XG_STR("bc")) &&
			!xg_str_has_prefix(XG_STR("a"), XG_STR("ab")),
		"prefixes and suffixes");
	ok(xg_str_cmp(XG_STR("a"), XG_STR("ab")) < 0 &&
			xg_str_cmp(XG_STR("b"), XG_STR("ab")) > 0 &&
			xg_str_cmp(XG_STR("\xff"), XG_STR("a")) > 0 &&
			xg_str_cmp(XG_STR(""), XG_STR("")) == 0,
		"texts are ordered by their bytes, unsigned");
}

int main(void)
{
	globs();
	integers();
	cuts();
	return done();
}
