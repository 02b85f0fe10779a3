/* What a key may do, judged: pure. */
#ifndef XG_DESK_VERDICT_H
#define XG_DESK_VERDICT_H

#include "rec/rec.h"

enum xg_verdict {
	XG_KEY_GOOD,
	XG_KEY_DOUBTFUL, /* it works, but could be safer, or soon ends */
	XG_KEY_REFUSED	 /* it may withdraw, or cannot trade */
};

/* A sentence without a full stop into why (empty when good). now: us. */
enum xg_verdict xg_key_verdict(
	const struct xg_rec *keyinfo, int64_t now, char *why, size_t size);

#endif
