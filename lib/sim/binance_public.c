/* Binance: public REST answers. Source: sheet binance, sections 3, 4, 8. */
#include <stdio.h>

#include "sim/binance.h"

#define MINUTE_US INT64_C(60000000)
#define DAY_MINUTES 1440

static void head(
	struct xg_bn_call *c, int64_t weight_cap, int order10, int order60)
{
	struct xg_buf *b = &c->a->body;

	xg_buf_printf(b,
		"{\"timezone\":\"UTC\",\"serverTime\":%lld,\"rateLimits\":["
		"{\"rateLimitType\":\"REQUEST_WEIGHT\",\"interval\":\"MINUTE\","
		"\"intervalNum\":1,\"limit\":%lld},{\"rateLimitType\":"
		"\"ORDERS\",\"interval\":\"SECOND\",\"intervalNum\":10,"
		"\"limit\":%d},{\"rateLimitType\":\"ORDERS\",\"interval\":"
		"\"MINUTE\",\"intervalNum\":1,\"limit\":%d}],"
		"\"exchangeFilters\":[],\"symbols\":[",
		(long long)(c->now / 1000), (long long)weight_cap, order10,
		order60);
}

static void filters(struct xg_buf *b, const struct xg_sim_spec *s, bool spot)
{
	enum xg_bn_market k = spot ? XG_BN_SPOT : XG_BN_USDM;

	xg_buf_text(b, ",\"filters\":[{\"filterType\":\"PRICE_FILTER\"");
	xg_bn_put(b, "minPrice", k, s->tick);
	xg_bn_put(b, "maxPrice", k, xg_dec_int(1000000));
	xg_bn_put(b, "tickSize", k, s->tick);
	xg_buf_text(b, "},{\"filterType\":\"LOT_SIZE\"");
	xg_bn_put(b, "minQty", k, s->min_qty);
	xg_bn_put(b, "maxQty", k, s->max_qty);
	xg_bn_put(b, "stepSize", k, s->lot);
	xg_buf_text(b, "},{\"filterType\":\"MARKET_LOT_SIZE\"");
	xg_bn_put(b, "minQty", k, spot ? (struct xg_dec){ 0 } : s->min_qty);
	xg_bn_put(b, "maxQty", k, s->max_qty);
	xg_bn_put(b, "stepSize", k, spot ? (struct xg_dec){ 0 } : s->lot);
	if (spot) {
		xg_buf_text(b, "},{\"filterType\":\"NOTIONAL\"");
		xg_bn_put(b, "minNotional", k, s->min_notional);
		xg_buf_text(b, ",\"applyMinToMarket\":true,\"maxNotional\":"
			       "\"9000000.00000000\",\"applyMaxToMarket\":"
			       "false,\"avgPriceMins\":5");
	} else {
		xg_buf_text(b, "},{\"filterType\":\"MIN_NOTIONAL\"");
		xg_bn_put(b, "notional", k, s->min_notional);
	}
	xg_buf_text(b, "},{\"filterType\":\"MAX_NUM_ORDERS\",");
	xg_buf_text(b, spot ? "\"maxNumOrders\":200}]" : "\"limit\":200}]");
}

static void spot_symbol(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_json_put_text(b, "status", m->halted ? "HALT" : "TRADING");
	xg_json_put_text(b, "baseAsset", s->base);
	xg_json_put_i64(b, "baseAssetPrecision", 8);
	xg_json_put_text(b, "quoteAsset", s->quote);
	xg_json_put_i64(b, "quotePrecision", 8);
	xg_json_put_i64(b, "quoteAssetPrecision", 8);
	xg_buf_text(b,
		",\"baseCommissionPrecision\":8,\"quoteCommissionPrecision\":8,"
		"\"orderTypes\":[\"LIMIT\",\"LIMIT_MAKER\",\"MARKET\"],"
		"\"icebergAllowed\":false,\"ocoAllowed\":false,\"otoAllowed\":"
		"false,\"quoteOrderQtyMarketAllowed\":true,"
		"\"allowTrailingStop\":false,\"cancelReplaceAllowed\":true,"
		"\"amendAllowed\":true,\"pegInstructionsAllowed\":false,"
		"\"isSpotTradingAllowed\":true,\"isMarginTradingAllowed\":"
		"false");
	filters(b, s, true);
	xg_buf_text(b, ",\"permissions\":[],\"permissionSets\":[[\"SPOT\"]],"
		       "\"defaultSelfTradePreventionMode\":\"EXPIRE_MAKER\","
		       "\"allowedSelfTradePreventionModes\":[\"EXPIRE_TAKER\","
		       "\"EXPIRE_MAKER\",\"EXPIRE_BOTH\"]");
}

static void future_symbol(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_buf_printf(b, ",\"pair\":\"%s%s\"", s->base, s->quote);
	xg_json_put_text(
		b, "contractType", s->expiry ? "CURRENT_QUARTER" : "PERPETUAL");
	xg_json_put_i64(b, "deliveryDate",
		s->expiry ? s->expiry / 1000 : INT64_C(4133404800000));
	xg_buf_text(b, ",\"onboardDate\":1569398400000");
	xg_json_put_text(b, s->inverse ? "contractStatus" : "status",
		m->halted ? "PENDING_TRADING" : "TRADING");
	if (s->inverse)
		xg_json_put_i64(b, "contractSize", s->contract.m);
	xg_json_put_text(b, "maintMarginPercent", "2.5000");
	xg_json_put_text(b, "requiredMarginPercent", "5.0000");
	xg_json_put_text(b, "baseAsset", s->base);
	xg_json_put_text(b, "quoteAsset", s->quote);
	xg_json_put_text(b, "marginAsset", s->settle);
	xg_json_put_i64(b, "pricePrecision", xg_dec_places(s->tick));
	xg_json_put_i64(b, "quantityPrecision", xg_dec_places(s->lot));
	xg_buf_text(b, ",\"baseAssetPrecision\":8,\"quotePrecision\":8,"
		       "\"underlyingType\":\"COIN\",\"underlyingSubType\":[],"
		       "\"triggerProtect\":\"0.0500\",\"liquidationFee\":"
		       "\"0.012500\",\"marketTakeBound\":\"0.05\"");
	filters(b, s, false);
	xg_buf_text(b, ",\"orderTypes\":[\"LIMIT\",\"MARKET\"],\"timeInForce\":"
		       "[\"GTC\",\"IOC\",\"FOK\",\"GTX\"]");
}

void xg_bn_exchange_info(struct xg_bn_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = &c->a->body;
	struct xg_str one = xg_bn_get(c, "symbol");
	bool spot = c->market == XG_BN_SPOT;

	if (one.n && !xg_bn_symbol(c))
		return;
	head(c, c->s->weight[!spot].max, c->s->orders10[!spot].max,
		c->s->orders60[!spot].max);
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (xg_bn_market_of(m) != c->market ||
			(one.n && !xg_str_is_text(one, m->spec.native)))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "symbol", m->spec.native);
		if (spot)
			spot_symbol(b, m);
		else
			future_symbol(b, m);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "]}");
}

static int64_t limit_of(struct xg_bn_call *c, int64_t usual, int64_t max)
{
	struct xg_str text = xg_bn_get(c, "limit");
	int64_t n = usual;

	if (text.n && (xg_str_i64(text, &n) < 0 || n < 1))
		n = usual;
	return n > max ? max : n;
}

static void levels(struct xg_buf *b, const char *key, enum xg_bn_market k,
	const struct xg_sim_mkt *m, bool sell, size_t max)
{
	struct xg_level l[5000];
	size_t n = xg_sim_levels(m, sell, l, max);

	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_buf_text(b, i ? ",[" : "[");
		xg_bn_text(b, k, l[i].px);
		xg_buf_char(b, ',');
		xg_bn_text(b, k, l[i].qty);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

void xg_bn_depth(struct xg_bn_call *c)
{
	struct xg_sim_mkt *m = xg_bn_symbol(c);
	bool spot = c->market == XG_BN_SPOT;
	struct xg_buf *b = &c->a->body;
	size_t max;

	if (!m)
		return;
	max = (size_t)limit_of(c, spot ? 100 : 500, spot ? 5000 : 1000);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "lastUpdateId", m->seq);
	if (!spot) {
		xg_json_put_i64(b, "E", c->now / 1000);
		xg_json_put_i64(b, "T", c->now / 1000);
	}
	levels(b, "bids", c->market, m, false, max);
	levels(b, "asks", c->market, m, true, max);
	xg_buf_char(b, '}');
}

static void trade_list(struct xg_bn_call *c, bool agg)
{
	struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_buf *b = &c->a->body;
	int64_t n, id;

	if (!m)
		return;
	n = limit_of(c, 500, 1000);
	id = m->last_trade - n + 1;
	xg_buf_char(b, '[');
	for (; id <= m->last_trade; id++) {
		const struct xg_sim_trade *t;

		if (id < 1)
			continue;
		t = &m->trade[id % XG_SIM_TRADES];
		if (t->id != id)
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_i64(b, agg ? "a" : "id", id);
		xg_bn_put(b, agg ? "p" : "price", c->market, t->px);
		xg_bn_put(b, agg ? "q" : "qty", c->market, t->qty);
		if (agg) {
			xg_json_put_i64(b, "f", id);
			xg_json_put_i64(b, "l", id);
		} else {
			struct xg_dec v = { 0 };

			(void)xg_sim_value(&v, m, t->px, t->qty);
			xg_bn_put(b, "quoteQty", c->market, v);
		}
		xg_json_put_i64(b, agg ? "T" : "time", t->ts / 1000);
		xg_json_put_bool(b, agg ? "m" : "isBuyerMaker", t->sell);
		if (c->market == XG_BN_SPOT)
			xg_json_put_bool(b, agg ? "M" : "isBestMatch", true);
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

void xg_bn_trades(struct xg_bn_call *c)
{
	trade_list(c, false);
}

void xg_bn_agg_trades(struct xg_bn_call *c)
{
	trade_list(c, true);
}

/* ---- tickers: one symbol's object, or an array of all ---- */

typedef void ticker_fn(
	struct xg_bn_call *c, struct xg_buf *b, const struct xg_sim_mkt *m);

static bool is_listed(struct xg_str list, const char *native)
{
	char quoted[80];
	int n = snprintf(quoted, sizeof quoted, "\"%s\"", native);

	return n > 0 && list.n >= (size_t)n &&
	       memmem(list.p, list.n, quoted, (size_t)n);
}

static void tickers(struct xg_bn_call *c, ticker_fn *fn)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_str list = xg_bn_get(c, "symbols");
	struct xg_buf *b = &c->a->body;
	struct xg_sim_mkt *m;

	if (xg_bn_get(c, "symbol").n) {
		m = xg_bn_symbol(c);
		if (m)
			fn(c, b, m);
		return;
	}
	xg_buf_char(b, '[');
	for (size_t i = 0; i < v->mkts; i++) {
		m = v->mkt[i];
		if (xg_bn_market_of(m) != c->market ||
			(list.n && !is_listed(list, m->spec.native)))
			continue;
		xg_json_comma(b);
		fn(c, b, m);
	}
	xg_buf_char(b, ']');
}

static void one_best(
	struct xg_bn_call *c, struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_bn_put(b, "bidPrice", c->market, m->best[0].px);
	xg_bn_put(b, "bidQty", c->market, m->best[0].qty);
	xg_bn_put(b, "askPrice", c->market, m->best[1].px);
	xg_bn_put(b, "askQty", c->market, m->best[1].qty);
	if (c->market != XG_BN_SPOT) {
		xg_json_put_i64(b, "time", c->now / 1000);
		xg_json_put_i64(b, "lastUpdateId", m->seq);
	}
	xg_buf_char(b, '}');
}

static struct xg_dec last_px(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade ? t->px : m->best[0].px;
}

static void one_price(
	struct xg_bn_call *c, struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_bn_put(b, "price", c->market, last_px(m));
	if (c->market != XG_BN_SPOT)
		xg_json_put_i64(b, "time", c->now / 1000);
	xg_buf_char(b, '}');
}

static void one_day(
	struct xg_bn_call *c, struct xg_buf *b, const struct xg_sim_mkt *m)
{
	int64_t to = c->now / MINUTE_US + 1;
	struct xg_sim_candle d = xg_sim_candle(m, to - DAY_MINUTES, to);
	struct xg_dec change = { 0 }, pct = { 0 }, avg = d.close;

	(void)xg_dec_sub(&change, d.close, d.open);
	if (d.open.m) {
		(void)xg_dec_div(&pct, change, d.open, 5, XG_ROUND_NEAREST);
		(void)xg_dec_mul(&pct, pct, xg_dec_int(100), XG_ROUND_NEAREST);
		(void)xg_dec_div(&avg, d.quote_vol, d.vol, 8, XG_ROUND_NEAREST);
	}
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_bn_put(b, "priceChange", c->market, change);
	xg_bn_put(b, "priceChangePercent", XG_BN_USDM, pct);
	xg_bn_put(b, "weightedAvgPrice", c->market, avg);
	xg_bn_put(b, "lastPrice", c->market, last_px(m));
	xg_bn_put(b, "lastQty", c->market,
		m->trade[m->last_trade % XG_SIM_TRADES].qty);
	if (c->market == XG_BN_SPOT) {
		xg_bn_put(b, "prevClosePrice", c->market, d.open);
		xg_bn_put(b, "bidPrice", c->market, m->best[0].px);
		xg_bn_put(b, "bidQty", c->market, m->best[0].qty);
		xg_bn_put(b, "askPrice", c->market, m->best[1].px);
		xg_bn_put(b, "askQty", c->market, m->best[1].qty);
	}
	xg_bn_put(b, "openPrice", c->market, d.open);
	xg_bn_put(b, "highPrice", c->market, d.high);
	xg_bn_put(b, "lowPrice", c->market, d.low);
	xg_bn_put(b, "volume", c->market, d.vol);
	xg_bn_put(b, "quoteVolume", c->market, d.quote_vol);
	xg_json_put_i64(b, "openTime", c->now / 1000 - 86400000);
	xg_json_put_i64(b, "closeTime", c->now / 1000);
	xg_json_put_i64(b, "firstId", d.first);
	xg_json_put_i64(b, "lastId", d.last);
	xg_json_put_i64(b, "count", d.n);
	xg_buf_char(b, '}');
}

void xg_bn_book_ticker(struct xg_bn_call *c)
{
	tickers(c, one_best);
}

void xg_bn_ticker_price(struct xg_bn_call *c)
{
	tickers(c, one_price);
}

void xg_bn_ticker_24h(struct xg_bn_call *c)
{
	tickers(c, one_day);
}

static int64_t interval_minutes(struct xg_str s)
{
	int64_t n;
	char unit;

	if (s.n < 2)
		return 0;
	unit = s.p[s.n - 1];
	s.n--;
	if (xg_str_i64(s, &n) < 0 || n < 1 || n > 30)
		return 0;
	return unit == 'm'   ? n
	       : unit == 'h' ? n * 60
	       : unit == 'd' ? n * DAY_MINUTES
	       : unit == 'w' ? n * 7 * DAY_MINUTES
			     : 0;
}

void xg_bn_klines(struct xg_bn_call *c)
{
	struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_buf *b = &c->a->body;
	int64_t n, each, at;

	if (!m)
		return;
	each = interval_minutes(xg_bn_get(c, "interval"));
	if (!each) {
		xg_bn_fail(c, 400, -1120, "Invalid interval.");
		return;
	}
	n = limit_of(c, 500, 1000);
	at = c->now / MINUTE_US / each * each - (n - 1) * each;
	xg_buf_char(b, '[');
	for (; n-- > 0; at += each) {
		struct xg_sim_candle k = xg_sim_candle(m, at, at + each);

		if (!k.n)
			continue;
		xg_json_comma(b);
		xg_buf_printf(b, "[%lld,", (long long)(at * 60000));
		xg_bn_text(b, c->market, k.open);
		xg_buf_char(b, ',');
		xg_bn_text(b, c->market, k.high);
		xg_buf_char(b, ',');
		xg_bn_text(b, c->market, k.low);
		xg_buf_char(b, ',');
		xg_bn_text(b, c->market, k.close);
		xg_buf_char(b, ',');
		xg_bn_text(b, c->market, k.vol);
		xg_buf_printf(
			b, ",%lld,", (long long)((at + each) * 60000 - 1));
		xg_bn_text(b, c->market, k.quote_vol);
		xg_buf_printf(b, ",%lld,\"0\",\"0\",\"0\"]", (long long)k.n);
	}
	xg_buf_char(b, ']');
}

/* ---- futures ---- */

static void one_premium(
	struct xg_bn_call *c, struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_bn_put(b, "markPrice", c->market, m->mark);
	xg_bn_put(b, "indexPrice", c->market, m->index_px);
	xg_bn_put(b, "estimatedSettlePrice", c->market, m->index_px);
	xg_bn_put(b, "lastFundingRate", c->market, m->rate);
	xg_json_put_text(b, "interestRate", "0.00010000");
	xg_json_put_i64(b, "nextFundingTime", m->next_funding / 1000);
	xg_json_put_i64(b, "time", c->now / 1000);
	xg_buf_char(b, '}');
}

void xg_bn_premium_index(struct xg_bn_call *c)
{
	tickers(c, one_premium);
}

static void one_info(
	struct xg_bn_call *c, struct xg_buf *b, const struct xg_sim_mkt *m)
{
	(void)c;
	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", m->spec.native);
	xg_buf_printf(b,
		",\"adjustedFundingRateCap\":\"0.02000000\","
		"\"adjustedFundingRateFloor\":\"-0.02000000\","
		"\"fundingIntervalHours\":%d,\"disclaimer\":false}",
		(int)(m->funding_us / 3600000000));
}

void xg_bn_funding_info(struct xg_bn_call *c)
{
	tickers(c, one_info);
}

void xg_bn_funding_rate(struct xg_bn_call *c)
{
	xg_buf_text(&c->a->body, "[]");
}

void xg_bn_open_interest(struct xg_bn_call *c)
{
	struct xg_sim_mkt *m = xg_bn_symbol(c);
	struct xg_buf *b = &c->a->body;
	struct xg_dec sum = { 0 };

	if (!m)
		return;
	/* Nobody outside has positions here: a size that fits the market's. */
	(void)xg_dec_mul(
		&sum, m->spec.lot, xg_dec_int(10000000), XG_ROUND_NEAREST);
	xg_buf_char(b, '{');
	xg_bn_put(b, "openInterest", c->market, sum);
	xg_json_put_text(b, "symbol", m->spec.native);
	if (c->market == XG_BN_COINM) {
		xg_json_put_text(b, "contractType",
			m->spec.expiry ? "CURRENT_QUARTER" : "PERPETUAL");
		xg_json_key(b, "pair");
		xg_buf_printf(b, "\"%s%s\"", m->spec.base, m->spec.quote);
	}
	xg_json_put_i64(b, "time", c->now / 1000);
	xg_buf_char(b, '}');
}
