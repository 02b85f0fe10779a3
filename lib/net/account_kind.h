/* Which API a venue is spoken to in, where accounts are of two kinds. */
#ifndef XG_NET_ACCOUNT_KIND_H
#define XG_NET_ACCOUNT_KIND_H

#include "net/hosts.h"

/* The table of a venue for `account_kind.VENUE` of the configuration: v where it
 * says nothing. conf may be NULL. NULL and *err (XG_ERR_SUPPORT): the kind is none,
 * or the venue has one only. */
const struct xg_venue *xg_account_kind(const struct xg_venue *v,
	xg_hosts_conf *conf, void *ctx, struct xg_error *err);

#endif
