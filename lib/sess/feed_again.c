/* Books for a reader who has lost records. */
#include "sess/feed_priv.h"

int xg_feed_again(struct xg_feed *f, struct xg_str sym, int64_t now)
{
	f->now = f->dec.rx = now;
	for (size_t i = 0; f->rc == 0 && i < f->dec.syncs.n; i++) {
		struct xg_sync *s = f->dec.syncs.list[i];
		int rc = 0;

		if (xg_str_is(s->inst->sym, sym))
			rc = xg_sync_again(&f->dec, s);
		if (rc < 0 && f->rc == 0)
			f->rc = rc;
	}
	return f->rc;
}
