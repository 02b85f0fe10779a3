/* What every command that trades or looks at an account needs: which venues, at
 * which addresses of which environment, with whose keys, and their instruments. */
#ifndef XG_DESK_DESK_H
#define XG_DESK_DESK_H

#include "net/hosts.h"
#include "net/insts_load.h"
#include "net/lease.h"
#include "net/net.h"
#include "vault/paper.h"
#include "vault/vault.h"
#include "venue/venue.h"

#define XG_DESK_VENUES 16

struct xg_desk;

struct xg_desk_venue {
	struct xg_desk *desk;
	const struct xg_choice *choice;
	const struct xg_venue *v; /* of it */
	struct xg_hosts hosts;
	struct xg_insts insts;
	struct xg_cred cred;   /* slices of the secrets below or the vault's */
	struct xg_paper paper; /* paper, and a file of credentials */
	struct xg_insts_load *load;
	bool loaded;
};

struct xg_desk_opts {
	enum xg_env env;
	/* Names or aliases; none = all venues that have a key. */
	const char *const *venue;
	size_t venues;
	struct xg_vault_source source; /* of the vault's passphrase */
	const char *label;	       /* of the key; NULL = the main one */
	/* For --dry-run only: a file of key, secret, passphrase, each on a line.
	 * No simulator or vault is looked for then. */
	const char *cred_file;
	bool no_keys; /* --dry-run without one: an empty key */
	bool dry;     /* nothing is sent: live need not be armed */
	xg_conf_text *conf;
	void *conf_ctx;
};

/* Zero-filled is valid and releasable. */
struct xg_desk {
	struct xg_desk_opts o;
	struct xg_choices choices;
	struct xg_desk_venue venue[XG_DESK_VENUES];
	int n;
	struct xg_buf sim, ca;
	struct xg_vault vault;
	struct xg_lease lease;
	bool has_lease;
	void (*done)(void *ctx, int rc, const char *why);
	void *ctx;
	bool told;
};

/* live needs `"live": true` in the configuration as well (R26). XG_ERR_CONFIG,
 * _AUTH, _ABSENT (no key, no simulator), _SUPPORT (no such venue, or one in two
 * regions): *err is a sentence that says what to do. On error release it all the same. */
int xg_desk_open(
	struct xg_desk *d, const struct xg_desk_opts *o, struct xg_error *err);
void xg_desk_release(struct xg_desk *d);
/* The network of the environment: paper trusts the simulator's CA alone and
 * goes to loopback addresses only. NULL and *err. */
struct xg_net *xg_desk_net(
	struct xg_desk *d, struct xg_loop *loop, struct xg_error *err);
/* Instruments of all venues: from the cache when it is fresh, else asked for.
 * done is called once, never inside of this call when it asks. */
int xg_desk_load(struct xg_desk *d, struct xg_net *net,
	void (*done)(void *ctx, int rc, const char *why), void *ctx,
	struct xg_error *err);
/* From the cache alone, however old. XG_ERR_ABSENT and what to do. */
int xg_desk_cached(struct xg_desk *d, struct xg_error *err);
struct xg_desk_venue *xg_desk_find(struct xg_desk *d, struct xg_str name);

#endif
