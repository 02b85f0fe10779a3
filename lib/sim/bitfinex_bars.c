/* Bitfinex: candles. Intervals in which nothing traded have none. Source:
 * docs.bitfinex.com, reference of candles: open, close, high, low, volume. */
#include "base/time.h"
#include "sim/bitfinex.h"

#define MINUTE_US INT64_C(60000000)
#define DAY INT64_C(1440)
#define MONTH 0 /* minutes: as many as the month has */

static const struct {
	const char *name;
	int minutes;
} spans[] = { { "1m", 1 }, { "5m", 5 }, { "15m", 15 }, { "30m", 30 },
	{ "1h", 60 }, { "3h", 180 }, { "4h", 240 }, { "6h", 360 },
	{ "12h", 720 }, { "1D", 1440 }, { "1W", 10080 }, { "7D", 10080 },
	{ "14D", 20160 }, { "1M", MONTH } };

int xg_bfx_span(struct xg_str name)
{
	for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
		if (xg_str_is_text(name, spans[i].name))
			return (int)i;
	return -1;
}

int xg_bfx_candle_key(struct xg_str key, struct xg_str *symbol)
{
	struct xg_str kind = xg_str_cut(&key, ':'), span;

	span = xg_str_cut(&key, ':');
	*symbol = key;
	return xg_str_is_text(kind, "trade") ? xg_bfx_span(span) : -1;
}

static int64_t month(int64_t minute, int later)
{
	struct xg_civil c = xg_time_civil(minute * MINUTE_US);
	int64_t us = 0;

	c.month += later;
	if (c.month > 12) {
		c.month = 1;
		c.year++;
	}
	c = (struct xg_civil){ .year = c.year, .month = c.month, .day = 1 };
	(void)xg_time_from_civil(&c, &us);
	return us / MINUTE_US;
}

/* Where the interval that runs at a minute begins, and where the next one
 * does. Weeks begin on Mondays. */
static int64_t begin(int span, int64_t minute)
{
	int64_t each = spans[span].minutes, monday = each > DAY ? 3 * DAY : 0;

	if (each == MONTH)
		return month(minute, 0);
	return (minute + monday) / each * each - monday;
}

static int64_t end(int span, int64_t from)
{
	return spans[span].minutes == MONTH ? month(from, 1)
					    : from + spans[span].minutes;
}

static void put(struct xg_buf *b, int64_t from, const struct xg_sim_candle *c)
{
	const struct xg_dec part[] = { c->open, c->close, c->high, c->low,
		c->vol };

	xg_buf_printf(b, "[%lld", (long long)(from * 60000));
	for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
		xg_buf_char(b, ',');
		xg_bfx_num(b, part[i]);
	}
	xg_buf_char(b, ']');
}

bool xg_bfx_candle(
	struct xg_buf *b, const struct xg_sim_mkt *m, int span, int64_t us)
{
	int64_t from = begin(span, us / MINUTE_US);
	struct xg_sim_candle c = xg_sim_candle(m, from, end(span, from));

	if (c.n)
		put(b, from, &c);
	return c.n > 0;
}

void xg_bfx_candles(struct xg_buf *b, const struct xg_sim_mkt *m, int span,
	int64_t n, int64_t from, int64_t to, bool newest)
{
	int64_t first = m->first_minute, at;

	if (!m->last_minute)
		return;
	if (first < m->last_minute - XG_SIM_CANDLES + 1)
		first = m->last_minute - XG_SIM_CANDLES + 1;
	first = begin(span, first);
	at = newest ? begin(span, m->last_minute) : first;
	while (n > 0 && at >= first && at <= m->last_minute) {
		struct xg_sim_candle c = xg_sim_candle(m, at, end(span, at));

		if (c.n && at * 60000 >= from && at * 60000 <= to) {
			xg_json_comma(b);
			put(b, at, &c);
			n--;
		}
		at = newest ? begin(span, at - 1) : end(span, at);
	}
}
