/* Whose key an entry of the vault is. An entry has the name of a venue; any other
 * name of the venue that means the same account finds it, also the one of an entry
 * that an older version has kept as it was typed. Pure. */
#ifndef XG_DESK_KEYS_H
#define XG_DESK_KEYS_H

#include "sess/choice.h"
#include "vault/vault.h"

/* The entry of exactly this name, else of another name of the same account
 * (xg_venue_key). label NULL: the account's only one, else "main". Borrowed; NULL
 * when there is none. */
const struct xg_vault_entry *xg_keys_find(
	const struct xg_vault *v, const char *name, const char *label);
/* The entry for a venue as it is chosen: of the account of its region, by the name
 * that means the region ("bybiteu"); else of the venue itself, where the
 * configuration says the region: what is kept as "bybit" is the account of the user
 * who has written that. */
const struct xg_vault_entry *xg_keys_chosen(const struct xg_vault *v,
	const struct xg_choice *choice, const char *label);
/* What such an entry is to be called: "bybiteu", "bybit". */
const char *xg_keys_wanted(const struct xg_choice *choice);

/* Puts *e (as xg_vault_put) in the place of `old`, an entry of v of this account
 * and label, which has the name of *e from then on. NULL: a new one. XG_ERR_DUP:
 * another entry is there already. */
int xg_keys_put(struct xg_vault *v, const struct xg_vault_entry *old,
	struct xg_vault_entry *e);

/* A sentence about an entry whose name no command asks for; false: there is nothing
 * to say. */
bool xg_keys_remark(const struct xg_vault *v, const struct xg_vault_entry *e,
	char *out, size_t size);

#endif
