/* JSON written by people: // comments are allowed, no member may stand twice,
 * and errors have line and column. */
#ifndef XG_JSON_CONF_H
#define XG_JSON_CONF_H

#include "base/buf.h"
#include "base/err.h"

struct xg_conf {
	struct xg_buf text; /* owned; comments are blanked, offsets are kept */
};

void xg_conf_release(struct xg_conf *c);
/* Takes the text of a file: one JSON object, no member twice. A bad one is
 * XG_ERR_CONFIG with line and column set. */
int xg_conf_parse(struct xg_conf *c, struct xg_str text, struct xg_error *err);
/* Checks what is in c->text already. */
int xg_conf_check(struct xg_conf *c, struct xg_error *err);
/* The value at a path such as "feed.buffer": 1 and its JSON text, else 0. */
int xg_conf_get(const struct xg_conf *c, const char *path, struct xg_str *json);
/* Line and column (from 1) of a byte of the text. */
void xg_conf_place(const struct xg_conf *c, size_t at, struct xg_error *err);

#endif
