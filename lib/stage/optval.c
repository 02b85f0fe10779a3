/* Values of options: from text, environment, file and table. */
#include <stdlib.h>

#include "base/time.h"
#include "json/pull.h"
#include "stage/opt.h"

static int bad(const struct xg_opt *opt, int code, const char *text,
	const char *wanted, struct xg_error *err)
{
	return xg_error_set(
		err, code, "--%s: '%.60s' is not %s", opt->name, text, wanted);
}

static int set_int(const struct xg_opt *opt, int64_t *out, const char *text,
	struct xg_error *err)
{
	bool span = opt->kind == XG_OPT_SPAN;
	int64_t v = 0;
	int rc = span ? xg_time_parse_span(xg_str_from(text), &v)
		      : xg_str_i64(xg_str_from(text), &v);

	if (rc < 0)
		return bad(opt, rc, text,
			span ? "a time such as 250ms, 10s, "
			       "5m or 1h"
			     : "a whole number",
			err);
	if ((opt->min || opt->max) && (v < opt->min || v > opt->max))
		return xg_error_set(err, XG_ERR_RANGE,
			"--%s: %.60s is not within %lld and %lld%s", opt->name,
			text, (long long)opt->min, (long long)opt->max,
			span ? " microseconds" : "");
	*out = v;
	return 0;
}

static int set_flag(const struct xg_opt *opt, bool *out, const char *text,
	struct xg_error *err)
{
	if (strcmp(text, "true") == 0 || strcmp(text, "1") == 0)
		*out = true;
	else if (strcmp(text, "false") == 0 || strcmp(text, "0") == 0)
		*out = false;
	else
		return bad(opt, XG_ERR_SYNTAX, text, "true or false", err);
	return 0;
}

static int set_word(const struct xg_opt *opt, int *out, const char *text,
	struct xg_error *err)
{
	struct xg_buf list = { .max = 200 };
	int i;

	for (i = 0; opt->words[i]; i++) {
		if (strcmp(opt->words[i], text) == 0) {
			*out = i;
			xg_buf_release(&list);
			return 0;
		}
		if (i)
			xg_buf_text(&list, ", ");
		xg_buf_text(&list, opt->words[i]);
	}
	bad(opt, XG_ERR_SYNTAX, text, "one of: ", err);
	if (err && list.p) {
		size_t n = strlen(err->text);

		xg_str_copy(err->text + n, sizeof err->text - n,
			xg_buf_view(&list));
	}
	xg_buf_release(&list);
	return XG_ERR_SYNTAX;
}

static int add_item(
	struct xg_opt_list *list, const char *text, struct xg_error *err)
{
	const char **p = realloc(list->item, (list->n + 1) * sizeof *p);

	if (!p)
		return xg_error_set(err, XG_ERR_MEMORY, "out of memory");
	list->item = p;
	list->item[list->n++] = text;
	return 0;
}

int xg_opt_set(const struct xg_opt *opt, void *base, const char *text,
	struct xg_error *err)
{
	void *at = (char *)base + opt->off;

	switch (opt->kind) {
	case XG_OPT_FLAG:
		return set_flag(opt, at, text, err);
	case XG_OPT_INT:
	case XG_OPT_SPAN:
		return set_int(opt, at, text, err);
	case XG_OPT_DEC:
		if (xg_dec_from(at, xg_str_from(text)) < 0)
			return bad(opt, XG_ERR_SYNTAX, text, "a decimal number",
				err);
		if (opt->min > 0 &&
			xg_dec_sign(*(const struct xg_dec *)at) <= 0)
			return bad(opt, XG_ERR_RANGE, text,
				"a number above zero", err);
		return 0;
	case XG_OPT_WORD:
		return set_word(opt, at, text, err);
	case XG_OPT_LIST:
		return add_item(at, text, err);
	case XG_OPT_TEXT:
	case XG_OPT_FILE:
		*(const char **)at = text;
		return 0;
	}
	return 0;
}

bool xg_opts_want_conf(const struct xg_opts *o)
{
	const struct xg_opt *opt;
	size_t t;

	for (t = 0; t < o->n; t++) {
		for (opt = o->table[t].opts; opt && opt->name; opt++) {
			if (opt->conf)
				return true;
		}
	}
	return false;
}

/* Keeps a JSON scalar as text for as long as the options live. */
static const char *keep(struct xg_opts *o, struct xg_str json)
{
	struct xg_buf *p = realloc(o->texts, (o->text_n + 1) * sizeof *p);
	struct xg_buf text = { 0 };

	if (!p)
		return NULL;
	o->texts = p;
	if (json.n >= 2 && json.p[0] == '"')
		xg_json_unescape(
			&text, (struct xg_str){ json.p + 1, json.n - 2 });
	else
		xg_buf_str(&text, json);
	xg_buf_text(&text, "");
	o->texts[o->text_n++] = text;
	return text.failed ? NULL : text.p;
}

static int from_json(struct xg_opts *o, const struct xg_opt *opt, void *base,
	struct xg_str json, struct xg_error *err)
{
	struct xg_json j;
	struct xg_str item;
	const char *text;
	int rc = 0;

	if (opt->kind != XG_OPT_LIST || json.n == 0 || json.p[0] != '[') {
		text = keep(o, json);
		return text ? xg_opt_set(opt, base, text, err) : XG_ERR_MEMORY;
	}
	xg_json_init(&j, json.p, json.n);
	xg_json_next(&j);
	while (rc == 0 && xg_json_next(&j) > XG_JSON_END &&
		j.tok != XG_JSON_ARR_END) {
		if (xg_json_as_text(&j, &item) < 0)
			return xg_error_set(err, XG_ERR_TYPE,
				"--%s: expected a list of texts", opt->name);
		if (j.tok == XG_JSON_STR)
			item = (struct xg_str){ item.p - 1, item.n + 2 };
		text = keep(o, item);
		rc = text ? xg_opt_set(opt, base, text, err) : XG_ERR_MEMORY;
	}
	return rc;
}

static int fill_one(struct xg_opts *o, const struct xg_opt *opt, void *base,
	const struct xg_conf *conf, struct xg_error *err)
{
	const char *env = opt->env ? getenv(opt->env) : NULL;
	struct xg_error inner = { 0 };
	struct xg_str json;

	if (env && *env) {
		if (xg_opt_set(opt, base, env, &inner) == 0)
			return 0;
		return xg_error_set(err, inner.code,
			"%s in the environment: "
			"%.180s",
			opt->env, inner.text);
	}
	if (conf && opt->conf && xg_conf_get(conf, opt->conf, &json)) {
		if (from_json(o, opt, base, json, &inner) == 0)
			return 0;
		xg_error_set(err, XG_ERR_CONFIG, "\"%s\": %.180s", opt->conf,
			inner.text);
		xg_conf_place(conf, (size_t)(json.p - conf->text.p), err);
		return XG_ERR_CONFIG;
	}
	if (opt->def)
		return xg_opt_set(opt, base, opt->def, err);
	if (opt->kind == XG_OPT_INT || opt->kind == XG_OPT_SPAN)
		*(int64_t *)(void *)((char *)base + opt->off) = opt->none;
	return 0;
}

int xg_opts_fill(
	struct xg_opts *o, const struct xg_conf *conf, struct xg_error *err)
{
	size_t t, i;
	int rc;

	for (t = 0; t < o->n; t++) {
		const struct xg_opt *opts = o->table[t].opts;

		for (i = 0; opts && opts[i].name; i++) {
			if (o->table[t].seen & (UINT64_C(1) << i))
				continue;
			rc = fill_one(o, &opts[i], o->table[t].base, conf, err);
			if (rc < 0)
				return rc;
		}
	}
	return 0;
}
