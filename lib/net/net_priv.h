/* Inside of lib/net: one libcurl transfer on the shared multi handle. */
#ifndef XG_NET_NET_PRIV_H
#define XG_NET_NET_PRIV_H

#include <curl/curl.h>
#include <uv.h>

#include "io/clock.h"
#include "io/loop.h"
#include "net/net.h"

struct xg_transfer {
	struct xg_net *net;
	CURL *easy;
	void (*done)(struct xg_transfer *t, CURLcode rc);
	bool refused; /* an address was not loopback */
	bool once;    /* see xg_http_req */
	bool started; /* the request goes out now, or has gone */
	char why[CURL_ERROR_SIZE];
};

uv_loop_t *xg_net_uv(const struct xg_net *net);
/* Makes an easy handle with the rules of the environment (TLS verified,
 * loopback, time-outs) for t and a http:// or https:// URL. NULL and *err. */
CURL *xg_net_easy(struct xg_net *net, struct xg_transfer *t, const char *url,
	struct xg_error *err);
int xg_net_add(struct xg_net *net, struct xg_transfer *t);
void xg_net_remove(struct xg_net *net, struct xg_transfer *t);
/* One sentence for a failed transfer. */
const char *xg_net_why(const struct xg_transfer *t, CURLcode rc);

/* Requests in flight; net_free cuts them. */
struct xg_http_list;
struct xg_http_list **xg_net_http(struct xg_net *net);
void xg_http_drop_all(struct xg_net *net);

#endif
