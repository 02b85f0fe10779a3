/* Connections whose frames are numbered: order, gaps, and what a gap leaves. */
#include <stdlib.h>

#include "tap.h"
#include "venue/numbered.h"

static int wants;

static int on_want(void *ctx, const struct xg_want *w)
{
	(void)ctx;
	wants += w->kind == XG_WANT_DROP;
	return 0;
}

int main(void)
{
	struct xg_sink sink = { .want = on_want };
	struct xg_numbered n = { 0 };
	struct xg_insts insts = { 0 };
	struct xg_decoder d;

	if (xg_decoder_init(
		    &d, xg_venue_find(XG_STR("coinbase")), &insts, &sink) < 0)
		abort();
	is_int(*xg_numbered_last(&n, 0), -1, "no number at first");
	is_int(xg_numbered_take(&n, &d, 7, 4), 1, "it begins anywhere");
	is_int(xg_numbered_take(&n, &d, 7, 5), 1, "the next one");
	is_int(xg_numbered_take(&n, &d, 7, 5), 0, "the same again is stale");
	is_int(xg_numbered_take(&n, &d, 7, 2), 0, "and so is one before it");
	ok(xg_numbered_is_whole(&n, 7) && xg_numbered_is_whole(&n, 8),
		"nothing is missing, nor on one that is not known");
	is_int(xg_numbered_take(&n, &d, 7, 7), 1,
		"R8: a gap: the frame counts");
	ok(wants == 1 && d.stats.gaps == 1,
		"and the connection is wanted away, once");
	is_int(xg_numbered_take(&n, &d, 7, 8), 1, "it goes on from there");
	ok(wants == 1 && !xg_numbered_is_whole(&n, 7),
		"but is not whole any more");
	ok(xg_numbered_is_whole(&n, 8), "another one is");
	xg_numbered_reset(&n, 7);
	ok(xg_numbered_is_whole(&n, 7) && *xg_numbered_last(&n, 7) == -1,
		"a new beginning");
	for (int64_t c = 100; c < 100 + XG_NUMBERED_MAX; c++)
		xg_numbered_take(&n, &d, c, 1);
	is_int(*xg_numbered_last(&n, 100 + XG_NUMBERED_MAX - 1), 1,
		"so many connections are kept");
	is_int(*xg_numbered_last(&n, 7), -1, "the oldest one made room");
	xg_decoder_release(&d);
	xg_insts_release(&insts);
	return done();
}
