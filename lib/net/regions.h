/* The venues that one command names, each in one region: records have the venue's
 * own name whatever its region, so two regions of it would be mixed up. */
#ifndef XG_NET_REGIONS_H
#define XG_NET_REGIONS_H

#include "net/hosts.h"

#define XG_REGIONS_MAX 32

/* Zero-filled is valid. */
struct xg_regions {
	struct {
		const struct xg_venue *v;
		char region[XG_REGION_MAX];
	} of[XG_REGIONS_MAX];
	int n;
};

/* The venue of a name that a user gave, from now on in the region that the name
 * or the configuration says (xg_hosts_region). NULL and *err: XG_ERR_SUPPORT for
 * an unknown name and for a venue that is in another region already,
 * XG_ERR_CONFIG for what the configuration says. conf may be NULL. */
const struct xg_venue *xg_regions_name(struct xg_regions *r, struct xg_str name,
	enum xg_env env, xg_hosts_conf *conf, void *ctx, struct xg_error *err);
/* The region of a venue, "" for the usual one; NULL when nothing named it. */
const char *xg_regions_of(const struct xg_regions *r, const struct xg_venue *v);

#endif
