/* Candles, the 24 hours of tickers, and the rows of market data. */
#include "base/time.h"
#include "json/write.h"
#include "sim/okx_priv.h"

#define MINUTE_US (60 * XG_US_PER_S)
#define DAY_US (86400 * XG_US_PER_S)

/* All that traded from start up to end; n = 0: nothing. */
static struct xg_sim_candle between(
	const struct xg_sim_mkt *m, int64_t start, int64_t end)
{
	return xg_sim_candle(
		m, start / MINUTE_US, (end + MINUTE_US - 1) / MINUTE_US);
}

/* The first price at or after a time, or 0. */
static struct xg_dec first_since(
	const struct xg_sim_mkt *m, int64_t start, int64_t now)
{
	struct xg_sim_candle c = between(m, start, now + 1);

	return c.n ? c.open : xg_dec_int(0);
}

void xg_sim_okx_day(
	struct xg_sim_okx_day *out, const struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_candle c = between(m, now - DAY_US, now + 1);
	int64_t utc0 = now - now % DAY_US;
	int64_t utc8 = utc0 + 16 * 3600 * XG_US_PER_S;

	if (utc8 > now)
		utc8 -= DAY_US;
	*out = (struct xg_sim_okx_day){ c.open, c.high, c.low, c.vol,
		c.quote_vol, first_since(m, utc0, now),
		first_since(m, utc8, now) };
}

bool xg_sim_okx_candle(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_okx_bar *bar, int64_t start, int64_t now)
{
	struct xg_sim_candle c = between(m, start, start + bar->us);
	bool spot = m->spec.kind == XG_SPOT, whole = start + bar->us <= now;
	struct xg_dec vol[3] = { c.vol, c.quote_vol, c.quote_vol }, *v;
	struct xg_dec px[4] = { c.open, c.high, c.low, c.close };
	char text[XG_DEC_TEXT];

	if (c.n == 0)
		return false;
	if (!spot)
		vol[1] = xg_sim_okx_coins(m, c.vol, c.close);
	xg_json_comma(b);
	(void)xg_buf_printf(b, "[\"%lld\"", (long long)(start / XG_US_PER_MS));
	for (v = px; v < px + 4; v++) {
		xg_dec_fmt(text, *v);
		(void)xg_buf_printf(b, ",\"%s\"", text);
	}
	for (v = vol; v < vol + 3; v++) {
		xg_dec_fmt(text, *v);
		(void)xg_buf_printf(b, ",\"%s\"", text);
	}
	(void)xg_buf_printf(b, ",\"%d\"]", whole);
	return true;
}

static void put_inst(struct xg_buf *b, const struct xg_sim_mkt *m, bool type)
{
	if (type)
		xg_json_put_text(b, "instType", xg_sim_okx_type(m));
	xg_json_put_text(b, "instId", m->spec.native);
}

static void put_best(struct xg_buf *b, const struct xg_level *l, const char *px,
	const char *qty)
{
	if (xg_dec_sign(l->qty) > 0) {
		xg_sim_okx_dec(b, px, l->px);
		xg_sim_okx_dec(b, qty, l->qty);
	} else {
		xg_json_put_text(b, px, "");
		xg_json_put_text(b, qty, "");
	}
}

void xg_sim_okx_ticker_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];
	struct xg_sim_okx_day d;
	bool spot = m->spec.kind == XG_SPOT;

	xg_sim_okx_day(&d, m, now);
	put_inst(b, m, true);
	if (m->last_trade) {
		xg_sim_okx_dec(b, "last", t->px);
		xg_sim_okx_dec(b, "lastSz", t->qty);
	} else {
		xg_sim_okx_blank(b, "last lastSz");
	}
	put_best(b, &m->best[1], "askPx", "askSz");
	put_best(b, &m->best[0], "bidPx", "bidSz");
	xg_sim_okx_dec(b, "open24h", d.open);
	xg_sim_okx_dec(b, "high24h", d.high);
	xg_sim_okx_dec(b, "low24h", d.low);
	xg_sim_okx_dec(b, "volCcy24h",
		spot ? d.quote_vol : xg_sim_okx_coins(m, d.vol, d.high));
	xg_sim_okx_dec(b, "vol24h", d.vol);
	xg_sim_okx_dec(b, "sodUtc0", d.sod0);
	xg_sim_okx_dec(b, "sodUtc8", d.sod8);
	xg_sim_okx_ms(b, "ts", now);
}

void xg_sim_okx_trade_row(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, bool push)
{
	put_inst(b, m, false);
	xg_sim_okx_u64(b, "tradeId", (uint64_t)t->id);
	xg_sim_okx_dec(b, "px", t->px);
	xg_sim_okx_dec(b, "sz", t->qty);
	xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
	xg_sim_okx_ms(b, "ts", t->ts);
	xg_json_put_text(b, "source", "0");
	if (!push)
		return;
	xg_json_put_text(b, "count", "1");
	xg_json_put_i64(b, "seqId", m->seq);
}

void xg_sim_okx_mark_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	put_inst(b, m, true);
	xg_sim_okx_dec(b, "markPx", m->mark);
	xg_sim_okx_ms(b, "ts", now);
}

void xg_sim_okx_index_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	struct xg_dec px =
		m->spec.kind == XG_SPOT ? xg_sim_okx_mid(m) : m->index_px;
	struct xg_sim_okx_day d;
	struct xg_buf id = { 0 };

	xg_sim_okx_day(&d, m, now);
	(void)xg_buf_printf(&id, "%s-%s", m->spec.base, m->spec.quote);
	xg_json_put_text(b, "instId", id.p ? id.p : "");
	xg_buf_release(&id);
	xg_sim_okx_dec(b, "idxPx", px);
	xg_sim_okx_dec(b, "open24h", d.open);
	xg_sim_okx_dec(b, "high24h", d.high);
	xg_sim_okx_dec(b, "low24h", d.low);
	xg_sim_okx_dec(b, "sodUtc0", d.sod0);
	xg_sim_okx_dec(b, "sodUtc8", d.sod8);
	xg_sim_okx_ms(b, "ts", now);
}

void xg_sim_okx_funding_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	int64_t every =
		m->funding_us > 0 ? m->funding_us : 8 * 3600 * XG_US_PER_S;
	struct xg_dec premium = { 0 };

	if (xg_dec_sign(m->index_px) > 0 &&
		xg_dec_sub(&premium, m->mark, m->index_px) == 0)
		(void)xg_dec_div(
			&premium, premium, m->index_px, 10, XG_ROUND_NEAREST);
	put_inst(b, m, true);
	xg_sim_okx_dec(b, "fundingRate", m->rate);
	xg_sim_okx_ms(b, "fundingTime", m->next_funding);
	xg_sim_okx_ms(b, "nextFundingTime", m->next_funding + every);
	xg_sim_okx_ms(b, "prevFundingTime", m->next_funding - every);
	xg_json_put_text(b, "minFundingRate", "-0.00375");
	xg_json_put_text(b, "maxFundingRate", "0.00375");
	xg_json_put_text(b, "settState", "settled");
	xg_sim_okx_dec(b, "settFundingRate", m->rate);
	xg_json_put_text(b, "method", "current_period");
	xg_json_put_text(b, "formulaType", "withRate");
	xg_sim_okx_dec(b, "premium", premium);
	xg_json_put_text(b, "interestRate", "0.0001");
	xg_json_put_text(b, "impactValue", "");
	xg_json_put_text(b, "nextFundingRate", "");
	xg_sim_okx_ms(b, "ts", now);
}

/* Nobody else's positions are simulated: what traded in a day stands for the
 * open interest. */
void xg_sim_okx_interest_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	struct xg_sim_okx_day d;
	struct xg_dec coins, usd = { 0 };

	xg_sim_okx_day(&d, m, now);
	coins = xg_sim_okx_coins(m, d.vol, m->mark);
	/* The mark of an option is not what its coins cost. */
	(void)xg_dec_mul(&usd, coins,
		m->spec.kind == XG_OPTION ? m->index_px : m->mark,
		XG_ROUND_NEAREST);
	put_inst(b, m, true);
	xg_sim_okx_dec(b, "oi", d.vol);
	xg_sim_okx_dec(b, "oiCcy", coins);
	xg_sim_okx_dec(b, "oiUsd", usd);
	xg_sim_okx_ms(b, "ts", now);
}

void xg_sim_okx_limit_row(
	struct xg_buf *b, const struct xg_sim_mkt *m, int64_t now)
{
	struct xg_dec lowest, highest;
	bool known = xg_sim_okx_band(m, &lowest, &highest);

	put_inst(b, m, true);
	if (known) {
		xg_sim_okx_dec(b, "buyLmt", highest);
		xg_sim_okx_dec(b, "sellLmt", lowest);
	} else {
		xg_sim_okx_blank(b, "buyLmt sellLmt");
	}
	xg_json_put_bool(b, "enabled", known);
	xg_sim_okx_ms(b, "ts", now);
}
