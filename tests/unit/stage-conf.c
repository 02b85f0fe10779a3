/* stage: the configuration file, its comments, and where a mistake is. */
#include "stage/conf.h"
#include "base/err.h"
#include "tap.h"

static void bad(const char *text, int line, int col, const char *why)
{
	struct xg_conf c = { 0 };
	struct xg_error err = { 0 };

	is_int(xg_conf_parse(&c, xg_str_from(text), &err), XG_ERR_CONFIG,
		"refused: %s", text);
	ok(err.line == line && err.col == col && strstr(err.text, why),
		"  at %d:%d %s (%lld:%lld %s)", line, col, why,
		(long long)err.line, (long long)err.col, err.text);
	xg_conf_release(&c);
}

static void has(const char *text, const char *path, const char *want)
{
	struct xg_conf c = { 0 };
	struct xg_error err = { 0 };
	struct xg_str json = { 0 };
	int rc = xg_conf_parse(&c, xg_str_from(text), &err);

	is_int(rc, 0, "accepted: %s (%s)", text, err.text);
	is_int(xg_conf_get(&c, path, &json), want ? 1 : 0, "  %s is %s", path,
		want ? "there" : "not there");
	if (want)
		is_text(json.p ? json.p : "", json.n, want, "  its value");
	xg_conf_release(&c);
}

static void mistakes(void)
{
	bad("", 1, 1, "empty");
	bad("[]", 1, 1, "expected an object");
	bad("1", 1, 1, "expected an object");
	bad("{\"a\":1,\n \"b\":2,\n \"a\":3}", 3, 3, "given before");
	bad("{\"a\":{\"x\":1,\"x\":2}}", 1, 14, "given before");
	bad("{\n\"a\": tru\n}", 2, 6, "");
	bad("{\n\"a\": 1,\n}", 3, 1, "");
	bad("{\"a\":1} x", 1, 9, "");
	bad("{\"a\":1", 1, 7, "");
	bad("{'a':1}", 1, 2, "");
	bad("{\"a\":\"\x01\"}", 1, 7, "");
	bad("{\"a\":1 // \"\n,\"a\":2}", 2, 3, "given before");
}

static void values(void)
{
	has("{}", "a", NULL);
	has("{\"a\":{\"b\":[1, 2]}}", "a.b", "[1, 2]");
	has("{\"a\":{\"x\":1},\"b\":{\"x\":2}}", "b.x", "2");
	has("// first\n{\"a\": 1 // \"b\": 2\n}", "a", "1");
	has("{\"a\": \"http://x/y\"}", "a", "\"http://x/y\"");
	has("{\"a\": \"q\\\" // no\", \"b\":2}", "b", "2");
	has("{\"a.b\":1}", "a.b", NULL);
	has("{\"a\":1}//", "a", "1");
	has("{\"a\":null}", "a", "null");
}

/* Any text is either refused with a place inside of it, or gives values. */
static void hostile(void)
{
	static const char seed[] =
		"{\"a\": [1, \"b\\n\", {\"c\": null}], // x\n \"d\": 1e5}";
	struct xg_error err;
	struct xg_conf c = { 0 };
	char text[sizeof seed];
	int outside = 0;

	for (size_t i = 0; i < sizeof seed - 1; i++) {
		for (int b = 0; b < 256; b++) {
			memcpy(text, seed, sizeof seed);
			text[i] = (char)b;
			err = (struct xg_error){ 0 };
			if (xg_conf_parse(&c,
				    (struct xg_str){ text, sizeof seed - 1 },
				    &err) < 0)
				outside += err.line < 1 || err.line > 3 ||
					   err.col < 1;
		}
		err = (struct xg_error){ 0 };
		xg_conf_parse(&c, (struct xg_str){ seed, i }, &err);
		outside += err.line < 1;
	}
	is_int(outside, 0, "each change of a byte is accepted or has a place");
	xg_conf_release(&c);
}

int main(void)
{
	mistakes();
	values();
	hostile();
	return done();
}
