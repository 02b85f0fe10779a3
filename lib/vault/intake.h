/* How a user hands over a key: typed, or read from a descriptor. */
#ifndef XG_VAULT_INTAKE_H
#define XG_VAULT_INTAKE_H

#include "vault/vault.h"

/* Key, secret and passphrase of *e, whose kind is set: asked at the terminal, or
 * read from fd, each on a line; a key in PEM is all of its lines.
 * XG_ERR_ABSENT: a key or secret is empty, XG_ERR_AUTH: the secret cannot sign, so
 * it is found now, not at the first order; or as xg_secret_read. *err is a
 * sentence. */
int xg_vault_intake(
	struct xg_vault_entry *e, int fd, bool terminal, struct xg_error *err);

#endif
