/* Where a venue is in an environment: its own hosts in live and test, what the
 * configuration file says instead, and the simulator in paper. The environment
 * is part of every connection's identity (R26). */
#ifndef XG_NET_HOSTS_H
#define XG_NET_HOSTS_H

#include "base/buf.h"
#include "base/err.h"
#include "sess/feed.h"
#include "venue/venue.h"

#define XG_HOSTS_MAX 24
#define XG_HOSTS_BASES 8
#define XG_REGION_MAX 16

const char *xg_env_word(enum xg_env env); /* "paper", "test", "live" */
extern const char *const xg_env_words[];  /* for options; NULL-terminated */

/* Gives the JSON text of a place of the configuration: 1, or 0 if absent. */
typedef int xg_hosts_conf(void *ctx, const char *path, struct xg_str *json);

/* The word that SECTION.VENUE of the configuration says. 0: it says nothing. 1: out
 * is the word, "" when it is none that fits; *json as it is written. conf may be
 * NULL. */
int xg_hosts_word(char *out, size_t size, struct xg_str *json,
	const char *section, const struct xg_venue *v, xg_hosts_conf *conf,
	void *ctx);

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
 * addresses, which must be loopback. region and conf may be NULL. XG_ERR_CONFIG. */
int xg_hosts_open(struct xg_hosts *h, const struct xg_venue *v, enum xg_env env,
	const char *region, struct xg_str sim, xg_hosts_conf *conf, void *ctx,
	struct xg_error *err);
/* The region that the venue was named by (xg_venue_region), else the one of
 * `region.VENUE` of the configuration; "" for none and in paper. XG_ERR_CONFIG
 * when the venue has no host there. */
int xg_hosts_region(char out[static XG_REGION_MAX], const struct xg_venue *v,
	enum xg_env env, const char *region, xg_hosts_conf *conf, void *ctx,
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
