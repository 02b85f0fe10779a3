/* OKX: error codes, by tests/venue/okx/codes.tsv (the sheet's table). */
#include "tap.h"
#include "venue/okx/okx.h"

int main(void)
{
	static const char *const results[] = { "ok", "rejected", "unknown",
		"limited", "clock", "bad" };
	FILE *in = fopen("tests/venue/okx/codes.tsv", "r");
	char line[256];
	int rows = 0;

	while (in && fgets(line, sizeof line, in)) {
		struct xg_str rest = { line, strcspn(line, "\n") };
		struct xg_str code = xg_str_cut(&rest, '\t');
		struct xg_str result = xg_str_cut(&rest, '\t');
		const char *word;
		int reason, got;

		if (rows++ == 0)
			continue; /* the heading */
		got = xg_okx_code(code, &reason);
		word = xg_word(XG_WORDS_REASON, reason);
		ok(xg_str_is_text(result, results[got]) &&
				xg_str_is_text(rest, word ? word : ""),
			"%.*s is %.*s, %.*s", XG_STR_ARG(code),
			XG_STR_ARG(result), XG_STR_ARG(rest));
	}
	if (in)
		fclose(in);
	is_int(rows, 115, "the whole table");
	return done();
}
