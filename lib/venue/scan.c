#include "venue/scan.h"

#include "base/err.h"

static struct xg_str *slot_of(const struct xg_json *j, const char *const *keys,
	struct xg_str *vals, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (keys[i] && xg_json_key_is_text(j, keys[i]))
			return &vals[i];
	}
	return NULL;
}

int xg_scan_value(struct xg_json *j, struct xg_str *val)
{
	struct xg_str none;

	if (!val)
		val = &none;
	switch (xg_json_next(j)) {
	case XG_JSON_ERR:
		return XG_ERR_SYNTAX;
	case XG_JSON_OBJ:
	case XG_JSON_ARR:
		return xg_json_skip(j, val) < 0 ? XG_ERR_SYNTAX : 0;
	case XG_JSON_NULL:
		*val = (struct xg_str){ NULL, 0 };
		return 0;
	default:
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
		if (xg_scan_value(j, slot_of(j, keys, vals, n)) < 0)
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

#define MOST (XG_DEC_MANT_MAX / 10)

/* The digits of a number that is too long, as many as fit; *e its exponent. */
static int digits(struct xg_str text, int64_t *m, int64_t *e, int *next)
{
	bool point = false;

	*m = *e = 0;
	*next = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		struct xg_str tail = { text.p + i + 1, text.n - i - 1 };

		if (c == 'e' || c == 'E') {
			int64_t by;

			if (tail.n && tail.p[0] == '+') {
				tail.p++;
				tail.n--;
			}
			if (xg_str_i64(tail, &by) < 0 || by < -99 || by > 99)
				return XG_ERR_RANGE;
			*e += by;
			return 0;
		}
		if (c == '.') {
			if (point)
				return XG_ERR_SYNTAX;
			point = true;
		} else if (c < '0' || c > '9') {
			return XG_ERR_SYNTAX;
		} else if (*m <= MOST - 1 && *next == 0) {
			*m = *m * 10 + (c - '0');
			*e -= point;
		} else {
			if (*next == 0)
				*next = c >= '5' ? 2 : 1;
			*e += !point;
		}
	}
	return 0;
}

int xg_scan_round(struct xg_dec *out, struct xg_str text)
{
	struct xg_str rest = text;
	bool minus = text.n && text.p[0] == '-';
	int64_t m, e;
	int next, rc = xg_dec_from(out, text);

	if (rc != XG_ERR_RANGE)
		return rc;
	if (minus) {
		rest.p++;
		rest.n--;
	}
	rc = digits(rest, &m, &e, &next);
	if (rc < 0)
		return rc;
	m += next == 2;
	for (; e < XG_DEC_EXP_MIN && m; e++)
		m = e == XG_DEC_EXP_MIN - 1 ? (m + 5) / 10 : m / 10;
	if (!m)
		e = 0;
	if (e > XG_DEC_EXP_MAX)
		return XG_ERR_RANGE;
	*out = xg_dec_make(minus ? -m : m, (int)e);
	return 0;
}

int64_t xg_scan_ms(struct xg_str text)
{
	int64_t ms;

	if (xg_str_i64(text, &ms) < 0 || ms < 0 || ms > INT64_MAX / 1000)
		return 0;
	return ms * 1000;
}
