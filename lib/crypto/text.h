/* Bytes as text: hexadecimal, Base64 (RFC 4648), percent-encoding (RFC 3986). */
#ifndef XG_CRYPTO_TEXT_H
#define XG_CRYPTO_TEXT_H

#include "base/buf.h"
#include "base/str.h"

void xg_hex_add(struct xg_buf *out, const void *p, size_t n); /* lower case */
/* Exactly n bytes from 2n digits. XG_ERR_SYNTAX. */
int xg_hex_decode(unsigned char *out, size_t n, struct xg_str text);

/* Standard alphabet with padding. */
void xg_b64_add(struct xg_buf *out, const void *p, size_t n);
/* URL alphabet without padding. */
void xg_b64url_add(struct xg_buf *out, const void *p, size_t n);
/* Strict: padding right, no white space, rest bits zero. Appends to out. */
int xg_b64_decode(struct xg_buf *out, struct xg_str text);

/* All but letters, digits and -._~ as %XX. */
void xg_pct_add(struct xg_buf *out, struct xg_str text);
/* %XX back to bytes; with form, + is a space. Appends to out. XG_ERR_SYNTAX
 * when a % has no two digits, XG_ERR_LIMIT. */
int xg_pct_decode(struct xg_buf *out, struct xg_str text, bool form);

#endif
