/* --help: to stdout, 80 columns, all from the tables. */
#include "stage/stage_priv.h"

#define LEFT 24
#define WIDTH 80

static const char *const exit_help[] = {
	[XG_EXIT_OK] = "done",
	[XG_EXIT_FAILED] = "the operation failed",
	[XG_EXIT_USAGE] = "wrong options or operands",
	[XG_EXIT_DATA] = "bad input data",
	[XG_EXIT_CONFIG] = "configuration or credentials",
	[XG_EXIT_NET] = "network or venue",
	[XG_EXIT_HALTED] = "halted by risk",
};

/* Words wrapped at WIDTH; at is the column reached, indent that of new lines.
 */
static size_t wrap(struct xg_buf *b, size_t at, size_t indent, const char *text)
{
	struct xg_str rest = xg_str_from(text);
	bool first = true;

	while (rest.n) {
		struct xg_str word = xg_str_cut(&rest, ' ');

		if (!first && at + 1 + word.n > WIDTH) {
			xg_buf_printf(b, "\n%*s", (int)indent, "");
			at = indent;
			first = true;
		}
		if (!first) {
			xg_buf_char(b, ' ');
			at++;
		}
		xg_buf_str(b, word);
		at += word.n;
		first = false;
	}
	return at;
}

/* " (default 10)", " (a, b, c; default a)", " ($XG_X)" as one text. */
static void details(struct xg_buf *b, const struct xg_opt *o)
{
	const char *sep = " (";
	int i;

	for (i = 0; o->words && o->words[i]; i++) {
		xg_buf_printf(b, "%s%s", sep, o->words[i]);
		sep = ", ";
	}
	if (o->words)
		sep = "; ";
	if (o->def) {
		xg_buf_printf(b, "%sdefault %s", sep, o->def);
		sep = "; ";
	}
	if (o->env) {
		xg_buf_printf(b, "%s$%s", sep, o->env);
		sep = "; ";
	}
	if (sep[0] != ' ')
		xg_buf_char(b, ')');
}

static void row(struct xg_buf *b, const char *left, const char *text)
{
	size_t at = 2 + strlen(left);

	xg_buf_printf(b, "  %s", left);
	if (at + 2 > LEFT) {
		xg_buf_char(b, '\n');
		at = 0;
	}
	xg_buf_printf(b, "%*s", (int)(LEFT - at), "");
	wrap(b, LEFT, LEFT, text);
	xg_buf_char(b, '\n');
}

static void option(struct xg_buf *b, const struct xg_opt *o)
{
	struct xg_buf text = { .max = 1024 };
	char left[80];

	snprintf(left, sizeof left, "%c%c%c --%s%s%s", o->letter ? '-' : ' ',
		o->letter ? o->letter : ' ', o->letter ? ',' : ' ', o->name,
		o->arg ? " " : "", o->arg ? o->arg : "");
	xg_buf_text(&text, o->help);
	details(&text, o);
	row(b, left, text.failed ? o->help : text.p);
	xg_buf_release(&text);
}

static void options(
	struct xg_buf *b, const char *title, const struct xg_opt *opts)
{
	if (!opts || !opts->name)
		return;
	xg_buf_printf(b, "\n%s:\n", title);
	for (; opts->name; opts++)
		option(b, opts);
}

static void verbs(struct xg_buf *b, const struct xg_verb *v)
{
	char left[80];

	if (!v)
		return;
	xg_buf_text(b, "\nverbs:\n");
	for (; v->name; v++) {
		snprintf(left, sizeof left, "%s%s%s", v->name,
			v->synopsis && *v->synopsis ? " " : "",
			v->synopsis ? v->synopsis : "");
		row(b, left, v->help);
	}
}

static void types(struct xg_buf *b, const char *title, uint64_t bits)
{
	size_t at = strlen(title) + 1;
	int t;

	if (!bits)
		return;
	xg_buf_printf(b, "%s:", title);
	for (t = 1; t < XG_REC_TYPES; t++) {
		const char *name = xg_rec_type_name(t);

		if (!(bits & XG_REC_BIT(t)))
			continue;
		if (at + 1 + strlen(name) > WIDTH) {
			xg_buf_text(b, "\n      ");
			at = 6;
		}
		xg_buf_printf(b, " %s", name);
		at += 1 + strlen(name);
	}
	xg_buf_char(b, '\n');
}

static void exits(struct xg_buf *b, const struct xg_stage *s)
{
	unsigned used = xg_exits_of(s);
	unsigned i;

	xg_buf_text(b, "\nexit status:\n");
	for (i = 0; i < XG_LEN(exit_help); i++) {
		char left[8];

		if (!(used & 1u << i))
			continue;
		snprintf(left, sizeof left, "%u", i);
		row(b, left, exit_help[i]);
	}
}

unsigned xg_exits_of(const struct xg_stage *s)
{
	return s->exits | 1u << XG_EXIT_OK | 1u << XG_EXIT_FAILED |
	       1u << XG_EXIT_USAGE | (s->no_input ? 0 : 1u << XG_EXIT_DATA);
}

/* An example longer than the line is broken after its bars. */
static void example(struct xg_buf *b, const char *text)
{
	struct xg_str rest = xg_str_from(text);
	size_t at = 2;

	xg_buf_text(b, "  ");
	while (rest.n) {
		struct xg_str word = xg_str_cut(&rest, ' ');

		if (at + word.n + 3 > WIDTH) {
			xg_buf_text(b, "\\\n      ");
			at = 6;
		}
		xg_buf_str(b, word);
		at += word.n + 1;
		if (rest.n)
			xg_buf_char(b, ' ');
	}
	xg_buf_char(b, '\n');
}

int xg_help_print(const struct xg_stage *s, const struct xg_verb *verb)
{
	const char *const *e = s->examples;
	const char *syn = verb ? verb->synopsis : s->synopsis;
	struct xg_buf b = { 0 };
	size_t at = strlen(s->name) + 7;

	xg_buf_printf(&b, "usage: %s%s%s [options]", s->name, verb ? " " : "",
		verb ? verb->name : "");
	at += 10 + (verb ? 1 + strlen(verb->name) : 0);
	if (syn && *syn) {
		xg_buf_char(&b, ' ');
		wrap(&b, at + 1, 8, syn);
	}
	xg_buf_text(&b, "\n\n");
	wrap(&b, 0, 0, verb ? verb->help : s->summary);
	xg_buf_text(&b, "\n");
	if (!verb) {
		if (s->takes || s->gives)
			xg_buf_char(&b, '\n');
		types(&b, "takes", s->takes);
		types(&b, "gives", s->gives);
		verbs(&b, s->verbs);
	}
	if (verb)
		options(&b, "options of this verb", verb->opts);
	options(&b, "options", s->opts);
	options(&b, "common options, see xg(1)", xg_common_opts);
	exits(&b, s);
	if (e && *e)
		xg_buf_text(&b, "\nexamples:\n");
	for (; e && *e; e++)
		example(&b, *e);
	return xg_text_out(s->name, &b);
}
