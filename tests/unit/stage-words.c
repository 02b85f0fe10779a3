/* stage: a pipeline text means what it means to a shell, or is refused. */
#include "stage/words.h"
#include "tap.h"

static struct xg_pipeline p;

/* The words as text: a comma between words, | between commands. */
static const char *words(const char *text)
{
	static char out[4096];
	struct xg_error err = { 0 };
	size_t at = 0;

	out[0] = '\0';
	if (xg_pipeline_parse(&p, xg_str_from(text), &err) < 0) {
		snprintf(out, sizeof out, "%lld: %s", (long long)err.col,
			err.text);
		return out;
	}
	for (size_t i = 0; i < p.n; i++) {
		for (int k = 0; k < p.cmd[i].argc; k++)
			at += (size_t)snprintf(out + at, sizeof out - at,
				"%s%s",
				k   ? ","
				: i ? "|"
				    : "",
				p.cmd[i].argv[k]);
		if (p.cmd[i].argv[p.cmd[i].argc])
			return "argv does not end with NULL";
	}
	return out;
}

static void is(const char *text, const char *want)
{
	const char *got = words(text);

	is_text(got, strlen(got), want, "words of: %s", text);
}

static void refused(const char *text, int col, const char *why)
{
	const char *got = words(text);
	char place[16];

	snprintf(place, sizeof place, "%d: ", col);
	ok(strncmp(got, place, strlen(place)) == 0 && strstr(got, why),
		"refused: %s (%s)", text, got);
	is_int(p.n, 0, "nothing is left of what is refused");
}

static void reads_as_a_shell(void)
{
	is("a", "a");
	is("  a  b\tc ", "a,b,c");
	is("a|b", "a|b");
	is("a x | b y z|c", "a,x|b,y,z|c");
	is("a 'b c' \"d e\"", "a,b c,d e");
	is("a b'c'\"d\"e", "a,bcde");
	is("a '' \"\"", "a,,");
	is("a 'it''s'", "a,its");
	is("a \"it's\"", "a,it's");
	is("a 'x|y' \"z|\"", "a,x|y,z|");
	is("a \\| \\' \\\\ x\\ y", "a,|,',\\,x y");
	is("a \"\\\"\\\\\\n\\$\\`\"", "a,\"\\\\n$`");
	is("a '\\n $x `'", "a,\\n $x `");
	is("a |\n b |\n\n c\n", "a|b|c");
	is("a \\\n b", "a,b");
	is("a b\\\nc", "a,bc");
	is("a \"b\\\nc\"", "a,bc");
	is("a x#y x~ --p=~", "a,x#y,x~,--p=~");
	is("a binance:*-USDT ?x [a]", "a,binance:*-USDT,?x,[a]");
	is("a\xc3\xa9 \xff", "a\xc3\xa9,\xff");
}

static void refuses_the_rest(void)
{
	refused("", 1, "missing");
	refused("  ", 3, "missing");
	refused("a |", 4, "missing");
	refused("| a", 1, "missing");
	refused("a | | b", 5, "missing");
	refused("a || b", 3, "single |");
	refused("a; b", 2, "only |");
	refused("a & b", 3, "only |");
	refused("a <f", 3, "redirect");
	refused("a >f", 3, "redirect");
	refused("a $X", 3, "expanded");
	refused("a \"$X\"", 4, "expanded");
	refused("a `b`", 3, "expanded");
	refused("a ~/x", 3, "not expanded");
	refused("a # x", 3, "comments");
	refused("(a)", 1, "groups");
	refused("a {b,c}", 3, "groups");
	refused("a 'b", 3, "not closed");
	refused("a \"b", 3, "not closed");
	refused("a \\", 3, "nothing follows");
	refused("a\nb", 2, "new command");
}

static void bounds(void)
{
	char text[4096];
	struct xg_error err = { 0 };
	size_t i;

	for (i = 0; i < XG_PIPELINE_STAGES; i++)
		memcpy(text + 2 * i, "a|", 3);
	text[2 * i - 1] = '\0';
	is_int(xg_pipeline_parse(&p, xg_str_from(text), &err), 0,
		"the greatest number of commands is accepted");
	is_int(p.n, XG_PIPELINE_STAGES, "and all of them are there");
	memcpy(text + 2 * i - 1, "|a", 3);
	ok(xg_pipeline_parse(&p, xg_str_from(text), &err) < 0,
		"one more is refused");
	for (i = 0; i < XG_PIPELINE_WORDS; i++)
		memcpy(text + 2 * i, "w ", 3);
	is_int(xg_pipeline_parse(&p, xg_str_from(text), &err), 0,
		"the greatest number of words is accepted");
	is_int(p.cmd[0].argc, XG_PIPELINE_WORDS, "and all are there");
	memcpy(text + 2 * i, "w", 2);
	ok(xg_pipeline_parse(&p, xg_str_from(text), &err) < 0,
		"one word more is refused");
	is_int(xg_pipeline_parse(&p, (struct xg_str){ "a\0b", 3 }, &err),
		XG_ERR_SYNTAX, "a NUL byte is refused");
}

int main(void)
{
	reads_as_a_shell();
	refuses_the_rest();
	bounds();
	xg_pipeline_release(&p);
	return done();
}
