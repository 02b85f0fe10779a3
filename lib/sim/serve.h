/* The server: dialects over TLS, faults applied, connections kept. Moves bytes
 * and time between wire.h and the pure parts. */
#ifndef XG_SIM_SERVE_H
#define XG_SIM_SERVE_H

#include "io/loop.h"
#include "sim/ca.h"
#include "sim/dialect.h"

#define XG_SIM_FRONTS 24

struct xg_sim_server;

struct xg_sim_server *xg_sim_server_new(struct xg_loop *loop,
	const struct xg_sim_ca *ca, struct xg_faults *faults,
	struct xg_error *err);
/* Cuts all connections. The fronts remain the caller's. */
void xg_sim_server_free(struct xg_sim_server *s);
/* Serves a front (its dialect, cred and venue are set) on a port. Fills its
 * state, send, close, emit. The port number, or XG_ERR_*. */
int xg_sim_server_add(struct xg_sim_server *s, struct xg_sim_front *f, int port,
	struct xg_error *err);
/* From now on books are flushed and connections looked after. */
void xg_sim_server_start(struct xg_sim_server *s);
/* Releases what _add has made in a front. */
void xg_sim_front_release(struct xg_sim_front *f);
/* The clock of a venue: the wall's, and what a skew fault adds. */
int64_t xg_sim_front_now(struct xg_sim_front *f);

/* GET /_sim/book?sym=&depth=, /_sim/account, POST /_sim/fault: for tests that
 * compare what a client believes with what the venue knows. False when the
 * path is none of them. */
bool xg_sim_control(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a);

#endif
