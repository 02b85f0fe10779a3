#include "desk/keys.h"

/* Do both names mean one account? */
static bool is_same(const char *a, const char *b)
{
	const char *x = xg_venue_key(xg_str_from(a));
	const char *y = xg_venue_key(xg_str_from(b));

	return strcmp(a, b) == 0 || (x && y && strcmp(x, y) == 0);
}

static const struct xg_vault_entry *labelled(
	const struct xg_vault *v, const char *name, const char *label)
{
	const char *kept = xg_venue_key(xg_str_from(name));
	const struct xg_vault_entry *e = xg_vault_find(v, name, label);

	if (!e && kept)
		e = xg_vault_find(v, kept, label);
	for (size_t i = 0; !e && i < v->n; i++) {
		if (is_same(v->entry[i].venue, name) &&
			strcmp(v->entry[i].label, label) == 0)
			e = &v->entry[i];
	}
	return e;
}

const struct xg_vault_entry *xg_keys_find(
	const struct xg_vault *v, const char *name, const char *label)
{
	const struct xg_vault_entry *only = NULL;
	int n = 0;

	for (size_t i = 0; i < v->n; i++) {
		if (is_same(v->entry[i].venue, name)) {
			only = &v->entry[i];
			n++;
		}
	}
	return !label && n == 1 ? only
				: labelled(v, name, label ? label : "main");
}

const char *xg_keys_wanted(const struct xg_choice *choice)
{
	const char *there = xg_venue_in(choice->v, choice->region);

	return choice->elsewhere && there ? there : choice->v->name;
}

const struct xg_vault_entry *xg_keys_chosen(const struct xg_vault *v,
	const struct xg_choice *choice, const char *label)
{
	const char *there = xg_venue_in(choice->v, choice->region);
	const struct xg_vault_entry *e =
		there ? xg_keys_find(v, there, label) : NULL;

	if (!e && !choice->elsewhere)
		e = xg_keys_find(v, choice->v->name, label);
	return e;
}

int xg_keys_put(struct xg_vault *v, const struct xg_vault_entry *old,
	struct xg_vault_entry *e)
{
	char venue[sizeof e->venue], label[sizeof e->label];
	bool renamed;
	int rc;

	if (!old)
		return xg_keys_find(v, e->venue, e->label)
			       ? XG_ERR_DUP
			       : xg_vault_put(v, e, false);
	memcpy(venue, old->venue, sizeof venue);
	memcpy(label, old->label, sizeof label);
	renamed = strcmp(venue, e->venue) != 0;
	if (renamed && xg_vault_find(v, e->venue, e->label))
		return XG_ERR_DUP;
	rc = xg_vault_put(v, e, true);
	return rc == 0 && renamed ? xg_vault_remove(v, venue, label) : rc;
}

bool xg_keys_remark(const struct xg_vault *v, const struct xg_vault_entry *e,
	char *out, size_t size)
{
	const char *name = xg_venue_key(xg_str_from(e->venue));

	if (!name)
		snprintf(out, size,
			"%s %s is of no venue that this version knows: nothing "
			"uses it",
			e->venue, e->label);
	else if (strcmp(name, e->venue) == 0)
		return false;
	else if (labelled(v, name, e->label) == e)
		snprintf(out, size, "%s %s is used as %s %s", e->venue,
			e->label, name, e->label);
	else
		snprintf(out, size,
			"%s %s is not used, since there is another %s %s; "
			"xg-key rm %s %s forgets it",
			e->venue, e->label, name, e->label, e->venue, e->label);
	return true;
}
