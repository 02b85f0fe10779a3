/* The public JSONTestSuite: every y_ is read, every n_ is refused; of the i_
 * cases, where the standard leaves the choice, our choice is pinned. The cases
 * are in tests/json/suite.tsv, with ~n, ~t and ~xNN for bytes. */
#include "base/err.h"
#include "json/pull.h"
#include "tap.h"

static size_t bytes(char *out, struct xg_str text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned v;

		if (text.p[i] != '~') {
			out[n++] = text.p[i];
			continue;
		}
		i++;
		if (text.p[i] == 'x') {
			if (sscanf(text.p + i + 1, "%2x", &v) != 1)
				abort();
			out[n++] = (char)v;
			i += 2;
		} else {
			out[n++] = text.p[i] == 'n' ? '\n' : '\t';
		}
	}
	return n;
}

/* In memory of exactly its size, so that a sanitizer sees one byte too many. */
static bool is_good(const char *text, size_t n)
{
	char *exact = malloc(n ? n : 1);
	struct xg_str s = { exact, n };
	struct xg_json j;
	enum xg_json_tok tok;
	bool good, skipped;

	if (n)
		memcpy(exact, text, n);
	good = xg_json_check(s, NULL, NULL) == 0;
	xg_json_init(&j, s.p, s.n);
	while ((tok = xg_json_next(&j)) > XG_JSON_END)
		continue;
	if ((tok == XG_JSON_END) != good)
		printf("# check and next differ\n");
	xg_json_init(&j, s.p, s.n);
	skipped = xg_json_next(&j) > XG_JSON_END &&
		  xg_json_skip(&j, NULL) == 0 &&
		  xg_json_next(&j) == XG_JSON_END;
	if (skipped != good) {
		printf("# skip and next differ\n");
		good = !good;
	}
	free(exact);
	return good;
}

static void deep(const char *open, int n, bool good, const char *title)
{
	struct xg_buf b = { 0 };

	for (int i = 0; i < n; i++)
		xg_buf_text(&b, open);
	if (good) {
		xg_buf_text(&b, "1");
		for (int i = 0; i < n; i++)
			xg_buf_text(&b, strcmp(open, "[") == 0 ? "]" : "}");
	}
	is_int(is_good(b.p, b.len), good, "%s", title);
	xg_buf_release(&b);
}

int main(void)
{
	FILE *in = fopen("tests/json/suite.tsv", "r");
	char line[1024], text[1024];
	int rows = 0;

	while (in && fgets(line, sizeof line, in)) {
		struct xg_str rest = { line, strcspn(line, "\n") };
		struct xg_str want = xg_str_cut(&rest, '\t');
		struct xg_str name = xg_str_cut(&rest, '\t');

		rows++;
		is_int(is_good(text, bytes(text, rest)), want.p[0] == 'y',
			"%.*s", XG_STR_ARG(name));
	}
	if (in)
		fclose(in);
	is_int(rows, 313, "all cases were tried");
	deep("[", 64, true, "64 levels are read");
	deep("{\"a\":", 64, true, "of objects, too");
	deep("[", 65, false, "i_structure_500_nested_arrays: 65 are not");
	deep("[", 100000, false, "n_structure_100000_opening_arrays");
	deep("[{\"\":", 50000, false, "n_structure_open_array_object");
	return done();
}
