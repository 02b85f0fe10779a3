/* Binance spot and USD-M: what the files of this folder share. */
#ifndef XG_VENUE_BINANCE_BINANCE_H
#define XG_VENUE_BINANCE_BINANCE_H

#include "venue/venue.h"

/* xg_venue.sign: the parameters are in the query (GET, DELETE) or the body
 * (POST, PUT); timestamp goes in front of them, recvWindow and signature behind.
 * A request that was signed before is signed anew. Listen keys get only the key
 * header. XG_ERR_AUTH, _SYNTAX (a private key that is none), _LIMIT.
 * Source: binance-spot-api-docs, rest-api, "Request security". */
int xg_binance_sign(struct xg_req *r, const struct xg_cred *cred, int64_t now,
	struct xg_error *err);
/* Appends the signature of text: hex of HMAC-SHA256, Base64 of the others. */
int xg_binance_sign_text(
	struct xg_buf *out, const struct xg_cred *cred, struct xg_str text);

#endif
