#include "risk/breaker.h"

#include <stdio.h>

#define US INT64_C(1000000)
#define SLOW_ROW 3 /* late answers in a row that open it */

const char *xg_breaker_word(enum xg_brk_state state)
{
	return state == XG_BRK_OPEN   ? "open"
	       : state == XG_BRK_HALF ? "half-open"
				      : "closed";
}

static void clear(struct xg_breaker *b)
{
	for (int i = 0; i < XG_BRK_CELLS; i++)
		b->cell[i].answers = b->cell[i].errors = b->cell[i].gaps = 0;
	b->rejects = b->slow = 0;
	b->probe_at = 0;
}

/* The cell of this time; those that time has passed over are emptied. */
static size_t cell_of(
	struct xg_breaker *b, const struct xg_lim_set *lim, int64_t now)
{
	int64_t len = xg_lim_int(lim, XG_LIM_BRK_WINDOW) * US / XG_BRK_CELLS;
	int64_t at = now / (len > 0 ? len : 60 * US / XG_BRK_CELLS);
	int64_t from = b->cell_at + 1;

	if (at - b->cell_at > XG_BRK_CELLS)
		from = at - XG_BRK_CELLS + 1;
	for (int64_t i = from; i <= at; i++) {
		size_t k = (size_t)(i % XG_BRK_CELLS);

		b->cell[k].answers = b->cell[k].errors = b->cell[k].gaps = 0;
	}
	if (at > b->cell_at)
		b->cell_at = at;
	return (size_t)(b->cell_at % XG_BRK_CELLS);
}

static bool open_it(struct xg_breaker *b, int64_t now)
{
	clear(b);
	b->state = XG_BRK_OPEN;
	b->since = now;
	return true;
}

static bool count_answer(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, bool error)
{
	int answers = 0, errors = 0;
	struct xg_dec most;

	for (int i = 0; i < XG_BRK_CELLS; i++) {
		answers += b->cell[i].answers;
		errors += b->cell[i].errors;
	}
	if (!error || !xg_lim_has(lim, XG_LIM_BRK_ERROR_RATE) ||
		answers < xg_lim_int(lim, XG_LIM_BRK_MIN_ORDERS))
		return false;
	if (xg_dec_mul(&most, lim->v[XG_LIM_BRK_ERROR_RATE],
		    xg_dec_int(answers), XG_ROUND_NEAREST) == 0 &&
		xg_dec_cmp(xg_dec_int(errors), most) <= 0)
		return false;
	snprintf(b->why, sizeof b->why, "%d of %d orders failed", errors,
		answers);
	return open_it(b, now);
}

static bool answer(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, enum xg_brk_event event)
{
	size_t k = cell_of(b, lim, now);
	bool error = event != XG_BRK_GOOD;

	b->cell[k].answers++;
	b->cell[k].errors += error;
	b->rejects = event == XG_BRK_REJECTED ? b->rejects + 1
		     : event == XG_BRK_GOOD   ? 0
					      : b->rejects;
	if (b->state == XG_BRK_HALF) {
		if (error) {
			snprintf(b->why, sizeof b->why,
				"the order that was tried failed");
			return open_it(b, now);
		}
		clear(b);
		b->state = XG_BRK_CLOSED;
		b->since = now;
		return true;
	}
	if (b->state == XG_BRK_OPEN)
		return false;
	if (xg_lim_has(lim, XG_LIM_BRK_REJECTS) &&
		b->rejects > xg_lim_int(lim, XG_LIM_BRK_REJECTS)) {
		snprintf(b->why, sizeof b->why, "%d rejects in a row",
			b->rejects);
		return open_it(b, now);
	}
	return count_answer(b, lim, now, error);
}

static bool latency(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, int64_t us)
{
	int64_t most = xg_lim_int(lim, XG_LIM_BRK_LATENCY) * 1000;

	b->slow = most > 0 && us > most ? b->slow + 1 : 0;
	if (b->slow < SLOW_ROW || b->state == XG_BRK_OPEN)
		return false;
	snprintf(b->why, sizeof b->why,
		"%d answers in a row took over %lld ms, the last %lld ms",
		b->slow, (long long)(most / 1000), (long long)(us / 1000));
	return open_it(b, now);
}

static bool gap(struct xg_breaker *b, const struct xg_lim_set *lim, int64_t now)
{
	int gaps = 0;

	b->cell[cell_of(b, lim, now)].gaps++;
	for (int i = 0; i < XG_BRK_CELLS; i++)
		gaps += b->cell[i].gaps;
	if (!xg_lim_has(lim, XG_LIM_BRK_GAPS) || b->state == XG_BRK_OPEN ||
		gaps <= xg_lim_int(lim, XG_LIM_BRK_GAPS))
		return false;
	snprintf(b->why, sizeof b->why, "%d gaps or wrong checksums", gaps);
	return open_it(b, now);
}

static bool dislocated(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, int64_t value)
{
	struct xg_dec bps = xg_dec_make(value < 0 ? -value : value, -2);
	char text[XG_DEC_TEXT];

	if (!xg_lim_has(lim, XG_LIM_BRK_DISLOCATION) ||
		b->state == XG_BRK_OPEN ||
		xg_dec_cmp(bps, lim->v[XG_LIM_BRK_DISLOCATION]) <= 0)
		return false;
	xg_dec_fmt(text, bps);
	snprintf(b->why, sizeof b->why,
		"the price is %s bps from the middle of all venues", text);
	return open_it(b, now);
}

static bool clock_off(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, int64_t us)
{
	int64_t most = xg_lim_int(lim, XG_LIM_BRK_CLOCK) * 1000;

	us = us < 0 ? -us : us;
	if (most <= 0 || us <= most || b->state == XG_BRK_OPEN)
		return false;
	snprintf(b->why, sizeof b->why, "the clocks differ by %lld ms",
		(long long)(us / 1000));
	return open_it(b, now);
}

static bool plain(struct xg_breaker *b, int64_t now, const char *why)
{
	if (b->state == XG_BRK_OPEN)
		return false;
	snprintf(b->why, sizeof b->why, "%s", why);
	return open_it(b, now);
}

bool xg_breaker_event(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, enum xg_brk_event event, int64_t value)
{
	switch (event) {
	case XG_BRK_LATENCY:
		return latency(b, lim, now, value);
	case XG_BRK_GAP:
		return gap(b, lim, now);
	case XG_BRK_CLOCK:
		return clock_off(b, lim, now, value);
	case XG_BRK_DISLOCATION:
		return dislocated(b, lim, now, value);
	case XG_BRK_BALANCE:
		return xg_lim_has(lim, XG_LIM_BRK_BALANCE) &&
		       plain(b, now, "the balances do not add up");
	case XG_BRK_DOWN:
		return plain(b, now, "the venue is in maintenance");
	default:
		return answer(b, lim, now, event);
	}
}

bool xg_breaker_lets(struct xg_breaker *b, const struct xg_lim_set *lim,
	int64_t now, bool *changed)
{
	int64_t wait = xg_lim_has(lim, XG_LIM_BRK_OPEN)
			       ? xg_lim_int(lim, XG_LIM_BRK_OPEN) * US
			       : INT64_MAX / 2;

	*changed = false;
	if (b->state == XG_BRK_CLOSED)
		return true;
	if (b->state == XG_BRK_OPEN) {
		if (now - b->since < wait)
			return false;
		b->state = XG_BRK_HALF;
		b->since = now;
		b->probe_at = 0;
		*changed = true;
	}
	return b->probe_at == 0 || now - b->probe_at >= wait;
}

void xg_breaker_sent(struct xg_breaker *b, int64_t now)
{
	if (b->state == XG_BRK_HALF)
		b->probe_at = now ? now : 1;
}
