/* Reading the command line. */
#include "stage/opt.h"

#include <stdlib.h>

void xg_opts_release(struct xg_opts *o)
{
	size_t t, i;

	for (t = 0; t < o->n; t++) {
		const struct xg_opt *opt = o->table[t].opts;

		for (; opt && opt->name; opt++) {
			struct xg_opt_list *list;

			if (opt->kind != XG_OPT_LIST)
				continue;
			list = (void *)((char *)o->table[t].base + opt->off);
			free(list->item);
			*list = (struct xg_opt_list){ 0 };
		}
	}
	for (i = 0; i < o->text_n; i++)
		xg_buf_release(&o->texts[i]);
	free(o->texts);
	free(o->arg);
	*o = (struct xg_opts){ 0 };
}

static const struct xg_opt *find(struct xg_opts *o, struct xg_str name,
	char letter, struct xg_opt_table **where)
{
	size_t t;

	for (t = o->n; t-- > 0;) {
		const struct xg_opt *opt = o->table[t].opts;

		for (; opt && opt->name; opt++) {
			if (letter ? opt->letter == letter
				   : xg_str_is_text(name, opt->name)) {
				*where = &o->table[t];
				return opt;
			}
		}
	}
	return NULL;
}

static const char *option_at(const void *list, size_t i)
{
	const struct xg_opts *o = list;
	size_t t;

	for (t = 0; t < o->n; t++) {
		const struct xg_opt *opt = o->table[t].opts;

		for (; opt && opt->name; opt++) {
			if (i-- == 0)
				return opt->name;
		}
	}
	return NULL;
}

static const char *verb_at(const void *list, size_t i)
{
	const struct xg_verb *verbs = list;

	return verbs[i].name;
}

static int unknown(struct xg_opts *o, struct xg_str name, struct xg_error *err)
{
	char word[64];
	const char *near;

	xg_str_copy(word, sizeof word, name);
	near = xg_nearest(word, option_at, o);
	if (near)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"unknown option --%s (did you mean --%s?)", word, near);
	return xg_error_set(err, XG_ERR_SYNTAX, "unknown option --%s", word);
}

static int set(const struct xg_opt *opt, struct xg_opt_table *where,
	const char *value, struct xg_error *err)
{
	where->seen |= UINT64_C(1) << (opt - where->opts);
	return xg_opt_set(opt, where->base, value, err);
}

/* Handles "--name", "--name=value", "--name value". Returns the number of
 * further arguments used. */
static int long_option(struct xg_opts *o, const char *text, const char *next,
	struct xg_error *err)
{
	const char *eq = strchr(text, '=');
	struct xg_str name = { text, eq ? (size_t)(eq - text) : strlen(text) };
	struct xg_opt_table *where = NULL;
	const struct xg_opt *opt = find(o, name, 0, &where);
	int rc;

	if (!opt)
		return unknown(o, name, err);
	if (eq)
		return set(opt, where, eq + 1, err);
	if (opt->kind == XG_OPT_FLAG)
		return set(opt, where, "true", err);
	if (!next)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"--%s needs a value: --%s %s", opt->name, opt->name,
			opt->arg ? opt->arg : "value");
	rc = set(opt, where, next, err);
	return rc < 0 ? rc : 1;
}

/* Handles "-x", "-xyz", "-nVALUE", "-n VALUE". */
static int letters(struct xg_opts *o, const char *text, const char *next,
	struct xg_error *err)
{
	struct xg_str none = { 0 };
	struct xg_opt_table *where = NULL;
	const struct xg_opt *opt;
	int rc;

	for (; *text; text++) {
		opt = find(o, none, *text, &where);
		if (!opt)
			return xg_error_set(err, XG_ERR_SYNTAX,
				"unknown option -%c", *text);
		if (opt->kind == XG_OPT_FLAG) {
			rc = set(opt, where, "true", err);
			if (rc < 0)
				return rc;
			continue;
		}
		if (text[1])
			return set(opt, where, text + 1, err);
		if (!next)
			return xg_error_set(err, XG_ERR_SYNTAX,
				"-%c needs a value: -%c %s", *text, *text,
				opt->arg ? opt->arg : "value");
		rc = set(opt, where, next, err);
		return rc < 0 ? rc : 1;
	}
	return 0;
}

/* The first operand may be a verb; then its options are known from here on. */
static int take_verb(struct xg_opts *o, const char *word, struct xg_error *err)
{
	const struct xg_verb *v;
	const char *near;

	for (v = o->verbs; v->name; v++) {
		if (strcmp(v->name, word) != 0)
			continue;
		o->verb = v;
		if (v->opts)
			o->table[o->n++] =
				(struct xg_opt_table){ .opts = v->opts,
					.base = o->state };
		return 1;
	}
	if (o->verb_optional)
		return 0;
	near = xg_nearest(word, verb_at, o->verbs);
	if (near)
		return xg_error_set(err, XG_ERR_SYNTAX,
			"unknown verb %s (did you mean %s?)", word, near);
	return xg_error_set(err, XG_ERR_SYNTAX, "unknown verb %s", word);
}

static int operand(struct xg_opts *o, const char *word, bool words_only,
	struct xg_error *err)
{
	int rc;

	if (o->verbs && !o->verb && o->argc == 0 && !words_only) {
		rc = take_verb(o, word, err);
		if (rc != 0)
			return rc < 0 ? rc : 0;
	}
	o->arg[o->argc++] = word;
	return 0;
}

int xg_opts_parse(
	struct xg_opts *o, int argc, char **argv, struct xg_error *err)
{
	bool only_operands = false;
	const char *word;
	int i, rc;

	o->arg = calloc((size_t)argc + 1, sizeof *o->arg);
	if (!o->arg)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	for (i = 1; i < argc; i++) {
		word = argv[i];
		if (only_operands || word[0] != '-' || !word[1]) {
			rc = operand(o, word, only_operands, err);
			only_operands |= o->as_is && o->argc > 0 && !o->verb;
		} else if (strcmp(word, "--") == 0) {
			only_operands = true;
			rc = 0;
		} else if (word[1] == '-') {
			rc = long_option(o, word + 2,
				i + 1 < argc ? argv[i + 1] : NULL, err);
		} else {
			rc = letters(o, word + 1,
				i + 1 < argc ? argv[i + 1] : NULL, err);
		}
		if (rc < 0)
			return rc;
		i += rc;
	}
	return 0;
}
