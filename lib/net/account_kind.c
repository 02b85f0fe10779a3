#include "net/account_kind.h"

const struct xg_venue *xg_account_kind(const struct xg_venue *v,
	xg_hosts_conf *conf, void *ctx, struct xg_error *err)
{
	struct xg_str json;
	char word[32];

	if (!xg_hosts_word(
		    word, sizeof word, &json, "account_kind", v, conf, ctx))
		return v;
	if (!v->account_kind)
		xg_error_set(err, XG_ERR_SUPPORT,
			"account_kind.%s of the configuration says nothing: "
			"%s has one kind of account; take it out",
			v->name, v->name);
	else if (!strcmp(word, v->account_kind))
		return v;
	else if (!strcmp(word, v->other_kind->account_kind))
		return v->other_kind;
	else
		xg_error_set(err, XG_ERR_SUPPORT,
			"account_kind.%s of the configuration is %.*s; write "
			"\"%s\" or \"%s\"",
			v->name, (int)(json.n < 40 ? json.n : 40), json.p,
			v->account_kind, v->other_kind->account_kind);
	return NULL;
}
