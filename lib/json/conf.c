#include "json/conf.h"

#include "base/map.h"
#include "json/pull.h"

void xg_conf_release(struct xg_conf *c)
{
	xg_buf_release(&c->text);
}

/* Overwrites // comments by blanks; those inside of strings stay. */
static void blank_comments(char *p, size_t n)
{
	bool in_string = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (in_string && p[i] == '\\') {
			i++;
		} else if (p[i] == '"') {
			in_string = !in_string;
		} else if (p[i] == '\n') {
			in_string = false;
		} else if (!in_string && p[i] == '/' && i + 1 < n &&
			   p[i + 1] == '/') {
			while (i < n && p[i] != '\n')
				p[i++] = ' ';
		}
	}
}

void xg_conf_place(const struct xg_conf *c, size_t at, struct xg_error *err)
{
	size_t i;

	err->line = 1;
	err->col = 1;
	for (i = 0; i < at && i < c->text.len; i++) {
		err->col++;
		if (c->text.p[i] == '\n') {
			err->line++;
			err->col = 1;
		}
	}
}

static int bad_at(const struct xg_conf *c, size_t at, const char *what,
	struct xg_error *err)
{
	struct xg_error place = { 0 };

	xg_conf_place(c, at, &place);
	if (err) {
		err->line = place.line;
		err->col = place.col;
	}
	return xg_error_set(err, XG_ERR_CONFIG, "%s", what);
}

/* A member given twice is a mistake that JSON parsers hide: the keys of every
 * object are collected as "path/depth" texts. */
static int check_keys(const struct xg_conf *c, struct xg_error *err)
{
	struct xg_map seen = { 0 };
	struct xg_buf key = { 0 };
	int64_t object[XG_JSON_DEPTH + 1] = { 0 }; /* number of each open one */
	int64_t objects = 0;
	struct xg_json j;
	enum xg_json_tok tok;
	bool made = true;
	int rc = 0;

	xg_json_init(&j, c->text.p, c->text.len);
	while (rc == 0 && (tok = xg_json_next(&j)) > XG_JSON_END) {
		if (tok == XG_JSON_OBJ)
			object[j.depth] = ++objects;
		if (tok != XG_JSON_KEY)
			continue;
		xg_buf_clear(&key);
		xg_buf_i64(&key, object[j.depth]);
		xg_buf_char(&key, ' ');
		xg_buf_str(&key, j.val);
		if (!xg_map_put(&seen, xg_buf_view(&key), &made))
			rc = xg_error_set(err, XG_ERR_MEMORY, "out of memory");
		else if (!made)
			rc = bad_at(c, (size_t)(j.val.p - c->text.p),
				"this member was given before", err);
	}
	xg_map_release(&seen);
	xg_buf_release(&key);
	return rc;
}

int xg_conf_check(struct xg_conf *c, struct xg_error *err)
{
	const char *what = NULL;
	struct xg_json j;
	size_t at = 0;

	if (c->text.len == 0)
		return bad_at(c, 0, "the file is empty: expected {", err);
	blank_comments(c->text.p, c->text.len);
	if (xg_json_check(xg_buf_view(&c->text), &what, &at) < 0)
		return bad_at(c, at, what ? what : "not JSON", err);
	xg_json_init(&j, c->text.p, c->text.len);
	if (xg_json_next(&j) != XG_JSON_OBJ)
		return bad_at(c, 0, "expected an object: {", err);
	return check_keys(c, err);
}

int xg_conf_parse(struct xg_conf *c, struct xg_str text, struct xg_error *err)
{
	xg_buf_clear(&c->text);
	if (xg_buf_str(&c->text, text) < 0)
		return xg_error_set(err, XG_ERR_LIMIT, "too large");
	return xg_conf_check(c, err);
}

int xg_conf_get(const struct xg_conf *c, const char *path, struct xg_str *json)
{
	if (c->text.len == 0)
		return 0;
	return xg_json_find(xg_buf_view(&c->text), path, json) == 1;
}
