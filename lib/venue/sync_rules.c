/* Which update follows which, by the rule of the venue. Sources: Binance "How to
 * manage a local order book correctly" (spot and USD-M), OKX order book channel,
 * Bybit orderbook topic, Gate and KuCoin obu channels. */
#include "venue/sync_priv.h"

bool xg_sync_in_stream(const struct xg_sync *s)
{
	return s->rule >= XG_SYNC_STREAM;
}

/* Ids that the venue does not give are counted here. */
bool xg_sync_counts(const struct xg_sync *s)
{
	return s->rule == XG_SYNC_STREAM_BARE || s->rule == XG_SYNC_FULL;
}

static enum xg_fit fit_first_last(
	const struct xg_sync *s, const struct xg_delta *e)
{
	if (e->last <= s->last)
		return XG_FIT_OLD;
	/* Quantities are absolute: reaching back into what is known is safe. */
	return e->first > s->last + 1 ? XG_FIT_GAP : XG_FIT_NEXT;
}

static enum xg_fit fit_prev(const struct xg_sync *s, const struct xg_delta *e)
{
	if (!s->first_pending) {
		if (e->prev == s->last && e->last > s->last)
			return XG_FIT_NEXT;
		return e->last <= s->last ? XG_FIT_OLD : XG_FIT_GAP;
	}
	if (e->last < s->last)
		return XG_FIT_OLD;
	return e->first <= s->last || e->prev == s->last ? XG_FIT_NEXT
							 : XG_FIT_GAP;
}

enum xg_fit xg_sync_fit(const struct xg_sync *s, const struct xg_delta *e)
{
	if (s->rule == XG_SYNC_FIRST_LAST)
		return fit_first_last(s, e);
	if (s->rule == XG_SYNC_PREV)
		return fit_prev(s, e);
	if (s->rule == XG_SYNC_STREAM_NEXT)
		return fit_first_last(s, e);
	if (xg_sync_counts(s))
		return XG_FIT_NEXT;
	if (e->prev != s->last)
		return XG_FIT_GAP;
	return e->last == e->prev ? XG_FIT_OLD
				  : XG_FIT_NEXT; /* XG_FIT_OLD: a heartbeat */
}
