/* Simulated Binance: the table, what it lists, its errors. */
#include "sim/binance.h"

#include <stdio.h>

const char *const xg_bn_markets[] = { "spot", "usdm", "coinm", "sapi", NULL };

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
#define SPOT(b, q, tk, lt, not ) \
	{ \
		.sym = b "-" q, .native = b q, .market = "spot", .base = b, \
		.quote = q, .kind = XG_SPOT, .tick = tk, .lot = lt, \
		.min_qty = lt, .max_qty = D(90000, 0), .min_notional = not, \
		.contract = ONE, .maker = D(1, -3), .taker = D(1, -3) \
	}
#define USDM(b, q, tk, lt, not ) \
	{ \
		.sym = b "-" q "-PERP", .native = b q, .market = "usdm", \
		.base = b, .quote = q, .settle = q, .kind = XG_PERP, \
		.tick = tk, .lot = lt, .min_qty = lt, .max_qty = D(10000, 0), \
		.min_notional = not, .contract = ONE, .maker = D(2, -4), \
		.taker = D(5, -4), .wallet = 1, .leverage_max = 125 \
	}
#define COINM(b, tk, size) \
	{ \
		.sym = b "-USD-PERP", .native = b "USD_PERP", \
		.market = "coinm", .base = b, .quote = "USD", .settle = b, \
		.kind = XG_PERP, .tick = tk, .lot = ONE, .min_qty = ONE, \
		.max_qty = D(1000000, 0), .contract = D(size, 0), \
		.maker = D(1, -4), .taker = D(5, -4), .inverse = true, \
		.wallet = 2, .leverage_max = 125 \
	}
#define DATE INT64_C(1924588800000000) /* 2030-12-27 08:00 UTC */
static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USDT", D(1, -2), D(1, -5), D(5, 0)),
	SPOT("ETH", "USDT", D(1, -2), D(1, -4), D(5, 0)),
	SPOT("SOL", "USDT", D(1, -2), D(1, -3), D(5, 0)),
	SPOT("BNB", "USDT", D(1, -2), D(1, -3), D(5, 0)),
	SPOT("ETH", "BTC", D(1, -5), D(1, -4), D(1, -4)),
	SPOT("BTC", "USDC", D(1, -2), D(1, -5), D(5, 0)),
	USDM("BTC", "USDT", D(1, -1), D(1, -3), D(50, 0)),
	USDM("ETH", "USDT", D(1, -2), D(1, -3), D(20, 0)),
	USDM("SOL", "USDT", D(1, -2), D(1, -2), D(5, 0)),
	COINM("BTC", D(1, -1), 100),
	COINM("ETH", D(1, -2), 10),
	{ .sym = "BTC-USDT-20301227",
		.native = "BTCUSDT_301227",
		.market = "usdm",
		.base = "BTC",
		.quote = "USDT",
		.settle = "USDT",
		.kind = XG_FUTURE,
		.tick = D(1, -1),
		.lot = D(1, -3),
		.min_qty = D(1, -3),
		.max_qty = D(10000, 0),
		.min_notional = D(50, 0),
		.contract = ONE,
		.maker = D(2, -4),
		.taker = D(5, -4),
		.wallet = 1,
		.leverage_max = 50,
		.expiry = DATE },
	{ .sym = "BTC-USD-20301227",
		.native = "BTCUSD_301227",
		.market = "coinm",
		.base = "BTC",
		.quote = "USD",
		.settle = "BTC",
		.kind = XG_FUTURE,
		.tick = D(1, -1),
		.lot = ONE,
		.min_qty = ONE,
		.max_qty = D(1000000, 0),
		.contract = D(100, 0),
		.maker = D(1, -4),
		.taker = D(5, -4),
		.inverse = true,
		.wallet = 2,
		.leverage_max = 50,
		.expiry = DATE },
	{ .sym = "" },
};

enum xg_bn_market xg_bn_market_of(const struct xg_sim_mkt *m)
{
	for (int i = 0; i < 3; i++)
		if (strcmp(m->spec.market, xg_bn_markets[i]) == 0)
			return (enum xg_bn_market)i;
	return XG_BN_SPOT;
}

static void name_spec(struct xg_sim_spec *s)
{
	bool perp = s->kind == XG_PERP;

	snprintf(s->native, sizeof s->native, "%.30s%.30s", s->base, s->quote);
	snprintf(s->market, sizeof s->market, "%s", perp ? "usdm" : "spot");
	if (perp)
		memcpy(s->settle, s->quote, sizeof s->settle);
	s->maker = perp ? xg_dec_make(2, -4) : xg_dec_make(1, -3);
	s->taker = perp ? xg_dec_make(5, -4) : xg_dec_make(1, -3);
	s->wallet = perp ? 1 : 0;
	s->leverage_max = perp ? 125 : 0;
}

static int open_front(struct xg_sim_front *f)
{
	struct xg_bn_state *s = f->state;
	static const int weight[2] = { 6000, 2400 }, ten[2] = { 100, 300 };

	for (int i = 0; i < 2; i++) {
		s->weight[i] = (struct xg_sim_bucket){ .window_us = 60000000,
			.max = weight[i] };
		s->orders10[i] = (struct xg_sim_bucket){ .window_us = 10000000,
			.max = ten[i] };
		s->orders60[i] = (struct xg_sim_bucket){ .window_us = 60000000,
			.max = i ? 1200 : 200000 };
	}
	return 0;
}

static void shut(struct xg_sim_front *f)
{
	struct xg_bn_state *s = f->state;

	xg_buf_release(&s->text);
	xg_buf_release(&s->frame);
}

/* Spot's notice. Source: sheet binance, section 4. */
static void farewell(struct xg_sim_front *f, int64_t now)
{
	for (struct xg_sim_conn *c = f->conns; c; c = c->next) {
		const struct xg_bn_conn *b = c->state;
		char text[128];
		const char *form =
			b->kind == XG_BN_API
				? "{\"event\":{\"e\":\"serverShutdown\","
				  "\"E\":%lld}}"
			: b->combined
				? "{\"stream\":\"!serverShutdown\",\"data\":"
				  "{\"e\":\"serverShutdown\",\"E\":%lld}}"
				: "{\"e\":\"serverShutdown\",\"E\":%lld}";

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(text, sizeof text, form, (long long)(now / 1000));
#pragma GCC diagnostic pop
		f->send(c, xg_str_from(text), XG_ON_ANY, "");
	}
}

const struct xg_sim_dialect xg_sim_binance = {
	.name = "binance",
	.specs = specs,
	.state_size = sizeof(struct xg_bn_state),
	.conn_size = sizeof(struct xg_bn_conn),
	.ping_us = 20000000,
	.idle_us = 80000000,
	.idle_code = 1008,
	.name_spec = name_spec,
	.open = open_front,
	.shut = shut,
	.classify = xg_bn_classify,
	.rest = xg_bn_rest,
	.refuse = xg_bn_refuse,
	.ws_open = xg_bn_ws_open,
	.ws_text = xg_bn_ws_text,
	.ws_shut = xg_bn_ws_shut,
	.event = xg_bn_event,
	.tick = xg_bn_tick,
	.farewell = farewell,
};

/* ---- calls ---- */

struct xg_str xg_bn_get(struct xg_bn_call *c, const char *name)
{
	struct xg_buf *b = &c->val[c->vals];

	if (c->vals == (int)(sizeof c->val / sizeof *c->val))
		return (struct xg_str){ "", 0 };
	if (xg_sim_param(b, c->query, name) != 1 &&
		xg_sim_param(b, c->form, name) != 1)
		return (struct xg_str){ "", 0 };
	c->vals++;
	return xg_buf_view(b);
}

void xg_bn_call_release(struct xg_bn_call *c)
{
	for (size_t i = 0; i < sizeof c->val / sizeof *c->val; i++)
		xg_buf_release(&c->val[i]);
}

void xg_bn_fail(struct xg_bn_call *c, int status, int code, const char *msg)
{
	struct xg_buf *b = &c->a->body;

	c->a->status = status;
	xg_buf_clear(b);
	xg_buf_char(b, '{');
	xg_json_put_i64(b, "code", code);
	xg_json_put_text(b, "msg", msg);
	xg_buf_char(b, '}');
}

struct xg_sim_mkt *xg_bn_symbol(struct xg_bn_call *c)
{
	struct xg_str name = xg_bn_get(c, "symbol");
	struct xg_sim_mkt *m;

	if (!name.n) {
		xg_bn_fail(c, 400, -1102,
			"Mandatory parameter 'symbol' was not sent, was "
			"empty/null, or malformed.");
		return NULL;
	}
	m = xg_sim_find(&c->f->venue, xg_bn_markets[c->market], name);
	if (!m)
		xg_bn_fail(c, 400, -1121, "Invalid symbol.");
	return m;
}

void xg_bn_text(struct xg_buf *b, enum xg_bn_market market, struct xg_dec v)
{
	char text[XG_DEC_TEXT];
	struct xg_dec cut;

	if (market != XG_BN_SPOT) {
		xg_dec_fmt(text, v);
	} else {
		if (xg_dec_rescale(&cut, v, -8, XG_ROUND_NEAREST) == 0)
			v = cut;
		if (xg_dec_fmt_fixed(text, v, 8) < 0)
			xg_dec_fmt(text, v);
	}
	xg_buf_printf(b, "\"%s\"", text);
}

void xg_bn_put(struct xg_buf *b, const char *key, enum xg_bn_market market,
	struct xg_dec v)
{
	xg_json_key(b, key);
	xg_bn_text(b, market, v);
}

void xg_bn_refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	int64_t wait_s = (wait_us + 999999) / 1000000;

	switch (kind) {
	case XG_FAULT_429:
		a->status = 429;
		xg_buf_text(&a->body,
			"{\"code\":-1003,\"msg\":\"Too many requests; current "
			"limit of IP is 6000 requests per minute. Please use "
			"WebSocket Streams for live updates to avoid polling "
			"the API.\"}");
		break;
	case XG_FAULT_418:
		a->status = 418;
		xg_buf_printf(&a->body,
			"{\"code\":-1003,\"msg\":\"Way too much request weight "
			"used; IP banned until %lld. Please use WebSocket "
			"Streams for live updates to avoid bans.\"}",
			(long long)((f->now + wait_us) / 1000));
		break;
	case XG_FAULT_MAINTENANCE:
		a->status = 503;
		xg_buf_text(&a->body, "{\"code\":-1016,\"msg\":\"This service "
				      "is no longer available.\"}");
		return;
	default:
		a->status = 503;
		xg_buf_text(&a->body,
			"{\"code\":-1000,\"msg\":\"Unknown error, please check "
			"your request or try again later.\"}");
		return;
	}
	xg_buf_printf(&a->headers, "Retry-After: %lld\n", (long long)wait_s);
}
