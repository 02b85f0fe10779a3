/* Instruments of a venue: from the cache on disk ($XDG_CACHE_HOME/xg/ENV/
 * VENUE.ndjson or, of a region, VENUE.REGION.ndjson, or, of the other kind of
 * account, VENUE.KIND.ndjson: `inst` records), or asked of the venue and then
 * cached (R29). */
#ifndef XG_NET_INSTS_LOAD_H
#define XG_NET_INSTS_LOAD_H

#include "net/hosts.h"
#include "net/lease.h"
#include "net/net.h"
#include "rec/insts.h"

#define XG_INSTS_TTL_US INT64_C(3600000000)

/* Appends the cache file of a venue in a region ("" = the usual hosts, see
 * net/hosts.h) to text: what one region lists holds for no other. *age_us = how
 * old it is (from its time of change to now). XG_ERR_ABSENT when there is none. */
int xg_insts_cached(struct xg_buf *text, enum xg_env env,
	const struct xg_venue *v, const char *region, int64_t now,
	int64_t *age_us, struct xg_error *err);
/* How old they may be: an hour; in paper no older than the simulator, which
 * may have been started with others. */
int64_t xg_insts_ttl(enum xg_env env, int64_t now);
/* Reads all its lines into a table. Number of instruments or an error. */
int xg_insts_parse(
	struct xg_insts *t, struct xg_str text, struct xg_error *err);
/* The line of one symbol without reading the others: 1 and *line, 0 absent. */
int xg_insts_line(struct xg_str text, struct xg_str sym, struct xg_str *line);
/* The same by the venue's own code; *at is where to go on (0 at first): several
 * markets of a venue may use one code. */
int xg_insts_native_line(struct xg_str text, struct xg_str native, size_t *at,
	struct xg_str *line);

/* Asks the venue for the instruments of all its markets, puts them into the
 * cache and calls done once: rc 0 and the records as text, or an error. Only
 * when all markets answered is the cache replaced. The returned load may be
 * freed at any time, and must be. */
struct xg_insts_load;
typedef void xg_insts_done(
	void *ctx, int rc, struct xg_str text, const struct xg_error *err);
struct xg_insts_load *xg_insts_fetch(struct xg_net *net,
	const struct xg_venue *v, const struct xg_hosts *hosts,
	struct xg_lease *lease, xg_insts_done *done, void *ctx);
void xg_insts_load_free(struct xg_insts_load *l);

#endif
