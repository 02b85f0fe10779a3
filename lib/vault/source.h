/* Where a secret comes from: a terminal, a descriptor, a file of the owner
 * alone. Never the command line or the environment. */
#ifndef XG_VAULT_SOURCE_H
#define XG_VAULT_SOURCE_H

#include <stdbool.h>

#include "base/err.h"
#include "crypto/secret.h"

/* The file, else the descriptor, else the terminal. */
struct xg_vault_source {
	const char *key_file; /* borrowed; NULL = none */
	bool has_fd;
	int fd;
};

/* The passphrase: the first line of a descriptor, a whole file without its
 * last newline, or what is typed at /dev/tty without echo (twice with fresh).
 * XG_ERR_AUTH: others may read the file, or an empty passphrase; XG_ERR_CONFIG:
 * no terminal; XG_ERR_SYSTEM. */
int xg_vault_source_read(const struct xg_vault_source *src, bool fresh,
	struct xg_secret *out, struct xg_error *err);
/* All that fd gives until its end, straight into locked memory. XG_ERR_LIMIT
 * over XG_SECRET_MAX. */
int xg_secret_read(int fd, struct xg_secret *out, struct xg_error *err);
/* One line typed at /dev/tty, not echoed. */
int xg_secret_ask(
	const char *prompt, struct xg_secret *out, struct xg_error *err);

#endif
