/* What the code of all venues does in the same way with a frame. */
#include "venue/frame.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

int xg_frame_word(struct xg_json *j, struct xg_str *out)
{
	switch (xg_json_next(j)) {
	case XG_JSON_ERR:
		return XG_ERR_SYNTAX;
	case XG_JSON_OBJ:
	case XG_JSON_ARR:
		return xg_json_skip(j, NULL) < 0 ? XG_ERR_SYNTAX : 0;
	case XG_JSON_STR:
	case XG_JSON_NUM:
		*out = j->val;
		return 0;
	default:
		return 0;
	}
}

int xg_frame_ms(struct xg_json *j, int64_t *us)
{
	int64_t ms;
	int rc = xg_json_i64(j, &ms);

	if (rc < 0)
		return rc;
	if (ms < 0 || ms > INT64_MAX / 1000)
		return XG_ERR_RANGE;
	*us = ms * 1000;
	return 0;
}

/* ---- failures ---- */

void xg_frame_col(
	struct xg_error *err, const struct xg_json *j, struct xg_str text)
{
	if (err)
		err->col = j->tok == XG_JSON_ERR ? (int64_t)j->err_at + 1
						 : (int64_t)(j->p - text.p);
}

static int not_json(const struct xg_decoder *d, struct xg_error *err)
{
	return xg_error_set(err, XG_ERR_SYNTAX, "%s: this frame is not JSON",
		d->venue->name);
}

int xg_frame_is_json(const struct xg_decoder *d, const struct xg_rec *raw,
	struct xg_error *err)
{
	return XG_REC_HAS(raw, rawf.data) ? 0 : not_json(d, err);
}

int xg_frame_no_market(const struct xg_decoder *d, const struct xg_rec *raw,
	struct xg_error *err)
{
	struct xg_str m = raw->u.rawf.market;

	return xg_error_set(err, XG_ERR_TYPE,
		"%s: no market is called \"%.*s\"", d->venue->name,
		(int)(m.n < 40 ? m.n : 40), m.n ? m.p : "");
}

int xg_frame_failed(const struct xg_decoder *d, const struct xg_rec *raw,
	int rc, struct xg_error *err, const char *fmt, ...)
{
	int64_t col = err ? err->col : 0;
	char what[128];
	va_list ap;

	if (rc != XG_ERR_MEMORY &&
		xg_json_check(raw->u.rawf.data, NULL, NULL) < 0) {
		rc = not_json(d, err);
	} else if (rc != XG_ERR_ABSENT || (err && err->code != rc)) {
		va_start(ap, fmt);
		vsnprintf(what, sizeof what, fmt, ap);
		va_end(ap);
		xg_error_set(err, rc, "%s: %s: %s", d->venue->name, what,
			xg_err_text(rc));
	}
	if (err)
		err->col = col;
	return rc;
}

/* ---- symbols ---- */

void *xg_state_of(struct xg_map *states, struct xg_str sym, size_t size)
{
	union xg_map_val *v = xg_map_put(states, sym, NULL);

	if (v && !v->ptr)
		v->ptr = calloc(1, size);
	return v ? v->ptr : NULL;
}

void xg_states_release(struct xg_map *states)
{
	const struct xg_map_slot *s;
	size_t pos = 0;

	while ((s = xg_map_next(states, &pos)))
		free(s->val.ptr);
	xg_map_release(states);
}

/* ---- answers of REST ---- */

bool xg_frame_asks(const struct xg_raw *r, const char *part)
{
	return memmem(r->req.n ? r->req.p : "", r->req.n, part, strlen(part)) !=
	       NULL;
}

struct xg_str xg_frame_param(struct xg_str query, const char *name)
{
	size_t n = strlen(name);

	while (query.n) {
		struct xg_str one = xg_str_cut(&query, '&');

		if (one.n > n && one.p[n] == '=' && memcmp(one.p, name, n) == 0)
			return (struct xg_str){ one.p + n + 1, one.n - n - 1 };
	}
	return (struct xg_str){ NULL, 0 };
}
