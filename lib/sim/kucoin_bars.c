/* KuCoin: answers about candles, 24 hours and funding. Source: sheet kucoin,
 * sections 3 and 4. */
#include <stdio.h>

#include "sim/kucoin.h"

#define MINUTE_US INT64_C(60000000)

static void put_number(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_json_dec_value(b, v);
}

static int64_t param(struct xg_ku_call *c, const char *name, int64_t usual)
{
	int64_t n;

	return xg_sim_param(&c->val, c->r->query, name) == 1 &&
			       xg_str_i64(xg_buf_view(&c->val), &n) == 0
		       ? n
		       : usual;
}

/* Newest first; at most 1500. */
void xg_ku_candles(struct xg_ku_call *c)
{
	int64_t now = c->r->now, from = param(c, "startAt", 0) / 60;
	int minutes = 0;
	struct xg_buf *b;

	if (xg_sim_param(&c->val, c->r->query, "type") == 1)
		for (int i = 0; !minutes && xg_ku_interval(i, NULL); i++)
			if (xg_str_is_text(xg_buf_view(&c->val),
				    xg_ku_interval(i, NULL)))
				(void)xg_ku_interval(i, &minutes);
	if (!minutes) {
		xg_ku_fail(c->a, 200, "400100", "type is invalid");
		return;
	}
	b = xg_ku_begin(c, "[");
	for (int64_t n = 0, at = now / MINUTE_US / minutes * minutes;
		n < 1500 && at > 0 && at >= from && at >= c->m->first_minute;
		at -= minutes, n++) {
		struct xg_sim_candle k = xg_sim_candle(c->m, at, at + minutes);
		const struct xg_dec px[] = { k.open, k.close, k.high, k.low };

		if (!k.n)
			continue;
		xg_json_comma(b);
		xg_buf_printf(b, "[\"%lld\"", (long long)(at * 60));
		for (int i = 0; i < 4; i++) {
			xg_buf_char(b, ',');
			xg_ku_px(b, c->m, px[i]);
		}
		xg_buf_char(b, ',');
		xg_ku_qty(b, c->m, k.vol);
		xg_buf_char(b, ',');
		xg_ku_qty(b, c->m, k.quote_vol);
		xg_buf_char(b, ']');
	}
	xg_ku_end(c, "]");
}

/* Futures: oldest first, milliseconds and numbers, in another order. */
void xg_ku_klines(struct xg_ku_call *c)
{
	int64_t minutes = param(c, "granularity", 1);
	int64_t last = c->r->now / MINUTE_US, at = param(c, "from", 0) / 60000;
	struct xg_buf *b;

	if (minutes < 1 || minutes > 10080) {
		xg_ku_fail(c->a, 200, "400100", "granularity is invalid");
		return;
	}
	if (at < last - 200 * minutes)
		at = last - 200 * minutes;
	if (at < c->m->first_minute)
		at = c->m->first_minute;
	b = xg_ku_begin(c, "[");
	for (at = at / minutes * minutes; at <= last; at += minutes) {
		struct xg_sim_candle k = xg_sim_candle(c->m, at, at + minutes);
		const struct xg_dec v[] = { k.open, k.high, k.low, k.close,
			k.vol };

		if (!k.n)
			continue;
		xg_json_comma(b);
		xg_buf_printf(b, "[%lld", (long long)(at * 60000));
		for (int i = 0; i < 5; i++) {
			xg_buf_char(b, ',');
			xg_json_dec_value(b, v[i]);
		}
		xg_buf_char(b, ']');
	}
	xg_ku_end(c, "]");
}

void xg_ku_stats(struct xg_ku_call *c)
{
	int64_t to = c->r->now / MINUTE_US + 1;
	struct xg_sim_candle d = xg_sim_candle(c->m, to - 1440, to);
	const struct xg_dec px[] = { c->m->best[0].px, c->m->best[1].px, d.high,
		d.low, xg_ku_last(c->m) };
	static const char *const keys[] = { "buy", "sell", "high", "low",
		"last" };
	struct xg_buf *b = xg_ku_begin(c, "{");

	xg_json_put_i64(b, "time", c->r->now / 1000);
	xg_json_put_text(b, "symbol", c->m->spec.native);
	for (int i = 0; i < 5; i++) {
		xg_json_key(b, keys[i]);
		xg_ku_px(b, c->m, px[i]);
	}
	xg_json_put_dec_text(b, "vol", d.vol);
	xg_json_put_dec_text(b, "volValue", d.quote_vol);
	xg_json_put_text(b, "takerFeeRate", "0.001");
	xg_json_put_text(b, "makerFeeRate", "0.001");
	xg_ku_end(c, "}");
}

void xg_ku_funding(struct xg_ku_call *c)
{
	const struct xg_sim_mkt *m = c->m;
	struct xg_buf *b = xg_ku_begin(c, "{");

	xg_buf_printf(b, "\"symbol\":\".%sFPI8H\"", m->spec.native);
	xg_json_put_i64(b, "granularity", 28800000);
	xg_json_put_i64(
		b, "timePoint", (m->next_funding - m->funding_us) / 1000);
	put_number(b, "value", m->rate);
	put_number(b, "predictedValue", m->rate);
	xg_json_put_i64(b, "fundingTime", m->next_funding / 1000);
	xg_ku_end(c, "}");
}
