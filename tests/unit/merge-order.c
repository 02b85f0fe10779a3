/* Merging inputs by time, and the pace of a recording. */
#include "merge/merge.h"
#include "base/err.h"
#include "merge/pace.h"
#include "tap.h"

static struct xg_merge m;

static void add(size_t i, const char *line, int64_t now)
{
	struct xg_str s = xg_str_from(line);

	xg_merge_add(&m, i, s, xg_merge_time(s), 1, now);
}

/* What comes now, "" for nothing. */
static const char *next(int64_t now)
{
	static char out[64];
	struct xg_merge_line at;
	struct xg_str text;
	size_t i;

	if (!xg_merge_next(&m, now, &i, &at, &text))
		return "";
	snprintf(out, sizeof out, "%zu:%.*s", i, XG_STR_ARG(text));
	return out;
}

#define IS(now, want, ...) \
	do { \
		const char *got = next(now); \
		is_text(got, strlen(got), want, __VA_ARGS__); \
	} while (0)

static void order(void)
{
	xg_merge_init(&m, 3, 100);
	is_int(xg_merge_starved(&m), 0, "at first every input is waited for");
	add(0, "{\"rx\":5}", 1000);
	add(1, "{\"rx\":3}", 1001);
	is_int(xg_merge_starved(&m), 2, "then the one that has nothing");
	IS(1001, "", "nothing goes while an earlier line may come");
	is_int(xg_merge_deadline(&m), 1100, "until the first has waited");
	add(2, "{\"rx\":3}", 1002);
	IS(1002, "1:{\"rx\":3}", "the earliest; of equals the first input's");
	IS(1002, "", "and then its input is waited for again");
	xg_merge_end(&m, 1);
	IS(1002, "2:{\"rx\":3}", "an input that has ended is not waited for");
	IS(1099, "", "the window counts from the arrival");
	IS(1100, "0:{\"rx\":5}", "a line that has waited for it goes");
	add(0, "{\"rx\":9}", 1200);
	add(0, "{\"rx\":7}", 1200);
	add(0, "{}", 1200);
	add(2, "{\"ts\":8}", 1200);
	xg_merge_end(&m, 0);
	xg_merge_end(&m, 2);
	IS(1200, "2:{\"ts\":8}", "ts stands in for rx");
	IS(1200, "0:{\"rx\":9}", "the order of an input is kept");
	IS(1200, "0:{\"rx\":7}", "also where its times go back");
	IS(1200, "0:{}", "a line without a time goes with the one before");
	IS(1200, "", "and that was all");
	is_int(xg_merge_deadline(&m), XG_MERGE_NEVER, "nothing is due");
	xg_merge_release(&m);
}

/* Any split of a sorted sequence over inputs is merged to that sequence. */
static void property(void)
{
	unsigned seed = 7;
	int wrong = 0, bounded = 1;

	xg_merge_init(&m, 5, XG_MERGE_NEVER);
	for (int k = 0; k < 20000; k++) {
		char line[64];

		seed = seed * 1103515245 + 12345;
		snprintf(line, sizeof line, "{\"rx\":%d}", k + 1);
		add(seed >> 16 & 3, line, 0);
	}
	for (size_t i = 0; i < 5; i++)
		xg_merge_end(&m, i);
	for (int k = 0; k < 20000; k++) {
		char want[64];

		snprintf(want, sizeof want, "{\"rx\":%d}", k + 1);
		wrong += strcmp(next(0) + 2, want) != 0;
	}
	is_int(wrong, 0, "20,000 lines over inputs come in order");
	for (int k = 0; k < 100000; k++) {
		add(4, "{\"rx\":1,\"pad\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxx\"}", 0);
		next(0);
		bounded &= m.in[4].text.len < 200000;
	}
	ok(bounded, "what has gone takes no memory");
	ok(!xg_merge_is_full(&m, 4), "an empty input is not full");
	while (m.in[4].text.len < XG_MERGE_BYTES)
		add(4, "{\"rx\":1,\"pad\":\"xxxxxxxxxxxxxxxxxxxxxxxxxxx\"}", 0);
	ok(xg_merge_is_full(&m, 4), "8 MiB that wait are full");
	xg_merge_release(&m);
}

static void times(void)
{
	is_int(xg_merge_time(XG_STR("{\"ts\":1,\"rx\":2}")), 2, "rx first");
	is_int(xg_merge_time(XG_STR("{\"rx\":\"x\"}")), 0,
		"no number, no time");
	is_int(xg_merge_time(XG_STR("{\"rx\":-5}")), 0, "nor below 0");
	is_int(xg_merge_time(XG_STR("{\"a\":{\"rx\":5}}")), 0,
		"top level only");
	ok(xg_merge_time(XG_STR("")) < 0 && xg_merge_time(XG_STR("[1]")) < 0 &&
			xg_merge_time(XG_STR("{\"a\"")) < 0,
		"what is no object is bad");
}

static void pace(void)
{
	static const char *const bad[] = { "", "0", "-1", "x", "1e7",
		"0.0000001" };
	struct xg_pace p;

	for (size_t i = 0; i < XG_LEN(bad); i++)
		ok(xg_pace_parse(&p, xg_str_from(bad[i])) < 0,
			"speed '%s' is refused", bad[i]);
	xg_pace_parse(&p, XG_STR("10"));
	is_int(xg_pace_due(&p, 5000000, 77), 77, "the first is due at once");
	is_int(xg_pace_due(&p, 6000000, 80), 77 + 100000,
		"1 s later at speed 10: 100 ms behind the first");
	is_int(xg_pace_due(&p, 4000000, 99), 77, "an earlier one is overdue");
	is_int(xg_pace_due(&p, 0, 99), 99, "one without time at once");
	xg_pace_parse(&p, XG_STR("0.5"));
	xg_pace_due(&p, 1, 0);
	is_int(xg_pace_due(&p, 4, 0), 6, "half as fast takes twice as long");
	xg_pace_parse(&p, XG_STR("0.000001"));
	xg_pace_due(&p, 1, 0);
	ok(xg_pace_due(&p, INT64_C(900000000000000000), 0) == INT64_MAX,
		"a time beyond the clock is never");
	xg_pace_parse(&p, XG_STR("max"));
	is_int(xg_pace_due(&p, 5, 42), 42, "max: always at once");
}

int main(void)
{
	order();
	property();
	times();
	pace();
	return done();
}
