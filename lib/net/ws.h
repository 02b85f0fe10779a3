/* A WebSocket client (RFC 6455) without waiting: text and binary messages,
 * no extensions. Pings of the server are answered here. */
#ifndef XG_NET_WS_H
#define XG_NET_WS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "net/net.h"

/* Books of Coinbase come in one message of many megabytes. A message must fit
 * into a raw record (XG_REC_RAW_MAX) with its members. */
#define XG_WS_MESSAGE_MAX ((size_t)31 << 20)
#define XG_WS_PENDING_MAX ((size_t)4 << 20)

struct xg_ws;

/* All may be NULL. They run from the loop, never inside the calls below.
 * Freeing the connection inside any of them is allowed. */
struct xg_ws_events {
	void (*open)(void *ctx);
	/* One whole message; payload lives during the call. rx = microseconds
	 * since the epoch when its last bytes were read. */
	void (*message)(
		void *ctx, struct xg_str payload, bool text, int64_t rx);
	void (*pong)(void *ctx, int64_t rx);
	/* The connection is over (also: could never be made). code: the close
	 * code of the peer (1006 = cut without one). http: the status of a
	 * refused upgrade, else 0; retry_us from its Retry-After header, or 0.
	 * The struct remains until xg_ws_free. */
	void (*closed)(void *ctx, int code, int http, int64_t retry_us,
		const char *why);
};

/* Starts a connection to a ws:// or wss:// URL; ws:// only to loopback.
 * headers: "Name: value\n" lines to add to the upgrade. NULL and *err when it
 * cannot even be tried. events and ctx must outlive it. */
struct xg_ws *xg_ws_dial(struct xg_net *net, const char *url,
	struct xg_str headers, const struct xg_ws_events *events, void *ctx,
	struct xg_error *err);
/* Sends a text message, now or as soon as the socket takes it. XG_ERR_STATE
 * before open or after close, XG_ERR_LIMIT when XG_WS_PENDING_MAX wait. */
int xg_ws_send(struct xg_ws *ws, struct xg_str text);
int xg_ws_ping(struct xg_ws *ws);
bool xg_ws_is_open(const struct xg_ws *ws);
/* Bytes accepted by xg_ws_send that the socket has not taken yet. */
size_t xg_ws_pending(const struct xg_ws *ws);
/* Sends a close frame; `closed` follows when the peer answers, at the latest
 * after 2 s. Before it is open: cuts it, and nothing follows. */
void xg_ws_close(struct xg_ws *ws, int code);
/* Cuts it now without any callback, frees it. NULL is allowed. */
void xg_ws_free(struct xg_ws *ws);

#endif
