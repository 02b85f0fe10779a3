/* Differences in words: paths, types, and the kind of a message. */
#include <stdio.h>

#include "drift/shape_priv.h"

void xg_shape_types(char *out, size_t size, uint32_t types)
{
	static const char *const names[] = { "object", "array", "string",
		"number", "bool", "null" };
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (types >> i & 1 && n < size)
			n += (size_t)snprintf(out + n, size - n, "%s%s",
				n ? "|" : "", names[i]);
	}
}

void xg_walk_path(struct xg_walk *w, struct xg_str name)
{
	if (w->path.len && name.n && name.p[0] != '[')
		xg_buf_char(&w->path, '.');
	xg_buf_str(&w->path, name);
}

int xg_walk_tell(struct xg_walk *w, enum xg_drift_what what, struct xg_str name,
	uint32_t was, uint32_t is)
{
	char was_text[64], is_text[64];
	size_t keep = w->path.len;
	struct xg_drift d = {
		.what = what, .kind = w->kind, .was = was_text, .is = is_text
	};
	int rc;

	xg_shape_types(was_text, sizeof was_text, was);
	xg_shape_types(is_text, sizeof is_text, is);
	xg_walk_path(w, name);
	d.path = xg_buf_view(&w->path);
	rc = w->tell(w->ctx, &d);
	w->path.len = keep;
	return rc;
}

static int add_value(struct xg_buf *out, struct xg_str json, const char *rule)
{
	struct xg_str rest = xg_str_from(rule), path = xg_str_cut(&rest, '|');
	struct xg_str val;
	char name[64];
	int rc;

	if (!xg_str_copy(name, sizeof name, path))
		return XG_ERR_LIMIT;
	rc = xg_json_find(json, name, &val);
	if (rc <= 0)
		return rc;
	if (val.n < 2 || val.p[0] != '"')
		return 0;
	val = (struct xg_str){ val.p + 1, val.n - 2 };
	if (rest.n)
		val = xg_str_cut(&val, rest.p[0]);
	if (val.n > 64)
		val.n = 64;
	xg_buf_char(out, ' ');
	return xg_buf_str(out, val);
}

int xg_shape_kind(struct xg_buf *out, struct xg_str first, struct xg_str json,
	const char *const *rules)
{
	int rc = xg_buf_str(out, first);

	if (json.n == 0 || json.p[0] != '{')
		return rc;
	for (; rc == 0 && rules && *rules; rules++)
		rc = add_value(out, json, *rules);
	return rc;
}
