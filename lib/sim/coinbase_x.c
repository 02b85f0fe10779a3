/* The Coinbase Exchange feed as a venue of its own: flat frames, no number on
 * the updates of a book, the maker's side on a match. Source: sheet coinbase,
 * sections 4b and 6b. */
#include "base/time.h"
#include "sim/coinbase.h"

#define D(m, e) \
	{ \
		m, e \
	}
#define SPOT(b, q, t, l, least) \
	{ \
		.sym = b "-" q, .native = b "-" q, .market = "exchange", \
		.base = b, .quote = q, .kind = XG_SPOT, .tick = t, .lot = l, \
		.min_qty = least, .max_qty = D(3400, 0), \
		.min_notional = D(1, 0), .contract = D(1, 0), \
		.maker = D(4, -3), .taker = D(6, -3) \
	}
static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USD", D(1, -2), D(1, -8), D(1, -8)),
	SPOT("ETH", "USD", D(1, -2), D(1, -8), D(1, -8)),
	SPOT("SOL", "USD", D(1, -2), D(1, -8), D(1, -8)),
	{ .sym = "" },
};

static void name_spec(struct xg_sim_spec *s)
{
	snprintf(s->native, sizeof s->native, "%.30s-%.30s", s->base, s->quote);
	(void)xg_str_copy(s->market, sizeof s->market, XG_STR("exchange"));
	s->maker = xg_dec_make(4, -3);
	s->taker = xg_dec_make(6, -3);
}

struct xg_buf *xg_cbx_start(struct xg_sim_front *f, const char *type)
{
	struct xg_cb_state *s = f->state;

	xg_buf_clear(&s->frame);
	xg_buf_char(&s->frame, '{');
	xg_json_put_text(&s->frame, "type", type);
	return &s->frame;
}

bool xg_cbx_has(
	const struct xg_sim_conn *c, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_cb_conn *k = c->state;

	return k->mask && k->mask[m->index] >> chan & 1;
}

static void publish(struct xg_sim_front *f, const struct xg_sim_mkt *m,
	int chan, enum xg_fault_on on, struct xg_sim_conn *only)
{
	struct xg_cb_state *s = f->state;

	xg_buf_char(&s->frame, '}');
	for (struct xg_sim_conn *c = only ? only : f->conns, *next; c;
		c = next) {
		next = only ? NULL : c->next;
		if (xg_cbx_has(c, m, chan))
			f->send(c, xg_buf_view(&s->frame), on, m->spec.sym);
	}
}

/* ---- market ---- */

static void put_pair(struct xg_buf *b, const struct xg_level *l)
{
	char text[XG_DEC_TEXT];

	xg_json_comma(b);
	xg_dec_fmt(text, l->px);
	xg_buf_printf(b, "[\"%s\",", text);
	xg_dec_fmt(text, l->qty);
	xg_buf_printf(b, "\"%s\"]", text);
}

static void snapshot(struct xg_sim_conn *c, struct xg_sim_mkt *m)
{
	struct xg_buf *b = xg_cbx_start(c->front, "snapshot");

	xg_json_put_text(b, "product_id", m->spec.native);
	for (int side = 1; side >= 0; side--) {
		struct xg_level l[5000];
		size_t n = xg_sim_levels(m, side, l, 5000);

		xg_json_key(b, side ? "asks" : "bids");
		xg_buf_char(b, '[');
		for (size_t i = 0; i < n; i++)
			put_pair(b, &l[i]);
		xg_buf_char(b, ']');
	}
	publish(c->front, m, XG_CBX_BOOK, XG_ON_BOOK, c);
}

static void put_changes(
	struct xg_buf *b, const struct xg_levels *l, const char *side)
{
	for (size_t i = 0; i < l->n; i++) {
		char px[XG_DEC_TEXT], qty[XG_DEC_TEXT];

		xg_dec_fmt(px, l->p[i].px);
		xg_dec_fmt(qty, l->p[i].qty);
		xg_json_comma(b);
		xg_buf_printf(b, "[\"%s\",\"%s\",\"%s\"]", side, px,
			l->p[i].qty.m ? qty : "0.00000000");
	}
}

static void delta(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	struct xg_buf *b = xg_cbx_start(f, "l2update");

	xg_json_put_text(b, "product_id", ev->mkt->spec.native);
	xg_json_key(b, "changes");
	xg_buf_char(b, '[');
	put_changes(b, &ev->delta.asks, "sell");
	put_changes(b, &ev->delta.bids, "buy");
	xg_buf_char(b, ']');
	xg_cb_time(b, "time", ev->ts);
	publish(f, ev->mkt, XG_CBX_BOOK, XG_ON_BOOK, NULL);
}

static void put_match(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t)
{
	xg_json_put_i64(b, "trade_id", t->id);
	xg_json_put_text(
		b, "maker_order_id", "00000000-0000-4000-8000-000000000001");
	xg_json_put_text(
		b, "taker_order_id", "00000000-0000-4000-8000-000000000002");
	xg_json_put_text(b, "side", t->sell ? "buy" : "sell");
	xg_cb_dec(b, "size", t->qty);
	xg_cb_dec(b, "price", t->px);
	xg_json_put_text(b, "product_id", m->spec.native);
	xg_json_put_i64(b, "sequence", m->seq);
	xg_cb_time(b, "time", t->ts);
}

/* The side of a ticker is the taker's. */
static void put_ticker(struct xg_buf *b, const struct xg_sim_mkt *m,
	const struct xg_sim_trade *t)
{
	xg_json_put_i64(b, "sequence", m->seq);
	xg_json_put_text(b, "product_id", m->spec.native);
	xg_cb_dec(b, "price", xg_cb_last(m));
	xg_cb_dec(b, "best_bid", m->best[0].px);
	xg_cb_dec(b, "best_bid_size", m->best[0].qty);
	xg_cb_dec(b, "best_ask", m->best[1].px);
	xg_cb_dec(b, "best_ask_size", m->best[1].qty);
	xg_json_put_text(b, "side", t->sell ? "sell" : "buy");
	xg_cb_time(b, "time", t->ts);
	xg_json_put_i64(b, "trade_id", t->id);
	xg_cb_dec(b, "last_size", t->qty);
}

static void event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	if (ev->kind == XG_SIM_EV_DELTA) {
		delta(f, ev);
	} else if (ev->kind == XG_SIM_EV_TRADE) {
		put_match(xg_cbx_start(f, "match"), ev->mkt, &ev->trade);
		publish(f, ev->mkt, XG_CBX_MATCHES, XG_ON_TRADE, NULL);
		put_ticker(xg_cbx_start(f, "ticker"), ev->mkt, &ev->trade);
		publish(f, ev->mkt, XG_CBX_TICKER, XG_ON_MARKET, NULL);
	}
}

void xg_cbx_first(struct xg_sim_conn *c, struct xg_sim_mkt *m, int chan)
{
	const struct xg_sim_trade *t = &m->trade[m->last_trade % XG_SIM_TRADES];

	if (chan == XG_CBX_BOOK) {
		snapshot(c, m);
	} else if (chan == XG_CBX_MATCHES && t->id == m->last_trade &&
		   t->px.m) {
		put_match(xg_cbx_start(c->front, "last_match"), m, t);
		publish(c->front, m, XG_CBX_MATCHES, XG_ON_TRADE, c);
	} else if (chan == XG_CBX_TICKER && t->id == m->last_trade && t->px.m) {
		put_ticker(xg_cbx_start(c->front, "ticker"), m, t);
		publish(c->front, m, XG_CBX_TICKER, XG_ON_MARKET, c);
	}
}

static void tick(struct xg_sim_front *f, int64_t now)
{
	struct xg_cb_state *s = f->state;

	f->now = now;
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_cb_conn *k = c->state;

		next = c->next;
		if (!k->asked && now - c->opened >= 5 * XG_US_PER_S)
			f->close(c, 1008, "no subscription within 5 s");
	}
	if (now - s->beats_at < XG_US_PER_S)
		return;
	s->beats_at = now;
	for (size_t i = 0; i < f->venue.mkts; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		struct xg_buf *b = xg_cbx_start(f, "heartbeat");

		xg_json_put_i64(b, "sequence", m->seq);
		xg_json_put_i64(b, "last_trade_id", m->last_trade);
		xg_json_put_text(b, "product_id", m->spec.native);
		xg_cb_time(b, "time", now);
		publish(f, m, XG_CBX_BEAT, XG_ON_ANY, NULL);
	}
}

/* ---- REST ---- */

static void products_list(struct xg_sim_front *f, struct xg_buf *b)
{
	xg_buf_char(b, '[');
	for (size_t i = 0; i < f->venue.mkts; i++) {
		const struct xg_sim_mkt *m = f->venue.mkt[i];
		const struct xg_sim_spec *s = &m->spec;

		xg_json_comma(b);
		xg_buf_char(b, '{');
		xg_json_put_text(b, "id", s->native);
		xg_json_put_text(b, "base_currency", s->base);
		xg_json_put_text(b, "quote_currency", s->quote);
		xg_cb_dec(b, "quote_increment", s->tick);
		xg_cb_dec(b, "base_increment", s->lot);
		xg_cb_dec(b, "base_min_size", s->min_qty);
		xg_cb_dec(b, "min_market_funds", s->min_notional);
		xg_json_put_text(b, "display_name", s->native);
		xg_json_put_bool(b, "margin_enabled", false);
		xg_json_put_bool(b, "post_only", false);
		xg_json_put_bool(b, "limit_only", false);
		xg_json_put_bool(b, "cancel_only", false);
		xg_json_put_bool(b, "trading_disabled", m->halted);
		xg_json_put_text(b, "status", "online");
		xg_buf_char(b, '}');
	}
	xg_buf_char(b, ']');
}

static void rest(struct xg_sim_front *f, const struct xg_sim_http *r,
	struct xg_sim_answer *a)
{
	struct xg_cb_state *s = f->state;
	struct xg_buf *b = &a->body;

	f->now = r->now;
	if (xg_sim_bucket_take(&s->ip, 1, r->now) < 0) {
		xg_cb_refuse(f, XG_FAULT_429, 0, a);
	} else if (xg_str_is_text(r->path, "/time")) {
		xg_buf_char(b, '{');
		xg_cb_time(b, "iso", r->now);
		xg_buf_printf(b, ",\"epoch\":%lld.%03lld}",
			(long long)(r->now / XG_US_PER_S),
			(long long)(r->now / 1000 % 1000));
	} else if (xg_str_is_text(r->path, "/products")) {
		products_list(f, b);
	} else if (xg_str_is_text(r->path, "/currencies")) {
		xg_buf_text(b, "[]");
	} else {
		a->status = 404;
		xg_buf_text(b, "{\"message\":\"NotFound\"}");
	}
}

const struct xg_sim_dialect xg_sim_coinbase_exchange = {
	.name = "coinbase-exchange",
	.specs = specs,
	.state_size = sizeof(struct xg_cb_state),
	.conn_size = sizeof(struct xg_cb_conn),
	.name_spec = name_spec,
	.open = xg_cb_open,
	.shut = xg_cb_shut,
	.rest = rest,
	.refuse = xg_cb_refuse,
	.ws_open = xg_cb_ws_open,
	.ws_text = xg_cbx_ws_text,
	.ws_shut = xg_cb_ws_shut,
	.event = event,
	.tick = tick,
	.farewell = xg_cb_farewell,
};
