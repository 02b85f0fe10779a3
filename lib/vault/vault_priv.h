/* The opened contents: a row of entries, each of seven fields (venue, label,
 * kind, created, key, secret, passphrase), each field a 16-bit little-endian
 * length and its bytes. */
#ifndef XG_VAULT_PRIV_H
#define XG_VAULT_PRIV_H

#include "vault/vault.h"

/* Appends the entries in p to v. XG_ERR_SYNTAX, XG_ERR_LIMIT, XG_ERR_DUP. */
int xg_vault_decode(struct xg_vault *v, const char *p, size_t n);
int xg_vault_encode(const struct xg_vault *v, struct xg_secret *out);

#endif
