/* Tokens, slices, values and the places of errors. */
#include "base/err.h"
#include "base/rng.h"
#include "json/pull.h"
#include "json/write.h"
#include "tap.h"

static struct xg_json j;

static void on(const char *text)
{
	xg_json_init(&j, text, strlen(text));
}

static void tokens(void)
{
	static const struct {
		enum xg_json_tok tok;
		const char *val;
	} t[] = { { XG_JSON_OBJ, "{" }, { XG_JSON_KEY, "a" },
		{ XG_JSON_ARR, "[" }, { XG_JSON_NUM, "-1.50e+3" },
		{ XG_JSON_STR, "x\\ny" }, { XG_JSON_TRUE, "true" },
		{ XG_JSON_FALSE, "false" }, { XG_JSON_NULL, "null" },
		{ XG_JSON_OBJ, "{" }, { XG_JSON_OBJ_END, "}" },
		{ XG_JSON_ARR_END, "]" }, { XG_JSON_KEY, "" },
		{ XG_JSON_STR, "" }, { XG_JSON_OBJ_END, "}" } };

	on(" {\"a\" : [ -1.50e+3,\"x\\ny\" ,true,false,null,{}\t],\r\n"
	   "\"\":\"\"} ");
	for (size_t i = 0; i < XG_LEN(t); i++) {
		int tok = xg_json_next(&j);

		ok(tok == (int)t[i].tok && xg_str_is_text(j.val, t[i].val),
			"token %zu is '%s', a slice as written", i, t[i].val);
		if (i == 4)
			ok(j.esc, "it has an escape");
		if (i == 12)
			ok(!j.esc, "it has none");
	}
	is_int(xg_json_next(&j), XG_JSON_END, "then the end");
	is_int(xg_json_next(&j), XG_JSON_END, "and it stays there");
}

static void places(void)
{
	static const struct {
		const char *text, *why;
		size_t at;
	} t[] = { { "", "the text ends early", 0 },
		{ "[1,]", "expected a value", 3 },
		{ "[1 2]", "expected a comma or the end", 3 },
		{ "{\"a\" 1}", "expected a colon", 5 },
		{ "{\"a\":1,}", "expected a member name", 7 },
		{ "{1:2}", "expected a member name", 1 },
		{ "[1}", "expected a comma or the end", 2 },
		{ "[01]", "a number may not begin with 0", 2 },
		{ "[1.]", "expected a digit", 3 },
		{ "[-]", "expected a digit", 2 },
		{ "[1e+]", "expected a digit", 4 },
		{ "[tru]", "expected a value", 1 },
		{ "[\"ab", "the string does not end", 4 },
		{ "[\"a\\x\"]", "bad escape in a string", 3 },
		{ "[\"a\tb\"]", "control character in a string", 3 },
		{ "[\"a\xff\"]", "the text is not UTF-8", 3 },
		{ "[\"0123456789abcdef0\xc3(\"]", "the text is not UTF-8", 19 },
		{ "[\"\\ud800x\"]", "bad escape in a string", 2 },
		{ "[] []", "unexpected text behind the value", 3 },
		{ "{\"a\":[1,{\"b\":tru}]}", "expected a value", 13 } };

	for (size_t i = 0; i < XG_LEN(t); i++) {
		const char *why = NULL;
		size_t at = 99;
		int rc = xg_json_check(xg_str_from(t[i].text), &why, &at);

		ok(rc < 0 && at == t[i].at && why && strcmp(why, t[i].why) == 0,
			"%s: %s at %zu", t[i].text, t[i].why, t[i].at);
		if (at != t[i].at || !why || strcmp(why, t[i].why) != 0)
			printf("# got %s at %zu\n", why ? why : "none", at);
	}
	on("[1,x]");
	while (xg_json_next(&j) > XG_JSON_END)
		continue;
	is_int(xg_json_next(&j), XG_JSON_ERR, "an error stays");
}

static void values(void)
{
	struct xg_str s;
	struct xg_dec d;
	int64_t v;
	bool b;

	on("[1.50,\"1.50\",12,\"-12\",1e3,\"5.0\",9223372036854775807,true,"
	   "\"x\",{}]");
	xg_json_next(&j);
	ok(xg_json_dec(&j, &d) == 0 && d.m == 150 && d.e == -2, "a number");
	ok(xg_json_dec(&j, &d) == 0 && d.m == 150, "a string that holds one");
	ok(xg_json_i64(&j, &v) == 0 && v == 12, "an integer");
	ok(xg_json_i64(&j, &v) == 0 && v == -12, "as a string");
	ok(xg_json_i64(&j, &v) == 0 && v == 1000, "with an exponent");
	ok(xg_json_i64(&j, &v) == 0 && v == 5, "with decimals of zero");
	ok(xg_json_i64(&j, &v) == 0 && v == INT64_MAX, "the largest");
	ok(xg_json_bool(&j, &b) == 0 && b, "a word");
	is_int(xg_json_dec(&j, &d), XG_ERR_SYNTAX, "a text is no number");
	is_int(xg_json_text(&j, &s), XG_ERR_TYPE, "an object is no text");
	on("[9223372036854775808,1.5,\"1\\u0030\",null]");
	xg_json_next(&j);
	is_int(xg_json_i64(&j, &v), XG_ERR_RANGE, "one more does not fit");
	is_int(xg_json_i64(&j, &v), XG_ERR_RANGE, "1.5 is no integer");
	is_int(xg_json_i64(&j, &v), XG_ERR_TYPE,
		"a number in escapes is not looked for");
	is_int(xg_json_bool(&j, &b), XG_ERR_TYPE, "null is no bool");
}

static void escapes(void)
{
	static const struct {
		const char *raw, *text;
	} t[] = { { "\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t" },
		{ "\\u0061\\u00e9\\u20AC", "a\xc3\xa9\xe2\x82\xac" },
		{ "\\ud83d\\ude39", "\xf0\x9f\x98\xb9" },
		{ "\xe2\x82\xac", "\xe2\x82\xac" }, { "", "" } };
	struct xg_rng rng = { 1 };
	struct xg_buf b = { 0 }, back = { 0 };
	int wrong = 0;

	for (size_t i = 0; i < XG_LEN(t); i++) {
		xg_buf_clear(&b);
		xg_json_unescape(&b, xg_str_from(t[i].raw));
		is_text(b.p ? b.p : "", b.len, t[i].text, "%s", t[i].raw);
	}
	/* Any valid text survives being quoted, parsed and unescaped. */
	for (int k = 0; k < 20000; k++) {
		char text[64];
		size_t n = 0, len = xg_rng_below(&rng, 20);

		while (len--) {
			static const char *const some[] = { "\"", "\\", "\n",
				"\x01", "\x1f", "\x7f", "a", "/", "\xc3\xa9",
				"\xe2\x82\xac", "\xf0\x9f\x98\xb9",
				"\xef\xbf\xbf" };
			const char *s = some[xg_rng_below(&rng, XG_LEN(some))];

			memcpy(text + n, s, strlen(s));
			n += strlen(s);
			if (n > 58)
				break;
		}
		xg_buf_clear(&b);
		xg_buf_clear(&back);
		xg_json_quote(&b, (struct xg_str){ text, n });
		xg_json_init(&j, b.p, b.len);
		wrong += xg_json_next(&j) != XG_JSON_STR ||
			 xg_json_unescape(&back, j.val) < 0 ||
			 xg_json_next(&j) != XG_JSON_END || back.len != n ||
			 (n && memcmp(back.p, text, n) != 0);
	}
	is_int(wrong, 0, "20,000 texts survive the way out and back");
	xg_buf_clear(&b);
	xg_json_quote(&b, XG_STR("a\xff\xc3(\xed\xa0\x80"));
	ok(xg_json_check(xg_buf_view(&b), NULL, NULL) == 0 &&
			strstr(b.p, "\xef\xbf\xbd"),
		"what is not UTF-8 is written as U+FFFD");
	xg_buf_release(&b);
	xg_buf_release(&back);
}

static void paths(void)
{
	static const char text[] =
		"{\"data\":[{\"px\":\"1\"},{\"px\":{\"x\":[1,2]}}],\"b\":7}";
	static const struct {
		const char *path, *want;
	} t[] = { { "data.0.px", "\"1\"" }, { "data.1.px.x", "[1,2]" },
		{ "data.1.px.x.1", "2" }, { "b", "7" }, { "data.2", NULL },
		{ "data.px", NULL }, { "b.c", NULL }, { "z", NULL } };
	struct xg_str out;

	for (size_t i = 0; i < XG_LEN(t); i++) {
		int rc = xg_json_find(XG_STR(text), t[i].path, &out);

		ok(t[i].want ? rc == 1 && xg_str_is_text(out, t[i].want)
			     : rc == 0,
			"%s is %s", t[i].path,
			t[i].want ? t[i].want : "absent");
	}
	ok(xg_json_find(XG_STR("{\"a\":tru}"), "b", &out) < 0, "bad JSON");
	on("{\"a\":{\"b\":[1,{}]},\"c\":3}");
	xg_json_next(&j);
	xg_json_next(&j);
	ok(xg_json_skip(&j, &out) == 0 && xg_str_is_text(out, "{\"b\":[1,{}]}"),
		"skip gives the whole value");
	ok(xg_json_next(&j) == XG_JSON_KEY && XG_JSON_KEY_IS(&j, "c"),
		"and goes on behind it");
}

/* The fast way over pairs of decimals is the slow one. */
static void pairs(void)
{
	static const char *const forms[] = { "[%s,%s]", "[\"%s\",\"%s\"]",
		"[%s,\"%s\"]", "[%s, %s]", "[%s,%s,1]", "[%s]" };
	static const char *const numbers[] = { "0", "1", "1.50", "0.00000001",
		"1234567.12345678", "12345678", "1.123456789", "-1", "1e5",
		"01", "1.", ".5", "9999999.99999999", "0.10", "x" };
	struct xg_rng rng = { 9 };
	int wrong = 0, fast = 0;

	for (int k = 0; k < 50000; k++) {
		struct xg_buf text = { 0 };
		struct xg_dec got[20];
		struct xg_json a, b;
		size_t n, items = xg_rng_below(&rng, 6);

		xg_buf_char(&text, '[');

		for (size_t i = 0; i < items; i++) {
			char item[64];

			snprintf(item, sizeof item,
				forms[xg_rng_below(
					&rng, k % 2 ? 2 : XG_LEN(forms))],
				numbers[xg_rng_below(&rng, k % 2 ? 5 : 15)],
				numbers[xg_rng_below(&rng, k % 2 ? 5 : 15)]);
			xg_buf_text(&text, i ? "," : "");
			xg_buf_text(&text, item);
		}
		xg_buf_char(&text, ']');
		xg_json_init(&a, text.p, text.len);
		xg_json_init(&b, text.p, text.len);
		xg_json_next(&a);
		xg_json_next(&b);
		n = xg_json_pairs(&a, got, 10);
		fast += (int)n;
		for (size_t i = 0; i < n; i++) {
			struct xg_dec x, y;

			wrong += xg_json_next(&b) != XG_JSON_ARR ||
				 xg_json_dec(&b, &x) < 0 ||
				 xg_json_dec(&b, &y) < 0 ||
				 xg_json_next(&b) != XG_JSON_ARR_END ||
				 xg_dec_cmp(x, got[2 * i]) != 0 ||
				 xg_dec_cmp(y, got[2 * i + 1]) != 0;
		}
		/* what follows is the same, too */
		while (a.tok > XG_JSON_END) {
			int x = xg_json_next(&a), y = xg_json_next(&b);

			wrong += x != y ||
				 a.val.p - a.val.n != b.val.p - b.val.n;
			if (x != y)
				break;
		}
		xg_buf_release(&text);
	}
	is_int(wrong, 0, "50,000 arrays give the same by both ways");
	ok(fast > 10000, "and the fast one was taken (%d pairs)", fast);
}

/* A frame with one byte changed to each other one, or cut there. */
static void skips(void)
{
	static const char frame[] =
		"{\"stream\":\"a@b\",\"n\":120,\"o\":{\"e\":\"x\\\"y\",\"p\":{}"
		",\"z\":[],\"0\":-1.5e3,\"k\":true,\"b\":[[\"1.50\",\"2\"],"
		"[\"3.50\",\"4\"]],\"u\":7,\"a\":[[1,2]]},\"t\":\"\xc3\xa4\"}";
	size_t n = sizeof frame - 1;
	char text[sizeof frame];
	int wrong = 0;

	for (size_t at = 0; at < n; at++) {
		for (int c = -1; c < 256; c++) {
			size_t len = c < 0 ? at : n;
			struct xg_json one;
			bool good;

			memcpy(text, frame, n);
			if (c >= 0)
				text[at] = (char)c;
			good = xg_json_check((struct xg_str){ text, len }, NULL,
				       NULL) == 0;
			xg_json_init(&one, text, len);
			wrong += good !=
				 (xg_json_next(&one) > XG_JSON_END &&
					 xg_json_skip(&one, NULL) == 0 &&
					 xg_json_next(&one) == XG_JSON_END);
		}
	}
	is_int(wrong, 0,
		"what is skipped is checked no less than what is read");
}

int main(void)
{
	tokens();
	places();
	values();
	escapes();
	paths();
	pairs();
	skips();
	return done();
}
