/* Gate: market events as frames. Source: sheet gate, section 4. */
#include "sim/gate.h"

#define MINUTE_US INT64_C(60000000)

void xg_gt_send(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan,
	bool decimal, struct xg_str result, enum xg_fault_on on)
{
	struct xg_gt_state *s = f->state;
	struct xg_buf *b = &s->frame;

	xg_buf_clear(b);
	xg_buf_printf(b, "{\"time\":%lld,\"time_ms\":%lld,\"channel\":\"",
		(long long)(f->now / 1000000), (long long)(f->now / 1000));
	xg_gt_put_chan(b, xg_gt_at_of(m), chan);
	xg_buf_text(b, "\",\"event\":\"update\",\"result\":");
	xg_buf_str(b, result);
	xg_buf_char(b, '}');
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		const struct xg_gt_conn *g = c->state;

		next = c->next;
		if (g->decimal == decimal && g->sub[m->index].mask >> chan & 1)
			f->send(c, xg_buf_view(b), on, m->spec.sym);
	}
}

static bool wanted(struct xg_sim_front *f, const struct xg_sim_mkt *m, int chan)
{
	const struct xg_gt_mkt *k = xg_gt_mkt(f, m);

	return k && k->wanted[chan] > 0;
}

/* Spot sends one object, futures a list. */
static void put_list(struct xg_buf *b, const struct xg_sim_mkt *m, bool open)
{
	if (xg_gt_at_of(m) != XG_GT_SPOT)
		xg_buf_char(b, open ? '[' : ']');
}

static void trade(
	struct xg_sim_front *f, const struct xg_sim_event *ev, bool decimal)
{
	struct xg_gt_state *s = f->state;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	put_list(b, ev->mkt, true);
	xg_gt_trade(b, ev->mkt, &ev->trade, decimal, false);
	put_list(b, ev->mkt, false);
	xg_gt_send(
		f, ev->mkt, XG_GT_TRADE, decimal, xg_buf_view(b), XG_ON_TRADE);
}

static void liq(
	struct xg_sim_front *f, const struct xg_sim_event *ev, bool decimal)
{
	struct xg_gt_state *s = f->state;
	struct xg_buf *b = &s->data;
	struct xg_dec size = ev->trade.qty;

	xg_buf_clear(b);
	xg_buf_text(b, "[{");
	xg_gt_text(b, "price", ev->trade.px);
	xg_gt_size(b, "size", xg_gt_at_of(ev->mkt), decimal,
		ev->trade.sell ? xg_dec_neg(size) : size);
	xg_json_put_i64(b, "time_ms", ev->ts / 1000);
	xg_json_put_text(b, "contract", ev->mkt->spec.native);
	xg_buf_text(b, "}]");
	xg_gt_send(
		f, ev->mkt, XG_GT_LIQ, decimal, xg_buf_view(b), XG_ON_MARKET);
}

/* An empty side has no price and the size 0. */
static void put_best(
	struct xg_buf *b, const struct xg_sim_mkt *m, int side, bool decimal)
{
	const struct xg_level *l = &m->best[side];

	if (l->qty.m)
		xg_gt_text(b, side ? "a" : "b", l->px);
	else
		xg_json_put_text(b, side ? "a" : "b", "");
	xg_gt_size(b, side ? "A" : "B", xg_gt_at_of(m), decimal, l->qty);
}

static void bbo(
	struct xg_sim_front *f, const struct xg_sim_event *ev, bool decimal)
{
	struct xg_gt_state *s = f->state;
	const struct xg_sim_mkt *m = ev->mkt;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "t", ev->ts / 1000);
	xg_json_put_i64(b, "u", m->seq);
	xg_json_put_text(b, "s", m->spec.native);
	put_best(b, m, 0, decimal);
	put_best(b, m, 1, decimal);
	xg_buf_char(b, '}');
	xg_gt_send(f, m, XG_GT_BBO, decimal, xg_buf_view(b), XG_ON_MARKET);
}

static void ticker(
	struct xg_sim_front *f, const struct xg_sim_event *ev, bool decimal)
{
	struct xg_gt_state *s = f->state;
	struct xg_buf *b = &s->data;

	xg_buf_clear(b);
	xg_buf_char(b, '[');
	xg_gt_ticker(b, ev->mkt);
	xg_buf_char(b, ']');
	xg_gt_send(f, ev->mkt, XG_GT_TICKER, decimal, xg_buf_view(b),
		XG_ON_MARKET);
}

static const struct {
	enum xg_sim_ev kind;
	int chan;
	void (*tell)(struct xg_sim_front *f, const struct xg_sim_event *ev,
		bool decimal);
} tells[] = {
	{ XG_SIM_EV_TRADE, XG_GT_TRADE, trade },
	{ XG_SIM_EV_LIQ, XG_GT_LIQ, liq },
	{ XG_SIM_EV_BBO, XG_GT_BBO, bbo },
	{ XG_SIM_EV_MARK, XG_GT_TICKER, ticker },
};

void xg_gt_event(struct xg_sim_front *f, const struct xg_sim_event *ev)
{
	if (ev->kind == XG_SIM_EV_DELTA && wanted(f, ev->mkt, XG_GT_DIFF))
		xg_gt_diff(f, ev);
	for (size_t i = 0; i < XG_LEN(tells); i++) {
		if (tells[i].kind != ev->kind ||
			!wanted(f, ev->mkt, tells[i].chan))
			continue;
		tells[i].tell(f, ev, false);
		tells[i].tell(f, ev, true);
	}
}

/* ---- candles ---- */

static void push_candle(struct xg_sim_front *f, struct xg_sim_mkt *m, int chan,
	int64_t from, bool closed)
{
	struct xg_gt_state *s = f->state;
	struct xg_sim_candle c =
		xg_sim_candle(m, from, from + xg_gt_minutes(chan));
	bool spot = xg_gt_at_of(m) == XG_GT_SPOT;
	struct xg_buf *b = &s->data;

	if (!c.n)
		return;
	xg_buf_clear(b);
	put_list(b, m, true);
	/* Spot counts quote units in v, futures contracts. */
	xg_buf_printf(b, spot ? "{\"t\":\"%lld\"" : "{\"t\":%lld",
		(long long)(from * 60));
	if (spot) {
		xg_gt_text(b, "v", c.quote_vol);
	} else {
		xg_json_key(b, "v");
		xg_json_dec_value(b, c.vol);
	}
	xg_gt_text(b, "c", c.close);
	xg_gt_text(b, "h", c.high);
	xg_gt_text(b, "l", c.low);
	xg_gt_text(b, "o", c.open);
	xg_buf_printf(b, ",\"n\":\"%s_%s\"", xg_gt_span(chan), m->spec.native);
	xg_gt_text(b, "a", spot ? c.vol : c.quote_vol);
	xg_json_put_bool(b, "w", closed);
	xg_buf_char(b, '}');
	put_list(b, m, false);
	xg_gt_send(f, m, chan, false, xg_buf_view(b), XG_ON_MARKET);
	xg_gt_send(f, m, chan, true, xg_buf_view(b), XG_ON_MARKET);
}

/* The candle that runs, once a second; the one before it when it has closed. */
static void push_candles(struct xg_sim_front *f, struct xg_sim_mkt *m)
{
	struct xg_gt_mkt *k = xg_gt_mkt(f, m);
	int64_t minute = f->now / MINUTE_US;
	bool turned = k->minute && minute != k->minute;

	if (!turned && f->now - k->candle_at < 1000000)
		return;
	for (int chan = XG_GT_CANDLE; chan < XG_GT_CHANS; chan++) {
		int64_t each = xg_gt_minutes(chan);
		int64_t from = minute / each * each;

		if (!k->wanted[chan])
			continue;
		if (turned && k->minute < from)
			push_candle(f, m, chan, from - each, true);
		push_candle(f, m, chan, from, false);
	}
	k->candle_at = f->now;
	k->minute = minute;
}

void xg_gt_tick(struct xg_sim_front *f, int64_t now)
{
	(void)now;
	for (size_t i = 0; i < f->venue.mkts && f->conns; i++) {
		struct xg_sim_mkt *m = f->venue.mkt[i];
		const struct xg_gt_mkt *k = xg_gt_mkt(f, m);

		for (int chan = 0; k && chan < XG_GT_OBUS; chan++)
			if (k->wanted[chan])
				xg_gt_obu_push(f, m, chan);
		if (k)
			push_candles(f, m);
	}
}
