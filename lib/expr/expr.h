/* Expressions of jq on records. The library (libjq.so.1) is loaded only when an
 * expression is made, since it takes about 20 ms and most runs need none. */
#ifndef XG_EXPR_EXPR_H
#define XG_EXPR_EXPR_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

struct xg_expr;

/* NULL and *err: XG_ERR_SUPPORT when libjq is not installed, XG_ERR_SYNTAX
 * with the words of jq when it does not compile. */
struct xg_expr *xg_expr_new(const char *text, struct xg_error *err);
void xg_expr_free(struct xg_expr *e);
/* Runs it on one JSON text. *truth: did it give anything but false and null
 * (the rule of jq's select). out (may be NULL): every result is appended as
 * one line of compact JSON. Numbers of more than 17 digits lose some of them in
 * results. XG_ERR_SYNTAX: the text is no JSON, or the expression failed. */
int xg_expr_run(struct xg_expr *e, struct xg_str json, bool *truth,
	struct xg_buf *out, struct xg_error *err);

#endif
