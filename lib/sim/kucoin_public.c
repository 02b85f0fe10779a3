/* KuCoin: answers about the market. Source: sheet kucoin, sections 3 to 5. */
#include <stdio.h>
#include <stdlib.h>

#include "sim/kucoin.h"

#define WHOLE 5000

/* ---- instruments ---- */

static void put_dec(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_put_dec_text(b, key, v);
}

static void put_number(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_json_dec_value(b, v);
}

static void symbol_row(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", s->native);
	xg_json_put_text(b, "name", s->native);
	xg_json_put_text(b, "baseCurrency", s->base);
	xg_json_put_text(b, "quoteCurrency", s->quote);
	xg_json_put_text(b, "feeCurrency", s->quote);
	xg_json_put_text(b, "market", "USDS");
	put_dec(b, "baseMinSize", s->min_qty);
	xg_json_put_text(b, "quoteMinSize", "0.1");
	put_dec(b, "baseMaxSize", s->max_qty);
	xg_json_put_text(b, "quoteMaxSize", "99999999");
	put_dec(b, "baseIncrement", s->lot);
	xg_json_put_text(b, "quoteIncrement", "0.000001");
	put_dec(b, "priceIncrement", s->tick);
	xg_json_put_text(b, "priceLimitRate", "0.1");
	put_dec(b, "minFunds", s->min_notional);
	xg_json_put_bool(b, "isMarginEnabled", false);
	xg_json_put_bool(b, "enableTrading", !m->halted);
	xg_json_put_i64(b, "feeCategory", 1);
	xg_json_put_text(b, "makerFeeCoefficient", "1.00");
	xg_json_put_text(b, "takerFeeCoefficient", "1.00");
	xg_buf_text(b, ",\"st\":false,\"callauctionIsEnabled\":false,"
		       "\"tradingStartTime\":null}");
}

/* Nobody outside has positions: open interest is a size that fits. */
static void contract_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	const struct xg_sim_spec *s = &m->spec;

	xg_buf_char(b, '{');
	xg_json_put_text(b, "symbol", s->native);
	xg_json_put_text(b, "rootSymbol", xg_ku_asset(m, s->settle));
	xg_json_put_text(b, "type", s->kind == XG_PERP ? "FFWCSX" : "FFICSX");
	xg_json_put_i64(b, "firstOpenDate", INT64_C(1585555200000));
	xg_json_key(b, "expireDate");
	if (s->expiry)
		xg_buf_printf(b, "%lld", (long long)(s->expiry / 1000));
	else
		xg_buf_text(b, "null");
	xg_json_put_text(b, "baseCurrency", xg_ku_asset(m, s->base));
	xg_json_put_text(b, "quoteCurrency", s->quote);
	xg_json_put_text(b, "settleCurrency", xg_ku_asset(m, s->settle));
	put_number(b, "maxOrderQty", s->max_qty);
	xg_buf_text(b, ",\"maxPrice\":1000000.0");
	put_number(b, "lotSize", s->lot);
	put_number(b, "tickSize", s->tick);
	put_number(b, "indexPriceTickSize", s->tick);
	put_number(b, "multiplier",
		s->inverse ? xg_dec_neg(s->contract) : s->contract);
	xg_buf_text(b, ",\"initialMargin\":0.008,\"maintainMargin\":0.004");
	xg_buf_printf(b, ",\"makerFeeRate\":%lldE%d,\"takerFeeRate\":%lldE%d",
		(long long)s->maker.m, s->maker.e, (long long)s->taker.m,
		s->taker.e);
	xg_json_put_bool(b, "isInverse", s->inverse);
	xg_json_put_text(b, "status", m->halted ? "Paused" : "Open");
	if (s->kind == XG_PERP) {
		put_number(b, "fundingFeeRate", m->rate);
		put_number(b, "predictedFundingFeeRate", m->rate);
		xg_json_put_i64(b, "fundingRateGranularity", 28800000);
		xg_json_put_i64(b, "nextFundingRateTime",
			m->next_funding > now ? (m->next_funding - now) / 1000
					      : 0);
	}
	xg_json_put_text(b, "openInterest", XG_KU_OI);
	put_number(b, "markPrice", m->mark);
	put_number(b, "indexPrice", m->index_px);
	put_number(b, "lastTradePrice", xg_ku_last(m));
	xg_json_put_i64(b, "maxLeverage", s->leverage_max);
	xg_json_put_bool(b, "supportCross", true);
	xg_buf_char(b, '}');
}

static void list(struct xg_ku_call *c, bool futures)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = xg_ku_begin(c, "[");

	for (size_t i = 0; i < v->mkts; i++) {
		if (xg_ku_is_futures(v->mkt[i]) != futures)
			continue;
		xg_json_comma(b);
		if (futures)
			contract_row(b, v->mkt[i], c->r->now);
		else
			symbol_row(b, v->mkt[i]);
	}
	xg_ku_end(c, "]");
}

void xg_ku_symbols(struct xg_ku_call *c)
{
	list(c, false);
}

void xg_ku_contracts(struct xg_ku_call *c)
{
	list(c, true);
}

void xg_ku_nothing(struct xg_ku_call *c)
{
	xg_ku_begin(c, "[");
	xg_ku_end(c, "]");
}

/* ---- books ---- */

static void put_book(struct xg_ku_call *c, size_t max)
{
	bool futures = xg_ku_is_futures(c->m);
	struct xg_level *l = malloc(2 * max * sizeof *l);
	struct xg_ku_mkt *k = xg_ku_of(c->f, c->m);
	enum xg_ku_form form = futures ? XG_KU_NUMBERS : XG_KU_TEXTS;
	size_t n[2];
	struct xg_buf *b;

	if (!l || !k) {
		free(l);
		xg_ku_fail(c->a, 500, "500000", "out of memory");
		return;
	}
	xg_sim_flush(c->m, c->r->now);
	n[0] = xg_sim_levels(c->m, false, l, max);
	n[1] = xg_sim_levels(c->m, true, l + max, max);
	b = xg_ku_begin(c, "{");
	if (futures) {
		xg_json_put_i64(b, "sequence", k->seq);
		xg_json_put_text(b, "symbol", c->m->spec.native);
	} else {
		xg_json_put_i64(b, "time", c->r->now / 1000);
		xg_buf_printf(b, ",\"sequence\":\"%lld\"", (long long)k->seq);
	}
	xg_ku_levels(b, c->m, "bids", l, n[0], form);
	xg_ku_levels(b, c->m, "asks", l + max, n[1], form);
	if (futures)
		xg_ku_ns(b, "ts", c->r->now);
	xg_ku_end(c, "}");
	free(l);
}

void xg_ku_book20(struct xg_ku_call *c)
{
	put_book(c, 20);
}

void xg_ku_book100(struct xg_ku_call *c)
{
	put_book(c, 100);
}

void xg_ku_book(struct xg_ku_call *c)
{
	put_book(c, WHOLE);
}

/* ---- trades and tickers ---- */

void xg_ku_trades(struct xg_ku_call *c)
{
	const struct xg_sim_mkt *m = c->m;
	bool futures = xg_ku_is_futures(m);
	struct xg_buf *b = xg_ku_begin(c, "[");
	int64_t id = m->last_trade;

	for (int n = 0; n < 100 && id > 0; id--, n++) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		xg_json_comma(b);
		xg_buf_printf(
			b, "{\"sequence\":\"%lld\",\"price\":", (long long)id);
		xg_ku_px(b, m, t->px);
		xg_buf_text(b, ",\"size\":");
		if (futures)
			xg_json_dec_value(b, t->qty);
		else
			xg_ku_qty(b, m, t->qty);
		xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
		if (futures) {
			xg_buf_printf(
				b, ",\"tradeId\":\"%lld\"", (long long)id);
			xg_ku_ns(b, "ts", t->ts);
		} else {
			xg_ku_ns(b, "time", t->ts);
		}
		xg_buf_char(b, '}');
	}
	xg_ku_end(c, "]");
}

void xg_ku_ticker(struct xg_ku_call *c)
{
	const struct xg_sim_mkt *m = c->m;
	bool futures = xg_ku_is_futures(m);
	static const char *const keys[2][4] = {
		{ "bestBid", "bestBidSize", "bestAsk", "bestAskSize" },
		{ "bestBidPrice", "bestBidSize", "bestAskPrice", "bestAskSize" }
	};
	struct xg_buf *b = xg_ku_begin(c, "{");

	if (futures)
		xg_json_put_text(b, "symbol", m->spec.native);
	xg_buf_printf(b,
		"%s\"sequence\":\"%lld\",\"price\":", futures ? "," : "",
		(long long)m->seq);
	xg_ku_px(b, m, xg_ku_last(m));
	for (int i = 0; i < 2; i++) {
		xg_json_key(b, keys[futures][2 * i]);
		xg_ku_px(b, m, m->best[i].px);
		xg_json_key(b, keys[futures][2 * i + 1]);
		if (futures)
			xg_json_dec_value(b, m->best[i].qty);
		else
			xg_ku_qty(b, m, m->best[i].qty);
	}
	if (futures)
		xg_ku_ns(b, "ts", c->r->now);
	else
		xg_json_put_i64(b, "time", c->r->now / 1000);
	xg_ku_end(c, "}");
}

void xg_ku_tickers(struct xg_ku_call *c)
{
	const struct xg_sim_venue *v = &c->f->venue;
	struct xg_buf *b = xg_ku_begin(c, "{");

	xg_json_put_i64(b, "time", c->r->now / 1000);
	xg_buf_text(b, ",\"ticker\":[");
	for (size_t i = 0; i < v->mkts; i++) {
		const struct xg_sim_mkt *m = v->mkt[i];

		if (xg_ku_is_futures(m))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "symbol", m->spec.native);
		xg_json_put_text(b, "symbolName", m->spec.native);
		xg_json_key(b, "buy");
		xg_ku_px(b, m, m->best[0].px);
		xg_json_key(b, "sell");
		xg_ku_px(b, m, m->best[1].px);
		xg_json_key(b, "last");
		xg_ku_px(b, m, xg_ku_last(m));
		xg_json_put_text(b, "takerFeeRate", "0.001");
		xg_json_put_text(b, "makerFeeRate", "0.001");
		xg_json_put_text(b, "takerCoefficient", "1");
		xg_json_put_text(b, "makerCoefficient", "1");
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
	xg_ku_end(c, "}");
}

/* One instrument: m is set. */
void xg_ku_one(struct xg_ku_call *c)
{
	struct xg_buf *b = xg_ku_begin(c, "");

	if (xg_ku_is_futures(c->m))
		contract_row(b, c->m, c->r->now);
	else
		symbol_row(b, c->m);
	xg_ku_end(c, "");
}
