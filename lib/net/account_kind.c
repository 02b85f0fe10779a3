#include "net/account_kind.h"

#include "json/pull.h"

/* A JSON string that says this word? */
static bool says(struct xg_str json, const char *word)
{
	struct xg_buf text = { .max = 64 };
	bool is = json.n >= 2 && json.p[0] == '"';

	is = is &&
	     xg_json_unescape(
		     &text, (struct xg_str){ json.p + 1, json.n - 2 }) == 0 &&
	     xg_str_is_text(xg_buf_view(&text), word);
	xg_buf_release(&text);
	return is;
}

const struct xg_venue *xg_account_kind(const struct xg_venue *v,
	xg_hosts_conf *conf, void *ctx, struct xg_error *err)
{
	struct xg_str json;
	char path[128];

	snprintf(path, sizeof path, "account_kind.%s", v->name);
	if (!conf || conf(ctx, path, &json) != 1)
		return v;
	if (!v->account_kind)
		xg_error_set(err, XG_ERR_SUPPORT,
			"account_kind.%s of the configuration says nothing: "
			"%s has one kind of account; take it out",
			v->name, v->name);
	else if (says(json, v->account_kind))
		return v;
	else if (says(json, v->other_kind->account_kind))
		return v->other_kind;
	else
		xg_error_set(err, XG_ERR_SUPPORT,
			"account_kind.%s of the configuration is %.*s; write "
			"\"%s\" or \"%s\"",
			v->name, (int)(json.n < 40 ? json.n : 40), json.p,
			v->account_kind, v->other_kind->account_kind);
	return NULL;
}
