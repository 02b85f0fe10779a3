/* Binance: market events as stream texts. Source: sheet binance, section 4. */
#include <stdio.h>

#include "sim/binance.h"

static struct xg_buf *start(struct xg_sim_front *f)
{
	struct xg_bn_state *s = f->state;

	xg_buf_clear(&s->text);
	return &s->text;
}

static void head(struct xg_buf *b, const char *e, const struct xg_sim_mkt *m,
	int64_t now)
{
	xg_buf_printf(b, "{\"e\":\"%s\",\"E\":%lld,\"s\":\"%s\"", e,
		(long long)(now / 1000), m->spec.native);
}

/* What futures frames have since mid-2026. */
static void kind(struct xg_buf *b, const struct xg_sim_mkt *m)
{
	enum xg_bn_market k = xg_bn_market_of(m);

	if (k == XG_BN_SPOT)
		return;
	xg_json_put_i64(b, "st", k == XG_BN_USDM ? 1 : 2);
	xg_buf_printf(b, ",\"ps\":\"%s%s\"", m->spec.base, m->spec.quote);
}

static void trade(
	struct xg_sim_front *f, const struct xg_sim_event *ev, bool agg)
{
	const struct xg_sim_mkt *m = ev->mkt;
	const struct xg_sim_trade *t = &ev->trade;
	enum xg_bn_market k = xg_bn_market_of(m);
	const char *name = agg ? "aggTrade" : "trade";
	struct xg_buf *b;

	if (!xg_bn_wanted(f, m, name))
		return;
	b = start(f);
	head(b, name, m, ev->ts);
	xg_json_put_i64(b, agg ? "a" : "t", t->id);
	xg_bn_put(b, "p", k, t->px);
	xg_bn_put(b, "q", k, t->qty);
	if (agg) {
		xg_json_put_i64(b, "f", t->id);
		xg_json_put_i64(b, "l", t->id);
		if (k != XG_BN_SPOT)
			xg_bn_put(b, "nq", k, t->qty);
	}
	xg_json_put_i64(b, "T", t->ts / 1000);
	xg_json_put_bool(b, "m", t->sell);
	if (k == XG_BN_SPOT)
		xg_json_put_bool(b, "M", true);
	else
		kind(b, m);
	xg_buf_char(b, '}');
	xg_bn_publish(f, m, name, xg_buf_view(b), XG_ON_TRADE);
}

static void put_levels(struct xg_buf *b, const char *key, enum xg_bn_market k,
	const struct xg_levels *l)
{
	xg_json_key(b, key);
	xg_buf_char(b, '[');
	for (size_t i = 0; i < l->n; i++) {
		xg_buf_text(b, i ? ",[" : "[");
		xg_bn_text(b, k, l->p[i].px);
		xg_buf_char(b, ',');
		xg_bn_text(b, k, l->p[i].qty);
		xg_buf_char(b, ']');
	}
	xg_buf_char(b, ']');
}

/* All speeds of the diff stream are told every 100 ms here. */
static void delta(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	static const char *const names[] = { "depth@100ms", "depth",
		"depth@500ms", "depth@0ms", "rpiDepth@500ms" };
	const struct xg_sim_mkt *m = ev->mkt;
	enum xg_bn_market k = xg_bn_market_of(m);
	struct xg_buf *b = start(f);

	head(b, "depthUpdate", m, ev->ts);
	if (k != XG_BN_SPOT) {
		xg_json_put_i64(b, "T", ev->ts / 1000);
		kind(b, m);
	}
	xg_json_put_i64(b, "U", ev->delta.first);
	xg_json_put_i64(b, "u", ev->delta.last);
	if (k != XG_BN_SPOT)
		xg_json_put_i64(b, "pu", ev->delta.prev);
	put_levels(b, "b", k, &ev->delta.bids);
	put_levels(b, "a", k, &ev->delta.asks);
	xg_buf_char(b, '}');
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		xg_bn_publish(f, m, names[i], xg_buf_view(b), XG_ON_BOOK);
}

static void best(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_mkt *m = ev->mkt;
	enum xg_bn_market k = xg_bn_market_of(m);
	struct xg_buf *b;

	if (!xg_bn_wanted(f, m, "bookTicker") || !m->best[0].qty.m ||
		!m->best[1].qty.m)
		return;
	b = start(f);
	xg_buf_char(b, '{');
	if (k != XG_BN_SPOT)
		xg_json_put_text(b, "e", "bookTicker");
	xg_json_put_i64(b, "u", m->seq);
	if (k != XG_BN_SPOT) {
		xg_json_put_i64(b, "E", ev->ts / 1000);
		xg_json_put_i64(b, "T", ev->ts / 1000);
	}
	xg_json_put_text(b, "s", m->spec.native);
	kind(b, m);
	xg_bn_put(b, "b", k, m->best[0].px);
	xg_bn_put(b, "B", k, m->best[0].qty);
	xg_bn_put(b, "a", k, m->best[1].px);
	xg_bn_put(b, "A", k, m->best[1].qty);
	xg_buf_char(b, '}');
	xg_bn_publish(f, m, "bookTicker", xg_buf_view(b), XG_ON_MARKET);
}

static void mark(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_mkt *m = ev->mkt;
	enum xg_bn_market k = xg_bn_market_of(m);
	struct xg_buf *b = start(f);

	head(b, "markPriceUpdate", m, ev->ts);
	xg_bn_put(b, "p", k, m->mark);
	xg_bn_put(b, "i", k, m->index_px);
	xg_bn_put(b, "P", k, m->index_px);
	/* A dated contract pays no funding. */
	if (m->spec.expiry)
		xg_json_put_text(b, "r", "");
	else
		xg_bn_put(b, "r", k, m->rate);
	xg_json_put_i64(b, "T", m->spec.expiry ? 0 : m->next_funding / 1000);
	kind(b, m);
	xg_buf_char(b, '}');
	xg_bn_publish(f, m, "markPrice@1s", xg_buf_view(b), XG_ON_MARKET);
	xg_bn_publish(f, m, "markPrice", xg_buf_view(b), XG_ON_MARKET);
}

static void liq(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_mkt *m = ev->mkt;
	enum xg_bn_market k = xg_bn_market_of(m);
	struct xg_buf *b = start(f);

	xg_buf_printf(b, "{\"e\":\"forceOrder\",\"E\":%lld,\"o\":{\"s\":\"%s\"",
		(long long)(ev->ts / 1000), m->spec.native);
	xg_json_put_text(b, "S", ev->trade.sell ? "SELL" : "BUY");
	xg_json_put_text(b, "o", "LIMIT");
	xg_json_put_text(b, "f", "IOC");
	xg_bn_put(b, "q", k, ev->trade.qty);
	xg_bn_put(b, "p", k, ev->trade.px);
	xg_bn_put(b, "ap", k, ev->trade.px);
	xg_json_put_text(b, "X", "FILLED");
	xg_bn_put(b, "l", k, ev->trade.qty);
	xg_bn_put(b, "z", k, ev->trade.qty);
	xg_json_put_i64(b, "T", ev->ts / 1000);
	kind(b, m);
	xg_buf_text(b, "}}");
	xg_bn_publish(f, m, "forceOrder", xg_buf_view(b), XG_ON_MARKET);
}

/* The minute that is running, told with each of its trades. */
static void kline(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	const struct xg_sim_mkt *m = ev->mkt;
	enum xg_bn_market k = xg_bn_market_of(m);
	const struct xg_sim_candle *c =
		&m->candle[m->last_minute % XG_SIM_CANDLES];
	struct xg_buf *b;

	if (!xg_bn_wanted(f, m, "kline_1m"))
		return;
	b = start(f);
	head(b, "kline", m, ev->ts);
	xg_buf_text(b, ",\"k\":{");
	xg_json_put_i64(b, "t", c->start / 1000);
	xg_json_put_i64(b, "T", c->start / 1000 + 59999);
	xg_json_put_text(b, "s", m->spec.native);
	xg_json_put_text(b, "i", "1m");
	xg_json_put_i64(b, "f", c->first);
	xg_json_put_i64(b, "L", c->last);
	xg_bn_put(b, "o", k, c->open);
	xg_bn_put(b, "c", k, c->close);
	xg_bn_put(b, "h", k, c->high);
	xg_bn_put(b, "l", k, c->low);
	xg_bn_put(b, "v", k, c->vol);
	xg_json_put_i64(b, "n", c->n);
	xg_json_put_bool(b, "x", false);
	xg_bn_put(b, "q", k, c->quote_vol);
	xg_buf_text(b, ",\"V\":\"0\",\"Q\":\"0\",\"B\":\"0\"}}");
	xg_bn_publish(f, m, "kline_1m", xg_buf_view(b), XG_ON_MARKET);
}

void xg_bn_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	switch (ev->kind) {
	case XG_SIM_EV_TRADE:
		trade(f, ev, false);
		trade(f, ev, true);
		kline(f, ev);
		break;
	case XG_SIM_EV_DELTA:
		delta(f, ev);
		break;
	case XG_SIM_EV_BBO:
		best(f, ev);
		break;
	case XG_SIM_EV_MARK:
		mark(f, ev);
		break;
	case XG_SIM_EV_LIQ:
		liq(f, ev);
		break;
	case XG_SIM_EV_ORDER:
	case XG_SIM_EV_ACCOUNT:
	case XG_SIM_EV_FUNDING:
		xg_bn_user_event(f, ev);
		break;
	}
}

/* ---- every 100 ms: partial depth and tickers ---- */

static void partial(struct xg_sim_front *f, struct xg_sim_mkt *m, int depth,
	const char *name, int64_t now)
{
	enum xg_bn_market k = xg_bn_market_of(m);
	struct xg_level l[2][20];
	struct xg_levels side[2];
	struct xg_buf *b;

	if (!xg_bn_wanted(f, m, name))
		return;
	for (int s = 0; s < 2; s++)
		side[s] = (struct xg_levels){ l[s],
			xg_sim_levels(m, s, l[s], (size_t)depth) };
	b = start(f);
	if (k == XG_BN_SPOT) {
		xg_buf_char(b, '{');
		xg_json_put_i64(b, "lastUpdateId", m->seq);
		put_levels(b, "bids", k, &side[0]);
		put_levels(b, "asks", k, &side[1]);
	} else {
		head(b, "depthUpdate", m, now);
		xg_json_put_i64(b, "T", now / 1000);
		kind(b, m);
		xg_json_put_i64(b, "U", m->flushed);
		xg_json_put_i64(b, "u", m->seq);
		xg_json_put_i64(b, "pu", m->flushed);
		put_levels(b, "b", k, &side[0]);
		put_levels(b, "a", k, &side[1]);
	}
	xg_buf_char(b, '}');
	xg_bn_publish(f, m, name, xg_buf_view(b), XG_ON_BOOK);
}

void xg_bn_tick(struct xg_sim_front *f, int64_t now)
{
	static const int depth[] = { 5, 10, 20 };

	for (size_t i = 0; i < f->venue.mkts && f->conns; i++)
		for (int d = 0; d < 3; d++) {
			char name[24];

			snprintf(name, sizeof name, "depth%d@100ms", depth[d]);
			partial(f, f->venue.mkt[i], depth[d], name, now);
			snprintf(name, sizeof name, "depth%d", depth[d]);
			partial(f, f->venue.mkt[i], depth[d], name, now);
		}
	xg_bn_deadman_check(f, now);
}
