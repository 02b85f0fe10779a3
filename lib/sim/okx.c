/* The OKX dialect: what it lists, its table. Source: sheet okx, sections 2, 3
 * and 8; contract sizes of the sheet's samples. */
#include <stdio.h>
#include <stdlib.h>

#include "base/time.h"
#include "json/write.h"
#include "sim/okx_code.h"
#include "sim/okx_priv.h"

#define D(m, e) \
	{ \
		m, e \
	}
#define SPOT(b, q, num, t, l, least) \
	{ \
		.sym = b "-" q, .native = b "-" q, .market = "spot", \
		.base = b, .quote = q, .kind = XG_SPOT, .tick = t, .lot = l, \
		.min_qty = least, .max_qty = D(10000, 0), .contract = D(1, 0), \
		.maker = D(8, -4), .taker = D(10, -4), .code = num \
	}
#define SWAP(b, q, coin, num, t, l, ct, inv, lev) \
	{ \
		.sym = b "-" q "-PERP", .native = b "-" q "-SWAP", \
		.market = "swap", .base = b, .quote = q, .settle = coin, \
		.kind = XG_PERP, .tick = t, .lot = l, .min_qty = l, \
		.max_qty = D(30000, 0), .contract = ct, .maker = D(2, -4), \
		.taker = D(5, -4), .inverse = inv, .code = num, \
		.leverage_max = lev \
	}

/* 2030-12-23 08:00 UTC: symbols of tests do not expire. */
#define DATE INT64_C(1924243200000000)
#define DATED(b, q, coin, num, t, l, ct, inv) \
	{ \
		.sym = b "-" q "-20301223", .native = b "-" q "-301223", \
		.market = "futures", .base = b, .quote = q, .settle = coin, \
		.kind = XG_FUTURE, .tick = t, .lot = l, .min_qty = l, \
		.max_qty = D(10000, 0), .contract = ct, .maker = D(2, -4), \
		.taker = D(5, -4), .inverse = inv, .code = num, \
		.leverage_max = 50, .expiry = DATE \
	}
/* Priced in the coin, or, of a family of its own, in dollars. */
#define OPTION(b, tail, family, native_tail, coin, num, t, ct) \
	{ \
		.sym = b "-USD-20301223-" tail, \
		.native = b "-USD" family "-301223-" native_tail, \
		.market = "option", .base = b, .quote = "USD", .settle = coin, \
		.kind = XG_OPTION, .tick = t, .lot = D(1, 0), \
		.min_qty = D(1, 0), .max_qty = D(5000, 0), .contract = ct, \
		.maker = D(2, -4), .taker = D(3, -4), .code = num, \
		.expiry = DATE \
	}

static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USDT", 10459, D(1, -1), D(1, -8), D(1, -5)),
	SPOT("ETH", "USDT", 10460, D(1, -2), D(1, -6), D(1, -4)),
	SPOT("SOL", "USDT", 10470, D(1, -2), D(1, -6), D(1, -3)),
	SPOT("ETH", "BTC", 10471, D(1, -5), D(1, -6), D(1, -4)),
	SWAP("BTC", "USDT", "USDT", 10462, D(1, -1), D(1, -2), D(1, -2), false,
		100),
	SWAP("ETH", "USDT", "USDT", 10461, D(1, -2), D(1, -2), D(1, -1), false,
		100),
	SWAP("SOL", "USDT", "USDT", 10463, D(1, -2), D(1, -2), D(1, 0), false,
		50),
	SWAP("BTC", "USD", "BTC", 10458, D(1, -1), D(1, 0), D(100, 0), true,
		100),
	DATED("BTC", "USDT", "USDT", 10472, D(1, -1), D(1, -2), D(1, -2),
		false),
	DATED("BTC", "USD", "BTC", 10473, D(1, -1), D(1, 0), D(100, 0), true),
	OPTION("BTC", "90000-C", "", "90000-C", "BTC", 10480, D(1, -4),
		D(1, -2)),
	OPTION("BTC", "90000-P", "", "90000-P", "BTC", 10481, D(1, -4),
		D(1, -2)),
	OPTION("BTC", "90000-C:USDC", "_UM", "90000-C", "USDC", 10482, D(5, 0),
		D(1, -2)),
	OPTION("ETH", "5000-C", "", "5000-C", "ETH", 10483, D(1, -4), D(1, -1)),
	{ .sym = "" },
};

/* A symbol of a recording: the venue's name for it, and what it costs. */
static void name_spec(struct xg_sim_spec *s)
{
	struct xg_str rest = xg_str_from(s->sym);
	struct xg_str base = xg_str_cut(&rest, '-');
	struct xg_str quote = xg_str_cut(&rest, '-');

	(void)xg_str_copy(s->base, sizeof s->base, base);
	(void)xg_str_copy(s->quote, sizeof s->quote, quote);
	if (s->kind == XG_PERP) {
		snprintf(s->native, sizeof s->native, "%s-%s-SWAP", s->base,
			s->quote);
		(void)xg_str_copy(s->market, sizeof s->market, XG_STR("swap"));
	} else if (s->kind == XG_FUTURE && rest.n == 8) {
		snprintf(s->native, sizeof s->native, "%s-%s-%.*s", s->base,
			s->quote, 6, rest.p + 2);
		(void)xg_str_copy(
			s->market, sizeof s->market, XG_STR("futures"));
	} else if (s->kind == XG_OPTION && rest.n > 8) {
		struct xg_str tail = { rest.p + 2, rest.n - 2 };

		tail = xg_str_cut(&tail, ':');
		snprintf(s->native, sizeof s->native, "%s-%s-%.*s", s->base,
			s->quote, XG_STR_ARG(tail));
		(void)xg_str_copy(
			s->market, sizeof s->market, XG_STR("option"));
	} else {
		snprintf(s->native, sizeof s->native, "%s-%s", s->base,
			s->quote);
		(void)xg_str_copy(s->market, sizeof s->market, XG_STR("spot"));
	}
	if (s->kind != XG_SPOT && !*s->settle)
		(void)xg_str_copy(
			s->settle, sizeof s->settle, s->inverse ? base : quote);
	if (!s->leverage_max)
		s->leverage_max = s->kind == XG_SPOT ? 0 : 100;
	if (!s->code)
		s->code =
			20000 +
			(int64_t)(xg_str_hash(xg_str_from(s->native)) % 100000);
	s->maker = s->kind == XG_SPOT ? xg_dec_make(8, -4) : xg_dec_make(2, -4);
	s->taker =
		s->kind == XG_SPOT ? xg_dec_make(10, -4) : xg_dec_make(5, -4);
}

/* Room for all markets; the rates of requests are counted anew. */
static int grow(struct xg_sim_front *f)
{
	struct xg_sim_okx_state *s = f->state;
	size_t n = f->venue.mkts;
	struct xg_sim_okx_win *win = realloc(s->win, (n + 1) * sizeof *win);

	if (win) {
		memset(win + s->wins, 0, (n + 1 - s->wins) * sizeof *win);
		s->win = win;
		s->wins = n + 1;
	}
	free(s->bucket);
	s->buckets = xg_sim_okx_routes() * (n + 1);
	s->bucket = calloc(s->buckets, sizeof *s->bucket);
	if (!s->bucket)
		s->buckets = 0;
	return win && s->bucket ? 0 : XG_ERR_MEMORY;
}

/* Order ids of the venue have 19 digits: beyond what a double holds. */
static int open(struct xg_sim_front *f)
{
	f->venue.next_order = UINT64_C(2510789768709120000);
	return grow(f);
}

static void shut(struct xg_sim_front *f)
{
	struct xg_sim_okx_state *s = f->state;

	free(s->win);
	free(s->bucket);
	s->win = NULL;
	s->wins = 0;
	s->bucket = NULL;
	s->buckets = 0;
}

static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	int code = 50026;

	(void)f;
	(void)wait_us; /* the venue does not say how long */
	if (kind == XG_FAULT_429 || kind == XG_FAULT_418)
		code = 50011;
	else if (kind == XG_FAULT_MAINTENANCE)
		code = 50001;
	a->status = xg_sim_okx_code_http(code);
	xg_sim_okx_code_body(&a->body, code, NULL);
}

const struct xg_sim_dialect xg_sim_okx = {
	.name = "okx",
	.specs = specs,
	.state_size = sizeof(struct xg_sim_okx_state),
	.conn_size = sizeof(struct xg_sim_okx_conn),
	.idle_us = 30 * XG_US_PER_S,
	.idle_both = true,
	.idle_code = 4004,
	.name_spec = name_spec,
	.open = open,
	.shut = shut,
	.grow = grow,
	.classify = xg_sim_okx_classify,
	.rest = xg_sim_okx_rest,
	.refuse = refuse,
	.ws_open = xg_sim_okx_ws_open,
	.ws_text = xg_sim_okx_ws_text,
	.ws_shut = xg_sim_okx_ws_shut,
	.event = xg_sim_okx_event,
	.tick = xg_sim_okx_tick,
	.farewell = xg_sim_okx_farewell,
};
