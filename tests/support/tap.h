/* TAP for the C unit tests: each check is one line that names the rule. */
#ifndef XG_TESTS_TAP_H
#define XG_TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count, tap_bad;

/* One check; the rest is a printf title that states the rule. */
#define ok(cond, ...) tap_ok((cond), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, want, ...) \
	tap_int((long long)(got), (long long)(want), __FILE__, __LINE__, \
		__VA_ARGS__)
#define is_text(got, n, want, ...) \
	tap_text((got), (n), (want), __FILE__, __LINE__, __VA_ARGS__)

__attribute__((format(printf, 4, 5), unused)) static bool tap_ok(
	bool good, const char *file, int line, const char *fmt, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++tap_count);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	if (!good) {
		tap_bad++;
		printf("# failed at %s:%d\n", file, line);
	}
	return good;
}

__attribute__((format(printf, 5, 6), unused)) static bool tap_int(long long got,
	long long want, const char *file, int line, const char *fmt, ...)
{
	char title[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(title, sizeof title, fmt, ap);
	va_end(ap);
	if (tap_ok(got == want, file, line, "%s", title))
		return true;
	printf("# got %lld, expected %lld\n", got, want);
	return false;
}

__attribute__((format(printf, 6, 7), unused)) static bool tap_text(
	const char *got, size_t n, const char *want, const char *file, int line,
	const char *fmt, ...)
{
	char title[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(title, sizeof title, fmt, ap);
	va_end(ap);
	if (tap_ok(n == strlen(want) && memcmp(got, want, n) == 0, file, line,
		    "%s", title))
		return true;
	printf("# got      '%.*s'\n# expected '%s'\n", (int)n, got, want);
	return false;
}

/* The plan and the exit status: `return done();` ends main. */
__attribute__((unused)) static int done(void)
{
	printf("1..%d\n", tap_count);
	return tap_bad ? 1 : 0;
}

#endif
