/* Shared by the reader's files only. */
#ifndef XG_REC_READ_PRIV_H
#define XG_REC_READ_PRIV_H

#include "json/pull.h"
#include "rec/rec.h"

/* What is read, and what went wrong (why: constant sentence). */
struct xg_reading {
	struct xg_rec_reader *r;
	struct xg_json j;
	const char *why;
};

/* Arrays of levels; OUT points into the reader. 0 or XG_ERR_*. */
int xg_read_levels(struct xg_reading *k, struct xg_levels *out);
int xg_read_clevels(struct xg_reading *k, struct xg_clevels *out);
int xg_read_legs(struct xg_reading *k, struct xg_legs *out);
/* A string value, unescaped into the reader's text when it has escapes. */
int xg_read_str(struct xg_reading *k, struct xg_str *out);

#endif
