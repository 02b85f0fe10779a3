/* Channels and bars of the simulated OKX. */
#include "base/time.h"
#include "sim/okx_chan.h"
#include "tap.h"

static int64_t start(const char *bar, const char *at)
{
	struct xg_sim_okx_bar b;
	int64_t t;

	if (xg_sim_okx_bar_find(xg_str_from(bar), &b) ||
		xg_time_parse_iso(xg_str_from(at), &t))
		return -1;
	return xg_sim_okx_bar_start(&b, t);
}

static void starts(const char *bar, const char *at, const char *want)
{
	char iso[32] = "";
	int64_t t = start(bar, at);
	size_t n = t < 0 ? 0 : xg_time_iso(iso, t, 0);

	is_text(iso, n, want, "the bar %s that holds %s", bar, at);
}

int main(void)
{
	const struct xg_sim_okx_chan *c;
	struct xg_sim_okx_bar b;

	starts("1m", "2023-11-14T22:13:20Z", "2023-11-14T22:13:00Z");
	starts("4H", "2023-11-14T22:13:20Z", "2023-11-14T20:00:00Z");
	/* Day bars follow UTC+8 without the suffix. */
	starts("1D", "2023-11-14T22:13:20Z", "2023-11-14T16:00:00Z");
	starts("1D", "2023-11-14T15:59:59Z", "2023-11-13T16:00:00Z");
	starts("1Dutc", "2023-11-14T22:13:20Z", "2023-11-14T00:00:00Z");
	/* 2023-11-14 was a Tuesday; weeks begin on Monday. */
	starts("1Wutc", "2023-11-14T22:13:20Z", "2023-11-13T00:00:00Z");
	starts("1W", "2023-11-14T22:13:20Z", "2023-11-12T16:00:00Z");
	ok(xg_sim_okx_bar_find(XG_STR("1mutc"), &b) < 0 &&
			xg_sim_okx_bar_find(XG_STR(""), &b) < 0 &&
			xg_sim_okx_bar_find(XG_STR("7m"), &b) < 0,
		"other bars are unknown");
	c = xg_sim_okx_chan_find(XG_STR("candle1Dutc"));
	ok(c && c->socket == XG_SIM_OKX_BUSINESS &&
			c->kind == XG_SIM_OKX_CANDLE,
		"candles are a channel of the business socket");
	c = xg_sim_okx_chan_find(XG_STR("orders"));
	ok(c && c->socket == XG_SIM_OKX_PRIVATE &&
			c->arg == XG_SIM_OKX_ARG_TYPE,
		"orders are private and name a type");
	ok(!xg_sim_okx_chan_find(XG_STR("candle")) &&
			!xg_sim_okx_chan_find(XG_STR("")) &&
			!xg_sim_okx_chan_find(XG_STR("book")),
		"other channels are unknown");
	return done();
}
