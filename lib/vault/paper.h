/* Credentials of the paper environment, as the simulator leaves them in
 * sim.json of the runtime folder: no vault is needed for paper. */
#ifndef XG_VAULT_PAPER_H
#define XG_VAULT_PAPER_H

#include "base/buf.h"
#include "base/err.h"
#include "crypto/secret.h"

/* Zero-filled is valid and releasable. */
struct xg_paper {
	struct xg_buf ca;	/* path of the CA file */
	struct xg_buf rest, ws; /* base addresses; empty when not told */
	struct xg_secret key, secret, passphrase;
};

/* Looks for $XDG_RUNTIME_DIR/xg/sim.json, then $XDG_STATE_HOME/xg/run/sim.json.
 * XG_ERR_ABSENT: no simulator or not this venue; XG_ERR_AUTH: others may read
 * the file, or an address in it is not of the loopback; XG_ERR_SYNTAX. */
int xg_paper_find(
	const char *venue, struct xg_paper *out, struct xg_error *err);
void xg_paper_release(struct xg_paper *p);

#endif
