/* The fast way for levels reads what the general parser reads, or nothing. */
#include <stdlib.h>

#include "base/rng.h"
#include "json/pull.h"
#include "tap.h"

#define MAX 16

/* All pairs of a text that is an array of pairs, by the general parser alone or
 * by the fast way first. Number of pairs, or -1. */
static int read_all(const char *p, size_t n, bool fast, struct xg_dec *out)
{
	struct xg_json j;
	int k = 0;

	xg_json_init(&j, p, n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return -1;
	if (fast)
		k = (int)xg_json_pairs(&j, out, MAX);
	while (xg_json_next(&j) == XG_JSON_ARR && k < MAX) {
		if (xg_json_dec(&j, &out[2 * k]) < 0 ||
			xg_json_dec(&j, &out[2 * k + 1]) < 0 ||
			xg_json_next(&j) != XG_JSON_ARR_END)
			return -1;
		k++;
	}
	return j.tok == XG_JSON_ARR_END && xg_json_next(&j) == XG_JSON_END ? k
									   : -1;
}

static int fast_count(const char *text, size_t n)
{
	struct xg_dec out[2 * MAX];
	struct xg_json j;

	xg_json_init(&j, text, n);
	xg_json_next(&j);
	return (int)xg_json_pairs(&j, out, MAX);
}

/* The text stands at the very end of its memory: a load too far is found by the
 * sanitizer. */
static bool agrees(const char *text, size_t n)
{
	struct xg_dec a[2 * MAX], b[2 * MAX];
	char *p = malloc(n);
	int k, m;

	if (!p)
		return false;
	memcpy(p, text, n);
	k = read_all(p, n, true, a);
	m = read_all(p, n, false, b);
	free(p);
	if (k != m)
		return false;
	for (int i = 0; i < 2 * k; i++)
		if (xg_dec_cmp(a[i], b[i]) != 0)
			return false;
	return true;
}

static size_t number(struct xg_rng *r, char *out)
{
	static const char *const odd[] = { "0", "0.0", "1e5", "-1", "00.5",
		"1.", ".5", "12345678.5", "1.123456789", "7.00000000",
		"9999999.99999999", "", "x", "1 ", "0.10000000" };
	uint64_t v = xg_rng_next(r);
	int places = (int)xg_rng_below(r, 10);

	if (xg_rng_below(r, 6) == 0)
		return (size_t)snprintf(out, 40, "%s",
			odd[xg_rng_below(r, sizeof odd / sizeof *odd)]);
	v %= (uint64_t[]){ 10, 1000, 100000, 10000000,
		1000000000 }[xg_rng_below(r, 5)];
	if (!places)
		return (size_t)snprintf(out, 40, "%llu", (unsigned long long)v);
	return (size_t)snprintf(out, 40, "%llu.%0*llu", (unsigned long long)v,
		places,
		(unsigned long long)(xg_rng_next(r) %
				     (places < 9 ? 100 : 1000000000)));
}

static size_t random_text(struct xg_rng *r, char *out)
{
	size_t n = 0, pairs = xg_rng_below(r, 6);
	const char *q = xg_rng_below(r, 2) ? "\"" : "";

	out[n++] = '[';
	for (size_t i = 0; i < pairs; i++) {
		if (i)
			out[n++] = ',';
		for (int k = 0; k < 2; k++) {
			n += (size_t)snprintf(
				out + n, 4, "%s%s", k ? "," : "[", q);
			n += number(r, out + n);
			n += (size_t)snprintf(out + n, 4, "%s", q);
		}
		out[n++] = ']';
	}
	out[n++] = ']';
	/* Some are cut, some have a wrong byte. */
	if (xg_rng_below(r, 8) == 0)
		n = 1 + xg_rng_below(r, n);
	if (xg_rng_below(r, 8) == 0)
		out[xg_rng_below(r, n)] = "[],\"0a. "[xg_rng_below(r, 8)];
	return n;
}

/* Pairs that all have the same form, as venues with fixed places send them. */
static size_t random_table(struct xg_rng *r, char *out)
{
	size_t n = 0, pairs = 2 + xg_rng_below(r, 10);
	const char *q = xg_rng_below(r, 2) ? "\"" : "";
	int width[4];

	for (int k = 0; k < 4; k++)
		width[k] = (int)xg_rng_below(r, 9) + (k % 2 == 0);
	out[n++] = '[';
	for (size_t i = 0; i < pairs; i++) {
		for (int k = 0; k < 4; k++) {
			n += (size_t)snprintf(out + n, 8, "%s",
				k % 2  ? (width[k] ? "." : "")
				: k    ? q[0] ? "\",\"" : ","
				: i    ? q[0] ? ",[\"" : ",["
				: q[0] ? "[\""
				       : "[");
			for (int d = 0; d < width[k]; d++)
				out[n++] =
					(char)('0' +
						(xg_rng_below(r, 3) || d == 0
								? 1 + xg_rng_below(
									      r,
									      9)
								: 0));
		}
		n += (size_t)snprintf(out + n, 4, "%s]", q);
	}
	out[n++] = ']';
	if (xg_rng_below(r, 4) == 0)
		out[xg_rng_below(r, n)] = "[],\"0a. -"[xg_rng_below(r, 9)];
	return n;
}

static void same_forms(struct xg_rng *r)
{
	int bad = 0, fast = 0;
	char text[700];

	for (int i = 0; i < 100000; i++) {
		size_t n = random_table(r, text);

		fast += fast_count(text, n) > 1;
		if (!agrees(text, n) && bad++ < 5)
			printf("# differs: %.*s\n", (int)n, text);
	}
	is_int(bad, 0, "100,000 tables of one form are read alike, too");
	ok(fast > 50000, "and most of them the fast way (%d)", fast);
}

/* What the books count by has no zeros at its end. */
static void zeros(void)
{
	const char *text = "[[\"64250.10000000\",\"1.00000000\"],"
			   "[\"64250.00000000\",\"0.00000000\"],"
			   "[\"64250.12345670\",\"20.00300000\"],"
			   "[1200,1.50]]";
	static const struct xg_dec want[] = { { 642501, -1 }, { 1, 0 },
		{ 64250, 0 }, { 0, 0 }, { 642501234567, -7 }, { 20003, -3 },
		{ 1200, 0 }, { 15, -1 } };
	struct xg_dec out[2 * MAX];
	struct xg_json j;
	size_t n;

	xg_json_init(&j, text, strlen(text));
	xg_json_next(&j);
	n = xg_json_pairs(&j, out, MAX);
	is_int((long long)n, 4, "four pairs are read");
	for (size_t i = 0; i < 2 * n; i++)
		ok(out[i].m == want[i].m && out[i].e == want[i].e,
			"zeros behind the point are not kept: %lld * 10^%d",
			(long long)out[i].m, out[i].e);
}

int main(void)
{
	struct xg_rng r = { .s = 11 };
	char text[600];
	int bad = 0;
#define TAIL "                                                  "

	is_int(fast_count("[[\"1.50\",\"2\"],[3,0.25]]" TAIL, 70), 2,
		"quoted and plain pairs are read");
	is_int(fast_count("[[\"1.50\",\"2\",\"0\"]]" TAIL, 70), 0,
		"an item that has more is left to the parser");
	is_int(fast_count("[[1,2],[01,2]]" TAIL, 60), 1,
		"what is no JSON number is left to it, too");
	is_int(fast_count("[[1,2],[3,4]]", 13), 2,
		"the end of the text may be near");
	is_int(fast_count("[[\"12345678.12345678\",\"12345678.12345678\"]", 43),
		1, "as many digits as it may have");
	is_int(fast_count("[[1,123456789]]" TAIL, 60) +
			fast_count("[[1,1.123456789]]" TAIL, 60),
		0, "numbers that are longer are not");
	is_int(fast_count("[[1,2", 5) + fast_count("[[1,2.", 6) +
			fast_count("[[\"1\",\"2", 9) + fast_count("[[\"1", 4),
		0, "nor what the text's end cuts");
	for (int i = 0; i < 200000; i++) {
		size_t n = random_text(&r, text);

		if (!agrees(text, n) && bad++ < 5)
			printf("# differs: %.*s\n", (int)n, text);
	}
	is_int(bad, 0, "200,000 texts are read alike by both ways");
	same_forms(&r);
	zeros();
	return done();
}
