/* The opening handshake of a WebSocket client (RFC 6455, section 4). Pure. */
#ifndef XG_NET_UPGRADE_H
#define XG_NET_UPGRADE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define XG_UPGRADE_MAX ((size_t)16 << 10) /* longest answer head */

struct xg_upgrade_url {
	bool tls;
	struct xg_str authority; /* host[:port] as written */
	struct xg_str target;	 /* path and query; "/" if none */
};
/* Splits a ws:// or wss:// URL. XG_ERR_SYNTAX; user names, fragments, spaces
 * and control characters are refused. */
int xg_upgrade_split(
	struct xg_upgrade_url *out, const char *url, struct xg_error *err);

/* Appends the request. nonce: 16 random bytes. headers: "Name: value\n". */
int xg_upgrade_request(struct xg_buf *out, const struct xg_upgrade_url *url,
	const uint8_t nonce[static 16], struct xg_str headers);

struct xg_upgrade_answer {
	int status;	  /* 101, 429 ... */
	int64_t retry_us; /* of Retry-After in seconds; 0 = none */
};
/* Reads the answer in `in`: its length when it is whole, 0 when more bytes are
 * needed, XG_ERR_SYNTAX or XG_ERR_LIMIT when it is none. A 101 without the
 * right Sec-WebSocket-Accept is XG_ERR_AUTH. */
int xg_upgrade_read(struct xg_str in, const uint8_t nonce[static 16],
	struct xg_upgrade_answer *out, struct xg_error *err);

#endif
