/* Where a venue is in an environment: its own hosts in live and test, what the
 * configuration file says instead, and the simulator in paper. The environment
 * is part of every connection's identity (R26). */
#ifndef XG_NET_HOSTS_H
#define XG_NET_HOSTS_H

#include "base/buf.h"
#include "base/err.h"
#include "sess/choice.h"
#include "sess/feed.h"
#include "venue/venue.h"

#define XG_HOSTS_MAX 24
#define XG_HOSTS_BASES 8

const char *xg_env_word(enum xg_env env); /* "paper", "test", "live" */
extern const char *const xg_env_words[];  /* for options; NULL-terminated */

/* Zero-filled is valid. */
struct xg_hosts {
	enum xg_env env;
	char region[XG_REGION_MAX];		    /* "" = the usual hosts */
	struct xg_feed_host host[XG_HOSTS_MAX + 1]; /* zero row at the end */
	const char *base[XG_HOSTS_MAX][XG_HOSTS_BASES + 1];
	struct xg_buf text[XG_HOSTS_MAX]; /* owned */
};

/* Fills the hosts of a venue. live and test: `hosts.ENV.VENUE.NAME` of the
 * configuration (a URL or a list of them) before the region's (the row
 * NAME-REGION), and that before the venue's own; a host that the venue has not
 * in this environment is left out. paper: the simulator's
 * addresses, which must be loopback, whatever the region (one that the venue has;
 * NULL or "" = the usual one). conf may be NULL. XG_ERR_CONFIG. */
int xg_hosts_open(struct xg_hosts *h, const struct xg_venue *v, enum xg_env env,
	const char *region, struct xg_str sim, xg_conf_text *conf, void *ctx,
	struct xg_error *err);
void xg_hosts_release(struct xg_hosts *h);
/* The nth base URL of a host (modulo their number), NULL when it has none. */
const char *xg_hosts_base(const struct xg_hosts *h, const char *name, int nth);

/* Appends the simulator's own description, $XDG_RUNTIME_DIR/xg/sim.json, to
 * out. XG_ERR_CONFIG with what to do when it is not there. */
int xg_hosts_sim(struct xg_buf *out, struct xg_error *err);
/* Its CA file, appended and NUL-terminated. */
int xg_hosts_sim_ca(
	struct xg_buf *out, struct xg_str sim, struct xg_error *err);

#endif
