/* Pins as text and back. */
#include <stdio.h>
#include <stdlib.h>

#include "drift/shape_priv.h"
#include "json/write.h"

struct row {
	struct xg_str kind;
	const struct xg_shape_node *root;
};

static int by_kind(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	return xg_str_cmp(x->kind, y->kind);
}

static void write_node(struct xg_buf *out, const struct xg_shape_node *n,
	struct xg_str path, bool first)
{
	char types[80];

	xg_shape_types(types, sizeof types - 1, n->types);
	xg_buf_printf(out, "%s\"%.*s\":\"%s%s\"", first ? "" : ",",
		XG_STR_ARG(path), types, n->optional ? "?" : "");
}

/* The tree in order, parents first, without recursion. */
static int write_members(struct xg_buf *out, const struct xg_shape_node *root)
{
	const struct xg_shape_node *at[XG_JSON_DEPTH + 2];
	size_t len[XG_JSON_DEPTH + 2];
	struct xg_walk w = { 0 };
	bool first = true;
	int depth = 0;

	at[0] = root->child;
	len[0] = 0;
	while (depth >= 0) {
		const struct xg_shape_node *n = at[depth];

		w.path.len = len[depth];
		if (!n) {
			depth--;
			continue;
		}
		at[depth] = n->next;
		xg_walk_path(&w, (struct xg_str){ n->name, n->name_n });
		write_node(out, n, xg_buf_view(&w.path), first);
		first = false;
		if (n->child && depth <= XG_JSON_DEPTH) {
			at[++depth] = n->child;
			len[depth] = w.path.len;
		}
	}
	xg_buf_release(&w.path);
	return out->failed ? XG_ERR_MEMORY : 0;
}

int xg_shape_write(const struct xg_shape *s, struct xg_buf *out)
{
	struct row *rows = calloc(s->kinds.used + 1, sizeof *rows);
	const struct xg_map_slot *slot;
	size_t pos = 0, n = 0;
	int rc = 0;

	if (!rows)
		return XG_ERR_MEMORY;
	while ((slot = xg_map_next(&s->kinds, &pos)) != NULL)
		rows[n++] =
			(struct row){ { slot->key, slot->len }, slot->val.ptr };
	qsort(rows, n, sizeof *rows, by_kind);
	for (size_t i = 0; i < n && rc == 0; i++) {
		xg_buf_printf(out, "{\"kind\":\"%.*s\",\"members\":{",
			XG_STR_ARG(rows[i].kind));
		rc = write_members(out, rows[i].root);
		xg_buf_text(out, "}}\n");
	}
	free(rows);
	return out->failed ? XG_ERR_MEMORY : rc;
}

static int types_from(struct xg_str text, uint32_t *types, bool *optional)
{
	*types = 0;
	*optional = text.n && text.p[text.n - 1] == '?';
	text.n -= *optional;
	while (text.n) {
		struct xg_str one = xg_str_cut(&text, '|');
		char word[64];
		uint32_t bit = 1;

		for (; bit <= XG_SHAPE_NULL; bit <<= 1) {
			xg_shape_types(word, sizeof word, bit);
			if (xg_str_is_text(one, word))
				break;
		}
		if (bit > XG_SHAPE_NULL)
			return XG_ERR_SYNTAX;
		*types |= bit;
	}
	return *types ? 0 : XG_ERR_SYNTAX;
}

/* The next step of a path: a name, or "[]". */
static struct xg_str step(struct xg_str *path)
{
	struct xg_str s = *path;
	size_t n = 0;

	if (s.n >= 2 && s.p[0] == '[') {
		n = 2;
	} else {
		while (n < s.n && s.p[n] != '.' && s.p[n] != '[')
			n++;
	}
	*path = (struct xg_str){ s.p + n, s.n - n };
	if (path->n && path->p[0] == '.')
		*path = (struct xg_str){ path->p + 1, path->n - 1 };
	return (struct xg_str){ s.p, n };
}

static int put(struct xg_shape *s, struct xg_shape_node *root,
	struct xg_str path, struct xg_str types)
{
	/* The message itself is the root's one child, without a name. */
	struct xg_shape_node *at = root->child, *next;

	if (!at)
		at = xg_shape_add(s, root, XG_STR(""));
	while (at && path.n) {
		struct xg_str name = step(&path);

		next = xg_shape_child(at, name);
		at = next ? next : xg_shape_add(s, at, name);
	}
	if (!at)
		return XG_ERR_MEMORY;
	return types_from(types, &at->types, &at->optional);
}

static int read_line(struct xg_shape *s, struct xg_json *j)
{
	struct xg_shape_node *root = NULL;
	union xg_map_val *val;
	struct xg_str path;
	int rc = 0;

	if (xg_json_next(j) != XG_JSON_OBJ)
		return XG_ERR_SYNTAX;
	while (rc == 0 && xg_json_next(j) == XG_JSON_KEY) {
		if (XG_JSON_KEY_IS(j, "kind")) {
			if (xg_json_next(j) != XG_JSON_STR)
				return XG_ERR_TYPE;
			val = xg_map_put(&s->kinds, j->val, NULL);
			if (!val)
				return XG_ERR_MEMORY;
			if (val->ptr)
				return XG_ERR_DUP;
			val->ptr = root =
				xg_shape_add(s, NULL, (struct xg_str){ 0 });
		} else if (XG_JSON_KEY_IS(j, "members") && root) {
			if (xg_json_next(j) != XG_JSON_OBJ)
				return XG_ERR_TYPE;
			while (rc == 0 && xg_json_next(j) == XG_JSON_KEY) {
				path = j->val;
				if (xg_json_next(j) != XG_JSON_STR)
					return XG_ERR_TYPE;
				rc = put(s, root, path, j->val);
			}
		} else {
			return XG_ERR_SYNTAX;
		}
	}
	if (rc == 0 && (j->tok != XG_JSON_OBJ_END || !root ||
			       xg_json_next(j) != XG_JSON_END))
		rc = XG_ERR_SYNTAX;
	return rc;
}

int xg_shape_read(struct xg_shape *s, struct xg_str text, struct xg_error *err)
{
	int64_t line = 0;

	while (text.n) {
		struct xg_str one = xg_str_cut(&text, '\n');
		struct xg_json j;
		int rc;

		line++;
		if (!one.n)
			continue;
		xg_json_init(&j, one.p, one.n);
		rc = read_line(s, &j);
		if (rc < 0) {
			xg_error_set(err, rc,
				"not a line of pins ({\"kind\":...,"
				"\"members\":{...}}): %s",
				xg_err_text(rc));
			if (err) {
				err->line = line;
				err->col = (int64_t)(j.p - one.p) + 1;
			}
			return rc;
		}
	}
	return 0;
}
