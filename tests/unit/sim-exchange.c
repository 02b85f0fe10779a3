/* The rules of a simulated venue: queue, fees, holds, positions, amendments. */
#include "base/rng.h"
#include "sim/sim.h"
#include "tap.h"

#define NOW INT64_C(1700000000000000)

static const struct xg_sim_spec spot = { .sym = "BTC-USDT",
	.native = "BTCUSDT",
	.market = "spot",
	.base = "BTC",
	.quote = "USDT",
	.kind = XG_SPOT,
	.tick = { 1, -2 },
	.lot = { 1, -5 },
	.min_qty = { 1, -5 },
	.min_notional = { 5, 0 },
	.contract = { 1, 0 },
	.maker = { 1, -3 },
	.taker = { 2, -3 } };
static const struct xg_sim_spec perp = { .sym = "BTC-USDT-PERP",
	.native = "BTCUSDT",
	.market = "usdm",
	.base = "BTC",
	.quote = "USDT",
	.settle = "USDT",
	.kind = XG_PERP,
	.tick = { 1, -1 },
	.lot = { 1, -3 },
	.min_qty = { 1, -3 },
	.contract = { 1, 0 },
	.maker = { 2, -4 },
	.taker = { 5, -4 },
	.wallet = 1,
	.leverage_max = 100 };
static const struct xg_sim_spec coin = { .sym = "BTC-USD-PERP",
	.native = "BTCUSD_PERP",
	.market = "coinm",
	.base = "BTC",
	.quote = "USD",
	.settle = "BTC",
	.kind = XG_PERP,
	.tick = { 1, -1 },
	.lot = { 1, 0 },
	.min_qty = { 1, 0 },
	.contract = { 100, 0 },
	.inverse = true,
	.wallet = 2,
	.leverage_max = 100 };

struct seen {
	int n[XG_SIM_EV_FUNDING + 1];
	int exec[8];
	struct xg_sim_delta delta;
	int64_t gaps;
	struct xg_dec fill_px, fill_fee;
	bool fill_maker;
};

static void on_event(void *ctx, const struct xg_sim_event *ev)
{
	struct seen *s = ctx;

	s->n[ev->kind]++;
	if (ev->kind == XG_SIM_EV_DELTA) {
		s->gaps += ev->delta.prev != s->delta.last ||
			   ev->delta.first != ev->delta.prev + 1;
		s->delta = ev->delta;
	}
	if (ev->kind == XG_SIM_EV_ORDER) {
		s->exec[ev->exec]++;
		if (ev->exec == XG_SIM_EXEC_TRADE) {
			s->fill_px = ev->fill.px;
			s->fill_fee = ev->fill.fee;
			s->fill_maker = ev->fill.maker;
		}
	}
}

static struct xg_dec dec(const char *text)
{
	struct xg_dec d = { 0 };

	(void)xg_dec_parse(&d, text, strlen(text));
	return d;
}

static bool same(struct xg_dec a, const char *text)
{
	char is[XG_DEC_TEXT];

	xg_dec_fmt(is, a);
	if (xg_dec_cmp(a, dec(text)) != 0)
		printf("# is %s, expected %s\n", is, text);
	return xg_dec_cmp(a, dec(text)) == 0;
}

static struct xg_sim_mkt *start(
	struct xg_sim_venue *v, struct seen *s, const struct xg_sim_spec *spec)
{
	struct xg_sim_mkt *m = NULL;

	*v = (struct xg_sim_venue){ .emit = on_event, .ctx = s };
	*s = (struct seen){ 0 };
	ok(xg_sim_list(v, spec, &m) == 0, "%s is listed", spec->sym);
	xg_sim_balance(v, spec->wallet, XG_STR("USDT"))->total = dec("100000");
	xg_sim_balance(v, spec->wallet, XG_STR("BTC"))->total = dec("2");
	return m;
}

static void level(
	struct xg_sim_mkt *m, bool sell, const char *px, const char *qty)
{
	if (xg_sim_set_level(m, sell, dec(px), dec(qty), NOW) < 0)
		ok(false, "a level is set");
}

static enum xg_sim_no place(struct xg_sim_mkt *m, bool sell,
	enum xg_match_kind kind, const char *px, const char *qty,
	struct xg_sim_order *o)
{
	*o = (struct xg_sim_order){
		.mkt = m, .sell = sell, .kind = kind, .qty = dec(qty)
	};
	if (kind != XG_MATCH_MARKET)
		o->px = dec(px);
	return xg_sim_place(m->venue, o, false, NOW);
}

static struct xg_dec total(struct xg_sim_venue *v, int wallet, const char *ccy)
{
	return xg_sim_balance(v, wallet, xg_str_from(ccy))->total;
}

static void queue(void)
{
	struct xg_sim_venue v;
	struct seen s;
	struct xg_sim_mkt *m = start(&v, &s, &spot);
	struct xg_sim_order o;
	struct xg_level l[4];

	level(m, false, "100", "1");
	is_int(place(m, false, XG_MATCH_LIMIT, "100", "0.5", &o), XG_SIM_OK,
		"R32: an order joins the queue at a price that others have");
	level(m, false, "100", "1.5");
	xg_sim_print(m, true, dec("100"), dec("0.8"), NOW);
	is_int(s.exec[XG_SIM_EXEC_TRADE], 0,
		"R32: what was there before it trades before it");
	xg_sim_print(m, true, dec("100"), dec("0.4"), NOW);
	ok(s.exec[XG_SIM_EXEC_TRADE] == 1 && s.fill_maker,
		"then it is filled in part as a maker");
	ok(same(xg_sim_order_id(&v, o.id)->filled, "0.2"),
		"by what was left of the print");
	level(m, false, "100", "0");
	is_int(xg_sim_levels(m, false, l, 4), 1,
		"the outside can withdraw, the user's rest stays");
	ok(same(l[0].qty, "0.3"), "with its own size");
	level(m, true, "99", "1");
	ok(same(xg_sim_order_id(&v, o.id)->filled, "0.5"),
		"an outside level that crosses it trades with it");
	is_int(xg_sim_levels(m, true, l, 4), 1, "and waits with the rest");
	ok(same(l[0].qty, "0.7"), "of 0.7");
	xg_sim_release(&v);
}

static void money(void)
{
	struct xg_sim_venue v;
	struct seen s;
	struct xg_sim_mkt *m = start(&v, &s, &spot);
	struct xg_sim_order o;
	struct xg_sim_balance *usdt = xg_sim_balance(&v, 0, XG_STR("USDT"));

	level(m, true, "100", "1");
	is_int(place(m, false, XG_MATCH_LIMIT, "110", "2", &o), XG_SIM_OK,
		"a buy through the book");
	ok(same(s.fill_px, "100"), "trades at the maker's price");
	ok(same(s.fill_fee, "0.002"), "and pays the taker's fee in base");
	ok(same(usdt->total, "99900"), "the price is paid");
	ok(same(usdt->held, "110"),
		"the rest holds its own limit, the better price is let go");
	ok(same(total(&v, 0, "BTC"), "2.998"), "size less fee is got");
	is_int(xg_sim_cancel(&v, o.id, XG_SIM_END_USER, NOW), XG_SIM_OK,
		"cancelled");
	ok(usdt->held.m == 0, "nothing is held any more");
	is_int(xg_sim_cancel(&v, o.id, XG_SIM_END_USER, NOW), XG_SIM_NO_ORDER,
		"an ended order cannot be cancelled");
	is_int(place(m, false, XG_MATCH_LIMIT, "100", "1000", &o),
		XG_SIM_NO_FUNDS, "more than there is cannot be bought");
	is_int(place(m, true, XG_MATCH_LIMIT, "100", "3", &o), XG_SIM_NO_FUNDS,
		"nor sold");
	xg_sim_release(&v);
}

static void refusals(void)
{
	struct xg_sim_venue v;
	struct seen s;
	struct xg_sim_mkt *m = start(&v, &s, &spot);
	struct xg_sim_order o = { 0 };

	is_int(place(m, false, XG_MATCH_MARKET, "0", "1", &o),
		XG_SIM_NO_LIQUIDITY, "a market order needs a market");
	level(m, true, "100", "1");
	is_int(place(m, false, XG_MATCH_LIMIT, "99.999", "1", &o),
		XG_SIM_NO_TICK, "a price off the tick is refused");
	is_int(place(m, false, XG_MATCH_LIMIT, "99", "1.000001", &o),
		XG_SIM_NO_LOT, "a size off the lot is refused");
	is_int(place(m, false, XG_MATCH_LIMIT, "99", "0.000001", &o),
		XG_SIM_NO_MIN_QTY, "one under the least is refused");
	is_int(place(m, false, XG_MATCH_LIMIT, "99", "0.05", &o),
		XG_SIM_NO_MIN_NOTIONAL, "a value under the least is refused");
	is_int(place(m, false, XG_MATCH_LIMIT, "10", "1", &o), XG_SIM_NO_BAND,
		"a price far off the market is refused");
	is_int(place(m, false, XG_MATCH_LIMIT, "99", "92233720368", &o),
		XG_SIM_NO_MAX_QTY,
		"a size that no account can have is refused");
	is_int(place(m, true, XG_MATCH_LIMIT, "99", "999999999", &o),
		XG_SIM_NO_MAX_QTY, "and so is a value");
	o = (struct xg_sim_order){ .mkt = m,
		.kind = XG_MATCH_MARKET,
		.sell = true,
		.quote_qty = dec("500222222222") };
	is_int(xg_sim_place(&v, &o, false, NOW), XG_SIM_NO_MAX_QTY,
		"and an amount of a market order");
	is_int(v.orders, 0, "nothing of it became an order");
	o = (struct xg_sim_order){
		.mkt = m, .px = dec("90"), .qty = dec("1"), .cid = "mine"
	};
	is_int(xg_sim_place(&v, &o, true, NOW), XG_SIM_OK, "a check passes");
	is_int(v.orders, 0, "and places nothing");
	is_int(xg_sim_place(&v, &o, false, NOW), XG_SIM_OK, "placed");
	o = (struct xg_sim_order){
		.mkt = m, .px = dec("90"), .qty = dec("1"), .cid = "mine"
	};
	is_int(xg_sim_place(&v, &o, false, NOW), XG_SIM_NO_DUP,
		"R1: a client id is refused while its order is open");
	xg_sim_cancel(&v, v.order[0]->id, XG_SIM_END_USER, NOW);
	is_int(xg_sim_place(&v, &o, false, NOW), XG_SIM_OK,
		"and free again afterwards, as the venue has it");
	is_int(place(m, false, XG_MATCH_POST, "100", "1", &o), XG_SIM_OK,
		"post-only that would cross");
	ok(o.state == XG_SIM_EXPIRED && o.end == XG_SIM_END_CROSSED,
		"ends at once");
	is_int(place(m, false, XG_MATCH_FOK, "100", "2", &o), XG_SIM_OK,
		"fill-or-kill over the book's size");
	ok(o.end == XG_SIM_END_FOK && !o.filled.m, "ends without a fill");
	is_int(place(m, false, XG_MATCH_IOC, "100", "2", &o), XG_SIM_OK,
		"immediate-or-cancel");
	ok(o.end == XG_SIM_END_IOC && same(o.filled, "1"),
		"fills what is there and ends");
	xg_sim_release(&v);
}

static void amends(void)
{
	struct xg_sim_venue v;
	struct seen s;
	struct xg_sim_mkt *m = start(&v, &s, &spot);
	struct xg_sim_order o;

	place(m, false, XG_MATCH_LIMIT, "100", "1", &o);
	level(m, false, "100", "1");
	is_int(xg_sim_amend(&v, o.id, dec("100"), dec("0.5"), NOW), XG_SIM_OK,
		"a smaller size at the same price");
	ok(m->match.best[0]->owner == XG_SIM_USER,
		"keeps the place in the queue");
	is_int(xg_sim_amend(&v, o.id, dec("100"), dec("0.8"), NOW), XG_SIM_OK,
		"a larger one");
	ok(m->match.best[0]->owner == XG_SIM_OUTSIDE, "goes to its end");
	ok(same(xg_sim_balance(&v, 0, XG_STR("USDT"))->held, "80"),
		"the hold follows the size");
	is_int(xg_sim_amend(&v, o.id, dec("100"), dec("5000"), NOW),
		XG_SIM_NO_FUNDS, "one that cannot be paid changes nothing");
	ok(same(xg_sim_order_id(&v, o.id)->qty, "0.8"), "the order stands");
	level(m, true, "105", "1");
	is_int(xg_sim_amend(&v, o.id, dec("105"), dec("0.8"), NOW), XG_SIM_OK,
		"a price through the book");
	is_int(xg_sim_order_id(&v, o.id)->state, XG_SIM_FILLED, "trades");
	xg_sim_release(&v);
}

static void positions(void)
{
	struct xg_sim_venue v;
	struct seen s;
	struct xg_sim_mkt *m = start(&v, &s, &perp);
	struct xg_sim_order o;
	struct xg_sim_pos *p;

	xg_sim_set_mark(
		m, dec("100"), dec("100"), dec("0.0001"), NOW + 1000000, NOW);
	level(m, true, "100", "10");
	level(m, false, "99", "10");
	place(m, false, XG_MATCH_MARKET, "0", "2", &o);
	level(m, true, "103", "1");
	level(m, true, "100", "0");
	place(m, false, XG_MATCH_MARKET, "0", "1", &o);
	p = xg_sim_pos(&v, m, XG_LEG_NET);
	ok(p && same(p->qty, "3") && same(xg_sim_entry(p), "101"),
		"the entry is the average of what was bought");
	ok(same(xg_sim_upnl(p), "-3"), "profit is told at the mark");
	ok(same(total(&v, 1, "USDT"), "99999.8485"), "only fees are paid yet");
	xg_sim_time(&v, NOW + 1000000);
	ok(s.n[XG_SIM_EV_FUNDING] == 1 &&
			same(total(&v, 1, "USDT"), "99999.8185"),
		"longs pay a positive funding rate at the mark");
	place(m, true, XG_MATCH_MARKET, "0", "5", &o);
	ok(same(p->qty, "-2") && same(p->realized, "-6"),
		"selling more closes with its loss, and opens a short");
	ok(same(xg_sim_entry(p), "99"), "at its own price");
	o = (struct xg_sim_order){ .mkt = m,
		.reduce = true,
		.sell = true,
		.px = dec("120"),
		.qty = dec("1") };
	is_int(xg_sim_place(&v, &o, false, NOW), XG_SIM_NO_REDUCE,
		"reduce-only that would open is refused");
	o.sell = false;
	o.px = dec("90");
	o.qty = dec("7");
	is_int(xg_sim_place(&v, &o, false, NOW), XG_SIM_OK, "one that reduces");
	ok(same(o.qty, "2"), "is cut to the position");
	o = (struct xg_sim_order){
		.mkt = m, .leg = XG_LEG_LONG, .px = dec("90"), .qty = dec("1")
	};
	is_int(xg_sim_place(&v, &o, false, NOW), XG_SIM_NO_LEG,
		"a leg needs the hedge mode");
	xg_sim_release(&v);
}

static void inverse(void)
{
	struct xg_sim_venue v;
	struct seen s;
	struct xg_sim_mkt *m = start(&v, &s, &coin);
	struct xg_sim_order o;

	level(m, true, "50000", "100");
	place(m, false, XG_MATCH_MARKET, "0", "100", &o);
	level(m, false, "62500", "100");
	place(m, true, XG_MATCH_MARKET, "0", "100", &o);
	ok(same(total(&v, 2, "BTC"), "2.04"),
		"100 contracts of 100 USD from 50000 to 62500 win 0.04 BTC");
	xg_sim_release(&v);
}

/* Random orders, prints and levels: what the account has is what it began with
 * and what its fills say, to the last digit; nothing stays held. */
static void conserved(const struct xg_sim_spec *spec)
{
	struct xg_sim_venue v;
	struct seen s;
	struct xg_sim_mkt *m = start(&v, &s, spec);
	struct xg_rng r = { 42 };
	struct xg_dec usd = dec("100000"), btc = dec("2"), size = { 0 };
	int w = spec->wallet;

	for (int i = 0; i < 20000; i++) {
		bool sell = xg_rng_below(&r, 2);
		struct xg_dec px =
			xg_dec_make(9900 + (int64_t)xg_rng_below(&r, 200), -1);
		struct xg_dec qty =
			xg_dec_make(1 + (int64_t)xg_rng_below(&r, 500), -3);
		struct xg_sim_order o = { .mkt = m,
			.sell = sell,
			.kind = (enum xg_match_kind)xg_rng_below(&r, 5),
			.self = (enum xg_match_self)xg_rng_below(&r, 3),
			.px = px,
			.qty = qty };

		switch (xg_rng_below(&r, 5)) {
		case 0:
			xg_sim_set_level(m, sell, px, qty, NOW + i);
			break;
		case 1:
			xg_sim_print(m, sell, px, qty, NOW + i);
			break;
		case 2:
			if (v.orders)
				xg_sim_cancel(&v,
					v.order[xg_rng_below(&r, v.orders)]->id,
					XG_SIM_END_USER, NOW + i);
			break;
		case 3:
			if (v.orders)
				xg_sim_amend(&v,
					v.order[xg_rng_below(&r, v.orders)]->id,
					px, qty, NOW + i);
			break;
		default:
			xg_sim_place(&v, &o, false, NOW + i);
			break;
		}
		if (i % 50 == 0)
			xg_sim_flush(m, NOW + i);
	}
	for (size_t i = 0; i < v.orders; i++)
		xg_sim_cancel(&v, v.order[i]->id, XG_SIM_END_USER, NOW);
	for (size_t i = 0; i < v.fills; i++) {
		const struct xg_sim_fill *f = &v.fill[i];
		struct xg_dec value = { 0 };

		(void)xg_dec_mul(&value, f->px, f->qty, XG_ROUND_EXACT);
		(void)xg_dec_add(
			&usd, usd, f->sell ? value : xg_dec_neg(value));
		(void)xg_dec_add(
			&size, size, f->sell ? xg_dec_neg(f->qty) : f->qty);
		if (strcmp(f->fee_ccy, "BTC") == 0)
			(void)xg_dec_sub(&btc, btc, f->fee);
		else
			(void)xg_dec_sub(&usd, usd, f->fee);
	}
	ok(v.fills > 1000, "%s: many fills (%zu)", spec->sym, v.fills);
	if (spec->kind == XG_SPOT) {
		struct xg_dec want;

		(void)xg_dec_add(&want, btc, size);
		ok(xg_dec_cmp(total(&v, w, "BTC"), want) == 0,
			"base is what it was, and the fills");
		ok(xg_dec_cmp(total(&v, w, "USDT"), usd) == 0,
			"quote is what it was, and the fills");
	} else {
		const struct xg_sim_pos *p = xg_sim_pos(&v, m, XG_LEG_NET);
		struct xg_dec want;

		ok(xg_dec_cmp(p->qty, size) == 0,
			"the position is the sum of the fills");
		/* What is open was paid for and is worth its cost. */
		(void)xg_dec_sub(&want, total(&v, w, "USDT"), p->cost);
		ok(xg_dec_cmp(want, usd) == 0,
			"money is what it was, the fills and the open cost");
	}
	ok(xg_sim_balance(&v, w, XG_STR("USDT"))->held.m == 0 &&
			xg_sim_balance(&v, w, XG_STR("BTC"))->held.m == 0,
		"nothing is held when all orders have ended");
	is_int(s.gaps, 0, "R8: each delta follows the one before");
	xg_sim_release(&v);
}

int main(void)
{
	queue();
	money();
	refusals();
	amends();
	positions();
	inverse();
	conserved(&spot);
	conserved(&perp);
	return done();
}
