#include "venue/okx/okx.h"

int xg_okx_scan(struct xg_json *j, const char *const *keys, struct xg_str *vals,
	size_t n)
{
	for (size_t i = 0; i < n; i++)
		vals[i] = (struct xg_str){ NULL, 0 };
	for (;;) {
		enum xg_json_tok tok = xg_json_next(j);
		struct xg_str *val = NULL;

		if (tok == XG_JSON_OBJ_END)
			return 0;
		if (tok != XG_JSON_KEY)
			return XG_ERR_SYNTAX;
		for (size_t i = 0; i < n && !val; i++) {
			if (xg_json_key_is_text(j, keys[i]))
				val = &vals[i];
		}
		tok = xg_json_next(j);
		if (tok == XG_JSON_ERR)
			return XG_ERR_SYNTAX;
		if (tok == XG_JSON_OBJ || tok == XG_JSON_ARR) {
			if (xg_json_skip(j, val) < 0)
				return XG_ERR_SYNTAX;
		} else if (val && tok == XG_JSON_TRUE) {
			*val = XG_STR("true");
		} else if (val && tok != XG_JSON_NULL && tok != XG_JSON_FALSE) {
			*val = j->val;
		}
	}
}

int xg_okx_dec(struct xg_dec *out, struct xg_str text)
{
	int rc;

	*out = (struct xg_dec){ 0, 0 };
	if (text.n == 0)
		return 0;
	rc = xg_dec_from(out, text);
	return rc < 0 ? rc : 1;
}

int64_t xg_okx_ms(struct xg_str text)
{
	int64_t ms;

	if (xg_str_i64(text, &ms) < 0 || ms < 0 || ms > INT64_MAX / 1000)
		return 0;
	return ms * 1000;
}
