/* What a message is, by a few of its members or by the path of its request. */
#include "drift/shape_priv.h"

static size_t up_to_digit(struct xg_str s)
{
	size_t n = 0;

	while (n < s.n && (s.p[n] < '0' || s.p[n] > '9'))
		n++;
	return n;
}

/* 1: the kind is complete. */
static int add_value(struct xg_buf *out, struct xg_str json, const char *rule)
{
	size_t n = strcspn(rule, "|>!");
	struct xg_str path = { rule, n }, val, rest;
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
	rest = val;
	if (rule[n] == '|' && rule[n + 1] == '#') {
		val.n = up_to_digit(val);
	} else if (rule[n] == '|' || rule[n] == '>') {
		val = xg_str_cut(&rest, rule[n + 1]);
		val = rule[n] == '>' ? rest : val;
	}
	if (val.n > 64)
		val.n = 64;
	xg_buf_char(out, ' ');
	rc = xg_buf_str(out, val);
	return rc < 0 ? rc : rule[n] == '!';
}

int xg_shape_kind(struct xg_buf *out, struct xg_str first, struct xg_str json,
	const char *const *rules)
{
	int rc = xg_buf_str(out, first);

	if (json.n == 0 || json.p[0] != '{')
		return rc;
	for (; rc == 0 && rules && *rules; rules++)
		rc = add_value(out, json, *rules);
	return rc < 0 ? rc : 0;
}

int xg_shape_rest_kind(struct xg_buf *out, struct xg_str req)
{
	struct xg_str url = req, path;
	size_t at;

	xg_str_cut(&url, ' ');
	url = xg_str_cut(&url, '?');
	at = xg_str_find(url, '/');
	if (at + 2 < url.n && url.p[at + 1] == '/') {
		url = (struct xg_str){ url.p + at + 2, url.n - at - 2 };
		xg_str_cut(&url, '/');
	}
	xg_buf_text(out, "rest ");
	while (url.n) {
		bool symbol = true;

		path = xg_str_cut(&url, '/');
		for (size_t i = 0; i < path.n; i++)
			if (path.p[i] >= 'a' && path.p[i] <= 'z')
				symbol = false;
		xg_buf_char(out, '/');
		xg_buf_str(out, symbol && path.n ? XG_STR("*") : path);
	}
	return out->failed ? XG_ERR_MEMORY : 0;
}
