/* Differences in words: paths and types. */
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

void xg_drift_say(char *out, size_t size, const struct xg_drift *d)
{
	switch (d->what) {
	case XG_DRIFT_KIND:
		snprintf(out, size, "a message of a new kind");
		break;
	case XG_DRIFT_NEW:
		snprintf(out, size, "new member %.*s (%s)", XG_STR_ARG(d->path),
			d->is);
		break;
	case XG_DRIFT_MISSING:
		snprintf(out, size, "member %.*s (%s) is missing",
			XG_STR_ARG(d->path), d->was);
		break;
	case XG_DRIFT_TYPE:
		snprintf(out, size, "member %.*s is %s, it was %s",
			XG_STR_ARG(d->path), d->is, d->was);
		break;
	}
}
