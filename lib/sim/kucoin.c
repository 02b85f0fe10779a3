/* Simulated KuCoin: the table, what it lists, its refusals. Source: sheet kucoin,
 * sections 2, 3 and 9. */
#include "sim/kucoin.h"

#include <stdio.h>
#include <stdlib.h>

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
#define SPOT(b, q, tk, lt, least) \
	{ \
		.sym = b "-" q, .native = b "-" q, .market = "spot", \
		.base = b, .quote = q, .kind = XG_SPOT, .tick = tk, .lot = lt, \
		.min_qty = least, .max_qty = D(90000, 0), \
		.min_notional = D(1, -1), .contract = ONE, .maker = D(1, -3), \
		.taker = D(1, -3) \
	}
#define LINEAR(b, q, name, tk, mult) \
	{ \
		.sym = b "-" q "-PERP", .native = name, .market = "futures", \
		.base = b, .quote = q, .settle = q, .kind = XG_PERP, \
		.tick = tk, .lot = ONE, .min_qty = ONE, \
		.max_qty = D(1000000, 0), .contract = mult, .maker = D(2, -4), \
		.taker = D(6, -4), .leverage_max = 125 \
	}
#define INVERSE(b, tail, name, how, at, tk) \
	{ \
		.sym = b "-USD-" tail, .native = name, .market = "futures", \
		.base = b, .quote = "USD", .settle = b, .kind = how, \
		.tick = tk, .lot = ONE, .min_qty = ONE, \
		.max_qty = D(1000000, 0), .contract = ONE, .maker = D(2, -4), \
		.taker = D(6, -4), .inverse = true, .leverage_max = 50, \
		.expiry = at \
	}
#define DATE INT64_C(1923984000000000) /* 2030-12-20 08:00 UTC */

static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USDT", D(1, -1), D(1, -8), D(1, -5)),
	SPOT("ETH", "USDT", D(1, -2), D(1, -7), D(1, -4)),
	SPOT("SOL", "USDT", D(1, -3), D(1, -4), D(1, -2)),
	SPOT("ETH", "BTC", D(1, -5), D(1, -7), D(1, -4)),
	LINEAR("BTC", "USDT", "XBTUSDTM", D(1, -1), D(1, -3)),
	LINEAR("ETH", "USDT", "ETHUSDTM", D(1, -2), D(1, -2)),
	LINEAR("SOL", "USDT", "SOLUSDTM", D(1, -3), D(1, -1)),
	LINEAR("BTC", "USDC", "XBTUSDCM", D(1, -1), D(1, -3)),
	INVERSE("BTC", "PERP", "XBTUSDM", XG_PERP, 0, D(1, -1)),
	INVERSE("ETH", "PERP", "ETHUSDM", XG_PERP, 0, D(1, -2)),
	INVERSE("BTC", "20301220", "XBTMZ30", XG_FUTURE, DATE, D(1, 0)),
	{ .sym = "" },
};

/* A symbol of a recording: the venue's name for it, and what it costs. */
static void name_spec(struct xg_sim_spec *s)
{
	bool spot = s->kind == XG_SPOT, usd = strcmp(s->quote, "USD") == 0;
	const char *base = strcmp(s->base, "BTC") == 0 ? "XBT" : s->base;

	if (spot)
		snprintf(s->native, sizeof s->native, "%.20s-%.20s", s->base,
			s->quote);
	else
		snprintf(s->native, sizeof s->native, "%.20s%.20sM", base,
			s->quote);
	snprintf(s->market, sizeof s->market, spot ? "spot" : "futures");
	if (!spot && !s->settle[0])
		memcpy(s->settle, usd ? s->base : s->quote, sizeof s->settle);
	s->inverse |= usd && !spot;
	s->maker = spot ? xg_dec_make(1, -3) : xg_dec_make(2, -4);
	s->taker = spot ? xg_dec_make(1, -3) : xg_dec_make(6, -4);
	s->leverage_max = spot ? 0 : 100;
}

/* Numbers of books begin anywhere. */
static int grow(struct xg_sim_front *f)
{
	struct xg_ku_state *s = f->state;
	size_t n = f->venue.mkts;
	void *p = xg_sim_longer(s->mkt, sizeof *s->mkt, s->mkts, n);

	if (!p)
		return XG_ERR_MEMORY;
	s->mkt = p;
	if (xg_sim_longer_each(f, offsetof(struct xg_ku_conn, mask),
		    sizeof *((struct xg_ku_conn *)0)->mask, s->mkts, n) < 0)
		return XG_ERR_MEMORY;
	for (size_t i = s->mkts; i < n; i++)
		s->mkt[i].seq = INT64_C(1709294000000) + 100000 * (int64_t)i;
	s->mkts = n;
	return 0;
}

/* 2000 requests in 30 s for an address. */
static int open_front(struct xg_sim_front *f)
{
	struct xg_ku_state *s = f->state;

	s->pool = (struct xg_sim_bucket){ .window_us = 30000000, .max = 2000 };
	return grow(f);
}

static void shut(struct xg_sim_front *f)
{
	struct xg_ku_state *s = f->state;

	for (size_t i = 0; s->mkt && i < s->mkts; i++) {
		free(s->mkt[i].best[0]);
		free(s->mkt[i].best[1]);
	}
	free(s->mkt);
	s->mkt = NULL;
	xg_buf_release(&s->b);
	xg_buf_release(&s->data);
}

static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	(void)f;
	switch (kind) {
	case XG_FAULT_429:
		xg_buf_printf(&a->headers,
			"gw-ratelimit-limit: 2000\ngw-ratelimit-remaining: 0\n"
			"gw-ratelimit-reset: %lld\n",
			(long long)(wait_us / 1000));
		xg_ku_fail(a, 429, "429000",
			"Too many requests in a short period of time, please "
			"retry later");
		break;
	case XG_FAULT_418: /* the edge's own word */
		a->status = 403;
		xg_buf_text(&a->body, "error code: 1015");
		break;
	case XG_FAULT_MAINTENANCE:
		xg_ku_fail(a, 503, "500000", "System is under maintenance");
		break;
	default:
		xg_ku_fail(a, 500, "500000", "Internal Server Error");
		break;
	}
}

const struct xg_sim_dialect xg_sim_kucoin = {
	.name = "kucoin",
	.specs = specs,
	.state_size = sizeof(struct xg_ku_state),
	.conn_size = sizeof(struct xg_ku_conn),
	.idle_us = (XG_KU_PING_MS + XG_KU_PONG_MS) * INT64_C(1000),
	.idle_code = 1000,
	.name_spec = name_spec,
	.open = open_front,
	.grow = grow,
	.shut = shut,
	.rest = xg_ku_rest,
	.refuse = refuse,
	.ws_open = xg_ku_ws_open,
	.ws_text = xg_ku_ws_text,
	.ws_shut = xg_ku_ws_shut,
	.event = xg_ku_event,
	.tick = xg_ku_tick,
	/* no farewell: the venue tells nothing before it cuts */
};
