/* The configuration file, from the disk. */
#ifndef XG_STAGE_CONF_H
#define XG_STAGE_CONF_H

#include "json/conf.h"

#define XG_CONF_MAX ((size_t)4 << 20)

/* Reads and checks a file. An absent one is XG_ERR_ABSENT; a bad one
 * XG_ERR_CONFIG with line and column set. */
int xg_conf_load(struct xg_conf *c, const char *path, struct xg_error *err);

#endif
