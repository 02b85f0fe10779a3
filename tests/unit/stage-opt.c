/* stage: options from words, environment, file and table. */
#include "stage/opt.h"
#include "tap.h"

struct state {
	bool flag, other;
	int64_t num, span;
	struct xg_dec dec;
	const char *text;
	int word;
	struct xg_opt_list list;
};

static const char *const words[] = { "slow", "fast", NULL };
#define AT(m) offsetof(struct state, m)
static const struct xg_opt opts[] = { { 0, "dec", "x", XG_OPT_DEC, AT(dec),
					      "1.50", 0, 0, "a decimal",
					      .conf = "t.dec" },
	{ 'f', "flag", NULL, XG_OPT_FLAG, AT(flag), .help = "a flag",
		.conf = "t.flag" },
	{ 'l', "list", "x", XG_OPT_LIST, AT(list), .help = "a list",
		.conf = "t.list" },
	{ 'n', "num", "n", XG_OPT_INT, AT(num), "10", 1, 1000, "a number",
		.env = "XG_T_NUM", .conf = "t.num" },
	{ .letter = 'o',
		.name = "other",
		.kind = XG_OPT_FLAG,
		.off = AT(other),
		.help = "another" },
	{ .name = "span",
		.arg = "time",
		.kind = XG_OPT_SPAN,
		.off = AT(span),
		.def = "1s",
		.max = 5000000,
		.help = "a time" },
	{ 't', "text", "x", XG_OPT_TEXT, AT(text), .help = "a text",
		.env = "XG_T_TEXT", .conf = "t.text" },
	{ 0, "word", "w", XG_OPT_WORD, AT(word), "fast", .help = "a word",
		.words = words },
	{ 0 } };

static const struct xg_opt verb_opts[] = {
	{ 0, "deep", NULL, XG_OPT_FLAG, AT(other), .help = "of the verb" },
	{ 0 }
};
static const struct xg_verb verbs[] = { { "add", "", "add", verb_opts, NULL },
	{ "remove", "", "remove", NULL, NULL }, { 0 } };

static struct state st;
static struct xg_opts o;
static struct xg_error err;

/* Reads the words (a blank between each), then fills from conf. */
static int parse(const char *line, const char *conf_text, bool with_verbs)
{
	static char buf[512];
	static char name[] = "t";
	char *argv[32] = { name };
	struct xg_conf conf = { 0 };
	int argc = 1, rc;
	char *p = buf;

	xg_opts_release(&o);
	st = (struct state){ 0 };
	err = (struct xg_error){ 0 };
	o.table[o.n++] = (struct xg_opt_table){ .opts = opts, .base = &st };
	o.verbs = with_verbs ? verbs : NULL;
	o.state = &st;
	snprintf(buf, sizeof buf, "%s", line);
	while (*p) {
		argv[argc++] = p;
		p += strcspn(p, " ");
		if (*p)
			*p++ = '\0';
	}
	rc = xg_opts_parse(&o, argc, argv, &err);
	if (conf_text)
		xg_conf_parse(&conf, xg_str_from(conf_text), NULL);
	if (rc == 0)
		rc = xg_opts_fill(&o, conf_text ? &conf : NULL, &err);
	xg_conf_release(&conf);
	return rc;
}

static void refused(const char *line, const char *why)
{
	int rc = parse(line, NULL, false);

	ok(rc < 0 && strcmp(err.text, why) == 0, "%s: %s", line, err.text);
}

static void spellings(void)
{
	parse("", NULL, false);
	is_int(st.num, 10, "a default");
	is_int(st.span, 1000000, "a default of a span");
	is_int(st.word, 1, "a default of a word");
	ok(!st.text && !st.flag, "without a default nothing");
	parse("-n5 -fo --text=a=b", NULL, false);
	ok(st.num == 5 && st.flag && st.other && strcmp(st.text, "a=b") == 0,
		"-nVALUE, letters joined, --name=value");
	parse("-fn 7 --text -x --span 250ms --word slow", NULL, false);
	ok(st.num == 7 && strcmp(st.text, "-x") == 0 && st.span == 250000 &&
			st.word == 0,
		"values as the next word, also with a dash");
	parse("--num 3 --num 4", NULL, false);
	is_int(st.num, 4, "the last one counts");
	parse("-l a -l b --list=c", NULL, false);
	ok(st.list.n == 3 && strcmp(st.list.item[2], "c") == 0,
		"a list takes each");
	parse("a -f -- -n b", NULL, false);
	ok(o.argc == 3 && strcmp(o.arg[1], "-n") == 0 && st.flag,
		"operands anywhere; behind -- all are");
	parse("- -f", NULL, false);
	ok(o.argc == 1 && strcmp(o.arg[0], "-") == 0, "- is an operand");
	parse("--flag=false", NULL, false);
	ok(!st.flag, "a flag can be turned off");
}

static void sentences(void)
{
	refused("--nmu 3", "unknown option --nmu (did you mean --num?)");
	refused("--zzzzzz", "unknown option --zzzzzz");
	refused("-x", "unknown option -x");
	refused("--num", "--num needs a value: --num n");
	refused("-n", "-n needs a value: -n n");
	refused("--num x", "--num: 'x' is not a whole number");
	refused("--num 0", "--num: 0 is not within 1 and 1000");
	refused("--num 1001", "--num: 1001 is not within 1 and 1000");
	refused("--num 99999999999999999999",
		"--num: '99999999999999999999' is not a whole number");
	refused("--span 6s",
		"--span: 6s is not within 0 and 5000000 microseconds");
	refused("--span 1x",
		"--span: '1x' is not a time such as 250ms, 10s, 5m or 1h");
	refused("--dec 1.x", "--dec: '1.x' is not a decimal number");
	refused("--word quick", "--word: 'quick' is not one of: slow, fast");
	refused("--flag=maybe", "--flag: 'maybe' is not true or false");
}

static void sources(void)
{
	static const char conf[] =
		"{\"t\":{\"num\":20,\"text\":\"a\\u0062\",\"flag\":true,"
		"\"dec\":0.1,\"list\":[\"x\",\"y\"]}}";

	is_int(parse("", conf, false), 0, "a file is read");
	ok(st.num == 20 && strcmp(st.text, "ab") == 0 && st.flag &&
			st.list.n == 2 && strcmp(st.list.item[1], "y") == 0,
		"its values are taken, escapes too");
	setenv("XG_T_NUM", "30", 1);
	parse("", conf, false);
	is_int(st.num, 30, "the environment wins over the file");
	parse("-n 40", conf, false);
	is_int(st.num, 40, "and the command line over both");
	setenv("XG_T_NUM", "zero", 1);
	is_int(parse("", conf, false) < 0, 1, "a bad value of it is refused");
	ok(strstr(err.text, "XG_T_NUM in the environment: "),
		"and the variable is named: %s", err.text);
	setenv("XG_T_NUM", "", 1);
	parse("", conf, false);
	is_int(st.num, 20, "an empty variable is none");
	unsetenv("XG_T_NUM");
	is_int(parse("", "{\"t\":\n{\"num\": 5000}}", false), XG_ERR_CONFIG,
		"a bad value of the file");
	ok(err.line == 2 && err.col == 9 && strstr(err.text, "\"t.num\": "),
		"has its place: %lld:%lld %s", (long long)err.line,
		(long long)err.col, err.text);
	is_int(parse("", "{\"t\":{\"list\":[1,{}]}}", false) < 0, 1,
		"a list of anything but texts and numbers is refused");
}

static void verbs_of(void)
{
	is_int(parse("add --deep x", NULL, true), 0, "a verb with its option");
	ok(o.verb == &verbs[0] && o.argc == 1 && st.other,
		"what follows are operands");
	is_int(parse("-f remove --deep", NULL, true) < 0, 1,
		"an option of another verb is unknown");
	is_int(parse("ad x", NULL, true) < 0, 1, "an unknown verb is refused");
	ok(strcmp(err.text, "unknown verb ad (did you mean add?)") == 0,
		"with the nearest: %s", err.text);
}

static void as_is(void)
{
	static char w[5][6] = { "t", "-f", "foo", "-n", "--bad" };
	char *argv[] = { w[0], w[1], w[2], w[3], w[4], NULL };

	xg_opts_release(&o);
	st = (struct state){ 0 };
	o.table[o.n++] = (struct xg_opt_table){ .opts = opts, .base = &st };
	o.as_is = true;
	is_int(xg_opts_parse(&o, 5, argv, &err), 0,
		"words behind the first operand are as they are");
	ok(st.flag && o.argc == 3 && strcmp(o.arg[2], "--bad") == 0,
		"and operands, all of them");
}

static void check(const struct xg_opt *t, const char *why)
{
	err = (struct xg_error){ 0 };
	ok(xg_opts_check(t, NULL, &err) < 0 && strstr(err.text, why),
		"a table is refused: %s", err.text);
}

static void tables(void)
{
	const struct xg_opt unsorted[] = { opts[1], opts[0], { 0 } };
	const struct xg_opt twice[] = { opts[1], opts[1], { 0 } };
	struct xg_opt t[] = { opts[3], { 0 } };

	is_int(xg_opts_check(opts, NULL, &err), 0, "a good table passes");
	check(unsorted, "sorted");
	check(twice, "sorted");
	is_int(xg_opts_check(opts, opts, &err) < 0, 1,
		"an option that hides a common one is refused");
	t[0].def = "5000";
	check(t, "not within");
	t[0].def = "x";
	check(t, "whole number");
	t[0] = opts[3];
	t[0].help = "ends with a full stop.";
	check(t, "full stop");
	t[0].help =
		"a help that is longer than the fifty-six columns it may have";
	check(t, "columns");
	t[0] = opts[3];
	t[0].arg = NULL;
	check(t, "only flags");
	t[0] = opts[7];
	t[0].words = NULL;
	check(t, "no list of words");
}

int main(void)
{
	spellings();
	sentences();
	sources();
	verbs_of();
	as_is();
	tables();
	xg_opts_release(&o);
	return done();
}
