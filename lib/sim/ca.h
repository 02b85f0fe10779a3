/* The simulator's own certificates: a test CA and a server certificate for the
 * loopback addresses, made at the first start and renewed when they run out. */
#ifndef XG_SIM_CA_H
#define XG_SIM_CA_H

#include "base/buf.h"
#include "base/err.h"

struct xg_sim_ca {
	struct xg_buf ca, cert, key; /* paths, NUL-terminated */
};
/* Files in $XDG_STATE_HOME/xg/sim/, 0600. Two processes do not make them at
 * the same time. XG_ERR_SYSTEM, CONFIG. */
int xg_sim_ca_open(struct xg_sim_ca *out, int64_t now, struct xg_error *err);
void xg_sim_ca_release(struct xg_sim_ca *ca);

#endif
