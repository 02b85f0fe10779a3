/* Shapes of messages: what is learned, written, read back, and told. */
#include "drift/shape.h"
#include "tap.h"

static char told[2000];

static int tell(void *ctx, const struct xg_drift *d)
{
	char text[300];
	size_t n = strlen(told);

	(void)ctx;
	xg_drift_say(text, sizeof text, d);
	snprintf(told + n, sizeof told - n, "%s%s", n ? "; " : "", text);
	return 0;
}

static const char *check(struct xg_shape *s, const char *json)
{
	told[0] = '\0';
	xg_shape_check(s, XG_STR("k"), xg_str_from(json), tell, NULL);
	return told;
}

static int learn(struct xg_shape *s, const char *json)
{
	return xg_shape_learn(s, XG_STR("k"), xg_str_from(json));
}

#define SAYS(s, json, words, ...) \
	do { \
		const char *got_ = check((s), (json)); \
		is_text(got_, strlen(got_), (words), __VA_ARGS__); \
	} while (0)

static void differences(struct xg_shape *s)
{
	SAYS(s, "{\"a\":\"1\",\"b\":[[\"1\",\"2\"]],\"c\":null}", "",
		"a message of the pinned shape tells nothing");
	SAYS(s, "{\"a\":\"1\",\"b\":[]}", "",
		"what was not always there may be absent");
	SAYS(s, "{\"b\":[]}", "member a (string) is missing",
		"what was always there may not");
	SAYS(s, "{\"a\":1,\"b\":[]}", "member a is number, it was string",
		"another type is told with both");
	SAYS(s, "{\"a\":\"1\",\"b\":[[\"1\",2]]}",
		"member b[][] is number, it was string",
		"inside arrays as well");
	SAYS(s, "{\"a\":\"1\",\"b\":[],\"z\":{\"q\":1}}",
		"new member z (object)",
		"a new member is told once, not what is inside");
	SAYS(s, "[1]", "member  is array, it was object",
		"the message itself has a type");
	SAYS(s, "{\"a\":\"1\",\"b\":{\"x\":[{}]}}",
		"member b is object, it was array",
		"what is inside another type is not compared");
	is_int(xg_shape_check(s, XG_STR("k"), XG_STR("{\"a\":"), tell, NULL),
		XG_ERR_SYNTAX, "what is no JSON is an error");
	told[0] = '\0';
	xg_shape_check(s, XG_STR("other"), XG_STR("{}"), tell, NULL);
	is_text(told, strlen(told), "a message of a new kind",
		"a kind without pins is told");
}

static void text(const struct xg_shape *s)
{
	struct xg_shape back = { 0 };
	struct xg_buf one = { 0 }, two = { 0 };
	struct xg_error err = { 0 };

	xg_shape_write(s, &one);
	is_text(one.p, one.len,
		"{\"kind\":\"k\",\"members\":{\"\":\"object\","
		"\"a\":\"string\",\"b\":\"array\",\"b[]\":\"array\","
		"\"b[][]\":\"string\",\"c\":\"number|null?\"}}\n",
		"pins are a line a kind, parents first");
	is_int(xg_shape_read(&back, xg_buf_view(&one), &err), 0,
		"they are read back");
	xg_shape_write(&back, &two);
	ok(xg_str_is(xg_buf_view(&one), xg_buf_view(&two)),
		"and are the same when written again");
	differences(&back);
	xg_shape_release(&back);
	is_int(xg_shape_read(&back,
		       XG_STR("\n{\"kind\":\"x\",\"members\":"
			      "{\"a\":\"text\"}}"),
		       &err),
		XG_ERR_SYNTAX, "a type that there is not is refused");
	ok(err.line == 2 && err.col > 30, "with its line and column");
	xg_shape_release(&back);
	xg_buf_release(&one);
	xg_buf_release(&two);
}

static void kinds(void)
{
	static const char *const rules[] = { "event!", "arg.channel|#",
		"stream>@", "topic|.", NULL };
	static const char *const cases[][2] = {
		{ "{\"event\":\"sub\",\"arg\":{\"channel\":\"x\"}}", "m sub" },
		{ "{\"arg\":{\"channel\":\"candle1D\"}}", "m candle" },
		{ "{\"stream\":\"btcusdt@depth\"}", "m depth" },
		{ "{\"topic\":\"orderbook.50.BTC\"}", "m orderbook" },
		{ "{\"topic\":7}", "m" },
		{ "[1]", "m" },
	};
	static const char *const urls[][2] = {
		{ "GET https://h/api/v3/depth?symbol=BTC",
			"rest /api/v3/depth" },
		{ "GET https://h:1/v4/book/BTC-USD", "rest /v4/book/*" },
		{ "nonsense", "rest " },
	};
	struct xg_buf b = { 0 };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		xg_buf_clear(&b);
		xg_shape_kind(&b, XG_STR("m"), xg_str_from(cases[i][0]), rules);
		is_text(b.p, b.len, cases[i][1], "the kind of %s", cases[i][0]);
	}
	for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
		xg_buf_clear(&b);
		xg_shape_rest_kind(&b, xg_str_from(urls[i][0]));
		is_text(b.p, b.len, urls[i][1], "the kind of %s", urls[i][0]);
	}
	xg_buf_release(&b);
}

/* Deep and broad input costs bounded work and no stack. */
static void hostile(void)
{
	struct xg_shape s = { 0 };
	char deep[200];
	int rc = 0;

	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	is_int(xg_shape_learn(&s, XG_STR("d"), (struct xg_str){ deep, 200 }),
		XG_ERR_SYNTAX, "too deep is no JSON here");
	is_int(xg_shape_learn(
		       &s, XG_STR("d"), (struct xg_str){ deep + 60, 80 }),
		0, "40 deep is learned");
	for (int i = 0; i < 110000 && rc == 0; i++) {
		char json[40], kind[20];

		snprintf(json, sizeof json, "{\"m%d\":1}", i);
		snprintf(kind, sizeof kind, "k%d", i / 100);
		rc = xg_shape_learn(&s, xg_str_from(kind), xg_str_from(json));
	}
	is_int(rc, XG_ERR_LIMIT, "and the number of members is bounded");
	xg_shape_release(&s);
}

static void keys(void)
{
	struct xg_shape s = { 0 };

	learn(&s, "{\"XXBTZUSD\":{\"a\":1},\"E\":5}");
	SAYS(&s, "{\"ADAUSD\":{\"a\":2},\"XETHZUSD\":{\"a\":1},\"E\":5}", "",
		"keys that are data stand for one another");
	SAYS(&s, "{\"E\":5}", "", "and need not be there");
	SAYS(&s, "{\"ADAUSD\":{\"b\":2},\"E\":5}",
		"new member *.b (number); member *.a (number) is missing",
		"what they hold is compared");
	xg_shape_release(&s);
	learn(&s, "{\"ADAUSD\":{\"b\":1},\"XETHZUSD\":[1]}");
	SAYS(&s, "{\"ADAUSD\":{\"b\":1},\"XETHZUSD\":[1]}", "",
		"a place that holds objects and arrays misses neither's insides");
	SAYS(&s, "{\"AAPLxUSD\":{\"b\":1},\"XBTUSD.d\":{\"b\":1}}", "",
		"among capitals a small letter may stand alone");
	SAYS(&s, "{\"instID\":{\"b\":1}}", "new member instID (object)",
		"not so in a name of words");
	xg_shape_release(&s);
}

int main(void)
{
	struct xg_shape s = { 0 };

	learn(&s, "{\"a\":\"1\",\"b\":[[\"1\",\"2\"]],\"c\":1}");
	learn(&s, "{\"a\":\"2\",\"b\":[]}");
	learn(&s, "{\"a\":\"3\",\"b\":[],\"c\":null}");
	differences(&s);
	text(&s);
	kinds();
	keys();
	hostile();
	xg_shape_release(&s);
	return done();
}
