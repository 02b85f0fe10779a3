#include "venue/scan.h"

#include "base/err.h"

static struct xg_str *slot_of(const struct xg_json *j, const char *const *keys,
	struct xg_str *vals, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (keys[i] && xg_json_key_is(j, keys[i], strlen(keys[i])))
			return &vals[i];
	}
	return NULL;
}

/* The value behind a key; the key is known when val is not NULL. */
static int read_value(struct xg_json *j, struct xg_str *val)
{
	switch (xg_json_next(j)) {
	case XG_JSON_ERR:
		return XG_ERR_SYNTAX;
	case XG_JSON_OBJ:
	case XG_JSON_ARR:
		return xg_json_skip(j, val);
	case XG_JSON_NULL:
		if (val)
			*val = (struct xg_str){ NULL, 0 };
		return 0;
	default:
		if (val)
			*val = j->val;
		return 0;
	}
}

int xg_scan(struct xg_json *j, const char *const *keys, struct xg_str *vals,
	size_t n)
{
	for (size_t i = 0; i < n; i++)
		vals[i] = (struct xg_str){ NULL, 0 };
	for (;;) {
		enum xg_json_tok tok = xg_json_next(j);

		if (tok == XG_JSON_OBJ_END)
			return 0;
		if (tok != XG_JSON_KEY)
			return XG_ERR_SYNTAX;
		if (read_value(j, slot_of(j, keys, vals, n)) < 0)
			return XG_ERR_SYNTAX;
	}
}

int xg_scan_text(struct xg_str text, const char *const *keys,
	struct xg_str *vals, size_t n)
{
	struct xg_json j;

	xg_json_init(&j, text.p, text.n);
	if (xg_json_next(&j) != XG_JSON_OBJ) {
		for (size_t i = 0; i < n; i++)
			vals[i] = (struct xg_str){ NULL, 0 };
		return XG_ERR_TYPE;
	}
	return xg_scan(&j, keys, vals, n);
}

int xg_scan_dec(struct xg_dec *out, struct xg_str text)
{
	int rc;

	*out = (struct xg_dec){ 0, 0 };
	if (text.n == 0)
		return 0;
	rc = xg_dec_from(out, text);
	return rc < 0 ? rc : 1;
}

int64_t xg_scan_ms(struct xg_str text)
{
	int64_t ms;

	if (xg_str_i64(text, &ms) < 0 || ms < 0 || ms > INT64_MAX / 1000)
		return 0;
	return ms * 1000;
}
