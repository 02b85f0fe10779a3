/* Values and whole texts, on top of the pull parser. */
#include "base/err.h"
#include "json/pull.h"
#include "json/scan.h"

/* Behind the value at p, if it is a string without escapes or a whole number;
 * else NULL. */
static const char *plain_value(const char *p, const char *end)
{
	if (p < end && *p == '"') {
		p = xg_json_plain(p + 1, end);
		return p < end && *p == '"' ? p + 1 : NULL;
	}
	if (p == end || *p < '1' || *p > '9')
		return NULL;
	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p < end && (*p == ',' || *p == '}') ? p : NULL;
}

/* In an object, at its begin or behind a member: passes the members that follow as
 * long as they have plain names and values, without blanks. A fast way, never the
 * only one. */
static void skip_members(struct xg_json *j)
{
	const char *p = j->p, *end = j->end, *done = NULL;
	bool first = j->tok == XG_JSON_OBJ;

	while (p < end && (first || *p++ == ',')) {
		if (p == end || *p != '"')
			break;
		p = xg_json_plain(p + 1, end);
		if (end - p < 2 || p[0] != '"' || p[1] != ':')
			break;
		p = plain_value(p + 2, end);
		if (!p)
			break;
		done = p;
		first = false;
	}
	if (done)
		xg_json_resume(j, done);
}

int xg_json_skip(struct xg_json *j, struct xg_str *whole)
{
	const char *begin;
	uint8_t depth;

	if (j->tok == XG_JSON_KEY && xg_json_next(j) == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (j->tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	begin = j->val.p - (j->tok == XG_JSON_STR);
	if (j->tok == XG_JSON_OBJ || j->tok == XG_JSON_ARR) {
		depth = j->depth;
		while (j->depth >= depth) {
			/* Most of a frame is checked at a fast pace. */
			if (j->tok == XG_JSON_ARR)
				xg_json_skip_pairs(j);
			else if (j->is_obj & 1 && j->tok != XG_JSON_KEY)
				skip_members(j);
			if (xg_json_next(j) == XG_JSON_ERR)
				return XG_ERR_SYNTAX;
		}
	}
	if (whole)
		*whole = (struct xg_str){ begin, (size_t)(j->p - begin) };
	return 0;
}

static unsigned hex(const char *p)
{
	unsigned v = 0;

	for (int i = 0; i < 4; i++) {
		char c = p[i];

		v = v << 4 |
		    (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);
	}
	return v;
}

static void put_utf8(struct xg_buf *b, unsigned c)
{
	char out[4];
	size_t n = 0;

	if (c < 0x80) {
		out[n++] = (char)c;
	} else if (c < 0x800) {
		out[n++] = (char)(0xc0 | c >> 6);
		out[n++] = (char)(0x80 | (c & 63));
	} else if (c < 0x10000) {
		out[n++] = (char)(0xe0 | c >> 12);
		out[n++] = (char)(0x80 | (c >> 6 & 63));
		out[n++] = (char)(0x80 | (c & 63));
	} else {
		out[n++] = (char)(0xf0 | c >> 18);
		out[n++] = (char)(0x80 | (c >> 12 & 63));
		out[n++] = (char)(0x80 | (c >> 6 & 63));
		out[n++] = (char)(0x80 | (c & 63));
	}
	xg_buf_add(b, out, n);
}

int xg_json_unescape(struct xg_buf *b, struct xg_str raw)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *p = raw.n ? raw.p : "", *end = p + raw.n;

	while (p < end) {
		const char *slash = memchr(p, '\\', (size_t)(end - p));
		const char *at;

		xg_buf_add(b, p, (size_t)((slash ? slash : end) - p));
		if (!slash)
			break;
		if (end - slash < 2)
			return XG_ERR_SYNTAX;
		p = slash + 2;
		if (slash[1] == 'u') {
			unsigned c;

			if (end - slash < 6)
				return XG_ERR_SYNTAX;
			c = hex(slash + 2);
			p = slash + 6;
			if (c >= 0xd800 && c <= 0xdbff && end - p >= 6) {
				c = 0x10000 + ((c - 0xd800) << 10) +
				    (hex(p + 2) - 0xdc00);
				p += 6;
			}
			put_utf8(b, c);
			continue;
		}
		at = strchr(from, slash[1]);
		if (!at || !*at)
			return XG_ERR_SYNTAX;
		xg_buf_char(b, to[at - from]);
	}
	return b->failed ? XG_ERR_LIMIT : 0;
}

int xg_json_as_dec(const struct xg_json *j, struct xg_dec *out)
{
	if (j->tok != XG_JSON_NUM && (j->tok != XG_JSON_STR || j->esc))
		return XG_ERR_TYPE;
	return xg_dec_parse(out, j->val.p, j->val.n);
}

int xg_json_as_i64(const struct xg_json *j, int64_t *out)
{
	struct xg_dec d;
	int rc;

	if (j->tok != XG_JSON_NUM && (j->tok != XG_JSON_STR || j->esc))
		return XG_ERR_TYPE;
	rc = xg_str_i64(j->val, out);
	if (rc != XG_ERR_SYNTAX)
		return rc;
	/* 1e3 and 5.0 are integers too */
	if (xg_dec_from(&d, j->val) < 0)
		return j->tok == XG_JSON_NUM ? XG_ERR_RANGE : XG_ERR_TYPE;
	if (xg_dec_rescale(&d, d, 0, XG_ROUND_EXACT) < 0)
		return XG_ERR_RANGE;
	*out = d.m;
	return 0;
}

int xg_json_as_text(const struct xg_json *j, struct xg_str *out)
{
	if (j->tok != XG_JSON_NUM && j->tok != XG_JSON_STR)
		return XG_ERR_TYPE;
	*out = j->val;
	return 0;
}

int xg_json_dec(struct xg_json *j, struct xg_dec *out)
{
	if (xg_json_next(j) == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	return xg_json_as_dec(j, out);
}

int xg_json_i64(struct xg_json *j, int64_t *out)
{
	if (xg_json_next(j) == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	return xg_json_as_i64(j, out);
}

int xg_json_text(struct xg_json *j, struct xg_str *out)
{
	if (xg_json_next(j) == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	return xg_json_as_text(j, out);
}

int xg_json_bool(struct xg_json *j, bool *out)
{
	enum xg_json_tok tok = xg_json_next(j);

	if (tok == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	if (tok != XG_JSON_TRUE && tok != XG_JSON_FALSE)
		return XG_ERR_TYPE;
	*out = tok == XG_JSON_TRUE;
	return 0;
}

/* One step of a path in the container that was just opened. 1, 0 or <0; then
 * the parser stands on the value's first token. */
static int step(struct xg_json *j, struct xg_str part)
{
	bool object = j->tok == XG_JSON_OBJ;
	int64_t want = -1, at = 0;
	enum xg_json_tok tok;

	if (!object && (j->tok != XG_JSON_ARR || xg_str_i64(part, &want) < 0))
		return 0;
	while ((tok = xg_json_next(j)) != XG_JSON_OBJ_END &&
		tok != XG_JSON_ARR_END) {
		bool hit = object ? xg_str_is(j->val, part) : at++ == want;

		if (tok == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		if (hit)
			return object && xg_json_next(j) == XG_JSON_ERR
				       ? XG_ERR_SYNTAX
				       : 1;
		if (xg_json_skip(j, NULL) < 0)
			return XG_ERR_SYNTAX;
	}
	return 0;
}

int xg_json_find(struct xg_str text, const char *path, struct xg_str *out)
{
	struct xg_str rest = xg_str_from(path);
	struct xg_json j;

	xg_json_init(&j, text.p, text.n);
	if (xg_json_next(&j) == XG_JSON_ERR)
		return XG_ERR_SYNTAX;
	while (rest.n) {
		int rc = step(&j, xg_str_cut(&rest, '.'));

		if (rc <= 0)
			return rc;
	}
	return xg_json_skip(&j, out) < 0 ? XG_ERR_SYNTAX : 1;
}

int xg_json_check(struct xg_str text, const char **err, size_t *at)
{
	struct xg_json j;
	enum xg_json_tok tok;

	xg_json_init(&j, text.p, text.n);
	while ((tok = xg_json_next(&j)) > XG_JSON_END)
		;
	if (tok == XG_JSON_END)
		return 0;
	if (err)
		*err = j.err;
	if (at)
		*at = j.err_at;
	return XG_ERR_SYNTAX;
}
