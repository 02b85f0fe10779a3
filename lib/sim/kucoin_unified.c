/* KuCoin: what the unified dialect pushes besides books. Source: sheet kucoin,
 * sections 1 and 4, and the venue's pages of the unified public channels (trade,
 * ticker, kline, mark price, funding fee rate): P and M are nanoseconds, times of
 * candles seconds, those of marks and funding milliseconds. */
#include <stdio.h>

#include "sim/kucoin.h"

#define MINUTE_US INT64_C(60000000)

int xg_ku_unified(const struct xg_ku_wish *w, const char **why)
{
	static const struct {
		const char *name;
		int chan;
		bool futures;
	} plain[] = { { "trade", XG_KU_U_TRADE, false },
		{ "ticker", XG_KU_U_TICKER, false },
		{ "mark-price", XG_KU_U_MARK, true },
		{ "funding-fee", XG_KU_U_RATE, true } };

	*why = "depth is invalid";
	if (xg_str_is_text(w->channel, "obu"))
		return xg_ku_depth(w->depth);
	*why = "interval is invalid";
	for (int i = 0; xg_str_is_text(w->channel, "kline"); i++) {
		if (!xg_ku_interval(i, NULL))
			return -1;
		if (xg_str_is_text(w->interval, xg_ku_interval(i, NULL)))
			return XG_KU_U_KLINE + i;
	}
	*why = "channel is not supported";
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (xg_str_is_text(w->channel, plain[i].name) &&
			(w->futures || !plain[i].futures))
			return plain[i].chan;
	return -1;
}

static bool wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_ku_mkt *k = xg_ku_of(f, m);

	return k && k->wanted[chan] > 0;
}

/* {"T":"NAME.SPOT","P":..,"d":{ ; suffix: names of futures alone have none. */
static struct xg_buf *begin(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const char *name, bool suffix)
{
	struct xg_ku_state *s = f->state;
	struct xg_buf *b = &s->b;

	xg_buf_clear(b);
	xg_buf_printf(b, "{\"T\":\"%s%s\",\"P\":%lld000,\"d\":{\"s\":\"%s\"",
		name,
		!suffix		      ? ""
		: xg_ku_is_futures(m) ? ".FUTURES"
				      : ".SPOT",
		(long long)f->now, m->spec.native);
	return b;
}

static void end(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	enum xg_fault_on on)
{
	struct xg_ku_state *s = f->state;

	xg_buf_text(&s->b, "}}");
	xg_ku_send_text(f, m, chan, xg_buf_view(&s->b), on, NULL);
}

static void put_px(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_ku_px(b, m, v);
}

static void put_qty(struct xg_buf *b, const char *key,
	const struct xg_sim_mkt *m, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_ku_qty(b, m, v);
}

/* Futures tell whether an order was in it that the book does not show. */
static void put_trade(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t)
{
	struct xg_buf *b = begin(f, m, "trade", true);

	put_px(b, "p", m, t->px);
	put_qty(b, "q", m, t->qty);
	xg_json_put_text(b, "S", t->sell ? "sell" : "buy");
	xg_json_put_i64(b, "E", t->id);
	xg_buf_printf(b, ",\"ti\":\"%lld\"", (long long)t->id);
	if (xg_ku_is_futures(m))
		xg_json_put_bool(b, "rpi", false);
	xg_ku_ns(b, "M", t->ts);
	end(f, m, XG_KU_U_TRADE, XG_ON_TRADE);
}

/* A ticker comes with a trade, and with nothing else; spot's side is in upper
 * case. */
static void put_ticker(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t)
{
	struct xg_buf *b = begin(f, m, "ticker", true);
	bool futures = xg_ku_is_futures(m);

	put_px(b, "a", m, m->best[1].px);
	put_qty(b, "A", m, m->best[1].qty);
	put_px(b, "b", m, m->best[0].px);
	put_qty(b, "B", m, m->best[0].qty);
	put_px(b, "l", m, t->px);
	put_qty(b, "q", m, t->qty);
	xg_json_put_text(b, "S",
		futures ? (t->sell ? "sell" : "buy")
			: (t->sell ? "SELL" : "BUY"));
	xg_json_put_i64(b, "E", t->id);
	xg_ku_ns(b, "M", t->ts);
	end(f, m, XG_KU_U_TICKER, XG_ON_MARKET);
}

void xg_ku_unified_trade(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	if (wanted(f, ev->mkt, XG_KU_U_TRADE))
		put_trade(f, ev->mkt, &ev->trade);
	if (wanted(f, ev->mkt, XG_KU_U_TICKER))
		put_ticker(f, ev->mkt, &ev->trade);
}

static void mark(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_buf *b = begin(f, m, "mark-price", false);

	xg_json_put_dec_text(b, "mp", m->mark);
	xg_json_put_dec_text(b, "ip", m->index_px);
	xg_json_put_text(b, "oi", XG_KU_OI);
	xg_json_put_i64(b, "ts", f->now / 1000000 * 1000);
	end(f, m, XG_KU_U_MARK, XG_ON_MARKET);
}

static void rate(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_buf *b = begin(f, m, "funding-fee", false);

	xg_json_put_dec_text(b, "fr", m->rate);
	xg_json_put_i64(b, "ft", (m->next_funding - m->funding_us) / 1000);
	xg_json_put_dec_text(b, "lfr", m->rate);
	xg_json_put_i64(b, "nt", m->next_funding / 1000);
	xg_json_put_i64(b, "gl", m->funding_us / 1000);
	xg_json_put_text(b, "fc", "0.003");
	xg_json_put_text(b, "ff", "-0.003");
	end(f, m, XG_KU_U_RATE, XG_ON_MARKET);
}

static void kline(struct xg_sim_front *f, const struct xg_sim_mkt *m, int i)
{
	int64_t minute = f->now / MINUTE_US, from;
	struct xg_sim_candle c;
	struct xg_buf *b;
	int each;

	(void)xg_ku_interval(i, &each);
	from = minute / each * each;
	c = xg_sim_candle(m, from, from + each);
	if (!c.n)
		return;
	b = begin(f, m, "kline", true);
	put_px(b, "o", m, c.open);
	put_px(b, "c", m, c.close);
	put_px(b, "h", m, c.high);
	put_px(b, "l", m, c.low);
	put_qty(b, "v", m, c.vol);
	xg_json_put_dec_text(b, "a", c.quote_vol);
	xg_json_put_text(b, "i", xg_ku_interval(i, NULL));
	xg_json_put_i64(b, "O", from * 60);
	xg_json_put_i64(b, "C", (from + each) * 60);
	xg_json_put_bool(b, "S", c.n == 1);
	end(f, m, XG_KU_U_KLINE + i, XG_ON_MARKET);
}

/* Marks and candles each second, rates each minute. */
void xg_ku_unified_tick(struct xg_sim_front *f, const struct xg_sim_mkt *m)
{
	struct xg_ku_mkt *k = xg_ku_of(f, m);

	if (!k || f->now - k->unified_at < 1000000)
		return;
	k->unified_at = f->now;
	if (k->wanted[XG_KU_U_MARK])
		mark(f, m);
	for (int i = 0; i < XG_KU_INTERVALS; i++)
		if (k->wanted[XG_KU_U_KLINE + i])
			kline(f, m, i);
	if (!k->wanted[XG_KU_U_RATE] || m->spec.kind != XG_PERP ||
		f->now - k->unified_rate_at < MINUTE_US)
		return;
	k->unified_rate_at = f->now;
	rate(f, m);
}
