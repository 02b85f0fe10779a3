/* Kraken: trades, tickers, candles and the list of pairs as frames. Source: sheet
 * kraken, sections 4 and 12. */
#include "sim/kraken.h"

#define S_US INT64_C(1000000)
#define MINUTE_US (60 * S_US)
#define SHOWN 50 /* trades of a snapshot */

void xg_kr_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	struct xg_str text, enum xg_fault_on on, struct xg_sim_conn *only)
{
	for (struct xg_sim_conn *c = only ? only : f->conns, *next; c;
		c = next) {
		const struct xg_kr_conn *k = c->state;

		next = only ? NULL : c->next;
		if (k->mask[m->index] >> chan & 1)
			f->send(c, text, on, m->spec.sym);
	}
}

static bool wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	return xg_kr_mkt(f, m)->wanted[chan] > 0;
}

/* ---- trades ---- */

static void put_trade(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t, const char *type)
{
	char uid[40];

	xg_buf_char(b, '{');
	if (xg_kr_is_spot(m)) {
		xg_json_put_text(b, "symbol", m->spec.native);
	} else {
		xg_kr_uid(uid, t->id);
		xg_json_put_text(b, "feed", "trade");
		xg_json_put_text(b, "product_id", m->spec.native);
		xg_json_put_text(b, "uid", uid);
	}
	xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
	if (!xg_kr_is_spot(m)) {
		xg_json_put_text(b, "type", type);
		xg_json_put_i64(b, "seq", t->id);
		xg_json_put_i64(b, "time", t->ts / 1000);
	}
	xg_buf_text(b, ",\"price\":");
	xg_kr_px(b, m, t->px);
	xg_buf_text(b, ",\"qty\":");
	xg_kr_qty(b, m, t->qty);
	if (xg_kr_is_spot(m)) {
		xg_json_put_text(b, "ord_type", "market");
		xg_json_put_i64(b, "trade_id", t->id);
		xg_kr_iso(b, "timestamp", t->ts);
	}
	xg_buf_char(b, '}');
}

static void trade(
	struct xg_sim_front *f, const struct xg_sim_event *ev, const char *type)
{
	struct xg_kr_state *s = f->state;
	struct xg_buf *b = &s->data;

	if (!wanted(f, ev->mkt, XG_KR_TRADE))
		return;
	xg_buf_clear(b);
	if (xg_kr_is_spot(ev->mkt))
		xg_buf_text(b, "{\"channel\":\"trade\",\"type\":\"update\","
			       "\"data\":[");
	put_trade(b, ev->mkt, &ev->trade, type);
	if (xg_kr_is_spot(ev->mkt))
		xg_buf_text(b, "]}");
	xg_kr_send(f, ev->mkt, XG_KR_TRADE, xg_buf_view(b), XG_ON_TRADE, NULL);
}

/* The last trades of the market: of the spot the oldest first, of Futures the
 * newest. */
void xg_kr_trade_snap(struct xg_sim_conn *c, struct xg_sim_mkt *m)
{
	struct xg_kr_state *s = c->front->state;
	struct xg_buf *b = &s->data;
	bool spot = xg_kr_is_spot(m);
	int64_t ids[SHOWN];
	int n = 0;

	for (int64_t id = m->last_trade; id > 0 && n < SHOWN; id--) {
		if (m->trade[id % XG_SIM_TRADES].id != id)
			break;
		ids[n++] = id;
	}
	xg_buf_clear(b);
	if (spot)
		xg_buf_text(b, "{\"channel\":\"trade\",\"type\":\"snapshot\","
			       "\"data\":[");
	else
		xg_buf_printf(b,
			"{\"feed\":\"trade_snapshot\",\"product_id\":\"%s\","
			"\"trades\":[",
			m->spec.native);
	for (int i = 0; i < n; i++) {
		int64_t id = ids[spot ? n - 1 - i : i];

		xg_json_comma(b);
		put_trade(b, m, &m->trade[id % XG_SIM_TRADES], "fill");
	}
	xg_buf_text(b, "]}");
	xg_kr_send(c->front, m, XG_KR_TRADE, xg_buf_view(b), XG_ON_MARKET, c);
}

/* ---- tickers ---- */

static struct xg_dec last_px(const struct xg_sim_mkt *m)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	return t->id == m->last_trade && t->px.m ? t->px : m->best[0].px;
}

static void put_px(struct xg_buf *b, const struct xg_sim_mkt *m,
	const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_kr_px(b, m, v);
}

static void put_qty(struct xg_buf *b, const struct xg_sim_mkt *m,
	const char *key, struct xg_dec v)
{
	xg_json_key(b, key);
	xg_kr_qty(b, m, v);
}

/* Nobody outside has positions here: open interest is a size that fits. */
static void futures_ticker(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_level best[2], int64_t now)
{
	struct xg_dec oi = { 0 }, money = { 0 };

	(void)xg_dec_mul(
		&oi, m->spec.lot, xg_dec_int(10000000), XG_ROUND_NEAREST);
	(void)xg_dec_mul(&money, m->rate, m->index_px, XG_ROUND_NEAREST);
	xg_buf_printf(b,
		"{\"time\":%lld,\"product_id\":\"%s\",\"feed\":\"ticker\"",
		(long long)(now / 1000), m->spec.native);
	put_px(b, m, "bid", best[0].px);
	put_px(b, m, "ask", best[1].px);
	put_qty(b, m, "bid_size", best[0].qty);
	put_qty(b, m, "ask_size", best[1].qty);
	put_px(b, m, "index", m->index_px);
	put_px(b, m, "last", last_px(m));
	put_px(b, m, "markPrice", m->mark);
	put_qty(b, m, "openInterest", oi);
	if (m->spec.kind == XG_PERP) {
		xg_json_put_dec(b, "funding_rate", money);
		xg_json_put_dec(b, "relative_funding_rate", m->rate);
		xg_json_put_i64(
			b, "next_funding_rate_time", m->next_funding / 1000);
	}
	xg_json_put_text(
		b, "tag", m->spec.kind == XG_PERP ? "perpetual" : "quarter");
	xg_json_put_bool(b, "suspended", m->halted);
	xg_json_put_bool(b, "post_only", false);
	xg_json_put_i64(b, "maturityTime", m->spec.expiry / 1000);
	xg_buf_char(b, '}');
}

static void spot_ticker(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_level best[2], bool snap, int64_t now)
{
	xg_buf_printf(b,
		"{\"channel\":\"ticker\",\"type\":\"%s\",\"data\":[{\"symbol\":"
		"\"%s\"",
		snap ? "snapshot" : "update", m->spec.native);
	put_px(b, m, "bid", best[0].px);
	put_qty(b, m, "bid_qty", best[0].qty);
	put_px(b, m, "ask", best[1].px);
	put_qty(b, m, "ask_qty", best[1].qty);
	put_px(b, m, "last", last_px(m));
	put_px(b, m, "vwap", last_px(m));
	put_px(b, m, "low", last_px(m));
	put_px(b, m, "high", last_px(m));
	xg_buf_text(b, ",\"volume\":1.0,\"change\":0.0,\"change_pct\":0.0");
	xg_kr_iso(b, "timestamp", now);
	xg_buf_text(b, "}]}");
}

void xg_kr_ticker_send(
	struct xg_sim_front *f, struct xg_sim_mkt *m, struct xg_sim_conn *only)
{
	struct xg_kr_state *s = f->state;
	struct xg_level best[2] = { 0 };
	struct xg_buf *b = &s->data;

	for (int side = 0; side < 2; side++)
		(void)xg_sim_levels(m, side, &best[side], 1);
	xg_buf_clear(b);
	if (xg_kr_is_spot(m))
		spot_ticker(b, m, best, only != NULL, f->now);
	else
		futures_ticker(b, m, best, f->now);
	xg_kr_send(f, m, XG_KR_TICKER, xg_buf_view(b), XG_ON_MARKET, only);
}

/* ---- candles ---- */

void xg_kr_ohlc_send(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_kr_state *s = f->state;
	int64_t minute = f->now / MINUTE_US;
	const struct xg_sim_candle *c = &m->candle[minute % XG_SIM_CANDLES];
	struct xg_buf *b = &s->data;

	if (!c->n || c->start != minute * MINUTE_US)
		return;
	xg_buf_clear(b);
	xg_buf_printf(b,
		"{\"channel\":\"ohlc\",\"type\":\"update\",\"data\":[{"
		"\"symbol\":\"%s\",\"interval\":1",
		m->spec.native);
	xg_kr_iso(b, "interval_begin", c->start);
	put_px(b, m, "open", c->open);
	put_px(b, m, "high", c->high);
	put_px(b, m, "low", c->low);
	put_px(b, m, "close", c->close);
	put_qty(b, m, "volume", c->vol);
	put_px(b, m, "vwap", c->close);
	xg_json_put_i64(b, "trades", c->n);
	xg_kr_iso(b, "timestamp", f->now);
	xg_buf_text(b, "}]}");
	xg_kr_send(f, m, XG_KR_OHLC, xg_buf_view(b), XG_ON_MARKET, NULL);
}

/* ---- the list of pairs ---- */

void xg_kr_instruments(struct xg_sim_conn *c)
{
	struct xg_sim_front *f = c->front;
	struct xg_kr_state *s = f->state;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_text(b, "{\"channel\":\"instrument\",\"type\":\"snapshot\","
		       "\"data\":{\"assets\":[],\"pairs\":[");
	for (size_t i = 0; i < f->venue.mkts; i++) {
		const struct xg_sim_mkt *m = f->venue.mkt[i];

		if (!xg_kr_is_spot(m))
			continue;
		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "symbol", m->spec.native);
		xg_json_put_text(b, "base", m->spec.base);
		xg_json_put_text(b, "quote", m->spec.quote);
		xg_json_put_text(
			b, "status", m->halted ? "cancel_only" : "online");
		xg_json_put_i64(b, "qty_precision", xg_dec_places(m->spec.lot));
		put_qty(b, m, "qty_increment", m->spec.lot);
		xg_json_put_i64(
			b, "price_precision", xg_dec_places(m->spec.tick));
		put_px(b, m, "price_increment", m->spec.tick);
		put_qty(b, m, "qty_min", m->spec.min_qty);
		xg_json_put_bool(b, "marginable", false);
		xg_json_put_bool(b, "has_index", true);
		xg_buf_char(b, '}');
	}
	xg_buf_text(b, "]}}");
	f->send(c, xg_buf_view(b), XG_ON_MARKET, "");
}

/* ---- events and time ---- */

void xg_kr_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	f->now = ev->ts > f->now ? ev->ts : f->now;
	if (ev->kind == XG_SIM_EV_TRADE)
		trade(f, ev, "fill");
	else if (ev->kind == XG_SIM_EV_LIQ && !xg_kr_is_spot(ev->mkt))
		trade(f, ev, "liquidation");
	else if (ev->kind == XG_SIM_EV_BBO && xg_kr_is_spot(ev->mkt) &&
		 wanted(f, ev->mkt, XG_KR_TICKER))
		xg_kr_ticker_send(f, ev->mkt, NULL);
}

static void beat(struct xg_sim_conn *c, int64_t now)
{
	struct xg_kr_conn *k = c->state;

	if (!k->greeted && k->futures)
		c->front->send(c, XG_STR("{\"event\":\"info\",\"version\":1}"),
			XG_ON_MARKET, "");
	else if (!k->greeted)
		xg_kr_status(c, "online");
	k->greeted = true;
	if (k->futures || !k->beats || now < k->beat_at)
		return;
	k->beat_at = now + S_US;
	c->front->send(
		c, XG_STR("{\"channel\":\"heartbeat\"}"), XG_ON_MARKET, "");
}

void xg_kr_tick(struct xg_sim_front *f, int64_t now)
{
	f->now = now;
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		next = c->next;
		beat(c, now);
	}
	for (size_t i = 0; i < f->venue.mkts; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		struct xg_kr_mkt *k = xg_kr_mkt(f, m);

		for (int chan = 0; chan < XG_KR_BOOKS; chan++)
			if (k->wanted[chan])
				xg_kr_book_push(f, m, chan);
		if (now < k->told_at)
			continue;
		k->told_at = now + S_US;
		if (k->wanted[XG_KR_TICKER] && !xg_kr_is_spot(m))
			xg_kr_ticker_send(f, m, NULL);
		if (k->wanted[XG_KR_OHLC])
			xg_kr_ohlc_send(f, m);
	}
}
