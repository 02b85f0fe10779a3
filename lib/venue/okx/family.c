/* Options are listed by family only: first the venue is asked which underlyings
 * options have, then for each family. The cursor carries the families that are
 * still to be asked for. Source: public instruments, underlying. */
#include "venue/okx/okx.h"

#define SEP ','

/* Families of options that are margined in dollars: behind the underlying. */
static const char um[] = "_UM";

static struct xg_str first_of(struct xg_str list)
{
	return xg_str_cut(&list, SEP);
}

bool xg_okx_is_families(const struct xg_ask *ask)
{
	return ask->op == XG_OP_INSTS && !ask->inst &&
	       xg_str_is_text(ask->market, "option");
}

struct xg_str xg_okx_family(const struct xg_ask *ask)
{
	return first_of(ask->cursor);
}

void xg_okx_family_next(struct xg_answer *a, const struct xg_ask *ask)
{
	struct xg_str rest = ask->cursor;

	(void)xg_str_cut(&rest, SEP);
	(void)xg_str_copy(a->cursor, sizeof a->cursor, rest);
}

/* What a request can carry. */
static bool is_name(struct xg_str name)
{
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];

		if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') &&
			!(c >= 'a' && c <= 'z') && c != '-' && c != '_')
			return false;
	}
	return name.n > 0;
}

static int add(struct xg_answer *a, struct xg_str name, const char *tail)
{
	size_t n = strlen(a->cursor), tn = strlen(tail);

	if (n + (n > 0) + name.n + tn >= sizeof a->cursor)
		return XG_ERR_LIMIT;
	if (n)
		a->cursor[n++] = SEP;
	memcpy(a->cursor + n, name.p, name.n);
	memcpy(a->cursor + n + name.n, tail, tn + 1);
	return 0;
}

/* An underlying in dollars has two families: of coins, and of dollars. */
static int add_both(struct xg_answer *a, struct xg_str name)
{
	int rc = is_name(name) ? add(a, name, "") : XG_ERR_TYPE;

	return rc == 0 && xg_str_has_suffix(name, XG_STR("-USD"))
		       ? add(a, name, um)
		       : rc;
}

/* [["BTC-USD","ETH-USD"]] */
int xg_okx_families(struct xg_answer *a, struct xg_str data)
{
	enum xg_json_tok tok = XG_JSON_ERR;
	struct xg_json j;
	int rc = 0;

	xg_json_init(&j, data.p, data.n);
	if (xg_json_next(&j) != XG_JSON_ARR)
		return XG_ERR_TYPE;
	while (rc == 0 && (tok = xg_json_next(&j)) == XG_JSON_ARR) {
		while (rc == 0 && (tok = xg_json_next(&j)) == XG_JSON_STR)
			rc = add_both(a, j.val);
		if (rc == 0 && tok != XG_JSON_ARR_END)
			rc = XG_ERR_TYPE;
	}
	if (rc == 0 && tok != XG_JSON_ARR_END)
		rc = XG_ERR_TYPE;
	if (rc < 0)
		a->cursor[0] = '\0';
	return rc;
}
