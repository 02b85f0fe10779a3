/* The table of records (rec/fields.c) as JSON. */
#ifndef XG_STAGE_RECSPEC_H
#define XG_STAGE_RECSPEC_H

#include "base/buf.h"

/* Appends one object: name, help and members of a type that is not foreign.
 * Look at b->failed at the end. */
void xg_rec_spec(struct xg_buf *b, int type);

#endif
