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
	struct xg_str rx; /* the digits of the record's time */
};

/* Arrays of levels; OUT points into the reader. 0 or XG_ERR_*. */
int xg_read_levels(struct xg_reading *k, struct xg_levels *out);
int xg_read_clevels(struct xg_reading *k, struct xg_clevels *out);
int xg_read_legs(struct xg_reading *k, struct xg_legs *out);
/* A string value, unescaped into the reader's text when it has escapes. */
int xg_read_str(struct xg_reading *k, struct xg_str *out);

/* ---- raw records (read_raw.c) ---- */

/* Before the frame is read: levels in it are kept for who decodes it. */
void xg_read_keep(struct xg_reading *k, struct xg_rec *rec);
/* A line that has before its frame, but for the time, what one of the last raw
 * records had, into *out. False: read it in the usual way. */
bool xg_read_like_before(
	struct xg_rec_reader *r, struct xg_str line, struct xg_rec *out);
/* Remembers the head of a raw record that was read whole. */
void xg_read_remember(struct xg_reading *k, const struct xg_rec *rec);
void xg_raw_reading_free(struct xg_raw_reading *r);

#endif
