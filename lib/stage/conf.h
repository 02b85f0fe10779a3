/* The configuration file: JSON in which // comments are allowed. */
#ifndef XG_STAGE_CONF_H
#define XG_STAGE_CONF_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

#define XG_CONF_MAX ((size_t)4 << 20)

struct xg_conf {
	struct xg_buf text; /* owned; comments are blanked, offsets are kept */
};

void xg_conf_release(struct xg_conf *c);
/* Reads and checks a file: one JSON object, no member twice. An absent file is
 * XG_ERR_ABSENT; a bad one XG_ERR_CONFIG with line and column set. */
int xg_conf_load(struct xg_conf *c, const char *path, struct xg_error *err);
/* The same from text (for limits files and tests). */
int xg_conf_parse(struct xg_conf *c, struct xg_str text, struct xg_error *err);
/* The value at a path such as "feed.buffer": 1 and its JSON text, else 0. */
int xg_conf_get(const struct xg_conf *c, const char *path, struct xg_str *json);
/* Line and column (from 1) of a byte of the text. */
void xg_conf_place(const struct xg_conf *c, size_t at, struct xg_error *err);

#endif
