/* --spec: the tables as one JSON object, for completion, tests and docs. */
#include "json/write.h"
#include "stage/stage_priv.h"

static const char *kind_name(enum xg_opt_kind kind)
{
	static const char *const names[] = {
		[XG_OPT_FLAG] = "flag",
		[XG_OPT_INT] = "int",
		[XG_OPT_DEC] = "decimal",
		[XG_OPT_TEXT] = "text",
		[XG_OPT_SPAN] = "span",
		[XG_OPT_WORD] = "word",
		[XG_OPT_LIST] = "list",
		[XG_OPT_FILE] = "file",
	};

	return names[kind];
}

static void text(struct xg_buf *b, const char *key, const char *value)
{
	if (value)
		xg_json_put_text(b, key, value);
}

static void texts(struct xg_buf *b, const char *key, const char *const *list)
{
	if (!list)
		return;
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (; *list; list++) {
		xg_json_comma(b);
		xg_json_quote(b, xg_str_from(*list));
	}
	xg_buf_char(b, ']');
}

static void option(struct xg_buf *b, const struct xg_opt *o)
{
	xg_json_comma(b);
	xg_buf_char(b, '{');
	text(b, "name", o->name);
	if (o->letter)
		xg_json_put_str(b, "letter", (struct xg_str){ &o->letter, 1 });
	text(b, "arg", o->arg);
	text(b, "kind", kind_name(o->kind));
	text(b, "default", o->def);
	if (o->min || o->max) {
		xg_json_put_i64(b, "min", o->min);
		xg_json_put_i64(b, "max", o->max);
	}
	texts(b, "words", o->words);
	text(b, "env", o->env);
	text(b, "conf", o->conf);
	text(b, "help", o->help);
	xg_buf_char(b, '}');
}

static void options(struct xg_buf *b, const char *key, const struct xg_opt *o)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (; o && o->name; o++)
		option(b, o);
	xg_buf_char(b, ']');
}

static void verbs(struct xg_buf *b, const struct xg_verb *v)
{
	xg_json_key(b, "verbs");
	xg_buf_char(b, '[');
	for (; v && v->name; v++) {
		xg_json_comma(b);
		xg_buf_char(b, '{');
		text(b, "name", v->name);
		text(b, "synopsis", v->synopsis);
		text(b, "help", v->help);
		options(b, "options", v->opts);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

static void types(struct xg_buf *b, const char *key, uint64_t bits)
{
	int t;

	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (t = 1; t < XG_REC_TYPES; t++) {
		if (!(bits & XG_REC_BIT(t)))
			continue;
		xg_json_comma(b);
		xg_json_quote(b, xg_str_from(xg_rec_type_name(t)));
	}
	xg_buf_char(b, ']');
}

static void exits(struct xg_buf *b, unsigned bits)
{
	int i;

	xg_json_key(b, "exits");
	xg_buf_char(b, '[');
	for (i = 0; bits >> i; i++) {
		if (!(bits >> i & 1))
			continue;
		xg_json_comma(b);
		xg_buf_i64(b, i);
	}
	xg_buf_char(b, ']');
}

static int check(const struct xg_stage *s, struct xg_error *err)
{
	const struct xg_verb *v;
	int rc = xg_opts_check(xg_common_opts, NULL, err);

	if (rc == 0)
		rc = xg_opts_check(s->opts, xg_common_opts, err);
	for (v = s->verbs; rc == 0 && v && v->name; v++) {
		rc = xg_opts_check(v->opts, xg_common_opts, err);
		if (rc == 0)
			rc = xg_opts_check(v->opts, s->opts, err);
	}
	return rc;
}

/* The tables are checked here, where a test looks at every command, and not at
 * every start. */
int xg_spec_print(const struct xg_stage *s)
{
	struct xg_error err = { 0 };
	struct xg_buf b = { 0 };

	if (check(s, &err) < 0) {
		fprintf(stderr, "%s: bad table of options: %s\n", s->name,
			err.text);
		return XG_EXIT_FAILED;
	}
	xg_buf_char(&b, '{');
	text(&b, "name", s->name);
	text(&b, "version", XG_VERSION);
	text(&b, "summary", s->summary);
	text(&b, "synopsis", s->synopsis ? s->synopsis : "");
	options(&b, "options", s->opts);
	options(&b, "common", xg_common_opts);
	verbs(&b, s->verbs);
	xg_json_put_bool(&b, "verb_optional", s->verb_optional);
	types(&b, "takes", s->takes);
	types(&b, "gives", s->gives);
	exits(&b, xg_exits_of(s));
	text(&b, "input",
		s->no_input	  ? "none"
		: s->opaque_input ? "lines"
				  : "records");
	xg_json_put_bool(&b, "files", s->reads_files);
	xg_json_put_bool(&b, "loop", s->runner == NULL ? false : true);
	xg_json_put_i64(&b, "args_min", s->args_min);
	xg_json_put_i64(&b, "args_max", s->args_max);
	texts(&b, "examples", s->examples);
	xg_buf_text(&b, "}\n");
	return xg_text_out(s->name, &b);
}
