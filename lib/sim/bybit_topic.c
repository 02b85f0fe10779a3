/* Bybit: topics there and back. Source: sheet bybit, section 4. */
#include "sim/bybit.h"

static const int depths[XG_BY_BOOKS] = { 1, 25, 50, 100, 200, 1000 };
static const struct {
	const char *name;
	int minutes;
} intervals[] = { { "1", 1 }, { "3", 3 }, { "5", 5 }, { "15", 15 },
	{ "30", 30 }, { "60", 60 }, { "120", 120 }, { "240", 240 },
	{ "360", 360 }, { "720", 720 }, { "D", 1440 } };
_Static_assert(
	sizeof intervals / sizeof *intervals == XG_BY_CHANS - XG_BY_KLINE,
	"a channel for each interval");

int xg_by_depth(int chan)
{
	return depths[chan];
}

int xg_by_minutes(int chan)
{
	return intervals[chan - XG_BY_KLINE].minutes;
}

int xg_by_interval(struct xg_str text)
{
	for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
		if (xg_str_is_text(text, intervals[i].name))
			return intervals[i].minutes;
	return 0;
}

/* Options have 25 and 100 levels, all others 1, 50, 200 and 1000. */
static int book_of(struct xg_str depth, enum xg_by_cat cat)
{
	int64_t n;

	if (xg_str_i64(depth, &n) < 0)
		return -1;
	for (int i = 0; i < XG_BY_BOOKS; i++) {
		bool option = i == XG_BY_BOOK_25 || i == XG_BY_BOOK_100;

		if (depths[i] == n && option == (cat == XG_BY_OPTION))
			return i;
	}
	return -1;
}

static int kline_of(struct xg_str interval)
{
	for (int i = XG_BY_KLINE; i < XG_BY_CHANS; i++)
		if (xg_str_is_text(interval, intervals[i - XG_BY_KLINE].name))
			return i;
	return -1;
}

int xg_by_topic(struct xg_str topic, enum xg_by_cat cat, struct xg_str *symbol)
{
	struct xg_str head;

	*symbol = topic;
	head = xg_str_cut(symbol, '.');
	if (xg_str_is_text(head, "orderbook"))
		return book_of(xg_str_cut(symbol, '.'), cat);
	if (xg_str_is_text(head, "publicTrade"))
		return XG_BY_TRADE;
	if (xg_str_is_text(head, "tickers"))
		return XG_BY_TICKER;
	if (xg_str_is_text(head, "kline") && cat != XG_BY_OPTION)
		return kline_of(xg_str_cut(symbol, '.'));
	if (xg_str_is_text(head, "allLiquidation") &&
		(cat == XG_BY_LINEAR || cat == XG_BY_INVERSE))
		return XG_BY_LIQ;
	return -1;
}

void xg_by_put_topic(struct xg_buf *b, int chan, const struct xg_sim_mkt *m)
{
	const char *symbol = m->spec.native;

	if (chan < XG_BY_BOOKS) {
		xg_buf_printf(b, "orderbook.%d.", depths[chan]);
	} else if (chan == XG_BY_TRADE) {
		xg_buf_text(b, "publicTrade.");
		if (xg_by_cat_of(m) == XG_BY_OPTION)
			symbol = m->spec.base;
	} else if (chan == XG_BY_TICKER) {
		xg_buf_text(b, "tickers.");
	} else if (chan == XG_BY_LIQ) {
		xg_buf_text(b, "allLiquidation.");
	} else {
		xg_buf_printf(
			b, "kline.%s.", intervals[chan - XG_BY_KLINE].name);
	}
	xg_buf_text(b, symbol);
}
