/* What all connections of a process share: one libcurl multi handle on one
 * loop, and the rules of the environment. HTTP (net/http.h) and WebSocket
 * (net/ws.h) connections are made from it. Not for use by several threads. */
#ifndef XG_NET_NET_H
#define XG_NET_NET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct xg_loop; /* io/loop.h */
struct xg_net;

struct xg_net_opts {
	/* Addresses other than loopback are refused after they are resolved and
	 * before a byte is sent: the paper environment (R26). */
	bool loopback_only;
	/* A CA file that is trusted beside none other; accepted only together
	 * with loopback_only. NULL = the system's. Certificates and host names
	 * are always verified. Copied. */
	const char *ca_file;
	int64_t connect_us; /* time to connect; 0 = 10 s */
};

/* NULL and *err on failure (XG_ERR_CONFIG, XG_ERR_MEMORY). Free before the
 * loop; all requests and connections made from it must be gone or are cut. */
struct xg_net *xg_net_new(struct xg_loop *loop, const struct xg_net_opts *opts,
	struct xg_error *err);
void xg_net_free(struct xg_net *net);
struct xg_loop *xg_net_loop(const struct xg_net *net);

/* Is the host of this URL a loopback name or address ("localhost",
 * "127.x.x.x", "[::1]")? By its text; no resolving. */
bool xg_net_is_loopback(const char *url);
struct sockaddr;
bool xg_net_addr_is_loopback(const struct sockaddr *a);

#endif
