/* What a venue can do, as one line of JSON: read from its own table and found
 * out by asking its own request function. Pure. */
#ifndef XG_SESS_CAPS_H
#define XG_SESS_CAPS_H

#include "venue/venue.h"

/* Appends {"type":"venue","venue":...} and LF. 0 or XG_ERR_MEMORY. */
int xg_caps_write(struct xg_buf *out, const struct xg_venue *v);

#endif
