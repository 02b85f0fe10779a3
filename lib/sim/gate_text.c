/* Gate: channels, numbers, trades, candles and tickers as texts. Source: sheet
 * gate, section 4. */
#include <stdio.h>

#include "sim/gate.h"

#define MINUTE_US INT64_C(60000000)

static const struct {
	const char *name;
	int chan;
	bool spot, perp, dated;
} chans[] = {
	{ "obu", XG_GT_OBU_50, true, true, false },
	{ "order_book_update", XG_GT_DIFF, true, true, true },
	{ "trades", XG_GT_TRADE, true, true, true },
	{ "book_ticker", XG_GT_BBO, true, true, true },
	{ "tickers", XG_GT_TICKER, false, true, true },
	{ "public_liquidates", XG_GT_LIQ, false, true, false },
	{ "candlesticks", XG_GT_CANDLE, true, true, true },
};

static const struct {
	const char *name;
	int64_t minutes;
} spans[XG_GT_CHANS - XG_GT_CANDLE] = { { "1m", 1 }, { "5m", 5 }, { "15m", 15 },
	{ "30m", 30 }, { "1h", 60 }, { "4h", 240 }, { "8h", 480 },
	{ "1d", 1440 }, { "7d", 10080 } };

int xg_gt_chan_from(struct xg_str name, enum xg_gt_at at)
{
	struct xg_str rest = name, prefix = xg_str_cut(&rest, '.');

	if (!xg_str_is_text(prefix, at == XG_GT_SPOT ? "spot" : "futures"))
		return -1;
	for (size_t i = 0; i < XG_LEN(chans); i++) {
		bool has = at == XG_GT_SPOT	  ? chans[i].spot
			   : at == XG_GT_DELIVERY ? chans[i].dated
						  : chans[i].perp;

		if (has && xg_str_is_text(rest, chans[i].name))
			return chans[i].chan;
	}
	return -1;
}

void xg_gt_put_chan(struct xg_buf *b, enum xg_gt_at at, int chan)
{
	int first = chan < XG_GT_OBUS	  ? XG_GT_OBU_50
		    : chan > XG_GT_CANDLE ? XG_GT_CANDLE
					  : chan;
	size_t i = 0;

	while (chans[i].chan != first)
		i++;
	xg_buf_printf(b, "%s.%s", at == XG_GT_SPOT ? "spot" : "futures",
		chans[i].name);
}

int xg_gt_span_from(struct xg_str name)
{
	for (size_t i = 0; i < XG_LEN(spans); i++) {
		if (xg_str_is_text(name, spans[i].name))
			return XG_GT_CANDLE + (int)i;
	}
	return -1;
}

const char *xg_gt_span(int chan)
{
	return spans[chan - XG_GT_CANDLE].name;
}

int64_t xg_gt_minutes(int chan)
{
	return spans[chan - XG_GT_CANDLE].minutes;
}

int xg_gt_depth(int chan)
{
	return chan == XG_GT_OBU_50 ? 50 : 400;
}

void xg_gt_num(struct xg_buf *b, struct xg_dec v)
{
	char text[XG_DEC_TEXT];

	xg_dec_fmt(text, v);
	xg_buf_printf(b, "\"%s\"", text);
}

void xg_gt_text(struct xg_buf *b, const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_gt_num(b, v);
}

static void size_value(
	struct xg_buf *b, enum xg_gt_at at, bool decimal, struct xg_dec v)
{
	struct xg_dec whole = v;

	if (at == XG_GT_SPOT || decimal) {
		xg_gt_num(b, v);
		return;
	}
	(void)xg_dec_rescale(&whole, v, 0, XG_ROUND_ZERO);
	xg_buf_printf(b, "%lld", (long long)whole.m);
}

void xg_gt_size(struct xg_buf *b, const char *key, enum xg_gt_at at,
	bool decimal, struct xg_dec v)
{
	xg_json_key(b, key);
	size_value(b, at, decimal, v);
}

void xg_gt_levels(struct xg_buf *b, const char *key, bool objects, bool decimal,
	enum xg_gt_at at, const struct xg_level *l, size_t n)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < n; i++) {
		xg_json_comma(b);
		xg_buf_text(b, objects ? "{\"p\":" : "[");
		xg_gt_num(b, l[i].px);
		xg_buf_text(b, objects ? ",\"s\":" : ",");
		/* obu has texts for everybody. */
		size_value(b, at, decimal || !objects, l[i].qty);
		xg_buf_char(b, objects ? '}' : ']');
	}
	xg_buf_char(b, ']');
}

struct xg_dec xg_gt_last(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade && t->px.m ? t->px : m->best[0].px;
}

/* Nobody outside has positions here: open interest is a size that fits. */
void xg_gt_ticker(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	xg_buf_char(b, '{');
	xg_json_put_text(b, "contract", m->spec.native);
	xg_gt_text(b, "last", xg_gt_last(m));
	xg_json_put_text(b, "change_percentage", "0");
	xg_json_put_text(b, "total_size", "5000000");
	xg_json_put_text(b, "volume_24h", "0");
	xg_json_put_text(b, "volume_24h_base", "0");
	xg_json_put_text(b, "volume_24h_quote", "0");
	xg_json_put_text(b, "volume_24h_settle", "0");
	xg_gt_text(b, "mark_price", m->mark);
	if (m->spec.kind == XG_PERP) {
		xg_gt_text(b, "funding_rate", m->rate);
		xg_gt_text(b, "funding_rate_indicative", m->rate);
	}
	xg_gt_text(b, "index_price", m->index_px);
	xg_json_put_text(b, "quanto_base_rate", "");
	xg_gt_text(b, "low_24h", xg_gt_last(m));
	xg_gt_text(b, "high_24h", xg_gt_last(m));
	xg_buf_char(b, '}');
}

static void spot_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, bool rest)
{
	if (rest)
		xg_buf_printf(b, "{\"id\":\"%lld\",\"create_time\":\"%lld\"",
			(long long)t->id, (long long)(t->ts / 1000000));
	else
		xg_buf_printf(b, "{\"id\":%lld,\"create_time\":%lld",
			(long long)t->id, (long long)(t->ts / 1000000));
	xg_buf_printf(b, ",\"create_time_ms\":\"%lld.%03d\"",
		(long long)(t->ts / 1000), (int)(t->ts % 1000));
	xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
	xg_json_put_text(b, "currency_pair", m->spec.native);
	xg_gt_text(b, "amount", t->qty);
	xg_gt_text(b, "price", t->px);
	xg_buf_char(b, '}');
}

void xg_gt_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, bool decimal, bool rest)
{
	enum xg_gt_at at = xg_gt_at_of(m);

	if (at == XG_GT_SPOT) {
		spot_trade(b, m, t, rest);
		return;
	}
	xg_buf_char(b, '{');
	xg_gt_size(
		b, "size", at, decimal, t->sell ? xg_dec_neg(t->qty) : t->qty);
	xg_json_put_i64(b, "id", t->id);
	xg_json_put_i64(b, "create_time", t->ts / 1000000);
	/* REST: seconds with decimals, whatever the name says. */
	if (rest)
		xg_buf_printf(b, ",\"create_time_ms\":%lld.%03d",
			(long long)(t->ts / 1000000),
			(int)(t->ts / 1000 % 1000));
	else
		xg_json_put_i64(b, "create_time_ms", t->ts / 1000);
	xg_gt_text(b, "price", t->px);
	xg_json_put_text(b, "contract", m->spec.native);
	xg_buf_char(b, '}');
}

/* Spot has arrays of texts, futures objects; v of these counts contracts. */
static void put_bar(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_candle *c, bool closed)
{
	const struct xg_dec spot[] = { c->quote_vol, c->close, c->high, c->low,
		c->open, c->vol };
	long long at = (long long)(c->start / 1000000);

	xg_json_comma(b);
	if (xg_gt_at_of(m) == XG_GT_SPOT) {
		xg_buf_printf(b, "[\"%lld\"", at);
		for (size_t i = 0; i < XG_LEN(spot); i++) {
			xg_buf_char(b, ',');
			xg_gt_num(b, spot[i]);
		}
		xg_buf_printf(b, ",\"%s\"]", closed ? "true" : "false");
		return;
	}
	xg_buf_printf(b, "{\"t\":%lld", at);
	xg_json_key(b, "v");
	xg_json_dec_value(b, c->vol);
	xg_gt_text(b, "c", c->close);
	xg_gt_text(b, "h", c->high);
	xg_gt_text(b, "l", c->low);
	xg_gt_text(b, "o", c->open);
	xg_gt_text(b, "sum", c->quote_vol);
	xg_buf_char(b, '}');
}

void xg_gt_bars(struct xg_buf *b, const struct xg_sim_mkt *m, int chan,
	int64_t n, int64_t now)
{
	int64_t each = xg_gt_minutes(chan),
		last = now / MINUTE_US / each * each;

	for (int64_t from = last - (n - 1) * each; from <= last; from += each) {
		struct xg_sim_candle c = xg_sim_candle(m, from, from + each);

		if (c.n)
			put_bar(b, m, &c, from < last);
	}
}
