/* Simulated Bitget: the table, what it lists, its refusals. Source: sheet bitget,
 * sections 2, 3, 7 and 9. */
#include "sim/bitget.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

const char *const xg_bg_cats[XG_BG_CATS + 1] = { "spot", "usdt-futures",
	"usdc-futures", "coin-futures", NULL };

enum xg_bg_cat xg_bg_cat_from(struct xg_str name)
{
	int i = 0;

	while (i < XG_BG_CATS &&
		(name.n != strlen(xg_bg_cats[i]) ||
			strncasecmp(name.p, xg_bg_cats[i], name.n) != 0))
		i++;
	return (enum xg_bg_cat)i;
}

enum xg_bg_cat xg_bg_cat_of(const struct xg_sim_mkt *m)
{
	return xg_bg_cat_from(xg_str_from(m->spec.market));
}

#define D(m, e) \
	{ \
		m, e \
	}
#define ONE D(1, 0)
#define SPOT(b, q, tk, lt) \
	{ \
		.sym = b "-" q, .native = b q, .market = "spot", .base = b, \
		.quote = q, .kind = XG_SPOT, .tick = tk, .lot = lt, \
		.min_qty = lt, .max_qty = D(90000, 0), .min_notional = ONE, \
		.contract = ONE, .maker = D(1, -3), .taker = D(1, -3) \
	}
#define FUTURE(cat, b, q, tail, name, coin, how, at, tk, lt) \
	{ \
		.sym = b "-" q "-" tail, .native = name, .market = cat, \
		.base = b, .quote = q, .settle = coin, .kind = how, \
		.tick = tk, .lot = lt, .min_qty = lt, .max_qty = D(1200, 0), \
		.min_notional = D(5, 0), .contract = ONE, .maker = D(2, -4), \
		.taker = D(6, -4), .leverage_max = 125, .expiry = at \
	}
#define DATE INT64_C(1924848000000000) /* 2030-12-30 08:00 UTC */

/* Sizes are base units on every market. */
static const struct xg_sim_spec specs[] = {
	SPOT("BTC", "USDT", D(1, -2), D(1, -6)),
	SPOT("ETH", "USDT", D(1, -2), D(1, -4)),
	SPOT("SOL", "USDT", D(1, -2), D(1, -4)),
	SPOT("ETH", "BTC", D(1, -6), D(1, -4)),
	FUTURE("usdt-futures", "BTC", "USDT", "PERP", "BTCUSDT", "USDT",
		XG_PERP, 0, D(1, -1), D(1, -4)),
	FUTURE("usdt-futures", "ETH", "USDT", "PERP", "ETHUSDT", "USDT",
		XG_PERP, 0, D(1, -2), D(1, -2)),
	FUTURE("usdt-futures", "SOL", "USDT", "PERP", "SOLUSDT", "USDT",
		XG_PERP, 0, D(1, -3), D(1, -1)),
	FUTURE("usdc-futures", "BTC", "USDC", "PERP", "BTCPERP", "USDC",
		XG_PERP, 0, D(1, -1), D(1, -4)),
	FUTURE("coin-futures", "BTC", "USD", "PERP", "BTCUSD", "BTC", XG_PERP,
		0, D(1, -1), D(1, -3)),
	FUTURE("coin-futures", "BTC", "USD", "20301230", "BTCUSDZ30", "BTC",
		XG_FUTURE, DATE, D(1, -1), D(1, -3)),
	{ .sym = "" },
};

/* A symbol of a recording: the venue's name for it, and what it costs. */
static void name_spec(struct xg_sim_spec *s)
{
	bool spot = s->kind == XG_SPOT, usdc = !strcmp(s->quote, "USDC"),
	     usd = !strcmp(s->quote, "USD");

	snprintf(s->native, sizeof s->native, "%.30s%.30s", s->base,
		!spot && usdc ? "PERP" : s->quote);
	snprintf(s->market, sizeof s->market, "%s",
		spot   ? "spot"
		: usdc ? "usdc-futures"
		: usd  ? "coin-futures"
		       : "usdt-futures");
	if (!spot && !s->settle[0])
		memcpy(s->settle, usd ? s->base : s->quote, sizeof s->settle);
	s->maker = spot ? xg_dec_make(1, -3) : xg_dec_make(2, -4);
	s->taker = spot ? xg_dec_make(1, -3) : xg_dec_make(6, -4);
	s->leverage_max = spot ? 0 : 125;
}

static int grow(struct xg_sim_front *f)
{
	struct xg_bg_state *s = f->state;
	size_t n = f->venue.mkts;
	void *p = xg_sim_longer(s->mkt, sizeof *s->mkt, s->mkts, n);

	if (!p)
		return XG_ERR_MEMORY;
	s->mkt = p;
	if (xg_sim_longer_each(f, offsetof(struct xg_bg_conn, mask),
		    sizeof *((struct xg_bg_conn *)0)->mask, s->mkts, n) < 0)
		return XG_ERR_MEMORY;
	s->mkts = n;
	return 0;
}

/* 6000 requests a minute for an address. */
static int open_front(struct xg_sim_front *f)
{
	struct xg_bg_state *s = f->state;

	s->ip = (struct xg_sim_bucket){ .window_us = 60000000, .max = 6000 };
	return grow(f);
}

static void shut(struct xg_sim_front *f)
{
	struct xg_bg_state *s = f->state;

	free(s->mkt);
	s->mkt = NULL;
	xg_buf_release(&s->data);
	xg_buf_release(&s->frame);
}

static void refuse(struct xg_sim_front *f, enum xg_fault_kind kind,
	int64_t wait_us, struct xg_sim_answer *a)
{
	(void)wait_us; /* the venue does not say how long */
	if (kind == XG_FAULT_429 || kind == XG_FAULT_418) {
		a->status = 429;
		xg_bg_fail(a, f->now, "429", "Too Many Requests");
	} else if (kind == XG_FAULT_MAINTENANCE) {
		a->status = 400;
		xg_bg_fail(a, f->now, "40200",
			"Server upgrade, please try again later");
	} else {
		a->status = 503;
		xg_bg_fail(a, f->now, "40015", "System is abnormal");
	}
}

/* The venue has no notice: it closes. */
static void farewell(struct xg_sim_front *f, int64_t now)
{
	(void)now;
	for (struct xg_sim_conn *c = f->conns, *next; c; c = next) {
		next = c->next;
		f->close(c, 1001, "going away");
	}
}

const struct xg_sim_dialect xg_sim_bitget = {
	.name = "bitget",
	.specs = specs,
	.state_size = sizeof(struct xg_bg_state),
	.conn_size = sizeof(struct xg_bg_conn),
	.idle_us = INT64_C(120) * 1000000,
	.idle_code = 1006,
	.name_spec = name_spec,
	.open = open_front,
	.grow = grow,
	.shut = shut,
	.rest = xg_bg_rest,
	.refuse = refuse,
	.ws_open = xg_bg_ws_open,
	.ws_text = xg_bg_ws_text,
	.ws_shut = xg_bg_ws_shut,
	.event = xg_bg_event,
	.tick = xg_bg_tick,
	.farewell = farewell,
};
