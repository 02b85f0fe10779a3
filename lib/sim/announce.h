/* Where the paper environment finds the simulator: sim.json of the runtime
 * folder, 0600, with the addresses, the CA and the credentials. */
#ifndef XG_SIM_ANNOUNCE_H
#define XG_SIM_ANNOUNCE_H

#include "sim/ca.h"
#include "sim/world.h"

/* Appends the text: port[i] is that of front i. Pure. */
void xg_sim_announcement(struct xg_buf *out, const struct xg_sim_world *w,
	const int *port, const char *ca, int64_t pid);
/* Replaces the file in one step. *path gets its path. */
int xg_sim_announce(
	struct xg_buf *path, struct xg_str text, struct xg_error *err);
/* Removes the file, when it is still this process's. */
void xg_sim_withdraw(const struct xg_buf *path, int64_t pid);

#endif
