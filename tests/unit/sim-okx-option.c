/* The simulated OKX: what it says of options alone. */
#include "okx-world.h"

static void traded(struct world *w, const char *native, bool sell,
	const char *px, const char *qty)
{
	w_level(w, native, !sell, px, qty);
	(void)xg_sim_print(xg_sim_find(&w->f.venue, NULL, xg_str_from(native)),
		sell, w_dec(px), w_dec(qty), w->f.now);
}

static void get(struct world *w, const char *target)
{
	w_ask(w, "GET", target, NULL, NULL);
}

int main(void)
{
	struct world w;

	w_open(&w);
	get(&w, "/api/v5/public/option-trades");
	w_is(&w, "code", "50014", "trades of what?");
	get(&w, "/api/v5/public/option-trades?instId=BTC-USDT");
	w_is(&w, "code", "51001", "a pair is no option");
	traded(&w, "BTC-USD-301223-90000-C", true, "0.1347", "3");
	traded(&w, "BTC-USD-301223-90000-P", false, "0.5407", "2");
	get(&w, "/api/v5/public/option-trades?instId=BTC-USD-301223-90000-C");
	w_is(&w, "data.0.px", "0.1347", "a trade has its price in the coin,");
	w_is(&w, "data.0.sz", "3", "its size in contracts,");
	w_is(&w, "data.0.side", "sell", "the taker's side");
	w_is(&w, "data.0.optType", "C", "and its type");
	get(&w, "/api/v5/public/option-trades?instFamily=BTC-USD&optType=P");
	w_is(&w, "data.0.instId", "BTC-USD-301223-90000-P",
		"of a family those of one type");
	w_is(&w, "data.0.px", "0.5407", "as they were");
	get(&w, "/api/v5/public/opt-summary");
	w_is(&w, "code", "50014", "a summary of what?");
	get(&w, "/api/v5/public/opt-summary?instFamily=X-USD");
	w_is(&w, "code", "51000", "a family that there is not is refused");
	get(&w, "/api/v5/public/opt-summary?instFamily=BTC-USD_UM");
	w_is(&w, "data.0.instId", "BTC-USD_UM-301223-90000-C",
		"each option of a family");
	w_is(&w, "data.0.uly", "BTC-USD", "with its underlying");
	get(&w, "/api/v5/public/opt-summary?uly=ETH-USD");
	w_is(&w, "data.0.instId", "ETH-USD-301223-5000-C",
		"or of an underlying");
	w_shut(&w);
	return done();
}
