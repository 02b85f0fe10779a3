/* Bytes over TLS on loopback: listening sockets and connections on the event
 * loop. Knows neither HTTP nor venues. */
#ifndef XG_SIM_WIRE_H
#define XG_SIM_WIRE_H

#include "base/buf.h"
#include "io/loop.h"
#include "sim/ca.h"

struct xg_wire;	     /* a server: TLS settings and its connections */
struct xg_wire_port; /* a listening socket */

/* A connection; user is the owner's. */
struct xg_wire_conn {
	struct xg_wire *wire;
	struct xg_wire_port *port;
	void *user;
	struct xg_buf in;      /* what has come and is not used yet */
	bool dead;	       /* will be freed at the end of the turn */
	struct xg_wire_io *io; /* private */
};

struct xg_wire_events {
	void (*open)(struct xg_wire_conn *c);
	/* Bytes were added to c->in. */
	void (*bytes)(struct xg_wire_conn *c);
	/* It is gone; c is freed after this. */
	void (*gone)(struct xg_wire_conn *c);
};

struct xg_wire *xg_wire_new(struct xg_loop *loop, const struct xg_sim_ca *ca,
	const struct xg_wire_events *events, struct xg_error *err);
void xg_wire_free(struct xg_wire *w);
/* Listens on 127.0.0.1 (and ::1 where the machine has it). port 0 = any free
 * one. Returns the port number, or XG_ERR_NET with a sentence. */
int xg_wire_listen(
	struct xg_wire *w, int port, void *user, struct xg_error *err);
void *xg_wire_port_user(const struct xg_wire_port *p);
/* Sends in the order of the calls, not before `due` (monotonic us, 0 = now).
 * A connection that does not read is cut when 16 MiB wait. */
void xg_wire_send(struct xg_wire_conn *c, struct xg_str data, int64_t due);
/* Closes after all that was sent is out. */
void xg_wire_finish(struct xg_wire_conn *c);
/* Closes at once, without any goodbye. */
void xg_wire_cut(struct xg_wire_conn *c);

#endif
