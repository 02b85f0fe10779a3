/* The vault: API keys of one environment in an encrypted file,
 * $XDG_STATE_HOME/xg/ENV/vault. Key from a passphrase by Argon2id, contents
 * sealed by XChaCha20-Poly1305 with the header as associated data. */
#ifndef XG_VAULT_VAULT_H
#define XG_VAULT_VAULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "crypto/secret.h"
#include "vault/source.h"

enum xg_key_kind { XG_KEY_HMAC, XG_KEY_ED25519, XG_KEY_RSA };

#define XG_VAULT_ENTRIES 256

struct xg_vault_entry {
	char venue[32];
	char label[32];
	enum xg_key_kind kind;
	int64_t created;			  /* us since the epoch */
	struct xg_secret key, secret, passphrase; /* owned */
};

/* Zero-filled is valid and releasable. */
struct xg_vault {
	struct xg_buf path;
	struct xg_secret pass;
	struct xg_vault_entry *entry; /* owned */
	size_t n;
	int lock;   /* descriptor + 1 while open for writing */
	bool fresh; /* there was no file */
};

/* Opens the vault of env ("paper", "test", "live"). With write it is locked
 * against other writers until released, and a missing file is an empty vault
 * (a terminal is asked for the new passphrase twice). XG_ERR_ABSENT: no vault;
 * XG_ERR_AUTH: wrong passphrase, or others may read the file; XG_ERR_SYNTAX:
 * not a vault; XG_ERR_CONFIG: unknown env or no source of a passphrase. */
int xg_vault_open(const char *env, const struct xg_vault_source *src,
	bool write, struct xg_vault *v, struct xg_error *err);
void xg_vault_release(struct xg_vault *v);
/* The entry, borrowed until v changes; NULL when absent. label NULL: the only
 * entry of the venue, else the one labelled "main". */
const struct xg_vault_entry *xg_vault_find(
	const struct xg_vault *v, const char *venue, const char *label);
/* Takes the secrets of *e; an entry of the same venue and label is an
 * XG_ERR_DUP unless replace. Names are letters, digits and ._- only, else
 * XG_ERR_SYNTAX. In memory until saved. */
int xg_vault_put(struct xg_vault *v, struct xg_vault_entry *e, bool replace);
/* XG_ERR_ABSENT when there is none. */
int xg_vault_remove(struct xg_vault *v, const char *venue, const char *label);
/* Another passphrase from the next save on; takes it. */
void xg_vault_repass(struct xg_vault *v, struct xg_secret *pass);
/* Replaces the file in one step, with a new salt and nonce. */
int xg_vault_save(struct xg_vault *v, struct xg_error *err);

void xg_vault_entry_release(struct xg_vault_entry *e);
const char *xg_key_kind_name(enum xg_key_kind kind);

#endif
