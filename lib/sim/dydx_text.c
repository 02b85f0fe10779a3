/* dYdX: markets, books, trades and candles as texts. Source: sheet dydx, sections 3
 * and 4. */
#include <stdio.h>

#include "base/time.h"
#include "sim/dydx.h"

#define MINUTE_US INT64_C(60000000)

static const struct {
	const char *name;
	int minutes;
} spans[XG_DY_SPANS] = { { "1MIN", 1 }, { "5MINS", 5 }, { "15MINS", 15 },
	{ "30MINS", 30 }, { "1HOUR", 60 }, { "4HOURS", 240 },
	{ "1DAY", 1440 } };

const char *xg_dy_span(int chan)
{
	return spans[chan - XG_DY_CANDLE].name;
}

int64_t xg_dy_minutes(int chan)
{
	return spans[chan - XG_DY_CANDLE].minutes;
}

int xg_dy_span_from(struct xg_str name)
{
	for (int i = 0; i < XG_DY_SPANS; i++)
		if (xg_str_is_text(name, spans[i].name))
			return XG_DY_CANDLE + i;
	return -1;
}

/* 20,000,000 at the beginning of the tests' time. */
int64_t xg_dy_height(int64_t now)
{
	return now / 1000000 - 1680000000;
}

void xg_dy_time(struct xg_buf *b, const char *key, int64_t us)
{
	char iso[32];

	xg_time_iso(iso, us, 3);
	xg_json_put_text(b, key, iso);
}

/* ---- books ---- */

void xg_dy_book(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	struct xg_level l[XG_DY_DEPTH];

	xg_buf_char(b, '{');
	for (int side = 0; side < 2; side++) {
		size_t n = xg_sim_levels(m, side, l, XG_DY_DEPTH);

		xg_json_key(b, side ? "asks" : "bids");
		xg_buf_char(b, '[');
		for (size_t i = 0; i < n; i++) {
			xg_buf_text(b, i ? ",{" : "{");
			xg_json_put_dec_text(b, "price", l[i].px);
			xg_json_put_dec_text(b, "size", l[i].qty);
			xg_buf_char(b, '}');
		}
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, '}');
}

void xg_dy_level(struct xg_buf *b, const struct xg_level *l)
{
	char px[XG_DEC_TEXT], qty[XG_DEC_TEXT];

	xg_dec_fmt(px, l->px);
	xg_dec_fmt(qty, l->qty);
	xg_buf_printf(b, "%s[\"%s\",\"%s\"]", b->len ? "," : "", px, qty);
}

/* ---- trades ---- */

/* The id: height of the block, index of the transaction, index of the event. */
void xg_dy_trade(struct xg_buf *b, struct xg_sim_front *f,
	const struct xg_sim_mkt *m, const struct xg_sim_trade *t, bool whole)
{
	const struct xg_dy_mkt *k = xg_dy_mkt(f, m);
	bool liq = k && k->liq[t->id % XG_SIM_TRADES];

	xg_buf_printf(b, "{\"id\":\"%08llx00000002%08llx\"",
		(unsigned long long)xg_dy_height(t->ts) & 0xffffffff,
		(unsigned long long)t->id & 0xffffffff);
	if (whole)
		xg_json_put_text(b, "side", t->sell ? "SELL" : "BUY");
	xg_json_put_dec_text(b, "size", t->qty);
	xg_json_put_dec_text(b, "price", t->px);
	if (!whole)
		xg_json_put_text(b, "side", t->sell ? "SELL" : "BUY");
	else
		xg_json_put_text(b, "type", liq ? "LIQUIDATED" : "LIMIT");
	xg_dy_time(b, "createdAt", t->ts);
	if (whole)
		xg_buf_printf(b, ",\"createdAtHeight\":\"%lld\"}",
			(long long)xg_dy_height(t->ts));
	else
		xg_buf_printf(
			b, ",\"type\":\"%s\"}", liq ? "LIQUIDATED" : "LIMIT");
}

void xg_dy_trades(struct xg_buf *b, struct xg_sim_front *f,
	const struct xg_sim_mkt *m, int64_t most)
{
	int64_t id = m->last_trade;

	xg_buf_text(b, "{\"trades\":[");
	for (int64_t n = 0; n < most && id > 0; n++, id--) {
		const struct xg_sim_trade *t = &m->trade[id % XG_SIM_TRADES];

		if (t->id != id)
			break;
		xg_buf_text(b, n ? "," : "");
		xg_dy_trade(b, f, m, t, true);
	}
	xg_buf_text(b, "]}");
}

/* ---- candles ---- */

/* Nobody outside has positions here: open interest is a size that fits. */
static struct xg_dec open_interest(const struct xg_sim_mkt *m)
{
	struct xg_dec oi = { 0 };

	(void)xg_dec_mul(
		&oi, m->spec.lot, xg_dec_int(10000000), XG_ROUND_NEAREST);
	return oi;
}

bool xg_dy_candle(
	struct xg_buf *b, const struct xg_sim_mkt *m, int chan, int64_t minute)
{
	int64_t each = xg_dy_minutes(chan), from = minute / each * each;
	struct xg_sim_candle sum = xg_sim_candle(m, from, from + each);

	if (!sum.n)
		return false;
	xg_buf_char(b, '{');
	xg_dy_time(b, "startedAt", from * MINUTE_US);
	xg_json_put_text(b, "ticker", m->spec.native);
	xg_json_put_text(b, "resolution", xg_dy_span(chan));
	xg_json_put_dec_text(b, "low", sum.low);
	xg_json_put_dec_text(b, "high", sum.high);
	xg_json_put_dec_text(b, "open", sum.open);
	xg_json_put_dec_text(b, "close", sum.close);
	xg_json_put_dec_text(b, "baseTokenVolume", sum.vol);
	xg_json_put_dec_text(b, "usdVolume", sum.quote_vol);
	xg_json_put_i64(b, "trades", sum.n);
	xg_json_put_dec_text(b, "startingOpenInterest", open_interest(m));
	xg_buf_char(b, '}');
	return true;
}

void xg_dy_candles(struct xg_buf *b, const struct xg_sim_mkt *m, int chan,
	int64_t from, int64_t to, int64_t most)
{
	int64_t each = xg_dy_minutes(chan), n = 0;

	if (to > m->last_minute)
		to = m->last_minute;
	if (from < m->first_minute)
		from = m->first_minute;
	xg_buf_text(b, "{\"candles\":[");
	for (to = to / each * each; to > 0 && to + each > from && n < most;
		to -= each) {
		size_t before = b->len;

		xg_buf_text(b, n ? "," : "");
		if (xg_dy_candle(b, m, chan, to))
			n++;
		else
			b->len = before;
	}
	xg_buf_text(b, "]}");
}

/* ---- markets ---- */

/* tickSize = subticksPerTick * 10^(quantumConversionExponent - 6 -
 * atomicResolution), stepSize = stepBaseQuantums * 10^atomicResolution. */
static void put_steps(struct xg_buf *b, const struct xg_sim_spec *s)
{
	struct xg_dec lot = xg_dec_trim(s->lot), tick = xg_dec_trim(s->tick);
	int atomic = lot.e - 6, convert = -9;
	int exp = tick.e + 6 + atomic - convert;
	int64_t subticks = tick.m;

	if (exp < 0) {
		convert += exp;
		exp = 0;
	}
	for (; exp > 0 && subticks < INT64_MAX / 10; exp--)
		subticks *= 10;
	xg_json_put_i64(b, "atomicResolution", atomic);
	xg_json_put_i64(b, "quantumConversionExponent", convert);
	xg_json_put_dec_text(b, "tickSize", s->tick);
	xg_json_put_dec_text(b, "stepSize", s->lot);
	xg_json_put_i64(b, "stepBaseQuantums", lot.m * 1000000);
	xg_json_put_i64(b, "subticksPerTick", subticks);
}

static void put_margins(struct xg_buf *b, const struct xg_sim_spec *s)
{
	struct xg_dec initial = { 0 }, least = { 0 };
	int lever = s->leverage_max > 0 ? s->leverage_max : 1;

	(void)xg_dec_div(
		&initial, xg_dec_int(1), xg_dec_int(lever), 8, XG_ROUND_UP);
	(void)xg_dec_mul(&least, initial, xg_dec_make(6, -1), XG_ROUND_NEAREST);
	xg_json_put_dec_text(b, "initialMarginFraction", xg_dec_trim(initial));
	xg_json_put_dec_text(
		b, "maintenanceMarginFraction", xg_dec_trim(least));
}

static void put_day(struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	int64_t to = now / MINUTE_US + 1;
	struct xg_sim_candle day = xg_sim_candle(m, to - 1440, to);
	struct xg_dec change = { 0 };

	if (day.n)
		(void)xg_dec_sub(&change, day.close, day.open);
	xg_json_put_dec_text(b, "priceChange24H", change);
	xg_json_put_dec_text(b, "volume24H", day.quote_vol);
	xg_json_put_i64(b, "trades24H", day.n);
}

static void put_market(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	char code[24];

	snprintf(code, sizeof code, "%lld", (long long)m->spec.code);
	xg_json_key(b, m->spec.native);
	xg_buf_char(b, '{');
	xg_json_put_text(b, "clobPairId", code);
	xg_json_put_text(b, "ticker", m->spec.native);
	xg_json_put_text(b, "status", m->halted ? "PAUSED" : "ACTIVE");
	xg_json_put_dec_text(b, "oraclePrice", m->index_px);
	put_day(b, m, now);
	xg_json_put_dec_text(b, "nextFundingRate", m->rate);
	put_margins(b, &m->spec);
	xg_json_put_dec_text(b, "openInterest", open_interest(m));
	put_steps(b, &m->spec);
	xg_json_put_text(b, "marketType", "CROSS");
	xg_json_put_text(b, "openInterestLowerCap", "0");
	xg_json_put_text(b, "openInterestUpperCap", "0");
	xg_json_put_dec_text(b, "baseOpenInterest", open_interest(m));
	xg_json_put_text(b, "defaultFundingRate1H", "0");
	xg_buf_char(b, '}');
}

void xg_dy_markets(struct xg_buf *b, const struct xg_sim_front *f,
	const struct xg_sim_mkt *only)
{
	xg_buf_text(b, "{\"markets\":{");
	for (size_t i = 0; i < f->venue.mkts; i++)
		if (!only || f->venue.mkt[i] == only)
			put_market(b, f->venue.mkt[i], f->now);
	xg_buf_text(b, "}}");
}

void xg_dy_trading(struct xg_buf *b, const struct xg_sim_mkt *m, bool status)
{
	xg_json_key(b, m->spec.native);
	xg_buf_printf(b, "{\"id\":\"%lld\"", (long long)m->spec.code);
	if (status)
		xg_json_put_text(b, "status", m->halted ? "PAUSED" : "ACTIVE");
	xg_json_put_dec_text(b, "nextFundingRate", m->rate);
	xg_json_put_dec_text(b, "openInterest", open_interest(m));
	xg_buf_char(b, '}');
}

/* The oracle's number of a market is not that of its book. */
void xg_dy_oracle(struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	xg_json_key(b, m->spec.native);
	xg_buf_char(b, '{');
	xg_json_put_dec_text(b, "oraclePrice", m->index_px);
	xg_dy_time(b, "effectiveAt", now);
	xg_buf_printf(b, ",\"effectiveAtHeight\":\"%lld\",\"marketId\":%lld}",
		(long long)xg_dy_height(now), (long long)m->spec.code + 85);
}
