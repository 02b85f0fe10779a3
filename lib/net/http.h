/* HTTPS requests without waiting: keep-alive, reused handles, bounded bodies. */
#ifndef XG_NET_HTTP_H
#define XG_NET_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "net/net.h"

#define XG_HTTP_BODY_MAX ((size_t)32 << 20)

/* A request; all is copied by xg_http_send. */
struct xg_http_req {
	const char *method;    /* "GET" */
	const char *url;       /* whole, with query, as it is to be sent */
	struct xg_str headers; /* "Name: value\n" lines */
	struct xg_str body;    /* n = 0: none */
	int64_t timeout_us;    /* for the whole request; 0 = 10 s */
	bool secret;	       /* wipe the copies of headers, url and body */
	/* Its bytes go out at most once: without this, a kept connection that
	 * turns out to be dead makes libcurl send the request again on another
	 * one. For orders (R1). */
	bool once;
};

/* What came of it. Slices live during the callback only. */
struct xg_http_res {
	int status;	       /* 0 = no answer (see error) */
	struct xg_str headers; /* "Name: value\n" lines of the last answer */
	struct xg_str body;
	/* False: it is sure that no byte of the request has left (the name did
	 * not resolve, the connection was refused, TLS failed). True with
	 * status 0: the venue may have acted on it. */
	bool sent;
	bool too_big;	   /* body over its bound: status kept, body cut */
	const char *error; /* words for status 0, else "" */
	int64_t total_us;  /* from send to the last byte */
};

/* Called once for a request unless it was cancelled. May send again. */
typedef void xg_http_done(void *ctx, const struct xg_http_res *res);

/* Starts a request: an id > 0, or XG_ERR_*. Redirects are not followed. The
 * callback never runs before this returns. */
int64_t xg_http_send(struct xg_net *net, const struct xg_http_req *req,
	xg_http_done *done, void *ctx, struct xg_error *err);
/* Forgets a request; its callback will not be called. Unknown ids: nothing. */
void xg_http_cancel(struct xg_net *net, int64_t id);
/* Requests that wait for their answers. */
int xg_http_active(const struct xg_net *net);

#endif
